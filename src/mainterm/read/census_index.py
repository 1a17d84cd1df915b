"""Counts the indexes and tables, each paragraph as one line, under the keys of the independent reading."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from mainterm.editions.errata import Errata
from mainterm.model.index import COLUMNS, Index, ReferenceKind, Table
from mainterm.model.source import Paragraph
from mainterm.read.index_repair import Read
from mainterm.read.index_rows import Row, Rows

KEYS: Final = {
    Index.DISEASES: "index_diseases",
    Index.EXTERNAL: "index_external_causes",
    Index.PROCEDURES: "index_procedures",
}
TABLE_KEYS: Final = {table: f"table_{table}" for table in COLUMNS if table}
_UNCOUNTED: Final = ("dash before code", "no space before bracket")
_SHOWN, _JUMP_SHOWN, _OTHER_SHOWN = 160, 90, 100

_RECIPES: Final = {
    "sha256_lines_recipe": "sha256 of 'level\\ttext\\n' for every index line in file order "
    "(table rows: name and cells joined by one space, normalised)",
    "sha256_codes_recipe": "sha256 of 'idx\\tcodes\\tbracketed\\n' (comma-joined) for every line outside the tables "
    "that has a code",
}
_TABLE_RECIPE: Final = "sha256 of 'level\\tname\\tcell1..n\\n' for every row incl. headings; name and cells normalised"


def census_index(rows: Rows, reads: Sequence[Read]) -> dict[str, Any]:
    """What can be counted in one index without the Tabular List."""
    plain = [(row, entry) for row, entry in reads if row.table is Table.NONE]
    boxes = [(row, box) for row, _ in reads for box in row.boxes]
    levels = Counter(row.level for row, _ in reads)
    codes = [code for _, entry in plain for code in entry.codes]
    bracketed = [code for _, entry in plain for code in entry.manifestations]
    return {
        "paragraphs": rows.paragraphs,
        "index_lines": len(reads),
        "main_terms": levels[0],
        "by_level": {str(level): levels[level] for level in sorted(levels)},
        "max_level": max(levels),
        "max_depth_levels": max(levels) + 1,
        "letters": rows.letters,
        "boxes": len(boxes),
        "lines_outside_tables": len(plain),
        "lines_with_code": sum(bool(entry.codes) for _, entry in plain),
        "code_occurrences": len(codes),
        "lines_with_bracketed_code": sum(bool(entry.manifestations) for _, entry in plain),
        "bracketed_occurrences": len(bracketed),
        "lines_with_morphology_code": sum(bool(entry.morphology) for _, entry in plain),
        "distinct_morphology_codes": len({code for _, entry in plain for code in entry.morphology}),
        "lines_without_code_or_reference": sum(not (entry.codes or entry.references) for _, entry in plain),
        **_references(reads),
        "lines_with_NEC": sum("NEC" in row.text for row, _ in reads),
        "lines_with_NOS": sum("NOS" in row.text for row, _ in reads),
        "instructions (omit code / code to)": dict(
            Counter(
                "omit code" if entry.instruction == "omit code" else "code to"
                for _, entry in reads
                if entry.instruction
            )
        ),
        "distinct_codes": len({*codes, *bracketed, *(cell for row, _ in reads for cell in row.cells if cell[1:])}),
        "box_notes": [
            {"idx": box.number, "after_idx": row.paragraph, "text": box.plain[:_SHOWN]} for row, box in boxes
        ],
        "boxes_by_kind": dict(Counter(_box_kind(box) for _, box in boxes)),
        "level_jumps": [
            {"idx": row.paragraph, "level": row.level, "line": row.name[:_JUMP_SHOWN]} for row in jumps(rows.rows)
        ],
        "typographic_flags": [
            {
                "idx": row.paragraph,
                "flags": flags,
                "line": row.text,
                "codes": list(entry.codes),
                "bracketed": list(entry.manifestations),
            }
            for row, entry in plain
            if (flags := [oddity for oddity in entry.oddities if oddity not in _UNCOUNTED])
        ],
        "unbalanced_parentheses": [
            {"idx": row.paragraph, "line": row.text} for row, _ in plain if row.text.count("(") != row.text.count(")")
        ],
        "other_paragraphs": [[other.paragraph, other.style, other.what[:_OTHER_SHOWN]] for other in rows.other],
        **_RECIPES,
        "sha256_lines": _sha256(f"{row.level}\t{row.text}\n" for row, _ in reads),
        "sha256_codes": _sha256(
            f"{row.paragraph}\t{','.join(entry.codes)}\t{','.join(entry.manifestations)}\n"
            for row, entry in plain
            if entry.codes
        ),
    }


def census_table(table: Table, reads: Sequence[Read]) -> dict[str, Any]:
    """What can be counted in one of the three tables without the Tabular List."""
    rows = [(row, entry) for row, entry in reads if row.table is table]
    full = [row for row, _ in rows if row.cells]
    see_only = sum(bool(entry.references) and not row.cells for row, entry in rows)
    levels = Counter(row.level for row, _ in rows)
    kinds = Counter(_cell_kind(cell) for row in full for cell in row.cells)
    drugs = table is Table.DRUGS
    census: dict[str, Any] = {
        "columns": list(COLUMNS[table]),
        "rows_incl_headings_and_see" if drugs else "rows_incl_headings": len(rows),
        "rows_with_six_cells" if drugs else "rows_with_cells": len(full),
        "see_only": see_only,
        "heading_only": len(rows) - len(full) - see_only,
        "cells": {kind: kinds[kind] for kind in ("code", "dash", "empty") if kinds[kind]},
        "by_level": {str(level): levels[level] for level in sorted(levels)},
        "codes_per_column": [
            sum(_cell_kind(row.cells[column]) == "code" for row in full) for column in range(len(COLUMNS[table]))
        ],
        "distinct_codes": len({cell for row in full for cell in row.cells if _cell_kind(cell) == "code"}),
        "sha256_recipe": _TABLE_RECIPE,
        "sha256": _sha256(f"{row.level}\t{row.name}\t{chr(9).join(row.cells)}\n" for row, _ in rows),
    }
    if not drugs:
        census["star_rows"] = sum(entry.starred for _, entry in rows)
    return census


def census_drugs(rows: Rows, reads: Sequence[Read]) -> dict[str, Any]:
    """What only the Table of Drugs is counted for."""
    first = rows.rows[0].paragraph
    return {
        "paragraphs": rows.paragraphs,
        "main_terms": sum(row.level == 0 for row, _ in reads),
        "ahfs_rows": sum(row.name[:1].isdigit() and ":" in row.name.split()[0] for row, _ in reads),
        "other_paragraphs": [
            [other.paragraph, other.style, other.what[:_OTHER_SHOWN]] for other in rows.other if other.paragraph > first
        ],
    }


def census_errata(errata: Errata, document: str, rows: Sequence[Row]) -> dict[str, list[Any]]:
    """The merged and broken lines of the Index to Diseases that the independent reading knows too."""
    text = {row.paragraph: row.text for row in rows}
    known: dict[str, list[Any]] = {
        "one paragraph holding two index lines": [],
        "one index line split over two paragraphs (second is the deeper line)": [],
        "line without a term": [],
        "line cut short": [],
    }
    two, split, termless, cut = known.values()
    for erratum in errata.of(document):
        if erratum.reason == "the paragraph holds two lines":
            first, second = erratum.parted(text[erratum.paragraph])
            two.append([erratum.paragraph, f"{first} | {second}"])
        elif erratum.reason == "one line is broken over paragraphs":
            split.append([erratum.paragraph, erratum.through])
        elif erratum.reason == "the line has no term":
            termless.append(erratum.paragraph)
        elif erratum.reason == "the line is cut short":
            cut.append(erratum.paragraph)
    return known


def path_of(at: int, reads: Sequence[Read]) -> list[Read]:
    """The row `at` with what stands above it, main term first, by the levels of the styles."""
    path = [reads[at]]
    while path[0][0].level and at > 0:
        at -= 1
        if reads[at][0].level < path[0][0].level:
            path.insert(0, reads[at])
    return path


def _references(reads: Sequence[Read]) -> dict[str, Any]:
    """The references; of two behind dashes in one line only the first is counted (Dindex12 55135)."""
    lines = [
        [r for n, r in enumerate(entry.references) if r.form == "paren" or not _behind_a_dash(entry.references[:n])]
        for _, entry in reads
        if entry.references
    ]
    every = [reference for line in lines for reference in line]
    also = [[_is_also(reference.kind) for reference in line] for line in lines]
    return {
        "reference_forms": dict(Counter(f"{'see also' if _is_also(r.kind) else 'see'} / {r.form}" for r in every)),
        "lines_with_see": sum(not all(line) for line in also),
        "lines_with_see_also": sum(any(line) for line in also),
        "lines_with_any_reference": len(lines),
        "see_condition": sum(r.kind is ReferenceKind.SEE_CONDITION for r in every),
        "see_also_condition": sum(r.kind is ReferenceKind.SEE_ALSO_CONDITION for r in every),
        "see_category": sum(r.target.startswith("categor") for r in every),
    }


def _behind_a_dash(references: Iterable[Any]) -> bool:
    return any(reference.form != "paren" for reference in references)


def _is_also(kind: ReferenceKind) -> bool:
    return kind in (ReferenceKind.SEE_ALSO, ReferenceKind.SEE_ALSO_CONDITION)


def _cell_kind(cell: str) -> str:
    """What a cell holds; a misprinted code (Ddrugs12 2191, 4533) counts as none."""
    if cell in ("", "-"):
        return "dash" if cell else "empty"
    return "malformed" if cell.endswith(".") else "code"


def _box_kind(box: Paragraph) -> str:
    """What a box speaks of, by its words alone."""
    text = box.plain.lower().replace(" digit", "-digit")
    for kind in ("fifth-digit", "fourth-digit"):
        if kind in text:
            return kind.replace("-", " ")
    return "subclassification" if "subclassification" in text else "text note"


def jumps(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows that stand more than one level below the row above them in the outline."""
    above: list[int] = []
    for row in rows:
        while above and above[-1] >= row.level:
            above.pop()
        if row.level - (above[-1] if above else -1) > 1:
            yield row
        above.append(row.level)


def _sha256(lines: Iterable[str]) -> str:
    return hashlib.sha256("".join(lines).encode()).hexdigest()
