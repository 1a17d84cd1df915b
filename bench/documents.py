"""The documents of an edition as the reading benchmark takes them: one at a time, CMS's lists of titles as one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bench.ground import Ground
from mainterm.editions.declared import DeclaredDocument
from mainterm.fetch.folders import checked_bytes, find_file
from mainterm.read.archive import read_member
from mainterm.read.cms import read_titles
from mainterm.read.guidelines import read_guidelines
from mainterm.read.paragraphs import read_paragraphs

TITLES = "titles"


def kinds(ground: Ground) -> dict[str, str]:
    """What there is to read, by role, with the name to show."""
    shown = {d.role: d.name for d in ground.declared.documents if not d.role.startswith(TITLES)}
    lists = sum(d.role.startswith(TITLES) for d in ground.declared.documents)
    return shown | ({TITLES: f"titles ({lists} lists)"} if lists else {})


def prepared(ground: Ground, role: str) -> tuple[int, Callable[[], object]]:
    """How many bytes the document has, and how it is read from memory: books into paragraphs, the rest to the end."""
    found = {
        d.role: (d.name, _bytes(ground, d)) for d in ground.declared.documents if d.role == role or _is_list(d, role)
    }
    size = sum(len(data) for _, data in found.values())
    if role == TITLES:
        return size, partial(read_titles, found)
    name, data = found[role]
    return size, partial(read_guidelines if role == "guidelines" else read_paragraphs, data, name)


def _is_list(document: DeclaredDocument, role: str) -> bool:
    return role == TITLES and document.role.startswith(TITLES)


def _bytes(ground: Ground, document: DeclaredDocument) -> bytes:
    path = find_file(document.published, (ground.sources,))
    assert path is not None, "ground.sources has every document"
    data = checked_bytes(path, document.published)
    return read_member(data, document.member, path.name) if document.member else data
