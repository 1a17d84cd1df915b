"""Documents that are no RTF, are cut short, or were made to exhaust the reader are refused: soon, and in one line."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainterm.model.source import Unreadable
from mainterm.read import rtf
from mainterm.read.rtf import MAX_BYTES, MAX_DEPTH, MAX_GROUPS, MAX_WORDS, read_paragraphs

HEAD = rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\stylesheet{\s17 H2;}{\s18 H3;}}"
PAGE = HEAD + rb"\pard\s17 Neutropenia 288.00\par \pard\s18 chronic 288.09\par }"


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read_paragraphs(data, "Dindex12.rtf")
    said = str(refused.value)
    assert said.startswith("Dindex12.rtf: ")
    assert "\n" not in said
    return said


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read_paragraphs(data, "Dindex12.rtf")]


@pytest.mark.parametrize("data", [b"", b" \r\n", b"PK\x03\x04", b"%PDF-1.6", b"<html>", b"{\\html}", b"\x00" * 1000])
def test_what_is_no_rtf_is_refused(data: bytes) -> None:
    assert "is not an RTF document" in refusal(data)


@pytest.mark.parametrize("end", range(len(HEAD), len(PAGE), 7))
def test_a_document_cut_short_anywhere_is_refused(end: int) -> None:
    assert "cut short" in refusal(PAGE[:end])


def test_as_deep_as_the_limit_is_read_and_one_deeper_is_refused() -> None:
    def nested(depth: int) -> bytes:
        return b"{\\rtf1 " + b"{" * (depth - 1) + b"Fever" + b"}" * depth

    assert texts(nested(MAX_DEPTH)) == ["Fever"]
    assert "nests more than 500 groups" in refusal(nested(MAX_DEPTH + 1))


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"{\\rtf1 " + b"{" * MAX_GROUPS, "groups"),
        (b"{\\rtf1 " + b"{" * (MAX_GROUPS - 1), "nests more than"),
        (b"{\\rtf1 {\\stylesheet " + b"{" * (MAX_GROUPS - 2), "nests more than"),
        (b"{\\rtf1 " + b"{}" * MAX_GROUPS + b"}", "groups"),
        (b"{\\rtf1 " + b"\\b" * MAX_WORDS + b"}", "control words"),
        (b"{\\rtf1 " + b"\\" * (MAX_WORDS + 1), "control words"),
        (bytes(MAX_BYTES + 1), "is larger than 64,000,000 bytes"),
        (b" " * (MAX_BYTES - 1), "is not an RTF document"),
    ],
    ids=["open", "deep", "deep in the styles", "pairs", "words", "backslashes", "zeros", "blanks"],
)
def test_a_document_made_of_nothing_but_marks_is_refused_soon_and_in_little_memory(
    data: bytes, wrong: str, peak_memory: Callable[[], int]
) -> None:
    began = time.process_time()
    assert wrong in refusal(data)
    assert time.process_time() - began < 2
    assert peak_memory() < MAX_BYTES + 10_000_000


def test_more_paragraphs_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtf, "MAX_PARAGRAPHS", 1000)
    assert len(texts(b"{\\rtf1 " + b"\\par" * 1000 + b"}")) == 1000
    assert "more than 1,000 paragraphs" in refusal(b"{\\rtf1 " + b"\\par" * 1001 + b"}")


@pytest.mark.parametrize(
    "piece", [b"\\" + b"a" * 2_000_000, b"\\s" + b"1" * 2_000_000, b"\\aaaaaaaaaaaaaaaa12345678901 " * 50_000]
)
def test_a_control_word_of_any_length_takes_time_in_proportion(piece: bytes) -> None:
    began = time.process_time()
    for data in (HEAD + piece + b"\\par }", b"{\\rtf1 {\\stylesheet{" + piece + b";}}Fever\\par }"):
        assert len(read_paragraphs(data, "Dindex12.rtf")) == 1
    assert time.process_time() - began < 5


def test_what_stands_behind_the_end_is_nothing() -> None:
    assert texts(PAGE + b"}}}}{{{{\x00\x00") == texts(PAGE)


def test_binary_data_is_refused() -> None:
    assert "holds binary data" in refusal(HEAD + rb"{\pict\bin10 {{{{{{{{{{}\par }")


def test_a_character_in_two_halves_is_one_and_half_a_character_is_marked() -> None:
    assert texts(rb"{\rtf1 \u-10179?\u-8704?\par \u-10179? alone\par }") == ["\U0001f600", "\ufffd alone"]


@given(st.data())
def test_however_a_document_is_damaged_it_is_read_or_refused_and_can_be_stored(data: st.DataObject) -> None:
    changed = bytearray(PAGE)
    for at in data.draw(st.lists(st.integers(0, len(changed) - 1), min_size=1, max_size=8)):
        changed[at] = data.draw(st.sampled_from(b"{}\\*'0a9 \r\n\x00\xad\xff"))
    try:
        paragraphs = read_paragraphs(bytes(changed), "Dindex12.rtf")
    except Unreadable:
        return
    assert [paragraph.number for paragraph in paragraphs] == list(range(len(paragraphs)))
    assert all(paragraph.text.encode() is not None for paragraph in paragraphs)
