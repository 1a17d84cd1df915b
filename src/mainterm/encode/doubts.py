"""What speaks against an answer whose words all have a place: a code by itself, or two that the books hold apart.

A coder who gets two codes from one statement asks whether the one is not part of the other; so do we.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Final, NamedTuple

from mainterm.encode.chosen import Chosen
from mainterm.encode.companions import OBSTETRIC, asks_for, combines, excludes
from mainterm.encode.doubts_alone import CLAUSE_END, LATE_EFFECTS, RESIDUAL, against_each
from mainterm.encode.obey import links
from mainterm.encode.page import Entry
from mainterm.encode.segments import Link
from mainterm.encode.shared import ACUITY
from mainterm.encode.statement import Statement
from mainterm.encode.weight import meaningful_stems
from mainterm.model.answer import CONFLICT, Remark
from mainterm.model.code import Volume, category_of, within, within_any
from mainterm.model.edition import Book
from mainterm.model.index import Index
from mainterm.model.source import Source
from mainterm.model.tabular import Node
from mainterm.model.terms import demands
from mainterm.model.words import stems, words

_OF_SITES: Final = ("401-405", "800-999")
"""Their Excludes notes hold one site or kind apart from another: a patient may well have both."""
_NAMED_AFTER: Final = (("271.4", "580-593"),)
"""Codes of conditions that are named after an organ, and where another disease of it may have lent the word: *renal
diabetes*, and *diabetes with renal failure*."""
_UNSTATED: Final = (
    ("486", "112-117"), ("486", "480-484"), ("486", "487-488"),
    ("239", "140-238"), ("593.9", "585"),
    ("294.2", "290"), ("424.9", "041"), ("294.2", "331.0-331.2"), ("294.2", "331.82"), ("294.2", "332-333"),
    ("038.9", "041"), ("038.9", "481-482"), ("786.5", "733.6"),
    ("719.4", "711"), ("719.4", "714-716"), ("719.4", "274.0"), ("707.15", "707.14"),
    ("572.2", "070"), ("995.3", "001-779"), ("658.1", "658.2"),
)  # fmt: skip
"""Codes for a condition of no stated organism or behavior, a dementia of no stated cause, a pain, a foot, a rupture
of membranes of no stated delay; and those that state it or have it in them."""
_JOINED: Final = (
    ("277.00", "460-519", "277.02"), ("277.00", "520-579", "277.03"),
    ("280.9", "626.2", "280.0"), ("280.9", "626.6", "280.0"), ("280.9", "627.0-627.1", "280.0"),
    ("285.9", "626.2", "280.0"), ("285.9", "626.6", "280.0"), ("285.9", "627.0-627.1", "280.0"),
)  # fmt: skip
"""Cystic fibrosis and the diseases of what it harms, an anemia and the bleeding that it is due to, and the code with
these."""
_OF_BOTH: Final = (
    ("424.0", "424.1", "396"),
    ("456.0", "571", "456.20"),
    ("456.1", "571", "456.21"),
    ("094.0", "249-250", "250.6"),
    ("280.9", "578", "280.0"),
    ("280.9", "626", "280.0"),
    ("440.20", "707.1", "440.23"),
    ("440.21", "707.1", "440.23"),
    ("440.22", "707.1", "440.23"),
)
"""Two diseases in whichever words, and the code for both: of two valves, of varices or a joint and what they are due
to, of an anemia and its bleeding, of arteries and their ulcer."""
_PRIMARY: Final = frozenset({"primary", "essential", "idiopathic"})
_DISEASES: Final = "001-779"
_GROWTHS: Final = "140-239"
_ORGANISM: Final = ("041", "079")
_INJURIES: Final = ("800-904", "910-959")
_TRAUMATIC: Final = "traumatic"
_FRACTURES: Final = "800-829"
_WEAKENING: Final = ("140-239", "731", "733.0", "756.51")
_OF_MANY: Final = ("249-250", "648", "733")
"""A diabetes has a code for each of its complications, a pregnancy for each condition of the mother; a bone's fracture
and the osteoporosis that it is due to are of one category."""
_UNCOMPLICATED: Final = ("249.0", "250.0")
"""A diabetes without mention of a complication: only the record says of what stands beside it whether it is one."""
_ELSEWHERE: Final = "diseases classified elsewhere"


class Doubt(NamedTuple):
    """What speaks against an answer, and the two codes `between` which it is, where it is of two."""

    remark: Remark
    between: tuple[Chosen, ...] = ()


def doubts(book: Book, statement: Statement, chosen: Sequence[Chosen]) -> Iterator[Doubt]:
    """What the books say against each code and each pair; nothing of pairs that a line, note or guideline joins."""
    mine = [one for one in chosen if one.node.volume is Volume.DISEASES and one.node.code[0] not in "EV"]
    yield from map(Doubt, against_each(book, statement, chosen, mine))
    if len(mine) < 2:
        return
    caused, beside = (
        {(e, c) for e, cs in links(statement, mine, link).items() for c in cs} for link in (Link.DUE, Link.WITH)
    )
    joined = caused | beside
    for one, other in permutations(mine, 2):
        if one.finding is other.finding or _belong(book, one.node, other.node):
            continue
        together = (one.node.code, other.node.code) in joined or (other.node.code, one.node.code) in joined
        source = None if one.passages or other.passages else _excluded(book, one.node, other.node, statement)
        if source is not None and not together and _excluded(book, other.node, one.node, statement) is None:
            source = None
        if source is not None:
            text = f"{one.node.code}, {other.node.code}: an Excludes note at the one names the other"
            yield Doubt(Remark(CONFLICT, text, one.node.code, source), (one, other))
        elif combined := combines(book, other.node, one.node.code):
            text = f"{other.node.code}: by an Includes note it has {one.node.code} in it"
            yield Doubt(Remark(CONFLICT, text, one.node.code, combined.source), (one, other))
        elif any(within(one.node.code, of) and within(other.node.code, beside) for of, beside in _NAMED_AFTER):
            text = f"{one.node.code}: it may be named after {other.node.code}"
            yield Doubt(Remark(CONFLICT, text, one.node.code, one.node.source), (one, other))
        elif any(within(one.node.code, of) and within(other.node.code, beside) for of, beside in _UNSTATED):
            text = f"{one.node.code}: it may be {other.node.code}, which says more of it"
            yield Doubt(Remark(CONFLICT, text, one.node.code, one.node.source), (one, other))
        elif (told := _told_of_both(_OF_BOTH, one.node, other.node)) or (
            together and (told := _told_of_both(_JOINED, one.node, other.node))
        ):
            text = f"{one.node.code}: with {other.node.code} it may be {told}"
            yield Doubt(Remark(CONFLICT, text, one.node.code, one.node.source))
        elif (one.node.code, other.node.code) in caused and (by := _of_what_is_elsewhere(book, one.node, other.node)):
            text = f"{one.node.code}: due to {other.node.code} it may be {by.code}, for what is classified elsewhere"
            yield Doubt(Remark(CONFLICT, text, one.node.code, by.source))
        elif together and (line := _line_for_both(one, other, mine)):
            text = f"{one.node.code}: the Index has it with {other.node.code} at {line.line.codes[0]}"
            yield Doubt(Remark(CONFLICT, text, one.node.code, line.line.source))
        elif (one.node.code, other.node.code) in caused and _is_primary(one.node):
            text = f"{one.node.code}: its title is of what is primary, and it is said to be due to {other.node.code}"
            yield Doubt(Remark(CONFLICT, text, one.node.code, one.node.source))
        elif within(one.node.code, _FRACTURES) and (one.node.code, other.node.code) in joined and _weakens(other.node):
            text = f"{one.node.code}: a fracture due to {other.node.code} is a pathologic one"
            yield Doubt(Remark(CONFLICT, text, one.node.code, one.node.source))
        elif within_any(one.node.code, _INJURIES) and _is_else_traumatic(book, statement, other):
            text = f"{other.node.code}: beside the injury {one.node.code} it may be traumatic, and that is not said"
            yield Doubt(Remark(CONFLICT, text, other.node.code, other.node.source), (one, other))
        elif not _of_two_acuities(one, other) and _says_without(one.node, other.node):
            text = f"{one.node.code}: its title is without what {other.node.code} is"
            yield Doubt(Remark(CONFLICT, text, one.node.code, one.node.source), (one, other))
        elif within_any(one.node.code, _UNCOMPLICATED) and _is_below(one, other):
            text = f"{one.node.code}, {other.node.code}: not said to be due to one another"
            yield Doubt(Remark(CONFLICT, text, one.node.code, one.node.source), (one, other))
        elif (
            together
            and one.node.code < other.node.code
            and _one_is_the_rest(one.node, other.node)
            and not _of_two_acuities(one, other)
        ):
            text = f"{one.node.code}, {other.node.code}: said together, and of one category"
            yield Doubt(Remark(CONFLICT, text, one.node.code, one.node.source), (one, other))


def _is_else_traumatic(book: Book, statement: Statement, one: Chosen) -> bool:
    """Whether a disease has a code of injuries under its own name: *rib fractures with hemothorax*."""
    way = one.finding.way
    if (
        within_any(one.node.code, _INJURIES)
        or _TRAUMATIC in statement.stems
        or way.last.line.index is not Index.DISEASES
    ):
        return False
    named = (entry.line.codes for entry in way.last.children if _TRAUMATIC in entry.head.split())
    nodes = (book.node(code) for codes in named for code in codes if within_any(code, _INJURIES))
    return any(node is not None and way.used & frozenset(stems(node.display)) for node in nodes)


def _is_below(one: Chosen, other: Chosen) -> bool:
    """Whether the words of a condition are also a line right below the main term of another."""
    said = other.finding.way.placed
    return any(
        demand and demand <= said for entry in one.finding.way.moves[0].entry.children for demand in entry.demands
    )


def _told_of_both(table: Sequence[tuple[str, str, str]], node: Node, other: Node) -> str:
    """What the table has for a disease beside what the other is; "" where it has nothing."""
    return next((code for of, beside, code in table if node.code == of and within(other.code, beside)), "")


def _line_for_both(one: Chosen, other: Chosen, mine: Sequence[Chosen]) -> Entry | None:
    """A line that joins to a condition what another's words name, and whose code is none of those chosen: *varicose
    veins with pain*."""
    if not (within(one.node.code, _DISEASES) and within(other.node.code, _DISEASES)):
        return None
    last, said = one.finding.way.last, meaningful_stems(other.finding.way.placed)
    joined = (line for joint in last.connectives for line in joint.children if line.line.codes)
    taken = {code for each in mine for code in each.finding.way.last.line.codes}
    named = (line for line in joined if any(demand and demand <= said for demand in line.demands))
    return next((line for line in named if line.line.codes[0] not in taken), None)


def _of_what_is_elsewhere(book: Book, node: Node, cause: Node) -> Node | None:
    """The code beside an unspecified one for the same *in diseases classified elsewhere*, as its cause is."""
    if within_any(cause.code, (*_ORGANISM, *LATE_EFFECTS)) or not RESIDUAL & frozenset(words(node.display.lower())):
        return None
    if category_of(cause.code) == category_of(node.code):
        return None
    category = book.node(category_of(node.code), node.volume)
    below = book.children(category) if category else ()
    beside = (leaf for child in below for leaf in (child, *book.children(child)))
    return next((leaf for leaf in beside if leaf.valid and _ELSEWHERE in leaf.display.lower()), None)


def _is_primary(node: Node) -> bool:
    """Whether a disease is by its title one that nothing is said to have brought about; a growth is primary by where it
    began."""
    return not within(node.code, _GROWTHS) and not _PRIMARY.isdisjoint(words(node.display.lower()))


def _weakens(node: Node) -> bool:
    """Whether a disease is one of those by which bones break of themselves: a growth, an osteoporosis."""
    return within_any(node.code, _WEAKENING)


def _says_without(one: Node, other: Node) -> bool:
    """Whether the title of the one is without what the other's title has: *without cerebral infarction*."""
    _, without, rest = one.display.lower().replace("without mention of ", "without ").partition("without ")
    title = other.display.lower()
    if not without or "without" in title or within(one.code, OBSTETRIC):
        return False
    return any(demand and demand <= frozenset(stems(title)) for demand in demands(CLAUSE_END.split(rest)[0]))


def _belong(book: Book, one: Node, other: Node) -> bool:
    """Whether a note at either asks for the other."""
    return bool(asks_for(book, one, other.code) or asks_for(book, other, one.code))


def _excluded(book: Book, one: Node, other: Node, statement: Statement) -> Source | None:
    """The Excludes note at the code, or above it in its category, that names the other; an acute and a chronic form
    are both coded (guideline I.B.10)."""
    if within_any(one.code, _OF_SITES) or len(ACUITY & statement.stems) > 1:
        return None
    note = excludes(book, one, other.code)
    return note.source if note else None


def _of_two_acuities(one: Chosen, other: Chosen) -> bool:
    """Whether the one is by its line acute and the other chronic: both are coded (guideline I.B.10)."""
    acute, chronic = (each.finding.way.used & ACUITY for each in (one, other))
    return bool(acute and chronic) and acute != chronic


def _one_is_the_rest(one: Node, other: Node) -> bool:
    """Whether both are of one category, and one of them for what its other codes do not say."""
    if category_of(one.code) != category_of(other.code) or within_any(one.code, _OF_MANY):
        return False
    return any(not RESIDUAL.isdisjoint(words(node.display)) for node in (one, other))
