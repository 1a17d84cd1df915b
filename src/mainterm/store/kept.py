"""A method that keeps its latest answers, with the object that gave them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, TypeVar, cast

Method = TypeVar("Method", bound=Callable[..., Any])


def kept(size: int) -> Callable[[Method], Method]:
    """Keep the `size` latest answers of a method. The cache dies with its object; `lru_cache` keeps that alive."""

    def decorate(method: Method) -> Method:
        return cast("Method", _Kept(method, size))

    return decorate


class _Kept:
    """Puts a cache of the object's own in the method's place, as `cached_property` does with a value."""

    def __init__(self, method: Callable[..., Any], size: int) -> None:
        self._method = method
        self._size = size
        self.__doc__ = method.__doc__

    def __get__(self, owner: Any, kind: type) -> Callable[..., Any]:
        if owner is None:
            return self._method
        answers = lru_cache(self._size)(partial(self._method, owner))
        return cast("Callable[..., Any]", owner.__dict__.setdefault(self._method.__name__, answers))
