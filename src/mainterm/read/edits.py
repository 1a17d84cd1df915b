"""Reads Medicare's code edits and the list of codes exempt from POA reporting, both as tables parted by tabs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from mainterm.editions.declared import PAYERS_LISTS
from mainterm.model.code import Volume, dotted
from mainterm.model.edition import Problem
from mainterm.model.edits import Edit, EditKind
from mainterm.model.source import Source, Unreadable
from mainterm.model.tabular import Node

EDITS_ROLE, EXEMPT_ROLE = PAYERS_LISTS

_EDITS: Final = "MCE_Version ICD_Version MCE_Section MCE_Subsection MCE_Edit_Type ICD_Code_Type ICD_Code ICD_Desc"
_HEADS: Final = {EDITS_ROLE: tuple(_EDITS.split()), EXEMPT_ROLE: ("Diagnosis Code", "Description")}
_VOLUMES: Final = {"D": Volume.DISEASES, "P": Volume.PROCEDURES}
_KINDS: Final = {str(kind): kind for kind in EditKind}
_WHOLE: Final = "_"
"""Stands where a section has no subsections."""

Row = tuple[Source, tuple[str, ...]]


def read_edits(documents: Mapping[str, tuple[str, bytes]]) -> tuple[Edit, ...]:
    """The edits that the documents with the roles `edits` and `poa-exempt` list, in their order.

    Raises Unreadable for a line that lists no code in a known list, and for a code listed twice in one.
    """
    edits = (
        *map(_edit, _rows(documents, EDITS_ROLE)),
        *map(_exempt, _rows(documents, EXEMPT_ROLE)),
    )
    seen: set[tuple[str, ...]] = set()
    for edit in edits:
        key = (edit.kind, edit.volume, edit.section, edit.code)
        if key in seen:
            raise _unreadable(edit.source, f"lists {edit.code} again as {edit.kind}")
        seen.add(key)
    return edits


def _rows(documents: Mapping[str, tuple[str, bytes]], role: str) -> Iterator[Row]:
    """The lines of a table below its head; a document that is not given has none."""
    if role not in documents:
        return
    document, data = documents[role]
    head, *lines = data.decode("cp1252", "replace").splitlines() or [""]
    if tuple(head.split("\t")) != _HEADS[role]:
        raise _unreadable(Source(document, 0), "is not the head of such a table")
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield Source(document, number), tuple(cell.strip() for cell in line.split("\t"))


def _edit(row: Row) -> Edit:
    source, cells = row
    if len(cells) != len(_HEADS[EDITS_ROLE]) or cells[4].lower() not in _KINDS or cells[5] not in _VOLUMES:
        raise _unreadable(source, "lists no code in a list of edits that is known")
    version, _, section, part, kind, volume, code, _ = cells
    section = section if part == _WHOLE else f"{section}.{part}"
    listed = _code(code, _VOLUMES[volume], source)
    return Edit(_KINDS[kind.lower()], listed, _VOLUMES[volume], section, int(version), source)


def _exempt(row: Row) -> Edit:
    source, cells = row
    return Edit(EditKind.POA_EXEMPT, _code(cells[0], Volume.DISEASES, source), Volume.DISEASES, source=source)


def _code(text: str, volume: Volume, source: Source) -> str:
    code = dotted(text, volume)
    if not code:
        raise _unreadable(source, f'"{text}" is no code')
    return code


def _unreadable(source: Source, wrong: str) -> Unreadable:
    return Unreadable(source.document, f"line {source.paragraph + 1}: {wrong}", "give the table as published")


def census_edits(edits: Sequence[Edit]) -> dict[str, dict[str, int]]:
    """How many codes each list has, and of which version of the edits they are."""
    listed = Counter(str(edit.kind) for edit in edits)
    versions = {edit.version for edit in edits if edit.version}
    return {"code_edits": {"version": max(versions, default=0), **listed}} if edits else {}


def check_edits(edits: Sequence[Edit], nodes: Sequence[Node]) -> Iterator[Problem]:
    """The listed codes that are no valid codes of the Tabular List."""
    valid = {(node.volume, node.code) for node in nodes if node.valid}
    for edit in edits:
        if (edit.volume, edit.code) not in valid:
            yield Problem("edited code", f"{edit.code}, in the list {edit.kind}, is no valid code", edit.source)
