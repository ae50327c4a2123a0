"""The look at the live address after a deploy: what a reader would meet first, and whether the host says with it what
it should."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from desk.deploy.delivery import Delivery
from desk.hosting.table import CSP

_LONGEST_WAIT: Final = 20
_NEVER_THERE: Final = "/no-page-has-this-address/"


@dataclass
class Seen:
    """What is wrong for readers, and what the host could do better."""

    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def look(delivery: Delivery, address: str) -> Seen:
    """What readers get at `address`, held against what was sent."""
    seen = Seen()
    hashed = next((name for name in delivery.files if delivery.is_immutable(name)), "")
    pages = {"/": "index.html", delivery.newest: f"{delivery.newest.strip('/')}/index.html", f"/{hashed}": hashed}
    for path, name in pages.items():
        if not name or (not path.strip("/") and name != "index.html") or name not in delivery.files:
            continue
        status, said, body = _ask(address, path)
        where = f"{address}{path}"
        if status != 200:
            seen.wrong.append(f"{where} answers {status or said['']}.")
        elif body != (delivery.folder / name).read_bytes():
            if said.get("age", "0") != "0" or "hit" in said.get("x-cache", "").lower():
                seen.notes.append(f"{where}: a cache on the way still has the old one; it lets go within minutes.")
            else:
                seen.wrong.append(f"{where} is not what was sent.")
        _headers(delivery, name, where, said, seen) if status == 200 else None
    status, said, _ = _ask(address, _NEVER_THERE)
    if status != 404:
        seen.wrong.append(f"{address}{_NEVER_THERE} answers {status or said['']}, and not 404.")
    seen.notes = list(dict.fromkeys(seen.notes))
    return seen


def _headers(delivery: Delivery, name: str, where: str, said: Mapping[str, str], seen: Seen) -> None:
    wanted = delivery.table.headers(name)
    if said.get("content-type", "").partition(";")[0].lower() != wanted["Content-Type"].partition(";")[0]:
        seen.wrong.append(f"{where} comes as {said.get('content-type', 'nothing')}, not as {wanted['Content-Type']}.")
    policy = said.get(CSP.lower())
    if name.endswith(".html") and policy is not None and policy != wanted[CSP]:
        # Styles and scripts whose digest it does not name would not run.
        seen.wrong.append(f"{where}: the host states a policy that is not this site's. Fix: put what `./site hosting` "
                          "says in place first, then deploy again.")  # fmt: skip
    plain = not where.startswith("https:")
    for header in wanted:
        if header.lower() not in said and header != "Vary" and not (plain and header.startswith("Strict-")):
            seen.notes.append(f"The host does not say {header}; `./site hosting` tells how it can.")


def _ask(address: str, path: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by name in small letters, body; a status of 0 where nobody answers, and why under no name."""
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        connection = kind(parts.netloc, timeout=_LONGEST_WAIT)
        try:
            connection.request("GET", parts.path.rstrip("/") + path, headers={"Cache-Control": "no-cache"})
            answer = connection.getresponse()
            body = answer.read()
            said = {name.lower(): value for name, value in answer.getheaders()}
        finally:
            connection.close()
        if said.get("content-encoding") == "gzip":  # a store that keeps it packed sends it so to everybody
            body = gzip.decompress(body)
    except (OSError, http.client.HTTPException, EOFError) as error:
        return 0, {"": f"nothing ({error})"}, b""
    return answer.status, said, body
