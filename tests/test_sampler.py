"""The sampler is an edition like any other: every convention occurs in it, and its facts are those of FY2012."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from mainterm.editions.declared import DeclaredEdition, declared_edition
from mainterm.model.code import Volume
from mainterm.model.edition import Edition, Title
from mainterm.model.index import Line, ReferenceKind, Table
from mainterm.model.tabular import Level, Node, Note, NoteKind
from mainterm.read.archive import read_document
from mainterm.read.assemble import read_edition

SPEED_LIMIT = 2.0
COMMON = {
    "Leukopenia": "288.50",
    "Leukopenia > malignant": "288.09",
    "Neutropenia > chronic": "288.09",
    "Pneumonia": "486",
    "Asthma": "493.9",
    "Disease > lung > obstructive": "496",
    "Failure > heart > congestive": "428.0",
    "Infarct > myocardium, myocardial": "410.9",
    "Fracture > hip": "820.8",
    "Infection > urinary": "599.0",
    "Appendicitis > acute": "540.9",
    "Anemia": "285.9",
    "Sepsis": "995.91",
    "Headache": "784.0",
    "Pain > chest": "786.50",
    "Disease > kidney > chronic": "585.9",
    "Cellulitis": "682.9",
    "Disease > gastroesophageal reflux": "530.81",
    "Hypothyroidism": "244.9",
    "Gout": "274.9",
    "Osteoarthritis": "715.9",
    "Depression": "311",
    "Epilepsy": "345.9",
    "Cataract": "366.9",
    "Otitis > media": "382.9",
    "Diabetes > gestational": "648.8",
    "Newborn > single > born in hospital": "V30.00",
}


def documents_of(declared: DeclaredEdition, folder: Path) -> dict[str, tuple[str, bytes]]:
    return {d.role: (d.name, read_document(folder / d.published.place, d.member)) for d in declared.documents}


def read_silently(documents: Mapping[str, tuple[str, bytes]]) -> Edition:
    return read_edition(documents, lambda document, size: None)


@pytest.fixture(scope="session")
def sampler() -> Edition:
    declared = declared_edition("sampler")
    return read_silently(documents_of(declared, declared.packaged))


@pytest.fixture(scope="session")
def official(sources: Path) -> Edition:
    """The official indexes, Tabular Lists and titles; what the sampler has no part of is left out."""
    documents = documents_of(declared_edition("2012"), sources)
    return read_silently({r: d for r, d in documents.items() if r.split(".")[0] in ("tabular", "index", "titles")})


def path_of(line: Line, by_id: Mapping[int, Line]) -> str:
    """The essential words down to a line; of a main term's variants the first: `Disease > lung > obstructive`."""
    words: list[str] = []
    at: Line | None = line
    while at:
        words.append(at.head if at.parent >= 0 else at.head.split(",")[0])
        at = by_id.get(at.parent)
    return " > ".join(reversed(words))


def by_path(lines: Iterable[Line]) -> dict[tuple[str, str], list[Line]]:
    lines = tuple(lines)
    by_id = {line.id: line for line in lines}
    found: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        found.setdefault((line.index, path_of(line, by_id)), []).append(line)
    return found


def leads_to(line: Line) -> tuple[object, ...]:
    return line.codes, line.manifestations, line.cells, line.morphology, line.starred, line.nec


def references(line: Line) -> set[tuple[ReferenceKind, str]]:
    return {(reference.kind, reference.target) for reference in line.references}


def by_key(nodes: Iterable[Node]) -> dict[tuple[Volume, str], Node]:
    return {(node.volume, node.key): node for node in nodes}


def written(notes: Iterable[Note]) -> list[Note]:
    return [note for note in notes if note.kind is not NoteKind.INCLUSION]


def inclusion_terms(node: Node) -> set[str]:
    return {note.text for note in node.notes if note.kind is NoteKind.INCLUSION}


def test_the_sampler_is_declared_and_not_official() -> None:
    declared = declared_edition("sampler")
    assert not declared.official
    assert {d.role for d in declared.documents} == {
        *(f"tabular.{volume}" for volume in Volume),
        *(f"index.{index}" for index in ("diseases", "external", "drugs", "procedures")),
        *(f"titles.{volume}.{length}" for volume in Volume for length in ("long", "short")),
        "guidelines",
    }


def test_the_sampler_is_read_without_a_problem_in_good_time() -> None:
    declared = declared_edition("sampler")
    start = time.process_time()
    edition = read_silently(documents_of(declared, declared.packaged))
    assert time.process_time() - start < SPEED_LIMIT
    assert [str(problem) for problem in edition.problems] == []


def test_the_sampler_has_a_few_hundred_codes_and_each_its_title(sampler: Edition) -> None:
    valid = {(node.volume, node.code) for node in sampler.nodes if node.valid}
    assert 300 < len(valid) < 800
    assert valid == {(title.volume, title.code) for title in sampler.titles}
    assert all(title.long and title.short for title in sampler.titles)


def test_every_code_of_its_index_is_in_its_tabular_list(sampler: Edition) -> None:
    codes = {node.code for node in sampler.nodes}
    for line in sampler.lines:
        assert {*line.codes, *line.manifestations, *(c for c in line.cells if c not in ("", "-"))} <= codes, line.text


def test_every_kind_of_index_line_occurs(sampler: Edition) -> None:
    lines = sampler.lines
    references = [reference for line in lines for reference in line.references]
    assert {line.table for line in lines} == set(Table)
    assert {
        ReferenceKind.SEE,
        ReferenceKind.SEE_ALSO,
        ReferenceKind.SEE_CATEGORY,
        ReferenceKind.SEE_CONDITION,
    } <= {reference.kind for reference in references}
    assert {"dash", "paren"} <= {reference.form for reference in references}
    assert any(line.manifestations for line in lines)
    assert any(line.nonessential for line in lines)
    assert any(line.starred and line.cells for line in lines)
    assert any(line.nec for line in lines)
    assert any(line.nos for line in lines)
    assert {m for line in lines for m in line.morphology} >= {"M8140/0", "M8140/3", "M8010/3"}
    assert any(box.digits for line in lines for box in line.boxes)
    assert any(not box.digits for line in lines for box in line.boxes)


def test_every_kind_of_tabular_entry_occurs(sampler: Edition) -> None:
    heads = {note.kind for node in sampler.nodes for note in node.notes if note.head}
    assert heads >= set(NoteKind) - {
        NoteKind.INCLUSION,
        NoteKind.EXCLUDES1,
        NoteKind.EXCLUDES2,
        NoteKind.REQUIRES,
        NoteKind.ADDITIONAL,
        NoteKind.OTHER,
        NoteKind.TABLE,
    }
    assert any(note.kind is NoteKind.INCLUSION for node in sampler.nodes for note in node.notes)
    assert any(note.text.startswith("Code, if applicable") for node in sampler.nodes for note in node.notes)
    assert {node.level for node in sampler.nodes} == set(Level) - {Level.CODE}
    assert {box.position for box in sampler.boxes} == {4, 5}
    assert any(node.bracket for node in sampler.nodes)
    assert {node.code[0] for node in sampler.nodes if node.valid} >= {"V", "E", "0", "9"}


def test_manifestation_codes_are_known(sampler: Edition) -> None:
    manifestations = {node.code for node in sampler.nodes if node.manifestation}
    assert manifestations >= {"357.2", "362.01", "366.41", "583.81", "294.10", "425.8", "713.5"}
    assert not manifestations & {"250.50", "585.9", "288.50"}


def test_a_digit_box_makes_the_valid_codes(sampler: Edition) -> None:
    nodes = by_key(sampler.nodes)
    expanded = ("250.53", "249.01", "403.91", "410.71", "493.22", "648.83", "V30.01", "E812.0")
    assert all(nodes[Volume.DISEASES, code].valid for code in expanded)
    assert not any(nodes[Volume.DISEASES, code].valid for code in ("250", "250.5", "E812", "V30.0"))
    assert (Volume.DISEASES, "654.22") not in nodes


@pytest.mark.parametrize(("path", "code"), COMMON.items())
def test_common_diagnoses_stand_in_the_index(sampler: Edition, path: str, code: str) -> None:
    found = by_path(sampler.lines)["diseases", path]
    assert found[0].codes == (code,)


def test_its_guidelines_have_official_ids(sampler: Edition) -> None:
    ids = [section.id for section in sampler.sections]
    assert {"I.A.6", "I.C.1.b.2.a", "I.C.7.a.3", "I.C.19.a.6", "II.H", "IV.I"} <= set(ids)
    assert all(section.parent in ("", *ids) for section in sampler.sections)


@pytest.mark.official
def test_every_line_of_its_index_leads_where_the_official_line_does(sampler: Edition, official: Edition) -> None:
    books = by_path(official.lines)
    for place, lines in by_path(sampler.lines).items():
        for line in lines:
            meant = [each for each in books.get(place, []) if leads_to(each) == leads_to(line)]
            assert meant, place
            assert any(references(line) <= references(each) for each in meant), place
            assert any(set(line.nonessential) <= set(each.nonessential) for each in meant), place


@pytest.mark.official
def test_every_code_stands_in_the_official_list_with_its_title(sampler: Edition, official: Edition) -> None:
    book = by_key(official.nodes)
    for key, node in by_key(sampler.nodes).items():
        printed = book[key]
        assert (node.title.replace(" ", ""), node.valid, node.manifestation) == (
            printed.title.replace(" ", ""),
            printed.valid,
            printed.manifestation,
        ), key
        assert inclusion_terms(node) <= inclusion_terms(printed), key
        if node.level not in (Level.CHAPTER, Level.SECTION):
            assert node.parent == printed.parent or printed.parent.startswith("section"), key


@pytest.mark.official
def test_its_titles_are_those_of_the_official_lists(sampler: Edition, official: Edition) -> None:
    def plain(titles: Iterable[Title]) -> dict[tuple[Volume, str], tuple[str, str]]:
        return {(title.volume, title.code): (title.long, title.short) for title in titles}

    assert plain(sampler.titles).items() <= plain(official.titles).items()


@pytest.mark.official
def test_where_it_has_a_note_the_official_list_has_one_of_the_kind(sampler: Edition, official: Edition) -> None:
    book = by_key(official.nodes)
    for key, node in by_key(sampler.nodes).items():
        kinds = {note.kind for note in written(node.notes)} - {NoteKind.NOTE}
        assert kinds <= {note.kind for note in book[key].notes}, key


@pytest.mark.official
def test_its_notes_are_in_our_own_words(sampler: Edition, official: Edition) -> None:
    sentences = {note.text.lower() for node in official.nodes for note in written(node.notes)}
    ours = [note.text for node in sampler.nodes for note in written(node.notes)]
    assert [text for text in ours if len(text.split()) > 5 and text.lower() in sentences] == []


@pytest.mark.official
def test_its_digit_boxes_give_what_the_official_ones_give(sampler: Edition, official: Edition) -> None:
    boxes = {(box.owner, box.position): box for box in official.boxes}
    for box in sampler.boxes:
        printed = boxes[box.owner, box.position]
        assert box.scope == printed.scope
        assert [(d.digit, d.meaning) for d in box.digits] == [(d.digit, d.meaning) for d in printed.digits]
