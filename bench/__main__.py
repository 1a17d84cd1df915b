"""`python -m bench`: runs the parts that are named, or all, in one run; prints figures, or JSON."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Iterator, Sequence

from bench.accuracy import accuracy
from bench.audits import audits, require_polars
from bench.cold import cold
from bench.columns import columns, require_peers
from bench.figures import Report, load
from bench.ground import Ground, Lacking, beside_the_sources
from bench.peers import require_tantivy
from bench.precision import main as print_findings
from bench.reading import reading
from bench.repairs import repairs
from bench.speed import speed
from bench.surveys import NHDS, SURVEYS
from bench.surveys import main as print_survey
from bench.walks import walks
from mainterm.model.edition import EditionError
from mainterm.model.source import Unreadable

PARTS = ("reading", "cold", "walks", "speed", "accuracy", "audits", "columns", "repairs")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument("part", nargs="*", help=f"of {', '.join(PARTS)}; all of them where none is named")
    parser.add_argument("--edition", default="2012", help="which edition; 2012 where none is named")
    parser.add_argument("--rounds", type=_number, default=3, metavar="N", help="rounds of reading, walks and speed")
    parser.add_argument("--runs", type=_number, default=15, metavar="N", help="runs of each command of cold")
    parser.add_argument("--lines", type=_number, default=0, metavar="N", help="index lines asked: else 2,000 and 3,000")
    parser.add_argument("--encounters", type=_number, default=1_000_000, metavar="N", help="how many audits has")
    parser.add_argument("--codes", type=_number, default=5_000_000, metavar="N", help="how many columns has")
    parser.add_argument("--all", action="store_true", help="accuracy on every index line and inclusion term")
    parser.add_argument("--json", action="store_true", help="nothing but one JSON object")
    parser.add_argument("--verbose", action="store_true", help="say where the time of a cold start goes")
    given = parser.parse_args()
    unknown = [part for part in given.part if part not in PARTS]
    if unknown:
        parser.error(f"no part is called {unknown[0]!r}: there are {', '.join(PARTS)}")
    return given


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number from 1 up")
    return int(text)


def _require(parts: Sequence[str], ground: Ground) -> None:
    """Refuse at once what could not be finished: minutes of figures are not lost for want of a file."""
    if "reading" in parts:
        _ = ground.sources
    if "audits" in parts:
        require_polars()
        _ = beside_the_sources(NHDS)
    if "columns" in parts:
        require_peers()
    if {"walks", "speed", "accuracy"} & set(parts):
        require_tantivy()
        _ = ground.cases, ground.scorer


def _reports(given: argparse.Namespace, ground: Ground) -> Iterator[tuple[str, Report]]:
    """The reports of the parts named, as soon as each is done."""
    parts = given.part or PARTS
    _require(parts, ground)
    for part in parts:
        if part == "reading":
            yield part, reading(ground, given.rounds)
        elif part == "cold":
            yield part, cold(ground, given.runs, given.verbose)
        elif part == "walks":
            yield part, walks(ground, given.lines or 2000, given.rounds)
        elif part == "speed":
            yield part, speed(ground, given.rounds)
        elif part == "audits":
            yield part, audits(ground, given.encounters)
        elif part == "columns":
            yield part, columns(given.codes, given.rounds)
        elif part == "repairs":
            yield part, repairs()
        else:
            yield from ((part, each) for each in accuracy(ground, None if given.all else given.lines or 3000))


def main() -> int:
    if sys.argv[1:2] and sys.argv[1] in SURVEYS:
        return print_survey(sys.argv[1:])
    if sys.argv[1:2] == ["precision"]:
        return print_findings(sys.argv[2:])
    given = _arguments()
    ground = Ground(given.edition)
    found: dict[str, list[object]] = {}
    try:
        heading = f"{ground.declared.title}, Python {platform.python_version()} on {platform.system()}"
        if not given.json:
            print(heading)
        for part, report in _reports(given, ground):
            busy = load()
            found.setdefault(part, []).append({**report.as_json(), "load": busy})
            if not given.json:
                print(f"\n{report}\n  {busy}", flush=True)
    except (Lacking, Unreadable, EditionError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    if given.json:
        print(json.dumps({"machine": heading, **found}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
