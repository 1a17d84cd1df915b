"""A statement that is an inclusion term of the Tabular: its code, by the Index, graded by whose words led there."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from mainterm.encode.coder import Coder
from mainterm.encode.termed import UNDER_TITLE
from mainterm.model.answer import Grade
from mainterm.model.edition import Book
from mainterm.model.proof import StepKind
from mainterm.service.installed import published_document
from mainterm.verify.library import Library
from mainterm.verify.verifier import verify

pytestmark = pytest.mark.official

BY_ITS_WORDS = {
    "trichophytic tinea, black dot tinea, scalp": "110.0",
    "essential hemorrhagic thrombocythemia": "238.71",
    "Schwalbe-Ziehen-Oppenheim disease": "333.6",
    "ulcers of trachea or bronchus": "519.19",
    "benign postural proteinuria": "593.6",
    "hemorrhage of cesarean section or perineal wound": "674.30",
    "phocomelia of unspecified limb": "755.4",
    "abnormal result of Mantoux test": "795.51",
}
BY_THE_TITLES = {
    "echovirus": "008.67",
    "subclavian vein": "451.89",
    "elephantiasis due to mastectomy": "457.0",
    "absent spleen": "759.0",
    "wet lung syndrome": "770.6",
    "growth retardation": "783.43",
    "sternoclavicular joint": "839.61",
    "stellate ganglion": "954.1",
    "self-damaging behavior": "V69.8",
}


@pytest.fixture(scope="module")
def coder(official: Book) -> Coder:
    return Coder(official)


@pytest.fixture(scope="module")
def library(official: Book, official_home: Path) -> Library:
    return Library(official.manifest, partial(published_document, "2012", home=official_home))


@pytest.mark.parametrize("statement", BY_ITS_WORDS | BY_THE_TITLES)
def test_an_inclusion_term_is_coded_where_the_tabular_prints_it(coder: Coder, library: Library, statement: str) -> None:
    answer = coder.code(statement)
    (coded,) = answer.codes
    assert coded.code == (BY_ITS_WORDS | BY_THE_TITLES)[statement]
    assert coded.proof.steps[0].kind is StepKind.TABULAR_NOTE
    assert coded.proof.steps[1].kind is StepKind.MAIN_TERM
    assert verify(coded.proof, library).reasons == ()


@pytest.mark.parametrize("statement", BY_ITS_WORDS)
def test_a_term_whose_own_words_lead_there_is_complete(coder: Coder, statement: str) -> None:
    assert coder.code(statement).grade is Grade.COMPLETE


@pytest.mark.parametrize("statement", BY_THE_TITLES)
def test_a_term_that_needs_the_words_of_its_title_is_not_complete(coder: Coder, statement: str) -> None:
    answer = coder.code(statement)
    assert answer.grade is Grade.NEEDS_DETAIL
    assert [note.at for note in answer.notes if note.kind == UNDER_TITLE] == [BY_THE_TITLES[statement]]


def test_a_term_that_stands_at_several_codes_is_not_chosen_between(coder: Coder) -> None:
    assert not coder.code("femur").codes
