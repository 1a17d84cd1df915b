"""Loads the errata of a year's books: lines that were merged, broken or misprinted, each with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final

_NAMES: Final = ("{year}.index.toml", "{year}.tabular.toml")


@dataclass(frozen=True, slots=True)
class Erratum:
    """One slip of the press, and how the line is to be read.

    `second` is how the second line begins where a paragraph holds two, and `deeper` by how many levels it stands below
    the first. `through` is the last paragraph of a line that is broken over several. `code` is the line's code where
    it is `printed` in the wrong place or way; `bracket` is what a code of the Tabular List lacks: `[0-9]`, or `[-]` for
    one that takes no digit of its box. With none of these the line is read as it stands and the slip recorded.
    """

    document: str
    paragraph: int
    reason: str
    second: str = ""
    deeper: int = 0
    through: int = -1
    code: str = ""
    printed: str = ""
    bracket: str = ""

    def parted(self, text: str) -> tuple[str, str]:
        """The two lines that `text` holds."""
        at = text.rindex(self.second)
        return text[:at].rstrip(), text[at:]


@dataclass(frozen=True, slots=True)
class Errata:
    """The errata of one edition, by document and paragraph."""

    by_place: Mapping[tuple[str, int], Erratum] = field(default_factory=dict)

    def at(self, document: str, paragraph: int) -> Erratum | None:
        """The erratum of this paragraph, if any."""
        return self.by_place.get((document, paragraph))

    def of(self, document: str) -> tuple[Erratum, ...]:
        """All errata of a document, in its order."""
        return tuple(sorted((e for e in self.by_place.values() if e.document == document), key=lambda e: e.paragraph))


def load_errata(year: int) -> Errata:
    """The errata of a fiscal year's books; none are known of a year without a file of them."""
    found = [files("mainterm.editions").joinpath(name.format(year=year)) for name in _NAMES]
    return parse_errata("".join(file.read_text(encoding="utf-8") for file in found if file.is_file()))


def parse_errata(toml: str) -> Errata:
    """The errata that a TOML text tells: one table an erratum, gathered under the document's name."""
    listed = [
        Erratum(document=document, **entry) for document, entries in tomllib.loads(toml).items() for entry in entries
    ]
    return Errata({(erratum.document, erratum.paragraph): erratum for erratum in listed})
