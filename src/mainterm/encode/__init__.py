"""From a statement to codes: read its words, walk the Index on them, verify in the Tabular, prove every step."""
