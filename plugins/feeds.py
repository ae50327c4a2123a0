"""Feeds that can be read anywhere: full text, every address whole, and a JSON Feed beside Atom and RSS.

https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from markupsafe import escape
from pelican import signals

from desk.model.header import NOT_REVIEWED
from desk.model.site import Site


def feed_content(article: Any, site: Site) -> str:
    """The whole post for a feed: how sure and when checked, the text (its mark: desk/site/laying.py), what changed."""
    header = article.header
    sure = f"{site.grades[header.evidence.grade]}. {header.evidence.reason}"
    reviewer = site.credited(header.reviewed_by) if header.reviewed_by else NOT_REVIEWED
    checked = f"Evidence checked {header.reviewed}. {reviewer}."
    lead = f"<p><strong>How sure:</strong> {escape(sure)} {escape(checked)}</p>"
    changes = "".join(f"<li>{change.date}: {escape(change.what)}</li>" for change in header.changes)
    history = f"<h2>What changed</h2><ul>{changes}</ul>" if changes else ""
    return f"{lead}{article.for_feed}{history}"


def json_feed(articles: list[Any], settings: Any) -> str:
    """The JSON Feed of `articles`, newest first."""
    url, site = settings["SITEURL"], settings["EDITION"].site
    items = []
    for article in articles[: settings["FEED_MAX_ITEMS"]]:
        address = f"{url}/{article.url}"
        items.append(
            {
                "id": address,
                "url": address,
                "title": article.title,
                "summary": article.summary,
                "content_html": feed_content(article, site),
                "date_published": article.date.isoformat(),
                "date_modified": getattr(article, "modified", article.date).isoformat(),
                "tags": [tag.name for tag in article.tags],
            }
        )
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.name,
        "description": site.subtitle,
        "home_page_url": f"{url}/",
        "feed_url": f"{url}/feeds/feed.json",
        "language": site.language,
        "authors": [{"name": site.author, "url": f"{url}/about/"}],
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def fill_feed(context: Any, feed: Any) -> None:
    url, site = context["SITEURL"], context["EDITION"].site
    posts = {f"{url}/{article.url}": article for article in context["articles"]}
    for item in feed.items:
        # RSS has the text in its description, Atom beside its summary.
        part = "content" if item.get("content") else "description"
        item[part] = feed_content(posts[item["link"]], site)
        item["unique_id_is_permalink"] = False  # RSS: a tag address (RFC 4151), which leads nowhere


def write_json_feed(generator: Any, writer: Any) -> None:
    if generator.settings["FEED_ALL_ATOM"]:
        file = Path(writer.output_path, "feeds/feed.json")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json_feed(generator.articles, generator.settings), "utf-8")


def register() -> None:
    signals.feed_generated.connect(fill_feed)
    signals.article_writer_finalized.connect(write_json_feed)
