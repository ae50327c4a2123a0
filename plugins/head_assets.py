"""The style sheet, the light switch's script and the policy that allows them, for the head of every page.

The style sheet is bundled from theme/static/css/site.css and stands in the page itself: on a slow line a page that
links it waits one more round trip for its first paint (`make bench` measures both). The content security policy
names the hash of each, so nothing else can run or style.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightningcss
from markupsafe import Markup
from pelican import signals

from plugins.site_path import below, path_of


@dataclass(frozen=True)
class HeadAssets:
    """What the head of every page holds. `policy` is for `<meta http-equiv="Content-Security-Policy">`."""

    style: Markup
    script: Markup
    policy: Markup
    theme_colour: dict[str, str]
    fonts: list[str]


def bundle_style(css: Path) -> str:
    """The style sheet at `css` with its imports, on one line."""
    return str(lightningcss.bundle_css(str(css), minify=True))


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


def head_assets(theme: Path, *, preview: bool, path: str = "") -> HeadAssets:
    """All of it, from the theme's files, for a site that stands below `path` on its host."""
    style = below(bundle_style(theme / "static/css/site.css"), path, ".css")
    colours = paper_colours((theme / "static/css/tokens.css").read_text("utf-8"))
    script = bundle_script((theme / "static/js/light.js").read_text("utf-8"))
    fonts = first_fonts((theme / "static/css/fonts.css").read_text("utf-8"))
    rules = policy(style, script, preview=preview)
    return HeadAssets(Markup(style), Markup(script), Markup(rules), colours, fonts)


def give_to_templates(pelican: Any) -> None:
    pelican.settings["JINJA_GLOBALS"]["head_assets"] = head_assets(
        Path(pelican.settings["THEME"]),
        preview=pelican.settings["PREVIEW"],
        path=path_of(pelican.settings["SITEURL"]),
    )


def register() -> None:
    signals.initialized.connect(give_to_templates)
