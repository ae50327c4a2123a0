"""One thing that is wrong with a finished site, and how faults are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """`file` of the site (or an address of it), what is wrong there, and how to mend it: each one sentence."""

    file: str
    what: str
    fix: str

    def __str__(self) -> str:
        return " ".join(f"{self.file}: {self.what} Fix: {self.fix}".split())


def as_text(faults: Iterable[Fault]) -> str:
    """One line a fault. What is wrong with many files alike is said once: a slip in a template is on every page."""
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for fault in faults:
        alike[fault.what, fault.fix].append(fault.file)
    return "\n".join(
        str(Fault(f"{files[0]} (and {len(files) - 1} more)" if len(files) > 1 else files[0], what, fix))
        for (what, fix), files in alike.items()
    )
