"""Which code is meant by what was typed: with or without the point, of a disease or of a procedure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mainterm.model.classification import Classification
from mainterm.model.code import Volume, dotted
from mainterm.model.edition import Book
from mainterm.model.tabular import Level

_DISEASE_CATEGORY = 3
"""Digits: 010 is a disease category and not procedure 01.0, as 10 is a procedure category and no disease."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, read as a key of the Tabular List; the key is "" where it has not the form of one.

    `other` is what the same digits spell in the other volume: the procedure if there is one too, the disease that there
    is not, where the code can only be a procedure. `near` are codes that exist, where this one does not.
    """

    key: str
    volume: Volume = Volume.DISEASES
    exists: bool = False
    other: str = ""
    near: tuple[str, ...] = ()


def read_code(book: Book, text: str, procedures: bool = False) -> Asked:
    """What `text` means: the disease, where it spells a procedure too and procedures are not asked for."""
    of = book.manifest.classification
    forms = tuple(_forms(text.strip(), procedures) if of is Classification.ICD9CM else _plain(text.strip(), of))
    if not forms:
        return Asked("")
    key, volume = next((form for form in forms if book.node(*form)), forms[0])
    if book.node(key, volume) is None:
        return Asked(key, volume, near=book.codes_near(key, volume))
    others = (form for form in forms if form[1] is not volume and "-" not in text)
    said = (other for other in others if volume is Volume.PROCEDURES or book.node(*other))
    return Asked(key, volume, True, next((other for other, _ in said), ""))


def _forms(text: str, procedures: bool) -> Iterator[tuple[str, Volume]]:
    """The keys that `text` may be, the likeliest first."""
    category = text.isdigit() and len(text) == _DISEASE_CATEGORY
    for volume in (Volume.PROCEDURES,) if procedures else (Volume.DISEASES, Volume.PROCEDURES):
        if "-" in text:
            yield from ((key, volume) for key in _headings(text, volume))
        elif (code := dotted(text, volume)) and (procedures or volume is Volume.DISEASES or not category):
            yield code, volume


def _plain(text: str, of: Classification) -> Iterator[tuple[str, Volume]]:
    """The keys that `text` may be in a classification of one volume, which has sections of one category: B20."""
    if code := of.read(text):
        yield code, Volume.DISEASES
    elif text and all(of.read(code) for code in text.split()[-1].split("-")):
        yield from ((key, Volume.DISEASES) for key in _keys(text))


def _headings(text: str, volume: Volume) -> Iterator[str]:
    """The keys of `280-289`, `section 280-289`, `Chapter v01-v91`."""
    if all(dotted(code, volume) for code in text.split()[-1].split("-")):
        yield from _keys(text)


def _keys(text: str) -> Iterator[str]:
    """The keys of the sections and chapters that a range names, behind their level or without it."""
    *said, codes = text.split()
    for level in (Level.SECTION, Level.CHAPTER):
        if not said or said[0].lower() == level:
            yield f"{level} {codes.upper()}"
