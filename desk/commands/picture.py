"""`picture`: a photograph from a phone, or a drawing, becomes a picture of a post, with nothing in it but itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desk import COMMAND
from desk.change_set import ChangeSet
from desk.checks.image import check_file, empty_words
from desk.commands.new import address_of
from desk.model.header import PROMPT
from desk.model.post import documents_in
from desk.model.problem import suggest
from desk.pictures import drawing, photograph
from desk.pictures.container import Unreadable, kind_of, parts
from desk.refusal import Refusal, disk_refused

LARGEST: Final = 70_000_000
"""Bytes of a file that is taken in. The editor's page sends it as text, and its server takes 100 MB at a time."""
_NAMES_NOTHING: Final = re.compile(
    r"(?:img|dsc|dscn|dscf|pxl|mvimg|image|images|photo|photos|picture|pictures|screenshot|screen|shot|scan|untitled|"
    r"whatsapp|signal|unnamed|copy|edited|final|at|of|the|an?|[a-z]{0,4}\d+[a-z]?)",
)
_WORDS: Final = 4
"""Of a name, after that of its post."""


@dataclass(frozen=True)
class Taken:
    """What a picture became: its file, its size, what was left out of it, and the lines to paste."""

    changes: ChangeSet
    file: Path
    said: str


def picture(root: Path, given: Path, post: str, alt: str = "", ask: Callable[[str], str] | None = None) -> Taken:
    """What it takes to make the file `given` a picture of `post` (a post or page by the name of its file).

    `ask(question)` is called for the words that say what it shows, where `alt` is empty. Raises Refusal where the file
    is no picture or the words say nothing, and then nothing is changed.
    """
    if not given.exists() and Path(post).expanduser().is_file() and Path(post).suffix.lower() != ".md":
        raise Refusal(f"The picture comes first. Fix: {COMMAND} picture {post} {given}")
    slug = _slug(root, post)
    data = _read(given)
    kind = kind_of(data)
    try:
        new, ending, left_out = _drawing(given, data) if kind == "SVG" else _photograph(data, kind)
    except Unreadable as error:
        raise Refusal(f"{given} cannot be used: {error} {_how(given, data)}") from None
    words = " ".join(alt.split()) or (" ".join(ask("What does it show, in words?").split()) if ask else "")
    if words and empty_words(words):
        raise Refusal(f'"{words}" does not say what the picture shows. Fix: say it to someone who cannot see it.')
    changes = ChangeSet(root)
    file = _place(root, changes, new, f"{slug}-{_name(given.stem, words)}", ending)
    changes.write(file, new)
    own = _own(root, given)
    if own and own != file:
        _refuse_if_shown(root, own)
        changes.delete(own)  # else its notes would be sent with the other
    path = file.relative_to(root).as_posix()
    shown = f"![{words or PROMPT + ' what it shows'}]({{static}}../images/{file.name})"
    said = (
        f"The picture is {path} ({_size(new, ending)}, {len(new) / 1000:.0f} kB of {len(data) / 1000:.0f} kB).\n"
        f"{left_out}\n"
        f"Paste this line, with a blank line before and after it:\n\n    {shown}\n\n"
        f"or, with a caption:\n\n"
        f"    /// figure | What there is to see\n        credit: Who made it, and its license\n\n    {shown}\n    ///"
    )
    return Taken(changes, file, said)


def _slug(root: Path, post: str) -> str:
    slug = Path(post).stem if post.endswith(".md") else post
    known = {file.stem for file in documents_in(root)}
    if slug not in known:
        raise Refusal(f'There is no post "{slug}". Fix: {suggest(slug, sorted(known))}')
    return slug


def _read(given: Path) -> bytes:
    try:
        if given.is_file() and given.stat().st_size > LARGEST:
            raise Refusal(f"{given} is larger than {LARGEST // 1_000_000} MB. Fix: save it smaller first.")
        data = given.read_bytes()
    except FileNotFoundError:
        raise Refusal(f"There is no file {given}. Fix: give its path, such as ~/Downloads/IMG_0042.jpg.") from None
    except IsADirectoryError:
        raise Refusal(f"{given} is a folder. Fix: give the path of one picture.") from None
    except OSError as error:
        raise Refusal(disk_refused(error, given)) from None
    if not data:
        raise Refusal(f"{given} is empty. Fix: copy it again.")
    return data


def _how(given: Path, data: bytes) -> str:
    if re.search(rb"ftyp(?:mp4|qt|isom|M4V)", data[:32]) or given.suffix.lower() in (".mov", ".mp4", ".webm"):
        return "Fix: it is a film; take a picture out of it."
    return "Fix: open it in a photo program, export it as JPEG or PNG, and take in that file."


def _photograph(data: bytes, kind: str) -> tuple[bytes, str, str]:
    if photograph.moves(data):
        raise Unreadable("it moves, which hurts some of our readers.")
    new, form = photograph.taken_in(data)
    told: list[str] = []
    if kind in ("JPEG", "PNG", "WebP", "AVIF"):
        try:
            found = parts(data)
        except Unreadable:
            found = []
        told = list(dict.fromkeys(part.told for part in found if part.told))
        told += ["the place where it was taken"] if any(part.where for part in found) else []
    else:
        told = ["all that a camera or a program noted"]
    said = f"Left out: {', '.join(told)}." if told else "It holds nothing but the picture."
    return new, photograph.ENDINGS[form], said


def _drawing(given: Path, data: bytes) -> tuple[bytes, str, str]:
    new = drawing.drawn(data).file.encode() + b"\n"
    if wrong := list(check_file("content/images/drawing.svg", new)):
        told = "\n".join(f"  {problem.what} Fix: {problem.fix}" for problem in wrong)
        raise Refusal(f"{given} cannot be used as it is:\n{told}")
    return new, "svg", "What its program added is left out; what was black is drawn in the reader's own ink."


def _size(new: bytes, ending: str) -> str:
    width, height = drawing.size_of(new) if ending == "svg" else photograph.size_of(new)[:2]
    return f"{width:g} by {height:g}"


def _name(stem: str, words: str) -> str:
    """What comes after the post's name: the words of the file's own name where it has any, else of what it shows."""
    for text in (stem, words):
        letters = address_of(text, longest=len(text) * 2)  # "größe" is "grosse" there
        found = [word for word in re.findall(r"[a-z0-9]+", letters) if not _NAMES_NOTHING.fullmatch(word)]
        if found:
            return "-".join(found[:_WORDS])
    return "picture"


def _place(root: Path, changes: ChangeSet, new: bytes, name: str, ending: str) -> Path:
    """Where it is put: beside a different picture of that name under the next number, and never twice."""
    folder = root / "content/images"
    taken = {file.name.lower() for file in folder.glob("*")} if folder.is_dir() else set()
    number = 1
    while True:
        file = folder / f"{name}{f'-{number}' if number > 1 else ''}.{ending}"
        if file.name.lower() not in taken or (file.exists() and changes.data(file) == new):
            return file
        number += 1


def _own(root: Path, given: Path) -> Path | None:
    """The file itself, where it lies in content/ already."""
    try:
        return root / given.resolve().relative_to(root.resolve()) if "content" in given.resolve().parts else None
    except ValueError:
        return None


def _refuse_if_shown(root: Path, own: Path) -> None:
    shown = re.compile(rf"(?<![\w.-]){re.escape(own.name)}(?![\w-])")
    for source in documents_in(root):
        if shown.search(source.read_text("utf-8", "replace")):
            path = own.relative_to(root).as_posix()
            raise Refusal(
                f"{source.relative_to(root).as_posix()} shows {path} already. Fix: to clean that picture, "
                f"{COMMAND} check --fix {path}."
            )
