"""The editions that are installed: which there are, what each says of itself, whether it is sound, and its removal."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mainterm.editions.declared import (
    DeclaredEdition,
    DeclaredFile,
    census_differences,
    declared_edition,
)
from mainterm.fetch.folders import checked_bytes
from mainterm.model.edition import EditionError, Manifest, Problem
from mainterm.read.archive import read_member
from mainterm.service.home import SUMS, documents_path, downloads_path, edition_path, lock_path
from mainterm.service.lock import locked
from mainterm.service.reader import is_outdated
from mainterm.store.book import open_book
from mainterm.store.sqlite import integrity

__all__ = [
    "Installed",
    "edition_path",
    "installed_editions",
    "is_current",
    "manifest_of",
    "problems_of",
    "published_document",
    "remove",
    "verify",
]


@dataclass(frozen=True, slots=True)
class Installed:
    """An installed edition: `wrong` says, in one line, why it cannot be opened; "" where it can.

    One that is `outdated` can be opened, but this program reads its documents otherwise.
    """

    name: str
    path: Path
    manifest: Manifest | None
    wrong: str = ""
    outdated: bool = False


def installed_editions(home: Path) -> tuple[Installed, ...]:
    """The editions under `home`, oldest first."""
    return tuple(map(_look_at, sorted((home / "editions").glob("*.sqlite"))))


def _look_at(path: Path) -> Installed:
    try:
        manifest = open_book(path).manifest
        return Installed(path.stem, path, manifest, outdated=is_outdated(manifest))
    except EditionError as error:
        return Installed(path.stem, path, None, str(error))


def manifest_of(name: str, home: Path) -> Manifest:
    """What the installed edition says of itself. Raises EditionError where there is none that can be opened."""
    return open_book(_existing(name, home)).manifest


def is_current(name: str, home: Path) -> bool:
    """Whether it is installed, from the documents declared now (the sampler's change with the program), as read now."""
    declared = declared_edition(name)
    look = _look_at(edition_path(home, declared.name))
    return look.manifest is not None and look.manifest.hash == declared.hash and not look.outdated


def problems_of(name: str, home: Path) -> tuple[Problem, ...]:
    """What was wrong with the documents of the installed edition, in their order."""
    return tuple(open_book(_existing(name, home)).problems())


def _existing(name: str, home: Path) -> Path:
    name = declared_edition(name).name
    path = edition_path(home, name)
    if not path.exists():
        raise EditionError(f"edition {name}: is not installed; install it: mainterm edition install {name}")
    return path


def published_document(name: str, document: str, home: Path) -> bytes:
    """A kept document by the name that citations call it, `Dindex12.rtf`; the file's hash is checked.

    Raises EditionError where the edition has no such document, Unreadable where it is damaged.
    """
    declared = declared_edition(name)
    found = next((each for each in declared.documents if each.name == document), None)
    if found is None:
        raise EditionError(f"edition {declared.name}: has no document {document}; see: mainterm edition show")
    data = checked_bytes(documents_path(home, declared.name) / found.file, found.published)
    return read_member(data, found.member, found.file) if found.member else data


def verify(name: str, home: Path) -> tuple[str, ...]:
    """What is wrong with the installed edition, a line each: hashes, the file's integrity, and the census."""
    declared = declared_edition(name)
    path = _existing(declared.name, home)
    documents = documents_path(home, declared.name)
    return (
        *_file_faults(declared.files, documents),
        *_sum_faults(path, documents / SUMS),
        *_book_faults(declared, path),
    )


def _file_faults(files: tuple[DeclaredFile, ...], folder: Path) -> Iterator[str]:
    for file in files:
        found = _sha256(folder / file.name)
        if found != file.sha256:
            yield f"{folder / file.name}: " + (f"has sha256 {found}, not {file.sha256}" if found else "is missing")


def _sum_faults(path: Path, sums: Path) -> Iterator[str]:
    """The edition's file against the sum noted when it was written: one changed byte shows."""
    noted = sums.read_text(encoding="ascii", errors="replace").split() if sums.exists() else []
    found = _sha256(path)
    if found not in noted:
        yield f"{path}: has sha256 {found}, which is not the one noted in {sums} when it was written"


def _book_faults(declared: DeclaredEdition, path: Path) -> Iterator[str]:
    try:
        yield from (f"{path}: {line}" for line in integrity(path))
        manifest = open_book(path).manifest
    except EditionError as error:
        yield str(error)
        return
    if manifest.hash != declared.hash:
        yield f"{path}: was read from other documents (hash {manifest.hash}, not {declared.hash})"
    if is_outdated(manifest):
        yield f"{path}: was read by another program: its reader is {manifest.reader or 'not noted'}"
    for key, wanted, found in census_differences(declared.census, manifest.census):
        yield f"{path}: census, {key}: {found}, not {wanted}"


def _sha256(path: Path) -> str:
    """The hash of the file's bytes, or "" where it is not there."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def remove(name: str, home: Path, waiting: Callable[[], None] = lambda: None) -> None:
    """Remove the edition: its file first, so that at no moment a half of it counts as installed."""
    try:
        with locked(lock_path(home), waiting):
            path = _existing(name, home)
            path.unlink()
            shutil.rmtree(documents_path(home, path.stem), ignore_errors=True)
            shutil.rmtree(downloads_path(home), ignore_errors=True)
    except OSError as error:
        raise EditionError(f"{home}: edition {name} cannot be removed ({error.strerror}); see to the folder") from error
