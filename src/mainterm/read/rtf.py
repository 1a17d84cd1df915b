"""Reads an RTF document by tokens into paragraphs: number, style name, text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from mainterm.model.source import Paragraph, Unreadable

MAX_DEPTH: Final = 500
"""Groups within groups that a document may open; the official ones stay under 20."""

MAX_BYTES: Final = 64_000_000
"""Bytes of a document; the largest official one has 18.7 million."""

MAX_GROUPS: Final = 1_000_000
"""Groups that it may open in all; the official ones stay under 56 thousand."""

MAX_WORDS: Final = 10_000_000
"""Control words and symbols; the official ones stay under 2.6 million."""

MAX_PARAGRAPHS: Final = 1_000_000
"""Paragraphs; the official ones stay under 79 thousand."""

_LOOKS: Final = (
    "rtlch ltrch fcs hich dbch loch insrsid charrsid pararsid af f afs fs ab ai alang lang langfe langnp langfenp cf "
    "cgrid ql qj ri rin lin itap widctlpar nowidctlpar tqdec tldot tx wrapdefault faauto ltrpar lsdlocked lsdpriority"
).split()
"""Words that say only how the text looks: nine in ten of a document's. A run of them is passed over as one token."""

_TOKEN: Final = re.compile(
    r"([^\\{}\r\n]+)"  # 1 text
    rf"|(?:\\(?:{'|'.join(_LOOKS)})(?:-?\d{{1,10}})?(?: |(?=[\\{{}}\r\n])))+"
    r"|\\([a-zA-Z]+)(-?\d{1,10})?(?: |(?=[^0-9 ])|$)"  # 2 word, 3 number
    r"|([{}])"  # 4 group
    r"|\\'([0-9a-fA-F]{2})"  # 5 byte in cp1252
    r"|\\([^a-zA-Z'])"  # 6 symbol
    r"|[\r\n]+"
    r"|(\\|.)",  # 7 damage
    re.S,
)

_ASIDE: Final = frozenset(
    "fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf "
    "ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn footnote annotation xe tc fldinst themedata "
    "colorschememapping".split()
)
"""Destinations whose text is no part of the body; so is every one behind an asterisk."""

_CHARACTERS: Final = {
    "tab": "\t",
    "cell": "\t",
    "line": "\n",
    "page": "\n",
    "emdash": "\u2014",
    "endash": "\u2013",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "bullet": "\u2022",
    "emspace": " ",
    "enspace": " ",
}
_SYMBOLS: Final = {"~": " ", "_": "-", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": None, "\r": None}
_CP1252: Final = {f"{byte:02x}": bytes([byte]).decode("cp1252", "replace") for byte in range(256)}
_STYLE: Final = re.compile(r"\\s(\d+)(?![0-9])")
_NAME: Final = re.compile(r"(?:\\[a-zA-Z]+-?\d* ?|\\'[0-9a-f]{2}|[\r\n])+")


def read_paragraphs(data: bytes, document: str) -> list[Paragraph]:
    """The body of `document` as paragraphs, numbered from 0 over its `\\par`s.

    A run may start in the middle of a word, so runs are joined with nothing between; hidden runs are dropped; a soft
    hyphen, which these files use as a dash, becomes one. Raises Unreadable if `data` is no RTF, is cut short, or
    goes beyond what the official documents have by far.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(document, f"is larger than {MAX_BYTES:,} bytes", "get the file again")
    if not data.lstrip()[:5] == b"{\\rtf":
        raise Unreadable(document, "is not an RTF document", "get the file again")
    if data.count(b"{") > MAX_GROUPS or data.count(b"\\") > MAX_WORDS:
        wrong = f"has more than {MAX_GROUPS:,} groups or {MAX_WORDS:,} control words"
        raise Unreadable(document, wrong, "get the file again")
    paragraphs = list(islice(_paragraphs(data.decode("cp1252", "replace"), document), MAX_PARAGRAPHS + 1))
    if len(paragraphs) > MAX_PARAGRAPHS:
        raise Unreadable(document, f"has more than {MAX_PARAGRAPHS:,} paragraphs", "get the file again")
    return paragraphs


def _paragraphs(rtf: str, document: str) -> Iterator[Paragraph]:
    styles = _style_names(rtf)
    stack: list[tuple[int, bool, bool, int, int, bool]] = []
    style, bold, hidden, indent, first, aside = 0, False, False, 0, 0, False
    fresh = False  # right behind a "{": a destination may follow
    unicode_skip = 1  # characters to drop behind \u
    pending = 0  # of them, still to drop
    runs: list[str] = []
    any_bold = False
    number = 0
    end = 0
    for match in _TOKEN.finditer(rtf):
        kind = match.lastindex
        if kind == 1:
            if not aside and not hidden:
                text = match[1]
                if pending:
                    text, pending = text[pending:], max(0, pending - len(text))
                runs.append(text)
                any_bold = any_bold or (bold and not text.isspace())
            fresh = False
        elif kind == 4:
            if match[4] == "{":
                stack.append((style, bold, hidden, indent, first, aside))
                if len(stack) > MAX_DEPTH:
                    raise Unreadable(document, f"nests more than {MAX_DEPTH} groups", "get the file again")
                fresh = True
            else:
                if not stack:
                    break
                style, bold, hidden, indent, first, aside = stack.pop()
                fresh = False
                if not stack:
                    end = match.end()
                    break
        elif kind == 2 or kind == 3:
            word = match[2]
            if fresh and (word in _ASIDE):
                aside = True
            fresh = False
            if aside:
                if word == "bin" and match[3]:
                    raise Unreadable(document, "holds binary data", "get the file again")
                continue
            if word == "par" or word == "row" or word == "sect":
                if word != "sect" or runs:
                    yield Paragraph(number, styles.get(style, "Normal"), _joined(runs), any_bold, indent, first)
                    runs, any_bold = [], False
                    number += 1
            elif word in _CHARACTERS:
                if not hidden:
                    runs.append(_CHARACTERS[word])
            elif word == "pard":
                style, indent, first = 0, 0, 0
            elif word == "plain":
                bold = hidden = False
            elif word == "s":
                style = int(match[3] or 0)
            elif word == "b":
                bold = match[3] != "0"
            elif word == "v":
                hidden = match[3] != "0"
            elif word == "li":
                indent = int(match[3] or 0)
            elif word == "fi":
                first = int(match[3] or 0)
            elif word == "u":
                if not hidden:
                    runs.append(chr(int(match[3] or 0) % 0x10000))
                pending = unicode_skip
            elif word == "uc":
                unicode_skip = int(match[3] or 1)
        elif kind == 5:
            fresh = False
            if pending:
                pending -= 1
            elif not aside and not hidden:
                runs.append(_CP1252[match[5].lower()])
        elif kind == 6:
            symbol = match[6]
            if symbol == "*":
                aside = aside or fresh
                continue
            fresh = False
            if aside or hidden:
                continue
            if symbol in "\r\n":
                yield Paragraph(number, styles.get(style, "Normal"), _joined(runs), any_bold, indent, first)
                runs, any_bold = [], False
                number += 1
            else:
                runs.append(_SYMBOLS.get(symbol) or "")
        elif kind is None:
            fresh = False
    if not end:
        raise Unreadable(document, "ends in the middle of a group", "get the file again: it was cut short")
    if "".join(runs).strip():
        yield Paragraph(number, styles.get(style, "Normal"), _joined(runs), any_bold, indent, first)


def _joined(runs: list[str]) -> str:
    """The text of a paragraph. A character beyond U+FFFF comes as two `\\u`s, which are one only here."""
    text = "".join(runs).replace("\xad", "-")
    if text.isascii() or text.isprintable():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _style_names(rtf: str) -> dict[int, str]:
    """Paragraph styles by number, from the style sheet: `{\\s17 ... H2;}`. Character and table styles count apart."""
    start = rtf.find("{\\stylesheet")
    if start < 0:
        return {}
    names: dict[int, str] = {}
    depth, begin = 0, 0
    for brace in re.finditer(r"[{}]", rtf[start : start + 2_000_000]):
        if brace[0] == "{":
            depth += 1
            if depth > MAX_DEPTH:
                break
            if depth == 2:
                begin = start + brace.end()
        else:
            depth -= 1
            if depth == 1:
                _name_style(rtf[begin : start + brace.start()], names)
            if depth == 0:
                break
    return names


def _name_style(entry: str, names: dict[int, str]) -> None:
    if entry.startswith("\\*"):
        return
    found = _STYLE.search(entry)
    plain = re.sub(r"\{[^{}]*\}", "", entry)
    name = _NAME.sub("", plain).strip().rstrip(";").strip()
    names[int(found[1]) if found else 0] = name.split(",")[0]
