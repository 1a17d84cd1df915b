"""Reads the indexes and tables of ICD-10-CM from their XML into lines: terms, modifiers, codes, references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from mainterm.model.edition import Problem
from mainterm.model.index import COLUMNS_ICD10CM, Index, Line, Reference, ReferenceKind, Table
from mainterm.model.source import Source, Unreadable
from mainterm.read.elements import Element, read_elements
from mainterm.read.icd10cm_codes import bare, is_code, named_in
from mainterm.read.index_line import essential

PARTS: Final = {
    "index.diseases": (Index.DISEASES, Table.NONE),
    "index.neoplasm": (Index.DISEASES, Table.NEOPLASM),
    "index.drugs": (Index.DRUGS, Table.DRUGS),
    "index.external": (Index.EXTERNAL, Table.NONE),
}
"""The documents of an edition by their role, in the order of print: what each is."""

_CONDITION: Final = re.compile(r"condition\b")
_PART: Final = re.compile(r"\((?!of|to|in|by|or|at|on|as)[a-z]{1,2}\)")
"""A modifier that is part of a word: `cyst(s)`, `cephal(o)hematocele`; the XML has no blank before any modifier."""

_KINDS: Final = {
    "see": ReferenceKind.SEE,
    "seeAlso": ReferenceKind.SEE_ALSO,
    "seecat": ReferenceKind.SEE_CATEGORY,
    "subcat": ReferenceKind.SEE_CATEGORY,
}
_OF_CONDITION: Final = {
    ReferenceKind.SEE: ReferenceKind.SEE_CONDITION,
    ReferenceKind.SEE_ALSO: ReferenceKind.SEE_ALSO_CONDITION,
}
_SAID: Final = {"see": "see ", "seeAlso": "see also ", "seecat": "see category ", "subcat": "see subcategory "}
_TABLE: Final = re.compile(r"Table of (Neoplasm)s")


@dataclass(slots=True)
class IcdIndex:
    """What was read: the lines of all documents, whose ids are their places in the list, and what was amiss."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_icd10cm_index(documents: Mapping[str, tuple[str, bytes]]) -> IcdIndex:
    """The lines of the indexes among the documents. Raises Unreadable for a document that is none."""
    found = IcdIndex()
    for role, (index, table) in PARTS.items():
        if role in documents:
            document, data = documents[role]
            _Reader(document, index, table, found).read(data)
    return found


class _Reader:
    """Reads one document."""

    def __init__(self, document: str, index: Index, table: Table, found: IcdIndex) -> None:
        self._document = document
        self._index = index
        self._table = table
        self._found = found

    def read(self, data: bytes) -> None:
        root = read_elements(data, self._document)
        letters = tuple(root.all("letter"))
        if root.name != "ICD10CM.index" or not letters:
            raise Unreadable(self._document, "is no index of ICD-10-CM", "give the index as published")
        self._check_columns(root)
        for letter in letters:
            for main in letter.all("mainTerm"):
                self._line(main, None)

    def _check_columns(self, root: Element) -> None:
        """The heads of a table are those that the model gives its columns."""
        heading = root.first("indexHeading")
        heads = [each.text for each in heading.all("head") if each.attributes.get("col") != "1"] if heading else []
        wanted = COLUMNS_ICD10CM[self._table]
        if [head.casefold() for head in heads] != [column.casefold() for column in wanted]:
            self._problem("columns", f"the columns are headed {', '.join(heads)}", heading or root)

    def _line(self, element: Element, above: Line | None) -> None:
        """A main term or a subterm, with all below it."""
        level = above.level + 1 if above else 0
        said = element.attributes.get("level", "0")
        if said != str(level):
            self._problem("level", f"stands at level {level} and says {said}", element)
        line = self._read(element, above, level)
        self._found.lines.append(line)
        for term in element.all("term"):
            self._line(term, line)

    def _read(self, element: Element, above: Line | None, level: int) -> Line:
        id = len(self._found.lines)
        title = element.first("title")
        term = _term(title) if title else ""
        if not term:
            self._problem("no term", "a line has no term", element)
        codes, manifestations = self._codes(element, "code"), self._codes(element, "manif")
        head, nonessential = essential(term)
        return Line(
            id=id,
            index=self._index,
            level=level,
            parent=above.id if above else -1,
            main=above.main if above else id,
            text=_printed(element, term),
            term=term,
            head=head,
            nonessential=nonessential,
            codes=codes,
            manifestations=manifestations,
            references=tuple(_references(element)),
            table=self._table,
            cells=self._cells(element),
            nec="NEC" in term,
            nos="NOS" in term,
            source=Source(self._document, element.line),
        )

    def _codes(self, element: Element, name: str) -> tuple[str, ...]:
        """The codes of a line; what stands in the place of one and is none is a problem."""
        found = [each.text for each in element.all(name)]
        for text in found:
            if not is_code(text):
                self._problem("no code", f"{text} stands in the place of a code", element)
        return tuple(text for text in found if is_code(text))

    def _cells(self, element: Element) -> tuple[str, ...]:
        """The columns of a row, from the second on; none where the row has none."""
        given = {each.attributes.get("col", ""): each for each in element.all("cell")}
        cells = [given[str(n)].text if str(n) in given else "" for n in range(2, len(COLUMNS_ICD10CM[self._table]) + 2)]
        for text in cells:
            if text.strip("-") and not is_code(text):
                self._problem("no code", f"{text} stands in a column", element)
        return tuple("-" if text == "--" else text for text in cells) if given else ()

    def _problem(self, kind: str, text: str, element: Element) -> None:
        self._found.problems.append(Problem(kind, text, Source(self._document, element.line)))


def _term(title: Element) -> str:
    """The term with its modifiers in their places, as the book prints it."""
    parts = (part if isinstance(part, str) else _modifier(part.text) for part in title.parts)
    return " ".join("".join(parts).split()).replace(" ,", ",")


def _modifier(text: str) -> str:
    return text if _PART.fullmatch(text) else f" {text}"


def _references(element: Element) -> Iterator[Reference]:
    """The cross-references of a line; a category or subcategory that it names is one to see."""
    for each in element.all(*_KINDS):
        kind, target = _KINDS[each.name], each.text.rstrip(",")
        if kind is ReferenceKind.SEE_CATEGORY:
            yield Reference(kind, "dash", f"{_SAID[each.name].partition(' ')[2]}{target}", codes=(bare(target),))
        elif _CONDITION.match(target):
            yield Reference(_OF_CONDITION[kind], "dash", target)
        else:
            yield Reference(kind, "dash", _TABLE.sub(r"\1", target), codes=named_in(target))


def _printed(element: Element, term: str) -> str:
    """The line as the book prints it: behind the term, in the order of the XML, codes and what to see."""
    parts = [term]
    for each in element.elements:
        if each.name in _SAID:
            parts.append(f"- {_SAID[each.name]}{each.text}")
        elif each.name in ("code", "manif"):
            parts.append(each.text if each.name == "code" else f"[{each.text}]")
    return " ".join(parts)
