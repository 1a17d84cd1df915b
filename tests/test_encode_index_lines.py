"""Every line of the Index, asked back in its own words: its own code; the rest is listed with the reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.phrases import index_lines, some

from mainterm.encode.coder import Coder
from mainterm.model.answer import Answer, Asks
from mainterm.service.home import edition_path

pytestmark = pytest.mark.official

LISTED = tomllib.loads(Path(__file__).with_name("index_lines_2012.toml").read_text("utf-8"))
LINES = 66_197
SAMPLE = 1_500
LEAST = 0.999


def given_for(answer: Answer) -> str:
    """The first code, or the heading of which the digit is asked."""
    digits = (question.id.upper() for question in answer.questions if question.kind is Asks.DIGIT)
    return answer.codes[0].code if answer.codes else next(digits, "")


def listed() -> Iterator[tuple[str, str, str, str]]:
    for kind, group in LISTED.items():
        for line in group["lines"]:
            yield kind, line["words"], line["code"], line["given"]


def test_a_line_of_the_index_brings_back_its_own_code_but_for_those_listed(coder: Coder, official_home: Path) -> None:
    lines = index_lines(edition_path(official_home, "2012"))
    exceptions = {words for _, words, _, _ in listed()}
    assert len(lines) == LINES
    assert exceptions <= {line.text for line in lines}
    wrong = [
        (line.text, line.code)
        for line in some(lines, SAMPLE)
        if line.text not in exceptions and not given_for(coder.code(line.text)).startswith(line.code)
    ]
    assert not wrong


def test_lines_listed_are_those_that_do_not_and_no_others(coder: Coder) -> None:
    assert [(words, given) for _, words, _, given in listed() if given_for(coder.code(words)) != given] == []
    assert not any(given.startswith(code) for _, _, code, given in listed())


def test_of_a_line_listed_as_behind_another_code_its_own_is_in_the_answer(coder: Coder) -> None:
    for line in LISTED["behind"]["lines"]:
        assert any(coded.code.startswith(line["code"]) for coded in coder.code(line["words"]).codes), line


def test_of_a_line_listed_as_asked_its_own_code_is_an_option(coder: Coder) -> None:
    for line in LISTED["asked"]["lines"]:
        questions = (question for question in coder.code(line["words"]).questions if question.required)
        assert any(option.code.startswith(line["code"]) for one in questions for option in one.options), line


def test_nine_hundred_ninety_nine_of_a_thousand_lines_have_their_own_code() -> None:
    elsewhere = sum(len(group["lines"]) for kind, group in LISTED.items() if kind != "behind")
    assert 1 - elsewhere / LINES >= LEAST
