"""Changes one field of a header and leaves every other byte of the file as it was."""

from __future__ import annotations

from desk.model.front_matter import FENCE, read_front_matter
from desk.refusal import Refusal


def set_field(path: str, text: str, name: str, value: str) -> str:
    """`text`, the file at `path`, with the header's field `name` set to `value` (one line, as YAML).

    A field that is not there yet goes to the end of the header. Raises Refusal where the header cannot be read.
    """
    front, problems = read_front_matter(path, text)
    if problems:
        raise Refusal("\n".join(map(str, problems)))
    lines = text.split("\n")
    at = front.keys.get((name,))
    if at is None:
        end = lines.index(FENCE, 1)
        lines.insert(end, f"{name}: {value}")
        return "\n".join(lines)
    after = [mark.line for key, mark in front.keys.items() if len(key) == 1 and mark.line > at.line]
    end = min(after, default=front.body_line - 1) - 1
    lines[at.line - 1 : end] = [f"{name}: {value}"]
    return "\n".join(lines)
