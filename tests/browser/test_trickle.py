"""A page that comes in piece by piece, as on a poor line: what has been painted stays where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pytest

from tests.browser.conftest import Open
from tests.build.illustrated_site import illustrated_site
from tests.build_site import real_site
from tests.pages import example, posts
from tests.peers.web_server import Handler, Server

PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
PIECES = 12
MOVED = """window.moved = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    for (const { node, previousRect: from, currentRect: to } of entry.sources)
      moved.push(`${node?.outerHTML?.slice(0, 80)} ${[from.x, from.y]} to ${[to.x, to.y]}`);
}).observe({ type: "layout-shift", buffered: true });"""
BLOCKS = re.compile(rb"</(?:details|nav|header|p|ul)>")
HEAD = 6_000
"""Bytes of the body that hold what the first screen shows."""


class Trickle(Handler):
    """Sends a page in the pieces that a test gives, and pictures and fonts when the test says so."""

    def __init__(self, *args: object, folder: Path, pieces: Queue[bytes], late: Event) -> None:
        self.pieces, self.late = pieces, late
        super().__init__(*args, folder=folder)

    def do_GET(self) -> None:
        """Send the file, and a page piece by piece."""
        if self.path.startswith(("/images/", "/fonts/")):
            self.late.wait()
        if not self.path.endswith("/"):
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        while piece := self.pieces.get():
            self.wfile.write(piece)


@contextmanager
def trickling(folder: Path) -> Iterator[tuple[str, Queue[bytes], Event]]:
    """Serve `folder`. Gives the address, where pieces of a page are put (an empty one ends it), and what lets pictures
    and fonts come."""
    pieces: Queue[bytes] = Queue()
    late = Event()
    handler = partial(Trickle, folder=folder.resolve(), pieces=pieces, late=late)
    with Server(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", pieces, late
        late.set()
        server.shutdown()
        server.hang_up()


def cut(body: bytes) -> list[bytes]:
    """A page's head, which shows nothing, then its body in even pieces, on the first screen also one for each block."""
    start = body.index(b"<body")
    even = range(start, len(body), (len(body) - start) // PIECES + 1)
    blocks = (found.end() for found in BLOCKS.finditer(body, start, start + HEAD))
    return [body[begin:end] for begin, end in pairwise(sorted({0, *even, *blocks, len(body)}))]


def longest() -> str:
    """The address of the longest real post."""
    return max(posts(), key=lambda post: len(post.text)).address


@pytest.mark.parametrize(
    ("where", "width", "part"),
    [("post", 320, ""), ("post", 320, "#sources"), ("post", 1280, ""), ("pictures", 320, ""), ("pictures", 1280, ""),
     ("search", 320, ""), ("tool", 1280, "")],
)  # fmt: skip
def test_nothing_moves_while_a_page_trickles_in(open_page: Open, where: str, width: int, part: str) -> None:
    """Pictures and fonts come last."""
    site = illustrated_site() if where == "pictures" else real_site()
    address = {"post": longest, "pictures": lambda: "/room/"}.get(where, lambda: example(where).address)()
    page = open_page("not found", width=width, begin=MOVED)
    with trickling(site) as (served, pieces, late):
        head, *rest = cut((site / address.strip("/") / "index.html").read_bytes())
        pieces.put(head)
        page.goto(f"{served}{address}{part}", wait_until="commit")
        for piece in rest:
            pieces.put(piece)
            page.evaluate(PAINTED)
        pieces.put(b"")
        late.set()
        page.wait_for_load_state()
        page.evaluate(PAINTED)
        assert page.evaluate("window.moved") == []
