"""What was read can be read again without a network, and nothing else is kept. The network goes by stopping a real
server, and a deploy is other files in the folder that it serves."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.build_site import ROOT, real_site
from tests.peers.web_server import serving

KIB = 1024
POST = "/ketamine-infusions-for-migraine/"
KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys())
    found[name] = (await (await caches.open(name)).keys()).map((each) => each.url.replace(location.origin, ""));
  return found;
}"""


class Visit:
    """A reader on a copy of the site that a test may change, and whose server it may stop."""

    def __init__(self, browser: Browser, folder: Path, ends: ExitStack) -> None:
        self.folder = Path(shutil.copytree(real_site(), folder / "site", copy_function=os.link))
        self.server = ends.enter_context(ExitStack())
        self.address = self.server.enter_context(serving(self.folder))
        context = browser.new_context(viewport={"width": 360, "height": 740})
        ends.callback(context.close)
        self.page: Page = context.new_page()

    def go(self, where: str) -> Page:
        """Open an address of the site, and have the worker look after the page."""
        self.page.goto(self.address + where)
        return self.page

    def first(self, where: str) -> None:
        """Come to the site; wait until the worker has kept that page."""
        self.go(where).wait_for_function("() => navigator.serviceWorker.controller")

    def deploy(self, name: str, text: str) -> None:
        """Put another text in the place of a file."""
        (self.folder / name).unlink()
        (self.folder / name).write_text(text, "utf-8")

    def text(self, name: str) -> str:
        """A file as it is served now."""
        return (self.folder / name).read_text("utf-8")

    def until(self, condition: str) -> None:
        """Wait for what the worker does of its own accord; `condition` is given the names of the caches."""
        wait = f"while (!(await ({condition})(await caches.keys()))) await new Promise((then) => setTimeout(then, 20));"
        self.page.evaluate(f"async () => {{ {wait} }}")

    def kept(self) -> dict[str, list[str]]:
        """What this device keeps, by the last word of the cache's name."""
        return {name.rpartition("/")[2]: urls for name, urls in self.page.evaluate(KEPT).items()}


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    """A fresh reader."""
    with ExitStack() as ends:
        yield Visit(browser, tmp_path, ends)


def test_what_was_read_can_be_read_again_and_the_help_page_always(visit: Visit) -> None:
    visit.first(POST)
    assert {"/fonts/", "/asked."} <= {url[:7] for url in visit.kept()["parts"]}
    words = visit.page.locator("main").inner_text()
    visit.go("/about/")
    visit.go("/search/?q=bladder")
    visit.go("/search/")
    visit.go("/about/?from=a-friend")
    assert visit.go("/no-such-page/").locator("h1").inner_text() == "Page not found"
    kept = visit.kept()
    assert kept["pages"] == [POST, "/about/"]
    assert not [url for urls in kept.values() for url in urls if "?" in url or "search" in url or "no-such" in url]

    visit.server.close()
    again = visit.go(POST).locator("main")
    note = again.locator("p").first
    assert note.inner_text().startswith("There is no connection. This page was kept on your device on ")
    note.evaluate("(note) => note.remove()")
    assert again.inner_text() == words
    assert visit.go("/get-help-now/").locator(".calls a").count() > 1
    for unread in ("/privacy/", "/search/?q=bladder"):
        assert visit.go(unread).locator("h1").inner_text() == "No connection"
        links = visit.page.locator("main .titles a").evaluate_all("(all) => all.map((each) => each.pathname)")
        assert links == ["/about/", POST]
    visit.page.get_by_role("link", name="About Plain Ketamine").first.click()
    expect(visit.page.locator("h1")).to_have_text("About Plain Ketamine")


def test_with_a_network_nothing_is_old_and_a_deploy_takes_the_place_of_the_last(visit: Visit) -> None:
    visit.first("/about/")
    before = visit.kept()
    for number in ("first", "second"):
        for name in ("about/index.html", "get-help-now/index.html"):
            visit.deploy(name, visit.text(name).replace("</h1>", f" {number}</h1>"))
        visit.deploy("sw.js", visit.text("sw.js").replace('"version": "', f'"version": "{number}-'))
        assert visit.go("/about/").locator("h1").inner_text().endswith(number)
        visit.until(f"(names) => names.length == 3 && names.some((name) => name.includes('always {number}-'))")
    # The worker keeps a page after it has given it, in the place of the one before.
    visit.until("async () => (await (await caches.match('/about/'))?.text())?.includes('first second</h1>')")
    after = visit.kept()
    assert not before.keys() & after.keys() - {"pages", "parts"}
    assert after["pages"] == ["/about/"]
    (visit.folder / "about/index.html").unlink()  # withdrawn: what is gone is not kept
    visit.go("/about/")
    visit.until("async () => !(await caches.match('/about/'))")
    visit.server.close()
    assert visit.go("/get-help-now/").locator("h1").inner_text().endswith("first second")


def test_turned_off_it_throws_away_what_it_kept_and_itself(visit: Visit) -> None:
    visit.first("/about/")
    visit.deploy("sw.js", (ROOT / "theme/static/js/sw_off.js").read_text("utf-8"))
    for name in ("about/index.html", "privacy/index.html"):  # as a build without it has them
        visit.deploy(name, visit.text(name).replace("navigator.serviceWorker.register", "void"))
    visit.go("/privacy/")
    visit.until("async (names) => !names.length && !(await navigator.serviceWorker.getRegistrations()).length")
    assert visit.go("/about/").evaluate("navigator.serviceWorker.controller") is None


def test_it_keeps_fifty_pages_at_most_and_those_read_last(visit: Visit) -> None:
    visit.first("/about/")
    worker = visit.page.context.service_workers[0]
    worker.evaluate(
        """async () => {
          for (const i of [...Array(60).keys(), 15]) await keep(pages, `${scope}page-${i}/`, new Response("words"));
          for (let i = 0; i < 110; i++) await keep(parts, `${scope}images/${i}.png`, new Response("dots"));
        }"""
    )
    kept = visit.kept()
    assert kept["pages"] == [f"/page-{i}/" for i in [*range(10, 15), *range(16, 60), 15]]
    assert len(kept["parts"]) == 100


def test_the_worker_is_at_most_2_kb_as_sent_and_names_what_it_keeps() -> None:
    data = (real_site() / "sw.js").read_bytes()
    assert len(brotli.compress(data)) <= 2 * KIB
    made = json.loads(data.decode().partition("const MADE = ")[2].partition(";\n")[0])
    assert made["always"] == ["get-help-now/", "offline.html"]
