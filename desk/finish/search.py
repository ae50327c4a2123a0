"""What the page /search/ searches in, fetched when somebody does: an index of every post and page by heading.

The index must be small for a poor line: a first search is to bring 40 KB at 18 posts and under 100 KB at a thousand,
library and script included, which tests/browser/test_search.py weighs. search_index.py says how.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Final

from lxml import etree, html

from desk.edition import Edition
from desk.finish.kept import Kept
from desk.finish.made import Made
from desk.finish.search_index import MOST, Page, Part, Pieces, files, in_pieces
from desk.markup.parts import Rendered
from desk.model.post import Document, PageHeader, PostHeader
from desk.site.unchanged import code_key, digest_of

_NOISE: Final = etree.XPath(
    "//*[contains(@class, 'side-notes') or @class='evidence-base' or @class='verdict' or @class='cite']"
    " | //svg | //details[count(*) = 1]"
)
_PARAGRAPHS: Final = frozenset({"p", "li", "td", "th", "dd", "dt", "figcaption", "pre"})


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """The index. The script that uses it, and its library, are the theme's (linked.py)."""
    site = edition.site
    kept = kept.of("search")
    ours = {theirs.lower(): ours for ours, names in site.synonyms.items() for theirs in names}
    documents = list(searched(edition, preview=preview))
    if sum(document.kind == "post" for document in documents) <= MOST:
        index = files([page(edition, each, kept) for each in documents], synonyms=ours, grades=dict(site.grades))
    else:
        index = in_pieces(_pieces(edition, documents, kept), synonyms=ours, grades=dict(site.grades))
    kept.forget_unused()
    return {name: Made(data, "the page that searches") for name, data in index.items()}


def searched(edition: Edition, *, preview: bool) -> Iterator[Document]:
    """What readers see, posts first."""
    for document in sorted(edition.shown(preview=preview), key=lambda each: (each.kind != "post", each.slug)):
        if not (isinstance(document.header, PageHeader) and document.header.hidden):
            yield document


def page(edition: Edition, document: Document, kept: Kept) -> Page:
    """A document as the index has it."""
    make = partial(_page_of, edition, document)
    found: Page = pickle.loads(kept.get(edition.made_from(document.path), code_key(), make))
    return found


def _pieces(edition: Edition, documents: Sequence[Document], kept: Kept) -> Pieces:
    """The index in pieces: the one of the last build, where the same pages are in it, with those that changed."""
    grades = list(edition.site.grades)
    keys = [edition.made_from(document.path) for document in documents]
    name = digest_of(repr((grades, [document.path for document in documents])).encode())
    last: list[str] = []
    pieces: Pieces | None = None
    with suppress(Exception):  # what cannot be read is not known
        last, pieces = pickle.loads(kept.find(name, code_key()) or b"")
    if sum(before != now for before, now in zip(last, keys, strict=False)) > len(keys) // 4:
        pieces = None
    for at, (before, now) in enumerate(zip(last, keys, strict=True) if pieces else ()):
        kept.use(now, code_key())
        if before != now and pieces:
            old = kept.find(before, code_key())
            new = page(edition, documents[at], kept)
            if old is None or not pieces.change(at, pickle.loads(old), new, grades):
                pieces = None
    if pieces is None:
        pieces = Pieces.of([page(edition, document, kept) for document in documents], grades)
    if keys != last:
        kept.keep(name, code_key(), pickle.dumps((keys, pieces), pickle.HIGHEST_PROTOCOL))
    return pieces


def _page_of(edition: Edition, document: Document) -> bytes:
    header, found = document.header, edition.rendered(document.path)
    assert header is not None
    topic, grade = (header.category, header.evidence.grade) if isinstance(header, PostHeader) else ("", "")
    inside = list(parts(document, found))
    for part in inside:
        _ = part.start, part.words
    claims = {claim.id: claim.grade for claim in found.claims}
    return pickle.dumps(Page(document.slug, header.printed_title, document.kind, topic, grade, inside, claims))


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
