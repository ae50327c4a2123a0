"""Quotation marks as they are printed, for words that do not pass through Markdown: header words, titles of claims,
meanings."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=100_000)  # a title is asked for by each list that shows it
def curly(text: str) -> str:
    """`text` with typed quotation marks and apostrophes as printed ones: `"so"` -> \u201cso\u201d."""
    if '"' not in text and "'" not in text:
        return text
    text = re.sub(r'(^|[\s([\u2013\u2014])"', "\\1\u201c", text)
    text = re.sub(r"(^|[\s([\u2013\u2014\u201c])'(?=\w)", "\\1\u2018", text)
    return text.replace('"', "\u201d").replace("'", "\u2019")
