"""Hands the templates what the head of every page holds (desk/site/head_assets.py)."""

from __future__ import annotations

from typing import Any

from pelican import signals

from desk.site.head_assets import head_assets


def give_to_templates(pelican: Any) -> None:
    edition, preview = pelican.settings["EDITION"], pelican.settings["PREVIEW"]
    assets = head_assets(edition.snapshot.under("theme/static"), preview=preview, offline=edition.site.offline)
    pelican.settings["JINJA_GLOBALS"]["head_assets"] = assets


def register() -> None:
    signals.initialized.connect(give_to_templates)
