"""A finding in words: where its rule stands, what mends it, and the official text, from the installed edition."""

from __future__ import annotations

from collections.abc import Iterator

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.model.tabular import Node, Note
from mainterm.rules.declare import GUIDELINES, CodeEdit, Fix, Guideline, Mend, TabularNote
from mainterm.rules.run import Finding


def cited(finding: Finding) -> str:
    """Where the rule stands, as short as it can be found by."""
    where = finding.citation
    if finding.note:
        return f"{finding.note.code}, {finding.note.document} ¶{finding.note.paragraph}"
    if isinstance(where, CodeEdit):
        return f"Code Edits {where.section}: {where.name}"
    section, *also = where.cited
    beside = f" (also {', '.join(also)})" if also else ""
    return f"{guidelines(where)} {section}{f', page {where.page}' if where.page else ''}{beside}"


def guidelines(where: Guideline) -> str:
    """What they are called: of FY2012 where nothing else is said."""
    return "Guidelines" if where.of == GUIDELINES else f"Guidelines of FY{where.of},"


def person(encounter: Encounter) -> str:
    """Who and when, as far as it is known."""
    age = f"{encounter.days} days" if encounter.days >= 0 else f"{encounter.age} years" if encounter.age >= 0 else ""
    known = (encounter.setting, age, encounter.sex, encounter.discharged or encounter.admitted, encounter.disposition)
    return ", ".join(each for each in known if each and each != "unknown")


def said_fix(fix: Fix) -> str:
    """What mends it, in words."""
    return {
        Mend.REPLACE: f"{fix.other} instead of {fix.code}",
        Mend.ADD_BEFORE: f"add {fix.other} before {fix.code}",
        Mend.ADD_AFTER: f"add {fix.other} after {fix.code}",
        Mend.REMOVE: f"remove {fix.code}",
        Mend.MOVE_FIRST: f"{fix.code} first",
        Mend.MOVE_BEFORE: f"{fix.code} before {fix.other}",
        Mend.MOVE_AFTER: f"{fix.code} after {fix.other}",
    }[fix.mend]


def official_words(finding: Finding, book: Book) -> tuple[str, tuple[str, ...]]:
    """The heading and the paragraphs of what the finding cites; no paragraphs, where the edition has not the text."""
    if finding.note:
        return _note(finding.note, book)
    where = finding.citation
    if isinstance(where, CodeEdit):
        return f"Definitions of Medicare Code Edits, {where.section}: {where.name}", ()
    section = book.section(where.section)
    if section is None:
        return f"{guidelines(where)} {where.cited[0]}", ()
    return f"{guidelines(where)} {where.cited[0]}  {section.title}, {section.place}", tuple(section.text.splitlines())


def _note(cited_note: TabularNote, book: Book) -> tuple[str, tuple[str, ...]]:
    node = book.node(cited_note.code)
    places = (*book.ancestors(node), node) if node else ()
    for place in places:
        found = tuple(_whole(place, cited_note))
        if found:
            return f"Tabular List, {place.code} {place.display}", found
    return f"Tabular List, {cited_note.code}", ()


def _whole(place: Node, cited_note: TabularNote) -> Iterator[str]:
    """The note from its head to its last line."""
    block: list[Note] = []
    for note in (*place.notes, None):
        if block and (note is None or note.head or note.kind is not block[0].kind):
            if any(each.source.paragraph == cited_note.paragraph for each in block):
                yield from (each.text for each in block)
            block = []
        if note is not None:
            block.append(note)
