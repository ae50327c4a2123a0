"""What a page says of itself to machines: JSON-LD in the schema.org vocabulary. Every value stands on the page too."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup
from pelican import signals


def post_data(article: Any, site: dict[str, str]) -> dict[str, Any]:
    """A post, as BlogPosting and MedicalWebPage, and the way to it, as BreadcrumbList."""
    home = f"{site['url']}/"
    address = f"{home}{article.url}"
    header = article.header
    organisation = {"@type": "Organization", "name": site["name"], "url": home}
    post = {
        "@type": ["BlogPosting", "MedicalWebPage"],
        "@id": address,
        "url": address,
        "headline": article.title,
        "description": article.summary,
        "datePublished": header.date.isoformat(),
        "dateModified": (header.modified or header.date).isoformat(),
        "lastReviewed": header.reviewed.isoformat(),
        "author": organisation,
        "publisher": organisation,
        "articleSection": header.category,
        "keywords": list(header.tags),
        "audience": {"@type": "Audience", "audienceType": header.audience},
        "inLanguage": "en-US",
        "isAccessibleForFree": True,
        "image": f"{home}icon-512.png",
    }
    if header.image:
        post["image"] = f"{home}images/{header.image}"
    steps = [(site["name"], home), (header.category, f"{home}{article.category.url}"), (article.title, address)]
    return {"@context": "https://schema.org", "@graph": [post, breadcrumbs(steps)]}


def breadcrumbs(steps: list[tuple[str, str]]) -> dict[str, Any]:
    """The way from the home page: (name, address) a step."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": i, "name": name, "item": address}
            for i, (name, address) in enumerate(steps, 1)
        ],
    }


def as_script(data: dict[str, Any]) -> Markup:
    """`data` as text that can stand in a script element: no `<`, `>` or `&` in it can end or change that element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def give_to_templates(pelican: Any) -> None:
    site = {"url": pelican.settings["SITEURL"], "name": pelican.settings["SITENAME"]}
    pelican.settings["JINJA_GLOBALS"]["structured_data"] = lambda article: as_script(post_data(article, site))


def register() -> None:
    signals.initialized.connect(give_to_templates)
