"""The style sheet, the light switch's script and the policy that allows them, for the head of every page.

The style sheet is bundled from theme/static/css/site.css and stands in the page itself: on a slow line a page that
links it waits one more round trip for its first paint (`make bench` measures both). The content security policy
names the hash of each, so nothing else can run or style.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import lightningcss
from markupsafe import Markup
from pelican import signals


@dataclass(frozen=True)
class HeadAssets:
    """What the head of every page holds. `policy` is for `<meta http-equiv="Content-Security-Policy">`."""

    style: Markup
    script: Markup
    policy: Markup
    theme_colour: dict[str, str]
    fonts: list[str]


def bundle_style(sheets: Mapping[str, bytes]) -> str:
    """The style sheet `site.css` of `sheets` with its imports, on one line. The bundler reads files, so it is given
    a folder of its own with the very bytes of the edition."""
    with TemporaryDirectory() as folder:
        for name, data in sheets.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        return str(lightningcss.bundle_css(str(Path(folder, "site.css")), minify=True))


def bundle_script(js: str) -> str:
    """`js` without its comment lines and indentation."""
    lines = (line.strip() for line in js.splitlines())
    return "".join(line for line in lines if line and not line.startswith("//"))


def source_hash(text: str) -> str:
    """The hash source of an inline element (https://www.w3.org/TR/CSP3/#grammardef-hash-source)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(style: str, script: str, *, preview: bool) -> str:
    """Nothing from anywhere but this site, and of scripts and styles only these two.

    A preview has to let in the live reload of `serve`, whose script is not ours to hash.
    """
    scripts = "'self' 'unsafe-inline'" if preview else source_hash(script)
    # Our pages fetch nothing; but a page that may not fetch robots.txt looks to search engines' tools as if it hid it.
    connect = f"connect-src 'self'{' ws:' if preview else ''}; "
    return (
        f"default-src 'none'; script-src {scripts}; style-src {source_hash(style)}; "
        f"{connect}img-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
    )


def paper_colours(tokens: str) -> dict[str, str]:
    """The paper of each light level, out of tokens.css, for the browser's own bars."""
    light, dark = re.findall(r"--paper: light-dark\((#\w+), (#\w+)\)", tokens)[0]
    dim = re.findall(r"--paper: (#\w+);", tokens)[0]
    return {"day": light, "dim": dim, "night": dark}


def first_fonts(fonts: str) -> list[str]:
    """The addresses of the fonts that every page uses, out of fonts.css: the first of each family."""
    rules = re.findall(r'font-family: "([^"]+)";.*?src: url\("([^"]+)"\)', fonts, re.DOTALL)
    return list(dict(reversed(rules)).values())[::-1]


def head_assets(static: Mapping[str, bytes], *, preview: bool) -> HeadAssets:
    """All of it, from the files of theme/static by their path from there."""
    sheets = {name.removeprefix("css/"): data for name, data in static.items() if name.startswith("css/")}
    style = bundle_style(sheets)
    colours = paper_colours(sheets["tokens.css"].decode("utf-8"))
    script = bundle_script(static["js/light.js"].decode("utf-8"))
    fonts = first_fonts(sheets["fonts.css"].decode("utf-8"))
    rules = policy(style, script, preview=preview)
    return HeadAssets(Markup(style), Markup(script), Markup(rules), colours, fonts)


def give_to_templates(pelican: Any) -> None:
    pelican.settings["JINJA_GLOBALS"]["head_assets"] = head_assets(
        pelican.settings["EDITION"].snapshot.under("theme/static"), preview=pelican.settings["PREVIEW"]
    )


def register() -> None:
    signals.initialized.connect(give_to_templates)
