"""What a screen reader is told of a citation, a claim, numbers and a table: the words of Chromium's accessibility tree.

`pytest -s` prints them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import CDPSession

from tests.browser.conftest import PHONE, Open

SEEN = """(element) => {
  const copy = element.cloneNode(true);
  for (const key of copy.querySelectorAll(".cite > a")) key.textContent = ` ${key.getAttribute("aria-label")} `;
  for (const drawing of copy.querySelectorAll("[aria-hidden=true], details > :not(summary)")) drawing.remove();
  return copy.textContent;
}"""
"""The words of a part as they stand in the page, each number with the word that says what it is."""


PARTS = [".claim", ".numbers", ".chart", ".body > table", ".box--how-sure", ".box--key-points", "p:has(> .cite)"]


def told(session: CDPSession, nodes: list[dict[str, Any]], where: str) -> list[tuple[str, str]]:
    """(role, name) of all that is told of the first such element, in order: words, and what they stand in. `nodes` are
    those of the page's accessibility tree."""
    found = session.send("Runtime.evaluate", {"expression": f"document.querySelector({where!r})"})
    node = session.send("DOM.describeNode", {"objectId": found["result"]["objectId"]})["node"]
    by_id = {each["nodeId"]: each for each in nodes}

    def walk(each: dict[str, Any]) -> Iterator[tuple[str, str]]:
        role, name = each["role"]["value"], each.get("name", {}).get("value", "")
        if not each["ignored"] and role not in ("InlineTextBox", "generic", "none"):
            yield role, name
        if role == "link" and name.startswith("Source "):
            return  # the name is said in place of the number within
        for child in each.get("childIds", []):
            yield from walk(by_id[child])

    root = next(each for each in nodes if each.get("backendDOMNodeId") == node["backendNodeId"])
    every = list(walk(root))
    print("", where, *(f"  {role}: {name}" if name else f"  {role}" for role, name in every), sep="\n")
    return every


def said(every: list[tuple[str, str]]) -> list[str]:
    """The words alone, in order."""
    spoken = [name for role, name in every if role == "StaticText" or (role == "link" and name.startswith("Source "))]
    return re.findall(r"\w+", " ".join(spoken))


@pytest.mark.parametrize("width", [PHONE, 1440])
def test_every_word_of_a_part_is_told_once_and_in_order(turn_to: Open, width: int) -> None:
    page = turn_to("style guide", width=width)
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    for part in PARTS:
        seen = re.findall(r"\w+", page.locator(part).first.evaluate(SEEN))
        assert seen
        every = told(session, nodes, part)
        assert said(every) == seen, part
        assert every[0][0] not in ("figure", "table") or every[0][1], f"{part} has a name of its own"
    session.detach()
