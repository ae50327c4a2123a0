"""desk/pictures/photograph.py: what comes in of any kind goes out turned, in the web's colours, alone, and small."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image, ImageCms, ImageFile

from desk.checks.image import png
from desk.pictures import photograph
from desk.pictures.container import Unreadable, parts
from desk.pictures.picture import Photograph, picture_of
from tests.build_site import ROOT
from tests.photographs import HEIC, TOLD_AS_SCENE, differs, jpeg, saved, scene


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_its_notes_say(orientation: int) -> None:
    assert differs(photograph.prepared(jpeg(orientation)), scene()) < 3


@pytest.mark.parametrize("name", TOLD_AS_SCENE)
def test_every_way_to_say_colours_gives_the_same_picture(name: str) -> None:
    seen = photograph.prepared(TOLD_AS_SCENE[name])
    assert seen.mode in ("RGB", "RGBA")
    assert seen.info == {}
    assert differs(seen, scene().convert("L") if "grey" in name else scene()) < 6


def test_a_profile_is_followed_and_then_gone() -> None:
    """A picture whose profile swaps nothing looks the same; one that is darker than sRGB comes out darker."""
    linear = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    seen = photograph.prepared(saved(scene(), "PNG", icc_profile=linear))
    assert differs(seen, scene()) < 1
    data, _ = photograph.taken_in(saved(scene(), "JPEG", icc_profile=linear))
    assert not any(part.told for part in parts(data))


def test_a_phones_heic_is_turned_and_leaves_its_notes() -> None:
    data, form = photograph.taken_in(HEIC)
    assert form == "JPEG"
    assert photograph.size_of(data)[:2] == (48, 64)
    assert not any(part.told for part in parts(data))


def test_what_is_taken_in_is_as_large_as_can_be_shown_and_sharp_where_it_was_sharp() -> None:
    data, form = photograph.taken_in(saved(scene(3_000, 1_000), "JPEG"))
    assert (form, photograph.size_of(data)[:2]) == ("JPEG", (1600, 533))
    assert photograph.taken_in(saved(scene(), "PNG"))[1] == "PNG"
    clear = scene().convert("RGBA").rotate(30)
    data, form = photograph.taken_in(saved(clear, "WEBP", lossless=True))
    assert (form, photograph.size_of(data)[2]) == ("PNG", True)
    assert photograph.taken_in(data) == (data, "PNG")


def bomb() -> bytes:
    """A few kB that unfold into 900 million pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 4_000_000, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


@pytest.mark.parametrize("data", [bomb(), png(6_000, 5_000)], ids=["bomb", "too many"])
def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded(data: bytes) -> None:
    assert "million pixels" in photograph.look_at(data)
    with pytest.raises(Unreadable, match="million pixels"):
        photograph.prepared(data)
    assert picture_of("a-b.png", data) is None


@pytest.mark.parametrize("lenient", [False, True], ids=["", "whatever a library set for all"])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_broken_picture_is_refused_in_words(form: str, lenient: bool) -> None:
    data = saved(scene(), form)
    usual, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, lenient
    try:
        for broken in (data[: len(data) // 2], data[:12] + b"\0" * (len(data) - 12), data[:12]):
            assert photograph.look_at(broken).endswith(".")
            with pytest.raises(Unreadable):
                photograph.taken_in(broken)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = usual


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "AVIF"])
def test_a_picture_that_moves_is_known(form: str) -> None:
    two = saved(scene(), form, save_all=True, append_images=[scene().rotate(180)])
    assert photograph.moves(two)
    assert not photograph.moves(saved(scene(), form))


def test_versions_are_no_wider_than_the_picture_and_keep_its_form() -> None:
    wide = Photograph("images/a.0", 1600, 900, False)
    assert [(v.width, v.height) for v in wide.of("AVIF")] == [(360, 202), (544, 306), (720, 405), (1088, 612)]
    assert (wide.plain.file, wide.plain.height) == ("images/a.0-1200.jpg", 675)
    small = Photograph("images/a.0", 400, 300, True)
    assert [v.width for v in small.of("WEBP")] == [360, 400]
    assert small.plain.file == "images/a.0-400.png"
    assert len({v.file for v in small.versions}) == len(small.versions)


def test_the_same_picture_is_encoded_to_the_same_bytes_alone_and_within_the_ceiling() -> None:
    rough = scene(360, 240, noise=30)
    for form in ("AVIF", "WEBP"):
        data = photograph.encoded(rough, 360, 240, form)
        assert len(data) <= photograph.CEILING
    for form in photograph.ENDINGS:
        data = photograph.encoded(scene(), 48, 32, form)
        assert data == photograph.encoded(scene(), 48, 32, form)
        assert not any(part.told for part in parts(data))
        with Image.open(io.BytesIO(data)) as image:
            assert (image.size, image.format) == ((48, 32), form)


def test_another_picture_has_another_address() -> None:
    one, two = (picture_of("a-b.png", saved(image, "PNG")) for image in (scene(), scene(97)))
    assert isinstance(one, Photograph)
    assert isinstance(two, Photograph)
    assert one.begins != two.begins


def test_a_site_without_pixels_does_not_wait_for_pillow() -> None:
    """Pelican's own settings are left out: to read them loads docutils, which loads all it can find."""
    code = """
import datetime, sys
from desk.checks.code import GOOD, POST
from desk.checks.image import PNG
from desk.edition import edition_of
from desk.finish import finish
from desk.model.snapshot import Snapshot
files = {path: text.encode() for path, text in GOOD.items() if path.startswith("content/")}
files["content/extra/icon.png"] = PNG
files["content/images/an-example-x.svg"] = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
files[POST] += b"\\n![A drip]({static}../images/an-example-x.svg)\\n"
edition = edition_of(Snapshot(files), datetime.date(2026, 11, 28))
assert "<svg" in edition.rendered(POST).html
assert any(name.endswith(".svg") for name in finish(edition))
assert not [problem for problem in edition.problems if problem.code.startswith("image/")]
assert "PIL" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
