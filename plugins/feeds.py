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
from desk.model.site import Site

MARK = re.compile(r'<svg class="mark".*?</svg>', re.DOTALL)
CHART = re.compile(
    r'(<figure class="numbers chart">\s*<figcaption>.*?)<span>.*?</span>(.*?</figcaption>).*?</ul>.*?</svg>(.*?)'
    r"<details>.*?</summary>(.*?)</details>",
    re.DOTALL,
)
FOLD = re.compile(r"<details>.*?</details>\n?", re.DOTALL)


def whole_addresses(html: str, url: str, post: str) -> str:
    """`html` with links to its own parts leading to the page `post`, and all links whole, for readers elsewhere."""
    html = re.sub(r'(\s(?:href|src)=")/', rf"\g<1>{url}/", html)
    return re.sub(r'(\shref=")#', rf"\g<1>{post}#", html)


def without_screen_parts(html: str) -> str:
    """`html` without the marks, whose words stand beside them, and without what folds a list on a narrow screen. Of a
    chart the table stays, unfolded, with the writer's words under it."""
    return FOLD.sub("", CHART.sub(r"\1\2\4\3", MARK.sub("", html)))


def feed_content(article: Any, url: str, site: Site) -> str:
    """The whole post for a feed: how sure and when checked, the text, what changed."""
    header = article.header
    sure = f"{site.grades[header.evidence.grade]}. {header.evidence.reason}"
    reviewer = site.credited(header.reviewed_by) if header.reviewed_by else NOT_REVIEWED
    checked = f"Evidence checked {header.reviewed}. {reviewer}."
    lead = f"<p><strong>How sure:</strong> {escape(sure)} {escape(checked)}</p>"
    changes = "".join(f"<li>{change.date}: {escape(change.what)}</li>" for change in header.changes)
    history = f"<h2>What changed</h2><ul>{changes}</ul>" if changes else ""
    return whole_addresses(without_screen_parts(lead + article.for_feed() + history), url, f"{url}/{article.url}")


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
                "content_html": feed_content(article, url, site),
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
        item[part] = feed_content(posts[item["link"]], url, site)
        item["unique_id_is_permalink"] = False  # RSS: a tag address (RFC 4151), which leads nowhere


def write_json_feed(generator: Any, writer: Any) -> None:
    if generator.settings["FEED_ALL_ATOM"]:
        file = Path(writer.output_path, "feeds/feed.json")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json_feed(generator.articles, generator.settings), "utf-8")


def register() -> None:
    signals.feed_generated.connect(fill_feed)
    signals.article_writer_finalized.connect(write_json_feed)
