"""Which address a link to a file of content/ has on the site. The one place that knows how files become addresses."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

OWN_LINK: Final = re.compile(r'(\s(?:href|src)=")\{(?:filename|static)\}([^"]*)"')


def resolve(path: str, target: str) -> str | None:
    """The file of the project that `target`, without its braces, means in the file at `path`; None if outside."""
    parts: list[str] = [] if target.startswith("/") else path.split("/")[1:-1]
    for part in target.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(["content", *parts])


def address_of(file: str) -> str:
    """Where readers find `file` (a path from the project's folder), from the root of the site: a post or page by the
    name of its file, a picture in images/, a file of extra/ at the root itself."""
    pure = PurePosixPath(file)
    if pure.suffix == ".md":
        return f"/{pure.stem}/"
    inside = pure.relative_to("content")
    return f"/{inside.relative_to('extra') if inside.parts[0] == 'extra' else inside}"


def with_addresses(path: str, html: str) -> str:
    """`html`, the body of the file at `path`, with every link to a file leading to its address. A link that means
    nothing stays as it was typed, for the check to find."""

    def lead(found: re.Match[str]) -> str:
        name, mark, part = found[2].partition("#")
        file = resolve(path, unquote(name))
        if file is None or not PurePosixPath(file).suffix or file.count("/") < 2:
            return found[0]
        return f'{found[1]}{address_of(file)}{mark}{part}"'

    return OWN_LINK.sub(lead, html)
