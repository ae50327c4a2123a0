"""What every built page must keep: one selector, one rule, its reason. A rule for pages is added here, nowhere else.

A selector is XPath 1.0 (https://www.w3.org/TR/xpath-10/). The rule is how many elements or values it may select on a
page. `on` narrows it to the pages that select anything by that second selector.
"""

from __future__ import annotations

from dataclasses import dataclass

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


def exactly(count: int, name: str, selector: str, reason: str, on: str = "/html") -> Contract:
    """A page has `count` of it."""
    return Contract(name, selector, count, count, reason, on)


def never(name: str, selector: str, reason: str, on: str = "/html") -> Contract:
    """A page has none of it."""
    return Contract(name, selector, 0, 0, reason, on)


def always(name: str, selector: str, reason: str, on: str = "/html") -> Contract:
    """A page has at least one."""
    return Contract(name, selector, 1, None, reason, on)


POST = "//main//article"
LISTED = "/html[not(//meta[@name='robots'][contains(@content, 'noindex')])]"

CONTRACTS = [
    # Told apart and found.
    exactly(1, "one title", "//head/title[normalize-space()]", "A tab, a bookmark and a result need a name."),
    exactly(1, "one h1", "//h1[normalize-space()]", "Screen readers jump to it to learn what page this is."),
    exactly(1, "one main", "//main[@id='main']", "It is where the skip link leads."),
    exactly(1, "a language", "/html[starts-with(@lang, 'en')]", "Screen readers choose their voice by it."),
    exactly(1, "a viewport", "//meta[@name='viewport']", "Without it phones show a shrunken desktop page."),
    never("zoom is never refused", "//meta[contains(@content, 'user-scalable') or contains(@content, 'maximum-scale')]",
          "Readers enlarge."),
    exactly(1, "a canonical address", "//link[@rel='canonical']/@href", "One page, one address.", LISTED),
    exactly(1, "a description", "//meta[@name='description']/@content", "Search results show it.", LISTED),
    exactly(1, "og:title", "//meta[@property='og:title']/@content", "A shared link shows it.", LISTED),
    exactly(1, "og:description", "//meta[@property='og:description']/@content", "A shared link shows it.", LISTED),
    exactly(1, "og:url", "//meta[@property='og:url']/@content", "A shared link leads there.", LISTED),
    exactly(1, "og:type", "//meta[@property='og:type']/@content", "A card has a kind.", LISTED),
    exactly(1, "og:image", "//meta[@property='og:image'][starts-with(@content, 'https://')]",
            "A shared link shows it; a relative one is not fetched.", LISTED),
    exactly(1, "og:image:alt", "//meta[@property='og:image:alt']/@content", "A card's picture is described.", LISTED),
    exactly(1, "a Twitter card", "//meta[@name='twitter:card']", "A shared link shows it.", LISTED),
    exactly(2, "a colour for the browser's bars, day and night", "//meta[@name='theme-color'][@media]",
            "No white bar over a night page."),
    exactly(1, "both colour schemes", "//meta[@name='color-scheme'][@content='light dark']",
            "No white flash before the styles are read."),
    exactly(3, "the three feeds", "//link[@rel='alternate'][contains(@type, 'atom') or contains(@type, 'rss') or "
            "contains(@type, 'feed+json')]", "Feed readers look for them on any page."),
    # Whole.
    never("no unresolved link", "//@href[contains(., '{') or contains(., '|filename|')]",
          "Pelican leaves what it cannot resolve."),
    never("no template in the text", "//body//text()[contains(., '{{') or contains(., '{%')]", "It was not rendered."),
    never("no Markdown in the text", "//body//text()[not(ancestor::code or ancestor::pre)]"
          "[contains(., '///') or contains(., '[@') or contains(., '**') or contains(., '](')]",
          "It was not understood."),
    never("no id twice", "//@id[. = ../preceding::*/@id or . = ../ancestor::*/@id]",
          "A link would lead to the wrong one."),
    never("no empty link", "//a[not(normalize-space()) and not(.//img[@alt != '']) and not(@aria-label)]",
          "A screen reader would say its address."),
    never("no empty heading", "//*[self::h1 or self::h2 or self::h3 or self::h4][not(normalize-space())]",
          "It would be a stop that says nothing."),
    never("no link without an address", "//a[not(@href) or @href = '']", "It leads nowhere."),
    never("no local or plain http address", "//@href[starts-with(., 'http:')] | //@src[starts-with(., 'http:')]",
          "Someone on the way could read and change it."),
    never("own links begin with a slash", "//a/@href[starts-with(., 'https://plainketamine.example')]",
          "The same bytes work at any address."),
    # Seen by everyone.
    never("every picture is described", "//img[not(@alt)]", "Not every reader sees it."),
    never("no table without a head", "//table[not(.//th)]", "A cell would be read without its column."),
    exactly(1, "a skip link first", "(//body//*[self::a or self::button or self::input])[1][@href='#main']",
            "Whoever comes by keyboard would walk through the menu on every page."),
    never("no positive tabindex", "//@tabindex[. > 0]", "The order of the page is the order of its stops."),
    never("nothing plays by itself", "//*[@autoplay] | //marquee | //blink | //video | //audio", "Motion hurts."),
    never("no link opens a window of its own", "//a[@target]", "The way back would be gone."),
    exactly(4, "four levels of light", "//input[@type='radio'][@name='light']", "Auto, day, dim and night."),
    # Nothing from elsewhere, nothing that runs.
    exactly(1, "one style sheet that the first paint waits for, in the page",
            "//style | //link[@rel='stylesheet'][not(@media='print,(prefers-contrast),(forced-colors)')]",
            "It waits for nothing else."),
    exactly(1, "one script", "//script[not(@type='application/ld+json')]", "The light switch and the cards are all."),
    exactly(1, "no site learns which page a reader came from", "//meta[@name='referrer'][@content='no-referrer']",
            "An address here can tell what someone suffers from."),
    never("no heading or list item is empty", "//li[not(normalize-space())]", "It would be a stop that says nothing."),
    never("no script from a file", "//script/@src", "It would be one more request before the first paint."),
    never("no style attribute", "//@style", "The policy drops it."),
    never("no handler in an attribute", "//@*[starts-with(name(), 'on')]", "The policy drops it."),
    never("no javascript: address", "//@href[starts-with(., 'javascript:')]", "The policy drops it."),
    never("nothing is loaded from elsewhere",
          f"//@src[{EXTERNAL}] | //@srcset[{EXTERNAL}] | //@poster | //iframe | //object | //embed | "
          f"//link[not(@rel='canonical')]/@href[{EXTERNAL}]", "No third party learns who reads what."),
    never("no form that sends", "//form", "There is nothing to send to."),
    exactly(1, "a policy", "//meta[@http-equiv='Content-Security-Policy']"
            "[starts-with(@content, \"default-src 'none'\")]",
            "What is not named cannot load."),
    exactly(1, "the policy before anything it governs",
            "//head/*[position() <= 2][@http-equiv='Content-Security-Policy']", "It rules only what follows it."),
    # What a patient must find.
    always("help is one step away", "//header//a[@href='/get-help-now/']", "A reader may be in danger now."),
    always("911 and 988 at the foot", "//footer[.//a[@href='tel:911'] and .//a[@href='tel:988']]",
           "The same, in words; a phone can call them."),
    always("not medical advice", "//footer[contains(., 'not medical advice')]", "It explains studies, and says so."),
    exactly(1, "a post holds its own title", "//article/header/h1", "A reader mode takes the article alone.", POST),
    exactly(1, "a post answers at once", "//article/header/p[@class='lead'][normalize-space()]",
            "The answer stands before the proof.", POST),
    exactly(1, "a post says how sure, with the mark and its word",
            "//article/header/p[@class='verdict'][*[local-name()='svg'][@aria-hidden='true']]/strong",
            "The grade stands before the text.", POST),
    never("no mark without its word",
          "//*[local-name()='svg'][@class='mark'][not(../strong or ../h2 or ../h3 or ../span)]",
          "Nobody knows how well marks alone are understood."),
    always("a post names its reviewer or says it has none", "//dl[@class='about']/dt[.='Reviewer']/"
           "following-sibling::dd[1][normalize-space()]", "No reviewer is invented.", POST),
    always("a post has its sources", "//section[@aria-labelledby='sources']//li[.//a]", "Every claim is cited.", POST),
    always("a post has its key points", "//article/section[contains(@class, 'box--key-points')]/h2[@id]",
           "A tired reader stops there.", POST),
    always("a post has questions to ask", "//section[contains(@class, 'box--ask-your-clinician')]",
           "It supports the talk with a clinician.", POST),
    always("a post on treatment says what an emergency is",
           "//section[contains(@class, 'box--emergency')][contains(., '911')][contains(., '988')]",
           "Who reads of pain or mood may be in danger.",
           "//main//article[//nav[@class='breadcrumbs'][contains(., 'Migraine') or contains(., 'Depression') or "
           "contains(., 'Pain') or contains(., 'Safety')]]"),
    always("a post with an emergency leads there from its top", "//article/p[@class='now']/a[@href='#emergency']",
           "Who is in danger must not read to the end.", "//article//*[@id='emergency']"),
    always("a post says off-label", "//article//*[contains(., 'ff-label')]", "Most uses of ketamine are.", POST),
    always("a post can be corrected", "//a[contains(@href, '/edit/main/content/posts/')]",
           "Readers find mistakes.", POST),
    always("a post's headings can be linked to", "//article//h2[@id]/a[starts-with(@href, '#')]",
           "People share parts.", POST),
    never("a number or a word leads to its note", "//sup[@class='cite']/a[not(substring(@href, 2) = //li/@id)] | "
          "//a[@class='term'][not(substring(@href, 2) = //li/@id)]", "It must lead somewhere."),
    never("no word in a button", "//main//button", "Reader modes take buttons out, and what they say with them."),
    always("a post cites", "//article//sup[@class='cite']/a[@aria-label]", "Every claim is cited.", POST),
]  # fmt: skip
