"""Proofs written as tables, a step a line: kind, paragraph, words, code or detail; and proofs with a fault in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import assume
from hypothesis.strategies import DrawFn, composite, integers, one_of, sampled_from, text

from mainterm.editions.declared import declared_edition
from mainterm.model.edition import Document, Manifest
from mainterm.model.proof import Proof, Step, StepKind
from mainterm.model.source import Source
from mainterm.model.words import words
from mainterm.read.archive import read_document
from mainterm.verify.library import Library
from mainterm.verify.ours import OURS

_BY_DETAIL = (StepKind.COLUMN, StepKind.BOX)


def library_of(name: str, folder: Path) -> Library:
    """The documents of a declared edition, from the folder of its published files, read when they are first wanted."""
    declared = declared_edition(name)
    documents = tuple(Document(d.name, d.role, d.sha256, 0) for d in declared.documents)
    manifest = Manifest(
        declared.name, declared.title, declared.year, declared.effective, 1, "test", declared.hash, documents, {}
    )
    return Library(manifest, opener(name, folder))


def opener(name: str, folder: Path) -> Callable[[str], bytes]:
    """What gives the bytes of a document of the edition by its name."""
    documents = {document.name: document for document in declared_edition(name).documents}
    return lambda wanted: read_document(folder / documents[wanted].published.place, documents[wanted].member)


def proof(library: Library, statement: str, table: str) -> Proof:
    """The proof whose steps are the lines of `table`; each quotes its paragraph. Its code is the last step's.

    A line is `kind | document paragraph | words used | code`; for a column or a box its name or digit is the last, and
    a guideline has its section behind the code.
    """
    steps = [_step(library, *(cell.strip() for cell in row.split("|"))) for row in table.strip().splitlines()]
    return Proof(statement, library.manifest.name, library.manifest.hash, steps[-1].code, tuple(steps))


def _step(library: Library, kind: str, place: str, used: str = "", last: str = "", section: str = "") -> Step:
    document, number = place.split()
    step = Step(StepKind(kind), Source(document, int(number)), "", tuple(used.split()), detail=section)
    step = replace(step, detail=last) if step.kind in _BY_DETAIL else replace(step, code=last)
    return replace(step, text=library.paragraphs(document)[int(number)].plain)


def quoting(library: Library, step: Step, number: int) -> Step:
    """The step at another paragraph of its document, with the text that stands there."""
    quoted = library.paragraphs(step.source.document)[number].plain
    return replace(step, source=Source(step.source.document, number), text=quoted)


@composite
def mutants(draw: DrawFn, library: Library, proofs: Sequence[Proof]) -> tuple[str, Proof]:
    """A proof of `proofs` in which one thing is not as it should be, and what that is."""
    whole = draw(sampled_from(proofs))
    steps = list(whole.steps)
    at = draw(integers(0, len(steps) - 1))
    step = steps[at]
    what = draw(sampled_from(_MUTATIONS))
    if what == "another code":
        return what, replace(whole, code=draw(sampled_from([p.code for p in proofs if p.code != whole.code])))
    if what == "another statement":
        return what, replace(whole, statement=draw(_WORD))
    if what == "another edition":
        return what, replace(whole, manifest=draw(text("0123456789abcdef", min_size=64, max_size=64)))
    if what == "a step dropped":
        del steps[at]
    elif what == "a step twice":
        steps.insert(at, step)
    elif what == "a step of another proof":
        steps.insert(at, draw(sampled_from([s for p in proofs for s in p.steps if s not in whole.steps])))
    elif what == "a step that is no line of the Tabular List":
        steps.insert(at, replace(quoting(library, whole.steps[-1], whole.steps[-1].source.paragraph - 1), code=""))
    elif what == "steps swapped":
        other = draw(integers(0, len(steps) - 1).filter(lambda n: n != at))
        steps[at], steps[other] = steps[other], steps[at]
    elif what == "another code at a step":
        assume(step.code)
        steps[at] = replace(step, code=draw(sampled_from([p.code for p in proofs]).filter(lambda c: c != step.code)))
    elif what == "an invented word":
        steps[at] = replace(step, words=(*step.words, draw(_WORD.filter(lambda w: w not in words(whole.statement)))))
    elif what == "another text":
        steps[at] = replace(step, text=step.text + draw(_WORD))
    else:
        assume(step.kind not in OURS)
        last = len(library.paragraphs(step.source.document)) - 1
        near = integers(max(0, step.source.paragraph - 30), min(last, step.source.paragraph + 30))
        number = draw(one_of(near, integers(0, last)).filter(lambda n: n != step.source.paragraph))
        moved = replace(step, source=replace(step.source, paragraph=number))
        steps[at] = moved if what == "another paragraph" else quoting(library, step, number)
    return what, replace(whole, steps=tuple(steps))


_MUTATIONS = (
    "another code",
    "another statement",
    "another edition",
    "a step dropped",
    "a step twice",
    "a step of another proof",
    "a step that is no line of the Tabular List",
    "steps swapped",
    "another code at a step",
    "an invented word",
    "another text",
    "another paragraph",
    "another line",
)
_WORD = text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12)
