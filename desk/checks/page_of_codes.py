"""Writes CODES.md, the page of codes, from the families' own tables: `python -m desk.checks.page_of_codes`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from desk import COMMAND
from desk.checks.code import Code
from desk.checks.examine import FAMILIES

PLACE: Final = Path(__file__).with_name("CODES.md")


def page() -> str:
    """The page, in Markdown."""
    parts = [
        "# Codes",
        f"What `{COMMAND} check` can find, with an example and its fix. Generated from desk/checks by "
        "`python -m desk.checks.page_of_codes`; change it there.",
        "An error stops the build. In a draft (`status: draft`) it is a warning, but for those marked *always*, which "
        "would leak something or break what others made.",
    ]
    for family in FAMILIES:
        says = (family.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
        name = family.__name__.rpartition(".")[2].replace("_", " ")
        parts += [f"## {name[0].upper()}{name[1:]}", says, *(_entry(code) for code in family.CODES)]
    return "\n\n".join(parts) + "\n"


def _entry(code: Code) -> str:
    kind = "error, always" if code.always else code.severity
    shown = "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in code.example.shown)
    block = "\n".join(f"    {line}".rstrip() for line in shown.split("\n"))
    return f"### {code.name}\n\n{code.what[0].upper()}{code.what[1:]} ({kind})\n\n{block}\n\nFix: {code.fix}"


def main() -> None:
    PLACE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
