"""Which codes belong together, and in what order: the Tabular's *code first* and *use additional code* notes."""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import lru_cache
from itertools import chain

from mainterm.model.code import Spans, Volume, category_of, spans_of, within, within_any
from mainterm.model.edition import Book
from mainterm.model.tabular import Level, Node, Note, NoteKind

ASKING = (NoteKind.CODE_FIRST, NoteKind.USE_ADDITIONAL)

_UNORDERED = "303"
"""Its note names whatever alcohol dependence is associated with, without saying which comes first (Dtab12.rtf)."""

SPOKEN_OF = (
    (NoteKind.USE_ADDITIONAL, "organism", ("041", "079")),
    (NoteKind.USE_ADDITIONAL, "presence of hypertension", ("401-405",)),
    (NoteKind.USE_ADDITIONAL, "bone condition", ("730",)),
    (NoteKind.CODE_FIRST, "malignan", ("140-209.3",)),
    (NoteKind.CODE_FIRST, "mental disorder", ("290-319",)),
)
"""What notes of a kind ask for by a word, whichever codes they name as examples (599.0), or none (430, 511.81)."""

OBSTETRIC = "630-679"
"""Chapter 11: complications of pregnancy, childbirth and the puerperium."""

_SPECIFYING = (("646.8", ("574-575",)), ("648.9", ("001-629", "680-739", "780-959")))
"""Codes of a pregnancy that no note has the conditions for, and those that say which it is: *pneumonia* is 648.9."""
_TOLD_BESIDE = (
    *(("765.2", "765.0-765.1", word) for word in ("premature", "preterm", "prematurity", "preemie")),  # (I.C.15.i)
    ("940-949", "958.3", "infected"),  # an infected burn (I.C.17.c.4)
    ("996.4", "V43.6", "prosthesis"),  # which joint's prosthesis it is
    ("996.4", "V43.6", "prosthetic"),
    ("996.66", "V43.6", "prosthesis"),
    ("996.66", "V43.6", "prosthetic"),
    ("038.0", "V09.8", "vancomycin"),  # which drug the organism resists
    ("041.04", "V09.8", "vancomycin"),
    ("288.0", "780.61", "fever"),
    ("294.11", "V40.31", "wandering"),
    ("348.31", "038", "sepsis"),  # what the encephalopathy is due to (I.C.1.b)
    ("348.31", "038", "septicemia"),
    ("651", "V91", "dichorionic"),  # how many placentae
    ("651", "V91", "monochorionic"),
    ("651", "V91", "monoamniotic"),
    ("651", "V91", "placenta"),
    ("707.2", "707.01-707.09", "stage"),  # where the pressure ulcer is of which this is the stage
    ("733.1", "733.0", "osteoporosis"),  # what has weakened the bone
    ("997.02", "434.9", "stroke"),  # which condition came after the operation (I.C.17.f.1.b)
    ("997.1", "427.5", "arrest"),
    ("997.1", "428", "failure"),
    ("997.1", "410", "infarction"),
    ("997.2", "451", "phlebitis"),
    ("997.2", "453", "thrombosis"),
    ("997.39", "511.9", "effusion"),
    ("997.39", "518.0", "atelectasis"),
    ("997.49", "560", "obstruction"),
    ("997.49", "578.9", "bleed"),
    ("997.49", "578.9", "hemorrhage"),
    ("997.5", "584.9", "acute"),
    ("997.5", "599.0", "infection"),
    ("997.5", "788.2", "retention"),
    ("997.5", "788.5", "oliguria"),
    ("996.64", "599.0", "tract"),  # which infection the catheter has led to
    ("996.64", "590", "pyelonephritis"),
    ("996.64", "595", "cystitis"),
)
"""What the same words tell besides, with one that they must have, where a note or a guideline asks for it."""

_EXTENT = (("940-947", "948"), ("765.0-765.1", "765.2"))
"""Burns of a specified site, and the category for how much of the body is burned (Dtab12.rtf ¶27769); a child born
before term, and the weeks of gestation (the notes at 765.0 and 765.1)."""

ORGANISMS = "041-079"
"""Codes for the organism of a condition, among others."""

OF_ORGANISMS = ("041", "079")
"""The categories for the organism of an infection that is classified elsewhere."""

_STATUS = ("V09-V19", "V42-V46", "V49.6-V49.8", "V58.6", "V85", "V88")
"""What an organism resists, what was, what runs in the family, what the patient has or lacks or takes: told beside
what is the matter now."""

_CLASSIFIABLE = "conditions classifiable to"
_TOGETHER = "with any condition classifiable to"
_ELSEWHERE = "in conditions classified elsewhere and"


def asks_for(book: Book, node: Node, code: str) -> NoteKind | None:
    """Whether a note at `node` or above it asks for `code`, and to stand before (CODE_FIRST) or after it.

    A range in which `node` itself lies says what the note is about, not what it asks for (*psychoses classifiable to*).
    """
    return next((kind for kind, spans in _asked(book, node.key, node.volume) if spans.covers(code)), None)


@lru_cache(maxsize=8_192)
def _asked(book: Book, key: str, volume: Volume) -> tuple[tuple[NoteKind, Spans], ...]:
    """What each note at a code or above it asks for; last what says which condition complicates a pregnancy."""
    node = book.node(key, volume)
    assert node is not None
    notes = (note for place in (node, *book.ancestors(node)) for note in place.notes if note.kind in ASKING)
    named = [(note.kind, tuple(span for span in _named(note) if not within(node.code, span))) for note in notes]
    named.append((NoteKind.USE_ADDITIONAL, classifiable(book, node)))
    return tuple((kind, spans_of(spans)) for kind, spans in named if spans)


def classifiable(book: Book, node: Node) -> tuple[str, ...]:
    """The codes that say which condition complicates a pregnancy: *Conditions classifiable to 280-285* (I.C.11.e)."""
    if not within(node.code, OBSTETRIC):
        return ()
    notes = [note for place in (node, *book.ancestors(node)) for note in place.notes]
    others = next((spans for code, spans in _SPECIFYING if within(node.code, code)), ())
    return (*(span for note in notes if _specifies(note) for span in note.codes), *others)


def excludes(book: Book, node: Node, code: str) -> Note | None:
    """The Excludes note at a code, or above it in its category, that names the other."""
    above = (place for place in book.ancestors(node) if place.level not in (Level.CHAPTER, Level.SECTION))
    notes = (note for place in (node, *above) for note in place.notes if note.kind is NoteKind.EXCLUDES)
    return next((n for n in notes if any(within(code, s) and not within(node.code, s) for s in n.codes)), None)


def combines(book: Book, node: Node, code: str) -> Note | None:
    """The Includes note by which a category is for one condition together with others, and the other code is one of
    these: 403 is for what is classifiable to 585 with what is classifiable to 401, and 404 for 402 with 403."""
    category = book.node(category_of(node.code), node.volume)
    for note in category.notes if category else ():
        if note.kind is NoteKind.INCLUDES and _TOGETHER in note.text:
            below = (book.node(named, node.volume) for named in note.codes)
            if within_any(code, note.codes) or any(combines(book, each, code) for each in below if each):
                return note
    return None


def told_beside(node: Node, said: Set[str]) -> tuple[str, ...]:
    """The codes to look for, in the words that gave a code, beside it."""
    return tuple(beside for code, beside, word in _TOLD_BESIDE if word in said and within(node.code, code))


def extent_of(node: Node) -> str:
    """The category that tells the extent beside a code; "" where there is none."""
    return next((extent for sites, extent in _EXTENT if within(node.code, sites)), "")


def is_extent_of(node: Node, other: Node) -> bool:
    """Whether a code tells the extent of another."""
    extent = extent_of(other)
    return bool(extent) and within(node.code, extent)


def _specifies(note: Note) -> bool:
    if note.kind is NoteKind.USE_ADDITIONAL:
        return True
    return note.kind is NoteKind.INCLUSION and _CLASSIFIABLE in note.text.lower()


def asks_for_cause(node: Node) -> bool:
    """Whether a guideline asks for the cause beside the code: secondary hypertension (I.C.7.a.7)."""
    return within(node.code, "405")


def _named(note: Note) -> tuple[str, ...]:
    """The codes that a note names, or that what it speaks of stands for."""
    spoken = (codes for kind, word, codes in SPOKEN_OF if note.kind is kind and word in note.text)
    return (*note.codes, *chain.from_iterable(spoken))


def in_sequence(book: Book, nodes: Sequence[Node], pairs: Set[tuple[str, str]] = frozenset()) -> tuple[Node, ...]:
    """`nodes` so ordered that what must be coded first is, and what is asked for as additional follows.

    `pairs` are codes of one line of the Index: one in brackets is always second (I.A.6), whatever a note says.
    Otherwise they keep their order, but that a code for the organism of a condition classified elsewhere (041, 079)
    and an external cause follow the conditions. Where two notes contradict each other, the one met first rules.
    """
    if len(nodes) < 2:
        return tuple(nodes)
    ordered: list[Node] = []
    for node in sorted(nodes, key=lambda node: _follows(book, node)):
        before = next((n for n, other in enumerate(ordered) if _before(book, node, other, pairs)), len(ordered))
        ordered.insert(before, node)
    return tuple(ordered)


def _follows(book: Book, node: Node) -> int:
    """How late a code stands: what is of another volume behind all diagnoses, an external cause last of these."""
    if node.volume is Volume.PROCEDURES:
        return 3
    if node.code.startswith("E"):
        return 2
    if within_any(node.code, _STATUS):
        return 1
    return int(any(_ELSEWHERE in place.title.lower() for place in (node, *book.ancestors(node))))


def _before(book: Book, node: Node, other: Node, pairs: Set[tuple[str, str]]) -> bool:
    """Whether `node` must stand before `other`."""
    if (other.code, node.code) in pairs:
        return False
    return (
        (node.code, other.code) in pairs
        or asks_for(book, other, node.code) is NoteKind.CODE_FIRST
        or is_extent_of(other, node)
        or (asks_for(book, node, other.code) is NoteKind.USE_ADDITIONAL and not within(node.code, _UNORDERED))
    )
