"""The segments of a statement: parted at its joints and where a denial or the like begins; what holds over each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Final

from mainterm.encode.gloss import OF_AGE
from mainterm.encode.marks import SPENT, Mark
from mainterm.encode.weight import FILLER
from mainterm.model.answer import WordRole
from mainterm.model.terms import DENIED, RELATION
from mainterm.model.words import stem, telling, words


class Link(StrEnum):
    """What joins a segment to the one before it."""

    STOP = "stop"
    COMMA = ","
    AND = "and"
    WITH = "with"
    DUE = "due to"
    OR = "or"


_LINKS: Final = (  # tried in this order at each place
    (Link.STOP, r"(?<=therapy )for\b|(?<=radiation )for\b|(?<=treatment )for\b|(?<=today )for\b"),
    (Link.STOP, r"[;:\n]|(?<!\b\w)\.(?=\s|$)|(?:^|(?<=\s))#?\d{1,2}[.)](?=\s)"),
    (
        Link.DUE,
        r"\b(?:due to|d/t|secondary to|2/2|because(?: of)?|caused by|resulting from|as a result of|following|from)\b",
    ),
    (
        Link.COMMA,
        r",|(?<!vaccination )(?<!immunization )(?<!inoculation )\bfor\b(?! \d| (?:hemo)?dialysis\b)|"
        r"\b(?:but|however|although|though)\b",
    ),
    (Link.AND, r"&|\b(?:and|plus|also|as well as|in a (?:patient|pt) with)\b|(?<=[a-z]{3})/(?=[a-z]{3})"),
    (
        Link.AND,
        r"(?<!acute )\bon(?: top of)?(?= (?:stage \w+ )?chronic (?:kidney|renal|heart|systolic|diastolic|subdural|"
        r"respiratory|liver|obstructive)\b)",
    ),
    (
        Link.AND,  # a patient is named by two conditions: *hypertensive diabetic*
        r"(?:(?<=hypertensive )|(?<=asthmatic )|(?<=alcoholic )|(?<=epileptic )|(?<=obese ))"
        r"(?=(?:type \S+ )?diabetic\b)|(?:(?<=diabetic )|(?<=asthmatic )|(?<=obese ))"
        r"(?=(?:hypertensive|asthmatic|alcoholic|epileptic|smoker)\b(?! \w))",
    ),
    (Link.OR, r"(?<!-)(?<!graft )\b(?:versus|vs)\b(?!-)\.?|\bor\b"),
    (Link.WITH, r"\b(?:with|associated with|complicated by|complicating)\b|w/|\bw(?=\s)"),
    (Link.WITH, r"\bin(?! situ| remission| relapse| utero| vitro| stent)\b"),
)
_JOINING: Final = "|".join(f"(?P<{link.name}{n}>{pattern})" for n, (link, pattern) in enumerate(_LINKS))
_LINK: Final = re.compile(rf"(?:\b|(?=\W|w/))(?:{_JOINING})", re.I)
"""No joint but `w/` begins within a word: there none of them need be tried."""
_ONE_DEED: Final = re.compile(
    r"\b(?:incision and drainage|irrigation and debridement|dilation and curettage|"
    r"open reduction(?: of fracture)?(?: and| with|,)? internal fixation)\b",
    re.I,
)
"""Deeds that are one operation, which a joint within does not part."""
_PARTING: Final = frozenset(
    {WordRole.DENIED, WordRole.UNCERTAIN, WordRole.HISTORY, WordRole.FAMILY_HISTORY, WordRole.REASON}
)
"""Roles that hold over a segment; where their cue stands in the midst of words, it begins one."""
_HOLDING: Final = _PARTING | {
    WordRole.PLANNED,
    WordRole.STATUS,
    WordRole.AFTERCARE,
    WordRole.FOLLOW_UP,
    WordRole.TIME,
}
_ON: Final = {
    WordRole.DENIED: frozenset({Link.DUE}),
    WordRole.UNCERTAIN: frozenset({Link.DUE, Link.AND, Link.OR}),
}
"""Joints over which a role holds on."""
_LISTED: Final = re.compile(r",(?:(?: [\w-]+){1,3},)*(?: [\w-]+){0,3},? or\b", re.I)
"""A comma of a list that ends with *or*: what is denied of its first is denied of all (`no fever, rash or pain`)."""


_OLD: Final = re.compile(rf"\b(?:{OF_AGE}|aged?)\b", re.I)


@dataclass(frozen=True)
class Segment:
    """Words between two joints: what joins them to the words before, where they stand, the roles that hold over them.

    `spent` are the stems of words that play a role and name nothing; `held` those of words that hold over the segment
    and choose digits only, wherever they stand.
    """

    link: Link
    words: tuple[str, ...]
    start: int
    end: int
    roles: frozenset[WordRole] = frozenset()
    spent: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()

    @property
    def denied(self) -> bool:
        return WordRole.DENIED in self.roles

    @property
    def uncertain(self) -> bool:
        return WordRole.UNCERTAIN in self.roles

    @cached_property
    def stems(self) -> frozenset[str]:
        mark = DENIED if self.denied else ""
        return frozenset(mark + stem(word) for word in telling(self.words) if stem(word) not in self.spent)


def segments_of(text: str, marks: Sequence[Mark]) -> tuple[Segment, ...]:
    """The segments in their order."""
    found: list[Segment] = []
    for segment in _segments(text, marks):
        if segment.link is Link.OR and found:
            found[-1] = replace(found[-1], roles=found[-1].roles | {WordRole.UNCERTAIN})
            segment = replace(segment, roles=segment.roles | {WordRole.UNCERTAIN})
        found.append(segment)
    return tuple(found)


def _segments(text: str, marks: Sequence[Mark]) -> Iterator[Segment]:
    """A joint within a cue (`admitted with`) is none; a role may hold on over a joint."""
    link, start = Link.STOP, 0
    held, listed = frozenset[WordRole](), frozenset[WordRole]()
    for joint in (*_joints(text, marks), None):
        end = joint.start() if joint else len(text)
        here = tuple(mark for mark in marks if start <= mark.start < end)
        on = frozenset(r for r in held if link in _ON.get(r, ())) | (held & listed)
        found = tuple(_parted(link, text, start, end, here, on))
        yield from found
        behind = (mark for mark in here if not found or mark.start >= found[-1].end)
        if found or here:  # the last words may only say how sure the next are: *knee pain likely due to arthritis*
            held = (found[-1].roles if found else held).union(filter(None, map(_held_by, behind)))
        if joint:
            joined = _linked(joint)
            link = joined if found or joined is Link.STOP else max(link, joined, key=_strength)
            start = joint.end()
            listed = frozenset({WordRole.DENIED} if _LISTED.match(text, joint.start()) else ())


def _joints(text: str, marks: Sequence[Mark]) -> Iterator[re.Match[str]]:
    """The joints but those within a cue or before one that holds over what goes before (`stroke, ruled out`).

    *Or* is a joint only where what it joins is uncertain.
    """
    doubts = [mark.start for mark in marks if mark.role is WordRole.UNCERTAIN]
    deeds = [match.span() for match in _ONE_DEED.finditer(text)]
    found = [link for link in _LINK.finditer(text) if not any(a <= link.start() < b for a, b in deeds)]
    ends = [*(joint.start() for joint in found), len(text)][1:]
    since = 0
    for joint, end in zip(found, ends, strict=True):
        within = any(m.start <= joint.start() < m.end and (m.start, m.end) != joint.span() for m in marks)
        behind = next((mark for mark in marks if mark.cue.before and joint.end() <= mark.start < end), None)
        doubted = any(since <= at < joint.start() for at in doubts)
        if within or (joint[0].lower() == "or" and not doubted) or (behind and _follows(text, joint, behind, end)):
            continue
        if _linked(joint) is Link.STOP:
            since = joint.end()
        yield joint


def _follows(text: str, joint: re.Match[str], mark: Mark, end: int) -> bool:
    """Whether a cue holds over what stands before the joint: it stands right behind it, with nothing of its own."""
    alone = not (mark.cue.behind and words(text[mark.end : end]))
    return alone and joint[0] != "." and not text[joint.end() : mark.start].strip()


def _linked(joint: re.Match[str]) -> Link:
    return _LINKS[(joint.lastindex or 1) - 1][0]


def _strength(link: Link) -> int:
    """Of two links in a row (`, due to`), the one that says more."""
    return (Link.COMMA, Link.AND, Link.OR, Link.STOP, Link.WITH, Link.DUE).index(link)


def _parted(
    link: Link, text: str, start: int, end: int, marks: Sequence[Mark], held: frozenset[WordRole]
) -> Iterator[Segment]:
    """What stands between two joints: a segment, or more where a denial or the like begins in the middle of it."""
    begins = [m for m in marks if _begins(m) and (words(text[m.end : end]) or not m.cue.before)]
    cuts = [mark.start for mark in begins if _says_more(words(text[start : mark.start]))]
    for begin, stop in pairwise((start, *cuts, end)):
        here = [mark for mark in marks if begin <= mark.start < stop]
        denial = next((mark for mark in here if mark.role is WordRole.DENIED and mark.start == begin), None)
        said = words(_without_old(text, here)[denial.end if denial else begin : stop])
        spent = frozenset(stem(w) for m in here if m.role in SPENT for w in words(text[m.start : m.end]))
        roles = held.union(filter(None, map(_held_by, here)))
        if denial is None and any(mark.role is WordRole.OBSERVATION for mark in here):
            roles -= {WordRole.DENIED}  # *observed for sepsis, ruled out*: what was not found is what it was for
        segment = Segment(link, said, begin, stop, roles, spent)
        if segment.stems:
            yield segment
            link = Link.COMMA


def _without_old(text: str, marks: Sequence[Mark]) -> str:
    """The text with blanks for the *old* of an age, and the word itself: a man 66 years old has no old infarction, and
    one of *age 72* no old age.

    The Index itself says of infants how many *days old* they are.
    """
    for mark in marks:
        if mark.role is WordRole.AGE and "day" not in mark.cue.stems:
            age = _OLD.sub(lambda old: " " * len(old[0]), text[mark.start : mark.end])
            text = f"{text[: mark.start]}{age}{text[mark.end :]}"
    return text


def _says_more(before: Sequence[str]) -> bool:
    """Whether words before a cue are more than about the telling: a degree is (*severe without psychosis*)."""
    return any(stem(word) not in FILLER | RELATION for word in telling(before))


def _begins(mark: Mark) -> bool:
    """Whether a cue begins a segment of its own: *status post*, but not *status*, which may end a term."""
    parting = mark.role in _PARTING or (mark.role is WordRole.STATUS and len(mark.cue.stems) > 1)
    return parting and mark.cue.behind


def _held_by(mark: Mark) -> WordRole | None:
    """The role that a cue gives to the words about it."""
    return mark.role if mark.role in _HOLDING and (mark.cue.before or mark.cue.behind) else None


def parted_at(segment: Segment, word: str, link: Link) -> Iterator[Segment]:
    """The segment, or two where this word stands in the middle of it, joined by this link."""
    if segment.denied or word not in segment.words[1:-1]:
        yield segment
        return
    at = segment.words.index(word, 1)
    yield replace(segment, words=segment.words[:at])
    yield replace(segment, words=segment.words[at + 1 :], link=link)
