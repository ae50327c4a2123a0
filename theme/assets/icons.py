"""Draws the pictures that need pixels, out of content/extra/icon.svg and the theme's fonts: `make assets`.

Out, in content/extra: favicon.ico, apple-touch-icon.png, icon-192.png, icon-512.png, icon-maskable.png, and share.png,
the card that other sites show for a page of ours.
"""

from __future__ import annotations

import base64
import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import launch

ROOT = Path(__file__).parents[2]
EXTRA = ROOT / "content/extra"
FONTS = ROOT / "theme/static/fonts"
CARD = """
<style>
@font-face {{ font-family: title; src: url(data:font/woff2;base64,{title}) }}
@font-face {{ font-family: text; src: url(data:font/woff2;base64,{text}) }}
body {{ margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 96px; background: #f3eee4;
  color: #2a2723; font: 44px/1.35 text; display: flex; flex-direction: column; justify-content: space-between }}
h1 {{ font: 600 96px/1.1 title; margin: 0 }}
p {{ margin: 0; max-width: 24em }}
svg {{ width: 120px; height: 120px }}
</style>{icon}
<div><h1>Plain Ketamine</h1><p>Ketamine therapy in plain words, with every claim sourced and graded</p></div>
"""


def picture(page: Page, html: str, width: int, height: int) -> Image.Image:
    """`html` as a picture of `width` by `height` pixels."""
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(html)
    page.evaluate("document.fonts.ready")
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def icon(page: Page, svg: str, size: int) -> Image.Image:
    """The icon, without its round corners: phones cut their own."""
    square = svg.replace(' rx="12"', "").replace("<svg ", f'<svg width="{size}" height="{size}" ')
    return picture(page, f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{square}", size, size)


def maskable(page: Page, svg: str, size: int) -> Image.Image:
    """The icon for phones that cut it to a shape of theirs: what is drawn keeps within the middle four fifths
    (https://www.w3.org/TR/appmanifest/#icon-masks), on its own ground to the edge."""
    drawn = icon(page, svg, size)
    ground = Image.new("RGB", (size, size), drawn.getpixel((2, 2)))
    inner = icon(page, svg, size * 7 // 10)
    ground.paste(inner, ((size - inner.width) // 2, (size - inner.height) // 2))
    return ground


def font(name: str) -> str:
    """The font file of that name, as base64."""
    return base64.b64encode(next(FONTS.glob(f"{name}.*.woff2")).read_bytes()).decode()


def main() -> None:
    """Draw them all."""
    svg = (EXTRA / "icon.svg").read_text("utf-8")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        for size, name in ((180, "apple-touch-icon.png"), (192, "icon-192.png"), (512, "icon-512.png")):
            icon(page, svg, size).quantize(32).save(EXTRA / name, optimize=True)
        maskable(page, svg, 512).quantize(32).save(EXTRA / "icon-maskable.png", optimize=True)
        icon(page, svg, 32).save(EXTRA / "favicon.ico", sizes=[(32, 32), (16, 16)])
        card = CARD.format(title=font("literata"), text=font("source-sans-3"), icon=svg.replace(' rx="12"', ""))
        picture(page, card, 1200, 630).quantize(48).save(EXTRA / "share.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
