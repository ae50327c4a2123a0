"""What boxes, claims and numbers have in common: a block whose options have been judged before it is made."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any, ClassVar

from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from desk.markup.parts import Parts


class Part(Block):
    """A block that knows the document it stands in. What is not `sound` is not made: it stays as it was typed, which
    the check reports, and nothing stops."""

    NEEDED: ClassVar[frozenset[str]] = frozenset()
    """Options that must be given."""

    @property
    def parts(self) -> Parts:
        """What is gathered of the document."""
        return self.config["parts"]  # type: ignore[no-any-return]

    def on_validate(self, parent: etree.Element) -> bool:
        # `attrs` is pymdownx's own option, and would let any attribute in.
        return not self.options.get("attrs") and self.sound()

    def sound(self) -> bool:
        """Whether title and options are such that readers can be shown them."""
        return True


class PartExtension(BlocksExtension):
    """Teaches Markdown `kinds` of blocks, each handed `parts`."""

    def __init__(self, parts: Parts, *kinds: type[Part]) -> None:
        self.config = {"parts": ["", "what is gathered of the document"]}
        self.kinds = kinds
        super().__init__(parts=parts)

    def extendMarkdownBlocks(self, md: Any, block_mgr: Any) -> None:
        split = block_mgr.split_header

        def with_names(block: str, length: int) -> tuple[dict[str, Any] | None, str]:
            # "10: with it" and "&a: it" are options whose names are no text to YAML, and pymdownx would end there.
            options, rest = split(block, length)
            return options and {str(name): value for name, value in options.items()}, rest

        block_mgr.split_header = with_names
        for kind in self.kinds:
            block_mgr.register(kind, self.getConfigs())
