"""Bodies are laid into what Pelican made. It is given a mark where a body is to stand, and never the body itself.

So nothing that Pelican makes can depend on the words of a body, whatever a template or a plugin does: where only words
changed, what Pelican made last time is what it would make again, and the new words are laid into that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final
from xml.sax.saxutils import escape

from desk.edition import Edition
from desk.model.digest import digest_of
from desk.site.feed_body import whole_addresses, without_screen_parts
from desk.site.last_site import Form, Laid

_MARK: Final = re.compile(rb"(<|&lt;)!--(body|feed) ([0-9a-f]{32})--(?:>|&gt;)")


@cache
def mark(path: str, *, feed: bool = False) -> str:
    """What stands for the body of the document at `path`, in a page or in a feed."""
    digest = digest_of(path.encode("utf-8", "backslashreplace"))
    return f"<!--{'feed' if feed else 'body'} {digest}-->"


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
        if form == "page":
            return self.edition.laid_in(path)
        if (path, form) not in self._known:
            self._known[path, form] = self._made(path, form).encode()
        return self._known[path, form]

    def _made(self, path: str, form: Form) -> str:
        url = self.edition.site.address
        body = without_screen_parts(self.edition.for_feed(path))
        whole = whole_addresses(body, url, f"{url}/{self.slugs[path]}/")
        return escape(whole) if form == "xml" else json.dumps(whole, ensure_ascii=False)[1:-1]

    def lay(self, name: str, data: bytes) -> tuple[bytes, list[Laid]]:
        """`data`, the file `name` as Pelican made it, with every body in its place, and where they are."""
        return self._join(data, ((*each, self.of(*each[:2])) for each in self._marked(name, data)))

    def _marked(self, name: str, data: bytes) -> Iterator[tuple[str, Form, int, int]]:
        for at in _MARK.finditer(data):
            if path := self.paths.get(at[3]):
                yield path, "page" if at[2] == b"body" else "json" if name.endswith(".json") else "xml", *at.span()

    def changed(self, laid: Sequence[Laid]) -> bool:
        """Whether any body is made from anything else than the one that was laid. None is made to find that out."""
        return not all(map(self._same, laid))

    def _same(self, laid: Laid) -> bool:
        return self.edition.made_from(laid.path) == laid.made_from

    def lay_anew(self, data: bytes, laid: Sequence[Laid]) -> tuple[bytes, list[Laid]]:
        """`data`, a file in which bodies were `laid`, with those that changed as they are now."""
        places: list[tuple[str, Form, int, int, bytes]] = []
        for each in laid:
            end = each.start + each.length
            body = data[each.start : end] if self._same(each) else self.of(each.path, each.form)
            places.append((each.path, each.form, each.start, end, body))
        return self._join(data, places)

    def _join(self, data: bytes, places: Iterable[tuple[str, Form, int, int, bytes]]) -> tuple[bytes, list[Laid]]:
        """`data` with each body of `places` instead of what stands from one byte of it to another."""
        parts: list[bytes] = []
        found: list[Laid] = []
        end = size = 0
        for path, form, start, after, body in places:
            before = data[end:start]
            found.append(Laid(path, form, size + len(before), len(body), self.edition.made_from(path)))
            parts += [before, body]
            size, end = size + len(before) + len(body), after
        return b"".join([*parts, data[end:]]), found
