"""Look a section of the Official Guidelines up by its id, with what is above and below it."""

from __future__ import annotations

from dataclasses import dataclass

from mainterm.model.edition import Book, Section
from mainterm.model.source import Source


@dataclass(frozen=True, slots=True)
class SectionHead:
    """A section of the guidelines in short, with its page, 0 where they have none."""

    id: str
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class GuidelinePage:
    """A section of the guidelines with its text, the sections above it, and those right below it."""

    edition: str
    id: str
    title: str
    page: int
    text: str
    source: Source
    above: tuple[SectionHead, ...]
    below: tuple[SectionHead, ...]


def look_up_section(book: Book, id: str) -> GuidelinePage | None:
    """A section of the guidelines by its id, capitals aside; a heading of Appendix I also as it is cited."""
    id = id.replace("Appendix I, ", "Appendix I.", 1)
    sections = {section.id: section for section in book.sections()}
    section = sections.get(id) or next((s for s in sections.values() if s.id.lower() == id.strip(". ").lower()), None)
    if section is None:
        return None
    above: list[Section] = []
    parent = sections.get(section.parent)
    while parent:
        above.insert(0, parent)
        parent = sections.get(parent.parent)
    children = (s for s in sections.values() if s.parent == section.id)
    return GuidelinePage(
        edition=book.manifest.name,
        id=section.id,
        title=section.title,
        page=section.page,
        text=section.text,
        source=section.source,
        above=tuple(map(_section_head, above)),
        below=tuple(map(_section_head, children)),
    )


def outline(book: Book) -> tuple[SectionHead, ...]:
    """All sections of the guidelines, in their order."""
    return tuple(map(_section_head, book.sections()))


def sections_near(book: Book, id: str, limit: int = 5) -> tuple[str, ...]:
    """Ids of sections near an id that does not exist: the section above it, then those spelt alike."""
    from difflib import get_close_matches  # slow to load, and seldom needed

    ids = {section.id.lower(): section.id for section in book.sections()}
    parts = id.lower().split(".")
    above = [".".join(parts[:end]) for end in range(len(parts) - 1, 0, -1)]
    nearest = [*(a for a in above if a in ids), *get_close_matches(id.lower(), ids, n=limit)]
    return tuple(dict.fromkeys(ids[one] for one in nearest))[:limit]


def _section_head(section: Section) -> SectionHead:
    return SectionHead(section.id, section.title, section.page)
