"""What is not published may not be told of: no address, no name of a picture, no title, no long run of words.

Each file is gone through once, whatever the number of drafts. Addresses are looked up as they are met. Words walk a
tree in which every run to look for is a path, so that runs with a common beginning cost one step together.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Collection, Iterator, Sequence
from html import unescape
from typing import Any, Final

from desk.site.unchanged import digest_of
from desk.verify.judged import Judged
from desk.verify.links import strings
from desk.verify.promise import Hidden, Shown

LEAST: Final = (4, 20)
"""Words and letters of a title that is long enough to be nobody else's."""
RUN: Final = (8, 45)
"""Words and letters of such a run of the text."""
RUNS: Final = 3
"""How many runs of each text are looked for: the longest."""
LONGEST: Final = 16
"""Words of a run that are compared: more make nothing surer."""

_WORD = re.compile(r"\w+")
_PLAIN = re.compile(r"[^\W\d_](?:[^\W\d_]|[ ,'\u2019-])+")
_TAG = re.compile(r"<!--|-->|<style>.*?</style>|</?[a-zA-Z][^<>]*>", re.DOTALL)
_SAID_IN_TAGS = re.compile(r'\s(?:content|alt|title|aria-label|label)="([^"]*)"')
_JSON_SIGN = re.compile(r"\\u00(?:26|3[ce])")
_PART = re.compile(r"(?<![\w/.:-])/([\w./-]+)")
_VERSION = re.compile(r"(?:-\d+)?\.\w+$")
"""What the places of a picture's versions differ in (desk/pictures/picture.py)."""
_SOURCE = re.compile(r"content/(?:posts|pages)/[\w.-]+\.md")


class Secrets:
    """What to look for, made once for all files. What readers may know from `shown` is no secret."""

    def __init__(
        self, hidden: Collection[Hidden], shown: Collection[Shown], site_url: str, judged: Judged | None = None
    ) -> None:
        self.site_url = site_url
        public = {f"{document.slug}/" for document in shown} | {
            f"images/{name}" for document in shown for name in document.pictures
        }
        self.addresses: dict[str, Hidden] = {}
        self.sources = {document.path: document for document in hidden}
        for document in hidden:
            pictures = {f"images/{name}" for name in document.pictures}
            for name in sorted((pictures | {f"{document.slug}/"}) - public):
                self.addresses.setdefault(name, document)
        self.tree: dict[Any, Any] = {}
        for document in hidden:
            for run in _runs(document):
                node = self.tree
                for word in run:
                    node = node.setdefault(word, {})
                node.setdefault(None, document)
        sought = digest_of(repr(list(_leaves(self.tree))).encode())
        public_runs: set[tuple[str, ...]] = set()
        for each in shown if hidden else ():
            public_runs.update(_said(each, self.tree, sought, judged))
        for public_run in public_runs:
            node = self.tree
            for word in public_run:
                node = node[word]
            node.pop(None, None)
        looked_for = (sorted((name, d.path) for name, d in self.addresses.items()), sorted(self.sources))
        self.key = digest_of(repr((looked_for, list(_leaves(self.tree)))).encode())
        """Changes with anything that is looked for."""

    def told(self, name: str, text: str) -> Iterator[tuple[Hidden, str]]:
        """Each hidden document that the file `name` with its `text` tells of, and by what; each once."""
        if not self.sources:
            return
        seen: set[str] = set()
        for document, what in self._told(name, text):
            if document.path not in seen:
                seen.add(document.path)
                yield document, what

    def _told(self, name: str, text: str) -> Iterator[tuple[Hidden, str]]:
        for address in _PART.finditer(unescape(text).replace(self.site_url, "")):
            part = address[1].removesuffix("index.html").removesuffix("index.md").rstrip(".")
            names = (part, f"{part}/", _VERSION.sub("", part))
            if document := next((self.addresses[each] for each in names if each in self.addresses), None):
                yield document, f"/{part}"
        for source in _SOURCE.findall(text):
            if source in self.sources:
                yield self.sources[source], source
        said = words(text, as_json=name.endswith((".json", ".webmanifest")))
        for run, node in walk(said, self.tree):
            if None in node:
                yield node[None], f"“{' '.join(run)}”"


def _said(shown: Shown, tree: dict[Any, Any], sought: str, judged: Judged | None) -> list[tuple[str, ...]]:
    """The runs of `tree`, which `sought` names, that readers may know from `shown`."""
    key = f"said {sought} {shown.key}"
    found: list[tuple[str, ...]] | None = judged.find(key) if judged else None
    if found is None:
        found = [tuple(run) for run, _ in walk(words(f"{shown.head}\n{shown.body}"), tree)]
        if judged:
            judged.say(key, found)
    return found


def _leaves(tree: dict[Any, Any], run: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every run of `tree`, and whose it is."""
    for word, node in tree.items():
        if word is None:
            yield run, node.path
        else:
            yield from _leaves(node, (*run, word))


def words(text: str, *, as_json: bool = False) -> list[str]:
    """Every word that a reader, or a machine that reads for one, is told by `text`: of HTML, XML, JSON or plain."""
    if as_json:
        with contextlib.suppress(ValueError):  # what is no JSON is told of elsewhere, and looked through as it stands
            text = " \n ".join(strings(json.loads(text)))
    text = _JSON_SIGN.sub(" ", unescape(unescape(text)))
    # A space for each tag, so that cells and paragraphs do not run together.
    return _WORD.findall((_TAG.sub(" ", text) + " \n " + " \n ".join(_SAID_IN_TAGS.findall(text))).casefold())


def walk(said: Sequence[str], tree: dict[Any, Any]) -> Iterator[tuple[Sequence[str], dict[Any, Any]]]:
    """Every path of `tree` that stands in `said`, with the node where it ends."""
    end = len(said)
    for start in range(end):
        node, at = tree, start
        while at < end and (following := node.get(said[at])) is not None:
            node, at = following, at + 1
            if None in node:
                yield said[start:at], node


def _runs(document: Hidden) -> Iterator[list[str]]:
    """The title and the longest runs of plain words, where they are long enough."""
    title = _WORD.findall(document.title.casefold())
    if len(title) >= LEAST[0] and len(document.title) >= LEAST[1]:
        yield title
    for run in sorted(_PLAIN.findall(document.text), key=len, reverse=True)[:RUNS]:
        found = _WORD.findall(run.casefold())
        if len(found) >= RUN[0] and len(run) >= RUN[1]:
            yield found[:LONGEST]
