"""`check`: everything under content/, the templates and the settings, and every problem of all of it."""

from __future__ import annotations

import argparse
import ast
import datetime as dt
import json
import os
import stat
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from desk import COMMAND
from desk.change_set import ChangeSet
from desk.checks import cache, mend
from desk.checks.examine import examine, examine_project
from desk.checks.subject import Entry, Examined
from desk.model.build_day import build_day
from desk.model.problem import Problem

WATCHED: Final = ("content", "theme/templates")
SETTINGS: Final = ("pelicanconf.py", "publishconf.py")
LARGEST: Final = 200_000_000
"""Bytes of a file that is still read; a larger one is reported and left alone."""
_WORTH_SHARING = 100
"""Files from which a second process pays for its start."""


def run(root: Path, *, day: dt.date, cached: bool = True, instead: Mapping[str, bytes] | None = None) -> list[Problem]:
    """Every problem of the project at `root` for a build on `day`, sorted. Never raises for what a writer did.

    `instead` lays other bytes over files, by path, to see what would be wrong with them.
    """
    content, odd = gather(root)
    content.update(instead or {})
    version = cache.checks_version() if cached else ""
    stored = cache.load(root, version) if cached else {}
    keys = {path: cache.key(path, data) for path, data in content.items()} if cached else {}
    examined: dict[str, Examined] = {}
    for path in content:
        known = stored.get(keys[path]) if cached else None
        if known is not None and (found := cache.restore(known)):
            examined[path] = found
    fresh = [path for path in content if path not in examined]
    examined.update(zip(fresh, _examine_many([(path, content[path]) for path in fresh]), strict=True))
    if cached and (fresh or len(stored) != len(content)):
        kept = {keys[path]: stored[keys[path]] for path in content if path not in fresh}
        kept.update({keys[path]: cache.entry(examined[path]) for path in fresh})
        cache.save(root, version, kept)
    return examine_project({path: examined[path] for path in content}, content, odd, day)


def gather(root: Path) -> tuple[dict[str, bytes], list[Entry]]:
    """Every watched file's bytes by path, sorted, and what is not a plain file. Symbolic links are not followed."""
    content: dict[str, bytes] = {}
    odd: list[Entry] = []
    folders = list(WATCHED)
    files = list(SETTINGS)
    while folders:
        folder = folders.pop()
        if (root / folder).is_symlink():
            odd.append(Entry(_shown(folder), "symlink"))
            continue
        try:
            for each in os.scandir(root / folder):
                (folders if each.is_dir(follow_symlinks=False) else files).append(f"{folder}/{each.name}")
        except FileNotFoundError:
            continue
        except OSError:
            odd.append(Entry(_shown(folder), "unreadable"))
    for file in sorted(files):
        path = _shown(file)
        place = os.path.join(root, file)  # noqa: PTH118 (a thousand Paths take as long as their files)
        try:
            status = os.lstat(place)
            if stat.S_ISLNK(status.st_mode):
                odd.append(Entry(path, "symlink"))
            elif not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
                odd.append(Entry(path, "unreadable"))
            else:
                with open(place, "rb") as opened:  # noqa: PTH123
                    content[path] = opened.read()
        except FileNotFoundError:
            continue
        except OSError:
            odd.append(Entry(path, "unreadable"))
    return content, odd


def _shown(path: str) -> str:
    """A path that can be printed: a name need not be UTF-8."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _examine_many(files: list[tuple[str, bytes]]) -> list[Examined]:
    workers = min(os.cpu_count() or 1, 8)
    if len(files) < _WORTH_SHARING or workers < 2:
        return [examine(path, data) for path, data in files]
    from concurrent.futures import ProcessPoolExecutor  # loaded late: a warm run does not need it

    paths, data = zip(*files, strict=True)
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(examine, paths, data, chunksize=max(1, len(files) // (workers * 4))))


def as_text(problems: Sequence[Problem]) -> str:
    counts = Counter(problem.severity for problem in problems)
    files = len({problem.path for problem in problems})
    last = f"{_many(counts['error'], 'error')}, {_many(counts['warning'], 'warning')} in {_many(files, 'file')}"
    return "\n".join([*map(str, problems), last])


def as_github(problems: Sequence[Problem]) -> str:
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


def as_json(problems: Sequence[Problem]) -> str:
    return json.dumps([asdict(problem) for problem in problems], indent=2, ensure_ascii=True)


FORMATS: Final = {"text": as_text, "github": as_github, "json": as_json}


def _many(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def main(argv: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Check, print, and return 1 where there is an error, 2 where the command itself is wrong."""
    root = root or Path(__file__).resolve().parents[1]
    parser = argparse.ArgumentParser(prog=f"{COMMAND} check", description=__doc__)
    parser.add_argument("--format", choices=list(FORMATS), default="text", help="how problems are printed")
    parser.add_argument("--fix", action="store_true", help="first mend what needs no thought, and say what was done")
    parser.add_argument("--no-cache", action="store_true", help="read every file anew; for builds that publish")
    parser.add_argument("paths", nargs="*", help="show only what concerns these files or folders")
    options = parser.parse_args(argv)
    wanted = []
    for path in options.paths:
        full = Path(path).absolute()
        try:
            wanted.append(full.relative_to(root.absolute()).as_posix())
        except ValueError:
            print(f"{path} is not in the project's folder {root}.", file=sys.stderr)
            return 2
        if not os.path.lexists(full):
            print(f"There is no {path}. Fix: give its path from {root}, such as content/posts.", file=sys.stderr)
            return 2
    try:
        day = today(root)
    except (ValueError, KeyError, OSError) as error:
        print(f"The day cannot be told: {error}", file=sys.stderr)
        return 2
    if options.fix:
        said = sys.stderr if options.format != "text" else sys.stdout
        for line in mend_files(root, wanted):
            print(line, file=said)
    problems = [p for p in run(root, day=day, cached=not options.no_cache) if _concerns(p.path, wanted)]
    print(FORMATS[options.format](problems).encode("utf-8", "backslashreplace").decode("utf-8"))
    return 1 if any(problem.severity == "error" for problem in problems) else 0


def mend_files(root: Path, wanted: Sequence[str] = ()) -> list[str]:
    """Mend every text under content/ that concerns `wanted`; returns what was done, a line each."""
    said: list[str] = []
    changes = ChangeSet(root)
    content, _ = gather(root)
    for path, data in content.items():
        if not _concerns(path, wanted):
            continue
        mended, done = mend.mend(path, data)
        if mended != data:
            said += [f"{path}: {each}" for each in done]
            changes.write(root / path, mended)
    changes.carry_out()
    return said


def _concerns(path: str, wanted: Sequence[str]) -> bool:
    return not wanted or any(name in (path, ".") or path.startswith(f"{name}/") for name in wanted)


def today(root: Path) -> dt.date:
    """The day of a build of the project at `root`. Raises ValueError where it cannot be told."""
    return build_day(os.environ, _timezone(root))


def _timezone(root: Path) -> str:
    """TIMEZONE as pelicanconf.py spells it; the settings are not run."""
    try:
        tree = ast.parse((root / "pelicanconf.py").read_text("utf-8"))
    except (OSError, ValueError, SyntaxError):
        return "UTC"
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if "TIMEZONE" in names:
                return str(node.value.value)
    return "UTC"


if __name__ == "__main__":
    sys.exit(main())
