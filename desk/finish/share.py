"""The picture that shows a post where it is shared, /<slug>/share.png: its question, its answer and how sure anyone can
be, in the site's own letters on its own paper. Whoever sees only the picture sees the grade too.

1200 x 630 pixels, as cards have it; one palette of 16 colours, so that it stays under 30 KB.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Final

from desk.edition import Edition
from desk.finish.made import Made
from desk.markup.grade import QUARTERS
from desk.model.post import PostHeader
from desk.site.kept import Kept

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
EDGE: Final = 80
STEPS: Final = {"ink": 6, "quiet": 4, "link": 4}
"""Each colour that is drawn with, and how many steps there are from the paper to it. Paper and all steps are 15
colours, which is four bits a pixel: a palette that is known beforehand costs a tenth of one that is looked for."""
RECIPE: Final = "2"
"""Raised when what is drawn changes, so that nothing kept is taken for it."""


Said = tuple[str, str, str, str, str]
"""What a picture says: the site's name, the question, the answer, the grade, and the grade in plain words."""


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """One for each post that has no picture of its own to be shared with."""
    static = edition.snapshot.under("theme/static")
    look = {name: data for name, data in static.items() if name.endswith((".woff2", "css/tokens.css"))}
    if not look:
        return {}
    said: dict[str, Said] = {}
    for document in edition.shown(preview=preview):
        header = document.header
        if isinstance(header, PostHeader) and not header.image:
            grade = header.evidence.grade
            words = edition.site.grades[grade]
            said[document.path] = edition.site.name, header.printed_title, header.printed_summary, grade, words
    what = f"{RECIPE} {drawn_by()} {_digest(*look.values())}"
    sources = {path: _digest(*(each.encode() for each in words)) for path, words in said.items()}
    cards = kept.of("share").get_each(sources, what, partial(_card_of, Painter(look), said))
    return {
        f"{edition.documents[path].slug}/share.png": Made(data, f"the picture that {path} is shared with")
        for path, data in cards.items()
    }


def _card_of(painter: Painter, said: Mapping[str, Said], path: str) -> bytes:
    return painter.card(said[path])


def drawn_by() -> str:
    """The programs that draw: others may draw other bytes."""
    from PIL import __version__, features

    return f"{__version__} {features.version('freetype2')} {features.version('zlib')}"


class Painter:
    """Draws in the `look` of the site: the theme's fonts and tokens.css. The same words give the same bytes."""

    def __init__(self, look: Mapping[str, bytes]) -> None:
        self.look = look

    @cached_property
    def palette(self) -> list[int]:
        """The paper, then each colour in its steps."""
        found = [paper := _rgb(self.look, "paper")]
        for name, steps in STEPS.items():
            full = _rgb(self.look, name)
            found += [
                tuple(round(p + (f - p) * step / steps) for p, f in zip(paper, full, strict=True))
                for step in range(1, steps + 1)
            ]
        return [part for colour in found for part in colour]

    def card(self, said: Said) -> bytes:
        """The picture as PNG."""
        from PIL import Image, ImageDraw

        site, title, answer, grade, words = said
        layers = {name: Image.new("L", (WIDTH, HEIGHT)) for name in STEPS}
        pens = {name: ImageDraw.Draw(layer) for name, layer in layers.items()}
        pens["link"].text((EDGE, 60), _plain(site), fill=255, font=_font(self.look_of("literata"), 34))
        top = 134
        for size in (62, 54, 46, 40):
            heading = _font(self.look_of("literata"), size)
            lines = wrapped(_plain(title), heading)
            if len(lines) <= 3:
                break
        for line in lines:
            pens["ink"].text((EDGE, top), line, fill=255, font=heading)
            top += int(size * 1.22)
        top += 34
        for small in (32, 29, 26):
            body = _font(self.look_of("source-sans-3"), small, 400)
            lines = wrapped(_plain(answer), body)
            if top + len(lines) * small * 1.35 <= HEIGHT - 140:
                break
        for line in lines:
            pens["ink"].text((EDGE, top), line, fill=255, font=body)
            top += int(small * 1.35)
        foot = HEIGHT - 108
        layers["ink"].paste(_mark(grade, 56), (EDGE, foot))
        bold = _font(self.look_of("source-sans-3"), 34, 600)
        pens["ink"].text((EDGE + 74, foot + 5), f"{words}.", fill=255, font=bold)
        after = EDGE + 74 + int(bold.getlength(f"{words}. "))
        plain = _font(self.look_of("source-sans-3"), 34, 400)
        pens["quiet"].text((after, foot + 5), f"{grade.capitalize()} evidence.", fill=255, font=plain)
        return self._flat(layers)

    def look_of(self, font: str) -> bytes:
        """The font of that name."""
        return next(data for file, data in self.look.items() if re.fullmatch(rf"fonts/{font}\.\w+\.woff2", file))

    def _flat(self, layers: Mapping[str, Image]) -> bytes:
        """The layers on paper, as one PNG of few colours."""
        from PIL import Image

        image = Image.new("P", (WIDTH, HEIGHT))
        image.putpalette(self.palette)
        first = 0
        for name, layer in layers.items():
            steps = [round(covered * STEPS[name] / 255) for covered in range(256)]
            if box := layer.getbbox():  # the rest of it is empty
                drawn = layer.crop(box)
                image.paste(
                    drawn.point([first + step if step else 0 for step in steps]),
                    box[:2],
                    drawn.point([255 if step else 0 for step in steps]),
                )
            first += STEPS[name]
        out = io.BytesIO()
        image.save(out, "PNG", compress_level=7)
        return out.getvalue()


def wrapped(text: str, font: FreeTypeFont) -> list[str]:
    """`text` in lines that fit between the edges."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= WIDTH - 2 * EDGE:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def _mark(grade: str, side: int) -> Image:
    """How far the disc of a grade (desk/markup/grade.py) covers the paper, drawn large and made small, so that its
    edge is smooth."""
    from PIL import Image, ImageDraw

    unit = side * 4 / 24
    image = Image.new("L", (side * 4, side * 4))
    draw = ImageDraw.Draw(image)
    line = round(unit * 2)

    def box(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
        return (x - radius) * unit, (y - radius) * unit, (x + radius) * unit, (y + radius) * unit

    if grade in QUARTERS:
        draw.pieslice(box(12, 12, 11), -90, -90 + 90 * (QUARTERS.index(grade) + 1), fill=255)
        draw.ellipse(box(12, 12, 11), outline=255, width=line)
    else:  # a disc cut in two: the left half filled and raised, the right half open and lowered
        draw.pieslice(box(10, 9.5, 9.5), 90, 270, fill=255)
        draw.pieslice(box(14, 14.5, 9.5), -90, 90, fill=None, outline=255, width=line)
    return image.resize((side, side), Image.Resampling.LANCZOS)


@cache
def _font(data: bytes, size: int, weight: int = 0) -> FreeTypeFont:
    """A font at a size, and at a weight where it has several."""
    from PIL import ImageFont

    font = ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)
    if weight:
        font.set_variation_by_axes([weight])
    return font


def _plain(text: str) -> str:
    """`text` in the letters that the font has: an accent that it lacks is left out."""
    text = text.replace("'", "\u2019")
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _rgb(look: Mapping[str, bytes], name: str) -> tuple[int, ...]:
    """A colour of the day, out of tokens.css."""
    from PIL import ImageColor

    found = re.search(rf"--{name}: light-dark\((#\w+),", look["css/tokens.css"].decode("utf-8"))
    assert found, f"tokens.css has no --{name}"
    return ImageColor.getrgb(found[1])


def _digest(*parts: bytes) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
