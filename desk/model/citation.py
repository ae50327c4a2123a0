"""What a citation looks like: `[@zitek2018]`, `[@zitek2018; @cohen2018, p. 3]`. The one place that says so: the check,
the page, the commands and the editor's completion look it up here.
"""

from __future__ import annotations

import re
from typing import Final

KEY: Final = r"[\w:-]+"
"""The name of a source: letters, digits, _ : and -."""
_ONE: Final = rf"@{KEY}(?:,[^;\]]*)?"
CITATION: Final = rf"{_ONE}(?:;\s*{_ONE})*"
"""What stands between the brackets."""
_BRACKET: Final = re.compile(rf"\[({CITATION})\]")


def parse_citation(text: str) -> list[tuple[str, str]]:
    """`@a; @b, p. 3` -> [("a", ""), ("b", "p. 3")]: keys, and where in them."""
    parts = [part.strip().removeprefix("@").partition(",") for part in text.split(";")]
    return [(key.strip(), locator.strip()) for key, _, locator in parts]


def cited_in(text: str) -> list[str]:
    """Every key that is cited in `text`, as often as it is."""
    return [key for bracket in _BRACKET.findall(text) for key, _ in parse_citation(bracket)]
