"""The style sheet, the light switch's script, what pages load from files, and the policy that allows them.

A style sheet is bundled from theme/static/css/site.css or front.css and stands in the page itself: on a slow line a
page that links it waits one more round trip for its first paint (`make bench` measures both). The content security
policy names the hash of each, so nothing else can run or style.

What only paper, a wish for contrast or the device's own colours ask for is taken out of it (`split`) and linked with
just those media, so that nobody else waits for it. What nobody waits for either, the cards with their look and the key
that leads to the search, comes after the page. These, and the scripts of the page that searches, are files: the name of
each holds a digest of its bytes, so that it may be kept for ever, and each page says of what it loads what the bytes
must be (https://www.w3.org/TR/SRI/), so that a host or a cache that changes them changes nothing that runs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import lightningcss
from markupsafe import Markup

from desk.refusal import Refusal

STATIC = "theme/static"
SHEETS = ("site", "front")
NOW, LATER = ("comfort",), ("notes", "shortcut", "share", "fonts")
"""The scripts that run before the first paint, and those that come after the page."""
ASKED = re.compile(r"@media (print|\(prefers-contrast|\(forced-colors)")
"""What a rule for those who ask for it begins with, in a style sheet on one line."""


@dataclass(frozen=True)
class Linked:
    """A script or a style sheet that pages load from a file of its own, at `place` in the site."""

    place: str
    data: bytes

    @property
    def address(self) -> str:
        """From the root of the site."""
        return f"/{self.place}"

    @property
    def integrity(self) -> str:
        """What its bytes must be, as pages say it."""
        return digest(self.data)


@dataclass(frozen=True)
class HeadAssets:
    """What the head of every page holds. Of the style sheets a page has one: `site`, or `front` with the parts of lists
    and front doors too; `policy` is what allows it, and of `search` what that page needs, for
    `<meta http-equiv="Content-Security-Policy">`. `asked` goes with either, and `later` with every page. `search` is
    the script of the page that searches, and `imports` the map by which that finds its `library`."""

    style: dict[str, Markup]
    asked: Linked
    later: Linked
    search: Linked
    library: Linked
    imports: Markup
    script: Markup
    policy: dict[str, Markup]
    theme_colour: dict[str, str]


def bundle_style(sheets: Mapping[str, bytes], sheet: str) -> str:
    """The style sheet `sheet` of `sheets` with its imports, on one line. The bundler reads files, so it is given
    a folder of its own with the very bytes of the edition. Raises Refusal where one of them is no style sheet."""
    with TemporaryDirectory() as folder:
        for name, data in sheets.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        try:
            return str(lightningcss.bundle_css(str(Path(folder, sheet)), minify=True))
        except (ValueError, OSError) as error:
            what, _, place = str(error).removeprefix("Bundling failed: ").partition(f" at {folder}/")
            # The bundler counts lines from 0.
            place = re.sub(r"(?<=:)\d+(?=:)", lambda line: str(int(line[0]) + 1), place)
            raise Refusal(f"{STATIC}/css/{place or sheet}: {what}. Fix: mend this line.") from None


def blocks(css: str) -> Iterator[tuple[str, str]]:
    """The rules of `css`, a style sheet on one line: (what stands before the brace, what stands in it)."""
    depth = start = 0
    prelude = ""
    for found in re.finditer(r'"[^"]*"|[{};]', css):
        sign, at = found[0], found.start()
        if sign == "{":
            if depth == 0:
                prelude, start = css[start:at], at + 1
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield prelude, css[start:at]
                start = at + 1
        elif sign == ";" and depth == 0:
            yield css[start : at + 1], ""
            start = at + 1


def split(css: str) -> tuple[str, str]:
    """`css`, on one line, as (what every page needs, what is only asked for), each rule in its layer."""
    usual, asked = "", ""
    for prelude, inside in blocks(css):
        if prelude.endswith(";"):
            usual += prelude
        elif ASKED.match(prelude):
            asked += f"{prelude}{{{inside}}}"
        elif prelude.startswith("@layer"):
            kept, taken = split(inside)
            usual += f"{prelude}{{{kept}}}" if kept else ""
            asked += f"{prelude}{{{taken}}}" if taken else ""
        else:
            usual += f"{prelude}{{{inside}}}"
    return usual, asked


def bundle_script(js: str) -> str:
    """`js` without its comment lines and indentation."""
    lines = (line.strip() for line in js.splitlines())
    return "".join(line for line in lines if line and not line.startswith("//"))


def later_script(scripts: str, card: str) -> str:
    """`scripts` with the look of a card, a style sheet on one line, which they find under the name CARD."""
    return f"const CARD = {json.dumps(card, ensure_ascii=False)};{scripts}"


def shortened(css: str, tokens: str) -> str:
    """`css` with a letter for the name of each of the `tokens`, which a page says two hundred times: 150 bytes of it as
    it is sent."""
    names = list(dict.fromkeys(re.findall(r"--[\w-]+(?=:)", tokens)))
    letters = dict(zip(names, string.ascii_letters, strict=False))
    return re.sub(r"(?<![\w-])--[\w-]+", lambda name: f"--{letters[name[0]]}" if name[0] in letters else name[0], css)


def digest(data: bytes) -> str:
    """What `data` is known by to a browser (https://www.w3.org/TR/SRI/#the-integrity-attribute)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(data).digest()).decode()}"


def source_hash(text: str) -> str:
    """The hash source of an inline element (https://www.w3.org/TR/CSP3/#grammardef-hash-source)."""
    return f"'{digest(text.encode())}'"


def linked(stem: str, suffix: str, data: bytes) -> Linked:
    """A file whose name holds a digest of its bytes: `stem`, digest, `suffix`."""
    return Linked(f"{stem}.{hashlib.sha256(data).hexdigest()[:8]}.{suffix}", data)


def import_map(library: Linked) -> str:
    """The map by which the page that searches finds the module `minisearch`, and what that must be. The place is told
    from that page, so that it holds below any path."""
    place = f"./{library.place.rpartition('/')[2]}"
    told = {"imports": {"minisearch": place}, "integrity": {place: library.integrity}}
    return json.dumps(told, separators=(",", ":"))


def policy(style: str, script: str, *, preview: bool, offline: bool = False) -> str:
    """Nothing from anywhere but this site; in the page only this script and this style, and else files of this site.

    A preview has to let in the live reload of `serve`, whose script is not ours to hash. The service worker is let in
    where there is to be one (`offline`).
    """
    scripts = "'self' 'unsafe-inline'" if preview else f"'self' {source_hash(script)}"
    # Our pages fetch their fonts (theme/static/js/fonts.js). And a page that may not fetch robots.txt looks to search
    # engines' tools as if it hid it.
    worker = "worker-src 'self'; " if offline else ""
    connect = f"connect-src 'self'{' ws:' if preview else ''}; "
    return (
        f"default-src 'none'; script-src {scripts}; style-src {source_hash(style)} 'self'; "
        f"{connect}{worker}img-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
    )


def paper_colours(tokens: str) -> dict[str, str]:
    """The paper of each light level, out of tokens.css, for the browser's own bars. Raises Refusal where it is not
    there."""
    both = re.search(r"--paper: light-dark\((#\w+), (#\w+)\)", tokens)
    dim = re.search(r"--paper: (#\w+);", tokens)
    if not both or not dim:
        raise Refusal(
            f"{STATIC}/css/tokens.css: the colour of the paper is not there for each light. Fix: give "
            '"--paper: light-dark(#..., #...);" for day and night, and "--paper: #...;" for dim.'
        )
    return {"day": both[1], "dim": dim[1], "night": both[2]}


def head_assets(static: Mapping[str, bytes], *, preview: bool, offline: bool = False) -> HeadAssets:
    """All of it, from the files of theme/static by their path from there. No draft is kept by readers, so a preview
    is never `offline`."""
    return _head_assets(tuple(sorted(static.items())), preview, offline and not preview)


def _must_be_text(name: str, static: Mapping[str, bytes]) -> None:
    """Raise Refusal where every page needs the file `name` of theme/static, and it is not there or cannot be read."""
    if name not in static:
        raise Refusal(f"{STATIC}/{name} is not there, and every page needs it. Fix: bring it back.")
    try:
        static[name].decode("utf-8")
    except UnicodeDecodeError as error:
        line = static[name][: error.start].count(b"\n") + 1
        raise Refusal(f"{STATIC}/{name}:{line}: this is not UTF-8. Fix: save the file as UTF-8.") from None


@lru_cache(maxsize=4)
def _head_assets(files: tuple[tuple[str, bytes], ...], preview: bool, offline: bool) -> HeadAssets:
    """The same, kept by content: a fork of a process that has bundled cannot bundle (the bundler's threads stay
    behind), and need not."""
    static = dict(files)
    for name in ("css/tokens.css", *(f"js/{name}.js" for name in (*NOW, *LATER, "offline", "search", "minisearch"))):
        _must_be_text(name, static)
    sheets = {name.removeprefix("css/"): data for name, data in static.items() if name.startswith("css/")}
    style = {}
    tokens = sheets["tokens.css"].decode("utf-8")
    for sheet in SHEETS:
        # What is asked for is the same in all: no part of `front` alone asks for anything (test).
        style[sheet], wishes = split(shortened(bundle_style(sheets, f"{sheet}.css"), tokens))
    colours = paper_colours(tokens)
    script, after = (
        "".join(bundle_script(static[f"js/{name}.js"].decode("utf-8")) for name in names)
        for names in (NOW, (*LATER, "offline") if offline else LATER)
    )
    later = linked("later", "js", later_script(after, shortened(bundle_style(sheets, "card.css"), tokens)).encode())
    rules = {sheet: policy(style[sheet], script, preview=preview, offline=offline) for sheet in SHEETS}
    asked = linked("asked", "css", wishes.encode())
    search, library = (linked(f"search/{name}", "js", static[f"js/{name}.js"]) for name in ("search", "minisearch"))
    imports = import_map(library)
    # The page that searches has the map of its library besides, and no other page does.
    own = "" if preview else f"{source_hash(imports)} "
    rules["search"] = rules["front"].replace("script-src ", f"script-src {own}", 1)
    allowed = {page: Markup(rule) for page, rule in rules.items()}
    inline = {sheet: Markup(style[sheet]) for sheet in SHEETS}
    return HeadAssets(inline, asked, later, search, library, Markup(imports), Markup(script), allowed, colours)
