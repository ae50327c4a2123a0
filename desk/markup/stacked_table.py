"""Tables that a phone can show. A writer types a Markdown table; on a narrow screen each row becomes a short list,
each cell under the name of its column, so that nothing is cut off and nobody scrolls sideways.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class StackedTable(Treeprocessor):
    """Gives each cell its column's name, for the style sheet to show where the columns are gone."""

    def run(self, root: etree.Element) -> None:
        for table in root.iter("table"):
            names = ["".join(cell.itertext()) for cell in table.iter("th")]
            for row in table.iter("tr"):
                for name, cell in zip(names, row.findall("td"), strict=False):
                    cell.set("data-column", name)


class StackedTableExtension(Extension):
    """Tables of any document."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(StackedTable(md), "stacked_table", 10)
