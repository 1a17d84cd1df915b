"""References: the words behind *see* to the lines that they name."""

from __future__ import annotations

import pytest

from mainterm.editions.errata import Errata
from mainterm.model.index import Index
from mainterm.model.source import Paragraph
from mainterm.read.index import IndexList, read_indexes

BOOK = """
Abortion (complete) 634.9
. with
.. sepsis - see Abortion, by type, with sepsis
.. infection 634.0
Amputation
. traumatic (complete)
. arm 887.4
Burn 949.0
. unspecified site
Diabetes, diabetic (brittle) 250.0
Femur
Fracture 829.0
. femur, femoral 821.00
. pathologic
.. femur 733.14
. vertebra, vertebral 805.8
.. cervical 805.00
... with spinal cord injury 806.00
Graft, grafting
. skin
.. pedicle
Late
. effect(s) (of)
.. cerebrovascular disease 438.9
Neoplasm	199.1	199.1	234.9	229.9	238.9	239.9
. skin	173.90	198.2	232.9	216.9	238.2	239.2
Occlusion
. artery
.. basilar 433.0
. basilar (artery) 433.0
Ulcer, ulcerated 707.9
. skin (atrophic) 707.9
"""


def read(*references: str) -> tuple[IndexList, list[str]]:
    """The book with lines that refer, and what these name: `Ulcer > skin`, each; `*` where a choice is left."""
    printed = [*BOOK.strip().splitlines(), "Zebra", *(f". stripe - see {target}" for target in references)]
    paragraphs = []
    for number, text in enumerate(printed):
        dots = len(text) - len(text.lstrip("."))
        paragraphs.append(Paragraph(number, f"H{dots + 2}", text[dots:].removeprefix(" ")))
    index = read_indexes({Index.DISEASES: ("doc", paragraphs)}, Errata())
    named = [
        " and ".join(path(index, id) for id in reference.lines) + "*" * reference.by_site
        for line in index.lines
        if line.source.paragraph >= len(printed) - len(references)
        for reference in line.references
    ]
    return index, named


def path(index: IndexList, id: int) -> str:
    line = index.lines[id]
    return f"{path(index, line.parent)} > {line.head}" if line.parent >= 0 else line.head


@pytest.mark.parametrize(
    ("target", "named"),
    [
        ("Ulcer, skin", "Ulcer, ulcerated > skin"),
        ("Diabetes", "Diabetes, diabetic"),
        ("Ulcers", "Ulcer, ulcerated"),
        ("Fracture, femur", "Fracture > femur, femoral"),
        ("Fracture, pathologic, femur", "Fracture > pathologic > femur"),
        ("Late effect(s) (of) cerebrovascular disease", "Late > effect > cerebrovascular disease"),
        ("Abortion, infection", "Abortion > with > infection"),
        ("Neoplasm, by site, malignant", "Neoplasm*"),
        ("Neoplasm, skin, in situ", "Neoplasm > skin"),
        ("Fracture, by site", "Fracture*"),
        ("Fracture, vertebra, by site, with spinal cord injury", "Fracture > vertebra, vertebral*"),
        (
            "Fracture, vertebra, with spinal cord injury, cervical",
            "Fracture > vertebra, vertebral > cervical > with spinal cord injury",
        ),
        ("Occlusion, artery, basilar", "Occlusion > artery > basilar"),
        ("Amputation, traumatic, arm", "Amputation > arm"),
        ("Graft, skin and Ulcer", "Graft, grafting > skin and Ulcer, ulcerated"),
        ("Graft, pedicle", "Graft, grafting > skin > pedicle"),
        ("Burn, unspecified", "Burn > unspecified site"),
    ],
)
def test_a_target_names_its_line(target: str, named: str) -> None:
    assert read(target)[1] == [named]


@pytest.mark.parametrize("target", ["Ulcer, liver", "Hernia", "Fracture, by site, with frostbite", "Neoplasm, liver"])
def test_a_target_that_names_no_line_is_a_problem_and_no_guess(target: str) -> None:
    index, named = read(target)
    assert named == [""]
    assert [problem.kind for problem in index.problems] == ["reference"]


@pytest.mark.parametrize("target", ["condition", "specific injury", "nature of injury", "Table of Drugs and Chemicals"])
def test_a_target_outside_the_outline_is_no_problem(target: str) -> None:
    index, named = read(target)
    assert (named, index.problems) == ([""], ())


def test_a_reference_without_a_main_term_looks_around_itself() -> None:
    lines = ["Insertion", ". catheter", ".. chest tube - see drain", ".. drain 34.04"]
    paragraphs = [Paragraph(n, f"H{text.count('.', 0, 2) + 2}", text.lstrip(". ")) for n, text in enumerate(lines)]
    index = read_indexes({Index.PROCEDURES: ("doc", paragraphs)}, Errata())
    assert index.lines[2].references[0].lines == (3,)
