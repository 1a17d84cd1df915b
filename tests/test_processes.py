"""A long file is coded in several processes at once: the same answers, in the same order, however they are started."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from mainterm.model.answer import Answer
from mainterm.service.encode import Coders, code_many
from mainterm.service.open import open_edition
from mainterm.service.processes import processes_for, written
from mainterm.service.requests import Request, read_requests

STATEMENTS = (
    "chronic leukopenia",
    "?!",
    "diabetes",
    "CHF due to hypertension",
    '{"id": 1}',
    "pulmonary cancer",
    '{"statement": "diabetes", "date": "2011-13-40"}',
)
FATAL = "leukopenia"


@pytest.fixture(autouse=True)
def _at_home(sampler_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINTERM_HOME", str(sampler_home))


@pytest.fixture(params=sorted({"spawn", "fork"} & set(multiprocessing.get_all_start_methods())))
def started(request: pytest.FixtureRequest) -> Iterator[str]:
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method(request.param, force=True)
    yield request.param
    multiprocessing.set_start_method(before, force=True)


def _codes(request: Request, outcome: Answer | str) -> tuple[int, tuple[str, ...] | str]:
    return request.line, outcome if isinstance(outcome, str) else tuple(one.code for one in outcome.codes)


def _dying(request: Request, _: Answer | str) -> str:
    if request.statement == FATAL:
        os.kill(os.getpid(), signal.SIGKILL)
    return ""


@pytest.mark.usefixtures("started")
def test_several_processes_give_what_one_gives_in_its_order() -> None:
    requests = list(read_requests(STATEMENTS * 17))
    one = [_codes(*each) for each in code_many(Coders(lambda: open_edition("sampler")), requests)]
    assert list(written("sampler", False, requests, _codes, 3)) == one
    assert one[1] == (2, 'no word in the statement "?!"; give a diagnosis in English')
    assert one[-1][0] == len(requests)


def test_a_process_that_is_ended_from_outside_ends_the_run_with_one_line() -> None:
    requests = list(read_requests([*STATEMENTS * 17, FATAL]))
    with pytest.raises(ValueError, match=r"was ended.*--processes 1"):
        list(written("sampler", True, requests, _dying, 2))


def test_a_short_file_is_coded_in_one_process_and_a_long_one_in_as_many_as_are_asked_for() -> None:
    assert processes_for(100) == 1
    assert processes_for(100, asked=3) == 3
    assert processes_for(2, asked=3) == 2
    assert processes_for(0, asked=3) == 1
