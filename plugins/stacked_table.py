"""Tables that a phone can show. A writer types a Markdown table; on a narrow screen each row becomes a short list,
each cell under the name of its column, so that nothing is cut off and nobody scrolls sideways.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "th": "columnheader", "td": "cell"}
"""Said outright, because a browser may forget what a table is once its rows are laid out as a list."""


class StackedTable(Treeprocessor):
    """Gives each cell its column's name, and each part of a table its role."""

    def run(self, root: etree.Element) -> None:
        for table in root.iter("table"):
            names = ["".join(cell.itertext()) for cell in table.iter("th")]
            for row in table.iter("tr"):
                for name, cell in zip(names, row.findall("td"), strict=False):
                    cell.set("data-column", name)
            for part in table.iter():
                if part.tag in ROLES:
                    part.set("role", ROLES[part.tag])


class StackedTableExtension(Extension):
    """Loaded as `plugins.stacked_table`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.treeprocessors.register(StackedTable(md), "stacked_table", 10)


def makeExtension(**kwargs: Any) -> StackedTableExtension:  # noqa: N802
    return StackedTableExtension(**kwargs)
