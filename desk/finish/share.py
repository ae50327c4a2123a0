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
from functools import partial
from typing import TYPE_CHECKING, Final

from desk.edition import Edition
from desk.finish.kept import Kept
from desk.finish.made import Made
from desk.markup.grade import QUARTERS
from desk.model.post import PostHeader

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
EDGE: Final = 80
COLOURS: Final = 16
RECIPE: Final = "1"
"""Raised when what is drawn changes, so that nothing kept is taken for it."""


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """One for each post that has no picture of its own to be shared with."""
    kept = kept.of("share")
    files: dict[str, Made] = {}
    sources: set[str] = set()
    static = edition.snapshot.under("theme/static")
    look = {name: data for name, data in static.items() if name.endswith((".woff2", "css/tokens.css"))}
    what = f"{RECIPE} {drawn_by()} {_digest(*look.values())}" if look else ""
    for document in edition.shown(preview=preview):
        header = document.header
        if not isinstance(header, PostHeader) or header.image or not look:
            continue
        grade = header.evidence.grade
        said = (edition.site.name, header.title, header.summary, grade, edition.site.grades[grade])
        source = _digest(*(each.encode() for each in said))
        sources.add(source)
        data = kept.get(source, what, partial(card, *said, look))
        files[f"{document.slug}/share.png"] = Made(data, f"the picture that {document.path} is shared with")
    kept.forget_all_but(sources)
    return files


def drawn_by() -> str:
    """The programs that draw: others may draw other bytes."""
    from PIL import __version__, features

    return f"{__version__} {features.version('freetype2')} {features.version('zlib')}"


def card(site: str, title: str, answer: str, grade: str, words: str, look: Mapping[str, bytes]) -> bytes:
    """The picture as PNG. `look` holds the theme's fonts and tokens.css; the same input gives the same bytes."""
    from PIL import Image, ImageDraw

    paper, ink, quiet, link = (_colour(look, name) for name in ("paper", "ink", "quiet", "link"))
    image = Image.new("RGB", (WIDTH, HEIGHT), paper)
    draw = ImageDraw.Draw(image)
    text = partial(_font, look, "source-sans-3")
    draw.text((EDGE, 60), _plain(site), fill=link, font=_font(look, "literata", 34))
    top = 134
    for size in (62, 54, 46, 40):
        heading = _font(look, "literata", size)
        lines = wrapped(_plain(title), heading)
        if len(lines) <= 3:
            break
    for line in lines:
        draw.text((EDGE, top), line, fill=ink, font=heading)
        top += int(size * 1.22)
    top += 34
    for small in (32, 29, 26):
        body = text(small)
        lines = wrapped(_plain(answer), body)
        if top + len(lines) * small * 1.35 <= HEIGHT - 140:
            break
    for line in lines:
        draw.text((EDGE, top), line, fill=ink, font=body)
        top += int(small * 1.35)
    foot = HEIGHT - 108
    image.paste(_mark(grade, 56, ink, paper), (EDGE, foot))
    bold = text(34, 600)
    draw.text((EDGE + 74, foot + 5), f"{words}.", fill=ink, font=bold)
    after = EDGE + 74 + int(bold.getlength(f"{words}. "))
    draw.text((after, foot + 5), f"{grade.capitalize()} evidence.", fill=quiet, font=text(34))
    out = io.BytesIO()
    image.quantize(COLOURS).save(out, "PNG", optimize=True)
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


def _mark(grade: str, side: int, ink: str, paper: str) -> Image:
    """The disc of a grade (desk/markup/grade.py), drawn large and made small, so that its edge is smooth."""
    from PIL import Image, ImageDraw

    unit = side * 4 / 24
    image = Image.new("RGB", (side * 4, side * 4), paper)
    draw = ImageDraw.Draw(image)
    line = round(unit * 2)

    def box(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
        return (x - radius) * unit, (y - radius) * unit, (x + radius) * unit, (y + radius) * unit

    if grade in QUARTERS:
        draw.pieslice(box(12, 12, 11), -90, -90 + 90 * (QUARTERS.index(grade) + 1), fill=ink)
        draw.ellipse(box(12, 12, 11), outline=ink, width=line)
    else:  # a disc cut in two: the left half filled and raised, the right half open and lowered
        draw.pieslice(box(10, 9.5, 9.5), 90, 270, fill=ink)
        draw.pieslice(box(14, 14.5, 9.5), -90, 90, fill=None, outline=ink, width=line)
    return image.resize((side, side), Image.Resampling.LANCZOS)


def _font(look: Mapping[str, bytes], name: str, size: int, weight: int = 400) -> FreeTypeFont:
    from PIL import ImageFont

    data = next(data for file, data in look.items() if re.fullmatch(rf"fonts/{name}\.\w+\.woff2", file))
    font = ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)
    if name == "source-sans-3":
        font.set_variation_by_axes([weight])
    return font


def _plain(text: str) -> str:
    """`text` in the letters that the font has: an accent that it lacks is left out."""
    text = text.replace("'", "\u2019")
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _colour(look: Mapping[str, bytes], name: str) -> str:
    """A colour of the day, out of tokens.css."""
    found = re.search(rf"--{name}: light-dark\((#\w+),", look["css/tokens.css"].decode("utf-8"))
    assert found, f"tokens.css has no --{name}"
    return found[1]


def _digest(*parts: bytes) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
