"""Translates a code by the General Equivalence Mappings: every target, and what a policy drops of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Final

from mainterm.model.classification import Classification
from mainterm.model.crosswalk import Crosswalk, Equivalent
from mainterm.model.source import Source

NOWHERE: Final = Source("", -1)
"""Where a code stands that the map does not have."""


class Policy(StrEnum):
    """Which of several targets are given. `ALL` drops nothing, and is what is done where no policy is named."""

    ALL = "all"
    FIRST = "first"
    """The target, or the cluster's first choices, that the file lists first."""
    BEST_EXACT = "best-exact"
    """The target that the map calls exact; else the only one there is; else none: approximate ones are not chosen."""


class Outcome(StrEnum):
    """What the map has for a code."""

    ONE = "one"
    SEVERAL = "several"
    """Several targets, of which the record must choose."""
    NONE = "no map"
    UNKNOWN = "not in the map"


class Return(StrEnum):
    """Where the other direction leads from a target."""

    ONLY = "only"
    """Back to the code, and nowhere else."""
    AMONG = "among others"
    """Back to the code and to others."""
    LOST = "elsewhere"
    """Not back to the code."""


@dataclass(frozen=True, slots=True)
class Target:
    """A code that may stand for the source, whether only about, its line in the file, and the way back from it."""

    code: str
    approximate: bool
    back: Return
    place: Source


@dataclass(frozen=True, slots=True)
class Cluster:
    """A combination: for one scenario of the file, of each list one target, all together standing for the source."""

    scenario: int
    lists: tuple[tuple[Target, ...], ...]


@dataclass(frozen=True, slots=True)
class Translation:
    """What a code becomes: each of `targets` by itself, or each of `clusters` as a whole.

    `dropped` are the codes of targets that the policy left out; "several" is judged before it was applied. `through`
    are the codes into which one was split that the map no longer has: its targets are theirs.
    """

    code: str
    of: Classification
    to: Classification
    outcome: Outcome
    targets: tuple[Target, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    policy: Policy = Policy.ALL
    dropped: tuple[str, ...] = ()
    place: Source = NOWHERE
    through: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code in it, each once."""
        clustered = (target for cluster in self.clusters for each in cluster.lists for target in each)
        return tuple(dict.fromkeys(target.code for target in (*self.targets, *clustered)))


def translate(crosswalk: Crosswalk, code: str, of: Classification, policy: Policy = Policy.ALL) -> Translation:
    """The translation of a code, dotted, from `of` to its counterpart."""
    lines = crosswalk.equivalents(code, of)
    mapped = [line for line in lines if line.target]
    if not mapped:
        outcome = Outcome.NONE if lines else Outcome.UNKNOWN
        return Translation(code, of, of.counterpart, outcome, policy=policy, place=lines[0].place if lines else NOWHERE)
    targets = tuple(_target(crosswalk, line, of) for line in mapped if not line.scenario)
    clusters = tuple(_clusters(crosswalk, mapped, of))
    several = len(targets) + len(clusters) > 1 or any(len(each) > 1 for cluster in clusters for each in cluster.lists)
    whole = Translation(
        code,
        of,
        of.counterpart,
        Outcome.SEVERAL if several else Outcome.ONE,
        targets,
        clusters,
        place=mapped[0].place,
    )
    return _by_policy(whole, policy)


def translate_former(crosswalk: Crosswalk, code: str, of: Classification, policy: Policy = Policy.ALL) -> Translation:
    """The translation of a code that was valid once and has been split since: by way of all that stand below it.

    What one of these means exactly the code means only about. Not in the map where nothing stands below it.
    """
    parts = tuple(translate(crosswalk, each, of) for each in crosswalk.codes(of) if each.startswith(code))
    through = tuple(part.code for part in parts)

    def about(target: Target) -> Target:
        back = {each.target for each in crosswalk.equivalents(target.code, of.counterpart)}
        returns = Return.LOST if back.isdisjoint(through) else Return.ONLY if back <= {*through} else Return.AMONG
        return replace(target, approximate=True, back=returns)

    targets = tuple({each.code: about(each) for part in parts for each in part.targets}.values())
    lists = (tuple(tuple(map(about, each)) for each in cluster.lists) for part in parts for cluster in part.clusters)
    clusters = tuple(Cluster(number, each) for number, each in enumerate(dict.fromkeys(lists), start=1))
    count = len(targets) + len(clusters)
    none = Outcome.NONE if parts else Outcome.UNKNOWN
    outcome = Outcome.SEVERAL if count > 1 else Outcome.ONE if count else none
    place = parts[0].place if parts else NOWHERE
    whole = Translation(code, of, of.counterpart, outcome, targets, clusters, place=place, through=through)
    return _by_policy(whole, policy) if count else replace(whole, policy=policy)


def _target(crosswalk: Crosswalk, line: Equivalent, of: Classification) -> Target:
    back = {each.target for each in crosswalk.equivalents(line.target, of.counterpart)}
    return Target(line.target, line.approximate, way_back(line.source, back), line.place)


def way_back(code: str, back: Collection[str]) -> Return:
    """Where a target leads back to, seen from the code that led to it; `back` are the targets of the target."""
    if code not in back:
        return Return.LOST
    return Return.ONLY if len(back) == 1 else Return.AMONG


def _clusters(crosswalk: Crosswalk, lines: Sequence[Equivalent], of: Classification) -> Iterator[Cluster]:
    parts = sorted((line for line in lines if line.scenario), key=lambda line: (line.scenario, line.choice_list))
    for scenario, members in groupby(parts, key=lambda line: line.scenario):
        lists = groupby(members, key=lambda line: line.choice_list)
        yield Cluster(scenario, tuple(tuple(_target(crosswalk, line, of) for line in each) for _, each in lists))


def _by_policy(whole: Translation, policy: Policy) -> Translation:
    """The translation with what the policy leaves of it."""
    if policy is Policy.ALL or whole.outcome is Outcome.ONE:
        return replace(whole, policy=policy)
    targets, clusters = whole.targets, whole.clusters
    if policy is Policy.BEST_EXACT:
        exact = tuple(target for target in targets if not target.approximate)
        kept = replace(whole, targets=exact if len(exact) == 1 else (), clusters=())
    elif targets and (not clusters or targets[0].place < clusters[0].lists[0][0].place):
        kept = replace(whole, targets=targets[:1], clusters=())
    else:
        first = Cluster(clusters[0].scenario, tuple(each[:1] for each in clusters[0].lists))
        kept = replace(whole, targets=(), clusters=(first,))
    dropped = tuple(code for code in whole.codes if code not in kept.codes)
    return replace(kept, policy=policy, dropped=dropped)
