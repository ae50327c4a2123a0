"""A site need not stand at the root of its host: a project on GitHub Pages is at https://name.github.io/project.

Templates, plugins and writers begin every address of ours with a slash. Where SITEURL has a path, this puts the path
before each of them, when all is written and verified: in one place, so that none can be forgotten.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

_STYLE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_ELEMENT: Final = re.compile(r"<[a-z][^<>]*>")
_ADDRESS: Final = re.compile(r'(\s(?:href|src|poster|action)="|^<meta http-equiv="refresh" content="0; url=)/(?!/)')
_SET: Final = re.compile(r'(\ssrcset=")([^"]*)')
_IN_MANIFEST: Final = re.compile(r'("(?:start_url|src|scope|id)": ")/(?!/)')
_IN_STYLE: Final = re.compile(r"""(url\(["']?)/(?!/)""")


def path_of(site_url: str) -> str:
    """The path below which the site stands: `/project`, or nothing for the root of its host."""
    return urlsplit(site_url).path.rstrip("/")


def below(text: str, path: str, kind: str) -> str:
    """`text`, a file that ends in `kind`, with every address of ours below `path`."""
    if not path:
        return text

    def _in_set(found: re.Match[str]) -> str:
        return found[1] + re.sub(r"(^|,\s*)/(?!/)", rf"\g<1>{path}/", found[2])

    if kind == ".html":
        return _ELEMENT.sub(lambda element: _SET.sub(_in_set, _ADDRESS.sub(rf"\g<1>{path}/", element[0])), text)
    return (_IN_MANIFEST if kind == ".webmanifest" else _IN_STYLE).sub(rf"\g<1>{path}/", text)


def move_below(site: Path, site_url: str) -> None:
    """Put every page of the finished `site` below the path of `site_url`, and allow its style sheet anew."""
    path = path_of(site_url)
    for file in site.rglob("*") if path else ():
        if file.suffix in (".html", ".webmanifest"):
            before = file.read_text("utf-8")
            text = below(before, path, file.suffix)
            for style in _STYLE.findall(text):
                moved = below(style, path, ".css")
                text = text.replace(style, moved).replace(_hash(style), _hash(moved))
            if text != before:
                file.unlink()  # readers may have the same file: the site that stands shares what has not changed
                file.write_text(text, "utf-8")


def _hash(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
