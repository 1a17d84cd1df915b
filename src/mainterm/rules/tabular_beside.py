"""Compiled from the Tabular List: unspecified beside specified (I.A.5.b), a late effect beside its cause (I.B.12)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from mainterm.model.code import named_in, spans_of, within_any
from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.model.words import stems
from mainterm.rules.checks import Places, of_each_one
from mainterm.rules.declare import Between, Flag, Guideline, Severity, of_one_category, paired, remove, rule
from mainterm.rules.notes import WIDE, node_of, places
from mainterm.rules.tabular_digits import contradicted

SEVERAL: Final = ("140-209", "630-679", "707", "800-999")
"""Growths, complications of pregnancy, ulcers, injuries: a patient has several, one of which may be unspecified."""

LATE: Final = ("137", "138", "139.0-139.1", "326", "905", "906.0-906.4", "907-908", "909.0-909.2", "909.4")
"""Late effects of one kind of cause, of which the acute phase is over; those of old burns go with new ones."""

OF_NO_KIND: Final = {
    "295.9": ("295.0-295.8",),
    "296.90": ("296.0-296.8",),
    "300.00": ("300.01-300.02",),
    "414.00": ("414.01-414.07",),
    "427.9": ("427.0-427.4", "427.60-427.89"),
    "428.9": ("428.0-428.4",),
    "440.9": ("440.0-440.8",),
    "441.9": ("441.0-441.7",),
    "443.9": ("440.2", "443.0-443.8"),
    **{f"{ulcer}.9": (f"{ulcer}.0-{ulcer}.7",) for ulcer in range(531, 535)},
    "560.9": ("560.0-560.8",),
    "590.80": ("590.0-590.3",),
    "600.90": ("600.0", "600.2"),
}
"""Codes of a disease of no stated kind, and the kinds of it that stand elsewhere than right beside it."""
_UNSPECIFIED: Final = re.compile(r"\bunspecified\b|\bnot otherwise specified\b|\bNOS\b", re.I)
_RESIDUAL: Final = re.compile(r"\bother and unspecified\b|\bunspecified (?:site|whether)", re.I)
_SAYS_NOTHING: Final = frozenset(stems("unspecified NOS not otherwise specified type and or of the without mention"))
_CAUSE: Final = re.compile(r"classifiable to |conditions in ", re.I)


@lru_cache(maxsize=32_768)
def _unspecified(book: Book, code: str) -> frozenset[str]:
    """The words of the condition that an unspecified code names; none for any other code."""
    node = node_of(book, code)
    if node is None or code[0] in "VE" or within_any(code, SEVERAL):
        return frozenset()
    told = _UNSPECIFIED.search(node.long_title) and not _RESIDUAL.search(node.long_title)
    return frozenset(stems(node.long_title)) - _SAYS_NOTHING if told else frozenset()


def _is_unspecified(book: Book, code: str) -> bool:
    return bool(_unspecified(book, code))


@lru_cache(maxsize=4_096)
def _specifies(book: Book, code: str, other: str) -> bool:
    """Whether `other` stands beside the unspecified `code` and names its condition with more words."""
    node, beside = node_of(book, code), node_of(book, other)
    if node is None or beside is None or code == other or node.parent != beside.parent:
        return False
    told, said = frozenset(stems(beside.long_title)), _unspecified(book, code)
    return bool(said) and said < told and not _UNSPECIFIED.search(beside.long_title)


_SPECIFIED: Final = of_one_category(_specifies)


@rule(
    cites=Guideline("I.A.5.b", page=7),
    severity=Severity.WARNING,
    general=True,
    when=_is_unspecified,
    between=_SPECIFIED,
    passes=("584.9, 585.9", "272.4, 272.0", "707.20, 707.22", "585.9, 585.4"),
    flags={"584.9, 584.5": "584.9", "401.9, 278.00, 278.01": "278.00"},
)
def unspecified_beside_specified(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition as unspecified beside the same one as specified.

    An unspecified code is for want of information; where the record specifies, the code beside it says more.
    """
    done: set[int] = set()
    for at, beside in encounter.pairs(_SPECIFIED, book):
        diagnosis, other = encounter.diagnoses[at], encounter.diagnoses[beside]
        if at not in done and not contradicted(diagnosis.code, other.code):
            done.add(at)
            yield remove(diagnosis, f"{other.code} specifies it", other)


_OF_A_KIND: Final = paired([((code,), kinds) for code, kinds in OF_NO_KIND.items()])


@rule(
    cites=Guideline("I.A.5.b", page=7),
    severity=Severity.WARNING,
    general=True,
    on=tuple(OF_NO_KIND),
    between=_OF_A_KIND,
    passes=("427.31, 427.32", "414.00, 401.9", "295.90, 296.20", "443.9, 440.1"),
    flags={"414.00, 401.9, 414.01": "414.00", "427.31, 427.9": "427.9", "295.30, 295.90": "295.90"},
)
@of_each_one(_OF_A_KIND)
def disease_of_no_kind_beside_a_kind(encounter: Encounter, book: Book, at: int, kinds: Places) -> Iterator[Flag]:
    """A disease of no stated kind beside the same disease as of a kind.

    An unspecified code is for want of information; here another code of the record has it.
    """
    kind = encounter.diagnoses[min(kinds)]
    yield remove(encounter.diagnoses[at], f"{kind.code} specifies it", kind)


@lru_cache(maxsize=4_096)
def _causes(book: Book, code: str) -> tuple[str, ...]:
    """The codes of what a late effect is of: the note at its code or category that says to what it was classifiable."""
    for place in places(book, code):
        if place.level not in WIDE:
            named = (named_in(note.text.split("[exc")[0]) for note in place.notes if _CAUSE.search(note.text))
            spans = tuple(chain.from_iterable(named))
            if spans:
                return spans
    return ()


def _caused(book: Book, code: str) -> frozenset[str]:
    """The categories of what a late effect is of."""
    return spans_of(_causes(book, code)).categories if within_any(code, LATE) else frozenset()


def _is_cause(book: Book, code: str, other: str) -> bool:
    return within_any(other, _causes(book, code)) and not within_any(other, LATE)


_ITS_CAUSE: Final = Between(_caused, _is_cause)


@rule(
    cites=Guideline("I.B.12", page=11),
    severity=Severity.WARNING,
    general=True,
    on=LATE,
    between=_ITS_CAUSE,
    passes=("733.81, 905.4", "344.1, 138", "820.8, 905.4", "438.21, 434.91"),
    flags={"821.00, 905.4": "905.4", "907.0, 852.01": "907.0"},
)
@of_each_one(_ITS_CAUSE)
def late_effect_beside_its_cause(encounter: Encounter, book: Book, at: int, causes: Places) -> Iterator[Flag]:
    """A late effect beside the acute injury or illness of the same kind.

    What caused the late effect is over; the acute code is not used with it, unless it is of another one.
    """
    late, acute = encounter.diagnoses[at], encounter.diagnoses[min(causes)]
    yield Flag((late, acute), f"is {acute.told} the acute phase of what is a late effect here?")
