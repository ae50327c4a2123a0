"""Each thing that a finished site must be is seen to be missed where one fault is planted, and nothing else is said."""

from __future__ import annotations

import gc
import random
import re
import weakref
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from lxml.html import HtmlElement

from desk.checks.image import PNG
from desk.markup.tree import parsed
from desk.model.redirect import Redirect
from desk.model.strict_yaml import Mark
from desk.pictures.picture import begins
from desk.site.kept import Kept
from desk.site.last_site import digests_of
from desk.site.site_folder import files_in
from desk.verify import Fault, Hidden, Promise, Shown, as_text, expected, verify
from desk.verify.judged import Judged, Judgement
from desk.verify.leaks import RUNS, Secrets, suspects, walk, words
from desk.verify.links import of_page, parts_of
from desk.verify.standing import standing
from tests.build.verified_site import HIDDEN_RUN, HIDDEN_TITLE, Site, small_site

URL = "https://plainketamine.example"
POST, PAGE, END = "seen/index.html", "about/index.html", "</main>"
HERE = Mark(1, 1)
DRAFT = "content/posts/quokka-nocturne.md"


def seen_picture(ending: str) -> str:
    """Where a version of the picture is that a post shows."""
    return next(name for name in small_site().promise.made if name.startswith("images/") and name.endswith(ending))


def hidden_picture() -> str:
    """How the places of what would be made of the draft's picture begin."""
    return begins("quokka-nocturne-drip.png", PNG)


# What a page loads is what it says.


def loaded(begins: str) -> str:
    """The script or style sheet whose name begins so."""
    return next(n for n in small_site().promise.made if n.startswith(begins) and n.endswith((".css", ".js")))


@pytest.mark.parametrize("begins", ["asked.", "later.", "search/search.", "search/minisearch."])
def test_a_script_or_style_that_is_not_what_its_pages_say_is_named(tmp_path: Path, begins: str) -> None:
    name = loaded(begins)
    data = (small_site().folder / name).read_bytes()
    found = small_site().having(tmp_path, {name: data + b"\n"}).said()
    assert found
    assert all(f"says of /{name} that it is sha256-" in each for each in found)


@pytest.mark.parametrize(
    ("page", "pattern"),
    [(PAGE, r' integrity="[^"]*"'), ("search/index.html", r'(?<=\.js") integrity="[^"]*"'),
     ("search/index.html", r',"integrity":\{[^}]*\}')],
)  # fmt: skip
def test_a_page_that_does_not_say_what_it_loads_is_named(tmp_path: Path, page: str, pattern: str) -> None:
    assert f"{page}: loads /" in small_site().where(tmp_path, page, pattern, "").said()[0]


def test_a_script_that_no_page_pins_is_named(tmp_path: Path) -> None:
    site = small_site().having(tmp_path, {"search/more.js": "1"})
    (found,) = site.but(made={**site.promise.made, "search/more.js": "a test"}).said()
    assert found.startswith("search/more.js: is a script or a style sheet of which no page says")


# Every file is accounted for.


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("images/quokka-nocturne-drip.png", PNG, "nobody asked for this file."),
        ("images/of-nobody.png", PNG, "nobody asked for this file."),
        ("images/data.csv", "a,b\n", "nobody asked for this file."),
        ("drafts/x.png", PNG, "nobody asked for this file."),
        ("posts/seen.md", "words\n", "is a source"),
        (".env", "TOKEN=1\n", "a file whose name begins with a dot"),
        ("images/.DS_Store", "x\n", "a file whose name begins with a dot"),
        ("favicon.ico", b"", "is empty."),
        ("robots.txt", "", "is empty."),
    ],
)
def test_a_file_that_was_not_meant_is_named(tmp_path: Path, name: str, content: bytes | str, said: str) -> None:
    (found,) = small_site().having(tmp_path, {name: content}).said()
    assert found.startswith(f"{name}: {said}")


def test_a_page_that_was_not_meant_is_named(tmp_path: Path) -> None:
    (found,) = small_site().having(tmp_path, {"author/index.html": "<!doctype html><title>A</title>"}).said()
    assert found.startswith("author/index.html: nobody asked for this file.")


@pytest.mark.parametrize("name", ["favicon.ico", "feeds/rss.xml", "sitemap.xml", "fonts/OFL.txt", "old/index.html"])
def test_a_file_that_was_meant_and_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    found = small_site().having(tmp_path, {name: None}).said()
    assert found[0].startswith(f"{name}: was not written. It is for ")
    assert all(f"/{name} leads nowhere" in other for other in found[1:]), "only links to it may be named besides"


def test_a_link_is_named_and_not_followed(tmp_path: Path) -> None:
    site = small_site().having(tmp_path, {"favicon.ico": None})
    (site.folder / "favicon.ico").symlink_to("/etc/passwd")
    (found,) = site.said()
    assert found.startswith("favicon.ico: is a link")


@pytest.mark.parametrize("name", ["index.html", "sitemap.xml", "seen/index.html", "Robots.txt"])
def test_two_that_want_one_place_are_both_named(name: str) -> None:
    site = small_site()
    found = site.but(extra={**site.promise.extra, name: f"content/extra/{name}"}).said()
    assert f"content/extra/{name} want the same place." in found[0]


def test_why_each_file_of_the_site_is_there() -> None:
    why = expected(small_site().promise)
    assert why["seen/index.html"] == "content/posts/seen.md"
    assert why[seen_picture("avif")] == "a picture that a post or page shows"
    assert "images/seen-drip.png" not in why, "no picture goes out as it was committed"
    assert why["old/index.html"] == "the redirect of old"
    assert why["icon.svg"] == "content/extra/icon.svg"
    assert "images/of-nobody.png" not in why


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (10, 1), (11, 2), (100, 10), (101, 11)])
def test_a_list_has_as_many_pages_as_its_posts_need(count: int, pages: int) -> None:
    shown = [Shown(f"content/posts/p-{i}.md", f"p-{i}", str, lists=("", "tag/cost")) for i in range(count)]
    why = expected(Promise(URL, shown))
    for base in ["", "tag/cost/"] if count else [""]:
        assert f"{base}index.html" in why
        assert sum(bool(re.fullmatch(rf"{base}page/\d+/index\.html", name)) for name in why) == pages - 1


def test_a_preview_has_no_feeds() -> None:
    assert not [name for name in expected(Promise(URL, [], feeds=False)) if name.startswith("feeds/")]


# The page equals the edition.


@pytest.mark.parametrize(
    ("pattern", "new"),
    [
        ("One plain link", "One plain lynk"),
        ('(<div class="body flow hung">)(.*?)(</article>)', r"\1<!--\2-->\3"),
        ('(<div class="body flow hung">)(.*?)(</article>)', r"\1<template>\2</template>\3"),
        ("<p>One small trial.*?</p>", ""),
        ('<p><a href="/about/">', '<p><a href="/corrections/">'),
        ("(The second point)", r"<b>\1</b>"),
    ],
)
def test_a_page_that_is_not_what_was_checked_is_named(tmp_path: Path, pattern: str, new: str) -> None:
    found = small_site().where(tmp_path, POST, pattern, new).said()
    assert f"{POST}: the text of content/posts/seen.md is not what was checked." in found[0]


def test_a_text_that_stands_twice_is_named(tmp_path: Path) -> None:
    (found,) = small_site().where(tmp_path, PAGE, "<p>Words of the page.*?</p>", r"\g<0>\g<0>").said()
    assert "the text of content/pages/about.md stands there 2 times." in found


def test_a_draft_in_the_preview_is_shown_with_its_slips() -> None:
    site = small_site()
    shown = [
        replace(each, body_of=partial(str, f"{each.body} More.")) if each.slug == "seen" else each
        for each in site.promise.shown
    ]
    assert len(site.but(shown=shown).said()) == 1
    lacking = [replace(each, boxes=(("nothing",),)) for each in site.promise.shown]
    assert len(site.but(shown=lacking).said()) == len(lacking)
    assert site.but(shown=[replace(each, draft=True) for each in lacking]).said() == []


# Nothing is told of what is not published.


LEAKS: dict[str, Callable[[Site, Path], Site]] = {
    "its address": lambda site, at: site.where(at, PAGE, END, f"<!-- /quokka-nocturne/ -->{END}"),
    "its whole address": lambda site, at: site.where(at, PAGE, END, f"<!-- {URL}/quokka-nocturne -->{END}"),
    "its address in JSON-LD": lambda site, at: site.where(at, POST, '"correction":', '"x":"/quokka-nocturne/","y":'),
    "its source": lambda site, at: site.where(at, PAGE, END, f"<p>content/posts/quokka-nocturne.md</p>{END}"),
    "its picture": lambda site, at: site.where(at, PAGE, END, f"<!-- /images/quokka-nocturne-drip.png -->{END}"),
    "a version of its picture": lambda site, at: site.where(
        at, PAGE, END, f"<!-- /{hidden_picture()}-720.avif -->{END}"
    ),
    "its title": lambda site, at: site.where(at, PAGE, END, f"<p>{HIDDEN_TITLE}</p>{END}"),
    "its title in other letters": lambda site, at: site.where(at, PAGE, END, f"<p>{HIDDEN_TITLE.upper()}</p>{END}"),
    "its title, said to machines": lambda site, at: site.where(at, PAGE, 'alt" content="', f"\\g<0>{HIDDEN_TITLE} "),
    "its words": lambda site, at: site.where(at, PAGE, END, f"<p>{HIDDEN_RUN}</p>{END}"),
    "its words, marked up": lambda site, at: site.where(
        at, PAGE, END, f"<p>{HIDDEN_RUN.replace(' whisper', '&nbsp;<b>whisper</b>')}</p>{END}"
    ),
    "its title in Atom": lambda site, at: site.where(at, "feeds/atom.xml", "</title>", f": {HIDDEN_TITLE}</title>"),
    "its words in RSS": lambda site, at: site.where(
        at, "feeds/rss.xml", "</description>", f"&lt;p&gt;{HIDDEN_RUN}&lt;/p&gt;</description>"
    ),
    "its words in the JSON Feed": lambda site, at: site.where(
        at, "feeds/feed.json", '"title": "', f'"title": "x\\\\n{HIDDEN_RUN} '
    ),
    "its words in a text": lambda site, at: site.where(at, "robots.txt", r"\Z", f"# {HIDDEN_RUN}\n"),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_is_named_with_what_it_tells_of(tmp_path: Path, leak: str) -> None:
    found = LEAKS[leak](small_site(), tmp_path).said()
    assert [f"of {DRAFT}, which is not published." in each for each in found] == [True], found


def test_an_address_of_the_sitemap_that_tells_of_a_draft_leads_nowhere_too(tmp_path: Path) -> None:
    new = f"</loc></url><url><loc>{URL}/quokka-nocturne/</loc>"
    found = small_site().where(tmp_path, "sitemap.xml", "</loc>", new).said()
    assert len(found) == 2
    assert all("quokka-nocturne" in each for each in found)


@pytest.mark.parametrize(
    "text", ["/category/secret/", "https://example.org/secret/", "and/secret", "/secrets/", "a secret"]
)
def test_a_word_that_is_also_an_address_is_no_leak(text: str) -> None:
    hidden = Hidden("content/posts/secret.md", "secret", "A secret", "Words.")
    assert list(Secrets([hidden], [], URL).told("x.html", f"<p>{text}</p>")) == []


def test_what_readers_may_know_from_a_post_is_no_secret_of_a_draft_with_the_same_words() -> None:
    hidden = Hidden(DRAFT, "quokka-nocturne", HIDDEN_TITLE, HIDDEN_RUN)
    public = Shown("content/posts/seen.md", "seen", partial(str, f"<p>{HIDDEN_RUN}.</p>"), head=HIDDEN_TITLE)
    page = f"<p>{HIDDEN_TITLE}. {HIDDEN_RUN}.</p>"
    assert len(list(Secrets([hidden], [], URL).told("x.html", page))) == 1
    assert list(Secrets([hidden], [public], URL).told("x.html", page)) == []


def test_what_is_looked_for_in_a_file_that_stands_is_what_would_be_looked_for_anew(tmp_path: Path) -> None:
    chance = random.Random(8)
    runs = [" ".join(chance.choices(["quokkas", "hum", "wombats", "whisper", "at", "night"], k=9)) for _ in range(6)]
    texts = {f"{number}.html": "" for number in range(5)}
    known = Kept(tmp_path)
    told = 0
    for step in range(150):
        for name in chance.sample([*texts], 2):
            texts[name] = f"<p>{'. '.join(chance.sample(runs, chance.choice((0, 0, 1))))}.</p>"
        drafts = [
            Hidden(f"content/posts/{name}.md", name, "", f"{'. '.join(chance.sample(runs, 2))}.")
            for name in chance.sample("abc", chance.randint(1, 3))
        ]
        said = chance.sample(runs, chance.randint(0, 3))
        body = f"<p>{'. '.join(said)}.</p>"
        public = [Shown("content/posts/seen.md", "seen", partial(str, body), made_from=body)]
        judged = Judged(known, dict(texts))
        judged.open(URL)
        secrets = Secrets(drafts, public, URL)
        found = suspects([*texts], texts.__getitem__, secrets, judged)
        judged.keep(Judgement(dict(texts), clear=judged.clear), {})
        assert found == [name for name in texts if any(secrets.told(name, texts[name]))], f"step {step}"
        told += bool(found)
    assert 20 < told < 130


def test_a_site_is_judged_by_what_changed_in_it_as_it_would_be_anew(tmp_path: Path) -> None:
    """After each step verify says what it would say of a site that it never saw; some of what is kept is damaged, or
    older than the rest."""
    site = small_site()
    kept = tmp_path / "kept"
    file = {name: (site.folder / name).read_bytes() for name in files_in(site.folder)}
    no_parts = re.sub(rb' id="[\w-]+"', b"", file[POST])
    telling = file[PAGE].replace(END.encode(), f"<p>{HIDDEN_RUN}.</p>{END}".encode())
    unlike = file[PAGE].replace(b'integrity="sha', b'integrity="shb')
    other = [
        replace(each, made_from="other", body_of=partial(str, "<p>Other.</p>")) if each.file == POST else each
        for each in site.promise.shown
    ]
    steps: list[tuple[str, dict[str, bytes | str | None], dict[str, object]]] = [
        ("all is well", {}, {}),
        ("parts that feeds lead to are gone", {POST: no_parts}, {}),
        ("they are there again", {}, {}),
        ("a picture that one page alone leads to is gone", {"other/share.png": None}, {}),
        ("a page that all lead to is gone", {PAGE: None}, {}),
        ("nothing is done about it", {PAGE: None}, {}),
        ("it tells of what nobody has written yet", {PAGE: telling}, {"hidden": []}),
        ("which somebody writes", {PAGE: telling}, {}),
        ("what it loads is other than it says", {PAGE: unlike}, {}),
        ("and all is well", {}, {}),
        ("a post was checked otherwise", {}, {"shown": other}),
        ("a post has no parts, of an address that all pages know", {POST: no_parts}, {"numbers": ["999"]}),
        ("all is well once more", {}, {}),
        ("what was read is damaged", {POST: no_parts}, {}),
        ("and all is well again", {}, {}),
        ("parts are gone", {POST: no_parts}, {}),
        ("what is known is older than what was read", {POST: no_parts}, {}),
    ]
    known: list[dict[Path, bytes]] = []
    said: set[int] = set()
    for what, slipped, promised in steps:
        if "damaged" in what:
            for each in (kept / "read").iterdir():
                each.write_bytes(each.read_bytes()[:-1])
        if "older" in what:
            for each, was in known[-2].items():
                each.write_bytes(was)
        promise = replace(site.promise, **promised)  # type: ignore[arg-type]
        folder = site.having(tmp_path / what, slipped).folder
        found = verify(folder, promise, judged=Judged(Kept(kept), digests_of(folder, files_in(folder))))
        assert sorted(map(str, found)) == sorted(map(str, verify(folder, promise))), what
        said.add(len(found))
        known.append({each: each.read_bytes() for each in (kept / "judged").iterdir()})
    assert len(said) > 4


class Counted(list[str]):
    """Words that count how often they are looked at."""

    looked = 0

    def __getitem__(self, at):  # type: ignore[no-untyped-def]
        type(self).looked += 1
        return super().__getitem__(at)


def test_the_work_of_looking_for_leaks_is_that_of_the_page_whatever_the_number_of_drafts() -> None:
    page = words((small_site().folder / POST).read_text("utf-8"))
    work = []
    for count in (10, 100, 1000):
        drafts = [
            Hidden(f"content/posts/d-{i}.md", f"d-{i}", f"What is ketamine for, question {i}?", f"{HIDDEN_RUN} in {i}")
            for i in range(count)
        ]
        Counted.looked = 0
        assert list(walk(Counted(page), Secrets(drafts, [], URL).tree)) == []
        work.append(Counted.looked)
    assert work[0] == work[1] == work[2] < 2 * len(page)
    assert RUNS < 10, "what is kept of a draft is bounded"


# Every address of our own leads somewhere.


@pytest.mark.parametrize(
    ("name", "pattern", "new", "said"),
    [
        (PAGE, END, f'<a href="/nowhere/">x</a>{END}', "the link /nowhere/ leads nowhere."),
        (PAGE, END, f'<a href="#nothing">x</a>{END}', "the link #nothing names a part that is not there."),
        (PAGE, END, f'<a href="/seen/#nothing">x</a>{END}', "the link /seen/#nothing names a part"),
        (PAGE, END, f'<a href="relative">x</a>{END}', "the link relative does not begin with a slash."),
        (PAGE, END, f'<a href="/about">x</a>{END}', "the link /about leads nowhere."),
        (PAGE, END, f'<a href="https://[broken/">x</a>{END}', "https://[broken/ is no address."),
        (PAGE, END, f'<img alt="" src="/images/none.png">{END}', "the link /images/none.png leads nowhere."),
        (PAGE, END, f'<img alt="" src="/share.png" srcset="/share.png 1x, /none.png 2x">{END}', "/none.png leads"),
        (PAGE, 'og:image" content="[^"]*', f'og:image" content="{URL}/none.png', "/none.png leads nowhere."),
        (POST, f'"@id":"{URL}/seen/"', f'"@id":"{URL}/sean/"', f"the link {URL}/sean/ leads nowhere."),
        (PAGE, r'url\("?/fonts/literata', 'url("/fonts/literatur', "the link /fonts/literatur"),
        ("old/index.html", "0; url=/seen/", "0; url=/sean/", "the link /sean/ leads nowhere."),
        ("sitemap.xml", f"<loc>{URL}/about/", f"<loc>{URL}/abuot/", "/abuot/ leads nowhere."),
        ("robots.txt", "/sitemap.xml", "/sitemaps.xml", "/sitemaps.xml leads nowhere."),
        ("site.webmanifest", "/icon-192.png", "/icon-193.png", "/icon-193.png leads nowhere."),
        ("feeds/atom.xml", f'<link href="{URL}/seen/"', f'<link href="{URL}/sean/"', "/sean/ leads nowhere."),
        ("feeds/rss.xml", f"<link>{URL}/seen/", f"<link>{URL}/sean/", "/sean/ leads nowhere."),
        ("feeds/feed.json", f'"url": "{URL}/seen/', f'"url": "{URL}/sean/', "/sean/ leads nowhere."),
        ("feeds/feed.json", r'href=\\"[^"]*/about/', r'href=\\"/about/', "the address /about/ is not whole"),
        ("feeds/atom.xml", f"{URL}/seen/#source-1", f"{URL}/seen/#source-9", "names a part that is not there."),
    ],
)
def test_an_address_that_leads_nowhere_is_named(tmp_path: Path, name: str, pattern: str, new: str, said: str) -> None:
    (found,) = small_site().where(tmp_path, name, pattern, new).said()
    assert found.startswith(f"{name}: ")
    assert said in found


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("site.webmanifest", "{", "is not JSON"), ("feeds/feed.json", "{", "is not JSON"), (PAGE, b"\xff", "is not UTF")],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes | str, said: str) -> None:
    assert f"{name}: {said}" in small_site().having(tmp_path, {name: content}).said()[0]


@pytest.mark.parametrize("name", ["sitemap.xml", "feeds/atom.xml", "icon.svg"])
def test_a_file_that_is_cut_short_is_named(tmp_path: Path, name: str) -> None:
    (found,) = small_site().where(tmp_path, name, r"</\w+>\s*\Z", "").said()
    assert found.startswith(f"{name}: is not XML.")


def test_no_page_is_kept_longer_than_it_is_looked_at() -> None:
    parse, pages, most = parsed, [], 0

    def watched(text: str) -> HtmlElement:
        nonlocal most
        gc.collect()
        page = parse(text)
        pages.append(weakref.ref(page))
        # A string of another type is one of lxml's, and would keep the whole page.
        assert {type(each) for each in [*parts_of(page), *of_page(page, URL)]} == {str}
        most = max(most, sum(each() is not None for each in pages))
        return page

    assert small_site().said(watched) == []
    assert len(pages) > 10
    assert most <= 2, "the page before is let go when the next is there"


# What readers have.


def promised(before: int, now: int, *redirects: Redirect) -> Promise:
    """A site that had so many posts and has so many now."""
    shown = [Shown(f"content/posts/p-{i}.md", f"p-{i}", str) for i in range(now)]
    return Promise(URL, shown, redirects=redirects, before=frozenset(f"/p-{i}/" for i in range(before)))


def test_an_address_that_readers_have_and_would_lose_is_named() -> None:
    (found,) = standing(promised(5, 4))
    assert str(found).startswith("/p-4/: readers have this address now")


@pytest.mark.parametrize("redirect", [Redirect("p-4", "p-1", "", HERE, HERE), Redirect("p-4", "", "Why.", HERE, HERE)])
def test_an_address_that_leads_on_or_says_why_is_not_lost(redirect: Redirect) -> None:
    assert list(standing(promised(5, 4, redirect))) == []


def test_a_site_that_would_lose_most_of_itself_is_refused_with_the_list_even_where_each_says_why() -> None:
    gone = [Redirect(f"p-{i}", "", "Why.", HERE, HERE) for i in range(4, 10)]
    (found,) = standing(promised(10, 4, *gone))
    assert "6 of the 10 posts and pages that readers have would be gone: /p-4/, /p-5/" in str(found)
    assert len(list(standing(promised(10, 5, *gone)))) == 0
    assert len(list(standing(promised(10, 0)))) == 1


# How it is told.


def test_what_is_wrong_with_many_files_alike_is_said_once_and_in_one_line() -> None:
    faults = [Fault(f"{i}.html", "is empty.", "mend it.") for i in range(5)] + [Fault("a", "is a link.", "mend it.")]
    assert as_text(faults) == "0.html (and 4 more): is empty. Fix: mend it.\na: is a link. Fix: mend it."
