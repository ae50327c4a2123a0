"""Guards pictures: they exist, say in words what they show, are what their name says, and carry no secrets."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from desk import COMMAND
from desk.checks.code import HEADER as _HEADER
from desk.checks.code import POST, Code, Content, Example, in_body, in_file
from desk.checks.link import relative
from desk.checks.subject import Post, Project, Reporter
from desk.markup.address import resolve
from desk.model.problem import Problem, did_you_mean
from desk.pictures import drawing, photograph
from desk.pictures.container import KINDS, OTHER_KINDS, Unreadable, kind_of, parts, tells_place

LARGEST: Final = 2_000_000
"""Bytes. A photograph of 2,000 pixels is well below it."""

SMALLEST_WORDS: Final = 16.5
"""Pixels. Nothing that is to be read is below 17 (theme/static/css/tokens.css), a little rounding aside."""


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *more: bytes, bits: int = 8, rows: int | None = None) -> bytes:
    """A black picture of that size, with `more` chunks in it, and so many `bits` for a dot; cut off after `rows`."""
    head = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    dots = zlib.compress((b"\0" * (-(-width * bits // 8) + 1)) * (height if rows is None else rows), 1)
    chunks = [_chunk(b"IHDR", head), *more, _chunk(b"IDAT", dots), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


PNG: Final = png(1, 1)
_DRIP = "content/images/an-example-drip.png"
_LINE = "![A drip on its stand]({static}../images/an-example-drip.png)"
_EXIF = b"II*\0\x08\0\0\0\1\0\x25\x88\4\0\1\0\0\0\0\0\0\0\0\0\0\0"


def _svg(inside: str, box: str = 'viewBox="0 0 9999 9999"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{inside}</svg>\n'.encode()


def _shown(picture: bytes, shown: str, name: str = _DRIP) -> Example:
    line = _LINE.replace("an-example-drip.png", PurePosixPath(name).name)
    files: dict[str, Content] = {name: picture, POST: _HEADER + line + "\n"}
    return Example(shown, files)


CODES = (
    Code("image/missing", "there is no such picture.", "correct the name.", in_body(_LINE + "\n")),
    Code(
        "image/case", "the picture's name has other large and small letters.", "write it exactly as the file is named.",
        Example(_LINE.replace("drip.png", "Drip.PNG"),
                {_DRIP: PNG, POST: _HEADER + _LINE.replace("drip.png", "Drip.PNG") + "\n\n" + _LINE + "\n"}),
    ),
    Code(
        "image/no-alt", "the picture says nothing in words, for those who cannot see it.",
        "write between the square brackets what it shows.",
        Example("![]({static}../images/an-example-drip.png)",
                {_DRIP: PNG, POST: _HEADER + "![]({static}../images/an-example-drip.png)\n"}),
    ),
    Code(
        "image/alt-is-name", "the words for the picture are its file name, or say only that it is a picture.",
        "write what it shows.",
        Example("![image]({static}../images/an-example-drip.png)",
                {_DRIP: PNG, POST: _HEADER + "![image]({static}../images/an-example-drip.png)\n"}),
    ),
    Code(
        "image/hot-link", "the picture is loaded from another site, which can then see our readers.",
        "put a copy into content/images, if its licence allows.",
        in_body("![A drip on its stand](https://www.example.org/drip.png)\n"), always=True,
    ),
    Code(
        "image/plain-path", "the picture's path is not checked.", "write {static}../images/ and the file's name.",
        in_body("![A drip on its stand](images/drip.png)\n"),
    ),
    Code(
        "image/wrong-type", "the file is not the kind of picture that its name says.",
        "save it again as that kind, or correct the end of its name.",
        _shown(b"<html></html>\n", "a web page named .png"), always=True,
    ),
    Code(
        "image/broken", "the picture file is cut off, or broken inside.", "copy it again, or save it anew.",
        _shown(PNG[:-12], "half a .png"), always=True,
    ),
    Code(
        "image/bad-kind", "pages do not show this kind of picture.",
        f"run {COMMAND} picture with it, or save it as .jpg, .png, .webp, .avif or .svg.",
        _shown(b"BM" + b"\0" * 60, "content/images/an-example-drip.bmp", _DRIP.replace(".png", ".bmp")), always=True,
    ),
    Code(
        "image/too-large", "the picture is larger than 2 MB; readers on a phone pay for it.", "save it smaller.",
        _shown(PNG[:-12] + b"\0" * LARGEST + PNG[-12:], "a .png of 12 MB"), always=True,
    ),
    Code(
        "image/too-many-pixels", "the picture has more pixels than are ever shown.", f"run {COMMAND} picture with it.",
        _shown(png(6_000, 5_000, bits=1, rows=1), "a .png of 6,000 by 5,000 pixels"), always=True,
    ),
    Code(
        "image/moves", "the picture moves, which hurts some of our readers.", "save one picture out of it.",
        _shown(png(1, 1, _chunk(b"acTL", b"\0\0\0\2\0\0\0\0")), "a .png of two pictures"), always=True,
    ),
    Code(
        "image/place", "the picture tells where it was taken (GPS).", f"{COMMAND} check --fix takes it out.",
        _shown(png(1, 1, _chunk(b"eXIf", _EXIF)), "a picture from a phone"), always=True,
    ),
    Code(
        "image/notes", "the picture carries more than itself, and anyone can read that.",
        f"{COMMAND} check --fix takes it out.",
        _shown(png(1, 1, _chunk(b"tEXt", b"Author\0Somebody")), "a .png with the name of its author"), always=True,
    ),
    Code(
        "image/script", "the drawing holds something that can run a program or load from elsewhere.",
        "export it again as a plain SVG, without what your drawing program adds.",
        _shown(b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>\n',
               "<svg><script>1</script></svg>", _DRIP.replace(".png", ".svg")),
        always=True,
    ),
    Code(
        "image/fixed-colour", "the drawing has a colour of its own, and would glare or vanish in another light.",
        "write currentColor in its place (black is ink too), or none for a ground.",
        _shown(_svg('<path fill="#fff" d="M0 0h9v9z"/>'), '<path fill="#fff" .../>', _DRIP.replace(".png", ".svg")),
    ),
    Code(
        "image/no-size", "the drawing does not say how large it is.", 'write <svg viewBox="0 0 640 360" ...>.',
        _shown(_svg("", ""), "<svg> without a viewBox", _DRIP.replace(".png", ".svg")),
    ),
    Code(
        "image/heavy-drawing", "the drawing is too heavy: it is part of each page that shows it.",
        "simplify its paths (Inkscape: Path, Simplify), or export it as a .png.",
        _shown(_svg("".join(f'<path d="M{i * 7919 % 9973} {i * 104729 % 9973}h{i % 97}"/>' for i in range(1_500))),
               "a map with every street", _DRIP.replace(".png", ".svg")),
    ),
    Code(
        "image/small-words", "the drawing has words that nobody can read on a phone.",
        "draw it 320 wide with words of 17, or with larger words.",
        _shown(_svg('<text y="9" font-size="20">Hours</text>', 'viewBox="0 0 640 320"'),
               '<svg viewBox="0 0 640 320"><text font-size="20">Hours</text></svg>', _DRIP.replace(".png", ".svg")),
        severity="warning",
    ),
    Code(
        "image/unused", "no post or page shows this picture, so it is not published.", "delete it, or show it.",
        in_file("content/images/an-example-other.png", PNG, "content/images/an-example-other.png"), severity="warning",
    ),
    Code(
        "image/bad-name", "the picture's name does not begin with its post's.",
        "name it <post>-<what it shows>, in small letters with hyphens.",
        _shown(PNG, "content/images/IMG_0042.png", "content/images/IMG_0042.png"),
    ),
)  # fmt: skip
_report = Reporter(CODES)

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z]+")
_EMPTY_WORDS = re.compile(
    r"(?:an? )?(?:image|picture|photo|photograph|figure|graphic|img|screenshot|alt|alt text|untitled|todo|chart|icon)"
    r"(?: of| here)?\W*\d*|.*\.(?:png|jpe?g|gif|webp|svg|avif)|(?:img|dsc|dscn|pxl|screenshot)[ _-]?\d.*",
    re.IGNORECASE,
)


def check_file(path: str, data: bytes) -> Iterator[Problem]:
    """What can be said of one picture's bytes."""
    suffix = PurePosixPath(path).suffix.lower()

    def problem(name: str, what: str = "", fix: str = "", line: int = 1) -> Problem:
        return _report(path, (line, 1), f"image/{name}", what, fix)

    if suffix == ".ico" and path.startswith("content/extra/"):  # a browser asks the site's root for one
        if not (data.startswith(b"\0\0\1\0") and len(data) > 22 and data[4:6] != b"\0\0"):
            yield problem("wrong-type", "the file is named .ico but is no icon." if data else "the icon is empty.")
        return
    if suffix in OTHER_KINDS:
        yield problem("bad-kind")
        return
    kind = kind_of(data)
    if kind != KINDS[suffix]:
        said = f"the file is named {suffix} but is {'a ' + kind if kind else 'no picture'}."
        ends = [end for end, name in KINDS.items() if name == kind]
        yield problem("wrong-type", said, f"rename it to end in {ends[0]}." if ends else "")
        return
    if len(data) > LARGEST:
        yield problem("too-large", f"the picture has {len(data) / 1e6:.1f} MB; 2 MB is the most.")
    elif kind == "SVG":
        yield from _drawing(path, data, problem)
    else:
        yield from _pixels(path, data, problem)


def _drawing(path: str, data: bytes, problem: Callable[..., Problem]) -> Iterator[Problem]:
    line, strange = drawing.strange_in(data)
    if line:
        yield problem("script", f"the drawing holds {strange}, which no plain drawing needs.", line=line)
        return
    if path.startswith("content/extra/"):  # it stands in no page, and has a ground of its own
        return
    try:
        weight = drawing.weight(data)
    except Unreadable:
        yield problem("no-size")
        return
    line, colour = drawing.fixed_colour(data)
    if line:
        yield problem(
            "fixed-colour", f"the drawing holds {colour}, which stays as it is when the light changes.", line=line
        )
    line, size = drawing.smallest_words(data)
    if size < SMALLEST_WORDS:
        yield problem("small-words", f"the drawing has words that are {size:.0f} pixels high on a phone.", line=line)
    if weight > drawing.HEAVIEST:
        yield problem("heavy-drawing", f"the drawing has {weight / 1e3:.1f} KB packed; 6 KB is the most.")


def _pixels(path: str, data: bytes, problem: Callable[..., Problem]) -> Iterator[Problem]:
    try:
        found = parts(data)
    except Unreadable as error:
        yield problem("broken", f"the picture cannot be read: {error}")
        if tells_place(data):
            yield problem("place")
        return
    told = list(dict.fromkeys(part.told for part in found if part.told))
    if any(part.where for part in found):
        yield problem("place")
    elif told:
        yield problem("notes", f"the picture carries {' and '.join(told)}.")
    if path.startswith("content/extra/"):  # no page shows it, so it is not decoded
        return
    try:
        moving = any(part.moves for part in found) or photograph.moves(data)
        broken = "" if moving else photograph.look_at(data)
    except Unreadable as error:
        moving, broken = False, str(error)
    if moving:
        yield problem("moves")
    elif "million pixels" in broken:
        yield problem("too-many-pixels", f"the picture cannot be used: {broken}")
    elif broken:
        yield problem("broken", f"the picture cannot be read: {broken}")


@lru_cache(maxsize=50_000)
def is_picture(path: str) -> bool:
    """Whether the name of the file at `path` is that of a picture, of a kind that we use or of another."""
    return path.startswith("content/") and PurePosixPath(path).suffix.lower() in {*KINDS, *OTHER_KINDS}


def empty_words(words: str) -> bool:
    """Whether `words` say of a picture only that it is one, or what its file is called."""
    return bool(_EMPTY_WORDS.fullmatch(words))


def check_post(post: Post) -> Iterator[Problem]:
    for link in post.body.links:
        if link.image:
            yield from _one(post, link.at, link.target_at, link.text, link.target)


def _one(post: Post, at: int, target_at: int, text: str, target: str) -> Iterator[Problem]:
    words = " ".join(text.split())
    if not words:
        yield post.body_problem(_report, at, "image/no-alt")
    elif empty_words(words):
        yield post.body_problem(_report, at, "image/alt-is-name", f'"{words}" does not say what the picture shows.')
    if re.match(r"(?:https?:)?//|data:", target, re.IGNORECASE):
        what = "the picture is written into the text as data." if target.startswith("data:") else ""
        yield post.body_problem(_report, target_at, "image/hot-link", what)
    elif re.match(r"(?:cid|blob|file|content):", target, re.IGNORECASE):
        what = "the picture is only in your mail or on your computer."
        fix = f"save it there as a file, then {COMMAND} picture <that file> {post.document.slug}"
        yield post.body_problem(_report, target_at, "image/plain-path", what, fix)
    elif not target.startswith("{static}"):
        name = PurePosixPath(target.rpartition("}")[2]).name
        fix = f"write {{static}}../images/{name}." if name else ""
        yield post.body_problem(_report, target_at, "image/plain-path", "", fix)


def check_project(project: Project) -> Iterator[Problem]:
    used: set[str] = set()
    pictures = [path for path in project.files if is_picture(path)]
    for path, facts in project.documents.items():
        for line, column, target, kind in facts.images:
            name = target.removeprefix("{static}").partition("#")[0].partition("?")[0]
            file = resolve(path, f"/images/{name}" if kind == "header" and "/" not in name else unquote(name))
            if file in project.files:
                used.add(str(file))
                if not is_picture(str(file)):
                    yield project.problem(
                        _report, path, (line, column), "image/missing", f"{file} is not a picture.", ""
                    )
                continue
            right = project.by_lower.get(str(file).lower()) if file else None
            if kind == "header" and re.search(r"[/\\]", name):
                # A path of somebody's own computer, or of this project: the field takes the name alone.
                alone = re.split(r"[/\\]", name)[-1]
                there = f"content/images/{alone}" in project.files
                if there:
                    used.add(f"content/images/{alone}")
                what = f'"{name}" is a path, and the field takes the name of a file of content/images.'
                fix = f"write image: {alone}." if there else (
                    f"{COMMAND} picture <the file> {facts.slug} takes it in; write its name here."
                )  # fmt: skip
                yield project.problem(_report, path, (line, column), "image/missing", what, fix)
            elif right:
                used.add(right)
                what, fix = f"the picture is named {right}.", f"write {relative(path, right)}."
                yield project.problem(_report, path, (line, column), "image/case", what, fix)
            else:
                near = did_you_mean(PurePosixPath(name).name, [PurePosixPath(p).name for p in pictures])
                fix = f'did you mean "{near}"?' if near else "put the picture into content/images."
                what = f"there is no picture {file or name}."
                yield project.problem(_report, path, (line, column), "image/missing", what, fix)
        for _, _, target in facts.links:
            if target.startswith("{static}"):
                used.add(str(resolve(path, unquote(target.removeprefix("{static}").partition("#")[0]))))
    slugs = tuple(f"{slug}-" for slug in project.addresses)
    for path in pictures:
        if not path.startswith("content/images/"):
            continue
        name = PurePosixPath(path).name
        if path not in used and project.names_unread(name):
            continue
        if path not in used:
            yield _report(path, (1, 1), "image/unused")
        elif not _NAME.fullmatch(name) or not name.startswith(slugs):
            yield _report(path, (1, 1), "image/bad-name")
