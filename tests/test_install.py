"""An edition is installed whole or not at all, whatever happens to the process, the disk or the documents."""

from __future__ import annotations

import dataclasses
import functools
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import mainterm
from mainterm.cli.main import cli
from mainterm.cli.opening import opened_to_look_up
from mainterm.cli.progress import told_on_terminal
from mainterm.editions.declared import declared_edition
from mainterm.fetch.download import OutOfReach
from mainterm.model.edition import Edition, EditionError
from mainterm.model.source import Unreadable
from mainterm.read.assemble import Books
from mainterm.read.index import IndexList
from mainterm.service import install_all
from mainterm.service.home import documents_path, edition_path, staging_path
from mainterm.service.install import Teller, install
from mainterm.service.installed import (
    installed_editions,
    is_current,
    manifest_of,
    problems_of,
    published_document,
    remove,
    verify,
)
from mainterm.service.reader import MODULES, reader_of
from mainterm.store.sqlite import FORMAT

from . import small_edition
from .local_server import serving
from .small_edition import FILES, MEANS, be_full, declare, die, install_disturbed, install_in_child, lay_out

PROGRAM = Path(mainterm.__file__).parent

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, with the small edition declared and no other sources than those that a test names."""
    declare(tmp_path / "toml", monkeypatch)
    monkeypatch.delenv("MAINTERM_SOURCES", raising=False)
    monkeypatch.setenv("MAINTERM_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "given")


def is_whole(home: Path) -> bool:
    """Whether the edition is installed; if it is, nothing may be wrong with it."""
    installed = edition_path(home, "2012").exists()
    assert not installed or verify("2012", home) == ()
    return installed


def test_an_installed_edition_is_one_file_with_its_documents_as_published_beside_it(home: Path, sources: Path) -> None:
    assert install("2012", home, sources, means=MEANS)
    assert is_whole(home)
    documents = documents_path(home, "2012")
    assert {path.name: path.read_bytes() for path in documents.iterdir() if path.name in FILES} == FILES
    assert {path.name for path in documents.iterdir()} == {*FILES, "SHA256SUMS"}
    assert {path.name for path in edition_path(home, "2012").parent.iterdir()} == {"2012.sqlite", "2012.documents"}
    assert not staging_path(home).exists()


def test_the_manifest_names_the_documents_and_the_census(home: Path, sources: Path) -> None:
    install("FY2012", home, sources, means=MEANS)
    manifest = manifest_of("2012", home)
    assert (manifest.name, manifest.year, manifest.effective, manifest.format) == ("2012", 2012, "2011-10-01", FORMAT)
    assert [(document.name, document.role) for document in manifest.documents] == [
        ("Dtab12.rtf", "tabular.diseases"),
        ("guidelines.pdf", "guidelines"),
    ]
    assert dict(manifest.census) == {"index": {"lines": 4}}
    assert [each.manifest for each in installed_editions(home)] == [manifest]


def test_what_verifies_a_proof_reads_the_kept_documents(home: Path, sources: Path) -> None:
    install("2012", home, sources, means=MEANS)
    assert published_document("2012", "Dtab12.rtf", home) == small_edition.WORDS
    assert published_document("2012", "guidelines.pdf", home) == small_edition.GUIDELINES
    with pytest.raises(EditionError, match=r"has no document Dtab11\.rtf"):
        published_document("2012", "Dtab11.rtf", home)
    flip(documents_path(home, "2012") / "guidelines.pdf")
    with pytest.raises(Unreadable, match="has sha256"):
        published_document("2012", "guidelines.pdf", home)


def test_an_edition_that_is_there_and_sound_is_not_built_again(home: Path, sources: Path) -> None:
    assert install("2012", home, sources, means=MEANS)
    assert not install("2012", home, sources, means=MEANS)


def test_the_steps_are_told_with_how_far_they_are(home: Path, sources: Path) -> None:
    told: list[tuple[str, int, int]] = []
    install("2012", home, sources, Teller(step=lambda *step: told.append(step)), MEANS)
    assert list(dict.fromkeys(what for what, _, _ in told)) == ["Documents", "Reading", "Writing"]
    for what in ("Documents", "Reading", "Writing"):
        _, done, total = [step for step in told if step[0] == what][-1]
        assert done == total


@pytest.mark.parametrize("name", list(FILES))
def test_a_wrong_document_installs_nothing(name: str, home: Path, sources: Path) -> None:
    (sources / name).write_bytes(FILES[name][:-1] + b"?")
    with pytest.raises(Unreadable, match="has sha256"):
        install("2012", home, sources, means=MEANS)
    assert not is_whole(home)
    assert not staging_path(home).exists()


def test_a_reading_that_differs_from_the_declared_census_is_refused(
    home: Path, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(tmp_path / "toml", monkeypatch, lines=5)
    with pytest.raises(EditionError, match="index > lines is 4, not 5"):
        install("2012", home, sources, means=MEANS)
    assert not is_whole(home)


def test_with_no_document_within_reach_nothing_is_installed_and_the_refusal_is_soon(home: Path) -> None:
    began = time.monotonic()
    with pytest.raises(OutOfReach):
        install("2012", home, means=MEANS)
    assert time.monotonic() - began < 3
    assert not is_whole(home)


def test_documents_are_fetched_from_their_addresses_and_downloads_are_not_kept_twice(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path / "given")
    (tmp_path / "given" / "Dtab12.zip").unlink()
    with serving(FILES["Dtab12.zip"], "half_then_close", "whole") as server:
        declare(tmp_path / "toml", monkeypatch, server.url.removesuffix("/Dtab12.zip"))
        assert install("2012", home, tmp_path / "given", means=MEANS)
    assert is_whole(home)
    assert not (home / "downloads").exists()


def test_a_download_that_was_broken_off_is_used_by_the_next_installation(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path / "given")
    (tmp_path / "given" / "Dtab12.zip").unlink()
    with serving(FILES["Dtab12.zip"], "half_then_close", "status_404", "whole") as server:
        declare(tmp_path / "toml", monkeypatch, server.url.removesuffix("/Dtab12.zip"))
        with pytest.raises(OutOfReach):
            install("2012", home, tmp_path / "given", means=MEANS)
        assert install("2012", home, tmp_path / "given", means=MEANS)
    assert server.asked[2] == server.asked[1] is not None


def test_an_edition_of_another_format_is_refused_with_what_to_do_and_installed_anew_without_any_source(
    home: Path, sources: Path
) -> None:
    install("2012", home, sources, means=MEANS)
    with sqlite3.connect(edition_path(home, "2012")) as connection:
        connection.execute(f"pragma user_version = {FORMAT + 1}")
    connection.close()
    with pytest.raises(EditionError, match=r"format .* mainterm edition install 2012"):
        manifest_of("2012", home)
    assert "format" in installed_editions(home)[0].wrong
    assert install("2012", home, means=MEANS)  # from the documents that it kept
    assert is_whole(home)


def test_an_edition_whose_documents_are_read_otherwise_now_is_told(
    home: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("2012", home, sources, means=MEANS)
    assert not installed_editions(home)[0].outdated
    assert "another program" not in CliRunner().invoke(cli, ["edition", "list"], standalone_mode=False).stdout
    monkeypatch.setattr("mainterm.service.reader._modules_hash", lambda: b"another")
    assert installed_editions(home)[0].outdated
    told = CliRunner().invoke(cli, ["edition", "list"], standalone_mode=False).stdout
    assert "2012.sqlite; read by another program: install it again" in told
    assert "was read by another program" in "".join(verify("2012", home))
    assert install("2012", home, sources, means=MEANS)
    assert not installed_editions(home)[0].outdated


def test_what_reads_an_edition_is_all_that_reading_and_writing_load_but_for_records_and_openers() -> None:
    load = "import sys; from mainterm.service import install; from mainterm.read import icd10cm; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", load], capture_output=True, text=True, check=True).stdout.split()
    parts = {name for name in loaded if name.startswith(("mainterm.read.", "mainterm.store.", "mainterm.model."))}
    hashed = {
        f"mainterm.{path.relative_to(PROGRAM).with_suffix('').as_posix().replace('/', '.')}"
        for pattern in MODULES
        for path in PROGRAM.glob(pattern)
    }
    assert parts - hashed == {
        *(f"mainterm.model.{name}" for name in ("classification", "conversion", "crosswalk", "edition", "edits")),
        *(f"mainterm.model.{name}" for name in ("fiscal", "source")),
        *(f"mainterm.store.{name}" for name in ("book", "find", "kept", "near", "rows", "sqlite")),
    }


def test_the_errata_of_a_year_are_part_of_what_reads_it_and_the_years_that_have_its_books_and_no_other() -> None:
    by = {name: reader_of(declared_edition(name)) for name in ("1998", "2010", "2011", "2012", "2014")}
    assert by["2012"] == by["2014"]
    assert len(set(by.values())) == 4


def test_a_command_says_that_its_edition_wants_installing_again(
    sampler_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(sampler_home))
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    assert opened_to_look_up("sampler").manifest.reader
    assert not terminal.getvalue()
    monkeypatch.setattr("mainterm.service.reader.is_outdated", lambda manifest: True)
    opened_to_look_up("sampler")
    told = "edition sampler was read by another program; install it again: mainterm edition install sampler"
    assert told in terminal.getvalue()


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "damage",
    [
        lambda home: flip(edition_path(home, "2012")),
        lambda home: os.truncate(edition_path(home, "2012"), 5000),
        lambda home: edition_path(home, "2012").write_bytes(b""),
        lambda home: flip(documents_path(home, "2012") / "Dtab12.zip"),
        lambda home: (documents_path(home, "2012") / "guidelines.pdf").unlink(),
        lambda home: (documents_path(home, "2012") / "SHA256SUMS").unlink(),
    ],
    ids=["a bit of the file", "half the file", "an empty file", "a bit of a document", "a document", "the sums"],
)
def test_damage_is_found_by_verify_and_mended_by_install(
    damage: Callable[[Path], None], home: Path, sources: Path
) -> None:
    install("2012", home, sources, means=MEANS)
    damage(home)
    assert verify("2012", home)
    assert install("2012", home, sources, means=MEANS)
    assert is_whole(home)


def test_the_documents_of_an_unofficial_edition_come_with_the_program(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "toml"
    (folder / "sampler.toml").write_text(
        'name = "sampler"\ntitle = "the sampler"\nyear = 2012\neffective = 2011-10-01\nofficial = false\n'
        '[[files]]\nplace = "sampler/index.txt"\ndocuments = [{ role = "index.diseases" }]\n'
    )
    (folder / "sampler").mkdir()
    (folder / "sampler" / "index.txt").write_text("Leukopenia 288.50")
    means = dataclasses.replace(MEANS, read=lambda documents, progress: Edition((), (), ()))
    assert install("sampler", home, means=means)
    assert not manifest_of("sampler", home).official
    assert published_document("sampler", "index.txt", home) == b"Leukopenia 288.50"
    assert verify("sampler", home) == ()
    assert is_current("sampler", home)
    (folder / "sampler" / "index.txt").write_text("Leukopenia 288.50, of the next version")
    assert not is_current("sampler", home)
    assert install("sampler", home, means=means)
    assert is_current("sampler", home)


def test_a_removed_edition_is_gone_with_its_documents(home: Path, sources: Path) -> None:
    install("2012", home, sources, means=MEANS)
    remove("2012", home)
    assert list((home / "editions").iterdir()) == []
    with pytest.raises(EditionError, match="not installed"):
        remove("2012", home)


@forks
def test_killed_at_any_step_on_the_disk_an_installation_leaves_a_whole_edition_or_none(
    home: Path, sources: Path
) -> None:
    fates = []
    for step in range(1000):
        fates.append(install_disturbed(step, die, home, sources))
        is_whole(home)
        if fates[-1] == 0:
            break
        if edition_path(home, "2012").exists():
            remove("2012", home)
    assert set(fates[:-1]) == {9}
    assert len(fates) > 20
    assert is_whole(home)
    assert not staging_path(home).exists()


@forks
def test_killed_while_it_is_installed_anew_an_edition_is_not_lost(home: Path, sources: Path) -> None:
    """Its documents are kept, so that the next installation needs no source."""
    install("2012", home, sources, means=MEANS)
    for step in range(0, 60, 4):
        edition_path(home, "2012").write_bytes(b"damaged")
        install_disturbed(step, die, home, None)
    install("2012", home, means=MEANS)
    assert is_whole(home)


@forks
def test_a_disk_that_fills_at_any_step_leaves_a_whole_edition_or_none(home: Path, sources: Path) -> None:
    fates = []
    for step in range(1000):
        fates.append(install_disturbed(step, be_full, home, sources))
        if fates[-1] == 0:
            break
        assert not is_whole(home)
    assert set(fates[:-1]) == {2}
    assert len(fates) > 10
    assert is_whole(home)


@forks
@pytest.mark.parametrize("room", [0, 10_000, 100_000, 250_000])
def test_a_file_that_cannot_grow_leaves_no_edition(room: int, home: Path, sources: Path) -> None:
    resource = pytest.importorskip("resource")
    limit = functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (room, room))
    assert install_in_child(home, sources, before=limit) == 2
    assert not is_whole(home)
    assert install("2012", home, sources, means=MEANS)


def test_a_full_disk_is_one_line_that_says_so(home: Path, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EditionError) as refusal:
        install("2012", home, sources, means=MEANS)
    assert "No space left on device" in str(refusal.value)
    assert "make room" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_home_that_is_a_file_is_refused(home: Path, sources: Path) -> None:
    home.write_text("not a folder")
    with pytest.raises(EditionError, match="MAINTERM_HOME"):
        install("2012", home, sources, means=MEANS)


def test_of_two_at_once_one_installs_and_the_other_waits_and_finds_it(home: Path, sources: Path) -> None:
    reading, waited, outcomes = threading.Event(), threading.Event(), []

    def slow(documents: object, progress: object) -> Edition:
        reading.set()
        assert waited.wait(5)
        return small_edition.read(documents, progress)

    def first() -> None:
        outcomes.append(install("2012", home, sources, means=dataclasses.replace(MEANS, read=slow)))

    thread = threading.Thread(target=first)
    thread.start()
    assert reading.wait(5)
    outcomes.append(install("2012", home, sources, Teller(waiting=waited.set), MEANS))
    thread.join()
    assert outcomes == [True, False]
    assert is_whole(home)


@forks
def test_a_killed_holder_does_not_keep_the_lock(home: Path, sources: Path) -> None:
    means = dataclasses.replace(MEANS, read=lambda documents, progress: os.kill(os.getpid(), 9))
    assert install_in_child(home, sources, means) == 9
    assert install("2012", home, sources, Teller(waiting=lambda: pytest.fail("waited for the dead")), MEANS)


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["edition", *arguments], standalone_mode=False)
    status = result.return_value if result.exception is None else result.exception
    return status, result.stdout, result.stderr


@pytest.fixture
def installed(home: Path, sources: Path) -> Path:
    install("2012", home, sources, means=MEANS)
    return home


def test_show_prints_manifest_and_census_as_json(installed: Path) -> None:
    status, out, _ = run("show", "2012", "--json")
    shown = json.loads(out)
    assert status == 0
    assert shown["census"] == {"index": {"lines": 4}}
    assert shown["documents"][0]["name"] == "Dtab12.rtf"
    assert {"name", "title", "year", "effective", "format", "program", "hash"} <= shown.keys()


def test_show_names_documents_and_counts(installed: Path) -> None:
    status, out, _ = run("show")
    assert status == 0
    assert "Dtab12.rtf" in out
    assert "lines 4" in out


def test_list_says_which_are_installed(installed: Path) -> None:
    assert run("list")[:2] == (0, f"2012          {edition_path(installed, '2012')}\n")
    remove("2012", installed)
    assert run("list")[:2] == (1, "2012          not installed\n")


def test_verify_says_what_is_damaged(installed: Path) -> None:
    assert run("verify", "FY2012")[0] == 0
    flip(documents_path(installed, "2012") / "Dtab12.zip")
    status, out, err = run("verify")
    assert status == 1
    assert "Dtab12.zip: has sha256" in out
    assert "install it again" in err


def test_problems_are_listed_by_paragraph_and_kind(installed: Path) -> None:
    assert run("problems")[:2] == (0, "Dtab12.rtf ¶7  broken line: a line over two paragraphs\n")
    status, out, _ = run("problems", "--kind", "broken line", "--json")
    assert status == 0
    assert json.loads(out)["source"] == {"document": "Dtab12.rtf", "paragraph": 7}
    assert "there are broken line" in str(run("problems", "--kind", "nonsense")[0])
    assert len(problems_of("2012", installed)) == 1


def test_remove_removes(installed: Path) -> None:
    assert run("remove", "2012")[0] == 0
    assert not is_whole(installed)


@pytest.mark.parametrize("command", ["show", "verify", "problems", "remove"])
def test_what_is_not_installed_is_refused_with_what_to_do(command: str, home: Path) -> None:
    refusal = run(command, "2012")[0]
    assert isinstance(refusal, EditionError)
    assert "mainterm edition install 2012" in str(refusal)


@pytest.mark.parametrize("command", ["install", "show", "verify", "problems", "remove"])
def test_a_year_that_is_not_known_is_refused_with_those_that_are(command: str, home: Path) -> None:
    assert "known are 2012" in str(run(command, "1066")[0])


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_install_shows_its_progress_on_a_terminal_only(
    home: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mainterm.service.install.Means", lambda: MEANS)
    assert run("install", "--from", str(sources)) == (0, "ICD-9-CM FY2012 is installed\n", "")
    assert run("install", "2012")[1] == "ICD-9-CM FY2012 is installed already, and sound\n"
    remove("2012", home)
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with told_on_terminal() as tell:
        install("2012", home, sources, tell)
    for what in ("Documents", "Reading", "Writing"):
        assert re.search(rf"{what}.*100%", terminal.getvalue())


def test_install_without_documents_says_where_it_looked(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mainterm.service.install.Means", lambda: MEANS)
    refusal = run("install")[0]
    assert isinstance(refusal, OutOfReach)
    assert "there is no folder of official documents" in str(refusal)


def test_books_that_several_editions_have_alike_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    alike = [install_all._books_of(declared_edition(name)) for name in ("2012", "2013", "2015")]
    others = [install_all._books_of(declared_edition(name)) for name in ("2011", "2010", "gems", "icd10cm-2017")]
    assert len(set(alike)) == 1
    assert len({*alike, *others}) == 5
    read: list[str] = []

    def read_books(documents: object, progress: object) -> Books:
        read.append("read")
        return Books({}, IndexList((), (), {}), ())

    monkeypatch.setattr(install_all, "read_books", read_books)
    monkeypatch.setattr(install_all, "read_edition", lambda documents, progress, books: books)
    reader = install_all._reading_books_once()
    assert reader({}, lambda name, done: None) is reader({}, lambda name, done: None)
    assert read == ["read"]
