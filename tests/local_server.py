"""A web server on 127.0.0.1 that serves one body and misbehaves as it is told, one manner a request."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ETAG = '"as-published"'


class LocalServer(ThreadingHTTPServer):
    """Serves `body`. Each GET takes the next of `manners`, and the last one stays; `asked` are the Range headers."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, body: bytes, manners: list[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.body = body
        self.manners = manners
        self.asked: list[str | None] = []
        self.conditions: list[str | None] = []
        self.stopped = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/Dtab12.zip"

    def next_manner(self) -> str:
        return self.manners.pop(0) if len(self.manners) > 1 else self.manners[0]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the play."""


class _Handler(BaseHTTPRequestHandler):
    server: LocalServer

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_GET(self) -> None:
        self.server.asked.append(self.headers.get("Range"))
        self.server.conditions.append(self.headers.get("If-Range"))
        getattr(self, "_" + self.server.next_manner())()

    def _begin(self, body: bytes, *, ranges: bool = True, length: bool = True, shift: int = 0) -> bytes:
        """Send the headers of an answer with `body`, or the part of it that was asked for; that part is returned."""
        asked = self.headers.get("Range") if ranges else None
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header("Content-Range", f"bytes {start + shift}-{len(body) - 1}/{len(body)}")
        if length:
            self.send_header("Content-Length", str(len(body) - start))
        self.send_header("ETag", ETAG)
        self.end_headers()
        return body[start:]

    def _whole(self) -> None:
        self.wfile.write(self._begin(self.server.body))

    def _half_then_close(self) -> None:
        part = self._begin(self.server.body)
        self.wfile.write(part[: len(part) // 2])

    def _half_without_length(self) -> None:
        part = self._begin(self.server.body, length=False)
        self.wfile.write(part[: len(part) // 2])

    def _half_then_stall(self) -> None:
        self._half_then_close()
        self.wfile.flush()
        self.server.stopped.wait(10)

    def _half_then_reset(self) -> None:
        self._half_then_close()
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def _whole_ignoring_range(self) -> None:
        self.wfile.write(self._begin(self.server.body, ranges=False))

    def _another_part(self) -> None:
        self.wfile.write(self._begin(self.server.body, shift=7))

    def _other_bytes(self) -> None:
        self.wfile.write(self._begin(self.server.body[::-1]))

    def _other_page(self) -> None:
        self.wfile.write(self._begin(b"<html>Please log in to the network.</html>", ranges=False))

    def _endless(self) -> None:
        self._begin(self.server.body, length=False)
        while not self.server.stopped.is_set():
            self.wfile.write(bytes(65536))

    def _status_404(self) -> None:
        self.send_error(404)

    def _status_503(self) -> None:
        self.send_error(503)

    def _status_416(self) -> None:
        self.send_error(416)


@contextmanager
def serving(body: bytes, *manners: str) -> Iterator[LocalServer]:
    """A server that runs for the block."""
    server = LocalServer(body, list(manners))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
