"""The plain format gives the paragraphs, in number, style and text, that an official document would give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainterm.model.source import Unreadable
from mainterm.read.guidelines import read_guidelines
from mainterm.read.plain import is_plain, read_plain

INDEX = """mainterm plain 1: index
# a comment, and a blank line: they do not count

Diabetes, diabetic 250.0
  > for use with category 250:
  >   0 type II
  >   1 type I
  with
    cataract 250.5 [366.41]
Neoplasm | 199.1 | 199.1 | 234.9 | 229.9 | 238.9 | 239.9
"""
TABULAR = """mainterm plain 1: tabular
Chapter 1. SOMETHING (249-259)
  Section GLANDS (249-250)
    249 Secondary diabetes mellitus
      Excludes: gestational diabetes (648.8)
      - hyperglycemia:
      -- of the newborn (775.1)
      Box for digit 5: for use with category 249:
      0 = not stated as uncontrolled
      - or unspecified
      1 = uncontrolled
      Use additional code for insulin (V58.67)
      249.0 Without complication
        [0-1]
        * Diabetes:
        ** NOS
      249.01 Uncontrolled
"""


def plain(text: str) -> list[tuple[int, str, str]]:
    return [(p.number, p.style, p.text) for p in read_plain(text.encode(), "doc")]


def test_in_an_index_two_blanks_are_a_level_and_a_box_is_one_paragraph() -> None:
    assert plain(INDEX) == [
        (0, "H2", "Diabetes, diabetic 250.0"),
        (1, "Box", "for use with category 250:\n\t0 type II\n\t1 type I"),
        (2, "H3", "with"),
        (3, "H4", "cataract 250.5 [366.41]"),
        (4, "H2", "Neoplasm\t199.1\t199.1\t234.9\t229.9\t238.9\t239.9"),
    ]


def test_in_a_tabular_list_the_beginning_of_a_line_gives_its_style() -> None:
    assert [(style, text) for _, style, text in plain(TABULAR)] == [
        ("Chapter", "1. SOMETHING (249-259)"),
        ("Section", "GLANDS (249-250)"),
        ("Three-digit Level", "249\tSecondary diabetes mellitus"),
        ("3digits Excludes head", "Excludes: gestational diabetes (648.8)"),
        ("3digits Excludes line", "hyperglycemia:"),
        ("3digits Excludes list1", "of the newborn (775.1)"),
        ("5table", "for use with category 249:"),
        ("5table list1", "0\tnot stated as uncontrolled"),
        ("5table list2", "or unspecified"),
        ("5table list1", "1\tuncontrolled"),
        ("3digits Additional head", "Use additional code for insulin (V58.67)"),
        ("Fourth-digit Level", "249.0\tWithout complication"),
        ("4digits Bracket", "[0-1]"),
        ("4digits line", "Diabetes:"),
        ("4digits list1", "NOS"),
        ("Fifth-digit Level", "249.01\tUncontrolled"),
    ]


def test_a_procedure_has_its_levels_one_digit_higher() -> None:
    text = "mainterm plain 1: tabular of procedures\nChapter 9. X (42-54)\n47 Appendix\n47.0 Appendectomy\n47.01 Lap\n"
    assert [style for _, style, _ in plain(text)][1:] == ["Two-digit Level", "Three-digit Level", "Fourth-digit Level"]


def test_external_causes_and_v_codes_count_their_letter_as_the_book_does() -> None:
    text = "mainterm plain 1: tabular\nPart X (E000-E999)\nE888 Fall\nE888.1 On object\nV10 History\nV10.3 Breast\n"
    assert [style for _, style, _ in plain(text)] == [
        "Tabular",
        "Three-digit Level",
        "Fourth-digit Level",
        "Three-digit Level",
        "Fourth-digit Level",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mainterm plain 2: index\n", "line 1: names no kind"),
        ("mainterm plain 1: novel\n", "line 1: names no kind"),
        ("mainterm plain 1: index\n# x\nA\n    b 1\n", "line 4: is indented by 4 blanks, the line above by 0"),
        ("mainterm plain 1: index\nA\n b\n", "line 3: is indented by 1 blanks"),
        ("mainterm plain 1: index\n  > box\n", "line 2: is a box with no line above it"),
        ("mainterm plain 1: index\nA\t1\n", "line 2: holds a tab"),
        ("mainterm plain 1: tabular\n001 Cholera\n", "line 2: stands before the first Chapter"),
        ("mainterm plain 1: tabular\nChapter 1. X (001-139)\n- a\n", "line 3: continues a note, but none is open"),
        ("mainterm plain 1: tabular\nChapter 1. X (001-139)\n0 = a\n", "line 3: gives a digit, but no box is open"),
        ("mainterm plain 1: tabular\nChapter 1. X (001-139)\nword\n", "line 3: begins with no mark"),
        ("mainterm plain 1: guidelines\n  text\n", "line 2: is no section"),
    ],
)
def test_a_bad_line_is_told_by_its_number_in_the_file(text: str, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_plain(text.encode(), "doc.txt")
    assert str(refused.value).startswith(f"doc.txt: {says}")


def test_what_is_not_utf_8_is_refused() -> None:
    with pytest.raises(Unreadable, match="is not UTF-8"):
        read_plain(b"mainterm plain 1: index\nM\xe9ni\xe8re\n", "doc.txt")


def test_rtf_and_pdf_are_not_plain() -> None:
    assert is_plain(INDEX.encode())
    assert not is_plain(b"{\\rtf1 mainterm plain 1: index}")
    assert not is_plain(b"%PDF-1.6")


def test_plain_guidelines_are_sections_with_page_and_text() -> None:
    text = (
        "mainterm plain 1: guidelines\n"
        "I (page 6) Conventions\n"
        "I.C.7.a.3 (page 36) Hypertensive kidney disease\n"
        "  Presume the link.\n"
        "  Add the stage.\n"
    )
    found = read_guidelines(text.encode(), "g.txt")
    assert found.problems == ()
    assert [(s.id, s.page, s.title, s.text, s.parent) for s in found.sections] == [
        ("I", 6, "Conventions", "", ""),
        ("I.C.7.a.3", 36, "Hypertensive kidney disease", "Presume the link.\nAdd the stage.", "I.C.7.a"),
    ]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=8), st.integers(0, 3))
def test_any_text_is_read_or_refused_in_one_line(lines: list[str], kind: int) -> None:
    kinds = ("index", "tabular", "tabular of procedures", "guidelines")
    text = "\n".join((f"mainterm plain 1: {kinds[kind]}", *lines))
    message, paragraphs = "", []
    try:
        paragraphs = read_plain(text.encode(), "doc")
    except Unreadable as refused:
        message = str(refused)
    assert "\n" not in message
    assert [p.number for p in paragraphs] == list(range(len(paragraphs)))
