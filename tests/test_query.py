"""`mainterm query`: what is missing is asked of the provider, with every option, and none is preferred."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from mainterm.cli.main import cli
from mainterm.model.edition import Book
from mainterm.service.encode import Session
from mainterm.service.query import OTHER, UNKNOWN, query

OPEN = ("chronic leukopenia", "severe unheard leukopenia", "diabetes", "hypertension", "overdose of acetaminophen")
_PAYMENT = re.compile(r"\b(?:pay\w*|reimburs\w*|drg|cc|mcc|severity|weight|quality)\b", re.I)
_CODE = re.compile(r"\b[EV]?\d{2,3}\.\d")


def text(home: Path, *arguments: str) -> str:
    environment = {"MAINTERM_HOME": str(home), "MAINTERM_EDITION": "sampler", "COLUMNS": "80"}
    done = CliRunner(env=environment).invoke(cli, ["query", *arguments], standalone_mode=False)
    assert done.return_value == 0
    return done.stdout


@pytest.mark.parametrize("statement", OPEN)
def test_a_query_is_neutral(sampler_home: Path, statement: str) -> None:
    asked = text(sampler_home, statement, "--all")
    assert not _PAYMENT.search(asked)
    assert not _CODE.search(asked)
    assert f'The record states: "{statement}".' in asked


@pytest.mark.parametrize("statement", OPEN)
def test_every_item_has_other_and_cannot_be_determined_last(sampler: Book, statement: str) -> None:
    for item in query(sampler, statement, everything=True).items:
        assert item.options[-1] == UNKNOWN
        assert len(item.options) >= 2


def test_all_options_of_the_book_are_there_in_its_order(sampler: Book) -> None:
    (question,) = Session.begin(sampler, "fracture of femur").questions
    (item,) = query(sampler, "fracture of femur", everything=True).items
    assert item.options == (*(option.text for option in question.options[:-1]), OTHER, UNKNOWN)
    assert item.id == question.id


def test_a_word_left_over_is_asked_about_with_the_conditions_that_have_it(sampler: Book) -> None:
    (item,) = query(sampler, "chronic leukopenia").items
    assert item.options == ("chronic leukopenia", "neutropenia", "agranulocytosis", OTHER, UNKNOWN)


def test_where_nothing_is_missing_it_says_so(sampler_home: Path) -> None:
    assert text(sampler_home, "malignant leukopenia").startswith("Nothing is missing")


@pytest.mark.official
def test_a_word_that_stands_under_a_title_only_is_asked_for_its_meaning_and_no_title_is_suggested(
    official: Book,
) -> None:
    (item,) = query(official, "haloperidol").items
    assert "clinical meaning" in item.asks
    assert not any("oisoning" in option for option in item.options)
