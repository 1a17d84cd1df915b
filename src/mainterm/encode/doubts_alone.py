"""What speaks against one code of an answer by itself: its title, a fuller code beside it, a line below its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from mainterm.encode.chosen import Chosen
from mainterm.encode.companions import OBSTETRIC
from mainterm.encode.course import DELIVERED, POSTPARTUM
from mainterm.encode.excised import THERE
from mainterm.encode.precedence import takes_precedence
from mainterm.encode.shared import ACUITY
from mainterm.encode.statement import Statement
from mainterm.encode.weight import meaningful_stems
from mainterm.model.answer import CONFLICT, Remark
from mainterm.model.code import Volume, within, within_any
from mainterm.model.edition import Book
from mainterm.model.tabular import Node
from mainterm.model.terms import DENIAL, DENIED, demands
from mainterm.model.words import stem, stems, words

_OF_THE_MIND: Final = ("294.8-294.9", "296-298", "300", "311")
_DRUGS: Final = "E930-E949"
"""Disorders of the mind, which a drug induces as 292."""
_WANTING: Final = (
    ("13.71", "13.1-13.6", "how the cataract was extracted"),
    ("731.8", "730", "which condition of the bone it is"),
    ("V91", "651", "how many children they are"),
)
"""Codes that are not told without one of others, and what that is to say."""
_NO_CORD: Final = "805"
"""Fractures of vertebrae without mention of the spinal cord."""
_WITH_HEART_FAILURE: Final = re.compile(r"\bwith (?:congestive )?heart failure")
_FAILURE: Final = frozenset(stems("failure"))
_OF_HEART: Final = frozenset(stems("heart cardiac congestive ventricular systolic diastolic"))
_AS_WELL: Final = {"hemorrhage": stem("bleeding"), "hypertension": stem("hypertensive")}
"""Words of titles, and what else may be said where it is denied: *placenta previa, no bleeding*."""
_NOT_OBSTETRIC: Final = ("69.09", "69.59")
"""Curettage of the uterus that does not follow an abortion or a delivery."""
_TREATMENTS: Final = ("99.25", "99.28", "92.2", "92.3")
"""Chemotherapy, immunotherapy and radiotherapy; a visit for one is V58.0 or V58.1 before the growth (I.C.2.e.2)."""
_SCREENING: Final = "V82.9"
_PRIMARY: Final = "140-195"
_ABSENCE: Final = ("V45.7", "V88.0")
"""Malignant growths where they began, and parts that are gone."""
_OF_AGE: Final = ("659.53", "659.63")
"""What the age of the mother complicates, not delivered; a visit for such a pregnancy is V23.8 (I.C.11.b.2)."""
_LATE: Final = ("645.1", "766.21")
"""A pregnancy and a child of more than 40 weeks; beyond 42 there is another code."""
_GRAFTS: Final = (("36.11-36.14", "36.15-36.16"),)
"""Aortocoronary grafts by their number, and bypasses by the internal mammary artery: *x3* may count both."""
_VEINS: Final = frozenset(stems("saphenous vein svg"))
_AFTER: Final = frozenset({"after"})
"""How the Index to Procedures joins a deed to what went before it."""
_PREGNANT: Final = "V22-V23"
_RUPTURED: Final = "658.1"
_EARLY: Final = frozenset(stems("premature prom pprom prelabor before"))
"""Membranes that ruptured before labor, and words that say so; in labor they do so without being a complication."""
LATE_EFFECTS: Final = ("137-139", "268.1", "326", "905-909")
"""What is said of them is said of what was."""
CLAUSE_END: Final = re.compile(r"[,\[(]| without\b| not stated\b| and (?:with|other)\b")
RESIDUAL: Final = frozenset({"unspecified", "other", "without"})
"""What the title of a code says that is for what the others of its category do not say."""
_BY_SITE: Final = "789.0"
_SITED: Final = ("210-229", "680-709", "800-959")
"""Benign growths, diseases of the skin and injuries: their codes are by site."""
_NO_SITE: Final = re.compile(
    r"\bunspecified (?:sites?|bone|part|region)|\bsites? unspecified|\bill-defined|\bunspecified$"
)
_ANY: Final = frozenset({"disease"})
"""What the title of an unspecified code may call a condition that others of its category name."""
_CONVERTED: Final = "V64.4"
_PAIN: Final = "338"
_DENYING: Final = DENIAL | {"nondependent", "nontraumatic", "other"}
"""Words of a title by which it denies something, or is of something else than what it names."""


def against_each(
    book: Book, statement: Statement, chosen: Sequence[Chosen], mine: Sequence[Chosen]
) -> Iterator[Remark]:
    """What the books say against each of the codes chosen; `mine` are those of them that are of diseases."""
    yield from _screened(chosen)
    yield from _of_an_acuity(statement, mine)
    gone = not THERE & statement.stems and any(within_any(one.node.code, _ABSENCE) for one in chosen)
    for one in mine:
        if gone and within(one.node.code, _PRIMARY):
            text = f"{one.node.code}: a part is gone, and whether the growth is there yet is not said (I.C.2.d)"
            yield Remark(CONFLICT, text, one.node.code, one.node.source)
        yield from _contradicted(statement, one.node)
        yield from _fuller(book, statement, one)
        yield from _at_another_site(one)
        yield from _of_no_cord(statement, one.node)
        yield from _of_another_quantity(book, statement, one.node)
        yield from _of_failure_elsewhere(statement, one.node, mine)
    for one in chosen:
        yield from _born_already(statement, one)
        yield from _led_on(statement, one, chosen)
        yield from _told_half(one.node, chosen)
        yield from _done_otherwise(statement, one, chosen)
    if any(within(one.node.code, _DRUGS) for one in chosen):
        for one in mine:
            yield from _brought_by_drug(one.node)
    if len(mine) > 1:
        for one in mine:
            yield from _of_no_site(one)


def _screened(chosen: Sequence[Chosen]) -> Iterator[Remark]:
    """A screening of which nothing says what it is for, beside another code: *exam following a failed screening*."""
    for one in chosen if len(chosen) > 1 else ():
        if one.node.code == _SCREENING:
            yield Remark(
                CONFLICT, f"{one.node.code}: what was screened for is not said", one.node.code, one.node.source
            )


def _contradicted(statement: Statement, node: Node) -> Iterator[Remark]:
    """What the statement says against the title of one code: what it is *without* is said, what it is of is denied."""
    title, _, rest = node.display.lower().replace("without mention of ", "without ").partition("without ")
    without = CLAUSE_END.split(rest)[0]
    said = statement.stems.union(*(gloss.means for gloss in statement.glosses))
    denied = frozenset(s for segment in statement.segments if segment.denied for s in segment.stems)
    against = sorted(next((demand for demand in demands(without) if demand and demand <= said), ()))
    if not _DENYING & frozenset(words(node.display.lower())):
        against += [each for each in stems(title) if {DENIED + each, DENIED + _AS_WELL.get(each, each)} & denied]
    if against:
        text = f"{node.code}: the statement says otherwise of {', '.join(against)} than its title"
        yield Remark(CONFLICT, text, node.code, node.source)


def _fuller(book: Book, statement: Statement, one: Chosen) -> Iterator[Remark]:
    """Whether a code beside this one has a title all in words said of it or of its own title, and more said in it."""
    start, end = one.span
    words_of_it = (s.stems for s in statement.segments if s.start < end and start < s.end)
    said = frozenset(stem.removeprefix(DENIED) for stem in frozenset[str]().union(*words_of_it))
    last = one.finding.way.last.line.term
    named = frozenset(stems(" ".join((one.node.display, last, *(note.text for note in one.node.notes)))))
    if one.node.title.lower().endswith(("disease, unspecified", "diseases, unspecified")):
        named -= _ANY
    if said <= named or within_any(one.node.code, LATE_EFFECTS):
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
    return title <= said | named | RESIDUAL and own < title & said and bool(meaningful_stems(title & said - own))


@lru_cache(maxsize=16_384)
def _stems_of(title: str) -> frozenset[str]:
    """The stems of a title: those beside a code are looked at for each of its answers."""
    return frozenset(stems(title))


def _of_an_acuity(statement: Statement, chosen: Sequence[Chosen]) -> Iterator[Remark]:
    """An acuity that no code has, nor its title, for which the Index has another code beside a way: *hypertensive acute
    renal failure*, by *Failure, renal, hypertensive*, where *acute* stands beside. A pain is coded by its site
    (I.C.6.a)."""
    left = statement.stems & ACUITY
    left = left.difference(*(one.finding.placed | _stems_of(one.node.display) for one in chosen)) if left else left
    for one in chosen if left else ():
        for above, taken in pairwise(one.finding.way.moves):
            for _, child in above.entry.opened_by(left):
                code = next(iter(child.line.codes), one.node.code)
                if child is not taken.entry and not within(one.node.code, code) and not within(code, _PAIN):
                    text = f"{one.node.code}: the Index has {child.line.term} beside it, at {code}"
                    yield Remark(CONFLICT, text, one.node.code, child.line.source)


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


def _born_already(statement: Statement, one: Chosen) -> Iterator[Remark]:
    """A pregnancy that goes on, of a patient who is told to have delivered; an age, of one whose visit is for it."""
    told = {each.episode for each in statement.course.told}
    if one.node.code in _OF_AGE:
        text = f"{one.node.code}: a visit for such a pregnancy is V23.8"
        yield Remark(CONFLICT, text, one.node.code, one.node.source)
    if within(one.node.code, _RUPTURED) and DELIVERED in told and not _EARLY & statement.stems:
        text = f"{one.node.code}: whether the membranes ruptured before labor is not said"
        yield Remark(CONFLICT, text, one.node.code, one.node.source)
    if within(one.node.code, _PREGNANT) and told & {DELIVERED, POSTPARTUM}:
        text = f"{one.node.code}: the statement tells of a delivery"
        yield Remark(CONFLICT, text, one.node.code, one.node.source)


def _led_on(statement: Statement, one: Chosen, chosen: Sequence[Chosen]) -> Iterator[Remark]:
    """A procedure below whose line another stands, for what the statement says of the condition: *repair of hernia*,
    and the hernia is diaphragmatic. But the scope is not its own from which it was converted."""
    last = one.finding.way.last
    converted = (other.finding.placed for other in chosen if within(other.node.code, _CONVERTED))
    said = statement.stems.difference(*converted)
    if one.node.volume is not Volume.PROCEDURES or not last.line.codes:
        return
    for child in last.children:
        wanted = (meaningful_stems(demand) - _AFTER for demand in child.demands)
        if child.line.codes[:1] != last.line.codes[:1] and any(each and each <= said for each in wanted):
            text = f"{one.node.code}: the Index leads on below it by {child.line.term}"
            yield Remark(CONFLICT, text, one.node.code, child.line.source)


def _told_half(node: Node, chosen: Sequence[Chosen]) -> Iterator[Remark]:
    """A code that another must tell more of, which no code does."""
    for code, named, what in _WANTING:
        if within(node.code, code) and not any(within(other.node.code, named) for other in chosen):
            yield Remark(CONFLICT, f"{node.code}: a code of {named} is to say {what}", node.code, node.source)


def _of_no_cord(statement: Statement, node: Node) -> Iterator[Remark]:
    """A fracture of a vertebra without mention of the spinal cord, which the statement mentions."""
    if within(node.code, _NO_CORD) and "cord" in statement.stems:
        yield Remark(
            CONFLICT, f"{node.code}: without mention of the spinal cord, which is named", node.code, node.source
        )


def _of_another_quantity(book: Book, statement: Statement, node: Node) -> Iterator[Remark]:
    """A pregnancy or a child of so many weeks that the code beside it is theirs: *post-term at 42 weeks and 3 days*."""
    late = [place for place in (*book.ancestors(node), node) if place.code in _LATE and statement.quantities]
    for other in book.children(book.ancestors(late[0])[-1]) if late else ():
        said = (gloss.means for gloss in statement.quantities)
        if any(whole <= _stems_of(other.display) and not whole <= _stems_of(late[0].display) for whole in said):
            yield Remark(CONFLICT, f"{node.code}: the weeks told are those of {other.code}", node.code, other.source)


def _of_failure_elsewhere(statement: Statement, node: Node, mine: Sequence[Chosen]) -> Iterator[Remark]:
    """A title with heart failure, where what fails may be another: *hypertensive heart disease, renal failure*."""
    told = any(each.stems >= _FAILURE and _OF_HEART & each.stems for each in statement.segments)
    if _WITH_HEART_FAILURE.search(node.display) and not told and not any(within(o.node.code, "428") for o in mine):
        text = f"{node.code}: with heart failure, and the failure that is said may be of something else"
        yield Remark(CONFLICT, text, node.code, node.source)


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


def _brought_by_drug(node: Node) -> Iterator[Remark]:
    """A disorder of the mind of no stated cause, beside the drug that has brought something about."""
    if within_any(node.code, _OF_THE_MIND):
        yield Remark(CONFLICT, f"{node.code}: induced by a drug it is of category 292", node.code, node.source)


def _of_no_site(one: Chosen) -> Iterator[Remark]:
    """An injury, an abscess or the like of no site, beside what may have one: *appendicitis with abscess*."""
    title = one.node.display.lower()
    lone = len(meaningful_stems(one.finding.way.used)) == 1
    if lone and within_any(one.node.code, _SITED) and _NO_SITE.search(title):
        text = f"{one.node.code}: no site is said of it; it may be that of the condition beside it"
        yield Remark(CONFLICT, text, one.node.code, one.node.source)
