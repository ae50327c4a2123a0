"""Each contract is seen to be broken where one fault is planted, and nothing else is said."""

from __future__ import annotations

import re
from itertools import cycle
from pathlib import Path

import pytest

from desk.markup.marks import SIGNS
from desk.verify.contracts import contracts
from tests.build.verified_site import small_site

POST, PAGE = "seen/index.html", "about/index.html"
END = "</main>"
NUMBERS = ("911", "988")


def added(html: str) -> tuple[str, str, str]:
    """The fault is `html`, at the end of a page."""
    return PAGE, END, html + END


PLANTED: dict[str, tuple[str, str, str]] = {
    "one title": (PAGE, "<title>.*?</title>", "<title> </title>"),
    "one h1": (PAGE, "<h1>.*?</h1>", ""),
    "one main": (PAGE, '<main id="main">', '<main><p id="main">'),
    "a language": (PAGE, 'lang="en"', 'lang="de"'),
    "a viewport": (PAGE, 'name="viewport"', 'name="view"'),
    "zoom is never refused": (PAGE, "width=device-width", "width=device-width, user-scalable=no"),
    "a canonical address, its own": (PAGE, '(rel="canonical" href=".*?)/about/', r"\1/corrections/"),
    "no second canonical address": (PAGE, "</head>", '<link rel="canonical" href="https://plainketamine.example/">'),
    "a description": (PAGE, 'name="description"', 'name="descriptions"'),
    "og:title": (PAGE, "og:title", "og:name"),
    "og:description": (PAGE, "og:description", "og:text"),
    "og:url": (PAGE, '(og:url" content=".*?)/about/', r"\1/corrections/"),
    "og:type": (PAGE, "og:type", "og:kind"),
    "og:image": (PAGE, '(og:image" content=")[^"]*', r"\1/share.png"),
    "og:image:alt": (PAGE, "og:image:alt", "og:image:words"),
    "a Twitter card": (PAGE, "twitter:card", "twitter:cards"),
    "a colour for the browser's bars, day and night": (PAGE, ' media="[^"]*"', ""),
    "both colour schemes": (PAGE, "light dark", "light"),
    "every feed is named": (PAGE, '<link rel="alternate" type="application/rss.*?>', ""),
    "no markup in the text": added("<p>/// claim</p>"),
    "no markup in what is said to machines": (PAGE, '(og:image:alt" content=")', r"\1[[TOC]] "),
    "no empty link": added('<a href="/"> </a>'),
    "no empty heading": added("<h2> </h2>"),
    "no link without an address": added("<a>word</a>"),
    "own links begin with a slash": added('<a href="https://plainketamine.example/">word</a>'),
    "no address of this computer": added('<a href="http://localhost:8000/">word</a>'),
    "every picture is described": added('<img src="/share.png">'),
    "no table without a head": added("<table><tr><td>1</td></tr></table>"),
    "a skip link first": (PAGE, 'href="#main"', 'href="/"'),
    "no positive tabindex": added('<p tabindex="1">word</p>'),
    "nothing plays by itself": added("<video></video>"),
    "no link opens a window of its own": added('<a href="/" target="_blank">word</a>'),
    "four levels of light": (PAGE, 'name="light" value="dim"', 'value="dim"'),
    "one style sheet that the first paint waits for, in the page": added("<style></style>"),
    "one script that the first paint waits for": added("<script></script>"),
    "no script from a file that the page waits for": (PAGE, " async>", ">"),
    "no style attribute": added('<p style="color: red">word</p>'),
    "no handler in an attribute": added('<p onclick="go()">word</p>'),
    "no javascript: address": added('<a href="javascript:go()">word</a>'),
    "nothing is loaded from elsewhere": added('<img alt="" src="https://example.org/a.png">'),
    "no form but the search": added("<form></form>"),
    "a policy": (PAGE, "default-src 'none'", "default-src 'self'"),
    "the policy before anything it governs": (PAGE, "<meta charset", '<meta name="a"><meta name="b"><meta charset'),
    "help is one step away": (PAGE, 'href="/get-help-now/"', 'href="/about/"'),
    "not medical advice": (PAGE, "It is not medical advice", "It is medical advice"),
    "911 at the foot": (PAGE, 'call <a href="tel:911">911</a> in an emergency; ', ""),
    "988 at the foot": (PAGE, '; call or text <a href="tel:988">988</a> in a crisis', ""),
    "no site learns which page a reader came from": (PAGE, 'content="no-referrer"', 'content="origin"'),
    "a post holds its own title": (POST, "(<h1>.*?</h1>)", r"<div>\1</div>"),
    "a post answers at once": (POST, 'class="lead"', 'class="led"'),
    "a post says how sure, with the mark and its word": (POST, '(<p class="verdict">)<svg.*?</svg>', r"\1"),
    "no mark without its word": added('<p><svg class="mark"></svg></p>'),
    "a post with an emergency leads there from its top": (POST, '<p class="now">', '<p class="then">'),
    "a post names its reviewer or says it has none": (POST, "(<dt>Reviewer</dt>\n<dd>).*?</dd>", r"\1</dd>"),
    "a post can be corrected": (POST, "/content/posts/seen.md", "/"),
    "a post's headings can be linked to": (POST, '(<h2 id="what-it-says">)<a [^>]*>(.*?)</a>', r"\1\2"),
    "a number or a word leads to its note": (POST, 'href="#source-1"', 'href="#what-it-says"'),
    "no word in a button": added("<button>word</button>"),
    "what is cited is listed": (POST, 'aria-labelledby="sources"', 'aria-labelledby="what-it-says"'),
    "an emergency box names whom to call": (
        POST, r"Emergency: call\s911</a></h3>\n<p>.*?</p>", "Emergency</a></h3><p>Call.</p>"),
}  # fmt: skip
"""Contract -> a file, what stands in it, and the fault in its place."""
IN_THE_TEXT = {
    "a post's headings can be linked to", "a number or a word leads to its note",
    "what is cited is listed", "an emergency box names whom to call",
}  # fmt: skip
"""Those whose fault is in what was checked."""


def test_a_site_without_a_fault_has_none_named() -> None:
    assert small_site().said() == []


def test_each_contract_has_its_own_name_and_a_planted_fault() -> None:
    names = [contract.name for contract in contracts(NUMBERS)]
    assert sorted(names) == sorted(PLANTED)


@pytest.mark.parametrize("name", PLANTED)
def test_a_broken_contract_is_named_with_its_page_and_nothing_else_is(tmp_path: Path, name: str) -> None:
    file, pattern, new = PLANTED[name]
    said, *also = small_site().where(tmp_path, file, pattern, new, checked=name in IN_THE_TEXT).said()
    assert said.startswith(f"{file}: breaks “{name}”")
    assert all("/robots.txt without saying what" in each for each in also)  # a script that is not pinned either
    assert re.search(r" Fix: mend .+\.$", said)


@pytest.mark.parametrize(
    ("sign", "file"),
    list(zip(SIGNS, cycle([POST, PAGE, "404.html", "tag/infusions/index.html", "withdrawn/index.html"]), strict=False)),
)
def test_raw_markup_is_named_on_every_kind_of_page_with_what_it_is(tmp_path: Path, sign: str, file: str) -> None:
    (said,) = small_site().where(tmp_path, file, END, f"<p>words {sign}here</p>{END}").said()
    assert said.startswith(f"{file}: breaks “no markup in the text”")
    assert f"words {sign}here" in said


@pytest.mark.parametrize("tag", ["code", "pre", "kbd", "samp"])
def test_markup_in_code_is_meant(tmp_path: Path, tag: str) -> None:
    text = f"<{tag}>{' '.join(SIGNS)}</{tag}>{END}"
    assert small_site().where(tmp_path, PAGE, END, text).said() == []


def test_an_id_that_stands_twice_is_named(tmp_path: Path) -> None:
    (said,) = small_site().where(tmp_path, PAGE, END, f'<p id="twice">a</p><p id="twice">b</p>{END}').said()
    assert said.startswith(f"{PAGE}: the id twice stands there twice")


@pytest.mark.parametrize("box", ["key-points", "how-sure", "off-label", "emergency", "ask-your-clinician"])
def test_a_box_that_a_topic_needs_and_a_post_lacks_is_named(tmp_path: Path, box: str) -> None:
    (said,) = small_site().where(tmp_path, POST, f'"box box--{box}"', '"box box--other"', checked=True).said()
    assert said.startswith(f"{POST}: has no box {box}")
    assert "content/posts/seen.md" in said
