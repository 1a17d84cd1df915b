"""The tables of older indexes, set line by line with blanks: levels, rows that go on, ragged rows."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

from mainterm.editions.declared import declared_edition
from mainterm.editions.errata import Errata
from mainterm.model.index import Index, Table
from mainterm.model.source import Paragraph
from mainterm.read.blanks import with_levels
from mainterm.read.index import IndexList, read_indexes
from mainterm.read.levels import moved

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
        ("Table Neoplasm", "acromion\t170.4\t198.5\t-\t213.4\t238.0\t239.2"),
    )
    assert [(line.head, line.level, line.table) for line in found.lines] == [
        ("Neoplasm, neoplastic", 0, Table.NEOPLASM),
        ("abdomen", 1, Table.NEOPLASM),
        ("cavity", 2, Table.NEOPLASM),
        ("wall", 2, Table.NEOPLASM),
        ("acromion", 1, Table.NEOPLASM),
    ]
    assert found.lines[-2].cells == ("184.8", "", "", "", "", "")
    assert "lacks cells" in " ".join(problem.text for problem in found.problems)


SITE = "\t173.7\t198.2\t232.7\t216.7\t238.2\t239.2"


def sites(*lines: str) -> list[tuple[str, str]]:
    """Style and name of each site of a Neoplasm Table."""
    head = (("H2", "Neoplasm, neoplastic"), ("Table Neoplasm", f"Neoplasm, neoplastic{SITE}"))
    found = with_levels(_paragraphs(*head, *(("Table Neoplasm", line) for line in lines)))[2:]
    return [(paragraph.style, paragraph.text.partition("\t")[0]) for paragraph in found if paragraph.plain]


def test_a_line_without_cells_heads_the_next_or_stands_where_the_alphabet_has_it() -> None:
    leg = ("labia", f"            majora{SITE}", f"        leg{SITE}", "muscle-see Neoplasm, connective", "tissue")
    assert sites(f"skin NEC{SITE}", f"        knee{SITE}", *leg, f"        neck{SITE}", f"spine{SITE}") == [
        ("H3", "skin NEC"),
        ("H4", "knee"),
        ("H4", "labia"),
        ("H5", "majora"),
        ("H4", "leg"),
        ("H4", "muscle-see Neoplasm, connective tissue"),
        ("H4", "neck"),
        ("H3", "spine"),
    ]


def test_a_name_on_two_lines_stands_where_the_alphabet_has_it_however_far_in_it_goes_on() -> None:
    breast = ("breast (connective tissue)", f"                (soft parts){SITE}", f"        areola{SITE}")
    within = ("contiguous sites with accessory", f"                sinuses{SITE}")
    assert sites(f"branchial{SITE}", f"        vestiges{SITE}", *breast, *within, f"broad{SITE}") == [
        ("H3", "branchial"),
        ("H4", "vestiges"),
        ("H3", "breast (connective tissue) (soft parts)"),
        ("H4", "areola"),
        ("H4", "contiguous sites with accessory sinuses"),
        ("H3", "broad"),
    ]


def test_a_note_among_the_sites_is_none_of_them() -> None:
    assert sites(f"bone{SITE}", "Note-Carcinomas of bone", "liposarcoma 171.2", f"        ankle{SITE}") == [
        ("H3", "bone"),
        ("H4", "ankle"),
    ]


def test_a_table_whose_main_term_is_a_heading_hangs_under_it_without_codes() -> None:
    found = diseases(
        ("H1", "Neoplasm, neoplastic"),
        ("Table Neoplasm", "Notes - 1. The list below"),
        ("Table Neoplasm", f"abdomen{SITE}"),
        ("Normal", ""),
        ("Table Neoplasm", f"ankle{SITE}"),
        ("H2", "Nephritis 583.9"),
    )
    assert [(line.head, line.level, line.table) for line in found.lines] == [
        ("Neoplasm, neoplastic", 0, Table.NEOPLASM),
        ("abdomen", 1, Table.NEOPLASM),
        ("ankle", 1, Table.NEOPLASM),
        ("Nephritis", 0, Table.NONE),
    ]


def test_a_row_in_small_letters_is_no_main_term() -> None:
    assert [p.style for p in with_levels(_paragraphs(("H2", f"Neoplasm{SITE}"), ("H2", f"bronchus{SITE}")))] == [
        "H2",
        "H3",
    ]


def test_a_ragged_row_of_drugs_has_each_code_in_the_column_that_it_is_of() -> None:
    rows = [("Normal", f"Abacus{SIX}"), ("Normal", "Stains\t989.89\tE866.8\tE950.9\tE962.1\tE980.9")]
    found = read_indexes({Index.DRUGS: ("doc", with_levels(_paragraphs(*rows)))}, Errata())
    assert found.lines[-1].cells == ("989.89", "E866.8", "", "E950.9", "E962.1", "E980.9")


def test_a_line_in_no_style_of_its_own_and_in_small_letters_is_of_the_level_before_it() -> None:
    lines = diseases(("H2", "Tumor"), ("H3", "stromal"), ("H4", "benign 215.5"), ("Normal", "malignant 171.5")).lines
    assert [line.level for line in lines] == [0, 1, 2, 2]


def test_the_head_of_the_lymph_glands_and_what_their_nodes_refer_to_are_whole() -> None:
    lymph = ("lymph, lymphatic channel NEC (see also", f"                Neoplasm, connective tissue){SITE}")
    gland = (f"        gland (secondary){SITE}", f"            Virchow's{SITE}")
    node = ("node-see also Neoplasm, lymph", f"                gland primary NEC{SITE}")
    assert sites(f"lung{SITE}", *lymph, *gland, *node, f"        vessel{SITE}", f"mandible{SITE}") == [
        ("H3", "lung"),
        ("H3", "lymph, lymphatic"),
        ("H4", "channel NEC (see also Neoplasm, connective tissue)"),
        ("H4", "gland (secondary)"),
        ("H5", "Virchow's"),
        ("H4", "node-see also Neoplasm, lymph gland"),
        ("H6", "primary NEC"),
        ("H4", "vessel"),
        ("H3", "mandible"),
    ]


def test_lines_set_too_deep_or_too_high_are_moved_where_the_years_data_say_so() -> None:
    lines = [Paragraph(number, "H3" if number else "H2", "zoster 053.0") for number in range(80_000)]
    moved_lines = {each.number: each.style for each in moved(lines, "dindex98.rtf") if each.style not in ("H2", "H3")}
    assert moved_lines[35926] == "H4"
    assert len(moved_lines) > 300
    assert moved(lines, "dindex12.rtf") == lines


def test_each_run_of_lines_to_move_is_of_a_document_that_its_year_declares() -> None:
    for path in sorted(Path(str(files("mainterm.editions"))).glob("*.levels.toml")):
        names = {document.name for document in declared_edition(path.name.partition(".")[0]).documents}
        assert set(tomllib.loads(path.read_text("utf-8"))) <= names
