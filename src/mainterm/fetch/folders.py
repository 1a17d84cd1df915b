"""Finds official documents in folders: one that was named, $MAINTERM_SOURCES, and those by the checkout."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlparse
from urllib.request import url2pathname

from mainterm.editions.declared import DeclaredFile
from mainterm.model.source import Unreadable


def source_folders(given: Path | None = None) -> tuple[Path, ...]:
    """The folders that may hold official documents, in the order of search; only those that are there."""
    if given is not None and not given.is_dir():
        raise Unreadable(str(given), "is no folder", "name the folder that holds the official documents")
    named = os.environ.get("MAINTERM_SOURCES")
    places = [given, Path(named).expanduser() if named else None]
    for checkout in _checkouts():
        places += [checkout / "sources", checkout.parent / "shared" / "sources"]
    return tuple(dict.fromkeys(place.resolve() for place in places if place is not None and place.is_dir()))


def _checkouts() -> Iterator[Path]:
    """Where a checkout may be: here and around here, where pip was run to install, and where this module stands."""
    here = Path.cwd()
    yield here
    around = (*here.parents, _installed_from(), Path(__file__).resolve().parents[3])
    yield from (folder for folder in around if folder is not None and (folder / "src" / "mainterm").is_dir())


def _installed_from() -> Path | None:
    """The folder from which `pip install .` took the program: pip notes its address beside the package."""
    try:
        noted = metadata.distribution("mainterm").read_text("direct_url.json")
        address = urlparse(json.loads(noted or "{}").get("url", ""))
    except (metadata.PackageNotFoundError, ValueError):
        return None
    return Path(url2pathname(unquote(address.path))) if address.scheme == "file" else None


def find_file(file: DeclaredFile, folders: Iterable[Path]) -> Path | None:
    """`file` in the first folder that has it: at its place, or under its bare name or that of its official address."""
    bare = (file.name, PurePosixPath(urlparse(file.url).path).name)
    for folder in folders:
        for place in dict.fromkeys((file.place, *bare)):
            found = _descend(folder, PurePosixPath(place).parts)
            if found is not None and found.is_file():
                return found
    return None


def _descend(folder: Path, parts: tuple[str, ...]) -> Path | None:
    """The path under `folder` spelt like `parts`; capitals count only where names differ by nothing else."""
    for part in parts:
        try:
            alike = sorted(name for name in os.listdir(folder) if name.casefold() == part.casefold())
        except OSError:
            return None
        if not alike:
            return None
        folder /= part if part in alike else alike[0]
    return folder


def checked_bytes(path: Path, file: DeclaredFile) -> bytes:
    """The bytes at `path`, which must be those declared. Raises Unreadable with both hashes where they are not."""
    try:
        with path.open("rb") as opened:
            if os.fstat(opened.fileno()).st_size == file.bytes:
                data = opened.read()
                found = hashlib.sha256(data).hexdigest()
            else:
                data, found = b"", hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise Unreadable(str(path), f"cannot be read ({error.strerror})", "see to the file and try again") from error
    if found != file.sha256:
        raise wrong_hash(str(path), found, file)
    return data


def wrong_hash(where: str, found: str, file: DeclaredFile) -> Unreadable:
    """The refusal of a file that is not the one published."""
    wrong = f"has sha256 {found}, not the {file.sha256} of {file.name} as published"
    return Unreadable(where, wrong, f"get it again from {file.url}")
