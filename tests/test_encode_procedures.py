"""Procedures on the FY2012 edition: what is coded from the Index to Procedures, and that each proof is accepted."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from mainterm.encode.coder import Coder
from mainterm.model.edition import Book
from mainterm.service.installed import published_document
from mainterm.verify.library import Library
from mainterm.verify.verifier import verify

pytestmark = pytest.mark.official


@pytest.fixture(scope="module")
def coder(official: Book) -> Coder:
    return Coder(official)


@pytest.fixture(scope="module")
def library(official: Book, official_home: Path) -> Library:
    return Library(official.manifest, partial(published_document, "2012", home=official_home))


def check(coder: Coder, library: Library, statement: str, codes: str) -> None:
    """The statement has these codes, each with a proof that is accepted."""
    answer = coder.code(statement)
    assert [coded.code for coded in answer.codes] == codes.split()
    for coded in answer.codes:
        assert verify(coded.proof, library).reasons == ()


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("laparoscopic cholecystectomy", "51.23"),  # Cholecystectomy (total) > total > laparoscopic
        ("cholecystectomy", "51.22"),
        ("right hemicolectomy", "45.73"),  # > right > open and other
        ("laparoscopic right hemicolectomy", "17.33"),
        ("total abdominal hysterectomy", "68.49"),  # > abdominal > other (total)
        ("repair of hiatal hernia by abdominal approach", "53.75"),  # > unspecified, not > other and open
    ],
)
def test_a_line_that_needs_no_word_leads_on(coder: Coder, library: Library, statement: str, codes: str) -> None:
    check(coder, library, statement, codes)
