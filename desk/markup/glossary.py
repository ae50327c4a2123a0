"""Hard words, explained where they first stand. A writer puts each term once into content/glossary.yml; in a post its
first use opens the meaning beside the text, and the meanings used stand together before the sources.

How a word leads to its meaning: desk/markup/side_note.py.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from desk.markup.parts import Parts
from desk.markup.side_note import fold, opening
from desk.model.glossary import Term, anchor
from desk.model.quotes import curly

PROSE = {"p", "li", "td", "dd"}
"""Elements whose own text is prose."""
APART = {"a", "code", "pre", "kbd", "abbr", "strong", "h1", "h2", "h3", "h4", "dt", "th"}
"""Elements in which no word is touched."""


def pattern(terms: Sequence[Term]) -> tuple[re.Pattern[str], dict[str, Term]]:
    """What finds any form of any term, the longest first, and the term of each form in small letters."""
    forms = {form.lower(): term for term in terms for form in (term.term, *term.also)}
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile(rf"(?<![\w-]){_either(longest_first)}(?![\w-])", re.IGNORECASE), forms


def _either(forms: list[str]) -> str:
    """Any of `forms`, the longest first, told apart by their first letters: most places of a text fail at once."""
    by_first: dict[str, list[str]] = {}
    for form in forms:
        by_first.setdefault(form[:1], []).append(form[1:])
    parts = []
    for first, rest in by_first.items():
        whole = len(rest) == 1 or not all(rest)
        parts.append(re.escape(first) + (f"(?:{'|'.join(map(re.escape, rest))})" if whole else _either(rest)))
    return f"(?:{'|'.join(parts)})"


class Glossary(Treeprocessor):
    """Lets the first use of each term open its meaning, and lists the meanings."""

    def __init__(self, md: Markdown, parts: Parts) -> None:
        super().__init__(md)
        self.parts = parts
        self.finds, self.forms = pattern(parts.library.terms) if parts.library.terms else (re.compile(r"(?!)"), {})

    def run(self, root: etree.Element) -> None:
        used: list[Term] = []
        for element in list(root.iter()):
            if element.tag in PROSE and element.get("class") != "verdict":
                self.mark(element, used)
        self.parts.explained.extend(used)
        if used:
            root.append(meanings(sorted(used, key=lambda term: term.term.casefold())))

    def mark(self, element: etree.Element, used: list[Term]) -> None:
        """Mark the first uses in the text of `element`, before and after each of its children."""
        element.text = self.part(element, 0, element.text or "", used)
        for child in list(element):
            if child.tag not in APART | PROSE:
                self.mark(child, used)
            child.tail = self.part(element, list(element).index(child) + 1, child.tail or "", used)

    def part(self, parent: etree.Element, place: int, text: str, used: list[Term]) -> str:
        """Mark the first uses in `text`; new links become children of `parent` at `place`. Returns what stands
        before the first of them."""
        pieces = list(self.split(text, used))
        before = pieces[0] if pieces else text
        for offset in range(1, len(pieces), 2):
            word = pieces[offset]
            mark = opening(word, anchor(self.forms[word.lower()]), **{"class": "term"})
            mark.tail = pieces[offset + 1]
            parent.insert(place + offset // 2, mark)
        return before

    def split(self, text: str, used: list[Term]) -> Iterator[str]:
        """Text, word, text, word ... text: the words are those to explain."""
        start = 0
        for match in self.finds.finditer(text):
            term = self.forms[match[0].lower()]
            if term not in used:
                used.append(term)
                yield text[start : match.start()]
                yield match[0]
                start = match.end()
        yield text[start:]


def meanings(terms: list[Term]) -> etree.Element:
    """The meanings of `terms`, as a section."""
    section = etree.Element("section", {"class": "glossary side-notes fold", "aria-labelledby": "words"})
    etree.SubElement(section, "h2", {"id": "words"}).text = "Words used here"
    section.append(fold(len(terms), "word", "words"))
    listed = etree.SubElement(section, "ul", {"class": "unlisted"})
    for term in terms:
        item = etree.SubElement(listed, "li", {"id": anchor(term)})
        etree.SubElement(item, "strong").text = term.term
        item[0].tail = f": {curly(term.meaning)}"
    return section


class GlossaryExtension(Extension):
    """Explains the terms that `parts` holds."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.parts = parts

    def extendMarkdown(self, md: Markdown) -> None:
        # After the inline patterns (20), before the sources (15) are listed.
        md.treeprocessors.register(Glossary(md, self.parts), "glossary", 17)
