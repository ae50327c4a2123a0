"""The addresses under /__desk/edit/ of the server of the preview, and who may ask there.

The server listens on this computer alone. It answers to no name that others could give this computer
(desk/commands/serve.py), and what changes anything is done only for its own page: a page from elsewhere that has this
browser ask is refused by where it comes from, and by a header that it could not send without asking first.
"""

from __future__ import annotations

import asyncio
import json
import mimetypes
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import tornado.web

from desk.commands.serve import Known
from desk.edit.desk_of import Desk, Unknown
from desk.refusal import Refusal, disk_refused
from desk.site.render import in_plain_words

PAGE: Final = Path(__file__).parent / "page"
POLICY: Final = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'none'; "
    "base-uri 'self'; frame-ancestors 'self'"
)
"""Nothing is loaded from elsewhere, and nothing is sent there. Decap compiles its checks of its settings (eval) and
writes its styles into the page."""
_SLIP: Final = re.compile(r"^content/\S+?:(\d+):\d+: error \S+: ")
TAB: Final = "X-Desk-Tab"
"""The header that names the page which asks. No page from elsewhere can send it without this server's leave."""


def rooms(bundle: Path) -> Callable[[dict[str, Any]], list[tuple[Any, ...]]]:
    """The addresses of the editor, whose files of Decap are in the folder `bundle`, for desk.commands.serve.serve."""

    def of(known: dict[str, Any]) -> list[tuple[Any, ...]]:
        preview = known["preview"]
        desk, turn = Desk(preview.root, lambda: preview.standing), asyncio.Lock()
        given = {**known, "desk": desk, "turn": turn}
        return [
            (r"/__desk/edit/()", File, {**known, "folder": PAGE}),
            (r"/__desk/edit/((?:page|frame)\.(?:js|css|html))", File, {**known, "folder": PAGE}),
            (r"/__desk/edit/((?:\d+\.)?decap-cms\.js)", File, {**known, "folder": bundle}),
            (r"/__desk/edit/config", Config, given),
            (r"/__desk/edit/ask", Ask, given),
            (r"/__desk/edit/publish", Publish, given),
            (r"/__desk/edit/?.*", Nothing, known),
        ]

    return of


class _Own(Known):
    """What only the editor's own page may ask for."""

    @property
    def desk(self) -> Desk:
        desk: Desk = self.more["desk"]
        return desk

    def prepare(self) -> None:
        super().prepare()
        if self._finished:
            return
        if not is_from_here(self.request.headers, self.request.host) or not self.request.headers.get(TAB):
            self.set_status(403)
            self.finish({"error": "Only the editor's own page may ask for this."})

    def asked(self) -> tuple[str, dict[str, Any]]:
        """The action, and what goes with it. Raises Refusal for anything else."""
        try:
            told = json.loads(self.request.body)
            action, params = told["action"], told.get("params") or {}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Refusal("What was asked cannot be read.") from None
        if not isinstance(action, str) or not isinstance(params, dict):
            raise Refusal("What was asked cannot be read.")
        return action, params

    async def told(self, work: Callable[[], Awaitable[Any]]) -> None:
        """Answer with what `work` gives, one at a time, or with why not, in words."""
        try:
            async with self.more["turn"]:
                answer, status = await work(), 200
        except Unknown as unknown:
            answer, status = {"error": str(unknown), "unknown": True}, 409
        except Refusal as refusal:
            answer, status = {"error": str(refusal)}, 422
        except OSError as error:
            answer, status = {"error": disk_refused(error)}, 500
        except Exception as error:  # a fault of the tool: whoever writes can do nothing with a traceback
            answer, status = {"error": f"{in_plain_words(error)}\nThis is a fault of the tool."}, 500
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(answer))


def is_from_here(headers: Any, host: str) -> bool:
    """Whether a request with `headers` was made by a page of the server at `host`, as its browser says."""
    return bool(
        headers.get("Origin") == f"http://{host}" and headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    )


class Ask(_Own):
    """Decap's questions and the bar's, answered by the desk."""

    async def post(self) -> None:
        def do() -> Any:
            action, params = self.asked()
            return self.desk.answer(action, params, self.request.headers[TAB])

        await self.told(lambda: asyncio.to_thread(do))


class Config(_Own):
    """What Decap is told, as the project is now."""

    async def post(self) -> None:
        await self.told(lambda: asyncio.to_thread(self.desk.config))


class Publish(_Own):
    """`publish` or `schedule`, run as a command: it judges the whole project, in as many processes as it wants."""

    async def post(self) -> None:
        async def work() -> dict[str, str]:
            _, params = self.asked()
            slug = await asyncio.to_thread(self.desk.ready_to_publish, params)
            day = str(params.get("day") or "")
            command = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "desk", *(["schedule", slug, day] if day else ["publish", slug])),
                cwd=self.desk.root,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            said, wrong = (each.decode("utf-8", "replace").strip() for each in await command.communicate())
            if command.returncode:
                raise Refusal(shortly(wrong))
            return {"said": f"{said}\n{await asyncio.to_thread(self.desk.next_step)}"}

        await self.told(work)


def shortly(said: str) -> str:
    """What a command refused, for one who has the post before them: the verdict first, then each slip by its line."""
    *slips, verdict = said.split("\n")
    shown = (_SLIP.sub(r"Line \1: ", slip) for slip in slips if slip.strip() != "^")
    return "\n".join([verdict, *shown])


class File(Known):
    """A file of the editor, as it is."""

    def get(self, name: str) -> None:
        name = name or "page.html"
        try:
            data = (self.more["folder"] / name).read_bytes()
        except OSError:
            raise tornado.web.HTTPError(404) from None
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("Referrer-Policy", "no-referrer")
        if name.endswith("decap-cms.js"):
            self.set_header("Cache-Control", "private, max-age=604800")
        self.finish(data)


class Nothing(Known):
    """No other address of the editor is one of the site."""

    def get(self) -> None:
        raise tornado.web.HTTPError(404)
