"""The Guidelines up to FY2002: read with their own numbers, and cited where they say what FY2012's rules rest on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mainterm.audit.as_json import audit_json
from mainterm.audit.auditing import Audit, audit_rows
from mainterm.audit.editions import Editions
from mainterm.audit.notation_form import read_line
from mainterm.audit.row import Place
from mainterm.audit.tally import Tally
from mainterm.cli.audit_text import total_lines
from mainterm.editions.declared import declared_edition
from mainterm.editions.older import older_guidelines
from mainterm.encode.coder import Coder
from mainterm.encode.remarks import followed, unsettled
from mainterm.model.edition import Book, Manifest
from mainterm.model.proof import Step, StepKind
from mainterm.model.serial import to_json
from mainterm.model.source import Paragraph, Source, Unreadable
from mainterm.read.guidelines import Guidelines, read_guidelines
from mainterm.read.guidelines_numbered import read_numbered, with_headings
from mainterm.read.paragraphs import read_paragraphs
from mainterm.rules.book import all_rules
from mainterm.rules.declare import Guideline
from mainterm.rules.of_year import as_of, otherwise
from mainterm.rules.ruleset import Ruleset
from mainterm.service.home import edition_path
from mainterm.service.rulebook import look_up_rule
from mainterm.service.verify import read_claims, verify_claims
from mainterm.store.book import open_book
from mainterm.store.sqlite import FORMAT
from mainterm.store.write import write_edition
from mainterm.verify.guideline_part import words_lent
from mainterm.verify.library import Library
from mainterm.verify.refusal import Refusal

from .small import EDITION

YEARS = ("1998", "1999", "2001", "2002")
LINES = (
    ("H1", "OFFICIAL ICD-9-CM GUIDELINES FOR CODING AND REPORTING"),
    ("Normal", "They are for those who code."),
    ("H2", "TABLE OF CONTENTS"),
    ("Table of Contents", "Burns\t2; 3.9"),
    ("Table of Contents", "\tDegrees of\t2.1"),
    ("H2", "1.\tGENERAL"),
    ("Normal", "It holds for all."),
    ("H2", "2\tBURNS"),
    ("H3", "2.1\tDegrees"),
    ("Normal", "Code 948 is for the extent."),
    ("Normal", ""),
    ("Normal", "Code 949 is vague."),
    ("Normal", ""),
    ("H4", "A.\tThe highest first."),
    ("H4", "C\t.Then the others, category 942."),
)


def paragraphs(*lines: tuple[str, str]) -> list[Paragraph]:
    return [Paragraph(number, style, text) for number, (style, text) in enumerate(lines)]


def test_sections_have_the_books_own_numbers_and_a_letter_stands_under_its_number() -> None:
    sections, problems, census = read_numbered(paragraphs(*LINES), "guide.rtf")
    assert [(s.id, s.title, s.parent) for s in sections] == [
        ("Introduction", "", ""),
        ("1", "GENERAL", ""),
        ("2", "BURNS", ""),
        ("2.1", "Degrees", "2"),
        ("2.1.A", "", "2.1"),
        ("2.1.C", "", "2.1"),
    ]
    degrees = sections[3]
    assert degrees.place == "\u00b68"
    assert [(source.paragraph, text) for source, text in degrees.paragraphs] == [
        (9, "Code 948 is for the extent."),
        (11, "Code 949 is vague."),
    ]
    assert sections[5].paragraphs == ((Source("guide.rtf", 14), "Then the others, category 942."),)
    assert [(problem.text, problem.source.paragraph) for problem in problems] == [
        ("3.9: is not in the text", 3),
        ("1: is not in the table of contents", 5),
        ("2.1.C: follows A", 14),
    ]
    assert census == {"paragraphs": 15, "parts": 2, "sections": 1, "lettered": 2, "contents": 3}


def test_headings_without_styles_are_known_by_indents_and_numbers() -> None:
    found = with_headings(
        [
            Paragraph(0, "Normal", "1.\tGENERAL", indent=720, first=-720),
            Paragraph(1, "Normal", "In determining it", indent=720, first=-720),
            Paragraph(2, "Normal", "1.1\tUse", indent=1440, first=-720),
            Paragraph(3, "Normal", "A.\tFirst", indent=2160, first=-720),
            Paragraph(4, "Normal", "B.\tNot so", indent=2880, first=-720),
        ]
    )
    assert [each.style for each in found] == ["H2", "Normal", "H3", "H4", "Normal"]


def test_a_document_without_a_section_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"guide\.rtf: has no sections"):
        read_numbered(paragraphs(*LINES[:4]), "guide.rtf")


def published(year: str, sources: Path) -> tuple[bytes, str]:
    document = next(each for each in declared_edition(year).documents if each.role == "guidelines")
    return (sources / document.published.place).read_bytes(), document.name


@pytest.mark.official
@pytest.mark.parametrize("year", YEARS)
def test_the_guidelines_of_a_year_are_read_whole(year: str, sources: Path) -> None:
    data, name = published(year, sources)
    found = read_guidelines(data, name)
    assert dict(found.census) == declared_edition(year).census["guidelines"]
    assert [problem.text for problem in found.problems] == ["12.N: follows L"]
    printed = read_paragraphs(data, name)
    for section in found.sections:
        for source, text in section.paragraphs:
            assert printed[source.paragraph].plain.endswith(text)
    told = sum(len(section.paragraphs) + bool(section.title) for section in found.sections)
    before = next(p.number for p in printed if p.plain == "TABLE OF CONTENTS")
    begin = next(p.number for p in printed if p.style == "H2" and p.plain.startswith("1."))
    assert told == sum(bool(p.plain) for p in (*printed[:before], *printed[begin:]))


@pytest.fixture(scope="module")
def earlier(sources: Path) -> Guidelines:
    return read_guidelines(*published("1998", sources))


@pytest.mark.official
def test_the_four_years_say_the_same(earlier: Guidelines, sources: Path) -> None:
    def said(guidelines: Guidelines) -> list[tuple[str, str, list[str]]]:
        return [(s.id, s.title, [text for _, text in s.paragraphs]) for s in guidelines.sections[1:]]

    for year in YEARS[1:]:
        assert said(read_guidelines(*published(year, sources))) == said(earlier)


@pytest.mark.official
def test_what_says_the_same_is_there_in_both_and_has_a_text(earlier: Guidelines, official: Book) -> None:
    older = older_guidelines()
    now = {section.id for section in official.sections()}
    texts = {section.id: section.text for section in earlier.sections}
    assert not set(older.same) - now
    assert not [each for said in older.same.values() for each in said if not texts.get(each)]
    ids = {rule.id for rule in all_rules()}
    assert not {*older.always, *older.otherwise, *older.asked} - ids


def test_a_rule_cites_the_section_of_its_year_or_is_none_of_its_rules() -> None:
    cites = {rule.id: rule.cites for rule in as_of(all_rules(), 1999)}
    assert cites["hypertension_with_chronic_kidney_disease"] == Guideline("4.3", 0, (), "1999")
    assert cites["obstetric_code_not_first"] == Guideline("5.1.A", 0, ("5.1.B",), "1999")
    assert "hypertensive_heart_disease_without_the_kind_of_failure" not in cites
    assert "activity_of_a_poisoning" not in cites
    assert cites["code_reported_twice"] == Guideline("I.B.14", 12)
    assert {rule.id for rule in as_of(all_rules(), 2009)} == {rule.id for rule in all_rules()}
    one = next(rule for rule in all_rules() if rule.id == "hypertensive_heart_disease_without_the_kind_of_failure")
    assert otherwise(one, 1999).startswith("The Guidelines of FY1999 say otherwise, 4.2: ")


@pytest.fixture(scope="module")
def of_1999(tmp_path_factory: pytest.TempPathFactory) -> Book:
    path = edition_path(tmp_path_factory.mktemp("older"), "1999")
    path.parent.mkdir()
    write_edition(EDITION, Manifest("1999", "Small", 1999, "1998-10-01", FORMAT, "test", "0", (), {}), path)
    return open_book(path)


def audited(line: str, book: Book, tally: Tally) -> Audit:
    rows = [read_line(Place("", 0), line)]
    (audit,) = tally.watch(audit_rows(rows, Editions(book, Ruleset(all_rules()))))
    return audit


def test_an_audit_goes_by_the_guidelines_of_the_year(of_1999: Book) -> None:
    tally = Tally()
    told = audit_json(audited("401.9, 585", of_1999, tally))
    cited = [
        each["citation"] for each in told["findings"] if each["rule"] == "hypertension_with_chronic_kidney_disease"
    ]
    source = "ICD-9-CM Official Guidelines for Coding and Reporting, FY1999"
    assert cited == [{"source": source, "section": "4.3", "page": 0}]
    assert not [f for f in audited("402.91", of_1999, tally).findings if f.citation == Guideline("I.C.7.a.2", 36)]
    assert (tally.own_guidelines, tally.other_guidelines) == (2, 0)
    assert "2 judged by the guidelines of their own year" in " ".join(total_lines(tally, 200))


def test_a_rule_is_explained_by_the_edition_or_told_to_be_none_of_its_rules(of_1999: Book) -> None:
    page = look_up_rule(of_1999, "hypertensive_heart_disease_without_the_kind_of_failure")
    assert page is not None
    assert page.lacking.startswith("The Guidelines of FY1999 say otherwise")
    page = look_up_rule(of_1999, "hypertension_with_chronic_kidney_disease")
    assert page is not None
    assert (page.section, page.page, page.lacking) == ("4.3", 0, "")


class _Printed(Library):
    """A library of one document."""

    def __init__(self) -> None:
        pass

    def paragraphs(self, name: str) -> list[Paragraph]:
        return paragraphs(*LINES)


@pytest.mark.parametrize(
    ("number", "section", "stands"),
    [
        (9, "2.1", True),
        (11, "2.1", True),
        (9, "2", False),
        (9, "1.1", False),
        (14, "2.1.C", True),
        (14, "2.1.A", False),
        (14, "2.1", False),
        (13, "2.1.A", True),
        (6, "1", True),
        (6, "1.1", False),
        (3, "1", False),
    ],
)
def test_the_verifier_holds_a_paragraph_to_the_number_and_letter_above_it(
    number: int, section: str, stands: bool
) -> None:
    text = LINES[number][1]
    step = Step(StepKind.GUIDELINE, Source("guide.rtf", number), text, ("extent",), "942.20", section)
    if stands:
        assert bool(words_lent(step, "942.20", _Printed())) == ("942" in text)
    else:
        with pytest.raises(Refusal, match=f"does not stand under {section}"):
            words_lent(step, "942.20", _Printed())


def test_what_is_obeyed_without_a_paragraph_to_cite_is_told(of_1999: Book, tmp_path: Path) -> None:
    path = edition_path(tmp_path, "2009")
    path.parent.mkdir()
    write_edition(EDITION, Manifest("2009", "Small", 2009, "2008-10-01", FORMAT, "test", "0", (), {}), path)
    findings = audited("250.00, 250.40, 583.81", of_1999, Tally()).findings
    (one,) = (each for each in findings if each.rule == "diabetes_without_complication_beside_one")
    (told,) = followed(of_1999, (one,))
    assert told.at == "I.C.3.a.4, page 27 of FY2012; FY1999 has no such section"
    (told,) = followed(open_book(path), (one,))
    assert told.at == "I.C.3.a.4, page 27 of FY2012; FY2009 was published without guidelines"
    assert told.text.endswith(": obeyed")
    (left,) = unsettled(open_book(path), (one,))
    assert left.at == told.at


@pytest.mark.official
def test_a_proof_of_1998_cites_the_guidelines_of_1998_and_is_accepted(editions_home: Path) -> None:
    coder = Coder(open_book(edition_path(editions_home, "1998")))
    answer = coder.code("Normal delivery, single liveborn")
    assert [code.code for code in answer.codes] == ["650", "V27.0"]
    steps = [step for code in answer.codes for step in code.proof.steps if step.kind is StepKind.GUIDELINE]
    assert {(step.source.document, step.detail) for step in steps} == {("guide98.rtf", "5.1.D")}
    verdicts = verify_claims(read_claims(json.dumps(to_json(answer))), editions_home)
    assert [verdict.accepted for _, verdict in verdicts] == [True, True]
