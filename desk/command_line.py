"""The command line: what a writer runs around a build."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from desk import COMMAND
from desk.commands.plain_parser import PlainParser, from_here, host, port, whole
from desk.commands.question import answer_to
from desk.model.problem import suggest
from desk.refusal import Refusal, disk_refused

if TYPE_CHECKING:
    from desk.commands.publish import Decision

ROOT = Path.cwd()


def _build(args: argparse.Namespace) -> int:
    from desk.build import build
    from desk.model.build_day import today

    def beyond_stopping() -> None:
        # From here on it ends within moments, and always well: the exit status tells the truth.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    output = args.output or Path(".site/preview" if args.preview else "output")
    print(
        build(ROOT, output, today(ROOT), preview=args.preview, clean=args.clean, beyond_stopping=beyond_stopping),
        flush=True,
    )
    return 0


def _hosting(args: argparse.Namespace) -> int:
    from desk.edition import read
    from desk.hosting import FORMS
    from desk.hosting.beside import table_of
    from desk.model.build_day import today

    if not Path("output/index.html").is_file():
        raise Refusal(f"There is no site in output/ yet. Fix: {COMMAND} build, then the same again.")
    print(FORMS[args.host](table_of(read(ROOT, today(ROOT), cached=True), ROOT / "output")), end="")
    return 0


def _deploy(args: argparse.Namespace) -> int:
    from desk.deploy import deploy
    from desk.model.build_day import today

    words = {"dry_run": args.dry_run, "rollback": args.rollback, "unlock": args.unlock, "backwards": args.backwards}
    print(deploy(ROOT, args.target, today(ROOT), os.environ, **words))
    return 0


def _stop(number: int, frame: FrameType | None) -> None:
    # Ends at once: an exception could be swallowed on its way up, and a killed build harms nothing.
    os.write(2, b"\nStopped. What readers see has not changed.\n")
    os._exit(128 + number)


def _serve(args: argparse.Namespace) -> int:
    from desk.commands.serve import serve

    serve(ROOT, args.port, args.bind)
    return 0


def _edit(args: argparse.Namespace) -> int:
    from desk.commands.serve import serve
    from desk.edit.bundle import bundle
    from desk.edit.rooms import rooms

    serve(ROOT, args.port, rooms=rooms(bundle(ROOT)), said="edit")
    return 0


def _check_staged(args: argparse.Namespace) -> int:
    from desk.commands.staged import problems_of_staged
    from desk.model.build_day import today
    from desk.model.problem import as_text

    problems = problems_of_staged(ROOT, today(ROOT))
    if problems:
        print(as_text(problems))
    return 1 if any(problem.severity == "error" for problem in problems) else 0


def _set_up(args: argparse.Namespace) -> int:
    from desk.set_up import main as set_up

    return set_up(args.requirements)


def _hooks(args: argparse.Namespace) -> int:
    from desk.history import git

    done = git(ROOT, "config", "core.hooksPath", "desk/hooks")
    if done.returncode:
        raise Refusal(f"git says: {done.stderr.strip()} Fix: mend that, then try again.")
    print("Each commit is now checked first. To stop that: git config --unset core.hooksPath")
    return 0


def _new(args: argparse.Namespace) -> int:
    from desk.check import site_of
    from desk.commands.new import ask, new
    from desk.model.build_day import today

    site = site_of(ROOT)
    title = args.title or os.environ.get("TITLE") or ask("What is the title of the post?")
    category = args.category or os.environ.get("CATEGORY") or ask("Which topic (a number)?", list(site.categories))
    file = new(ROOT, site, title, category, today(ROOT))
    print(f"Your draft is {file.relative_to(ROOT)}. It stays a draft until you publish it; {COMMAND} serve shows it.")
    return 0


def _picture(args: argparse.Namespace) -> int:
    from desk.commands.picture import picture
    from desk.commands.send import somebody

    taken = picture(ROOT, Path(from_here(args.file)).expanduser(), args.post, args.alt, somebody())
    taken.changes.carry_out()
    print(taken.said)
    return 0


def _publish(args: argparse.Namespace) -> int:
    from desk.commands.publish import publish
    from desk.model.build_day import today

    return _done(args, publish(ROOT, args.slug, today(ROOT), getattr(args, "day", None)))


def _move(args: argparse.Namespace) -> int:
    from desk.commands.move import move
    from desk.model.build_day import today

    return _done(args, move(ROOT, args.old, args.new, today(ROOT)))


def _retire(args: argparse.Namespace) -> int:
    from desk.commands.move import retire
    from desk.model.build_day import today

    return _done(args, retire(ROOT, args.slug, args.reason, today(ROOT)))


def _send(args: argparse.Namespace) -> int:
    from desk.commands.send import send, somebody

    print(send(ROOT, args.message, somebody(), args.name))
    return 0


def _diff(args: argparse.Namespace) -> int:
    from desk.commands.diff import as_markdown, as_text, diff
    from desk.model.build_day import today

    found = diff(ROOT, today(ROOT), args.base)
    print(as_markdown(found) if args.markdown else as_text(found), end="" if args.markdown else "\n")
    return 0


def _status(args: argparse.Namespace) -> int:
    from desk.commands.status import due, status
    from desk.model.build_day import today

    day = today(ROOT)
    with _sources_readable():
        print(due(ROOT, day) if args.due else status(ROOT, day), end="" if args.due else "\n")
    return 0


def _cite(args: argparse.Namespace) -> int:
    from desk.commands.cite import cite, terminal, told
    from desk.commands.editor import keep
    from desk.commands.pasted import pasted
    from desk.edition import Unreadable, read
    from desk.model.build_day import today

    print(told(cite(ROOT, pasted(from_here(args.file)), args.design, args.n, None if args.design else terminal())))
    with contextlib.suppress(Unreadable):
        keep(ROOT, read(ROOT, today(ROOT), cached=True).library)
    return 0


def _sources(args: argparse.Namespace) -> int:
    from desk.commands.sources import listing, online

    with _sources_readable():
        report, status = online(ROOT) if args.online else (listing(ROOT), 0)
    print(report, file=sys.stderr if status == 2 else sys.stdout)
    return status


@contextlib.contextmanager
def _sources_readable() -> Iterator[None]:
    """A slip in the list of sources is the writer's to mend, and no fault of the tool."""
    try:
        yield
    except ValueError as error:
        raise Refusal(f"{error} Fix: {COMMAND} check says what is wrong there.") from None


def _done(args: argparse.Namespace, decision: Decision) -> int:
    """Ask where there is something to ask, then make the changes and their commit, both or neither, and say so."""
    from desk.history import commit

    if decision.question and not args.yes:
        _confirm(decision.question)
    committed = ["Nothing was committed, as you asked."]
    changes = decision.changes

    def then() -> None:
        if not args.no_commit:
            committed[:] = [commit(ROOT, decision.message, [*changes.files, *decision.also])]

    changes.carry_out(then)
    print(f"{decision.said}\n{committed[0]}")
    return 0


def _confirm(question: str) -> None:
    if not sys.stdin.isatty():
        raise Refusal(f"{question} Nothing was changed. Fix: if that is meant, add --yes.")
    if answer_to(f"{question} Is that meant? (yes or no)").lower() not in ("y", "yes"):
        raise Refusal("Nothing was changed.")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a day; write year-month-day, such as 2027-01-15') from None


def parser() -> argparse.ArgumentParser:
    """The command line: every command with its own options and help."""
    top = PlainParser(prog=COMMAND, description=__doc__)
    commands = top.add_subparsers(required=True, metavar="command")

    build = commands.add_parser("build", help="check the content and build the site")
    build.add_argument("--output", type=Path, help="the folder to put it in (default: output, or .site/preview)")
    build.add_argument("--preview", action="store_true", help="show drafts and scheduled posts too")
    build.add_argument(
        "--clean",
        action="store_true",
        help="make everything anew, and packed, as readers get it",
    )
    build.set_defaults(run=_build)

    hosting = commands.add_parser("hosting", help="what a host needs to be told: headers, redirects, kinds of files")
    hosting.add_argument("host", choices=("nginx", "caddy", "apache", "s3", "pages"))
    hosting.set_defaults(run=_hosting)

    deploy = commands.add_parser("deploy", help="send the site in output/ to readers, whole or not at all")
    deploy.add_argument("target", help="its name in deploy.toml, or pages (desk/deploy/README.md tells of each)")
    deploy.add_argument("--dry-run", action="store_true", help="only say what would change for readers")
    deploy.add_argument("--rollback", action="store_true", help="have readers get the site before this one again")
    deploy.add_argument("--unlock", action="store_true", help="take over from a deploy that was killed (buckets)")
    deploy.add_argument("--backwards", action="store_true", help="also where readers have a newer commit")
    deploy.set_defaults(run=_deploy)

    serve = commands.add_parser("serve", help="show the site, with drafts, and each change as it is saved")
    serve.add_argument("--port", type=port, default=8000)
    serve.add_argument(
        "--bind", default="127.0.0.1", type=host, help="0.0.0.0 shows it to your phone and to all of your network"
    )
    serve.set_defaults(run=_serve)

    edit = commands.add_parser("edit", help="write, see and save posts in your browser")
    edit.add_argument("--port", type=port, default=8000)
    edit.set_defaults(run=_edit)

    # `check` has its own options; main hands them on.
    commands.add_parser("check", help="name every slip, where it is and how to mend it", add_help=False)

    staged = commands.add_parser("check-staged", help="what `hooks` runs before each commit")
    staged.set_defaults(run=_check_staged)
    set_up = commands.add_parser("set-up", help="install what a list of packages asks for (`make test` uses it)")
    set_up.add_argument("requirements")
    set_up.set_defaults(run=_set_up)
    hooks = commands.add_parser("hooks", help="let git check your words before each commit")
    hooks.set_defaults(run=_hooks)

    new = commands.add_parser("new", help="begin a draft")
    new.add_argument("--title")
    new.add_argument("--category")
    new.set_defaults(run=_new)

    picture = commands.add_parser(
        "picture", help="take in a photograph or a drawing for a post, and get the line to paste"
    )
    picture.add_argument("file", help="the photograph as it came from the phone (HEIC too), or a drawing (SVG)")
    picture.add_argument("post", help="the name of the post's file, without .md")
    picture.add_argument("--alt", default="", help="what it shows, in words; without it you are asked")
    picture.set_defaults(run=_picture)

    publish = commands.add_parser("publish", help="put a draft out today, if it is ready")
    publish.add_argument("slug", help="the name of its file, without .md")
    publish.set_defaults(run=_publish)

    schedule = commands.add_parser("schedule", help="put a draft out on a day to come, if it is ready")
    schedule.add_argument("slug")
    schedule.add_argument("day", type=_day, help="year-month-day")
    schedule.set_defaults(run=_publish)

    move = commands.add_parser("move", help="give a post a new address, and mend every link to it")
    move.add_argument("old")
    move.add_argument("new")
    move.set_defaults(run=_move)

    retire = commands.add_parser("retire", help="withdraw a post; its address says why")
    retire.add_argument("slug")
    retire.add_argument("--reason", required=True, help="one plain sentence for readers")
    retire.set_defaults(run=_retire)

    for command in (publish, schedule, move, retire):
        command.add_argument("--no-commit", action="store_true", help="leave the commit to you")
        command.add_argument("--yes", action="store_true", help="do not ask, also where readers lose something")

    send = commands.add_parser("send", help="commit what you changed, push it, and say where to ask for a review")
    send.add_argument("name", nargs="?", default="", help="only this post, and what it needs (its name, without .md)")
    send.add_argument("--message", default="", help="one line that says what changed")
    send.set_defaults(run=_send)

    cite = commands.add_parser(
        "cite", help="add a source: give a DOI or PMID, or paste BibTeX, RIS or PubMed, and get [@key]"
    )
    cite.add_argument(
        "file",
        nargs="?",
        default="-",
        help="a DOI, a PMID, an address that holds one, or a saved export; without it, paste",
    )
    cite.add_argument("--design", default="", help="the kind of study; without it you are asked")
    cite.add_argument("--n", type=whole, help="how many people took part")
    cite.set_defaults(run=_cite)

    sources = commands.add_parser("sources", help="where each source is cited, what it lacks, which are retracted")
    sources.add_argument("--online", action="store_true", help="ask Crossref, PubMed and OpenAlex (never in a build)")
    sources.set_defaults(run=_sources)

    status = commands.add_parser("status", help="drafts, scheduled posts, reviews that are due, unused sources")
    status.add_argument("--due", action="store_true", help="only what is due, as a list for an issue; else nothing")
    status.set_defaults(run=_status)

    differs = commands.add_parser("diff", help="what your changes mean for readers: claims, grades, numbers, sources")
    differs.add_argument("base", nargs="?", default="", help="a commit or branch; else where your branch began")
    differs.add_argument("--markdown", action="store_true", help="as a comment on a pull request shows it")
    differs.set_defaults(run=_diff)
    return top


def names() -> list[str]:
    """Every command."""
    (commands,) = (each for each in parser()._actions if isinstance(each, argparse._SubParsersAction))
    return list(commands.choices)


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 done, 1 refused, 130 stopped by the keyboard, 141 not read to the
    end."""
    try:
        status = _run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads what is said, such as `head`, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 141  # what a shell says of a program that stopped so
    return status


def _run(argv: list[str]) -> int:
    if not Path("pelicanconf.py").is_file():
        print("There is no pelicanconf.py here. Fix: run this in the project's folder.", file=sys.stderr)
        return 1
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        from desk.change_set import finish_what_was_cut_off

        # What git runs before a commit runs inside the command whose change is just being made.
        inside = argv[:1] == ["check-staged"]
        if not inside and (finished := finish_what_was_cut_off(ROOT)):
            print(f"An earlier command was cut off. It is finished now: {', '.join(finished)}", file=sys.stderr)
        if not argv:
            print(parser().format_help(), end="")
            return 0
        if argv[:1] == ["check"]:
            from desk.check import main as check

            return check(argv[1:], ROOT)
        if not argv[0].startswith("-") and argv[0] not in (known := names()):
            raise Refusal(
                f'"{argv[0]}" is no command. Fix: {suggest(argv[0], known)} {COMMAND} alone says what each does.'
            )
        args = parser().parse_args(argv)
        return int(args.run(args))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        print("\nStopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        raise
    except OSError as error:
        # A full disk, or a file that may not be read, is no fault of the tool.
        print(disk_refused(error) if error.strerror else error, file=sys.stderr)
        return 1
    except Exception as error:
        from desk.edition import Unreadable
        from desk.model.build_day import NoDay
        from desk.site.render import in_plain_words

        if isinstance(error, (Unreadable, NoDay)):
            print(error, file=sys.stderr)
            return 1
        # A fault of the tool itself: whoever meets it can do nothing with a traceback, and can pass this line on.
        print(
            f"{in_plain_words(error)}\nThis is a fault of the tool. Nothing readers see has changed.", file=sys.stderr
        )
        return 1
