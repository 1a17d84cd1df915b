"""A proof: the way through the books to a code, each step with its document, paragraph and words."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from mainterm.model.source import Source


class StepKind(StrEnum):
    """What a step does. Each says how it hangs on the step before it, which is what the verifier re-checks."""

    LEXICON = "lexicon"
    SPELLING = "spelling"
    MAIN_TERM = "main term"
    SUBTERM = "subterm"
    SEE = "see"
    SEE_ALSO = "see also"
    COLUMN = "column"
    BOX = "box"
    ANSWER = "answer"
    TABULAR = "tabular"
    DIGIT = "digit"
    TABULAR_NOTE = "note"
    GUIDELINE = "guideline"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `text` is the official paragraph, whole; `words` are the statement's own, as they stand in it.

    LEXICON, SPELLING: words of ours, not the book's, come first: `words` are the statement's, `detail` what was read
    for them; a LEXICON step cites file and line (from 1) of our lexicon and quotes the line.
    MAIN_TERM, SUBTERM: an index line (SUBTERM: a descendant of the line of the step before it).
    SEE, SEE_ALSO: the line that the reference in the step before it names.
    COLUMN: the same row again; `detail` is the column's name.
    ANSWER: answered by the coder: what the step after it takes is not said by the statement, but was chosen when asked;
    `source` and `text` are those of that step, `detail` the words of its line, the name of its column or the digit's
    meaning, or *not documented* where the digit is the one for that.
    BOX: the box in the index or the Tabular that supplies a digit; `detail` is the digit.
    TABULAR: a line of the Tabular List; `code` is its code. DIGIT: the box line that expands it; `code` the result.
    TABULAR_NOTE, GUIDELINE: what was obeyed, `detail` its section for a guideline; a note before the Index is the
    inclusion term that the statement is, one with a code behind a line of the Tabular sends on from there to that code,
    or asks for it as a number.
    """

    kind: StepKind
    source: Source
    text: str
    words: tuple[str, ...] = ()
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """Why `code` is the code for `statement` in the edition whose manifest has this hash."""

    statement: str
    edition: str
    manifest: str
    code: str
    steps: tuple[Step, ...] = field(default=())
