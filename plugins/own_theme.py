"""Templates come from theme/ alone. Pelican would fill a missing one from its `simple` theme without a word."""

from __future__ import annotations

from typing import Any

from jinja2 import FileSystemLoader
from pelican import signals


def use_own_templates(generator: Any) -> None:
    generator.env.loader = FileSystemLoader(f"{generator.theme}/templates")


def register() -> None:
    signals.generator_init.connect(use_own_templates)
