"""Reads the appendices: A morphology, C drug classes, D industrial accidents, E three-digit categories."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from mainterm.model.edition import Entry
from mainterm.model.source import Paragraph, Source, Unreadable

_Form = tuple[int, re.Pattern[str]]
"""The level of an entry and how its paragraph looks; the groups `key` and `codes` may be absent."""


def _form(level: int, pattern: str) -> _Form:
    return level, re.compile(pattern, re.S)


_TITLE: Final = r"(?P<text>[^\t]+)(?:\t+(?P<codes>\d{3}(?:\.\d+)?))?"
_DRUG: Final = r"(?:(?P<text>[^\t ].*)\t(?P<codes>\d{3}(?:\.\d+)?)|(?P<bare>with))"
"""A line of drugs without a number of its own stands as deep as it has tabs; *with* has no code."""

_FORMS: Final[dict[str, tuple[_Form, ...]]] = {
    "A": (
        _form(0, r"(?P<key>M\d{3}(?:-M\d{3})?)\t(?P<text>[^\t]+)"),
        _form(1, r"(?P<key>M\d{4}/\d)\t(?P<text>[^\t]+)"),
    ),
    "C": (
        _form(0, rf"(?P<key>\d{{1,2}}:00)\t{_TITLE}"),
        # Ddrgcl12.RTF ¶54 has a point for the colon: 20.12.16
        _form(1, rf"(?P<key>\d{{1,2}}[:.]\d\d(?:\.\d\d)?)\t{_TITLE}"),
        _form(4, rf"\t{{3}} +{_DRUG}"),
        _form(3, rf"\t{{3}}{_DRUG}"),
        _form(2, rf"\t{{2}}{_DRUG}"),
        _form(1, rf"\t{_DRUG}"),
    ),
    "D": (
        _form(0, r"(?P<key>\d)\s+(?P<text>.+)"),
        _form(1, r"(?P<key>\d\d)\t(?P<text>.+)"),
        _form(2, r"(?P<key>\d{3})\t(?P<text>.+)"),
    ),
    "E": (
        _form(2, r"(?P<key>\d{3}|V\d\d|E\d{3})\s+(?P<text>.+)"),
        _form(0, r"\d{1,2}\.\t(?P<text>.+)"),
        _form(1, r"(?P<text>.+)\((?P<codes>[VE]?\d{2,3}(?:-[VE]?\d{2,3})?)\)"),
    ),
}


def read_appendix(paragraphs: Iterable[Paragraph], document: str, letter: str) -> tuple[Entry, ...]:
    """The entries of an appendix in the order of print.

    Titles and explanations are entries without a key, at level 0. An entry of E has its category as key and code, its
    section the range. Raises Unreadable if no paragraph has the form of this appendix's entries.
    """
    entries = tuple(
        _entry(line, Source(document, paragraph.number), letter)
        for paragraph in paragraphs
        if paragraph.plain
        for line in _lines(paragraph, letter)
    )
    if not any(entry.key for entry in entries):
        raise Unreadable(document, f"has no entry of appendix {letter}", "check which document it is")
    return entries


def _lines(paragraph: Paragraph, letter: str) -> list[str]:
    """The paragraph's lines, where each is an entry (Dmorph12.RTF ¶767 has two); else the whole as one."""
    text = paragraph.text.strip("\n ")
    lines = [line for line in text.split("\n") if line.strip()]
    return lines if all(_match(line, letter) for line in lines) else [text]


def _match(line: str, letter: str) -> tuple[int, dict[str, str]] | None:
    found = ((level, form.fullmatch(line)) for level, form in _FORMS[letter])
    return next(((level, match.groupdict("")) for level, match in found if match), None)


def _entry(line: str, source: Source, letter: str) -> Entry:
    found = _match(line, letter)
    if found is None:
        return Entry(letter, "", " ".join(line.split()), 0, (), source)
    level, groups = found
    key = groups.get("key", "")
    if letter == "C" and ":" not in key:
        key = key.replace(".", ":", 1)
    codes = groups.get("codes") or (key if letter == "E" else "")
    text = " ".join((groups["text"] or groups.get("bare", "")).split())
    return Entry(letter, key, text, level, (codes,) if codes else (), source)
