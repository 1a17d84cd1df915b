"""Encounters in portions, as columns: of wide tables without an object for each, of all other forms by way of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
from mainterm.rules.batch import Batch, Bools, Ints, Seen, batch_of

PORTION: Final = 32_768
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
        self._texts: dict[tuple[str, str], int] = {}
        self._number, self._odd = [0], [False]

    def renewed(self) -> Seen:
        """The diagnoses seen, before a portion is read."""
        if self.seen.is_full or len(self._texts) > 4 * PORTION:
            self.seen = Seen()
            self._begin()
        return self.seen

    def texts(self, texts: Iterable[tuple[str, str]]) -> Ints:
        """A number for each text of a code with its indicator, 0 where nothing stands."""
        known = self._texts
        return np.array([known[each] if each in known else self._learn(each) for each in texts], np.int64)

    def diagnoses(self, texts: Ints) -> tuple[Ints, Bools]:
        """The diagnoses that these numbers of texts are, 0 for none, and which of them are damaged."""
        return np.array(self._number, np.int64)[texts], np.array(self._odd, np.bool_)[texts]

    def _learn(self, text: tuple[str, str]) -> int:
        diagnosis, odd = diagnosis_of(*text)
        number = 0
        if diagnosis is not None:
            number = len(self._number)
            self._number.append(self.seen.number(diagnosis))
            self._odd.append(bool(odd))
        self._texts[text] = number
        return number


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
    return (_portion(wide, counted, columns, setting) for columns in cut(wide.table, PORTION))


def _portion(wide: Wide, counted: Counted, columns: Columns, setting: Setting) -> Portion:
    seen = counted.renewed()
    texts = [_coded(counted, columns, *each) for each in wide.listed.coded]
    ids, odd = counted.diagnoses(np.stack(texts, axis=1))
    facts, fact, wrong = _facts(wide, columns, setting)
    there = (ids > 0).any(axis=1)
    damaged = odd.any(axis=1) | wrong[fact]
    others = (*columns.wrong, *map(columns.row, np.flatnonzero(~there).tolist()))
    return Portion(
        Batch(seen, _closed_up(ids[there]), facts, fact[there]),
        int(damaged[there].sum()),
        tuple(in_setting((wide.row(*row) for row in sorted(others)), setting)),
    )


def _coded(counted: Counted, columns: Columns, at: int, poa: int) -> Ints:
    """The number of the code of each row, with its indicator."""
    codes, code = columns.column(at)
    if poa < 0:
        return counted.texts([(text, "") for text in codes])[code]
    indicators, indicator = columns.column(poa)
    pairs, which = np.unique(code * len(indicators) + indicator, return_inverse=True)
    named = (divmod(pair, len(indicators)) for pair in pairs.tolist())
    return counted.texts([(codes[one], indicators[other]) for one, other in named])[which]


def _facts(wide: Wide, columns: Columns, setting: Setting) -> tuple[tuple[Encounter, ...], Ints, Bools]:
    """What is known beside the diagnoses, each once; which of it is whose; and which of it is damaged."""
    order = {at for field, at in wide.facts if field != "id"}
    order |= {at for pair in wide.listed.done for at in pair if at >= 0}
    fact, examples = np.zeros(columns.count, np.int64), np.zeros(min(columns.count, 1), np.int64)
    for at in sorted(order):
        texts, which = columns.column(at)
        _, examples, fact = np.unique(fact * len(texts) + which, return_index=True, return_inverse=True)
    gathered = [wide.gathered(columns.row(row)[1], ()) for row in examples.tolist()]
    facts = tuple(replace(set_in(encounter, setting), id="") for encounter, _ in gathered)
    return facts, fact, np.array([bool(problems) for _, problems in gathered], np.bool_)


def _closed_up(ids: Ints) -> Ints:
    """The rows with what stands behind a gap moved up."""
    gaps = np.flatnonzero(((ids[:, :-1] == 0) & (ids[:, 1:] > 0)).any(axis=1))
    if len(gaps):
        ids[gaps] = np.take_along_axis(ids[gaps], np.argsort(ids[gaps] == 0, axis=1, kind="stable"), axis=1)
    return ids
