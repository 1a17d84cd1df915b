"""Sets of codes: the notation, what it expands to, and the way back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from mainterm.cli.main import cli
from mainterm.history.codeset import expand, parse_set, shortest
from mainterm.model.classification import Classification
from mainterm.service.sets import valid_codes

CODES = """042 250.00 250.01 250.10 250.11 250.70 250.71 250.80 401.0 401.1 401.9 402.00 402.01 403.90 410.00 410.01
    410.11 410.12 496 E812.0 E812.1 V10.3 V58.67 V58.69""".split()


def expanded(text: str) -> list[str]:
    return list(expand(parse_set(text), CODES))


def test_a_term_is_a_code_with_all_below_it_a_range_or_a_pattern_and_may_take_away() -> None:
    assert expanded("250.0-250.7, !250.7, V58.67") == ["250.00", "250.01", "250.10", "250.11", "V58.67"]
    assert expanded("410.x1") == ["410.01", "410.11"]
    assert expanded("401 - 402 ! 402.0") == ["401.0", "401.1", "401.9"]
    assert expanded("4019 v10.3 e812") == ["401.9", "E812.0", "E812.1", "V10.3"]


def test_a_later_term_has_the_last_word() -> None:
    assert expanded("!250, 250.0") == ["250.00", "250.01"]
    assert expanded("250, !250, 250.80") == ["250.80"]


@pytest.mark.parametrize("text", ["diabetes", "250.0-E812", "250.9-250.0", "x50.0", "250.0-", "25"])
def test_what_is_no_term_is_told_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no|ends before"):
        parse_set(text)


def test_the_shortest_notation_names_headings_ranges_and_what_is_left_out() -> None:
    def written(*codes: str) -> str:
        return ", ".join(map(str, shortest(codes, CODES)))

    assert written("401.0", "401.1", "401.9") == "401"
    assert written(*expanded("401-403")) == "401-403"
    assert written(*expanded("250 !250.71")) == "250, !250.71"
    assert written("250.00", "410.01") == "250.00, 410.01"
    with pytest.raises(ValueError, match=r"999\.9: no valid code"):
        shortest(["999.9"], CODES)


@given(st.sets(st.sampled_from(CODES)))
def test_a_notation_written_from_a_set_expands_to_it(wanted: set[str]) -> None:
    terms = shortest(wanted, CODES)
    assert set(expand(terms, CODES)) == wanted
    assert parse_set(", ".join(map(str, terms))) == terms


@pytest.mark.official
def test_sets_that_researchers_use_come_back_from_their_codes(
    official_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(official_home))
    codes = valid_codes("2012")
    assert len(codes) == 14_567
    for notation in ("250", "401-405", "410, !410.9", "V10-V19", "E850-E869", "140-208, !173"):
        found = expand(parse_set(notation), codes)
        assert found
        terms = shortest(found, codes)
        assert expand(terms, codes) == found
        assert len(terms) <= 4, notation


@pytest.mark.official
def test_the_command_expands_and_writes(official_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(official_home))
    shown = CliRunner().invoke(cli, ["codes", "expand", "410.x1"], standalone_mode=False)
    assert shown.stdout.split() == [f"410.{digit}1" for digit in range(10)]
    written = CliRunner().invoke(cli, ["codes", "write"], input="4010, 401.1\n4019", standalone_mode=False)
    assert written.stdout == "401\n"
    procedures = CliRunner().invoke(cli, ["codes", "expand", "--procedures", "00.4", "--json"], standalone_mode=False)
    assert len(json.loads(procedures.stdout)) == 10


ICD10CM = """C75.9 C76.0 C7A.00 C80.0 E08.9 E11.610 E11.618 E11.620 E11.621 E11.9 E13.9 S72.001A S72.001D S72.101A
    T36.0X1A W85.XXXA W85.XXXD""".split()


def expanded_in_icd10cm(text: str) -> list[str]:
    return list(expand(parse_set(text, of=Classification.ICD10CM), ICD10CM))


def test_in_icd10cm_ranges_cross_letters_and_a_question_mark_is_any_character() -> None:
    assert expanded_in_icd10cm("E08-E11.6 !e11620") == ["E08.9", "E11.610", "E11.618", "E11.621"]
    assert expanded_in_icd10cm("S72.?01A, W85") == ["S72.001A", "S72.101A", "W85.XXXA", "W85.XXXD"]
    assert expanded_in_icd10cm("S00-T88") == ["S72.001A", "S72.001D", "S72.101A", "T36.0X1A"]


@pytest.mark.parametrize("text", ["250.00", "E11.?.", "S72.x01A-", "E13-E11", "A-B", "?72"])
def test_what_is_no_notation_of_icd10cm_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no code|is no pattern|ends before"):
        parse_set(text, of=Classification.ICD10CM)


@given(st.sets(st.sampled_from(ICD10CM)))
def test_the_shortest_notation_of_icd10cm_codes_expands_to_them_again(wanted: set[str]) -> None:
    codes = sorted(ICD10CM)
    terms = parse_set(", ".join(map(str, shortest(wanted, codes))), of=Classification.ICD10CM)
    assert set(expand(terms, codes)) == wanted
