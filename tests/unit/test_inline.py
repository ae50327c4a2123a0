"""Links and citations are seen in a body as the build sees them."""

from __future__ import annotations

import pytest

from desk.model.scanner import scan


@pytest.mark.parametrize(
    "text",
    [
        "`[x](y)`",
        "```\n[x](y)\n```",
        "<!-- [x](y) -->",
        "<!--\n\n[x](y)\n\n-->",
        "~~~\n# h\n[x](y)\n~~~",
        "``a ` [x](y)``",
    ],
)
def test_nothing_in_code_or_a_comment_is_a_link(text: str) -> None:
    assert scan(text).links == []
    assert scan(text).headings == []


def test_a_citation_knows_each_key() -> None:
    (citation,) = scan("Words [@one; @two, p. 3].").citations
    assert [key for key, _ in citation.keys] == ["one", "two"]
    assert citation.well_formed


@pytest.mark.parametrize("text", ["[@one ]", "[ @one]", "[@one, @two]", "[@one @two]", "[see @one]", "@one2020 says"])
def test_a_citation_that_the_build_would_print_is_not_well_formed(text: str) -> None:
    assert [citation.well_formed for citation in scan(text).citations] == [False]
