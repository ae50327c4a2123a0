"""`check`: everything under content/, the templates and the settings, and every problem of all of it."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from desk import COMMAND
from desk.change_set import ChangeSet
from desk.checks import mend
from desk.checks.published import first_day
from desk.checks.subject import Facts
from desk.commands.editor import keep
from desk.commands.plain_parser import PlainParser, from_here
from desk.edition import Edition, Unreadable, read
from desk.model.build_day import today
from desk.model.glossary import GLOSSARY
from desk.model.post import documents_in
from desk.model.problem import Problem, as_text, did_you_mean
from desk.model.published import PUBLISHED, as_published
from desk.model.site import SITE, Site, read_site
from desk.model.snapshot import take_snapshot
from desk.model.source import BIBLIOGRAPHY
from desk.refusal import Refusal


def run(root: Path, *, day: dt.date, cached: bool = True, instead: Mapping[str, bytes] | None = None) -> list[Problem]:
    """Every problem of the project at `root` for a build on `day`, sorted. Never raises for what a writer did.

    `instead` lays other bytes over files, by path, to see what would be wrong with them.
    """
    try:
        return read(root, day, cached=cached, instead=instead).problems
    except Unreadable as unreadable:
        return unreadable.problems


def as_github(problems: Sequence[Problem], looked_at: int | None = None) -> str:
    """Annotations, in the form of GitHub's workflow commands."""

    def message(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def property_(text: str) -> str:
        return message(text).replace(":", "%3A").replace(",", "%2C")

    return "\n".join(
        f"::{p.severity} file={property_(p.path)},line={p.line},col={p.column},title={property_(p.code)}"
        f"::{message(f'{p.what} Fix: {p.fix}')}"
        for p in problems
    )


def as_json(problems: Sequence[Problem], looked_at: int | None = None) -> str:
    return json.dumps([asdict(problem) for problem in problems], indent=2, ensure_ascii=True)


FORMATS: Final = {"text": as_text, "github": as_github, "json": as_json}


def main(argv: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Check, print, and return 1 where there is an error, 2 where the command itself is wrong."""
    root = root or Path(__file__).resolve().parents[1]
    parser = PlainParser(prog=f"{COMMAND} check", description=__doc__)
    parser.add_argument("--format", choices=list(FORMATS), default="text", help="how problems are printed")
    parser.add_argument("--fix", action="store_true", help="first mend what needs no thought, and say what was done")
    parser.add_argument("--no-cache", action="store_true", help="read every file anew; for builds that publish")
    parser.add_argument("paths", nargs="*", help="show only what concerns these files or posts, and what they draw on")
    options = parser.parse_args(argv)
    wanted = []
    for path in options.paths:
        full = Path(from_here(path)).absolute()
        if not os.path.lexists(full) and (named := _named(root, path)):
            full = named
        if not os.path.lexists(full):
            near = did_you_mean(Path(path).stem, sorted(file.stem for file in documents_in(root)))
            fix = f'did you mean "{near}"?' if near else "give the name of a post, or a path such as content/posts."
            print(f"There is no {path}. Fix: {fix}", file=sys.stderr)
            return 2
        try:
            wanted.append(full.relative_to(root.absolute()).as_posix())
        except ValueError:
            print(f"{path} is not in the project's folder {root}.", file=sys.stderr)
            return 2
    try:
        day = today(root)
    except (ValueError, KeyError, OSError) as error:
        print(f"The day cannot be told: {error}", file=sys.stderr)
        return 2
    if options.fix:
        said = sys.stderr if options.format != "text" else sys.stdout
        for line in mend_files(root, wanted, day):
            print(line, file=said)
    looked_at: int | None = None
    try:
        edition = read(root, day, cached=not options.no_cache)
        keep(root, edition.library)
        wanted += drawn_on(edition, wanted)
        found, looked_at = edition.problems, sum(_concerns(path, wanted) for path in edition.snapshot.files)
    except Unreadable as unreadable:
        found = unreadable.problems
    problems = [problem for problem in found if _concerns(problem.path, wanted)]
    print(FORMATS[options.format](problems, looked_at).encode("utf-8", "backslashreplace").decode("utf-8"))
    return 1 if any(problem.severity == "error" for problem in problems) else 0


def _named(root: Path, name: str) -> Path | None:
    """The post or page of that name, as other commands ask for it."""
    return next((file.absolute() for file in documents_in(root) if name in (file.stem, file.name)), None)


def mend_files(root: Path, wanted: Sequence[str] = (), day: dt.date | None = None) -> list[str]:
    """Mend every text under content/ that concerns `wanted`; returns what was done, a line each. With a `day`, also
    note in content/published.txt what readers are given by then."""
    said: list[str] = []
    changes = ChangeSet(root)
    mended: dict[str, bytes] = {}
    for path, data in take_snapshot(root).files.items():
        if not _concerns(path, wanted):
            continue
        new, done = mend.mend(path, data)
        if new != data:
            said += [f"{path}: {each}" for each in done]
            mended[path] = new
            changes.write(root / path, new)
    if day and _concerns(PUBLISHED, wanted):
        said += _remember(changes, day, mended)
    changes.carry_out()
    return said


def _remember(changes: ChangeSet, day: dt.date, instead: Mapping[str, bytes]) -> list[str]:
    """Note in content/published.txt what was published by hand; returns what was done, a line for each address."""
    try:
        edition = read(changes.root, day, cached=True, instead=instead)
    except Unreadable:
        return []  # the check says what is wrong
    facts = [each.facts for each in edition.examined.values() if isinstance(each.facts, Facts)]
    shown = {each.slug: first for each in facts if (first := first_day(each, day))}
    old = changes.text(changes.root / PUBLISHED)
    new = as_published(old, shown, day)
    if new == old:
        return []
    changes.write(changes.root / PUBLISHED, new)
    before, now = old.splitlines(), new.splitlines()
    done = [f"{PUBLISHED}: noted {line}." for line in now if line not in before]
    return done + [f"{PUBLISHED}: took out {line}." for line in before if line not in now and line.strip()]


def drawn_on(edition: Edition, wanted: Sequence[str]) -> list[str]:
    """The files that the posts and pages among `wanted` cannot do without: the data of their charts, their pictures,
    and what each of them stands on. A slip there is theirs too."""
    found: dict[str, None] = {}
    for path in edition.documents:
        if wanted and _concerns(path, wanted):
            found |= dict.fromkeys(edition.drawn_on(path))
            found |= dict.fromkeys((SITE, BIBLIOGRAPHY, GLOSSARY))
    return list(found)


def _concerns(path: str, wanted: Sequence[str]) -> bool:
    return not wanted or any(name in (path, ".") or path.startswith(f"{name}/") for name in wanted)


def site_of(root: Path) -> Site:
    """The site's own facts. Raises Refusal where they cannot be read."""
    try:
        text = (root / SITE).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise Refusal(f"{SITE} cannot be read ({error}). Fix: bring it back: git checkout {SITE}") from None
    site, problems = read_site(SITE, text)
    if site is None:
        raise Refusal("\n".join(map(str, problems)))
    return site


if __name__ == "__main__":
    sys.exit(main())
