"""What a paragraph of the Tabular List says, its text, its style and its neighbours decide."""

from __future__ import annotations

import pytest

from mainterm.editions.errata import parse_errata
from mainterm.model.code import Volume
from mainterm.model.source import Paragraph, Unreadable
from mainterm.model.tabular import Level, Node, NoteKind
from mainterm.read.tabular import TabularList, read_tabular

CHAPTER = ("Chapter", "1.  A CHAPTER (001-999)")
BOX = ("5table", "The following fifth-digit subclassification is for use with category 250:")
DIGITS = (("5table list1", "0\tunspecified"), ("5table list1", "1\tmild"), ("5table list1", "2\tsevere"))


def read(*lines: tuple[str, str], volume: Volume = Volume.DISEASES) -> TabularList:
    """A Tabular List of these paragraphs, each a style and a text."""
    paragraphs = [Paragraph(number, style, text) for number, (style, text) in enumerate(lines)]
    return read_tabular(paragraphs, "tab", volume)


def nodes(*lines: tuple[str, str], volume: Volume = Volume.DISEASES) -> dict[str, Node]:
    return {node.key: node for node in read(CHAPTER, *lines, volume=volume).nodes}


def valid(*lines: tuple[str, str], volume: Volume = Volume.DISEASES) -> list[str]:
    return [node.code for node in read(CHAPTER, *lines, volume=volume).nodes if node.valid]


def notes(*lines: tuple[str, str], volume: Volume = Volume.DISEASES) -> list[tuple[NoteKind, bool, int]]:
    """Kind, head and depth of the notes under one code."""
    code = "480\tPneumonia" if volume is Volume.DISEASES else "48\tOperations"
    found = read(CHAPTER, ("Three-digit Level", code), *lines, volume=volume).nodes[-1]
    return [(note.kind, note.head, note.depth) for note in found.notes]


def kinds(tabular: TabularList) -> list[str]:
    return [problem.kind for problem in tabular.problems]


class TestOutline:
    def test_a_code_with_its_title_is_a_node_whatever_its_style(self) -> None:
        tabular = read(CHAPTER, ("Three-digit Level", "327\tSleep"), ("5digits CFST", "327.49\tOther parasomnia"))
        assert tabular.nodes[-1].title == "Other parasomnia"
        assert tabular.nodes[-1].level is Level.SUBCLASSIFICATION
        assert "code line in a non-level style" in kinds(tabular)

    def test_a_code_may_be_glued_to_its_title(self) -> None:
        found = nodes(("Three-digit Level", "707\tUlcer"), ("Fourth-digit Level", "707.0Pressure ulcer"))
        assert found["707.0"].title == "Pressure ulcer"

    def test_blanks_may_part_a_code_from_its_title_where_the_style_is_a_level(self) -> None:
        lines = (("Three-digit Level", "707 Ulcer"), ("3digits line", "480 patients"))
        assert [*nodes(*lines)] == ["chapter 001-999", "707"]

    def test_the_level_comes_from_the_code_not_from_the_style(self) -> None:
        assert nodes(("Fourth-digit Level", "235\tNeoplasm"))["235"].level is Level.CATEGORY

    def test_a_list_of_codes_in_the_introduction_is_no_list_of_nodes(self) -> None:
        groups = (("Neoplasm", "140-195\tMalignant"), ("Neoplasm", "199\tUnspecified"))
        assert [*nodes(*groups, ("Three-digit Level", "140\tLip"))] == ["chapter 001-999", "140"]

    def test_sections_nest_by_their_ranges(self) -> None:
        found = nodes(
            ("Section", "FRACTURES (800-829)"),
            ("Section", "FRACTURE OF SKULL(800-804)"),
            ("Three-digit Level", "800\tVault"),
            ("Section", "FRACTURE OF TRUNK (805-809)"),
            ("Three-digit Level", "805\tVertebra"),
            ("Section", "DISLOCATION (830-839)"),
        )
        assert found["section 800-804"].parent == found["section 805-809"].parent == "section 800-829"
        assert found["800"].parent == "section 800-804"
        assert found["section 830-839"].parent == "chapter 001-999"
        assert found["section 800-804"].title == "FRACTURE OF SKULL"

    def test_a_category_without_a_line_stands_for_its_section(self) -> None:
        tabular = read(
            ("Tabular", "EXTERNAL CAUSES (E000-E999)"),
            ("Section", "PLACE OF OCCURRENCE (E849)"),
            ("Fourth-digit Level", "E849.0\tHome"),
        )
        category = tabular.nodes[-2]
        assert (category.key, category.parent, category.printed) == ("E849", "section E849", False)
        assert category.source == tabular.nodes[1].source
        assert tabular.nodes[-1].parent == "E849"
        assert kinds(tabular) == ["no category line"]

    def test_what_follows_a_line_break_in_a_title_is_an_inclusion_term(self) -> None:
        found = nodes(("Three-digit Level", "518\tRespiratory failure\nFailure of respiration"))["518"]
        assert found.title == "Respiratory failure"
        assert [(note.kind, note.text) for note in found.notes] == [(NoteKind.INCLUSION, "Failure of respiration")]

    def test_volume_3_has_two_digits_in_a_category(self) -> None:
        found = nodes(
            ("Two-digit Level", "01\tIncision"),
            ("Three-digit Level", "01.0\tPuncture"),
            ("Fourth-digit Level", "01.01\tCisternal"),
            volume=Volume.PROCEDURES,
        )
        assert [found[key].level for key in ("01", "01.0", "01.01")] == [
            Level.CATEGORY,
            Level.SUBCATEGORY,
            Level.SUBCLASSIFICATION,
        ]
        assert found["01.01"].parent == "01.0"

    def test_a_document_without_a_category_is_no_tabular_list(self) -> None:
        with pytest.raises(Unreadable, match="holds no category of diseases"):
            read(("H2", "Abscess 682.9"), ("5table", "A box"), ("5table list1", "0\tnone"))


class TestDigits:
    def test_a_box_gives_its_digits_to_every_subcategory_in_its_scope(self) -> None:
        found = nodes(("Three-digit Level", "250\tDiabetes"), BOX, *DIGITS, ("Fourth-digit Level", "250.0\tPlain"))
        assert found["250.02"].title == "severe"
        assert found["250.02"].valid
        assert not found["250.02"].printed
        assert found["250.02"].source.paragraph == 5
        assert found["250.02"].box.paragraph == 2
        assert not found["250.0"].valid

    def test_expanded_codes_stand_right_behind_the_node_that_they_expand(self) -> None:
        lines = (("Fourth-digit Level", "250.0\tPlain"), ("Fourth-digit Level", "250.1\tWith ketoacidosis"))
        order = list(nodes(("Three-digit Level", "250\tDiabetes"), BOX, *DIGITS[:2], *lines))
        assert order[2:] == ["250.0", "250.00", "250.01", "250.1", "250.10", "250.11"]

    def test_a_bracket_allows_only_some_of_the_digits(self) -> None:
        lines = (("Fourth-digit Level", "250.0\tPlain"), ("4digits Bracket", "[0, 2]"))
        assert valid(("Three-digit Level", "250\tDiabetes"), BOX, *DIGITS, *lines) == ["250.00", "250.02"]

    def test_a_bracket_that_names_more_digits_than_the_box_gives_only_those_of_the_box(self) -> None:
        lines = (("Fourth-digit Level", "250.0\tPlain"), ("4digits Bracket", "[1-9]"))
        tabular = read(CHAPTER, ("Three-digit Level", "250\tDiabetes"), BOX, *DIGITS, *lines)
        assert [node.code for node in tabular.nodes if node.valid] == ["250.01", "250.02"]
        assert kinds(tabular) == ["bracket and digit box disagree"]

    def test_a_category_s_own_box_replaces_its_chapter_s(self) -> None:
        chapter_box = ("5table", "The following fifth-digit subclassification is for use with categories 718-719:")
        own_box = ("5table", "The following fifth-digit subclassification is for use with codes 719.0-719.6:")
        lines = (("Three-digit Level", "719\tJoint"), own_box, *DIGITS, ("Fourth-digit Level", "719.7\tDifficulty"))
        assert valid(chapter_box, *DIGITS, *lines) == ["719.7"]

    def test_a_box_for_the_appropriate_codes_is_only_for_those_with_a_bracket(self) -> None:
        box = ("5table", "The following fifth-digit subclassification is for the appropriate codes in category 800:")
        lines = (("Fourth-digit Level", "800.0\tClosed"), ("Fourth-digit Level", "800.1\tOpen"))
        bracket = ("4digits Bracket", "[0]")
        assert valid(("Three-digit Level", "800\tSkull"), box, *DIGITS, *lines, bracket) == ["800.0", "800.10"]

    def test_a_category_may_take_0_as_its_fourth_digit(self) -> None:
        box = ("5table", "The following fifth-digit subclassification is for use with categories 651-659:")
        zero = ("3digits Additional head", "Use 0 as fourth digit for category 657")
        found = nodes(box, *DIGITS, ("Three-digit Level", "657\tPolyhydramnios"), ("3digits Bracket", "[0,2]"), zero)
        assert [key for key in found if found[key].valid] == ["657.00", "657.02"]
        assert found["657.00"].parent == "657.0"
        assert (found["657.0"].title, found["657.0"].printed) == ("Polyhydramnios", False)

    def test_a_fifth_digit_may_be_for_one_fourth_digit_only(self) -> None:
        fourth = ("4table head", "The following fourth-digit subdivisions are for use with categories V30-V39:")
        fifth = ("5table", "The following fifth-digits are for use with the fourth-digit .0, Born in hospital:")
        places = (("4table list1", "0\tBorn in hospital"), ("4table list1", "1\tBorn before admission"))
        section = ("Section", "LIVEBORN INFANTS (V30-V39)")
        codes = valid(section, fourth, *places, fifth, *DIGITS[:2], ("Three-digit Level", "V30\tSingle liveborn"))
        assert codes == ["V30.00", "V30.01", "V30.1"]

    def test_a_digit_in_a_foreign_style_is_a_digit_of_the_box_all_the_same(self) -> None:
        last = ("3digits Excludes line", "3\textreme")
        codes = valid(("Three-digit Level", "250\tA"), BOX, *DIGITS, last, ("Fourth-digit Level", "250.0\tB"))
        assert codes[-1] == "250.03"

    def test_a_note_within_a_box_belongs_to_the_digit_above_it(self) -> None:
        note = ("3digits Excludes head", "Excludes:\twaiting passenger (2)")
        tabular = read(
            CHAPTER,
            ("Three-digit Level", "250\tA"),
            BOX,
            *DIGITS[:2],
            note,
            DIGITS[2],
            ("Fourth-digit Level", "250.0\tB"),
        )
        assert [len(digit.notes) for digit in tabular.boxes[0].digits] == [0, 1, 0]
        assert [node.notes[0].text for node in tabular.nodes if node.notes] == ["Excludes: waiting passenger (2)"]
        assert tabular.nodes[-2].code == "250.01"

    def test_a_note_behind_a_box_belongs_to_the_category(self) -> None:
        found = nodes(
            ("Three-digit Level", "634\tAbortion"),
            ("5table", "Requires fifth digit to identify stage:"),
            *DIGITS,
            ("3digits Includes head", "Includes:\tmiscarriage"),
            ("Fourth-digit Level", "634.0\tComplicated"),
        )
        assert [note.text for note in found["634"].notes] == ["Includes: miscarriage"]
        assert found["634.02"].valid

    def test_a_box_without_digits_is_a_note(self) -> None:
        head = ("4table head", "The descriptions include the following terms:")
        assert notes(head, ("4table list1", "closed:")) == [(NoteKind.TABLE, False, 0), (NoteKind.TABLE, False, 1)]

    def test_volume_3_supplies_the_fourth_digit(self) -> None:
        box = ("4table head", "The following fourth-digit subclassification is for use with categories in section 90:")
        codes = valid(
            ("Two-digit Level", "90\tMicroscopy-I"),
            box,
            ("4table list1", "1\tsmear"),
            ("4table list1", "2\tculture"),
            ("Three-digit Level", "90.0\tOf nervous system"),
            volume=Volume.PROCEDURES,
        )
        assert codes == ["90.01", "90.02"]


class TestNotes:
    def test_a_keyword_opens_a_note_and_its_style_continues_it(self) -> None:
        assert notes(
            ("4digits line", "Lobar"),
            ("4digits list1", "acute"),
            ("4digits Excludes head", "Excludes:\tcongenital (770.0)"),
            ("4digits Excludes line", "due to:"),
            ("4digits Excludes list1", "aspiration (507.0)"),
            ("4digits CFST head", "Code firstunderlying disease"),
        ) == [
            (NoteKind.INCLUSION, False, 0),
            (NoteKind.INCLUSION, False, 1),
            (NoteKind.EXCLUDES, True, 0),
            (NoteKind.EXCLUDES, False, 0),
            (NoteKind.EXCLUDES, False, 1),
            (NoteKind.CODE_FIRST, True, 0),
        ]

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("Includes:\tx", NoteKind.INCLUDES),
            ("Excludes::\tx", NoteKind.EXCLUDES),
            ("Excludes x", NoteKind.EXCLUDES),
            ("Use additional code to identify x", NoteKind.USE_ADDITIONAL),
            ("Code alsoany x", NoteKind.CODE_ALSO),
            ("Code first\tx", NoteKind.CODE_FIRST),
            ("Code, if applicable, any causal condition first", NoteKind.CODE_FIRST),
            ("Requires fifth digit.", NoteKind.REQUIRES),
            ("Note:\tx", NoteKind.NOTE),
        ],
    )
    def test_the_first_word_decides_against_the_style(self, text: str, kind: NoteKind) -> None:
        assert notes(("4digits line", text))[0] == (kind, True, 0)

    def test_includes_without_a_colon_is_an_inclusion_term_unless_the_style_says_otherwise(self) -> None:
        assert notes(("4digits line", "Includes that by:"))[0] == (NoteKind.INCLUSION, False, 0)
        assert notes(("3digits Includes head", "Includes any other"))[0] == (NoteKind.INCLUDES, True, 0)

    def test_what_continues_a_misplaced_note_is_misplaced_with_it(self) -> None:
        tabular = read(
            CHAPTER,
            ("Three-digit Level", "480\tPneumonia"),
            ("3digits Includes head", "Excludes:\tone (770.0)"),
            ("3digits Includes line", "another (770.1)"),
        )
        assert [note.kind for note in tabular.nodes[-1].notes] == [NoteKind.EXCLUDES, NoteKind.EXCLUDES]
        assert kinds(tabular) == ["note in wrong style"]

    def test_an_empty_head_takes_the_terms_below_it(self) -> None:
        found = notes(("4digits Excludes head", "Excludes:"), ("3digits line", "that:"), ("3digits list1", "one"))
        assert [kind for kind, *_ in found] == [NoteKind.EXCLUDES] * 3

    def test_a_term_behind_a_note_is_a_term_again(self) -> None:
        found = notes(("4digits line", "Excludes:\tone (770.0)"), ("4digits line", "Lobar"))
        assert [kind for kind, *_ in found] == [NoteKind.EXCLUDES, NoteKind.INCLUSION]

    def test_the_list_below_code_also_is_no_code_first_though_it_is_set_like_one(self) -> None:
        head, item = ("4digits CFST head", "Code also any:"), ("4digits CFST list1", "stent (36.06)")
        found = notes(head, item, volume=Volume.PROCEDURES)
        assert [kind for kind, *_ in found] == [NoteKind.CODE_ALSO] * 2

    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            ("late effects (137.0-137.4, V12.03)", ("137.0-137.4", "V12.03")),
            ("classifiable to 295-298, 300", ("295-298", "300")),
            ("abortion (634-638 with.7, 639.8)", ("634-638", "639.8")),
            ("fall (E880.0-E886.9)", ("E880.0-E886.9",)),
            ("750-999 grams, 1,000-1,249 grams, 20/200, in 2009, O157:H7", ()),
        ],
    )
    def test_a_note_names_codes_and_ranges(self, text: str, codes: tuple[str, ...]) -> None:
        found = nodes(("Three-digit Level", "480\tPneumonia"), ("3digits Excludes head", f"Excludes:\t{text}"))
        assert found["480"].notes[0].codes == codes

    def test_a_garbled_range_is_a_problem_with_its_paragraph(self) -> None:
        note = ("3digits Excludes head", "Excludes:\tamebae (136.21-136-29)")
        tabular = read(CHAPTER, ("Three-digit Level", "006\tAmebiasis"), note)
        assert [(problem.kind, problem.source.paragraph) for problem in tabular.problems] == [("garbled range", 2)]
        assert tabular.nodes[-1].notes[0].codes == ("136.21",)

    def test_a_blank_paragraph_is_a_problem_and_no_note(self) -> None:
        tabular = read(CHAPTER, ("Three-digit Level", "480\tPneumonia"), ("3digits line", " "))
        assert kinds(tabular) == ["blank paragraph"]
        assert not tabular.nodes[-1].notes


def test_a_box_for_appropriate_codes_holds_for_all_of_its_scope_where_none_has_a_bracket() -> None:
    box = (
        "5table",
        "The following fifth-digit subclassification is for use with the appropriate codes in category 250:",
    )
    heads = ("Three-digit Level", "250\tDiabetes"), box, *DIGITS
    assert valid(*heads, ("Fourth-digit Level", "250.0\tPlain")) == ["250.00", "250.01", "250.02"]
    bracketed = (
        ("Fourth-digit Level", "250.0\tPlain"),
        ("4digits Bracket", "[1]"),
        ("Fourth-digit Level", "250.1\tNone"),
    )
    assert valid(*heads, *bracketed) == ["250.01", "250.1"]


@pytest.mark.parametrize("line", ["38.41  Laparoscopic", "\t38.41\tLaparoscopic"])
def test_two_blanks_behind_a_code_or_a_tab_before_it_make_a_line_in_any_style(line: str) -> None:
    lines = ("Two-digit Level", "38\tOperations"), ("4digits Additional head", line)
    assert valid(*lines, volume=Volume.PROCEDURES) == ["38.41"]


def test_a_bracket_may_stand_behind_its_title_and_errata_part_and_complete_lines() -> None:
    box = (
        "4table",
        "The following fourth-digit subclassification is for use with the appropriate codes in category 38:",
    )
    digits = (("4table list1", "0\tunspecified site"), ("4table list1", "1\tintracranial"))
    lines = (
        CHAPTER,
        ("Two-digit Level", "38\tIncision"),
        box,
        *digits,
        ("Three-digit Level", "38.1\tEndarterectomy\t[1]"),
        ("Three-digit Level", "38.2\tOther"),
        ("Three-digit Level", "38.8\tOne38.9\tTwo"),
        ("Three-digit Level", "38.5\tLigation"),
        ("3digits Bracket", "[0-8]"),
    )
    paragraphs = [Paragraph(number, style, text) for number, (style, text) in enumerate(lines)]
    toml = """
        [[tab]]
        paragraph = 6
        bracket = "[0-1]"
        reason = "no digits in brackets"
        [[tab]]
        paragraph = 7
        second = "38.9"
        reason = "two codes"
        [[tab]]
        paragraph = 9
        bracket = "[0]"
        reason = "digits that the box does not give"
    """
    found = read_tabular(paragraphs, "tab", Volume.PROCEDURES, parse_errata(toml))
    assert [node.code for node in found.nodes if node.valid] == ["38.11", "38.20", "38.21", "38.8", "38.9", "38.50"]
    assert kinds(found).count("typography") == 3
