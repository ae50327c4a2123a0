"""What a page says of itself to machines: JSON-LD in the schema.org vocabulary. Every value stands on the page too."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup
from pelican import signals

from desk.model.quotes import curly
from desk.model.site import Site


def post_data(article: Any, url: str, site: Site) -> dict[str, Any]:
    """A post, as BlogPosting and MedicalWebPage, and the way to it, as BreadcrumbList."""
    home = f"{url}/"
    address = f"{home}{article.url}"
    header = article.header
    organisation = {"@type": "Organization", "name": site.name, "url": home}
    post = {
        "@type": ["BlogPosting", "MedicalWebPage"],
        "@id": address,
        "url": address,
        "headline": article.title,
        "description": article.summary,
        "datePublished": header.date.isoformat(),
        "dateModified": (header.modified or header.date).isoformat(),
        "lastReviewed": header.reviewed.isoformat(),
        "author": {**organisation, "url": f"{home}about/"},
        "publisher": organisation,
        "articleSection": header.category,
        "keywords": list(header.tags),
        "audience": {"@type": "Audience", "audienceType": curly(header.audience)},
        "about": [
            {"@type": kind, "name": name, "code": {"@type": "MedicalCode", "codingSystem": system, "codeValue": code}}
            for kind, name, system, code in site.categories[header.category].about
        ],
        "correction": [f"{change.date.isoformat()}: {change.what}" for change in header.changes],
        "inLanguage": spoken(site),
        "image": f"{address}share.png",
    }
    if header.reviewed_by:
        post["reviewedBy"] = person_data(header.reviewed_by, site)
    if header.written_by:
        post["author"] = [person_data(header.written_by, site), post["author"]]
    if article.card:
        post["image"] = f"{home}{article.card.file}"
    steps = [("Home", home), (header.category, f"{home}{article.category.url}"), (article.title, address)]
    return {"@context": "https://schema.org", "@graph": [post, breadcrumbs(steps)]}


def person_data(name: str, site: Site) -> dict[str, str]:
    """Somebody who agreed to be named, with the qualification."""
    person = {"@type": "Person", "name": name}
    qualification = site.people[name].qualification
    return {**person, "honorificSuffix": qualification} if qualification else person


def spoken(site: Site) -> str:
    """The language of the pages, as their `lang` gives it: `en-US` -> `en`."""
    return site.language.partition("-")[0]


def site_data(url: str, site: Site) -> dict[str, Any]:
    """The site and who publishes it, for the home page."""
    home = f"{url}/"
    publisher = {
        "@type": "Organization",
        "@id": f"{home}about/",
        "name": site.name,
        "url": home,
        "logo": f"{home}icon-512.png",
    }
    website = {
        "@type": "WebSite",
        "@id": home,
        "name": site.name,
        "description": site.subtitle,
        "url": home,
        "inLanguage": spoken(site),
        "publisher": {"@id": publisher["@id"]},
    }
    return {"@context": "https://schema.org", "@graph": [website, publisher]}


def glossary_data(entries: list[dict[str, Any]], url: str) -> dict[str, Any]:
    """The page of words, as a DefinedTermSet."""
    address = f"{url}/glossary/"
    terms = [
        {
            "@type": "DefinedTerm",
            "@id": f"{address}#{entry['anchor']}",
            "name": entry["term"].term,
            "description": curly(entry["term"].meaning),
        }
        for entry in entries
    ]
    return {
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "@id": address,
        "name": "Words explained",
        "hasDefinedTerm": terms,
    }


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
    url, site = pelican.settings["SITEURL"], pelican.settings["EDITION"].site
    pelican.settings["JINJA_GLOBALS"] |= {
        "structured_data": lambda article: as_script(post_data(article, url, site)),
        "site_data": lambda: as_script(site_data(url, site)),
        "glossary_data": lambda entries: as_script(glossary_data(entries, url)),
    }


def register() -> None:
    signals.initialized.connect(give_to_templates)
