"""Templates come from the edition alone. Pelican would fill a missing one from its `simple` theme without a word, and
would read from the disk what may have changed since it was checked. What templates know of the site stands here too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import FunctionLoader
from pelican import signals

from desk.model.glossary import anchor
from desk.model.header import NOT_REVIEWED


def use_own_templates(generator: Any) -> None:
    files = generator.settings["EDITION"].snapshot.under("theme/templates")
    folder = f"{generator.settings.get('THEME', 'theme')}/templates"

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        # With its place, so that what fails in it is told with its file and line.
        return (files[name].decode("utf-8"), f"{folder}/{name}", lambda: True) if name in files else None

    generator.env.loader = FunctionLoader(load)


def give_to_templates(pelican: Any) -> None:
    library = pelican.settings["EDITION"].library
    pelican.settings["JINJA_GLOBALS"] |= {
        "SITE": library.site,
        "HANDOUTS": pelican.settings["HANDOUTS"],
        "NOT_REVIEWED": NOT_REVIEWED,
        "glossary": [{"term": term, "anchor": anchor(term)} for term in library.terms],
    }


def register() -> None:
    signals.initialized.connect(give_to_templates)
    signals.generator_init.connect(use_own_templates)
