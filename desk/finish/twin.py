"""The Markdown twin of each post and page, /<slug>/index.md: the same words without the page around them.

For machines that read, and for whoever wants to keep the text. A page names it by `<link rel="alternate"
type="text/markdown">`; a host that can may serve it for `Accept: text/markdown`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from desk.edition import Edition
from desk.finish.made import Made
from desk.markup.as_markdown import as_markdown, escaped
from desk.model.header import NOT_REVIEWED, PostHeader
from desk.model.post import Document
from desk.model.site import Site
from desk.site.kept import Kept
from desk.site.unchanged import code_key


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """The twins by their place in the site. None in a preview: they hold whole addresses, as feeds do."""
    if preview:
        return {}
    sources = {document.path: edition.made_from(document.path) for document in told(edition)}
    twins = kept.of("twin").get_each(sources, code_key(), partial(_twin_of, edition))
    return {f"{edition.documents[path].slug}/index.md": Made(data, "a twin") for path, data in twins.items()}


def _twin_of(edition: Edition, path: str) -> bytes:
    document = edition.documents[path]
    return twin(document, edition.rendered(document.path).html, edition.site)


def told(edition: Edition) -> list[Document]:
    """The posts and pages that machines are told of: all that readers see but those that stand in no list, by
    address."""
    shown = sorted(edition.shown(), key=lambda document: document.slug)
    return [each for each in shown if each.listed]


def twin(document: Document, body: str, site: Site) -> bytes:
    """The twin of a document whose header is valid and whose `body` is HTML: its facts, its answer, its text."""
    header = document.header
    assert header is not None
    page = f"{site.address}/{document.slug}/"
    parts = ["\n".join(("---", *_facts(document, page, site), "---")), f"# {escaped(header.printed_title)}"]
    parts.append(f"> {escaped(header.printed_summary)}")
    if isinstance(header, PostHeader):
        grade = header.evidence.grade
        words = f"**{site.grades[grade]}.** {grade.capitalize()} evidence. {escaped(header.evidence.reason)}"
        parts.append(f"How sure: {words}")
        if approval := site.categories[header.category].approval:
            parts.append(f"Approval: {escaped(approval)}")
    parts.append(as_markdown(body, site.address, page).rstrip())
    if isinstance(header, PostHeader) and header.changes:
        changes = sorted(header.changes, key=lambda change: change.date, reverse=True)
        parts.append("## What changed")
        parts.append("\n".join(f"- {change.date}: {escaped(change.what)}" for change in changes))
    return ("\n\n".join(parts) + "\n").encode()


def _facts(document: Document, page: str, site: Site) -> Iterator[str]:
    """The header: what anyone who quotes the text must know. Each value is JSON, and so YAML too."""
    header = document.header
    assert header is not None
    facts: dict[str, object] = {"title": header.printed_title, "url": page}
    if isinstance(header, PostHeader):
        facts |= {
            "topic": header.category,
            "grade": header.evidence.grade,
            "published": str(header.date),
            "modified": str(header.modified or header.date),
            "evidence_checked": str(header.reviewed),
            "next_check_due": str(header.review_due),
            "reviewed_by": header.reviewed_by or NOT_REVIEWED,
            "conflicts": header.conflicts,
        }
    elif header.modified:
        facts["modified"] = str(header.modified)
    facts |= {"author": site.author, "license": "CC BY 4.0", "note": "This is not medical advice."}
    for name, value in facts.items():
        yield f"{name}: {json.dumps(value, ensure_ascii=False)}"
