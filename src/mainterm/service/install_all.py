"""Installs many editions at once, a process for each processor; books that several have alike are read once."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from mainterm.editions.declared import DeclaredEdition, Kind, declared_edition, declared_names
from mainterm.fetch.folders import source_folders
from mainterm.model.edition import Edition, EditionError
from mainterm.model.source import Unreadable
from mainterm.read.assemble import Books, books_among, read_books, read_edition
from mainterm.service import home as places
from mainterm.service.install import Documents, Means, Reader, Teller, build, obtained, placed, refusal, staging_folder
from mainterm.service.installed import verify
from mainterm.service.lock import locked


def install_all(
    home: Path, given: Path | None = None, tell: Teller | None = None, names: Sequence[str] = ()
) -> Iterator[tuple[str, bool | EditionError | Unreadable]]:
    """Install the editions `names`, or every declared one, under `home`, as many at once as there are processors.

    Each is told as it is done: whether it was installed now (False: it was there, and sound), or why it could not be;
    the others go on. One lock is held over all. Raises EditionError where `home` cannot be written.
    """
    tell = tell or Teller()
    try:
        with locked(places.lock_path(home), tell.waiting), staging_folder(home) as staging:
            yield from _built_at_once(names or declared_names(), home, source_folders(given), staging.parent, tell)
            shutil.rmtree(places.downloads_path(home), ignore_errors=True)
    except OSError as error:
        raise refusal(home, error) from error


def _built_at_once(
    names: Sequence[str], home: Path, folders: tuple[Path, ...], staging: Path, tell: Teller
) -> Iterator[tuple[str, bool | EditionError | Unreadable]]:
    waiting: defaultdict[Hashable, list[_Task]] = defaultdict(list)
    for name in names:
        declared = declared_edition(name)
        if places.edition_path(home, name).exists() and not verify(name, home):
            yield name, False
            continue
        try:
            files = obtained(declared, home, folders, Teller(), Means())
        except (EditionError, Unreadable) as error:
            yield name, error
            continue
        waiting[_books_of(declared)].append(_Task(declared, files, Path(tempfile.mkdtemp(dir=staging))))
    total, done = sum(map(len, waiting.values())), 0
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        longest_first = sorted(waiting.values(), key=lambda tasks: -sum(each.size for each in tasks))
        building = {pool.submit(_build_alike, tasks): tasks for tasks in longest_first}
        for future in as_completed(building):
            for task, wrong in zip(building.pop(future), future.result(), strict=True):
                done += 1
                tell.step("Editions", done, total)
                if wrong is None:
                    placed(task.declared, task.staging, home)
                yield task.declared.name, wrong or True


class _Task(NamedTuple):
    """An edition to build: its declaration, its published files by name, and where."""

    declared: DeclaredEdition
    files: Mapping[str, bytes]
    staging: Path

    @property
    def size(self) -> int:
        """How many bytes are read for it: about how long that takes."""
        return sum(map(len, self.files.values()))


def _books_of(declared: DeclaredEdition) -> Hashable:
    """What editions have in common whose books are the same documents; the name of any other."""
    books = {document.role: (document.name, document.sha256) for document in declared.documents}
    return tuple(sorted(books_among(books).items())) if declared.kind is Kind.EDITION else declared.name


def _build_alike(tasks: Sequence[_Task]) -> list[EditionError | Unreadable | None]:
    """Builds editions of the same books, which are read once; of each why it could not be built, None where it was."""
    means = Means(read=_reading_books_once()) if len(tasks) > 1 else Means()
    found: list[EditionError | Unreadable | None] = []
    for declared, files, staging in tasks:
        try:
            build(declared, files, staging, Teller(), means)
            found.append(None)
        except (EditionError, Unreadable) as error:
            found.append(error)
    return found


def _reading_books_once() -> Reader:
    """A reader of editions of which all have the same books."""
    read: list[Books] = []

    def reader(documents: Documents, progress: Callable[[str, int], None]) -> Edition:
        if not read:
            read.append(read_books(documents, progress))
        return read_edition(documents, progress, read[0])

    return reader
