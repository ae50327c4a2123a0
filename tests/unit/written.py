"""What a writer types -> the HTML that the site makes of it, by the site's own settings."""

from __future__ import annotations

from functools import cache

from lxml import html
from markdown import Markdown

import pelicanconf
from desk.model.post import Document, read_document

HEADER = """---
title: Does it help?
summary: A made-up summary that is just about as long as a summary has to be.
date: 2024-01-02
status: published
category: Migraine
tags:
  - infusions
  - cost
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
def markdown() -> Markdown:
    """The site's Markdown; it is reset before each text, as the reader does."""
    return Markdown(**pelicanconf.MARKDOWN)  # type: ignore[arg-type]


def document(body: str = "", header: str = HEADER) -> Document:
    """A post that reads without a problem."""
    read, problems = read_document("content/posts/made-up.md", header + body)
    assert not problems
    return read


def written(body: str) -> html.HtmlElement:
    """The HTML of `body`, in one div."""
    md = markdown()
    md.reset()
    md.document = document(body)  # type: ignore[attr-defined]
    return html.fromstring(f"<div>{md.convert(body)}</div>")


def words(element: html.HtmlElement) -> str:
    """The text of an element, with single spaces."""
    return " ".join(element.text_content().split())
