"""What is not published may not be told of: no address, no name of a picture, no title, no long run of words.

Each file is gone through once, whatever the number of drafts. Addresses are looked up as they are met. Words walk a
tree in which every run to look for is a path, so that runs with a common beginning cost one step together.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from html import unescape
from typing import Any, Final

from desk.sharing import share
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
_FEW: Final = 32
"""Things that are sooner looked for one by one than in every word of a file."""
Item = tuple[str, ...]
"""What is looked for: the words of a run, or nothing and an address or source."""


class Secrets:
    """What to look for, made once for all files. What readers may know from `shown` is no secret."""

    def __init__(self, hidden: Collection[Hidden], shown: Collection[Shown], site_url: str) -> None:
        self.hidden = hidden
        self.shown = shown
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
        self.runs = {tuple(run): document for document in reversed([*hidden]) for run in _runs(document)}
        self.tree = _tree(self.runs)

    @property
    def sought(self) -> frozenset[Item]:
        """All that is looked for, whether readers may know it or not."""
        return frozenset((*(("", name) for name in (*self.addresses, *self.sources)), *self.runs))

    def only(self, sought: Collection[Item]) -> Secrets:
        """The same for no more than `sought`."""
        some = Secrets([], self.shown, self.site_url)
        some.addresses = {name: each for name, each in self.addresses.items() if ("", name) in sought}
        some.sources = {path: each for path, each in self.sources.items() if ("", path) in sought}
        some.runs = {run: each for run, each in self.runs.items() if run in sought}
        some.tree = _tree(some.runs)
        return some

    def public(self, runs: Collection[Item]) -> dict[Item, str]:
        """Those of `runs` that readers may know from what is shown, each with the key of one that says it."""
        found: dict[Item, str] = {}
        tree = _tree({run: self.runs[run] for run in runs})
        for each in self.shown if runs else ():
            for run, _ in walk(words(f"{each.head}\n{each.body}"), tree):
                found.setdefault(tuple(run), each.key)
            if len(found) == len(runs):
                break
        return found

    def told(self, name: str, text: str) -> Iterator[tuple[Hidden, str]]:
        """Each hidden document that the file `name` with its `text` tells of, and by what; each once."""
        found = list(self.hits(name, text))
        public = self.public({item for item, _, _ in found if item in self.runs})
        seen: set[str] = set()
        for item, document, what in found:
            if item not in public and document.path not in seen:
                seen.add(document.path)
                yield document, what

    def hits(self, name: str, text: str) -> Iterator[tuple[Item, Hidden, str]]:
        """Each thing looked for that the file `name` with its `text` says, whose it is, and in what words."""
        if len(self.addresses) + len(self.sources) + len(self.runs) <= _FEW and not self._near(text):
            return
        for address in _PART.finditer(unescape(text).replace(self.site_url, "")):
            part = address[1].removesuffix("index.html").removesuffix("index.md").rstrip(".")
            names = (part, f"{part}/", _VERSION.sub("", part))
            if found := next((each for each in names if each in self.addresses), None):
                yield ("", found), self.addresses[found], f"/{part}"
        for source in _SOURCE.findall(text):
            if source in self.sources:
                yield ("", source), self.sources[source], source
        said = words(text, as_json=name.endswith((".json", ".webmanifest"))) if self.tree else []
        for run, node in walk(said, self.tree):
            if None in node:
                yield tuple(run), node[None], f"“{' '.join(run)}”"

    def _near(self, text: str) -> bool:
        """Whether every part of anything that is looked for stands in `text`, wherever. A few are found sooner so."""
        once = unescape(text)
        plain = once.replace(self.site_url, "")
        if any(name.rstrip("/") in plain for name in self.addresses) or any(path in text for path in self.sources):
            return True
        said = unescape(once).casefold() if self.runs else ""
        return "\\u" in text or any(all(word in said for word in run) for run in self.runs)


def suspects(names: Sequence[str], texts: Callable[[str], str], secrets: Secrets, judged: Judged) -> list[str]:
    """Those of the files `names` that tell of what is not published, whose text `texts` gives by name.

    Files that have not changed are looked through for what was not looked for last time, and for nothing else. What
    readers know from something shown is not looked for, as long as that stands there unchanged.
    """
    before: frozenset[Item]
    known: dict[Item, str]
    before, known, told = judged.clear or (frozenset(), {}, frozenset(names))
    shown = {each.key for each in secrets.shown}
    public: dict[Item, str] = {run: by for run, by in known.items() if run in secrets.runs and by in shown}
    sought = secrets.sought - public.keys()
    new = [name for name in names if name in told or not judged.same(name)]
    old = sorted({*names} - {*new}) if sought - before else []
    found = {**_hits(new, texts, secrets.only(sought)), **_hits(old, texts, secrets.only(sought - before))}
    public |= secrets.public({item for items in found.values() for item in items if item in secrets.runs})
    telling = {name for name, items in found.items() if not items <= public.keys()}
    judged.clear = sought - public.keys(), public, frozenset(telling)
    return [name for name in names if name in telling]


def _hits(names: Sequence[str], texts: Callable[[str], str], secrets: Secrets) -> dict[str, set[Item]]:
    pages = sum(name.endswith(".html") for name in names)
    return dict(zip(names, share(partial(_hits_in, texts, secrets), names, pages), strict=True))


def _hits_in(texts: Callable[[str], str], secrets: Secrets, name: str) -> set[Item]:
    return {item for item, _, _ in secrets.hits(name, texts(name))}


def _tree(runs: Mapping[Item, Hidden]) -> dict[Any, Any]:
    """The tree in which each of `runs` is a path, with whose it is at its end."""
    tree: dict[Any, Any] = {}
    for run, document in runs.items():
        node = tree
        for word in run:
            node = node.setdefault(word, {})
        node[None] = document
    return tree


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
