"""A body as it stands in a feed: read elsewhere, without our style sheet and scripts."""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = re.compile(r'<svg class="mark".*?</svg>', re.DOTALL)
_CHART: Final = re.compile(
    r'(<figure [^>]*class="numbers chart">\s*<figcaption[^>]*>.*?)<span>.*?</span>'
    r"(.*?</figcaption>).*?</ul>.*?</svg>(.*?)<details>.*?</summary>(.*?)</details>",
    re.DOTALL,
)
_FOLD: Final = re.compile(r"<details>.*?</details>\n?", re.DOTALL)


def whole_addresses(html: str, url: str, post: str) -> str:
    """`html` with links to its own parts leading to the page `post`, and all links whole, for readers elsewhere."""
    html = re.sub(r'(\s(?:href|src)=")/', rf"\g<1>{url}/", html)
    return re.sub(r'(\shref=")#', rf"\g<1>{post}#", html)


def without_screen_parts(html: str) -> str:
    """`html` without the marks, whose words stand beside them, and without what folds a list on a narrow screen. Of a
    chart the table stays, unfolded, with the writer's words under it."""
    return _FOLD.sub("", _CHART.sub(r"\1\2\4\3", _MARK.sub("", html)))
