"""The drugs and chemicals that a statement names: rows of the Table, also by a brand or a class of ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from mainterm.encode.gloss import Gloss
from mainterm.encode.growths import is_growth
from mainterm.encode.lexicon.lines import Entry, entries
from mainterm.encode.lexicon.tables import read_phrase
from mainterm.encode.likes import Likes
from mainterm.encode.outline import Outline
from mainterm.encode.segments import Segment
from mainterm.encode.walk import Way, rank, ways
from mainterm.encode.weight import weigh
from mainterm.model.edition import Book
from mainterm.model.index import COLUMNS, Index, Line, Table
from mainterm.model.words import stem, stems

FILE: Final = "brands.txt"
"""Brands, and drugs that the Table does not name, with what it has for them."""

_GENERAL: Final = frozenset(
    "drug medicine medicinal tablet poison chemical ingested fume gas vapor compound liver water blood food air dye "
    "smoke dust wild black white yellow letter seed solid".split()
)
"""Main terms that name no substance; taken only where nothing else is named."""
_NEVER: Final = frozenset("liver water blood food air wild black white yellow letter seed solid smoke dust".split())
"""Of these, what a statement has in another sense far oftener."""

_KINDS: Final = frozenset(
    "insecticide pesticide herbicide fungicide rodenticide antibiotic analgesic sedative narcotic hypnotic detergent "
    "cleaner solvent disinfectant antidepressant tranquilizer".split()
)
"""Main terms that name a kind of substance: behind the name of one of the kind they name no other."""


class Substance(NamedTuple):
    """A row of the Table that the words name, in the segments with these numbers."""

    way: Way
    at: tuple[int, ...]

    @property
    def line(self) -> Line:
        return self.way.last.line

    @property
    def general(self) -> bool:
        """Whether it is no substance by name: *drug*, *medicine*."""
        return len(self.way.moves) == 1 and self.way.moves[0].used <= _GENERAL

    @property
    def medicinal(self) -> bool:
        """Whether it has a therapeutic use: a poisoning by it is in 960-979 (I.C.17.e.2), otherwise a toxic effect."""
        return self.cell("Poisoning") < "980" and bool(self.cell("Therapeutic use"))

    @property
    def beverage(self) -> bool:
        """Whether it is alcohol as people drink it, or of a type not stated."""
        return self.cell("Poisoning") in ("980.0", "980.9")

    @property
    def animal(self) -> bool:
        """Whether it is the venom of an animal: its accident is a bite or sting (E905)."""
        return self.cell("Accident").startswith("E905")

    def cell(self, column: str) -> str:
        """The code of a column, "" where the row has none."""
        code = self.line.cells[COLUMNS[Table.DRUGS].index(column)]
        return "" if code == "-" else code


def substances(book: Book, outline: Outline, segments: Sequence[Segment]) -> tuple[Substance, ...]:
    """The rows that the segments name, each once, in their order; one that the others' words make fuller is fuller."""
    every = frozenset[str]().union(*(segment.stems for segment in segments if not segment.denied))
    found: dict[int, Substance] = {}
    for number, segment in enumerate(segments):
        if segment.denied:
            continue
        for way in _named(book, outline, segment.stems):
            fuller = _fuller(book, outline, way, every, segment.stems) or way
            at = tuple(n for n, s in enumerate(segments) if not s.denied and s.stems & fuller.placed) or (number,)
            found.setdefault(fuller.last.line.id, Substance(fuller, at))
    by_name = [one for one in found.values() if not one.general] or list(found.values())
    by_name = [one for one in by_name if not _names_kind_of(one, by_name)]
    return tuple(one for one in by_name if not any(one.way.placed < other.way.placed for other in by_name))


def _names_kind_of(substance: Substance, others: Sequence[Substance]) -> bool:
    """Whether it is only the kind of another, which the same segments name: *organophosphate insecticide*."""
    kind = substance.way.placed <= _KINDS
    return kind and any(other.at == substance.at and not other.way.placed <= _KINDS for other in others)


def brand_stems() -> frozenset[str]:
    """The stems of all names in our file of brands: words not to be taken for misspelt ones."""
    return frozenset(stem(word) for entry in _entries() for word in entry[0].split())


@cache
def _entries() -> tuple[Entry, ...]:
    return tuple(entries(FILE))


@cache
def _by_first_word() -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in _entries():
        first = stem(entry[0].partition(" ")[0])
        found[first] = (*found.get(first, ()), entry)
    return found


def _likes(said: frozenset[str]) -> Likes:
    """What our file says of these stems: for each thing meant, by the name that has most of them."""
    near = (read_phrase(entry) for first in sorted(said & _by_first_word().keys()) for entry in _by_first_word()[first])
    meant: dict[str, Gloss] = {}
    for phrase in near:
        known = meant.get(phrase.target)
        if said.issuperset(phrase.stems) and (known is None or len(phrase.stems) > len(known.said)):
            own, means = frozenset(phrase.stems), frozenset(stems(phrase.target))
            meant[phrase.target] = Gloss(own, means, phrase.target, phrase.place)
    return Likes(tuple(meant.values()))


def _ways(book: Book, outline: Outline, said: frozenset[str]) -> Iterator[Way]:
    """The ways to a row, with what their references say counted as placed where the statement says it too."""
    like = _likes(said)
    owner = like.owner(said)
    for way in ways(book, outline, said | like.more_for(said), Index.DRUGS):
        owned = owner.owned(way) if way.last.line.cells else None
        if owned is not None and not (len(way.moves) == 1 and owned.used <= _NEVER):
            yield owned.way._replace(free=owned.free | (way.granted & said))


def _named(book: Book, outline: Outline, said: frozenset[str]) -> Iterator[Way]:
    """One row after the other, the fullest first, on words that no other has used."""
    found = sorted(_ways(book, outline, said), key=_fullness, reverse=True)
    left = said
    for way in found:
        if way.used and way.used <= left:
            yield way
            left -= way.placed


def _fuller(book: Book, outline: Outline, way: Way, every: frozenset[str], here: frozenset[str]) -> Way | None:
    """A row that has the words of this one, and others of the statement too: none that name a growth elsewhere."""
    usable = frozenset(word for word in every if word in here or not is_growth(word))
    more = [other for other in _ways(book, outline, usable) if way.placed < other.placed]
    return max(more, key=_fullness, default=None)


def _fullness(way: Way) -> tuple[object, ...]:
    """A name of ours comes before the row of one word of it: *lithium* is lithium carbonate to a clinician."""
    return weigh(way.placed), bool(way.glosses), rank(way)
