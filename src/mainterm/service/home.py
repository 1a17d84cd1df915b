"""Where editions live: the user's data folder, or $MAINTERM_HOME, and what stands where in it."""

from __future__ import annotations

import os
from pathlib import Path

DATABASE = "edition.sqlite"
DOCUMENTS = "documents"
SUMS = "SHA256SUMS"
"""In the folder of documents: the sums of the documents and of the edition's file, for `sha256sum --check`."""


def home() -> Path:
    """The folder of everything that mainterm keeps; it need not be there yet."""
    named = os.environ.get("MAINTERM_HOME")
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path  # only where it is asked: the start counts

    return user_data_path("mainterm", appauthor=False)


def edition_path(home: Path, name: str) -> Path:
    """The edition's file. The edition is installed if, and only if, it is there."""
    return home / "editions" / f"{name}.sqlite"


def documents_path(home: Path, name: str) -> Path:
    """The folder of the edition's documents, each file as published."""
    return home / "editions" / f"{name}.documents"


def downloads_path(home: Path) -> Path:
    """Where downloads grow, until the edition that needs them is installed."""
    return home / "downloads"


def staging_path(home: Path) -> Path:
    """Where editions are built; what is found there by the next installation was left by one that was killed."""
    return home / "staging"


def lock_path(home: Path) -> Path:
    """Held by whoever changes anything under `home`."""
    return home / "lock"
