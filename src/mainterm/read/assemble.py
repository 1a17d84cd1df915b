"""Reads a whole edition from its documents: each by its own reader, then joined and checked against one another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, TypeVar

from mainterm.editions.declared import PAYERS_LISTS, declared_editions
from mainterm.editions.errata import Errata, load_errata
from mainterm.model.code import Volume
from mainterm.model.edition import Edition, Entry, Problem, Section, Title
from mainterm.model.index import Index
from mainterm.model.source import Paragraph, Unreadable
from mainterm.model.tabular import Node
from mainterm.read.appendices import read_appendix
from mainterm.read.census_tabular import census_titles
from mainterm.read.cms import read_titles
from mainterm.read.crosscheck import check_codes
from mainterm.read.edits import census_edits, check_edits, read_edits
from mainterm.read.guidelines import Guidelines, read_guidelines
from mainterm.read.index import IndexList, read_indexes
from mainterm.read.listed import listed_only
from mainterm.read.manifestations import mark_manifestations
from mainterm.read.paragraphs import read_paragraphs
from mainterm.read.tabular import TabularList, read_tabular

Documents = Mapping[str, tuple[str, bytes]]
"""By role (`index.diseases`): the document's name and its bytes."""

_Document = TypeVar("_Document")

Progress = Callable[[str, int], None]
"""Is told a document's name, and how many of its bytes have been read."""

_APPENDICES: Final = {
    "appendix.morphology": "A",
    "appendix.drug-classes": "C",
    "appendix.industrial": "D",
    "appendix.categories": "E",
}
_ORDER: Final = (
    *(f"tabular.{volume}" for volume in Volume),
    *(f"index.{index}" for index in Index),
    *_APPENDICES,
    *(f"titles.{volume}.{length}" for volume in Volume for length in ("long", "short")),
    "guidelines",
    *PAYERS_LISTS,
)

_EXTERNAL: Final = "INDEX TO EXTERNAL CAUSES"

_NORMALISATION: Final = (
    "text = the runs of one paragraph joined, hidden runs dropped, soft hyphen as '-', every run of white space as one "
    "blank, stripped; level of an index line = N-2 for style HN; idx = number of the paragraph, from 0, over the body"
)


@dataclass(frozen=True, slots=True)
class Books:
    """The Tabular Lists, the indexes and the appendices, which several editions may have alike."""

    tabulars: Mapping[Volume, TabularList]
    index: IndexList
    entries: tuple[Entry, ...]


def books_among(documents: Mapping[str, _Document]) -> dict[str, _Document]:
    """Of the documents those that `read_books` reads."""
    return {role: each for role, each in documents.items() if role.startswith(("tabular.", "index.", "appendix."))}


def read_books(documents: Documents, progress: Progress) -> Books:
    """The books. The Tabular List of diseases must be there. Raises Unreadable for a document that cannot be read."""
    if "tabular.diseases" not in documents:
        raise Unreadable("Tabular List of diseases", "is not among the documents", "give it: all else leads there")
    tabulars = {volume: _read_tabular(documents, volume, progress) for volume in Volume}
    nodes = [node for tabular in tabulars.values() for node in tabular.nodes]
    return Books(tabulars, _read_indexes(documents, nodes, progress), _read_appendices(documents, progress))


def read_edition(documents: Documents, progress: Progress, books: Books | None = None) -> Edition:
    """The edition that these documents make. The Tabular List of diseases must be there; every other may be wanting.

    `books` are those among them, where they have been read already. Raises Unreadable for a document that cannot be
    read.
    """
    books = books or read_books(documents, progress)
    tabulars, index, entries = books.tabulars, books.index, books.entries
    titles = read_titles(documents)
    edits = read_edits(documents)
    for role in documents:
        if role.startswith("titles.") or role in PAYERS_LISTS:
            progress(documents[role][0], len(documents[role][1]))
    guidelines = _read_guidelines(documents, progress)
    edition = assemble(
        tabulars[Volume.DISEASES], tabulars[Volume.PROCEDURES], index, titles, guidelines.sections, entries
    )
    order = {documents[role][0]: place for place, role in enumerate(_ORDER) if role in documents}
    census = {"inputs": _inputs(documents), "normalisation": _NORMALISATION, **edition.census, **census_edits(edits)}
    if guidelines.census:
        census["guidelines"] = guidelines.census
    problems = (*edition.problems, *guidelines.problems, *check_edits(edits, edition.nodes))
    return replace(edition, edits=edits, problems=_sorted(problems, order), census=census)


def _inputs(documents: Documents) -> dict[str, dict[str, Any]]:
    """The size and sha256 of each document that is read by paragraphs."""
    read = books_among(documents).values()
    return {name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in read}


def assemble(
    diseases: TabularList,
    procedures: TabularList,
    index: IndexList,
    titles: Sequence[Title],
    sections: Sequence[Section],
    entries: Sequence[Entry],
) -> Edition:
    """The parts as one edition: nodes with CMS's titles, manifestation codes marked, every code looked up."""
    bracketed = {code for line in index.lines for code in line.manifestations if line.index is not Index.PROCEDURES}
    printed = (*diseases.nodes, *procedures.nodes)
    listed = tuple(listed_only(printed, titles))
    nodes = mark_manifestations(_titled((*printed, *listed), titles), bracketed)
    boxes = (*diseases.boxes, *procedures.boxes)
    census = {
        f"tabular_{volume}": {**tabular.census, **census_titles(tabular.nodes, titles, volume)}
        for volume, tabular in zip(Volume, (diseases, procedures), strict=True)
    }
    return Edition(
        nodes=nodes,
        boxes=boxes,
        lines=index.lines,
        sections=tuple(sections),
        titles=tuple(titles),
        entries=tuple(entries),
        problems=(
            *diseases.problems,
            *procedures.problems,
            *index.problems,
            *check_codes(nodes, boxes, index.lines),
            *(Problem("only in CMS's list", f"the Tabular does not print {node.code}", node.source) for node in listed),
        ),
        census={**census, **index.census},
    )


def _titled(nodes: Sequence[Node], titles: Sequence[Title]) -> tuple[Node, ...]:
    """The nodes, the valid ones with CMS's titles."""
    by_code = {(title.volume, title.code): title for title in titles}
    return tuple(
        replace(node, long_title=title.long, short_title=title.short)
        if node.valid and (title := by_code.get((node.volume, node.code)))
        else node
        for node in nodes
    )


def _sorted(problems: Sequence[Problem], order: Mapping[str, int]) -> tuple[Problem, ...]:
    """The problems in the order of the documents and their paragraphs."""
    return tuple(
        sorted(problems, key=lambda each: (order.get(each.source.document, len(order)), each.source.paragraph))
    )


def _read(documents: Documents, role: str, progress: Progress) -> tuple[str, list[Paragraph]]:
    document, data = documents[role]
    paragraphs = read_paragraphs(data, document)
    progress(document, len(data))
    return document, paragraphs


def _read_tabular(documents: Documents, volume: Volume, progress: Progress) -> TabularList:
    role = f"tabular.{volume}"
    if role not in documents:
        return TabularList((), ())
    document, paragraphs = _read(documents, role, progress)
    return read_tabular(paragraphs, document, volume, _errata())


def _read_indexes(documents: Documents, nodes: Sequence[Node], progress: Progress) -> IndexList:
    given = {index: _read(documents, f"index.{index}", progress) for index in Index if f"index.{index}" in documents}
    if Index.EXTERNAL not in given and Index.DISEASES in given:
        document, paragraphs = given[Index.DISEASES]
        at = _external_at(paragraphs)
        given[Index.DISEASES] = document, paragraphs[:at]
        if at < len(paragraphs):
            given[Index.EXTERNAL] = document, paragraphs[at:]
    return read_indexes(given, _errata(), nodes)


def _external_at(paragraphs: Sequence[Paragraph]) -> int:
    """Where the Index to External Causes begins: in FY1998 it stands behind that to Diseases, in one document."""
    heads = (at for at, each in enumerate(paragraphs) if each.style == "H1" and each.text.startswith(_EXTERNAL))
    return next(heads, len(paragraphs))


@cache
def _errata() -> Errata:
    """The errata of all years: they name their documents, so each finds its own."""
    known = (load_errata(int(year)) for year in declared_editions())
    return Errata({place: erratum for errata in known for place, erratum in errata.by_place.items()})


def _read_appendices(documents: Documents, progress: Progress) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    for role, letter in _APPENDICES.items():
        if role in documents:
            document, paragraphs = _read(documents, role, progress)
            entries += read_appendix(paragraphs, document, letter)
    return tuple(entries)


def _read_guidelines(documents: Documents, progress: Progress) -> Guidelines:
    if "guidelines" not in documents:
        return Guidelines()
    document, data = documents["guidelines"]
    read = read_guidelines(data, document)
    progress(document, len(data))
    return read
