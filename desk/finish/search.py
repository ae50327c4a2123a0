"""What the page /search/ searches in, fetched when somebody does: an index of every post and page by heading.

The index must be small for a poor line: a first search is to bring 40 KB at 18 posts and under 100 KB at a thousand,
library and script included, which tests/browser/test_search.py weighs. search_index.py says how.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from lxml import etree

from desk.edition import Edition
from desk.finish.made import Made
from desk.finish.search_index import MOST, Page, Part, Pieces, files, in_pieces
from desk.markup.parts import Rendered
from desk.markup.tree import fragment
from desk.model.digest import digest_of
from desk.model.header import PostHeader
from desk.model.post import Document
from desk.site.kept import Kept
from desk.site.unchanged import code_key

_NOISE: Final = etree.XPath(
    "//*[contains(@class, 'side-notes') or @class='evidence-base' or @class='verdict' or @class='cite']"
    " | //svg | //details[count(*) = 1]"
)
HELP: Final = "get-help-now"
"""The page that whoever types an emergency number is led to."""
_PARAGRAPHS: Final = frozenset({"p", "li", "td", "th", "dd", "dt", "figcaption", "pre"})


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """The index. The script that uses it, and its library, are the theme's (linked.py)."""
    site = edition.site
    # The longest first: "insurance cover" is no "insurance" that stands before another word.
    documents = list(searched(edition, preview=preview))
    names = {_typed(theirs): ours for ours, names in site.synonyms.items() for theirs in names}
    titles = {document.header.printed_title.lower(): document.slug for document in documents if document.header}
    for title in (title for title, slug in titles.items() if slug == HELP):
        numbers = [_typed(number) for number in site.country.numbers]
        together = [number.replace(" ", "") for number in numbers]
        names |= dict.fromkeys([*numbers, *together], title)
    names = {theirs: f"={ours}" if ours.lower() in titles else ours for theirs, ours in names.items()}
    ours = {theirs: names[theirs] for theirs in sorted(names, key=lambda name: (-len(name), name))}
    if sum(document.kind == "post" for document in documents) <= MOST:
        found = pages(edition, documents, kept.of("search"))
        index = files([*found], synonyms=ours, grades=dict(site.grades))
    else:
        index = in_pieces(_pieces(edition, documents, kept), synonyms=ours, grades=dict(site.grades))
    return {name: Made(data, "the page that searches") for name, data in index.items()}


def _typed(words: str) -> str:
    """`words` as the script reads what is typed: small letters and digits alone, an apostrophe left out."""
    return " ".join(re.findall(r"[^\W_]+", re.sub("['\u2019]", "", words.lower())))


def searched(edition: Edition, *, preview: bool) -> Iterator[Document]:
    """What readers see, posts first."""
    for document in sorted(edition.shown(preview=preview), key=lambda each: (each.kind != "post", each.slug)):
        if document.listed:
            yield document


def pages(edition: Edition, documents: Sequence[Document], kept: Kept) -> Iterator[Page]:
    """The documents as the index has them, one after the other."""
    sources = {document.path: edition.made_from(document.path) for document in documents}
    found = kept.get_each(sources, code_key(), partial(_page_of, edition))
    return (pickle.loads(found[document.path].data) for document in documents)


def _pieces(edition: Edition, documents: Sequence[Document], kept: Kept) -> Pieces:
    """The index in pieces: the one of the last build, where the same documents are in it, with those that changed."""
    each, whole = kept.of("search"), kept.of("search-pieces")
    grades = list(edition.site.grades)
    sources = [edition.made_from(document.path) for document in documents]
    name = digest_of(repr((grades, [document.path for document in documents])).encode())
    held: tuple[list[str], Pieces | None] = whole.load(name, code_key()) or ([], None)
    last, pieces = held
    if sources == last and pieces:
        return pieces
    changed = [at for at, (old, new) in enumerate(zip(last, sources, strict=False)) if old != new]
    if pieces and len(changed) <= len(documents) // 4:
        before = [each.find(last[at], code_key()) for at in changed]
        for source in sources:
            each.use(source, code_key())
        for at, old in zip(changed, before, strict=True):
            make = partial(_page_of, edition, documents[at].path)
            new = each.get(sources[at], code_key(), make)
            if pieces and (not old or not pieces.change(at, pickle.loads(old), pickle.loads(new), grades)):
                pieces = None
        each.forget_unused()
    else:
        pieces = None
    pieces = pieces or Pieces.of(pages(edition, documents, each), grades)
    whole.store(name, code_key(), (sources, pieces))
    whole.forget_unused()
    return pieces


def _page_of(edition: Edition, path: str) -> bytes:
    """The document at `path` as the index has it, with all that it asks of its parts."""
    document, found = edition.page(path, preview=True), edition.rendered(path)
    assert document is not None
    header = document.header
    assert header is not None
    topic, grade = (header.category, header.evidence.grade) if isinstance(header, PostHeader) else ("", "")
    # A page that is called by the name of the site would be found first by every word of that.
    title = header.printed_title.replace(edition.site.name, "this site")
    inside = list(parts(document, found, title))
    claims = {claim.id: claim.grade for claim in found.claims}
    return pickle.dumps(Page(document.slug, title, document.kind, topic, grade, inside, claims))


def parts(document: Document, rendered: Rendered, title: str) -> Iterator[Part]:
    """The parts of a document: itself by its `title` with its answer, then each heading with what stands below it."""
    header = document.header
    assert header is not None
    yield Part.of("", title, [header.printed_summary])
    root = fragment(rendered.html)
    for noise in _NOISE(root):
        noise.drop_tree()
    below, texts = ("", title), list[str]()
    for element in root.iter("h2", "h3", *_PARAGRAPHS):
        if element.tag in ("h2", "h3") and element.get("id"):
            if texts:
                yield Part.of(*below, texts)
            below, texts = (element.get("id"), " ".join(element.text_content().split())), []
        elif element.tag in _PARAGRAPHS and next(element.iterancestors("li", "td"), None) is None:
            texts.append(element.text_content())
    if texts:
        yield Part.of(*below, texts)
