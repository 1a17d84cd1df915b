"""What the TOML of each year declares, and that the official documents are what it says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from mainterm.editions.declared import (
    DeclaredEdition,
    UnknownEdition,
    census_differences,
    declared_edition,
    declared_editions,
)
from mainterm.fetch.folders import checked_bytes, find_file
from mainterm.read.archive import read_member

ROLES = {
    *("tabular.diseases", "tabular.procedures"),
    *("index.diseases", "index.external", "index.drugs", "index.procedures"),
    *("appendix.morphology", "appendix.drug-classes", "appendix.industrial", "appendix.categories"),
}
TITLES = {
    2006: {"titles.diseases.short", "titles.procedures.short"},
    2010: {"titles.diseases.both", "titles.procedures.both"},
    2011: {f"titles.{volume}.{length}" for volume in ("diseases", "procedures") for length in ("long", "short")},
}
"""The lists that CMS published from this year on: none before."""
EDITS = {2010: {"edits", "poa-exempt"}}
"""The lists of what a payer edits that are at hand from this year on."""


@pytest.fixture(params=declared_editions())
def edition(request: pytest.FixtureRequest) -> DeclaredEdition:
    return declared_edition(request.param)


def _since(lists: dict[int, set[str]], year: int) -> set[str]:
    """What was published for a year."""
    return next((lists[first] for first in sorted(lists, reverse=True) if first <= year), set())


def test_a_year_declares_each_role_once(edition: DeclaredEdition) -> None:
    roles = [document.role for document in edition.documents]
    lists = _since(TITLES, edition.year) | _since(EDITS, edition.year)
    one = {"index.external"} if edition.year == 1998 else set()  # it stands in the document of the Index to Diseases
    assert {role for role in roles if role != "guidelines"} == (ROLES | lists) - one
    assert ("guidelines" in roles) == (edition.year not in range(2003, 2012))  # CDC published none with those books
    assert len(roles) == len(set(roles))


def test_every_file_has_a_secure_address_a_hash_and_a_size(edition: DeclaredEdition) -> None:
    for file in edition.files:
        assert file.url.startswith("https://")
        assert len(bytes.fromhex(file.sha256)) == 32
        assert 0 < file.bytes < 64_000_000


def test_citations_can_tell_all_documents_apart(edition: DeclaredEdition) -> None:
    names = [document.name for document in edition.documents]
    assert len(names) == len(set(names))


def test_an_edition_takes_effect_on_the_first_of_october_before(edition: DeclaredEdition) -> None:
    assert edition.effective == f"{edition.year - 1}-10-01"
    assert edition.name == str(edition.year)


def test_every_year_but_fy2000_is_declared_and_those_without_books_say_whose_text_they_have() -> None:
    assert declared_editions() == ("1998", "1999", *map(str, range(2001, 2016)))
    assert [year for year in range(2001, 2016) if "text of FY2012" in declared_edition(str(year)).title] == [
        2013,
        2014,
        2015,
    ]


def test_fy2012_is_2012() -> None:
    assert declared_edition("FY2012") == declared_edition(" 2012 ")


@pytest.mark.parametrize("name", ["1066", "", "../2012", "2012.toml"])
def test_an_unknown_year_is_refused_with_those_that_are_known(name: str) -> None:
    with pytest.raises(UnknownEdition, match=r"known are .*2012"):
        declared_edition(name)


def test_the_hash_of_an_edition_can_be_had_with_the_usual_tools() -> None:
    """sort | sha256sum over the sums of its books; a payer's lists leave it, and so every proof, as it is."""
    edition = declared_edition("2012")
    assert len(edition.files) == 11
    assert len(edition.books) == 9
    lines = sorted(f"{file.sha256}\n" for file in edition.books)
    assert edition.hash == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_a_census_is_compared_key_by_key_and_more_keys_do_not_matter() -> None:
    declared = {"index": {"lines": 3, "by_level": {"0": 1, "1": 2}, "absent": []}}
    same = {"index": {"lines": 3, "by_level": {"0": 1, "1": 2}, "absent": (), "boxes": 9}, "notes": {}}
    assert census_differences(declared, same) == ()
    other = {"index": {"lines": 4, "by_level": {"0": 1}, "absent": ("x",)}}
    assert census_differences(declared, other) == (
        ("index > lines", 3, 4),
        ("index > by_level > 1", 2, None),
        ("index > absent", [], ["x"]),
    )
    assert census_differences(declared, {}) == (("index", declared["index"], None),)


@pytest.mark.official
def test_the_official_documents_are_those_declared(edition: DeclaredEdition, sources: Path) -> None:
    for document in edition.documents:
        path = find_file(document.published, [sources])
        assert path is not None, document.file
        data = checked_bytes(path, document.published)
        if document.member:
            assert read_member(data, document.member, document.file)
