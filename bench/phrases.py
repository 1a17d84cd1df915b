"""What the benchmarks ask: index lines as phrases, inclusion terms, titles, cases, and typing errors in them."""

from __future__ import annotations

import json
import random
import re
import sqlite3
import string
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mainterm.model.index import COLUMNS, Table
from mainterm.model.words import stems

SEED: Final = 2012
_ELSEWHERE: Final = re.compile(r"\([EV]?\d{2,3}[\d.,-]*\)$")
_ASIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_LONG_WORD: Final = re.compile(r"[A-Za-z]{6,}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the books, and the code that the books give for them."""

    text: str
    code: str


def index_lines(database: Path) -> list[Phrase]:
    """Each line of the Index to Diseases that has a code of its own: the heads from its main term down to it."""
    return [Phrase(words, json.loads(codes)[0]) for words, codes, cells, _ in _paths(database) if codes and not cells]


def table_rows(database: Path) -> list[Phrase]:
    """Each cell of the Hypertension and Neoplasm tables: its row's words and its column's name."""
    return [
        Phrase(f"{words} {column}", code)
        for words, _, cells, table in _paths(database)
        for column, code in zip(COLUMNS[Table(table)], json.loads(cells or "[]"), strict=False)
        if code not in ("", "-")
    ]


def _paths(database: Path) -> Iterator[tuple[str, str | None, str | None, str]]:
    heads: dict[int, str] = {}
    asked = "select id, parent, head, codes, cells, in_table from line where in_index = 'diseases' order by id"
    for id, parent, head, codes, cells, table in _rows(database, asked):
        heads[id] = f"{heads[parent]} {head}" if parent in heads else head
        yield heads[id], codes, cells, table


def inclusion_terms(database: Path) -> list[Phrase]:
    """The inclusion terms that the Tabular prints on a line of their own; not the E codes', whose Index is another.

    A term that names a code behind it, in parentheses, is a line of an Excludes note that stands apart from its head
    (275.4, Dtab12.rtf ¶5987), or what is coded first.
    """
    asked = """
        select note.text, code from note join node on node.id = note.node
        where kind = 'inclusion' and depth = 0 and note.text not like '%:'
        and volume = 'diseases' and printed = 1 and code not like 'E%' order by note.rowid
    """
    return [Phrase(text, code) for text, code in _rows(database, asked) if not _ELSEWHERE.search(text)]


def told_apart_terms(database: Path) -> list[Phrase]:
    """The inclusion terms, each in words that say which code is meant: its own, wherever they do.

    Where the Tabular prints the same words at another code too, or the Index has them for a line with another code, and
    the Index comes first, the term stands behind the titles over it and a colon, as the Tabular prints them.
    """
    terms = inclusion_terms(database)
    at: defaultdict[frozenset[str], set[str]] = defaultdict(set)
    for term in terms:
        for words in _wordings(term.text):
            at[words].add(term.code)
    for line in index_lines(database):
        at[frozenset(stems(line.text))].add(line.code)
    over = _titles_over(database)
    return [Phrase(f"{over[term.code]}: {term.text}", term.code) if _is_elsewhere(term, at) else term for term in terms]


def _wordings(text: str) -> set[frozenset[str]]:
    """The stems of a term, with what it has in parentheses or brackets and without."""
    return {words for each in (text, _ASIDE.sub(" ", text)) if (words := frozenset(stems(each)))}


def _is_elsewhere(term: Phrase, at: Mapping[frozenset[str], set[str]]) -> bool:
    """Whether its words stand at another code, which is neither above its own nor below it."""
    codes = {code for words in _wordings(term.text) for code in at[words]}
    return not all(code.startswith(term.code) or term.code.startswith(code) for code in codes)


def _titles_over(database: Path) -> dict[str, str]:
    """The titles of each code and of those above it, the category's first."""
    over: dict[str, str] = {}
    asked = "select code, parent, title from node where volume = 'diseases' and level not in ('chapter', 'section')"
    for code, parent, title in _rows(database, f"{asked} order by id"):
        over[code] = f"{over[parent]}, {title}" if parent in over else title
    return over


def titles(database: Path) -> list[Phrase]:
    """CMS's long titles of the valid disease codes."""
    asked = "select long, code from title where volume = 'diseases' order by code"
    return [Phrase(title, code) for title, code in _rows(database, asked)]


def _rows(database: Path, asked: str) -> list[Any]:
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(asked).fetchall()


def case_statements(cases: Path) -> list[str]:
    """The statements of the worked cases, in their order."""
    return [json.loads(line)["statement"] for line in cases.read_text("utf-8").splitlines() if line.strip()]


def some(phrases: Sequence[Phrase], number: int | None) -> list[Phrase]:
    """`number` of them, always the same ones; all where it is None."""
    if number is None or number >= len(phrases):
        return list(phrases)
    return random.Random(SEED).sample(phrases, number)


def mistyped(phrase: Phrase) -> Phrase | None:
    """The phrase with one typing error in a word of more than five letters; None where it has no such word.

    A letter is left out, doubled by a wrong one, replaced, or swapped with the next; always the same for one phrase.
    """
    chance = random.Random(f"{SEED} {phrase.text}")
    found = list(_LONG_WORD.finditer(phrase.text))
    if not found:
        return None
    word = chance.choice(found)
    spelt = word[0]
    while spelt.lower() == word[0].lower():
        spelt = _slip(word[0], chance)
    return Phrase(phrase.text[: word.start()] + spelt + phrase.text[word.end() :], phrase.code)


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    letter = chance.choice(string.ascii_lowercase)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        )
    )
