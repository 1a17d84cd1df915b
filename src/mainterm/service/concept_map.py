"""Translations as one FHIR R4 ConceptMap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from mainterm.history.translate import Cluster, Target
from mainterm.model.classification import Classification
from mainterm.service.translate import Translated

_ICD9CM: Final = "http://hl7.org/fhir/sid/icd-9-cm"
SYSTEMS: Final = {
    Classification.ICD9CM: _ICD9CM,
    Classification.ICD9PCS: _ICD9CM,
    Classification.ICD10CM: "http://hl7.org/fhir/sid/icd-10-cm",
    Classification.ICD10PCS: "http://www.cms.gov/Medicare/Coding/ICD10",
}
"""The addresses by which HL7 names the classifications; both volumes of ICD-9-CM have one."""


def concept_map(found: Iterable[Translated], title: str) -> dict[str, Any]:
    """The ConceptMap: an exact target is `equivalent`, an approximate one `inexact`, no map `unmatched`.

    Of a combination, each choice of the first list is a target, and the choices of the others are its `product`.
    """
    of = sorted(found, key=lambda one: list(Classification).index(one.translation.of))
    groups = [
        {
            "source": SYSTEMS[classification],
            "target": SYSTEMS[classification.counterpart],
            "element": [_element(one) for one in members],
        }
        for classification, members in groupby(of, key=lambda one: one.translation.of)
    ]
    return {"resourceType": "ConceptMap", "status": "active", "title": title, "group": groups}


def _element(one: Translated) -> dict[str, Any]:
    translation = one.translation
    targets = [_target(one, target) for target in translation.targets]
    targets += [target for cluster in translation.clusters for target in _combined(one, cluster)]
    unmatched = [{"equivalence": "unmatched", "comment": _why_none(one)}]
    return {**_concept(one, translation.code), "target": targets or unmatched}


def _why_none(one: Translated) -> str:
    dropped = one.translation.dropped
    if dropped:
        return f"policy {one.translation.policy} drops {', '.join(dropped)}"
    return str(one.translation.outcome)


def _concept(one: Translated, code: str) -> dict[str, Any]:
    title = one.titles.get(code, "")
    return {"code": code, "display": title} if title else {"code": code}


def _target(one: Translated, target: Target) -> dict[str, Any]:
    return {**_concept(one, target.code), "equivalence": "inexact" if target.approximate else "equivalent"}


def _combined(one: Translated, cluster: Cluster) -> Iterator[dict[str, Any]]:
    first, *others = cluster.lists
    said = f"scenario {cluster.scenario}: with one of each list of product"
    system = SYSTEMS[one.translation.to]
    product = [
        {"property": f"urn:mainterm:choice-list:{number}", "system": system, "value": target.code}
        for number, each in enumerate(others, start=2)
        for target in each
    ]
    for target in first:
        yield {**_target(one, target), "comment": said, "product": product}
