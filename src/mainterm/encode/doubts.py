"""What speaks against an answer whose words all have a place: two of its codes that the books hold apart.

A coder who gets two codes from one statement asks whether the one is not part of the other; so do we.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import Final

from mainterm.encode.chosen import Chosen
from mainterm.encode.companions import OBSTETRIC, asks_for, excludes
from mainterm.encode.course import DELIVERED, POSTPARTUM
from mainterm.encode.obey import links
from mainterm.encode.outline import Entry
from mainterm.encode.precedence import takes_precedence
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
from mainterm.model.terms import DENIAL, DENIED, demands
from mainterm.model.words import stem, stems, words

_OF_SITES: Final = ("401-405", "800-999")
"""Their Excludes notes hold one site or kind apart from another: a patient may well have both."""
_NAMED_AFTER: Final = (("271.4", "580-593"),)
"""Codes of conditions that are named after an organ, and where another disease of it may have lent the word: *renal
diabetes*, and *diabetes with renal failure*."""
_UNSTATED: Final = (
    ("486", "480-484"), ("486", "487-488"),
    ("239", "140-238"), ("593.9", "585"),
    ("294.2", "290"), ("424.9", "041"), ("294.2", "331.0-331.2"), ("294.2", "331.82"), ("294.2", "332-333"),
    ("038.9", "041"), ("038.9", "481-482"), ("786.5", "733.6"),
    ("719.4", "711"), ("719.4", "714-716"), ("719.4", "274.0"),
)  # fmt: skip
"""Codes for a condition of no stated organism or behavior, a dementia of no stated cause, a pain; and those
that state it or have it in them."""
_PRIMARY: Final = frozenset({"primary", "essential", "idiopathic"})
_DISEASES: Final = "001-779"
_GROWTHS: Final = "140-239"
_ORGANISM: Final = ("041", "079")
_OF_THE_MIND: Final = ("294.8-294.9", "296-298", "300", "311")
_DRUGS: Final = "E930-E949"
"""Disorders of the mind, which a drug induces as 292."""
_WANTING: Final = (("731.8", "730"),)
"""Codes that say that a bone is involved, and those that say how: the one is not told without the other."""
_INJURIES: Final = ("800-904", "910-959")
_TRAUMATIC: Final = "traumatic"
_AS_WELL: Final = {"hemorrhage": stem("bleeding"), "hypertension": stem("hypertensive")}
"""Words of titles, and what else may be said where it is denied: *placenta previa, no bleeding*."""
_NOT_OBSTETRIC: Final = ("69.09", "69.59")
"""Curettage of the uterus that does not follow an abortion or a delivery."""
_TREATMENTS: Final = ("99.25", "99.28", "92.2", "92.3")
"""Chemotherapy, immunotherapy and radiotherapy; a visit for one is V58.0 or V58.1 before the growth (I.C.2.e.2)."""
_OF_AGE: Final = ("659.53", "659.63")
"""What the age of the mother complicates, not delivered; a visit for such a pregnancy is V23.8 (I.C.11.b.2)."""
_GRAFTS: Final = (("36.11-36.14", "36.15-36.16"),)
"""Aortocoronary grafts by their number, and bypasses by the internal mammary artery: *x3* may count both."""
_VEINS: Final = frozenset(stems("saphenous vein svg"))
_AFTER: Final = frozenset({"after"})
"""How the Index to Procedures joins a deed to what went before it."""
_PREGNANT: Final = "V22-V23"
_FRACTURES: Final = "800-829"
_WEAKENING: Final = ("140-239", "731", "733.0", "756.51")
_OF_MANY: Final = ("249-250", "733")
"""A diabetes has a code for each of its complications; a bone's fracture and the osteoporosis that it is due to are of
one category."""
_LATE_EFFECTS: Final = ("137-139", "268.1", "326", "905-909")
"""What is said of them is said of what was."""
_UNCOMPLICATED: Final = ("249.0", "250.0")
"""A diabetes without mention of a complication: only the record says of what stands beside it whether it is one."""
_CLAUSE_END: Final = re.compile(r"[,\[(]| without\b| not stated\b")
_ELSEWHERE: Final = "diseases classified elsewhere"
_RESIDUAL: Final = frozenset({"unspecified", "other", "without"})
"""What the title of a code says that is for what the others of its category do not say."""

_BY_SITE: Final = "789.0"
_SITED: Final = ("210-229", "680-709", "800-959")
"""Benign growths, diseases of the skin and injuries: their codes are by site."""
_NO_SITE: Final = re.compile(
    r"\bunspecified (?:sites?|bone|part|region)|\bsites? unspecified|\bill-defined|\bunspecified$"
)

_DENYING: Final = DENIAL | {"nondependent", "nontraumatic", "other"}
"""Words of a title by which it denies something, or is of something else than what it names."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What speaks against an answer, and the two codes `between` which it is, where it is of two."""

    remark: Remark
    between: tuple[Chosen, ...] = ()


def doubts(book: Book, statement: Statement, chosen: Sequence[Chosen]) -> Iterator[Doubt]:
    """What the books say against each code and each pair; nothing of pairs that a line, note or guideline joins."""
    mine = [one for one in chosen if one.node.volume is Volume.DISEASES and one.node.code[0] not in "EV"]
    yield from (Doubt(remark) for one in mine for remark in _contradicted(statement, one.node))
    yield from (Doubt(remark) for one in mine for remark in _fuller(book, statement, one))
    yield from (Doubt(remark) for one in mine for remark in _at_another_site(one))
    yield from (Doubt(remark) for one in chosen for remark in _born_already(statement, one))
    yield from (Doubt(remark) for one in chosen for remark in _led_on(statement, one))
    yield from (Doubt(remark) for one in mine for remark in _of_unnamed_bone(one.node, mine))
    yield from (Doubt(remark) for one in chosen for remark in _done_otherwise(statement, one, chosen))
    if any(within(one.node.code, _DRUGS) for one in chosen):
        yield from (Doubt(remark) for one in mine for remark in _brought_by_drug(one.node))
    if len(mine) < 2:
        return
    yield from (Doubt(remark) for one in mine for remark in _of_no_site(one))
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
        elif any(within(one.node.code, of) and within(other.node.code, beside) for of, beside in _NAMED_AFTER):
            text = f"{one.node.code}: it may be named after {other.node.code}"
            yield Doubt(Remark(CONFLICT, text, one.node.code, one.node.source), (one, other))
        elif any(within(one.node.code, of) and within(other.node.code, beside) for of, beside in _UNSTATED):
            text = f"{one.node.code}: it may be {other.node.code}, which says more of it"
            yield Doubt(Remark(CONFLICT, text, one.node.code, one.node.source), (one, other))
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
        elif not together and within_any(one.node.code, _UNCOMPLICATED) and _is_below(one, other):
            text = f"{one.node.code}, {other.node.code}: listed, and not said to be due to one another"
            yield Doubt(Remark(CONFLICT, text, one.node.code, one.node.source), (one, other))
        elif (
            together
            and one.node.code < other.node.code
            and _one_is_the_rest(one.node, other.node)
            and not _of_two_acuities(one, other)
        ):
            text = f"{one.node.code}, {other.node.code}: said together, and of one category"
            yield Doubt(Remark(CONFLICT, text, one.node.code, one.node.source), (one, other))


def _born_already(statement: Statement, one: Chosen) -> Iterator[Remark]:
    """A pregnancy that goes on, of a patient who is told to have delivered; an age, of one whose visit is for it."""
    told = {each.episode for each in statement.course.told}
    if one.node.code in _OF_AGE:
        text = f"{one.node.code}: a visit for such a pregnancy is V23.8"
        yield Remark(CONFLICT, text, one.node.code, one.node.source)
    if within(one.node.code, _PREGNANT) and told & {DELIVERED, POSTPARTUM}:
        text = f"{one.node.code}: the statement tells of a delivery"
        yield Remark(CONFLICT, text, one.node.code, one.node.source)


def _led_on(statement: Statement, one: Chosen) -> Iterator[Remark]:
    """A procedure below whose line another stands, for what the statement says of the condition: *repair of hernia*,
    and the hernia is diaphragmatic."""
    last, said = one.finding.way.last, statement.stems
    if one.node.volume is not Volume.PROCEDURES or not last.line.codes:
        return
    for child in last.children:
        wanted = (meaningful_stems(demand) - _AFTER for demand in child.demands)
        if child.line.codes[:1] != last.line.codes[:1] and any(each and each <= said for each in wanted):
            text = f"{one.node.code}: the Index leads on below it by {child.line.term}"
            yield Remark(CONFLICT, text, one.node.code, child.line.source)


def _done_otherwise(statement: Statement, one: Chosen, chosen: Sequence[Chosen]) -> Iterator[Remark]:
    """A curettage of no pregnancy beside an abortion; the treatment of a growth for which the visit may be; so many
    grafts, beside one that may be among them."""
    code = one.node.code
    beside = [other.node.code for other in chosen]
    if code in _NOT_OBSTETRIC and any(within(other, OBSTETRIC) for other in beside):
        text = f"{code}: beside a code of pregnancy it may have followed an abortion or a delivery"
        yield Remark(CONFLICT, text, code, one.node.source)
    grown, visits = (any(within(other, span) for other in beside) for span in ("140-209", "V58.0-V58.1"))
    if within_any(code, _TREATMENTS) and grown and not visits:
        text = f"{code}: whether the encounter is for it (V58.0, V58.1) is not said"
        yield Remark(CONFLICT, text, code, one.node.source)
    for of, among in _GRAFTS:
        if within(code, of) and not statement.stems & _VEINS and any(within(other, among) for other in beside):
            yield Remark(CONFLICT, f"{code}: how many of the grafts are of veins is not said", code, one.node.source)


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


def _brought_by_drug(node: Node) -> Iterator[Remark]:
    """A disorder of the mind of no stated cause, beside the drug that has brought something about."""
    if within_any(node.code, _OF_THE_MIND):
        yield Remark(CONFLICT, f"{node.code}: induced by a drug it is of category 292", node.code, node.source)


def _of_what_is_elsewhere(book: Book, node: Node, cause: Node) -> Node | None:
    """The code beside an unspecified one for the same *in diseases classified elsewhere*, as its cause is."""
    if within_any(cause.code, (*_ORGANISM, *_LATE_EFFECTS)) or not _RESIDUAL & frozenset(words(node.display.lower())):
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


def _contradicted(statement: Statement, node: Node) -> Iterator[Remark]:
    """What the statement says against the title of one code: what it is *without* is said, what it is of is denied."""
    title, _, rest = node.display.lower().replace("without mention of ", "without ").partition("without ")
    without = _CLAUSE_END.split(rest)[0]
    said = statement.stems.union(*(gloss.means for gloss in statement.glosses))
    denied = frozenset(s for segment in statement.segments if segment.denied for s in segment.stems)
    against = sorted(next((demand for demand in demands(without) if demand and demand <= said), ()))
    if not _DENYING & frozenset(words(node.display.lower())):
        against += [each for each in stems(title) if {DENIED + each, DENIED + _AS_WELL.get(each, each)} & denied]
    if against:
        text = f"{node.code}: the statement says otherwise of {', '.join(against)} than its title"
        yield Remark(CONFLICT, text, node.code, node.source)


def _says_without(one: Node, other: Node) -> bool:
    """Whether the title of the one is without mention of what the other's title has: *without cerebral infarction*."""
    _, without, rest = one.display.lower().partition("without mention of ")
    title = other.display.lower()
    if not without or "without" in title or within(one.code, OBSTETRIC):
        return False
    return any(demand and demand <= frozenset(stems(title)) for demand in demands(_CLAUSE_END.split(rest)[0]))


def _fuller(book: Book, statement: Statement, one: Chosen) -> Iterator[Remark]:
    """Whether a code beside this one has a title all in words said of it or of its own title, and more said in it."""
    start, end = one.span
    words_of_it = (s.stems for s in statement.segments if s.start < end and start < s.end)
    said = frozenset(stem.removeprefix(DENIED) for stem in frozenset[str]().union(*words_of_it))
    last = one.finding.way.last.line.term
    named = frozenset(stems(" ".join((one.node.display, last, *(note.text for note in one.node.notes)))))
    if said <= named or within_any(one.node.code, _LATE_EFFECTS):
        return
    wordings = dict.fromkeys((said, said | one.finding.like.more_for(said)))
    for other in book.children(book.ancestors(one.node)[-1]):
        beside = other.code != one.node.code and not takes_precedence(one.node.code, other.code)
        if beside and any(_is_fuller(_stems_of(other.display), said, named) for said in wordings):
            text = f"{one.node.code}: {other.code} has more of what is said"
            yield Remark(CONFLICT, text, one.node.code, other.source)


def _is_fuller(title: frozenset[str], said: frozenset[str], named: frozenset[str]) -> bool:
    """Whether a title is all in words said or named by the code beside it, and has more of those said than that."""
    own = said & named
    return title <= said | named | _RESIDUAL and own < title & said and bool(meaningful_stems(title & said - own))


@lru_cache(maxsize=16_384)
def _stems_of(title: str) -> frozenset[str]:
    """The stems of a title: those beside a code are looked at for each of its answers."""
    return frozenset(stems(title))


def _of_no_site(one: Chosen) -> Iterator[Remark]:
    """An injury, an abscess or the like of no site, beside what may have one: *appendicitis with abscess*."""
    title = one.node.display.lower()
    lone = len(meaningful_stems(one.finding.way.used)) == 1
    if lone and within_any(one.node.code, _SITED) and _NO_SITE.search(title):
        text = f"{one.node.code}: no site is said of it; it may be that of the condition beside it"
        yield Remark(CONFLICT, text, one.node.code, one.node.source)


def _at_another_site(one: Chosen) -> Iterator[Remark]:
    """A pain of the abdomen at a site for which the box has no digit: *flank* is another specified site."""
    sites = [move.entry.line.head for move in one.finding.way.moves[1:]]
    if (
        within(one.node.code, _BY_SITE)
        and "unspecified" in words(one.node.title.lower())
        and any("abdom" not in site for site in sites)
    ):
        text = f"{one.node.code}: a site is said ({sites[-1]}) that its title does not have"
        yield Remark(CONFLICT, text, one.node.code, one.node.source)


def _of_unnamed_bone(node: Node, mine: Sequence[Chosen]) -> Iterator[Remark]:
    """A code that another must tell more of, which no code does."""
    for code, named in _WANTING:
        if within(node.code, code) and not any(within(other.node.code, named) for other in mine):
            yield Remark(
                CONFLICT,
                f"{node.code}: a code of {named} is to say which condition of the bone it is",
                node.code,
                node.source,
            )


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
    return any(not _RESIDUAL.isdisjoint(words(node.display)) for node in (one, other))
