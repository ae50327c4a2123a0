"""What is drawn, as a picture that can be compared."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from playwright.sync_api import Page


def picture(page: Page, clip: Any = None, *, whole: bool = False) -> Image.Image:
    """The page as it is seen, or the part `clip` of it, or the `whole` of it."""
    drawn = page.screenshot(clip=clip, full_page=whole)
    return Image.open(io.BytesIO(drawn)).convert("RGB")
