"""The appendices are read entry by entry; their counts are checked by another way than the reader's."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from mainterm.model.edition import Entry
from mainterm.model.source import Paragraph, Source, Unreadable
from mainterm.read.appendices import read_appendix
from mainterm.read.rtf import read_paragraphs

MEMBERS = {"A": "Dmorph12.RTF", "C": "Ddrgcl12.RTF", "D": "Dindst12.rtf", "E": "DC_3D12.RTF"}


@pytest.fixture(scope="session")
def rtf(sources: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for archive in sorted((sources / "cdc" / "2011").glob("*.[zZ][iI][pP]")):
        with ZipFile(archive) as opened:
            found.update({n: opened.read(n) for n in opened.namelist() if n in MEMBERS.values()})
    return {letter: found[name] for letter, name in MEMBERS.items()}


@pytest.fixture(scope="session")
def appendix(rtf: dict[str, bytes]) -> dict[str, tuple[Entry, ...]]:
    return {k: read_appendix(read_paragraphs(data, MEMBERS[k]), MEMBERS[k], k) for k, data in rtf.items()}


def keyed(entries: tuple[Entry, ...]) -> dict[str, Entry]:
    return {entry.key: entry for entry in entries if entry.key}


@pytest.mark.official
def test_every_morphology_code_of_the_nomenclature_is_an_entry(
    rtf: dict[str, bytes], appendix: dict[str, tuple[Entry, ...]]
) -> None:
    listed = [e.key for e in appendix["A"] if "/" in e.key]
    mentioned = {m.decode() for m in re.findall(rb"M\d{4}/\d", rtf["A"])}
    assert (len(listed), len(set(listed))) == (728, 728)
    assert set(listed) <= mentioned
    assert sorted(mentioned - set(listed)) == ["M8143/2", "M8720/6", "M9370/0"]
    assert keyed(appendix["A"])["M8140/0"].text == "Adenoma NOS"


@pytest.mark.official
def test_two_groups_in_one_paragraph_are_two_entries(appendix: dict[str, tuple[Entry, ...]]) -> None:
    groups = keyed(appendix["A"])
    assert groups["M980-M994"].source == groups["M980"].source == Source("Dmorph12.RTF", 767)


@pytest.mark.official
def test_every_code_of_the_drug_classes_is_read(rtf: dict[str, bytes], appendix: dict[str, tuple[Entry, ...]]) -> None:
    text = "\n".join(p.text for p in read_paragraphs(rtf["C"], MEMBERS["C"]))
    printed = re.findall(r"\b(9\d\d(?:\.\d+)?)\s*$", text, re.M)
    assert [code for entry in appendix["C"] for code in entry.codes] == printed
    assert len(printed) == 246
    classes = keyed(appendix["C"])
    assert classes["4:00"].codes == ("963.0",)
    assert classes["20:12.16"].text == "Hemostatics"
    assert classes["78:00"].codes == ("990",)
    assert len(classes) == len(re.findall(r"^\d{1,2}[:.]\d\d", text, re.M))


@pytest.mark.official
def test_every_agency_of_industrial_accidents_is_read(appendix: dict[str, tuple[Entry, ...]]) -> None:
    agencies = keyed(appendix["D"])
    assert len(agencies) == 134
    assert [key for key in agencies if len(key) == 1] == list("1234567")
    assert all(key[:-1] in agencies for key in agencies if len(key) > 1)
    assert {len(key) - 1: entry.level for key, entry in agencies.items()} == {0: 0, 1: 1, 2: 2}


@pytest.mark.official
def test_the_list_of_categories_lacks_449_alone(appendix: dict[str, tuple[Entry, ...]]) -> None:
    categories = [e.key for e in appendix["E"] if e.key]
    assert (len(categories), len(set(categories))) == (1233, 1233)
    assert "E849" in categories
    assert "449" not in categories
    sections = [e for e in appendix["E"] if e.level == 1]
    assert len(sections) == 160
    assert all(len(e.codes) == 1 for e in sections)


@pytest.mark.official
@pytest.mark.parametrize("letter", list(MEMBERS))
def test_every_paragraph_with_words_is_an_entry(
    rtf: dict[str, bytes], appendix: dict[str, tuple[Entry, ...]], letter: str
) -> None:
    printed = [p.number for p in read_paragraphs(rtf[letter], "") if p.plain]
    assert sorted({e.source.paragraph for e in appendix[letter]}) == printed


def test_another_document_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"x\.rtf: has no entry of appendix E"):
        read_appendix([Paragraph(0, "Normal", "Some prose")], "x.rtf", "E")
