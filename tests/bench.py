"""`make bench`: how long builds take beside other generators (tests/bench_builds.py), what a page weighs, when it first
paints on a slow line, and the next one after a click, how fast a server hands it out (tests/bench_served.py), and what
Lighthouse says. Exits 1 below 100.

First and largest paint are measured against the other choice in the same run (style sheet in the page or linked, fonts
fetched ahead or not), and against the same words as stock Pelican shows them in the theme that it comes with, and as
eleventy-base-blog does: as it was published on npm, and with its style sheets in the page, as it has them today.

Slow 4G as Lighthouse has it (https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md): 1.6 Mbps, 150 ms
a round trip, a processor four times slower. HTTP/1.1, brotli, a fresh profile each time.
"""

from __future__ import annotations

import argparse
import gzip
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import brotli
from playwright.sync_api import Browser, sync_playwright

from desk.hosting.policy import policies, stated_in
from desk.hosting.table import table
from tests.bench_builds import builds
from tests.bench_served import beside_a_plain_file, while_deploys_run
from tests.browser.chromium import launch
from tests.build_site import ROOT, built
from tests.pages import KINDS, SITE_URL, Page, first_of, fonts_of, pages_of
from tests.peers.generators import base_blog, pelican, posts_of
from tests.peers.lighthouse import CATEGORIES, measure
from tests.peers.nginx import serving as plain_nginx
from tests.peers.servers import serving as hosted
from tests.peers.web_server import serving

PARTS = ["builds", "sizes", "paint", "second", "served", "lighthouse"]
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
SLOWER = 4
PAINTS = """() => Promise.all([
  new Promise((done) => new PerformanceObserver((list) => {
    const first = list.getEntriesByName("first-contentful-paint")[0];
    if (first) done(first.startTime);
  }).observe({ type: "paint", buffered: true })),
  new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true })),
])"""


def inline(page: Page, tag: str) -> bytes:
    """What stands in the page between `<tag>` and `</tag>`."""
    return re.findall(rf"<{tag}>(.*?)</{tag}>", page.text, re.DOTALL)[0].encode()


def sizes(pages: list[Page]) -> None:
    """Print what each kind of page weighs."""
    print("Sizes in bytes. `packed` is HTML, CSS and JavaScript together, by brotli: what one request brings.")
    print(f"{'page':<14}{'html':>8}{'packed':>8}{'gzip':>8}{'fonts':>8}")
    for kind in KINDS:
        page = first_of(kind, pages)
        raw = page.file.read_bytes()
        fonts = sum((page.site / font).stat().st_size for font in fonts_of(raw.decode()))
        print(f"{kind:<14}{len(raw):>8}{len(brotli.compress(raw)):>8}{len(gzip.compress(raw, 9)):>8}{fonts:>8}")
    style, script = (inline(first_of("post", pages), tag) for tag in ("style", "script"))
    for name, part in (("CSS", style), ("JavaScript", script)):
        packed = len(brotli.compress(part))
        print(f"{name} in every page: {len(part)}, brotli {packed}, gzip {len(gzip.compress(part, 9))}")


def linked(html: str, site: Path) -> str:
    """The page with its style sheet in a file."""
    style = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)[0]
    (site / "site.0a1b2c3d.css").write_text(style, "utf-8")
    html = re.sub(r"style-src [^;]+", "style-src &#39;self&#39;", html, count=1)
    return html.replace(f"<style>{style}</style>", '<link rel="stylesheet" href="/site.0a1b2c3d.css">')


def ahead(html: str, site: Path) -> str:
    """The page with the fonts of its first screen fetched ahead."""
    links = (
        f'<link rel="preload" href="/{font}" as="font" type="font/woff2" crossorigin>' for font in fonts_of(html)[:2]
    )
    return html.replace("</head>", "".join(links) + "</head>")


VARIANTS: dict[str, list[Callable[[str, Path], str]]] = {
    "inlined, fonts later": [],
    "linked, fonts later": [linked],
    "inlined, fonts ahead": [ahead],
    "linked, fonts ahead": [ahead, linked],
}


def paints_of(browser: Browser, address: str) -> tuple[float, float]:
    """Milliseconds to the first and to the largest contentful paint, in a fresh profile on a slow line."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    first, largest = page.evaluate(PAINTS)
    context.close()
    return float(first), float(largest)


def stock_pelican(folder: Path) -> Path:
    """Our posts as stock Pelican builds them, in the theme that it comes with. Its site."""
    peer = pelican(folder, posts_of(ROOT / "content/posts"))
    subprocess.run([*peer.command, "--relative-urls"], cwd=folder, check=True, capture_output=True)
    return folder / "output"


def base_blogs(folder: Path) -> dict[str, Path]:
    """Our posts as eleventy-base-blog builds them: the sites, by what each is."""
    folder.mkdir()
    peer = base_blog(folder, posts_of(ROOT / "content/posts"))
    subprocess.run(peer.command, cwd=folder, check=True, capture_output=True)
    site = folder / "_site"
    inlined = Path(shutil.copytree(site, folder / "inlined"))
    for file in inlined.rglob("*.html"):
        link = re.compile(r'<link rel="stylesheet" href="/([^"]+)">')
        within = link.sub(
            lambda found: f"<style>{(site / found[1]).read_text('utf-8')}</style>", file.read_text("utf-8")
        )
        file.write_text(within, "utf-8")
    return {"eleventy-base-blog": site, "the same, inlined": inlined}


def paints(site: Path, post: Page, times: int) -> None:
    """Print the median paints of each variant of the post, and of the peers'; they take turns."""
    print(f"\nPaints of {post.address} on slow 4G, in ms: first and largest, median of {times} (least to most)")
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        launch(playwright, whole=True) as browser,
    ):
        places = {}
        for i, (name, changes) in enumerate(VARIANTS.items()):
            copy = Path(shutil.copytree(site, Path(folder, str(i))))
            file = copy / post.file.relative_to(site)
            text = file.read_text("utf-8")
            for change in changes:
                text = change(text, copy)
            file.write_text(text, "utf-8")
            places[name] = (copy, post.address)
        places["stock Pelican"] = (stock_pelican(Path(folder, "pelican")), f"{post.address.rstrip('/')}.html")
        places |= {
            name: (blog, f"/posts{post.address}") for name, blog in base_blogs(Path(folder, "base-blog")).items()
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in places}
        for _ in range(times):
            for name, (copy, place) in places.items():
                with serving(copy) as address:
                    found[name].append(paints_of(browser, address + place))
    for name, each in found.items():
        both = zip(*each, strict=True)
        said = "  ".join(f"{statistics.median(one):>6.0f}  ({min(one):.0f} to {max(one):.0f})" for one in both)
        print(f"  {name:<22}{said}")


RESTS = 300
"""Milliseconds that a pointer rests on a link before it is pressed."""


def second_paint(browser: Browser, address: str, link: str) -> float:
    """Milliseconds from a click to the first paint of the page that `link` leads to, after the page at `address` was
    looked at for a while and the pointer had rested on the link. On a slow line, with a fresh profile."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    page.goto(address, wait_until="networkidle")
    there = page.locator(link).first
    there.hover()
    page.wait_for_timeout(RESTS)
    there.click(no_wait_after=True)
    page.wait_for_url(lambda now: now.split("#")[0] != address)
    painted = float(page.evaluate(PAINTS)[0])
    context.close()
    return painted


def second_page(site: Path, times: int) -> None:
    """Print the median first paint of the second page that a reader opens, from the front page: ours as a host that
    reads our table serves it, without what it says of pages to fetch ahead, and stock Pelican's."""
    print(
        f"\nSecond page on slow 4G: a pointer rests {RESTS} ms, then a click; ms to its first paint, median of {times}"
    )
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        browser = stack.enter_context(launch(stack.enter_context(sync_playwright()), whole=True))
        states = [folder / name for name in ("ours", "unaided", "peer")]
        for state in states:
            state.mkdir()
        ours = stack.enter_context(hosted("nginx", site, states[0], table(policies(stated_in(site)), [], SITE_URL)))
        unaided = stack.enter_context(plain_nginx(site, states[1]))
        peer = stack.enter_context(plain_nginx(stock_pelican(folder / "pelican"), states[2]))
        mine, its = "main a[href^='/']", "#content a[rel=bookmark]"
        places = {"ours": (ours, mine), "ours, not ahead": (unaided, mine), "stock Pelican": (peer, its)}
        found: dict[str, list[float]] = {name: [] for name in places}
        for _ in range(times):
            for name, (port, link) in places.items():
                found[name].append(second_paint(browser, f"http://127.0.0.1:{port}/", link))
    for name, each in found.items():
        print(f"  {name:<22}{statistics.median(each):>6.0f}  ({min(each):.0f} to {max(each):.0f})")


def lighthouse(site: Path, pages: list[Page]) -> bool:
    """Print the scores of each kind of page. Whether all are 100."""
    print("\nLighthouse, mobile: " + ", ".join(CATEGORIES))
    whole = True
    with serving(site) as address:
        for kind in KINDS:
            page = first_of(kind, pages)
            hidden = page.meta("robots") == "noindex"  # and meant so: search engines are not to list it
            report = measure(address + page.address, skip=("is-crawlable",) if hidden else ())
            print(f"  {kind:<14}" + "".join(f"{report.scores[category]:>5}" for category in CATEGORIES), flush=True)
            if set(report.scores.values()) != {100}:
                whole = False
                print("".join(f"    {name}\n" for name in report.failed), end="")
    return whole


def main() -> int:
    """Measure what is asked for; all of it by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", nargs="*", choices=[[], *PARTS], help="default: all of them")
    parser.add_argument("--posts", type=int, nargs="+", default=[100, 1000], help="sizes to build (try 10000 too)")
    parser.add_argument("--times", type=int, default=7, help="how often each first paint is measured (default: 7)")
    args = parser.parse_args()
    what = args.what or PARTS
    if "builds" in what:
        builds(args.posts)
    if set(what) == {"builds"}:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        site = built(ROOT, Path(folder, "site"), clean=True)
        pages = pages_of(site)
        if "sizes" in what:
            sizes(pages)
        if "served" in what:
            beside_a_plain_file(site, first_of("post", pages))
            while_deploys_run(site, first_of("post", pages))
        if "paint" in what:
            paints(site, first_of("post", pages), args.times)
        if "second" in what:
            second_page(site, args.times)
        return 0 if "lighthouse" not in what or lighthouse(site, pages) else 1


if __name__ == "__main__":
    sys.exit(main())
