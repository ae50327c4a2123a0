"""Guards pictures: they exist, say in words what they show, are what their name says, and carry no secrets."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from desk.checks.code import HEADER as _HEADER
from desk.checks.code import POST, Code, Content, Example, in_body, in_file
from desk.checks.link import relative
from desk.checks.subject import Post, Project, Reporter
from desk.markup.address import resolve
from desk.model.problem import Problem, did_you_mean

LARGEST: Final = 2_000_000
"""Bytes. A photograph of 2,000 pixels is well below it."""
PNG: Final = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\2\0\1H\xaf\xa4q"
    b"\0\0\0\0IEND\xaeB`\x82"
)
_DRIP = "content/images/an-example-drip.png"
_LINE = "![A drip on its stand]({static}../images/an-example-drip.png)"
_EXIF = b"II*\0\x08\0\0\0\1\0\x25\x88\4\0\1\0\0\0\0\0\0\0\0\0\0\0"


def _jpeg(*segments: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(segments) + b"\xff\xda\0\2\0\xff\xd9"


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
        "image/broken", "the picture file is cut off.", "copy it again.", _shown(PNG[:-12], "half a .png"), always=True,
    ),
    Code(
        "image/bad-kind", "browsers do not show this kind of picture.", "save it as .jpg, .png, .webp, .avif or .svg.",
        _shown(b"BM" + b"\0" * 60, "content/images/an-example-drip.bmp", _DRIP.replace(".png", ".bmp")), always=True,
    ),
    Code(
        "image/too-large", "the picture is larger than 2 MB; readers on a phone pay for it.", "save it smaller.",
        _shown(PNG[:-12] + b"\0" * LARGEST + PNG[-12:], "a .png of 12 MB"), always=True,
    ),
    Code(
        "image/place", "the picture tells where it was taken (GPS).", "remove the place in your photo program.",
        _shown(_jpeg(b"\xff\xe1" + struct.pack(">H", 8 + len(_EXIF)) + b"Exif\0\0" + _EXIF), "a .jpg from a phone",
               _DRIP.replace(".png", ".jpg")),
        always=True,
    ),
    Code(
        "image/script", "the drawing holds something that can run a program or load from elsewhere.",
        "export it again as a plain SVG, without what your drawing program adds.",
        _shown(b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>\n',
               "<svg><script>1</script></svg>", _DRIP.replace(".png", ".svg")),
        always=True,
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

_KINDS = {
    ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WebP", ".avif": "AVIF", ".gif": "GIF", ".svg": "SVG",
}  # fmt: skip
PICTURES: Final = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg"}
OTHER_KINDS: Final = {".bmp", ".tif", ".tiff", ".heic", ".heif", ".psd", ".ai", ".eps", ".ico", ".jfif", ".raw", ".jxl"}
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z]+")
_EMPTY_WORDS = re.compile(
    r"(?:an? )?(?:image|picture|photo|photograph|figure|graphic|img|screenshot|alt|alt text|untitled|todo|chart|icon)"
    r"(?: of| here)?\W*\d*|.*\.(?:png|jpe?g|gif|webp|svg|avif)|(?:img|dsc|dscn|pxl|screenshot)[ _-]?\d.*",
    re.IGNORECASE,
)
_SVG: Final = "{http://www.w3.org/2000/svg}"
_SVG_ELEMENTS: Final = frozenset(
    re.findall(
        r"\S+",
        "svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath switch "
        "linearGradient radialGradient stop clipPath mask pattern marker style",
    )
)
_SVG_ATTRIBUTES: Final = frozenset(
    re.findall(
        r"\S+",
        "version viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points dx dy rotate "
        "textLength lengthAdjust pathLength transform gradientTransform gradientUnits spreadMethod offset patternUnits "
        "patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits markerUnits markerWidth "
        "markerHeight refX refY orient startOffset method spacing side href id class style role lang type media "
        "focusable baseProfile tabindex fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap "
        "stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset color opacity stop-color stop-opacity "
        "clip-path clip-rule mask marker-start marker-mid marker-end display visibility overflow vector-effect "
        "paint-order shape-rendering text-rendering color-interpolation color-rendering image-rendering "
        "enable-background isolation mix-blend-mode font font-family font-size font-style font-variant font-weight "
        "font-stretch letter-spacing word-spacing text-anchor text-decoration dominant-baseline alignment-baseline "
        "baseline-shift writing-mode direction unicode-bidi "
        "{http://www.w3.org/XML/1998/namespace}space {http://www.w3.org/XML/1998/namespace}lang "
        "{http://www.w3.org/1999/xlink}href",
    )
)
"""What a plain drawing is made of. Whatever else there is can run, load or hide something."""
_FUNCTION = re.compile(r"([\w-]*)\(\s*['\"]?(#?)")
_FUNCTIONS: Final = frozenset(
    re.findall(
        r"\w+", "rgb rgba hsl hsla matrix translate translatex translatey scale scalex scaley rotate skewx skewy"
    )
)
_DOCTYPE = re.compile(r"<!DOCTYPE(?!\s+svg(?:\s+PUBLIC\s+\"[^\"]*\"\s+\"[^\"]*\")?\s*>)", re.IGNORECASE)


def _strange_in_svg(data: bytes) -> tuple[int, str]:
    """The line and the name of the first thing in a drawing that is not of the closed list; 0 where there is none."""
    from lxml import etree  # loaded late: few projects have drawings

    try:
        text = data.decode("utf-8")
        if found := _DOCTYPE.search(text):
            return text.count("\n", 0, found.start()) + 1, "a declaration of its own"
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except UnicodeDecodeError:
        return 1, "another encoding than UTF-8"
    except etree.XMLSyntaxError as error:
        return error.lineno or 1, "something that is not XML"
    top = root.getprevious()
    if top is not None and isinstance(top, etree._ProcessingInstruction):
        return top.sourceline or 1, "an instruction to browsers"
    if root.tag != f"{_SVG}svg":
        return 1, "no <svg> of the namespace http://www.w3.org/2000/svg at its beginning"
    for element in root.iter():
        line = element.sourceline or 1
        if isinstance(element, etree._Comment):
            continue
        if not isinstance(element.tag, str):
            return line, "an instruction or an entity"
        if not (element.tag.startswith(_SVG) and element.tag[len(_SVG) :] in _SVG_ELEMENTS):
            return line, f"<{etree.QName(element).localname}>"
        for name, value in element.attrib.items():
            local = etree.QName(name).localname
            known = (name in _SVG_ATTRIBUTES and _loads_nothing(value)) or name.startswith(("aria-", "data-"))
            if not known or (local == "href" and not value.startswith("#")):
                return line, f'{local}="{value[:30]}"'
        if element.tag == f"{_SVG}style" and not _loads_nothing("".join(element.itertext())):
            return line, "a <style> that loads something"
    return 0, ""


def _loads_nothing(value: str) -> bool:
    """Whether a value or a style has no escape, no at-rule, and url() with a part of this drawing alone."""
    functions = [(found[1].lower(), found[2]) for found in _FUNCTION.finditer(value)]
    known = all(name in _FUNCTIONS or (name == "url" and own) for name, own in functions)
    return known and "\\" not in value and "@" not in value


def kind_of(data: bytes) -> str:
    """What a file is by its first bytes, or nothing."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:8] == b"ftyp" and (b"avif" in data[8:32] or b"avis" in data[8:32]):
        return "AVIF"
    head = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<") and re.search(rb"<(?:\w+:)?svg[\s>]", head):
        return "SVG"
    return ""


def check_file(path: str, data: bytes) -> Iterator[Problem]:
    """What can be said of one picture's bytes."""
    suffix = PurePosixPath(path).suffix.lower()

    def problem(name: str, what: str = "", fix: str = "") -> Problem:
        return _report(path, (1, 1), f"image/{name}", what, fix)

    if suffix == ".ico" and path.startswith("content/extra/"):  # a browser asks the site's root for one
        if not (data.startswith(b"\0\0\1\0") and len(data) > 22 and data[4:6] != b"\0\0"):
            yield problem("wrong-type", "the file is named .ico but is no icon." if data else "the icon is empty.")
        return
    if suffix in OTHER_KINDS:
        yield problem("bad-kind")
        return
    kind = kind_of(data)
    if kind != _KINDS[suffix]:
        said = f"the file is named {suffix} but is {'a ' + kind if kind else 'no picture'}."
        ends = [end for end, name in _KINDS.items() if name == kind]
        yield problem("wrong-type", said, f"rename it to end in {ends[0]}." if ends else "")
        return
    if len(data) > LARGEST:
        yield problem("too-large", f"the picture has {len(data) / 1e6:.1f} MB; 2 MB is the most.")
    if kind == "SVG":
        line, strange = _strange_in_svg(data)
        if line:
            what = f"the drawing holds {strange}, which no plain drawing needs."
            yield _report(path, (line, 1), "image/script", what)
        return
    if _cut_off(kind, data):
        yield problem("broken")
    if has_place(kind, data):
        yield problem("place")


def _cut_off(kind: str, data: bytes) -> bool:
    if kind == "PNG":
        return b"IEND" not in data[-2_000:]
    if kind == "JPEG":
        return b"\xff\xd9" not in data[-2_000:]
    if kind == "WebP":
        return len(data) < 12 or len(data) + 1 < int.from_bytes(data[4:8], "little") + 8
    return False


def has_place(kind: str, data: bytes) -> bool:
    """Whether a photograph's own notes (EXIF or XMP) say where it was taken."""
    if b"GPSLatitude" in data or b"GPSPosition" in data:
        return True
    at = -1
    if kind == "JPEG":
        at = data.find(b"Exif\0\0", 0, 200_000)
        at = at + 6 if at >= 0 else -1
    elif kind == "PNG":
        at = data.find(b"eXIf")
        at = at + 4 if at >= 0 else -1
    elif kind == "WebP":
        at = data.find(b"EXIF")
        at = at + 8 if at >= 0 else -1
        if at >= 0 and data[at : at + 6] == b"Exif\0\0":
            at += 6
    elif kind == "AVIF":
        at = next((m.start() for m in re.finditer(rb"II\*\0|MM\0\*", data)), -1)
    if at < 0:
        return False
    order = {b"II": "<", b"MM": ">"}.get(data[at : at + 2])
    try:
        if not order:
            return False
        first = struct.unpack_from(order + "I", data, at + 4)[0]
        count = struct.unpack_from(order + "H", data, at + first)[0]
        tags = (struct.unpack_from(order + "H", data, at + first + 2 + 12 * i)[0] for i in range(min(count, 500)))
        return any(tag == 0x8825 for tag in tags)
    except struct.error:
        return False


def is_picture(path: str) -> bool:
    """Whether the name of the file at `path` is that of a picture, of a kind that we use or of another."""
    return path.startswith("content/") and PurePosixPath(path).suffix.lower() in PICTURES | OTHER_KINDS


def check_post(post: Post) -> Iterator[Problem]:
    for link in post.body.links:
        if link.image:
            yield from _one(post, link.at, link.target_at, link.text, link.target)


def _one(post: Post, at: int, target_at: int, text: str, target: str) -> Iterator[Problem]:
    words = " ".join(text.split())
    if not words:
        yield post.body_problem(_report, at, "image/no-alt")
    elif _EMPTY_WORDS.fullmatch(words):
        yield post.body_problem(_report, at, "image/alt-is-name", f'"{words}" does not say what the picture shows.')
    if re.match(r"(?:https?:)?//|data:", target, re.IGNORECASE):
        what = "the picture is written into the text as data." if target.startswith("data:") else ""
        yield post.body_problem(_report, target_at, "image/hot-link", what)
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
            if right:
                used.add(right)
                what, fix = f"the picture is named {right}.", f"write {relative(path, right)}."
                yield project.problem(_report, path, (line, column), "image/case", what, fix)
            else:
                near = did_you_mean(PurePosixPath(name).name, [PurePosixPath(p).name for p in pictures])
                fix = f'did you mean "{near}"?' if near else "put the picture into content/images."
                what = f"there is no picture {file or name}."
                yield project.problem(_report, path, (line, column), "image/missing", what, fix)
        for _, _, target, _ in facts.links:
            if target.startswith("{static}"):
                used.add(str(resolve(path, unquote(target.removeprefix("{static}").partition("#")[0]))))
    slugs = tuple(f"{slug}-" for slug in project.addresses)
    for path in pictures:
        if not path.startswith("content/images/"):
            continue
        name = PurePosixPath(path).name
        if path not in used:
            yield _report(path, (1, 1), "image/unused")
        elif not _NAME.fullmatch(name) or not name.startswith(slugs):
            yield _report(path, (1, 1), "image/bad-name")
