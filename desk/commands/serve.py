"""The preview: every page with its drafts, shown anew the moment a file is saved.

This process shows the pages, watches the files and keeps a press (desk/preview/press.py) running, which makes them into
a folder of their own, so nothing in it can ever be published. On its way to the browser each page is given the panel
that says what the desk found. Where the code of the desk or a plugin changes, the press is started anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import json
import mimetypes
import os
import re
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import tornado.httpserver
import tornado.netutil
import tornado.web
import tornado.websocket
from watchfiles import DefaultFilter, awatch

from desk import COMMAND
from desk.preview.overview import editor, overview, shown_instead, with_places
from desk.preview.standing import Standing
from desk.refusal import Refusal

HOST: Final = "127.0.0.1"
INVITED: Final = {
    "serve": "Look at {} (it shows drafts too)",
    "edit": "Write at {}/__desk/edit/ (only you can open it)",
}
"""What each command that serves says of where to look."""
ASSETS: Final = Path(__file__).parents[1] / "preview"
PANEL: Final = b'<script src="/__desk/panel.js" defer></script>'
_BEGIN: Final = re.compile(rb"\s*<!doctype[^>]*>", re.IGNORECASE)
CODE: Final = ("desk/", "plugins/", "pelicanconf.py", "publishconf.py")
"""What a process that has loaded it cannot see change."""
WATCHED: Final = ("content", "theme/templates", "theme/static", "plugins", "desk", "pelicanconf.py", "publishconf.py")
SETTLE: Final = 15
"""Milliseconds without a change after which a save is over. Editors write a file in several steps."""
_EVERYWHERE: Final = {
    "0.0.0.0": ("127.0.0.1", socket.AF_INET, "192.0.2.1"),
    "::": ("[::1]", socket.AF_INET6, "2001:db8::1"),
}
"""Of what means every address of this computer: its own name for itself, and an address elsewhere (RFC 5737, 3849)."""
LAST_WORDS: Final = 12
"""Lines that are shown of what a press said before it ended."""


class Preview:
    """What is shown: the folder, how things stand, and the browsers that look."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.folder = folder
        self.standing = Standing()
        self.busy = True
        self.looking: set[Looking] = set()
        self.press: asyncio.subprocess.Process | None = None

    async def start_press(self) -> None:
        """Start a press, and listen to it for as long as it lives."""
        self.busy = True
        press = self.press = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "desk.preview.press", str(self.folder)),
            cwd=self.root,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=1 << 28,
            start_new_session=True,
        )
        asyncio.get_running_loop().create_task(self.listen(press))

    async def listen(self, press: asyncio.subprocess.Process) -> None:
        """Hand on what `press` says. Where it ends by itself, say so on every page: none may be stale in silence."""
        assert press.stdout is not None
        assert press.stderr is not None
        last: list[str] = []

        async def keep_last(stream: asyncio.StreamReader) -> None:
            async for line in stream:
                last.append(line.decode("utf-8", "replace").rstrip())
                del last[:-LAST_WORDS]

        keeping = asyncio.get_running_loop().create_task(keep_last(press.stderr))
        async for line in press.stdout:
            if press is self.press:
                self.hear(json.loads(line))
        await keeping
        await press.wait()
        if press is self.press:
            self.press = None
            told = "\n".join(last) or "It said nothing."
            what = f"The preview has stopped. It starts again when you save the file that is to blame.\n{told}"
            self.hear({"standing": {**self.standing.as_json(), "error": what}})

    def hear(self, told: dict[str, Any]) -> None:
        """One thing that the press says."""
        if "standing" in told:
            self.busy = False
            before, self.standing = self.standing, Standing.from_json(told["standing"])
            if self.standing.error and self.standing.error != before.error:
                print(self.standing.error, file=sys.stderr, flush=True)
            for each in self.looking:
                each.tell_standing()
        if "changed" in told:
            addresses = {address_of(name) for name in told["changed"]}
            for each in self.looking:
                if each.address in addresses or each.shows_instead:
                    each.tell(reload=True)
        if "style" in told:
            for each in self.looking:
                each.tell(style=told["style"])

    async def changed(self, paths: Collection[str]) -> None:
        """Files of the project changed."""
        if self.press is None or any(path.startswith(CODE) for path in paths):
            await self.end_press()
            await self.start_press()
            for each in self.looking:
                each.tell_standing()
            return
        assert self.press.stdin is not None
        with contextlib.suppress(ConnectionError):
            self.press.stdin.write(json.dumps({"paths": sorted(paths)}).encode() + b"\n")
            await self.press.stdin.drain()

    async def end_press(self) -> None:
        """End the press and all that it started."""
        press, self.press = self.press, None
        if press and press.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(press.pid, signal.SIGKILL)
            await press.wait()

    async def watch(self) -> None:
        """Hand on every change of a file, until the task is stopped."""
        watched = [self.root / name for name in WATCHED if (self.root / name).exists()]
        async for changes in awatch(*watched, watch_filter=DefaultFilter(), debounce=400, step=SETTLE):
            paths = {Path(path).relative_to(self.root).as_posix() for _, path in changes}
            if paths := {path for path in paths if not _is_left_out(path)}:
                await self.changed(paths)


def with_panel(page: bytes) -> bytes:
    """`page` with the panel, whatever is wrong with it: at its very beginning, where nothing that was left open or left
    out can hide it."""
    begin = _BEGIN.match(page)
    return page[: begin.end()] + PANEL + page[begin.end() :] if begin else PANEL + page


def address_of(name: str) -> str:
    """The address of the file `name` of the preview."""
    return "/" + name.removesuffix("index.html")


def _is_left_out(path: str) -> bool:
    return path.endswith((".pyc", "~", ".swp", ".part", ".new")) or Path(path).name.startswith((".", "#"))


def hosts_of(bind: str) -> tuple[str, str]:
    """What to type for a server that is bound to `bind`, on this computer and on others of its network; the latter
    empty where there is nothing else to type, or no network."""
    if bind not in _EVERYWHERE:
        return (f"[{bind}]" if ":" in bind else bind), ""
    here, family, somewhere = _EVERYWHERE[bind]
    with socket.socket(family, socket.SOCK_DGRAM) as asked, contextlib.suppress(OSError):
        asked.connect((somewhere, 9))  # sends nothing, and tells by which of its addresses this computer would
        own = str(asked.getsockname()[0])
        if not ipaddress.ip_address(own).is_loopback:
            return here, (f"[{own}]" if ":" in own else own)
    return here, ""


def is_known_host(host: str, bind: str) -> bool:
    """Whether `host`, as a browser sends it, is this computer by a name that nobody else can give it.

    A page from elsewhere can have its own name lead here (DNS rebinding), and would then read what is not published;
    so a name is refused. A number leads where it says.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name in ("localhost", bind, socket.gethostname().lower()):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Known(tornado.web.RequestHandler):
    """Answers only where the host is known. Nothing is kept by the browser."""

    def initialize(self, preview: Preview, bind: str, **more: Any) -> None:
        self.preview = preview
        self.bind = bind
        self.more = more

    def prepare(self) -> None:
        if not is_known_host(self.request.host, self.bind):
            self.set_status(403)
            self.finish(f"This preview does not answer to {self.request.host_name}. Open it by its number instead.\n")

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")


class Pages(Known):
    """The pages of the preview, each with the panel; other files as they are."""

    def get(self, path: str) -> None:
        address = f"/{path}"
        folder = self.preview.folder.resolve()
        place = (folder / (f"{path}index.html" if address.endswith("/") else path)).resolve()
        if folder not in place.parents:
            raise tornado.web.HTTPError(404)
        if place.is_dir():
            self.redirect(f"{address}/")
            return
        try:
            data = place.read_bytes()
        except OSError:
            self.set_status(404)
            data = shown_instead(self.preview.standing, address, self.preview.busy).encode()
            place = Path("instead.html")
        kind, _ = mimetypes.guess_type(place.name)
        if place.suffix == ".html":
            data = with_panel(data)
            kind = "text/html; charset=utf-8"
        self.set_header("Content-Type", kind or "application/octet-stream")
        self.finish(data)


class Overview(Known):
    """All drafts and all faults."""

    def get(self) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(overview(self.preview.standing, self.preview.root, busy=self.preview.busy))


class Assets(Known):
    """What the panel is made of."""

    def get(self, name: str) -> None:
        self.set_header("Content-Type", mimetypes.guess_type(name)[0] or "text/plain")
        self.finish((ASSETS / name).read_bytes())


class Looking(tornado.websocket.WebSocketHandler):
    """One page in one browser, told at once of what concerns it."""

    def initialize(self, preview: Preview, bind: str) -> None:
        self.preview = preview
        self.bind = bind
        self.address = ""
        self.shows_instead = False

    def check_origin(self, origin: str) -> bool:
        return is_known_host(self.request.host, self.bind) and super().check_origin(origin)

    def open(self, *args: str, **kwargs: str) -> None:
        self.address = self.get_argument("address")
        self.shows_instead = self.get_argument("instead", "") != ""
        self.preview.looking.add(self)
        self.tell_standing()

    def on_close(self) -> None:
        self.preview.looking.discard(self)

    def on_message(self, message: str | bytes) -> None:
        pass

    def tell(self, **what: Any) -> None:
        """Say one thing to the page."""
        with contextlib.suppress(tornado.websocket.WebSocketClosedError):
            self.write_message(json.dumps(what))

    def tell_standing(self) -> None:
        """Say how things stand with the page."""
        standing, root = self.preview.standing, self.preview.root
        document = standing.of(self.address)
        of_page, faults = standing.about(self.address)
        counts = {kind: sum(each.severity == kind for each in standing.problems) for kind in ("error", "warning")}
        self.tell(
            standing={
                "error": with_places(standing.error, root),
                "busy": self.preview.busy,
                "document": document and {**vars(document), "editor": editor(root, document.path)},
                "problems": [
                    {**vars(each), "editor": editor(root, each.path, each.line, each.column)} for each in of_page
                ],
                "faults": faults,
                "counts": counts,
            }
        )


Rooms = Callable[[dict[str, Any]], list[tuple[Any, ...]]]
"""Further addresses of the server, by what each of its handlers is given."""


def serve(root: Path, port: int, bind: str = HOST, rooms: Rooms = lambda known: [], said: str = "serve") -> None:
    """Show the preview of the project at `root`, with what else is in `rooms`, and go on until stopped. `said` is the
    command that was given."""
    try:
        sockets = tornado.netutil.bind_sockets(port, bind)
    except OSError as error:
        raise Refusal(_not_bound(error, port, bind, said)) from None
    folder = root / f".site/serve/{port}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(_serve(Preview(root.resolve(), folder), sockets, port, bind, rooms, said))
    shutil.rmtree(folder, ignore_errors=True)


def _not_bound(error: OSError, port: int, bind: str, said: str) -> str:
    """Why there can be no server at `port` of `bind`, and what can be done."""
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else port - 1
        return (
            f"Port {port} of {bind} is taken, perhaps by another preview. "
            f"Fix: stop that one, or run {COMMAND} {said} --port {other}."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} may be had by the system alone. Fix: run {COMMAND} {said} --port 8000."
    return (
        f"{bind} is no address of this computer. Fix: run {COMMAND} {said}, or with --bind 0.0.0.0 for all of its "
        "addresses."
    )


async def _serve(preview: Preview, sockets: list[socket.socket], port: int, bind: str, rooms: Rooms, said: str) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stopped.set)
    known = {"preview": preview, "bind": bind}
    server = tornado.httpserver.HTTPServer(
        tornado.web.Application(
            [
                (r"/__desk/", Overview, known),
                *rooms(known),
                (r"/__desk/looking", Looking, known),
                (r"/__desk/([a-z]+\.(?:js|css))", Assets, known),
                (r"/(.*)", Pages, known),
            ],
            log_function=lambda handler: None,
        )
    )
    server.add_sockets(sockets)
    await preview.start_press()
    watching = loop.create_task(preview.watch())
    here, elsewhere = hosts_of(bind)
    phone = f" On your phone: http://{elsewhere}:{port}." if elsewhere else ""
    print(f"{INVITED[said].format(f'http://{here}:{port}')}.{phone} Stop with Ctrl+C.", flush=True)
    await stopped.wait()
    watching.cancel()
    server.stop()
    for each in list(preview.looking):
        each.close()
    await preview.end_press()
