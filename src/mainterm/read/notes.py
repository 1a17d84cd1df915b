"""Tells what a paragraph under a node says: its kind, whether it opens a note, its depth, the codes it names."""

from __future__ import annotations

import re
from typing import Final

from mainterm.model.code import Volume
from mainterm.model.source import Paragraph, Source
from mainterm.model.tabular import Note, NoteKind
from mainterm.read.code_text import codes_in

_OPENING: Final = (
    (re.compile(r"Includes:"), NoteKind.INCLUDES),
    (re.compile(r"Excludes(?![a-z])"), NoteKind.EXCLUDES),
    (re.compile(r"Use additional\b"), NoteKind.USE_ADDITIONAL),
    (re.compile(r"Code also"), NoteKind.CODE_ALSO),  # `Code alsoany` (Ptab12 ¶3308)
    (re.compile(r"Code first|Code, if applicable"), NoteKind.CODE_FIRST),  # `Code firstunderlying` (Dtab12 ¶9237)
    (re.compile(r"Requires\b"), NoteKind.REQUIRES),
    (re.compile(r"Note\b"), NoteKind.NOTE),
)
_STYLED: Final = {
    "Includes": NoteKind.INCLUDES,
    "Excludes": NoteKind.EXCLUDES,
    "CFST": NoteKind.CODE_FIRST,
    "Note": NoteKind.NOTE,
}
_EMPTY: Final = re.compile(r"(?:Includes|Excludes|Code also)\s*:*")
_INSTRUCTION: Final = re.compile(r"(?:Use|See|Fifth-digit)\b")
_DEPTH: Final = re.compile(r"list(\d)$")


def opening(paragraph: Paragraph) -> NoteKind | None:
    """The kind of note that the paragraph opens with its keyword, or None."""
    text = paragraph.text.lstrip()
    for keyword, kind in _OPENING:
        if keyword.match(text):
            return kind
    if paragraph.style.endswith("Includes head") and text.startswith("Includes"):
        return NoteKind.INCLUDES  # the colon is missing: Ptab12 ¶8546
    return None


def styled(paragraph: Paragraph, volume: Volume) -> NoteKind:
    """The kind of note that the paragraph's style speaks of."""
    words = paragraph.style.split()
    if len(words) > 1 and words[1] in _STYLED:
        return _STYLED[words[1]]
    if len(words) > 1 and words[1] == "Additional":  # Volume 3 sets the lists of Code also in it
        return NoteKind.USE_ADDITIONAL if volume is Volume.DISEASES else NoteKind.ADDITIONAL
    if words[0].endswith("digits") and len(words) == 2 and words[1].startswith(("line", "list")):
        return NoteKind.INCLUSION
    return NoteKind.TABLE if "table" in words[0] else NoteKind.OTHER


def misplaced(paragraph: Paragraph, kind: NoteKind, volume: Volume) -> bool:
    """Whether the paragraph opens a note of one kind in the style of another."""
    if kind in (NoteKind.CODE_ALSO, NoteKind.REQUIRES):  # they have no style of their own
        return False
    expected = NoteKind.ADDITIONAL if kind is NoteKind.USE_ADDITIONAL and volume is Volume.PROCEDURES else kind
    return styled(paragraph, volume) is not expected


def make_note(paragraph: Paragraph, kind: NoteKind, head: bool, document: str, volume: Volume) -> Note:
    """The note's record."""
    depth = _DEPTH.search(paragraph.style)
    text = paragraph.plain
    return Note(
        kind,
        text,
        head,
        int(depth[1]) if depth and not head else 0,
        codes_in(text, volume).codes,
        Source(document, paragraph.number),
    )


def explanation(paragraph: Paragraph, document: str, volume: Volume) -> Note:
    """A paragraph of a digit box that explains the digit above it: mostly an inclusion term."""
    kind = opening(paragraph)
    if kind is not None:
        return make_note(paragraph, kind, True, document, volume)
    said = styled(paragraph, volume)
    if said is NoteKind.TABLE:
        said = NoteKind.NOTE if _INSTRUCTION.match(paragraph.plain) else NoteKind.INCLUSION
    return make_note(paragraph, said, False, document, volume)


class NoteReader:
    """Reads the notes of one node in their order: what a paragraph continues, the notes before it decide."""

    def __init__(self, document: str, volume: Volume) -> None:
        self._document = document
        self._volume = volume
        self._open: NoteKind | None = None  # the kind of the last head
        self._as = NoteKind.OTHER  # the kind that the head's style speaks of
        self._empty = False  # the head has no item of its own: Dtab12 ¶13219

    def read(self, paragraph: Paragraph) -> Note:
        """The note of the paragraph."""
        kind = opening(paragraph)
        said = styled(paragraph, self._volume)
        if kind is not None:
            self._empty = _EMPTY.fullmatch(paragraph.plain) is not None
            self._open, self._as = kind, said
            return make_note(paragraph, kind, True, self._document, self._volume)
        if self._open and self._continues(paragraph, said):
            said = self._open
        else:
            self._open = None
        return make_note(paragraph, said, False, self._document, self._volume)

    def _continues(self, paragraph: Paragraph, said: NoteKind) -> bool:
        """Whether the paragraph continues the last head although its style may say otherwise.

        What continues a head in a wrong style is set in that wrong style as well (Ptab12 ¶10148). In the style of
        inclusion terms only a list does, for a line is an inclusion term again.
        """
        if self._open is NoteKind.REQUIRES:  # one sentence: what follows in its style is another (Dtab12 ¶19366)
            return False
        if said is NoteKind.INCLUSION:
            listed = self._as is NoteKind.INCLUSION and _DEPTH.search(paragraph.style) is not None
            return self._empty or listed
        return said is self._as
