"""The Official Guidelines are read to the leaves of their outline, on the right pages, and nothing is lost."""

from __future__ import annotations

import io
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from mainterm.model.edition import Problem, Section
from mainterm.model.source import Unreadable
from mainterm.read.guidelines import read_guidelines
from mainterm.read.guidelines_outline import Outline

NAME = "icd9cm_guidelines_2011.pdf"
SPEED_LIMIT = 8.0


@pytest.fixture(scope="session")
def pdf(sources: Path) -> bytes:
    return (sources / "guidelines" / NAME).read_bytes()


@pytest.fixture(scope="session")
def reading(pdf: bytes) -> tuple[tuple[Section, ...], tuple[Problem, ...]]:
    return read_guidelines(pdf, NAME)


@pytest.fixture(scope="session")
def sections(reading: tuple[tuple[Section, ...], tuple[Problem, ...]]) -> dict[str, Section]:
    return {section.id: section for section in reading[0]}


def letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


@pytest.mark.parametrize(
    ("lines", "ids"),
    [
        (["Section I. X", "A. X", "1. X", "a. X", "B. X"], ["I", "I.A", "I.A.1", "I.A.1.a", "I.B"]),
        (["Section I. X", "C. X", "A. X"], ["I", None, "I.A"]),
        (["Section II. X", "Section IV. X", "A. X", "1. X"], ["II", "IV", "IV.A", "IV.A.1"]),
        (["Section I. X", "A. X", "2. X", "1. X", "1.5 mg"], ["I", "I.A", None, "I.A.1", None]),
    ],
)
def test_a_label_is_a_heading_only_when_its_turn_has_come(lines: list[str], ids: list[str | None]) -> None:
    outline = Outline()
    found = [outline.heading(line) for line in lines]
    assert [f[0] if f else None for f in found] == ids


def test_a_list_with_letters_below_a_numbered_heading_does_not_end_the_letters_above() -> None:
    outline = Outline()
    lines = ["Section I. X", "A. X", "1. X", "a. X", "1) X", "a. x", "b. x", "2) X", "(a) X", "(i) X", "(ii) X", "b. X"]
    found = [outline.heading(line) for line in lines]
    assert [f[0] for f in found if f][4:] == [
        "I.A.1.a.1",
        "I.A.1.a.1.a",
        "I.A.1.a.1.b",
        "I.A.1.a.2",
        "I.A.1.a.2.a",
        "I.A.1.a.2.a.i",
        "I.A.1.a.2.a.ii",
        "I.A.1.b",
    ]


@pytest.mark.official
@pytest.mark.parametrize(
    ("id", "page", "words"),
    [
        ("I.A.6", 8, "Etiology/manifestation convention"),
        ("I.B.10", 11, "Acute and Chronic Conditions"),
        ("I.C.1.b.2.a", 17, "Sepsis and severe sepsis as principal diagnosis"),
        ("I.C.1.b.10.b", 20, "Sepsis due to postprocedural infection"),
        ("I.C.2.c.1", 24, "Anemia associated with malignancy"),
        ("I.C.3.a.7.c", 29, "Assigning and sequencing secondary diabetes"),
        ("I.C.7.a.3", 36, "Hypertensive Chronic Kidney Disease"),
        ("I.C.11.b.2", 45, "Prenatal outpatient visits"),
        ("I.C.11.g", 47, "Gestational diabetes"),
        ("I.C.17.f.3.b", 64, "VAP"),
        ("I.C.18.d", 66, "Categories of V Codes"),
        ("I.C.19.a.6", 82, "E code can never be a principal diagnosis"),
        ("II.C", 89, "equally meet"),
        ("III.B", 91, "Abnormal findings"),
        ("IV.I", 94, "Uncertain diagnosis"),
        ("IV.K", 95, "coexist"),
        ("Appendix I", 97, "Present on Admission"),
        ("Appendix I.Combination Codes", 100, "Combination Codes"),
    ],
)
def test_a_section_stands_on_its_page(sections: dict[str, Section], id: str, page: int, words: str) -> None:
    assert sections[id].page == page
    assert words in sections[id].title


@pytest.mark.official
def test_the_outline_has_its_parts_chapters_and_leaves(sections: dict[str, Section]) -> None:
    parents = {section.parent for section in sections.values()}
    assert [id for id in sections if "." not in id] == ["Introduction", "I", "II", "III", "IV", "Appendix I"]
    assert [id for id in sections if id.startswith("I.C.") and id.count(".") == 2] == [f"I.C.{n}" for n in range(1, 20)]
    assert sum(id.startswith("II.") and id.count(".") == 1 for id in sections) == len("ABCDEFGHIJ")
    assert sum(id.startswith("IV.") and id.count(".") == 1 for id in sections) == len("ABCDEFGHIJKLMNOP")
    assert (len(sections), sum(id not in parents for id in sections)) == (450, 355)


@pytest.mark.official
def test_ids_are_unique_and_each_parent_comes_first(
    reading: tuple[tuple[Section, ...], tuple[Problem, ...]],
) -> None:
    seen: set[str] = {""}
    for section in reading[0]:
        assert section.id not in seen
        assert section.parent in seen
        seen.add(section.id)
    pages = [section.page for section in reading[0]]
    assert pages == sorted(pages)


@pytest.mark.official
def test_only_a_section_with_sections_below_it_has_no_text(sections: dict[str, Section]) -> None:
    parents = {section.parent for section in sections.values()}
    assert [s.id for s in sections.values() if not s.text and s.id not in parents] == []


@pytest.mark.official
def test_the_table_of_contents_and_the_text_agree(reading: tuple[tuple[Section, ...], tuple[Problem, ...]]) -> None:
    assert reading[1] == ()


@pytest.mark.official
def test_every_bookmark_of_the_pdf_is_a_section_on_its_page(pdf: bytes, sections: dict[str, Section]) -> None:
    outline, at = Outline(), ""
    for title, page in bookmarks(pdf):
        found = outline.heading(" ".join(title.split()))
        at = found[0] if found else at
        assert sections[at].page == page, title
        words = letters(found[1] if found else title)
        assert letters(sections[at].title + sections[at].text).startswith(words) or words in letters(sections[at].text)


def bookmarks(pdf: bytes) -> Iterator[tuple[str, int]]:
    reader = PdfReader(io.BytesIO(pdf))

    def walk(items: list[object]) -> Iterator[tuple[str, int]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item)
            else:
                yield item.title, reader.get_destination_page_number(item) + 1  # type: ignore[attr-defined,arg-type]

    return walk(reader.outline)  # type: ignore[arg-type]


@pytest.mark.official
def test_nothing_of_the_text_is_lost_between_the_sections(pdf: bytes, sections: dict[str, Section]) -> None:
    """Page by page the letters of pypdf's own text, without footers and contents, are those of the sections."""
    printed: list[str] = []
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages, 1):
        if number in (2, 3, 4, 5):
            continue
        text = page.extract_text()
        footer = (
            f"ICD-9-CM Official Guidelines for Coding and Reporting \nEffective October 1, 2011 \nPage {number} of 107"
        )
        assert footer in text or number == 1
        printed.append(text.replace(footer, ""))
    labels = Counter(letters("".join(label_of(section) for section in sections.values())))
    read = Counter(letters("".join(section.title + section.text for section in sections.values())))
    assert Counter(letters("".join(printed))) - read - labels == Counter()
    assert read + labels - Counter(letters("".join(printed))) == Counter()


def label_of(section: Section) -> str:
    """The label as the book prints it before the title."""
    if section.id in ("I", "II", "III", "IV"):
        return f"Section {section.id}"
    if section.id == "Introduction" or section.id.startswith("Appendix I."):
        return ""
    return section.id.rpartition(".")[2]


@pytest.mark.official
def test_words_do_not_fall_apart_where_the_text_layer_moves_the_glyphs(sections: dict[str, Section]) -> None:
    text = " ".join(section.text for section in sections.values())
    assert "ICD -9" not in text
    assert "account able" not in text
    assert "Volumes I, II and III of ICD-9-CM" in text


@pytest.mark.official
def test_a_paragraph_that_a_page_cuts_is_one_again(sections: dict[str, Section]) -> None:
    assert "code number to which it is assigned." in sections["I.A.3"].text
    assert "infection and the MRSA organism" in sections["I.C.1.c.1.a"].text
    assert "uncontrolled\n3 type I" in sections["I.C.3.a.1"].text


@pytest.mark.official
def test_the_guidelines_are_read_in_good_time(pdf: bytes) -> None:
    start = time.process_time()
    read_guidelines(pdf, NAME)
    assert time.process_time() - start < SPEED_LIMIT


@pytest.mark.official
@pytest.mark.parametrize("part", [0.1, 0.5, 0.95])
def test_a_truncated_pdf_is_refused_in_one_line(pdf: bytes, part: float) -> None:
    with pytest.raises(Unreadable) as refused:
        read_guidelines(pdf[: int(len(pdf) * part)], NAME)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("data", [b"", b"{\\rtf1}", b"%PDF-1.4\n", b"%PDF-1.4\n" + b"[" * 100_000, b"\x00" * 1000])
def test_what_is_no_guidelines_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read_guidelines(data, "g.pdf")
    assert str(refused.value).startswith("g.pdf: ")
    assert "\n" not in str(refused.value)


def test_a_pdf_without_tags_is_refused() -> None:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(out)
    with pytest.raises(Unreadable, match="without paragraph tags"):
        read_guidelines(out.getvalue(), "g.pdf")
