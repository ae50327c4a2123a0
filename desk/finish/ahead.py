"""/speculation.json: which pages a browser may fetch before they are asked for
(https://developer.mozilla.org/en-US/docs/Web/API/Speculation_Rules_API).

A host that can names it in a header (desk/hosting/headers.toml), so no page needs a script for it, nor a word more. A
pointer that rests on a link, or a finger that goes down on it, brings the page, which is one request, and runs nothing
of it. Browsers do not where their reader saves data or battery.

"moderate" waits until a pointer has rested 200 ms. Counted in Chromium 156, of eight links that a mouse sweeps over in
a second it fetches two, where "eager" (10 ms) fetches six: on a slow line those stand before the page that is wanted.
Older Chromium takes "eager" for every link at once, and phones for every link in view. Prerendering fetches at the same
moment; what it saves beyond could not be measured (a driven browser shows no page that it prerendered), and it runs
scripts of pages that nobody opens.
"""

from __future__ import annotations

import json
from typing import Final

from desk.edition import Edition
from desk.finish.made import Made
from desk.site.kept import Kept

PLACE: Final = "speculation.json"
RULES: Final = {
    "prefetch": [
        {
            "where": {
                "and": [
                    # Pages of this site: their addresses end in a slash, from where this file stands.
                    {"href_matches": ["./", "*/"]},
                    {"not": {"selector_matches": "[href^='#'], [href*='?'], [download]"}},
                ]
            },
            "eagerness": "moderate",
        }
    ]
}


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """That one file; none in a preview, where every page may change before it is asked for."""
    if preview:
        return {}
    return {PLACE: Made(json.dumps(RULES, separators=(",", ":")).encode(), "what browsers fetch ahead of a click")}
