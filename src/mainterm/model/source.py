"""Where a record comes from: document, paragraph, and what to say when a document cannot be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A place in an official document: `Dindex12.rtf ¶48266`. Paragraphs count from 0 over the body."""

    document: str
    paragraph: int

    def __str__(self) -> str:
        return f"{self.document} ¶{self.paragraph}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a document as it is laid out.

    `text` keeps tabs and line breaks (`\\n`); `plain` folds them. `indent` and `first` (line) are in twips.
    """

    number: int
    style: str
    text: str
    bold: bool = False
    indent: int = 0
    first: int = 0

    @property
    def plain(self) -> str:
        """The text with every run of white space as one blank, stripped: what a citation quotes."""
        return " ".join(self.text.split())


class Unreadable(Exception):
    """A document that cannot be read: which, what is wrong, what to do. Its message is one line."""

    def __init__(self, document: str, wrong: str, remedy: str) -> None:
        super().__init__(f"{document}: {wrong}; {remedy}")
        self.document = document
        self.wrong = wrong
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str, str]]:
        """So that a process that reads can tell the one that asked it to."""
        return type(self), (self.document, self.wrong, self.remedy)
