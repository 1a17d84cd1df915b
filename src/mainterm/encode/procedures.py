"""Which segments of a statement say what was done, with what it was done to, and which what the patient has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from mainterm.encode.growths import is_growth
from mainterm.encode.heads import DEEDS, NOT_DONE, PAST, Heads, Said, name_of
from mainterm.encode.segments import Link, Segment
from mainterm.encode.walk import Way
from mainterm.encode.weight import meaningful_stems
from mainterm.model.edition import Book
from mainterm.model.index import Index

_FOR: Final = "for"


class Parted(NamedTuple):
    """The segments of a statement that say what the patient has, and those of each procedure, in their order."""

    diagnoses: tuple[Segment, ...]
    procedures: tuple[Segment, ...]


class Parting:
    """Parts the segments of one statement by their heads; `had` and `done` give the best ways of the two indexes."""

    def __init__(self, book: Book, heads: Heads) -> None:
        self._book = book
        self._heads = heads
        self._had = heads.had
        self._done = heads.done

    def part(self, segments: tuple[Segment, ...]) -> Parted:
        """A procedure takes what follows it and is no condition by itself, or is joined to it by *with* or *and*."""
        if not any(map(self._may_say_done, segments)):
            return Parted(segments, ())
        self._heads.of_growth = any(is_growth(word) for segment in segments for word in segment.words)
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
        return not DEEDS.isdisjoint(segment.stems) or any(
            self._heads.is_main(word, segment.stems, Index.PROCEDURES) for word in name_of(segment)
        )

    def _belongs(self, piece: Segment, done: list[Segment], last: list[Segment], had: list[Segment]) -> bool:
        """Whether it tells of what was done: by itself, of what stands before it, or of that and *with* or *and*."""
        said = self._heads.said(piece)
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
        if self._is_condition(piece) or piece.roles & PAST or not NOT_DONE.isdisjoint(piece.words):
            return False
        if piece.link is Link.DUE:
            return False
        way = self._done(piece.stems.union(*(segment.stems for segment in before)))
        return way is not None and way.lands and bool(way.moves[0].used & piece.stems & DEEDS)

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
        """The way of a procedure that a condition leads on from where its own words end, if it does.

        A circumstance of the encounter, such as that a closed operation became an open one, leads none on.
        """
        if self._heads.is_visit(segment.stems):
            return None
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
        return segment.denied or self._heads.lands(segment.stems)

    def _pieces(self, segment: Segment, going_on: bool) -> Iterator[Segment]:
        """The segment, parted where a procedure is done *for* a condition that its own lines do not name."""
        at = segment.words.index(_FOR) if _FOR in segment.words[1:] else 0
        if not at or self._heads.is_visit(segment.stems):
            yield segment
            return
        name, reason = replace(segment, words=segment.words[:at]), replace(segment, words=segment.words[at + 1 :])
        if not reason.stems or self._heads.said(name) is not Said.DONE or self._heads.said(reason) is not Said.HAD:
            yield segment
            return
        whole = self._done(segment.stems)
        if whole is not None and meaningful_stems(whole.placed & reason.stems - name.stems):
            yield segment
            return
        yield name
        yield replace(reason, link=Link.DUE)


def _joined(first: Segment, *others: Segment) -> Segment:
    """The first of these segments with the words of them all."""
    every = (first, *others)
    words = tuple(word for segment in every if not segment.denied for word in segment.words)
    return replace(first, words=words, start=min(s.start for s in every), end=max(s.end for s in every))
