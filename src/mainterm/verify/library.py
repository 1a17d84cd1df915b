"""The official documents of an edition, each read once, as an index or a Tabular List according to its role."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from mainterm.model.code import Volume
from mainterm.model.edition import Manifest
from mainterm.model.index import Table
from mainterm.model.source import Paragraph
from mainterm.read.paragraphs import read_paragraphs
from mainterm.verify.codes import CODE
from mainterm.verify.outline import Outline
from mainterm.verify.tabular import Tabular

DRUGS = "index.drugs"
"""The role of the Table of Drugs and Chemicals."""


class Library:
    """What a proof is checked against: `open_document` gives a document's bytes by its name."""

    def __init__(self, manifest: Manifest, open_document: Callable[[str], bytes]) -> None:
        self.manifest = manifest
        self._open = open_document
        self._roles = {document.name: document.role for document in manifest.documents}
        self._paragraphs: dict[str, Sequence[Paragraph]] = {}
        self._outlines: dict[str, Outline] = {}
        self._tabulars: dict[str, Tabular] = {}
        self._codes: dict[Volume, frozenset[str]] = {}

    def role(self, name: str) -> str:
        """What the document is in the edition, "" if it is not of it."""
        return self._roles.get(name, "")

    def volume(self, name: str) -> Volume:
        """The classification that the document belongs to."""
        return Volume.PROCEDURES if self.role(name).endswith(".procedures") else Volume.DISEASES

    def paragraphs(self, name: str) -> Sequence[Paragraph]:
        """The document's paragraphs."""
        if name not in self._paragraphs:
            self._paragraphs[name] = read_paragraphs(self._open(name), name)
        return self._paragraphs[name]

    def outline(self, name: str) -> Outline:
        """The document as an index."""
        if name not in self._outlines:
            tables = (Table.DRUGS,) if self.role(name) == DRUGS else (Table.HYPERTENSION, Table.NEOPLASM)
            self._outlines[name] = Outline(self.paragraphs(name), self.volume(name), tables)
        return self._outlines[name]

    def tabular(self, name: str) -> Tabular:
        """The document as a Tabular List."""
        if name not in self._tabulars:
            volume = self.volume(name)
            self._tabulars[name] = Tabular(self.paragraphs(name), volume, partial(self._indexed, volume))
        return self._tabulars[name]

    def _indexed(self, volume: Volume) -> frozenset[str]:
        """The codes that the indexes of a volume print, anywhere in their lines."""
        if volume not in self._codes:
            of = (
                name for name, role in self._roles.items() if role.startswith("index.") and self.volume(name) == volume
            )
            code = re.compile(rf"(?<![\w.])(?:{CODE[volume]})(?![\w.]*\d)")
            self._codes[volume] = frozenset(
                found for name in of for paragraph in self.paragraphs(name) for found in code.findall(paragraph.text)
            )
        return self._codes[volume]
