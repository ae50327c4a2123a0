"""desk/site/head_assets.py, which plugins/head_assets.py hands to the templates."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping

import pytest

from desk.hosting.policy import parsed
from desk.model.snapshot import take_snapshot
from desk.refusal import Refusal
from desk.site.head_assets import (
    LATER,
    NOW,
    SHEETS,
    bundle_script,
    bundle_style,
    head_assets,
    linked,
    paper_colours,
    policy,
    shortened,
    source_hash,
    split,
)
from tests.build_site import ROOT


def static() -> Mapping[str, bytes]:
    """The theme's real files."""
    return take_snapshot(ROOT).under("theme/static")


def test_a_script_loses_its_remarks_and_indentation_and_nothing_else() -> None:
    assert bundle_script("// why\n(() => {\n  a('// kept');\n})();\n") == "(() => {a('// kept');})();"


def test_a_token_has_a_letter_for_its_name_wherever_it_is_said_and_nothing_else_has() -> None:
    tokens = ":root { --ink: #000; --paper: #fff; } [data-light=dim] { --ink: #111; }"
    css = ":root{--ink:#000;--paper:#fff}.box--ink-2{color:var(--ink);anchor-name:--opened}.box--ink{top:0}"
    assert shortened(css, tokens) == (
        ":root{--a:#000;--b:#fff}.box--ink-2{color:var(--a);anchor-name:--opened}.box--ink{top:0}"
    )


def test_a_hash_is_that_of_the_text_in_utf_8() -> None:
    digest = base64.b64encode(hashlib.sha256("é".encode()).digest()).decode()
    assert source_hash("é") == f"'sha256-{digest}'"


def test_the_policy_of_the_site_lets_nothing_else_run_and_that_of_a_preview_reloads() -> None:
    strict, preview = policy("a", "b", preview=False), policy("a", "b", preview=True)
    assert strict.startswith("default-src 'none'")
    assert "ws:" not in strict
    assert "connect-src" not in strict or "connect-src 'self';" in strict
    assert "connect-src 'self' ws:" in preview


def test_the_papers_are_those_of_the_tokens() -> None:
    tokens = ":root { --paper: light-dark(#f00, #00f); } [data-light=dim] { --paper: #0f0; }"
    assert paper_colours(tokens) == {"day": "#f00", "dim": "#0f0", "night": "#00f"}


@pytest.mark.parametrize(
    ("css", "usual", "asked"),
    [
        ("a{b:c}", "a{b:c}", ""),
        ("@media print{a{b:c}}d{e:f}", "d{e:f}", "@media print{a{b:c}}"),
        ("@layer x,y;@layer x{a{b:\"}\"}@media (forced-colors:active){a{b:d}}}",
         "@layer x,y;@layer x{a{b:\"}\"}}", "@layer x{@media (forced-colors:active){a{b:d}}}"),
        ("@media (width>=40rem){a{b:c}}", "@media (width>=40rem){a{b:c}}", ""),
        ("@layer x{@media (prefers-contrast:more){a{b:c}}}", "", "@layer x{@media (prefers-contrast:more){a{b:c}}}"),
    ],
)  # fmt: skip
def test_what_only_some_ask_for_is_taken_out_in_its_layer(css: str, usual: str, asked: str) -> None:
    assert split(css) == (usual, asked)


def test_the_same_is_asked_for_on_every_page_and_nothing_of_it_is_lost() -> None:
    sheets = {name.removeprefix("css/"): data for name, data in static().items() if name.startswith("css/")}
    whole = {sheet: bundle_style(sheets, f"{sheet}.css") for sheet in SHEETS}
    parts = {sheet: split(css) for sheet, css in whole.items()}
    assert len({asked for _, asked in parts.values()}) == 1
    for sheet, css in whole.items():
        usual, asked = parts[sheet]
        assert css.count("}") <= usual.count("}") + asked.count("}")
        assert not any(wish in usual for wish in ("@media print", "prefers-contrast", "forced-colors"))


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("css/tokens.css", b"a { b: c }\n@@@ {{{", r"theme/static/css/tokens\.css:2:\d+: Invalid"),
        ("css/components/box.css", b"a { b: c }}", r"theme/static/css/components/box\.css:1:\d+: "),
        ("css/site.css", b"@import 'none.css';", r"theme/static/css/site\.css:1:1: No such file"),
        ("css/card.css", None, r"theme/static/css/card\.css: No such file"),
        ("css/tokens.css", b"", r"theme/static/css/tokens\.css: the colour of the paper"),
        ("css/tokens.css", b"a\n\xff", r"theme/static/css/tokens\.css:2: this is not UTF-8"),
        ("js/comfort.js", None, r"theme/static/js/comfort\.js is not there"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_where_it_is(name: str, data: bytes | None, told: str) -> None:
    files = {each: found for each, found in static().items() if each != name} | ({} if data is None else {name: data})
    with pytest.raises(Refusal, match=f"^{told}.*Fix: "):
        head_assets(files, preview=False)


def test_the_real_assets_are_whole() -> None:
    assets = head_assets(static(), preview=False)
    assert "</" not in assets.script
    for sheet in SHEETS:
        assert "</" not in assets.style[sheet]
        assert source_hash(str(assets.style[sheet])) in assets.policy[sheet]
        assert source_hash(str(assets.script)) in assets.policy[sheet]


def test_pages_ask_for_the_worker_only_where_it_is_wanted_and_never_in_a_preview() -> None:
    for preview, offline, asks in ((False, True, True), (False, False, False), (True, True, False)):
        assets = head_assets(static(), preview=preview, offline=offline)
        assert (b"serviceWorker" in assets.later.data) == ("worker-src 'self'" in assets.policy["site"]) == asks


def test_what_is_in_a_file_is_named_by_its_bytes_and_said_to_be_them() -> None:
    assets = head_assets(static(), preview=False)
    assert re.fullmatch(r"/search/minisearch\.[0-9a-f]{8}\.js", assets.library.address)
    for each in (assets.asked, assets.later, assets.search, assets.library):
        assert source_hash(each.data.decode()) == f"'{each.integrity}'"
    assert source_hash(str(assets.imports)) in assets.policy["search"]
    assert source_hash(str(assets.imports)) not in assets.policy["front"]
    assert linked("a", "css", b"1").place != linked("a", "css", b"2").place


def test_cards_and_their_look_come_after_the_page_and_nothing_of_them_before() -> None:
    assets = head_assets(static(), preview=False)
    later = assets.later.data.decode()
    assert "showPopover" in later
    assert ".card{" in later
    for text in (assets.script, *assets.style.values()):
        assert "showPopover" not in text
        assert ".card{" not in text
        assert "position-anchor" not in text


def test_a_preview_lets_the_import_map_run_without_a_hash_which_would_forbid_all_others() -> None:
    assert "sha256-" not in parsed(head_assets(static(), preview=True).policy["search"])["script-src"]


def test_no_remark_stands_behind_code_for_on_one_line_it_would_swallow_the_rest() -> None:
    for name in (*NOW, *LATER, "offline"):
        lines = (line.strip() for line in static()[f"js/{name}.js"].decode().splitlines())
        assert [line for line in lines if " // " in line and not line.startswith("//")] == [], name
