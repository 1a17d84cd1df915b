"""Quantities in a statement: a number with its unit, read as a span of amounts of one kind, and where its words stand.

Encoder and verifier must mean the same by *35 4/7 weeks* or *over 24 hours*; so it stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from mainterm.model.words import fold

_WEEK: Final = "w wk wks week weeks"
_UNITS: Final[Mapping[str, Mapping[str, float]]] = {
    "grams": {
        "g gm gms gram grams": 1,
        "kg kgs kilo kilos kilogram kilograms": 1000,
        "lb lbs pound pounds": 453.59,
        "oz ounce ounces": 28.35,
    },
    "minutes": {
        "min mins minute minutes": 1,
        "h hr hrs hour hours": 60,
        "day days": 1440,
        _WEEK: 10080,
    },
    "minutes after": {"min mins minute minutes": 1, "h hr hrs hour hours": 60, "day days": 1440, _WEEK: 10080},
    "weeks": {_WEEK: 1},
    "days old": {"day days": 1, _WEEK: 7},
    "years": {"year years yr yrs yo": 1},
    "percent": {"% percent pct": 1},
    "vessels": {"vessel vessels": 1},
    "stents": {"stent stents": 1},
    "ribs": {"rib ribs": 1},
    "vertebrae": {"vertebra vertebrae": 1},
}
"""The kinds of quantities, and how much of its kind each unit is."""

_COUNTED: Final = frozenset({"vessels", "stents", "ribs", "vertebrae"})
"""Kinds of things that are counted: other words may stand between the number and the thing."""

_FULL: Final = frozenset({"", "completed", "full"})
"""What may stand before the unit of any other quantity: *35 completed weeks*."""

_IN_WORDS: Final = {
    word: number
    for number, words in enumerate(
        "single one a an|two double|three triple|four quadruple|five|six|seven|eight|nine|ten|eleven|twelve".split("|"),
        start=1,
    )
    for word in words.split()
}
_NUMBER: Final = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|\b(?:{'|'.join(_IN_WORDS)})\b"
_COUNTS: Final = re.compile(rf"\d|\b(?:{'|'.join(_IN_WORDS)})\b")
"""A number, at a glance: most statements have none."""
_BELOW: Final = r"less than|fewer than|under|below|<"
_ABOVE: Final = r"more than|greater than|over|above|exceeding|longer than|>"
_ABOUT: Final = r"about|approximately|approx\.?|around|nearly|almost|at least"
_MORE: Final = r"\s*\+(?!\d)|\s+(?:or|and) (?:more|over)"
_LESS: Final = r"\s+or less"
_SEVENTHS: Final = r"(?:\s*\+\s*|\s+)(?P<sevenths>[0-6])/7"
_REST: Final = r"(?:,?\s+(?:and\s+)?|\s*\+\s*|(?<=w))(?P<rest>\d+)\s*(?P<lesser>days?|d|oz|ounces?)\b"
_JOINT: Final = r"(?:with|in|of|and|to|for|on|by|at)\b"
_SPELT: Final = sorted((unit for units in _UNITS.values() for group in units for unit in group.split()), key=len)
_NO_DURATION: Final = re.compile(r"[\s-]*(?:ago|old|of age|of life|later|after|earlier|prior|post)\b")
"""Behind a time: that it is no duration, and no length of a pregnancy."""
_AFTER: Final = re.compile(r"\s*(?:after|following|post ?partum|post[- ]?op)")
"""Behind a time: that it is counted from something, a delivery or a transfusion."""
_OLD: Final = re.compile(r"[\s-]*old\b|\s+of age\b|(?<=yo)")
"""Behind years: that they are an age."""
_FOR: Final = re.compile(r"\b(?:for|past|last|every|x)\s*$")
"""Before weeks: that they are none of gestation."""
_WEEKS: Final = (4, 45)
"""Between how many weeks a length of a pregnancy lies."""

_LEVELS: Final = re.compile(r"\b([ctls])(\d{1,2})\s*(?:-|to|through)\s*([ctls]?)(\d{1,2})\b")
_VERTEBRAE: Final = [
    f"{region}{n}" for region, last in (("c", 7), ("t", 12), ("l", 5), ("s", 1)) for n in range(1, last + 1)
]
"""The vertebrae in their order, the sacrum as one (the note at 81.6, Ptab12.rtf)."""

_ORDINAL: Final = re.compile(r"(?:st|nd|rd|th)\b")
"""Behind a number: that it says which, not how many: *6th rib* is one."""
_RANK: Final = rf"\d{{1,2}}{_ORDINAL.pattern}"
_UPTO: Final = r"\s*(?:-|to|through|thru)\s*"
_RIBS: Final = re.compile(
    rf"\b({_RANK}(?:(?:{_UPTO}|\s*,\s*(?:and\s+)?|\s*(?:and|&)\s*){_RANK})*)\s+(?:(?:left|right|l|r)\s+)?ribs?\b"
    rf"|\bribs?\s+#?(\d{{1,2}}{_UPTO}\d{{1,2}})\b(?![/%]|[.,]\d)"
)
"""Which ribs: *4th through 6th ribs*, *ribs 4-6*."""
_SPAN: Final = re.compile(rf"(\d+)(?:{_ORDINAL.pattern})?(?:{_UPTO}(\d+))?")
_LAST_RIB: Final = 12

_VERTEBRA: Final = re.compile(r"(?<![\w-])([ctls])-?(\d{1,2})\b(?!\s*-)(?! (?:to|through) )")
_BACKBONE: Final = re.compile(r"fractur|vertebra|spine|burst")
_GRAVIDA: Final = re.compile(r"\bg\s?(\d{1,2})(?:[\s,]*p\s?\d+)?\b|\bgravida\s(\d{1,2})\b(?:[\s,]*para\s\d+\b)?")

_OF_BODY: Final = re.compile(r"\s*(?:of )?(?:the )?(?:total )?(?:tbsa|bsa|body(?: surface)?(?: area)?)\b")
_CHUNK: Final = re.compile(r"[;:.,](?=\s)|\b(?:and|with|including|of which)\b")
_THIRD: Final = re.compile(r"\b(?:third|3rd)[ -]degree|\bfull[ -]thickness|\bdeep third")
_LESSER: Final = re.compile(r"\b(?:first|1st|second|2nd)(?:[ -]degree|,| and|/| or)|\bpartial[ -]thickness")

_CLOSE: Final = 1e-6


class Quantity(NamedTuple):
    """An amount of a kind, from `least` to `most`; `pieces` are where the words stand that give it."""

    kind: str
    least: float
    most: float
    pieces: tuple[tuple[int, int], ...]


class Bounds(NamedTuple):
    """The amounts of a kind that a line of the books is for: `weeks >=35 <37`."""

    kind: str
    least: float
    most: float

    def hold(self, quantity: Quantity) -> bool:
        """Whether the whole quantity lies within."""
        return self.kind == quantity.kind and self.least <= quantity.least and quantity.most <= self.most


def read_bounds(text: str) -> Bounds:
    """The bounds as a line of the lexicon has them.

    >>> read_bounds("weeks >=35 <=36")
    Bounds(kind='weeks', least=35.0, most=36.0)
    """
    kind, *limits = re.split(r"\s+(?=[<>=])", text)
    least, most = 0.0, float("inf")
    for limit in limits:
        number = float(limit.lstrip("<>="))
        if limit[0] == ">":
            least = number + (0 if limit[1] == "=" else _CLOSE)
        elif limit[0] == "<":
            most = number - (0 if limit[1] == "=" else _CLOSE)
        else:
            least = most = number
    return Bounds(kind, least, most)


@lru_cache(maxsize=4_096)
@lru_cache(maxsize=64)
def quantities_in(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text; one of whose kind another reading is possible is given in each.

    >>> [(q.kind, q.least) for q in quantities_in("newborn, 35 weeks, 2,200 g")]
    [('weeks', 35.0), ('grams', 2200.0)]
    """
    text = fold(text)
    found = [*_measured(text), *_levels(text), *_ribs(text), *_vertebrae(text), *_pregnancies(text)]
    return (*(q for q in found if q.kind != "percent"), *_burned(text, [q for q in found if q.kind == "percent"]))


def _measured(text: str) -> Iterator[Quantity]:
    if _COUNTS.search(text) is None:
        return
    for match in _quantity_pattern().finditer(text):
        for kind, units in _UNITS.items():
            factor = next((f for group, f in units.items() if match["unit"] in group.split()), 0)
            if factor and _is_one(kind, match, text):
                yield _quantity(kind, factor, match)


@cache
def _quantity_pattern() -> re.Pattern[str]:
    """A number and what stands about it, to its unit; it takes a tenth of a program's start to compile."""
    return re.compile(
        rf"(?:(?:\b|(?=[<>]))(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE})|{_ABOUT})\s*)?"
        rf"(?<![\w.,/])(?P<number>{_NUMBER})(?:\s*(?:-|to)\s*(?P<to>{_NUMBER}))?(?:{_SEVENTHS})?"
        rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS}))?"
        rf"(?P<between>[\s-]*(?:(?!\d|{_JOINT})[\w-]+\s+){{0,3}}?)"
        rf"(?P<unit>{'|'.join(map(re.escape, reversed(_SPELT)))})(?![a-z])"
        rf"(?:{_REST})?(?:(?P<more2>{_MORE})|(?P<less2>{_LESS}))?"
    )


def _is_one(kind: str, match: re.Match[str], text: str) -> bool:
    if kind not in _COUNTED and match["between"].strip(" -") not in _FULL:
        return False
    if kind in _COUNTED and _ORDINAL.match(match["between"]):
        return False
    if match["number"] in ("a", "an") and match["unit"] != "hour":
        return False
    if kind == "minutes after":
        return _AFTER.match(text, match.end()) is not None
    if kind in ("years", "days old"):
        return _OLD.match(text, match.end()) is not None
    if kind in ("minutes", "weeks") and _NO_DURATION.match(text, match.end()):
        return False
    if kind == "minutes" and match["unit"] in _WEEK.split():
        return _FOR.search(text, 0, match.start()) is not None
    if kind == "weeks":
        return not _FOR.search(text, 0, match.start()) and _WEEKS[0] <= _number(match["number"]) <= _WEEKS[1]
    return True


def _quantity(kind: str, factor: float, match: re.Match[str]) -> Quantity:
    amount = _number(match["number"]) * factor
    if match["sevenths"]:
        amount += int(match["sevenths"]) / 7
    if match["rest"]:
        amount += int(match["rest"]) * (1 / 7 if kind == "weeks" else 28.35 if kind == "grams" else 0)
    least, most = amount, _number(match["to"]) * factor if match["to"] else amount
    if kind in ("years", "days old"):
        old = _OLD.match(match.string, match.end())
        place = (match.start(), old.end() if old else match.end())
    elif kind == "percent":
        body = _OF_BODY.match(match.string, match.end())
        place = (match.start(), body.end() if body else match.end())
        if match["above"] in ("over", "above"):  # *over 20% of the body*: that much of it
            return Quantity(kind, least, most, (place,))
    else:
        place = match.span()
    if match["below"]:
        least, most = 0, most - _CLOSE
    elif match["less"] or match["less2"]:
        least = 0
    elif match["above"]:
        least, most = least + _CLOSE, float("inf")
    elif match["more"] or match["more2"]:
        most = float("inf")
    return Quantity(kind, least, most, (place,))


def _number(text: str) -> float:
    return float(_IN_WORDS.get(text) or text.replace(",", ""))


def _levels(text: str) -> Iterator[Quantity]:
    """The vertebrae from one to another: *L4-S1* are three."""
    for match in _LEVELS.finditer(text):
        first, last = match[1] + match[2], (match[3] or match[1]) + match[4]
        if first in _VERTEBRAE and last in _VERTEBRAE and _VERTEBRAE.index(first) < _VERTEBRAE.index(last):
            number = _VERTEBRAE.index(last) - _VERTEBRAE.index(first) + 1
            yield Quantity("vertebrae", number, number, (match.span(),))


def _ribs(text: str) -> Iterator[Quantity]:
    """How many ribs are meant where it is said which: *ribs 4-6* are three, the *6th rib* is one.

    >>> [(q.kind, q.least) for q in quantities_in("fracture of 2nd and 4th-6th ribs")]
    [('ribs', 4)]
    """
    if "rib" not in text:
        return
    for match in _RIBS.finditer(text):
        said = match[1] or match[2]
        spans = [(int(first), int(last or first)) for first, last in _SPAN.findall(said)]
        if all(1 <= first <= last <= _LAST_RIB for first, last in spans):
            number = sum(last - first + 1 for first, last in spans)
            yield Quantity("ribs", number, number, (match.span(),))


def _vertebrae(text: str) -> Iterator[Quantity]:
    """Which vertebra is broken, counted from the first: *T12* is the nineteenth."""
    if not _BACKBONE.search(text):
        return
    for match in _VERTEBRA.finditer(text):
        if match[1] + match[2] in _VERTEBRAE:
            number = _VERTEBRAE.index(match[1] + match[2]) + 1
            yield Quantity("vertebra", number, number, (match.span(),))


def _pregnancies(text: str) -> Iterator[Quantity]:
    """How many pregnancies there were: *G3 P2* is the third."""
    for match in _GRAVIDA.finditer(text):
        number = int(match[1] or match[2])
        yield Quantity("pregnancies", number, number, (match.span(),))


def _burned(text: str, percents: Sequence[Quantity]) -> Iterator[Quantity]:
    """How much of the body is burned, and how much in the third degree, as the percentages tell.

    One that a degree is said of is that degree's; the others are of all burns. Where all are of a degree, all burns are
    their sum; where no third degree has one, it may be any part of the whole.
    """
    if not percents:
        return
    third = [q for q in percents if _said_with(_THIRD, text, q)[1]]
    lesser = [q for q in percents if q not in third and _said_with(_LESSER, text, q)[1]]
    whole = [q for q in percents if q not in third and q not in lesser]
    total = max(whole, key=lambda q: q.most) if whole else _sum("percent", percents)
    yield total
    if third:
        of_third = _sum("percent third degree", third)
        yield of_third._replace(pieces=(*of_third.pieces, *(_said_with(_THIRD, text, q) for q in third)))
    elif _THIRD.search(text):
        only = not _LESSER.search(text) and len(percents) == 1
        yield Quantity("percent third degree", total.least if only else 0, total.most, total.pieces)


def _said_with(degree: re.Pattern[str], text: str, quantity: Quantity) -> tuple[int, int]:
    """Where a degree is said together with a percentage; nowhere, it is none of text."""
    ((start, end),) = quantity.pieces
    before = max((m.end() for m in _CHUNK.finditer(text, 0, start)), default=0)
    behind = _CHUNK.search(text, end)
    found = degree.search(text, before, behind.start() if behind else len(text))
    return found.span() if found else (0, 0)


def _sum(kind: str, quantities: Iterable[Quantity]) -> Quantity:
    all_ = tuple(quantities)
    pieces = tuple(piece for q in all_ for piece in q.pieces)
    return Quantity(kind, sum(q.least for q in all_), sum(q.most for q in all_), pieces)
