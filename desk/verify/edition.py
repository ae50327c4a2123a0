"""The page equals the edition: the body that was checked stands in its page, byte for byte, where readers see it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.verify.fault import Fault
from desk.verify.promise import Shown

_UNSEEN = re.compile(r"<!--.*?-->|<(template|script|style|noscript)\b.*?</\1>", re.DOTALL)


def as_checked(document: Shown, text: str) -> Iterator[Fault]:
    """Whether `text`, the file of the document's page, has the body of `document` once in its main part.

    All bytes are compared. What no browser shows (remarks,
    templates) is left out first, so that a body that a theme has put into one is missed.
    """
    seen = _UNSEEN.sub("", text)
    main = seen[seen.find("<main") : seen.rfind("</main>")]
    body = _UNSEEN.sub("", document.body).strip()
    times = main.count(body) if body else 1
    if times != 1:
        how = "is not what was checked" if not times else f"stands there {times} times"
        what = f"the text of {document.path} {how}."
        yield Fault(document.file, what, "build again; if it stays, mend the template or the plugin that changes it.")
