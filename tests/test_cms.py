"""CMS's lists of valid codes are the Tabular's, and their titles differ from the Tabular's for known reasons."""

from __future__ import annotations

import tomllib
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from mainterm.model.code import Volume
from mainterm.model.edition import Edition, Title
from mainterm.model.source import Unreadable
from mainterm.read.cms import read_titles
from mainterm.read.titles import Explanation, disagreements

from .official_books import whole_edition

EXPLAINED = Path(__file__).with_name("titles_2012.toml")
LISTS = {
    "titles.diseases.long": "CMS29_DESC_LONG_DX.101111.txt",
    "titles.diseases.short": "CMS29_DESC_SHORT_DX.txt",
    "titles.procedures.long": "CMS29_DESC_LONG_SG.txt",
    "titles.procedures.short": "CMS29_DESC_SHORT_SG.txt",
}


def given(**lists: str) -> dict[str, tuple[str, bytes]]:
    """Lists as documents: `long` is `titles.diseases.long`."""
    return {f"titles.diseases.{length}": (f"{length}.txt", text.encode("cp1252")) for length, text in lists.items()}


def test_a_line_gives_a_code_and_its_title_and_both_lists_are_joined_by_the_code() -> None:
    titles = read_titles(given(long="28850  Leukocytopenia\r\nV103   History\r\n", short="28850 Leukopenia\nV103 Hx\n"))
    assert [(title.code, title.long, title.short) for title in titles] == [
        ("288.50", "Leukocytopenia", "Leukopenia"),
        ("V10.3", "History", "Hx"),
    ]
    assert titles[1].source.paragraph == 1


def test_a_title_may_have_letters_beyond_ascii() -> None:
    assert read_titles(given(long="38600 Ménière"))[0].long == "Ménière"


def test_before_fy2010_there_are_short_titles_only() -> None:
    assert [(title.long, title.short) for title in read_titles(given(short="0010  CHOLERA D/T VIB CHOLERAE "))] == [
        ("", "CHOLERA D/T VIB CHOLERAE")
    ]


def test_a_list_in_csv_has_both_titles() -> None:
    (title,) = read_titles(given(both='CODE,LONG,SHORT\n0019,"Cholera, unspecified",Cholera NOS\n'))
    assert (title.code, title.long, title.short) == ("001.9", "Cholera, unspecified", "Cholera NOS")
    with pytest.raises(Unreadable, match="line 2: is no code with two titles"):
        read_titles(given(both="CODE,LONG,SHORT\n0019,Cholera\n"))


@pytest.mark.parametrize(
    ("lists", "wrong"),
    [
        ({"long": ""}, "lists no codes"),
        ({"long": "Leukopenia"}, "line 1: is no code with a title"),
        ({"long": "28850 a\n288501 b"}, "line 2: is no code with a title"),
        ({"long": "28850 a\n28850 b"}, "line 2: lists 288.50 again"),
        ({"long": "28850 a", "short": "28851 b"}, "line 1: gives 288.51 a short title"),
    ],
)
def test_a_damaged_list_is_refused_with_its_line(lists: dict[str, str], wrong: str) -> None:
    with pytest.raises(Unreadable, match=wrong):
        read_titles(given(**lists))


@pytest.fixture(scope="module")
def edition(sources: Path) -> Edition:
    return whole_edition(sources)


@pytest.fixture(scope="module")
def titles(sources: Path) -> tuple[Title, ...]:
    with zipfile.ZipFile(sources / "cms" / "cms_v29.zip") as archive:
        return read_titles({role: (name, archive.read(name)) for role, name in LISTS.items()})


@pytest.mark.official
@pytest.mark.parametrize(("volume", "count"), [(Volume.DISEASES, 14567), (Volume.PROCEDURES, 3877)])
def test_the_valid_codes_of_the_tabular_are_exactly_those_of_cms(
    titles: tuple[Title, ...], edition: Edition, volume: Volume, count: int
) -> None:
    listed = [title.code for title in titles if title.volume is volume]
    valid = [node.code for node in edition.nodes if node.volume is volume and node.valid]
    assert len(listed) == len(set(listed)) == count
    assert sorted(valid) == sorted(listed)


@pytest.mark.official
def test_every_valid_code_has_a_long_and_a_short_title(edition: Edition) -> None:
    assert all(node.long_title and node.short_title for node in edition.nodes if node.valid)
    assert not any(node.long_title for node in edition.nodes if not node.valid)


@pytest.mark.official
def test_titles_differ_for_known_reasons(edition: Edition) -> None:
    known = {
        (Volume(volume), code)
        for volume, reasons in tomllib.loads(EXPLAINED.read_text(encoding="utf-8")).items()
        for codes in reasons.values()
        for code in codes
    }
    used = set()
    for difference in disagreements(edition.nodes):
        if difference.explanation is Explanation.NONE:
            node = difference.node
            reasons = {(volume, code) for volume, code in known if volume is node.volume and node.code.startswith(code)}
            assert reasons, f"{node.code}: {node.title!r} is not {node.long_title!r} ({sorted(difference.words)})"
            used |= reasons
    assert used == known, "no longer needed"


@pytest.mark.official
def test_most_printed_titles_are_fragments_that_need_the_titles_above(edition: Edition) -> None:
    kinds = Counter(difference.explanation for difference in disagreements(edition.nodes))
    assert kinds[Explanation.COMPOSED] > 8 * kinds[Explanation.LINKED]
    assert kinds[Explanation.NONE] < 0.015 * sum(node.valid for node in edition.nodes)
