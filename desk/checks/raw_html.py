"""Guards against HTML in a text: it can run scripts, load trackers, break the page's order and its strict policy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from desk.checks.code import Code, in_body
from desk.checks.subject import Post, Reporter
from desk.markup.box import BOXES
from desk.model.body import Tag
from desk.model.problem import Problem

CODES = (
    Code(
        "html/tag", "HTML is not used in a text.", "write it in Markdown; for < in a sentence write &lt;.",
        in_body("Some <b>bold</b> words.\n"),
    ),
    Code(
        "html/script", "this HTML can run a program or load another site's page.",
        "delete it; link to the page instead.", in_body('<iframe src="https://www.example.org/"></iframe>\n'),
        always=True,
    ),
    Code(
        "html/handler", "this attribute runs a program when a reader touches the text.", "delete it.",
        in_body('The [agency](https://www.example.org/){: onclick="go()" }.\n'), always=True,
    ),
    Code(
        "html/style", "a style in the text is refused by readers' browsers and breaks dark mode.",
        "delete it; styles live in theme/static/css.", in_body('Some words.\n{: style="color:red" }\n'),
    ),
    Code(
        "html/attribute", "in braces stands nothing but an id of your own.",
        "write {#small-letters-and-hyphens}, or delete the braces.",
        in_body('The [agency](https://www.example.org/){: target="_blank" }.\n'),
    ),
    Code(
        "html/site-id", "the page itself has this id, and its links would lead astray.", "choose another.",
        in_body("Some words.\n{: #main }\n"),
    ),
    Code(
        "html/unclosed", "this tag is opened and not closed.", "close it.", in_body("Press <kbd>Esc now.\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)

ALLOWED: Final = {"br": r" ?/?", "kbd": "", "sup": "", "sub": "", "abbr": r' title="[^"<>&{}\n]+"'}
"""Tag -> what may stand in it after its name."""
SITE_IDS: Final = frozenset({"main", "share", "sources", "words", *BOXES})
POST_IDS: Final = SITE_IDS | {"about-this-page", "changes", "in-this-series"}
_COUNTED_IDS = re.compile(rf"(?:source|claim|term)-.+|(?:{'|'.join(BOXES)})-\d+")
"""Ids of templates and of what Markdown is made into; tests/content/test_harm.py holds them to both."""
_OWN_ID = re.compile(r"\{:?[ ]*#([a-z][a-z0-9]*(?:-[a-z0-9]+)*)[ ]*\}(?![^\n{]*\})")
_WHOLE = re.compile(
    "|".join(
        f"<{name}{inside}>" + ("" if name == "br" else rf"[^<>*_`\[\]{{}}\n]+</{name}>")
        for name, inside in ALLOWED.items()
    )
)
"""All of the HTML that may stand in a text: whole, on one line, with plain words in it."""
_WORDS = re.compile(r"\{[a-z]+(?: [a-z]+)+\}")
"""Plain words: desk/checks/unread.py says that they are lost."""
_LINK_WORD = re.compile(r"\{\w*\}(?=\S)")
_BEFORE_TARGET = re.compile(r"(?:\(<?|^[ ]{0,3}\[[^\]\n]*\]:[ ]*<?)$", re.MULTILINE)
_END_TAG = re.compile(r"</(?![a-zA-Z])")
_DANGEROUS = {
    "script", "iframe", "object", "embed", "form", "input", "button", "link", "meta", "base", "svg", "math", "frame",
    "frameset", "applet", "template", "textarea", "select", "video", "audio", "source", "portal", "noscript",
}  # fmt: skip
_ELEMENTS = _DANGEROUS | set(ALLOWED) | {
    "a", "article", "aside", "b", "blockquote", "body", "center", "code", "col", "dd", "del", "details", "dl",
    "div", "dt", "em", "fieldset", "figure", "figcaption", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hr", "html", "i", "img", "ins", "label", "li", "main", "mark", "marquee", "nav", "ol", "option", "p",
    "pre", "q", "s", "section", "small", "span", "strong", "style", "summary", "table", "tbody", "td", "th",
    "thead", "time", "title", "tr", "tt", "u", "ul", "var",
}  # fmt: skip
_MARKDOWN = {"table": "each row as | one | two |, and | --- | --- | below the first",
             "b": "**words**", "strong": "**words**", "i": "*words*", "em": "*words*", "a": "[words](address)",
             "img": "![words]({static}../images/name.png)", "li": "- words", "h2": "## words", "h3": "### words",
             "code": "`words`", "blockquote": "> words"}  # fmt: skip
_NAME = re.compile(r"([^\s=\"'/]+)\s*(?:=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"']*))?")


def check_post(post: Post) -> Iterator[Problem]:
    yield from _tags(post)
    yield from _braces(post)
    for heading in post.body.headings:
        if not (heading.own_id or heading.in_box) and is_site_id(heading.anchor, post.document.kind):
            fix = f"use other words, or give it an id: ## {heading.text} {{#{heading.anchor}-here}}."
            what = f'the heading would get the id "{heading.anchor}", which the page itself has.'
            yield post.body_problem(_report, heading.at, "html/site-id", what, fix)


def is_site_id(name: str, kind: str) -> bool:
    """Whether a page of this kind, a post or a page, may itself have an element of this id."""
    return name in (POST_IDS if kind == "post" else SITE_IDS) or bool(_COUNTED_IDS.fullmatch(name))


def _tags(post: Post) -> Iterator[Problem]:
    plain = post.body.plain
    if "<" not in plain:
        return
    whole = [match.span() for match in _WHOLE.finditer(plain)]
    opened: Counter[str] = Counter()
    within, depth = "", 0  # the element that was refused last, while it is open: what stands in it goes with it
    for match in _END_TAG.finditer(plain):
        yield post.body_problem(_report, match.start(), "html/tag", "this looks like the end of an HTML tag.")
    for number, tag in enumerate(post.body.tags):
        if any(start <= tag.at < end for start, end in whole):
            continue
        names = [name.lower() for name in _NAME.findall(tag.attributes)]
        if not tag.whole and tag.name not in _ELEMENTS:
            continue  # "x <y" in a sentence: the build shows it as typed
        if within and tag.name == within:
            depth += -1 if tag.closing else 1
            if depth == 0:
                within = ""
                opened[tag.name] -= 1
                continue
        told = tag.closing and opened[tag.name] > 0  # what is opened and refused need not be refused again
        opened[tag.name] += -1 if tag.closing else 1
        if told:
            continue
        if tag.name in _DANGEROUS and not tag.closing:
            what = f"<{tag.name}> can run a program or load another site's page."
            yield post.body_problem(_report, tag.at, "html/script", what)
        elif any(name.startswith("on") for name in names):
            yield post.body_problem(_report, tag.at, "html/handler")
        elif "style" in names or (tag.name == "style" and not tag.closing):
            yield post.body_problem(_report, tag.at, "html/style")
        elif tag.name not in ALLOWED and within:
            continue
        elif tag.name not in ALLOWED:
            if not tag.closing and _is_closed(post.body.tags, number):
                within, depth = tag.name, 1
            shown = f"<{'/' * tag.closing}{tag.name}>"
            what = f"{shown} is HTML, which is not used in a text." if tag.name.strip("!?") else ""
            fix = f"write {_MARKDOWN[tag.name]}." if tag.name in _MARKDOWN else "delete it." if tag.closing else ""
            yield post.body_problem(_report, tag.at, "html/tag", what, fix)
        elif not tag.whole:
            yield post.body_problem(_report, tag.at, "html/unclosed", f'no ">" closes <{tag.name}.', 'type ">".')
        elif not re.fullmatch(ALLOWED[tag.name], tag.attributes) and not tag.closing:
            takes = "takes a title alone" if tag.name == "abbr" else "takes nothing but its name"
            yield post.body_problem(_report, tag.at, "html/attribute", f"<{tag.name}> {takes}.", "delete the rest.")
        elif tag.closing:
            what = f"</{tag.name}> closes nothing."
            yield post.body_problem(_report, tag.at, "html/unclosed", what, f"write <{tag.name}> before it.")
        else:
            what = f"<{tag.name}> is not closed on its line, or holds more than plain words."
            yield post.body_problem(_report, tag.at, "html/unclosed", what, f"write </{tag.name}> after the words.")


def _is_closed(tags: list[Tag], number: int) -> bool:
    """Whether the element that this tag opens is closed further down."""
    return any(tag.closing and tag.name == tags[number].name for tag in tags[number + 1 :])


def _braces(post: Post) -> Iterator[Problem]:
    """Markdown puts what stands in braces into the page's own tags, so a closed form alone may stand there."""
    plain = post.body.plain
    at = plain.find("{")
    while at >= 0:
        own = _OWN_ID.match(plain, at)
        line_start, line_end = plain.rfind("\n", 0, at) + 1, plain.find("\n", at)
        if own and is_site_id(own[1], post.document.kind):
            yield post.body_problem(_report, at, "html/site-id", f'the page itself has the id "{own[1]}".')
        elif not (
            own or _WORDS.match(plain, at) or plain.startswith("\\", at - 1) or _is_target(plain, line_start, at)
        ):
            rest = plain[at:line_end].lower()
            kind = "handler" if re.search(r"\bon\w+\s*=", rest) else "style" if re.search(r"\bstyle\s*=", rest) else ""
            yield post.body_problem(_report, at, f"html/{kind or 'attribute'}")
            at = line_end if line_end >= 0 else len(plain)
        at = plain.find("{", own.end() if own else at + 1)


def _is_target(plain: str, line_start: int, at: int) -> bool:
    return bool(_LINK_WORD.match(plain, at) and _BEFORE_TARGET.search(plain[line_start:at]))
