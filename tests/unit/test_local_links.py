"""plugins/local_links.py"""

from __future__ import annotations

from types import SimpleNamespace

from plugins.local_links import link_by_path


def test_links_between_our_pages_begin_with_a_slash() -> None:
    generator = SimpleNamespace(context={"localsiteurl": "https://site.example"})
    link_by_path(generator)
    assert f"{generator.context['localsiteurl']}/about/" == "/about/"
