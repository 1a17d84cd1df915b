"""Verifying as the surfaces call it: the proofs in a JSON text, each re-checked against its edition's documents."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mainterm.editions.declared import DeclaredDocument, UnknownEdition, declared_edition
from mainterm.model.answer import Answered, Asks
from mainterm.model.proof import Proof
from mainterm.model.serial import from_json, proof_from_json
from mainterm.model.source import Source, Unreadable
from mainterm.read.archive import read_document, read_member
from mainterm.service.home import documents_path
from mainterm.service.installed import manifest_of
from mainterm.verify.codes import read_scope
from mainterm.verify.library import Library
from mainterm.verify.verifier import Verdict, verify

_BLANK: Final = re.compile(r"\s*")

Libraries = dict[str, Library | None]
"""The documents of editions by their names; None for a name that no edition has."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A code that is claimed for a statement, and its proof, which may be for a part of the statement.

    `asked` are the notes, with the codes taken, that the coder has answered: words that were added to the statement.
    """

    statement: str
    code: str
    proof: Proof
    asked: tuple[tuple[Source, str], ...] = ()


def read_claims(text: str) -> list[Claim]:
    """The claims in `text`: JSON objects, one or many, each a proof or an answer whose codes bear their proofs.

    Raises ValueError, with one line, for what is no such thing or holds no proof.
    """
    claims = [claim for value in _objects(text) for claim in _claims(value)]
    if not claims:
        raise ValueError("holds no proof; give a proof, or what mainterm code --json printed")
    return claims


def verify_claims(claims: list[Claim], home: Path, opened: Libraries | None = None) -> Iterator[tuple[Claim, Verdict]]:
    """Each claim with its verdict; the documents of an edition that is among those `opened` are not read anew.

    Raises EditionError and Unreadable where an edition's documents cannot be read.
    """
    libraries = {} if opened is None else opened
    for claim in claims:
        name = claim.proof.edition
        if name not in libraries:
            libraries[name] = _library(name, home)
        yield claim, _judge(claim, libraries[name])


def _judge(claim: Claim, library: Library | None) -> Verdict:
    if library is None:
        return Verdict(False, (f"the proof: names the edition {claim.proof.edition!r}, which is not known",))
    part, whole = (" ".join(text.split()) for text in (claim.proof.statement, claim.statement))
    if claim.code != claim.proof.code or not (part in whole or _is_asked_for(claim, library)):
        return Verdict(
            False, (f"the proof: is of {claim.proof.code} for {claim.proof.statement!r}, the answer is not",)
        )
    return verify(claim.proof, library)


def _is_asked_for(claim: Claim, library: Library) -> bool:
    """Whether the coder has answered a note of the Tabular List with this code, and the note does print it."""
    for source, code in claim.asked:
        if code and claim.code.startswith(code) and library.role(source.document).startswith("tabular."):
            paragraphs = library.paragraphs(source.document)
            printed = paragraphs[source.paragraph].plain if 0 <= source.paragraph < len(paragraphs) else ""
            if read_scope(printed, library.volume(source.document)).covers(claim.code):
                return True
    return False


def _library(name: str, home: Path) -> Library | None:
    """The documents that are kept beside the installed edition; None where no edition has this name."""
    try:
        declared = declared_edition(name)
    except UnknownEdition:
        return None
    documents = {document.name: document for document in declared.documents}
    folder = documents_path(home, declared.name)
    return Library(manifest_of(name, home), lambda wanted: _open(documents[wanted], folder))


def _open(document: DeclaredDocument, folder: Path) -> bytes:
    """The document as published: its file's hash is checked each time."""
    data = read_document(folder / document.file)
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise Unreadable(document.file, "is not the file as published", "install the edition again")
    return read_member(data, document.member, document.file) if document.member else data


def _objects(text: str) -> Iterator[Any]:
    """The JSON values that stand one behind the other in `text`."""
    decoder = json.JSONDecoder()
    at = _next(text, 0)
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except ValueError as error:
            raise ValueError(f"is not JSON: {error}") from None
        except RecursionError:
            raise ValueError("is not JSON that can be read: it nests too deep") from None
        at = _next(text, at)
        yield value


def _next(text: str, at: int) -> int:
    """Where the next value begins."""
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _claims(value: Any) -> Iterator[Claim]:
    if not isinstance(value, dict):
        raise ValueError("holds something that is neither a proof nor an answer; give objects")
    if "codes" not in value:
        proof = proof_from_json(value)
        yield Claim(proof.statement, proof.code, proof)
        return
    coded = value["codes"]
    if not isinstance(coded, list) or not all(isinstance(each, dict) and "proof" in each for each in coded):
        raise ValueError("an answer's codes are not a list of codes with proofs")
    asked = tuple(_asked(value.get("answered", [])))
    for number, each in enumerate(coded):
        proof = proof_from_json(each["proof"], f"codes[{number}].proof")
        yield Claim(str(value.get("statement", "")), str(each.get("code", "")), proof, asked)


def _asked(answered: Any) -> Iterator[tuple[Source, str]]:
    """The notes that were answered, each with the code taken."""
    if not isinstance(answered, list):
        raise ValueError("what an answer's questions were answered with is not a list")
    for number, each in enumerate(answered):
        said = from_json(Answered, each, f"answered[{number}]")
        if said.question.kind is Asks.ADDITIONAL:
            yield said.question.source, said.option.code
