"""Reads a Tabular List from its paragraphs: chapters, sections, codes, notes, digit boxes, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from mainterm.editions.errata import Errata
from mainterm.model.code import Volume, category_of
from mainterm.model.edition import Problem
from mainterm.model.source import Paragraph, Source, Unreadable
from mainterm.model.tabular import Box, Level, Node, Note, NoteKind
from mainterm.read.boxes import box_length, is_digit, is_table, opens_box, read_box
from mainterm.read.census_tabular import census_tabular
from mainterm.read.code_text import codes_in, covers
from mainterm.read.notes import NoteReader, misplaced
from mainterm.read.tabular_expand import Draft, Expander

_RANGE: Final = re.compile(r"(.*?)\s*\(([VE]?\d{2,3}(?:-[VE]?\d{2,3})?)\)", re.S)
_LINE: Final = {
    Volume.DISEASES: re.compile(r"((?:\d{3}|V\d{2})(?:\.\d{1,2})?|E\d{3}(?:\.\d)?)(\s*\t\s*| +|(?=[A-Z]))(\S.*)", re.S),
    Volume.PROCEDURES: re.compile(r"(\d{2}(?:\.\d{1,2})?)(\s*\t\s*| +|(?=[A-Z]))(\S.*)", re.S),
}
_LEVELS: Final = {0: Level.CATEGORY, 1: Level.SUBCATEGORY, 2: Level.SUBCLASSIFICATION}
_LEVEL_STYLES: Final = {
    Volume.DISEASES: ("Three-digit Level", "Fourth-digit Level", "Fifth-digit Level"),
    Volume.PROCEDURES: ("Two-digit Level", "Three-digit Level", "Fourth-digit Level"),
}
_LISTS_OF_CODES: Final = ("Neoplasm", "3digits Note list1")  # the groups of chapter 2, the activities of E001-E030
_BRACKET: Final = re.compile(r"\[[\d,\s-]+\]")
_BRACKET_BEHIND: Final = re.compile(r"(\d{2}\.\d\t.*)\t(\[[\d,\s-]+\])\s*", re.S)
_ELSEWHERE: Final = re.compile(r"see list at beginning of", re.I)  # *See*, up to FY2011


@dataclass(frozen=True, slots=True)
class TabularList:
    """What one volume's Tabular List says."""

    nodes: tuple[Node, ...]
    boxes: tuple[Box, ...]
    problems: tuple[Problem, ...] = ()
    census: Mapping[str, Any] = field(default_factory=dict)


def read_tabular(
    paragraphs: Sequence[Paragraph], document: str, volume: Volume, errata: Errata | None = None
) -> TabularList:
    """Nodes in the order of print, with the codes that boxes supply behind the nodes that they expand.

    Raises Unreadable for a document without a code.
    """
    outline = _Outline(document, volume)
    known = errata or Errata()
    for paragraph, box in _lines_and_boxes(_mended(paragraphs, document, known)):
        outline.take(paragraph, box)
    if not any(draft.level is Level.CATEGORY for draft in outline.drafts):
        raise Unreadable(document, f"holds no category of {volume}", "check that it is the right document")
    expander = Expander(outline.drafts, volume)
    nodes = tuple(expander.nodes())
    slips = [Problem("typography", slip.reason, Source(document, slip.paragraph)) for slip in known.of(document)]
    problems = sorted((*outline.problems, *expander.problems, *slips), key=lambda problem: problem.source)
    census = census_tabular(paragraphs, nodes, outline.boxes, problems, volume)
    return TabularList(nodes, tuple(outline.boxes), tuple(problems), census)


def _mended(paragraphs: Sequence[Paragraph], document: str, errata: Errata) -> list[Paragraph]:
    """The paragraphs as they were meant: two codes in one parted, a wrong one right, a bracket on its own line."""
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        erratum = errata.at(document, paragraph.number)
        behind = _BRACKET_BEHIND.fullmatch(paragraph.text)
        bracket = behind[2] if behind else erratum.bracket if erratum else ""
        if not _BRACKET.fullmatch(paragraph.plain) or not bracket:
            meant = paragraph.text.replace(erratum.printed, erratum.code, 1) if erratum else paragraph.text
            texts = erratum.parted(meant) if erratum and erratum.second else (meant,)
            found += [replace(paragraph, text=behind[1] if behind else text) for text in texts]
        if bracket:
            found.append(replace(paragraph, text=bracket, style="Bracket"))
    return found


def _lines_and_boxes(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, Sequence[Paragraph]]]:
    """Each paragraph by itself, but the first one of a box with all the paragraphs of its box."""
    at = 0
    while at < len(paragraphs):
        paragraph = paragraphs[at]
        length = box_length(paragraphs, at, _next_heading(paragraphs, at)) if opens_box(paragraph) else 0
        yield paragraph, paragraphs[at : at + length]
        at += length or 1


def _next_heading(paragraphs: Sequence[Paragraph], at: int) -> int:
    """Where the next code, section or chapter is printed: no box goes beyond it."""
    for end in range(at + 1, len(paragraphs)):
        if paragraphs[end].style.endswith("Level") or paragraphs[end].style in ("Section", "Chapter", "Tabular"):
            return end
    return len(paragraphs)


class _Outline:
    """Takes paragraph by paragraph and hangs each where it belongs."""

    def __init__(self, document: str, volume: Volume) -> None:
        self.drafts: list[Draft] = []
        self.boxes: list[Box] = []
        self.problems: list[Problem] = []
        self._document = document
        self._volume = volume
        self._open: list[Draft] = []  # from the chapter down to the node that the next note belongs to
        self._notes = NoteReader(document, volume)

    def take(self, paragraph: Paragraph, box: Sequence[Paragraph]) -> None:
        """Reads one paragraph, or the box that it opens."""
        line = self._code_line(paragraph)
        if not paragraph.plain:
            self._report("blank paragraph", "The paragraph has a style but no text.", paragraph)
        elif paragraph.style in ("Tabular", "Chapter", "Section"):
            self._heading(paragraph)
        elif box and self._open:
            self._box(box)
        elif line:
            self._code(paragraph, line)
        elif not self._open:
            self._report("text before the first chapter", "The paragraph belongs to no node.", paragraph)
        elif _BRACKET.fullmatch(paragraph.plain):
            self._open[-1].bracket = paragraph.plain
        else:
            self._note(paragraph)

    def _code_line(self, paragraph: Paragraph) -> re.Match[str] | None:
        """A code and its title, if the paragraph is that: in any style, but behind one blank only in a level's."""
        if paragraph.style in _LISTS_OF_CODES or is_table(paragraph):
            return None
        line = _LINE[self._volume].fullmatch(paragraph.text.lstrip("\t"))  # 81.51 in Ptab08 stands behind one
        return line if line and (line[2] != " " or paragraph.style.endswith(" Level")) else None

    def _heading(self, paragraph: Paragraph) -> None:
        """A chapter, a section, or the head of the V or E codes, which counts as a chapter."""
        match = _RANGE.fullmatch(paragraph.plain)
        if not match:  # the title of the whole list: it has no range
            return
        level = Level.SECTION if paragraph.style == "Section" else Level.CHAPTER
        self._close(match[2], level)
        self._add(Draft(match[2], level, match[1], Source(self._document, paragraph.number)))

    def _code(self, paragraph: Paragraph, line: re.Match[str]) -> None:
        code = line[1]
        title, _, term = line[3].partition("\n")
        depth = len(code.partition(".")[2])
        self._check_style(paragraph, code, depth, line[2])
        self._close(code, _LEVELS[depth])
        self._add(Draft(code, _LEVELS[depth], " ".join(title.split()), Source(self._document, paragraph.number)))
        if term.strip():  # Dtab12 ¶14512
            kind = "inclusion term after a line break inside the title paragraph"
            self._report(kind, f"{code}: what follows the line break is read as an inclusion term.", paragraph)
            self._open[-1].notes.append(_inclusion(term, self._document, self._volume, paragraph))

    def _close(self, code: str, level: Level) -> None:
        """Leaves the open nodes that do not stand above `code`; makes the category that only a section head names."""
        while self._open and not _above(self._open[-1], code, level):
            self._open.pop()
        if level in (Level.SUBCATEGORY, Level.SUBCLASSIFICATION) and self._open:
            above = self._open[-1]
            if above.level is Level.SECTION and above.code == category_of(code):  # E849, Dtab12 ¶33028
                text = f"{above.code} has no category line: its section's head stands for it."
                self.problems.append(Problem("no category line", text, above.source))
                self._add(Draft(above.code, Level.CATEGORY, above.title, above.source, printed=False))
            elif above.level in (Level.CHAPTER, Level.SECTION):
                text = f"{code} is printed without its category {category_of(code)}."
                self.problems.append(Problem("no category line", text, above.source))

    def _add(self, draft: Draft) -> None:
        draft.parent = self._open[-1] if self._open else None
        self.drafts.append(draft)
        self._open.append(draft)
        self._notes = NoteReader(self._document, self._volume)

    def _box(self, paragraphs: Sequence[Paragraph]) -> None:
        owner = self._open[-1]
        box = read_box(paragraphs, owner.key, self._document, self._volume)
        if _ELSEWHERE.search(box.text):
            box = _with_definitions(box, owner.box_in_force(box.position))
        owner.boxes.append(box)
        self.boxes.append(box)
        for paragraph in paragraphs[1:]:
            if is_digit(paragraph) and not is_table(paragraph):
                kind = "box digit line in a foreign style"
                self._report(kind, f"A digit of the box of {owner.code} is set as {paragraph.style}.", paragraph)
        for note in (note for digit in box.digits for note in digit.notes):
            self._check_ranges(note)

    def _note(self, paragraph: Paragraph) -> None:
        note = self._notes.read(paragraph)
        self._open[-1].notes.append(note)
        self._check_ranges(note)
        if note.head and misplaced(paragraph, note.kind, self._volume):
            kind = "note in wrong style"
            self._report(kind, f"A note of the kind {note.kind} is set as {paragraph.style}.", paragraph)
        if paragraph.style.endswith("-digit Level"):
            self._report("level style but no code", f"A note is set as {paragraph.style}.", paragraph)

    def _check_style(self, paragraph: Paragraph, code: str, depth: int, gap: str) -> None:
        if paragraph.style not in _LEVEL_STYLES[self._volume]:
            self._report("code line in a non-level style", f"{code} is set as {paragraph.style}.", paragraph)
        elif paragraph.style != _LEVEL_STYLES[self._volume][depth]:
            kind = "level style disagrees with code length"
            self._report(kind, f"{code} is set as {paragraph.style}.", paragraph)
        elif gap != "\t":
            self._report("no clean tab after code", f"Between {code} and its title stands {gap!r}.", paragraph)

    def _check_ranges(self, note: Note) -> None:
        for garbled in codes_in(note.text, self._volume).garbled if note.codes else ():
            text = f"A note under {self._open[-1].key} names {garbled}, which is no range."
            self.problems.append(Problem("garbled range", text, note.source))

    def _report(self, kind: str, text: str, paragraph: Paragraph) -> None:
        self.problems.append(Problem(kind, text, Source(self._document, paragraph.number)))


def _above(draft: Draft, code: str, level: Level) -> bool:
    """Whether an open node stands above the new one. Sections nest by their ranges (800-829 > 800-804)."""
    if level is Level.CHAPTER:
        return False
    if draft.level is Level.CHAPTER:
        return True
    if draft.level is Level.SECTION:
        first, _, last = code.partition("-")
        return covers(draft.code, first) and (not last or covers(draft.code, last)) and draft.code != code
    return level is not Level.SECTION and draft.code != code and code.startswith(draft.code)


def _inclusion(text: str, document: str, volume: Volume, paragraph: Paragraph) -> Note:
    plain = " ".join(text.split())
    return Note(
        NoteKind.INCLUSION, plain, codes=codes_in(plain, volume).codes, source=Source(document, paragraph.number)
    )


def _with_definitions(box: Box, enclosing: Box | None) -> Box:
    """The box with the explanations of its digits, which only the box of its chapter prints."""
    known = {digit.digit: digit.notes for digit in enclosing.digits} if enclosing else {}
    digits = tuple(replace(digit, notes=digit.notes or known.get(digit.digit, ())) for digit in box.digits)
    return replace(box, digits=digits)
