"""Of content/images/ what a page shows is published, and nothing else: not the pictures of drafts, nor what lies there.

Pelican itself publishes each file that a body names by {static}. The picture of a post's header is named by the header.
"""

from __future__ import annotations

from typing import Any

from pelican import signals


def publish_header_pictures(generator: Any) -> None:
    named = (article.header.image for article in generator.articles)
    generator.context["static_links"].update(f"images/{name}" for name in named if name)


def register() -> None:
    signals.article_generator_finalized.connect(publish_header_pictures)
