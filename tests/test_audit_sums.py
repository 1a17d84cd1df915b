"""The sums of an audit, counted without an object for each encounter, are those of the audits one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("numpy", reason="numpy is not installed: pip install '.[fast]'")

from mainterm.audit import portions
from mainterm.audit.kinds import GUESSED, Form
from mainterm.model.edition import Book
from mainterm.model.encounter import Setting
from mainterm.service.audit import ALL, Auditor, Choice, Tally

WIDE = """id,age,sex,setting,dx1,poa1,dx2,poa2,dx3,px1,discharged
1,70,F,inpatient,40390,Y,5856,N,,9671,2011-10-05
2,70,M,inpatient,650,Y,V270,1,40390,,2011-10-05
3,,,,,,5856,,40390,4701,
4,200,F,inpatient,28850,Y,5856,,28850,,2011-13-05
5,70,F,inpatient,wrong,Y,585,,40390,,2011-10-05
6,70,F
7,70,F,inpatient,,,,,,,
8,30,F,outpatient,25000,,25002,,5853,,2009-01-01

9,30,F,outpatient,"486",,"5853",,4019,,2012-01-01
"""
PLAIN = "".join(line for line in WIDE.splitlines(True) if line.count(",") == 10 and '"' not in line)
WIDES = (WIDE, PLAIN, PLAIN[:-1], *(text.replace("\n", "\r\n") for text in (WIDE, PLAIN)))
PRINCIPAL = "id;pdx;dx1;dx2;ecode1;sex\n1;4039;4039;5856;E8889;M\n2;486;4019;486;;F\n3;;4019;;E8889;F\n"
JSON = '{"id": "a", "age": 70, "dx": ["401.9", "585.6"]}\n{"dx": [{"code": "585.6", "poa": "Y"}]}\n{"dx": []}\n[\n'
LONG = "id,sequence,code\n1,1,401.9\n1,2,585.6\n2,1,486\n"
NOTATION = "401.9, 585.6 | 70F\n585.6, 403.91 | inpatient\n"


def sums(tally: Tally) -> dict[str, object]:
    counted = {name: getattr(tally, name) for name in Tally.__slots__}
    return {name: +each if isinstance(each, type(tally.by_gravest)) else each for name, each in counted.items()}


def both(auditor: Auditor, paths: list[str], form: Form = GUESSED) -> tuple[dict[str, object], dict[str, object]]:
    together, singly = Tally(), Tally()
    assert list(auditor.sum_up(paths, together, form))[-1] == together.encounters
    for _ in singly.watch(auditor.audit(paths, form)):
        pass
    return sums(together), sums(singly)


@pytest.mark.official
@pytest.mark.parametrize("size", [3, 10_000])
@pytest.mark.parametrize("text", [*WIDES, PRINCIPAL, JSON, NOTATION, LONG, "id,dx1\n"])
def test_sums_are_the_same_of_any_form(
    text: str, size: int, official: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "PORTION", size)
    path = tmp_path / "encounters.txt"
    path.write_text(text, encoding="utf-8", newline="")
    for form in (GUESSED, Form(setting=Setting.INPATIENT)):
        together, singly = both(Auditor(official, ALL, dated=True), [str(path)], form)
        assert together == singly
    chosen, singly = both(Auditor(official, Choice(select=("I.C.7.a.3", "I.B.9"))), [str(path)])
    assert chosen == singly


@pytest.mark.official
def test_sums_of_several_files_are_added_up(official: Book, tmp_path: Path) -> None:
    paths = []
    for number, text in enumerate((WIDE, NOTATION, WIDE)):
        paths.append(str(tmp_path / f"{number}.txt"))
        Path(paths[-1]).write_text(text, encoding="utf-8")
    together, singly = both(Auditor(official), paths)
    assert together == singly
    assert together["encounters"] == 18
