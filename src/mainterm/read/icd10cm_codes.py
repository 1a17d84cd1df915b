"""The codes of ICD-10-CM that a text names, as its books write them: `A15-A19`, `S06.-`, `E08.01-`."""

from __future__ import annotations

import re
from typing import Final

_CODE: Final = r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?"
_NAMED: Final = re.compile(rf"(?<![\w.])(?<![Vv]itamin )({_CODE})(?:\s?-\s?({_CODE}))?(?:\.?-)?(?![\w])")
_ONE: Final = re.compile(rf"{_CODE}(?:\.?-)?")


def named_in(text: str) -> tuple[str, ...]:
    """The codes, headings and ranges that a text names; a dash for the characters that follow is left out.

    >>> named_in("poisoning (T36-T50 with fifth or sixth character 5), injury (S06.-, S09.90-), vitamin B12")
    ('T36-T50', 'S06', 'S09.90')
    """
    return tuple(f"{low}-{high}" if high else low for low, high in _NAMED.findall(text))


def is_code(text: str) -> bool:
    """Whether the text is one code, a dash for the characters that follow included.

    >>> is_code("C79.8-"), is_code("S06.-"), is_code("tongue")
    (True, True, False)
    """
    return _ONE.fullmatch(text) is not None


def bare(code: str) -> str:
    """The code without the dash for the characters that follow: `C79.8-` -> `C79.8`, `S06.-` -> `S06`."""
    return code.rstrip("-").rstrip(".")
