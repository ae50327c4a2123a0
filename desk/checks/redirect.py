"""Guards content/redirects.yml: each old address leads, in one step, to something that readers can see."""

from __future__ import annotations

from collections.abc import Iterator

from desk.checks.code import Code, Example, in_file
from desk.checks.file_name import MADE_BY_THE_SITE
from desk.checks.subject import Project, Reporter
from desk.model.problem import Problem, did_you_mean
from desk.model.redirect import REDIRECTS
from desk.model.site import RESERVED_ADDRESSES


def _in(text: str) -> Example:
    return in_file(REDIRECTS, text, text.strip("\n"))


CODES = (
    Code("redirect/not-yaml", "the file cannot be read.", 'write one "old: new" a line; no tabs.', _in("old: [a\n")),
    Code(
        "redirect/yaml-magic", "a value begins with a sign (& * ! %) that has a meaning of its own in YAML.",
        "put the value between double quotation marks.", _in("old: *new\n"),
    ),
    Code("redirect/not-fields", "a name is not a word.", 'write "old: new".', _in("[old]: an-example\n")),
    Code("redirect/bad-form", "this is no redirect.", 'write "old: new".', _in("- old\n")),
    Code(
        "redirect/bad-address", "this cannot be an address of our site.",
        "write a post's or page's file name without .md.", _in("old: https://www.example.org/\n"),
    ),
    Code(
        "redirect/duplicate-key", "an address is given twice.", "keep one.",
        _in("old: an-example\nold: another-example\n"),
    ),
    Code(
        "redirect/duplicate", "an address is given twice, in other letters or with other slashes.", "keep one.",
        _in("old: an-example\nOld/: another-example\n"),
    ),
    Code("redirect/no-reason", "readers are not told why the page is gone.", "write why.", _in('old: {gone: ""}\n')),
    Code(
        "redirect/missing-target", "no post or page has the new address.", "correct it.", _in("old: an-exampel\n"),
    ),
    Code("redirect/missing-anchor", "the post has no such heading.", "correct what stands after the #.",
         _in("old: another-example#what-it-iss\n")),
    Code(
        "redirect/not-published", "the new address is that of a draft or of a post that is scheduled.",
        "publish it first.", _in("old: a-draft\n"),
    ),
    Code(
        "redirect/chain", "the new address is itself an old one.", "lead straight to the last.",
        _in("old: older\nolder: an-example\n"),
    ),
    Code("redirect/loop", "the redirects lead in a circle.", "decide where readers should end.",
         _in("old: older\nolder: old\n")),
    Code(
        "redirect/shadows", "a post, a page or the site itself has the old address, so the redirect would hide it.",
        "delete the redirect, or rename the post.", _in("an-example: another-example\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)


def check_project(project: Project) -> Iterator[Problem]:
    targets = {redirect.old: redirect.new.partition("#")[0] for redirect in project.redirects}
    addresses = {slug.casefold(): path for slug, path in project.addresses.items()}
    extra = "content/extra/"
    taken = {path.removeprefix(extra).casefold(): path for path in project.files if path.startswith(extra)}
    below = {folder: what for file, what in taken.items() for folder in _folders(file)}
    for redirect in project.redirects:
        old, new = redirect.old, redirect.new
        line, column = redirect.place.line, redirect.place.column
        spot = (redirect.new_place.line, redirect.new_place.column)

        def problem(at: tuple[int, int], name: str, what: str = "", fix: str = "") -> Problem:
            return project.problem(_report, REDIRECTS, at, f"redirect/{name}", what, fix)

        first = old.partition("/")[0].casefold()
        file = redirect.file.casefold()
        if old.casefold() in addresses:
            yield problem((line, column), "shadows", f"{addresses[old.casefold()]} has the address /{old}/.")
            continue
        # Two files cannot both be where they are one, or one would have to be a folder for the other.
        over = taken.get(file) or below.get(file) or next(filter(None, map(taken.get, _folders(file))), "")
        if over:
            yield problem((line, column), "shadows", f"{over} would stand at the same place.")
            continue
        taken[file] = f'the redirect "{old}"'
        below |= dict.fromkeys(_folders(file), taken[file])
        if first.removesuffix(".html") in RESERVED_ADDRESSES or first in MADE_BY_THE_SITE:
            yield problem((line, column), "shadows", f"the site itself uses addresses that begin with {first}.")
            continue
        if not new:
            continue
        slug, _, anchor = new.partition("#")
        if slug in targets:
            steps = [slug]
            while (following := targets.get(steps[-1])) and following not in steps:
                steps.append(following)
            if old in steps:
                yield problem(spot, "loop")
            else:
                yield problem(spot, "chain", f'"{slug}" is itself an old address.', f"write {old}: {steps[-1]}.")
        elif slug not in project.addresses:
            near = did_you_mean(slug, project.addresses)
            fix = f'did you mean "{near}"?' if near else ""
            yield problem(spot, "missing-target", f'no post or page has the address "{slug}".', fix)
        else:
            there = project.documents[project.addresses[slug]]
            if not project.seen_on(there, project.day.isoformat()):
                yield problem(spot, "not-published", f"{project.addresses[slug]} is not published.")
            elif anchor and anchor not in there.anchors:
                near = did_you_mean(anchor, there.anchors)
                yield problem(spot, "missing-anchor", "", f'did you mean "{slug}#{near}"?' if near else "")


def _folders(file: str) -> list[str]:
    """The folders that the file stands in."""
    parts = file.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]
