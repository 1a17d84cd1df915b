"""Archives as published are read; every other archive is refused in one line, and nothing is ever unpacked to disk."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainterm.model.source import Unreadable
from mainterm.read import archive
from mainterm.read.archive import read_document, read_member

TEXT = b"{\\rtf1 Leukopenia 288.50\\par}" * 40
MEMBER = "Dindex12.rtf"


def packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as opened:
        for name, data in members:
            opened.writestr(zipfile.ZipInfo(name, (2011, 8, 18, 0, 0, 0)), data, method)
    return target.getvalue()


BOMB = packed((MEMBER, bytes(50_000_000)))


def refusal(data: bytes, member: str = MEMBER) -> str:
    with pytest.raises(Unreadable) as refused:
        read_member(data, member, "Dindex12.zip")
    said = str(refused.value)
    assert said.startswith("Dindex12.zip")
    assert "\n" not in said
    return said


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_member_is_read_by_its_exact_name(method: int) -> None:
    data = packed((MEMBER, TEXT), ("Readme12.txt", b"about"), method=method)
    assert read_member(data, MEMBER, "Dindex12.zip") == TEXT


def test_a_document_may_be_a_file_or_a_member_of_one(tmp_path: Path) -> None:
    (tmp_path / "Dindex12.zip").write_bytes(packed((MEMBER, TEXT)))
    (tmp_path / "guidelines.pdf").write_bytes(b"%PDF-1.6")
    assert read_document(tmp_path / "Dindex12.zip", MEMBER) == TEXT
    assert read_document(tmp_path / "guidelines.pdf") == b"%PDF-1.6"


def test_a_document_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"Dindex12\.zip: cannot be read \(No such file or directory\)"):
        read_document(tmp_path / "Dindex12.zip", MEMBER)


def test_an_archive_of_gigabytes_is_not_loaded(tmp_path: Path) -> None:
    with (tmp_path / "Dindex12.zip").open("wb") as file:
        file.truncate(3 * 1024**3)  # sparse: takes no room
    with pytest.raises(Unreadable, match="is larger than"):
        read_document(tmp_path / "Dindex12.zip", MEMBER)


def test_an_empty_archive_is_refused() -> None:
    assert "is empty" in refusal(b"")


def test_what_is_no_archive_is_refused() -> None:
    assert "is no zip archive" in refusal(TEXT)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_an_archive_cut_short_is_refused(part: float) -> None:
    whole = packed((MEMBER, TEXT))
    assert "damaged or cut short" in refusal(whole[: int(len(whole) * part)])


@pytest.mark.parametrize(
    "name", ["dindex12.rtf", "../Dindex12.rtf", "/Dindex12.rtf", "folder/Dindex12.rtf", "C:\\x.rtf"]
)
def test_a_member_of_another_name_is_not_taken_and_a_path_that_climbs_goes_nowhere(name: str) -> None:
    assert "holds no Dindex12.rtf" in refusal(packed((name, TEXT)))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused() -> None:
    assert "holds Dindex12.rtf 2 times" in refusal(packed((MEMBER, TEXT), (MEMBER, b"another")))


def test_an_encrypted_member_is_refused() -> None:
    assert "is encrypted" in refusal(with_flags(packed((MEMBER, TEXT)), 0x1))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_cannot_be_unpacked_in_bounded_memory_is_refused(method: int) -> None:
    assert "is compressed by method" in refusal(packed((MEMBER, TEXT), method=method))


def test_a_bomb_is_refused_before_it_is_unpacked(peak_memory: Callable[[], int]) -> None:
    assert "swell more than 100 times" in refusal(BOMB)
    assert peak_memory() < 2_000_000


def test_a_member_larger_than_any_document_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_MEMBER", len(TEXT) - 1)
    assert "would unpack to 1,160 bytes" in refusal(packed((MEMBER, TEXT)))


def test_a_bomb_that_lies_about_its_size_stays_small(peak_memory: Callable[[], int]) -> None:
    assert "damaged" in refusal(with_size(BOMB, 1000))
    assert peak_memory() < 8_000_000


def test_a_member_shorter_than_declared_is_refused() -> None:
    assert "Dindex12.zip" in refusal(with_size(packed((MEMBER, TEXT)), len(TEXT) + 1))


def test_a_changed_byte_of_the_text_is_noticed() -> None:
    whole = packed((MEMBER, TEXT), method=zipfile.ZIP_STORED)
    assert "damaged" in refusal(whole.replace(b"288.50", b"288.09", 1))


@given(st.data())
def test_however_an_archive_is_damaged_it_reads_right_or_is_refused(data: st.DataObject) -> None:
    whole = bytearray(packed((MEMBER, TEXT)))
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=6)):
        whole[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Unreadable):
        assert read_member(bytes(whole), MEMBER, "Dindex12.zip") == TEXT


def with_flags(data: bytes, flags: int) -> bytes:
    """The archive of one member with the general flags set, in the local header and in the directory."""
    changed = bytearray(data)
    struct.pack_into("<H", changed, 6, flags)
    struct.pack_into("<H", changed, data.index(b"PK\x01\x02") + 8, flags)
    return bytes(changed)


def with_size(data: bytes, size: int) -> bytes:
    """The archive of one member whose directory declares `size` bytes unpacked."""
    changed = bytearray(data)
    struct.pack_into("<I", changed, data.index(b"PK\x01\x02") + 24, size)
    return bytes(changed)
