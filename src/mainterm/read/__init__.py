"""The official documents into records: one reader of paragraphs, then a reader for each kind of document."""
