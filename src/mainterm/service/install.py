"""Installs an edition: obtain its documents, read them, check the census, write the file; all of it, or nothing."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from mainterm.editions.declared import DeclaredEdition, Kind, census_differences, declared_edition
from mainterm.fetch.download import Patience
from mainterm.fetch.folders import source_folders
from mainterm.fetch.obtain import Search, obtain
from mainterm.model.edition import Document, Edition, EditionError, Manifest
from mainterm.read.archive import read_member
from mainterm.read.assemble import read_edition
from mainterm.read.conversions import read_conversions
from mainterm.read.gems import read_gems
from mainterm.service import home as places
from mainterm.service.installed import verify
from mainterm.service.lock import locked
from mainterm.service.reader import reader_of
from mainterm.store.conversions import write_conversions
from mainterm.store.crosswalk import write_crosswalk
from mainterm.store.sqlite import FORMAT
from mainterm.store.write import write_edition

Documents = Mapping[str, tuple[str, bytes]]
"""By role: the document's name and its bytes."""

Reader = Callable[[Documents, Callable[[str, int], None]], Any]
"""Gives what the kind's writer takes: a record with a census."""

Writer = Callable[[Any, Manifest, Path], None]

_FULL = (errno.ENOSPC, errno.EDQUOT)


def _untold(*progress: object) -> None:
    """Tells nobody; it can be handed to another process, as a lambda cannot."""


@dataclass(frozen=True, slots=True)
class Teller:
    """What an installation tells while it runs: `waiting` for another one, and `step` (what, done, of how much)."""

    waiting: Callable[[], None] = _untold
    step: Callable[[str, int, int], None] = _untold


def _telling(read: Callable[[Documents], Any]) -> Reader:
    """A reader of small documents that tells of each when all are read."""

    def reader(documents: Documents, progress: Callable[[str, int], None]) -> Any:
        found = read(documents)
        for name, data in documents.values():
            progress(name, len(data))
        return found

    return reader


def _read_icd10cm(documents: Documents, progress: Callable[[str, int], None]) -> Edition:
    from mainterm.read.icd10cm import read_icd10cm  # with its reader of XML: only where it is needed

    return read_icd10cm(documents, progress)


_KINDS: Final[Mapping[Kind, tuple[Reader, Writer]]] = {
    Kind.EDITION: (read_edition, write_edition),
    Kind.CROSSWALK: (_telling(read_gems), write_crosswalk),
    Kind.CONVERSIONS: (_telling(read_conversions), write_conversions),
    Kind.ICD10CM: (_read_icd10cm, write_edition),
}


@dataclass(frozen=True, slots=True)
class Means:
    """How long an installation waits for the network; tests put in by what it reads and writes, too."""

    read: Reader | None = None
    write: Writer | None = None
    patience: Patience = field(default_factory=Patience)
    answer_within: float = 5.0


def install(
    name: str, home: Path, given: Path | None = None, tell: Teller | None = None, means: Means | None = None
) -> bool:
    """Install edition `name` under `home`; False if it is there already, and sound. `given` is searched first.

    Raises Unreadable for a document that is not the one published (OutOfReach: that is nowhere), and EditionError
    where the documents read otherwise than declared or the edition cannot be written. Whatever happens, what is
    installed under `home` is whole.
    """
    tell, means = tell or Teller(), means or Means()
    declared = declared_edition(name)
    folders = source_folders(given) if declared.official else (declared.packaged,)
    try:
        with locked(places.lock_path(home), tell.waiting):
            if places.edition_path(home, declared.name).exists() and not verify(declared.name, home):
                return False
            with staging_folder(home) as staging:
                files = obtained(declared, home, folders, tell, means)
                build(declared, files, staging, tell, means)
                placed(declared, staging, home)
            shutil.rmtree(places.downloads_path(home), ignore_errors=True)
    except OSError as error:
        raise refusal(home, error) from error
    return True


@contextmanager
def staging_folder(home: Path) -> Iterator[Path]:
    """An empty folder to build in, on the disk of the editions. What a killed installation left there is swept."""
    staging = places.staging_path(home)
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True, exist_ok=True)
    try:
        yield Path(tempfile.mkdtemp(dir=staging))
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def obtained(
    declared: DeclaredEdition, home: Path, folders: tuple[Path, ...], tell: Teller, means: Means
) -> Mapping[str, bytes]:
    """The published files, by name."""
    downloads = places.downloads_path(home)
    downloads.mkdir(parents=True, exist_ok=True)
    own = (places.documents_path(home, declared.name), downloads)
    search = Search(folders, own, downloads, means.patience, means.answer_within)
    total = sum(file.bytes for file in declared.files)
    return obtain(declared.files, search, lambda done: tell.step("Documents", done, total))


def build(declared: DeclaredEdition, files: Mapping[str, bytes], staging: Path, tell: Teller, means: Means) -> None:
    """Everything that will be installed, in `staging`: the edition's file, the documents, and their sums."""
    documents = {
        document.role: (document.name, _bytes_of(files[document.file], document.member, document.file))
        for document in declared.documents
    }
    read, write = _KINDS[declared.kind]
    edition = (means.read or read)(documents, _counted(documents, tell))
    _check_census(declared, edition.census)
    database = staging / places.DATABASE
    tell.step("Writing", 0, 1)
    (means.write or write)(edition, _manifest(declared, edition.census), database)
    kept = staging / places.DOCUMENTS
    kept.mkdir()
    for name, data in files.items():
        _write(kept / name, data)
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    with database.open("rb") as opened:
        sums[f"../{declared.name}.sqlite"] = hashlib.file_digest(opened, "sha256").hexdigest()
        os.fsync(opened.fileno())
    _write(kept / places.SUMS, "".join(f"{sha256}  {name}\n" for name, sha256 in sums.items()).encode())
    tell.step("Writing", 1, 1)


def _bytes_of(data: bytes, member: str, file: str) -> bytes:
    return read_member(data, member, file) if member else data


def _counted(documents: Documents, tell: Teller) -> Callable[[str, int], None]:
    """Progress of the reading, whose reader tells a document's name and how many of its bytes it has read."""
    total = sum(len(data) for _, data in documents.values())
    read: dict[str, int] = {}

    def step(document: str, done: int) -> None:
        read[document] = done
        tell.step("Reading", sum(read.values()), total)

    return step


def _check_census(declared: DeclaredEdition, census: Mapping[str, Any]) -> None:
    """The documents are as published, so a census that differs is our reading's fault: nothing is built on it."""
    differences = census_differences(declared.census, census)
    if differences:
        key, wanted, found = differences[0]
        more = f" ({len(differences) - 1} more differ)" if len(differences) > 1 else ""
        raise EditionError(
            f"edition {declared.name}: was misread: {key} is {found}, not {wanted}{more}; "
            "nothing was installed, report this with the program's version"
        )


def _manifest(declared: DeclaredEdition, census: Mapping[str, Any]) -> Manifest:
    return Manifest(
        name=declared.name,
        title=declared.title,
        year=declared.year,
        effective=declared.effective,
        format=FORMAT,
        program=f"mainterm {metadata.version('mainterm')}",
        hash=declared.hash,
        documents=tuple(
            Document(document.name, document.role, document.sha256, document.published.bytes)
            for document in declared.documents
        ),
        census=census,
        official=declared.official,
        classification=declared.classification,
        reader=reader_of(declared),
    )


def placed(declared: DeclaredEdition, staging: Path, home: Path) -> None:
    """Move what was built to where it belongs, the edition's file last: from then on it counts as installed."""
    folder = places.documents_path(home, declared.name)
    folder.mkdir(parents=True, exist_ok=True)
    for document in sorted((staging / places.DOCUMENTS).iterdir()):
        os.replace(document, folder / document.name)
    _settle(folder)
    os.replace(staging / places.DATABASE, places.edition_path(home, declared.name))
    _settle(folder.parent)


def _write(path: Path, data: bytes) -> None:
    """Write a file that is on the disk before it is renamed."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """See that the renames in `folder` are on the disk; Windows does it by itself."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def refusal(home: Path, error: OSError) -> EditionError:
    where = error.filename or home
    remedy = "make room there" if error.errno in _FULL else "see to the folder, or name another in MAINTERM_HOME"
    return EditionError(f"{where}: {error.strerror or error}; {remedy}, and install again")
