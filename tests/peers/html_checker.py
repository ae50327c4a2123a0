"""The Nu HTML checker (vnu.jar), the one that the W3C runs."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.peers.tools import MODULES, java, needed

TOO_NEW = re.compile(r"CSS: .*(anchor-name|position-anchor|position-try)|CSS: \u201cinset\u201d: Parse Error")
"""What the checker's own CSS does not know yet: anchors (https://www.w3.org/TR/css-anchor-position-1/), by which a card
stands beside its line. A browser that does not know them either leaves them out."""
JAR = MODULES / "vnu-jar/build/dist/vnu.jar"

SHORT = ("-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Java for a run of seconds: what it spends on the best code for a run of hours is most of the time. The stack is the
checker's own wish."""


@dataclass(frozen=True)
class Finding:
    """One message of the checker."""

    file: Path
    line: int
    kind: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def check(files: Iterable[Path]) -> list[Finding]:
    """Every error and warning in `files`, pages and style sheets, by one run of Java: most of its time is its start."""
    jar = needed(str(JAR) if JAR.exists() else None, "vnu.jar")
    options = ["--format", "json", "--stdout", "--exit-zero-always", "--also-check-css"]
    command = [needed(java(), "Java"), *SHORT, "-jar", jar, *options, *map(str, files)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stdout.startswith("{"), f"the HTML checker did not run: {result.stdout}{result.stderr}"
    return [
        Finding(
            file=Path(unquote(urlsplit(found.get("url", "")).path)),
            line=found.get("lastLine", 0),
            kind=found.get("subType", found["type"]),
            message=found["message"],
        )
        for found in json.loads(result.stdout)["messages"]
        if not TOO_NEW.search(found["message"])
    ]
