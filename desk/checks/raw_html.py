"""Guards against HTML in a text: it can run scripts, load trackers, break the page's order and its strict policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from desk.checks.code import Code, in_body
from desk.checks.subject import Post, Reporter
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
        "html/attribute", "only an id (#name) or a class (.name) may stand in braces.", "delete the rest.",
        in_body('The [agency](https://www.example.org/){: target="_blank" }.\n'),
    ),
    Code(
        "html/unclosed", "this tag is opened and not closed.", "close it.", in_body("Press <kbd>Esc now.\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)

ALLOWED: Final = {"br": set[str](), "kbd": set[str](), "sup": set[str](), "sub": set[str](), "abbr": {"title"}}
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
_MARKDOWN = {"b": "**words**", "strong": "**words**", "i": "*words*", "em": "*words*", "a": "[words](address)",
             "img": "![words]({static}../images/name.png)", "li": "- words", "h2": "## words", "h3": "### words",
             "code": "`words`", "blockquote": "> words"}  # fmt: skip
_NAME = re.compile(r"([^\s=\"'/]+)\s*(?:=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"']*))?")


def check_post(post: Post) -> Iterator[Problem]:
    opened: dict[str, list[int]] = {}
    for tag in post.body.tags:
        names = [name.lower() for name in _NAME.findall(tag.attributes)]
        if not tag.whole and tag.name not in _ELEMENTS:
            continue  # "x <y" in a sentence: the build shows it as typed
        if tag.name in _DANGEROUS:
            if not tag.closing:
                what = f"<{tag.name}> can run a program or load another site's page."
                yield post.body_problem(_report, tag.at, "html/script", what)
        elif any(name.startswith("on") for name in names):
            yield post.body_problem(_report, tag.at, "html/handler")
        elif "style" in names or tag.name == "style":
            if not tag.closing:
                yield post.body_problem(_report, tag.at, "html/style")
        elif tag.name not in ALLOWED:
            if not tag.closing:
                fix = f"write {_MARKDOWN[tag.name]}." if tag.name in _MARKDOWN else ""
                what = f"<{tag.name}> is HTML, which is not used in a text." if tag.name else ""
                yield post.body_problem(_report, tag.at, "html/tag", what, fix)
        elif extra := [name for name in names if name not in ALLOWED[tag.name]]:
            what = f'<{tag.name}> takes no "{extra[0]}".'
            yield post.body_problem(_report, tag.at, "html/attribute", what, "delete it.")
        elif not tag.whole:
            yield post.body_problem(_report, tag.at, "html/unclosed", f'no ">" closes <{tag.name}.', 'type ">".')
        elif tag.name != "br":
            if not tag.closing:
                opened.setdefault(tag.name, []).append(tag.at)
            elif opened.get(tag.name):
                opened[tag.name].pop()
            else:
                what = f"</{tag.name}> closes nothing."
                yield post.body_problem(_report, tag.at, "html/unclosed", what, f"write <{tag.name}> before it.")
    for name, places in opened.items():
        for at in places:
            what = f"<{name}> is opened and not closed."
            yield post.body_problem(_report, at, "html/unclosed", what, f"write </{name}> after the words.")
    for at, text in post.body.attribute_lists:
        names = [name.lower() for name in re.findall(r"([^\s=]+)\s*=", text)]
        words = [*re.sub(r"[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|\S*)", "", text).split()]
        if any(name.startswith("on") for name in names):
            yield post.body_problem(_report, at, "html/handler")
        elif "style" in names:
            yield post.body_problem(_report, at, "html/style")
        elif names or any(word[0] not in "#." or len(word) < 2 for word in words):
            yield post.body_problem(_report, at, "html/attribute")
