"""Encounters as FHIR R4: Claims, and Bundles of Encounter, Condition, Procedure and Patient."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

from mainterm.audit.fhir import read_fhir
from mainterm.audit.row import Row
from mainterm.model.encounter import Admission, Disposition, Encounter, Setting

from .audit_inputs import codes_of, source

SYSTEM = "http://hl7.org/fhir/sid/icd-9-cm"


def concept(code: str, system: str = SYSTEM) -> dict[str, Any]:
    return {
        "coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "I10"}, {"system": system, "code": code}]
    }


def rows(*resources: dict[str, Any]) -> list[Row]:
    return list(read_fhir(source("\n".join(map(json.dumps, resources)))))


def encounter_of(row: Row) -> Encounter:
    assert row.encounter is not None, row.problems
    return row.encounter


PATIENT = {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1940-01-01"}
CLAIM = {
    "resourceType": "Claim",
    "id": "c-1",
    "subType": {"coding": [{"code": "inpatient"}]},
    "patient": {"reference": "#p"},
    "contained": [PATIENT],
    "billablePeriod": {"start": "2011-10-02", "end": "2011-10-07"},
    "diagnosis": [
        {"sequence": 2, "diagnosisCodeableConcept": concept("0389"), "onAdmission": {"coding": [{"code": "n"}]}},
        {"sequence": 3, "diagnosisCodeableConcept": concept("786.50"), "type": [{"coding": [{"code": "admitting"}]}]},
        {"sequence": 1, "diagnosisCodeableConcept": concept("995.91"), "onAdmission": {"coding": [{"code": "y"}]}},
    ],
    "procedure": [{"sequence": 1, "date": "2011-10-03", "procedureCodeableConcept": concept("96.71")}],
    "supportingInfo": [
        {"category": {"coding": [{"code": "discharge-status"}]}, "code": {"coding": [{"code": "20"}]}},
        {"category": {"coding": [{"code": "admtype"}]}, "code": {"coding": [{"code": "2"}]}},
    ],
}


def test_a_claim_is_an_encounter_in_the_order_of_its_sequence() -> None:
    (row,) = rows(CLAIM)
    encounter = encounter_of(row)
    assert not row.problems
    assert codes_of(row) == ["995.91", "038.9"]
    assert [diagnosis.poa for diagnosis in encounter.diagnoses] == ["Y", "N"]
    assert (encounter.admitting, encounter.setting, encounter.stay) == ("786.50", Setting.INPATIENT, 5)
    assert (encounter.age, encounter.sex) == (71, "F")
    assert (encounter.admission, encounter.disposition) == (Admission.URGENT, Disposition.DIED)
    assert [(procedure.code, procedure.date) for procedure in encounter.procedures] == [("96.71", "2011-10-03")]


BUNDLE = {
    "resourceType": "Bundle",
    "entry": [
        {"fullUrl": "urn:uuid:1", "resource": PATIENT},
        {
            "fullUrl": "urn:uuid:2",
            "resource": {
                "resourceType": "Encounter",
                "id": "e-1",
                "class": {"code": "IMP"},
                "subject": {"reference": "urn:uuid:1"},
                "period": {"start": "2011-10-02T08:00:00Z", "end": "2011-10-07T12:00:00Z"},
                "priority": {"coding": [{"code": "EL"}]},
                "diagnosis": [{"condition": {"reference": "Condition/b"}, "rank": 1}],
            },
        },
        {
            "resource": {
                "resourceType": "Condition",
                "id": "a",
                "code": concept("585.6"),
                "encounter": {"reference": "Encounter/e-1"},
            }
        },
        {"resource": {"resourceType": "Condition", "id": "b", "code": concept("403.91")}},
        {
            "resource": {
                "resourceType": "Condition",
                "id": "x",
                "code": concept("038.9"),
                "verificationStatus": {"coding": [{"code": "refuted"}]},
            }
        },
        {
            "resource": {
                "resourceType": "Procedure",
                "id": "d",
                "code": concept("3995"),
                "performedDateTime": "2011-10-03",
            }
        },
    ],
}


def test_a_bundle_is_an_encounter_with_its_conditions_by_rank() -> None:
    (row,) = rows(BUNDLE)
    encounter = encounter_of(row)
    assert codes_of(row) == ["403.91", "585.6"]
    assert (encounter.id, encounter.age, encounter.stay, encounter.admission) == ("e-1", 71, 5, Admission.ELECTIVE)
    assert [procedure.code for procedure in encounter.procedures] == ["39.95"]


def test_each_line_may_be_a_resource_and_what_is_no_encounter_is_told() -> None:
    first, second, third = rows(CLAIM, PATIENT, BUNDLE)
    assert (first.place.line, third.place.line) == (1, 3)
    assert second.encounter is None
    assert second.problems[0].startswith("Patient holds no encounter")


def test_a_code_of_another_classification_is_told() -> None:
    (row,) = rows({**CLAIM, "diagnosis": [{"sequence": 1, "diagnosisCodeableConcept": concept("I10", "urn:other")}]})
    assert "has not the form" in row.problems[0]


def test_a_resource_of_the_wrong_shape_breaks_nothing() -> None:
    for field in ("diagnosis", "procedure", "patient", "subType", "billablePeriod", "supportingInfo"):
        for value in (None, 5, "x", [], [5], {"reference": 7}, [{"coding": 3}]):
            assert rows({**CLAIM, field: value})


def encounters_told(text: str) -> list[tuple[Encounter | None, tuple[str, ...]]]:
    return [(row.encounter, row.problems) for row in read_fhir(source(text))]


def bundle(*entries: object) -> dict[str, Any]:
    return {"resourceType": "Bundle", "meta": {"tag": [{"code": "x"}]}, "entry": list(entries), "link": [{"url": "u"}]}


def patients_stay(number: int) -> list[dict[str, Any]]:
    """A patient with an encounter, a condition that refers to it, and one that refers to another."""
    encounter = {"resourceType": "Encounter", "id": f"e{number}", "subject": {"reference": f"urn:p{number}"}}
    conditions = [
        {
            "resourceType": "Condition",
            "id": f"c{number}-{code}",
            "code": concept(code),
            "encounter": {"reference": f"http://server/Encounter/e{number}"},
        }
        for code in ("585.6", "403.91")
    ]
    return [
        {"fullUrl": f"urn:p{number}", "resource": PATIENT},
        *({"resource": one} for one in (encounter, *conditions)),
    ]


def test_a_bundle_in_many_lines_is_read_as_one_in_a_line() -> None:
    stays = [entry for number in range(3) for entry in patients_stay(number)]
    claims = [{"resource": {**CLAIM, "id": f"c{number}"}} for number in range(3)]
    for each in (BUNDLE, bundle(*stays), bundle(*stays[::-1]), bundle(*claims), bundle(*stays, *claims), bundle()):
        told = encounters_told(json.dumps(each))
        assert encounters_told(json.dumps(each, indent=1)) == told
        assert encounters_told(json.dumps([each, CLAIM], indent=1)) == [*told, *encounters_told(json.dumps(CLAIM))]
        assert encounters_told(json.dumps([each, each], indent=1)) == told * 2


def test_a_bad_entry_of_a_long_bundle_is_told_with_its_line_and_the_rest_goes_on() -> None:
    text = json.dumps(bundle({"fullUrl": "urn:x"}, {"resource": CLAIM}), indent=1)
    damaged = text.replace('"fullUrl": "urn:x"', '"fullUrl": oops')
    (without, claim), (broken, again) = (list(read_fhir(source(each))) for each in (text, damaged))
    assert (claim.encounter, claim.problems) == (again.encounter, ()) == encounters_told(json.dumps(CLAIM))[0]
    line = text[: text.index('"fullUrl"')].count("\n")
    assert (without.place.line, without.problems) == (line, ("the entry has no resource",))
    assert broken.place.line == line
    assert "not JSON" in broken.problems[0]
    assert claim.place.line > line
    cut = list(read_fhir(source(text[: text.rindex("}")])))
    assert [row.encounter for row in cut if row.encounter] == [claim.encounter]
    assert any("does not end" in problem for row in cut for problem in row.problems)


def test_a_bundle_is_not_held_whole_however_long() -> None:
    peaks = []
    for count in (200, 2_000):
        text = source(json.dumps(bundle(*[{"resource": CLAIM}] * count), indent=1))
        tracemalloc.start()
        assert sum(1 for _ in read_fhir(text)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
