"""Reads a document into paragraphs, whatever its format: RTF or PDF as published, or our own plain one."""

from __future__ import annotations

from typing import Final

from mainterm.model.source import Paragraph, Unreadable
from mainterm.read.blanks import with_levels
from mainterm.read.levels import moved
from mainterm.read.plain import is_plain, read_plain
from mainterm.read.rtf import read_paragraphs as read_rtf
from mainterm.read.unstyled import with_styles

_PDF: Final = b"%PDF-"


def read_paragraphs(data: bytes, document: str) -> list[Paragraph]:
    """The paragraphs of a document, numbered from 0. Raises Unreadable for what is of neither format."""
    if not data.strip():
        raise Unreadable(document, "is empty", "get the file again")
    if data.startswith(_PDF):
        from mainterm.read.guidelines_pdf import read_passages  # only the guidelines are PDF, and few proofs cite them

        return [Paragraph(each.number, "", each.text, each.bold) for each in read_passages(data, document)]
    if is_plain(data):
        return read_plain(data, document)
    paragraphs = read_rtf(data, document)
    styled = paragraphs if any(each.style != "Normal" for each in paragraphs) else with_styles(paragraphs)
    return with_levels(moved(styled, document))
