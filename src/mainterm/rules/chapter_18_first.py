"""Guidelines I.C.18.d.13-e: routine and other V codes, nonspecific ones, and those that may only stand first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mainterm.model.edition import Book
from mainterm.model.encounter import Encounter, Setting
from mainterm.rules.chapter_02 import EXCISION, MALIGNANT, TREATMENT
from mainterm.rules.chapter_18_visits import BIRTHS
from mainterm.rules.declare import (
    Flag,
    Guideline,
    Need,
    Rule,
    Severity,
    look_at,
    move_first,
    remove,
    rule,
)
from mainterm.rules.said_growths import STAGED
from mainterm.rules.shapes import goes_with, never_first, not_beside, shaped

ONLY_FIRST: Final = (
    *(
        "V20",
        "V22.0",
        "V22.1",
        "V24",
        "V26.81",
        "V26.82",
        *BIRTHS,
        "V46.12",
        "V46.13",
        "V51.0",
        "V56.0",
        "V57",
        "V58.0",
    ),
    *("V58.1", "V59", "V66.0-V66.6", "V66.9", "V68", "V70.0-V70.6", "V70.8-V70.9", "V71"),
)
"""The codes that may only be principal or first-listed."""
_OTHER_REASONS: Final = ("V03-V07", "V23", "V25-V26", "V28", "V29", "V50-V56", "V58", "V67", "V72-V82", "V89.0")
"""Other V codes that may be what an encounter is for: where two are, either stands first."""
_NONSPECIFIC: Final = (
    *("V11", "V13.4", "V13.6", "V15.7", "V23.2", "V40.0-V40.2", "V40.39", "V40.9", "V41", "V47-V48", "V49.0-V49.5"),
    *("V49.84", "V49.89", "V49.9", "V51.8", "V58.2", "V58.9"),
)


@rule(
    cites=Guideline("I.C.18.d.13", page=77, also=("IV.A.1",)),
    severity=Severity.WARNING,
    on=("V72.63", "V72.81-V72.84"),
    needs=(Need.PROCEDURES,),
    passes=("V72.81, 366.16 | px none", "V72.83, 574.20 | px 87.44"),
    flags={"V72.83, 574.20 | px 51.23": "V72.83", "366.16, V72.81 | px 13.41": "V72.81"},
)
def preoperative_examination_at_the_operation(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A preoperative examination in the encounter that has the operation.

    It is for those only who are cleared for a procedure, and given no treatment.
    """
    if encounter.done("01-86"):
        for diagnosis in encounter.within("V72.63", "V72.81-V72.84"):
            yield remove(diagnosis, "preoperative examinations are coded where no treatment is given")


@rule(
    cites=Guideline("I.C.18.d.14", page=77),
    severity=Severity.WARNING,
    on=("V50.4",),
    passes=("V50.41, V84.01, V16.3", "174.9, V50.41, V84.01"),
    flags={"V84.01, V50.41, V16.3": "V50.41", "V16.41, V50.42": "V50.42"},
)
def prophylactic_removal_behind_its_reason(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """Prophylactic removal of an organ behind the susceptibility or family history that calls for it.

    V50.4 is the principal or first-listed code, followed by V84 and V16.
    """
    if encounter.diagnoses[0].within("V84", "V16", "V10", "V49", "V45"):
        for diagnosis in encounter.within("V50.4")[:1]:
            yield move_first(diagnosis, "the removal stands first, the susceptibility and family history behind it")


@rule(
    cites=Guideline("I.C.18.d.15", page=78),
    severity=Severity.WARNING,
    on=_NONSPECIFIC,
    needs=(Need.SETTING,),
    passes=("486, V58.9 | inpatient", "V58.9 | outpatient"),
    flags={"V58.9, 401.9 | inpatient": "V58.9", "V47.0 | inpatient": "V47.0"},
)
def nonspecific_principal_diagnosis(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A V code as the principal diagnosis that says next to nothing.

    There is little justification for it in an inpatient setting: a sign, a symptom or another reason is coded.
    """
    first = encounter.diagnoses[0]
    if encounter.setting is Setting.INPATIENT and first.within(*_NONSPECIFIC):
        yield look_at(first, "nonspecific V codes are hardly justified for inpatients")


@rule(
    cites=Guideline("I.C.18.e", page=79),
    severity=Severity.ERROR,
    on=ONLY_FIRST,
    passes=(
        "V58.11, V58.0, 183.0",
        "V54.81, V57.1",
        "V30.00, 770.6",
        "V70.0, 401.9",
        "V22.1, V28.3",
        "174.9, V58.11 | px 85.43, 99.25",
        "162.9, V58.11 | says admitted for staging, chemotherapy given",
    ),
    flags={
        "183.0, V58.11": "V58.11",
        "765.18, 765.27, V30.00": "V30.00",
        "438.20, V57.1": "V57.1",
        "401.9, V70.0": "V70.0",
        "585.6, V56.0": "V56.0",
    },
)
def only_first_listed(encounter: Encounter, book: Book) -> Iterator[Flag]:
    """A V code behind another diagnosis that may only be principal or first-listed.

    It is not reported where it is not what the encounter is for; two such codes may be, and either stands first.
    """
    first = encounter.diagnoses[0]
    if not first.within(*ONLY_FIRST):
        others = encounter.within(*(BIRTHS if first.within(*_OTHER_REASONS) else ONLY_FIRST))
        for diagnosis in others[:1]:
            if not (diagnosis.within(*TREATMENT) and _has_the_growth_first(encounter)):
                yield move_first(diagnosis, "it is reported as the first diagnosis, or not at all")


def _has_the_growth_first(encounter: Encounter) -> bool:
    """Whether a malignancy is first though it is treated: it is removed, or its extent is determined (I.C.2.e-f)."""
    determined = encounter.done(*EXCISION) or STAGED.search(encounter.documentation)
    return encounter.diagnoses[0].within(*MALIGNANT) and bool(determined)


RULES: Final[tuple[Rule, ...]] = (
    shaped(
        "organs_removed_for_no_risk",
        "Prophylactic removal of an organ without what makes it wise.",
        "The susceptibility, the family history or the cancer of another site is coded behind V50.4.",
        Guideline("I.C.18.d.14", page=77),
        Severity.WARNING,
        goes_with(
            ("V50.4",), ("V84", "V16", "V10", "140-209", "230-239", "610"), "what is the risk? V84 and V16 tell it"
        ),
        passes=("V50.41, V84.01, V16.3", "V50.42, V10.3"),
        flags={"V50.41": "V50.41", "V50.42, 401.9": "V50.42"},
    ),
    shaped(
        "ovaries_removed_with_their_cancer",
        "Prophylactic removal of ovaries that have cancer.",
        "V50.4 is not assigned for the removal of an organ that treats a malignancy.",
        Guideline("I.C.18.d.14", page=77),
        Severity.QUERY,
        not_beside(("V50.42",), ("183.0", "198.6"), "was the organ removed to treat the cancer?", blame=look_at),
        passes=("V50.42, V84.02, V16.41", "183.0, 401.9"),
        flags={"183.0, V50.42": "V50.42", "V50.42, 198.6, 182.0": "V50.42"},
    ),
    shaped(
        "history_of_mental_disorder",
        "A personal history of mental disorder.",
        "A code of mental disorders says it better, with the fifth digit for remission.",
        Guideline("I.C.18.d.15", page=78),
        Severity.WARNING,
        goes_with(("V11.0-V11.1",), (), "a code of mental disorders, in remission, says it better"),
        passes=("296.35", "486, V11.3"),
        flags={"401.9, V11.1": "V11.1", "486, V11.0": "V11.0"},
    ),
    shaped(
        "history_of_alcoholism",
        "A personal history of alcoholism.",
        "The Index leads to V11.3; a code of the dependence, in remission, says more where the record has it.",
        Guideline("I.C.18.d.15", page=78),
        Severity.INFORMATION,
        goes_with(("V11.3",), (), "if the dependence is in remission, 303.93 says it better"),
        passes=("303.93", "401.9, V11.1"),
        flags={"486, V11.3": "V11.3", "401.9, V11.3": "V11.3"},
    ),
    shaped(
        "transfusion_beside_its_reason",
        "Transfusion without reported diagnosis, first on a record that has one.",
        "V58.2 is so unspecific that any other reason for the visit is coded in its place.",
        Guideline("I.C.18.d.15", page=78),
        Severity.WARNING,
        never_first(("V58.2",), "what the transfusion is for is coded, not V58.2"),
        passes=("V58.2", "285.22, 183.0"),
        flags={"V58.2, 285.9": "V58.2", "V58.2, 282.61": "V58.2"},
    ),
)
