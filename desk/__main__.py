"""`python -m desk <command>`: what a writer runs around a build."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from desk.refusal import Refusal

ROOT = Path.cwd()


def _build(args: argparse.Namespace) -> int:
    from desk.build import build

    settings = "pelicanconf.py" if args.preview else "publishconf.py"
    built = build(ROOT, args.output, settings=settings, preview=args.preview)
    print(f"Built {built} into {args.output}." + ("" if args.preview else " `make serve` shows it."), flush=True)
    return 0


def _serve(args: argparse.Namespace) -> int:
    from desk.serve import serve

    serve(ROOT, args.port)
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line: every command with its own options and help."""
    top = argparse.ArgumentParser(prog="python -m desk", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="command")

    build = commands.add_parser("build", help="check the content and build the site")
    build.add_argument("--output", type=Path, default=Path("output"), help="the folder to put it in (default: output)")
    build.add_argument("--preview", action="store_true", help="show drafts and scheduled posts too")
    build.set_defaults(run=_build)

    serve = commands.add_parser("serve", help="show the site, with drafts, and build it anew at each change")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run=_serve)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 done, 1 refused, 130 stopped by the keyboard."""
    args = parser().parse_args(argv)
    if not Path("pelicanconf.py").is_file():
        print("There is no pelicanconf.py here. Fix: run this in the project's folder.", file=sys.stderr)
        return 1
    try:
        return int(args.run(args))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
