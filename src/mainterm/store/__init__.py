"""An edition as one SQLite file, written once and read lazily."""
