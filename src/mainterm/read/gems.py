"""Reads the General Equivalence Mappings: a source code, a target, five flags a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from mainterm.model.classification import Classification
from mainterm.model.crosswalk import CrosswalkLines, Equivalent
from mainterm.model.edition import Problem
from mainterm.model.source import Source, Unreadable

Documents = Mapping[str, tuple[str, bytes]]
"""By role (`gem.icd9cm`, named after the classification that it leads from): the document's name and its bytes."""

_LINE: Final = re.compile(r"(\w{3,7})\s+(\w{3,7})\s+([01])([01])([01])(\d)(\d)\s*")
_NONE: Final = ("NoDx", "NoPCS", "NoI9")
_REMEDY: Final = "give the mapping as CMS published it"


def read_gems(documents: Documents) -> CrosswalkLines:
    """The mappings of all documents; where flags contradict a line, the line holds and it is a problem.

    Raises Unreadable for a document that is none.
    """
    problems: list[Problem] = []
    lines: dict[Classification, tuple[Equivalent, ...]] = {}
    for of in Classification:
        document, data = documents[f"gem.{of}"]
        lines[of] = tuple(_read(document, data, of, problems))
    return CrosswalkLines(lines, tuple(problems), {of.value: _census(found) for of, found in lines.items()})


def _read(document: str, data: bytes, of: Classification, problems: list[Problem]) -> Iterator[Equivalent]:
    to = of.counterpart
    for number, text in enumerate(data.decode("ascii", "replace").splitlines()):
        place = Source(document, number)
        match = _LINE.fullmatch(text)
        if not match:
            raise Unreadable(document, f"line {number + 1} is no mapping", _REMEDY)
        source, target, approximate, no_map, combination, scenario, choice_list = match.groups()
        code, mapped, parts = of.dotted(source), target not in _NONE, (int(scenario), int(choice_list))
        if (no_map == "0") != mapped:
            problems.append(Problem("no-map-flag", f"{code}: no map flag {no_map} beside target {target}", place))
        if (combination == "1") != all(parts):
            said = f"{code}: combination flag {combination} beside scenario {scenario}, list {choice_list}"
            problems.append(Problem("combination-flag", said, place))
        part = parts if all(parts) else (0, 0)
        yield Equivalent(code, to.dotted(target) if mapped else "", approximate == "1", *part, place)


def _census(lines: tuple[Equivalent, ...]) -> dict[str, Any]:
    """What can be counted again from the bare file."""
    return {
        "lines": len(lines),
        "codes": len({line.source for line in lines}),
        "no_map": sum(not line.target for line in lines),
        "exact": sum(bool(line.target) and not line.approximate for line in lines),
        "combinations": len({line.source for line in lines if line.scenario}),
    }
