"""Where official documents are looked for, and how they are fetched from a network that fails."""

from __future__ import annotations

import hashlib
import re
import socket
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from mainterm.editions.declared import DeclaredFile
from mainterm.fetch.download import OutOfReach, Patience, download, reachable
from mainterm.fetch.folders import checked_bytes, find_file, source_folders
from mainterm.fetch.obtain import Search, obtain
from mainterm.model.source import Unreadable

from .local_server import ETAG, LocalServer, serving

BODY = b"".join(hashlib.sha256(str(n).encode()).digest() for n in range(8192))  # 256 KiB, alike nowhere
IMPATIENT = Patience(tries=4, back_off=0.01, connect=2, read=1)
NOWHERE = "http://127.0.0.1:9/Dtab12.zip"


def declared(url: str = NOWHERE, body: bytes = BODY, place: str = "cdc/2011/Dtab12.zip") -> DeclaredFile:
    return DeclaredFile(place, url, hashlib.sha256(body).hexdigest(), len(body))


def fetched(server: LocalServer, folder: Path) -> bytes:
    return download(declared(server.url), folder, patience=IMPATIENT).read_bytes()


def test_a_document_is_downloaded_whole(tmp_path: Path) -> None:
    told: list[int] = []
    with serving(BODY, "whole") as server:
        path = download(declared(server.url), tmp_path, told.append, IMPATIENT)
    assert path.read_bytes() == BODY
    assert path.name == "Dtab12.zip"
    assert told == sorted(told)
    assert told[-1] == len(BODY)
    assert server.asked == [None]


@pytest.mark.parametrize("manner", ["half_then_close", "half_without_length", "half_then_stall"])
def test_a_download_that_breaks_off_is_resumed_where_it_broke_off(manner: str, tmp_path: Path) -> None:
    with serving(BODY, manner, "whole") as server:
        assert fetched(server, tmp_path) == BODY
    assert server.asked == [None, f"bytes={len(BODY) // 2}-"]
    assert server.conditions == [None, ETAG]


def test_a_connection_that_is_reset_is_made_again(tmp_path: Path) -> None:
    """How much had arrived is then the system's affair."""
    with serving(BODY, "half_then_reset", "half_then_reset", "whole") as server:
        assert fetched(server, tmp_path) == BODY
    assert len(server.asked) == 3


def test_a_download_killed_in_an_earlier_run_is_resumed(tmp_path: Path) -> None:
    (tmp_path / "Dtab12.zip.part").write_bytes(BODY[:1000])
    with serving(BODY, "whole") as server:
        assert fetched(server, tmp_path) == BODY
    assert server.asked == ["bytes=1000-"]


def test_a_whole_part_is_not_asked_for_again(tmp_path: Path) -> None:
    (tmp_path / "Dtab12.zip.part").write_bytes(BODY)
    with serving(BODY, "status_404") as server:
        assert fetched(server, tmp_path) == BODY
    assert server.asked == []


def test_a_server_without_ranges_starts_again(tmp_path: Path) -> None:
    with serving(BODY, "half_then_close", "whole_ignoring_range") as server:
        assert fetched(server, tmp_path) == BODY


@pytest.mark.parametrize("manner", ["another_part", "status_416"])
def test_a_part_that_was_not_asked_for_is_not_taken(manner: str, tmp_path: Path) -> None:
    with serving(BODY, "half_then_close", manner, "whole") as server:
        assert fetched(server, tmp_path) == BODY
    assert server.asked[-1] is None


def test_a_part_of_another_file_is_noticed_and_fetched_anew(tmp_path: Path) -> None:
    (tmp_path / "Dtab12.zip.part").write_bytes(b"of last year" * 100)
    with serving(BODY, "whole") as server:
        assert fetched(server, tmp_path) == BODY
    assert server.asked == ["bytes=1200-", None]


def test_a_server_that_is_busy_is_asked_again(tmp_path: Path) -> None:
    with serving(BODY, "status_503", "status_503", "whole") as server:
        assert fetched(server, tmp_path) == BODY
    assert len(server.asked) == 3


def test_a_server_that_stays_busy_is_given_up_after_four_tries(tmp_path: Path) -> None:
    with serving(BODY, "status_503") as server, pytest.raises(OutOfReach, match="status 503"):
        fetched(server, tmp_path)
    assert len(server.asked) == 4


def test_a_document_that_is_not_there_is_asked_for_once(tmp_path: Path) -> None:
    with serving(BODY, "status_404") as server, pytest.raises(OutOfReach, match=r"Dtab12\.zip: is not at .*404"):
        fetched(server, tmp_path)
    assert len(server.asked) == 1


@pytest.mark.parametrize("manner", ["other_bytes", "other_page"])
def test_wrong_bytes_are_refused_with_both_hashes_and_not_kept(manner: str, tmp_path: Path) -> None:
    with serving(BODY, manner) as server, pytest.raises(Unreadable) as refusal:
        fetched(server, tmp_path)
    hashes = re.findall(r"\b[0-9a-f]{64}\b", str(refusal.value))
    assert hashes[1] == hashlib.sha256(BODY).hexdigest()
    assert hashes[0] != hashes[1]
    assert "Dtab12.zip" in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


def test_a_body_without_end_is_dropped_as_soon_as_it_is_too_long(tmp_path: Path) -> None:
    with serving(BODY, "endless") as server, pytest.raises(Unreadable, match="more than the 262,144 bytes"):
        fetched(server, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_answers_is_reachable_and_a_closed_port_is_not() -> None:
    with serving(BODY, "whole") as server:
        assert reachable(server.url, within=2)
    assert not reachable(server.url, within=2)


def test_a_host_that_accepts_and_says_nothing_is_given_up_in_time() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        began = time.monotonic()
        assert not reachable(f"http://127.0.0.1:{silent.getsockname()[1]}/x", within=0.3)
        assert time.monotonic() - began < 2


def test_a_name_server_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **options: released.wait(10))
    began = time.monotonic()
    assert not reachable("https://ftp.cdc.gov/", within=0.3)
    assert time.monotonic() - began < 2
    released.set()


def test_a_proxy_that_does_not_exist_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "nonsense://nowhere")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert not reachable("http://ftp.cdc.gov/", within=2)


def search(*folders: Path, own: tuple[Path, ...] = (), downloads: Path = Path("nowhere")) -> Search:
    return Search(folders, own, downloads, IMPATIENT, answer_within=3)


@pytest.mark.parametrize("place", ["cdc/2011/Dtab12.zip", "Dtab12.zip", "DTAB12.ZIP", "CDC/2011/dtab12.zip"])
def test_a_document_is_found_by_place_or_bare_name_in_any_capitals(place: str, tmp_path: Path) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(BODY)
    assert obtain([declared()], search(tmp_path)) == {"Dtab12.zip": BODY}


def test_a_document_is_found_by_the_name_that_its_publisher_gives_it(tmp_path: Path) -> None:
    (tmp_path / "ICD-9-CM-v29-master-descriptions.zip").write_bytes(BODY)
    file = declared("https://www.cms.gov/Downloads/ICD-9-CM-v29-master-descriptions.zip", place="cms/cms_v29.zip")
    assert find_file(file, [tmp_path]) is not None


def test_the_first_folder_that_has_the_document_wins(tmp_path: Path) -> None:
    for name in ("given", "named"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "Dtab12.zip").write_bytes(BODY)
    found = find_file(declared(), [tmp_path / "empty", tmp_path / "given", tmp_path / "named"])
    assert found == tmp_path / "given" / "Dtab12.zip"


@pytest.mark.parametrize("body", [b"", BODY[:-1], BODY[::-1], BODY + b"more"])
def test_a_wrong_document_in_a_folder_is_refused_and_no_other_is_taken(body: bytes, tmp_path: Path) -> None:
    (tmp_path / "Dtab12.zip").write_bytes(body)
    (tmp_path / "cdc" / "2011").mkdir(parents=True)
    good = tmp_path / "good"
    good.mkdir()
    (good / "Dtab12.zip").write_bytes(BODY)
    with pytest.raises(Unreadable) as refusal:
        obtain([declared()], search(tmp_path, good))
    said = str(refusal.value)
    assert str(tmp_path / "Dtab12.zip") in said
    assert hashlib.sha256(body).hexdigest() in said
    assert hashlib.sha256(BODY).hexdigest() in said
    assert "\n" not in said


def test_a_folder_in_place_of_a_document_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "Dtab12.zip").mkdir()
    assert find_file(declared(), [tmp_path]) is None


def test_a_damaged_copy_of_our_own_is_fetched_anew(tmp_path: Path) -> None:
    own, downloads = tmp_path / "own", tmp_path / "downloads"
    for folder in (own, downloads):
        folder.mkdir()
    (own / "Dtab12.zip").write_bytes(BODY[:-1])
    with serving(BODY, "whole") as server:
        found = obtain([declared(server.url)], search(own=(own,), downloads=downloads))
    assert found == {"Dtab12.zip": BODY}


def test_progress_counts_the_bytes_of_all_documents(tmp_path: Path) -> None:
    (tmp_path / "Eindex12.zip").write_bytes(BODY)
    told: list[int] = []
    with serving(BODY, "whole") as server:
        files = [declared(place="cdc/2011/Eindex12.zip"), declared(server.url)]
        obtain(files, search(tmp_path, downloads=tmp_path), told.append)
    assert told[0] == len(BODY)
    assert told[-1] == 2 * len(BODY)


def test_without_folder_and_network_one_line_says_what_to_do_and_soon(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(OutOfReach) as refusal:
        obtain([declared(), declared(place="cdc/2011/Eindex12.zip")], search(tmp_path))
    assert time.monotonic() - began < 2
    said = str(refusal.value)
    assert "Dtab12.zip" in said
    assert "2 of 2" in said
    assert str(tmp_path) in said
    assert "--from" in said
    assert "\n" not in said


def test_a_file_that_may_not_be_read_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Unreadable, match="cannot be read"):
        checked_bytes(tmp_path / "Dtab12.zip", declared())


@pytest.fixture
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder far from any checkout, and no MAINTERM_SOURCES."""
    monkeypatch.delenv("MAINTERM_SOURCES", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path.resolve()


def test_the_given_folder_comes_first_then_the_named_one_then_those_by_the_checkout(
    away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = away / "main"
    (checkout / "src" / "mainterm").mkdir(parents=True)
    (checkout / "docs").mkdir()
    expected = [away / "given", away / "named", checkout / "sources", away / "shared" / "sources"]
    for folder in expected:
        folder.mkdir(parents=True)
    monkeypatch.setenv("MAINTERM_SOURCES", str(away / "named"))
    for here in (checkout, checkout / "docs"):
        monkeypatch.chdir(here)
        assert list(source_folders(away / "given"))[:4] == expected


def test_a_folder_named_in_the_environment_that_is_not_there_is_passed_over(
    away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAINTERM_SOURCES", str(away / "nowhere"))
    assert away / "nowhere" not in source_folders()


def test_a_given_folder_that_is_not_there_is_refused(away: Path) -> None:
    with pytest.raises(Unreadable, match="is no folder"):
        source_folders(away / "nowhere")
