"""Counts what was read from a Tabular List, under the keys of the independent reading."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from mainterm.model.code import Volume
from mainterm.model.edition import Problem, Title
from mainterm.model.source import Paragraph
from mainterm.model.tabular import Box, Level, Node, Note, NoteKind
from mainterm.read.boxes import is_table
from mainterm.read.notes import misplaced, opening, styled

_NAMES: Final = {Level.CATEGORY: "category", Level.SUBCATEGORY: "sub4", Level.SUBCLASSIFICATION: "sub5"}
_LAYOUT: Final = (
    "note in wrong style",
    "no clean tab after code",
    "level style disagrees with code length",
    "level style but no code",
    "box digit line in a foreign style",
    "code line in a non-level style",
    "inclusion term after a line break inside the title paragraph",
    "blank paragraph",
)
"""The kinds of problem that are counted as anomalies of the layout."""

_RECIPES: Final = {
    "sha256_leaf_codes_recipe": "sha256 of the dotted leaf codes sorted as byte strings, "
    "one per line, each line ended by \\n",
    "sha256_printed_nodes_recipe": "sha256 of 'code\\ttitle\\n' for every printed node sorted by code; "
    "title = normalised text after the code",
    "sha256_notes_recipe": "sha256 of 'code\\ttext\\n' for every note/inclusion paragraph of every printed node, "
    "nodes sorted by code, notes in file order; bracket lines, digit-box heads and digit lines excluded",
}

_LEVEL_NAMES: Final = {
    Volume.DISEASES: ("three-digit category", "fourth-digit subcategory", "fifth-digit subclassification"),
    Volume.PROCEDURES: ("two-digit category", "three-digit subcategory", "four-digit code"),
}


def census_tabular(
    paragraphs: Sequence[Paragraph],
    nodes: Sequence[Node],
    boxes: Sequence[Box],
    problems: Sequence[Problem],
    volume: Volume,
) -> dict[str, Any]:
    """Everything that can be counted without CMS's lists."""
    printed = [node for node in nodes if node.printed and node.level in _NAMES]
    valid = [node for node in nodes if node.valid]
    by_key = {node.key: node for node in nodes}
    said = tuple(_printed_notes(paragraphs, nodes, boxes, volume))
    census: dict[str, Any] = {
        "paragraphs": len(paragraphs),
        "chapters": sum(node.level is Level.CHAPTER and node.code[0].isdigit() for node in nodes),
        "sections": sum(node.level is Level.SECTION for node in nodes),
        "printed_nodes": len(printed),
        "categories": sum(node.level is Level.CATEGORY for node in nodes),
        "by_level": dict(Counter(_NAMES[node.level] for node in printed)),
        "level_names": dict(zip(_NAMES.values(), _LEVEL_NAMES[volume], strict=True)),
        "digit_boxes": len(boxes),
        "boxes": [_box(box, by_key[box.owner], paragraphs, volume) for box in boxes],
        "bracket_lines": sum(bool(node.bracket) and node.printed for node in nodes),
        "leaf_codes": len(valid),
        "leaf_by_origin": _origins(nodes, volume),
        "printed_leaves": sum(node.printed for node in valid),
        "notes": _notes(said),
        "notes_by_meaning": _plain(Counter(note.kind for _, note, *_ in said)),
        "paragraphs_by_style": dict(Counter(paragraph.style for paragraph in paragraphs).most_common()),
        "anomalies": _anomalies(paragraphs, problems, said, nodes),
        **_RECIPES,
        "sha256_leaf_codes": _sha256(f"{code}\n" for code in sorted(node.code for node in valid)),
        "sha256_printed_nodes": _sha256(
            f"{node.code}\t{node.title}\n" for node in sorted(printed, key=lambda node: node.code)
        ),
        "sha256_notes": _sha256(
            f"{node.code}\t{note.text}\n"
            for node, note, *_ in sorted(said, key=lambda one: one.node.code)
            if node.level in _NAMES
        ),
    }
    if volume is Volume.DISEASES:
        census["by_level_and_part"] = _by_part(printed)
        parts = Counter(node.code[0] if node.code[0] in "VE" else "numeric" for node in valid)
        census["leaf_by_part"] = dict(parts)
    return census


def census_titles(nodes: Iterable[Node], titles: Iterable[Title], volume: Volume) -> dict[str, Any]:
    """What CMS's list of valid codes adds to the census of a volume."""
    valid = {node.code: node for node in nodes if node.volume is volume and node.valid}
    long = {title.code: title.long for title in titles if title.volume is volume}
    if not long:
        return {}
    return {
        "cms_long": len(long),
        "only_in_tabular": sorted(valid.keys() - long.keys()),
        "only_in_cms": sorted(long.keys() - valid.keys()),
        "printed_leaf_title_equal_to_cms_long_title": sum(
            node.printed and _letters(node.title) == _letters(long.get(code, "")) for code, node in valid.items()
        ),
    }


def _letters(title: str) -> str:
    """A title without regard to capitals and punctuation."""
    return re.sub(r"[^a-z0-9]+", " ", title.lower()).strip()


def _sha256(lines: Iterable[str]) -> str:
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _by_part(printed: Iterable[Node]) -> dict[str, dict[str, int]]:
    parts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for node in printed:
        parts[node.code[0] if node.code[0] in "VE" else "0"][_NAMES[node.level]] += 1
    return {part: dict(levels) for part, levels in parts.items()}


def _origins(nodes: Sequence[Node], volume: Volume) -> dict[str, int]:
    """Where each valid code comes from: print, a bracket, or a box alone."""
    by_key = {node.key: node for node in nodes}
    origins: Counter[str] = Counter()
    for node in nodes:
        if not node.valid:
            continue
        if node.printed:
            origins["printed"] += 1
            continue
        above = by_key[node.parent]
        if not above.printed:
            origins["note0+bracket" if above.bracket else "box4+box5"] += 1
        elif node.level is Level.SUBCATEGORY:
            origins["box4"] += 1
        else:
            origins["bracket" if above.bracket else "box5"] += 1
    return dict(origins)


def _box(box: Box, owner: Node, paragraphs: Sequence[Paragraph], volume: Volume) -> dict[str, Any]:
    """A box as the reference writes it: an owner above the categories by its printed line."""
    return {
        "idx": box.source.paragraph,
        "text": box.text,
        "pos": box.position + (volume is Volume.PROCEDURES),
        "scope": [scope for scope in box.scope if not scope.startswith(".")],
        "owner": owner.code if owner.level in _NAMES else paragraphs[owner.source.paragraph].plain,
        "digits": {digit.digit: digit.meaning for digit in box.digits},
    }


class _Said(NamedTuple):
    """A printed note with its node, and its kind by its layout: by its keyword, else by its style.

    This is how the reference counts. The note itself has the kind that it has for the reader: the list below a
    Code also may be set in the style of Code first (Ptab12 ¶156), an Includes without its tab as an inclusion term.
    """

    node: Node
    note: Note
    kind: NoteKind
    head: bool


def _printed_notes(
    paragraphs: Sequence[Paragraph], nodes: Sequence[Node], boxes: Sequence[Box], volume: Volume
) -> Iterator[_Said]:
    by_key = {node.key: node for node in nodes}
    titles = {node.source.paragraph for node in nodes if node.printed}
    for node in nodes:
        for note in node.notes if node.printed else ():
            if note.source.paragraph in titles:  # behind a line break in the title: Dtab12 ¶14512
                yield _Said(node, note, note.kind, note.head)
            else:
                yield _said(node, note, paragraphs[note.source.paragraph], volume)
    for box in boxes:
        last = box.digits[-1].source.paragraph
        for note in (note for digit in box.digits for note in digit.notes):
            paragraph = paragraphs[note.source.paragraph]
            if box.source.paragraph < paragraph.number < last and not is_table(paragraph):  # Dtab12 ¶32414
                yield _said(by_key[box.owner], note, paragraph, volume)


def _said(node: Node, note: Note, paragraph: Paragraph, volume: Volume) -> _Said:
    kind = opening(paragraph)
    if kind is NoteKind.INCLUDES and misplaced(paragraph, kind, volume) and "Includes:\t" not in paragraph.text:
        kind = None
    return _Said(node, note, kind or styled(paragraph, volume), kind is not None)


def _notes(said: Sequence[_Said]) -> dict[str, Any]:
    heads: Counter[str] = Counter()
    every: Counter[str] = Counter()
    owners: defaultdict[str, Counter[str]] = defaultdict(Counter)
    terms: Counter[str] = Counter()
    for node, note, kind, head in said:
        every[kind] += 1
        heads[kind] += head
        if head or kind is NoteKind.INCLUSION:
            owners[_NAMES.get(node.level, str(node.level))][kind] += 1
        if kind is NoteKind.INCLUSION:
            terms[_term(note)] += 1
    texts = [(node.code, note.text) for node, note, *_ in said]
    return {
        "heads (one per note, text begins with its keyword)": _plain(+heads),
        "paragraphs incl. continuation lines": _plain(every),
        "heads by owner": {level: _plain(kinds) for level, kinds in owners.items()},
        "inclusion term paragraphs": _plain(terms),
        "code_if_applicable": [[code, text] for code, text in texts if text.startswith("Code, if applicable")],
        "code_first_if_applicable": sum(text.startswith("Code first, if applicable") for _, text in texts),
        "requires_fifth_digit": heads[NoteKind.REQUIRES],
    }


def _plain(counter: Mapping[str, int]) -> dict[str, int]:
    return {str(key): count for key, count in counter.items()}


def _term(note: Note) -> str:
    if note.text.endswith(":"):
        return "header line ending in a colon"
    return "sub-item under a header (list1/list2)" if note.depth else "stand-alone term"


def _anomalies(
    paragraphs: Sequence[Paragraph], problems: Iterable[Problem], said: Iterable[_Said], nodes: Iterable[Node]
) -> dict[str, list[list[Any]]]:
    """The problems of layout by kind, each with its paragraph, its style and the beginning of its text."""
    found: defaultdict[str, list[list[Any]]] = defaultdict(list)
    heads = {note.source.paragraph: str(kind) for _, note, kind, head in said if head}
    codes = {node.source.paragraph: node.code for node in nodes if node.printed}
    for problem in (problem for problem in problems if problem.kind in _LAYOUT):
        at = problem.source.paragraph
        row: list[Any] = [at, paragraphs[at].style]
        match problem.kind:
            case "note in wrong style":
                if at not in heads:
                    continue
                row += [heads[at], paragraphs[at].text[:90]]
            case "level style disagrees with code length":
                row.append(codes[at])
            case "no clean tab after code":
                row.append(paragraphs[at].text[:60])
            case "blank paragraph":
                pass
            case _:
                row.append(paragraphs[at].text)
        found[problem.kind].append(row)
    return dict(found)
