"""Feeds that can be read anywhere: full text, every address whole, and a JSON Feed beside Atom and RSS.

https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pelican import signals


def whole_addresses(html: str, post: str) -> str:
    """`html` with links to its own parts leading to the page `post`, for readers that have no such page."""
    return re.sub(r'(\shref=")#', rf"\g<1>{post}#", html)


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
                "content_html": whole_addresses(article.get_content(site), address),
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


def make_addresses_whole(context: Any, feed: Any) -> None:
    for item in feed.items:
        for part in ("content", "description"):
            if item.get(part):
                item[part] = whole_addresses(item[part], item["link"])


def write_json_feed(generator: Any, writer: Any) -> None:
    if generator.settings["FEED_ALL_ATOM"]:
        file = Path(writer.output_path, "feeds/feed.json")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json_feed(generator.articles, generator.settings), "utf-8")


def register() -> None:
    signals.feed_generated.connect(make_addresses_whole)
    signals.article_writer_finalized.connect(write_json_feed)
