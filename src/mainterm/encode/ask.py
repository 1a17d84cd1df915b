"""The questions that are open: a digit that the words do not decide, a subterm that would say more."""

from __future__ import annotations

from collections.abc import Sequence

from mainterm.encode.outline import Entry
from mainterm.encode.settle import Settled
from mainterm.encode.statement import Statement
from mainterm.encode.walk import Way
from mainterm.model.answer import Option, Question


def ask(way: Way, settled: Sequence[Settled]) -> tuple[Question, ...]:
    """What the record could still say, what decides the code first."""
    asked = [_digit(s) for s in settled if s.options and s.node is not None]
    subterms = tuple(_options(way.last))
    if subterms:
        asked.append(
            Question(f"{way.last.line.head}: does the record say one of these?", subterms, way.last.line.source)
        )
    return tuple(asked)


def ask_meaning(readings: Sequence[tuple[Statement, tuple[str, ...]]]) -> tuple[Question, ...]:
    """Which meaning of an abbreviation is meant, where readings that serve alike lead to other codes."""
    options = {
        "; ".join(gloss.put for gloss in statement.glosses if gloss.place): codes[0] if codes else ""
        for statement, codes in readings
    }
    spelt = [Option(meaning, code) for meaning, code in options.items() if meaning]
    return (Question("which of these is meant?", tuple(spelt)),) if len(spelt) > 1 else ()


def _digit(settled: Settled) -> Question:
    node = settled.node
    assert node is not None
    code = node.code if not node.valid else node.parent
    options = tuple(Option(child.title, child.code) for child in settled.options)
    return Question(f"{code}: which of these does the record support?", options, settled.options[0].source)


def _options(entry: Entry) -> list[Option]:
    found: list[Option] = []
    for child in entry.children:
        if child.connective:
            found += [Option(f"{child.line.head} {o.text}", o.code) for o in _options(child)]
        else:
            found.append(Option(child.line.head, child.line.codes[0] if child.line.codes else ""))
    return found
