"""What pages of HTML have in common: one file that needs nothing else, its style, and cards of figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files


def framed(title: str, line: str, body: Iterable[str], script: str = "") -> Iterator[str]:
    """The page, part by part; `line` stands under its title."""
    style = files("mainterm.audit").joinpath("page.css").read_text(encoding="utf-8")
    yield f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<style>\n{style}</style></head>\n<body>\n<header><h1>{escape(title)}</h1>\n"
    yield f"<p>{escape(line)}</p></header>\n<main>\n"
    yield from body
    yield f"</main>\n{f'<script>{script}</script>' if script else ''}</body></html>\n"


def cards(shown: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """A card each: a number, what it is of, and more in small print."""
    yield '<section class="cards">'
    for number, what, more in shown:
        yield f'<div class="card"><b>{number}</b><span>{what}</span><small>{more}</small></div>'
    yield "</section>\n"


def key(kind: str) -> str:
    """The name of a kind on its colour."""
    return f'<span class="key {kind}">{kind}</span>'
