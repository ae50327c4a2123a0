"""What figures and tables are called by those who hear a page: a figure by its caption, a table by the caption of the
figure that it stands in, or by the heading that it stands under. The names are those that stand there, so no word comes
twice; each caption gets an address, as a heading has.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections import Counter

from markdown.treeprocessors import Treeprocessor

from desk.markup.tree import HEADINGS


class Named(Treeprocessor):
    """Names them, once every heading has its id: after the contents (5) are made."""

    def run(self, root: etree.Element) -> None:
        self.counts: Counter[str] = Counter()
        self.name(root, "")

    def name(self, parent: etree.Element, by: str) -> str:
        """Name what stands in `parent`, where the element with the id `by` was the last to name anything ahead of it.
        The id of the last heading in it, or `by` where it has none."""
        last = by
        for child in parent:
            if child.tag in HEADINGS:
                last = child.get("id", last)
            elif child.tag == "figure" and (caption := child.find("figcaption")) is not None:
                kind = child.get("class", "figure").split()[0]
                self.counts[kind] += 1
                said = caption if caption.text or not len(caption) else caption[0]  # its title, or its first paragraph
                said.set("id", f"{kind}-{self.counts[kind]}")
                child.set("aria-labelledby", said.get("id", ""))
                self.name(child, said.get("id", ""))
            elif child.tag == "table":
                if last:
                    child.set("aria-labelledby", last)
            else:
                last = self.name(child, last)
        return last
