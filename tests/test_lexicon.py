"""The lexicon: what its files hold, how it is asked, and that every word that it leads to stands in the Index."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import groupby

import pytest

from mainterm.encode.coder import Coder
from mainterm.encode.lexicon import load_lexicon
from mainterm.encode.lexicon.lines import FOLDER, entries
from mainterm.encode.lexicon.tables import SAME, read_phrase
from mainterm.model.edition import Book
from mainterm.model.index import Index
from mainterm.model.words import STOP, stem, stems, words

LEXICON = load_lexicon()
PHRASES = ("synonyms.txt", "procedures.txt")
EXTERNAL = Index.EXTERNAL
TOLD = (
    "causes.txt", "agents.txt", "persons.txt", "late.txt", "regions.txt", "course.txt", "handed.txt", "strokes.txt",
    "weakened.txt", "excised.txt", "obstetric.txt", "healing.txt", "operated.txt", "pierced.txt", "treated.txt",
    "converted.txt",
)  # fmt: skip
TELLING = "# Telling, roles and relations"
"""The group of abbreviations whose words are about the telling, not the Index's: complaining of, rule out."""


def meanings(token: str) -> tuple[str, ...]:
    found = LEXICON.abbreviation(token)
    return found.meanings if found else ()


def groups(file: str) -> list[tuple[str, list[str]]]:
    """The lines of each group of a file under its heading."""
    found: list[tuple[str, list[str]]] = []
    for line in (FOLDER / file).read_text(encoding="utf-8").split("\n"):
        if line.startswith("# "):
            found.append((line, []))
        elif line and not line.startswith("#"):
            found[-1][1].append(line)
    return [(heading, lines) for heading, lines in found if lines]


# How it is asked


def test_an_abbreviation_is_known_in_any_case() -> None:
    assert meanings("CHF") == meanings("chf") == ("congestive heart failure",)


@pytest.mark.parametrize("word", ["hit", "aids", "as", "or", "all", "cat", "pad", "has", "men", "cold", "age"])
def test_a_small_word_is_no_abbreviation_though_its_capitals_are(word: str) -> None:
    assert not meanings(word)
    assert meanings("HAs" if word == "has" else word.upper())


def test_a_plural_and_points_make_no_difference() -> None:
    assert meanings("PVCs") == meanings("PVC's") == meanings("P.V.C.") == ("premature ventricular contractions",)


def test_an_abbreviation_with_several_meanings_gives_them_all() -> None:
    assert meanings("MS")[:2] == ("multiple sclerosis", "mitral stenosis")
    assert meanings("CVA") == ("cerebrovascular accident", "costovertebral angle")
    assert "pulmonary embolism" in meanings("PE")


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("pt c/o N/V, h/o HTN/CAD s/p CABG", ["pt c/o", "N/V", "h/o", "HTN", "CAD", "s/p", "CABG"]),
        ("A fib with RVR; DM II w/o retinopathy", ["A fib", "DM II", "w/o"]),
        ("C. diff after I & D of LLL", ["C. diff", "I & D", "LLL"]),
        ("hit by car", []),
        ("FELL OR WAS HIT, ALL RIBS, CHF", ["CHF"]),
        ("HIT", ["HIT"]),
    ],
)
def test_the_abbreviations_of_a_statement_are_found_where_they_stand(statement: str, found: list[str]) -> None:
    spans = list(LEXICON.abbreviations_in(statement))
    assert [statement[span.start : span.end] for span in spans] == found


def test_a_phrase_is_found_whatever_the_order_and_number_of_its_words() -> None:
    phrase = LEXICON.phrases_within(["lumbar", "disc", "herniated"])[0]
    assert (phrase.stems, phrase.target) == (("herniated", "disc"), "displacement of intervertebral disc")


def test_the_longest_phrase_comes_first() -> None:
    found = LEXICON.phrases_within({"black", "tarry", "stool"})
    assert [len(phrase.stems) for phrase in found] == [3, 2, 2]


def test_either_of_two_words_that_mean_the_same_finds_the_other() -> None:
    assert "kidney" in LEXICON.same_as("renal")
    assert "renal" in LEXICON.same_as("kidney")
    assert not LEXICON.same_as("nephrologist")


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("oedema", "edema"),
        ("haemoglobinaemia", "hemoglobinemia"),
        ("tumour", "tumor"),
        ("paediatric", "pediatric"),
        ("leucocyte", "leukocyte"),
        ("goitre", "goiter"),
        ("caesarean", "cesarean"),
        ("oesophagus", "esophagus"),
        ("caesarian", "cesarean"),
    ],
)
def test_british_spelling_is_led_to_the_word_that_the_index_has(british: str, american: str) -> None:
    spelling = LEXICON.british(british, {american}.__contains__)
    assert spelling is not None
    assert spelling.word == american


def test_a_word_that_is_known_keeps_its_spelling() -> None:
    assert LEXICON.british("four", {"four", "for"}.__contains__) is None
    assert LEXICON.british("colour", {"edema"}.__contains__) is None


def test_every_answer_names_its_line() -> None:
    places = [
        LEXICON.abbreviation("CHF"),
        LEXICON.phrases_within({"mini", "stroke"})[0],
        LEXICON.british("oesophagus", bool),
    ]
    for answer in places:
        assert answer is not None
        line = (FOLDER / answer.place.file).read_text(encoding="utf-8").split("\n")[answer.place.line - 1]
        assert line.partition(":")[0] in {"CHF", "mini stroke", "oesophagus"}
    assert str(LEXICON.same_as("renal")["kidney"]).startswith("lexicon: adjectives.txt:")


def test_it_loads_while_nobody_waits() -> None:
    def once() -> float:
        began = time.process_time()
        load_lexicon.__wrapped__()
        return time.process_time() - began

    assert min(once() for _ in range(5)) < 0.02


# What its files hold


@pytest.mark.parametrize(
    ("files", "least"),
    [(("abbreviations.txt",), 700), (("synonyms.txt",), 600), (("procedures.txt",), 400), (("adjectives.txt",), 300)],
)
def test_the_lexicon_is_large_enough_to_be_of_use(files: tuple[str, ...], least: int) -> None:
    assert sum(1 for file in files for _ in entries(file)) >= least


@pytest.mark.parametrize("file", ["abbreviations.txt", *PHRASES, *TOLD, "british.txt"])
def test_no_entry_stands_twice_and_none_is_empty(file: str) -> None:
    found = [(left, right) for left, right, _, _ in entries(file)]
    assert all(left.strip() == left and right.strip() == right and left and right for left, right in found)
    assert not [left for left, times in Counter(left for left, _ in found).items() if times > 1]


@pytest.mark.parametrize("file", ["abbreviations.txt", "adjectives.txt", *PHRASES, *TOLD])
def test_the_lines_of_a_group_are_in_order(file: str) -> None:
    for heading, lines in groups(file):
        keys = [line.split(SAME if file == "adjectives.txt" else ": ")[0].lstrip("=+").lower() for line in lines]
        assert keys == sorted(keys), heading


def test_no_phrase_stands_twice_in_other_words() -> None:
    found = sorted(tuple(sorted(phrase.stems)) for file in PHRASES for phrase in map(read_phrase, entries(file)))
    assert not [stems for stems, same in groupby(found) if len(list(same)) > 1]


def test_a_phrase_is_written_in_plain_words_and_begins_with_one_that_carries_meaning() -> None:
    for file in PHRASES:
        for left, _, _, line in entries(file):
            assert words(left) == tuple(left.split()), f"{file}:{line}"
            assert left.split()[0] not in STOP, f"{file}:{line}"


def test_a_word_stands_in_one_line_of_words_that_mean_the_same() -> None:
    found = [word for group, _, _, _ in entries("adjectives.txt") for word in group.split(SAME)]
    assert not [word for word, times in Counter(stem(word) for word in found).items() if times > 1]
    assert all(stem(word) == word for word in found if not word.endswith("s"))


# That the Index has its words


@pytest.fixture(scope="module")
def in_index(official: Book) -> Callable[[str], bool]:
    """Whether a word stands in the Index: as an essential word, or as a nonessential modifier."""

    @cache
    def known(word: str) -> bool:
        return any(
            official.main_terms(stem(word), index) or official.subterms(stem(word), index) for index in Index
        ) or any(stem(word) in map(stem, words(hit.text)) for hit in official.find(word) if hit.kind == "index")

    return known


@pytest.mark.official
def test_every_abbreviation_is_spelt_out_in_words_of_the_index(in_index: Callable[[str], bool]) -> None:
    for heading, lines in groups("abbreviations.txt"):
        if heading != TELLING:
            for line in lines:
                missing = [word for word in words(line.split(": ")[1]) if word not in STOP and not in_index(word)]
                assert not missing, line


@pytest.mark.official
@pytest.mark.parametrize("file", PHRASES)
def test_every_phrase_leads_to_words_of_the_index_or_of_a_digit(
    file: str, in_index: Callable[[str], bool], official: Book
) -> None:
    digits = frozenset(stem for box in official.boxes() for digit in box.digits for stem in stems(digit.meaning))
    for left, right, _, _ in entries(file):
        wanted = (word for word in words(right) if word not in STOP and stem(word) not in digits)
        missing = [word for word in wanted if not in_index(word)]
        assert not missing, f"{left}: {right}"


@pytest.mark.official
@pytest.mark.parametrize(("file", "index"), [("causes.txt", Index.EXTERNAL), ("agents.txt", Index.EXTERNAL)])
def test_what_tells_of_a_cause_is_worded_as_the_index_to_external_causes(
    file: str, index: Index, official: Book
) -> None:
    for left, right, _, _ in entries(file):
        for word in () if right == "-" else set(stems(right)) - {"traumatic"}:
            assert official.main_terms(word, EXTERNAL) or official.subterms(word, EXTERNAL), f"{left}: {right}"


@pytest.mark.official
def test_an_old_injury_is_worded_as_the_page_of_late_effects(official: Book) -> None:
    page = max((official.page(main) for main in official.main_terms("late", Index.DISEASES)), key=len)
    printed = frozenset(stem for line in page for stem in stems(line.text))
    for file in ("late.txt", "regions.txt"):
        for left, right, _, _ in entries(file):
            assert frozenset(stems(right)) - {"|"} <= printed, f"{left}: {right}"


@pytest.mark.official
def test_of_words_that_mean_the_same_the_index_has_at_least_one(in_index: Callable[[str], bool]) -> None:
    for group, _, _, _ in entries("adjectives.txt"):
        assert any(in_index(word) for word in group.split(SAME)), group


@pytest.mark.official
def test_every_american_spelling_is_one_of_the_index(in_index: Callable[[str], bool]) -> None:
    assert not [right for left, right, _, _ in entries("british.txt") if left[0] != "-" and not in_index(right)]


@pytest.mark.official
@pytest.mark.parametrize(("file", "share"), [("synonyms.txt", 0.85), ("procedures.txt", 0.8)])
def test_nearly_every_phrase_leads_to_a_code(file: str, share: float, coder: Coder) -> None:
    """What is left are targets that the encoder asks about, and such as only a status or a relation gives a code.

    Some names of procedures are of a part only: a valve, a pacemaker's device, a technique.
    """
    targets = {right for _, right, _, _ in entries(file)}
    landed = [target for target in targets if (answer := coder.code(target)).codes and not answer.unplaced]
    assert len(landed) > share * len(targets)


@pytest.mark.official
@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("CHF", "428.0"),
        ("CAD", "414.00"),
        ("COPD", "496"),
        ("HTN", "401.9"),
        ("CKD", "585.9"),
        ("ESRD", "585.6"),
        ("AKI", "584.9"),
        ("DVT", "453.40"),
        ("PE", "415.19"),
        ("A fib", "427.31"),
        ("NSTEMI", "410.70"),
        ("ASCVD", "429.2"),
        ("UTI", "599.0"),
        ("URI", "465.9"),
        ("GERD", "530.81"),
        ("PUD", "533.90"),
        ("T2DM", "250.00"),
        ("DM1", "250.01"),
        ("DKA", "250.10"),
        ("IDA", "280.9"),
        ("ITP", "287.31"),
        ("HIT", "289.84"),
        ("MRSA", "041.12"),
        ("OA", "715.90"),
        ("SLE", "710.0"),
        ("CTS", "354.0"),
        ("OSA", "327.23"),
        ("PTSD", "309.81"),
        ("ADHD", "314.01"),
        ("ALS", "335.20"),
        ("SAH", "430"),
        ("POAG", "365.11"),
        ("OAB", "596.51"),
        ("PTL", "644.20"),
        ("SOB", "786.05"),
        ("ORIF", "79.30"),
        ("PTCA", "00.66"),
        ("TURP", "60.29"),
        ("EGD", "45.13"),
        ("ERCP", "51.10"),
        ("LAVH", "68.51"),
    ],
)
def test_what_an_abbreviation_stands_for_leads_to_the_code_that_a_coder_gives(
    token: str, code: str, coder: Coder
) -> None:
    assert coder.code(meanings(token)[0]).codes[0].code == code


@pytest.mark.official
@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("mini stroke", "435.9"),
        ("herniated disc", "722.2"),
        ("slipped disc", "722.2"),
        ("chicken pox", "052.9"),
        ("strep throat", "034.0"),
        ("low sodium", "276.1"),
        ("high potassium", "276.7"),
        ("elevated lipids", "272.4"),
        ("passed out", "780.2"),
        ("throwing up", "787.03"),
        ("can't sleep", "780.52"),
        ("morbidly obese", "278.01"),
        ("lazy eye", "368.00"),
        ("burning on urination", "788.1"),
        ("painful menses", "625.3"),
        ("preterm labor", "644.20"),
        ("heel spur", "726.73"),
        ("car accident", "E819.9"),
        ("annual physical", "V70.0"),
        ("flu shot", "V04.81"),
        ("coronary stent", "36.06"),
    ],
)
def test_a_phrase_leads_to_the_code_that_a_coder_gives(phrase: str, code: str, coder: Coder) -> None:
    target = LEXICON.phrases_within(list(map(stem, phrase.split())))[0].target
    assert coder.code(target).codes[0].code == code
