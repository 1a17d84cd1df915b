"""Records as plain JSON values and back: a record is an object of its fields, a StrEnum its value, a tuple a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

from mainterm.model.proof import Proof

Record = TypeVar("Record")


_PLAIN: Final = (str, int, float, bool, NoneType)


def to_json(record: object) -> Any:
    """`record`, and everything in it, as what `json.dumps` takes."""
    if type(record) in _PLAIN:
        return record
    if isinstance(record, StrEnum):
        return record.value
    if isinstance(record, (tuple, list)):
        return [value if type(value) in _PLAIN else to_json(value) for value in record]
    if is_dataclass(record) and not isinstance(record, type):
        return {
            name: value if type(value := getattr(record, name)) in _PLAIN else to_json(value)
            for name in _names(type(record))
        }
    if isinstance(record, Mapping):
        return {str(key): to_json(value) for key, value in record.items()}
    raise TypeError(f"{type(record).__name__} is no part of a record")


def from_json(kind: type[Record], value: object, place: str) -> Record:
    """The record of type `kind` that `value` spells. Raises ValueError with one line that says what is wrong where.

    Every field must be there, and no other. `place` is what the line calls the value: `proof`.
    """
    # What `kind` is at run time decides the type that is returned, which mypy cannot follow: hence the two ignores.
    if is_dataclass(kind):
        return _record(kind, value, place)  # type: ignore[return-value]
    if get_origin(kind) is tuple:
        _require(isinstance(value, list), place, "is not a list")
        assert isinstance(value, list)
        inner = get_args(kind)[0]
        return tuple(from_json(inner, each, f"{place}[{n}]") for n, each in enumerate(value))  # type: ignore[return-value]
    if issubclass(kind, StrEnum):
        known = [member.value for member in kind]
        _require(value in known, place, f"is none of {', '.join(known)}")
        return kind(str(value))
    _require(type(value) is kind, place, "is not text" if kind is str else "is not a whole number")
    assert isinstance(value, kind)
    return value


def proof_from_json(value: object, place: str = "proof") -> Proof:
    """The proof that `value` spells, as `to_json` wrote it. Raises ValueError with one line."""
    return from_json(Proof, value, place)


def _record(kind: type, value: object, place: str) -> object:
    _require(isinstance(value, dict), place, "is not an object")
    assert isinstance(value, dict)
    hints = _types(kind)
    for name in value:
        _require(name in hints, place, f"has a field {name!r}, which is none of {', '.join(hints)}")
    for name in hints:
        _require(name in value, place, f"has no field {name!r}")
    return kind(**{name: from_json(hints[name], value[name], f"{place}.{name}") for name in hints})


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _types(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {name: hints[name] for name in _names(kind)}


def _require(holds: bool, place: str, otherwise: str) -> None:
    if not holds:
        raise ValueError(f"{place}: {otherwise}")
