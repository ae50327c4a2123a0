"""Photographs, and whatever else is made of pixels: decoded within bounds, turned, in the colours of the web, encoded.

The bytes that come out are a function of the bytes that go in and of this recipe: one thread, no time, no notes.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from desk.pictures.container import Unreadable, kind_of

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS: Final = 25_000_000
"""Of a picture in content/: more are never shown, and a small file can unfold into a thousand times its size."""
MOST_TAKEN: Final = 110_000_000
"""Of a picture that `./site picture` takes in: what the largest common phones make."""
LONGEST: Final = 1600
"""Pixels of the longer side of what it leaves: half as much again as is shown, so that a better screen can come."""
CEILING: Final = 20_000
"""Bytes of one version: with them a page with a photograph is at most 61 KB on a first view."""
RECIPE: Final = "1"
"""Another number where the same picture would be encoded otherwise, so that it gets another address."""
Form = Literal["AVIF", "WEBP", "JPEG", "PNG"]
ENDINGS: Final[dict[Form, str]] = {"AVIF": "avif", "WEBP": "webp", "JPEG": "jpg", "PNG": "png"}
_QUALITIES: Final[dict[str, tuple[int, ...]]] = {"AVIF": (60, 50, 40, 30, 22), "WEBP": (78, 62, 46, 30, 18)}


@contextmanager
def _read(data: bytes, most: int) -> Iterator[Image]:
    """The picture, opened but not decoded. Raises Unreadable, and nothing else, for whatever is wrong with it."""
    from PIL import Image as pillow
    from PIL import ImageFile, UnidentifiedImageError

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # of the whole process, and WeasyPrint sets it: half a picture is none
    if kind_of(data) == "HEIC":
        import pi_heif

        pi_heif.register_heif_opener()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a bomb is told by its size below, and odd notes are not read
            with pillow.open(io.BytesIO(data)) as image:
                if image.width * image.height > most:
                    raise Unreadable(_too_many(image.width, image.height, most))
                yield image
    except pillow.DecompressionBombError:
        raise Unreadable(f"it has more than {most // 1_000_000} million pixels.") from None
    except UnidentifiedImageError:
        raise Unreadable("it is no picture, or none that can be read.") from None
    except MemoryError:
        raise Unreadable("it needs more memory than there is.") from None
    except (OSError, SyntaxError, ValueError, IndexError, KeyError, TypeError, EOFError, RuntimeError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("it is cut off, or broken inside.") from None


def _too_many(width: int, height: int, most: int) -> str:
    return f"it is {width:,} by {height:,}, and more than {most // 1_000_000} million pixels are never shown."


def size_of(data: bytes) -> tuple[int, int, bool]:
    """Width, height, and whether anything may shine through. Raises Unreadable."""
    with _read(data, MOST_PIXELS) as image:
        return image.width, image.height, image.has_transparency_data


def look_at(data: bytes) -> str:
    """Decode all of it. Returns what is wrong, in words; empty where every pixel can be read."""
    try:
        with _read(data, MOST_PIXELS) as image:
            image.load()
    except Unreadable as error:
        return str(error)
    return ""


def moves(data: bytes) -> bool:
    """Whether it has more than one picture in it, to be shown one after the other. Raises Unreadable."""
    with _read(data, MOST_TAKEN) as image:
        return getattr(image, "n_frames", 1) > 1 and kind_of(data) != "HEIC" and image.format != "MPO"


def prepared(data: bytes, most: int = MOST_PIXELS, longest: int = 0) -> Image:
    """The picture as it is meant to be seen: turned, in the colours of the web (sRGB), eight bits, RGB or RGBA, with
    nothing beside it, and its longer side at most `longest`. Raises Unreadable."""
    from PIL import Image as pillow
    from PIL import ImageOps

    with _read(data, most) as image:
        if longest:
            image.draft(None, (longest, longest))  # a JPEG can be made smaller while it is decoded
        image.load()
        icc = image.info.get("icc_profile")
        seen = _eight_bits(ImageOps.exif_transpose(image))
        seen = _in_srgb(seen, icc)
        if longest and max(seen.size) > longest:
            scale = longest / max(seen.size)
            seen = seen.resize(
                (max(1, round(seen.width * scale)), max(1, round(seen.height * scale))), pillow.Resampling.LANCZOS
            )
        if seen.mode == "RGBA" and seen.getchannel("A").getextrema() == (255, 255):
            seen = seen.convert("RGB")
        seen.info = {}
        return seen


def _eight_bits(image: Image) -> Image:
    if image.mode.startswith("I"):  # sixteen bits of grey: the upper eight are what is seen
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode == "F":
        return image.convert("L")
    return image


def _in_srgb(image: Image, icc: bytes | None) -> Image:
    """`image` as RGB, or RGBA where anything shines through, its colours moved where a profile says what they are."""
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    flat = image if image.mode in ("RGB", "CMYK", "L", "LAB") else image.convert("RGB")
    if icc:
        from PIL import ImageCms

        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            web = ImageCms.createProfile("sRGB")
            flat = ImageCms.profileToProfile(flat, profile, web, outputMode="RGB") or flat
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a profile that cannot be read, or is not for such a picture, says nothing
    flat = flat.convert("RGB")
    if alpha is not None:
        flat = flat.convert("RGBA")
        flat.putalpha(alpha)
    return flat


def encoded(image: Image, width: int, height: int, form: Form) -> bytes:
    """`image`, as `prepared` gives it, in that size and form. AVIF and WebP give way in quality until they are within
    the ceiling, or as low as they may get."""
    from PIL import Image as pillow

    if image.size != (width, height):
        image = image.resize((width, height), pillow.Resampling.LANCZOS)
    for quality in _QUALITIES.get(form, (0,)):
        out = io.BytesIO()
        if form == "AVIF":
            image.save(out, form, quality=quality, speed=7, max_threads=1, autotiling=False, subsampling="4:2:0")
        elif form == "WEBP":
            image.save(out, form, quality=quality, method=4)
        elif form == "JPEG":
            image.save(out, form, quality=80, optimize=True, progressive=True)
        else:
            image.save(out, form, optimize=True)
        if out.tell() <= CEILING:
            break
    return out.getvalue()


def taken_in(data: bytes) -> tuple[bytes, Form]:
    """What is kept in content/ of a picture from a camera or a program: small enough, whole, and with nothing beside
    it. What may be cut sharp (a PNG that stays small) stays sharp. Raises Unreadable."""
    image = prepared(data, MOST_TAKEN, LONGEST)
    sharp = io.BytesIO()
    if image.mode == "RGBA":
        image.save(sharp, "PNG", optimize=True)
        return sharp.getvalue(), "PNG"
    soft = io.BytesIO()
    image.save(soft, "JPEG", quality=88, optimize=True, progressive=True)
    if kind_of(data) not in ("JPEG", "HEIC"):
        image.save(sharp, "PNG", optimize=True)
        if sharp.tell() <= max(soft.tell(), 150_000):
            return sharp.getvalue(), "PNG"
    return soft.getvalue(), "JPEG"


def drawn_anew(data: bytes) -> bytes:
    """The same picture in the same form and size, turned, in the colours of the web, with nothing beside it, at a
    quality at which no eye sees the difference. Raises Unreadable."""
    image = prepared(data)
    out = io.BytesIO()
    kind = kind_of(data)
    if kind == "AVIF":
        image.save(out, "AVIF", quality=88, speed=6, max_threads=1, autotiling=False, subsampling="4:4:4")
    elif kind == "WebP":
        image.save(out, "WEBP", quality=92, method=4)
    elif kind == "JPEG":
        image.save(out, "JPEG", quality=92, optimize=True, progressive=True)
    else:
        image.save(out, "PNG", optimize=True)
    return out.getvalue()


@cache
def recipe() -> str:
    """What the same picture is made by: with another recipe or another Pillow it may have other bytes."""
    from PIL import __version__

    return f"{RECIPE} Pillow {__version__}"


@cache
def encoders() -> str:
    """The same with the programs inside Pillow, which systems can build otherwise."""
    from PIL import features

    return " ".join([recipe(), *(f"{name} {features.version(name)}" for name in ("avif", "webp", "jpg", "zlib"))])
