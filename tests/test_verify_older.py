"""What the verifier reads in older books: a line out of its style, and boxes that speak of brackets where none are."""

from __future__ import annotations

from functools import partial

from mainterm.model.code import Volume
from mainterm.model.source import Paragraph
from mainterm.verify.outline import Outline
from mainterm.verify.tabular import Tabular


def paragraphs(*lines: tuple[str, str]) -> list[Paragraph]:
    return [Paragraph(number, style, text) for number, (style, text) in enumerate(lines)]


def test_a_line_in_no_style_is_a_main_term_or_in_small_letters_of_the_level_above() -> None:
    outline = Outline(
        paragraphs(
            ("H2", "Tumor"), ("H3", "soft tissue 239.2"), ("Normal", "stromal 238.1"), ("Normal", "Dark area 239.81")
        ),
        Volume.DISEASES,
        (),
    )
    assert [outline.level(number) for number in range(4)] == [0, 1, 1, 0]
    assert outline.parent(2) == 0


def _skull(*more: tuple[str, str]) -> Tabular:
    """A box for those codes in brackets, and two codes; what stands below the second."""
    text = "The following fifth-digit subclassification is for use with the appropriate codes in categories 800, 801:"
    return Tabular(
        paragraphs(
            ("Section", "FRACTURE OF SKULL (800-804)"),
            ("5table", text),
            ("5table list1", "0\tunspecified"),
            ("5table list1", "6\tunspecified duration"),
            ("Three-digit Level", "800\tFracture of vault of skull"),
            ("Fourth-digit Level", "800.0\tClosed"),
            ("Fourth-digit Level", "800.1\tClosed, with laceration"),
            *more,
        ),
        Volume.DISEASES,
    )


def test_a_box_for_bracketed_codes_is_for_all_where_none_has_a_bracket() -> None:
    assert sorted(_skull().expansions("800.0").values()) == ["800.00", "800.06"]
    bracketed = _skull(("4digits Bracket", "[0,6]"))
    assert bracketed.expansions("800.0") == {}
    assert sorted(bracketed.expansions("800.1").values()) == ["800.10", "800.16"]


def test_a_code_whose_bracket_was_left_out_has_the_digits_that_the_index_prints() -> None:
    text = "The following fourth-digit subclassification is for use with appropriate categories in section 80:"
    lines = paragraphs(
        ("Two-digit Level", "80\tIncision and excision of joint structures"),
        ("4table head", text),
        ("4table list1", "0\tunspecified site"),
        ("4table list1", "5\thip"),
        ("4table list1", "6\tknee"),
        ("Three-digit Level", "80.1\tOther arthrotomy"),
        ("Three-digit Level", "80.6\tExcision of semilunar cartilage of knee"),
    )
    tabular = Tabular(lines, Volume.PROCEDURES, lambda: frozenset(("80.10", "80.16", "80.6")))
    assert sorted(tabular.expansions("80.1").values()) == ["80.10", "80.16"]
    assert tabular.is_valid("80.6")
    assert Tabular(lines, Volume.PROCEDURES).is_valid("80.1")


def test_a_paragraph_may_hold_the_lines_of_two_codes() -> None:
    lines = paragraphs(
        ("Three-digit Level", "33.5\tLung transplantation"),
        (
            "Fourth-digit Level",
            "33.50\tLung transplantation, unspecified33.51\tUnilateral lung transplantation",
        ),
        ("4digits line", "Left lung"),
        ("Fourth-digit Level", "33.52\tBilateral lung transplantation"),
    )
    tabular = Tabular(lines, Volume.PROCEDURES)
    assert tabular.second_line(1) == ("33.51", "33.51\tUnilateral lung transplantation")
    assert tabular.second_line(3) == ("", "")
    assert (tabular.title("33.50"), tabular.title("33.51")) == (
        " Lung transplantation, unspecified",
        " Unilateral lung transplantation",
    )
    assert [tabular.is_valid(code) for code in ("33.5", "33.50", "33.51", "33.52")] == [False, True, True, True]


def test_a_code_is_misprinted_that_the_index_lacks_where_it_has_the_next_one_that_is_printed_nowhere() -> None:
    lines = paragraphs(
        ("Fourth-digit Level", "V23.5\tPregnancy with other poor reproductive history"),
        ("Fourth-digit Level", "V23.6\tInsufficient prenatal care"),
        ("4digits line", "History of little or no prenatal care"),
        ("Fourth-digit Level", "V23.8\tOther high-risk pregnancy"),
    )
    read = Tabular(lines, Volume.DISEASES, lambda: frozenset(("V23.5", "V23.7", "V23.8")))
    assert (read.code_at(1), read.text_at(1)) == ("V23.7", "V23.7\tInsufficient prenatal care")
    assert (read.title("V23.7"), read.code_of_term(2)) == (" Insufficient prenatal care", "V23.7")
    for indexed in (("V23.6", "V23.7"), ("V23.8",), ("V23.9",)):
        assert Tabular(lines, Volume.DISEASES, partial(frozenset, indexed)).code_at(1) == "V23.6"


def test_a_zero_that_is_put_in_between_may_be_set_as_a_box() -> None:
    box = "The following fifth-digit subclassification is for use with categories 640-648 to denote the episode:"
    tabular = Tabular(
        paragraphs(
            ("Section", "COMPLICATIONS MAINLY RELATED TO PREGNANCY (640-648)"),
            ("5table head", box),
            ("5table line", "0\tunspecified"),
            ("5table line", "1\tdelivered"),
            ("Three-digit Level", "645\tProlonged pregnancy"),
            ("3digits Bracket", "[0,1]"),
            ("4table head", "Use 0 as fourth digit for category 645"),
            ("4table list1", "Post term pregnancy"),
            ("Three-digit Level", "646\tOther complications of pregnancy"),
        ),
        Volume.DISEASES,
    )
    assert sorted(tabular.expansions("645").values()) == ["645.00", "645.01"]
