"""Reads an edition of ICD-10-CM from its XML: the Tabular List, the indexes and tables, joined and checked."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from mainterm.model.code import Volume
from mainterm.model.edition import Edition, Problem
from mainterm.model.index import Index, Line, Table
from mainterm.model.source import Unreadable
from mainterm.model.tabular import Level, Node
from mainterm.read.icd10cm_codes import bare
from mainterm.read.icd10cm_index import PARTS, read_icd10cm_index
from mainterm.read.icd10cm_tabular import IcdTabular, read_icd10cm_tabular
from mainterm.read.manifestations import mark_manifestations
from mainterm.read.references import resolve

TABULAR: Final = "tabular.diseases"
_HEADINGS: Final = (Level.CHAPTER, Level.SECTION)


def read_icd10cm(documents: Mapping[str, tuple[str, bytes]], progress: Callable[[str, int], None]) -> Edition:
    """The edition that these documents, by role, make. The Tabular List must be there; an index may be wanting.

    Raises Unreadable for a document that cannot be read, or that defines entities.
    """
    if TABULAR not in documents:
        raise Unreadable("Tabular List of ICD-10-CM", "is not among the documents", "give it: all else leads there")
    document, data = documents[TABULAR]
    tabular = read_icd10cm_tabular(data, document)
    progress(document, len(data))
    index = read_icd10cm_index(documents)
    lines, unresolved = resolve(index.lines)
    for role in PARTS:
        if role in documents:
            progress(documents[role][0], len(documents[role][1]))
    bracketed = {bare(code) for line in lines for code in line.manifestations}
    problems = (*tabular.problems, *_unknown_codes(tabular, lines), *index.problems, *unresolved)
    order = {name: place for place, (name, _) in enumerate(documents.values())}
    return Edition(
        nodes=mark_manifestations(tabular.nodes, bracketed),
        boxes=tuple(tabular.boxes),
        lines=tuple(lines),
        problems=tuple(sorted(problems, key=lambda each: (order[each.source.document], each.source.paragraph))),
        census=_census(tabular, lines, len(unresolved)),
    )


def _unknown_codes(tabular: IcdTabular, lines: Sequence[Line]) -> Iterator[Problem]:
    """A problem for each code of a note, an index line or a column that the Tabular List does not have."""
    known = {node.code for node in tabular.nodes if node.level not in _HEADINGS}
    for node in tabular.nodes:
        for note in node.notes if node.printed else ():
            for code in note.codes:
                if not all(end in known for end in code.split("-")):
                    said = f"A note under {node.key} names {code}, which is not in the Tabular."
                    yield Problem("code not in the Tabular", said, note.source)
    for line in lines:
        named = (*line.codes, *line.manifestations, *line.cells, *(c for r in line.references for c in r.codes))
        for code in dict.fromkeys(bare(end) for each in named for end in each.rstrip("-").split("-")):
            if code and code not in known:
                yield Problem("code not in the Tabular", f"{code} is not in the Tabular.", line.source)


def _census(tabular: IcdTabular, lines: Sequence[Line], unresolved: int) -> dict[str, Any]:
    """What can be counted again from the XML, apart from this reader."""
    nodes = tabular.nodes
    valid = [node.code for node in nodes if node.valid]
    printed = [node for node in nodes if node.printed]
    return {
        "tabular": {
            "chapters": _of_level(nodes, Level.CHAPTER),
            "sections": _of_level(nodes, Level.SECTION),
            "categories": _of_level(nodes, Level.CATEGORY),
            "printed_codes": sum(node.level not in _HEADINGS for node in printed),
            "valid_codes": len(valid),
            "valid_of_7": sum(len(code) == 8 for code in valid),
            "seventh_characters": len(tabular.boxes),
            "notes": dict(sorted(Counter(str(note.kind) for node in printed for note in node.notes).items())),
            "sha256_valid_codes": hashlib.sha256("".join(f"{code}\n" for code in sorted(valid)).encode()).hexdigest(),
        },
        **{_name(index, table): _index_census(lines, index, table) for index, table in PARTS.values()},
        "references": {"unresolved": unresolved},
    }


def _of_level(nodes: Sequence[Node], level: Level) -> int:
    return sum(node.level is level and node.volume is Volume.DISEASES for node in nodes)


def _name(index: Index, table: Table) -> str:
    return f"table_{table}" if table else f"index_{index}"


def _index_census(lines: Sequence[Line], index: Index, table: Table) -> dict[str, int]:
    own = [line for line in lines if line.index is index and line.table is table]
    return {
        "lines": len(own),
        "main_terms": sum(line.parent < 0 for line in own),
        "codes": sum(len(line.codes) for line in own),
        "brackets": sum(len(line.manifestations) for line in own),
        "references": sum(len(line.references) for line in own),
        "rows": sum(bool(line.cells) for line in own),
    }
