"""mainterm: the ICD-9-CM encoder that shows its work."""
