"""Changes one field of a header and leaves every other byte of the file as it was, comments too."""

from __future__ import annotations

import re

from desk.model.front_matter import read_front_matter
from desk.refusal import Refusal


def set_field(path: str, text: str, name: str, value: str) -> str:
    """`text`, the file at `path`, with the header's field `name` set to `value` (one line, as YAML).

    A field that is not there yet goes to the end of the header. Raises Refusal where the header cannot be read.
    """
    front, problems = read_front_matter(path, text.replace("\r\n", "\n").removeprefix("\ufeff"))
    if problems:
        raise Refusal("\n".join(map(str, problems)))
    lines = text.split("\n")
    end_of_line = "\r" if lines[0].endswith("\r") else ""
    closing = front.body_line - 2  # the row of the second ---
    at = front.keys.get((name,))
    if at is None:
        lines.insert(closing, f"{name}: {value}{end_of_line}")
        return "\n".join(lines)
    after = [mark.line - 1 for key, mark in front.keys.items() if len(key) == 1 and mark.line > at.line]
    old = lines[at.line - 1 : min(after, default=closing)]
    # What stands between this field's value and the next field is a writer's remark, or a gap that they wanted.
    remarks = [line for line in old[1:] if not line.strip() or line.lstrip().startswith("#")]
    beside = re.search(r"""^[^"']*?(\s+#.*)$""", old[0].rstrip("\r"))
    lines[at.line - 1 : at.line - 1 + len(old)] = [
        f"{name}: {value}{beside[1] if beside else ''}{end_of_line}", *remarks
    ]  # fmt: skip
    return "\n".join(lines)
