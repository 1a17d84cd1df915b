"""The chapters of the classifications of diseases and of Volume 3, by the codes that they hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mainterm.model.classification import Classification
from mainterm.model.code import category_of

CHAPTERS: Final[Mapping[Classification, tuple[str, ...]]] = {
    Classification.ICD9CM: tuple(
        """001-139 140-239 240-279 280-289 290-319 320-389 390-459 460-519 520-579 580-629 630-679 680-709 710-739
        740-759 760-779 780-799 800-999 V01-V91 E000-E999""".split()
    ),
    Classification.ICD10CM: tuple(
        """A00-B99 C00-D49 D50-D89 E00-E89 F01-F99 G00-G99 H00-H59 H60-H95 I00-I99 J00-J99 K00-K95 L00-L99 M00-M99
        N00-N99 O00-O9A P00-P96 Q00-Q99 R00-R99 S00-T88 V00-Y99 Z00-Z99""".split()
    ),
    Classification.ICD9PCS: tuple(
        """00 01-05 06-07 08-16 17 18-20 21-29 30-34 35-39 40-41 42-54 55-59 60-64 65-71 72-75 76-84 85-86
        87-99""".split()
    ),
    Classification.ICD10PCS: tuple("0 1 2 3 4 5 6 7 8 9 B C D F G H X".split()),
}
"""As the books print them; of ICD-10-PCS the sections, which its first character names."""


def chapter_of(code: str, of: Classification) -> str:
    """The chapter of a code, dotted, by its range; "" where none holds it.

    >>> chapter_of("250.00", Classification.ICD9CM), chapter_of("V10.3", Classification.ICD9CM)
    ('240-279', 'V01-V91')
    >>> chapter_of("O9A.211", Classification.ICD10CM), chapter_of("0FT44ZZ", Classification.ICD10PCS)
    ('O00-O9A', '0')
    """
    category = code[:1] if of is Classification.ICD10PCS else category_of(code)
    for chapter in CHAPTERS[of]:
        low, _, high = chapter.partition("-")
        if len(low) == len(category) and low <= category <= (high or low):
            return chapter
    return ""
