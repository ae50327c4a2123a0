"""What the page /search/ searches in, fetched when somebody does: an index of every post and page by heading.

The index must be small for a poor line: a first search is to bring 40 KB at 18 posts and under 100 KB at a thousand,
library and script included, which tests/browser/test_search.py weighs. search_index.py says how.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from functools import partial
from typing import Final

from lxml import etree, html

from desk.edition import Edition
from desk.finish.kept import Kept
from desk.finish.made import Made
from desk.finish.search_index import Page, Part, files
from desk.markup.parts import Rendered
from desk.model.post import Document, PageHeader, PostHeader
from desk.site.unchanged import code_key

_NOISE: Final = etree.XPath(
    "//*[contains(@class, 'side-notes') or @class='evidence-base' or @class='verdict' or @class='cite']"
    " | //svg | //details[count(*) = 1]"
)
_PARAGRAPHS: Final = frozenset({"p", "li", "td", "th", "dd", "dt", "figcaption", "pre"})


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """The index. The script that uses it, and its library, are the theme's (linked.py)."""
    site = edition.site
    ours = {theirs.lower(): ours for ours, names in site.synonyms.items() for theirs in names}
    index = files(list(pages(edition, kept.of("search"), preview=preview)), synonyms=ours, grades=dict(site.grades))
    return {name: Made(data, "the page that searches") for name, data in index.items()}


def pages(edition: Edition, kept: Kept, *, preview: bool) -> Iterator[Page]:
    """What readers see, posts first."""
    shown = sorted(edition.shown(preview=preview), key=lambda each: (each.kind != "post", each.slug))
    told = [each for each in shown if not (isinstance(each.header, PageHeader) and each.header.hidden)]
    sources = {document.path: edition.made_from(document.path) for document in told}
    inside = kept.get_each(sources, code_key(), partial(_found_in, edition))
    for document in told:
        header, found = document.header, edition.converted(document.path)
        assert header is not None
        topic, grade = (header.category, header.evidence.grade) if isinstance(header, PostHeader) else ("", "")
        claims = {claim.id: claim.grade for claim in found.claims}
        parts = pickle.loads(inside[document.path])
        yield Page(document.slug, header.printed_title, document.kind, topic, grade, parts, claims)


def _found_in(edition: Edition, path: str) -> bytes:
    """The parts of the document at `path`, with all that the index asks of them."""
    found = list(parts(edition.documents[path], edition.rendered(path)))
    for part in found:
        _ = part.start, part.words
    return pickle.dumps(found)


def parts(document: Document, rendered: Rendered) -> Iterator[Part]:
    """The parts of a document: itself with its answer, then each heading with what stands below it."""
    header = document.header
    assert header is not None
    yield Part("", header.printed_title, [header.printed_summary])
    root = html.fragment_fromstring(rendered.html, create_parent="div")
    for noise in _NOISE(root):
        noise.drop_tree()
    part = Part("", header.printed_title)
    for element in root.iter():
        if element.tag in ("h2", "h3") and element.get("id"):
            if part.texts:
                yield part
            part = Part(element.get("id"), " ".join(element.text_content().split()))
        elif element.tag in _PARAGRAPHS and not any(above.tag in ("li", "td") for above in element.iterancestors()):
            part.texts.append(element.text_content())
    if part.texts:
        yield part
