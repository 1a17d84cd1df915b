"""An inclusion term that a statement is: the Tabular prints it at one code, whose titles lend the Index their words."""

from __future__ import annotations

from mainterm.model.proof import Step
from mainterm.model.words import stems
from mainterm.verify.library import Library
from mainterm.verify.refusal import require
from mainterm.verify.statement import Statement


def check_term(step: Step, code: str, statement: Statement, library: Library) -> str:
    """The code where the step's paragraph stands as an inclusion term: it has the statement's words, and no others.

    It is `code` or a heading of it, and the term stands at no other.
    """
    require(step.code and step.code == code, f"the term is cited for {step.code or 'no code'}, not for {code}")
    tabular = library.tabular(step.source.document)
    at = tabular.code_of_term(step.source.paragraph)
    require(at, "the paragraph is no inclusion term on a line of its own")
    require(code.startswith(at), f"the term stands at {at}, not at {code} nor above it")
    term = frozenset(stems(step.text))
    require(statement.claim(step.words) == term == statement.stems, "the statement is not the term, word for word")
    require(tabular.codes_with_term(term) == {at}, "the term stands at another code as well")
    return at


def titles_over(step: Step, at: str, library: Library) -> frozenset[str]:
    """The stems that the term lends: its own, and those of the titles of the code and of the headings above it."""
    return frozenset(stems(f"{step.text} {library.tabular(step.source.document).titles_over(at)}"))
