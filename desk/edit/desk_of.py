"""What the page of the editor may ask for. Each answer is given by the code of the command of that name."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from desk import COMMAND
from desk.change_set import ChangeSet
from desk.check import site_of
from desk.commands.cite import cite
from desk.commands.new import new
from desk.commands.picture import LARGEST, picture
from desk.commands.publish import needed_by
from desk.commands.send import identify, message_of, on_own_branch
from desk.edit.entry import WHOLE, as_data, with_data
from desk.edit.form import BODY, HEADERS, config
from desk.history import commit, git, has_git, is_common
from desk.model.bibtex import read_bibliography, sources_of
from desk.model.build_day import today
from desk.model.front_matter import read_front_matter
from desk.model.problem import counted
from desk.model.source import BIBLIOGRAPHY, DESIGNS, Source
from desk.preview.standing import Standing
from desk.refusal import Refusal

ADDRESS: Final = "/__desk/edit/ask"
_PATH: Final = re.compile(rf"content/(?:{'|'.join(HEADERS)})/[^/\\\0]+\.md")
_SEEN: Final = ".site/edit/seen.json"
_TABS: Final = 50
"""Pages of which it is remembered what they have seen."""
_MIME_FREE: Final = re.compile(r"[^\w. -]+")


class Desk:
    """The project at `root`, as one who writes in a browser sees it. `standing` tells what the preview knows of it."""

    def __init__(self, root: Path, standing: Callable[[], Standing]) -> None:
        self.root = root.resolve()
        self.standing = standing
        self._seen = _kept(self.root / _SEEN)
        self._actions: dict[str, Callable[[dict[str, Any], str], Any]] = {
            "entriesByFolder": self._entries,
            "getEntry": self._entry,
            "persistEntry": self._persist,
            "getMedia": lambda asked, tab: [],
            "typed": self._typed,
            "save": self._save,
            "state": lambda asked, tab: self._state(asked.get("path", "")),
            "words": lambda asked, tab: self._words(),
            "begin": self._begin,
            "picture": self._picture,
            "cite": self._cite,
            "place": self._place,
        }

    def config(self) -> dict[str, Any]:
        """What Decap is told, as the project is now."""
        folder = self.root / "content/images"
        pictures = sorted(file.name for file in folder.glob("*") if not file.name.startswith("."))
        return config(site_of(self.root), self._sources(), pictures, ADDRESS)

    def answer(self, action: str, asked: dict[str, Any], tab: str) -> Any:
        """What `action` gives, as plain values. `tab` names the page that asks: what it has not seen it does not write
        over. Raises Refusal with words for whoever writes."""
        if action not in self._actions:
            raise Refusal(f"This is not done in the editor. Fix: {COMMAND} alone names the command for it.")
        return self._actions[action](asked, tab)

    def file(self, path: object) -> Path:
        """The file of the post or page at `path`. Raises Refusal for anything else."""
        file = self.root / str(path)
        if not isinstance(path, str) or not _PATH.fullmatch(path) or file.resolve() != file or not file.is_file():
            raise Refusal(f"There is no post or page {path}.")
        return file

    def _entries(self, asked: dict[str, Any], tab: str) -> list[dict[str, Any]]:
        folder = str(asked.get("folder", ""))
        if folder not in {f"content/{kind}" for kind in HEADERS}:
            raise Refusal(f"Nothing is written in {folder}.")
        unsaved = self._unsaved(folder)
        files = sorted((self.root / folder).glob("*.md"))
        paths = [file.relative_to(self.root).as_posix() for file in files]
        told = [self._listed(path, unsaved) for path in paths if _PATH.fullmatch(path) and (self.root / path).is_file()]
        order = {each.path: place for place, each in enumerate(self.standing().documents)}  # drafts, then the newest
        return sorted(told, key=lambda each: order.get(each["file"]["path"], -1))

    def _entry(self, asked: dict[str, Any], tab: str) -> dict[str, Any]:
        path = str(asked.get("path", ""))
        data = self.file(path).read_bytes()
        told = self._told(path, self._unsaved(path), _text(path, data))
        self._saw(tab, path, data)
        return told

    def _saw(self, tab: str, path: str, data: bytes) -> None:
        """Remember that the page `tab` has the file at `path` as `data`, also when this process is started again."""
        self._seen[tab] = {**self._seen.pop(tab, {}), path: _digest(data)}
        for old in list(self._seen)[:-_TABS]:
            del self._seen[old]
        file = self.root / _SEEN
        with suppress(OSError):  # a full disk is told where it loses something
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(".part")
            part.write_text(json.dumps(self._seen), "utf-8")
            part.replace(file)

    def _listed(self, path: str, unsaved: set[str]) -> dict[str, Any]:
        # Without its body: Decap asks for each entry anew when it is opened, and would be sent megabytes for a list.
        return self._told(path, unsaved, (self.root / path).read_bytes().decode("utf-8", "replace"), body="")

    def _told(self, path: str, unsaved: set[str], text: str, **instead: str) -> dict[str, Any]:
        data = {**as_data(path, text), "state": self._said_of(path, text, unsaved), **instead}
        return {"data": _json(data), "file": {"path": path, "id": _digest(text.encode()), "label": None}}

    def _said_of(self, path: str, text: str, unsaved: set[str]) -> str:
        standing = self.standing()
        shown = standing.by_path.get(path)
        state = shown.state if shown else _status(path, text)
        parts = [state, *counted(standing.wrong.get(path, {}))]
        return ", ".join([*parts, *(["not saved"] if path in unsaved else [])])

    def _unsaved(self, below: str) -> set[str]:
        """The paths under `below` that differ from the last commit."""
        if not has_git(self.root):
            return set()
        words = ("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", below)
        above = git(self.root, "rev-parse", "--show-prefix").stdout.strip()
        return {line[3:].removeprefix(above) for line in git(self.root, *words).stdout.split("\0") if line}

    def _typed(self, asked: dict[str, Any], tab: str) -> dict[str, Any]:
        """Keep in its file what was typed."""
        path = str(asked.get("path", ""))
        self._write(path, asked.get("data"), tab)
        return self._state(path)

    def _write(self, path: str, data: object, tab: str) -> None:
        seen = self._seen.get(tab, {}).get(path)
        if seen and not (self.root / path).exists():
            raise Refusal(
                f"{path} was deleted or renamed elsewhere, so what you type is not kept. "
                "Fix: copy what you typed last, then press All posts."
            )
        file = self.file(path)
        changes = ChangeSet(self.root)
        before = changes.data(file) or b""
        if seen != _digest(before):
            raise Refusal(
                f"{path} was changed elsewhere since you opened it, so what you type is not kept. "
                "Fix: copy what you typed last, then load this page again."
            )
        if not isinstance(data, dict):
            raise Refusal("What was typed did not come whole. Fix: type again.")
        text = with_data(path, _text(path, before), data).encode("utf-8")
        if text != before:
            changes.write(file, text)
            changes.carry_out()
            self._saw(tab, path, text)

    def _persist(self, asked: dict[str, Any], tab: str) -> dict[str, Any]:
        """Decap's own save."""
        files = asked.get("dataFiles")
        if not isinstance(files, list) or len(files) != 1 or asked.get("assets") or files[0].get("newPath"):
            raise Refusal("Only the text of one post is saved at a time.")
        path = str(files[0].get("path"))
        self._write(path, _read(files[0].get("raw")), tab)
        return self._save({"path": path}, tab)

    def _save(self, asked: dict[str, Any], tab: str) -> dict[str, Any]:
        """Make a commit of the post as its file is, on a branch of the writer's own."""
        path = str(asked.get("path", ""))
        file = self.file(path)
        self._must_be_known(asked)
        files = [file, *needed_by(self.root, file.read_text("utf-8"))]
        words = self._committed(path, lambda: commit(self.root, message_of([path]), files))
        return {**self._state(path), "said": f"{words}\n{self.next_step()}"}

    def next_step(self) -> str:
        """What brings what is saved to the reviewers, in words."""
        if not has_git(self.root):
            return "Your words are in the file. To send them for review, the folder has to be a clone by git."
        if git(self.root, "remote", "get-url", "origin").returncode:
            return "It is on this computer alone: git knows no place to send it to (git remote add origin ...)."
        return f"Next: open a second terminal in this folder and type {COMMAND} send, which asks for a review."

    def _committed(self, path: str, then: Callable[[], str]) -> str:
        """Go to a branch of the writer's own, where this one is for all, then commit. Returns what was said."""
        moved = on_own_branch(self.root, [path]) if has_git(self.root) else ""
        return "\n".join(part for part in (moved, then()) if part)

    def _must_be_known(self, asked: Mapping[str, Any]) -> None:
        """Have git know who writes. Raises Unknown where the page has to ask."""
        if not has_git(self.root):
            return
        given = {"user.name": str(asked.get("name") or ""), "user.email": str(asked.get("email") or "")}
        if all(each.strip() for each in given.values()):
            identify(self.root, lambda question: given["user.email" if "mail" in question else "user.name"].strip())
        try:
            identify(self.root, None)
        except Refusal:
            raise Unknown(
                "git does not know who you are yet. Your name and e-mail stand beside what you save."
            ) from None

    def ready_to_publish(self, asked: dict[str, Any]) -> str:
        """The name of the post that is asked for. Raises Refusal where it is none, or is not saved."""
        path = str(asked.get("path", ""))
        self.file(path)
        if not path.startswith("content/posts/"):
            raise Refusal('A page is published by its header: "status: published".')
        self._must_be_known(asked)
        if path in self._unsaved(path):
            raise Refusal("It is not saved yet. Fix: press Save first.")
        if has_git(self.root):
            on_own_branch(self.root, [path])
        return Path(path).stem

    def _state(self, path: str) -> dict[str, Any]:
        """Where the writer stands: the branch, what is not saved, and how many commits nobody else has."""
        branch = git(self.root, "symbolic-ref", "--quiet", "--short", "HEAD").stdout.strip()
        sent = git(self.root, "rev-list", "--count", "HEAD", "--not", "--remotes=origin").stdout.strip()
        ahead = int(sent) if sent.isdecimal() and git(self.root, "remote").stdout.strip() else 0
        own = "" if is_common(self.root, branch) else branch
        state = {"branch": own, "unsaved": sorted(self._unsaved("content")), "unsent": ahead}
        if path:
            state["status"] = _status(path, self.file(path).read_bytes().decode("utf-8", "replace"))
        return state

    def _words(self) -> dict[str, Any]:
        """What the bar's questions offer: topics, kinds of study, and the sources that there are."""
        sources = [
            {"key": source.key, "said": f"{source.title} ({source.year})", "more": source.reference}
            for source in self._sources()
        ]
        site = site_of(self.root)
        return {
            "name": site.name,
            "topics": list(site.categories),
            "designs": list(DESIGNS),
            "sources": sources,
            "largest": LARGEST,
        }

    def _sources(self) -> list[Source]:
        file = self.root / BIBLIOGRAPHY
        try:
            return list(sources_of(read_bibliography(file.read_text("utf-8")))) if file.is_file() else []
        except ValueError as error:
            raise Refusal(f"{BIBLIOGRAPHY}: {error}") from None

    def _begin(self, asked: dict[str, Any], tab: str) -> dict[str, Any]:
        made = new(
            self.root, site_of(self.root), str(asked.get("title", "")), str(asked.get("topic", "")), today(self.root)
        )
        return {"path": made.relative_to(self.root).as_posix()}

    def _picture(self, asked: dict[str, Any], tab: str) -> dict[str, Any]:
        """Take in a picture for the post at `path`, as `picture` does."""
        slug = self.file(asked.get("path")).stem
        try:
            data = base64.b64decode(str(asked.get("content", "")), validate=True)
        except (binascii.Error, ValueError):
            raise Refusal("The picture did not come whole. Fix: choose it again.") from None
        alt = str(asked.get("alt") or "").strip()
        if not alt:
            raise Refusal("It has no words. Fix: say what it shows, to someone who cannot see it.")
        name = _MIME_FREE.sub("-", Path(str(asked.get("name") or "picture")).name).lstrip(".") or "picture"
        with tempfile.TemporaryDirectory() as folder:
            given = Path(folder, name)
            given.write_bytes(data)
            try:
                taken = picture(self.root, given, slug, alt)
            except Refusal as refusal:  # whoever chose it knows it by its name
                raise Refusal(str(refusal).replace(f"{given}", name)) from None
            taken.changes.carry_out()
        return {
            "file": taken.file.name,
            "said": taken.said.partition("\nPaste this line")[0],
            "line": f"![{' '.join(alt.split())}]({{static}}../images/{taken.file.name})",
        }

    def _cite(self, asked: dict[str, Any], tab: str) -> dict[str, Any]:
        """Add a source, as `cite` does."""
        people = str(asked.get("n") or "").strip()
        if people and not people.isdecimal():
            raise Refusal(f'"{people}" is no number of people. Fix: write digits, or nothing.')
        found = cite(self.root, str(asked.get("text", "")), str(asked.get("design") or ""), int(people or 0) or None)
        return {
            "keys": [each.key for each in found],
            "said": "\n".join(f"{each.key}: {each.reference} {each.remark}".strip() for each in found),
            "written": sorted({file for each in found for file in each.written}),
        }

    def _place(self, asked: dict[str, Any], tab: str) -> dict[str, Any]:
        """Where a line of a file stands in the editor: the line of its body, from 0, or the field of its header."""
        path = str(asked.get("path", ""))
        text = self.file(path).read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        front, _ = read_front_matter(path, text)
        line = int(asked.get("line", 1))
        if as_data(path, text).get(WHOLE):
            return {"row": line - 1}
        if line >= front.body_line:
            return {"row": line - front.body_line}
        above = [(mark.line, key) for key, mark in front.keys.items() if mark.line <= line]
        return {"field": str(max(above)[1][0]) if above else BODY}


class Unknown(Refusal):
    """Nobody knows yet who writes: the page asks, and tries again."""


def _status(path: str, text: str) -> str:
    """What the header of `text`, the file at `path`, says of its state, also where the rest of it cannot be read."""
    front, _ = read_front_matter(path, text.replace("\r\n", "\n"))
    return str(front.values.get("status", "draft"))


def _text(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(f"{path} is not UTF-8, so it is not opened here. Fix: save it as UTF-8 first.") from None


def _kept(file: Path) -> dict[str, dict[str, str]]:
    """What pages have seen, as `file` has it: a digest by path, by page. Nothing where it cannot be read."""
    with suppress(OSError, ValueError, TypeError, AttributeError):
        told = json.loads(file.read_text("utf-8"))
        return {str(tab): {str(path): str(digest) for path, digest in each.items()} for tab, each in told.items()}
    return {}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


def _read(raw: object) -> object:
    try:
        return json.loads(str(raw))
    except ValueError:
        return None
