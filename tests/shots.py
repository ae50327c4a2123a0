"""`make shots`: a picture of every kind of page, at every width, in every light, into .site/shots/."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch
from tests.build_site import ROOT, built
from tests.pages import KINDS, first_of, pages_of
from tests.peers.web_server import serving

WIDTHS = {"phone": 360, "tablet": 768, "desk": 1440, "wide": 1920}
LEVELS = ["day", "dim", "night"]
SHOTS = ROOT / ".site/shots"


def main() -> None:
    """Take them all anew."""
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        site = built(ROOT, Path(folder, "site"))
        pages = pages_of(site)
        with serving(site) as served, sync_playwright() as playwright, launch(playwright) as browser:
            for where, width in WIDTHS.items():
                for level in LEVELS:
                    context = browser.new_context(viewport={"width": width, "height": 900})
                    context.add_init_script(f"localStorage.light = '{level}'; localStorage.fonts = 'here'")
                    page = context.new_page()
                    page.goto(served)  # brings the fonts: a first page has the device's own
                    page.evaluate("document.fonts.ready.then(() => null)")
                    for kind in KINDS:
                        page.goto(served + first_of(kind, pages).address)
                        page.evaluate("document.fonts.ready.then(() => null)")
                        page.screenshot(path=SHOTS / f"{kind.replace(' ', '-')}-{where}-{level}.png", full_page=True)
                    context.close()
    print(f"{len(list(SHOTS.iterdir()))} pictures in {SHOTS}")


if __name__ == "__main__":
    main()
