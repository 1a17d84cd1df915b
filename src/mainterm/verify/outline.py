"""An index as the verifier reads it: the outline by its styles, and what each line prints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from mainterm.model.code import Volume
from mainterm.model.index import COLUMNS, Table
from mainterm.model.source import Paragraph
from mainterm.model.terms import DENIED
from mainterm.model.words import stem, words
from mainterm.verify.codes import CODE, Scope, read_scope
from mainterm.verify.statement import said_and_denied

_LEVEL: Final = re.compile(r"H(\d)")
_SEE: Final = re.compile(r"[-–\s(]*\b[Ss]ee\b[\s,-]*(also\b[\s-]*)?")
_PIECE: Final = re.compile(r"[()\[\],]")
_AND: Final = re.compile(r" and (?=[A-Z])")
_ASIDE: Final = re.compile(r",?\s*\b(?:NEC|NOS)\b|\(?M\d{4}/\d\)?|-+\s*(?:omit code|code to .+)$")
_DIGIT: Final = re.compile(r"\.?(\d)\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line prints: its essential words, all its words, its codes, its cross-references, its cells by column."""

    essential: str
    stems: frozenset[str]
    codes: Scope
    see: tuple[str, ...]
    see_also: tuple[str, ...]
    columns: Mapping[str, str]


NOTHING: Final = Reading("", frozenset(), Scope(), (), (), {})


class Outline:
    """One index, read from its paragraphs."""

    def __init__(self, paragraphs: Sequence[Paragraph], volume: Volume, tables: tuple[Table, ...]) -> None:
        self.volume = volume
        self._tables = tables
        self._paragraphs = paragraphs
        code = CODE[volume]
        dotted = r"[EV]?\d{2,3}\.\d{1,2}"
        bracketed = rf"\[\s*{code}\s*(?:\]|$)"
        self._tail = re.compile(
            rf"(?<!\d)(?<!\d\.)(?:{code}(?:\s*-\s*{code})?[.,]?(?:\s*{bracketed})*|{bracketed})\s*[.,]?$"
        )
        self._seam = re.compile(rf"(?<=[a-z)\s]){dotted}\s*(?=[A-Za-z])(?!NEC|NOS|and\b|or\b|to\b)")

    def level(self, number: int) -> int | None:
        """0 for a main term, 1 to 7 below it, None for what is no line of the outline."""
        paragraph = self._paragraphs[number]
        if not paragraph.plain:
            return None
        if found := _LEVEL.fullmatch(paragraph.style):
            return int(found[1]) - 2
        if paragraph.style != "Normal" or not self._tail.search(paragraph.plain):
            return None
        # Dindex12.rtf ¶17630 and three rows of Ddrugs12.rtf are main terms in style Normal; in small letters, such a
        # line goes on at the level above (DINDEX05.RTF ¶71645, Dindex06.rtf ¶72286).
        above = (self.level(number) for number in range(number - 1, -1, -1)) if paragraph.plain[0].islower() else ()
        return next((level for level in above if level is not None), 0)

    def parent(self, number: int) -> int | None:
        """The line above: the nearest earlier one of a smaller level."""
        level = self.level(number)
        if not level:
            return None
        levels = ((above, self.level(above)) for above in range(number - 1, -1, -1))
        return next((above for above, found in levels if found is not None and found < level), None)

    def path(self, number: int) -> list[int]:
        """The lines from the main term to this one."""
        above = self.parent(number)
        return [*self.path(above), number] if above is not None else [number]

    def children(self, number: int) -> Iterator[int]:
        """The lines right below."""
        level = self.level(number)
        for below in range(number + 1, len(self._paragraphs)):
            found = self.level(below)
            if found is not None and level is not None and found <= level:
                return
            if found is not None and self.parent(below) == number:
                yield below

    def boxes(self, number: int) -> Iterator[int]:
        """The boxes behind the line, before the next line of the outline."""
        for behind in range(number + 1, len(self._paragraphs)):
            if self._paragraphs[behind].style == "Box":
                yield behind
            elif self.level(behind) is not None:
                return

    def box_digits(self, number: int) -> tuple[Scope, dict[str, str]]:
        """What the box is for, and its digits with their meanings."""
        head, *lines = [line.strip() for line in self._paragraphs[number].text.split("\n") if line.strip()]
        return read_scope(head, self.volume), {f[1]: f[2] for line in lines if (f := _DIGIT.match(line))}

    def readings(self, number: int) -> list[Reading]:
        """What the line prints; more than one where two lines share a paragraph or a line runs on into the next."""
        paragraph = self._paragraphs[number]
        term, *cells = paragraph.text.split("\t")
        for table in self._tables:
            if len(cells) == len(COLUMNS[table]):
                codes = ("" if cell.strip() == "-" else cell.strip() for cell in cells)
                return [self._read(term, dict(zip(COLUMNS[table], codes, strict=True)))]
        text = paragraph.plain
        readings = [text]
        if number + 1 < len(self._paragraphs) and _runs_on(text):
            readings.append(f"{text} {self._paragraphs[number + 1].plain}")
        seam = self._seam.search(text)
        if seam and _balanced(text[: seam.start()]):
            readings += [text[: seam.end()], text[seam.end() :]]
        return [self._read(reading, {}) for reading in readings]

    def rows_print(self, number: int, column: str, code: str) -> bool:
        """Whether the rows like this one print `code` in a column, and none what this one prints there.

        Alike are those with the same code as this one in some other column: most of these have `code` in that one.
        """
        row = self._rows[number]
        for other in row.keys() - {column}:
            alike = Counter(
                each[column] for at, each in self._rows.items() if at != number and each.get(other) == row[other]
            )
            if row[column] not in alike and [most for most, _ in alike.most_common(1)] == [code]:
                return True
        return False

    @cached_property
    def _rows(self) -> dict[int, Mapping[str, str]]:
        """The rows of the tables, by their paragraphs."""
        read = ((p.number, self.readings(p.number)[0].columns) for p in self._paragraphs if "\t" in p.text)
        return {number: columns for number, columns in read if columns}

    def _read(self, text: str, columns: Mapping[str, str]) -> Reading:
        tail = self._tail.search(" ".join(text.split()))
        term = " ".join(text.split())[: tail.start()] if tail else " ".join(text.split())
        term, see, see_also = _take_references(term)
        term = _ASIDE.sub("", term)
        return Reading(
            essential=outside(term).strip(" .,-*"),
            stems=printed_stems(term),
            codes=read_scope(tail[0], self.volume) if tail else Scope(),
            see=see,
            see_also=see_also,
            columns=columns,
        )


def printed_stems(text: str) -> frozenset[str]:
    """The stems of a text, those behind a word such as *without* marked; both ways behind *with or without*."""
    found: set[str] = set()
    for piece in _PIECE.split(text.lower()):
        said, denied = said_and_denied(piece)
        found.update(stem(word) for word in words(said))
        found.update(DENIED + stem(word) for word in words(denied))
        if said.rstrip().endswith("with or"):
            found.update(stem(word) for word in words(denied))
    return frozenset(found)


def outside(text: str) -> str:
    """What stands outside parentheses and brackets; one that is not closed runs to the end."""
    kept = []
    depth = 0
    for character in text:
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(character)
    return "".join(kept)


def _take_references(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The text without its cross-references, and the targets of *see* and of *see also*."""
    see: list[str] = []
    see_also: list[str] = []
    while found := list(_SEE.finditer(text)):
        last = found[-1]
        target, behind = text[last.end() :], ""
        if "(" in last[0]:
            target, _, behind = target.partition(")")
        (see_also if last[1] else see).extend(each.strip(" ,)") for each in _AND.split(target))
        text = f"{text[: last.start()]} {behind}"
    return text, tuple(see), tuple(see_also)


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")")


def _runs_on(text: str) -> bool:
    """Whether a line goes on in the next paragraph; one that closes more than it opens does not (*Late effect(s))*)."""
    return text.count("(") > text.count(")") or text.endswith((",", " or", " and"))
