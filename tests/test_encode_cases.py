"""Our own worked statements (`cases/*.jsonl`): the encoder gives the codes that a coder with the book gives.

A case that it does not get yet says why in `known_miss`, and is tested too: once it is got, the remark must go.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mainterm.encode.coder import Coder
from mainterm.encode.weight import meaningful
from mainterm.model.answer import CONFLICT, GUIDELINE, UNDER_TITLE, Answer, Grade
from mainterm.model.encounter import Context, Setting

pytestmark = pytest.mark.official

CASES = Path(__file__).parent / "cases"
FIELDS = {"id", "statement", "setting", "codes", "ordered", "acceptable", "kind", "note"}


def cases() -> Iterator[dict[str, Any]]:
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line)


def is_right(given: list[str], case: dict[str, Any]) -> bool:
    """Whether the codes are the case's, in its order where that is part of the answer, or an acceptable set."""
    wanted = [case["codes"], *case["acceptable"]]
    return given in wanted if case["ordered"] else any(sorted(given) == sorted(codes) for codes in wanted)


def test_every_case_is_whole_and_has_an_id_of_its_own() -> None:
    found = list(cases())
    assert all(case.keys() - {"known_miss"} == FIELDS for case in found)
    assert len({case["id"] for case in found}) == len(found)


def says_why(answer: Answer) -> bool:
    """Whether an answer that wants detail tells which: a question, a word without a place, a guideline, or a title."""
    asked = any(question.required for question in answer.questions)
    ruled = any(note.kind in (GUIDELINE, CONFLICT, UNDER_TITLE) for note in answer.notes)
    return answer.grade is not Grade.NEEDS_DETAIL or asked or ruled or bool(meaningful(answer.unplaced))


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case["id"])
def test_a_statement_gets_the_codes_that_a_coder_gives(coder: Coder, case: dict[str, Any]) -> None:
    answer = coder.code(case["statement"], Context(Setting(case["setting"])))
    assert says_why(answer), "wants detail, and does not say which"
    right = is_right([coded.code for coded in answer.codes], case)
    assert right or answer.grade is not Grade.COMPLETE or case.get("known_miss"), "wrong, and graded complete"
    assert right is not bool(case.get("known_miss"))
