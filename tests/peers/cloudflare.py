"""What Cloudflare Pages says with each file of a built site: `python -m tests.peers.cloudflare`, in `make drill`.

Cloudflare's own server, workerd, is brought by wrangler into .site/wrangler, and needs no network to serve. It weighs
240 MB and asks for Node 22, so `make test` goes without: there Netlify's readers judge the same two files.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from desk.hosting.policy import policies, stated_in
from desk.hosting.table import table
from desk.site.site_folder import files_in
from tests.build.verified_site import Site, small_site
from tests.build_site import ROOT
from tests.peers.programs import free_port
from tests.peers.test_graders import differing
from tests.peers.tools import major, node, npm

VERSION = "4.164.0"
FOLDER = ROOT / ".site/wrangler"
PROGRAM = FOLDER / "node_modules/wrangler/bin/wrangler.js"
NODE_NEEDED = 22
ITS_OWN = {
    "Content-Type": ("application/javascript", "image/vnd.microsoft.icon"),
    "Cache-Control": ("public, max-age=0, must-revalidate", "no-store"),
}
"""What it says its own way where `_headers` leaves it to the host: other names of two kinds, and how long a page may be
kept (it asks anew each time, and never keeps an address that is not there)."""


def installed() -> str:
    """Node, new enough, with wrangler beside it; or nothing, and why."""
    found = os.environ.get("NODE") or node() or ""
    if major(found, "--version") < NODE_NEEDED:
        print(f"Cloudflare Pages: unrun, its wrangler needs Node {NODE_NEEDED} or newer (NODE=... names one).")
        return ""
    if not PROGRAM.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        words = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix", str(FOLDER)]
        subprocess.run([*(npm() or ["npm"]), *words, f"wrangler@{VERSION}"], check=False)
    if not PROGRAM.exists():
        print("Cloudflare Pages: unrun, wrangler could not be installed.")
        return ""
    return found


@contextlib.contextmanager
def serving(node: str, folder: Path) -> Iterator[int]:
    """Serve `folder` as Cloudflare Pages would while the block runs. Yields the port."""
    port = free_port()
    with tempfile.TemporaryDirectory() as state:
        words = [node, str(PROGRAM), "pages", "dev", str(folder), "--ip", "127.0.0.1", "--port", str(port)]
        environ = {**os.environ, "HOME": state, "CI": "1", "WRANGLER_SEND_METRICS": "false"}
        with Path(state, "said").open("wb") as said:
            server = subprocess.Popen(words, cwd=state, env=environ, stdout=said, stderr=said, stdin=subprocess.DEVNULL)
            try:
                while True:  # until it answers, or has given up
                    if server.poll() is not None:
                        raise RuntimeError(Path(state, "said").read_text("utf-8", "replace")[-2000:])
                    with contextlib.suppress(OSError, http.client.HTTPException):
                        ask(port, "/")
                        break
                yield port
            finally:
                server.terminate()
                server.wait()


def ask(port: int, address: str) -> tuple[int, dict[str, str], bytes]:
    """The answer to a GET: its status, its headers by name in small letters, its body."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def faults(site: Site, port: int) -> Iterator[str]:
    """How what is served differs from the table of headers, from the files and from the redirects."""
    wanted = table(policies(stated_in(site.folder)), site.promise.redirects, site.promise.site_url)
    led = {redirect.file for redirect in site.promise.redirects}
    for name in [*files_in(site.folder), "no/such/index.html"]:
        if name in ("_headers", "_redirects", "404.html") or name in led:
            continue
        address = "/" + name.removesuffix("index.html")
        status, said, body = ask(port, address)
        there = site.folder / name
        meant = (200, there.read_bytes()) if there.exists() else (404, (site.folder / "404.html").read_bytes())
        if (status, body) != meant:
            yield f"{address}: {status}, and {len(body)} bytes"
        as_table = {header: said[header.lower()] for header in wanted.headers(name) if header.lower() in said}
        for header, values in ITS_OWN.items():
            if as_table.get(header) in values:
                del as_table[header]
        yield from (f"{address}: {header}: {pair}" for header, pair in differing(as_table, wanted, name))
    for old, new in wanted.moved:
        status, said, _ = ask(port, old)
        if (status, said.get("location")) != (301, new):
            yield f"{old}: {status}, {said.get('location')}"


def main() -> int:
    """Ask for every file; 1 where anything differs."""
    found = installed()
    if not found:
        return 0
    site = small_site()
    with serving(found, site.built) as port:
        told = list(faults(site, port))
    print(*told or [f"Cloudflare Pages (wrangler {VERSION}): every header, file and redirect is as meant."], sep="\n")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
