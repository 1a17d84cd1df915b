"""A method that keeps its latest answers, with the object that gave them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from typing import Any, TypeVar, cast

Method = TypeVar("Method", bound=Callable[..., Any])


def kept(size: int) -> Callable[[Method], Method]:
    """Keep the `size` latest answers of a method. The cache dies with its object; `lru_cache` keeps that alive."""

    def decorate(method: Method) -> Method:
        name = f"_kept_{method.__name__}"

        @wraps(method)
        def ask(self: Any, *args: Any, **kwargs: Any) -> Any:
            cache = self.__dict__.get(name)
            if cache is None:
                cache = self.__dict__.setdefault(name, lru_cache(size)(partial(method, self)))
            return cache(*args, **kwargs)

        return cast("Method", ask)

    return decorate
