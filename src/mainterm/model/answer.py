"""What the encoder says of a statement: codes with proofs, what is open, what else it could be."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from mainterm.model.proof import Proof
from mainterm.model.source import Source


class Grade(StrEnum):
    """How far the words carried.

    COMPLETE: every clinically meaningful word is placed and the books give one valid set of codes.
    NEEDS_DETAIL: a digit or a choice that the words do not decide, or a meaningful word left over.
    NO_ENTRY: no main term.
    """

    COMPLETE = "complete"
    NEEDS_DETAIL = "needs-detail"
    NO_ENTRY = "no-entry"


class Role(StrEnum):
    """What a code is in its set."""

    DIAGNOSIS = "diagnosis"
    MANIFESTATION = "manifestation"
    ADDITIONAL = "additional"
    EXTERNAL_CAUSE = "external cause"
    PROCEDURE = "procedure"


class WordRole(StrEnum):
    """What a word of the statement does there, beside or instead of naming a condition."""

    DENIED = "denied"
    UNCERTAIN = "uncertain"
    HISTORY = "history"
    FAMILY_HISTORY = "family history"
    STATUS = "status"
    AFTERCARE = "aftercare"
    SCREENING = "screening"
    FOLLOW_UP = "follow-up"
    EXPOSURE = "exposure"
    OBSERVATION = "observation"
    PLANNED = "planned"
    LATE_EFFECT = "late effect"
    LATERALITY = "laterality"
    ACUITY = "acuity"
    SEVERITY = "severity"
    EPISODE = "episode of care"
    TIME = "time"
    AGE = "age"
    GESTATION = "gestation"
    CONTROL = "control"
    INTENT = "intent"
    PLACE = "place"
    ACTIVITY = "activity"
    REASON = "reason for encounter"
    SETTING = "setting"
    TELLING = "telling"


@dataclass(frozen=True, slots=True)
class Marked:
    """Words of the statement, as they stand in it, and the role that they play."""

    text: str
    role: WordRole


@dataclass(frozen=True, slots=True)
class Coded:
    """A code of the answer, its place in the sequence (from 1) and its proof."""

    code: str
    title: str
    role: Role
    sequence: int
    proof: Proof


class Asks(StrEnum):
    """What a question is about, in the order in which it is asked: what decides most comes first."""

    MEANING = "meaning"
    SETTING = "setting"
    CIRCUMSTANCE = "circumstance"
    SUBTERM = "subterm"
    COLUMN = "column"
    DIGIT = "digit"
    ADDITIONAL = "additional code"


NOT_DOCUMENTED: Final = "not documented"


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to a question, in the book's words, with the codes that it leads to ("" where more is asked).

    `code` is as the line prints it, a bracketed one behind it: what digits it wants is asked next. `id` is its number
    in the question, as text; "0" is that of *not documented*.
    """

    text: str
    code: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What only the record can say. `id` names it: the same statement in the same edition asks it by the same id.

    A `required` one keeps the grade below complete until it is answered; the others offer to say more than the words.
    """

    asks: str
    options: tuple[Option, ...]
    source: Source = field(default=Source("", -1))
    id: str = ""
    kind: Asks = Asks.DIGIT
    required: bool = True


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that the coder has answered, and the option taken."""

    question: Question
    option: Option


@dataclass(frozen=True, slots=True)
class Alternative:
    """Codes that another wording would give: the way to them and the words that the record would have to have."""

    codes: tuple[str, ...]
    path: str
    needs: tuple[str, ...]
    source: Source = field(default=Source("", -1))


GUIDELINE: Final = "guideline"
"""The kind of a remark of ours on a rule of the guidelines that the answer may break, which only the record settles."""
CONFLICT: Final = "conflict"
"""The kind of a remark of ours on two codes that the books hold apart: are there two conditions, or is it one?"""
OVERRULED: Final = "index overruled"
"""The kind of a remark of ours on a line of the Index whose code the Tabular List has not, or has for another term."""
UNDER_TITLE: Final = "term under a title"
"""The kind of a remark of ours on a term that means what it says only under the title where it stands."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A note that concerns the answer: its kind, its official text, the code where it stands, and the place."""

    kind: str
    text: str
    at: str
    source: Source


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one statement. `unplaced` are the words that no step used and that play no role; `marks` are those
    that play one, in their order. `questions` are still open, `answered` those that the coder has answered.
    """

    statement: str
    edition: str
    grade: Grade
    codes: tuple[Coded, ...] = ()
    unplaced: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    notes: tuple[Remark, ...] = ()
    marks: tuple[Marked, ...] = ()
    answered: tuple[Answered, ...] = ()
