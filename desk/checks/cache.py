"""What the first stage found for files that have not changed, kept in .site/cache/check.json.

It is JSON with a checksum, for one version of the checks, the markup, the model and the libraries they run on; each
entry holds for one path, one content and, where a document is meant, one library. A file that is cut off, altered, of
another version or of another shape is as good as none. Whoever can write here could forge a checksum too: a build that
publishes does not use it. Bodies are not kept here (desk/site/examined_before.py).
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from desk.checks.subject import Examined, Facts, TemplateFacts
from desk.model.problem import Problem

if TYPE_CHECKING:
    from desk.edition import LibraryRead

PLACE: Final = Path(".site/cache/check.json")
_SOURCES: Final = ("checks", "markup", "model", "pictures")
_LIBRARIES: Final = ("codespell", "pelican", "pillow", "pyphen", "markdown", "pymdown-extensions", "lxml", "pydantic",
                     "pyyaml", "bibtexparser", "jinja2")  # fmt: skip
"""Whatever parses or judges a file: another version may say something else."""


@dataclass(config=ConfigDict(strict=False, extra="forbid"))
class _Entry:
    problems: list[Problem]
    facts: Facts | None = None
    template: TemplateFacts | None = None


_ENTRY: Final = TypeAdapter(_Entry)


class Store:
    """The cache of the project at `root`."""

    def __init__(self, root: Path) -> None:
        self.place = root / PLACE
        self.stored = 0

    @cached_property
    def version(self) -> str:
        """Changes with every change of what the first stage could say."""
        desk = Path(__file__).parent.parent
        versions = [importlib.metadata.version(name) for name in _LIBRARIES]
        digest = hashlib.blake2b(repr((sys.version, versions)).encode())
        for folder in _SOURCES:
            for file in sorted(
                file for file in (desk / folder).rglob("*") if file.suffix in (".py", ".txt", ".toml", ".json")
            ):
                digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
        return digest.hexdigest()

    def read_library(self, version: str, read: Callable[[], LibraryRead]) -> LibraryRead:
        """Read: it is no JSON."""
        return read()

    def known(self, files: Mapping[str, bytes], library: str) -> dict[str, Examined]:
        """What is known of `files`; nothing where anything at all is not as it was written."""
        try:
            head, _, payload = self.place.read_bytes().partition(b"\n")
            entries = json.loads(payload) if head == self._head(payload) else {}
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(entries, dict):
            return {}
        self.stored = len(entries)
        found: dict[str, Examined] = {}
        for path, data in files.items():
            if entry := entries.get(_key(path, data, library)):
                with suppress(ValidationError):
                    kept = _ENTRY.validate_python(entry)
                    found[path] = Examined(kept.problems, kept.facts or kept.template)
        return found

    def keep(self, files: Mapping[str, bytes], examined: Mapping[str, Examined], library: str) -> None:
        """Write all entries, whole or not at all. A cache that cannot be written is no one's problem."""
        entries: dict[str, Any] = {}
        for path, data in files.items():
            each = examined[path]
            facts = each.facts if isinstance(each.facts, Facts) else None
            template = each.facts if isinstance(each.facts, TemplateFacts) else None
            entry = _ENTRY.dump_python(_Entry(each.problems, facts, template), mode="json", exclude_defaults=True)
            entries[_key(path, data, library)] = {"problems": [], **entry}
        payload = json.dumps(entries, ensure_ascii=True, separators=(",", ":")).encode()
        with suppress(OSError):
            self.place.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.place.parent, prefix="check-", suffix=".new")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(self._head(payload) + b"\n" + payload)
                Path(name).replace(self.place)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise

    def _head(self, payload: bytes) -> bytes:
        return hashlib.blake2b(self.version.encode() + b"\0" + payload).hexdigest().encode()


def _key(path: str, data: bytes, library: str) -> str:
    whole = path.encode("utf-8", "surrogateescape") + b"\0" + library.encode() + b"\0" + data
    return hashlib.blake2b(whole, digest_size=20).hexdigest()
