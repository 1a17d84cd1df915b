"""Numbers of 64 bits looked up many at a time: what is known of each is what a dictionary would say."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

pytest.importorskip("numpy", reason="numpy is not installed: pip install '.[fast]'")

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mainterm.rules.batch_known import Known

KEYS = st.one_of(st.integers(0, 40), st.integers(0, 2**64 - 1), st.integers(0, 40).map(lambda number: number << 58))


@given(st.lists(st.lists(KEYS, max_size=120), max_size=6))
def test_what_is_learnt_of_a_number_is_known_of_it_ever_after(portions: list[list[int]]) -> None:
    known, expected = Known(), {}
    for portion in portions:
        keys = np.array(portion, np.uint64)

        def learn(new: Sequence[int], places: Sequence[int], portion: list[int] = portion) -> list[int]:
            assert [portion.index(key) for key in new] == list(places)
            assert expected.keys().isdisjoint(new)
            expected.update({key: len(expected) + at for at, key in enumerate(new)})
            return [expected[key] for key in new]

        assert known.learnt(keys, learn).tolist() == [expected[key] for key in portion]
        assert len(known) == len(expected)
    every = np.array([*expected, *expected], np.uint64)
    assert known.of(every.reshape(2, -1)).tolist() == [list(expected.values())] * 2


def test_what_was_not_learnt_is_not_known() -> None:
    known = Known()
    known.add(np.arange(0, 500, 2).astype(np.uint64), np.arange(250))
    assert known.of(np.arange(500)).tolist() == [number // 2 if number % 2 == 0 else -1 for number in range(500)]


def test_columns_may_stand_in_any_order_in_memory() -> None:
    known = Known()
    known.add(np.arange(30).astype(np.uint64), np.arange(30))
    keys = np.asfortranarray(np.arange(60).reshape(6, 10))
    assert known.of(keys).tolist() == np.where(keys < 30, keys, -1).tolist()
