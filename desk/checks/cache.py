"""What the first stage found for files that have not changed, kept in .site/cache/check.json.

It is JSON with a checksum, for one version of the checks, the model and the Python they ran on; each entry holds for
one path and one content. A file that is cut off, altered, of another version or of another shape is as good as none.
Whoever can write here could forge a checksum too: a build that publishes should not use it (`cached=False`).
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, astuple, fields
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any, get_origin, get_type_hints

from desk.checks.examine import CODES
from desk.checks.subject import Examined, Facts
from desk.model.problem import Problem

PLACE = Path(".site/cache/check.json")
_HINTS: dict[str, Any] = {name: get_origin(hint) or hint for name, hint in get_type_hints(Facts).items()}
_HINTS["title_spot"] = (list, tuple)  # JSON knows no tuples
_EMPTY = asdict(Facts())


def checks_version() -> str:
    """Changes with every change of what the first stage could say."""
    here = Path(__file__).parent
    digest = hashlib.blake2b(
        repr((sys.version, version_of("codespell"), version_of("pelican"), version_of("pyphen"))).encode()
    )
    for file in sorted([*here.glob("*.py"), *here.glob("*.txt"), *(here.parent / "model").glob("*.py")]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def key(path: str, data: bytes) -> str:
    return hashlib.blake2b(path.encode("utf-8", "surrogateescape") + b"\0" + data, digest_size=20).hexdigest()


def load(root: Path, version: str) -> dict[str, Any]:
    """Entries by key, as they were stored; none where anything at all is not as it was written."""
    try:
        stored = (root / PLACE).read_bytes()
        head, _, payload = stored.partition(b"\n")
        if head != _head(version, payload):
            return {}
        entries = json.loads(payload)
    except (OSError, ValueError, RecursionError):
        return {}
    return entries if isinstance(entries, dict) else {}


def restore(entry: Any) -> Examined | None:
    """One entry, if it has the right shape."""
    try:
        problems = [Problem(*each) for each in entry["problems"]]
        facts = Facts(**entry["facts"])
    except (TypeError, KeyError):
        return None
    shapes = all(isinstance(getattr(facts, name), kind) for name, kind in _HINTS.items())
    for each in problems:
        if each.code not in CODES or each.severity not in ("error", "warning"):
            return None
        if not all(isinstance(text, str) for text in (each.path, each.what, each.fix, each.source)):
            return None
        if not (isinstance(each.line, int) and isinstance(each.column, int)):
            return None
    rows = [*facts.links, *facts.images, *facts.redirects]
    good_rows = all(isinstance(row, list) and [type(cell) for cell in row] == [int, int, str, str] for row in rows)
    good_spots = all(
        isinstance(spots, list) and all(isinstance(spot, list) and len(spot) == 2 for spot in spots)
        for spots in facts.cited.values()
    ) if isinstance(facts.cited, dict) else False  # fmt: skip
    kept: list[tuple[list[Any], list[type]]] = [
        (facts.claims, [int, int, str, list]),
        (facts.allowed, [int, int, str, int, int]),
        (facts.hard_words, [int, int, str]),
    ]
    good_kept = all(isinstance(row, list) and list(map(type, row)) == kinds for found, kinds in kept for row in found)
    return Examined(problems, facts) if shapes and good_rows and good_spots and good_kept else None


def save(root: Path, version: str, entries: Mapping[str, Any]) -> None:
    """Write all entries, whole or not at all. A cache that cannot be written is no one's problem."""
    payload = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    place = root / PLACE
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix="check-", suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_head(version, payload) + b"\n" + payload)
            Path(name).replace(place)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def entry(examined: Examined) -> dict[str, Any]:
    """How one outcome is stored; what is empty is left out."""
    facts = {f.name: getattr(examined.facts, f.name) for f in fields(Facts)}
    return {
        "problems": [astuple(problem) for problem in examined.problems],
        "facts": {name: value for name, value in facts.items() if value != _EMPTY[name]},
    }


def _head(version: str, payload: bytes) -> bytes:
    return hashlib.blake2b(version.encode() + b"\0" + payload).hexdigest().encode()
