"""Appendix I: what the record's own words say of a condition's onset, against the indicator that it was given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Diagnosis, Encounter, Setting
from mainterm.model.tabular import NoteKind
from mainterm.model.words import stems
from mainterm.rules.declare import Flag, Need, Severity, look_at, rule
from mainterm.rules.phrases import in_full
from mainterm.rules.poa import INBORN, LASTING, MALIGNANT, assigning

EXPLICIT: Final = assigning("POA Explicitly Documented")
NEEDED: Final = (Need.DOCUMENTATION, Need.SETTING, Need.POA)

FLARES: Final = (
    *("491.21", "493.01-493.02", "493.11-493.12", "493.21-493.22", "493.91-493.92"),
    *(f"{ulcer}.{bleeding}" for ulcer in range(531, 535) for bleeding in "0246"),
)
"""Combination codes of a lasting disease and its exacerbation."""
BOTH_AT_ONCE: Final = ("428.23", "428.33", "428.43", "518.84", *FLARES)
"""Combination codes of which a part may have come later: N, though the record has the other present."""
_CLAUSES: Final = re.compile(r"[.;]\s+|[.;]$|,\s+|\s+(?:but|while|whereas)\s+")
_WHEN: Final = re.compile(
    r"(?:^|(?<=[.;] ))((?:(?:on|by|after|following|during|in)\b[^.;,]{1,40},\s+)+)([^.;,]+)", re.I
)
"""Words on the time with which a clause opens, and the clause."""
THERE: Final = re.compile(
    r"\b(?:present|noted|documented|diagnosed|found) (?:on|at|upon|prior to|before) (?:the )?(?:admission|arrival)\b|"
    r"\bPOA\b|\bpresent(?:ed)? on (?:hospital )?admission\b|"
    r"\b(?:developed|began|started|occurred|diagnosed) (?:prior to|before) (?:the )?admission\b|"
    r"\bon (?:the )?(?:admission|arrival)\b|\badmitted (?:in|with)\b|\bpresent at (?:the )?(?:time of )?admission\b|"
    r"\bfell\b[^.;]*\b(?:before|prior to) (?:the )?(?:admission|arrival)\b",
    re.I,
)
LATER: Final = re.compile(
    r"\bnot (?:present|there) (?:on|at) (?:the )?(?:time of )?admission\b|\bhospital[- ]acquired\b|\bnosocomial\b|"
    r"\b(?:developed|occurred|arose|began|acquired|suffered|sustained|fell|became|appeared|ensued|came (?:on|up|"
    r"later)|set in|"
    r"(?:first )?noted)\b[^.;]*\b(?:"
    r"after (?:the )?admission|during (?:the |this )?(?:stay|admission|hospitali[sz]ation)|in (?:the )?hospital|"
    r"(?:hospital |post-?operative )?day (?:\w+|\d+)|\w+ days? (?:after|into)|"
    r"(?:on )?the (?:second|third|fourth|fifth|sixth|\d\w\w) (?:\w+ )?(?:day|night|morning|evening))\b|"
    r"(?<!admitted )(?<!transferred )(?<!seen )\b(?:on|by) (?:hospital |post-?operative )?day "
    r"(?:two|three|four|five|six|seven|[2-9]|\d\d)\b(?! of (?:life|age))",
    re.I,
)
_OUTPATIENT: Final = re.compile(
    r"\b(?:in|during|at) (?:the |an? )?(?:emergency (?:department|room)|ED\b|ER\b|observation(?: unit| stay)?|"
    r"outpatient surgery|outpatient \w+|ambulatory surgery|clinic)",
    re.I,
)
_DENIED: Final = re.compile(r"\b(?:not|no|never|without|denies|un(?:clear|certain)|cannot|whether|unknown)\b", re.I)
_SAYS_LITTLE: Final = frozenset(
    stems(
        "acute chronic unspecified other specified site stage left right disease disorder infection due to of with "
        "without and or not elsewhere classified organism type condition conditions in by the mention as nos nec "
        "primary secondary initial episode care upper lower developed present admission hospital day"
    )
)


@lru_cache(maxsize=8_192)
def _names(book: Book, code: str) -> frozenset[str]:
    """The stems that name the condition of a code: those of its title and inclusion terms that say enough."""
    node = book.node(code)
    if node is None:
        return frozenset()
    terms = (note.text for note in node.notes if note.kind is NoteKind.INCLUSION)
    return frozenset(stems(" ".join((node.long_title, *terms)))) - _SAYS_LITTLE


_SPOKEN_OF: Final = re.compile(r"\b(?:after|following|since|status post|s/p)\b.*", re.I)
"""What stands behind a condition that it is not of."""


_LEARNED: Final = re.compile(
    r"\b(?:cultur\w*|grew|grown|identified|diagnosed|detected|confirmed|results?|reported|documented|recogni[sz]ed)\b",
    re.I,
)
"""What was learned during the stay may have been there before it."""


def clauses_of(words: str) -> list[str]:
    """The clauses of a record, each with the words on the time that it opens with behind it.

    >>> clauses_of("Heart failure, diabetes; on day 3, after sedation, hypoxia began")
    ['Heart failure', 'diabetes', 'hypoxia began on day 3 after sedation ']
    """
    return _CLAUSES.split(_WHEN.sub(lambda found: f"{found[2]} {found[1].replace(',', '')}", words))


def told_in(encounter: Encounter, book: Book, cue: re.Pattern[str], but: re.Pattern[str]) -> tuple[Diagnosis, ...]:
    """The diagnoses of which a clause with the cue, without `but`, speaks: those that share most words with it."""
    found: list[Diagnosis] = []
    for clause in clauses_of(encounter.documentation):
        if cue.search(clause) and not but.search(clause):
            said = frozenset(stems(_SPOKEN_OF.sub("", in_full(clause))))
            shared = [(len(_names(book, each.code) & said), each) for each in encounter.diagnoses]
            most = max((count for count, _ in shared), default=0)
            found += (each for count, each in shared if 2 * count > most)
    return tuple(dict.fromkeys(found))


@rule(
    cites=EXPLICIT,
    severity=Severity.ERROR,
    needs=NEEDED,
    passes=(
        "486:Y, 707.03:Y | inpatient | says pneumonia; sacral pressure ulcer present on admission",
        "486:Y, 584.9:N | inpatient | says pneumonia present on admission; kidney failure developed on day three",
        "574.00:Y, 486:N | inpatient | says pneumonia was not present on admission",
    ),
    flags={
        "486:Y, 707.03:N | inpatient | says pressure ulcer documented as present on admission": "707.03",
        "428.0:Y, 599.0:N | inpatient | says heart failure; urinary tract infection present on admission": "599.0",
        "486:Y, 401.9:N | inpatient | says all conditions were present on admission": "401.9",
    },
)
def documented_as_present(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition given as not present on admission, which the record explicitly documents as present.

    Y is assigned for any condition that the provider documents as present on admission.
    """
    for diagnosis in _told_present(encounter, book):
        if diagnosis.code[0] != "E":
            yield look_at(diagnosis, "the record documents it as present on admission: Y")


def _told_present(encounter: Encounter, book: Book) -> Iterator[Diagnosis]:
    """What has another indicator than Y, and which the record of an inpatient has present on admission."""
    if encounter.setting is Setting.INPATIENT:
        told = told_in(encounter, book, THERE, _DENIED)
        if re.search(r"\b(?:all|both)\b[^.;]*\bpresent (?:on|at) admission", encounter.documentation, re.I):
            told = encounter.diagnoses
        later = told_in(encounter, book, LATER, _LEARNED)
        for diagnosis in told:
            node = book.node(diagnosis.code)
            apart = node is not None and node.valid and not diagnosis.within(*BOTH_AT_ONCE)
            if diagnosis.poa in {"N", "U", "W"} and apart and diagnosis not in later:
                yield diagnosis


@rule(
    cites=assigning("Condition develops during outpatient encounter prior to inpatient admission"),
    severity=Severity.ERROR,
    needs=NEEDED,
    passes=(
        "486:Y | inpatient | says pneumonia diagnosed in the emergency department",
        "820.8:Y, 427.5:N | inpatient | says hip fracture; cardiac arrest on day three",
    ),
    flags={
        "486:U, 401.9:Y | inpatient | says pneumonia diagnosed in the emergency department": "486",
        "550.90:Y, 427.31:N | inpatient | says hernia; atrial fibrillation developed in the outpatient surgery unit": (
            "427.31"
        ),
    },
)
def present_from_an_outpatient_encounter(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition given as anything but present, which the record has come up in an outpatient encounter before.

    What develops in the emergency department, in observation or in outpatient surgery, before the order to admit, is Y.
    """
    if encounter.setting is Setting.INPATIENT:
        for diagnosis in told_in(encounter, book, _OUTPATIENT, _DENIED):
            if diagnosis.poa in {"N", "U", "W"} and diagnosis.code[0] != "E" and not diagnosis.within(*FLARES):
                yield look_at(diagnosis, "what develops before the order to admit is present on admission: Y")


@rule(
    cites=EXPLICIT,
    severity=Severity.ERROR,
    needs=NEEDED,
    passes=(
        "486:Y, 584.9:N | inpatient | says pneumonia; kidney failure developed on day three",
        "584.9:Y, 486:N | inpatient | says kidney failure present on admission, pneumonia developed after admission",
        "486:Y | inpatient | says pneumonia developed at the nursing home",
        "276.51:Y, 774.6:Y | inpatient | says readmitted on day 9 with jaundice",
        "486:Y, 250.00:Y | inpatient | says pneumonia; diabetes newly found on day 3",
    ),
    flags={
        "410.71:Y, 486:Y | inpatient | says infarction; hospital-acquired pneumonia": "486",
        "820.8:Y, 453.40:Y | inpatient | says hip fracture; deep vein thrombosis developed on day four": "453.40",
    },
)
def documented_as_later(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition given as present on admission, which the record explicitly documents as come later.

    N is assigned for any condition that the provider documents as not present at the time of admission.
    """
    for diagnosis in _told_later(encounter, book):
        if diagnosis.code[0] != "E":
            yield look_at(diagnosis, "the record documents that it came after the admission: N")


def _told_later(encounter: Encounter, book: Book) -> Iterator[Diagnosis]:
    """What has the indicator Y, and which the record of an inpatient has come later."""
    if encounter.setting is Setting.INPATIENT:
        there = told_in(encounter, book, THERE, _DENIED)
        for diagnosis in told_in(encounter, book, LATER, _LEARNED):
            lasting = diagnosis.within(*LASTING, *MALIGNANT, *INBORN)
            elsewhere = diagnosis in there or diagnosis.within(*FLARES) or diagnosis is encounter.principal or lasting
            if diagnosis.poa == "Y" and not elsewhere:
                yield diagnosis


@rule(
    cites=assigning("External cause of injury codes"),
    severity=Severity.ERROR,
    on=("E800-E999",),
    needs=NEEDED,
    passes=(
        "820.8:Y, E888.9:Y | inpatient | says fell at home before admission",
        "486:Y, 920:N, E884.4:N | inpatient | says pneumonia; fell from bed on hospital day three",
    ),
    flags={
        "820.8:Y, E888.9:N | inpatient | says fell at home before admission": "E888.9",
        "486:Y, 920:N, E884.4:Y | inpatient | says pneumonia; fell from bed on hospital day three": "E884.4",
    },
)
def external_cause_at_another_time(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """An external cause with the indicator of another time than the record documents.

    Y is assigned for what happened before the inpatient admission, N for what happened during it.
    """
    for diagnosis in _told_present(encounter, book):
        if diagnosis.code[0] == "E":
            yield look_at(diagnosis, "it happened before the admission: Y")
    for diagnosis in _told_later(encounter, book):
        if diagnosis.code[0] == "E":
            yield look_at(diagnosis, "it happened during the stay: N")


_UNDETERMINED: Final = re.compile(
    r"\b(?:cannot|could not|can't|unable to|impossible to)\b[^.;]*\b(?:determin\w+|tell|say)|\bclinically undetermined",
    re.I,
)
_UNDOCUMENTED: Final = re.compile(
    r"\b(?:not|never|no)\b[^.;]*\b(?:documented|document|documentation|stated|clear|recorded|indicat\w+)\b[^.;]*"
    r"\b(?:whether|if|when|present|onset|POA)\b|\b(?:documentation|record)\b[^.;]*\b(?:insufficient|unclear|silent|"
    r"does not (?:say|indicate|tell|state))|\bunclear (?:whether|if|when)",
    re.I,
)
_WHETHER: Final = re.compile(r"\b(?:present|admission|onset|POA|whether)\b", re.I)


@rule(
    cites=assigning(
        "Documentation states that it cannot be determined whether the condition was or was not present on admission"
    ),
    severity=Severity.ERROR,
    needs=NEEDED,
    passes=(
        "486:W | inpatient | says clinically undetermined whether pneumonia was present on admission",
        "486:Y, 599.0:Y | inpatient | says pneumonia and urinary infection",
    ),
    flags={
        "820.8:Y, 486:N | inpatient | says provider cannot determine whether pneumonia was present on admission": "486",
        "428.0:Y, 599.0:U | inpatient | says unable to determine if the urinary tract infection was present": "599.0",
    },
)
def documented_as_undetermined(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition given another indicator than W, of which the provider documents that its onset cannot be determined.

    W is assigned when the record says that it cannot be clinically determined.
    """
    if encounter.setting is Setting.INPATIENT and _WHETHER.search(encounter.documentation):
        for diagnosis in told_in(encounter, book, _UNDETERMINED, re.compile(r"(?!)")):
            if diagnosis.poa and diagnosis.poa != "W":
                yield look_at(diagnosis, "the provider cannot determine it: W")


@rule(
    cites=assigning("Documentation does not indicate whether condition was present on admission"),
    severity=Severity.ERROR,
    needs=NEEDED,
    passes=(
        "486:U | inpatient | says record unclear whether pneumonia was present on admission",
        "486:Y | inpatient | says pneumonia present on admission",
    ),
    flags={
        "820.8:Y, 599.0:Y | inpatient | says not documented whether the urinary infection was present": "599.0",
        "428.0:Y, 707.03:W | inpatient | says unclear if the sacral pressure ulcer was present on admission": "707.03",
    },
)
def documentation_that_does_not_tell(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A condition given another indicator than U, of whose onset the documentation says nothing.

    U is assigned when the documentation is unclear; it is not to be used routinely, but the provider asked.
    """
    if encounter.setting is Setting.INPATIENT and _WHETHER.search(encounter.documentation):
        for diagnosis in told_in(encounter, book, _UNDOCUMENTED, _UNDETERMINED):
            if diagnosis.poa in {"Y", "N", "W"}:
                yield look_at(diagnosis, "the documentation does not tell: U, if the provider cannot be asked")


_IN_LABOR: Final = re.compile(
    r"\b(?:admitted|arrived|came|presented|presents) (?:\w+ ){0,2}(?:in|with) (?:\w+ ){0,2}labou?r\b", re.I
)


@rule(
    cites=assigning("Obstetrical conditions"),
    severity=Severity.ERROR,
    on=("644",),
    needs=NEEDED,
    passes=(
        "644.21:Y, V27.0 | inpatient | says admitted in preterm labor, delivered",
        "641.11:Y, 644.21:N, V27.0 | inpatient | says admitted with bleeding, labor began on day four",
    ),
    flags={
        "644.21:N, V27.0 | inpatient | says admitted in preterm labor, delivered": "644.21",
        "644.03:N | inpatient | says presented with threatened premature labor at 30 weeks": "644.03",
    },
)
def labor_that_brought_her(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Early labor as not present on admission, in which by the record she was admitted.

    Whether she delivers in the stay does not matter: what was present on admission is Y.
    """
    if encounter.setting is Setting.INPATIENT and _IN_LABOR.search(encounter.documentation):
        for diagnosis in encounter.within("644"):
            if diagnosis.poa == "N":
                yield look_at(diagnosis, "she was admitted in labor: Y")
