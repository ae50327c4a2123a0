"""/llms.txt (https://llmstxt.org): what this site is and where its plain text stands, for machines that read."""

from __future__ import annotations

from collections import defaultdict

from desk.edition import Edition
from desk.finish.claims import PLACE as CLAIMS
from desk.finish.claims import SCHEMA_PLACE
from desk.finish.made import Made
from desk.finish.twin import told
from desk.markup.as_markdown import escaped
from desk.model.header import PostHeader
from desk.model.post import Document
from desk.site.kept import Kept


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """That one file. None in a preview, which has no twins to point to."""
    return {} if preview else {"llms.txt": Made(index(edition).encode(), "what machines that read ask for")}


def index(edition: Edition) -> str:
    """The posts by topic, each with its answer and how sure, then the pages and the data."""
    site, documents = edition.site, told(edition)
    parts = [
        f"# {escaped(site.name)}",
        f"> {escaped(site.subtitle)}. {escaped(site.lead)}",
        "Each post answers one question and cites a source for each fact. A grade says how sure anyone can be: quote "
        "it with the claim. No text here is medical advice. Words are free to use with credit (CC BY 4.0).",
    ]
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for each in documents:
        topic = each.header.category if isinstance(each.header, PostHeader) else ""
        lines[topic].append(_line(each, site.address))
    for name in site.categories:
        if name in lines:
            parts += [f"## {escaped(name)}", "\n".join(lines[name])]
    if "" in lines:
        parts += ["## About this site and tools", "\n".join(lines[""])]
    parts += [
        "## Data",
        f"- [Claims]({site.address}/{CLAIMS}): each claim with its verdict, grade and sources, as JSON\n"
        f"- [Schema of the claims]({site.address}/{SCHEMA_PLACE}): what each field means",
    ]
    return "\n\n".join(parts) + "\n"


def _line(document: Document, site: str) -> str:
    header = document.header
    assert header is not None
    sure = f" ({header.evidence.grade} evidence)" if isinstance(header, PostHeader) else ""
    page = f"{site}/{document.slug}/index.md"
    return f"- [{escaped(header.printed_title)}]({page}){sure}: {escaped(header.printed_summary)}"
