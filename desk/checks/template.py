"""Guards theme/templates: each can be read by Jinja, names only parts that exist, and keeps to the site's policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from desk.checks.code import Code, in_file
from desk.checks.file_name import MADE_BY_THE_SITE
from desk.checks.subject import Project, Reporter, TemplateFacts, Text
from desk.model.problem import Problem, did_you_mean

FOLDER: Final = "theme/templates/"


CODES = (
    Code("template/unreadable", "Jinja cannot read the template.", "look at this line and the tags around it.",
         in_file(FOLDER + "x.html", "{% if a %}\n", "{% if a %}")),
    Code("template/missing", "there is no such template.", "correct its name.",
         in_file(FOLDER + "x.html", '{% extends "bsae.html" %}\n', '{% extends "bsae.html" %}')),
    Code("template/no-such-macro", "the template it comes from has no such macro.", "correct its name.",
         in_file(FOLDER + "x.html", '{% from "x.html" import card %}\n', '{% from "x.html" import card %}')),
    Code("template/dead-link", "no page or file of the site has this address, so every page would have a dead link.",
         "get the page back, or take the link out of the template.",
         in_file(FOLDER + "x.html", '<a href="/no-such-page/">Words</a>\n', '<a href="/no-such-page/">')),
    Code("template/body", "a template can only place a text, not look into it: it is laid in afterwards.",
         "write {{ article.content|safe }} where it is to stand; what is known of it are article.anchors, .contents, "
         ".claims, .sources and .minutes.",
         in_file(FOLDER + "x.html", '{% if "x" in article.content %}x{% endif %}\n', "{% if")),
    Code("template/style", "a style attribute is refused by readers' browsers.", "use a class.",
         in_file(FOLDER + "x.html", '<p style="color:red">Words.</p>\n', '<p style="color:red">')),
    Code("template/handler", "an on... attribute is refused by readers' browsers.", "listen in theme/static/js.",
         in_file(FOLDER + "x.html", '<p onclick="go()">Words.</p>\n', '<p onclick="go()">')),
)  # fmt: skip
_report = Reporter(CODES)
_TAG = re.compile(r"<[a-zA-Z][\w-]*([^<>]*)>?")
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_LINK = re.compile(r"\b(?:href|src|action)\s*=\s*[\"'](/(?!/)[^\"'{}\s]*)[\"']")
"""A link to the site's own root, typed out."""
_STYLE = re.compile(r"(?<![\w-])style\s*=", re.IGNORECASE)
_HANDLER = re.compile(r"(?<![\w-])on[a-z]+\s*=\s*[\"'{]", re.IGNORECASE)


def check(text: Text, facts: TemplateFacts) -> Iterator[Problem]:
    """What is wrong with one template; `facts` learns its macros and what it uses of others."""
    # Loaded late: a warm run does not need it.
    from jinja2 import Environment, TemplateSyntaxError, nodes

    environment = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"])
    try:
        tree = environment.parse(text.text)
    except (TemplateSyntaxError, RecursionError) as error:
        line = getattr(error, "lineno", None) or 1
        said = getattr(error, "message", None) or "it is nested too deeply"
        what = f"Jinja cannot read the template: {said.partition('. ')[0]}."
        yield text.problem(_report, (line, 1), "template/unreadable", what.replace("..", "."))
        return
    modules: dict[str, str] = {}
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        named = getattr(node, "template", None)
        if not isinstance(named, nodes.Const) or not isinstance(named.value, str):
            continue
        if isinstance(node, nodes.Include) and node.ignore_missing:
            continue
        wanted = []
        if isinstance(node, nodes.FromImport):
            wanted = [name if isinstance(name, str) else name[0] for name in node.names]
        elif isinstance(node, nodes.Import):
            modules[node.target] = named.value
        column = text.line(node.lineno).find(named.value) + 1
        facts.uses.append((node.lineno, max(1, column), named.value, wanted))
    for use in tree.find_all(nodes.Getattr):
        if isinstance(use.node, nodes.Name) and use.node.name in modules:
            column = text.line(use.lineno).find(f"{use.node.name}.{use.attr}") + 1
            facts.uses.append((use.lineno, max(1, column), modules[use.node.name], [use.attr]))
    placed = {id(passed.node) for passed in tree.find_all(nodes.Filter) if passed.name == "safe"}
    for asked in tree.find_all((nodes.Getattr, nodes.Getitem)):
        if _is_content(asked) and id(asked) not in placed:
            yield text.problem(_report, (asked.lineno, 1), "template/body")
    facts.names += [macro.name for macro in tree.find_all(nodes.Macro)]
    for assigned in tree.find_all(nodes.Assign):
        facts.names += [name.name for name in assigned.find_all(nodes.Name) if name.ctx == "store"]
    for link in _LINK.finditer(text.text):
        facts.links.append((*text.spot(link.start(1)), link[1]))
    plain = _JINJA.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text.text)
    for tag in _TAG.finditer(plain):
        for pattern, name in ((_STYLE, "template/style"), (_HANDLER, "template/handler")):
            bare = re.sub(r"\"[^\"]*\"|'[^']*'", lambda m: '"' + " " * (len(m[0]) - 2) + '"', tag[1])
            for found in pattern.finditer(bare):
                yield text.problem(_report, text.spot(tag.start(1) + found.start()), name)


def _is_content(use: object) -> bool:
    """Whether a template asks for `content` of something there."""
    from jinja2 import nodes

    if isinstance(use, nodes.Getattr):
        return use.attr == "content"
    return isinstance(use, nodes.Getitem) and isinstance(use.arg, nodes.Const) and use.arg.value == "content"


def check_project(project: Project) -> Iterator[Problem]:
    templates = {path.removeprefix(FOLDER): facts for path, facts in project.templates.items()}
    for path, facts in project.templates.items():
        for line, column, address in facts.links:
            if not _is_there(project, address.partition("#")[0].partition("?")[0]):
                what = f"nothing has the address {address}, so every page made from this would have a dead link."
                near = did_you_mean(address, [f"/{slug}/" for slug in project.addresses])
                fix = f"did you mean {near}?" if near else f"get content/pages/{address.strip('/')}.md back."
                yield project.problem(_report, path, (line, column), "template/dead-link", what, fix)
        for line, column, wanted, names in facts.uses:
            if wanted.startswith("!"):
                continue  # another theme's, by Pelican's own mark
            if wanted not in templates:
                near = did_you_mean(wanted, templates)
                file = PurePosixPath(wanted).name
                same = next((name for name in templates if PurePosixPath(name).name == file), near)
                what, fix = f"there is no template {wanted}.", f'did you mean "{same}"?' if same else ""
                yield project.problem(_report, path, (line, column), "template/missing", what, fix)
                continue
            for name in names:
                if name not in templates[wanted].names:
                    near = did_you_mean(name, templates[wanted].names)
                    what = f'{wanted} has no macro "{name}".'
                    fix = f'did you mean "{near}"?' if near else ""
                    yield project.problem(_report, path, (line, column), "template/no-such-macro", what, fix)


def _is_there(project: Project, address: str) -> bool:
    """Whether the site has a page or file at `address`, from the root."""
    name = address.strip("/")
    first = name.partition("/")[0]
    if first == "images":
        return f"content/{name}" in project.files
    return (
        not name or first in MADE_BY_THE_SITE or name in project.addresses or f"content/extra/{name}" in project.files
    )
