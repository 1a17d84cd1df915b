"""Runs the examples in README.md and docs: every `console` block; without --check it writes their outputs anew.

A block's first words say in which edition: `console` in the sampler, `console 2012` in FY2012, which must be installed.
Lines that begin with `$ ` are commands, the lines behind each are its output; a line `…` stands for any lines, and an
output that has one is compared, but not written. Within a line `…` stands for any characters: the lines of our lexicon
are so written, because they move whenever it grows.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
SAMPLER = "sampler"
ANYTHING = "…"
_BLOCK = re.compile(r"^```console *(\w*)\n(.*?)^```$", re.M | re.S)
_OURS = re.compile(r"(\w+\.txt):\d+, ours")
_COMMAND = re.compile(r"^\$ (.*)\n", re.M)


@dataclass(frozen=True)
class Example:
    """A block of a page: its edition, and its commands, each with the output that the page has for it."""

    page: str
    line: int
    edition: str
    commands: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def examples(page: Path) -> Iterator[Example]:
    """The blocks of a page, in their order."""
    text = page.read_text(encoding="utf-8")
    for block in _BLOCK.finditer(text):
        parts = _COMMAND.split(block[2])[1:]
        commands = tuple(zip(parts[::2], parts[1::2], strict=True))
        yield Example(page.name, text[: block.start()].count("\n") + 1, block[1] or SAMPLER, commands)


def prints(command: str, edition: str, folder: Path, home: str) -> str:
    """What a command prints in `folder`, at a width of 80."""
    program = folder / "bin" / "mainterm"
    if not program.exists():
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mainterm "$@"\n')
        program.chmod(0o755)
    told = {"MAINTERM_EDITION": edition, "COLUMNS": "80", "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}
    environment = {**os.environ, **told, **({"MAINTERM_HOME": home} if home else {})}
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, env=environment, cwd=folder, check=False, timeout=120
    )
    return done.stdout + done.stderr


def agree(shown: str, printed: str) -> bool:
    """Whether what a page shows is what is printed; how wide the gaps within a line are makes no difference."""
    pattern = "".join("(?:.*\n)*" if line == ANYTHING else f"{_line(line)}\n" for line in shown.splitlines())
    return re.fullmatch(pattern, printed) is not None


def _line(shown: str) -> str:
    gaps = re.sub(r"(?:\\ )+", " +", re.escape(shown))
    return gaps.replace(re.escape(ANYTHING), ".*")


def differences(example: Example, folder: Path, home: str = "") -> Iterator[str]:
    """For each command whose output is not the one shown: where, and what it prints."""
    for command, shown in example.commands:
        printed = prints(command, example.edition, folder, home)
        if not agree(shown, printed):
            yield f"{example}: $ {command}\n{printed}"


def rewritten(page: Path, folder: Path) -> str:
    """The page with the outputs that its commands print now."""

    def block(found: re.Match[str]) -> str:
        lines = [f"```console {found[1]}".rstrip() + "\n"]
        parts = _COMMAND.split(found[2])[1:]
        for command, shown in zip(parts[::2], parts[1::2], strict=True):
            kept = ANYTHING in shown.splitlines()
            printed = prints(command, found[1] or SAMPLER, folder, "")
            lines += [f"$ {command}\n", shown if kept else _OURS.sub(rf"\1:{ANYTHING}, ours", printed)]
        return "".join([*lines, "```"])

    return _BLOCK.sub(block, page.read_text(encoding="utf-8"))


def main() -> int:
    """Writes the outputs, or with --check says which differ; 1 where one does."""
    wrong = 0
    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            if "--check" not in sys.argv:
                page.write_text(rewritten(page, Path(folder)), encoding="utf-8")
                continue
            for difference in (each for one in examples(page) for each in differences(one, Path(folder))):
                print(difference)
                wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main())
