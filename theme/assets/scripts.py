"""Cuts the search library down to what a browser runs: `make assets`.

In: MiniSearch of theme/assets/package.json (MIT). Out: theme/static/js/minisearch.js, one module under its licence,
which only the page that searches fetches, and only when somebody searches.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = HERE / "node_modules/minisearch"
SCRIPT = HERE.parent / "static/js/minisearch.js"


def main() -> None:
    """Write the module."""
    version = json.loads((PACKAGE / "package.json").read_text("utf-8"))["version"]
    source = str(PACKAGE / "dist/es/index.js")
    form = ["--minify", "--format=esm", "--target=es2020", "--line-limit=2000"]  # our own check takes no longer line
    command = [str(HERE / "node_modules/.bin/esbuild"), source, *form]
    code = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    code = "".join(line for line in code.splitlines(keepends=True) if not line.startswith("//# source"))
    licence = (PACKAGE / "LICENSE.txt").read_text("utf-8").strip()
    made = "Made by theme/assets/scripts.py (make assets). Change that, not this."
    head = f"/*! MiniSearch {version}. {made}\n\n{licence}\n*/\n"
    SCRIPT.write_text(head + code, "utf-8")
    print(f"{SCRIPT.name}: {len(head + code):,} bytes")


if __name__ == "__main__":
    main()
