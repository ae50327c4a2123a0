"""One stem everywhere: a plugin, its style, its test and its section in the style guide stand or fall together."""

from __future__ import annotations

import re

import pytest

from tests.build_site import ROOT

PLUGINS = {file.stem: file.read_text("utf-8") for file in sorted((ROOT / "plugins").glob("[a-z]*.py"))}
MARKUP = {file.stem: file.read_text("utf-8") for file in sorted((ROOT / "desk/markup").glob("[a-z]*.py"))}
SEEN = [stem for stem, text in MARKUP.items() if re.search(r"^class \w+\((Extension|Part)\):", text, re.MULTILINE)]
"""What Markdown learns: a reader sees what they make."""


@pytest.mark.parametrize("stem", [*PLUGINS, *SEEN])
def test_a_plugin_and_a_part_have_a_test_of_their_name(stem: str) -> None:
    assert (ROOT / f"tests/unit/test_{stem}.py").is_file()


@pytest.mark.parametrize("stem", SEEN)
def test_a_part_that_readers_see_has_a_style_and_a_section_in_the_style_guide(stem: str) -> None:
    assert (ROOT / f"theme/static/css/components/{stem.replace('_', '-')}.css").is_file()
    heading = stem.replace("_", " ").capitalize()
    assert re.search(rf"^## {heading}$", (ROOT / "content/pages/style-guide.md").read_text("utf-8"), re.MULTILINE)


def test_a_section_of_the_style_guide_is_of_a_part_that_is_there() -> None:
    guide = (ROOT / "content/pages/style-guide.md").read_text("utf-8")
    sections = {heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.+)$", guide, re.MULTILINE)}
    parts = {file.stem for file in (ROOT / "theme/static/css/components").glob("*.css")}
    assert sections - {"text"} <= parts


@pytest.mark.parametrize("stem", [*PLUGINS, *MARKUP])
def test_a_module_opens_with_what_it_is(stem: str) -> None:
    assert {**PLUGINS, **MARKUP}[stem].startswith('"""')


@pytest.mark.parametrize("model", sorted(file.stem for file in (ROOT / "desk/model").glob("[a-z]*.py")))
def test_a_part_of_the_model_has_a_test_of_its_name(model: str) -> None:
    assert (ROOT / f"tests/unit/test_{model}.py").is_file()


def test_the_model_knows_nothing_of_pelican_and_no_one_imports_the_plugins() -> None:
    for file in (ROOT / "desk").rglob("*.py"):
        text, rooms = file.read_text("utf-8"), file.relative_to(ROOT).parts
        assert not re.search(r"^\s*(from|import) plugins\b", text, re.MULTILINE), file
        if "model" in rooms:
            assert not re.search(r"^\s*(from|import) (pelican|jinja2|markdown|desk\.(?!model))\b", text, re.M), file
        if "markup" in rooms:
            assert not re.search(
                r"^\s*(from|import) (pelican|theme|jinja2|desk\.(?!model|markup|pictures))\b", text, re.M
            ), file
        if "checks" in rooms:
            assert not re.search(r"^\s*(from|import) desk\.(?!model|markup|pictures|checks)", text, re.M), file
        if "pictures" in rooms:
            assert not re.search(r"^\s*(from|import) (pelican|jinja2|markdown|desk\.(?!pictures))\b", text, re.M), file
