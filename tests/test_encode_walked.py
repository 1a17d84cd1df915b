"""Walks are kept: what one statement has opened serves another only where no line of the Index tells the two apart."""

from __future__ import annotations

import pytest

from mainterm.encode import outline
from mainterm.encode.coder import Coder
from mainterm.encode.walked import MOST_KEPT, Walked
from mainterm.model.answer import Answer
from mainterm.model.edition import Book

FEVER = 7
ASKED = (frozenset({"fever", "yellow"}), frozenset({"rheumatic"}))


def walked(*said: str) -> Walked:
    kept = Walked()
    kept.keep(FEVER, frozenset(said), ASKED, ())
    return kept


def test_words_that_no_line_has_open_the_same_ways() -> None:
    assert walked("fever", "knee").find(FEVER, frozenset({"fever", "elbow"})) == ()


def test_a_word_that_a_line_come_by_has_is_walked_anew() -> None:
    assert walked("fever", "knee").find(FEVER, frozenset({"fever", "rheumatic"})) is None
    assert walked("fever", "yellow", "knee").find(FEVER, frozenset({"fever", "knee"})) is None


def test_a_see_also_is_tried_only_while_words_are_left() -> None:
    assert walked("fever").find(FEVER, frozenset({"fever", "knee"})) is None
    assert walked("fever", "knee").find(FEVER, frozenset({"fever"})) is None


def test_the_walks_kept_in_all_are_bounded() -> None:
    kept = walked("fever")
    for main in range(MOST_KEPT):
        kept.keep(FEVER + 1 + main, frozenset({"fever"}), ASKED, ())
    assert kept.find(FEVER, frozenset({"fever"})) is None
    assert kept.find(FEVER + MOST_KEPT, frozenset({"fever"})) == ()


STATEMENTS = (
    "diabetes", "diabetic cataract", "type 1 diabetes", "type 1 diabetic cataract", "leukopenia", "chronic leukopenia",
    "malignant leukopenia", "hypertension", "malignant hypertension", "hypertension with chronic kidney disease",
    "breast cancer", "breast cancer metastatic to bone", "carcinoma in situ of breast", "metastasis to bone",
)  # fmt: skip


def test_what_was_asked_before_changes_no_answer(sampler: Book) -> None:
    def answers(coder: Coder, statements: tuple[str, ...]) -> dict[str, Answer]:
        return {statement: coder.code(statement) for statement in statements}

    alone = {statement: Coder(sampler).code(statement) for statement in STATEMENTS}
    coder = Coder(sampler)
    assert answers(coder, STATEMENTS) == answers(coder, STATEMENTS[::-1]) == alone
    assert answers(Coder(sampler), STATEMENTS[::-1]) == alone


def test_a_coder_that_may_keep_few_pages_gives_the_same_answers(sampler: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = {statement: Coder(sampler).code(statement) for statement in STATEMENTS}
    monkeypatch.setattr(outline, "PAGES_KEPT", 3)
    coder = Coder(sampler)
    first = coder._kept()
    assert {statement: coder.code(statement) for statement in STATEMENTS * 2} == alone
    assert coder._kept() is not first, "it has begun anew"
