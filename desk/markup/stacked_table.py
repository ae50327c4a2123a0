"""Tables that a phone can show. A writer types a Markdown table; on a narrow screen each row becomes a short list,
each cell under the name of its column, so that nothing is cut off and nobody scrolls sideways. A column of figures is
set to the right by a colon in its line: `| ---: |`. A first cell that is bold as a whole is the head of its row.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class StackedTable(Treeprocessor):
    """Gives each cell its column's name, for the style sheet to show where the columns are gone, and its side as a
    class, because the policy of our pages drops what stands in a style attribute."""

    def run(self, root: etree.Element) -> None:
        for table in root.iter("table"):
            names = ["".join(cell.itertext()) for cell in table.iter("th")]
            for row in table.iter("tr"):
                head_of_row(row[0])
            for cell in [*table.iter("th"), *table.iter("td")]:
                side = re.search(r"right|center", cell.attrib.pop("style", ""))
                if side:
                    cell.set("class", {"right": "end", "center": "center"}[side[0]])
            for row in table.iter("tr"):
                for name, cell in zip(names, row, strict=False):
                    if cell.tag == "td":
                        cell.set("data-column", name)


def head_of_row(cell: etree.Element) -> None:
    """Make `cell` the head of its row, for screen readers to say before each of its cells, where it is bold alone."""
    if cell.tag == "td" and len(cell) == 1 and cell[0].tag == "strong" and not (cell.text or cell[0].tail):
        bold = cell[0]
        cell.remove(bold)
        cell.tag, cell.text = "th", bold.text
        cell.set("scope", "row")
        cell.extend(bold)


class StackedTableExtension(Extension):
    """Tables of any document."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(StackedTable(md), "stacked_table", 10)
