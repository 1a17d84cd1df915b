"""Inputs of the audit's tests, made of text."""

from __future__ import annotations

import io
from pathlib import Path

from mainterm.audit.kinds import GUESSED, Form, read_files
from mainterm.audit.row import Row
from mainterm.audit.source import Source


def source(text: str, name: str = "encounters") -> Source:
    """The text as an opened input."""
    return Source(name, io.StringIO(text, newline=""), text[:65_536], io.BytesIO())


def rows_of(folder: Path, form: Form = GUESSED, **files: str) -> list[Row]:
    """The rows of these files, each named by its word and holding its text."""
    paths = [folder / f"{name}.txt" for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return list(read_files([str(path) for path in paths], form))


def codes_of(row: Row) -> list[str]:
    """The codes of the row's diagnoses."""
    assert row.encounter is not None, row.problems
    return [diagnosis.code for diagnosis in row.encounter.diagnoses]
