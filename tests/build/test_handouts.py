"""A handout says what its page says, as a tagged PDF, and is linked only while it does."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from lxml import html
from pypdf import PdfReader

from desk.edition import Edition, read
from desk.handouts.kept import Handout, current, of_record
from desk.handouts.layout import laid_out
from desk.handouts.place import PLACE
from desk.handouts.sheet import FORMS, Sheet, documents, sheets
from desk.model.build_day import today
from desk.site.kept import Kept
from tests.build.project import post, project
from tests.build_site import ROOT, built, run_folder

SLUG = "a-post"
BODY = """/// claim | Does it help?
    grade: limited

It helped some in one trial [@zitek2018]. This second sentence stays on the screen.
///

/// numbers | Better after a day
    of: 100
    with: 60
    without: 50
    labels: with it, without it
    time: in one trial

A remark on the numbers [@zitek2018].
///"""
FURNITURE = {"QR", "code", "https", "plainketamine", "example", "a", "post", "et", "al"}
"""Words that only paper has: the address, and how a list of authors is cut short."""


def no_picture(name: str) -> tuple[bytes, str]:
    raise AssertionError(f"{name} is on no sheet")


@cache
def small() -> tuple[Path, Edition]:
    """A project of one post, with the pages of ours, and its edition."""
    root = project(Path(tempfile.mkdtemp(dir=run_folder())) / "handouts", {SLUG: post(SLUG, body=BODY)})
    shutil.copy(ROOT / "content/pages/home-safety-card.md", root / "content/pages")
    return root, read(root, today(root))


@cache
def sheet_of(slug: str, form: str) -> Sheet:
    edition = small()[1]
    (document,) = [each for each in documents(edition) if each.slug == slug]
    (found,) = [each for each in sheets(edition, document) if each.form == form]
    return found


@cache
def handout(slug: str, form: str) -> Handout:
    return of_record(sheet_of(slug, form), laid_out(sheet_of(slug, form), no_picture))


def pdf(slug: str, form: str) -> PdfReader:
    return PdfReader(io.BytesIO(handout(slug, form).data))


def tagged(element: Any) -> list[Any]:
    """Every element of a PDF's structure, from `element` down."""
    element = element.get_object()
    if not isinstance(element, dict):
        return []
    inside = element.get("/K", [])
    inside = inside if isinstance(inside, list) else [inside]
    return [element, *(each for part in inside if not isinstance(part, int) for each in tagged(part))]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


BOTH = [(SLUG, "normal"), (SLUG, "large"), ("home-safety-card", "normal")]


@pytest.mark.parametrize(("slug", "form"), BOTH)
def test_a_handout_is_tagged_and_says_what_it_is(slug: str, form: str) -> None:
    reader = pdf(slug, form)
    root = reader.trailer["/Root"]
    title = html.document_fromstring(sheet_of(slug, form).page).xpath("string(//h1)")
    assert root["/Lang"] == "en-US"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata["/Title"] == f"{title} \u2013 Plain Ketamine"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()
    tags = tagged(root["/StructTreeRoot"])
    kinds = [tag.get("/S") for tag in tags]
    assert kinds.count("/H1") == 1
    assert {"/H2", "/L", "/LI", "/P"} <= set(kinds)
    assert [tag.get("/Alt") for tag in tags if tag.get("/S") == "/Figure"] == [
        f"QR code: https://plainketamine.example/{slug}/"
    ]
    assert [each["/Title"] for each in reader.outline if isinstance(each, dict)] == [title]
    for page in reader.pages:
        assert page["/Tabs"] == "/S"
        assert all("/Contents" in link.get_object() for link in page.get("/Annots", []))


@pytest.mark.parametrize(("slug", "form"), BOTH)
def test_a_handout_has_its_fonts_within_it_and_no_other(slug: str, form: str) -> None:
    found = {
        (str(font["/BaseFont"]), "/FontFile2" in descendant["/FontDescriptor"])
        for page in pdf(slug, form).pages
        for font in (each.get_object() for each in page["/Resources"]["/Font"].values())
        for descendant in (each.get_object() for each in font["/DescendantFonts"])
    }
    assert {re.sub(r"^/\w+\+|,$", "", name) for name, _ in found} == {
        "Source-Sans-3",
        "Source-Sans-3-Semi-Bold",
        "Literata-Semi-Bold",
    }
    assert all(within for _, within in found)


@pytest.mark.parametrize(("slug", "form"), BOTH)
def test_a_handout_keeps_every_word_of_its_sheet(slug: str, form: str) -> None:
    reader = pdf(slug, form)
    said = words(" ".join(page.extract_text() for page in reader.pages))
    meant = html.document_fromstring(sheet_of(slug, form).page).xpath("//body//text()")
    assert words(" ".join(meant)) - said == set()
    assert len(reader.pages) == handout(slug, form).pages <= (4 if form == "large" else 2)
    assert f"Page 1 of {len(reader.pages)}" in reader.pages[0].extract_text()


def test_large_print_has_no_smaller_letters_but_the_numbers_of_sources() -> None:
    sizes: set[float] = set()

    def see(text: str, _: object, matrix: list[float], __: object, size: float) -> None:
        if re.search(r"[a-z]{3}", text):
            sizes.add(round(abs(size * matrix[3]), 1))

    for page in pdf(SLUG, "large").pages:
        page.extract_text(visitor_text=see)
    assert min(sizes) >= 18


@pytest.mark.parametrize(("slug", "form"), BOTH[::2])
def test_the_code_on_a_handout_is_the_address_of_its_page(slug: str, form: str) -> None:
    page = pypdfium2.PdfDocument(handout(slug, form).data)[0]
    (read_off,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert read_off.text == f"https://plainketamine.example/{slug}/"


def test_the_same_sheet_gives_the_same_bytes() -> None:
    sheet = sheet_of("home-safety-card", "normal")
    assert of_record(sheet, laid_out(sheet, no_picture)).data == handout("home-safety-card", "normal").data


def test_a_build_links_to_what_is_kept_and_current_and_to_nothing_else() -> None:
    root, edition = small()
    assert current(edition, root) == {}
    kept = Kept(root / PLACE)
    for form in FORMS:
        sheet = sheet_of(SLUG, form)
        kept.get(
            sheet.digest,
            sheet.laid_out_by,
            lambda form=form: b"%d\n" % handout(SLUG, form).pages + handout(SLUG, form).data,
        )
    assert current(edition, root) == {SLUG: {form: handout(SLUG, form) for form in FORMS}}
    place = root / f"content/posts/{SLUG}.md"
    changed = {f"content/posts/{SLUG}.md": place.read_bytes().replace(b"It helped some", b"It helped few")}
    assert current(read(root, today(root), instead=changed), root) == {}, "a handout that says something else is stale"

    site = built(root, root / "output")
    made = {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*.pdf")}
    assert made == {each.place: each.data for each in (handout(SLUG, form) for form in FORMS)}
    page = html.document_fromstring((site / SLUG / "index.html").read_text("utf-8"))
    (line,) = page.xpath("//p[starts-with(., 'On paper:')]")
    normal = handout(SLUG, "normal")
    assert line.text_content() == (
        f"On paper: handout (PDF, {normal.pages} page, {normal.kilobytes} KB) \u00b7 large print"
    )
    assert line.xpath("a/@href") == [f"/{handout(SLUG, form).place}" for form in FORMS]
    sheet_ = html.document_fromstring(sheet_of(SLUG, "normal").page)
    new = words(" ".join(sheet_.xpath("//body//text()"))) - words(page.text_content()) - FURNITURE
    new -= words(" ".join(page.xpath("//@href")))  # the addresses of sources are written out on paper
    assert new == set(), "paper says nothing that the page does not"
    assert "On paper:" not in (site / "home-safety-card/index.html").read_text("utf-8")
