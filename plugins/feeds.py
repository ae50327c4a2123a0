"""Feeds that can be read anywhere: full text, every address whole, and a JSON Feed beside Atom and RSS.

https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from markupsafe import escape
from pelican import signals

from desk.model.post import NOT_REVIEWED
from desk.model.taxonomy import GRADES

MARK = re.compile(r'<svg class="mark".*?</svg>', re.DOTALL)
FOLD = re.compile(r"<details>.*?</details>\n?", re.DOTALL)


def whole_addresses(html: str, post: str) -> str:
    """`html` with links to its own parts leading to the page `post`, for readers that have no such page."""
    return re.sub(r'(\shref=")#', rf"\g<1>{post}#", html)


def without_screen_parts(html: str) -> str:
    """`html` without the marks, whose words stand beside them, and without what folds a list on a narrow screen."""
    return FOLD.sub("", MARK.sub("", html))


def feed_content(article: Any, site: str) -> str:
    """The whole post for a feed: how sure and when checked, the text, what changed."""
    header = article.header
    sure = f"{GRADES[header.evidence.grade]}. {header.evidence.reason}"
    checked = f"Evidence checked {header.reviewed}. {header.reviewed_by or NOT_REVIEWED}."
    lead = f"<p><strong>How sure:</strong> {escape(sure)} {escape(checked)}</p>"
    changes = "".join(f"<li>{change.date}: {escape(change.what)}</li>" for change in header.changes)
    history = f"<h2>What changed</h2><ul>{changes}</ul>" if changes else ""
    return whole_addresses(without_screen_parts(lead + article.get_content(site) + history), f"{site}/{article.url}")


def json_feed(articles: list[Any], settings: Any) -> str:
    """The JSON Feed of `articles`, newest first."""
    site = settings["SITEURL"]
    items = []
    for article in articles[: settings["FEED_MAX_ITEMS"]]:
        address = f"{site}/{article.url}"
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
        "title": settings["SITENAME"],
        "description": settings["SITESUBTITLE"],
        "home_page_url": f"{site}/",
        "feed_url": f"{site}/feeds/feed.json",
        "language": settings["DEFAULT_LANG"],
        "authors": [{"name": settings["AUTHOR"], "url": f"{site}/about/"}],
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def fill_feed(context: Any, feed: Any) -> None:
    site = context["SITEURL"]
    posts = {f"{site}/{article.url}": article for article in context["articles"]}
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
