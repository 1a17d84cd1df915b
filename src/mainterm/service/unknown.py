"""Why a text is no code of an edition, in one line: no text at all, damaged, of the other volume or another year."""

from __future__ import annotations

from mainterm.history.readings import readings
from mainterm.model.code import Volume, dotted
from mainterm.model.edition import Book
from mainterm.service.in_force import installed_years
from mainterm.service.open import open_edition

_NAMES = {Volume.DISEASES: "disease", Volume.PROCEDURES: "procedure"}


class UnknownCode(KeyError):
    """No code of the edition. Its message is one line: what was asked for, why it is none, and what it may be."""

    def __str__(self) -> str:
        return str(self.args[0])


def unknown_code(book: Book, volume: Volume, asked: object) -> UnknownCode:
    """The error for what is no code of the volume in the edition."""
    return UnknownCode(f"{asked!r}: {_why(book, volume, asked)}")


def _why(book: Book, volume: Volume, asked: object) -> str:
    title = book.manifest.title
    if not isinstance(asked, str):
        return f"a code is text, such as '250.00', not {type(asked).__name__}, which loses zeros and letters"
    other = next(each for each in Volume if each is not volume)
    code = dotted(asked, volume)
    if not code:
        may_be = _may_be(book, volume, asked) or _of_other(book, other, asked)
        return f"has not the form of a {_NAMES[volume]} code{may_be}"
    years = [name for name in installed_years() if open_edition(name).node(code, volume)]
    if years:
        return f"is no code of {title}, but of {', '.join(f'FY{year}' for year in years)}"
    near = book.codes_near(code, volume)
    meant = f"; near it are {', '.join(near)}" if near else ""
    return f"is no {_NAMES[volume]} code of {title}{_of_other(book, other, asked) or meant}"


def _may_be(book: Book, volume: Volume, asked: str) -> str:
    """The codes that it was, if it is damaged."""
    found = [each.code for each in readings(asked, volume) if book.node(each.code, volume)]
    return f"; if it is damaged, it may be {' or '.join(dict.fromkeys(found))}: see mainterm.repair" if found else ""


def _of_other(book: Book, other: Volume, asked: str) -> str:
    code = dotted(asked, other)
    return f"; it is the {_NAMES[other]} {code}: ask .{other} for it" if code and book.node(code, other) else ""
