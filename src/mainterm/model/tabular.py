"""The Tabular List: nodes from chapter to subclassification, their notes, and the boxes that supply digits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from mainterm.model.code import Volume
from mainterm.model.source import Source


class Level(StrEnum):
    """How deep a node stands. Volume 3 has two digits in a category, three and four below it.

    In ICD-10-CM what stands below a category is a SUBCATEGORY as long as it is divided further, and then a CODE.
    """

    CHAPTER = "chapter"
    SECTION = "section"
    CATEGORY = "category"
    SUBCATEGORY = "subcategory"
    SUBCLASSIFICATION = "subclassification"
    CODE = "code"


HEADS: Final = (Level.CHAPTER, Level.SECTION)
"""What stands above the categories and is named by a range of them."""


class NoteKind(StrEnum):
    """What a paragraph under a node says. INCLUSION is an inclusion term; the others open with their keyword.

    EXCLUDES is of ICD-9-CM; ICD-10-CM has EXCLUDES1 (not coded together) and EXCLUDES2 (not included here).
    """

    INCLUSION = "inclusion"
    INCLUDES = "includes"
    EXCLUDES = "excludes"
    EXCLUDES1 = "excludes1"
    EXCLUDES2 = "excludes2"
    USE_ADDITIONAL = "use_additional"
    CODE_FIRST = "code_first"
    CODE_ALSO = "code_also"
    REQUIRES = "requires"
    NOTE = "note"
    ADDITIONAL = "additional"
    OTHER = "other"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Note:
    """One paragraph of a note or one inclusion term.

    `head` is true where the paragraph opens the note with its keyword; the paragraphs of the same kind that follow
    continue it. `depth` is 0 for a head or line, 1 and 2 for the lists below a line that ends in a colon. `codes` are
    the codes and ranges that it names, as printed but dotted: `("280.0-280.9", "V10.3")`.
    """

    kind: NoteKind
    text: str
    head: bool = False
    depth: int = 0
    codes: tuple[str, ...] = ()
    source: Source = field(default=Source("", -1), compare=False)


@dataclass(frozen=True, slots=True)
class Digit:
    """A digit that a box supplies, with its meaning, its explanations and the notes that belong to it alone."""

    digit: str
    meaning: str
    notes: tuple[Note, ...] = ()
    source: Source = field(default=Source("", -1), compare=False)


@dataclass(frozen=True, slots=True)
class Box:
    """A digit box: `position` 4 or 5 (3 or 4 in Volume 3), the codes it is for, as printed, and its digits.

    In ICD-10-CM it is the definition of a 7th character, with its values: `position` is 7.
    """

    text: str
    position: int
    scope: tuple[str, ...]
    owner: str
    digits: tuple[Digit, ...]
    source: Source = field(default=Source("", -1), compare=False)


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the Tabular List, or a code that a box expands from one.

    `code` is dotted; a chapter's or section's is its range (`140-239`), unique together with `level`. `parent` is the
    key of the node above. `title` is as printed, which for a leaf is often a fragment (`Ovary`); for an expanded code
    it is the digit's meaning. `long_title` and `short_title` are those of CMS's list of valid codes, empty for
    headings. The `source` and `notes` of an expanded code are those of its digit, `box` is the head of the box. Where
    neither print nor a box makes a node (E849, which only its section's head names; 657.0, "Use 0 as fourth digit"),
    `printed` is false and `box` is nowhere.
    """

    code: str
    level: Level
    title: str
    parent: str = ""
    volume: Volume = Volume.DISEASES
    valid: bool = False
    printed: bool = True
    manifestation: bool = False
    bracket: str = ""
    long_title: str = ""
    short_title: str = ""
    notes: tuple[Note, ...] = ()
    source: Source = field(default=Source("", -1), compare=False)
    box: Source = field(default=Source("", -1), compare=False)

    @property
    def key(self) -> str:
        """What names the node within its volume: `288.5`, `section 280-289`, `chapter 280-289`."""
        return f"{self.level} {self.code}" if self.level in HEADS else self.code

    @property
    def display(self) -> str:
        """The title to show: CMS's full title where there is one, else the printed one."""
        return self.long_title or self.title


def full_title(node_title: str, long_title: str, above: Iterable[str]) -> str:
    """The title that can stand alone: CMS's, else the printed ones from the category down, `Pneumonia: Other`.

    `above` are the printed titles of the category and what is between it and the node. CMS's full titles begin with
    FY2009 and are of valid codes only.
    """
    return long_title or ": ".join((*above, node_title))
