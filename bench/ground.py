"""What the benchmarks stand on: the official documents, the worked cases beside them, and an installed edition."""

from __future__ import annotations

import tempfile
from functools import cached_property
from pathlib import Path
from typing import Final

from mainterm.editions.declared import DeclaredEdition, declared_edition
from mainterm.fetch.folders import find_file, source_folders
from mainterm.model.edition import Book
from mainterm.service.home import edition_path
from mainterm.service.home import home as users_home
from mainterm.store.book import open_book

ROOT: Final = Path(__file__).resolve().parent.parent


class Lacking(Exception):
    """Something that a benchmark needs is not there; its message is one line that says what to do."""


class Ground:
    """An edition and where its things are, each looked for when it is first wanted."""

    def __init__(self, edition: str) -> None:
        self.edition = edition
        self._temporary = tempfile.TemporaryDirectory(prefix="mainterm-bench-")
        self.scratch = Path(self._temporary.name)

    @cached_property
    def declared(self) -> DeclaredEdition:
        return declared_edition(self.edition)

    @cached_property
    def sources(self) -> Path:
        """The folder that holds every document of the edition."""
        for folder in source_folders() if self.declared.official else (self.declared.packaged,):
            if all(find_file(file, (folder,)) for file in self.declared.files):
                return folder
        raise Lacking(
            f"no folder has the documents of {self.declared.title}: name the folder that holds them in MAINTERM_SOURCES"
        )

    @property
    def cases(self) -> Path:
        """The open worked cases."""
        return beside_the_sources("cases/coding.jsonl")

    @property
    def scorer(self) -> Path:
        """The program that scores answers to the cases."""
        return beside_the_sources("score.py")

    @property
    def own_home(self) -> Path:
        """A home of the benchmarks' own, gone when they end."""
        return self.scratch / "home"

    @cached_property
    def home(self) -> Path:
        """The home to measure in: the benchmarks' own if it was filled, else the user's, else their own, now filled.

        An edition of another format is refused here, before anything reads its tables.
        """
        for home in (self.own_home, users_home()):
            if edition_path(home, self.declared.name).exists():
                open_book(edition_path(home, self.declared.name))
                return home
        from mainterm.service.install import install  # a child that only answers loads nothing of it

        install(self.edition, self.own_home, self.sources)
        return self.own_home

    @property
    def database(self) -> Path:
        """The edition's file."""
        return edition_path(self.home, self.declared.name)

    def book(self) -> Book:
        """The edition, freshly opened: nothing in it is warm yet."""
        return open_book(self.database)


def beside_the_sources(name: str) -> Path:
    """The file that lies beside the folder of official documents, such as `cases/coding.jsonl`."""
    for folder in source_folders():
        if (folder.parent / name).exists():
            return folder.parent / name
    raise Lacking(f"{name} is not beside the official documents: name the folder that holds them in MAINTERM_SOURCES")
