"""Codes the rows of a long file in several processes at once, and gives what comes of them in their order."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from typing import Final, TypeVar

from mainterm.model.answer import Answer
from mainterm.service.encode import Coders, outcome
from mainterm.service.garbage import collect_seldom
from mainterm.service.open import open_edition
from mainterm.service.requests import Request

LEAST: Final = 150
"""Rows for which a process of its own pays: it starts in the time that some forty take, and reads the books itself."""

_CHUNK: Final = 20
"""Rows that a process is given at a time."""
_AHEAD: Final = 4
"""Chunks for each process that may wait to be coded or to be taken: a bound for files without end."""

Made = TypeVar("Made")
Write = Callable[[Request, Answer | str], Made]
"""What is made of a row and its answer, or the reason why there is none, where it is coded; a function of a module."""


def processes_for(rows: int, asked: int | None = None) -> int:
    """In how many processes so many rows are coded: as many as are asked for, else one a processor, where that pays."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(asked or processors, rows // (1 if asked else LEAST)))


def written(
    edition: str | None, named: bool, requests: Sequence[Request], write: Write[Made], processes: int
) -> Iterator[Made]:
    """What `write` makes of each request, in their order; a row without a date, or each where it is `named`, is coded
    by `edition`, which must be installed.

    Raises as `outcome`, and ValueError with one line where a process is ended from outside.
    """
    chunks = (requests[at : at + _CHUNK] for at in range(0, len(requests), _CHUNK))
    pool = ProcessPoolExecutor(processes, initializer=_begin)
    waiting: deque[Future[list[Made]]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(_made, edition, named, write, chunk))
            if len(waiting) >= _AHEAD * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise ValueError("a process that coded was ended, perhaps for want of memory; try --processes 1") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """An interruption is for the process to answer that has started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()


def _made(edition: str | None, named: bool, write: Write[Made], chunk: Sequence[Request]) -> list[Made]:
    coders = _coders(edition, named)
    return [write(request, outcome(coders, request)) for request in chunk]


@lru_cache(1)
def _coders(edition: str | None, named: bool) -> Coders:
    """The encoders of this process: what they have read of the books for one chunk serves the next."""
    return Coders(lambda: open_edition(edition), named)
