"""Paragraphs to lines: levels, tables, boxes, errata and the problems that are told."""

from __future__ import annotations

import gc

import pytest

from mainterm.editions.errata import Errata, load_errata, parse_errata
from mainterm.model.index import Index, Line, Table
from mainterm.model.source import Paragraph, Source, Unreadable
from mainterm.read.index import IndexList, read_indexes
from mainterm.read.index_boxes import read_box

NONE = Errata()


def read(*printed: tuple[str, str], index: Index = Index.DISEASES, errata: Errata = NONE) -> IndexList:
    paragraphs = [Paragraph(number, style, text) for number, (style, text) in enumerate(printed)]
    return read_indexes({index: ("doc", paragraphs)}, errata)


def path(lines: tuple[Line, ...], line: Line) -> list[str]:
    return [*(path(lines, lines[line.parent]) if line.parent >= 0 else ()), line.head]


def test_a_line_hangs_on_the_nearest_line_of_a_smaller_level() -> None:
    lines = read(("H2", "Bridge"), ("H4", "myocardial 746.85"), ("H3", "other"), ("H2", "Bright's")).lines
    assert [path(lines, line) for line in lines] == [
        ["Bridge"],
        ["Bridge", "myocardial"],
        ["Bridge", "other"],
        ["Bright's"],
    ]
    assert [line.main for line in lines] == [0, 0, 0, 3]


def test_the_style_gives_the_level_and_blanks_before_a_term_are_told() -> None:
    index = read(("H2", "Graft"), ("H3", "skin"), ("H3", "      fat"), index=Index.PROCEDURES)
    assert path(index.lines, index.lines[2]) == ["Graft", "fat"]
    assert [(problem.kind, problem.source.paragraph) for problem in index.problems] == [("outline", 2)]


def test_a_line_in_style_normal_is_a_main_term() -> None:
    lines = read(("H2", "Dacryolith"), ("Normal", "Dark area on retina 239.81")).lines
    assert (lines[1].level, lines[1].codes) == (0, ("239.81",))


def test_the_heads_of_tables_are_no_lines() -> None:
    lines = read(
        ("H2", "Hypertension Table\tMalignant\tBenign\tUnspecified"),
        ("H2", "Hypertension\t401.0\t401.1\t401.9"),
        ("H3", "with"),
        ("H4", "heart failure \t402.01\t402.11\t402.91"),
        ("H2", "Neoplasm"),
        ("Normal", "\tMalig-\tnant"),
        ("H2", "Neoplasm\t199.1\t199.1\t234.9\t229.9\t238.9\t239.9"),
        ("H3", "ankle NEC*\t195.5\t198.89\t232.7\t229.8\t238.8\t239.89"),
        ("H2", "Nephralgia 788.0"),
    ).lines
    assert [line.head for line in lines] == ["Hypertension", "with", "heart failure", "Neoplasm", "ankle", "Nephralgia"]
    assert [line.table for line in lines] == [*[Table.HYPERTENSION] * 3, *[Table.NEOPLASM] * 2, Table.NONE]
    assert lines[2].cells == ("402.01", "402.11", "402.91")
    assert lines[4].starred


def test_a_tab_within_words_makes_no_cells() -> None:
    (line,) = read(("H2", "non-ABO antigen (minor) \t(M) (N) 999.79")).lines
    assert (line.cells, line.codes) == ((), ("999.79",))


def test_empty_cells_are_kept() -> None:
    lines = read(("H2", "Hypertension\t401.0\t401.1\t401.9"), ("H3", "postoperative\t\t\t 997.91")).lines
    assert lines[1].cells == ("", "", "997.91")


def test_a_box_belongs_to_the_line_before_it() -> None:
    lines = read(("H2", "Hernia"), ("Box", "Note\tUse the following fifth-digit ..."), ("H3", "hiatal")).lines
    assert [len(line.boxes) for line in lines] == [1, 0]


def test_a_box_gives_its_digits_to_its_scope() -> None:
    text = (
        "Note\tUse the following fifth-digit subclassification with categories 640-649, 651-676:\n\n\t0\tone\n\t1\ttwo"
    )
    box = read_box(Paragraph(7, "Box", text), "doc")
    assert (box.position, box.scope, box.digits) == (5, ("640-649", "651-676"), (("0", "one"), ("1", "two")))


def test_a_meaning_may_go_on_in_the_next_line_and_have_another_wording() -> None:
    text = "Use fifth-digits with category 204:\n\t4\tlong\n\t\tand longer\n\t5\tplain\n\t\t\tother words\nUse only 5"
    assert read_box(Paragraph(7, "Box", text), "doc").digits == (("4", "long and longer"), ("5", "plain; other words"))


def test_a_heading_in_a_box_is_part_of_the_meanings_below_it() -> None:
    text = (
        "Use fifth-digits with categories 806.0-806.3:\n\nCervical with:\n\t0\tno lesion\nDorsal with:\n\t5\tno lesion"
    )
    assert dict(read_box(Paragraph(7, "Box", text), "doc").digits) == {
        "0": "Cervical with: no lesion",
        "5": "Dorsal with: no lesion",
    }


def test_a_box_of_mere_words_supplies_no_digit() -> None:
    box = read_box(Paragraph(7, "Box", "Note\tFor fracture with open wound, see Fracture."), "doc")
    assert (box.position, box.scope, box.digits) == (0, (), ())


ERRATA = parse_errata(
    """
    [["doc"]]
    paragraph = 1
    second = "hand"
    reason = "two"

    [["doc"]]
    paragraph = 2
    through = 3
    reason = "one"

    [["doc"]]
    paragraph = 4
    code = "E849.4"
    reason = "place"
    """
)


def test_errata_part_and_join_lines_and_the_paragraphs_stay_quotable() -> None:
    printed = (
        ("H2", "Pain"),
        ("H3", "foot 719.47hand 719.44"),
        ("H3", "complicating pregnancy, childbirth, or"),
        ("H5", "puerperium 646.6"),
        ("H3", "tennis court E849.4 public"),
    )
    index = read(*printed, errata=ERRATA)
    assert [(line.head, line.codes) for line in index.lines] == [
        ("Pain", ()),
        ("foot", ("719.47",)),
        ("hand", ("719.44",)),
        ("complicating pregnancy, childbirth, or puerperium", ("646.6",)),
        ("tennis court public", ("E849.4",)),
    ]
    assert [line.source.paragraph for line in index.lines] == [0, 1, 1, 2, 4]
    assert [line.printed for line in index.lines[1:4]] == [printed[1][1], printed[1][1], printed[2][1]]
    assert index.census["index_diseases"]["index_lines"] == len(printed)
    assert {problem.source for problem in index.problems} >= {Source("doc", number) for number in (1, 2, 4)}


def test_a_year_without_errata_has_none() -> None:
    assert load_errata(1066) == Errata()


def test_every_erratum_of_2012_does_one_thing_or_is_only_told() -> None:
    for erratum in load_errata(2012).by_place.values():
        does = [bool(erratum.second), erratum.through > erratum.paragraph, bool(erratum.code)]
        assert sum(does) <= 1
        assert erratum.reason


def test_wrong_cells_of_the_table_of_drugs_are_told_and_kept() -> None:
    good = ("H2", "Ether\t968.2\tE855.1\tE938.2\tE950.4\tE962.0\tE980.4")
    bad = ("H2", "Fentazin\t969.1\tE853.0\tE939.1\tE930.3\tE962.0\tE980.")
    index = read(good, bad, index=Index.DRUGS)
    assert index.lines[1].cells == ("969.1", "E853.0", "E939.1", "E930.3", "E962.0", "E980.")
    assert [(problem.kind, problem.source.paragraph) for problem in index.problems] == [("cell", 1), ("cell", 1)]


def test_a_document_without_lines_is_refused() -> None:
    with pytest.raises(Unreadable, match="doc: holds no line of an index"):
        read(("Box", "a box"), ("Normal", "words"))


def test_the_garbage_collector_is_as_it_was() -> None:
    read(("H2", "Abasia 781.3"))
    assert gc.isenabled()
