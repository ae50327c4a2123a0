"""Bodies are laid into what Pelican made. It is given a mark where a body is to stand, and never the body itself.

So nothing that Pelican makes can depend on the words of a body, whatever a template or a plugin does: where only words
changed, what Pelican made last time is what it would make again, and the new words are laid into that.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal
from xml.sax.saxutils import escape

from desk.edition import Edition
from desk.feed_body import whole_addresses, without_screen_parts

Form = Literal["page", "xml", "json"]
_MARK: Final = re.compile(rb"(<|&lt;)!--(body|feed) ([0-9a-f]{32})--(?:>|&gt;)")


@cache
def mark(path: str, *, feed: bool = False) -> str:
    """What stands for the body of the document at `path`, in a page or in a feed."""
    digest = hashlib.blake2b(path.encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()
    return f"<!--{'feed' if feed else 'body'} {digest}-->"


@dataclass(frozen=True)
class Laid:
    """A body in a file: of which document, in what form, from which byte, how many, and what it was made from."""

    path: str
    form: Form
    start: int
    length: int
    made_from: str


class Bodies:
    """The bodies of what `edition` shows, as bytes in each form that files want."""

    def __init__(self, edition: Edition, *, preview: bool = False) -> None:
        self.edition = edition
        documents = edition.shown(preview=preview)
        self.slugs = {document.path: document.slug for document in documents}
        self.paths = {mark(path).encode()[9:-3]: path for path in self.slugs}
        self._known: dict[tuple[str, Form], bytes] = {}

    def of(self, path: str, form: Form) -> bytes:
        """The body of the document at `path`."""
        if (path, form) not in self._known:
            self._known[path, form] = self._made(path, form).encode()
        return self._known[path, form]

    def _made(self, path: str, form: Form) -> str:
        if form == "page":
            return self.edition.in_page(path)
        url = self.edition.site.address
        body = without_screen_parts(self.edition.for_feed(path))
        whole = whole_addresses(body, url, f"{url}/{self.slugs[path]}/")
        return escape(whole) if form == "xml" else json.dumps(whole, ensure_ascii=False)[1:-1]

    def lay(self, name: str, data: bytes) -> tuple[bytes, list[Laid]]:
        """`data`, the file `name` as Pelican made it, with every body in its place, and where they are."""
        parts: list[bytes] = []
        found: list[Laid] = []
        end = size = 0
        for at in _MARK.finditer(data):
            path = self.paths.get(at[3])
            if path is None:
                continue
            form: Form = "page" if at[2] == b"body" else "json" if name.endswith(".json") else "xml"
            body = self.of(path, form)
            before = data[end : at.start()]
            found.append(Laid(path, form, size + len(before), len(body), self.edition.made_from(path)))
            parts += [before, body]
            size, end = size + len(before) + len(body), at.end()
        return b"".join([*parts, data[end:]]), found

    def changed(self, laid: Sequence[Laid]) -> bool:
        """Whether any body is made from anything else than the one that was laid. None is made to find that out."""
        return any(self.edition.made_from(each.path) != each.made_from for each in laid)

    def lay_anew(self, data: bytes, laid: Sequence[Laid]) -> tuple[bytes, list[Laid]]:
        """`data`, a file in which bodies were `laid`, with those bodies as they are now."""
        parts: list[bytes] = []
        found: list[Laid] = []
        end = size = 0
        for each in laid:
            body = self.of(each.path, each.form)
            before = data[end : each.start]
            found.append(Laid(each.path, each.form, size + len(before), len(body), self.edition.made_from(each.path)))
            parts += [before, body]
            size, end = size + len(before) + len(body), each.start + each.length
        return b"".join([*parts, data[end:]]), found
