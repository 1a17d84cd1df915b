"""What the documentation shows is what the program prints: every `console` block is run, and its output compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tools import examples as TOOL

ALL = [example for page in TOOL.PAGES for example in TOOL.examples(page)]


@pytest.mark.parametrize("example", [one for one in ALL if one.edition == TOOL.SAMPLER], ids=str)
def test_an_example_prints_what_the_page_shows(example: Any, sampler_home: Path, tmp_path: Path) -> None:
    assert list(TOOL.differences(example, tmp_path, str(sampler_home))) == []


@pytest.mark.official
@pytest.mark.parametrize("example", [one for one in ALL if one.edition == "2012"], ids=str)
def test_an_example_of_the_official_edition_prints_what_the_page_shows(
    example: Any, official_home: Path, tmp_path: Path
) -> None:
    assert list(TOOL.differences(example, tmp_path, str(official_home))) == []


def test_the_life_of_a_statement_is_shown_at_work() -> None:
    commands = [
        command for example in ALL if example.page == "life-of-a-statement.md" for command, _ in example.commands
    ]
    assert len(commands) >= 6


def test_a_difference_is_seen() -> None:
    assert TOOL.agree("a\n…\nd\n", "a\nb\nc\nd\n")
    assert not TOOL.agree("a\nb\n", "a\nc\n")
    assert not TOOL.agree("a\n", "a\nb\n")
    assert TOOL.agree("read  at file:…, ours\n", "read at file:12, ours\n")
