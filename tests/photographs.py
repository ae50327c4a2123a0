"""Real pictures, made by Pillow: what phones, programs and careless hands put into a file."""

from __future__ import annotations

import base64
import io
import random
import struct
from functools import cache
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

XMP = b"<x:xmpmeta><rdf:Description exif:GPSLatitude='52,30.0N'/></x:xmpmeta>"
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"film" * 200
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAA"
    "AAAERAAAIAAQAAAAAB7AABAAAAAAAAAD0AAgAAAAACKQABAAAAAAAAAHgAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVp"
    "bmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADmaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGE"
    "ABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkA"
    "AAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEH"
    "BpeGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAAL1tZGF0AAAA"
    "OSgBrxmA+0thD/6qQjLN3mD+piinw+xwLDAS83XC6NMoJ7sIHR11qyXQbF4qMfxzq8rqqPpqpdnTYAAAAAZFeGlmAABNTQAqAAAACAADAQ8AAg"
    "AAAAYAAAAyARIAAwAAAAEABgAAiCUABAAAAAEAAAA4AAAAAFBob25lAAACAAEAAgAAAAJOAAAAAAIABQAAAAMAAABWAAAAAAAAADQAAAABAAAA"
    "HgAAAAEAAAABAAAAAQ=="
)
"""A phone's photograph, 64 by 48, to be turned by a quarter, with a place; written by pillow-heif."""


@cache
def scene(width: int = 96, height: int = 64, noise: int = 0) -> Image.Image:
    """Something to be photographed: red at the top left, light at the bottom; with `noise`, as rough as a wall."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste((200, 30, 30), (0, 0, width // 4, height // 4))
    if noise:
        chance = random.Random(1)
        rough = Image.frombytes("L", (width, height), chance.randbytes(width * height)).convert("RGB")
        image = Image.blend(image, rough, noise / 100)
    return image


def exif(orientation: int = 1, *, place: bool = True) -> Image.Exif:
    """What a phone notes."""
    notes = Image.Exif()
    notes[0x010F] = "A phone"
    notes[0x0112] = orientation
    if place:
        where = notes.get_ifd(0x8825)
        where[1], where[2], where[3], where[4] = "N", (52.0, 30.0, 1.0), "E", (13.0, 20.0, 1.0)
    return notes


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    """The picture in a file."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def jpeg(orientation: int = 1, *, place: bool = True, **options: Any) -> bytes:
    """A phone's JPEG whose picture, once it is turned as its notes say, is `scene`."""
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    image = scene()
    image = image.transpose(turns[orientation]) if orientation > 1 else image
    return saved(image, "JPEG", quality=95, exif=exif(orientation, place=place), **options)


def told() -> dict[str, bytes]:
    """One file of each kind that carries more than its picture, by what it carries."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "Somebody")
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    adobe = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    web = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = saved(scene(), "JPEG", quality=95)
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0c\x1c\x02\x5a\0\x06Berlin"
    preview = b"JFIF\0\1\1\0\0\1\0\1\2\2" + b"\x80" * 12
    return {
        "EXIF.jpg": jpeg(),
        "XMP.jpg": saved(scene(), "JPEG", xmp=XMP),
        "ICC.jpg": saved(scene(), "JPEG", icc_profile=web),
        "other ICC.jpg": saved(scene(), "JPEG", icc_profile=adobe),
        "remark.jpg": saved(scene(), "JPEG", comment=b"by Somebody"),
        "IPTC.jpg": plain[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + plain[2:],
        "preview.jpg": plain[:2] + b"\xff\xe0" + struct.pack(">H", len(preview) + 2) + preview + plain[20:],
        "film.jpg": plain + FILM,
        "second picture.jpg": plain + plain,
        "texts.png": saved(scene(), "PNG", pnginfo=texts),
        "EXIF.png": saved(scene(), "PNG", exif=exif()),
        "ICC.png": saved(scene(), "PNG", icc_profile=web),
        "tail.png": saved(scene(), "PNG") + b"PK\3\4 of somebody",
        "EXIF.webp": saved(scene(), "WEBP", exif=exif().tobytes(), quality=90),
        "XMP.webp": saved(scene(), "WEBP", xmp=XMP, quality=90),
        "clear.webp": saved(scene().convert("RGBA").rotate(20), "WEBP", exif=exif().tobytes(), quality=90),
        "tail.webp": saved(scene(), "WEBP", quality=90) + b"trailing",
        "EXIF.avif": saved(scene(), "AVIF", exif=exif().tobytes(), quality=90, speed=10),
        "XMP.avif": saved(scene(), "AVIF", xmp=XMP, quality=90, speed=10),
        "ICC.avif": saved(scene(), "AVIF", icc_profile=web, quality=90, speed=10),
        "tail.avif": saved(scene(), "AVIF", quality=90, speed=10) + FILM,
    }


def differs(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are from each other, in steps of 256 on average; they are as large."""
    assert one.size == other.size
    pairs = zip(one.convert("RGB").tobytes(), other.convert("RGB").tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (one.width * one.height * 3)


def _sixteen_bits() -> bytes:
    grey = scene().convert("L")
    deep = Image.frombytes("I;16", grey.size, b"".join(struct.pack("<H", value * 257) for value in grey.tobytes()))
    return saved(deep, "PNG")


TOLD_AS_SCENE = {
    "CMYK.jpg": saved(scene().convert("CMYK"), "JPEG", quality=97),
    "grey.jpg": saved(scene().convert("L"), "JPEG", quality=97),
    "16 bits grey.png": _sixteen_bits(),
    "palette.png": saved(scene().quantize(256), "PNG"),
    "grey and alpha.png": saved(scene().convert("LA"), "PNG"),
    "RGBA.png": saved(scene().convert("RGBA"), "PNG"),
    "gif.gif": saved(scene().quantize(256), "GIF"),
    "tiff.tiff": saved(scene(), "TIFF"),
    "bmp.bmp": saved(scene(), "BMP"),
}
"""`scene` in other colours and kinds."""
