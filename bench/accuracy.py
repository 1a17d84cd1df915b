"""Accuracy: the open cases by kind, and the books' own words asked back, beside BM25 over the same books."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.child import environment_of
from bench.figures import Aim, Report, Row
from bench.ground import ROOT, Ground, Lacking
from bench.peers import Ranked
from bench.phrases import Phrase, inclusion_terms, index_lines, mistyped, some, table_rows, titles
from mainterm.encode.coder import Coder
from mainterm.model.answer import Answer, Asks, Grade
from mainterm.model.words import stems

LEAST = {"index lines": 0.999, "with a typing error": 0.985, "inclusion terms": 0.95}
INCLUSIONS = 2000

Answerer = Callable[[str], tuple[str, Sequence[str]]]
"""From a statement to a grade ("" where there is none) and codes, best first."""


def accuracy(ground: Ground, lines: int | None) -> tuple[Report, ...]:
    """The cases, then the books' own words; `lines` of the Index, all of them where it is None."""
    index = index_lines(ground.database)
    corpus = [*index, *table_rows(ground.database)]
    names = titles(ground.database)
    inclusions = inclusion_terms(ground.database)
    everything = Ranked([*corpus, *inclusions, *names])
    peers = {
        "BM25, titles": _ranked(Ranked(names)),
        "BM25, Index": _ranked(Ranked(corpus)),
        "BM25, Index, spelling": _ranked(Ranked(corpus, spelling=True)),
    }
    asked = _asked(index, inclusions, lines)
    return _cases(ground, everything), _books(ground, asked, peers)


def _asked(index: list[Phrase], inclusions: list[Phrase], lines: int | None) -> dict[str, list[Phrase]]:
    """What is asked of everyone, by what it is called."""
    drawn = some(index, lines)
    terms = some(inclusions, None if lines is None else min(lines, INCLUSIONS))
    printed = {frozenset(stems(phrase.text)) for phrase in index}
    return {
        "index lines": drawn,
        "with a typing error": [slip for phrase in drawn if (slip := mistyped(phrase))],
        "inclusion terms": terms,
        "of them in no index line's words": [p for p in terms if frozenset(stems(p.text)) not in printed],
    }


def _books(ground: Ground, asked: dict[str, list[Phrase]], peers: dict[str, Answerer]) -> Report:
    coder = Coder(ground.book())

    def encode(text: str) -> tuple[str, list[str]]:
        answer = coder.code(text)
        return answer.grade, [coded.code for coded in answer.codes] or _asked_for(answer)

    rows: list[Row] = []
    aims: list[Aim] = []
    for what, phrases in asked.items():
        own = _right(encode, phrases)
        rows.append({"asked": what, "n": len(phrases), "of": "mainterm", **own})
        rows += [
            {"asked": what, "n": len(phrases), "of": name, **_right(peer, phrases)} for name, peer in peers.items()
        ]
        if what in LEAST:
            aims.append(Aim(f"first code right, {what}", own["first"], LEAST[what], least=True))
    return Report(
        "The books' own words: the first code begins with the code that the book gives",
        tuple(rows),
        tuple(aims),
        ("BM25 over the Index has each index line in its corpus: there it shows that nothing is lost, no more",),
    )


def _asked_for(answer: Answer) -> list[str]:
    """The headings of which an answer without a code asks the digit."""
    return [question.id.upper() for question in answer.questions if question.kind is Asks.DIGIT]


def _right(answer: Answerer, phrases: Sequence[Phrase]) -> dict[str, float]:
    """Shares: the first code right; one of the first five; and what a grade of complete is worth, for who grades."""
    first = five = complete = wrong = 0
    graded = False
    for phrase in phrases:
        grade, codes = answer(phrase.text)
        right = [code.startswith(phrase.code) for code in codes[:5]]
        first += right[:1] == [True]
        five += any(right)
        graded |= bool(grade)
        complete += grade == Grade.COMPLETE
        wrong += grade == Grade.COMPLETE and right[:1] != [True]
    share = 1 / max(1, len(phrases))
    shares = {"first": first * share, "of 5": five * share}
    return shares | ({"complete": complete * share, "wrong/cpl": wrong / max(1, complete)} if graded else {})


def _ranked(peer: Ranked) -> Answerer:
    return lambda text: ("", peer.codes(text))


def _cases(ground: Ground, peer: Ranked) -> Report:
    """The open cases, as the command line answers them and as their own scorer scores them."""
    answers = ground.scratch / "answers.jsonl"
    answers.write_text(_command_line(ground), "utf-8")
    theirs = ground.scratch / "peer.jsonl"
    theirs.write_text("".join(f"{json.dumps(row)}\n" for row in _first_codes(ground.cases, peer)), "utf-8")
    scores = sorted(_scored(ground, answers).items(), key=lambda kind: (kind[0] != "all", -kind[1]["n"]))
    rows: list[Row] = [{"kind": kind, **shares} for kind, shares in scores]
    beside = {k: _scored(ground, theirs)["all"][k] for k in ("n", "exact", "first", "recall")}
    return Report(
        "The open cases, scored by their own scorer",
        (*rows, {"kind": "all, BM25 over Index, terms, titles: its first code", **beside}),
    )


def _command_line(ground: Ground) -> str:
    command = [sys.executable, "-m", "mainterm", "code", "--json", "--edition", ground.edition, "--file"]
    return _output([*command, str(ground.cases)], ground.home)


def _first_codes(cases: Path, peer: Ranked) -> Iterator[dict[str, Any]]:
    for line in filter(str.strip, cases.read_text("utf-8").splitlines()):
        case = json.loads(line)
        yield {"id": case["id"], "grade": "", "codes": peer.codes(case["statement"])[:1]}


def _scored(ground: Ground, answers: Path) -> dict[str, dict[str, float]]:
    command = [sys.executable, str(ground.scorer), str(ground.cases), str(answers), "--json"]
    scores = json.loads(_output(command, ground.home))
    assert isinstance(scores, dict)
    return scores


def _output(command: Iterable[str], home: Path) -> str:
    child = subprocess.run(
        [*command], cwd=ROOT, env=environment_of(home), stdout=subprocess.PIPE, text=True, check=False
    )
    if child.returncode:
        raise Lacking(f"{' '.join(command)}: gave exit status {child.returncode}, see above")
    return child.stdout
