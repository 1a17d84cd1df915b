"""Reads what a page of a tagged PDF shows, marked content by marked content: where it begins, and its runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from pypdf import PageObject
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, TextStringObject

_BULLET: Final = "\u2022"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph in one face."""

    text: str
    bold: bool


@dataclass(slots=True)
class Content:
    """What a page shows between BDC and EMC: its page, where its first glyph stands, its runs."""

    page: int
    indent: float
    runs: list[Run]


def words(runs: Iterable[Run]) -> str:
    """The text of the runs, with nothing between them and every run of white space as one blank."""
    return " ".join("".join(run.text for run in runs).split())


def mostly_bold(runs: Iterable[Run]) -> bool:
    """Whether most of the letters are bold."""
    weights = [(len(run.text.strip()), run.bold) for run in runs]
    return 2 * sum(letters for letters, bold in weights if bold) > sum(letters for letters, _ in weights)


def marked_contents(page: PageObject) -> dict[int, Content]:
    """What a page shows, by the number of its marked content; what bears none (feet, heads) is left out."""
    stream = page.get_contents()
    found: dict[int, Content] = {}
    if stream is None:
        return found
    fonts = _fonts(page)
    number = (page.page_number or 0) + 1
    font = _Font(bold=False, symbols=False)
    open_marks: list[int] = []
    x, scale = 0.0, 1.0
    for operands, operator in stream.operations:
        if operator in (b"BDC", b"BMC"):
            open_marks.append(_mark(operands))
        elif operator == b"EMC":
            open_marks.pop()
        elif operator == b"Tf":
            font = fonts[operands[0]]
        elif operator == b"BT":
            x, scale = 0.0, 1.0
        elif operator == b"Tm":
            scale, x = float(operands[0]), float(operands[4])
        elif operator in (b"Td", b"TD"):
            x += float(operands[0]) * scale
        elif operator in (b"Tj", b"TJ", b"'", b'"'):
            mark = next((m for m in reversed(open_marks) if m >= 0), -1)
            if mark >= 0:
                found.setdefault(mark, Content(number, x, [])).runs.append(_shown(operands[-1], font))
    return found


def _mark(operands: list[Any]) -> int:
    properties = operands[1] if len(operands) > 1 else None
    mark: Any = properties.get("/MCID", -1) if isinstance(properties, DictionaryObject) else -1
    return int(mark)


@dataclass(frozen=True, slots=True)
class _Font:
    bold: bool
    symbols: bool


def _fonts(page: PageObject) -> dict[str, _Font]:
    """A page's fonts: the text is in simple ones, in cp1252; the two-byte ones (Symbol, Wingdings) hold bullets."""
    resources = page["/Resources"].get_object().get("/Font", DictionaryObject()).get_object()  # type: ignore[union-attr]
    fonts = {name: font.get_object() for name, font in resources.items()}
    return {n: _Font("Bold" in f.get("/BaseFont", ""), f.get("/Subtype") == "/Type0") for n, f in fonts.items()}


def _shown(operand: Any, font: _Font) -> Run:
    """The text of a Tj string or a TJ array, whose numbers only move the glyphs closer."""
    parts = operand if isinstance(operand, ArrayObject) else [operand]
    raw = b"".join(p.original_bytes for p in parts if isinstance(p, (TextStringObject, ByteStringObject)))
    return Run(_BULLET * (len(raw) // 2) if font.symbols else raw.decode("cp1252", "replace"), font.bold)
