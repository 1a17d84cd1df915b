"""What a whole mapping keeps and loses: which codes have no target, and which come back from there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mainterm.history.translate import Return, way_back
from mainterm.model.chapters import CHAPTERS, chapter_of
from mainterm.model.classification import Classification
from mainterm.model.crosswalk import Crosswalk, Equivalent


class Loss(StrEnum):
    """What can be said of a code of a mapping. Of each group exactly one holds, but a combination is either beside."""

    NO_MAP = "no_map"
    ONE = "one"
    """One target, or one combination without a choice."""
    SEVERAL = "several"
    """Several targets, of which the record must choose."""

    COMBINATION = "combination"
    """Among its targets are some that stand for it only together."""

    EXACT = "exact"
    """One of its targets at least is not called approximate."""
    APPROXIMATE = "approximate"

    ALONE = "alone"
    """Each of its targets leads back to it and to nothing else."""
    AMONG = "among_others"
    """A target leads back to it, but not all of them, or to others too."""
    LOST = "lost"
    """No target leads back to it."""


@dataclass(frozen=True, slots=True)
class ChapterLosses:
    """How many codes of a chapter there are in the mapping, and of how many each of `counts` is true."""

    chapter: str
    codes: int
    counts: Mapping[Loss, int]


@dataclass(frozen=True, slots=True)
class Losses:
    """A mapping as a whole, then by chapter of the codes that it leads from.

    `reached` of the `targets` that the other direction leads from are targets of a code.
    """

    of: Classification
    to: Classification
    whole: ChapterLosses
    chapters: tuple[ChapterLosses, ...]
    targets: int
    reached: int


def losses(crosswalk: Crosswalk, of: Classification) -> Losses:
    """What the mapping from `of` to its counterpart, and back, keeps and loses of all codes."""
    forwards, backwards = _by_source(crosswalk.every(of)), _by_source(crosswalk.every(of.counterpart))
    back = {code: frozenset(line.target for line in lines if line.target) for code, lines in backwards.items()}
    counts: defaultdict[str, Counter[Loss]] = defaultdict(Counter)
    sizes: Counter[str] = Counter()
    for code, lines in forwards.items():
        chapter = chapter_of(code, of)
        sizes[chapter] += 1
        counts[chapter].update(_said_of(code, lines, back))
    chapters = tuple(_chapter(each, sizes[each], counts[each]) for each in (*CHAPTERS[of], "") if sizes[each])
    whole = _chapter("", sum(sizes.values()), sum(counts.values(), Counter()))
    reached = {line.target for lines in forwards.values() for line in lines} & backwards.keys()
    return Losses(of, of.counterpart, whole, chapters, len(backwards), len(reached))


def _chapter(chapter: str, size: int, counts: Counter[Loss]) -> ChapterLosses:
    return ChapterLosses(chapter, size, {loss: counts[loss] for loss in Loss})


def _by_source(lines: Iterable[Equivalent]) -> dict[str, list[Equivalent]]:
    found: defaultdict[str, list[Equivalent]] = defaultdict(list)
    for line in lines:
        found[line.source].append(line)
    return dict(found)


def _said_of(code: str, lines: list[Equivalent], back: Mapping[str, frozenset[str]]) -> set[Loss]:
    """Everything that is true of a code."""
    mapped = [line for line in lines if line.target]
    if not mapped:
        return {Loss.NO_MAP}
    ways = {way_back(code, back.get(line.target, frozenset())) for line in mapped}
    parts = [(line.scenario, line.choice_list) for line in mapped if line.scenario]
    single = len(mapped) - len(parts)
    choice = len(set(parts)) < len(parts) or single + len({scenario for scenario, _ in parts}) > 1
    return {
        Loss.SEVERAL if choice else Loss.ONE,
        Loss.APPROXIMATE if all(line.approximate for line in mapped) else Loss.EXACT,
        Loss.ALONE if ways == {Return.ONLY} else Loss.LOST if ways == {Return.LOST} else Loss.AMONG,
        *((Loss.COMBINATION,) if parts else ()),
    }
