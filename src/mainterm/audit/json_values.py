"""The objects of a JSON text of any length, one at a time: in lines, in a list, or one behind the other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import Any, Final, NamedTuple

from mainterm.audit.source import Source

_TOKEN: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\n"]')
_PIECE: Final = 1 << 16
_LONGEST: Final = 1 << 28
_LOOKED_AT: Final = 20


class Standing(Enum):
    """How a value stands in the text: by itself, within one that is not held whole, or at the end of such a one."""

    ALONE = auto()
    WITHIN = auto()
    END = auto()


class Value(NamedTuple):
    """A value, with the line on which it begins; `wrong` says why there is none."""

    line: int
    value: Any
    wrong: str = ""
    standing: Standing = Standing.ALONE


Opens = Callable[[str], bool]
"""Says of the beginning of an object, up to the first that is in it, whether those in it are to come one by one."""


def json_values(source: Source, opens: Opens = lambda _: False) -> Iterator[Value]:
    """The objects of the source. Where each is a line, a damaged one costs its own line and no more.

    Of one that `opens`, the objects in it come instead, and then an END; but for one that is a line.
    """
    if is_in_lines(source.head):
        return (_decoded(line, text) for line, text in source.lines())
    return _outermost(source, opens)


def is_in_lines(head: str) -> bool:
    """Whether this is the beginning of a text of which each line is an object."""
    lines = [line for line in head.split("\n") if line.strip()][:_LOOKED_AT]
    return any(line.startswith("{") and not _decoded(0, line).wrong for line in lines)


def _decoded(line: int, text: str) -> Value:
    try:
        return Value(line, json.loads(text))
    except RecursionError:
        return Value(line, None, "not JSON: it nests too deep")
    except ValueError as error:
        return Value(line, None, f"not JSON: {getattr(error, 'msg', error)}")


def _outermost(source: Source, opens: Opens) -> Iterator[Value]:
    """The outermost objects; what is between them is a list's brackets and commas, or damage.

    `level` is the depth at which objects are given: 1 within one that is open, where nothing else is looked at.
    """
    line, begun, depth, level, rest = 1, 1, 0, 0, ""
    parts: list[str] = []
    for piece in iter(lambda: source.text.read(_PIECE), ""):
        text = rest + piece
        start, end = 0, len(text)
        for token in _TOKEN.finditer(text):
            mark = token[0]
            if mark == "\n":
                line += 1
            elif mark == '"' and "\n" not in text[token.end() :]:
                end = token.start()  # a string that the piece cuts
                break
            elif mark == "{":
                if not depth:
                    yield from _between(line, text[start : token.start()])
                elif depth == 1 and not level and opens("".join(parts) + text[start : token.start()]):
                    level, parts = 1, []
                if depth == level:
                    begun, start = line, token.start()
                depth += 1
            elif mark == "}" and depth:
                depth -= 1
                if depth == level:
                    found = _decoded(begun, "".join(parts) + text[start : token.end()])
                    yield found._replace(standing=Standing.WITHIN) if level else found
                    start, parts = token.end(), []
                elif not depth:
                    yield Value(line, None, standing=Standing.END)
                    level, start = 0, token.end()
        if depth > level:
            parts.append(text[start:end])
            if sum(map(len, parts)) > _LONGEST:
                yield Value(begun, None, f"not JSON: no object ends within {_LONGEST:,} characters")
                return
        elif not depth:
            yield from _between(line, text[start:end])
        rest = text[end:]
    yield from _between(line, rest)
    if depth:
        yield Value(line if level else begun, None, "not JSON: the object does not end")


def _between(line: int, text: str) -> Iterator[Value]:
    stray = text.strip(" \t\r\n,[]")
    if stray:
        yield Value(line, None, f"not JSON: {stray[:40]!r} stands between the objects")
