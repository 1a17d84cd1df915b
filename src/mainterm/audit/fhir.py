"""Encounters as FHIR R4: a Claim, or a Bundle of Claims, or one of Encounter, Condition, Procedure and Patient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from mainterm.audit.fhir_parts import Resource, codes, listed, our_code, part, references, sequence, started, text
from mainterm.audit.gather import gather
from mainterm.audit.json_values import json_values
from mainterm.audit.row import Place, Row, Rows
from mainterm.audit.source import Source

_CLAIMS: Final = ("Claim", "ExplanationOfBenefit")
_ADMITTING: Final = ("AD", "admitting")
_NOT_SO: Final = ("refuted", "entered-in-error", "not-done")
_NO_ENCOUNTER: Final = "holds no encounter: a Claim is one, or a Bundle with Claims or Encounters in it"


def read_fhir(source: Source) -> Rows:
    """The encounters of a FHIR text: one resource, or a resource a line."""
    for read in json_values(source):
        place = Place(source.name, read.line)
        if read.wrong or not isinstance(read.value, dict):
            yield Row(place, None, (read.wrong or _NO_ENCOUNTER,))
            continue
        found = list(_Bundle(read.value).rows(place))
        yield from found or [Row(place, None, (f"{text(read.value, 'resourceType') or 'it'} {_NO_ENCOUNTER}",))]


class _Bundle:
    """Resources that come together, found by what refers to them."""

    def __init__(self, resource: Resource) -> None:
        entries = listed(resource, "entry") if resource.get("resourceType") == "Bundle" else [{"resource": resource}]
        self._all: list[Resource] = []
        self._named: dict[str, Resource] = {}
        for entry in entries:
            each = part(entry, "resource")
            self._all.append(each)
            self._named[text(entry, "fullUrl")] = each
            self._named[f"{text(each, 'resourceType')}/{text(each, 'id')}"] = each
            self._named.update({f"#{text(one, 'id')}": one for one in listed(each, "contained")})

    def rows(self, place: Place) -> Iterator[Row]:
        """What was billed; where nothing was, the encounters with the conditions and procedures that refer to them."""
        claims = [one for kind in _CLAIMS for one in self._of(kind)]
        for claim in claims:
            yield self._billed(place, claim)
        for encounter in () if claims else self._of("Encounter"):
            yield self._recorded(place, encounter)

    def _of(self, kind: str) -> list[Resource]:
        return [each for each in self._all if each.get("resourceType") == kind]

    def _referred(self, reference: object) -> Resource:
        return next((self._named[name] for name in references(reference) if name and name in self._named), {})

    def _billed(self, place: Place, claim: Resource) -> Row:
        diagnoses = sorted(listed(claim, "diagnosis"), key=sequence)
        admitting = [one for one in diagnoses if set(codes(one.get("type"))) & set(_ADMITTING)]
        others = [one for one in diagnoses if one not in admitting]
        others.sort(key=lambda one: "principal" not in codes(one.get("type")))
        period = part(claim, "billablePeriod")
        facts = {
            "setting": " ".join(codes(claim.get("subType"))[:1]),
            "admitted": text(period, "start"),
            "discharged": text(period, "end"),
            "admitting": " ".join(map(self._diagnosed, admitting[:1])),
            **_supporting(claim),
        }
        coded = [(self._diagnosed(one), " ".join(codes(one.get("onAdmission"))[:1])) for one in others]
        done = [(self._performed(one), text(one, "date")) for one in sorted(listed(claim, "procedure"), key=sequence)]
        return self._row(place, claim, self._referred(claim.get("patient")), facts, coded, done)

    def _recorded(self, place: Place, encounter: Resource) -> Row:
        period, stay = part(encounter, "period"), part(encounter, "hospitalization")
        uses = sorted(listed(encounter, "diagnosis"), key=sequence)
        conditions = [(self._referred(use.get("condition")), codes(use.get("use"))) for use in uses]
        known = [condition for condition, _ in conditions]
        conditions += [(one, []) for one in self._of("Condition") if one not in known and self._is_of(one, encounter)]
        said = [(one, use) for one, use in conditions if one and _is_so(one, "verificationStatus")]
        admitting = [our_code(one.get("code")) for one, use in said if set(use) & set(_ADMITTING)]
        facts = {
            "setting": text(part(encounter, "class"), "code"),
            "admitted": text(period, "start"),
            "discharged": text(period, "end"),
            "admission": " ".join(codes(encounter.get("priority"))[:1]),
            "disposition": " ".join(codes(stay.get("dischargeDisposition"))[:1]),
            "admitting": " ".join(admitting[:1]),
        }
        coded = [(our_code(one.get("code")), "") for one, use in said if not set(use) & set(_ADMITTING)]
        done = [
            (our_code(one.get("code")), started(one, "performed"))
            for one in self._of("Procedure")
            if self._is_of(one, encounter) and one.get("status") not in _NOT_SO
        ]
        return self._row(place, encounter, self._referred(encounter.get("subject")), facts, coded, done)

    def _row(
        self,
        place: Place,
        resource: Resource,
        patient: Resource,
        facts: dict[str, str],
        coded: Sequence[tuple[str, str]],
        done: Sequence[tuple[str, str]],
    ) -> Row:
        person = {"id": text(resource, "id"), "sex": text(patient, "gender"), "born": text(patient, "birthDate")}
        encounter, wrong = gather({**facts, **person}, coded, done, operated=True)
        return Row(place, encounter, tuple(wrong))

    def _is_of(self, resource: Resource, encounter: Resource) -> bool:
        """Whether a condition or procedure refers to the encounter; to none, where there is but one."""
        reference = resource.get("encounter")
        return self._referred(reference) is encounter if reference else len(self._of("Encounter")) == 1

    def _diagnosed(self, item: Resource) -> str:
        condition = self._referred(item.get("diagnosisReference"))
        return our_code(item.get("diagnosisCodeableConcept") or condition.get("code"))

    def _performed(self, item: Resource) -> str:
        procedure = self._referred(item.get("procedureReference"))
        return our_code(item.get("procedureCodeableConcept") or procedure.get("code"))


def _is_so(resource: Resource, status: str) -> bool:
    return not set(codes(resource.get(status))) & set(_NOT_SO)


def _supporting(claim: Resource) -> dict[str, str]:
    """The admission type and discharge status that a claim has among its supporting information."""
    found: dict[str, str] = {}
    for item in listed(claim, "supportingInfo"):
        for category in codes(item.get("category")):
            field = {"admtype": "admission", "discharge-status": "disposition"}.get(category)
            if field:
                found[field] = " ".join(codes(item.get("code"))[:1])
    return found
