"""What VS Code is told of this project's words: snippets for citation keys, boxes, claims and the words of a header,
and a schema of content/site.toml. Made from the data at each check, and not kept in git, so nothing can fall behind.

    .vscode/words.code-snippets     type a key, a box's name or "tag" in a post, then Ctrl+Space
    .vscode/site.schema.json        "Even Better TOML" names what a field of content/site.toml may hold
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from pathlib import Path
from typing import Any, Final

from desk import COMMAND
from desk.markup.box import BOXES
from desk.model.library import Library
from desk.model.site import Site

FOLDER: Final = ".vscode"
SNIPPETS: Final = "words.code-snippets"
SCHEMA: Final = "site.schema.json"
_NOTE: Final = f"// Made by {COMMAND} check from content/. What is typed here is lost.\n"


def keep(root: Path, library: Library) -> None:
    """Have the editor's files of the project at `root` say what `library` says. Where there is no editor's folder, or
    it cannot be written, or nobody sits there (CI), nothing is done: no command fails for the sake of an editor."""
    folder = root / FOLDER
    if not folder.is_dir() or os.environ.get("CI"):
        return
    for name, text in files(library).items():
        with contextlib.suppress(OSError):
            file = folder / name
            if not file.exists() or file.read_text("utf-8") != text:
                part = file.with_name(f"{name}.part")
                part.write_text(text, "utf-8")
                part.replace(file)


def files(library: Library) -> dict[str, str]:
    """Each of the editor's files by its name, as text."""
    return {
        SNIPPETS: _NOTE + json.dumps(snippets(library), ensure_ascii=False, indent=1) + "\n",
        SCHEMA: json.dumps(Site.model_json_schema(by_alias=True), ensure_ascii=False, indent=1) + "\n",
    }


def snippets(library: Library) -> dict[str, Any]:
    """By what each is for: what a writer types, what comes of it, and what is said beside it."""
    site = library.site
    found: dict[str, Any] = {}

    def add(name: str, prefix: str, body: list[str], description: str) -> None:
        found[name] = {"scope": "markdown", "prefix": prefix, "body": body, "description": description}

    for key, source in library.sources.items():
        add(f"source {key}", f"@{key}", [f"@{key}"], f"{source.title} ({source.year})")
    for name, title in BOXES.items():
        box = [f"/// {name}", "$0", "///"]
        add(f"box {name}", name, box, title.format(emergency=site.country.emergency))
    add("claim", "claim", [
        "/// claim | ${1:A question that someone might ask?}", f"    grade: {_choice(2, list(site.grades))}", "",
        "${3:The answer in one sentence} [@$4].", "///",
    ], "A claim, with how sure anyone can be")  # fmt: skip
    add("citation", "cite", ["[@$1]"], "The source of a fact")
    add("picture", "picture", ["![${1:What it shows, in words}]({static}../images/$TM_FILENAME_BASE-${2:what}.png)"],
        "A picture, named after its post")  # fmt: skip
    add("table", "table", ["| ${1:who} | ${2:with} | ${3:without} |", "| --- | --- | --- |", "| $4 | $5 | $6 |"],
        "A table; rows stack on phones")  # fmt: skip
    lists = {"tag": list(site.tags), "category": list(site.categories), "grade": list(site.grades)}
    lists |= {"series": list(site.series), "written_by": list(site.people), "reviewed_by": list(site.reviewers)}
    for field, words in lists.items():
        if words:
            start = "  - " if field == "tag" else f"{field}: "
            add(f"field {field}", field, [f"{start}{_choice(1, words)}"], f"A {field} of the list in content/site.toml")
    return found


def _choice(number: int, words: list[str]) -> str:
    choices = ",".join(re.sub(r"[\\,|$}]", r"\\\g<0>", word) for word in words)
    return f"${{{number}|{choices}|}}"
