"""An inclusion term that a statement is: printed at one code, or the coder has chosen the titles over it."""

from __future__ import annotations

from mainterm.model.code import told_apart
from mainterm.model.proof import Step
from mainterm.model.terms import is_wording
from mainterm.model.words import fold, stem, stems, words
from mainterm.verify.answered import check_answer
from mainterm.verify.library import Library
from mainterm.verify.outline import printed_stems
from mainterm.verify.refusal import require
from mainterm.verify.tabular import Tabular


def check_term(step: Step, answer: Step | None, code: str, text: str, library: Library) -> str:
    """The code where the step's paragraph stands as an inclusion term, which the statement is.

    It is `code` or a heading of it; the term stands at no other, or at none under the title that the statement says
    before a colon, or the coder has chosen the titles over this one.
    """
    require(step.code and step.code == code, f"the term is cited for {step.code or 'no code'}, not for {code}")
    tabular = library.tabular(step.source.document)
    at = tabular.code_of_term(step.source.paragraph)
    require(at, "the paragraph is no inclusion term on a line of its own")
    require(code.startswith(at), f"the term stands at {at}, not at {code} nor above it")
    whole = frozenset(stem(fold(word)) for word in step.words) == frozenset(stems(text))
    title, term = ("", text) if is_wording(words(text), step.text) else _parted(text)
    require(whole and is_wording(words(term), step.text), "the statement is not the term, word for word")
    chosen = check_answer(step, answer, (tabular.titles_over(at),))
    meant = (each for each in tabular.codes_with_term(term) if _stands_under(title, each, tabular))
    require(chosen or told_apart(sorted(meant)) == (at,), "the term stands at another code as well")
    return at


def _parted(text: str) -> tuple[str, str]:
    """What a statement says before its last colon, and behind it: a title, and a term that stands under it."""
    title, _, term = text.rpartition(":")
    return title, term


def _stands_under(title: str, code: str, tabular: Tabular) -> bool:
    """Whether these words are words of the titles over what is printed at a code."""
    return frozenset(stems(title)) <= frozenset(stems(f"{tabular.titles_over(code)} {tabular.headings_over(code)}"))


def titles_over(step: Step, at: str, library: Library) -> frozenset[str]:
    """The stems that the term lends: its own, those of the titles of the code and of all headings above it, and those
    of the other terms that stand at the code."""
    tabular = library.tabular(step.source.document)
    texts = (step.text, tabular.titles_over(at), tabular.headings_over(at), *tabular.terms_at(at))
    return printed_stems(" ".join(f"({text})" for text in texts))
