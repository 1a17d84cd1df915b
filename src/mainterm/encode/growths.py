"""Where a growth began and where it has spread: each site that a statement names becomes a condition of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from mainterm.encode.lexicon import Lexicon
from mainterm.encode.likes import likes
from mainterm.encode.outline import Outline
from mainterm.encode.segments import Link, Segment
from mainterm.encode.walk import ways
from mainterm.encode.weight import meaningful, meaningful_stems
from mainterm.model.edition import Book
from mainterm.model.index import Index, Table
from mainterm.model.words import stem

SPREAD: Final = frozenset("metastatic metastasis metastase metastasized metastasize".split())
"""Stems that speak of a growth that has spread (I.C.2.b, I.C.2.d)."""

_GROWTHS: Final = frozenset("cancer malignancy malignant neoplasm tumor tumour".split())
_LOOSE: Final = frozenset("disease deposit lesion involvement widely widespread multiple diffuse site".split())
_PRIMARY: Final = frozenset("primary site".split())
"""What is said of where a growth began: *primary tongue*."""
_LEADING: Final = frozenset("to into".split())

_USUALLY_SECONDARY: Final = frozenset(
    "bone brain diaphragm heart liver lymph mediastinum meninge peritoneum pleura retroperitoneum spinal spine".split()
)
"""Sites to which growths spread: *metastatic liver cancer* has spread there. Elsewhere it is where the growth began."""

IsSite = Callable[[frozenset[str]], bool]


class _Host(NamedTuple):
    """The words that say that a growth has spread, and what growth, for the sites that follow; and where they stand."""

    spread: str
    growth: tuple[str, ...]
    start: int


def with_growths_apart(
    book: Book, outline: Outline, lexicon: Lexicon, segments: tuple[Segment, ...], text: str
) -> tuple[Segment, ...]:
    """The segments with each site of a growth that has spread by itself, and with the words that say so.

    *Breast cancer metastatic to the liver*: breast cancer; metastatic cancer, liver.
    """
    if not any(segment.stems & SPREAD for segment in segments):
        return segments

    def is_site(said: frozenset[str]) -> bool:
        walked = said | {"neoplasm"} | likes([said], lexicon).more_for(said)
        found = ways(book, outline, walked, Index.DISEASES)
        rows = (way for way in found if way.last.line.table is Table.NEOPLASM and way.last.line.cells)
        return any(not meaningful_stems(said - likes([said], lexicon).said_for(way.placed)) for way in rows)

    return tuple(_apart(segments, is_site, text))


def _apart(segments: Sequence[Segment], is_site: IsSite, text: str) -> Iterator[Segment]:
    host: _Host | None = None
    before: Segment | None = None
    for number, segment in enumerate(segments):
        if segment.stems & SPREAD and not segment.denied:
            elsewhere = any(other.stems & SPREAD for other in (*segments[:number], *segments[number + 1 :]))
            host = _host(segment, before)
            yield from (segment,) if _leads_on(segments, number) else _of_spread(segment, host, elsewhere, text)
        elif host and host.growth and _PRIMARY & segment.stems and is_site(segment.stems - _PRIMARY):
            yield _origin(segment, host)
        elif host and _is_bare(segment, host, segments[number - 1]) and is_site(segment.stems):
            yield _origin(segment, host) if segment.link is Link.DUE else _made(segment, host, segment.words)
        elif _is_listed_before_spread(segments, number) and is_site(segment.stems):
            behind = next(s for s in segments[number + 1 :] if s.stems & SPREAD)
            yield replace(segment, words=(*segment.words, *_spreading(behind)), end=behind.end)
        else:
            host = None
            yield segment
        before = segment


def _host(segment: Segment, before: Segment | None) -> _Host:
    spread = next(word for word in segment.words if stem(word) in SPREAD)
    growth = tuple(word for word in segment.words if is_growth(word))
    if not growth and before is not None and segment.link is not Link.STOP:
        growth = tuple(word for word in before.words if is_growth(word))
        return _Host(spread, growth, before.start if growth else segment.start)
    return _Host(spread, growth, segment.start)


def _of_spread(segment: Segment, host: _Host, elsewhere: bool, text: str) -> Iterator[Segment]:
    """What the segment itself names: where the growth began, where it has spread to, or one of the two."""
    said = segment.words
    at = next(n for n, word in enumerate(said) if stem(word) in SPREAD)
    to = next((n for n in range(at, len(said)) if said[n] in _LEADING), None)
    head = tuple(word for word in said[:to] if stem(word) not in SPREAD | _LOOSE)
    if to is None and not (_begins(head) and at < _first_growth(said)):
        yield segment
        return
    here = frozenset(map(stem, head))
    if to is None and here & _USUALLY_SECONDARY and not elsewhere:
        yield segment
        return
    first = _begins(head)
    if first:
        start, end = _where(segment, head, text)
        yield replace(segment, words=head, start=start, end=end)
    apart = replace(segment, link=Link.STOP if first else segment.link)
    if to is not None and meaningful(said[to + 1 :]):
        yield _made(apart, host, said[to + 1 :])
    elif not elsewhere:
        yield replace(apart, words=(host.spread, *host.growth))


def _where(segment: Segment, head: Sequence[str], text: str) -> tuple[int, int]:
    """Where in the text these words of a segment stand, if they do together; otherwise where the segment does."""
    found = re.search(r"\W+".join(map(re.escape, head)), text[segment.start : segment.end].lower())
    return (segment.start + found.start(), segment.start + found.end()) if found else (segment.start, segment.end)


def _begins(head: Sequence[str]) -> bool:
    """Whether the words name a growth and where it is."""
    return any(map(is_growth, head)) and any(not is_growth(word) for word in meaningful(map(stem, head)))


def _first_growth(said: Sequence[str]) -> int:
    return next((n for n, word in enumerate(said) if is_growth(word)), -1)


def _made(segment: Segment, host: _Host, site: Sequence[str]) -> Segment:
    """A site with the words for what there is: a growth that has spread, and that is no part of another condition."""
    start = min(host.start, segment.start)
    link = segment.link if segment.link is Link.DUE else Link.STOP
    return replace(segment, link=link, words=(host.spread, *host.growth, *site), start=start)


def _origin(segment: Segment, host: _Host) -> Segment:
    """A site with the words for the growth that began there, and that is no part of where it has spread to."""
    start = min(host.start, segment.start)
    return replace(segment, link=Link.STOP, words=(*segment.words, *host.growth), start=start)


def _is_bare(segment: Segment, host: _Host, before: Segment) -> bool:
    """Whether a segment may be no more than a site of what was said before it."""
    if segment.denied or any(map(is_growth, segment.words)):
        return False
    if segment.link is Link.DUE:
        return bool(host.growth)
    alone = before.stems & SPREAD and not meaningful_stems(before.stems - SPREAD - _LOOSE)
    return segment.link in (Link.AND, Link.COMMA) or (segment.link is Link.WITH and bool(alone))


def _leads_on(segments: Sequence[Segment], number: int) -> bool:
    """Whether the site that the growth came from follows: *metastatic carcinoma of the brain from the lung*."""
    return any(segment.link is Link.DUE for segment in segments[number + 1 : number + 2])


def _is_listed_before_spread(segments: Sequence[Segment], number: int) -> bool:
    """Whether a list goes on from here to words for a spread that end it: *liver and bone metastases*."""
    segment = segments[number]
    if segment.denied or any(map(is_growth, segment.words)):
        return False
    for behind in segments[number + 1 :]:
        if behind.link not in (Link.AND, Link.COMMA) or behind.denied or any(map(is_growth, behind.words)):
            return False
        if behind.stems & SPREAD:
            return bool(behind.words) and stem(behind.words[-1]) in SPREAD and len(behind.words) > 1
    return False


def _spreading(segment: Segment) -> tuple[str, ...]:
    return tuple(word for word in segment.words if stem(word) in SPREAD)


def is_growth(word: str) -> bool:
    """Whether a word names a growth, whatever else it says of it: *cancer*, *adenocarcinoma*, *lymphoma*."""
    return stem(word) in _GROWTHS or stem(word).endswith("oma")
