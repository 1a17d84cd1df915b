"""Reads the Tabular List of ICD-10-CM from its XML: nodes, notes, and the 7th characters that codes end in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from mainterm.model.edition import Problem
from mainterm.model.source import Source, Unreadable
from mainterm.model.tabular import Box, Digit, Level, Node, Note, NoteKind
from mainterm.read.elements import Element, read_elements
from mainterm.read.icd10cm_codes import named_in

SEVENTH: Final = 7
_PLACEHOLDER: Final = "X"
_KINDS: Final = {
    "inclusionTerm": (NoteKind.INCLUSION, ""),
    "includes": (NoteKind.INCLUDES, "Includes: "),
    "excludes1": (NoteKind.EXCLUDES1, "Excludes1: "),
    "excludes2": (NoteKind.EXCLUDES2, "Excludes2: "),
    "useAdditionalCode": (NoteKind.USE_ADDITIONAL, "Use additional "),
    "codeFirst": (NoteKind.CODE_FIRST, "Code first "),
    "codeAlso": (NoteKind.CODE_ALSO, "Code also "),
    "notes": (NoteKind.NOTE, "Note: "),
}
"""What an element of notes is, and the keyword before its first note, which the book prints and the XML does not."""

_LISTED: Final = (NoteKind.USE_ADDITIONAL, NoteKind.CODE_FIRST, NoteKind.CODE_ALSO)
"""Notes of which what follows a colon is a list; in the others the XML does not tell where a list ends."""

_RANGE: Final = re.compile(r"\s*\(([A-Z]\d[0-9A-Z](?:-[A-Z]\d[0-9A-Z])?)\)$")
_REMEDY: Final = "give the Tabular List of ICD-10-CM as published"


@dataclass(slots=True)
class IcdTabular:
    """What was read: the nodes in the order of print, the definitions of 7th characters as boxes, what was amiss."""

    document: str
    nodes: list[Node] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, kind: str, text: str, line: int) -> None:
        """Take note of something amiss in a line of the document."""
        self.problems.append(Problem(kind, text, Source(self.document, line)))


def read_icd10cm_tabular(data: bytes, document: str) -> IcdTabular:
    """The Tabular List. Raises Unreadable for a document that is none."""
    root = read_elements(data, document)
    if root.name != "ICD10CM.tabular" or root.first("chapter") is None:
        raise Unreadable(document, "is no Tabular List of ICD-10-CM", _REMEDY)
    found = IcdTabular(document)
    for chapter in root.all("chapter"):
        _chapter(chapter, found)
    return found


def _chapter(chapter: Element, found: IcdTabular) -> None:
    title, codes = _parted(chapter.text_of("desc"))
    if not codes:
        raise Unreadable(found.document, f"line {chapter.line + 1}: is a chapter without its codes", _REMEDY)
    node = _node(chapter, codes, Level.CHAPTER, title, "", found)
    found.nodes.append(node)
    above = [node]  # the sections are printed one behind the other, those within another too
    for section in chapter.all("section"):
        codes = section.attributes.get("id", "")
        while above[-1] is not node and not _within(codes, above[-1].code):
            above.pop()
        title, said = _parted(section.text_of("desc"))
        if said != codes:
            found.problem("section", f"{codes}: its title says {said or 'no codes'}", section.line)
        above.append(_node(section, codes, Level.SECTION, title, above[-1].key, found))
        found.nodes.append(above[-1])
        for category in section.all("diag"):
            _code(category, above[-1].key, None, found)
    _check_sections(chapter, found)


def _parted(title: str) -> tuple[str, str]:
    """A title and the codes in parentheses behind it."""
    codes = _RANGE.search(title)
    return (title[: codes.start()], codes[1]) if codes else (title, "")


def _within(codes: str, span: str) -> bool:
    """Whether a range lies in another."""
    (low, _, high), (first, _, last) = codes.partition("-"), span.partition("-")
    return first <= low and (high or low) <= (last or first)


def _check_sections(chapter: Element, found: IcdTabular) -> None:
    """The list of sections that stands before them against these."""
    printed = {section.attributes.get("id", "") for section in chapter.all("section")}
    index = chapter.first("sectionIndex")
    for listed in index.all("sectionRef") if index else ():
        first, last = listed.attributes.get("first", ""), listed.attributes.get("last", "")
        if not {f"{first}-{last}", first if first == last else ""} & printed:
            found.problem("section", f"{first}-{last} is listed at the head of its chapter, but is none", listed.line)


def _code(element: Element, parent: str, box: Box | None, found: IcdTabular) -> None:
    """A category or code with all below it; `box` is the definition of the 7th character in force."""
    code, title = element.text_of("name"), element.text_of("desc")
    if not code or not title:
        raise Unreadable(found.document, f"line {element.line + 1}: is a code without name or title", _REMEDY)
    own = _box(element, code, found)
    box = own or box
    below = tuple(element.all("diag"))
    expanded = box is not None and not below and len(code.replace(".", "")) < SEVENTH
    level = Level.CATEGORY if "." not in code else Level.SUBCATEGORY if below or expanded else Level.CODE
    node = _node(element, code, level, title, parent, found, valid=not below and not expanded)
    found.nodes.append(node)
    if box is not None and expanded:
        found.nodes += (_expanded(node, box, each) for each in box.digits)
    for each in below:
        _code(each, node.key, box, found)


def _node(
    element: Element, code: str, level: Level, title: str, parent: str, found: IcdTabular, valid: bool = False
) -> Node:
    source = Source(found.document, element.line)
    return Node(code, level, title, parent, valid=valid, notes=tuple(_notes(element, found)), source=source)


def _expanded(node: Node, box: Box, each: Digit) -> Node:
    """The code that a 7th character makes, X in the places that are empty before it; its title is that of both."""
    digits = node.code.replace(".", "").ljust(SEVENTH - 1, _PLACEHOLDER)[3:] + each.digit
    return Node(
        code=f"{node.code[:3]}.{digits}",
        level=Level.CODE,
        title=each.meaning,
        parent=node.key,
        valid=True,
        printed=False,
        long_title=f"{node.title}, {each.meaning}",
        notes=each.notes,
        source=each.source,
        box=box.source,
    )


def _box(element: Element, code: str, found: IcdTabular) -> Box | None:
    """The definition of the 7th character that stands at a code."""
    definition = element.first("sevenChrDef")
    if definition is None:
        return None
    note = element.first("sevenChrNote")
    told = note.text_of("note") if note else ""
    if not told:
        found.problem("7th character", f"the 7th characters of {code} are given without a note", definition.line)
    source = Source(found.document, note.line if note else definition.line)
    box = Box(told, SEVENTH, named_in(told) or (code,), code, tuple(_digits(definition, found)), source)
    found.boxes.append(box)
    return box


def _digits(definition: Element, found: IcdTabular) -> Iterator[Digit]:
    """The characters with their meanings; a note between them explains the one before it."""
    digits: list[Digit] = []
    for each in definition.all("extension", "note"):
        place = Source(found.document, each.line)
        if each.name == "extension":
            digits.append(Digit(each.attributes.get("char", ""), each.text, (), place))
        elif digits:
            last = digits.pop()
            note = Note(NoteKind.INCLUSION, each.text, source=place)
            digits.append(Digit(last.digit, last.meaning, (*last.notes, note), last.source))
    return iter(digits)


def _notes(element: Element, found: IcdTabular) -> Iterator[Note]:
    """The notes and inclusion terms right below an element, in the order of print."""
    for group in element.elements:
        if group.name in _KINDS:
            yield from _group(group, found)
        elif group.name == "visualImpairment":
            yield from _table(group, found)


def _group(group: Element, found: IcdTabular) -> Iterator[Note]:
    kind, keyword = _KINDS[group.name]
    listed = False
    for number, each in enumerate(group.all("note")):
        text = each.text
        if not text:
            found.problem("empty note", f"a note of kind {kind} says nothing", each.line)
            continue
        head = number == 0 and bool(keyword)
        said = f"{keyword.rstrip() if text.startswith(',') else keyword}{text}" if head else text
        yield Note(kind, said, head, int(listed), named_in(text), Source(found.document, each.line))
        listed = kind in _LISTED and (listed or text.endswith(":"))


def _table(table: Element, found: IcdTabular) -> Iterator[Note]:
    """The table of visual impairment, a line a category."""
    for row in table.all("visCategory"):
        yield Note(NoteKind.TABLE, " | ".join(_cells(row)), source=Source(found.document, row.line))


def _cells(element: Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for each in element.elements:
        yield from _cells(each)
