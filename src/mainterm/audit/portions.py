"""Encounters in portions, as columns: of wide tables without an object for each, of all other forms by way of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

import numpy as np

from mainterm.audit.cut import Columns, cut
from mainterm.audit.kinds import GUESSED, Form, Told, in_setting, nothing_in, read_each, set_in
from mainterm.audit.row import Row, Rows
from mainterm.audit.values import diagnosis_of
from mainterm.audit.wide import Wide
from mainterm.model.encounter import Encounter, Setting
from mainterm.rules.batch import Batch, Bools, Ints, Seen, batch_of, has_some, mixed
from mainterm.rules.batch_known import Known

PORTION: Final = 65_536
"""Rows that are in memory at a time."""


class Portion(NamedTuple):
    """Encounters, how many of them are damaged, and the rows that are none, or have no diagnoses."""

    batch: Batch
    damaged: int
    others: tuple[Row, ...]


class Counted:
    """The diagnoses seen, numbered for a whole input; anew, where there were more than an edition can have."""

    def __init__(self) -> None:
        self.seen = Seen()
        self._begin()

    def _begin(self) -> None:
        self._known = Known()
        self._number, self._odd = [0], [False]

    def renewed(self) -> Seen:
        """The diagnoses seen, before a portion is read."""
        if self.seen.is_full or len(self._known) > 4 * PORTION:
            self.seen = Seen()
            self._begin()
        return self.seen

    def diagnoses(self, columns: Columns, coded: Sequence[tuple[int, int]]) -> tuple[Ints, Bools]:
        """The diagnoses in these columns, each with that of its indicator (-1 for none), and which are damaged.

        They are numbers, 0 for none.
        """
        with_poa = [at for at, (_, poa) in enumerate(coded) if poa >= 0]
        keys = mixed(columns.keys([code for code, _ in coded]))
        keys[:, with_poa] += columns.keys([coded[at][1] for at in with_poa])

        def learn(_: Sequence[int], places: Sequence[int]) -> list[int]:
            return [self._learn(columns, place // len(coded), *coded[place % len(coded)]) for place in places]

        found = self._known.learnt(keys, learn)
        return np.array(self._number, np.int64)[found], np.array(self._odd, np.bool_)[found]

    def _learn(self, columns: Columns, row: int, code: int, poa: int) -> int:
        diagnosis, odd = diagnosis_of(columns.text(row, code), columns.text(row, poa) if poa >= 0 else "")
        if diagnosis is None:
            return 0
        self._number.append(self.seen.number(diagnosis))
        self._odd.append(bool(odd))
        return len(self._number) - 1


def read_portions(paths: Sequence[str], form: Form = GUESSED, told: Told = lambda _: None) -> Iterator[Portion]:
    """The encounters of these files. Raises ValueError, OSError where one cannot be read at all."""
    counted = Counted()
    for name, read in read_each(paths, form, told):
        none = bool(name)
        plain = read if isinstance(read, Wide) and read.listed.is_plain else None
        portions = _of_table(plain, counted, form.setting) if plain else _of_rows(read, counted, form.setting)
        for portion in portions:
            none = False
            yield portion
        if none:
            yield Portion(batch_of(counted.seen, ()), 0, (nothing_in(name),))


def _of_rows(read: Rows | Wide, counted: Counted, setting: Setting) -> Iterator[Portion]:
    """The rows of any form."""
    rows = in_setting(read.rows() if isinstance(read, Wide) else read, setting)
    while some := tuple(islice(rows, PORTION)):
        seen = counted.renewed()
        whole = [row for row in some if row.encounter is not None and row.encounter.diagnoses]
        others = tuple(row for row in some if row.encounter is None or not row.encounter.diagnoses)
        batch = batch_of(seen, (row.encounter for row in whole if row.encounter is not None))
        yield Portion(batch, sum(bool(row.problems) for row in whole), others)


def _of_table(wide: Wide, counted: Counted, setting: Setting) -> Iterator[Portion]:
    """The rows of a wide table in which no column repeats what another says."""
    return cut(wide.table, PORTION, lambda columns: _portion(wide, counted, columns, setting))


def _portion(wide: Wide, counted: Counted, columns: Columns, setting: Setting) -> Portion:
    seen = counted.renewed()
    ids, odd = counted.diagnoses(columns, wide.listed.coded)
    facts, fact, wrong = _facts(wide, columns, setting)
    damaged = has_some(odd) | wrong[fact]
    ids = _closed_up(ids)
    there = ids[:, 0] > 0
    others = (*columns.wrong, *map(columns.row, np.flatnonzero(~there).tolist()))
    batch = Batch(seen, ids, facts, fact)
    return Portion(
        batch if there.all() else batch.part(there),
        int(damaged[there].sum()),
        tuple(in_setting((wide.row(*row) for row in sorted(others)), setting)),
    )


def _facts(wide: Wide, columns: Columns, setting: Setting) -> tuple[tuple[Encounter, ...], Ints, Bools]:
    """What is known beside the diagnoses, each once; which of it is whose; and which of it is damaged."""
    told = {at for field, at in wide.facts if field != "id"}
    told |= {at for pair in wide.listed.done for at in pair if at >= 0}
    keys = np.zeros(columns.count, np.uint64)
    for column in columns.keys(sorted(told)).T:
        keys = mixed(keys) + column
    _, examples, fact = np.unique(keys, return_index=True, return_inverse=True)
    gathered = [wide.gathered(columns.row(row)[1], ()) for row in examples.tolist()]
    facts = tuple(replace(set_in(encounter, setting), id="") for encounter, _ in gathered)
    return facts, fact, np.array([bool(problems) for _, problems in gathered], np.bool_)


def _closed_up(ids: Ints) -> Ints:
    """The rows with what stands behind a gap moved up."""
    gaps = np.flatnonzero(has_some((ids[:, :-1] == 0) & (ids[:, 1:] > 0)))
    if len(gaps):
        ids[gaps] = np.take_along_axis(ids[gaps], np.argsort(ids[gaps] == 0, axis=1, kind="stable"), axis=1)
    return ids
