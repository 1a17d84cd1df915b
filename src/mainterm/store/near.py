"""Existing codes spelt much like one that does not exist: its headings first, then one digit changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mainterm.model.code import Volume
from mainterm.store.rows import Row

_LEAST = {Volume.DISEASES: 3, Volume.PROCEDURES: 2}


def codes_near(ask: Callable[..., list[Row]], code: str, volume: Volume, limit: int) -> tuple[str, ...]:
    """At most `limit` codes near `code`, nearest first."""
    found: dict[str, None] = {}
    for pattern in _patterns(code, volume):
        if len(found) >= limit:
            break
        sql = "select key from node where volume = ? and key glob ? and key <> ? limit ?"
        found.update((row[0], None) for row in ask(sql, volume, pattern, code, limit))
    return tuple(found)[:limit]


def _patterns(code: str, volume: Volume) -> Iterator[str]:
    """`288.59`: the headings 288.5 and 288; then 288.5?, 288.?9 and so on to the first digit."""
    if not code.replace(".", "").isalnum():
        return
    for end in range(len(code) - 1, _LEAST[volume] - 1, -1):
        if code[end - 1] != ".":
            yield code[:end]
    for at in range(len(code) - 1, -1, -1):
        if code[at].isdigit():
            yield f"{code[:at]}[0-9]{code[at + 1 :]}"
