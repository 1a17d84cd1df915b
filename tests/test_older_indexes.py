"""The tables of older indexes, set line by line with blanks: levels, rows that go on, ragged rows."""

from __future__ import annotations

from mainterm.editions.errata import Errata
from mainterm.model.index import Index, Table
from mainterm.model.source import Paragraph
from mainterm.read.blanks import with_levels
from mainterm.read.index import IndexList, read_indexes

SIX = "\t960.0\tE850.0\tE930.0\tE950.4\tE962.0\tE980.4"


def _paragraphs(*lines: tuple[str, str]) -> list[Paragraph]:
    return [Paragraph(number, style, text) for number, (style, text) in enumerate(lines)]


def drugs(*lines: str) -> list[tuple[str, str, int]]:
    """Style, name and number of each row of a Table of Drugs."""
    paragraphs = _paragraphs(*(("Normal", line) for line in ("Of poisoning", f"Abacus{SIX}", *lines)))
    return [(p.style, p.text.partition("\t")[0], p.number) for p in with_levels(paragraphs)[2:] if p.plain]


def diseases(*lines: tuple[str, str]) -> IndexList:
    return read_indexes({Index.DISEASES: ("doc", with_levels(_paragraphs(*lines)))}, Errata())


def test_four_blanks_are_a_level_and_eight_go_on_with_the_row() -> None:
    assert drugs("Alum (ammonium)", f"        (potassium){SIX}", f"    medicinal{SIX}", f"        fumes{SIX}") == [
        ("H2", "Alum (ammonium) (potassium)", 2),
        ("H3", "medicinal", 4),
        ("H4", "fumes", 5),
    ]


def test_a_row_that_has_its_cells_does_not_go_on() -> None:
    assert [style for style, *_ in drugs(f"Acid{SIX}", f"        deep{SIX}")] == ["H2", "H4"]


def test_an_open_parenthesis_a_modifier_or_a_joining_word_goes_on_less_far_in() -> None:
    assert [name for _, name, _ in drugs("    monoxide (from", f"        coal){SIX}")] == ["monoxide (from coal)"]
    assert [name for _, name, _ in drugs("Contrast media", f"    (dye){SIX}")] == ["Contrast media (dye)"]
    assert [name for _, name, _ in drugs("    fuels or", f"        gases{SIX}")] == ["fuels or gases"]


def test_a_word_parted_at_the_end_of_a_line_is_whole_again_but_a_dash_before_see_stays() -> None:
    assert [name for _, name, _ in drugs("2,4-D (dichlorophen-", f"        oxyacetic acid){SIX}")] == [
        "2,4-D (dichlorophenoxyacetic acid)"
    ]
    assert [name for _, name, _ in drugs("Ant poisons-", "        see Pesticides")] == ["Ant poisons- see Pesticides"]


def test_a_table_in_the_styles_of_levels_is_left_as_it_is() -> None:
    paragraphs = _paragraphs(("H2", f"Abacus{SIX}"), ("Normal", f"    Trioxide{SIX}"))
    assert with_levels(paragraphs) == paragraphs


def test_the_rows_of_a_hypertension_table_hang_under_its_main_term() -> None:
    found = diseases(
        ("H2", "Hypertension Table"),
        ("Table Hypertension", "\t[malignant]\t[benign]\t[unspecified]"),
        ("Table Hypertension Header", "Hypertension (arterial)"),
        ("Table Hypertension", "        (primary)\t401.0\t401.1\t401.9"),
        ("Table Hypertension", "    with"),
        ("Table Hypertension", "        heart disease\t402.00\t402.10\t402.90"),
        ("Table Hypertension", "accelerated\t401.0\t-\t-"),
        ("Table Hypertension", "due to thrombosis\t459.10"),
    )
    rows = [(line.head, line.level, line.cells) for line in found.lines]
    assert rows == [
        ("Hypertension", 0, ("401.0", "401.1", "401.9")),
        ("with", 2, ()),
        ("heart disease", 3, ("402.00", "402.10", "402.90")),
        ("accelerated", 1, ("401.0", "-", "-")),
        ("due to thrombosis", 1, ()),
    ]
    assert found.lines[-1].codes == ("459.10",)
    assert {line.main for line in found.lines} == {0}


def test_the_sites_of_a_neoplasm_table_hang_under_its_main_term_and_its_notes_are_no_sites() -> None:
    found = diseases(
        ("H2", "Neoplasm, neoplastic"),
        ("Table Neoplasm", "\tPrimary\tSecondary\tin situ\tBenign\tBehavior\tUnspecified"),
        ("Table Neoplasm", "Neoplasm, neoplastic\t199.1\t199.1\t234.9\t229.9\t238.9\t239.9"),
        ("Table Neoplasm", "Notes - 1. The list below (of sites"),
        ("Table Neoplasm", "abdomen\t195.2\t198.89\t234.8\t229.8\t238.8\t239.8"),
        ("Table Neoplasm", "        cavity\t195.2\t198.89\t234.8\t229.8\t238.8\t239.8"),
        ("Table Neoplasm", "            wall (see also"),
        ("Table Neoplasm", "                    Neoplasm)\t184.8"),
    )
    assert [(line.head, line.level, line.table) for line in found.lines] == [
        ("Neoplasm, neoplastic", 0, Table.NEOPLASM),
        ("abdomen", 1, Table.NEOPLASM),
        ("cavity", 2, Table.NEOPLASM),
        ("wall", 3, Table.NEOPLASM),
    ]
    assert found.lines[-1].cells == ("184.8", "", "", "", "", "")
    assert "lacks cells" in " ".join(problem.text for problem in found.problems)


def test_a_ragged_row_of_drugs_has_each_code_in_the_column_that_it_is_of() -> None:
    rows = [("Normal", f"Abacus{SIX}"), ("Normal", "Stains\t989.89\tE866.8\tE950.9\tE962.1\tE980.9")]
    found = read_indexes({Index.DRUGS: ("doc", with_levels(_paragraphs(*rows)))}, Errata())
    assert found.lines[-1].cells == ("989.89", "E866.8", "", "E950.9", "E962.1", "E980.9")


def test_a_line_in_no_style_of_its_own_and_in_small_letters_is_of_the_level_before_it() -> None:
    lines = diseases(("H2", "Tumor"), ("H3", "stromal"), ("H4", "benign 215.5"), ("Normal", "malignant 171.5")).lines
    assert [line.level for line in lines] == [0, 1, 2, 2]
