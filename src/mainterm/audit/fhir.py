"""Encounters as FHIR R4: a Claim, or a Bundle of Claims, or one of Encounter, Condition, Procedure and Patient."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Final

from mainterm.audit.fhir_parts import Resource, codes, listed, our_code, part, references, sequence, started, text
from mainterm.audit.gather import gather
from mainterm.audit.json_values import Standing, json_values
from mainterm.audit.row import Place, Row, Rows
from mainterm.audit.source import Source

_CLAIMS: Final = ("Claim", "ExplanationOfBenefit")
_ADMITTING: Final = ("AD", "admitting")
_NOT_SO: Final = ("refuted", "entered-in-error", "not-done")
_NO_ENCOUNTER: Final = "holds no encounter: a Claim is one, or a Bundle with Claims or Encounters in it"


def read_fhir(source: Source) -> Rows:
    """The encounters of a FHIR text: one resource, or a resource a line. A Bundle that is no line is not held whole."""
    shelved: Shelved | None = None
    for read in json_values(source, lambda text: _OPENS_BUNDLE.match(text) is not None):
        place = Place(source.name, read.line)
        if read.standing is Standing.WITHIN:
            shelved = shelved or Shelved()
            wrong = read.wrong or shelved.shelve(read.value, read.line)
            if wrong:
                yield Row(place, None, (wrong,))
        elif read.standing is Standing.END:
            yield from _found(shelved or Shelved(), place, "Bundle")
            shelved = None
        elif read.wrong or not isinstance(read.value, dict):
            yield Row(place, None, (read.wrong or _NO_ENCOUNTER,))
        else:
            yield from _found(Bundle(read.value), place, text(read.value, "resourceType") or "it")
    if shelved:
        yield from _found(shelved, Place(source.name, 0), "Bundle")


def _found(bundle: Bundle, place: Place, what: str) -> Rows:
    """The encounters of a Bundle; where there are none, that."""
    none = True
    for row in bundle.rows(place):
        none = False
        yield row
    if none:
        yield Row(place, None, (f"{what} {_NO_ENCOUNTER}",))


_OPENS_BUNDLE: Final = re.compile(r'[^{}\[\]]*\{[^{}\[\]]*"resourceType"\s*:\s*"Bundle"', re.S)


class Bundle:
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
        none = True
        for kind in _CLAIMS:
            for at, claim in self._of(kind, place):
                none = False
                yield self._billed(at, claim)
        for at, encounter in self._of("Encounter", place) if none else ():
            yield self._recorded(at, encounter)

    def _of(self, kind: str, place: Place) -> Iterator[tuple[Place, Resource]]:
        """The resources of a kind, each with its place where that is known, else with this one."""
        return ((place, each) for each in self._all if each.get("resourceType") == kind)

    def _about(self, kind: str, encounter: Resource) -> list[Resource]:
        """The resources of a kind that refer to the encounter; to none, where there is but one."""
        return [each for each in self._all if each.get("resourceType") == kind and self._is_of(each, encounter)]

    def _named_so(self, name: str) -> Resource | None:
        return self._named.get(name)

    def _referred(self, reference: object) -> Resource:
        found = (self._named_so(name) for name in references(reference) if name)
        return next((each for each in found if each is not None), {})

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
        conditions += [(one, []) for one in self._about("Condition", encounter) if one not in known]
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
            for one in self._about("Procedure", encounter)
            if one.get("status") not in _NOT_SO
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
        reference = resource.get("encounter")
        if reference:
            return self._referred(reference) is encounter
        return [each.get("resourceType") for each in self._all].count("Encounter") == 1

    def _diagnosed(self, item: Resource) -> str:
        condition = self._referred(item.get("diagnosisReference"))
        return our_code(item.get("diagnosisCodeableConcept") or condition.get("code"))

    def _performed(self, item: Resource) -> str:
        procedure = self._referred(item.get("procedureReference"))
        return our_code(item.get("procedureCodeableConcept") or procedure.get("code"))


_SCHEMA: Final = """
    CREATE TABLE resource (number INTEGER PRIMARY KEY, kind, line, told);
    CREATE TABLE name (name PRIMARY KEY, number, contained) WITHOUT ROWID;
    CREATE TABLE reference (name, number, PRIMARY KEY (name, number)) WITHOUT ROWID;
    CREATE INDEX resource_kind ON resource (kind, number);
"""
_MEMBER: Final = ("fullUrl", "resource", "request", "response", "search")
"""What an entry of a Bundle has, and the other objects in it have not."""
_NONE: Final = ""
_NUMBER: Final = "number in the bundle"


class Shelved(Bundle):
    """A Bundle of any length: its resources are put into a database on disk, gone when it is read."""

    def __init__(self) -> None:
        super().__init__({"resourceType": "Bundle"})
        self._database = sqlite3.connect("")  # a file of its own, which SQLite takes away
        self._database.executescript(_SCHEMA)
        self._count = 0

    def shelve(self, member: object, line: int) -> str:
        """Takes in what stands in the Bundle, and says what is wrong with it."""
        if not isinstance(member, dict) or not any(name in member for name in _MEMBER):
            return ""
        each = part(member, "resource")
        if not each:
            return "the entry has no resource"
        self._count += 1
        kind, number, run = text(each, "resourceType"), self._count, self._database.execute
        told = json.dumps({**each, _NUMBER: number})
        run("INSERT INTO resource VALUES (?, ?, ?, ?)", (number, kind, line, told))
        for name in {text(member, "fullUrl"), f"{kind}/{text(each, 'id')}"}:
            run("INSERT OR REPLACE INTO name VALUES (?, ?, NULL)", (name, number))
        for one in listed(each, "contained"):
            run("INSERT OR REPLACE INTO name VALUES (?, ?, ?)", (f"#{text(one, 'id')}", number, json.dumps(one)))
        for name in {*references(each.get("encounter"))} if each.get("encounter") else {_NONE}:
            run("INSERT OR IGNORE INTO reference VALUES (?, ?)", (name, number))
        return ""

    def _of(self, kind: str, place: Place) -> Iterator[tuple[Place, Resource]]:
        found = self._database.execute("SELECT line, told FROM resource WHERE kind = ? ORDER BY number", (kind,))
        return ((Place(place.file, line), json.loads(told)) for line, told in found)

    def _about(self, kind: str, encounter: Resource) -> list[Resource]:
        found = self._database.execute(_ABOUT, {"kind": kind, "number": encounter[_NUMBER]})
        return [json.loads(told) for (told,) in found]

    def _named_so(self, name: str) -> Resource | None:
        found = self._database.execute(_NAMED, (name,)).fetchone()
        return json.loads(found[0]) if found else None


_NAMED: Final = "SELECT coalesce(contained, told) FROM name JOIN resource USING (number) WHERE name = ?"
_ABOUT: Final = """
    SELECT told FROM resource WHERE kind = :kind AND number IN (
        SELECT reference.number FROM reference JOIN name USING (name)
        WHERE name.number = :number
        UNION ALL
        SELECT number FROM reference WHERE name = '' AND 1 = (SELECT count(*) FROM resource WHERE kind = 'Encounter')
    ) ORDER BY number
"""
"""The resources of a kind that refer to the encounter of a number; to none, where there is but one."""


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
