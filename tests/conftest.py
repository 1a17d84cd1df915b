"""What the tests share: where the official documents are, and what happens without them."""

from __future__ import annotations

import json
import os
import shutil
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from mainterm.encode.coder import Coder
from mainterm.model.edition import Book
from mainterm.model.serial import to_json
from mainterm.service.home import edition_path
from mainterm.service.install import Means, install
from mainterm.service.install_all import install_all
from mainterm.service.installed import published_document
from mainterm.service.verify import Claim, read_claims, verify_claims
from mainterm.store.book import open_book
from mainterm.verify.library import Library
from mainterm.verify.verifier import Verdict

from .official_books import whole_edition

ROOT = Path(__file__).resolve().parent.parent

OTHER_EDITIONS = ("1998", "2001", "2009", "2011", "2014", "gems")
"""One of each make, levels by indents to the text of another year, and the year before FY2012."""

MadeOnce = Callable[[str, Callable[[Path], object]], Path]
"""From a name, and what makes the folder of that name, to the folder."""

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("searching", deadline=None)
settings.load_profile("repeatable")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "official: needs the official FY2012 documents")


def find_sources() -> Path | None:
    """The folder of official documents: $MAINTERM_SOURCES, `sources` or `../shared/sources` by the checkout."""
    places = [os.environ.get("MAINTERM_SOURCES"), ROOT / "sources", ROOT.parent / "shared" / "sources"]
    return next((Path(p) for p in places if p and (Path(p) / "cdc" / "2011").is_dir()), None)


def found_or_absent(found: Path | None, absent: str) -> Path:
    """What was found; else the test is skipped, and in CI fails, with what is absent."""
    if found is None and os.environ.get("CI"):
        pytest.fail(absent)
    if found is None:
        pytest.skip(absent)
    return found


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of official documents; tests that ask for it are skipped without, and in CI fail."""
    return found_or_absent(find_sources(), "no official documents: set MAINTERM_SOURCES to the folder with cdc/2011")


@pytest.fixture(scope="session")
def ccs_files() -> Path:
    """The folder of AHRQ's files of the Clinical Classifications Software: `data/ccs` or `../shared/data/ccs`."""
    places = (root / "ccs" for root in (ROOT / "data", ROOT.parent / "shared" / "data"))
    return found_or_absent(next((each for each in places if each.is_dir()), None), "no files of CCS in data/ccs")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> MadeOnce:
    """What gives the folder of a name, which the first process that asks for it makes, and the others wait for.

    A run has a process a processor, with a session of its own each (`pytest -n auto`).
    """
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def find(name: str, make: Callable[[Path], object]) -> Path:
        folder, made = shared / name, shared / f"{name}.made"
        with FileLock(shared / f"{name}.lock"):
            if not made.exists():
                make(folder)
                made.touch()
        return folder

    return find


@pytest.fixture(scope="session")
def sampler_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the sampler is installed."""
    home = tmp_path_factory.mktemp("sampler-home")
    install("sampler", home)
    return home


@pytest.fixture(scope="session")
def sampler(sampler_home: Path) -> Book:
    """The sampler, opened."""
    return open_book(edition_path(sampler_home, "sampler"))


@pytest.fixture(scope="session")
def official_home(sources: Path, made_once: MadeOnce) -> Path:
    """A home in which FY2012 is installed from the official documents, which are read once for all tests.

    $MAINTERM_TEST_HOME names one that has it already: while developing, that saves the minute of reading.
    """
    ready = os.environ.get("MAINTERM_TEST_HOME")
    if ready and not os.environ.get("CI"):
        return Path(ready)
    read = Means(read=lambda documents, tell: whole_edition(sources))
    return made_once("official-home", lambda home: install("2012", home, sources, means=read))


@pytest.fixture(scope="session")
def official(official_home: Path) -> Book:
    """FY2012, opened."""
    return open_book(edition_path(official_home, "2012"))


@pytest.fixture(scope="session")
def editions_home(sources: Path, official_home: Path, made_once: MadeOnce) -> Path:
    """A home with FY2012 and an edition of each other make, which are read once for all tests.

    It takes a minute: with $MAINTERM_TEST_HOME, while developing, what asks for it is skipped.
    """
    if os.environ.get("MAINTERM_TEST_HOME") and not os.environ.get("CI"):
        pytest.skip("installing editions takes a minute: unset MAINTERM_TEST_HOME")

    def make(home: Path) -> None:
        shutil.copytree(official_home / "editions", home / "editions")
        assert dict(install_all(home, sources, names=OTHER_EDITIONS)) == dict.fromkeys(OTHER_EDITIONS, True)

    return made_once("editions-home", make)


@pytest.fixture(scope="session")
def coder(official: Book) -> Coder:
    """What codes by FY2012."""
    return Coder(official)


@pytest.fixture(scope="session")
def library(official: Book, official_home: Path) -> Library:
    """The documents of FY2012 as the verifier reads them, once for all tests."""
    return Library(official.manifest, partial(published_document, "2012", home=official_home))


@pytest.fixture(scope="session")
def judged(official_home: Path, library: Library) -> Callable[[object], list[tuple[Claim, Verdict]]]:
    """What gives the verdicts on the proofs of an answer by FY2012."""
    libraries: dict[str, Library | None] = {"2012": library}

    def judge(answer: object) -> list[tuple[Claim, Verdict]]:
        claims = read_claims(json.dumps(to_json(answer)))
        return list(verify_claims(claims, official_home, libraries))

    return judge


@pytest.fixture
def peak_memory() -> Iterator[Callable[[], int]]:
    """How many bytes Python held at most since the test began, when it is asked."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
