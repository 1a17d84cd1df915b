"""Resolves the cross-references of the indexes: the words behind *see* to the lines that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mainterm.model.edition import Problem
from mainterm.model.index import COLUMNS, Index, Line, Reference, Table
from mainterm.read.index_outline import Outline, spoken

_KINDS: Final = (
    r"(?:sites?|types?|stage|level|(?:micro)?organisms?|parasite|enzyme|hormone|substance|degree|region|name)"
)
_BY_SITE: Final = re.compile(
    rf",?\s*\b(?:(?:by|of) (?:specif(?:ic|ied) )?|due to, specific ){_KINDS}\b(?: uncertain)?(?: (?:and|or) {_KINDS})?"
    r"(?: of (?:tissue origin|disease|machine|substance|procedure|operation|device|noxious foodstuff))?"
)
"""Where a target leaves it to the coder to choose among the subterms."""

_SEVERAL: Final = re.compile(r"\s*;\s*|,?\s+(?:and|or)\s+(?=[A-Z])")
_LISTED: Final = re.compile(r",\s*(?:(?:and|or)\s+)?(?=[A-Z])|,?\s+(?:and|or)\s+")
_GENERAL: Final = re.compile(
    r"specif(?:ic|ied) \w+|\w+ specified|nature (?:and site )?of injury|problem|manner of accident|condition.*"
)
"""Targets that name no line of the index but whatever the record speaks of."""

_TABLE: Final = re.compile(r"\bTable of Drugs\b")
_GLOSS: Final = re.compile(r"\([^()]*\)|\[[^\]]*\]|\)")
_CATEGORY: Final = re.compile(r"(?:either |;\s*)?\bcategor(?:y|ies)\b(?:\s+[VE]?\d[\d., E-]*)?")
_COLUMNS: Final = {
    table: frozenset(word for column in COLUMNS[table] for word in spoken(column)) | {"uncertain", "behavior", "nature"}
    for table in (Table.HYPERTENSION, Table.NEOPLASM)
}


def resolve(lines: Sequence[Line]) -> tuple[list[Line], list[Problem]]:
    """The lines with the targets of their references found; a target that names no line is a problem."""
    resolver = _Resolver(lines)
    resolved = list(lines)
    problems: list[Problem] = []
    for line in lines:
        if line.references:
            references = tuple(resolver.resolved(line, reference) for reference in line.references)
            resolved[line.id] = replace(line, references=references)
            problems += [
                Problem("reference", f"no line is named by {reference.kind} {reference.target}", line.source)
                for reference in references
                if not (reference.lines or reference.codes or names_no_line(reference))
            ]
    return resolved, problems


def names_no_line(reference: Reference) -> bool:
    """Whether a reference speaks of the condition itself, of whatever the record names, or of a whole table."""
    return bool(_GENERAL.fullmatch(reference.target) or _TABLE.search(reference.target))


class _Resolver:
    """Finds targets, each once: first by all their words in order, then more loosely, never by some of them only."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._outline = Outline(lines)
        self._known: dict[tuple[Index, str], tuple[tuple[int, ...], bool]] = {}

    def resolved(self, line: Line, reference: Reference) -> Reference:
        """The reference with the ids of the lines that it names; never the line that it stands in."""
        target = " ".join(_CATEGORY.sub("", _GLOSS.sub("", reference.target)).split())
        if names_no_line(reference) or not spoken(target) or target[0].isdigit():
            return reference
        key = line.index, target
        if key not in self._known:
            self._known[key] = self._anywhere(line.index, target)
        found, by_site = self._known[key]
        if line.id in found:
            found, by_site = self._anywhere(line.index, target, but=line.id)
        if not found:
            found, by_site = self._nearby(line, target), False
        return replace(reference, lines=found, by_site=by_site)

    def _anywhere(self, index: Index, target: str, but: int = -1) -> tuple[tuple[int, ...], bool]:
        """The lines that a target names in its index, `but` one, and whether it leaves a choice below them."""
        for loosely in (False, True):
            for parting in (None, _SEVERAL, _LISTED):
                targets = [one for one in parting.split(target) if one] if parting else [target]
                if parting is None or len(targets) > 1:
                    found = [self._one(index, one, loosely, but) for one in targets]
                    if all(lines for lines, _ in found):
                        lines = tuple(dict.fromkeys(line for lines, _ in found for line in lines))
                        return lines, any(by_site for _, by_site in found)
            inverted = ((), False) if loosely else self._one(index, _last_inverted(target), False, but)
            if inverted[0]:
                return inverted
        return (), False

    def _one(self, index: Index, target: str, loosely: bool, but: int) -> tuple[tuple[int, ...], bool]:
        """The lines that a single target names: with its *by site* as a choice, else as words."""
        if phrase := _BY_SITE.search(target):
            found = self._find(index, spoken(target[: phrase.start()]), loosely, but)
            behind = spoken(target[phrase.end() :])
            if lines := tuple(line for line in found if self._holds_below(line, behind)):
                return lines, True
        return self._find(index, spoken(target), loosely, but), False

    def _find(self, index: Index, named: tuple[str, ...], loosely: bool, but: int) -> tuple[int, ...]:
        """The lines that words name; the column of a table at their end is no line."""
        if found := self._outline.find(index, named, loosely, but):
            return found
        mains = self._outline.find(index, named[:1])
        columns = next((told for main in mains if (told := _COLUMNS.get(self._lines[main].table))), None)
        if columns is None:
            return ()
        return self._outline.find(index, tuple(word for word in named if word not in columns), loosely, but)

    def _holds_below(self, line: int, behind: tuple[str, ...]) -> bool:
        """Whether the words behind *by site* are found below the line, or are a column of its table."""
        columns = _COLUMNS.get(self._lines[line].table, frozenset())
        left = tuple(word for word in behind if word not in columns)
        return not left or self._outline.anywhere_below(line, left)

    def _nearby(self, line: Line, target: str) -> tuple[int, ...]:
        """The lines that a target names from where the reference stands, nearest first: `see intercostal catheter`."""
        named, but = spoken(target), line.id
        while line.parent >= 0:
            line = self._lines[line.parent]
            if found := self._outline.descend(line.id, named, but):
                return found
        return ()


def _last_inverted(target: str) -> str:
    """A target with its last two phrases in the other order, and without hyphens."""
    first, *phrases = target.replace("-", "").split(",")
    return ",".join((first, *phrases[:-2], *reversed(phrases[-2:])))
