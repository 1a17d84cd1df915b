"""A way through the Index and a code of the Tabular, written down as a proof."""

from __future__ import annotations

from mainterm.encode.chosen import Chosen
from mainterm.encode.gloss import OF_AGE
from mainterm.encode.statement import Statement, affirmed
from mainterm.model.edition import Book
from mainterm.model.index import Line
from mainterm.model.proof import Proof, Step, StepKind
from mainterm.model.tabular import Level, Node
from mainterm.model.words import stem, words


def prove(book: Book, statement: Statement, chosen: Chosen) -> Proof:
    """The proof of a code: words of ours, guidelines obeyed, the Index lines in order, the column, then the Tabular."""
    finding, settled, node = chosen.finding, chosen.settled, chosen.node
    way, cell = finding.way, finding.cell
    triggers = frozenset[str]().union(*(passage.trigger for passage in chosen.passages))
    meant = affirmed(finding.placed | triggers)
    start, end = statement.span(chosen.span, finding.placed)
    said = statement.text[start:end].strip()
    forms = frozenset(words(said))
    written = frozenset(map(stem, forms))
    here = written.union(*(g.means for g in statement.glosses if g.said <= written))
    glosses = (*(g for g in statement.glosses if g.means & meant and g.said <= here), *way.glosses, *settled.glosses)

    def spelt(stems: frozenset[str]) -> tuple[str, ...]:
        return tuple(word for word in statement.spelt(stems) if word in forms)

    steps: list[Step] = []
    for gloss in dict.fromkeys(glosses):
        read = gloss.step(spelt(gloss.said | {OF_AGE} if gloss.of_quantity else gloss.said))
        if not read.words:
            continue
        steps += [*(_answer(read, one.option.text) for one in gloss.answered if one.option.text == gloss.put), read]
    for passage in chosen.passages:
        cited = Step(passage.kind, passage.source, passage.text, spelt(passage.trigger), node.code, passage.section)
        steps += [_answer(cited, passage.answered), cited] if passage.answered else [cited]
    for move in way.moves:
        line = Step(move.kind, move.entry.line.source, printed(move.entry.line), spelt(move.used | move.free))
        steps += [_answer(line, move.answered), line] if move.answered else [line]
    if cell is not None:
        row = way.last.line
        column = Step(StepKind.COLUMN, row.source, printed(row), spelt(cell.used), cell.code, cell.column)
        steps += [*(_answer(column, answer.option.text) for answer in cell.answered), column]
    if finding.sending:
        note = finding.sending.note
        steps += _tabular_steps(book, finding.sending.at, ())
        words_used = spelt(finding.sending.words)
        steps.append(Step(StepKind.TABULAR_NOTE, note.source, note.text, words_used, node.code))
    told = {answer.option.code: answer.option.text for answer in settled.answered}
    for step in _tabular_steps(book, node, spelt(settled.used)):
        steps += [_answer(step, told[step.code]), step] if step.code in told else [step]
    return Proof(said, book.manifest.name, book.manifest.hash, node.code, tuple(steps))


def _answer(step: Step, said: str) -> Step:
    """What stands before a step that the coder has chosen."""
    return Step(StepKind.ANSWER, step.source, step.text, detail=said)


def printed(line: Line) -> str:
    """The paragraph of an index line as it stands, whole."""
    return line.printed or line.text


def _tabular_steps(book: Book, node: Node, words_used: tuple[str, ...]) -> list[Step]:
    """The lines from the category down. E849 is passed over: its category has no line (Dtab12.rtf)."""
    above = (part for part in book.ancestors(node) if part.level not in (Level.CHAPTER, Level.SECTION))
    return [
        Step(
            StepKind.TABULAR if part.printed else StepKind.DIGIT,
            part.source,
            _paragraph(part),
            words_used if part is node else (),
            part.code,
        )
        for part in (*above, node)
        if part.printed or part.box.document
    ]


def _paragraph(node: Node) -> str:
    """The paragraph of a code or of a digit, with an inclusion term that shares it (518.84, Dtab12.rtf ¶14512)."""
    begin = node.code if node.printed else node.code[-1]
    return " ".join((begin, node.title, *(note.text for note in node.notes if note.source == node.source)))
