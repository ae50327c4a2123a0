"""Cuts the theme's fonts down to what its pages use: `make assets`.

In: the variable fonts of theme/assets/package.json (SIL Open Font License). Out: theme/static/fonts/*.woff2, named
by their content so that a browser may keep them for ever, and theme/static/css/fonts.css, which declares them. The
first two files are all that a first view fetches; the others only where a page uses what is in them.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules/@fontsource-variable"
FONTS = HERE.parent / "static/fonts"
STYLE = HERE.parent / "static/css/fonts.css"

BASIC = "U+20-7E,U+A0,U+B7,U+D7,U+2010,U+2013,U+2014,U+2018,U+2019,U+201C,U+201D,U+2026,U+2212"
"""English with its quotes and dashes, and the times and minus signs."""
MORE = "U+A1-B6,U+B8-D6,U+D8-FF,U+131,U+142,U+144,U+2022,U+20AC,U+2122"
"""The rest of Latin-1, for the names of authors, and a few signs."""


@dataclass(frozen=True)
class Face:
    """One file: which font, which axis limits, which characters, and how CSS declares it."""

    name: str
    package: str
    source: str
    weight: float | tuple[float, float]
    characters: str
    family: str
    style: str = "normal"


FACES = [
    Face("source-sans-3", "source-sans-3", "latin-wght-normal", (400, 600), BASIC, "Source Sans 3"),
    Face("literata", "literata", "latin-wght-normal", 600, BASIC, "Literata"),
    Face("source-sans-3-more", "source-sans-3", "latin-wght-normal", (400, 600), MORE, "Source Sans 3"),
]


def cut(face: Face) -> bytes:
    """The font of `face`, cut down, as WOFF2. The same input gives the same bytes."""
    font = TTFont(PACKAGES / face.package / "files" / f"{face.package}-{face.source}.woff2", recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": face.weight})
    font.flavor = None
    plain = io.BytesIO()
    font.save(plain)
    plain.seek(0)
    font = TTFont(plain, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = ["kern", "liga", "mark"]
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [0]  # the copyright; "Source" is a reserved name, which a cut font may not bear
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(face.characters))
    cutter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def declare(face: Face, file: str) -> str:
    """The @font-face rule of `face`. `optional`: text that is on the screen never changes under the reader's eye.

    A first page uses none of them (theme/static/js/fonts.js): a font that comes after the first paint is not shown, and
    yet all is laid out again for it.
    """
    weight = " ".join(f"{w:g}" for w in (face.weight if isinstance(face.weight, tuple) else (face.weight,)))
    # A range only where the first view must not fetch the file; elsewhere it would be bytes for nothing.
    reach = f"  unicode-range: {face.characters.replace(',', ', ')};\n" if face.characters != BASIC else ""
    style = f"  font-style: {face.style};\n" if face.style != "normal" else ""
    return (
        "@font-face {\n"
        f'  font-family: "{face.family}";\n'
        f"  font-weight: {weight};\n"
        f"{style}"
        "  font-display: optional;\n"
        f'  src: url("/fonts/{file}") format("woff2");\n'
        f"{reach}"
        "}\n"
    )


def main() -> None:
    """Write the fonts and their style sheet, and remove fonts that are no longer made."""
    FONTS.mkdir(parents=True, exist_ok=True)
    rules, made = [], set()
    for face in FACES:
        data = cut(face)
        file = f"{face.name}.{hashlib.sha256(data).hexdigest()[:8]}.woff2"
        (FONTS / file).write_bytes(data)
        made.add(file)
        rules.append(declare(face, file))
        print(f"{file}: {len(data):,} bytes")
    for old in FONTS.glob("*.woff2"):
        if old.name not in made:
            old.unlink()
    head = "/* Made by theme/assets/fonts.py (make assets). Change that, not this. */\n"
    STYLE.write_text(head + "".join(rules), "utf-8")


if __name__ == "__main__":
    main()
