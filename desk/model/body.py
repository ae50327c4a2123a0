"""What stands in the Markdown body of a post: everything that a writer can type, each with its exact place.

desk/model/scanner.py finds it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from desk.model.strict_yaml import Mark


@dataclass(frozen=True, slots=True)
class Heading:
    """`anchor` is the id that the build gives it. `underlined`: made by a line of === or --- below a text."""

    at: int
    level: int
    text: str
    anchor: str
    underlined: bool
    own_id: bool
    in_box: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image. `at` is its first character, `target_at` the first of its target.

    kind: `inline` [a](b), `reference` [a][b], `auto` <https://...>, `bare` an address typed as it is.
    """

    at: int
    text: str
    target: str
    target_at: int
    kind: Literal["inline", "reference", "auto", "bare"]
    image: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """`[@key]`. `keys` holds each key with its place. Not `well_formed`: the build would print it as typed."""

    at: int
    text: str
    keys: tuple[tuple[str, int], ...]
    well_formed: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """A line that says what a label stands for: a footnote, an abbreviation or the target of a reference link."""

    at: int
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Option:
    """One indented `name: value` under the first line of a box."""

    at: int
    name: str
    value: str


@dataclass(slots=True)
class Box:
    """A box. `indented`: it stands in a list or a quotation. `parent` is the box around it, `end` where it closes."""

    at: int
    name: str
    title: str
    slashes: int
    indented: bool
    parent: Box | None
    options: list[Option] = field(default_factory=list)
    end: int | None = None
    content_at: int = 0


@dataclass(frozen=True, slots=True)
class Tag:
    """A piece of raw HTML. `whole` is false where no `>` closes it."""

    at: int
    name: str
    closing: bool
    attributes: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line with bars."""

    at: int
    cells: int
    separator: bool
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Lines with bars. `whole` is true where the build makes a table of them; `above` counts lines before the first."""

    at: int
    rows: tuple[Row, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A list item. `swallowed`: the build prints it as plain text, because no blank line comes before it."""

    at: int
    indent: int
    swallowed: bool
    follows: int
    """The indent of the item before it in the same list, or -1."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are none of the other things."""

    at: int
    text: str
    quotes: int
    """How many `>` it stands behind."""


@dataclass(slots=True)
class Body:
    """What was found. Places are offsets into `text`; `mark` turns one into a line and column of the file."""

    text: str
    first_line: int
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    broken_links: list[tuple[int, str]] = field(default_factory=list)
    """Almost a link: the place, and why (`space`, `swapped`, `open`, `bang`, or `label` for no such label)."""
    citations: list[Citation] = field(default_factory=list)
    footnotes: list[Definition] = field(default_factory=list)
    footnote_uses: list[tuple[int, str]] = field(default_factory=list)
    abbreviations: list[Definition] = field(default_factory=list)
    broken_abbreviations: list[int] = field(default_factory=list)
    targets: list[Definition] = field(default_factory=list)
    used_targets: set[str] = field(default_factory=set)
    boxes: list[Box] = field(default_factory=list)
    stray_closes: list[int] = field(default_factory=list)
    open_fences: list[int] = field(default_factory=list)
    open_comments: list[int] = field(default_factory=list)
    open_code: list[int] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    attribute_lists: list[tuple[int, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    shallow: list[int] = field(default_factory=list)
    """Paragraphs after a list item that are indented, but not by enough to belong to it."""
    paragraphs: list[Paragraph] = field(default_factory=list)
    indented: list[int] = field(default_factory=list)
    """Blocks that the build shows as program code because they are indented."""
    prose: str = ""
    """As long as `text`, with everything that is not words for readers blanked out."""
    plain: str = ""
    """As long as `text`, with code, comments and fences blanked out."""
    starts: list[int] = field(default_factory=list)

    def mark(self, at: int) -> Mark:
        """The line and column of the file at an offset into `text`."""
        row = bisect_right(self.starts, at) - 1
        return Mark(self.first_line + row, at - self.starts[row] + 1)
