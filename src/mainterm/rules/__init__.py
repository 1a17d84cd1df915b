"""The conventions and the guidelines, declared: one unit a rule, run on an encounter and an edition."""
