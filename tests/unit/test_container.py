"""desk/pictures/container.py: whatever a file carries beside its picture is seen, told of, and taken out."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desk.pictures.container import KINDS, Unreadable, kind_of, parts, without_notes
from desk.pictures.photograph import drawn_anew, look_at
from tests.photographs import HEIC, differs, exif, jpeg, saved, scene, told

CLEAN = {form: saved(scene(), form, **({"speed": 10} if form == "AVIF" else {})) for form in
         ("JPEG", "PNG", "WEBP", "AVIF")}  # fmt: skip
TOLD = told()
PLACES = [
    "EXIF.jpg",
    "XMP.jpg",
    "EXIF.png",
    "texts.png",
    "EXIF.webp",
    "XMP.webp",
    "EXIF.avif",
    "XMP.avif",
    "clear.webp",
]


@pytest.mark.parametrize("form", CLEAN)
def test_a_file_that_is_only_a_picture_tells_of_nothing_and_stays_as_it_is(form: str) -> None:
    assert [part.told for part in parts(CLEAN[form]) if part.told] == []
    assert b"".join(part.data for part in parts(CLEAN[form])) == CLEAN[form]
    assert without_notes(CLEAN[form]) == CLEAN[form]


@pytest.mark.parametrize("name", TOLD)
def test_what_is_carried_is_seen_and_what_is_left_is_the_same_picture_alone(name: str) -> None:
    data = TOLD[name]
    assert any(part.told for part in parts(data))
    assert any(part.where for part in parts(data)) == (name in PLACES)
    left = without_notes(data) or drawn_anew(data)
    assert [part.told for part in parts(left) if part.told] == []
    assert look_at(left) == ""
    assert kind_of(left) == kind_of(data) == KINDS[f".{name.rpartition('.')[2]}"]
    for trace in (b"Exif", b"GPS", b"Somebody", b"Berlin", b"ftypmp42", b"A phone", b"xmpmeta"):
        assert trace not in left
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(left)) as after:
        assert before.size == after.size
        assert differs(before.convert("RGB"), after) < 3
        if without_notes(data):
            assert before.convert("RGBA").tobytes() == after.convert("RGBA").tobytes(), "every point as it was"


def test_notes_that_turn_a_picture_cannot_be_taken_out_without_turning_it() -> None:
    assert without_notes(jpeg(6)) is None
    assert without_notes(saved(scene(), "PNG", exif=exif(3))) is None
    assert without_notes(jpeg(1)) is not None


def test_a_picture_that_moves_is_told() -> None:
    two = [scene(), scene().rotate(180)]
    for form in ("PNG", "WEBP"):
        assert any(part.moves for part in parts(saved(two[0], form, save_all=True, append_images=two[1:])))


@pytest.mark.parametrize("form", CLEAN)
def test_a_file_that_is_cut_off_anywhere_is_never_taken_for_whole(form: str) -> None:
    data = CLEAN[form]
    for end in range(1, len(data) - 1, max(1, len(data) // 40)):
        try:
            found = parts(data[:end])
        except Unreadable:
            continue
        assert look_at(data[:end]), f"{form} cut off at {end} of {len(data)} passes: {found[-1].told}"


@given(st.sampled_from(sorted(CLEAN)), st.binary(max_size=60), st.integers(0, 4_000))
def test_bytes_of_any_kind_are_told_or_refused(form: str, strange: bytes, at: int) -> None:
    data = CLEAN[form]
    with contextlib.suppress(Unreadable):
        parts(data[:at] + strange + data[at:])


def test_kinds_are_told_by_their_bytes() -> None:
    assert kind_of(HEIC) == "HEIC"
    assert kind_of(b"GIF89a") == "GIF"
    assert kind_of(b"<html></html>") == kind_of(b"") == kind_of(b"\0\0\0\x18ftypmp42") == ""
