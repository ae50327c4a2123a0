"""The guard of what readers have: an address that answers today answers tomorrow, or says what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desk import COMMAND
from desk.verify.fault import Fault
from desk.verify.promise import Promise

FEW: Final = 3
"""So many may go at once from however small a site."""


def standing(promise: Promise) -> Iterator[Fault]:
    """Addresses that readers have now and would lose without a word; and a site that would lose most of itself."""
    shown = {f"/{document.slug}/" for document in promise.shown}
    led_on = {f"/{redirect.old}/" for redirect in promise.redirects if not redirect.gone}
    told = {f"/{redirect.old}/" for redirect in promise.redirects if redirect.gone}
    lost = sorted(promise.before - shown - led_on)
    if len(lost) > FEW and 2 * len(lost) > len(promise.before):
        yield Fault(
            "the site",
            f"{len(lost)} of the {len(promise.before)} posts and pages that readers have would be gone: "
            f"{', '.join(lost)}.",
            "bring them back (`git status` shows what is missing), or retire them a few at a time.",
        )
        return
    for address in lost:
        if address not in told:
            yield Fault(
                address,
                "readers have this address now, and it would be gone.",
                f"add it to content/redirects.yml, or use {COMMAND} move or {COMMAND} retire.",
            )
