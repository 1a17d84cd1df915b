"""Reads the conversion table of new codes: a row of three columns a line; a line without the first two goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from mainterm.model.code import Volume
from mainterm.model.conversion import Conversion, Conversions
from mainterm.model.edition import Problem
from mainterm.model.source import Source, Unreadable
from mainterm.read.paragraphs import read_paragraphs

Documents = Mapping[str, tuple[str, bytes]]
"""By role (`conversions`): the document's name and its bytes."""

_VOLUMES: Final = {"Diagnosis": Volume.DISEASES, "Procedure": Volume.PROCEDURES}
_ROW: Final = re.compile(r"([VE]?\d.*?)(?<![\d.])((?:19|20)\d\d)(?![\d.])\s+(\S.*)", re.S)
_MORE: Final = re.compile(r"\t\t+(\S.*)", re.S)
_CODE: Final = {Volume.DISEASES: r"(?:V\d\d|E?\d{3})(?:\.\d{1,2})?", Volume.PROCEDURES: r"\d\d(?:\.\d{1,2})?"}
_RANGE: Final = {
    volume: re.compile(rf"(?<![\w.])({code})(?:\s*-\s*({code}))?(?![\w.]*\w)") for volume, code in _CODE.items()
}
_HEADS: Final = re.compile(r"Diagnosis|Procedure|Current|Assignment|#|Conversion|The |\(")


def read_conversions(documents: Documents) -> Conversions:
    """The table. A line that is neither row nor head is a problem. Raises Unreadable where there is no row."""
    document, data = documents["conversions"]
    rows: list[Conversion] = []
    problems: list[Problem] = []
    volume = Volume.DISEASES
    for paragraph in read_paragraphs(data, document):
        volume = _VOLUMES.get(paragraph.plain.partition(" ")[0], volume)
        text = paragraph.text.strip("\n")
        if row := _ROW.fullmatch(text):
            rows.append(_row(row, volume, Source(document, paragraph.number)))
        elif rows and (more := _MORE.fullmatch(text)):
            rows[-1] = _longer(rows[-1], more[1])
        elif paragraph.plain and not _HEADS.match(paragraph.plain):
            problems.append(Problem("no row", paragraph.plain, Source(document, paragraph.number)))
    if not rows:
        raise Unreadable(document, "holds no row of a conversion table", "check that it is the right document")
    return Conversions(tuple(rows), tuple(problems), _census(rows))


def _row(row: re.Match[str], volume: Volume, source: Source) -> Conversion:
    said = " ".join(row[3].split())
    restated = "#" in row[1]
    current = _codes(row[1], volume)
    return Conversion(volume, current, int(row[2]) + 1, _codes(said, volume), said, restated, source)


def _longer(row: Conversion, more: str) -> Conversion:
    """The row with what its next line says of the previous assignment."""
    said = f"{row.said} {' '.join(more.split())}"
    return replace(row, said=said, previous=_codes(said, row.volume))


def _codes(text: str, volume: Volume) -> tuple[str, ...]:
    return tuple(f"{low}-{high}" if high else low for low, high in _RANGE[volume].findall(text))


def _census(rows: Iterable[Conversion]) -> dict[str, int]:
    listed = list(rows)
    return {
        "rows": len(listed),
        "diseases": sum(row.volume is Volume.DISEASES for row in listed),
        "procedures": sum(row.volume is Volume.PROCEDURES for row in listed),
        "restated": sum(row.restated for row in listed),
        "first_year": min(row.year for row in listed),
        "last_year": max(row.year for row in listed),
    }
