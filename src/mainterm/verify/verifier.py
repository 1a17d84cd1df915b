"""Re-checks a proof, step by step, against the official documents, and says the first thing that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Final

from mainterm.model.proof import Proof, Step, StepKind
from mainterm.model.words import fold
from mainterm.verify.answered import check_answer, taken_steps
from mainterm.verify.guideline_part import GUIDELINES, words_lent
from mainterm.verify.index_part import IndexPart
from mainterm.verify.library import Library
from mainterm.verify.ours import OURS, check_ours
from mainterm.verify.refusal import Refusal, require
from mainterm.verify.statement import Statement, is_word_for_word, read_statement
from mainterm.verify.tabular_part import TabularPart
from mainterm.verify.term_part import check_term, titles_over

_IN_TABULAR = frozenset((StepKind.TABULAR, StepKind.DIGIT, StepKind.TABULAR_NOTE))
_LINES = frozenset((StepKind.TABULAR, StepKind.DIGIT))
_BEFORE_THE_BOOKS = frozenset((*OURS, StepKind.GUIDELINE))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a proof is accepted; if not, why, in plain words with the step's number."""

    accepted: bool
    reasons: tuple[str, ...] = ()


def verify(proof: Proof, library: Library) -> Verdict:
    """Follow the proof through the documents of `library`. Raises Unreadable if one of them cannot be read."""
    place = "the proof"
    taken = tuple(taken_steps(proof.steps))
    before = tuple(takewhile(lambda one: one.step.kind in (*_BEFORE_THE_BOOKS, StepKind.TABULAR_NOTE), taken))
    book = taken[len(before) :]
    try:
        _check_edition(proof, library)
        statement = read_statement(proof.statement)
        lent: frozenset[str] = frozenset()
        titles: frozenset[str] = frozenset()
        term = ""
        said = [one.step for one in before]
        for at, (number, step, answer) in enumerate(before):
            place = f"step {number} ({step.kind})"
            _check_words(step, statement)
            require(step not in said[:at], "says again what an earlier step has said")
            if step.kind is StepKind.GUIDELINE:
                require(answer is None, "a guideline is not for the coder to choose")
                _check_paragraph(step, library, GUIDELINES)
                lent |= words_lent(step, proof.code, library)
            elif step.kind is StepKind.TABULAR_NOTE:
                _check_paragraph(step, library, "tabular.")
                term = check_term(step, answer, proof.code, proof.statement, library)
                titles = titles_over(step, term, library)
            else:
                check_ours(step, statement, library)
                check_answer(step, answer, (step.detail,))
                joined = step.kind is StepKind.SPELLING and len(step.words) > 1
                statement = statement.with_ours(step.words, step.detail, as_pieces=joined)
        if is_word_for_word(_spelt(proof.statement, said), _heads([one.step for one in book], library)):
            statement = statement.as_printed()
        claimed = statement.claim(word for one in book for word in one.step.words)
        index = IndexPart(library, statement, lent, titles)
        tabular = TabularPart(library, index, claimed, statement, term)
        for number, step, answer in book:
            require(step.kind not in _BEFORE_THE_BOOKS, "comes after a line of the books")
            place = f"step {number} ({step.kind}, {step.source})"
            require(step.kind is not StepKind.ANSWER, "no step takes up what was answered")
            in_tabular = step.kind in _IN_TABULAR
            _check_paragraph(step, library, "tabular." if in_tabular else "index.")
            _check_words(step, statement)
            if in_tabular:
                if not tabular.code:
                    index.give_way(_first_end(proof), library.tabular(step.source.document))
                tabular.take(step, answer)
            else:
                require(not tabular.code, "goes back to the Index from the Tabular List")
                index.take(step, answer)
        place = "the proof"
        tabular.close(proof.code)
        index.close(tabular.left or proof.code, by_term=bool(term))
    except Refusal as refusal:
        return Verdict(False, (f"{place}: {refusal}",))
    return Verdict(True)


def _first_end(proof: Proof) -> str:
    """The code to which the Index has led: the proof's own, or the one at which a note sends elsewhere."""
    pairs = pairwise(proof.steps)
    return next((b.code for b, note in pairs if note.kind is StepKind.TABULAR_NOTE and b.kind in _LINES), proof.code)


def _spelt(text: str, ours: Sequence[Step]) -> str:
    """The statement with its spellings mended."""
    for step in ours:
        if step.kind is StepKind.SPELLING:
            text = re.sub(rf"\b{re.escape(fold(' '.join(step.words)))}\b", step.detail, fold(text))
    return text


def _heads(book: Sequence[Step], library: Library) -> list[str]:
    """The essential words of the proof's main term and the subterms right below it, as printed."""
    down = takewhile(lambda step: step.kind in (StepKind.MAIN_TERM, StepKind.SUBTERM), book)
    lines = [(step.source.document, step.source.paragraph) for step in down if library.role(step.source.document)]
    return [library.outline(name).readings(number)[0].essential for name, number in lines if number >= 0]


def _check_edition(proof: Proof, library: Library) -> None:
    manifest = library.manifest
    require(proof.edition == manifest.name, f"is of the edition {proof.edition}, not {manifest.name}")
    require(proof.manifest == manifest.hash, "is of other documents than this edition's: the manifest's hash differs")


_LABEL: Final = re.compile(r"^\(?\w{1,4}[.)] ?")
"""What stands before the first sentence of a guideline without a title: `(ii)`."""


def _check_paragraph(step: Step, library: Library, part: str) -> None:
    """The step's line is there: the document is one of the edition's, of the right kind, and says what is quoted."""
    name, number = step.source.document, step.source.paragraph
    require(library.role(name).startswith(part), f"{name} is no document of the edition in which such a line stands")
    paragraphs = library.paragraphs(name)
    require(0 <= number < len(paragraphs), "there is no such paragraph")
    require(paragraphs[number].plain, "the paragraph is blank")
    tabular = library.tabular(name) if part == "tabular." else None
    whole = _squeezed(tabular.text_at(number) if tabular else paragraphs[number].text)
    quoted = (whole, _LABEL.sub("", whole)) if part == GUIDELINES else (whole,)
    second = _squeezed(tabular.second_line(number)[1]) if tabular else ""
    if second:
        quoted = (second, whole.removesuffix(second))
    require(_squeezed(step.text) in quoted, "the paragraph says something else than is quoted")


def _check_words(step: Step, statement: Statement) -> None:
    """The step's words are the statement's own."""
    foreign = [word for word in step.words if fold(word) not in statement.words]
    require(not foreign, f"the statement has no word {', '.join(foreign)}")


def _squeezed(text: str) -> str:
    """`text` without white space: some codes stand right before their titles (Dtab12.rtf ¶20300)."""
    return "".join(text.split())
