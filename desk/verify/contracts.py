"""What every built page must keep: one selector, one rule, its reason. A rule for pages is added here, nowhere else.

A selector is XPath 1.0 (https://www.w3.org/TR/xpath-10/) from the page's root element. The rule is how many elements or
values it may select on a page. `on` narrows it to the pages that select anything by that second selector. A selector
may ask for $site (the site's address), $address (the page's own, from the root), $source (the file it was written in,
or nothing), $language and $feeds (how many there are). Any other such name stands for all elements of that name: `$a`
is `//a`, found once for all selectors, where each `//` walks the whole page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree, html

from desk.markup import marks

EXTERNAL = "starts-with(., 'http:') or starts-with(., 'https:') or starts-with(., '//')"


@dataclass(frozen=True)
class Contract:
    """One rule of built pages."""

    name: str
    selector: str
    least: int
    most: int | None
    reason: str
    on: str = "/html"
    signs: tuple[str, ...] = ()
    """Where there are any: on a page whose texts hold none of them the selector selects nothing, and is not tried."""

    def breach(self, found: Sequence[str | html.HtmlElement]) -> str | None:
        """How a page on which that was `found` breaks it, or None."""
        if self.least <= len(found) and (self.most is None or len(found) <= self.most):
            return None
        shown = "" if len(found) < self.least else f" ({_shown(found[-1])})"
        return f"breaks “{self.name}”: it has {len(found)}{shown}. {self.reason}"


def breaches(page: html.HtmlElement, rules: Sequence[Contract], **facts: str | int) -> Iterator[str]:
    """How the parsed `page` breaks any of `rules`. `facts` are what selectors may ask for."""
    asked = {name for rule in rules for selector in (rule.selector, rule.on) for name in _compiled(selector)[1]}
    named: defaultdict[str, Any] = defaultdict(list)
    for element in page.iter("html", *asked):
        named[element.tag].append(element)
    named.update(facts)

    def select(selector: str) -> Sequence[str | html.HtmlElement]:
        chosen, names = _compiled(selector)
        return chosen(page, **{name: named[name] for name in names})  # type: ignore[no-any-return]

    text: str = _TEXT(page)
    on = {selector: bool(select(selector)) for selector in dict.fromkeys(rule.on for rule in rules)}
    for rule in rules:
        if on[rule.on] and not (rule.signs and not any(sign[0] in text and sign in text for sign in rule.signs)):
            breach = rule.breach(select(rule.selector))
            if breach:
                yield breach


_TEXT = etree.XPath("concat(head/title, body)", smart_strings=False)
"""All that could be read: whatever else is in the head runs, or paints."""


@cache
def _compiled(selector: str) -> tuple[etree.XPath, list[str]]:
    """The selector, and the names that it asks for."""
    return etree.XPath(selector, smart_strings=False), re.findall(r"\$(\w+)", selector)


def _shown(found: str | html.HtmlElement) -> str:
    text = found if isinstance(found, str) else etree.tostring(found, encoding="unicode", with_tail=False)
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"


def exactly(count: int, name: str, selector: str, reason: str, on: str = "/html") -> Contract:
    """A page has `count` of it."""
    return Contract(name, selector, count, count, reason, on)


def never(name: str, selector: str, reason: str, on: str = "/html", signs: tuple[str, ...] = ()) -> Contract:
    """A page has none of it. `signs` are those without which the selector can select nothing."""
    return Contract(name, selector, 0, 0, reason, on, signs)


def always(name: str, selector: str, reason: str, on: str = "/html") -> Contract:
    """A page has at least one."""
    return Contract(name, selector, 1, None, reason, on)


POST = "/html[not(head/meta[@name='robots'][contains(@content, 'noindex')])]//main//article"
LISTED = "/html[not(head/meta[@name='robots'][contains(@content, 'noindex')])]"

OUTSIDE_CODE = (
    "not(" + " or ".join(f"ancestor::{tag}" for tag in ("code", "pre", "kbd", "samp", "script", "style")) + ")"
)
SIGNS = " or ".join(f"contains(., '{sign}')" for sign in marks.SIGNS)


def contracts(numbers: Sequence[str]) -> list[Contract]:
    """Every contract, for a country whose emergency numbers are `numbers`."""
    said = " or ".join(f"contains(., '{number}')" for number in numbers)
    return [
        *CONTRACTS,
        *(always(f"{number} at the foot", f"$footer[contains(., '{number}')]", "A reader may be in danger now.")
          for number in numbers),
        never("an emergency box names whom to call", f"$section[contains(@class, 'box--emergency')][not({said})]",
              "Who reads it may be in danger."),
    ]  # fmt: skip


CONTRACTS = [
    # Told apart and found.
    exactly(1, "one title", "$title[parent::head][normalize-space()]", "A tab, a bookmark and a result need a name."),
    exactly(1, "one h1", "$h1[normalize-space()]", "Screen readers jump to it to learn what page this is."),
    exactly(1, "one main", "$main[@id='main']", "It is where the skip link leads."),
    exactly(1, "a language", "/html[@lang=$language]", "Screen readers choose their voice by it."),
    exactly(1, "a viewport", "head/meta[@name='viewport']", "Without it phones show a shrunken desktop page."),
    never("zoom is never refused", "$meta[contains(@content, 'user-scalable') or contains(@content, 'maximum-scale')]",
          "Readers enlarge."),
    exactly(1, "a canonical address, its own", "$link[@rel='canonical'][@href = concat($site, $address)]",
            "Search engines would list another page in its place.", LISTED),
    never("no second canonical address", "($link[@rel='canonical'])[2]", "One page, one address."),
    exactly(1, "a description", "head/meta[@name='description']/@content", "Search results show it.", LISTED),
    exactly(1, "og:title", "head/meta[@property='og:title']/@content", "A shared link shows it.", LISTED),
    exactly(1, "og:description", "head/meta[@property='og:description']/@content", "A shared link shows it.", LISTED),
    exactly(1, "og:url", "head/meta[@property='og:url'][@content = concat($site, $address)]",
            "A shared link leads there.", LISTED),
    exactly(1, "og:type", "head/meta[@property='og:type']/@content", "A card has a kind.", LISTED),
    exactly(1, "og:image", "head/meta[@property='og:image'][starts-with(@content, concat($site, '/'))]",
            "A shared link shows it; a relative one is not fetched.", LISTED),
    exactly(1, "og:image:alt", "head/meta[@property='og:image:alt']/@content", "The card's picture is told.", LISTED),
    exactly(1, "a Twitter card", "head/meta[@name='twitter:card']", "A shared link shows it.", LISTED),
    exactly(2, "a colour for the browser's bars, day and night", "head/meta[@name='theme-color'][@media]",
            "No white bar over a night page."),
    exactly(1, "both colour schemes", "head/meta[@name='color-scheme'][@content='light dark']",
            "No white flash before the styles are read."),
    never("every feed is named", "/html[count($link[@rel='alternate'][contains(@type, 'atom') or "
          "contains(@type, 'rss') or contains(@type, 'feed+json')]) != $feeds]",
          "Feed readers look for them on any page."),
    # Whole.
    never("no markup in the text", f"//text()[{SIGNS}][{OUTSIDE_CODE}]", "It was not understood.",
          signs=marks.SIGNS),
    never("no markup in what is said to machines", "(//@content | //@alt | //@title | "
          f"//@aria-label)[{SIGNS}]", "It was not understood."),
    never("no empty link", "$a[not(normalize-space()) and not(.//img[@alt != '']) and not(@aria-label)]",
          "A screen reader would say its address."),
    never("no empty heading", "($h1 | $h2 | $h3 | $h4)[not(normalize-space())]",
          "It would be a stop that says nothing."),
    never("no link without an address", "$a[not(@href) or @href = '']", "It leads nowhere."),
    never("own links begin with a slash", "$a/@href[starts-with(., $site)]",
          "The same bytes work at any address."),
    never("no address of this computer", "//@href[starts-with(., 'http://localhost') or starts-with(., 'http://127.')]"
          "[not(starts-with(., $site))]", "Readers have another computer."),
    # Seen by everyone.
    never("every picture is described", "$img[not(@alt)]", "Not every reader sees it."),
    never("no table without a head", "$table[not(.//th)]", "A cell would be read without its column."),
    exactly(1, "a skip link first",
            "($body//a)[1][@href='#main'][not(preceding::button or preceding::input or ancestor::button)]",
            "Whoever comes by keyboard would walk through the menu on every page."),
    never("no positive tabindex", "//@tabindex[. > 0]", "The order of the page is the order of its stops."),
    never("nothing plays by itself", "//@autoplay | $marquee | $blink | $video | $audio", "Motion hurts."),
    never("no link opens a window of its own", "$a[@target]", "The way back would be gone."),
    exactly(4, "four levels of light", "$input[@type='radio'][@name='light']", "Auto, day, dim and night."),
    # Nothing from elsewhere, nothing that runs.
    exactly(1, "one style sheet that the first paint waits for, in the page",
            "$style | $link[@rel='stylesheet'][not(@media='print,(prefers-contrast),(forced-colors)')]",
            "It waits for nothing else."),
    exactly(1, "one script that the first paint waits for", "$script[not(@type or @src)]", "The light is all."),
    exactly(1, "no site learns which page a reader came from", "head/meta[@name='referrer'][@content='no-referrer']",
            "An address here can tell what someone suffers from."),
    never("no script from a file that the page waits for",
          "$script/@src[not(starts-with(., '/later.') and ../@async"
          " or $address = '/search/' and starts-with(., '/search/search.'))]",
          "It would be one more request before the first paint."),
    never("no style attribute", "//@style", "The policy drops it."),
    never("no handler in an attribute", "//@*[starts-with(name(), 'on')]", "The policy drops it."),
    never("no javascript: address", "//@href[starts-with(., 'javascript:')]", "The policy drops it."),
    never("nothing is loaded from elsewhere",
          f"//@src[{EXTERNAL}] | //@srcset[{EXTERNAL}] | //@poster | $iframe | $object | $embed | "
          f"$link[not(@rel='canonical')]/@href[{EXTERNAL}]", "No third party learns who reads what."),
    never("no form but the search", "$form[not(@action='/search/') or @method]",
          "There is nothing else to send to."),
    exactly(1, "a policy", "head/meta[@http-equiv='Content-Security-Policy']"
            "[starts-with(@content, \"default-src 'none'\")]",
            "What is not named cannot load."),
    exactly(1, "the policy before anything it governs",
            "head/*[position() <= 2][@http-equiv='Content-Security-Policy']", "It rules only what follows it."),
    # What a patient must find.
    always("help is one step away", "$header//a[@href='/get-help-now/']", "A reader may be in danger now."),
    always("not medical advice", "$footer[contains(., 'not medical advice')]", "It explains studies, and says so."),
    exactly(1, "a post holds its own title", "$article/header/h1", "A reader mode takes the article alone.", POST),
    exactly(1, "a post answers at once", "$article/p[@class='lead'][normalize-space()]",
            "The answer stands before the proof.", POST),
    exactly(1, "a post says how sure, with the mark and its word",
            "$article/p[@class='verdict'][svg[@aria-hidden='true']]/strong",
            "The grade stands before the text.", POST),
    never("no mark without its word",
          "$svg[@class='mark'][not(../strong or ../h2 or ../h3 or ../span)]",
          "Nobody knows how well marks alone are understood."),
    never("a post with an emergency leads there from its top",
          "id('emergency')/ancestor::article[not(p[@class='now']/a[@href='#emergency'])]",
          "Who is in danger must not read to the end."),
    always("a post names its reviewer or says it has none", "$dl[@class='about']/dt[.='Reviewer']/"
           "following-sibling::dd[1][normalize-space()]", "No reviewer is invented.", POST),
    always("a post can be corrected", "$a[contains(@href, $source)]",
           "Readers find mistakes.", POST),
    never("a post's headings can be linked to",
          "$h2[ancestor::article][not(@id) or not(a[@href = concat('#', ../@id)])]", "People share parts.", POST),
    never("a number or a word leads to its note", "$a[@class='term' or parent::sup[@class='cite']]"
          "[not(id(substring(@href, 2))[self::li])]", "It must lead somewhere."),
    never("no word in a button", "$button[ancestor::main][not(ancestor::form)]",
          "Reader modes take buttons out, and what they say with them."),
    never("what is cited is listed", "$article[.//sup[@class='cite']][not($section[@aria-labelledby='sources']"
          "//li[.//a])]", "Every claim has its source.", POST),
]  # fmt: skip
