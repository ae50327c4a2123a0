"""What the page /search/ searches in, fetched when somebody does: an index of every post and page by heading.

The index must be small for a poor line: 40 KB packed, with library and script, at 18 posts, which
tests/browser/test_search.py weighs. So it holds of each part its heading, the beginning of its text, and its other
words once: every word of the site, sorted, and for each the parts that have it, as steps from one to the next.
theme/static/js/search.js makes the engine of it.

It is one kind of index for every size of site: 31 KB packed with 18 posts, about 200 KB with 100 and 1.9 MB with 1,000
(made up, so an upper bound). Pagefind fetches parts of an index, 125 KB for a first search at any size, and forgives no
typo: from about 60 posts on it is the lighter one, and is to take this one's place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from lxml import etree, html

from desk.edition import Edition
from desk.finish.kept import Kept
from desk.finish.made import Made
from desk.markup.parts import Rendered
from desk.model.post import Document, PageHeader, PostHeader
from desk.unchanged import code_key

START: Final = 90
"""Letters of the beginning of a part's text."""
SHORT: Final = 40
"""Letters under which a beginning says too little."""
COMMON: Final = (
    "a about after all also an and any are as at be been before but by can could did do does for from had has have he "
    "her his how i if in into is it its may me might more most my no not of off on one only or other our out own per "
    "so some such than that the their them then there these they this those to up very was we were what when where "
    "which who why will with would you your"
)
"""Words too common to find anything by."""
_WORD: Final = re.compile(r"\w+")
_END: Final = re.compile(r"[.?!](?=\s)")
_NOISE: Final = etree.XPath(
    "//*[contains(@class, 'side-notes') or @class='evidence-profile' or @class='verdict' or @class='cite']"
    " | //svg | //details[count(*) = 1]"
)
_PARAGRAPHS: Final = frozenset({"p", "li", "td", "th", "dd", "dt", "figcaption", "pre"})


@dataclass
class Part:
    """A heading's id (empty for the document itself), its words, and the text below it."""

    id: str
    heading: str
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    @property
    def start(self) -> str:
        """How the text begins: as many whole sentences as there is room for, or else as many words."""
        if len(self.text) <= START:
            return self.text
        room = self.text[:START]
        ends = [found.end() for found in _END.finditer(room)]
        return room[: ends[-1]] if ends and ends[-1] >= SHORT else room.rpartition(" ")[0] + "\u2026"

    @property
    def words(self) -> set[str]:
        """The words that are to be found by the index alone: not those of heading and start, which are there."""
        shown = set(_WORD.findall(f"{self.heading} {self.start}".lower()))
        found = {word for word in _WORD.findall(self.text.lower()) if len(word) > 2 and not word[0].isdigit()}
        found -= shown | set(COMMON.split())
        # Whoever looks for the one finds the other.
        return {word for word in found if not (word.endswith("s") and word[:-1] in found | shown)}


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """The index. The script that uses it, and its library, are the theme's (linked.py)."""
    data = json.dumps(index(edition, preview=preview, kept=kept), ensure_ascii=False, separators=(",", ":"))
    return {"search/index.json": Made(data.encode(), "the page that searches")}


def index(edition: Edition, *, preview: bool, kept: Kept | None = None) -> dict[str, Any]:
    """The index of what readers see: pages, their parts, and where each word stands."""
    site, kept = edition.site, (kept or Kept(None)).of("search")
    pages: list[list[Any]] = []
    sections: list[list[Any]] = []
    places: dict[str, list[int]] = {}
    shown = sorted(edition.shown(preview=preview), key=lambda document: (document.kind != "post", document.slug))
    for document in shown:
        header, rendered = document.header, edition.converted(document.path)
        assert header is not None
        if isinstance(header, PageHeader) and header.hidden:
            continue
        topic, grade = (header.category, header.evidence.grade) if isinstance(header, PostHeader) else ("", "")
        grades = {claim.id: claim.grade for claim in rendered.claims}
        pages.append([document.slug, header.title, document.kind, topic, grade])
        make = partial(_found_in, edition, document)
        for id_, heading, start, words in json.loads(kept.get(edition.made_from(document.path), code_key(), make)):
            for word in words:
                places.setdefault(word, []).append(len(sections))
            section = [len(pages) - 1, id_, heading, start]
            sections.append([*section, grades[id_]] if id_ in grades else section)
    kept.forget_unused()
    words = sorted(places)
    return {
        "common": COMMON,
        "synonyms": {theirs.lower(): ours for ours, names in site.synonyms.items() for theirs in names},
        "grades": dict(site.grades),
        "pages": pages,
        "sections": sections,
        "words": " ".join(words),
        "places": ";".join(",".join(map(str, _steps(places[word]))) for word in words),
    }


def _found_in(edition: Edition, document: Document) -> bytes:
    """The parts of a document as JSON: of each its id, its heading, how it begins, and its words."""
    found = parts(document, edition.rendered(document.path))
    return json.dumps([(part.id, part.heading, part.start, sorted(part.words)) for part in found]).encode()


def parts(document: Document, rendered: Rendered) -> Iterator[Part]:
    """The parts of a document: itself with its answer, then each heading with what stands below it."""
    header = document.header
    assert header is not None
    yield Part("", header.title, [header.summary])
    root = html.fragment_fromstring(rendered.html, create_parent="div")
    for noise in _NOISE(root):
        noise.drop_tree()
    part = Part("", header.title)
    for element in root.iter():
        if element.tag in ("h2", "h3") and element.get("id"):
            if part.texts:
                yield part
            part = Part(element.get("id"), " ".join(element.text_content().split()))
        elif element.tag in _PARAGRAPHS and not any(above.tag in ("li", "td") for above in element.iterancestors()):
            part.texts.append(element.text_content())
    if part.texts:
        yield part


def _steps(numbers: list[int]) -> list[int]:
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]
