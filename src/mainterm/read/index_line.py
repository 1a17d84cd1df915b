"""Takes one printed line of an index apart: term, modifiers, codes, references, morphology, instruction."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mainterm.model.index import Index, Reference, ReferenceKind


@dataclass(frozen=True, slots=True)
class Entry:
    """What one line says, as far as the line alone can tell. `oddities` are the slips of the pen in it."""

    term: str
    head: str
    nonessential: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    manifestations: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    morphology: tuple[str, ...] = ()
    starred: bool = False
    nec: bool = False
    nos: bool = False
    instruction: str = ""
    oddities: tuple[str, ...] = ()


class Grammar:
    """How codes are written in one index, and where in a line they may stand."""

    def __init__(self, code: str, dotted: str) -> None:
        listed = rf"{code}(?:\s*(?:-|,|and|or|to)\s*{code}|\s*\[{code}\])*"
        behind = rf"(?:(?:^|(?<=[\s.)\]]))(?P<code>{code})|(?<=[a-z])(?P<glued>{dotted}))"
        bracket = rf"\[\s*{code}(?:{code})?\s*(?:\]|$)"
        self.code: Final = re.compile(code)
        self.categories: Final = re.compile(rf"(?:categor(?:y|ies)\s+)?(?P<codes>{listed})(?![\w.]*\w)")
        self.tail: Final = re.compile(
            rf"{behind}(?:\s*-\s*(?P<last>{code}))?(?P<stop>[.,]?)\s*(?P<bracket>(?:{bracket}\s*)*)$"
        )
        self.bracket: Final = re.compile(rf"\[\s*({code})(?P<again>{code})?\s*(?P<close>\]|$)")


_DISEASE: Final = r"(?:V\d\d(?:\.\d{1,2})?|E\d{3}(?:\.\d)?|\d{3}(?:\.\d{1,2})?)"
_DISEASES: Final = Grammar(_DISEASE, r"(?:V\d\d\.\d{1,2}|\d{3}\.\d{1,2})")
_PROCEDURES: Final = Grammar(r"\d\d\.\d{1,2}", r"\d\d\.\d{1,2}")
_GRAMMARS: Final = {
    Index.DISEASES: _DISEASES,
    Index.EXTERNAL: Grammar(r"E\d{3}(?:\.\d)?", r"E\d{3}\.\d"),
    Index.DRUGS: _DISEASES,
    Index.PROCEDURES: _PROCEDURES,
}
_SEE: Final = re.compile(r"(?P<lead>\(\s*|-+\s*\(?\s*|–\s*)?\b[Ss]ee\b[\s,-]*(?P<also>also\b[\s-]*)?")
_MORPHOLOGY: Final = re.compile(r"\(?M(\d{4}/\d)\)?")
_LISTED: Final = re.compile(r"(?:classifi(?:able|ed) to(?:.*(?:,|\band|\bor))?|\bcategor(?:y|ies))\s*$")
_INSTRUCTION: Final = re.compile(r"\s*-+\s*(omit code|code to .+)$")
_UNSPECIFIC: Final = re.compile(r",?\s*\b(NEC|NOS)\b(?:\*)?")
_PARENTHESIS: Final = re.compile(r"[()\[\]]")
_SUFFIX: Final = re.compile(r"(\w+)\(([a-z]{1,4}|-[a-z]+)\)(?![\w-])")


@lru_cache(maxsize=100_000)
def read_line(text: str, index: Index) -> Entry:
    """What the line `text` of `index` says. Blanks are single and stripped in `text`; cells of tables are not in it.

    What was read is kept: nine lines in ten of an edition are those of the one before it.
    """
    grammar = _GRAMMARS[index]
    oddities: list[str] = []
    rest, references = _take_references(text, grammar, oddities) if "ee" in text else (text, ())
    codes: tuple[str, ...] = ()
    manifestations: tuple[str, ...] = ()
    if (tail := grammar.tail.search(rest)) and not _LISTED.search(rest, 0, tail.start()):
        codes, manifestations = _codes(tail, grammar, rest, oddities)
        if references and references[-1].form == "dash" and text.endswith(references[-1].target):
            oddities.append("code before cross-reference")
        rest = rest[: tail.start()].rstrip()
    instruction = _INSTRUCTION.search(rest) if " code" in rest else None
    rest = rest[: instruction.start()] if instruction else rest
    morphology = tuple(f"M{found}" for found in _MORPHOLOGY.findall(rest)) if "M" in rest else ()
    rest = _MORPHOLOGY.sub("", rest) if morphology else rest
    term = _tidy(rest.rstrip(" *.-"))
    head, nonessential = essential(term)
    return Entry(
        term=term,
        head=head,
        nonessential=nonessential,
        codes=codes,
        manifestations=manifestations,
        references=references,
        morphology=morphology,
        starred=rest.endswith("*"),
        nec="NEC" in term,
        nos="NOS" in term,
        instruction=instruction[1] if instruction else "",
        oddities=tuple(oddities),
    )


def _codes(
    tail: re.Match[str], grammar: Grammar, rest: str, oddities: list[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes at the end of a line and the bracketed ones behind them."""
    if tail["glued"] or rest[tail.start() - 1 : tail.start()] in (")", "]"):
        oddities.append("no space before code")
    elif rest[tail.start() - 1 : tail.start()] == ".":
        oddities.append("period before code")
    if tail["stop"]:
        oddities.append("punctuation after code")
    codes = tuple(sys.intern(code) for code in (tail["code"] or tail["glued"], tail["last"]) if code)
    if tail["last"]:
        oddities.append("code range")
    if rest[: tail.start()].endswith(" -"):
        oddities.append("dash before code")
    if tail["bracket"] and not rest[tail.start("bracket") - 1].isspace():
        oddities.append("no space before bracket")
    manifestations = []
    for bracket in grammar.bracket.finditer(tail["bracket"]):
        manifestations.append(sys.intern(bracket[1]))
        if bracket["again"]:
            oddities.append("garbled brackets")
        elif not bracket["close"]:
            oddities.append("unclosed bracket")
    return codes, tuple(manifestations)


def _take_references(text: str, grammar: Grammar, oddities: list[str]) -> tuple[str, tuple[Reference, ...]]:
    """The line without its cross-references, and these. The last is taken first: one may stand in another's target."""
    references: list[Reference] = []
    for see in reversed(list(_SEE.finditer(text))):
        lead = see["lead"] or ""
        form = "paren" if "(" in lead else "dash" if lead else "plain"
        before, behind = text[: see.start()], text[see.end() :]
        if form == "paren":
            target, behind = _to_closing(behind, oddities)
            if not behind:
                target, behind = _split_code(target, grammar)
        else:
            target, behind = _split_code(behind, grammar)
        references.append(_reference(form, bool(see["also"]), target, behind, grammar))
        text = f"{before.rstrip()} {behind.lstrip()}".strip()
    return text, tuple(reversed(references))


def _to_closing(text: str, oddities: list[str]) -> tuple[str, str]:
    """What stands before the parenthesis that closes one opened before `text`, and what stands behind it."""
    depth = 1
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return text[:at], text[at + 1 :]
    oddities.append("unclosed paren in cross-reference")
    return text, ""


def _split_code(text: str, grammar: Grammar) -> tuple[str, str]:
    """A reference's target and the line's own code behind it; categories that a target names belong to the target."""
    if listed := grammar.categories.match(text):
        return listed[0], text[listed.end() :].lstrip(" )")
    if (tail := grammar.tail.search(text)) and not _LISTED.search(text, 0, tail.start()):
        return text[: tail.start()].rstrip(), tail[0]
    return text, ""


def _reference(form: str, also: bool, target: str, behind: str, grammar: Grammar) -> Reference:
    """A reference by its target's words; `see codes` (Pindex12 7133) means the line's own code, `behind` it."""
    target = _tidy(target).rstrip(" ,")
    kind = ReferenceKind.SEE_ALSO if also else ReferenceKind.SEE
    codes: tuple[str, ...] = ()
    if target.startswith("condition"):
        kind = ReferenceKind.SEE_ALSO_CONDITION if also else ReferenceKind.SEE_CONDITION
    elif target == "codes" or grammar.categories.fullmatch(target):
        codes = _ranges(behind if target == "codes" else target, grammar)
        kind = ReferenceKind.SEE_ALSO if also else ReferenceKind.SEE_CATEGORY
    elif "category " in target:
        codes = _ranges(" ".join(re.findall(rf"category ({grammar.code.pattern})", target)), grammar)
    return Reference(kind, form, sys.intern(target), codes=codes)


def _ranges(text: str, grammar: Grammar) -> tuple[str, ...]:
    """The codes and ranges that `text` lists: `633.0-633.9`, `850-854`, `132.0`."""
    code = grammar.code.pattern
    return tuple(re.sub(r"\s*(-|to)\s*", "-", found) for found in re.findall(rf"{code}(?:\s*(?:-|to)\s*{code})?", text))


def _tidy(text: str) -> str:
    """Single blanks, none before a comma."""
    return " ".join(text.split()).replace(" ,", ",")


def essential(term: str) -> tuple[str, tuple[str, ...]]:
    """The essential words of a term, and its modifiers in parentheses or brackets; one within another stays in it.

    A suffix in parentheses that hangs on a word is no modifier: `Acetanilid(e)` gives the fuller word, a plural none.
    """
    modifiers: list[str] = []
    if _PARENTHESIS.search(term):
        term = _SUFFIX.sub(lambda found: _unfold(found, modifiers), term)
        term = _tidy(_outside(term, modifiers))
    if "NEC" in term or "NOS" in term:
        term = _UNSPECIFIC.sub("", term)
    return term.strip(" ,"), tuple(sys.intern(m) for m in modifiers)


def _unfold(found: re.Match[str], modifiers: list[str]) -> str:
    """The word without its suffix; the word with it becomes a modifier where it is more than a plural."""
    word, suffix = found[1], found[2]
    if suffix not in ("s", "es", "ies"):
        modifiers.append(word + suffix)
    return word


def _outside(term: str, modifiers: list[str]) -> str:
    """What of `term` stands outside parentheses; the groups go to `modifiers`, one that is not closed to its end."""
    kept: list[str] = []
    depth = begin = 0
    for parenthesis in _PARENTHESIS.finditer(term):
        at = parenthesis.start()
        if parenthesis[0] in "([":
            if depth == 0:
                kept.append(term[begin:at])
                begin = at + 1
            depth += 1
        elif depth <= 1:
            (modifiers if depth else kept).append(term[begin:at].strip())
            begin, depth = at + 1, 0
        else:
            depth -= 1
    (modifiers if depth else kept).append(term[begin:].strip())
    return " ".join(kept)
