"""Downloads a file from its official address: resumed, retried with back-off, and kept only if its hash is right."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from mainterm.editions.declared import DeclaredFile
from mainterm.fetch.folders import wrong_hash
from mainterm.model.source import Unreadable

Progress = Callable[[int], None]
"""Told how many bytes of the file are there."""

_TRY_LATER: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_BY_HAND: Final = "try again later, or get it by hand and name its folder with --from"


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a download is tried, and how many seconds it waits: before a second try, to connect, for more bytes."""

    tries: int = 4
    back_off: float = 1.0
    connect: float = 3.0
    read: float = 20.0

    def client(self) -> httpx.Client:
        """A client with these time-outs; `identity`, for the hash is of the bytes as published."""
        timeout = httpx.Timeout(self.read, connect=self.connect)
        return httpx.Client(timeout=timeout, follow_redirects=True, headers={"Accept-Encoding": "identity"})


class OutOfReach(Unreadable):
    """A document that no folder has, and that its official address does not give."""


class _Interrupted(Exception):
    """A try that failed in a way that another may mend."""


def reachable(url: str, within: float = 5.0) -> bool:
    """Whether the address answers at all, known after `within` seconds: a name server that hangs is not waited for."""
    answers: list[bool] = []
    done = threading.Event()

    def ask() -> None:
        try:
            with Patience(connect=within, read=within).client() as client:
                client.head(url)
            answers.append(True)
        except Exception:  # whatever a network, a proxy's setting or a certificate store may raise: no answer
            answers.append(False)
        finally:
            done.set()

    threading.Thread(target=ask, daemon=True).start()
    done.wait(within)
    return any(answers)


def download(
    file: DeclaredFile, folder: Path, progress: Progress = lambda received: None, patience: Patience | None = None
) -> Path:
    """`file` in `folder`, fetched from its official address. What is there of it from an earlier try is used.

    Raises OutOfReach where the address has no such file or keeps breaking off, Unreadable where it gives other bytes
    than those declared.
    """
    patience = patience or Patience()
    whole = folder / file.name
    part = folder / f"{file.name}.part"
    wrong = ""
    with patience.client() as client:
        transfer = _Transfer(client, file, part, progress)
        for attempt in range(patience.tries):
            if attempt:
                time.sleep(patience.back_off * 2 ** (attempt - 1))
            try:
                transfer.run()
            except _Interrupted as interrupted:
                wrong = str(interrupted)
            else:
                return part.replace(whole)
    raise OutOfReach(file.name, f"could not be fetched from {file.url} ({wrong})", _BY_HAND)


class _Transfer:
    """The tries at one file: each goes on where the one before broke off, if the server can."""

    def __init__(self, client: httpx.Client, file: DeclaredFile, part: Path, progress: Progress) -> None:
        self._client = client
        self._file = file
        self._part = part
        self._progress = progress
        self._validator = ""  # names the version of the file that the part is of

    def run(self) -> None:
        """One try, at the end of which the part is the file as published, or an exception was raised."""
        start = self._part.stat().st_size if self._part.exists() else 0
        if start < self._file.bytes:
            start = self._receive(start)
        with self._part.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
        if found != self._file.sha256:
            self._part.unlink()
            if start:
                raise _Interrupted("its pieces do not fit together")
            raise wrong_hash(self._file.url, found, self._file)

    def _receive(self, start: int) -> int:
        """Ask for the bytes from `start` on, and store them; the byte is returned from which the server really sent."""
        headers = {"Range": f"bytes={start}-"} if start else {}
        if start and self._validator:
            headers["If-Range"] = self._validator
        try:
            with self._client.stream("GET", self._file.url, headers=headers) as response:
                start = self._start(response, start)
                self._store(response, start)
        except httpx.TransportError as error:
            raise _Interrupted(str(error) or type(error).__name__) from error
        except httpx.HTTPError as error:
            raise OutOfReach(self._file.name, f"cannot be fetched from {self._file.url} ({error})", _BY_HAND) from error
        return start

    def _start(self, response: httpx.Response, asked: int) -> int:
        """The byte from which `response` goes on: 0 where the server ignores that only a part was asked for."""
        status = response.status_code
        if status in _TRY_LATER:
            raise _Interrupted(f"status {status}")
        sent = response.headers.get("Content-Range", "") if status == 206 else f"bytes {asked}-"
        if status == 416 or not sent.startswith(f"bytes {asked}-"):
            self._part.unlink(missing_ok=True)
            raise _Interrupted("the server sent another part than was asked for")
        if status not in (200, 206):
            raise OutOfReach(self._file.name, f"is not at {self._file.url} (status {status})", _BY_HAND)
        etag = response.headers.get("ETag", "")
        self._validator = etag if etag.startswith('"') else response.headers.get("Last-Modified", "")
        return asked if status == 206 else 0

    def _store(self, response: httpx.Response, received: int) -> None:
        """Write what comes behind the `received` bytes; a body longer than declared is dropped as soon as it is."""
        with self._part.open("ab" if received else "wb") as part:
            for chunk in response.iter_raw():
                part.write(chunk)
                received += len(chunk)
                self._progress(min(received, self._file.bytes))
                if received > self._file.bytes:
                    break
        if received > self._file.bytes:
            self._part.unlink()
            wrong = f"gives more than the {self._file.bytes:,} bytes of {self._file.name} as published"
            raise Unreadable(self._file.url, wrong, _BY_HAND)
        if received < self._file.bytes and "Content-Length" not in response.headers:
            raise _Interrupted("the connection ended early")
