"""The mappings to ICD-10: read, translated whole or by a named policy, and shown; nothing is dropped in silence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from mainterm.cli.main import cli
from mainterm.history.translate import Outcome, Policy, Return, translate, translate_former
from mainterm.model.classification import Classification
from mainterm.model.crosswalk import Crosswalk
from mainterm.model.source import Unreadable
from mainterm.read.gems import read_gems
from mainterm.service.concept_map import concept_map
from mainterm.service.home import edition_path
from mainterm.service.install import install
from mainterm.service.translate import NoCode, open_gems, translated

from .small_crosswalk import gems, small_crosswalk
from .small_years import write_years

ICD9CM, ICD10CM = Classification.ICD9CM, Classification.ICD10CM


@pytest.fixture(autouse=True, scope="module")
def no_edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home without an edition, and so without titles."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAINTERM_HOME", str(tmp_path_factory.mktemp("empty")))
        yield


@pytest.fixture(scope="module")
def crosswalk(tmp_path_factory: pytest.TempPathFactory) -> Crosswalk:
    return small_crosswalk(tmp_path_factory.mktemp("crosswalk") / "gems.sqlite")


def test_an_exact_target_is_told_from_an_approximate_one(crosswalk: Crosswalk) -> None:
    assert [t.approximate for code in ("001.0", "002.0") for t in translate(crosswalk, code, ICD9CM).targets] == [0, 1]


def test_several_targets_are_all_given_unless_a_policy_is_named_which_says_what_it_drops(crosswalk: Crosswalk) -> None:
    whole = translate(crosswalk, "003.0", ICD9CM)
    assert (whole.outcome, whole.codes, whole.dropped) == (Outcome.SEVERAL, ("A01.00", "A01.1"), ())
    first = translate(crosswalk, "003.0", ICD9CM, Policy.FIRST)
    assert (first.outcome, first.codes, first.dropped) == (Outcome.SEVERAL, ("A01.00",), ("A01.1",))
    exact = translate(crosswalk, "003.0", ICD9CM, Policy.BEST_EXACT)
    assert (exact.codes, exact.dropped) == ((), ("A01.00", "A01.1"))


def test_a_combination_is_one_target_of_each_list(crosswalk: Crosswalk) -> None:
    found = translate(crosswalk, "004.0", ICD9CM)
    (cluster,) = found.clusters
    assert [[target.code for target in each] for each in cluster.lists] == [["B10.0", "B10.1"], ["B20.0"]]
    first = translate(crosswalk, "004.0", ICD9CM, Policy.FIRST)
    assert (first.codes, first.dropped) == (("B10.0", "B20.0"), ("B10.1",))


def test_a_code_that_was_split_before_the_map_has_the_targets_of_its_parts(tmp_path: Path) -> None:
    forwards = (
        "4881 J0901 00000\n4882 J0911 10000\n4882 J0901 10000\n4883 NoDx 11000\n4884 A010 10111\n4884 B950 10112\n"
    )
    backwards = "J0901 4881 10000\nJ0911 4882 10000\nJ0911 4900 10000\nA010 V10 10000\n"
    crosswalk = small_crosswalk(tmp_path / "gems.sqlite", icd9cm=forwards, icd10cm=backwards)
    found = translate_former(crosswalk, "488", ICD9CM)
    assert (found.outcome, found.through) == (Outcome.SEVERAL, ("488.1", "488.2", "488.3", "488.4"))
    assert [(t.code, t.approximate, t.back) for t in found.targets] == [
        ("J09.01", True, Return.ONLY),
        ("J09.11", True, Return.AMONG),
    ]
    assert [[target.code for target in each] for each in found.clusters[0].lists] == [["A01.0"], ["B95.0"]]
    first = translate_former(crosswalk, "488", ICD9CM, Policy.FIRST)
    assert (first.codes, first.dropped) == (("J09.01",), ("J09.11", "A01.0", "B95.0"))
    assert translate_former(crosswalk, "488.3", ICD9CM).outcome is Outcome.NONE
    assert translate_former(crosswalk, "489", ICD9CM).outcome is Outcome.UNKNOWN


def test_of_a_code_of_earlier_years_the_command_tells_when_it_was_valid_and_its_parts(tmp_path: Path) -> None:
    write_years(tmp_path)
    small_crosswalk(edition_path(tmp_path, "gems"), icd9cm="4881 J0901 10000\n", icd10cm="J0901 4881 10000\n")
    env = {"MAINTERM_HOME": str(tmp_path)}
    done = CliRunner().invoke(cli, ["translate", "488"], env=env, standalone_mode=False)
    assert "was valid from FY2010 to FY2010, then split; by way of 488.1, in ICD-10-CM: one way" in " ".join(
        done.stdout.split()
    )
    done = CliRunner().invoke(cli, ["translate", "042"], env=env, standalone_mode=False)
    assert done.return_value == 1
    assert "is not in the map to ICD-10-CM: it was valid from FY20" in " ".join(done.stdout.split())


def test_the_command_tells_what_a_code_was_in_the_year_asked_about(tmp_path: Path) -> None:
    write_years(tmp_path)
    small_crosswalk(edition_path(tmp_path, "gems"), icd9cm="4881 J0901 10000\n", icd10cm="J0901 4881 10000\n")
    for words, told, status in (
        (["488.1", "--edition", "2011"], "In FY2011 valid: ", 0),
        (["488.1", "--on", "2010-09-30"], "In FY2010 not there", 1),
        (["J09.01", "--edition", "2010"], "in ICD-9-CM: one way", 0),
    ):
        env = {"MAINTERM_HOME": str(tmp_path)}
        done = CliRunner().invoke(cli, ["translate", *words], env=env, standalone_mode=False)
        assert (told in done.stdout, done.return_value) == (True, status)


def test_no_map_is_told_from_a_code_that_the_map_does_not_have(crosswalk: Crosswalk) -> None:
    outcomes = [translate(crosswalk, code, ICD9CM).outcome for code in ("005.0", "999.9")]
    assert outcomes == [Outcome.NONE, Outcome.UNKNOWN]


def test_the_way_back_says_whether_it_returns(crosswalk: Crosswalk) -> None:
    backs = {code: [t.back for t in translate(crosswalk, code, ICD9CM).targets] for code in ("001.0", "002.0", "003.0")}
    assert backs == {"001.0": [Return.ONLY], "002.0": [Return.AMONG], "003.0": [Return.AMONG, Return.LOST]}


def test_flags_that_contradict_a_line_are_problems_with_their_line(crosswalk: Crosswalk) -> None:
    problems = read_gems(gems()).problems
    assert [(p.kind, str(p.source)) for p in problems] == [
        ("combination-flag", "icd9pcs.txt ¶0"),
        ("no-map-flag", "icd10pcs.txt ¶0"),
    ]
    assert translate(crosswalk, "02S00ZZ", Classification.ICD10PCS).outcome is Outcome.NONE


def test_a_file_that_is_no_mapping_is_refused_with_its_line() -> None:
    with pytest.raises(Unreadable, match=r"icd9cm\.txt: line 2 is no mapping"):
        read_gems(gems(icd9cm="0010  A000    00000\n0010;A000;00000\n"))


def test_a_code_that_may_be_of_two_classifications_is_asked_about_unless_its_point_tells(crosswalk: Crosswalk) -> None:
    with pytest.raises(NoCode, match=r"E888\.1 of icd9cm .*E88\.81 of icd10cm"):
        translated(crosswalk, "E8881")
    assert translated(crosswalk, "E88.81").translation.of is ICD10CM
    assert translated(crosswalk, "e8881", to=ICD10CM).translation.codes == ("W01.198A",)


@pytest.mark.parametrize("text", ["", "xx", "250.000", "S72.001AA"])
def test_what_is_no_code_is_refused_in_one_line(text: str, crosswalk: Crosswalk) -> None:
    with pytest.raises(NoCode, match="has not the form of a code"):
        translated(crosswalk, text)


def test_a_concept_map_has_products_for_combinations_and_unmatched_for_none(crosswalk: Crosswalk) -> None:
    given = concept_map([translated(crosswalk, code) for code in ("001.0", "004.0", "005.0")], "Mappings")
    (group,) = given["group"]
    exact, combined, none = (element["target"] for element in group["element"])
    assert exact == [{"code": "A00.0", "equivalence": "equivalent"}]
    assert [(t["code"], [p["value"] for p in t["product"]]) for t in combined] == [
        ("B10.0", ["B20.0"]),
        ("B10.1", ["B20.0"]),
    ]
    assert none == [{"equivalence": "unmatched", "comment": "no map"}]


@pytest.fixture(scope="module")
def home(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with the mappings of 2018, as published."""
    home = tmp_path_factory.mktemp("home")
    install("gems", home, sources)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAINTERM_HOME", str(home))
        yield home


@pytest.mark.official
def test_every_line_of_the_files_comes_back_from_the_installed_mappings(home: Path, sources: Path) -> None:
    crosswalk = open_gems()
    for of, name in zip(Classification, ("2018_I9gem", "2018_I10gem", "gem_i9pcs", "gem_pcsi9"), strict=True):
        lines = (sources / "gems" / f"{name}.txt").read_text("ascii").splitlines()
        found = [line for code in crosswalk.codes(of) for line in crosswalk.equivalents(code, of)]
        spelt = [
            (each.source.replace(".", ""), each.target.replace(".", ""), each.approximate)
            for each in sorted(found, key=lambda each: each.place)
        ]
        none = ("NoDx", "NoPCS", "NoI9")
        assert spelt == [(a, "" if b in none else b.upper(), flags[0] == "1") for a, b, flags in map(str.split, lines)]


@pytest.mark.official
def test_the_command_gives_every_target_and_exits_with_1_where_there_is_none(home: Path) -> None:
    run = CliRunner().invoke(cli, ["translate", "249.00", "--json"], standalone_mode=False)
    told = json.loads(run.stdout)["translation"]
    assert [target["code"] for target in told["targets"]] == ["E08.9", "E09.9", "E13.9"]
    shown = CliRunner().invoke(cli, ["translate", "365.70"], standalone_mode=False)
    assert shown.return_value == 1
    assert "no equivalent" in shown.stdout
    assert "line 5024" in shown.stdout


@pytest.mark.official
def test_the_mappings_are_listed_among_the_editions_and_verified(home: Path) -> None:
    assert edition_path(home, "gems").exists()
    listed = CliRunner().invoke(cli, ["edition", "list"], standalone_mode=False)
    assert "gems" in listed.stdout
    assert CliRunner().invoke(cli, ["edition", "verify", "gems"], standalone_mode=False).return_value == 0
