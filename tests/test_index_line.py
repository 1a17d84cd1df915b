"""One printed line of an index, taken apart."""

from __future__ import annotations

import pytest

from mainterm.model.index import Index, ReferenceKind
from mainterm.read.index_line import read_line


def test_a_line_ends_in_its_code() -> None:
    entry = read_line("Leukopenia 288.50", Index.DISEASES)
    assert (entry.term, entry.head, entry.codes) == ("Leukopenia", "Leukopenia", ("288.50",))


def test_words_in_parentheses_are_nonessential_and_leave_the_head() -> None:
    entry = read_line("Bronchiolitis (acute) (infectious) (subacute) 466.19", Index.DISEASES)
    assert entry.term == "Bronchiolitis (acute) (infectious) (subacute)"
    assert entry.head == "Bronchiolitis"
    assert entry.nonessential == ("acute", "infectious", "subacute")


def test_variants_of_a_main_term_stay_in_the_head_with_their_comma() -> None:
    assert read_line("Anomaly, anomalous (congenital) 759.9", Index.DISEASES).head == "Anomaly, anomalous"


def test_a_parenthesis_within_a_parenthesis_belongs_to_the_outer_one() -> None:
    entry = read_line("amaurotic (infantile (late)) (juvenile (late)) 330.1", Index.DISEASES)
    assert (entry.head, entry.nonessential) == ("amaurotic", ("infantile (late)", "juvenile (late)"))


def test_a_plural_in_parentheses_is_no_modifier() -> None:
    entry = read_line("finger(s) 886.0", Index.DISEASES)
    assert (entry.head, entry.nonessential) == ("finger", ())


def test_an_ending_in_parentheses_gives_the_longer_word() -> None:
    assert read_line("Acetanilid(e)", Index.DRUGS).nonessential == ("Acetanilide",)


def test_a_code_in_brackets_is_the_manifestation() -> None:
    entry = read_line("neuropathy 250.6 [357.2]", Index.DISEASES)
    assert (entry.codes, entry.manifestations) == (("250.6",), ("357.2",))


def test_words_in_brackets_are_a_gloss() -> None:
    entry = read_line("human immunodeficiency virus [HIV] 042", Index.DISEASES)
    assert (entry.head, entry.nonessential) == ("human immunodeficiency virus", ("HIV",))


def test_nec_leaves_the_head_but_is_known() -> None:
    entry = read_line("specified site NEC 006.8", Index.DISEASES)
    assert (entry.term, entry.head, entry.nec) == ("specified site NEC", "specified site", True)


def test_a_morphology_code_is_no_modifier() -> None:
    entry = read_line("Adenosarcoma (M8960/3) 189.0", Index.DISEASES)
    assert (entry.head, entry.morphology, entry.nonessential) == ("Adenosarcoma", ("M8960/3",), ())


@pytest.mark.parametrize(
    ("text", "kind", "form", "target"),
    [
        ("ulcer (see also Ulcer, skin) 707.9", ReferenceKind.SEE_ALSO, "paren", "Ulcer, skin"),
        ("Abactio - see Abortion, induced", ReferenceKind.SEE, "dash", "Abortion, induced"),
        ("cervix see - Malposition, uterus", ReferenceKind.SEE, "plain", "Malposition, uterus"),
        ("labial-see, also Neoplasm, lip", ReferenceKind.SEE_ALSO, "dash", "Neoplasm, lip"),
        ("source NEC -(see also specific substance)", ReferenceKind.SEE_ALSO, "paren", "specific substance"),
        ("Syndrome - see also condition", ReferenceKind.SEE_ALSO_CONDITION, "dash", "condition"),
        ("of cancer-see condition", ReferenceKind.SEE_CONDITION, "dash", "condition"),
    ],
)
def test_a_reference_is_known_in_every_form_of_print(text: str, kind: ReferenceKind, form: str, target: str) -> None:
    (reference,) = read_line(text, Index.DISEASES).references
    assert (reference.kind, reference.form, reference.target) == (kind, form, target)


def test_the_categories_of_a_reference_are_no_codes_of_the_line() -> None:
    entry = read_line("abortion NEC - see categories 634-639", Index.DISEASES)
    assert entry.codes == ()
    assert entry.references[0].kind is ReferenceKind.SEE_CATEGORY
    assert entry.references[0].codes == ("634-639",)


def test_see_also_categories_leaves_the_lines_own_code() -> None:
    entry = read_line("ectopic pregnancy (see also categories 633.0-633.9) 639.0", Index.DISEASES)
    assert entry.codes == ("639.0",)
    assert (entry.references[0].kind, entry.references[0].codes) == (ReferenceKind.SEE_ALSO, ("633.0-633.9",))


def test_a_reference_may_be_followed_by_the_lines_code() -> None:
    entry = read_line("peptic ulcer - see Ulcer, peptic 533.9", Index.DISEASES)
    assert (entry.codes, entry.references[0].target) == (("533.9",), "Ulcer, peptic")


def test_two_references_of_a_line_keep_their_order() -> None:
    entry = read_line("Epiphysiodesis -- see also Arrest, bone growth -- see category 78.2", Index.PROCEDURES)
    assert [reference.kind for reference in entry.references] == [ReferenceKind.SEE_ALSO, ReferenceKind.SEE_CATEGORY]


@pytest.mark.parametrize(
    ("text", "codes", "manifestations", "oddity"),
    [
        ("adhesive (shoulder)726.0", ("726.0",), (), "no space before code"),
        ("aniridia365.42", ("365.42",), (), "no space before code"),
        ("hyperosmolar .250.2", ("250.2",), (), "period before code"),
        ("cord 336.1.", ("336.1",), (), "punctuation after code"),
        ("crystalline lens 360.24 [366.34", ("360.24",), ("366.34",), "unclosed bracket"),
        ("Reiter's disease 099.3 [711.1099.3", ("099.3",), ("711.1",), "garbled brackets"),
        ("imbalance (see also Neuropathy 337.9", ("337.9",), (), "unclosed paren in cross-reference"),
    ],
)
def test_a_code_in_bad_print_is_read_rightly_and_told(
    text: str, codes: tuple[str, ...], manifestations: tuple[str, ...], oddity: str
) -> None:
    entry = read_line(text, Index.DISEASES)
    assert (entry.codes, entry.manifestations) == (codes, manifestations)
    assert oddity in entry.oddities


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("any device classifiable to 996.0-996.5 - see Complications", ()),
        ("with any infestation classifiable to 132.0 and 132.1 132.3", ("132.3",)),
        ("microdeletion 22q11.2 758.32", ("758.32",)),
        ("(novel) 2009 H1N1 488.12", ("488.12",)),
        ("25.0-25.9 V85.21", ("V85.21",)),
        ("4500 grams or more", ()),
    ],
)
def test_numbers_that_are_no_codes_are_left_alone(text: str, codes: tuple[str, ...]) -> None:
    assert read_line(text, Index.DISEASES).codes == codes


def test_a_procedure_line_may_have_two_bracketed_codes() -> None:
    entry = read_line("biliopancreatic (BPD) 43.7 [45.51] [45.91]", Index.PROCEDURES)
    assert (entry.codes, entry.manifestations) == (("43.7",), ("45.51", "45.91"))


def test_an_instruction_stands_in_place_of_a_code() -> None:
    assert read_line("spinal -- omit code", Index.PROCEDURES).instruction == "omit code"
    assert read_line("Endotoxemia - code to condition", Index.DISEASES).instruction == "code to condition"


def test_a_star_in_the_neoplasm_table_is_no_part_of_the_term() -> None:
    entry = read_line("ankle NEC*", Index.DISEASES)
    assert (entry.head, entry.starred, entry.nec) == ("ankle", True, True)
