"""Real findings to read: how often each rule answers on a survey's encounters, and some of its findings, drawn by lot.

`python -m bench precision nhds --each 10` prints, for each rule of severity error or warning, its findings in a
thousand encounters and ten of them with what the encounter has; whoever codes says of each whether it is right.
`docs/audit-precision.md` is the outcome.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from bench.ground import Ground, Lacking
from bench.surveys import SURVEYS, encounters
from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter
from mainterm.rules.book import all_rules
from mainterm.rules.declare import Severity
from mainterm.rules.ruleset import Ruleset
from mainterm.rules.run import Finding, judge


@dataclass(slots=True)
class Sample:
    """So many findings of each rule, each as likely to be among them as any other; and how many there were."""

    size: int
    lot: random.Random
    drawn: dict[str, list[tuple[Encounter, Finding]]] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)

    def offer(self, encounter: Encounter, finding: Finding) -> None:
        """Take the finding, or not."""
        self.count[finding.rule] += 1
        drawn = self.drawn.setdefault(finding.rule, [])
        if len(drawn) < self.size:
            drawn.append((encounter, finding))
        elif (place := self.lot.randrange(self.count[finding.rule])) < self.size:
            drawn[place] = (encounter, finding)


def _told(encounter: Encounter, finding: Finding, book: Book) -> Iterator[str]:
    """A finding as a coder reads it: the encounter, what is to blame with its titles, and what the rule says."""
    age = f"{encounter.age}y" if encounter.age > 0 else f"{encounter.days}d"
    codes = " ".join(
        f"[{each.code}]" if at in finding.positions else each.code
        for at, each in enumerate(encounter.diagnoses, start=1)
    )
    performed = " ".join(each.code for each in encounter.procedures)
    yield f"  {encounter.id} {age} {encounter.sex}  {codes}{'  px ' if performed else ''}{performed}"
    nodes = (book.node(code) for code in finding.codes[:2])
    titles = " / ".join(f"{node.code} {node.display}" for node in nodes if node)
    yield f"      {finding.message} ({titles})"


def main(words: list[str]) -> int:
    """`precision SURVEY`: prints what is to be read."""
    parser = argparse.ArgumentParser("python -m bench precision", description=__doc__)
    parser.add_argument("survey", choices=SURVEYS)
    parser.add_argument("--each", type=int, default=10, metavar="N", help="findings of each rule; 10")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth encounter alone")
    parser.add_argument("--seed", type=int, default=2012, metavar="N", help="another seed draws other findings")
    parser.add_argument("--rule", action="append", help="this rule alone; may be repeated")
    parser.add_argument("--severity", action="append", choices=[*Severity], help="error and warning, if not said")
    given = parser.parse_args(words)
    grave = given.severity or [Severity.ERROR, Severity.WARNING]
    rules = [each for each in all_rules() if (each.id in given.rule if given.rule else each.severity in grave)]
    try:
        book, sample, read = Ground("2012").book(), Sample(given.each, random.Random(given.seed)), 0
        ready = Ruleset(rules)
        for encounter in islice(encounters(given.survey), 0, None, given.every):
            read += 1
            for finding in judge(encounter, book, ready).findings:
                sample.offer(encounter, finding)
    except Lacking as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    by_id = {rule.id: rule for rule in rules}
    for rule, count in sample.count.most_common():
        print(f"{rule} ({by_id[rule].severity}): {count} in {read}, {count / read * 1000:.2f} of a thousand")
        for encounter, finding in sample.drawn[rule]:
            print("\n".join(_told(encounter, finding, book)))
    return 0
