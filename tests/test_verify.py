"""A proof is accepted if the official documents bear out each of its steps, and refused with the step if not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis.strategies import DataObject, data

from mainterm.model.code import Volume, dotted
from mainterm.verify.library import Library
from mainterm.verify.tabular import Tabular
from mainterm.verify.verifier import verify

from .proofs import mutants, opener, proof

pytestmark = pytest.mark.official

LEUKOPENIA = """
    main term | Dindex12.rtf 48400 | leukopenia
    tabular   | Dtab12.rtf 6816    |            | 288
    tabular   | Dtab12.rtf 6873    |            | 288.5
    tabular   | Dtab12.rtf 6875    |            | 288.50
"""
MALIGNANT_LEUKOPENIA = """
    main term | Dindex12.rtf 48400 | leukopenia
    subterm   | Dindex12.rtf 48405 | malignant
    tabular   | Dtab12.rtf 6816    |            | 288
    tabular   | Dtab12.rtf 6818    |            | 288.0
    tabular   | Dtab12.rtf 6836    |            | 288.09
"""
KETOACIDOSIS = """
    main term | Dindex12.rtf 22010 | diabetes
    subterm   | Dindex12.rtf 22108 | ketoacidosis
    tabular   | Dtab12.rtf 5246    |            | 250
    tabular   | Dtab12.rtf 5265    |            | 250.1
    digit     | Dtab12.rtf 5256    | type 1     | 250.11
"""
UNCONTROLLED = """
    main term | Dindex12.rtf 22010 | diabetic
    tabular   | Dtab12.rtf 5246    |              | 250
    tabular   | Dtab12.rtf 5261    |              | 250.0
    digit     | Dtab12.rtf 5257    | uncontrolled | 250.02
"""
BREAST_CANCER = """
    main term | Dindex12.rtf 11735 | carcinoma
    see also  | Dindex12.rtf 52663 |
    subterm   | Dindex12.rtf 52930 | breast
    column    | Dindex12.rtf 52930 |            | Malignant Primary
    tabular   | Dtab12.rtf 3337    |            | 174
    tabular   | Dtab12.rtf 3362    |            | 174.9
"""
DIVERTICULOSIS = """
    main term | Dindex12.rtf 27205 | diverticulosis
    see       | Dindex12.rtf 27059 |
    subterm   | Dindex12.rtf 27077 | colon
    tabular   | Dtab12.rtf 15921   |            | 562
    tabular   | Dtab12.rtf 15941   |            | 562.1
    tabular   | Dtab12.rtf 15942   |            | 562.10
"""
POLYNEUROPATHY = """
    main term | Dindex12.rtf 22010 | diabetic
    subterm   | Dindex12.rtf 22149 | polyneuropathy
    tabular   | Dtab12.rtf 9691    |            | 357
    tabular   | Dtab12.rtf 9700    |            | 357.2
"""
LADDER = """
    main term | Eindex12.rtf 1845  | fall
    subterm   | Eindex12.rtf 1856  |
    subterm   | Eindex12.rtf 1901  | ladder
    tabular   | Dtab12.rtf 33707   |            | E881
    tabular   | Dtab12.rtf 33708   |            | E881.0
"""
ARTHROSCOPY = """
    main term | Pindex12.rtf 1100  | arthroscopy
    subterm   | Pindex12.rtf 1107  | knee
    tabular   | Ptab12.RTF 7733    |            | 80
    tabular   | Ptab12.RTF 7772    |            | 80.2
    digit     | Ptab12.RTF 7752    | knee       | 80.26
"""
NEOPLASTIC_ANEMIA = """
    guideline | icd9cm_guidelines_2011.pdf 398 | anemia ovarian cancer | 285.22 | I.C.2.c.1
    main term | Dindex12.rtf 4888  | anemia    |
    subterm   | Dindex12.rtf 5174  |           |
    subterm   | Dindex12.rtf 5178  |           |
    tabular   | Dtab12.rtf 6585    |           | 285
    tabular   | Dtab12.rtf 6605    |           | 285.2
    tabular   | Dtab12.rtf 6610    |           | 285.22
"""
STELLATE_GANGLION = """
    note      | Dtab12.rtf 27909   | stellate ganglion | 954.1
    main term | Dindex12.rtf 44553 |                   |
    subterm   | Dindex12.rtf 45487 | stellate ganglion |
    tabular   | Dtab12.rtf 27903   |                   | 954
    tabular   | Dtab12.rtf 27905   |                   | 954.1
"""
DIVERTICULA = """
    main term | Dindex12.rtf 27059 | diverticula
    subterm   | Dindex12.rtf 27077 |
    subterm   | Dindex12.rtf 27078 |
    subterm   | Dindex12.rtf 27081 | hemorrhage
    tabular   | Dtab12.rtf 15921   |            | 562
    tabular   | Dtab12.rtf 15941   |            | 562.1
    tabular   | Dtab12.rtf 15952   |            | 562.12
"""
ACCEPTED = {
    "chronic leukopenia": LEUKOPENIA,
    "malignant leukopenia": MALIGNANT_LEUKOPENIA,
    "type 1 diabetes with ketoacidosis": KETOACIDOSIS,
    "uncontrolled diabetic": UNCONTROLLED,
    "carcinoma of the breast": BREAST_CANCER,
    "diverticulosis of colon": DIVERTICULOSIS,
    "diverticula with hemorrhage": DIVERTICULA,
    "diabetic polyneuropathy": POLYNEUROPATHY,
    "fall from ladder": LADDER,
    "arthroscopy of knee": ARTHROSCOPY,
    "anemia due to ovarian cancer": NEOPLASTIC_ANEMIA,
    "stellate ganglion": STELLATE_GANGLION,
}


REFUSED = {
    "words that the statement does not have": (
        "chronic leukopenia",
        MALIGNANT_LEUKOPENIA,
        "step 2 (subterm, Dindex12.rtf ¶48405): the statement has no word malignant",
    ),
    "words that are not claimed": (
        "chronic leukopenia",
        MALIGNANT_LEUKOPENIA.replace("48405 | malignant", "48405 |"),
        "step 2 (subterm, Dindex12.rtf ¶48405): the words used do not make up",
    ),
    "a condition that is denied": (
        "fever, no leukopenia",
        LEUKOPENIA,
        "step 1 (main term, Dindex12.rtf ¶48400): the words used do not make up",
    ),
    "a way that stops short": (
        "malignant leukopenia",
        LEUKOPENIA,
        'the proof: the statement also has "malignant", which stands below',
    ),
    "a see also that places nothing": (
        "malignant leukopenia",
        MALIGNANT_LEUKOPENIA.replace("| malignant", "| malignant\n see also | Dindex12.rtf 4152 |"),
        "the proof: a see also is followed that places no further word",
    ),
    "a line that no reference names": (
        "diverticulosis of colon",
        DIVERTICULOSIS.replace("Dindex12.rtf 27059", "Dindex12.rtf 22010"),
        "step 2 (see, Dindex12.rtf ¶22010): no see printed at the line before it",
    ),
    "a reference only half followed": (
        "incarcerated inguinal hernia",
        """
        main term | Dindex12.rtf 42244 | incarcerated
        subterm   | Dindex12.rtf 42258 | hernia
        see also  | Dindex12.rtf 38456 |
        subterm   | Dindex12.rtf 38637 | inguinal
        tabular   | Dtab12.rtf 15653   |            | 550
        tabular   | Dtab12.rtf 15670   |            | 550.9
        digit     | Dtab12.rtf 15658   |            | 550.90
        """,
        "the proof: the cross-reference also says obstruction",
    ),
    "a default that leads on to what is not with it": (
        "congenital diverticula",
        """
        main term | Dindex12.rtf 27059 | diverticula
        subterm   | Dindex12.rtf 27071 |
        subterm   | Dindex12.rtf 27076 | congenital
        tabular   | Dtab12.rtf 23546   |            | 751
        tabular   | Dtab12.rtf 23570   |            | 751.5
        """,
        "step 3 (subterm, Dindex12.rtf ¶27076): only *with* leads on from a line by default",
    ),
    "a column that no word chooses": (
        "carcinoma of the breast",
        BREAST_CANCER.replace("Malignant Primary", "Benign"),
        "step 4 (column, Dindex12.rtf ¶52930): no word chooses the column Benign",
    ),
    "a code without its digit": (
        "uncontrolled diabetic",
        UNCONTROLLED.rpartition("digit")[0].rstrip(" "),
        "the proof: 250.0 is not valid: the Tabular requires a further digit",
    ),
    "a digit that the statement denies by what it says": (
        "uncontrolled diabetic",
        UNCONTROLLED.replace("5257    | uncontrolled | 250.02", "5253 | | 250.00"),
        "step 4 (digit, Dtab12.rtf ¶5253): the words used do not choose",
    ),
    "a digit for which words are wanting": (
        "uncontrolled diabetic",
        UNCONTROLLED.replace("5257    | uncontrolled | 250.02", "5260 | uncontrolled | 250.03"),
        "step 4 (digit, Dtab12.rtf ¶5260): the words used do not choose",
    ),
    "a default where the words choose another digit": (
        "type 1 diabetes with ketoacidosis",
        KETOACIDOSIS.replace("5256    | type 1     | 250.11", "5253 | | 250.10"),
        'step 5 (digit, Dtab12.rtf ¶5253): the statement has the words of another digit: "1 type I',
    ),
    "a digit of another category's box": (
        "uncontrolled diabetic",
        UNCONTROLLED.replace("5257    | uncontrolled | 250.02", "5186 | uncontrolled | 250.01"),
        "step 4 (digit, Dtab12.rtf ¶5186): the paragraph is no digit that makes 250.01 of 250.0",
    ),
    "a code that the Index does not give": (
        "chronic leukopenia",
        LEUKOPENIA.replace("6873    |            | 288.5\n", "6818 | | 288.0\n").replace(
            "6875    |            | 288.50", "6836 | | 288.09"
        ),
        "step 3 (tabular, Dtab12.rtf ¶6818): the words used do not choose",
    ),
    "a code that the Tabular does not have for the line's words": (
        "hoarseness",
        """
        main term | Dindex12.rtf 39673 | hoarseness
        tabular   | Dtab12.rtf 24428   |            | 784
        tabular   | Dtab12.rtf 24447   |            | 784.4
        tabular   | Dtab12.rtf 24448   |            | 784.40
        """,
        "step 2",
    ),
    "no Index": (
        "chronic leukopenia",
        LEUKOPENIA.partition("leukopenia\n")[2],
        "step 1 (tabular, Dtab12.rtf ¶6816): the proof does not begin in the Index",
    ),
    "a procedure's index with a disease's code": (
        "arthroscopy of knee",
        ARTHROSCOPY.partition("tabular")[0] + LEUKOPENIA.partition("leukopenia\n")[2],
        "step 3 (tabular, Dtab12.rtf ¶6816): the Index and the Tabular List are of different classifications",
    ),
    "words that no guideline lends": (
        "anemia due to ovarian cancer",
        NEOPLASTIC_ANEMIA.partition("I.C.2.c.1\n")[2],
        "step 3 (subterm, Dindex12.rtf ¶5178): the words used do not make up",
    ),
    "a guideline that names another code": (
        "anemia due to ovarian cancer",
        NEOPLASTIC_ANEMIA.replace("pdf 398", "pdf 402").replace("I.C.2.c.1", "I.C.2.c.2"),
        "step 4 (subterm, Dindex12.rtf ¶5178): the words used do not make up",
    ),
    "a guideline of another section": (
        "anemia due to ovarian cancer",
        NEOPLASTIC_ANEMIA.replace("I.C.2.c.1", "I.C.2.c.3"),
        "step 1 (guideline): the paragraph does not stand under I.C.2.c.3",
    ),
    "a guideline for no word": (
        "anemia due to ovarian cancer",
        NEOPLASTIC_ANEMIA.replace("anemia ovarian cancer", ""),
        "step 1 (guideline): the guideline is obeyed for no word of the statement",
    ),
    "a guideline cited for another code": (
        "anemia due to ovarian cancer",
        NEOPLASTIC_ANEMIA.replace("| 285.22 | I.C", "| 285.9 | I.C"),
        "step 1 (guideline): the guideline is obeyed for 285.9, not for 285.22",
    ),
    "words that no title lends": (
        "stellate ganglion",
        STELLATE_GANGLION.partition("954.1\n")[2],
        "step 1 (main term, Dindex12.rtf ¶44553): the words used do not make up",
    ),
    "a term with a word that is not said": (
        "stellate ganglion",
        STELLATE_GANGLION.replace("stellate ganglion | 954.1", "ganglion | 954.1"),
        "step 1 (note): the statement is not the term, word for word",
    ),
    "a statement that says more than the term": (
        "infected stellate ganglion",
        STELLATE_GANGLION,
        "step 1 (note): the statement is not the term, word for word",
    ),
    "a title as a term": (
        "stellate ganglion",
        STELLATE_GANGLION.replace("27909", "27905"),
        "step 1 (note): the paragraph is no inclusion term",
    ),
    "a term cited for another code": (
        "stellate ganglion",
        STELLATE_GANGLION.replace("stellate ganglion | 954.1", "stellate ganglion | 954.0"),
        "step 1 (note): the term is cited for 954.0, not for 954.1",
    ),
    "a term of another code": (
        "stellate ganglion",
        STELLATE_GANGLION.replace("27909", "14541"),
        "step 1 (note): the term stands at 519.19, not at 954.1",
    ),
    "a site not specified where one is": (
        "lumbar vertebral fracture",
        """
        main term | Dindex12.rtf 34116 | fracture
        subterm   | Dindex12.rtf 35042 | vertebral
        subterm   | Dindex12.rtf 35119 |
        tabular   | Dtab12.rtf 25536   |          | 805
        tabular   | Dtab12.rtf 25564   |          | 805.8
        """,
        'step 3 (subterm, Dindex12.rtf ¶35119): the statement has "lumbar", which stands beside the line for the rest',
    ),
    "a side not specified where it is": (
        "hemiplegia of dominant side",
        """
        main term | Dindex12.rtf 37487 | hemiplegia
        tabular   | Dtab12.rtf 9244    |            | 342
        tabular   | Dtab12.rtf 9259    |            | 342.9
        digit     | Dtab12.rtf 9250    |            | 342.90
        """,
        "step 4 (digit, Dtab12.rtf ¶9250): the statement has the words of another digit",
    ),
    "a duration left out below a line without a code": (
        "concussion with brief loss of consciousness, 30 minutes or less",
        """
        main term | Dindex12.rtf 15172 | concussion
        subterm   | Dindex12.rtf 15173 |
        subterm   | Dindex12.rtf 15174 | loss consciousness
        tabular   | Dtab12.rtf 26438   |                    | 850
        tabular   | Dtab12.rtf 26455   |                    | 850.5
        """,
        'the proof: the statement also has "brief"',
    ),
    "a box of another line": (
        "malignant leukopenia",
        MALIGNANT_LEUKOPENIA.replace("| malignant", "| malignant\n box | Dindex12.rtf 22011 | | 0"),
        "step 3 (box, Dindex12.rtf ¶22011): the box does not stand behind the line before it",
    ),
}


@pytest.mark.parametrize("statement", ACCEPTED)
def test_a_proof_that_the_books_bear_out_is_accepted(library: Library, statement: str) -> None:
    assert verify(proof(library, statement, ACCEPTED[statement]), library).reasons == ()


@pytest.mark.parametrize("fault", REFUSED)
def test_a_proof_is_refused_for(library: Library, fault: str) -> None:
    statement, table, reason = REFUSED[fault]
    verdict = verify(proof(library, statement, table), library)
    assert not verdict.accepted
    assert verdict.reasons[0].startswith(reason)


@pytest.mark.parametrize("statement", ACCEPTED)
def test_no_step_of_a_proof_may_be_wanting(library: Library, statement: str) -> None:
    whole = proof(library, statement, ACCEPTED[statement])
    for at in range(len(whole.steps)):
        assert not verify(replace(whole, steps=whole.steps[:at] + whole.steps[at + 1 :]), library).accepted, at


def test_the_box_of_the_index_may_be_cited_for_the_digit(library: Library) -> None:
    cited = KETOACIDOSIS.replace("| ketoacidosis", "| ketoacidosis\n box | Dindex12.rtf 22011 | 1 | 1")
    assert verify(proof(library, "type 1 diabetes with ketoacidosis", cited), library).accepted


def test_the_box_of_the_index_gives_the_digit_of_codes_that_the_tabular_prints_in_full(library: Library) -> None:
    table = """
    main term | Dindex12.rtf 44553 | injury
    subterm   | Dindex12.rtf 45498 | superficial
    subterm   | Dindex12.rtf 45501 | ankle
    box       | Dindex12.rtf 45499 | infected abrasion | 1
    tabular   | Dtab12.rtf 27331   |                   | 916
    tabular   | Dtab12.rtf 27333   |                   | 916.1
    """
    assert verify(proof(library, "superficial injury of ankle, infected abrasion", table), library).reasons == ()
    clean = verify(proof(library, "superficial injury of ankle, abrasion", table.replace("infected ", "")), library)
    assert clean.reasons == ("step 4 (box, Dindex12.rtf ¶45499): the words used do not choose the digit 1",)


@given(data=data())
@settings(max_examples=500)
def test_no_fault_in_a_proof_goes_unseen(library: Library, data: DataObject) -> None:
    proofs = [proof(library, statement, table) for statement, table in ACCEPTED.items()]
    fault, mutant = data.draw(mutants(library, proofs))
    assert not verify(mutant, library).accepted, fault


@pytest.mark.parametrize(
    ("document", "volume", "titles"),
    [
        ("Dtab12.rtf", Volume.DISEASES, "CMS29_DESC_LONG_DX.101111.txt"),
        ("Ptab12.RTF", Volume.PROCEDURES, "CMS29_DESC_LONG_SG.txt"),
    ],
)
def test_the_codes_that_the_verifier_holds_valid_are_those_of_cms(
    library: Library, sources: Path, document: str, volume: Volume, titles: str
) -> None:
    listed = opener("2012", sources)(titles).decode("cp1252").splitlines()
    tabular = library.tabular(document)
    printed = {code for paragraph in library.paragraphs(document) if (code := tabular.code_at(paragraph.number))}
    assert set(valid_codes(tabular, printed)) == {dotted(line.split()[0], volume) for line in listed if line}


def valid_codes(tabular: Tabular, printed: set[str]) -> Iterator[str]:
    """Every code, printed or made by a box, to which no digit is wanting."""
    found = list(printed)
    while found:
        code = found.pop()
        found += tabular.expansions(code).values()
        if tabular.is_valid(code):
            yield code
