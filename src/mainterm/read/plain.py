"""Reads our own plain format for small documents into the paragraphs that the RTF reader gives of the official ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from mainterm.model.code import Volume
from mainterm.model.source import Paragraph, Unreadable
from mainterm.read.plain_line import BadLine, PlainLine, Styled
from mainterm.read.plain_tabular import style_tabular

_HEADER: Final = re.compile(r"mainterm plain 1: ([a-z ]+)")
_MAGIC: Final = b"mainterm plain "
_DEEPEST: Final = 7

PLAIN_SECTION: Final = re.compile(r"(\S+) \(page (\d+)\) (\S.*)")
"""The heading of a section in plain guidelines: its id, its page in the official PDF, its title."""


def is_plain(data: bytes) -> bool:
    """Whether `data` says in its first line that it is in the plain format."""
    return data.startswith(_MAGIC)


def read_plain(data: bytes, document: str) -> list[Paragraph]:
    """The paragraphs of a plain document, numbered from 0 over its lines of content.

    Blank lines and comments (`#`) do not count; the lines of a box in an index are one paragraph. The styles are the
    official ones. Raises Unreadable, with the number of the line in the file, at a line that is not in the format.
    """
    try:
        first, *lines = data.decode("utf-8").splitlines() or [""]
    except UnicodeDecodeError as error:
        raise Unreadable(document, f"byte {error.start}: is not UTF-8", "save the file as UTF-8") from None
    header = _HEADER.fullmatch(first.rstrip())
    if header is None or header[1] not in _KINDS:
        kinds = ", ".join(_KINDS)
        raise Unreadable(document, "line 1: names no kind of plain document", f"write 'mainterm plain 1:' and {kinds}")
    try:
        styled = _KINDS[header[1]](_content(lines))
        return [Paragraph(number, style, text) for number, (style, text) in enumerate(styled)]
    except BadLine as bad:
        raise Unreadable(document, f"line {bad.number}: {bad.wrong}", "see the format's description") from None


def _content(lines: Iterable[str]) -> Iterator[PlainLine]:
    """The lines that are neither blank nor a comment, with their numbers in the file; line 1 is the header."""
    for number, line in enumerate(lines, 2):
        text = line.strip()
        if text and not text.startswith("#"):
            if "\t" in line:
                raise BadLine(number, "holds a tab")
            yield PlainLine(number, len(line) - len(line.lstrip()), text)


def _style_index(lines: Iterable[PlainLine]) -> Iterator[Styled]:
    """An index: two blanks a level; cells of a table behind `|`; `>` before each line of a box."""
    box: list[str] = []
    above = -1
    for line in lines:
        if line.text.startswith(">"):
            if above < 0:
                raise BadLine(line.number, "is a box with no line above it")
            box.append(_box_line(line.text[1:]))
            continue
        if box:
            yield "Box", "\n".join(box)
            box = []
        level, odd = divmod(line.indent, 2)
        if odd or level > min(above + 1, _DEEPEST):
            raise BadLine(line.number, f"is indented by {line.indent} blanks, the line above by {2 * max(above, 0)}")
        above = level
        yield f"H{level + 2}", "\t".join(part.strip() for part in line.text.split("|"))
    if box:
        yield "Box", "\n".join(box)


def _box_line(text: str) -> str:
    """A line of a box without its mark: the first blank parts the two, each further pair of blanks is a tab."""
    words = text.strip()
    return "\t" * ((len(text) - len(text.lstrip()) - 1) // 2) + words


def _style_guidelines(lines: Iterable[PlainLine]) -> Iterator[Styled]:
    """Guidelines: `I.C.7.a.3 (page 36) Title` at the margin, the paragraphs of the section indented below it."""
    begun = False
    for line in lines:
        if line.indent and begun:
            yield "Text", line.text
        elif not line.indent and PLAIN_SECTION.fullmatch(line.text):
            begun = True
            yield "Section", line.text
        else:
            raise BadLine(line.number, "is no section: its id, (page n) and title stand at the margin")


_KINDS: Final[dict[str, Callable[[Iterable[PlainLine]], Iterator[Styled]]]] = {
    "index": _style_index,
    "tabular": lambda lines: style_tabular(lines, Volume.DISEASES),
    "tabular of procedures": lambda lines: style_tabular(lines, Volume.PROCEDURES),
    "guidelines": _style_guidelines,
}
