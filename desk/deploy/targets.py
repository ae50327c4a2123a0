"""deploy.toml: where the site can be sent. It holds no secret: keys come from the environment (see README.md)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from desk.model.problem import suggest
from desk.model.strict_toml import Strict, read_toml
from desk.refusal import Refusal

PLACE: Final = "deploy.toml"
EXAMPLE: Final = """\
    [server]
    kind = "ssh"
    host = "web@example.org"
    folder = "/srv/site"
"""
_ADDRESS = Annotated[str, Field(pattern=r"^(https?://[\w.:-]+(/[\w./-]*)?)?$")]


class _Target(Strict):
    address: _ADDRESS = ""
    """Where to look at it afterwards, if that is not the site's own address."""


class Ssh(_Target):
    """A server: `folder` there gets releases/, and `current`, which the web server serves."""

    kind: Literal["ssh"]
    host: Annotated[str, Field(pattern=r"^[\w.@-]+$")]
    folder: Annotated[str, Field(pattern=r"^/[\w.-]+(/[\w.-]+)*$")]
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    keep: Annotated[int, Field(ge=2, le=100)] = 5


class S3(_Target):
    """A bucket. `endpoint` is for those that are not Amazon's; `gzip` is for one that no cache which packs stands
    before."""

    kind: Literal["s3"]
    bucket: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    endpoint: _ADDRESS = ""
    region: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")] = "us-east-1"
    gzip: bool = False


class Pages(_Target):
    """GitHub Pages, to which the workflow publishes."""

    kind: Literal["pages"]


Target = Ssh | S3 | Pages
_KINDS: Final[dict[str, type[Ssh] | type[S3] | type[Pages]]] = {"ssh": Ssh, "s3": S3, "pages": Pages}


def target(root: Path, name: str) -> Target:
    """The target `name` of deploy.toml; `pages` needs no word there. Raises Refusal where there is none of the name,
    or where it cannot be used."""
    file = root / PLACE
    try:
        text = file.read_text("utf-8") if file.is_file() else ""
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refusal(f"{PLACE} cannot be read: {error}. Fix: write it so:\n{EXAMPLE}") from None
    except OSError as error:
        raise Refusal(f"{PLACE} cannot be read: {error.strerror}. Fix: mend its permissions.") from None
    found = tables.get(name)
    if found is None and name == "pages":
        return Pages(kind="pages")
    if found is None:
        if not tables:
            raise Refusal(f"{PLACE} names no place to send the site to. Fix: write it so, and commit it:\n{EXAMPLE}")
        raise Refusal(f"{PLACE} has no [{name}]. Fix: {suggest(name, tables)}")
    kind = _KINDS.get(str(found.get("kind")) if isinstance(found, dict) else "")
    if kind is None:
        raise Refusal(f'{PLACE}: [{name}] is of no kind. Fix: write kind = "ssh", "s3" or "pages" below it.')
    # Its own lines alone, at the lines where they stand, so that a slip in another target stops nobody.
    own, within = [], False
    for line in text.split("\n"):
        if line.lstrip().startswith("["):
            within = line.strip().partition("]")[0].strip("[ \"'") == name
            own.append("")
        else:
            own.append(line if within else "")
    read, problems = read_toml(PLACE, "\n".join(own), "deploy", kind)
    if read is None:
        raise Refusal("\n".join(map(str, problems)))
    return read
