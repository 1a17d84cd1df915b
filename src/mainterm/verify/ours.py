"""Words of ours, not the book's: the lexicon has the line that a proof cites, and a mended spelling is a near one."""

from __future__ import annotations

from collections.abc import Sequence, Set
from importlib.resources import files
from typing import Final

from mainterm.model.proof import Step, StepKind
from mainterm.model.quantities import quantities_in, read_bounds
from mainterm.model.terms import DENIED
from mainterm.model.words import STOP, fold, stem, words
from mainterm.verify.library import DRUGS, Library
from mainterm.verify.meaning import line_is_met
from mainterm.verify.refusal import require
from mainterm.verify.statement import Statement

OURS: Final = (StepKind.LEXICON, StepKind.SPELLING)
_FILES: Final = frozenset(
    f"{name}.txt"
    for name in (
        "abbreviations adjectives agents births brands british causes converted course cues excised handed "
        "healing late obstetric operated persons pierced procedures quantities regions strokes synonyms "
        "treated weakened"
    ).split()
)
_DRUG: Final = "drug induced correct substance properly administered"
"""What the Index says of an effect of any drug that is correctly given (I.C.17.e.1)."""
_CHEMOTHERAPY: Final = "antineoplastic chemotherapy"
_SAME: Final = "adjectives.txt"
_CUES: Final = "cues.txt"
_DONE: Final = "~ "
_PAST: Final = ({"status"}, {"s", "p"}, {"h", "o"}, {"history"}, {"hx"}, {"prior"}, {"previous"})
"""The words, one set of which says of an operation that it has been done, where a cue has `~`."""
_FOLLOWED: Final = {"f", "u"}
_FOLLOWING: Final = {stem("follow"), stem("up")}
"""What *f/u* is short for in a cue."""
_QUANTITIES: Final = "quantities.txt"
_MOST_SLIPS: Final = 3


def check_ours(step: Step, statement: Statement, library: Library) -> None:
    """What the step reads for the statement's words is what our lexicon says, or spelt almost as they are.

    A line may be of words that an earlier line has read for the statement's.
    """
    require(step.words, "names no word of the statement")
    if step.kind is StepKind.SPELLING:
        wrote = fold(" ".join(step.words))
        require(_is_misspelt(wrote, fold(step.detail)), f"{step.detail} is not spelt like {wrote}")
        require(step.text == f"{wrote}: {step.detail}", "the step says something else than it does")
        return
    if library.role(step.source.document) == DRUGS:
        _check_drug(step, statement, library)
        return
    line = _line(step.source.document, step.source.paragraph)
    require(line and line == step.text, "our lexicon has no such line")
    if step.source.document == _SAME:
        group = line.split(" = ")
        require(step.detail in map(stem, group) or step.detail in group, f"the line does not have {step.detail}")
        said = (frozenset(form.removeprefix(DENIED) for form in statement.forms(word)) for word in step.words)
        require(all(forms & _stems(line) for forms in said), "the line is of other words")
        return
    left, _, right = line.lstrip("+@").partition(": ")
    if step.source.document == _CUES:
        require(step.detail == left.partition(" = ")[2], f"the line does not say {step.detail}")
        require(any(_is_cue(cue, step.words) for cue in right.split(" | ")), "the line is of other words")
        return
    require(step.detail in right.split(" | "), f"the line does not say {step.detail}")
    if step.source.document == _QUANTITIES:
        require(_gives(step.words, statement.text, left), "the words give no such quantity")
        return
    read = frozenset[str]().union(*map(statement.forms, step.words))
    require(_bare(left) <= _bare(" ".join(step.words)) or _stems(left) <= read, "the line is of other words")


def _gives(used: Sequence[str], text: str, bounds: str) -> bool:
    """Whether the words used have, where they stand in the text, a quantity within the bounds of a line."""
    said, wanted = {stem(fold(word)) for word in used}, read_bounds(bounds)
    return any(
        wanted.hold(quantity) and said.issuperset(_stems(" ".join(text[start:end] for start, end in quantity.pieces)))
        for quantity in quantities_in(text)
    )


def _check_drug(step: Step, statement: Statement, library: Library) -> None:
    """A drug's name is read as *drug*: the Table has it, with a therapeutic use there, below, or where it refers to."""
    outline = library.outline(step.source.document)
    require(outline.level(step.source.paragraph) == 0, "the line is no main term of the Table")
    main = outline.readings(step.source.paragraph)[0]
    said = frozenset[str]().union(*map(statement.forms, step.words))
    require(line_is_met(main.essential, said), f'the words used do not make up "{main.essential}"')
    rows = [main, *(outline.readings(number)[0] for number in outline.children(step.source.paragraph))]
    therapeutic = {row.columns.get("Therapeutic use", "") for row in rows} - {""}
    require(therapeutic or main.see, "the Table has no therapeutic use for it")
    cancer = f"{_CHEMOTHERAPY} {_DRUG}" if "E933.1" in therapeutic else _DRUG
    require(step.detail in (_DRUG, cancer), f"a drug is not read as {step.detail}")


def _line(file: str, number: int) -> str:
    if file not in _FILES or number < 1:
        return ""
    lines = (files("mainterm") / "encode" / "lexicon" / file).read_text(encoding="utf-8").split("\n")
    return lines[number - 1] if number <= len(lines) else ""


def _is_cue(cue: str, used: Sequence[str]) -> bool:
    """Whether the words used have one of each choice of a cue: `removed/excised # years ago`, `total/ hip`, `#1-7`."""
    said = {stem(fold(word)) for word in used} | STOP | {""}
    if said >= _FOLLOWED:
        said |= _FOLLOWING
    if cue.startswith(_DONE) and not any({stem(word) for word in past} <= said - STOP for past in _PAST):
        return False
    cue = cue.removeprefix(_DONE)
    return all(any(_is_said(one, said) for one in place.split("/")) for place in cue.replace("...", "").split())


def _is_said(choice: str, said: Set[str]) -> bool:
    """Whether a word of a cue is said: itself, a number (`#`, any word may tell it), or one between two (`#1-7`)."""
    least, _, most = choice.lstrip("#").partition("-")
    if choice.startswith("#") and most:
        numbers = [float(word) for word in said if word.replace(".", "", 1).isdigit()]
        return not numbers or any(float(least) <= number < float(most) + 1 for number in numbers)
    return choice.startswith("#") or stem(choice) in said


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word not in STOP)


def _bare(text: str) -> frozenset[str]:
    """The words of an abbreviation or phrase, without points, and in the singular: `C.H.F.`, `PVCs`."""
    return frozenset(stem(word.replace(".", "")).removesuffix("s") for word in words(text) if word not in STOP)


def _is_misspelt(wrote: str, meant: str) -> bool:
    """Whether few slips of the finger make one of the other, a blank put in or dropped one of them.

    The first letter is wrong only where nothing else is.
    """
    slips = _slips(wrote, meant)
    first = wrote[:1] == meant[:1] or slips == 1 or (wrote[1::-1] == meant[:2] and wrote[2:] == meant[2:])
    return 0 < slips <= _MOST_SLIPS and first


def _slips(one: str, other: str) -> int:
    """Letters to put in, drop or change to make one word of the other."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        before, row[0] = row[0], at
        for n, second in enumerate(other, start=1):
            before, row[n] = row[n], min(row[n] + 1, row[n - 1] + 1, before + (letter != second))
    return row[-1]
