"""How long a post takes to read. What comes out: whole minutes, at least one, for the text without its notes."""

from __future__ import annotations

import re

WORDS_A_MINUTE = 200
"""Slower than the 238 of Brysbaert 2019 (doi.org/10.1016/j.jml.2019.104047): our readers are tired."""


def minutes(html: str) -> int:
    """Minutes to read `html`, up to where its notes begin."""
    prose = html.partition(" side-notes")[0]
    words = re.findall(r"\b[^\W\d_][\w'\u2019-]*", re.sub(r"<[^>]+>|&\w+;", " ", prose))
    return max(1, round(len(words) / WORDS_A_MINUTE))
