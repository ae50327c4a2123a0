"""A page that comes in piece by piece, as on a poor line: what has been painted stays where it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

from tests.browser.conftest import Open
from tests.browser.test_reflow import SHIFT
from tests.build_site import real_site
from tests.pages import posts
from tests.peers.web_server import Handler, Server

PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
PIECES = 12


class Trickle(Handler):
    """Sends a page in pieces, each when the test says so."""

    def __init__(self, *args: object, folder: Path, go: Queue[None]) -> None:
        self.go = go
        super().__init__(*args, folder=folder)

    def do_GET(self) -> None:
        """Send the file, and a page piece by piece."""
        if not self.path.endswith("/"):
            super().do_GET()
            return
        body = Path(self.folder, self.path.strip("/"), "index.html").read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        head = body.index(b"<main")  # before that nothing is painted
        size = (len(body) - head) // PIECES + 1
        self.wfile.write(body[:head])
        for start in range(head, len(body), size):
            self.go.get()
            self.wfile.write(body[start : start + size])


@pytest.fixture
def trickling() -> Iterator[tuple[str, Queue[None]]]:
    """The address of a server that sends pages in pieces, and what lets the next one go."""
    go: Queue[None] = Queue()
    with Server(("127.0.0.1", 0), partial(Trickle, folder=real_site().resolve(), go=go)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", go
        server.shutdown()
        server.hang_up()


@pytest.mark.parametrize(("width", "part"), [(320, ""), (320, "#sources"), (1280, "#sources")])
def test_nothing_moves_while_a_page_trickles_in(
    open_page: Open, trickling: tuple[str, Queue[None]], width: int, part: str
) -> None:
    address, go = trickling
    page = open_page("not found", width=width, begin=SHIFT)
    longest = max(posts(), key=lambda post: len(post.text))
    page.goto(f"{address}{longest.address}{part}", wait_until="commit")
    for _ in range(PIECES):
        go.put(None)
        page.evaluate(PAINTED)
    page.wait_for_load_state()
    page.evaluate(PAINTED)
    assert page.evaluate("window.shifted") == 0
