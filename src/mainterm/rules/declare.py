"""How a rule is declared: what it cites, how grave it is, its examples, and the function that finds what breaks it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from functools import cache, lru_cache
from types import ModuleType
from typing import Final, NamedTuple, TypeAlias

from mainterm.model.code import Spans, category_of, spans_of
from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter, Procedure


class Severity(StrEnum):
    """How grave a finding is, by the guideline's verb: must, never, assign; should; what only the chart settles."""

    ERROR = "error"
    WARNING = "warning"
    QUERY = "query"
    INFORMATION = "information"


class Need(StrEnum):
    """What an encounter must know for a rule to be judged at all."""

    LINKS = "links"
    REASON = "reason"
    POA = "poa"
    SETTING = "setting"
    AGE = "age"
    SEX = "sex"
    WORDS = "words"
    DOCUMENTATION = "documentation"
    PROCEDURES = "procedures"
    DATES = "dates"
    STAY = "stay"
    ADMISSION = "admission"
    ADMITTING = "admitting"
    DISPOSITION = "disposition"
    ONSET = "poa or links"
    """Whether a condition came with the patient: by its indicator, or because the record's own words are known."""


class Mend(StrEnum):
    """What a fix does."""

    REPLACE = "replace"
    ADD_BEFORE = "add before"
    ADD_AFTER = "add after"
    REMOVE = "remove"
    MOVE_FIRST = "move first"
    MOVE_BEFORE = "move before"
    MOVE_AFTER = "move after"


GUIDELINES: Final = "2012"
"""The edition whose Official Guidelines the rules cite; for years with their own, see `of_year`."""


class Guideline(NamedTuple):
    """A section of the Official Guidelines, with the page (from 1) on which it begins, 0 where they have none.

    `also` are further sections that say the same; `of` is the year whose Guidelines they are.
    """

    section: str
    page: int
    also: tuple[str, ...] = ()
    of: str = GUIDELINES

    @property
    def cited(self) -> tuple[str, ...]:
        """The section and those of `also`, as one cites them: a heading of Appendix I has no label, but a comma."""
        return tuple(id.replace("Appendix I.", "Appendix I, ", 1) for id in (self.section, *self.also))


class TabularNote(NamedTuple):
    """A note of the Tabular List: its document and paragraph, and the code or heading at which it stands."""

    document: str
    paragraph: int
    code: str


class CodeEdit(NamedTuple):
    """A code edit of the Definitions of Medicare Code Edits: the section that has it, and its name there."""

    section: str
    name: str


Citation: TypeAlias = Guideline | CodeEdit
"""What a rule rests on."""


class Fix(NamedTuple):
    """What mends a finding: `code` is to be replaced, removed, moved, or is what the other is added beside.

    `other` is the code that replaces or is added, which may be a heading where the record must supply the digits, or
    the one before or after which `code` moves.
    """

    mend: Mend
    code: str
    other: str = ""


class Flag(NamedTuple):
    """What a rule's function yields: the diagnoses that it is about, the first one to blame, what is wrong, the fix.

    `procedures` are those that it is about, to blame where there is no diagnosis. `note` is the very note of the
    Tabular List that is broken, where it is one.
    """

    diagnoses: tuple[Diagnosis, ...]
    says: str
    fix: Fix | None = None
    note: TabularNote | None = None
    procedures: tuple[Procedure, ...] = ()


def replace_by(diagnosis: Diagnosis, code: str, says: str, *others: Diagnosis) -> Flag:
    """The diagnosis is to be coded `code` instead."""
    return Flag((diagnosis, *others), says, Fix(Mend.REPLACE, diagnosis.told, code))


def add_before(diagnosis: Diagnosis, code: str, says: str) -> Flag:
    """A code is missing in front of the diagnosis."""
    return Flag((diagnosis,), says, Fix(Mend.ADD_BEFORE, diagnosis.told, code))


def add_after(diagnosis: Diagnosis, code: str, says: str) -> Flag:
    """A code is missing behind the diagnosis."""
    return Flag((diagnosis,), says, Fix(Mend.ADD_AFTER, diagnosis.told, code))


def remove(diagnosis: Diagnosis, says: str, *others: Diagnosis) -> Flag:
    """The diagnosis is not to be coded."""
    return Flag((diagnosis, *others), says, Fix(Mend.REMOVE, diagnosis.told))


def move_first(diagnosis: Diagnosis, says: str) -> Flag:
    """The diagnosis is to be the first one."""
    return Flag((diagnosis,), says, Fix(Mend.MOVE_FIRST, diagnosis.told))


def move_before(diagnosis: Diagnosis, other: Diagnosis, says: str) -> Flag:
    """The diagnosis is to stand before the other one."""
    return Flag((diagnosis, other), says, Fix(Mend.MOVE_BEFORE, diagnosis.told, other.told))


def move_after(diagnosis: Diagnosis, other: Diagnosis, says: str) -> Flag:
    """The diagnosis is to stand behind the other one."""
    return Flag((diagnosis, other), says, Fix(Mend.MOVE_AFTER, diagnosis.told, other.told))


def look_at(diagnosis: Diagnosis, says: str, *others: Diagnosis) -> Flag:
    """The diagnosis is to be looked at; only the record can say what mends it."""
    return Flag((diagnosis, *others), says)


Check = Callable[[Encounter, Book], Iterator[Flag]]
Call = Callable[[Book, str], bool]
"""Whether a diagnosis code, by what the edition has of it, calls for a rule."""


class Standing(Enum):
    """Where the other of two codes is to stand."""

    ANYWHERE = auto()
    BEFORE = auto()
    BEHIND = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """What one code of an encounter, which calls for a rule, is to be to another for the rule to have anything to say.

    `near` gives the categories in which the others of a code lie; `holds` is asked of it and of such another, which
    is to stand in front of it or behind it where `standing` says so. Each is the same as itself only.
    """

    near: Callable[[Book, str], Collection[str]]
    holds: Callable[[Book, str, str], bool]
    standing: Standing = Standing.ANYWHERE


def of_one_category(holds: Callable[[Book, str, str], bool]) -> Between:
    """What two codes of one category are to each other."""
    return Between(_own_category, holds)


def _own_category(_: Book, code: str) -> tuple[str]:
    return (category_of(code),)


def paired(pairs: Iterable[tuple[tuple[str, ...], tuple[str, ...]]], standing: Standing = Standing.ANYWHERE) -> Between:
    """That of a pair of spans of codes the one code lies in the first and the other in the second."""
    table = tuple((spans_of(one), spans_of(other)) for one, other in pairs)

    @lru_cache(maxsize=32_768)
    def others(code: str) -> tuple[Spans, ...]:
        return tuple(other for one, other in table if one.hold(code))

    def near(book: Book, code: str) -> frozenset[str]:
        return frozenset().union(*[spans.categories for spans in others(code)])

    def holds(book: Book, code: str, beside: str) -> bool:
        return any(spans.hold(beside) for spans in others(code))

    return Between(near, holds, standing)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `passes` and `flags` are its examples in the one-line notation; `flags` names the code to blame.

    `flags` maps an encounter to the code that is flagged, so that no example can pass for the wrong reason. `on` are
    the spans of codes, of diagnoses or (two digits) procedures, without one of which in the encounter the rule has
    nothing to say; () where any encounter may break it. `when` says the same of a rule that is compiled from the
    books of an edition, which know what codes call for it. What a rule that is `general` says of some codes is left
    out where a guideline's own rule says something as grave of them.

    By the rest, an encounter that cannot break the rule is known without asking it: the rule has nothing to say
    without a code of `beside`, nor with one of `unless`; nor, if `first`, where the first diagnosis does not call for
    it; nor where no pair of codes is to each other what `between` says.
    """

    id: str
    title: str
    explanation: str
    cites: Citation
    severity: Severity
    on: tuple[str, ...]
    passes: tuple[str, ...]
    flags: Mapping[str, str]
    needs: tuple[Need, ...]
    check: Check
    when: Call | None = None
    general: bool = False
    beside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    first: bool = False
    between: Between | None = None


def rule(
    *,
    cites: Citation,
    severity: Severity,
    on: tuple[str, ...] = (),
    passes: tuple[str, ...],
    flags: Mapping[str, str],
    needs: tuple[Need, ...] = (),
    when: Call | None = None,
    general: bool = False,
    beside: tuple[str, ...] = (),
    unless: tuple[str, ...] = (),
    first: bool = False,
    between: Between | None = None,
) -> Callable[[Check], Rule]:
    """Makes a rule of a function: its name is the id, its docstring title and explanation."""

    def declared(check: Check) -> Rule:
        title, _, told = inspect.cleandoc(check.__doc__ or "").partition("\n")
        told = told.strip()
        return Rule(
            getattr(check, "__name__", ""), title, told, cites, severity, on, passes, flags, needs, check, when,
            general, beside, unless, first, between,
        )  # fmt: skip

    return declared


@cache
def declared_in(module: ModuleType) -> tuple[Rule, ...]:
    """The rules of one module: those that are functions, then those of its table."""
    functions = (rule for rule in vars(module).values() if isinstance(rule, Rule))
    return (*functions, *getattr(module, "RULES", ()))
