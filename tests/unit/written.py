"""What a writer types -> the HTML that the site makes of it, in a small site of the tests' own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import html

from desk.checks.code import SITE
from desk.markup.converter import Converter
from desk.markup.parts import Rendered
from desk.model.bibtex import read_sources
from desk.model.library import Library
from desk.model.post import Document, read_document
from desk.model.site import Site, read_site

HEADER = """---
title: Does it help?
summary: A made-up summary that is just about as long as a summary has to be.
date: 2024-01-02
status: published
category: Migraine
tags:
  - infusions
  - aura
audience: people who test
evidence:
  grade: very limited
  reason: It is made up.
reviewed: 2024-01-02
review_due: 2025-01-02
conflicts: None.
---
"""


@cache
def site() -> Site:
    """The site that examples stand on."""
    found, problems = read_site("content/site.toml", SITE)
    assert found, problems
    return found


@cache
def library() -> Library:
    """That site, with a few sources."""
    text = Path(__file__).with_name("sources.bib").read_text("utf-8")
    return Library(site(), read_sources(text), ())


@cache
def converter() -> Converter:
    """One converter for all texts, as the build has."""
    return Converter(library())


def document(body: str = "", header: str = HEADER) -> Document:
    """A post that reads without a problem."""
    read, problems = read_document("content/posts/made-up.md", header + body, site())
    assert not problems
    return read


def rendered(body: str) -> Rendered:
    """What readers get of a post with this body."""
    return converter().convert(document(body))


def written(body: str) -> html.HtmlElement:
    """The HTML of `body`, in one div."""
    return html.fromstring(f"<div>{rendered(body).html}</div>")


def words(element: html.HtmlElement) -> str:
    """The text of an element, with single spaces."""
    return " ".join(element.text_content().split())
