"""Reads a document into paragraphs, whatever its format: RTF as published, or our own plain one."""

from __future__ import annotations

from mainterm.model.source import Paragraph, Unreadable
from mainterm.read.plain import is_plain, read_plain
from mainterm.read.rtf import read_paragraphs as read_rtf


def read_paragraphs(data: bytes, document: str) -> list[Paragraph]:
    """The paragraphs of a document, numbered from 0. Raises Unreadable for what is of neither format."""
    if not data.strip():
        raise Unreadable(document, "is empty", "get the file again")
    return read_plain(data, document) if is_plain(data) else read_rtf(data, document)
