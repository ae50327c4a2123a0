"""Links between our own pages begin with a slash, so that the same bytes work at any address: here, in a preview,
at the host. Feeds, which are read elsewhere, keep whole addresses.
"""

from __future__ import annotations

from typing import Any

from pelican import signals


def link_by_path(generator: Any) -> None:
    generator.context["localsiteurl"] = ""


def register() -> None:
    signals.generator_init.connect(link_by_path)
