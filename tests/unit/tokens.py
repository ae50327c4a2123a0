"""The tokens of theme/static/css/tokens.css as CSS has them: at a level of light, for a wish of the device."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import tinycss2
from tinycss2.ast import AtRule, QualifiedRule

from tests.build_site import ROOT

LEVELS = ["day", "dim", "night"]
TOKENS = ROOT / "theme/static/css/tokens.css"


def rules(nodes: list[tinycss2.ast.Node], media: str = "") -> Iterator[tuple[str, str, dict[str, str]]]:
    """Each rule as (media query, selector list, custom properties)."""
    for node in nodes:
        if isinstance(node, AtRule) and node.content is not None:
            inner = tinycss2.parse_rule_list(node.content, skip_whitespace=True, skip_comments=True)
            yield from rules(inner, tinycss2.serialize(node.prelude).strip())
        elif isinstance(node, QualifiedRule):
            declared = tinycss2.parse_declaration_list(node.content, skip_whitespace=True, skip_comments=True)
            values = {
                each.lower_name: tinycss2.serialize(each.value).strip()
                for each in declared
                if each.type == "declaration"
            }
            yield media, tinycss2.serialize(node.prelude).strip(), values


@cache
def tokens(level: str, wish: str = "") -> dict[str, str]:
    """Every token at `level`, with `wish` such as `(prefers-contrast: more)`.

    All selectors there are (`:root`, `[data-light]`, `[data-light="dim"]`) weigh the same, so the last one wins.
    """
    sheet = tinycss2.parse_stylesheet(TOKENS.read_text("utf-8"), skip_whitespace=True, skip_comments=True)
    found: dict[str, str] = {}
    for media, selector, values in rules(sheet):
        selectors = {each.strip().replace("'", '"') for each in selector.split(",")}
        if media in {"", wish} and selectors & {":root", "[data-light]", f'[data-light="{level}"]'}:
            found |= values
    return {name: resolved(value, found, level) for name, value in found.items()}


def resolved(value: str, among: dict[str, str], level: str) -> str:
    """`value` with its var() and light-dark() carried out."""
    if used := re.fullmatch(r"var\((--[\w-]+)\)", value):
        return resolved(among[used[1]], among, level)
    if pair := re.fullmatch(r"light-dark\((.+?), (.+?)\)", value):
        return resolved(pair[2 if level == "night" else 1], among, level)
    return value
