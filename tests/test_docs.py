"""What the documentation shows is what the program prints: every `console` block is run, and its output compared.

A block's first words say in which edition: `console` in the sampler, `console 2012` in FY2012. Lines that begin with
`$ ` are commands, the lines behind each are its output; a line `…` stands for any lines.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .conftest import ROOT

_BLOCK = re.compile(r"^```console *(\w*)\n(.*?)^```$", re.M | re.S)
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))


@dataclass(frozen=True)
class Example:
    """A block of a page: its edition, and its commands with the output that the page has for each."""

    page: str
    line: int
    edition: str
    commands: tuple[tuple[str, str], ...]


def examples(page: Path) -> Iterator[Example]:
    text = page.read_text(encoding="utf-8")
    for block in _BLOCK.finditer(text):
        parts = re.split(r"^\$ (.*)\n", block[2], flags=re.M)[1:]
        commands = tuple(zip(parts[::2], parts[1::2], strict=True))
        yield Example(page.name, text[: block.start()].count("\n") + 1, block[1] or "sampler", commands)


ALL = [example for page in PAGES for example in examples(page)]


def ids(example: Example) -> str:
    return f"{example.page}:{example.line}"


def prints(command: str, home: Path, edition: str, folder: Path) -> str:
    """What a command of the documentation prints, in a terminal's width of 80."""
    program = folder / "bin" / "mainterm"
    if not program.exists():
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mainterm "$@"\n')
        program.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "MAINTERM_HOME": str(home),
        "MAINTERM_EDITION": edition,
        "COLUMNS": "80",
    }
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, env=environment, cwd=folder, check=False, timeout=60
    )
    return done.stdout + done.stderr


def agree(shown: str, printed: str) -> bool:
    """Whether what a page shows is what is printed, where `…` stands for any lines."""
    pattern = "".join(".*" if line == "…" else re.escape(line) + r"\n" for line in shown.splitlines())
    return re.fullmatch(pattern, printed, re.S) is not None


def run(example: Example, home: Path, folder: Path) -> None:
    for command, shown in example.commands:
        printed = prints(command, home, example.edition, folder)
        assert agree(shown, printed), f"{ids(example)}: $ {command}\n{printed}"


@pytest.mark.parametrize("example", [one for one in ALL if one.edition == "sampler"], ids=ids)
def test_an_example_prints_what_the_page_shows(example: Example, sampler_home: Path, tmp_path: Path) -> None:
    run(example, sampler_home, tmp_path)


@pytest.mark.official
@pytest.mark.parametrize("example", [one for one in ALL if one.edition == "2012"], ids=ids)
def test_an_example_of_the_official_edition_prints_what_the_page_shows(
    example: Example, official_home: Path, tmp_path: Path
) -> None:
    run(example, official_home, tmp_path)


def test_a_difference_is_seen() -> None:
    assert agree("a\n…\nd\n", "a\nb\nc\nd\n")
    assert not agree("a\nb\n", "a\nc\n")
    assert not agree("a\n", "a\nb\n")
