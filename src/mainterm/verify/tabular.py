"""The Tabular List as the verifier reads it: printed codes, brackets, digit boxes, and which codes are valid."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import Final

from mainterm.model.code import Volume, add_digit, category_of
from mainterm.model.source import Paragraph
from mainterm.model.terms import is_wording
from mainterm.model.words import STOP, stem, stems, words
from mainterm.verify.codes import CODE, Scope, digits_in, read_scope
from mainterm.verify.misprints import mended, misprinted

_HEADINGS: Final = frozenset(("Chapter", "Section", "Tabular"))
_LISTS: Final = frozenset(("Neoplasm", "3digits Note list1"))
"""Styles of lists of codes that are no lines of the Tabular: neoplasm groups (chapter 2), E001-E030's list."""

_TERM: Final = re.compile(r"[345]digits line")
_EXCLUDED: Final = re.compile(r"[345]digits Excludes (?:head|line|list(\d))")
_LISTED: Final = re.compile(r"[345]digits (?:line|list\d)")
"""The styles of inclusion terms on lines of their own."""

_BOX: Final = re.compile(r"[45]table(?: head)?")
_PARTLY: Final = re.compile(r"appropriate|valid (?:fourth-\s?)?digits? (?:categories )?are in")
_DIGIT: Final = re.compile(r"(\d)\t")
_BRACKET: Final = re.compile(r"\[[\d,\s-]+\]")
_ZERO: Final = "Use 0 as fourth digit"


@dataclass(frozen=True, slots=True)
class DigitBox:
    """A digit box: `owner` is the code that it stands under, or "" for a heading, whose range is then in `under`.

    A `partial` box is only for the codes that have a bracket. `digits` are (paragraph, digit).
    """

    owner: str
    under: Scope
    position: int
    scope: Scope
    partial: bool
    digits: tuple[tuple[int, str], ...]

    def among(self, bracketed: Set[str]) -> DigitBox:
        """The box as it is meant among the codes that have a bracket: for every code, if no bracket is in its scope.

        So it is with 800-804 before FY2009, whose box speaks of brackets that none of them has.
        """
        return self if any(map(self.is_for, bracketed)) else replace(self, partial=False)

    def is_for(self, code: str) -> bool:
        """Whether the box supplies the next digit of `code`, brackets aside."""
        if self.scope.ranges:
            return self.scope.covers(code)
        if self.scope.endings:
            return self.under.covers(code) and code.endswith(self.scope.endings)
        return self.under.covers(code)


class Tabular:
    """One volume's Tabular List, read from its paragraphs; `indexed` gives the codes that its Index prints."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], volume: Volume, indexed: Callable[[], Set[str]] = frozenset
    ) -> None:
        line = re.compile(rf"({CODE[volume]})(?:\s+\S|(?=[A-Z]))")
        self._volume = volume
        self._indexed = indexed
        codes: dict[int, str] = {}
        for paragraph in paragraphs:
            found = line.match(paragraph.text)
            if found and paragraph.style not in _LISTS and "table" not in paragraph.style:
                codes[paragraph.number] = found[1]
        meant = misprinted(codes.values(), indexed())
        self._codes = {number: meant.get(code, code) for number, code in codes.items()}
        self._paragraphs = paragraphs = mended(paragraphs, codes, self._codes)
        glued = re.compile(rf"(?<=[a-z])(?=({CODE[volume]})\t[A-Z])")
        seconds = ((n, found) for n in self._codes if (found := glued.search(paragraphs[n].text)))
        self._second = {number: (found[1], paragraphs[number].text[found.start() :]) for number, found in seconds}
        also = {code: number for number, (code, _) in self._second.items()}
        self._printed = also | {code: number for number, code in reversed(self._codes.items())}
        self._breaks = sorted(
            self._codes.keys() | {p.number for p in paragraphs if p.style in _HEADINGS or _BOX.fullmatch(p.style)}
        )
        self._above = {code[:size] for code in self._printed for size in range(2, len(code))}
        bracketed = {self._code_over(p.number) for p in paragraphs if _BRACKET.fullmatch(p.plain)}
        boxes = self._read_boxes()
        # Procedures: the Index, which has no boxes, tells which codes have digits: `_is_indexed`.
        self._boxes = tuple(boxes if volume is Volume.PROCEDURES else (box.among(bracketed) for box in boxes))

    def code_at(self, number: int) -> str:
        """The code whose line this paragraph is, or ""."""
        return self._codes.get(number, "")

    def text_at(self, number: int) -> str:
        """The paragraph's text, with the code that is meant where it begins with another by a misprint."""
        return self._paragraphs[number].text

    def second_line(self, number: int) -> tuple[str, str]:
        """The code and the text of a second line that a paragraph holds: 33.51, up to FY2003 (Ptab03.RTF ¶2041)."""
        return self._second.get(number, ("", ""))

    def _code_over(self, number: int) -> str:
        """The code under whose line a paragraph stands, boxes aside, or ""."""
        places = reversed(self._breaks[: bisect_right(self._breaks, number)])
        return next((code for place in places if (code := self.code_at(place))), "")

    def parent(self, code: str) -> str:
        """The printed code right above `code`, or ""."""
        return next((code[:size] for size in range(len(code) - 1, 1, -1) if code[:size] in self._printed), "")

    def is_valid(self, code: str) -> bool:
        """Whether `code`, printed or expanded, has all its digits."""
        return code not in self._above and not self.expansions(code)

    def expansions(self, code: str) -> dict[int, str]:
        """The codes that a box makes of `code`, by the paragraph of the digit's line; none if it is complete."""
        if code in self._above:
            return {}
        bracket = self._bracket(code)
        stem = f"{code}.0" if "." not in code and self._has_zero(code) else code
        boxes = [box for box in self._boxes if box.position == digits_in(stem) + 1]
        own = [box for box in boxes if box.owner and category_of(box.owner) == category_of(code)]
        return {
            number: add_digit(stem, digit)
            for box in own or boxes
            if box.is_for(code)
            for number, digit in box.digits
            if (digit in bracket if bracket else not box.partial or self._is_indexed(stem, digit, box))
        }

    def _is_indexed(self, stem: str, digit: str, box: DigitBox) -> bool:
        """Whether the Index prints what a digit makes of a code, and most digits of the box: its bracket was left out.

        So it is with 79.0 and 79.1, and all of 80 but 80.6, up to FY2002 (Ptab02.RTF ¶6247, ¶6367).
        """
        made = [add_digit(stem, digit) for _, digit in box.digits]
        indexed = self._indexed()
        return add_digit(stem, digit) in indexed and 2 * sum(code in indexed for code in made) > len(made)

    def explanations(self, number: int, code: str) -> tuple[str, ...]:
        """The lines that say what a digit of `code` takes in: below its own, or below the same digit of the list that
        a heading above has (711-730: *see list at beginning of chapter for definitions*)."""
        text = self._paragraphs[number].text
        headings = [box for box in self._boxes if not box.owner and box.scope.covers(code)]
        listed = [digit for box in headings for digit, _ in box.digits if self._paragraphs[digit].text == text]
        return next(filter(None, map(self._below, (number, *listed))), ())

    def _below(self, number: int) -> tuple[str, ...]:
        below = takewhile(lambda paragraph: not _DIGIT.match(paragraph.text), self.region(number))
        return tuple(paragraph.plain for paragraph in below)

    def words_at(self, code: str) -> frozenset[str]:
        """The stems of a printed code's title and of what stands below it: its inclusion terms, its notes."""
        number = self._printed.get(code)
        if number is None:
            return frozenset()
        texts = (f"{code} {self.title(code)}", *(paragraph.plain for paragraph in self.region(number)))
        return frozenset(stem for text in texts for stem in stems(text))

    def categories_with(self, wanted: frozenset[str]) -> frozenset[str]:
        """The categories in which one code has all these stems in its title or below it."""
        return frozenset(category_of(code) for code in self._printed if wanted <= self.words_at(code))

    def printed(self, code: str) -> str:
        """The code itself where it is printed, else the one above it of which a box makes it."""
        return code if code in self._printed or not code else self.printed(self.parent(code))

    def title(self, code: str) -> str:
        """The title of a printed code, "" where it is not printed."""
        number = self._printed.get(code)
        if number is None:
            return ""
        second, text = self.second_line(number)
        whole = text if code == second else self._paragraphs[number].text.removesuffix(text)
        return " ".join(whole.split()).removeprefix(code)

    def code_of_term(self, number: int) -> str:
        """The printed code under which this paragraph is an inclusion term on a line of its own, or ""."""
        paragraph, at = self._paragraphs[number], bisect_right(self._breaks, number)
        is_term = _TERM.fullmatch(paragraph.style) and not paragraph.plain.endswith(":")
        return self.code_at(self._breaks[at - 1]) if is_term and at else ""

    def terms_at(self, code: str) -> tuple[str, ...]:
        """The inclusion terms that stand at a printed code, and the parts of those that are lists."""
        return tuple(p.plain for p in self.region(self._printed[code]) if _LISTED.fullmatch(p.style))

    def codes_with_term(self, text: str) -> frozenset[str]:
        """The codes under which the words of a text are an inclusion term on a line of its own."""
        said = words(text)
        wanted = {word for word in map(stem, said) if word not in STOP}
        terms = (p for p in self._terms if wanted <= p[1] and is_wording(said, self._paragraphs[p[0]].plain))
        return frozenset(code for number, _ in terms if (code := self.code_of_term(number)))

    @cached_property
    def _terms(self) -> tuple[tuple[int, frozenset[str]], ...]:
        """The inclusion terms, each with the stems that it has."""
        terms = (p for p in self._paragraphs if _TERM.fullmatch(p.style))
        return tuple((term.number, frozenset(map(stem, words(term.plain)))) for term in terms)

    def titles_over(self, code: str) -> str:
        """The titles of a printed code and of those above it."""
        above = self.parent(code)
        title = self.title(code)
        return f"{self.titles_over(above)}, {title}" if above else title

    def headings_over(self, code: str) -> str:
        """The titles of the chapter and the sections that a code is in."""
        return ", ".join(
            self._paragraphs[number].plain.rpartition("(")[0]
            for number in self._breaks
            if self._paragraphs[number].style in _HEADINGS and self._scope(number).covers(code)
        )

    def stands_over(self, number: int, code: str) -> bool:
        """Whether a note in this paragraph holds for `code`: it stands under it, under one above it, or a heading."""
        if not 0 <= number < len(self._paragraphs) or number in self._breaks:
            return False
        places = (place for place in reversed(self._breaks[: bisect_right(self._breaks, number)]))
        above = next((place for place in places if not _BOX.fullmatch(self._paragraphs[place].style)), None)
        return above is not None and self._scope(above).covers(code)

    def excluded(self, number: int) -> str:
        """The words of a line of an Excludes note, behind those of the lines over it that end in a colon; else ""."""
        paragraph = self._paragraphs[number]
        found = _EXCLUDED.fullmatch(paragraph.style)
        if not found or number in self._breaks:
            return ""
        words, depth = paragraph.plain, int(found[1] or 0)
        for above in range(number - 1, self._breaks[bisect_right(self._breaks, number) - 1], -1):
            over = _EXCLUDED.fullmatch(self._paragraphs[above].style)
            if not over or words.startswith("Excludes"):
                break
            if int(over[1] or 0) < depth and self._paragraphs[above].plain.endswith(":"):
                words, depth = f"{self._paragraphs[above].plain} {words}", int(over[1] or 0)
        return words

    def region(self, number: int) -> Iterator[Paragraph]:
        """The paragraphs behind `number`, up to the next code, heading or box."""
        at = bisect_right(self._breaks, number)
        end = self._breaks[at] if at < len(self._breaks) else len(self._paragraphs)
        yield from self._paragraphs[number + 1 : end]

    def _bracket(self, code: str) -> frozenset[str]:
        """The digits in the bracket under `code`: `[0-6, 9]`."""
        for paragraph in self.region(self._printed[code]) if code in self._printed else ():
            if _BRACKET.fullmatch(paragraph.plain):
                pairs = re.findall(r"(\d)(?:\s*-\s*(\d))?", paragraph.plain)
                return frozenset(str(d) for low, high in pairs for d in range(int(low), int(high or low) + 1))
        return frozenset()

    def _has_zero(self, code: str) -> bool:
        """Whether a line under the code says so; in FY1998 and FY1999 it is set as a box (dtab99.rtf ¶15765)."""
        found = self._printed.get(code)
        behind = self._paragraphs[found + 1 :] if found is not None else ()
        under = takewhile(lambda each: each.number not in self._codes and each.style not in _HEADINGS, behind)
        return any(each.plain.startswith(_ZERO) for each in under)

    def _scope(self, number: int) -> Scope:
        """The code whose line this is, or the range in a heading's parentheses."""
        code = self.code_at(number)
        text = self._paragraphs[number].plain
        return Scope(((code, code),)) if code else read_scope(text.rpartition("(")[2], self._volume)

    def _read_boxes(self) -> Iterator[DigitBox]:
        owner, under = "", Scope()
        for number in self._breaks:
            paragraph = self._paragraphs[number]
            if code := self.code_at(number):
                owner, under = code, self._scope(number)
            elif paragraph.style in _HEADINGS:
                owner, under = "", self._scope(number)
            else:
                yield DigitBox(
                    owner,
                    under,
                    4 if "fourth" in paragraph.plain and "fourth-digit ." not in paragraph.plain else 5,
                    read_scope(paragraph.plain, self._volume),
                    _PARTLY.search(paragraph.plain) is not None,
                    tuple((p.number, found[1]) for p in self.region(number) if (found := _DIGIT.match(p.text))),
                )
