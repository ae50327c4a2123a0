"""A site need not stand at the root of its host: a project on GitHub Pages is at https://name.github.io/project.

Templates, plugins and writers begin every address of ours with a slash. Where SITEURL has a path, this puts the path
before each of them, when all is written: in one place, so that none can be forgotten.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from pelican import signals

_ELEMENT: Final = re.compile(r"<[a-z][^<>]*>")
_ADDRESS: Final = re.compile(r'(\s(?:href|src|poster|action)="|^<meta http-equiv="refresh" content="0; url=)/(?!/)')
_IN_MANIFEST: Final = re.compile(r'("(?:start_url|src|scope|id)": ")/(?!/)')
_IN_STYLE: Final = re.compile(r"""(url\(["']?)/(?!/)""")


def path_of(site_url: str) -> str:
    """The path below which the site stands: `/project`, or nothing for the root of its host."""
    return urlsplit(site_url).path.rstrip("/")


def below(text: str, path: str, kind: str) -> str:
    """`text`, a file that ends in `kind`, with every address of ours below `path`."""
    if not path:
        return text
    if kind == ".html":
        return _ELEMENT.sub(lambda element: _ADDRESS.sub(rf"\g<1>{path}/", element[0]), text)
    return (_IN_MANIFEST if kind == ".webmanifest" else _IN_STYLE).sub(rf"\g<1>{path}/", text)


def move_below(pelican: Any) -> None:
    path = path_of(pelican.settings["SITEURL"])
    if not path:
        return
    for file in Path(pelican.settings["OUTPUT_PATH"]).rglob("*"):
        if file.suffix in (".html", ".webmanifest"):
            file.write_text(below(file.read_text("utf-8"), path, file.suffix), "utf-8")


def register() -> None:
    signals.finalized.connect(move_below)
