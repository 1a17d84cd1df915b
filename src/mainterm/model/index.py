"""The alphabetic indexes and tables: lines with their terms, codes and references."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from mainterm.model.classification import Classification
from mainterm.model.code import within_any
from mainterm.model.source import Source


class Index(StrEnum):
    """Which index a line stands in. The Hypertension and Neoplasm tables are part of DISEASES."""

    DISEASES = "diseases"
    EXTERNAL = "external"
    DRUGS = "drugs"
    PROCEDURES = "procedures"


class Table(StrEnum):
    """The table that a line is a row of, if any; its columns are in COLUMNS."""

    NONE = ""
    HYPERTENSION = "hypertension"
    NEOPLASM = "neoplasm"
    DRUGS = "drugs"


COLUMNS: dict[Table, tuple[str, ...]] = {
    Table.NONE: (),
    Table.HYPERTENSION: ("Malignant", "Benign", "Unspecified"),
    Table.NEOPLASM: (
        "Malignant Primary",
        "Malignant Secondary",
        "Ca in situ",
        "Benign",
        "Uncertain behavior",
        "Unspecified",
    ),
    Table.DRUGS: ("Poisoning", "Accident", "Therapeutic use", "Suicide attempt", "Assault", "Undetermined"),
}


COLUMNS_ICD10CM: dict[Table, tuple[str, ...]] = {
    **COLUMNS,
    Table.NEOPLASM: (*COLUMNS[Table.NEOPLASM][:4], "Uncertain Behavior", "Unspecified Behavior"),
    Table.DRUGS: (
        "Poisoning, Accidental (unintentional)",
        "Poisoning, Intentional self-harm",
        "Poisoning, Assault",
        "Poisoning, Undetermined",
        "Adverse effect",
        "Underdosing",
    ),
}


def columns_of(classification: Classification) -> dict[Table, tuple[str, ...]]:
    """What the columns of its tables are headed."""
    return COLUMNS_ICD10CM if classification is Classification.ICD10CM else COLUMNS


class ReferenceKind(StrEnum):
    """What a cross-reference asks of the coder."""

    SEE = "see"
    SEE_ALSO = "see also"
    SEE_CATEGORY = "see category"
    SEE_CONDITION = "see condition"
    SEE_ALSO_CONDITION = "see also condition"


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference of an index line.

    `form` is how it is printed: `dash`, `paren` or `plain`. `target` is its words as printed (`Ulcer, skin`). `lines`
    are the ids of the lines that it names (resolved), `codes` the categories that it names (`see category 326`); both
    empty where the target is the condition itself or could not be found, which is then a recorded problem. `by_site`
    is true where the target ends in a phrase such as *by site*, *by type*: the coder chooses among the subterms.
    """

    kind: ReferenceKind
    form: str
    target: str
    lines: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    by_site: bool = False


@dataclass(frozen=True, slots=True)
class IndexBox:
    """A boxed note behind an index line; `digits` are (digit, meaning) where it supplies digits to `scope`."""

    text: str
    position: int = 0
    scope: tuple[str, ...] = ()
    digits: tuple[tuple[str, str], ...] = ()
    source: Source = field(default=Source("", -1), compare=False)


class Head(NamedTuple):
    """Of a line its id, that of the line above it (-1: a main term), and its essential words: what places it on a page.

    `demands` is what it demands of a statement where it stands, as `terms.written` has it. A walk looks at the heads of
    many lines for each line that it takes.
    """

    id: int
    parent: int
    text: str
    demands: str

    @property
    def alternatives(self) -> list[str]:
        """What it demands, one or the other of it, each as it is written."""
        return self.demands.split("|")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an index or one row of a table.

    `id` is unique in the edition and rises in the order of print; `parent` is the id of the line above it in the
    outline, -1 for a main term, and `main` that of its main term. `text` is the whole line, `term` the line without
    code, reference and morphology code, its nonessential modifiers still in place, and `head` the term without them
    and without NEC / NOS: the essential words. `nonessential` are the modifiers, without their parentheses.
    `manifestations` are the bracketed codes. `cells` are a row's columns: a code, "-" or "". In ICD-10-CM a dash behind
    a code (`S06.9X-`) says that the Tabular List divides it further. `instruction` is
    `omit code` or `code to ...`. `printed` is the paragraph as it stands, whole, where `text` is not: one of two lines
    in one paragraph, or a line broken over two; a proof quotes it.
    """

    id: int
    index: Index
    level: int
    parent: int
    main: int
    text: str
    term: str
    head: str
    nonessential: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    manifestations: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    morphology: tuple[str, ...] = ()
    table: Table = Table.NONE
    cells: tuple[str, ...] = ()
    starred: bool = False
    nec: bool = False
    nos: bool = False
    instruction: str = ""
    boxes: tuple[IndexBox, ...] = ()
    printed: str = ""
    source: Source = field(default=Source("", -1), compare=False)

    def within(self, *spans: str) -> bool:
        """Whether its code is one of these codes, stands below one, or lies in one of these ranges."""
        return bool(self.codes) and within_any(self.codes[0], spans)
