"""`move` and `retire`: a post gets a new address or is withdrawn, and no link or reader is left behind."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Final

from desk.change_set import ChangeSet
from desk.commands.publish import Decision
from desk.commands.standing import Standing, standing
from desk.model.post import documents_in, is_address
from desk.model.published import PUBLISHED, read_published, with_address, without_address
from desk.model.redirect import REDIRECTS, Redirect, read_redirects
from desk.model.site import SITE
from desk.refusal import Refusal

_NAMES_POSTS: Final = re.compile(r"^(?:start[ \t]*=.*|order[ \t]*=[ \t]*\[[^\]]*\])", re.MULTILINE)
"""Where the site's facts name posts by their files: the one to begin with, and those of a topic in order."""


def move(root: Path, old: str, new: str, today: dt.date) -> Decision:
    """What it takes to rename the post `old` to `new`: its images, every link to it, and a redirect if readers knew it.

    Raises Refusal where the new name will not do, or where the old address would lead to a draft.
    """
    post = standing(root, old, today)
    post.question("move", root)
    file, old, new = post.file, post.slug, new.removesuffix(".md")
    target = file.with_name(f"{new}.md")
    if not is_address(new):
        raise Refusal(f'"{new}" cannot be an address. Fix: use other words, in small letters with single hyphens.')
    for taken in (target, root / "content/pages" / target.name):
        if taken.exists():
            raise Refusal(f"{taken.relative_to(root)} is there already. Fix: choose another name.")
    changes = ChangeSet(root)
    images = {picture: picture.with_name(f"{new}{picture.name.removeprefix(old)}") for picture in _pictures(root, file)}
    names = {file.name: target.name} | {image.name: moved.name for image, moved in images.items()}
    for source in _sources(root):
        text = changed = changes.text(source)
        for name, renamed in names.items():
            # A whole file name: what stands before it is a slash, a brace, a space or a quote, never part of a name.
            changed = re.sub(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", renamed, changed)
        if changed != text:
            changes.write(source, changed)
    _in_topics(changes, old, new)
    for before, after in {file: target, **images}.items():
        changes.rename(before, after)
    said = f"{old} is now {new}"
    _remember(changes, post, new, today)
    if post.state == "live":
        _redirect(changes, old, new)
        said += ", and the old address leads to the new one"
    return Decision(changes, f"{said}.", f"posts: move {old} to {new}")


def retire(root: Path, name: str, reason: str, today: dt.date) -> Decision:
    """What it takes to withdraw the post `name`; its address says `reason` from then on.

    Raises Refusal when readers have never seen it, or, naming them, when other posts still link to it.
    """
    post = standing(root, name, today)
    question, file = post.question("retire", root), post.file
    if not re.search(r"\w\W+\w", reason):
        raise Refusal('Readers must be told why. Fix: --reason "One plain sentence."')
    changes = ChangeSet(root)
    link = re.compile(rf"(?<![\w.-]){re.escape(file.name)}(?!\w)")
    linked = [f for f in _sources(root) if f != file and link.search(changes.text(f))]
    if _starts_with(changes.text(root / SITE), file.stem):
        linked.append(root / SITE)
    if linked:
        named = ", ".join(str(f.relative_to(root)) for f in linked)
        raise Refusal(f"These link to {file.stem}: {named}. Fix: change or take out those links first.")
    for gone in (file, *_pictures(root, file)):
        changes.delete(gone)
    _in_topics(changes, file.stem, "")
    _redirect(changes, file.stem, "", reason)
    said = f"{file.stem} is withdrawn. Its address will say: {reason}"
    return Decision(changes, said, f"posts: retire {file.stem}", question)


def _starts_with(facts: str, name: str) -> bool:
    """Whether the front page begins with the post `name`, by the site's facts."""
    return any(
        found[0].startswith("start") and re.search(_quoted(name), found[0]) for found in _NAMES_POSTS.finditer(facts)
    )


def _in_topics(changes: ChangeSet, old: str, new: str) -> None:
    """Have content/site.toml name the post `new` where it names `old`, and no longer name it where `new` is empty."""
    file, name = changes.root / SITE, _quoted(old)

    def told(found: re.Match[str]) -> str:
        if new:
            return re.sub(name, f'"{new}"', found[0])
        whole_line = rf"(?m)^[ \t]*{name}[ \t]*,?[ \t]*(?:#.*)?\n"
        return re.sub(rf"{whole_line}|{name},[ \t]*|,?[ \t]*{name}", "", found[0])

    text = changes.text(file)
    if (changed := _NAMES_POSTS.sub(told, text)) != text:
        changes.write(file, changed)


def _quoted(name: str) -> str:
    return rf"(?:\"{re.escape(name)}\"|'{re.escape(name)}')"


def _pictures(root: Path, file: Path) -> list[Path]:
    """The pictures that are named after the post `file`, and not after one with a longer name."""
    longer = [other.stem for other in file.parent.glob(f"{file.stem}-*.md")]
    found = sorted((root / "content/images").glob(f"{file.stem}-*"))
    return [picture for picture in found if not any(picture.name.startswith(f"{name}-") for name in longer)]


def _sources(root: Path) -> list[Path]:
    return sorted(documents_in(root))


def _remember(changes: ChangeSet, post: Standing, new: str, today: dt.date) -> None:
    """Have content/published.txt know the new address; the old one stays where readers have had it."""
    file = changes.root / PUBLISHED
    text = changes.text(file)
    known = read_published(text)[0].get(post.slug)
    if post.state == "live":
        changes.write(file, with_address(text, new, today))
    elif known:
        changes.write(file, with_address(without_address(text, post.slug), new, known[0]))


def _redirect(changes: ChangeSet, old: str, new: str, gone: str = "") -> None:
    """Note in redirects.yml what became of `old`, and lead to it no longer what led to it before."""
    file = changes.root / REDIRECTS
    text = changes.text(file).replace("\r\n", "\n")
    redirects, problems = read_redirects(REDIRECTS, text)
    if problems:
        raise Refusal("\n".join(map(str, problems)))
    lines = text.rstrip("\n").split("\n") if text.strip() else []
    for redirect in redirects:
        if redirect.new.partition("#")[0] == old:
            lines[redirect.place.line - 1] = _line(redirect.old, new + redirect.new[len(old) :] if new else "", gone)
    lines = [line for line in lines if not (new and _leaves(line, redirects, new))]
    lines.append(_line(old, new, gone))
    changes.write(file, "\n".join(lines) + "\n")


def _leaves(line: str, redirects: list[Redirect], address: str) -> bool:
    """Whether `line` is a redirect away from `address`, where a post is about to stand again."""
    return any(r.old == address and line.strip().startswith((f"{address}:", f'"{address}"')) for r in redirects)


def _line(old: str, new: str, gone: str) -> str:
    quoted = gone.replace("\\", "\\\\").replace('"', '\\"')
    return f'{old}: {{gone: "{quoted}"}}' if gone else f"{old}: {new}"
