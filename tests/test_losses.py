"""What the whole map keeps and loses: counted over all codes, each once, and by chapter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mainterm.cli.main import cli
from mainterm.history.losses import Loss, losses
from mainterm.history.translate import Outcome, Return, translate
from mainterm.model.chapters import CHAPTERS, chapter_of
from mainterm.model.classification import Classification
from mainterm.model.crosswalk import Crosswalk
from mainterm.service.install import install
from mainterm.service.translate import open_gems

from .small_crosswalk import small_crosswalk

ICD9CM, ICD10CM = Classification.ICD9CM, Classification.ICD10CM


@pytest.fixture(scope="module")
def crosswalk(tmp_path_factory: pytest.TempPathFactory) -> Crosswalk:
    return small_crosswalk(tmp_path_factory.mktemp("losses") / "gems.sqlite")


def test_each_code_is_counted_once_by_what_becomes_of_it(crosswalk: Crosswalk) -> None:
    counts = losses(crosswalk, ICD9CM).whole.counts
    # 001.0, 002.0, V10.3, E888.1 have one target, 003.0 two, 004.0 a list of two to go with a third code, 005.0 none
    assert [counts[loss] for loss in (Loss.NO_MAP, Loss.ONE, Loss.SEVERAL, Loss.COMBINATION)] == [1, 4, 2, 1]
    assert [counts[loss] for loss in (Loss.EXACT, Loss.APPROXIMATE)] == [2, 4]


def test_what_comes_back_is_alone_among_others_or_lost(crosswalk: Crosswalk) -> None:
    counts = losses(crosswalk, ICD9CM).whole.counts
    # 001.0 comes back alone; 002.0, 003.0 and 004.0 among others; Z85.3 and W01.198A lead nowhere in this map
    assert [counts[loss] for loss in (Loss.ALONE, Loss.AMONG, Loss.LOST)] == [1, 3, 2]


def test_a_code_stands_in_its_chapter_and_the_chapters_add_up(crosswalk: Crosswalk) -> None:
    found = losses(crosswalk, ICD9CM)
    assert [(each.chapter, each.codes) for each in found.chapters] == [("001-139", 5), ("V01-V91", 1), ("E000-E999", 1)]
    assert sum(each.codes for each in found.chapters) == found.whole.codes == 7
    assert (found.targets, found.reached) == (7, 6)


@pytest.mark.parametrize("of", [of for of in Classification if of is not Classification.ICD10PCS])
def test_no_two_chapters_have_a_code_in_common(of: Classification) -> None:
    ends = [end for chapter in CHAPTERS[of] for end in chapter.split("-")]
    assert len(set(CHAPTERS[of])) == len(CHAPTERS[of])
    for chapter in CHAPTERS[of]:
        assert {chapter_of(end, of) for end in chapter.split("-")} == {chapter}
    assert all(chapter_of(end, of) for end in ends)


@pytest.fixture(scope="module")
def home(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("losses-home")
    install("gems", home, sources)
    return home


@pytest.mark.official
@pytest.mark.parametrize("of", [ICD9CM, ICD10CM])
def test_the_sums_over_the_map_are_those_of_its_codes_one_by_one(
    of: Classification, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(home))
    crosswalk = open_gems()
    found = losses(crosswalk, of)
    assert found.whole.codes == {ICD9CM: 14_567, ICD10CM: 71_704}[of]
    assert "" not in [each.chapter for each in found.chapters]
    for chapter in ("630-679", "E000-E999", "O00-O9A", "Z00-Z99"):
        codes = [code for code in crosswalk.codes(of) if chapter_of(code, of) == chapter]
        told = next((each for each in found.chapters if each.chapter == chapter and codes), None)
        if told is None:
            continue
        ways = [_ways(crosswalk, code, of) for code in codes]
        assert told.codes == len(codes)
        assert told.counts[Loss.NO_MAP] == ways.count(None)
        assert told.counts[Loss.ALONE] == ways.count({Return.ONLY})
        assert told.counts[Loss.LOST] == ways.count({Return.LOST})
        assert told.counts[Loss.SEVERAL] == sum(translate(crosswalk, c, of).outcome is Outcome.SEVERAL for c in codes)
        assert told.counts[Loss.COMBINATION] == sum(bool(translate(crosswalk, c, of).clusters) for c in codes)


def _ways(crosswalk: Crosswalk, code: str, of: Classification) -> set[Return] | None:
    found = translate(crosswalk, code, of)
    parts = [target for cluster in found.clusters for each in cluster.lists for target in each]
    return {target.back for target in (*found.targets, *parts)} or None


@pytest.mark.official
def test_the_command_shows_a_table_or_json_and_takes_no_codes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(home))
    shown = CliRunner().invoke(cli, ["translate", "--losses"], standalone_mode=False)
    assert shown.return_value == 0
    assert "all         14,567     422  11,070   3,075     668  10,623   8,228   3,041   2,876" in shown.stdout
    assert "To 54,191 (75.6%) of 71,704 codes of ICD-10-CM none leads." in shown.stdout
    told = json.loads(CliRunner().invoke(cli, ["translate", "--losses", "--to", "icd9cm", "--json"]).stdout)
    assert (told["of"], told["whole"]["counts"]["no_map"], told["reached"]) == ("icd10cm", 731, 14_567 - 2_878)
    for wrong in (["translate"], ["translate", "250.00", "--losses"]):
        refused = CliRunner().invoke(cli, wrong)
        assert refused.exit_code == 2
        assert "--losses" in refused.output
