"""Which code and which data read an edition's documents, as a hash: a file that others made is out of date."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from mainterm.editions.declared import DeclaredEdition, UnknownEdition, declared_edition
from mainterm.model.edition import Manifest

MODULES: Final = (
    "read/*.py",
    *(f"store/{name}.py" for name in ("conversions", "crosswalk", "file", "schema", "ways", "write")),
    *(f"model/{name}.py" for name in ("code", "index", "tabular", "terms", "words")),
    "editions/errata.py",
)
"""What decides what stands in an edition's file; the other records and openers that are loaded with it do not."""

_ERRATA: Final = ("*.index.toml", "*.tabular.toml", "*.levels.toml")
"""Data beside the years, by the names of the documents that it is about."""

_PROGRAM: Final = Path(__file__).parent.parent


def reader_of(declared: DeclaredEdition) -> str:
    """The hash, 12 digits of the sha256, of what reads the documents of an edition now."""
    found = hashlib.sha256(_modules_hash())
    names = [document.name for document in declared.documents]
    for pattern in _ERRATA:
        for path in sorted((_PROGRAM / "editions").glob(pattern)):
            data = path.read_bytes()
            if any(f'"{name}"'.encode() in data for name in names):
                found.update(data)
    return found.hexdigest()[:12]


@cache
def _modules_hash() -> bytes:
    found = hashlib.sha256()
    for pattern in MODULES:
        for path in sorted(_PROGRAM.glob(pattern)):
            found.update(path.read_bytes())
    return found.digest()


def is_outdated(manifest: Manifest) -> bool:
    """Whether an installed edition was read otherwise than this program would read it; one that is not known is not."""
    try:
        return manifest.reader != reader_of(declared_edition(manifest.name))
    except UnknownEdition:
        return False
