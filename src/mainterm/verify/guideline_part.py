"""A guideline that a proof obeys: it is printed under the section named, and lends its words to the codes it names."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from mainterm.model.code import named_in, within
from mainterm.model.proof import Step
from mainterm.model.words import stems
from mainterm.verify.library import Library
from mainterm.verify.refusal import require

GUIDELINES = "guidelines"
"""The role of the Official Guidelines."""


_LABELLED: Final = re.compile(r"\(?\w{1,4}[.)] |Section ")


def words_lent(step: Step, code: str, library: Library) -> frozenset[str]:
    """The stems of a paragraph that names `code` or what stands above it: they may stand in for words not said.

    A paragraph that names neither (one on sequence, say) lends nothing.
    """
    require(step.words, "the guideline is obeyed for no word of the statement")
    require(step.code == code, f"the guideline is obeyed for {step.code or 'no code'}, not for {code}")
    require(_stands_under(step, library), f"the paragraph does not stand under {step.detail or 'a section'}")
    named = any(within(code, span) for span in named_in(step.text))
    return frozenset(stems(step.text)) if named else frozenset()


def _stands_under(step: Step, library: Library) -> bool:
    """Whether the section's last label begins the paragraph, or the nearest heading above it; a whole section is bold.

    There the nearest line that bears a label is the heading (I.C.6.b, page 35).
    """
    label = re.compile(rf"\(?{re.escape(step.detail.rpartition('.')[2])}[.)]|{re.escape(step.detail)} ")
    paragraphs = library.paragraphs(step.source.document)
    above = [p for number in range(step.source.paragraph, -1, -1) if (p := paragraphs[number]).bold]
    labelled = (p for p in above if _LABELLED.match(p.plain))
    heads = [paragraphs[step.source.paragraph], *above[:1], *islice(labelled, 1)]
    return bool(step.detail) and any(label.match(head.plain) for head in heads)
