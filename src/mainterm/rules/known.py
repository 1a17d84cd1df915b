"""What is known of an encounter, of the facts that rules need."""

from __future__ import annotations

from functools import cache

from mainterm.model.encounter import Admission, Disposition, Encounter, Setting
from mainterm.rules.declare import Need


def unknown_of(encounter: Encounter) -> frozenset[Need]:
    """The facts that rules need and that are not known of the encounter."""
    linked, indicated = encounter.linked, any(diagnosis.poa for diagnosis in encounter.diagnoses)
    return _unknown(
        linked,
        encounter.reasoned,
        indicated,
        encounter.setting is not Setting.UNKNOWN,
        encounter.age >= 0 or encounter.days >= 0,
        encounter.sex != "",
        bool(encounter.said),
        encounter.documentation != "",
        encounter.operated,
        encounter.discharged != "",
        encounter.stay >= 0,
        encounter.admission is not Admission.UNKNOWN,
        encounter.admitting != "",
        encounter.disposition is not Disposition.UNKNOWN,
        linked or indicated,
    )


@cache
def _unknown(*known: bool) -> frozenset[Need]:
    """The needs that are not known, of all of them in the order in which they are declared."""
    return frozenset(need for need, is_known in zip(Need, known, strict=True) if not is_known)
