"""One small built site with what it was meant to be, and copies of it with one fault planted in each."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from lxml.html import HtmlElement

from desk.checks.image import PNG
from desk.verify import Promise, parsed, verify
from tests.build.project import post, project
from tests.build_site import once

NOON = {"SOURCE_DATE_EPOCH": "1795348800"}
HIDDEN_TITLE = "Quokkas hum at night in the dunes"
HIDDEN_RUN = "Wombats whisper underground of the rain that nobody has felt since spring"
PICTURE = "![A drip on its stand]({{static}}../images/{}.png)\n\n"
KEEPING = """
import pickle, shutil, sys
from pathlib import Path
import desk.build, desk.steps
from desk.model.build_day import today
verify = desk.steps.verify
def kept(site, promise, **more):
    Path(sys.argv[2]).write_bytes(pickle.dumps(promise))
    shutil.copytree(site, sys.argv[3])
    return verify(site, promise, **more)
desk.steps.verify = kept
desk.build.build(Path.cwd(), Path(sys.argv[1]), today(Path.cwd()), clean=True)
"""
"""A real build that also keeps what it promised, and the site as verify saw it: before its files were packed."""


@dataclass(frozen=True)
class Site:
    """A built site and what it was meant to be."""

    folder: Path
    promise: Promise

    @property
    def built(self) -> Path:
        """The site as readers get it, with what is packed."""
        return self.folder.with_name("built")

    def said(self, parse: Callable[[str], HtmlElement] = parsed) -> list[str]:
        """What verify says of it, each page read by `parse`."""
        return [str(fault) for fault in verify(self.folder, self.promise, parse)]

    def but(self, **changed: object) -> Site:
        """The same site, meant otherwise."""
        return Site(self.folder, replace(self.promise, **changed))  # type: ignore[arg-type]

    def having(self, place: Path, files: Mapping[str, bytes | str | None]) -> Site:
        """A copy in `place` where `files` are otherwise; None takes one away. All else is shared with this one."""
        copy = place / "site"
        shutil.copytree(self.folder, copy, copy_function=os.link)
        for name, new in files.items():
            file = copy / name
            file.unlink(missing_ok=True)
            if new is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(new.encode() if isinstance(new, str) else new)
        return Site(copy, self.promise)

    def where(self, place: Path, name: str, pattern: str, new: str, *, checked: bool = False) -> Site:
        """A copy in `place` where the first thing like `pattern` in the file `name` is `new`.

        Where it was `checked`, the slip is already in what was checked, so that the page equals the edition.
        """
        text = (self.folder / name).read_text("utf-8")
        changed, times = re.subn(pattern, new, text, count=1, flags=re.DOTALL)
        assert times == 1, f"{name} has nothing like {pattern}"
        site = self.having(place, {name: changed})
        if not checked:
            return site
        before = next(each for each in self.promise.shown if each.file == name)
        body = re.sub(pattern, new, before.body, count=1, flags=re.DOTALL)
        assert body != before.body, f"{pattern} is not in the checked text"
        otherwise = replace(before, body_of=partial(str, body))
        shown = [otherwise if each is before else each for each in self.promise.shown]
        return site.but(shown=shown)


@cache
def small_site() -> Site:
    """Two posts and four pages, a draft that nobody may know of, an address that moved and one that is gone."""
    folder = once("verified", _make)
    return Site(folder / "site", pickle.loads((folder / "promise").read_bytes()))


def _make(folder: Path) -> None:
    body = PICTURE.format("seen-drip") + "[One plain link]({filename}../pages/about.md) stands here.\n"
    draft = post(
        "quokka-nocturne", status="draft", title=HIDDEN_TITLE, body=PICTURE.format("quokka-nocturne-drip") + HIDDEN_RUN
    )
    here = project(
        folder / "project",
        {"seen": post("seen", body=body), "other": post("other", date="2024-01-02"), "quokka-nocturne": draft},
    )
    (here / "content/extra/.gitkeep").touch()  # what is never published is not missed either
    for name in ("seen-drip.png", "quokka-nocturne-drip.png", "of-nobody.png"):
        (here / "content/images" / name).write_bytes(PNG)
    (here / "content/redirects.yml").write_text("old: seen\nwithdrawn: {gone: It was wrong in every number.}\n")
    command = [sys.executable, "-c", KEEPING, *(str(folder / name) for name in ("built", "promise", "site"))]
    result = subprocess.run(command, cwd=here, env={**os.environ, **NOON}, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
