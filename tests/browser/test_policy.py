"""A reader who uses every control of every kind of page meets no policy: not the page's own, and not the server's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from desk.hosting.policy import policies, stated_in
from desk.hosting.table import table
from tests.build_site import real_site
from tests.pages import KINDS, SITE_URL, example
from tests.peers.servers import serving

TOLD = """addEventListener("securitypolicyviolation", ({effectiveDirective, blockedURI}) =>
  console.error("policy", effectiveDirective, blockedURI));"""

CLICK = """([selector, times]) => {
  const found = [...document.querySelectorAll(selector)].slice(0, 4);
  for (let i = 0; i < times; i++) for (const each of found) each.click();
  return found.length;
}"""
CONTROLS = {
    "note": ("main sup.cite a", 1),
    "word": ("main a.term", 1),
    "unfolds": ("main summary", 1),
    "box": ("main input[type=checkbox]", 2),
}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real site as nginx serves it by our include, with every header."""
    site = real_site()
    with serving(
        "nginx", site, tmp_path_factory.mktemp("nginx"), table(policies(stated_in(site)), [], SITE_URL)
    ) as port:
        yield f"http://127.0.0.1:{port}"


def use_all(page: Page) -> set[str]:
    """Use each control of the page as a reader would. Returns which kinds there were."""
    used = set()
    for value in ("day", "dim", "night", "auto"):
        page.locator(f"input[name=light][value={value}]").check(force=True)
    for kind, (selector, times) in CONTROLS.items():
        if page.evaluate(CLICK, [selector, times]):
            used.add(kind)
    page.keyboard.press("Escape")
    for media in ("print", "screen"):
        page.emulate_media(media=media, forced_colors="active" if media == "print" else "none")
    if page.locator("#results").count():
        used.add("search")
        page.fill("#q", "bladder")
        page.locator("#search button").click()
        page.locator("#results a").first.wait_for()
        for name in ("topic", "grade", "kind"):
            page.select_option(f"[name={name}]", index=1)
        page.locator("#found").wait_for()
    page.evaluate("document.fonts.ready.then(() => null)")
    return used


def test_no_control_of_any_kind_of_page_meets_a_policy(browser: Browser, host: str) -> None:
    said: list[str] = []
    used: set[str] = set()
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.add_init_script(TOLD)
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
        for kind in KINDS:
            answer = page.goto(host + example(kind).address)
            assert answer
            assert "frame-ancestors" in answer.headers["content-security-policy"]
            used |= use_all(page)
        page.goto(f"{host}/search/")
        page.keyboard.press("/")
        # From the foot of another page, as a reader would.
        page.goto(host + example("page").address)
        page.locator("footer input[name=q]").fill("sleep")
        page.locator("footer form button").click()
        page.locator("#results a").first.wait_for()
    assert said == []
    assert used == {"note", "word", "unfolds", "box", "search"}, "a control that is not there was not tried"


def test_a_page_is_there_before_it_is_asked_for_and_no_search_is(browser: Browser, host: str) -> None:
    said: list[str] = []
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.add_init_script(TOLD)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        asked: list[str] = []
        session = context.new_cdp_session(page)
        session.send("Preload.enable")
        session.on("Preload.prefetchStatusUpdated", lambda of: asked.append(f"{of['status']} {of['prefetchUrl']}"))
        page.goto(f"{host}/")
        link = page.locator("main a.go").first
        link.hover()
        frames = 0
        while f"Ready {host}/start-here/" not in asked:
            page.evaluate("new Promise((done) => requestAnimationFrame(done))")
            frames += 1
            assert frames < 1_000, asked
        link.click()
        page.wait_for_url(f"{host}/start-here/")
        how = "performance.getEntriesByType('navigation')[0].deliveryType"
        assert page.evaluate(how) == "navigational-prefetch"
    assert said == []
    assert {each.split()[1] for each in asked} == {f"{host}/start-here/"}


def test_a_library_that_was_changed_on_its_way_does_not_run(browser: Browser, host: str) -> None:
    library = next((real_site() / "search").glob("minisearch.*.js"))
    with browser.new_context() as context:
        page = context.new_page()
        changed = library.read_text("utf-8") + "\nwindow.planted = true;\n"
        page.route(f"**/{library.name}", lambda route: route.fulfill(body=changed, content_type="text/javascript"))
        page.goto(f"{host}/search/")
        with page.expect_event("console", lambda message: "integrity" in message.text):
            page.fill("#q", "bladder")
            page.locator("#search button").click()
        assert page.evaluate("window.planted") is None
