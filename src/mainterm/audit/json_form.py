"""Encounters as JSON, `{"id", "encounter": {...}}` or the encounter alone; read, and written in the same form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from mainterm.audit.columns import fact_named
from mainterm.audit.gather import FACTS, gather
from mainterm.audit.json_values import Value, json_values
from mainterm.audit.row import Place, Row, Rows
from mainterm.audit.source import Source
from mainterm.audit.values import is_none
from mainterm.model.code import dotted
from mainterm.model.encounter import Diagnosis, Encounter

_LISTS: Final = ("dx", "px")
_NAMES: Final = (*FACTS, *_LISTS)


def read_json(source: Source) -> Rows:
    """The encounters of a JSON text: objects in lines, in one list, or one behind the other."""
    return (_row(Place(source.name, each.line), each) for each in json_values(source))


def _row(place: Place, read: Value) -> Row:
    return Row(place, None, (read.wrong,)) if read.wrong else row_of(place, read.value)


def row_of(place: Place, value: object) -> Row:
    """The encounter that a JSON value spells, or why it spells none."""
    outer = value if isinstance(value, dict) else {}
    inner = outer.get("encounter", outer)
    if not isinstance(inner, dict):
        return Row(place, None, ("is no encounter: it is to be an object with dx, or with an encounter that is one",))
    told = {**{name: value for name, value in outer.items() if name != "encounter"}, **inner}
    fields = {fact_named(name, _NAMES): value for name, value in told.items() if value is not None}
    if not isinstance(fields.get("dx"), list) or not isinstance(fields.get("px", []), list):
        return Row(place, None, ('has no list of diagnoses under "dx"',))
    listed, done = ([_coded(item) for item in fields.get(name, ())] for name in _LISTS)
    encounter, wrong = gather(
        {name: str(fields[name]) for name in FACTS if name in fields},
        [(code, str(more.get("poa") or "")) for code, more in listed if not is_none(code)],
        [(code, str(more.get("date") or "")) for code, more in done if not is_none(code)],
        operated="px" in fields,
    )
    items = [more for code, more in listed if not is_none(code)]
    return Row(place, _with_links(encounter, items, bool(told.get("linked"))), tuple(wrong))


def _coded(item: object) -> tuple[str, Mapping[str, Any]]:
    """The code of an item of a list, and what more the item says."""
    if isinstance(item, dict):
        return str(item.get("code") or ""), item
    return str(item), {}


def _with_links(encounter: Encounter, items: Sequence[Mapping[str, Any]], linked: bool) -> Encounter:
    """The encounter with what is due to what, and what it was for, where the items say so."""
    linked = linked or any("due_to" in item or "with" in item for item in items)
    reasoned = any("reason" in item for item in items)
    if not linked and not reasoned:
        return encounter
    pairs = zip(encounter.diagnoses, items, strict=True)
    diagnoses = tuple(
        replace(
            diagnosis,
            due_to=_codes(item.get("due_to")),
            joined=_codes(item.get("with")),
            reason=bool(item.get("reason")),
        )
        for diagnosis, item in pairs
    )
    return replace(encounter, diagnoses=diagnoses, linked=linked, reasoned=reasoned)


def _codes(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value] if value else []
    return tuple(dotted(str(code)) or str(code).upper() for code in listed)


def as_json(encounter: Encounter) -> dict[str, Any]:
    """The encounter in the form that `read_json` reads; what is not known is left out."""
    unit = {"age": encounter.days, "age_unit": "days"} if encounter.days >= 0 else {"age": encounter.age}
    told = {
        "setting": encounter.setting,
        **unit,
        "sex": encounter.sex,
        "admit_type": encounter.admission,
        "admit_date": encounter.admitted,
        "discharge_date": encounter.discharged,
        "los": encounter.stay,
        "disposition": encounter.disposition,
        "admitting_dx": encounter.admitting,
        "documentation": encounter.documentation,
    }
    known = {name: value for name, value in told.items() if value not in ("", -1, "unknown")}
    dx = [_diagnosis(diagnosis, encounter) for diagnosis in encounter.diagnoses]
    px = [{"code": each.code, **({"date": each.date} if each.date else {})} for each in encounter.procedures]
    linked = {"linked": True} if encounter.linked else {}
    return {
        "id": encounter.id,
        "encounter": {**known, **linked, "dx": dx, **({"procedures": px} if encounter.operated else {})},
    }


def _diagnosis(diagnosis: Diagnosis, encounter: Encounter) -> dict[str, Any]:
    told: dict[str, Any] = {"code": diagnosis.code}
    if diagnosis.poa:
        told["poa"] = diagnosis.poa
    if diagnosis.due_to:
        told["due_to"] = list(diagnosis.due_to)
    if diagnosis.joined:
        told["with"] = list(diagnosis.joined)
    if encounter.reasoned:
        told["reason"] = diagnosis.reason
    return told
