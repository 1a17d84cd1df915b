"""CCS, single level, as its publisher gives it: read from the user's own file, asked of codes, used in notations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mainterm.cli.main import cli
from mainterm.editions.declared import declared_edition
from mainterm.history.codeset import expand, parse_set
from mainterm.model.code import Volume
from mainterm.model.edition import Manifest
from mainterm.model.source import Unreadable
from mainterm.read.archive import read_document
from mainterm.read.ccs import read_ccs
from mainterm.read.cms import read_titles
from mainterm.service.home import edition_path
from mainterm.service.sets import grouped, open_grouping
from mainterm.store.sqlite import FORMAT
from mainterm.store.write import write_edition

from .small import EDITION

FILE = """\
NOTE: of our own making.
'ICD-9-CM CODE','CCS CATEGORY','CCS CATEGORY DESCRIPTION','ICD-9-CM CODE DESCRIPTION','OPTIONAL','OPTIONAL'
'     ','0    ','No DX',"NONE",' ',' '
'28850','63   ','White cells',"LOW, AND \\"LOWER\\"",' ',' '
'28851','63   ','White cells',"'Nurse's own'",' ',' '
'V103 ','24   ',''Breast'',"HISTORY",' ',' '
'25000','49   ','Sugar',"SUGAR",' ',' '
""".replace('\\"', "'")
PROCEDURES = FILE.split("'28850'")[0] + "'0101 ','1  ','Head','A'\n'3845 ','61 ','Vessels','B'\n"


def damaged(line: int, text: str) -> bytes:
    lines = FILE.splitlines()
    lines[line - 1] = text
    return "\n".join(lines).encode()


def test_a_code_has_the_group_and_label_of_its_row() -> None:
    ccs = read_ccs(FILE.encode(), "dx.csv")
    assert [
        (code, group and (group.number, group.label)) for code, group in grouped(["28850", "v10.3", "401.9"], ccs)
    ] == [
        ("288.50", ("63", "White cells")),
        ("V10.3", ("24", "Breast")),
        ("401.9", None),
    ]
    assert ccs.groups["63"].codes == ("288.50", "288.51")
    assert ccs.volume is Volume.DISEASES


def test_a_file_of_procedures_is_told_by_its_codes() -> None:
    ccs = read_ccs(PROCEDURES.encode(), "pr.csv")
    assert (ccs.volume, ccs.by_code) == (Volume.PROCEDURES, {"01.01": "1", "38.45": "61"})


def test_the_label_of_a_group_is_that_of_most_of_its_rows() -> None:
    more = FILE + "'28859','63   ','White',\"X\",' ',' '\n"
    assert read_ccs(more.encode(), "dx.csv").groups["63"].label == "White cells"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "has no line that begins with 'ICD-9-CM CODE'"),
        (b"code,ccs\n25000,49\n", "has no line that begins with 'ICD-9-CM CODE'"),
        (FILE.split("'28850'")[0].encode(), "lists no codes"),
        (damaged(5, "'28851','63   ','White ce"), "line 5: is no row of quoted values"),
        (damaged(5, ""), "line 5: is empty"),
        (damaged(5, "'28851','x','White cells',\"LOW\",' ',' '"), "line 5: has no group with a number and a label"),
        (damaged(5, "'28850','63','White cells',\"LOW\",' ',' '"), "line 5: lists 288.50 again"),
        (damaged(5, "'2885Q','63','White cells',\"LOW\",' ',' '"), "line 5: '2885Q' is no code"),
        (b"\x00\xff" * 400, "has no line that begins"),
    ],
)
def test_a_damaged_file_is_told_with_its_line(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_ccs(data, "dx.csv")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_group_is_a_term_of_a_notation() -> None:
    ccs = read_ccs(FILE.encode(), "dx.csv")
    codes = ["250.00", "288.50", "288.51", "V10.3"]
    assert expand(parse_set("ccs:63, !288.51, CCS:24", grouping=ccs), codes) == ("288.50", "V10.3")
    assert expand(parse_set("250, 288, !ccs:63", grouping=ccs), codes) == ("250.00",)
    assert [str(term) for term in parse_set("!ccs:63", grouping=ccs)] == ["!ccs:63"]


@pytest.mark.parametrize(
    ("text", "given", "said"),
    [
        ("ccs:63", False, "only where the file of the grouping is given"),
        ("ccs:7", True, "is none of the 3 groups of dx.csv"),
        ("elix:7", True, "is no group, which is such as ccs:49"),
        ("ccs:x", True, "is no group"),
    ],
)
def test_a_group_that_is_not_at_hand_is_refused(text: str, given: bool, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_set(text, grouping=read_ccs(FILE.encode(), "dx.csv") if given else None)


def test_the_commands_read_the_file_that_the_user_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(tmp_path))
    edition_path(tmp_path, "2012").parent.mkdir()
    manifest = Manifest("2012", "Small", 2012, "2011-10-01", FORMAT, "test", "0", (), {})
    write_edition(EDITION, manifest, edition_path(tmp_path, "2012"))
    (tmp_path / "dx.csv").write_text(FILE)
    ccs = ("--ccs", str(tmp_path / "dx.csv"))

    def run(*arguments: str, typed: str = "") -> tuple[int, str]:
        result = CliRunner().invoke(cli, ["codes", *arguments], input=typed, standalone_mode=False)
        assert not result.exception, result.exception
        return int(result.return_value), result.stdout

    assert run("group", *ccs, "28850", "V103") == (0, "288.50     63  White cells\nV10.3      24  Breast\n")
    assert run("group", *ccs, typed="401.9\n") == (1, "401.9       -\n")
    assert json.loads(run("group", *ccs, "401.9", "--json")[1]) == [{"code": "401.9", "group": None, "label": None}]
    assert run("expand", "ccs:63, !288.51", *ccs) == (0, "288.50\n")
    nothing = CliRunner().invoke(cli, ["codes", "expand", "999.9x"], standalone_mode=False)
    assert (nothing.return_value, nothing.stdout) == (1, "")
    assert nothing.stderr == 'no valid code of the edition is meant by "999.9x"\n'


# ---- the published files


def test_every_valid_code_of_fy2015_has_a_group(ccs_files: Path, sources: Path) -> None:
    documents = {
        each.role: (each.name, read_document(sources / each.published.place, each.member))
        for each in declared_edition("2015").documents
        if each.role.startswith("titles.")
    }
    titles = read_titles(documents)
    for volume, name, size in (
        (Volume.DISEASES, "$dxref 2015.csv", 14_567),
        (Volume.PROCEDURES, "$prref 2015.csv", 3_882),
    ):
        ccs = open_grouping(ccs_files / name)
        codes = [title.code for title in titles if title.volume is volume]
        assert ccs.volume is volume
        assert len(codes) == size
        assert [code for code in codes if ccs.of(code) is None] == []


def test_groups_of_the_published_file_are_those_its_documentation_names(ccs_files: Path) -> None:
    ccs = open_grouping(ccs_files / "$dxref 2015.csv")
    assert len(ccs.groups) == 283
    for code, number in (("250.00", "49"), ("250.40", "50"), ("410.71", "100"), ("428.0", "108"), ("V10.3", "24")):
        group = ccs.of(code)
        assert group is not None
        assert (group.number, code in group.codes) == (number, True)
