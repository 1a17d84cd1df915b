"""Accuracy: the open cases by kind, and the books' own words asked back, beside BM25 over the same books."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.child import environment_of
from bench.figures import Aim, Report, Row
from bench.ground import ROOT, Ground, Lacking
from bench.peers import Ranked
from bench.phrases import (
    Phrase,
    inclusion_terms,
    index_lines,
    mistyped,
    some,
    table_rows,
    titles,
    told_apart_terms,
)
from mainterm.encode.coder import Coder
from mainterm.encode.companions import asks_for
from mainterm.model.answer import Answer, Asks, Grade
from mainterm.model.edition import Book
from mainterm.model.tabular import Node, NoteKind
from mainterm.model.words import stems

LEAST = {"index lines": 0.999, "with a typing error": 0.985, "inclusion terms": 0.95}
INCLUSIONS = 2000


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered: codes, best first; `grade` is "" where there is none.

    `besides` are the codes that an answer gives though another is first: behind one that the Tabular has coded first,
    or as one of those under whose titles it asks which is meant.
    """

    codes: Sequence[str]
    grade: str = ""
    besides: Sequence[str] = ()


Answerer = Callable[[str], Answered]
"""From a statement to its answer."""


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
    asked = _asked(index, inclusions, told_apart_terms(ground.database), lines)
    return _cases(ground, everything), _books(ground, asked, peers)


def _asked(
    index: list[Phrase], inclusions: list[Phrase], told_apart: list[Phrase], lines: int | None
) -> dict[str, list[Phrase]]:
    """What is asked of everyone, by what it is called."""
    drawn = some(index, lines)
    number = None if lines is None else min(lines, INCLUSIONS)
    terms = some(told_apart, number)
    printed = {frozenset(stems(phrase.text)) for phrase in index}
    return {
        "index lines": drawn,
        "with a typing error": [slip for phrase in drawn if (slip := mistyped(phrase))],
        "inclusion terms": terms,
        "of them in no index line's words": [p for p in terms if frozenset(stems(p.text)) not in printed],
        "inclusion terms, all without titles": some(inclusions, number),
    }


def _books(ground: Ground, asked: dict[str, list[Phrase]], peers: dict[str, Answerer]) -> Report:
    book = ground.book()
    coder = Coder(book)

    def encode(text: str) -> Answered:
        answer = coder.code(text)
        codes = [coded.code for coded in answer.codes] or _asked_for(answer, Asks.DIGIT)
        return Answered(codes, answer.grade, [*_behind(book, answer), *_asked_for(answer, Asks.MEANING)])

    rows: list[Row] = []
    aims: list[Aim] = []
    for what, phrases in asked.items():
        own = _right(encode, phrases)
        rows.append({"asked": what, "n": len(phrases), "of": "mainterm", **own})
        rows += [
            {"asked": what, "n": len(phrases), "of": name, **_right(peer, phrases)} for name, peer in peers.items()
        ]
        if what in LEAST:
            aims.append(Aim(f"first, {what}", own["first"], LEAST[what], least=True))
    return Report(
        "The books' own words: the first code begins with the code that the book gives",
        tuple(rows),
        tuple(aims),
        (
            "BM25 over the Index has each index line in its corpus: there it shows that nothing is lost, no more",
            "an inclusion term is asked in its own words; behind its titles and a colon (one in ten), where the books",
            "have the same words at another code too: the Tabular, or the Index, which comes first",
            "given: the first code; or behind one that is coded first; or one of those between which it asks",
        ),
    )


def _asked_for(answer: Answer, kind: Asks) -> list[str]:
    """The headings of which an answer asks the digit, or the codes between which it asks."""
    asked = [question for question in answer.questions if question.kind is kind]
    if kind is Asks.DIGIT:
        return [question.id.upper() for question in asked]
    return [option.code for question in asked for option in question.options]


def _behind(book: Book, answer: Answer) -> list[str]:
    """The codes before which the Tabular List has another of the answer."""
    nodes = [node for coded in answer.codes if (node := book.node(coded.code))]
    first = [(n, node) for n, node in enumerate(nodes) if all(_is_before(book, node, each) for each in nodes[:n])]
    return [node.code for n, node in first if n]


def _is_before(book: Book, node: Node, other: Node) -> bool:
    """Whether the other is to be coded first."""
    return node.manifestation or asks_for(book, node, other.code) is NoteKind.CODE_FIRST


def _right(answer: Answerer, phrases: Sequence[Phrase]) -> dict[str, float]:
    """Shares: the first code right; given at all; one of the first five; what complete is worth, for who grades."""
    first = given = five = complete = wrong = 0
    graded = False
    for phrase in phrases:
        found = answer(phrase.text)
        right = [code.startswith(phrase.code) for code in found.codes[:5]]
        is_first = right[:1] == [True]
        is_given = is_first or any(code.startswith(phrase.code) for code in found.besides)
        first, given, five = first + is_first, given + is_given, five + any(right)
        graded |= bool(found.grade)
        complete += found.grade == Grade.COMPLETE
        wrong += found.grade == Grade.COMPLETE and not is_given
    share = 1 / max(1, len(phrases))
    shares = {"first": first * share, "given": given * share, "of 5": five * share}
    return shares | ({"complete": complete * share, "wrong/cpl": wrong / max(1, complete)} if graded else {})


def _ranked(peer: Ranked) -> Answerer:
    return lambda text: Answered(peer.codes(text))


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
