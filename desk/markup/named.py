"""What figures and tables are called by those who hear a page: a figure by its caption, a table by the caption of the
figure that it stands in, or by the heading that it stands under. The names are those that stand there, so no word comes
twice; each caption gets an address, as a heading has. A second table under one heading is told by its number: "What was
found (2)".
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
        self.words: dict[str, str] = {}
        self.name(root, "")

    def name(self, parent: etree.Element, by: str) -> str:
        """Name what stands in `parent`, where the element with the id `by` was the last to name anything ahead of it.
        The id of the last heading in it, or `by` where it has none."""
        last = by
        for child in parent:
            if child.tag in HEADINGS:
                last = child.get("id", last)
                self.words[last] = "".join(child.itertext())
            elif child.tag == "figure" and (caption := child.find("figcaption")) is not None:
                kind = child.get("class", "figure").split()[0]
                self.counts[kind] += 1
                said = caption if caption.text or not len(caption) else caption[0]  # its title, or its first paragraph
                said.set("id", f"{kind}-{self.counts[kind]}")
                child.set("aria-labelledby", said.get("id", ""))
                self.words[said.get("id", "")] = "".join(said.itertext())
                self.name(child, said.get("id", ""))
            elif child.tag == "table":
                if last:
                    self.counts[f"table of {last}"] += 1
                    turn = self.counts[f"table of {last}"]
                    name = last if turn == 1 else f"{self.words[last]} ({turn})"
                    child.set("aria-labelledby" if turn == 1 else "aria-label", name)
            else:
                last = self.name(child, last)
        return last
