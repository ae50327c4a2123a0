from __future__ import annotations

from types import SimpleNamespace

from plugins.pictures import publish_header_pictures


def article(image: str | None) -> SimpleNamespace:
    return SimpleNamespace(header=SimpleNamespace(image=image))


def test_the_picture_of_a_header_is_published_and_a_post_without_one_adds_nothing() -> None:
    generator = SimpleNamespace(articles=[article("a-drip.png"), article(None)], context={"static_links": {"x.png"}})
    publish_header_pictures(generator)
    assert generator.context["static_links"] == {"x.png", "images/a-drip.png"}
