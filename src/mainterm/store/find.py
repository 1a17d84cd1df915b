"""Search an edition's phrases: those with all the words first, then beginnings, near spellings, some of the words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mainterm.model.edition import Hit
from mainterm.model.words import stem, stems, telling, words
from mainterm.store.rows import Row, to_hit

Ask = Callable[..., list[Row]]

_SEARCH = """
select kind, key, text, codes, document, paragraph, -bm25(phrase_search)
from phrase_search join phrase on phrase.id = phrase_search.rowid
where phrase_search match ? order by bm25(phrase_search), phrase.id limit ?
"""
_EXISTS = "select 1 from phrase_search where phrase_search match ? limit 1"
_WITH = """
select text from phrase_search join phrase on phrase.id = phrase_search.rowid where phrase_search match ? and kind = ?
"""
_MOST = 50  # words of a query: more would overflow the stack of FTS5's parser
_WORDS = "select term from phrase_word where term >= ? and term < ?"


def find(ask: Ask, text: str, limit: int) -> tuple[Hit, ...]:
    """At most `limit` phrases with the words of `text`, best first; no later way of asking outscores an earlier."""
    found: dict[tuple[str, str, str], Hit] = {}
    least = float("inf")
    for query in _queries(ask, words(text)[:_MOST]):
        if len(found) >= limit:
            break
        for *place, score in ask(_SEARCH, query, 2 * limit):  # a line with modifiers has two phrases
            hit = to_hit((*place, round(min(score, least), 3)))
            found.setdefault((hit.kind, hit.key, hit.text), hit)
        least = min((hit.score for hit in found.values()), default=least)
    return tuple(found.values())[:limit]


def phrased(ask: Ask, text: str, kind: str, limit: int) -> tuple[Hit, ...]:
    """Among the `limit` best phrases with every word of `text` that carries meaning those of a kind, best first."""
    query = next(_queries(ask, _telling(text)), "")
    return tuple(hit for hit in map(to_hit, ask(_SEARCH, query, limit)) if hit.kind == kind) if query else ()


def rarest(text: str, uses: Callable[[str], int]) -> str:
    """The word of `text`, of those that carry meaning, whose stem is of fewest uses; "" where there is none."""
    return min(_telling(text), key=lambda word: uses(stem(word)), default="")


def stems_beside(ask: Ask, word: str, kind: str) -> tuple[frozenset[str], ...]:
    """The stems of each phrase of a kind that has this word."""
    return tuple(frozenset(stems(text)) for (text,) in ask(_WITH, f'"{word}"', kind))


def _telling(text: str) -> tuple[str, ...]:
    return tuple(telling(words(text)))[:_MOST]


def _queries(ask: Ask, asked: tuple[str, ...]) -> Iterator[str]:
    """FTS5 queries from the strictest to the loosest; a later one is made only if it is needed."""
    if not asked:
        return
    yield " ".join(f'"{word}"' for word in asked)
    yield " ".join(f'"{word}"*' for word in asked)
    spelt = [_as_spelt(ask, word) for word in asked]
    yield " ".join(f'"{word}"*' for word in spelt)
    yield " OR ".join(f'"{word}"*' for word in spelt)


def _as_spelt(ask: Ask, word: str) -> str:
    """The word itself where a phrase has it, else the most similar word of the edition with the same first letter."""
    if ask(_EXISTS, f'"{word}"*'):
        return word
    from difflib import get_close_matches  # slow to load, and seldom needed

    known = [row[0] for row in ask(_WORDS, word[0], word[0] + "\U0010ffff")]
    return next(iter(get_close_matches(stem(word), known, n=1, cutoff=0.75)), word)
