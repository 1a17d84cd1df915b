"""Which segments of a statement say what was done, and which what the patient has: by the head of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from functools import cache
from itertools import takewhile
from typing import Final, NamedTuple

from mainterm.encode.growths import is_growth
from mainterm.encode.lexicon import Lexicon
from mainterm.encode.lexicon.lines import entries
from mainterm.encode.lexicon.tables import read_phrase
from mainterm.encode.openings import Openings
from mainterm.encode.outline import Outline
from mainterm.encode.segments import Link, Segment
from mainterm.encode.walk import Way
from mainterm.encode.weight import meaningful, meaningful_stems, weigh
from mainterm.model.answer import WordRole
from mainterm.model.code import within
from mainterm.model.edition import Book
from mainterm.model.encounter import Setting
from mainterm.model.index import Index
from mainterm.model.words import stem
from mainterm.model.words import stems as stems_of

_OBJECT: Final = frozenset(
    "of for to on by using under via through at after before as per into during over without".split()
)
"""What parts the name of a procedure from what it is done to, how and why."""

_FOR: Final = "for"

_TREATMENT: Final = "V58.0-V58.1"
"""Radiotherapy, chemotherapy and immunotherapy of a growth."""

_NOT_DONE: Final = frozenset(
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

_DEEDS: Final = frozenset(map(stem, _DOING))

_THINGS: Final = frozenset(
    "allograft artificial autograft autologous balloon bandage blood bone cardiac corcap device endoprosthesis family "
    "heterograft homograft implant pacemaker patch prosthesis root sling xenograft".split()
)
"""Main terms of the Index to Procedures that name a thing: what was done with it another word must say."""

_ASSISTED: Final = frozenset({"forcep", "vacuum", "assisted", "episiotomy", "extraction", "instrumental"})
"""With one of these a delivery is also a procedure."""


_NAMES: Final = "procedures.txt"
"""The lexicon's file of names of procedures."""
_PAST: Final = frozenset({WordRole.HISTORY, WordRole.FAMILY_HISTORY})


class Said(StrEnum):
    """What a segment's head says: what was done, what the patient has, or neither."""

    DONE = "done"
    HAD = "had"
    NEITHER = "neither"


class Parted(NamedTuple):
    """The segments of a statement that say what the patient has, and those of each procedure, in their order."""

    diagnoses: tuple[Segment, ...]
    procedures: tuple[Segment, ...]


class Heads:
    """Tells procedures from diagnoses by their heads: the last word that is a main term, before any preposition."""

    def __init__(
        self, book: Book, outline: Outline, lexicon: Lexicon, setting: Setting, diseases: Openings, procedures: Openings
    ) -> None:
        self._book = book
        self._outline = outline
        self._lexicon = lexicon
        self._setting = setting
        self._ends: dict[frozenset[str], frozenset[str]] = {}
        self._of_growth = False
        self._had = diseases.best
        self._done = procedures.best

    def part(self, segments: tuple[Segment, ...]) -> Parted:
        """A procedure takes what follows it and is no condition by itself, or is joined to it by *with* or *and*."""
        if not any(map(self._may_say_done, segments)):
            return Parted(segments, ())
        self._of_growth = any(is_growth(word) for segment in segments for word in segment.words)
        had: list[Segment] = []
        done: list[Segment] = []
        last = had
        for segment in segments:
            for piece in self._pieces(segment, bool(done)):
                last = done if self._belongs(piece, done, last, had) else had
                last.append(piece)
        if done:
            self._take_what_leads(had, done)
        return Parted(tuple(self._with_sites(had, done)), tuple(self._with_objects(done, had)))

    def _may_say_done(self, segment: Segment) -> bool:
        """Whether it, or a piece of it, could say what was done: not without a deed or a main term of procedures."""
        return not _DEEDS.isdisjoint(segment.stems) or any(
            self._is_main(word, segment.stems, Index.PROCEDURES) for word in _name(segment)
        )

    def _belongs(self, piece: Segment, done: list[Segment], last: list[Segment], had: list[Segment]) -> bool:
        """Whether it tells of what was done: by itself, of what stands before it, or of that and *with* or *and*."""
        said = self._said(piece)
        if said is not Said.DONE and had and self._is_done_to(piece, had):
            return True
        if said is Said.DONE or not done:
            return said is Said.DONE
        if said is Said.NEITHER or piece.link in (Link.WITH, Link.AND):
            return last is done
        return self._goes_with(piece, done) or (last is done and self._is_object(piece, done[-1]))

    def _is_object(self, piece: Segment, done: Segment) -> bool:
        """*ORIF, fracture of femur*: whether a condition behind a comma is what the deed before it is done to."""
        behind = piece.link is Link.COMMA and piece.start - done.end <= len(", ")
        return behind and self._further(self._done(done.stems), done, piece) is not None

    def _is_done_to(self, piece: Segment, before: list[Segment]) -> bool:
        """*Fracture of radius, closed reduction*: whether a deed has its object in what stands before it."""
        if self._is_condition(piece) or piece.roles & _PAST or not _NOT_DONE.isdisjoint(piece.words):
            return False
        if piece.link is Link.DUE:
            return False
        way = self._done(piece.stems.union(*(segment.stems for segment in before)))
        return way is not None and way.lands and bool(way.moves[0].used & piece.stems & _DEEDS)

    def _with_objects(self, done: list[Segment], had: list[Segment]) -> Iterator[Segment]:
        """Each procedure with the condition that leads its line on, if there is one: *fracture of femur; ORIF*.

        Or with all of them, where only these do.
        """
        for piece in done:
            way = self._done(piece.stems)
            led = ((self._further(way, piece, segment), segment) for segment in had if not segment.denied)
            further = {on.last.id: segment for on, segment in led if on is not None}
            if not further and way is None:
                further = {0: _joined(*had)} if had else {}
            yield _joined(piece, *further.values()) if len(further) == 1 else piece

    def _with_sites(self, had: list[Segment], done: list[Segment]) -> Iterator[Segment]:
        """The one condition, whose digit the words of procedures may choose: *knee replacement for osteoarthritis*."""
        held = frozenset[str]().union(*(segment.stems for segment in done))
        alone = bool(held) and sum(not segment.denied for segment in had) == 1
        for segment in had:
            if alone and not segment.denied and self._wants_digit(segment):
                start, end = min(s.start for s in (segment, *done)), max(s.end for s in (segment, *done))
                segment = replace(segment, held=segment.held | held, start=start, end=end)
            yield segment

    def _wants_digit(self, segment: Segment) -> bool:
        """Whether the Index leaves a digit of its code to the Tabular."""
        way = self._had(segment.stems)
        node = self._book.node(way.last.line.codes[0]) if way is not None and way.last.line.codes else None
        return node is not None and not node.valid

    def _further(self, way: Way | None, piece: Segment, segment: Segment) -> Way | None:
        """The way of a procedure that a condition leads on from where its own words end, if it does."""
        on = self._done(piece.stems | segment.stems)
        if on is None or not on.lands or not on.moves[0].used & piece.stems:
            return None
        if way is None or not way.lands:
            return on
        same = on.moves[0].entry is way.moves[0].entry and way.placed <= on.placed
        return on if same and meaningful_stems(on.used - way.placed) else None

    def _goes_with(self, piece: Segment, done: list[Segment]) -> bool:
        """*Curettage following abortion*: whether a line of the procedure has all that the piece adds."""
        stems = frozenset[str]().union(*(segment.stems for segment in done))
        added = meaningful_stems(piece.stems - stems)
        way = self._done(stems | piece.stems)
        return bool(added) and way is not None and added <= way.placed

    def _take_what_leads(self, had: list[Segment], done: list[Segment]) -> None:
        """*Right and left heart catheterization*: what stands before and is no condition belongs to the procedure.

        But not the site of the condition before it: *lump in the breast, mammogram*.
        """
        joined = (Link.AND, Link.COMMA, Link.WITH)
        while had and done[0].link in joined and had[-1].end <= done[0].start and not self._is_condition(had[-1]):
            if had[1:] and had[-1].link is Link.WITH:
                break
            done.insert(0, had.pop())

    def _is_condition(self, segment: Segment) -> bool:
        way = self._had(segment.stems)
        return segment.denied or (way is not None and way.lands)

    def _pieces(self, segment: Segment, going_on: bool) -> Iterator[Segment]:
        """The segment, parted where a procedure is done *for* a condition that its own lines do not name."""
        at = segment.words.index(_FOR) if _FOR in segment.words[1:] else 0
        if not at or self._is_visit(segment.stems):
            yield segment
            return
        name, reason = replace(segment, words=segment.words[:at]), replace(segment, words=segment.words[at + 1 :])
        if not reason.stems or self._said(name) is not Said.DONE or self._said(reason) is not Said.HAD:
            yield segment
            return
        whole = self._done(segment.stems)
        if whole is not None and meaningful_stems(whole.placed & reason.stems - name.stems):
            yield segment
            return
        yield name
        yield replace(reason, link=Link.DUE)

    def _said(self, segment: Segment) -> Said:
        if segment.denied:
            return Said.NEITHER
        if segment.roles & _PAST or not _NOT_DONE.isdisjoint(segment.words):
            return Said.HAD
        if self._is_visit(segment.stems):
            return Said.HAD
        said = self._said_by_head(segment)
        return Said.HAD if said is Said.DONE and segment.link is Link.DUE else said

    def _is_visit(self, stems: frozenset[str]) -> bool:
        """Whether a circumstance of the visit (V code) has all the words, and the Index to Procedures has not.

        Of an outpatient it tells why the visit is, whatever is done then; of any patient with a growth, its treatment
        (I.C.2.e.2).
        """
        had = self._had(stems)
        if had is None or not had.lands or not had.last.line.codes or not had.last.line.codes[0].startswith("V"):
            return False
        if meaningful_stems(stems - had.placed):
            return False
        if self._setting is Setting.OUTPATIENT or (self._of_growth and within(had.last.line.codes[0], _TREATMENT)):
            return True
        done = self._done(stems)
        return done is None or not done.lands or bool(meaningful_stems(stems - done.placed))

    def _said_by_head(self, segment: Segment) -> Said:
        name = _name(segment)
        if not _HAPPENED.isdisjoint(name):
            return Said.HAD
        stems = segment.stems
        for word in reversed(name):
            done, had = self._is_main(word, stems, Index.PROCEDURES), self._is_main(word, stems, Index.DISEASES)
            if done and self._is_told_as_done(word, frozenset(map(stem, name)), stems, had):
                return Said.DONE
            if done or had:
                return Said.DONE if self._leads(name, stems) else Said.HAD
        return Said.NEITHER

    def _leads(self, name: tuple[str, ...], stems: frozenset[str]) -> bool:
        """Whether what is done stands before what it is done to, without a preposition: *ORIF femoral fracture*."""
        first = next((word for word in name if meaningful((word,))), "")
        if not first or not self._is_main(first, stems, Index.PROCEDURES):
            return False
        done, had = self._done(stems), self._had(stems)
        return done is not None and done.lands and (had is None or weigh(done.placed) > weigh(had.placed))

    def _is_told_as_done(self, word: str, name: frozenset[str], stems: frozenset[str], both: bool) -> bool:
        """Whether the Index to Procedures has as many of the words; of a main term of both indexes, more.

        Of such a one the Index to Diseases has its say where the way begins at the main term itself.
        """
        done, had = self._done(stems), self._had(stems)
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

    def _is_main(self, word: str, stems: frozenset[str], index: Index) -> bool:
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


def _joined(first: Segment, *others: Segment) -> Segment:
    """The first of these segments with the words of them all."""
    every = (first, *others)
    words = tuple(word for segment in every if not segment.denied for word in segment.words)
    return replace(first, words=words, start=min(s.start for s in every), end=max(s.end for s in every))


def object_of(segment: Segment) -> frozenset[str]:
    """The stems of what a procedure was done to, how and why: those behind the first preposition."""
    return frozenset(map(stem, segment.words[len(_name(segment)) :]))


def _name(segment: Segment) -> tuple[str, ...]:
    return tuple(takewhile(lambda word: word not in _OBJECT, segment.words))


def _is_deed(word: str, stems: frozenset[str]) -> bool:
    """Whether a main term of the Index to Procedures names a deed here."""
    return stem(word) not in _THINGS and (stem(word) != "delivery" or bool(stems & _ASSISTED))
