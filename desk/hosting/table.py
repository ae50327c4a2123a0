"""The table of what a server says: headers.toml, the pages' policies and the redirects, ready for any host's form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Final

from desk.model.redirect import Redirect

CSP: Final = "Content-Security-Policy"
AHEAD: Final = "Speculation-Rules"
_FILE: Final = Path(__file__).with_name("headers.toml")


@dataclass(frozen=True)
class Rule:
    """Headers that the files like `files` have instead of, or beside, those of every file."""

    files: str
    headers: Mapping[str, str] = field(default_factory=dict)
    type: str = ""

    @cached_property
    def regex(self) -> str:
        """`files` as a regular expression that any server knows, without what begins and ends it."""
        parts = re.split(r"(\*\*|\*)", self.files)
        return "".join({"**": ".*", "*": "[^/]*"}.get(part, re.escape(part).replace(r"\-", "-")) for part in parts)

    def is_for(self, name: str) -> bool:
        """Whether the file `name` of the site is like `files`."""
        return self._pattern.fullmatch(name) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.regex)


@dataclass(frozen=True)
class Table:
    """What every file has, what some have, and where old addresses lead.

    `path` is where the site stands on its host: `/project`, or nothing. `origin` is its address without that.
    """

    every: Mapping[str, str]
    rules: Sequence[Rule]
    types: Mapping[str, str]
    redirects: Sequence[Redirect]
    origin: str = ""
    path: str = ""

    @property
    def exact(self) -> list[Rule]:
        """The rules of one file each."""
        return [rule for rule in self.rules if "*" not in rule.files]

    @property
    def like(self) -> list[Rule]:
        """The rules of many files."""
        return [rule for rule in self.rules if "*" in rule.files]

    def headers(self, name: str) -> dict[str, str]:
        """Every header of the file `name`, with its type."""
        found = dict(self.every)
        kind = self.types.get(PurePosixPath(name).suffix.lstrip("."), "application/octet-stream")
        for rule in self.rules:
            if rule.is_for(name):
                found |= rule.headers
                kind = rule.type or kind
        return {**found, "Content-Type": kind}

    def merged(self, rule: Rule) -> dict[str, str]:
        """What a file of `rule` has in all, but for its type."""
        return {**self.every, **rule.headers}

    @property
    def ahead(self) -> dict[str, str]:
        """The header of pages that names what may be fetched ahead."""
        return {name: value for rule in self.like for name, value in rule.headers.items() if name == AHEAD}

    @property
    def moved(self) -> list[tuple[str, str]]:
        """(address, where it leads to), each from the root of the host."""
        return [(self.address(each), f"{self.path}{each.target}") for each in self.redirects if not each.gone]

    @property
    def gone(self) -> list[tuple[str, str]]:
        """(address, the page that says why), each from the root of the host."""
        return [(self.address(each), f"{self.path}/{each.file}") for each in self.redirects if each.gone]

    def address(self, redirect: Redirect) -> str:
        """The old address, from the root of the host, with a slash at its end where it names no file."""
        return f"{self.path}/{redirect.file.removesuffix('index.html')}"


def table(policies: Mapping[str, str], redirects: Iterable[Redirect], address: str) -> Table:
    """The table for a site at `address` whose pages have those `policies` (policy.policies)."""
    data = _data()
    origin, path = re.fullmatch(r"(https?://[^/]+)(.*)", address.rstrip("/")).groups()  # type: ignore[union-attr]
    like = [Rule(each["files"], _below(path, each["headers"])) for each in data["rule"]]
    exact = {name: Rule(name, type=kind) for name, kind in data["names"].items()}
    exact |= {name: Rule(name, {CSP: policy}) for name, policy in policies.items() if name}
    # A place of its own has what its pattern says too: a server looks no further than the first that fits.
    for name, rule in exact.items():
        shared = {header: value for each in like if each.is_for(name) for header, value in each.headers.items()}
        exact[name] = replace(rule, headers={**shared, **rule.headers})
    every = {CSP: policies[""], **data["every"]}
    return Table(every, [*like, *exact.values()], data["types"], list(redirects), origin, path)


def _below(path: str, headers: Mapping[str, str]) -> dict[str, str]:
    """`headers` for a site that stands at `path`: the one that holds an address leads there."""
    return {name: value.replace('"/', f'"{path}/') if name == AHEAD else value for name, value in headers.items()}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def slashless(address: str) -> str:
    """An address without its last slash, as people type it."""
    return address.rstrip("/")
