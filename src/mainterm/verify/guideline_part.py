"""A guideline that a proof obeys: it is printed under the section named, and lends its words to the codes it names."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from mainterm.model.code import named_in, within
from mainterm.model.proof import Step
from mainterm.model.terms import lent_by_guideline
from mainterm.verify.library import Library
from mainterm.verify.refusal import require

GUIDELINES = "guidelines"
"""The role of the Official Guidelines."""


_HEADINGS: Final = {"H2": re.compile(r"(\d{1,2})\.? "), "H3": re.compile(r"(\d{1,2}\.\d{1,2}) ")}
"""The numbered headings of the Guidelines up to FY2002, by their styles."""
_LETTERED: Final = re.compile(r"([A-Z])\.? ")

_LABELLED: Final = re.compile(r"\(?\w{1,4}[.)] |Section ")


def words_lent(step: Step, code: str, library: Library) -> frozenset[str]:
    """The stems of a paragraph that names `code` or what stands above it: they may stand in for words not said.

    A paragraph that names neither (one on sequence, say) lends nothing.
    """
    require(step.words, "the guideline is obeyed for no word of the statement")
    require(step.code == code, f"the guideline is obeyed for {step.code or 'no code'}, not for {code}")
    require(_stands_under(step, library), f"the paragraph does not stand under {step.detail or 'a section'}")
    named = any(within(code, span) for span in named_in(step.text))
    return lent_by_guideline(step.text) if named else frozenset()


def _stands_under(step: Step, library: Library) -> bool:
    """Whether the section's last label begins the paragraph, or the nearest heading above it; a whole section is bold.

    There the nearest line that bears a label is the heading (I.C.6.b, page 35).
    """
    if step.detail[:1].isdigit():
        return _stands_under_number(step, library)
    label = re.compile(rf"\(?{re.escape(step.detail.rpartition('.')[2])}[.)]|{re.escape(step.detail)} ")
    paragraphs = library.paragraphs(step.source.document)
    above = [p for number in range(step.source.paragraph, -1, -1) if (p := paragraphs[number]).bold]
    labelled = (p for p in above if _LABELLED.match(p.plain))
    heads = [paragraphs[step.source.paragraph], *above[:1], *islice(labelled, 1)]
    return bool(step.detail) and any(label.match(head.plain) for head in heads)


def _stands_under_number(step: Step, library: Library) -> bool:
    """Whether the numbered heading next above, and behind it the letter, are those of the section: `4.2`, `5.1.A`."""
    paragraphs = library.paragraphs(step.source.document)
    letter = ""
    for number in range(step.source.paragraph, -1, -1):
        paragraph = paragraphs[number]
        form = _HEADINGS.get(paragraph.style)
        if form and (found := form.match(paragraph.plain)):
            return step.detail == f"{found[1]}.{letter}".rstrip(".")
        if not letter and paragraph.style == "H4" and (found := _LETTERED.match(paragraph.plain)):
            letter = found[1]
    return False
