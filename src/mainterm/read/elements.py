"""Reads an XML document into plain elements that know their lines; one that defines entities is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from mainterm.model.source import Unreadable

_DEEPEST: Final = 40
"""Elements within elements; the official documents stay under 20."""


@dataclass(slots=True)
class Element:
    """An element: `line` is where it begins, from 0; `parts` are its text and its elements, blank text left out."""

    name: str
    attributes: Mapping[str, str]
    line: int
    parts: list[Element | str] = field(default_factory=list)

    @property
    def elements(self) -> Iterator[Element]:
        """The elements right below."""
        return (part for part in self.parts if isinstance(part, Element))

    def all(self, *names: str) -> Iterator[Element]:
        """The elements right below with one of these names."""
        return (each for each in self.elements if each.name in names)

    def first(self, name: str) -> Element | None:
        """The first element right below with this name."""
        return next(self.all(name), None)

    @property
    def text(self) -> str:
        """Its own text, without that of the elements in it; every run of blanks as one."""
        return " ".join("".join(part for part in self.parts if isinstance(part, str)).split())

    def text_of(self, name: str) -> str:
        """The text of the first element right below with this name; "" where there is none."""
        found = self.first(name)
        return found.text if found else ""


def read_elements(data: bytes, document: str) -> Element:
    """The root of an XML document. Raises Unreadable, with the line, for one that is damaged, too deep or hostile.

    Hostile is what declares a document type or entities, which the official documents do not.
    """
    handler = _Handler(document)
    try:
        parseString(data, handler, forbid_dtd=True)
    except SAXParseException as error:
        line = error.getLineNumber()
        raise Unreadable(document, f"line {line}: is no XML ({error.getMessage()})", "get the file again") from error
    except LookupError as error:  # the encoding that it declares
        raise Unreadable(document, f"has an {error}", "give the file as published") from error
    except DefusedXmlException as error:
        raise Unreadable(document, "declares a document type or entities", "give the file as published") from error
    return handler.root


class _Handler(ContentHandler):
    def __init__(self, document: str) -> None:
        super().__init__()
        self.root = Element("", {}, 0)
        self._document = document
        self._open: list[Element] = []
        self._locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:
        self._locator = locator

    def startElement(self, name: str, attrs: Any) -> None:
        line = self._locator.getLineNumber() - 1
        element = Element(name, dict(attrs), line)
        if len(self._open) >= _DEEPEST:
            wrong = f"line {line + 1}: has more than {_DEEPEST} elements within each other"
            raise Unreadable(self._document, wrong, "give the file as published")
        if self._open:
            self._open[-1].parts.append(element)
        else:
            self.root = element
        self._open.append(element)

    def endElement(self, name: str) -> None:
        self._open.pop()

    def characters(self, content: str) -> None:
        if not content.isspace():
            self._open[-1].parts.append(content)
