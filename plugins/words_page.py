"""Gives the templates every term of the glossary, for the page of all words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals

from desk.markup.glossary import anchor, terms_of


def give_to_templates(pelican: Any) -> None:
    pelican.settings["JINJA_GLOBALS"]["glossary"] = [
        {"term": term, "anchor": anchor(term)} for term in terms_of(Path(pelican.settings["PATH"]).parent)
    ]


def register() -> None:
    signals.initialized.connect(give_to_templates)
