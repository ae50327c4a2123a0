"""`./site picture` and `./site check --fix`: nothing of where and by whom is kept; whole, or not at all."""

from __future__ import annotations

import errno
import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from desk.check import mend_files, run
from desk.commands.picture import picture
from desk.pictures.container import parts
from desk.refusal import Refusal
from tests.build.project import post, project
from tests.examined import DAY
from tests.photographs import FILM, HEIC, differs, jpeg, saved, scene, told

ALT = "A drip on its stand"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180">{}</svg>'
WRONG: dict[str, tuple[str, bytes, str]] = {
    "film": ("x.mov", FILM, "it is a film"),
    "empty": ("x.jpg", b"", "is empty"),
    "web page": ("x.jpg", b"<html></html>", "no picture"),
    "half": ("x.jpg", jpeg()[:800], "cannot be used"),
    "moving": ("x.webp", saved(scene(), "WEBP", save_all=True, append_images=[scene().rotate(90)]), "moves"),
    "coloured drawing": ("x.svg", SVG.format("<path fill='red' d='M0 0'/>").encode(), "currentColor"),
    "drawing that runs": ("x.svg", SVG.format("<script>1</script>").encode(), "<script>"),
    "drawing without a size": ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "how large"),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("picture") / "project", {"it": post("it"), "it-two": post("it-two")})


@pytest.fixture
def made(base: Path, tmp_path: Path) -> Path:
    shutil.copytree(base / "content", tmp_path / "project/content")
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(base / name, tmp_path / "project")
    return tmp_path / "project"


def given(made: Path, name: str, data: bytes) -> Path:
    file = made.parent / name
    file.write_bytes(data)
    return file


def errors(made: Path) -> list[str]:
    """What is wrong with the post and with pictures. Our own pages may name posts that are not here."""
    found = run(made, day=DAY, cached=False)
    return [str(p) for p in found if p.severity == "error" and not p.path.startswith("content/pages/")]


def pictures(made: Path) -> list[str]:
    return sorted(f.name for f in (made / "content/images").iterdir() if not f.name.startswith("style-guide"))


def test_a_phones_photograph_becomes_a_picture_of_its_post(made: Path) -> None:
    taken = picture(made, given(made, "IMG_0042.JPG", jpeg(6) + FILM), "it", ALT)
    assert pictures(made) == [], "not before it is carried out"
    taken.changes.carry_out()
    assert pictures(made) == ["it-drip-on-its-stand.jpg"]
    data = taken.file.read_bytes()
    assert not any(part.told for part in parts(data))
    with Image.open(io.BytesIO(data)) as image:
        assert differs(image, scene()) < 4
    assert "the place where it was taken" in taken.said
    line = f"![{ALT}]({{static}}../images/it-drip-on-its-stand.jpg)"
    assert f"\n    {line}\n" in taken.said
    text = (made / "content/posts/it.md").read_text("utf-8")
    figure = re.findall(r"^    (/// figure.*?///)$", taken.said, re.MULTILINE | re.DOTALL)[0].replace("\n    ", "\n")
    (made / "content/posts/it.md").write_text(f"{text}\n{figure}\n", "utf-8")
    assert errors(made) == []


def test_the_same_twice_is_one_file_and_another_of_its_name_gets_a_number(made: Path) -> None:
    for data in (jpeg(), jpeg(), jpeg(3, place=False), saved(scene().rotate(180), "JPEG")):
        picture(made, given(made, "drip.jpg", data), "content/posts/it.md", ALT).changes.carry_out()
    assert pictures(made) == ["it-drip-2.jpg", "it-drip.jpg"]


@pytest.mark.parametrize(
    ("name", "alt", "called"),
    [
        ("Größe ü.jpg", ALT, "it-grosse-u.jpg"),
        ("DSC01234.jpg", "A lamp, a chair and a bed in a room", "it-lamp-chair-and-bed.jpg"),
        ("Drip Rate (final).jpg", "A curve", "it-drip-rate.jpg"),
        ("PXL_20240102_101112.jpg", "", "it-picture.jpg"),
    ],
)
def test_it_is_named_after_its_post_and_what_it_shows(made: Path, name: str, alt: str, called: str) -> None:
    assert picture(made, given(made, name, jpeg()), "it", alt).file.name == called


def test_who_is_asked_says_what_it_shows_and_who_is_not_finds_it_left_open(made: Path) -> None:
    assert f"![{ALT}]" in picture(made, given(made, "a.jpg", jpeg()), "it", "", lambda question: ALT).said
    assert "![Write here: what it shows]" in picture(made, given(made, "a.jpg", jpeg()), "it").said


def test_heic_a_clear_png_and_a_drawing_are_taken_too(made: Path) -> None:
    for name, data in {
        "phone.heic": HEIC, "clear.png": saved(scene().convert("RGBA").rotate(9), "PNG"),
        "curve.svg": SVG.format("<!-- Somebody --><path stroke='#000' d='M0 0h9'/>").encode(),
    }.items():  # fmt: skip
        picture(made, given(made, name, data), "it", ALT).changes.carry_out()
    assert pictures(made) == ["it-clear.png", "it-curve.svg", "it-phone.jpg"]
    assert "Somebody" not in (made / "content/images/it-curve.svg").read_text("utf-8")


@pytest.mark.parametrize("kind", WRONG)
def test_what_will_not_do_is_refused_in_words_and_nothing_is_changed(made: Path, kind: str) -> None:
    name, data, said = WRONG[kind]
    with pytest.raises(Refusal) as refused:
        picture(made, given(made, name, data), "it", ALT)
    assert said in str(refused.value)
    assert "Fix:" in str(refused.value)
    assert pictures(made) == []


def test_a_post_that_is_not_there_and_words_that_say_nothing_are_refused(made: Path) -> None:
    file = given(made, "a.jpg", jpeg())
    for arguments in (
        (file, "its", ALT),
        (file, "it", "IMG_0042.jpg"),
        (made / "none.jpg", "it", ALT),
        (made, "it", ALT),
    ):
        with pytest.raises(Refusal, match="Fix:"):
            picture(made, *arguments)


def test_a_file_that_lies_in_content_already_goes_with_its_notes_unless_it_is_shown(made: Path) -> None:
    raw = made / "content/images/IMG_0042.jpg"
    raw.write_bytes(jpeg())
    picture(made, raw, "it", ALT).changes.carry_out()
    assert pictures(made) == ["it-drip-on-its-stand.jpg"]
    raw.write_bytes(jpeg())
    text = (made / "content/posts/it.md").read_text("utf-8")
    (made / "content/posts/it.md").write_text(f"{text}\n![{ALT}]({{static}}../images/IMG_0042.jpg)\n", "utf-8")
    with pytest.raises(Refusal, match="check --fix"):
        picture(made, raw, "it", ALT)


def test_where_the_disk_is_full_nothing_is_changed(made: Path) -> None:
    raw = made / "content/images/IMG_0042.jpg"
    raw.write_bytes(jpeg())

    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(Refusal, match="Nothing was changed"):
        picture(made, raw, "it", ALT).changes.carry_out(full)
    assert pictures(made) == ["IMG_0042.jpg"]


def test_fix_takes_out_of_every_picture_what_tells_of_it(made: Path) -> None:
    names = {name: f"it-{number}.{name.rpartition('.')[2]}" for number, name in enumerate(told())}
    for name, data in told().items():
        (made / "content/images" / names[name]).write_bytes(data)
    codes = {"image/place", "image/notes"}
    before = run(made, day=DAY, cached=False)
    assert {problem.path.rpartition("/")[2] for problem in before if problem.code in codes} == set(names.values())
    assert {problem.severity for problem in before if problem.code in codes} == {"error"}
    said = mend_files(made)
    assert len(said) == len(names)
    assert any("the place where it was taken" in line for line in said)
    assert errors(made) == []
    assert mend_files(made) == []
