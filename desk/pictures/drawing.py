"""Drawings (SVG): what a plain one is made of, whether it follows the light, and how it stands in a page.

A reader chooses the light on the page, and a picture in a file of its own cannot know of that. So a drawing stands in
the page itself: what is drawn in `currentColor` on no ground is ink on the reader's paper, at every level of light, in
forced colours and on paper too. The file is for feeds, which are read elsewhere.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from desk.pictures.container import Unreadable

_SVG: Final = "{http://www.w3.org/2000/svg}"
_SVG_ELEMENTS: Final = frozenset(
    (
        "svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath switch "
        "linearGradient radialGradient stop clipPath mask pattern marker style"
    ).split()
)
_SVG_ATTRIBUTES: Final = frozenset(
    (
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
        "{http://www.w3.org/1999/xlink}href"
    ).split()
)
"""What a plain drawing is made of. Whatever else there is can run, load or hide something."""
_FUNCTION = re.compile(r"([\w-]*)\(\s*['\"]?(#?)")
_FUNCTIONS: Final = frozenset(
    ("rgb rgba hsl hsla matrix translate translatex translatey scale scalex scaley rotate skewx skewy").split()
)
_DOCTYPE = re.compile(r"<!DOCTYPE(?!\s+svg(?:\s+PUBLIC\s+\"[^\"]*\"\s+\"[^\"]*\")?\s*>)", re.IGNORECASE)


def strange_in(data: bytes) -> tuple[int, str]:
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


COLOURED: Final = ("fill", "stroke", "color", "stop-color")
_FOLLOWS: Final = re.compile(r"none|transparent|inherit|currentcolor|url\(\s*#[^)]*\)", re.IGNORECASE)
_BLACK: Final = re.compile(r"black|#000(?:0|000|00000)?f{0,2}|rgb\(\s*0\s*,\s*0\s*,\s*0\s*\)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")
_STYLED: Final = re.compile(r"\s*([\w-]+)\s*:\s*([^;]+?)\s*(?:;|$)")
_OWN_PART: Final = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")
_NOT_SEEN: Final = ("title", "desc", "metadata")
PHONE: Final = 328
"""Pixels of the text on a narrow phone: a wider drawing shrinks to it, with its words."""
HEAVIEST: Final = 6_000
"""Bytes, packed, of a drawing: it is part of each page that shows it."""


def parse(data: bytes) -> Any:
    """The root of a drawing. Raises Unreadable where it is not XML."""
    from lxml import etree  # loaded late: few projects have drawings

    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"line {error.lineno or 1} is not XML.") from None


def plain(data: bytes) -> Any:
    """The root of the same drawing without what nobody sees: remarks, titles, what a program added to find its way
    again. What is said in `style` becomes attributes; what is black, said or not, is drawn in the reader's ink."""
    from lxml import etree

    root = parse(data)
    for element in list(root.iter()):
        named = isinstance(element.tag, str)
        if element is not root and (not named or not element.tag.startswith(_SVG) or _local(element) in _NOT_SEEN):
            _drop(element)
            continue
        for name, value in _STYLED.findall(element.attrib.pop("style", "")):
            element.set(name, value.removesuffix("!important").strip())
        for name, value in list(element.attrib.items()):
            local = etree.QName(name).localname
            if _masks(element) and local in COLOURED:
                continue
            kept = name in _SVG_ATTRIBUTES and local not in _LEFT_OUT
            if not kept:
                del element.attrib[name]
            elif local in COLOURED and _BLACK.fullmatch(value.strip()):
                element.set(name, "currentColor")
        if _local(element) == "stop" and "stop-color" not in element.attrib:
            element.set("stop-color", "currentColor")
    if "fill" not in root.attrib:
        root.set("fill", "currentColor")
    etree.cleanup_namespaces(root)
    return root


_LEFT_OUT: Final = frozenset({"class", "style", "tabindex", "focusable", "role", "lang", "version", "baseProfile"})


def _drop(element: Any) -> None:
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and element.tail.strip():
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _masks(element: Any) -> bool:
    """Whether it is only a mask, whose white and black are no colours that anyone sees."""
    return any(above.tag == f"{_SVG}mask" for above in element.iterancestors())


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def fixed_colour(data: bytes) -> tuple[int, str]:
    """The line and the words of the first colour that stays as it is whatever the light; 0 where there is none. Black
    does not: it is ink."""
    root = parse(data)
    for element in root.iter():
        if not isinstance(element.tag, str) or _masks(element):
            continue
        said = {**element.attrib, **dict(_STYLED.findall(element.get("style", "")))}
        for name in COLOURED:
            value = str(said.get(name, "")).removesuffix("!important").strip()
            if value and not _FOLLOWS.fullmatch(value) and not _BLACK.fullmatch(value):
                return element.sourceline or 1, f'{name}="{value[:30]}"'
        if element.tag == f"{_SVG}style":
            return element.sourceline or 1, "a <style>"
    return 0, ""


def smallest_words(data: bytes) -> tuple[int, float]:
    """The line of the smallest words, and how many pixels high they are on a phone. Raises Unreadable."""
    root = parse(data)
    width = _size(root)[0]
    box = re.findall(r"[\d.]+", root.get("viewBox", ""))
    scale = min(1.0, PHONE / width) * (width / float(box[2]) if len(box) == 4 else 1.0)
    least = 0, 100.0
    for element in root.iter(f"{_SVG}text", f"{_SVG}tspan"):
        if not (element.text or "").strip():
            continue
        said = (_said(above, "font-size") for above in (element, *element.iterancestors()))
        size = next((float(found[1]) for each in said if (found := _NUMBER.fullmatch(each))), 16.0)
        if size * scale < least[1]:
            least = element.sourceline or 1, size * scale
    return least


def _said(element: Any, name: str) -> str:
    styled = dict(_STYLED.findall(element.get("style", "")))
    return str(styled.get(name, element.get(name, "")))


def size_of(data: bytes) -> tuple[float, float]:
    """Width and height, by its viewBox or its own. Raises Unreadable where it has neither."""
    return _size(parse(data))


def _size(root: Any) -> tuple[float, float]:
    own = [_NUMBER.fullmatch(root.get(side, "")) for side in ("width", "height")]
    box = [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))]
    boxed = len(box) == 4 and box[2] > 0 and box[3] > 0
    if own[0] and own[1] and float(own[0][1]) > 0 and float(own[1][1]) > 0:
        width, height = float(own[0][1]), float(own[1][1])
        # What is drawn keeps its form whatever the two say of each other.
        return (width, width * box[3] / box[2]) if boxed else (width, height)
    if boxed:
        return box[2], box[3]
    raise Unreadable("it does not say how large it is.")


@dataclass(frozen=True)
class Drawn:
    """A drawing ready to stand somewhere: its size in pixels, and its text with `xmlns`, as a file has it."""

    width: int
    height: int
    file: str

    def in_page(self, name: str, alt: str) -> str:
        """The drawing as an element of a page, described by `alt` and with ids that begin with `name`."""
        root = parse(self.file.encode())
        ids = {element.get("id"): f"{name}-{element.get('id')}" for element in root.iter() if element.get("id")}
        for element in root.iter():
            for key, value in element.attrib.items():
                if key == "id":
                    element.set(key, ids[value])
                elif key.rpartition("}")[2] == "href":
                    del element.attrib[key]
                    element.set("href", f"#{ids.get(value[1:], value[1:])}")
                elif "url(" in value:
                    element.set(key, _OWN_PART.sub(lambda found: f"url(#{ids.get(found[1], found[1])})", value))
        text = _text(root).replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)
        text = re.sub(r' xmlns:\w+="[^"]*"', "", text)
        return text.replace("<svg", f'<svg class="drawing" role="img" aria-label="{escape(alt)}"', 1)


def weight(data: bytes) -> int:
    """Bytes of the drawing in a page, packed. Raises Unreadable."""
    return len(zlib.compress(drawn(data).file.encode(), 9))


def drawn(data: bytes) -> Drawn:
    """The drawing as it is published. Raises Unreadable."""
    width, height = (max(1, round(side)) for side in size_of(data))
    root = plain(data)
    if not root.get("viewBox"):
        root.set("viewBox", f"0 0 {width} {height}")
    root.set("width", str(width))
    root.set("height", str(height))
    return Drawn(width, height, _text(root))


def _text(root: Any) -> str:
    from lxml import etree

    text = str(etree.tostring(root, encoding="unicode", with_tail=False)).strip()
    return text if "<text" in text else re.sub(r">\s+<", "><", text)  # between words a space is a space
