"""Where a way lands: the column of its row, and what the Tabular List makes of its codes."""

from __future__ import annotations

from typing import Final, NamedTuple

from mainterm.encode.answers import NOTHING_ANSWERED, Answers
from mainterm.encode.columns import Cell, choose_cell
from mainterm.encode.course import EPISODES, Course, is_coded_by_episode
from mainterm.encode.likes import Likes
from mainterm.encode.outline import Outline
from mainterm.encode.questions import after_answer, along_answers
from mainterm.encode.settle import Settled, settle, specified
from mainterm.encode.walk import Way
from mainterm.model.code import Volume, within
from mainterm.model.edition import Book
from mainterm.model.index import Index, Line, Table
from mainterm.model.tabular import Node, Note
from mainterm.model.words import stems as stems_of

_NO_LIKES: Final = Likes()
_NONE: Final = frozenset[str]()
_INFARCTION: Final = "410"
"""Its fifth digit is for the episode of care: asked for where the words do not tell it, as a pregnancy's is."""


class Sending(NamedTuple):
    """A line of an Excludes note that the statement meets with these stems, at the code that the way gives or above; or
    one that names codes for a number that they tell."""

    note: Note
    at: Node
    words: frozenset[str]


class Finding(NamedTuple):
    """A way for a part of the statement, with what the Tabular makes of its codes, bracketed ones last.

    `said` are the stems that may choose a column or a digit; `aside` those that it does not place and that can change
    nothing: of a part that it stands for as well, or such as no line near it has; `like` what else they may be called.
    `elsewhere` are the places outside `span` of words that it uses: those that tell the course of a pregnancy.
    `sending` is the note by which the Tabular sends on from the way's code to the one settled.
    """

    span: tuple[int, int]
    way: Way
    cell: Cell | None
    settled: tuple[Settled, ...]
    said: frozenset[str] = frozenset()
    aside: frozenset[str] = frozenset()
    like: Likes = _NO_LIKES
    elsewhere: tuple[tuple[int, int], ...] = ()
    sending: Sending | None = None

    @property
    def placed(self) -> frozenset[str]:
        sent = self.sending.words if self.sending else _NONE
        in_cell = self.cell.used if self.cell else _NONE
        return self.way.used.union(self.way.free, sent, in_cell, *[s.used for s in self.settled])

    @property
    def own(self) -> frozenset[str]:
        """The words that its last line has in parentheses, and those that choose a digit or a column."""
        in_cell = self.cell.used if self.cell else _NONE
        return self.way.moves[-1].free.union(in_cell, *[s.used for s in self.settled])

    @property
    def nodes(self) -> tuple[Node, ...]:
        return tuple([s.node for s in self.settled if s.node is not None and s.node.valid])

    @property
    def decided(self) -> bool:
        return bool(self.settled) and all(s.decided for s in self.settled)


class Landing:
    """Verifies in the Tabular List what the ways of one reading give; `like` is what else its words may be called."""

    def __init__(self, book: Book, outline: Outline, course: Course, like: Likes) -> None:
        self._book = book
        self._outline = outline
        self._course = course
        self._like = like

    def finding(
        self,
        span: tuple[int, int],
        way: Way,
        said: frozenset[str],
        like: Likes | None = None,
        answers: Answers = NOTHING_ANSWERED,
    ) -> Finding:
        """What a way gives for words said."""
        line, like = way.last.line, like or self._like
        cell = self._cell(way, said, answers)
        volume = Volume.PROCEDURES if line.index is Index.PROCEDURES else Volume.DISEASES
        codes = (*line.codes[:1], *line.manifestations)
        if cell is not None:
            codes = (cell.code,) if cell.code else ()
        here = way.here.union(stems_of(line.head))
        settled = tuple(self.settled(code, said, volume, way.given, answers, like, here) for code in codes)
        return self.placed_at(span, way, cell, settled, said, like)

    def after_answers(self, finding: Finding, answers: Answers) -> Finding:
        """Where the coder's answers take a finding, from where the words alone have led; a row of the Table of Drugs
        stays, as what was answered of it has chosen its column."""
        if not answers or finding.way.last.line.table is Table.DRUGS:
            return finding
        cell = self._cell(finding.way, finding.said, answers)
        column = cell.column if cell else ""
        way = along_answers(self._outline, finding.way, column, finding.said, answers)
        answered = self.finding(finding.span, way, finding.said, finding.like, answers)
        return answered._replace(aside=finding.aside)

    def placed_at(
        self,
        span: tuple[int, int],
        way: Way,
        cell: Cell | None,
        settled: tuple[Settled, ...],
        said: frozenset[str],
        like: Likes = _NO_LIKES,
    ) -> Finding:
        """A finding, with the places of what tells the course of a pregnancy where that is used."""
        used = way.placed.union(*(one.used for one in settled))
        return Finding(span, way, cell, settled, said, like=like, elsewhere=self._course.spans(used - said))

    def settled(
        self,
        code: str,
        said: frozenset[str],
        volume: Volume = Volume.DISEASES,
        given: frozenset[str] = frozenset(),
        answers: Answers = NOTHING_ANSWERED,
        like: Likes | None = None,
        here: frozenset[str] = frozenset(),
    ) -> Settled:
        """The code verified; of a pregnancy's, the digit is the one for the episode of care that is told.

        `here` are the words for which the page of the Index has the code: they lead to no other beside it.
        """
        like, course = like or self._like, self._course
        meant = said | like.more_for(said)
        if not is_coded_by_episode(code):
            quantities = like.quantities(said)
            settled = settle(self._book, code, volume, meant, given, answers, within(code, _INFARCTION), quantities)
            more = meant - here - like.more_for(here)
            return like.settled(specified(self._book, settled, code, more), said)
        meant -= EPISODES
        for episode in course.episodes(said):
            settled = settle(self._book, code, volume, meant | episode, given, answers)
            if settled.decided and settled.used & EPISODES:
                return like.settled(settled, said | course.said)
        return like.settled(settle(self._book, code, volume, meant, given, answers, ask_default=True), said)

    def _cell(self, way: Way, said: frozenset[str], answers: Answers) -> Cell | None:
        """The column of a table's row; None for a line of the Index."""
        line = way.last.line
        if line.table is Table.NONE or not line.cells:
            return None
        return after_answer(self._outline, way, self._chosen_cell(line, said, way.granted), answers)

    def _chosen_cell(self, line: Line, said: frozenset[str], granted: frozenset[str]) -> Cell:
        """The cell that the words choose; of a hypertension also ours for them: *accelerated* is malignant."""
        cell = choose_cell(line, said, granted)
        if line.table is not Table.HYPERTENSION or not cell.by_default:
            return cell
        ours = choose_cell(line, said | self._like.more_for(said), granted)
        return ours._replace(used=self._like.said_for(ours.used) & said)
