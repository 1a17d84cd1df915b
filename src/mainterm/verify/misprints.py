"""Codes of the Tabular List that are misprinted, as the Index, which has the right ones, gives them away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from mainterm.model.source import Paragraph


def misprinted(printed: Collection[str], indexed: Collection[str]) -> Mapping[str, str]:
    """Each code to which no line of the Index leads, with the next one, where lines do and which is printed nowhere.

    So it is with V23.6, for V23.7, in FY1998 (dtab98.rtf ¶25979), and with no other code of any year.
    """
    known = set(printed)
    above = {code[:size] for code in known for size in range(2, len(code))}
    following = {code: f"{code[:-1]}{int(code[-1]) + 1}" for code in known - above if code[-1] < "9"}
    return {
        code: meant
        for code, meant in following.items()
        if code not in indexed and meant in indexed and meant not in known
    }


def mended(paragraphs: Sequence[Paragraph], printed: Mapping[int, str], meant: Mapping[int, str]) -> list[Paragraph]:
    """The paragraphs, those that begin with another code than is meant with the one that is."""
    read = list(paragraphs)
    for number, code in printed.items():
        if code != meant[number]:
            read[number] = replace(read[number], text=read[number].text.replace(code, meant[number], 1))
    return read
