"""theme/static/css: what a style sheet here may hold."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import tinycss2
from tinycss2.color4 import parse_color

from tests.build_site import ROOT

CSS = ROOT / "theme/static/css"
FILES = sorted(CSS.rglob("*.css"))
SYSTEM = {"currentcolor", "transparent", "canvas", "canvastext", "linktext", "highlight", "highlighttext", "inherit"}
NEVER = {
    "animation|@keyframes": "nothing moves",
    "transition": "nothing moves",
    "scroll-behavior|view-transition": "nothing moves",
    "gradient": "no patterns",
    "(box|text|drop)-shadow": "nothing glows",
    r"\b(dotted|dashed|wavy)\b": "no stripes",
    r"position:\s*(sticky|fixed)": "nothing sticks",
    r"text-align:\s*justify": "no rivers",
    r"nth-child\((odd|even|2n)": "no zebra",
    r"!important": "the layers decide",
    r"text-decoration(-line)?:\s*none": "links in a text stay underlined",
    r"outline:\s*(none|0)": "the focus is seen",
}
BARE = r"text-decoration(-line)?:\s*none"
ALLOWED = {
    ("print.css", r"!important"): "what only a screen can use is gone, whatever a later layer says",
    ("elements.css", r"!important"): "the line comes with pointer or focus, wherever it was away",
    ("print.css", BARE): "a heading's link to itself is no link on paper",
    ("elements.css", BARE): "an abbreviation is no link; of a menu, a heading or a word the place or a ring says it",
    ("masthead.css", BARE): "the name and the framed way to help are told by their place and form",
    ("citation.css", BARE): "a number stands on a key",
    ("front-door.css", BARE): "a list of questions and the scale are told by their place and form",
    ("calls.css", BARE): "a call is told by its form",
    ("handout.css", BARE): "on paper a number leads nowhere, and an address is seen to be one",
}


@cache
def code(file: Path) -> str:
    """The file without its remarks."""
    return re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)


def colours(file: Path) -> list[str]:
    """Every colour that is given outright in a declaration of `file`."""
    found = []
    for selector_or_value in re.findall(r":\s*([^;{}]+);", code(file)):
        for token in tinycss2.parse_component_value_list(selector_or_value):
            text = tinycss2.serialize([token])
            if token.type in {"hash", "ident", "function"} and parse_color(text) and text.lower() not in SYSTEM:
                found.append(text)
    return found


def test_no_colour_stands_outside_the_tokens() -> None:
    found = {file.name: colours(file) for file in FILES if file.name != "tokens.css"}
    assert {name: each for name, each in found.items() if each} == {}


def test_a_planted_colour_is_seen(tmp_path: Path) -> None:
    planted = tmp_path / "planted.css"
    planted.write_text("a { color: Red; background: #abc url(x); fill: rgb(1 2 3); border: 1px solid oklch(1 0 0); }")
    assert colours(planted) == ["Red", "#abc", "rgb(1 2 3)", "oklch(1 0 0)"]


@pytest.mark.parametrize("never", NEVER)
def test_a_file_has_nothing_that_hurts(never: str) -> None:
    held = [file for file in FILES if (file.name, never) not in ALLOWED]
    assert [file.name for file in held if re.search(never, code(file))] == [], NEVER[never]


def test_every_exception_is_still_needed() -> None:
    every = {file.name: code(file) for file in FILES}
    unused = [key for key in ALLOWED if not re.search(key[1], every.get(key[0], ""))]
    assert unused == []


def test_every_file_is_imported_once_and_into_its_layer() -> None:
    site = "".join(code(CSS / name) for name in ("site.css", "front.css", "card.css"))
    imported = dict(re.findall(r'@import "([^"]+)"(?: layer\((\w+)\))?;', site))
    assert imported.pop("site.css") == "", "the sheet of front doors begins with that of every page"
    names = [file.relative_to(CSS).as_posix() for file in FILES]
    # Cards come by themselves, and paper has its own.
    assert sorted(imported) == sorted(set(names) - {"site.css", "front.css", "card.css", "handout.css"})
    order = re.findall(r"@layer ([\w, ]+);", site)[0].split(", ")
    assert order == ["reset", "tokens", "elements", "layout", "components", "utilities", "preferences", "print"]
    for name, layer in imported.items():
        assert layer == {"fonts.css": "", "anchors.css": ""}.get(
            name, "components" if name.startswith("components/") else Path(name).stem
        )


def test_a_file_opens_with_what_it_is() -> None:
    assert [file.name for file in FILES if not file.read_text("utf-8").startswith("/* ")] == []


def test_a_part_is_used_by_a_template_or_by_what_markdown_makes() -> None:
    parts = [code(file) for file in FILES if file.parent.name == "components"]
    assert parts
    classes = {name.split("__")[0].split("--")[0] for part in parts for name in re.findall(r"\.([a-z][\w-]*)", part)}
    written = "".join(
        each.read_text("utf-8")
        for folder, ending in (("theme/templates", "*.html"), ("desk/markup", "*.py"), ("theme/static/js", "*.js"))
        for each in sorted((ROOT / folder).rglob(ending))
    )
    assert [name for name in sorted(classes) if name not in written] == []
