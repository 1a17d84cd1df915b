"""Codes across editions and classifications."""
