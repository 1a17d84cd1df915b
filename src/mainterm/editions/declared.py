"""Loads what a year's TOML declares: its documents, their addresses and sha256, and the census that they must give."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any, Final

from mainterm.model.classification import Classification
from mainterm.model.edition import EditionError
from mainterm.model.fiscal import fiscal_year_of

PAYERS_LISTS: Final = ("edits", "poa-exempt")
"""The roles of documents that are no part of the classification: what a payer edits."""

_DATA = Path(__file__).parent


class UnknownEdition(EditionError):
    """No TOML declares an edition of this name. Its message is one line."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"edition {name!r}: is not known; known are {', '.join(known)}")


class NoEdition(EditionError):
    """No edition was in force on a date. Its message is one line, and tells which years have one."""

    def __init__(self, day: date, year: int, years: Sequence[int]) -> None:
        runs = [list(run) for _, run in groupby(years, key=lambda each: each - years.index(each))]
        told = ", ".join(f"FY{run[0]} to FY{run[-1]}" if len(run) > 1 else f"FY{run[0]}" for run in runs)
        span = f"{years[0] - 1}-10-01 to {years[-1]}-09-30"
        super().__init__(f"{day}: no edition of ICD-9-CM for FY{year}; there are {told}, from {span}")


@dataclass(frozen=True, slots=True)
class DeclaredFile:
    """A file as published: its place in a folder of sources, its official address, and what its bytes are."""

    place: str
    url: str
    sha256: str
    bytes: int

    @property
    def name(self) -> str:
        """The bare file name: `Dtab12.zip`."""
        return PurePosixPath(self.place).name


@dataclass(frozen=True, slots=True)
class DeclaredDocument:
    """A document of the edition: its role (`index.diseases`) and the published file, or member of it, that it is."""

    role: str
    member: str
    published: DeclaredFile

    @property
    def name(self) -> str:
        """The name by which a citation calls it: `Dindex12.rtf`."""
        return PurePosixPath(self.member).name or self.file

    @property
    def file(self) -> str:
        """The published file's name: `Dindex12.zip`."""
        return self.published.name

    @property
    def url(self) -> str:
        """The published file's official address."""
        return self.published.url

    @property
    def sha256(self) -> str:
        """The published file's hash."""
        return self.published.sha256


class Kind(StrEnum):
    """What is made of the documents."""

    EDITION = "edition"
    CROSSWALK = "crosswalk"
    CONVERSIONS = "conversions"
    ICD10CM = "icd10cm"
    """An edition of ICD-10-CM."""


@dataclass(frozen=True, slots=True)
class DeclaredEdition:
    """One fiscal year's release, as `<year>.toml` declares it. `effective` is its first day in force, `2011-10-01`.

    The sampler is declared likewise, but is not official: its files come with the program, in the folder `packaged`;
    so are the mappings to ICD-10, which are of another `kind`.
    """

    name: str
    title: str
    year: int
    effective: str
    documents: tuple[DeclaredDocument, ...]
    census: Mapping[str, Any]
    official: bool = True
    kind: Kind = Kind.EDITION

    @property
    def classification(self) -> Classification:
        """The classification that its books are of."""
        return Classification.ICD10CM if self.kind is Kind.ICD10CM else Classification.ICD9CM

    @property
    def packaged(self) -> Path:
        """The folder of the files that come with the program."""
        return _DATA

    @property
    def files(self) -> tuple[DeclaredFile, ...]:
        """The published files, each once, in the order of the declaration."""
        return tuple(dict.fromkeys(document.published for document in self.documents))

    @property
    def books(self) -> tuple[DeclaredFile, ...]:
        """Of the files those on which a proof may rest: all but a payer's lists, which come and go beside the books."""
        return tuple(dict.fromkeys(each.published for each in self.documents if each.role not in PAYERS_LISTS))

    @property
    def hash(self) -> str:
        """What names the edition by its bytes: the sha256 of its books' sha256, sorted, each ended by a line feed."""
        sums = sorted(file.sha256 for file in self.books)
        return hashlib.sha256("".join(f"{each}\n" for each in sums).encode()).hexdigest()


def declared_editions() -> tuple[str, ...]:
    """The fiscal years that are declared, oldest first."""
    return tuple(name for name in _names() if name.isdecimal())


def edition_on(day: date) -> str:
    """The name of the edition in force on a day: that of its fiscal year. Raises NoEdition.

    >>> edition_on(date(2011, 9, 30)), edition_on(date(2011, 10, 1))
    ('2011', '2012')
    """
    year, names = fiscal_year_of(day), declared_editions()
    if str(year) not in names:
        raise NoEdition(day, year, tuple(map(int, names)))
    return str(year)


def declared_names() -> tuple[str, ...]:
    """Everything official that is declared: the fiscal years, then the mappings, then the editions of ICD-10-CM."""
    return tuple(name for name in _names() if declared_edition(name).official)


def declared_of(of: Classification) -> tuple[str, ...]:
    """The editions of a classification that are declared, oldest first."""
    if of is Classification.ICD10CM:
        others = (declared_edition(name) for name in _names() if not name.isdecimal())
        return tuple(each.name for each in others if each.kind is Kind.ICD10CM)
    return declared_editions()


def _names() -> list[str]:
    """Of all declarations, the sampler's too."""
    return sorted(path.stem for path in _DATA.glob("*.toml") if "." not in path.stem)


def declared_edition(name: str) -> DeclaredEdition:
    """The declaration of edition `name`; `FY2012` is `2012`. Raises UnknownEdition."""
    wanted = name.strip().lower().removeprefix("fy").strip()
    if wanted not in _names():
        raise UnknownEdition(name, _names())
    table = tomllib.loads((_DATA / f"{wanted}.toml").read_text(encoding="utf-8"))
    documents = tuple(_documents(table["files"]))
    base = declared_edition(table["text_of"]) if "text_of" in table else None
    return DeclaredEdition(
        name=table["name"],
        title=table["title"],
        year=table["year"],
        effective=table["effective"].isoformat(),
        documents=_over(base, documents) if base else documents,
        census=table.get("census", {}),
        official=table.get("official", True),
        kind=Kind(table.get("kind", Kind.EDITION)),
    )


def _over(base: DeclaredEdition, documents: tuple[DeclaredDocument, ...]) -> tuple[DeclaredDocument, ...]:
    """The documents of the edition whose text this one has, but for those of roles that it declares itself."""
    own = {_part(document.role) for document in documents}
    return (*(document for document in base.documents if _part(document.role) not in own), *documents)


def _part(role: str) -> str:
    """The part of the books that a role is of: the lists of titles of one volume are one part."""
    return role.rpartition(".")[0] if role.startswith("titles.") else role


def _documents(files: list[dict[str, Any]]) -> Iterator[DeclaredDocument]:
    for entry in files:
        published = _published(entry)
        for document in entry["documents"]:
            yield DeclaredDocument(document["role"], document.get("member", ""), published)


def _published(entry: dict[str, Any]) -> DeclaredFile:
    """A file as declared; of one without an address, which comes with the program, the bytes are what they are."""
    if "url" in entry:
        return DeclaredFile(entry["place"], entry["url"], entry["sha256"], entry["bytes"])
    data = (_DATA / entry["place"]).read_bytes()
    return DeclaredFile(entry["place"], "", hashlib.sha256(data).hexdigest(), len(data))


def census_differences(declared: Mapping[str, Any], read: Mapping[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    """Where `read` is not what is `declared`: (`tabular_diseases > leaf_codes`, declared, read); missing is None."""
    return tuple(_differences(declared, read, ()))


def _differences(
    declared: Mapping[str, Any], read: Mapping[str, Any], above: tuple[str, ...]
) -> Iterator[tuple[str, Any, Any]]:
    for key, value in declared.items():
        found = read.get(key)
        if isinstance(value, Mapping) and isinstance(found, Mapping):
            yield from _differences(value, found, (*above, key))
        elif isinstance(found, tuple):
            if list(found) != value:
                yield " > ".join((*above, key)), value, list(found)
        elif found != value:
            yield " > ".join((*above, key)), value, found
