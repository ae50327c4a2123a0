"""What stands in a picture's file: what draws the picture, and what only tells of it. Bytes alone, nothing decoded.

A file is cut into its parts by the rules of its kind. The list of what may stay is closed: a note of the camera, a
place, a name, a small copy, a film behind the picture and whatever else there is are told apart by not being of it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

KINDS: Final = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WebP", ".avif": "AVIF", ".svg": "SVG"}
"""How a name may end, and the kind of picture that it then is."""
OTHER_KINDS: Final = {
    *(".bmp", ".tif", ".tiff", ".heic", ".heif", ".psd", ".ai", ".eps", ".ico", ".jfif", ".raw", ".jxl", ".gif"),
}
"""Pictures that no page here shows."""


class Unreadable(ValueError):
    """The picture cannot be read; the words say why, for whoever made it."""


@dataclass(frozen=True)
class Part:
    """One piece of a file. `told` says in words what it tells of; empty where it draws the picture. `moves` is true
    where it makes the picture move."""

    data: bytes
    told: str = ""
    moves: bool = False

    @property
    def where(self) -> bool:
        """Whether it tells a place."""
        return bool(self.told) and tells_place(self.data)


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
    if data[4:8] == b"ftyp":
        brands = data[8 : max(16, min(int.from_bytes(data[:4], "big"), 64))]
        if b"avif" in brands or b"avis" in brands:
            return "AVIF"
        if re.search(rb"hei[cxms]|hev[cxms]|mif1|msf1", brands):
            return "HEIC"
    head = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<") and re.search(rb"<(?:\w+:)?svg[\s>]", head):
        return "SVG"
    return ""


def parts(data: bytes) -> list[Part]:
    """The whole file in pieces, in order. Raises Unreadable where it is cut off, or no picture of pixels that pages
    show."""
    walk = {"JPEG": _jpeg, "PNG": _png, "WebP": _webp, "AVIF": _avif}.get(kind_of(data))
    if walk is None:
        raise Unreadable("it is no picture that pages show.")
    try:
        return list(walk(data))
    except (IndexError, struct.error):
        raise Unreadable("it is cut off.") from None


def without_notes(data: bytes) -> bytes | None:
    """The file without what only tells of it, every point as it was; None where that cannot be done without drawing it
    anew: a picture that its notes turn or colour, or one of a kind whose pieces point at each other."""
    found = parts(data)
    kind = kind_of(data)
    if not any(part.told for part in found):
        return data
    if kind == "AVIF" or any(_changes_the_picture(part) for part in found if part.told):
        return None
    kept = [part.data for part in found if not part.told]
    if kind == "WebP":
        body = b"".join(kept[1:])
        if body[:4] == b"VP8X":
            body = body[:8] + bytes([body[8] & 0x10]) + body[9:]  # of all that it announces, only what is clear is left
        return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
    return b"".join(kept)


def _changes_the_picture(part: Part) -> bool:
    """Whether the picture is shown otherwise without it: turned another way, or in other colours."""
    plain = b"sRGB" in part.data or "sRGB".encode("utf-16-be") in part.data
    return (part.told == COLOURS and not plain) or (part.told == NOTES and _turned(part.data))


NOTES: Final = "notes of the camera (EXIF)"
XMP: Final = "notes of a photo program (XMP)"
COLOURS: Final = "a colour profile (ICC)"
BEHIND: Final = "something behind the picture"
TEXT: Final = "a text"
ADDED: Final = "what a program added"


def _jpeg(data: bytes) -> Iterator[Part]:
    """Markers by ITU T.81: each begins with FF; those of a scan are followed by the picture itself."""
    yield Part(data[:2])
    at = 2
    while True:
        if data[at] != 0xFF:
            raise Unreadable("it is broken in its middle.")
        mark = data[at + 1]
        if mark == 0xFF:  # a marker may be filled up
            at += 1
            continue
        if mark == 0xD9:
            yield Part(data[at : at + 2])
            if rest := data[at + 2 :]:
                yield Part(rest, BEHIND)
            return
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if end > len(data):
            raise Unreadable("it is cut off.")
        piece = data[at:end]
        if mark == 0xDA:
            following = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL).search(data, end)
            if not following:
                raise Unreadable("it is cut off.")
            yield Part(data[at : following.start()])
            end = following.start()
        elif mark == 0xE0 and piece[4:9] == b"JFIF\0":
            small = len(piece) > 18
            yield Part(piece, "a small copy of itself" if small else "")
        elif mark == 0xEE and piece[4:9] == b"Adobe":
            yield Part(piece)  # without it the colours of some would be wrong
        elif 0xE0 <= mark <= 0xEF or mark == 0xFE:
            told = {b"Exif": NOTES, b"http": XMP, b"ICC_": COLOURS, b"Phot": "notes of a photo program (IPTC)"}
            yield Part(piece, told.get(piece[4:8], TEXT if mark == 0xFE else ADDED))
        else:
            yield Part(piece)
        at = end


_PNG_DRAWS: Final = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs", b"bKGD"}


def _png(data: bytes) -> Iterator[Part]:
    """Chunks by https://www.w3.org/TR/png-3/."""
    yield Part(data[:8])
    at, name = 8, b""
    while name != b"IEND":
        length = struct.unpack_from(">I", data, at)[0]
        name, piece = data[at + 4 : at + 8], data[at : at + 12 + length]
        if len(piece) < 12 + length:
            raise Unreadable("it is cut off.")
        told = {b"eXIf": NOTES, b"iCCP": COLOURS, b"tEXt": TEXT, b"zTXt": TEXT, b"iTXt": TEXT, b"tIME": "a time"}
        moves = name in (b"acTL", b"fcTL", b"fdAT")
        drawn = name in _PNG_DRAWS or moves
        yield Part(piece, "" if drawn else told.get(name, ADDED), moves)
        at += len(piece)
    if rest := data[at:]:
        yield Part(rest, BEHIND)


def _webp(data: bytes) -> Iterator[Part]:
    """Chunks by RFC 9649."""
    whole = struct.unpack_from("<I", data, 4)[0] + 8
    if whole > len(data):
        raise Unreadable("it is cut off.")
    yield Part(data[:12])
    at = 12
    while at < whole:
        name, length = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        length += length % 2
        piece = data[at : min(at + 8 + length, whole)]
        if len(piece) + 1 < 8 + length:
            raise Unreadable("it is cut off.")
        moves = name in (b"ANIM", b"ANMF")
        drawn = moves or name in (b"VP8 ", b"VP8L", b"VP8X", b"ALPH")
        told = {b"EXIF": NOTES, b"XMP ": XMP, b"ICCP": COLOURS}
        yield Part(piece, "" if drawn else told.get(name, ADDED), moves)
        at += len(piece)
    if rest := data[whole:]:
        yield Part(rest, BEHIND)


def _avif(data: bytes) -> Iterator[Part]:
    """Boxes by ISO/IEC 14496-12. Notes are items that `meta` lists, with their bytes among those of the picture."""
    at, drawn = 0, False
    while at < len(data):
        size, name = struct.unpack_from(">I", data, at)[0], data[at + 4 : at + 8]
        if size == 1:
            size = struct.unpack_from(">Q", data, at + 8)[0]
        elif size == 0:
            size = len(data) - at
        piece = data[at : at + size]
        if size < 8 or len(piece) < size:
            if drawn:
                yield Part(data[at:], BEHIND)
                return
            raise Unreadable("it is cut off.")
        drawn = drawn or name == b"mdat"
        if name == b"meta":
            told = COLOURS if b"colrprof" in piece or b"colrrICC" in piece else ""
            if re.search(rb"infe.{8}Exif", piece, re.DOTALL):
                told = NOTES
            elif re.search(rb"infe.{8}(?:mime|uri )", piece, re.DOTALL):
                told = XMP
            yield Part(data if told else piece, told)  # the notes themselves stand among the picture's bytes
        elif name == b"moov":
            yield Part(piece, moves=True)
        else:
            yield Part(piece, "" if name in (b"ftyp", b"mdat", b"free") else BEHIND)
        at += size
    if not drawn:
        raise Unreadable("it is cut off.")


_EXIF: Final = re.compile(rb"II\*\0|MM\0\*")


def tells_place(data: bytes) -> bool:
    """Whether notes in `data` say where something was: by a word of XMP, or by the entry for GPS in EXIF."""
    if re.search(rb"GPS(?:Latitude|Longitude|Position|Coordinates)|(?:Iptc4xmp\w*:)?Location(?:Created|Shown)", data):
        return True
    return any(entry == 0x8825 for at in _EXIF.finditer(data) for entry, _ in _entries(data, at.start()))


def _turned(data: bytes) -> bool:
    """Whether notes say that the picture is to be shown turned or mirrored."""
    return any(
        entry == 0x0112 and value not in (0, 1)
        for at in _EXIF.finditer(data)
        for entry, value in _entries(data, at.start())
    )


def _entries(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """The entries of the first list of EXIF that begins at `at`, each with its value where that is a short number."""
    order = "<" if data[at : at + 2] == b"II" else ">"
    try:
        first = at + struct.unpack_from(order + "I", data, at + 4)[0]
        for number in range(min(struct.unpack_from(order + "H", data, first)[0], 500)):
            entry, _, _, value = struct.unpack_from(order + "HHIH", data, first + 2 + 12 * number)
            yield entry, value
    except struct.error:
        return
