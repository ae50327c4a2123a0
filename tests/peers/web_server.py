"""A small web server for a built folder: clean addresses, 404.html, and whatever encoding was asked for."""

from __future__ import annotations

import gzip
import mimetypes
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

import brotli

TYPES = {".webmanifest": "application/manifest+json", ".json": "application/feed+json", ".woff2": "font/woff2"}
KEPT = re.compile(r"\.[0-9a-f]{8}\.\w+$")
"""A name that holds a digest of what is in the file: as our hosts do, it is let stand for ever."""
PACKED = ("text/", "application/xml", "application/manifest", "application/feed", "image/svg")


@cache
def packed(body: bytes, encoding: str) -> bytes:
    """`body`, packed as a host would pack it ahead of time."""
    return brotli.compress(body) if encoding == "br" else gzip.compress(body, 9, mtime=0)


def media_type(file: Path) -> str:
    """What the file is, as a host says it."""
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD out of `folder`. HTTP/1.1, so that connections are kept as a real host keeps them."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, folder: Path) -> None:
        self.folder = folder
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send the file of the address, or 404.html."""
        path = unquote(urlsplit(self.path).path)
        file = self.folder / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        inside = self.folder in file.resolve().parents
        status, file = (200, file) if inside and file.is_file() else (404, self.folder / "404.html")
        body, kind = file.read_bytes(), media_type(file)
        accepted = self.headers.get("Accept-Encoding", "")
        encoding = next((e for e in ("br", "gzip") if e in accepted), "") if kind.startswith(PACKED) else ""
        if encoding:
            body = packed(body, encoding)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        if KEPT.search(path):
            self.send_header("Cache-Control", "max-age=31536000, immutable")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *args: object) -> None:
        """Say nothing: the tests speak."""


class Server(ThreadingHTTPServer):
    """Does not wait for browsers that keep a connection open, nor complain when one hangs up."""

    daemon_threads = True

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.connections: set[Any] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection."""
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """End one."""
        self.connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End those that browsers keep open, as a server that is gone does."""
        for each in list(self.connections):
            with suppress(OSError):
                each.shutdown(SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes a page hangs up: no error."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve `folder` on a free port of 127.0.0.1. Gives the address, without a slash at its end."""
    with Server(("127.0.0.1", 0), partial(Handler, folder=folder.resolve())) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        server.hang_up()
