"""mainterm: the ICD-9-CM encoder that shows its work.

`icd9cm(2012)["288.09"]` looks a code up, `repair(codes, dates)` mends damaged ones; `import mainterm.polars` and
`import mainterm.pandas` give columns their `icd9`. Each name is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mainterm.history.repair import Repaired
    from mainterm.model.code import Volume, book_order
    from mainterm.model.edition import EditionError
    from mainterm.service.classification import Codes, icd9cm
    from mainterm.service.code import Code
    from mainterm.service.repair import repair
    from mainterm.service.unknown import UnknownCode

_HOMES = {
    "Code": "mainterm.service.code",
    "Codes": "mainterm.service.classification",
    "EditionError": "mainterm.model.edition",
    "Repaired": "mainterm.history.repair",
    "UnknownCode": "mainterm.service.unknown",
    "Volume": "mainterm.model.code",
    "book_order": "mainterm.model.code",
    "icd9cm": "mainterm.service.classification",
    "repair": "mainterm.service.repair",
}

__all__ = [
    "Code",
    "Codes",
    "EditionError",
    "Repaired",
    "UnknownCode",
    "Volume",
    "book_order",
    "icd9cm",
    "repair",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
