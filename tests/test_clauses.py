"""Every clause that decides codes from a statement, where it acts and where it must not (`clauses.jsonl`).

A row was keyed from the books: the codes, their order where a note or guideline says so, and what the proof must cite.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import pytest
from tools import clauses as TOOL

from mainterm.encode.coder import Coder
from mainterm.model.answer import Answer, Grade
from mainterm.model.edition import Book
from mainterm.model.encounter import Context, Setting
from mainterm.model.proof import Step, StepKind
from mainterm.verify.library import Library
from mainterm.verify.verifier import verify

ROWS: tuple[Mapping[str, Any], ...] = tuple(TOOL.rows())
_WAY = " > "


def coded(coder: Coder, row: Mapping[str, Any]) -> Answer:
    return coder.code(row["statement"], Context(Setting(row["setting"])))


def sections(answer: Answer) -> set[str]:
    """The sections of the guidelines that the proofs cite."""
    return {step.detail for one in answer.codes for step in one.proof.steps if step.kind is StepKind.GUIDELINE}


def has_note(answer: Answer, cited: str) -> bool:
    """Whether the answer tells of a note of this kind at this code, as *code_first 789.51*."""
    return any(f"{note.kind} {note.at}" == cited for note in answer.notes)


def goes(steps: Iterable[Step], cited: str) -> bool:
    """Whether the steps pass lines that begin with these words, in this order."""
    left = iter(steps)
    return all(any(_is(step, part) for step in left) for part in cited.split(_WAY))


def _is(step: Step, part: str) -> bool:
    what, _, rest = part.partition(" ")
    if what == "digit":
        return step.kind is StepKind.DIGIT and step.text.startswith(f"{rest} ")
    if what == "column":
        return step.kind is StepKind.COLUMN and step.detail == rest
    return step.text.startswith(part)


def test_a_clause_has_a_statement_where_it_acts_and_one_near_it_where_it_must_not() -> None:
    for clause, rows in groupby(ROWS, key=lambda row: row["clause"]):
        assert [acts for acts, _ in groupby(row["acts"] for row in rows)] == [True, False], clause


@pytest.mark.official
def test_a_clause_names_a_section_of_the_guidelines(official: Book) -> None:
    assert [row["section"] for row in ROWS if official.section(row["section"]) is None] == []


@pytest.mark.official
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['section']} {row['statement']}")
def test_a_clause_acts_where_it_must_and_nowhere_else(coder: Coder, library: Library, row: Mapping[str, Any]) -> None:
    answer = coded(coder, row)
    codes = [one.code for one in answer.codes]
    assert codes == row["codes"] if row["ordered"] else sorted(codes) == sorted(row["codes"])
    assert answer.grade is (Grade.NEEDS_DETAIL if row.get("open") else Grade.COMPLETE)
    cited, section = row["cites"], row["section"]
    way = any(goes(one.proof.steps, cited) for one in answer.codes)
    assert cited in sections(answer) or has_note(answer, cited) or way
    assert row["acts"] or section not in sections(answer)
    assert [one.code for one in answer.codes if not verify(one.proof, library).accepted] == []


def test_the_page_shows_every_row() -> None:
    assert TOOL.main(["--check"]) == 0
