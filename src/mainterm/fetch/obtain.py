"""Obtains an edition's published files in the order of search: folders, our own copies, the official address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from mainterm.editions.declared import DeclaredFile
from mainterm.fetch.download import OutOfReach, Patience, Progress, download, reachable
from mainterm.fetch.folders import checked_bytes, find_file
from mainterm.model.source import Unreadable


@dataclass(frozen=True, slots=True)
class Search:
    """Where to look: `folders` of official documents, our `own` copies, and the folder for `downloads`."""

    folders: tuple[Path, ...]
    own: tuple[Path, ...]
    downloads: Path
    patience: Patience = field(default_factory=Patience)
    answer_within: float = 5.0


def obtain(
    files: Sequence[DeclaredFile], search: Search, progress: Progress = lambda received: None
) -> Mapping[str, bytes]:
    """The bytes of each file, by its name; `progress` is told how many bytes of them all are there.

    A wrong file in a folder is refused, for somebody put it there; a wrong copy of our own is got anew.
    """
    found = {file.name: data for file in files if (data := _at_hand(file, search)) is not None}
    missing = [file for file in files if file.name not in found]
    if missing and not reachable(missing[0].url, search.answer_within):
        raise _out_of_reach(missing, len(files), search.folders)
    received = sum(map(len, found.values()))
    progress(received)
    for file in missing:
        path = download(file, search.downloads, _behind(received, progress), search.patience)
        found[file.name] = checked_bytes(path, file)
        received += file.bytes
    return found


def _at_hand(file: DeclaredFile, search: Search) -> bytes | None:
    """The file from a folder or, if none has it, from our own copies; None where it must be fetched."""
    path = find_file(file, search.folders)
    if path is not None:
        return checked_bytes(path, file)
    for folder in search.own:
        path = find_file(file, (folder,))
        if path is not None:
            with suppress(Unreadable):
                return checked_bytes(path, file)
    return None


def _behind(before: int, progress: Progress) -> Progress:
    """`progress` for a file in front of which `before` bytes of other files are there."""
    return lambda received: progress(before + received)


def _out_of_reach(missing: Sequence[DeclaredFile], of: int, folders: Sequence[Path]) -> OutOfReach:
    searched = f"{', '.join(map(str, folders))} lack it" if folders else "there is no folder of official documents"
    wrong = f"is out of reach ({len(missing)} of {of} files are): {searched}, and {missing[0].url} does not answer"
    return OutOfReach(missing[0].name, wrong, "name the folder that holds the official documents with --from")
