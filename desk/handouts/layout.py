"""A sheet laid out as PDF/UA-1 by WeasyPrint: tagged, its fonts within it, the same bytes from the same sheet.

It reads nothing but the sheet: no file, no network. What it would only have warned of is an error here.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import unquote

from desk.handouts.sheet import Sheet

NEEDED: Final = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""Debian's packages that WeasyPrint loads."""
BASE: Final = "https://sheet.invalid/"
_FACES: Final[Mapping[str, tuple[Sequence[str], Sequence[int]]]] = {
    "Source Sans 3": (("source-sans-3", "source-sans-3-more"), (400, 600)),
    "Literata": (("literata",), (600,)),
}
"""The families of the theme -> its files of each, and the weights that a handout uses: a PDF holds no variable font."""


class Unprintable(Exception):
    """WeasyPrint found something that a handout may not have."""


class _Heard(logging.Handler):
    """Keeps what the library would only have said."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def laid_out(sheet: Sheet, picture: Callable[[str], tuple[bytes, str]]) -> bytes:
    """The record of `sheet` (kept.py): the number of pages in a line, then the PDF. `picture` gives the bytes of a
    picture by its name in images/, and their kind. Raises Unprintable with all that the library complained of."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    heard = _Heard()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(heard)
    logger.propagate, before = False, logger.propagate
    try:
        fetch = fetcher(sheet, picture)
        document = HTML(string=sheet.page, base_url=BASE, url_fetcher=fetch).render(
            font_config=FontConfiguration(), pdf_variant="pdf/ua-1", pdf_tags=True
        )
        data = document.write_pdf(pdf_identifier=sheet.digest.encode(), pdf_variant="pdf/ua-1", pdf_tags=True)
    finally:
        logger.removeHandler(heard)
        logger.propagate = before
    if heard.said:
        raise Unprintable("\n".join(dict.fromkeys(heard.said)))
    return b"%d\n" % len(document.pages) + bytes(data)


def fetcher(sheet: Sheet, picture: Callable[[str], tuple[bytes, str]]) -> Any:
    """What answers WeasyPrint when it asks for an address: the sheet's own files, its pictures and its code, and
    drawings that stand in it."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    def answer(url: str) -> tuple[bytes, str]:
        path = url.removeprefix(BASE)
        if path == "code.svg":
            return code(sheet.address), "image/svg+xml"
        if path == "fonts.css":
            return faces().encode(), "text/css"
        if path.startswith("fonts/"):
            _, family, weight = unquote(path).split("/")
            parts = (theme_font(sheet.files, name) for name in _FACES[family][0])
            return face(tuple(parts), int(weight)), "font/ttf"
        if path.endswith(".css"):
            return for_paper(sheet.files[f"css/{path}"]), "text/css"
        return picture(sheet.pictures[f"/{path}"])

    class Own(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            data, kind = answer(url)
            return URLFetcherResponse(url, data, {"Content-Type": kind})

    return Own(allowed_protocols={"data"})


def theme_font(files: Mapping[str, bytes], name: str) -> bytes:
    """The font `name` of the theme, whatever digest its file's name has."""
    return next(data for file, data in files.items() if re.fullmatch(rf"fonts/{name}\.\w+\.woff2", file))


def for_paper(css: bytes) -> bytes:
    """A style sheet without what is asked of screens, whose questions WeasyPrint does not know."""
    import tinycss2

    rules = tinycss2.parse_stylesheet(css.decode("utf-8"))
    return str(tinycss2.serialize([rule for rule in rules if not _on_screen(rule)])).encode()


def _on_screen(rule: Any) -> bool:
    return rule.type == "at-rule" and rule.lower_at_keyword == "media" and "print" not in map(_word, rule.prelude)


def _word(token: Any) -> str:
    return str(getattr(token, "value", ""))


def faces() -> str:
    """The fonts, each weight a file."""
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("/fonts/{family}/{weight}"); }}'
        for family, (_, weights) in _FACES.items()
        for weight in weights
    )


@lru_cache(maxsize=8)
def face(parts: tuple[bytes, ...], weight: int) -> bytes:
    """One weight of the variable font that the theme has in `parts`, as a font of its own."""
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    with TemporaryDirectory() as folder:
        files = []
        for number, data in enumerate(parts):
            font = TTFont(io.BytesIO(data), recalcTimestamp=False)
            font.flavor = None
            if "fvar" in font:
                font = instantiateVariableFont(font, {"wght": weight}, inplace=True)
            for table in {"GDEF", "GSUB", "GPOS", "STAT", "MVAR", "avar"} & set(font.keys()) if number else ():
                del font[table]
            files.append(f"{folder}/{number}.ttf")
            font.save(files[-1])
        whole = Merger().merge(files) if len(files) > 1 else TTFont(files[0], recalcTimestamp=False)
        whole.recalcTimestamp = False
        out = io.BytesIO()
        whole.save(out)
    return out.getvalue()


def code(address: str) -> bytes:
    """The address as a QR code, drawn."""
    import segno

    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", border=0, xmldecl=False, svgns=True, scale=4)
    return out.getvalue()
