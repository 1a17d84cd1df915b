"""A growth for which a part has been removed is history: *status post mastectomy for breast cancer* (I.C.2.d)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from mainterm.encode.gloss import Gloss
from mainterm.encode.lexicon.told import Worded, told_by
from mainterm.encode.segments import Segment
from mainterm.encode.statement import Statement
from mainterm.encode.weight import meaningful_stems
from mainterm.model.answer import WordRole
from mainterm.model.words import stems

FILE: Final = "excised.txt"

_GONE: Final = frozenset(stems("absence"))
_FOLLOWED: Final = frozenset(stems("specified surgery"))
"""What a follow-up after an operation is read as."""
_GROWTH: Final = frozenset(stems("adenocarcinoma cancer carcinoma malignancy melanoma sarcoma"))
_SINCE: Final = frozenset({"after", "following"})
"""Before an operation they say that it has been done: *impotence after prostatectomy for cancer*."""
_UNSITED: Final = _GROWTH | frozenset(stems("personal history"))
"""Words of a growth that do not tell where it was."""
THERE: Final = frozenset(stems("chemo chemotherapy current currently radiation recurrence recurrent treatment"))
"""Words by which a growth is there yet, or is treated."""
_STILL_THERE: Final = THERE | frozenset(stems("metastasis metastases metastatic"))
"""Words by which it is, or something of it."""


def with_growths_gone(statement: Statement) -> Statement:
    """The statement with each growth that a part is said to have been removed for called history."""
    found, glosses = list(statement.segments), list[Gloss]()
    for number, (part, growth) in enumerate(pairwise(statement.segments), start=1):
        removed = _removal(statement, part, growth)
        if removed:
            gloss = removed.glosses[0]
            glosses += removed.glosses
            roles = growth.roles - {WordRole.TIME} | {WordRole.HISTORY}
            sited = (
                growth.words if meaningful_stems(growth.stems) - _UNSITED else (*growth.words, *_site(part, removed))
            )
            words = (*sited, *gloss.put.split())
            found[number] = replace(growth, words=words, roles=roles, start=min(part.start, growth.start))
    if not glosses:
        return statement
    return replace(statement, segments=tuple(found), glosses=(*statement.glosses, *glosses))


def _site(part: Segment, removed: Worded) -> tuple[str, ...]:
    """What is gone: *acquired absence of prostate*, or the part that the operation takes."""
    return part.words[part.words.index("of") :] if part.stems & _GONE else tuple(removed.meanings[-1].split())


def _removal(statement: Statement, part: Segment, growth: Segment) -> Worded | None:
    """The operation that took a part away for a growth, where the statement says that it was for it."""
    joint = statement.text[part.end : growth.start].lower().split()
    told_before = _SINCE.intersection(statement.text[: part.end].lower().split())
    gone = told_before or part.stems & _GONE or part.stems == _FOLLOWED
    if "for" not in joint or not gone or not growth.stems & _GROWTH:
        return None
    over = (one.text for one in statement.marks if one.role is WordRole.HISTORY)
    if _STILL_THERE & frozenset(stems(statement.text)).difference(*map(stems, over)):
        return None
    said = frozenset(stems(statement.text[part.start : growth.start]))
    return told_by(said, FILE)
