"""Tables that a phone can show. A writer types a Markdown table; on a narrow screen each row becomes a short list,
each cell under the name of its column, so that nothing is cut off and nobody scrolls sideways. A column of figures is
set to the right by a colon in its line: `| ---: |`.
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
            for cell in [*table.iter("th"), *table.iter("td")]:
                side = re.search(r"right|center", cell.attrib.pop("style", ""))
                if side:
                    cell.set("class", {"right": "end", "center": "center"}[side[0]])
            for row in table.iter("tr"):
                for name, cell in zip(names, row.findall("td"), strict=False):
                    cell.set("data-column", name)


class StackedTableExtension(Extension):
    """Tables of any document."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(StackedTable(md), "stacked_table", 10)
