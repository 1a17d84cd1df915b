"""A line of a plain document, and what is said of a bad one."""

from __future__ import annotations

from dataclasses import dataclass

Styled = tuple[str, str]
"""A paragraph's style and text."""


@dataclass(frozen=True, slots=True)
class PlainLine:
    """A line of content: its number in the file, its indent in blanks, its text without that."""

    number: int
    indent: int
    text: str


class BadLine(ValueError):
    """A line that is not in the format: its number and what is wrong with it."""

    def __init__(self, number: int, wrong: str) -> None:
        super().__init__(wrong)
        self.number = number
        self.wrong = wrong
