"""The picture that shows a post where it is shared, /<slug>/share.png: its question, its answer and how sure anyone can
be, in the site's own letters on its own paper. Whoever sees only the picture sees the grade too.

1200 x 630 pixels, as cards have it; one palette of 16 colours, so that it stays under 30 KB.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Final

from desk.edition import Edition
from desk.finish.made import Made
from desk.markup.grade import QUARTERS
from desk.model.digest import digest_of
from desk.model.header import PostHeader
from desk.site.kept import Kept

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
EDGE: Final = 80
STEPS: Final = {"ink": 6, "quiet": 4, "link": 4}
"""Each colour that is drawn with, and how many steps there are from the paper to it. Paper and all steps are 15
colours, which is four bits a pixel: a palette that is known beforehand costs a tenth of one that is looked for."""
RECIPE: Final = "4"
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
    what = f"{RECIPE} {drawn_by()} {_digest([*look.values()])}"
    sources = {path: _digest(words) for path, words in said.items()}
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
        from PIL import Image

        site, title, answer, grade, words = said
        image = Image.new("L", (WIDTH, HEIGHT))  # each pixel is the number of its colour, and 0 is paper
        _write(image, (EDGE, 60), _plain(site), _font(self.look_of("literata"), 34), "link")
        top = 134
        for size in (62, 54, 46, 40):
            heading = _font(self.look_of("literata"), size)
            lines = wrapped(_plain(title), heading)
            if len(lines) <= 3:
                break
        for line in lines:
            _write(image, (EDGE, top), line, heading, "ink")
            top += int(size * 1.22)
        top += 34
        for small in (32, 29, 26):
            body = _font(self.look_of("source-sans-3"), small, 400)
            lines = wrapped(_plain(answer), body)
            if top + len(lines) * small * 1.35 <= HEIGHT - 140:
                break
        for line in lines:
            _write(image, (EDGE, top), line, body, "ink")
            top += int(small * 1.35)
        foot = HEIGHT - 108
        _lay(image, (EDGE, foot), _mark(grade, 56))
        bold = _font(self.look_of("source-sans-3"), 34, 600)
        after = _write(image, (EDGE + 74, foot + 5), f"{words}.", bold, "ink")
        plain = _font(self.look_of("source-sans-3"), 34, 400)
        _write(image, (after, foot + 5), f"{grade.capitalize()} evidence.", plain, "quiet")
        image.putpalette(self.palette)
        out = io.BytesIO()
        image.save(out, "PNG", compress_type=zlib.Z_RLE)  # a seventh more bytes, in less than half the time
        return out.getvalue()

    def look_of(self, font: str) -> bytes:
        """The font of that name."""
        return next(data for file, data in self.look.items() if re.fullmatch(rf"fonts/{font}\.\w+\.woff2", file))


def wrapped(text: str, font: FreeTypeFont) -> list[str]:
    """`text` in lines that fit between the edges."""
    lines: list[str] = []
    end = 0.0
    for word in text.split():
        if lines and end + _room(font, word) - _room(font, "") <= WIDTH - 2 * EDGE:
            lines[-1] += f" {word}"
            end += _room(font, word)
        else:
            lines.append(word)
            end = _room(font, word)
    return lines


def _write(image: Image, at: tuple[int, int], line: str, font: FreeTypeFont, colour: str) -> int:
    """Write `line` on the picture. Returns where a next word begins.

    Letters of a basic layout know nothing of each other, so that a line is its words side by side; and most words of a
    picture stand on others too.
    """
    left, top = at
    for word in line.split():
        _lay(image, (left, top), _word(font, word, colour))
        left += int(_room(font, word))
    return left


def _lay(image: Image, at: tuple[int, int], drawn: Drawn | None) -> None:
    """Lay what is drawn, where anything is, on the picture from `at`."""
    if drawn:
        image.paste(drawn.colours, (at[0] + drawn.left, at[1] + drawn.top), drawn.mask)


@lru_cache(maxsize=4_000)
def _room(font: FreeTypeFont, word: str) -> float:
    """How many pixels wide `word` is with the space behind it."""
    return font.getlength(f"{word} ")


@dataclass(frozen=True)
class Drawn:
    """What is drawn in one colour, by the numbers of its steps, where it is drawn at all, and how far from where it is
    laid that begins."""

    colours: Image
    mask: Image
    left: int
    top: int

    @classmethod
    def of(cls, covered: Image, colour: str, left: int = 0, top: int = 0) -> Drawn | None:
        """What covers the paper as far as `covered` says, whose corner is there; None where nothing does."""
        box = covered.getbbox()
        if box is None:
            return None
        colours, mask = _steps(colour)
        drawn = covered.crop(box)
        return cls(drawn.point(colours), drawn.point(mask), left + box[0], top + box[1])


@cache
def _steps(colour: str) -> tuple[list[int], list[int]]:
    """For each share of 255 that covers the paper, the number of the step that is drawn, and 255 where any is."""
    names = list(STEPS)
    first = sum(STEPS[name] for name in names[: names.index(colour)])
    steps = [round(light * STEPS[colour] / 255) for light in range(256)]
    return [first + step if step else 0 for step in steps], [255 if step else 0 for step in steps]


@lru_cache(maxsize=4_000)
def _word(font: FreeTypeFont, word: str, colour: str) -> Drawn | None:
    from PIL import Image, ImageDraw

    size = int(font.size)
    covered = Image.new("L", (int(_room(font, word)) + 2 * size, 2 * size))
    ImageDraw.Draw(covered).text((size, 0), word, fill=255, font=font)
    return Drawn.of(covered, colour, left=-size)


@cache
def _mark(grade: str, side: int) -> Drawn | None:
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
    return Drawn.of(image.resize((side, side), Image.Resampling.LANCZOS), "ink")


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


def _digest(parts: Sequence[str] | Sequence[bytes]) -> str:
    return digest_of(repr(parts).encode("utf-8", "backslashreplace"))
