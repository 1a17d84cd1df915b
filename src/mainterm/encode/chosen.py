"""The codes chosen for a statement, each once, in their sequence, with the finding that gave each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from mainterm.encode.companions import asks_for, excludes, in_sequence
from mainterm.encode.landing import Finding
from mainterm.encode.precedence import takes_precedence
from mainterm.encode.settle import Settled
from mainterm.encode.weight import meaningful_stems
from mainterm.model.answer import Role
from mainterm.model.code import category_of, within, within_any
from mainterm.model.edition import Book
from mainterm.model.index import Index
from mainterm.model.proof import StepKind
from mainterm.model.source import Source
from mainterm.model.tabular import Node, NoteKind
from mainterm.model.words import stems, words

_SUPERFICIAL: Final = "910-919"
_SEVERE: Final = ("800-829", "870-897")
_INTERNAL: Final = "860-869"
_ANY_ORGAN: Final = frozenset({"868.00", "868.10"})
_ABDOMINAL: Final = "863-868"
_WALL: Final = ("875-876", "879.2-879.7")
"""Open wounds of the trunk."""
_WOUNDS_OF_BONES: Final = (("880-887", "810-819"), ("890-897", "820-829"))
"""Open wounds of a limb, and its fractures."""
_SHOT: Final = frozenset({"bullet", "gsw", "gunshot", "shot", "shotgun"})
_SUPERVISION: Final = "V23"
_OF_HURT: Final = ("719.0", "719.4", "729.5", "729.81", "782.3")
_HURTS: Final = ("681-682", "810-848", "910-929", "989.5")
"""Swellings and pains, and what they are a part of."""
_SIDES: Final = frozenset({"left", "right"})

_DISEASES: Final = ("001-136", "240-629", "680-779")
"""Diseases of which the last code of a category is for what none of the others says."""
_SIGNS: Final = "780-789"
_LEAST_DIGITS: Final = len("614.9")
_UNCOMPLICATED: Final = "without mention of complication"
_OPEN: Final = frozenset({"unspecified", "other", "without"})


class Passage(NamedTuple):
    """A paragraph of the guidelines that was obeyed, its section; where the statement calls it, on which stems.

    Or, as a note, the inclusion term that the statement is; `answered` the titles under which the coder has chosen it.
    """

    section: str
    source: Source
    text: str
    span: tuple[int, int]
    trigger: frozenset[str]
    kind: StepKind = StepKind.GUIDELINE
    answered: str = ""


class Chosen(NamedTuple):
    """A valid code of the answer: the finding that gave it, what the Tabular made of it, and the guidelines obeyed."""

    node: Node
    finding: Finding
    settled: Settled
    role: Role
    passages: tuple[Passage, ...] = ()

    @property
    def span(self) -> tuple[int, int]:
        """Where in the statement the words stand on which it is chosen."""
        spans = (self.finding.span, *self.finding.elsewhere, *(passage.span for passage in self.passages))
        return min(start for start, _ in spans), max(end for _, end in spans)


def chosen_codes(book: Book, findings: Sequence[Finding]) -> tuple[Chosen, ...]:
    """The valid codes of the findings, each once, sequenced by the Tabular's notes."""
    found: dict[str, Chosen] = {}
    for finding in findings:
        for number, settled in enumerate(finding.settled):
            if settled.node is not None and settled.node.valid:
                role = _role(finding, settled.node, number)
                found.setdefault(settled.node.code, Chosen(settled.node, finding, settled, role))
    if len(found) < 2:
        return tuple(found.values())
    kept = (one for one in found.values() if not any(given_up(one, found) for given_up in _GIVEN_UP))
    weighed = (_is_told_more_fully, _is_any_of_its_category, _is_sign_of_another)
    return in_order(book, tuple(one for one in kept if not any(known(book, one, found) for known in weighed)))


def _is_any_of_its_category(book: Book, one: Chosen, found: Mapping[str, Chosen]) -> bool:
    """Whether a disease is coded as no more than its category says, or without the complication that another code of
    the category is: *shingles with postherpetic neuralgia*, *pelvic inflammatory disease with tubo-ovarian abscess*."""
    code, title = one.node.code, one.node.title.lower()
    open_one = within_any(code, _DISEASES) and code.endswith(".9") and len(code) == _LEAST_DIGITS
    if not open_one or "other" in words(title) or not (_UNCOMPLICATED in title or "unspecified" in words(title)):
        return False
    category = book.ancestors(one.node)[-1]
    beside = [other for other in found.values() if category_of(other.node.code) == category.code]
    if "other" in words(category.title.lower())[:1]:
        own = one.finding.placed
        return any(own < other.finding.placed for other in beside)
    return any(_OPEN.isdisjoint(words(other.node.title.lower())) for other in beside)


def _is_for_the_outcome(one: Chosen, found: Mapping[str, Chosen]) -> bool:
    """Whether a visit for the pregnancy (V23) is coded, and this is what its outcome would be managed for."""
    return any(within(other, _SUPERVISION) and takes_precedence(other, one.node.code) for other in found)


def _is_sign_of_another(book: Book, one: Chosen, found: Mapping[str, Chosen]) -> bool:
    """Whether a symptom's Excludes note sends to a disease that is chosen too: *irritable bowel with diarrhea*."""
    if not within(one.node.code, _SIGNS):
        return False
    others = (other.node.code for other in found.values() if within_any(other.node.code, _DISEASES))
    return any(excludes(book, one.node, code) for code in others)


def _is_told_more_fully(book: Book, one: Chosen, found: Mapping[str, Chosen]) -> bool:
    """Whether a manifestation stands in the line of its cause for words that another code, which that cause asks for as
    well, has and more: *end stage renal disease due to diabetes* is 585.6, and no nephritis [583.81] besides."""
    if one.role is not Role.MANIFESTATION:
        return False
    cause, own = one.finding.nodes[0], meaningful_stems(one.finding.way.used)
    named = own & frozenset(stems(one.node.display))
    others = (other for other in found.values() if other.finding is not one.finding)
    return any(
        asks_for(book, cause, other.node.code) is NoteKind.USE_ADDITIONAL
        and len(own & other.finding.placed) > 1
        and named <= other.finding.placed
        and meaningful_stems(other.finding.way.used) - own
        for other in others
    )


def _is_superficial(one: Chosen, found: Mapping[str, Chosen]) -> bool:
    """Whether a superficial injury is at the site of a more severe one, by the same word for it (I.C.17.a.1)."""
    if not within(one.node.code, _SUPERFICIAL):
        return False
    severe = (other for other in found.values() if within_any(other.node.code, _SEVERE))
    own = meaningful_stems(one.finding.way.used) - one.finding.way.moves[0].used
    return any(own & other.finding.way.used and not _sides(one) ^ _sides(other) for other in severe)


def _is_way_in(one: Chosen, found: Mapping[str, Chosen]) -> bool:
    """Whether an open wound of the trunk is that of an organ's injury, which is coded *with open wound*; or a shot in a
    limb that of its open fracture."""
    if one.finding.placed & _SHOT and any(_is_open_there(one.node, other.node) for other in found.values()):
        return True
    organs = (other.node for other in found.values() if within(other.node.code, _INTERNAL))
    return within_any(one.node.code, _WALL) and any("with open wound" in organ.display.lower() for organ in organs)


def _is_of_the_hurt(one: Chosen, found: Mapping[str, Chosen]) -> bool:
    """Whether it is a swelling or a pain where an injury or a cellulitis is, of which it is a part (I.B.7)."""
    if not within_any(one.node.code, _OF_HURT):
        return False
    own = meaningful_stems(one.finding.way.used) - one.finding.way.moves[0].used
    hurts = (other.finding for other in found.values() if within_any(other.node.code, _HURTS))
    return any(own <= hurt.placed for hurt in hurts)


def _is_open_there(wound: Node, fracture: Node) -> bool:
    """Whether a fracture is an open one of the limb in which the wound is."""
    limbs = (within(wound.code, skin) and within(fracture.code, bone) for skin, bone in _WOUNDS_OF_BONES)
    return any(limbs) and "open" in words(fracture.display.lower())


def _is_of_any_organ(one: Chosen, found: Mapping[str, Chosen]) -> bool:
    """Whether it is an injury of an organ of the abdomen that is not named, beside one that is."""
    named = (other for other in found if within(other, _ABDOMINAL) and other not in _ANY_ORGAN)
    return one.node.code in _ANY_ORGAN and any(named)


def _sides(one: Chosen) -> frozenset[str]:
    """The sides of the body that the words have on which a code is chosen."""
    return one.finding.said & _SIDES


def _is_unspecified_beside(one: Chosen, found: Mapping[str, Chosen]) -> bool:
    """Whether a code leaves open what another, which is chosen too, does say: a box's digit (a newborn's weight), or a
    manifestation (*diabetic ulcer* [707.9], of the heel 707.14)."""
    node = one.node
    if "unspecified" not in words(node.title):
        return False
    if one.role is Role.MANIFESTATION:
        return any(code != node.code and category_of(code) == category_of(node.code) for code in found)
    return bool(node.box.document) and any(code != node.code and code[:-1] == node.code[:-1] for code in found)


_GIVEN_UP: Final = (
    _is_unspecified_beside,
    _is_superficial,
    _is_way_in,
    _is_of_any_organ,
    _is_for_the_outcome,
    _is_of_the_hurt,
)


def in_order(book: Book, chosen: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """The codes sequenced by the Tabular's notes."""
    found = {one.node.code: one for one in chosen}
    pairs = {(one.finding.nodes[0].code, second.code) for one in chosen for second in one.finding.nodes[1:]}
    return tuple(found[node.code] for node in in_sequence(book, [one.node for one in found.values()], pairs))


def _role(finding: Finding, node: Node, number: int) -> Role:
    index = finding.way.last.line.index
    if index is Index.EXTERNAL or (index is Index.DRUGS and node.code.startswith("E")):
        return Role.EXTERNAL_CAUSE
    if index is Index.PROCEDURES:
        return Role.PROCEDURE
    return Role.MANIFESTATION if number else Role.DIAGNOSIS
