"""`move` and `retire`: a post gets a new address or is withdrawn, and no link or reader is left behind."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from desk.model.post import is_address
from desk.model.redirect import REDIRECTS, Redirect, read_redirects
from desk.publish import post_file
from desk.refusal import Refusal


@dataclass
class Plan:
    """Changes that are made together or not at all: new names for files, new texts, files to delete."""

    root: Path
    renames: dict[Path, Path] = field(default_factory=dict)
    texts: dict[Path, str] = field(default_factory=dict)
    deletions: list[Path] = field(default_factory=list)

    def text(self, file: Path) -> str:
        """The text of `file` as planned so far."""
        return self.texts[file] if file in self.texts else file.read_text("utf-8") if file.exists() else ""

    def carry_out(self) -> list[Path]:
        """Make the changes. Returns every file that was touched, also those that are no more.

        Texts are written before anything is renamed or deleted. When a step fails, those before it are undone.
        """
        before = {file: file.read_bytes() if file.exists() else None for file in (*self.texts, *self.deletions)}
        renamed: list[tuple[Path, Path]] = []
        try:
            for file, text in self.texts.items():
                file.write_text(text, "utf-8")
            for old, new in self.renames.items():
                old.rename(new)
                renamed.append((old, new))
            for file in self.deletions:
                file.unlink()
        except BaseException:
            for old, new in reversed(renamed):
                new.rename(old)
            for file, data in before.items():
                if data is None:
                    file.unlink(missing_ok=True)
                else:
                    file.write_bytes(data)
            raise
        return [*self.texts, *self.renames, *self.renames.values(), *self.deletions]


def move(root: Path, old: str, new: str) -> list[Path]:
    """Rename the post `old` to `new`: its images, every link to it, its redirects. Returns the files touched."""
    file = post_file(root, old)
    old, new = file.stem, new.removesuffix(".md")
    target = file.with_name(f"{new}.md")
    if not is_address(new):
        raise Refusal(f'"{new}" cannot be an address. Fix: use other words, in small letters with single hyphens.')
    for taken in (target, root / "content/pages" / target.name):
        if taken.exists():
            raise Refusal(f"{taken.relative_to(root)} is there already. Fix: choose another name.")
    plan = Plan(root)
    plan.renames[file] = target
    images = {
        image: image.with_name(f"{new}{image.name.removeprefix(old)}")
        for image in sorted((root / "content/images").glob(f"{old}-*"))
        if not any(
            len(p.stem) > len(old) and image.name.startswith(f"{p.stem}-") for p in file.parent.glob(f"{old}-*.md")
        )
    }
    plan.renames.update(images)
    names = {file.name: target.name} | {image.name: moved.name for image, moved in images.items()}
    for source in _sources(root):
        text = source.read_text("utf-8")
        changed = text
        for name, renamed in names.items():
            # A whole file name: what stands before it is a slash, a brace, a space or a quote, never part of a name.
            changed = re.sub(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", renamed, changed)
        if changed != text:
            plan.texts[source] = changed
    _redirect(plan, old, new)
    return plan.carry_out()


def retire(root: Path, slug: str, reason: str) -> list[Path]:
    """Withdraw the post `slug`; its address says `reason` from now on. Returns the files touched.

    Raises Refusal, naming the posts, when others still link to it.
    """
    file = post_file(root, slug)
    if not re.search(r"\w\W+\w", reason):
        raise Refusal('Readers must be told why. Fix: --reason "One plain sentence."')
    linked = [
        f
        for f in _sources(root)
        if f != file and re.search(rf"(?<![\w.-]){re.escape(file.name)}(?!\w)", f.read_text("utf-8"))
    ]
    if linked:
        named = ", ".join(str(f.relative_to(root)) for f in linked)
        raise Refusal(f"These link to {file.stem}: {named}. Fix: change or take out those links first.")
    plan = Plan(root)
    plan.deletions = [file, *sorted((root / "content/images").glob(f"{file.stem}-*"))]
    _redirect(plan, file.stem, "", reason)
    return plan.carry_out()


def _sources(root: Path) -> list[Path]:
    return sorted(f for kind in ("posts", "pages") for f in (root / "content" / kind).glob("*.md"))


def _redirect(plan: Plan, old: str, new: str, gone: str = "") -> None:
    """Note in redirects.yml what became of `old`, and lead to it no longer what led to it before."""
    file = plan.root / REDIRECTS
    redirects, problems = read_redirects(REDIRECTS, plan.text(file))
    if problems:
        raise Refusal("\n".join(map(str, problems)))
    lines = plan.text(file).rstrip("\n").split("\n") if plan.text(file).strip() else []
    for redirect in redirects:
        if redirect.new.partition("#")[0] == old:
            lines[redirect.place.line - 1] = _line(redirect.old, new + redirect.new[len(old) :] if new else "", gone)
    lines = [line for line in lines if not (new and _leaves(line, redirects, new))]
    lines.append(_line(old, new, gone))
    plan.texts[file] = "\n".join(lines) + "\n"


def _leaves(line: str, redirects: list[Redirect], address: str) -> bool:
    """Whether `line` is a redirect away from `address`, where a post is about to stand again."""
    return any(r.old == address and line.strip().startswith((f"{address}:", f'"{address}"')) for r in redirects)


def _line(old: str, new: str, gone: str) -> str:
    quoted = gone.replace("\\", "\\\\").replace('"', '\\"')
    return f'{old}: {{gone: "{quoted}"}}' if gone else f"{old}: {new}"
