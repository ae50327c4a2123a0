"""How long a post takes to read. What comes out: whole minutes, at least one; the list of sources is not counted."""

from __future__ import annotations

import re

WORDS_A_MINUTE = 200
"""Slower than the 238 of Brysbaert 2019 (doi.org/10.1016/j.jml.2019.104047): our readers are tired."""


def minutes(html: str) -> int:
    """Minutes to read `html`, up to where its sources begin."""
    prose = html.partition('<section class="sources"')[0]
    words = re.sub(r"<[^>]+>", " ", prose).split()
    return max(1, round(len(words) / WORDS_A_MINUTE))
