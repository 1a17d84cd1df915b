"""Compares two editions; one that is not installed is installed first."""

from __future__ import annotations

from mainterm.history.diff import Comparison, compare
from mainterm.service.open import installed_file
from mainterm.store.whole import open_whole


def compare_editions(before: str, after: str) -> Comparison:
    """What is different in the edition `after`. Raises EditionError and Unreadable as `open_edition` does."""
    return compare(open_whole(installed_file(before)), open_whole(installed_file(after)))
