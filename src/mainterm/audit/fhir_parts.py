"""The parts of a FHIR resource, however damaged: what is wanting or of the wrong kind is empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

Resource = Mapping[str, Any]

_OURS: Final = ("icd-9", "icd9", "2.16.840.1.113883.6.103", "2.16.840.1.113883.6.104", "2.16.840.1.113883.6.2")
"""What the names of the code systems have in them that are ICD-9-CM."""


def listed(resource: object, name: str) -> list[Resource]:
    """The objects of a list."""
    value = resource.get(name) if isinstance(resource, dict) else None
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def part(resource: object, *names: str) -> Resource:
    """The object at the end of these names."""
    value: object = resource
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def text(resource: object, name: str) -> str:
    """The value of this name as text."""
    value = resource.get(name) if isinstance(resource, dict) else None
    return str(value) if isinstance(value, (str, int, float)) else ""


def codes(concept: object) -> list[str]:
    """The codes of a concept, of whatever system; of a list of concepts those of all."""
    if isinstance(concept, list):
        return [code for each in concept for code in codes(each)]
    return [text(coding, "code") for coding in listed(concept, "coding")]


def our_code(concept: object) -> str:
    """The ICD-9-CM code of a concept, or what stands there instead of one."""
    codings = listed(concept, "coding")
    ours = (coding for coding in codings if any(name in text(coding, "system").lower() for name in _OURS))
    coding = next(ours, None)
    return text(coding, "code") if coding else text(concept, "text") or " ".join(codes(concept)[:1]) or "nothing"


def sequence(item: Resource) -> float:
    """Where an item says that it stands; behind all others where it does not."""
    value = item.get("sequence", item.get("rank"))
    return value if isinstance(value, (int, float)) else float("inf")


def started(resource: Resource, name: str) -> str:
    """When it was, or began: `performedDateTime`, or the start of `performedPeriod`."""
    return text(resource, f"{name}DateTime") or text(part(resource, f"{name}Period"), "start")


def references(resource: object) -> Iterator[str]:
    """What a reference refers to, with and without the server."""
    whole = text(resource, "reference")
    yield whole
    yield "/".join(whole.split("/")[-2:])
