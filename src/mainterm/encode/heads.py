"""Whether a segment says what was done or what the patient has: by its head, the last main term."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from itertools import takewhile
from typing import Final

from mainterm.encode.lexicon import Lexicon
from mainterm.encode.lexicon.lines import entries
from mainterm.encode.lexicon.tables import read_phrase
from mainterm.encode.openings import Openings
from mainterm.encode.outline import Outline
from mainterm.encode.segments import Link, Segment
from mainterm.encode.weight import meaningful, meaningful_stems, weigh
from mainterm.model.answer import WordRole
from mainterm.model.edition import Book
from mainterm.model.encounter import Setting
from mainterm.model.index import Index
from mainterm.model.words import stem
from mainterm.model.words import stems as stems_of

_OBJECT: Final = frozenset(
    "of for to on by using under via through at after before as per into during over without".split()
)
"""What parts the name of a procedure from what it is done to, how and why."""

_TREATMENT: Final = "V58.0-V58.1"
"""Radiotherapy, chemotherapy and immunotherapy of a growth."""

NOT_DONE: Final = frozenset(
    "planned scheduled awaiting candidate refused refuses declined declines cancelled canceled deferred pending "
    "preoperative preop status post postoperative history previous prior old former ago encounter admission "
    "visit admitted here seen presents presenting referred needs complication malfunction failed failure "
    "ordered requested recommended advised".split()
)
"""Beside one of these a procedure is named that was not done at this encounter, or that went wrong."""

_HAPPENED: Final = frozenset({"traumatic", "congenital", "accidental", "spontaneous", "normal"})
"""In the name of what the patient has, though the same word names a procedure."""

_DOING: Final = frozenset(
    "ablation adjustment amputation anastomosis chemotherapy circumcision closure colostomy dialysis "
    "disarticulation dissection drainage embolization esophagostomy extraction fenestration fusion gastrostomy "
    "hemodialysis implantation incision insertion irradiation operation puncture reduction removal repair section "
    "shunt surgery suture therapy tracheostomy transplant".split()
)
"""Main terms of both indexes that by themselves name what is done, not what is there."""

DEEDS: Final = frozenset(map(stem, _DOING))

_THINGS: Final = frozenset(
    "allograft artificial autograft autologous balloon bandage blood bone cardiac corcap device endoprosthesis family "
    "heterograft homograft implant pacemaker patch prosthesis root sling xenograft".split()
)
"""Main terms of the Index to Procedures that name a thing: what was done with it another word must say."""

_ASSISTED: Final = frozenset({"forcep", "vacuum", "assisted", "episiotomy", "extraction", "instrumental"})
"""With one of these a delivery is also a procedure."""


_NAMES: Final = "procedures.txt"
"""The lexicon's file of names of procedures."""
PAST: Final = frozenset({WordRole.HISTORY, WordRole.FAMILY_HISTORY})


class Said(StrEnum):
    """What a segment's head says: what was done, what the patient has, or neither."""

    DONE = "done"
    HAD = "had"
    NEITHER = "neither"


class Heads:
    """Reads the heads of the segments of one statement; `had` and `done` give the best ways of the two indexes.

    `of_growth` is true where the statement names a growth.
    """

    def __init__(
        self, book: Book, outline: Outline, lexicon: Lexicon, setting: Setting, diseases: Openings, procedures: Openings
    ) -> None:
        self._book = book
        self._outline = outline
        self._lexicon = lexicon
        self._setting = setting
        self._ends: dict[frozenset[str], frozenset[str]] = {}
        self.of_growth = False
        self.had = diseases.best
        self.done = procedures.best

    def said(self, segment: Segment) -> Said:
        if segment.denied:
            return Said.NEITHER
        if segment.roles & PAST or not NOT_DONE.isdisjoint(segment.words):
            return Said.HAD
        if self.is_visit(segment.stems):
            return Said.HAD
        said = self._said_by_head(segment)
        return Said.HAD if said is Said.DONE and segment.link is Link.DUE else said

    def is_visit(self, stems: frozenset[str]) -> bool:
        """Whether a circumstance of the visit (V code) has all the words, and the Index to Procedures has not.

        Of an outpatient it tells why the visit is, whatever is done then; of any patient with a growth, its treatment
        (I.C.2.e.2).
        """
        had = self.had(stems)
        if had is None or not had.lands or not had.last.line.codes or not had.last.line.codes[0].startswith("V"):
            return False
        if meaningful_stems(stems - had.placed):
            return False
        if self._setting is Setting.OUTPATIENT or (self.of_growth and had.last.line.within(_TREATMENT)):
            return True
        done = self.done(stems)
        return done is None or not done.lands or bool(meaningful_stems(stems - done.placed))

    def _said_by_head(self, segment: Segment) -> Said:
        name = name_of(segment)
        if not _HAPPENED.isdisjoint(name):
            return Said.HAD
        stems = segment.stems
        for word in reversed(name):
            done, had = self.is_main(word, stems, Index.PROCEDURES), self.is_main(word, stems, Index.DISEASES)
            if done and self._is_told_as_done(word, frozenset(map(stem, name)), stems, had):
                return Said.DONE
            if done or had:
                if self._leads(name, stems):
                    return Said.DONE
                if done or self.lands(stems):
                    return Said.HAD
        return Said.NEITHER

    def lands(self, stems: frozenset[str]) -> bool:
        """Whether the Index to Diseases has a code for the words: *vessel* is a main term there, with none."""
        way = self.had(stems)
        return way is not None and way.lands

    def _leads(self, name: tuple[str, ...], stems: frozenset[str]) -> bool:
        """Whether what is done stands before what it is done to, without a preposition: *ORIF femoral fracture*."""
        first = next((word for word in name if meaningful((word,))), "")
        if not first or not self.is_main(first, stems, Index.PROCEDURES):
            return False
        done, had = self.done(stems), self.had(stems)
        return done is not None and done.lands and (had is None or weigh(done.placed) > weigh(had.placed))

    def _is_told_as_done(self, word: str, name: frozenset[str], stems: frozenset[str], both: bool) -> bool:
        """Whether the Index to Procedures has as many of the words; of a main term of both indexes, more.

        Of such a one the Index to Diseases has its say where the way begins at the main term itself.
        """
        done, had = self.done(stems), self.had(stems)
        lands = done is not None and done.lands
        if had is None or not had.lands:
            return lands or not both
        if done is None or not lands:
            return not both
        if not both or not had.moves[0].used & {stem(word), *self._lexicon.same_as(stem(word))}:
            return weigh(done.placed & name) >= weigh(had.placed & name)
        if weigh(done.placed) != weigh(had.placed):
            return weigh(done.placed) > weigh(had.placed)
        visit = had.last.line.codes[:1] >= ("V",) and self._setting is not Setting.INPATIENT
        return stem(word) in _DOING and not visit

    def is_main(self, word: str, stems: frozenset[str], index: Index) -> bool:
        """Whether the word, or one that means the same, is in a main term of the index that the stems make up."""
        if not meaningful((word,)) or (index is Index.PROCEDURES and not _is_deed(word, stems)):
            return False
        forms = {stem(word), *self._lexicon.same_as(stem(word))}
        meant = stems | forms
        if any(demand <= meant for form in forms for demand in self._outline.leads_from(form, index)):
            return True
        may_end = index is Index.PROCEDURES and stem(word) in _last_stems()
        return may_end and stem(word) in self._ends_of_names(stems)

    def _ends_of_names(self, stems: frozenset[str]) -> frozenset[str]:
        """The stems that end a name of a procedure that our lexicon has."""
        if stems not in self._ends:
            names = (one for one in self._lexicon.phrases_within(stems) if one.place.file == _NAMES)
            self._ends[stems] = frozenset(one.stems[-1] for one in names if self._names_deed(one.target))
        return self._ends[stems]

    def _names_deed(self, text: str) -> bool:
        """Whether a word of it is a main term of the Index to Procedures that names a deed."""
        said = frozenset(stems_of(text))
        return any(_is_deed(one, said) and self._book.main_terms(one, Index.PROCEDURES) for one in said)


@cache
def _last_stems() -> frozenset[str]:
    """The stems that end a name of a procedure that our lexicon has, whichever."""
    return frozenset(read_phrase(entry).stems[-1] for entry in entries(_NAMES))


def object_of(segment: Segment) -> frozenset[str]:
    """The stems of what a procedure was done to, how and why: those behind the first preposition."""
    return frozenset(map(stem, segment.words[len(name_of(segment)) :]))


def name_of(segment: Segment) -> tuple[str, ...]:
    return tuple(takewhile(lambda word: word not in _OBJECT, segment.words))


def _is_deed(word: str, stems: frozenset[str]) -> bool:
    """Whether a main term of the Index to Procedures names a deed here."""
    return stem(word) not in _THINGS and (stem(word) != "delivery" or bool(stems & _ASSISTED))
