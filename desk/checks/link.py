"""Guards links: each leads to something that readers can see, by the address that stays right when files move."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from desk.checks.citation import cite_instead
from desk.checks.code import Code, in_body
from desk.checks.subject import Facts, Post, Project, Reporter
from desk.markup.address import resolve
from desk.model.body import Link
from desk.model.problem import Problem, did_you_mean

CODES = (
    Code(
        "link/missing", "there is no such file.", "correct the name.",
        in_body("See [it here]({filename}another-exampel.md).\n"),
    ),
    Code(
        "link/case", "the file's name has other large and small letters.", "write it exactly as the file is named.",
        in_body("See [this post]({filename}Another-Example.md).\n"),
    ),
    Code(
        "link/anchor", "the file has no heading with this id.", "correct what stands after the #.",
        in_body("See [this post]({filename}another-example.md#what-it-iss).\n"),
    ),
    Code(
        "link/not-published", "the link leads to a draft or a post that is scheduled for later.",
        "publish that post first, or take the link out.", in_body("See [that post]({filename}a-draft.md).\n"),
    ),
    Code(
        "link/outside", "the link leads out of content/.", "link to a file in content/.",
        in_body("See [this file]({static}../../private.env).\n"), always=True,
    ),
    Code(
        "link/attach", "{attach} and other words in braces move files or make addresses nobody checks.",
        "use {filename} for a post or page, {static} for a picture.",
        in_body("See [that file]({attach}../images/x.png).\n"),
        always=True,
    ),
    Code(
        "link/unknown-brace", "this word in braces means nothing, so readers would get a dead link.",
        "use {filename} for a post or page, {static} for a picture.",
        in_body("See [that post]({filenmae}a-post.md).\n"),
    ),
    Code(
        "link/wrong-brace", "{filename} is for posts and pages, {static} for pictures and files in extra/.",
        "use the other one.", in_body("See [this post]({static}another-example.md).\n"),
    ),
    Code(
        "link/plain-path", "the link is a path that nobody checks, and it breaks when a file moves.",
        "write {filename} or {static} and the path to the file.", in_body("See [this post](another-example.md).\n"),
    ),
    Code(
        "link/of-one-person", "the address holds a key or visit of one person, and would be public.",
        "open the page without signing in, and copy its plain address; if it was a key, make a new one.",
        in_body("See [the agency](https://www.example.org/a?access_token=abc123).\n"), always=True,
    ),
    Code(
        "link/own-address", "the link names our own site's address.", "link to the file.",
        in_body("See [this post](https://plainketamine.example/another-example/).\n"),
    ),
    Code(
        "link/local-address", "the link leads to your own computer or network; readers cannot follow it.",
        "give the public address.", in_body("See [this post](http://localhost:8000/x.html).\n"),
    ),
    Code(
        "link/http", "the link is not encrypted (http).", "write https, and see that it works.",
        in_body("See [the agency](http://www.example.org/).\n"), severity="warning",
    ),
    Code(
        "link/tracking", "the address has parts that tell its owner where readers come from.", "leave them out.",
        in_body("See [the agency](https://www.example.org/?utm_source=us).\n"),
    ),
    Code(
        "link/short-address", "the address is a shortener's: readers cannot see where it leads, and it counts them.",
        "give the address that it leads to.", in_body("See [the agency](https://bit.ly/abc).\n"),
    ),
    Code(
        "link/bare", "an address stands in the text; it is not a link, and hard to hear.",
        "write [words](address).", in_body("See https://www.example.org/ for more.\n"),
    ),
    Code(
        "link/bad-scheme", "the link does not begin with https:, mailto:, tel: or sms:.", "correct its beginning.",
        in_body("See [the agency](htps://www.example.org/).\n"), always=True,
    ),
    Code(
        "link/bad-address", "the address cannot be right.", "copy it again from the browser.",
        in_body("See [the agency](https://www example.org/).\n"),
    ),
    Code(
        "link/no-target", "the link has no address.", "write it between the round brackets.",
        in_body("See [the agency]().\n"),
    ),
    Code(
        "link/no-words", "the link has no words to press.", "write them between the square brackets.",
        in_body("See [](https://www.example.org/).\n"),
    ),
    Code(
        "link/vague-words", "the link's words do not say where it leads; some readers hear links alone.",
        "name what the reader will find.", in_body("For more, [click here](https://www.example.org/).\n"),
        severity="warning",
    ),
    Code(
        "link/bad-form", "this looks like a link, but readers would see the brackets.",
        "write [words](address), without a space between.", in_body("See [the agency] (https://www.example.org/).\n"),
    ),
    Code(
        "link/no-such-label", "no line says where this label leads.", "write [words](address).",
        in_body("See [the agency][agency].\n"),
    ),
    Code(
        "link/unused-label", "no link uses this label.", "delete the line.",
        in_body("Words.\n\n[agency]: https://www.example.org/\n"), severity="warning",
    ),
    Code(
        "link/duplicate-label", "this label is given twice.", "keep one.",
        in_body("The [agency].\n\n[agency]: https://www.example.org/\n\n[agency]: https://www.example.com/\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)

SCHEMES: Final = ("https", "http", "mailto", "tel", "sms")
_BRACE = re.compile(r"(?:\{(\w*)\}|\|(filename|static|attach|tag|category|author|index)\|)(.*)", re.DOTALL)
_SCHEME = re.compile(r"(tel|sms|[A-Za-z][A-Za-z0-9+.-]*(?=:(?!\d+(?:/|$)))):")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|_hsenc|_hsmi|mkt_tok|yclid|vero_id", re.I)
_OF_ONE = re.compile(
    r"(?:access_?|auth_?|id_?|api_?|user_?|csrf_?|login_?|share_?)?(?:token|key)|api_?key|sig|signature|password|passwd|pwd"
    r"|session(?:_?id)?|sid|j?sessionid|phpsessid|auth|ticket|x-(?:amz|goog)-(?:signature|credential|security-token)",
    re.IGNORECASE,
)
"""Names of what lets one person in. None of them is what a public page is found by."""
_SESSION = re.compile(r";(jsessionid|phpsessid|sid)=", re.IGNORECASE)
_SHORT = {
    "bit.ly", "t.co", "tinyurl.com", "goo.gl", "ow.ly", "is.gd", "buff.ly", "lnkd.in", "rebrand.ly", "cutt.ly", "t.ly",
    "fb.me", "amzn.to", "tiny.cc",
}  # fmt: skip
_LOCAL = re.compile(
    r"localhost|.*\.(?:local|localhost|internal|lan|test)|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|10\.\d+\.\d+\.\d+"
    r"|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+|169\.254\.\d+\.\d+",
    re.IGNORECASE,
)
_VAGUE = {
    "here", "click here", "click", "this", "link", "this link", "read more", "more", "this page", "learn more",
    "see here", "go", "website", "details", "this site", "page",
}  # fmt: skip
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*", re.IGNORECASE)
_DOI = re.compile(r"//(?:dx\.)?doi\.org/(10\.\d{4,9}/[^\s\])>,;]+)")
_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_PHONE = re.compile(r"\+?[0-9*#();.-]+(?:[?;].*)?")


def check_post(post: Post) -> Iterator[Problem]:
    """What can be said of a link without looking at other files."""
    reasons = {"open": "the round bracket after the link's words is not closed.",
               "swapped": "the link's brackets are swapped.",
               "space": "a space stands between the link's words and its address.",
               "bang": "a space stands between ! and the picture's words."}  # fmt: skip
    fixes = {"open": 'write ")" after the address.', "swapped": "write [words](address).",
             "space": "delete the space.", "bang": "delete the space."}  # fmt: skip
    for at, why in post.body.broken_links:
        if why == "label":
            yield post.body_problem(_report, at, "link/no-such-label")
        else:
            yield post.body_problem(_report, at, "link/bad-form", reasons[why], fixes[why])
    labels: set[str] = set()
    for definition in post.body.targets:
        if definition.label in labels:
            yield post.body_problem(_report, definition.at, "link/duplicate-label")
        elif definition.label not in post.body.used_targets:
            yield post.body_problem(_report, definition.at, "link/unused-label")
        labels.add(definition.label)
    for link in post.body.links:
        if not link.image:
            yield from _one(post, link)


def _one(post: Post, link: Link) -> Iterator[Problem]:
    words = " ".join(link.text.replace("*", "").replace("_", " ").split()).casefold().rstrip(".!:")
    if link.kind == "bare" or (link.kind == "auto" and link.target.startswith("http")):
        address = link.target if "://" in link.target else f"https://{link.target}"
        fix = f"write [words]({address}), with words that say what it is."
        if doi := _DOI.search(address):
            fix = cite_instead(doi[1])
        yield post.body_problem(_report, link.at, "link/bare", "", fix)
        if address != link.target:
            return
    elif link.kind != "auto" and not words:
        yield post.body_problem(_report, link.at, "link/no-words")
    elif link.kind == "inline" and words in _VAGUE:
        yield post.body_problem(_report, link.at, "link/vague-words", f'"{words}" does not say where the link leads.')
    for name, what, fix in judge(link.target):
        yield post.body_problem(_report, link.target_at, name, what, fix)


def judge(target: str) -> Iterator[tuple[str, str, str]]:
    """Code, what and fix for what is wrong with a target in itself."""
    if target in ("", "#"):
        yield "link/no-target", "", ""
        return
    if target[0] in "\u2018\u201c\u201d'\"":
        yield "link/bad-address", "quotation marks stand round the address.", "delete them."
        return
    if brace := _BRACE.match(target):
        word, old, rest = brace[1], brace[2], brace[3]
        if old or word in ("attach", "tag", "category", "author", "index"):
            yield "link/attach", f"{target.partition('}')[0]}}} is not used here." if word else "", ""
        elif word not in ("filename", "static"):
            near = did_you_mean(word or "", ("filename", "static"))
            yield (
                "link/unknown-brace",
                f'"{{{word}}}" means nothing, so readers would get a dead link.',
                (f'did you mean "{{{near}}}"?' if near else ""),
            )
        elif "\\" in rest or rest.startswith(" ") or not rest.strip():
            yield "link/bad-address", "the path after the braces is empty or has a space or backslash.", "correct it."
        return
    if target.startswith("#"):
        return
    if target.startswith("//") or target.lower().startswith("www."):
        address = target.lstrip("/")
        yield "link/bad-scheme", "the link does not begin with https:.", f"write https://{address}."
        return
    scheme = _SCHEME.match(target)
    if not scheme:
        return  # a path: the project knows more
    kind = scheme[1].lower()
    if kind == "file" or re.match(r"[A-Za-z]:[\\/]", target):
        yield "link/local-address", "the link leads to a file on your own computer.", ""
    elif kind not in SCHEMES:
        near = did_you_mean(kind, SCHEMES) if kind not in ("javascript", "data", "vbscript", "ftp") else None
        yield "link/bad-scheme", f'a link cannot begin with "{scheme[1]}:".', f'did you mean "{near}:"?' if near else ""
    elif kind == "mailto":
        if not _MAIL.fullmatch(target[7:].partition("?")[0]):
            yield "link/bad-address", "this is not an e-mail address.", "write mailto:name@example.org."
    elif kind in ("tel", "sms"):
        if not _PHONE.fullmatch(target[4:]):
            yield "link/bad-address", "this is not a phone number.", f"write {kind}: and digits, without spaces."
    else:
        yield from _web(target, kind)


def _web(target: str, kind: str) -> Iterator[tuple[str, str, str]]:
    try:
        parts = urlsplit(target)
        host = parts.hostname or ""
        named = bool(parts.username or parts.password)
        _ = parts.port
    except ValueError:
        yield "link/bad-address", "", ""
        return
    if host and _LOCAL.fullmatch(host):
        yield "link/local-address", "", ""
    elif named:
        yield "link/bad-address", "the address holds a user name or password.", "take it out."
    elif re.search(r"[\s<>\"\\^`]", target) or (host.isascii() and not _HOST.fullmatch(host)):
        what = "a space stands in the address." if " " in target else f'"{target}" is not a whole web address.'
        yield "link/bad-address", what, ""
    elif host.removeprefix("www.") in _SHORT:
        yield "link/short-address", "", ""
    else:
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        kept = [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)]
        secret = next((name for name, value in pairs if value and _OF_ONE.fullmatch(name)), "")
        if not secret and (visit := _SESSION.search(parts.path)):
            secret = visit[1]
        if secret:
            what = f'"{secret}" in the address is a key or visit of one person, and would be public.'
            yield "link/of-one-person", what, ""
        elif len(kept) != len(pairs):
            yield "link/tracking", "", f"write {urlunsplit(parts._replace(query=urlencode(kept)))}."
        elif kind == "http":
            yield "link/http", "", f"write https{target[4:]}, and see that it works."


def gather(post: Post, facts: Facts) -> None:
    """Add to `facts` the links of `post` that another file decides on: all but those that lead elsewhere."""
    own = _host(post.library.site.address)
    for found in post.body.links:
        if not found.image and (not _is_whole(found.target) or (own and _host(found.target) == own)):
            facts.links.append((*post.at(found.target_at), found.target))


def _is_whole(target: str) -> bool:
    """Whether it says of itself on which host it leads to something."""
    return not _BRACE.match(target) and bool(_SCHEME.match(target) or target.startswith("//"))


def check_project(project: Project) -> Iterator[Problem]:
    for path, facts in project.documents.items():
        for line, column, target in facts.links:
            for name, what, fix in _follow(project, path, facts, target):
                yield project.problem(_report, path, (line, column), name, what, fix)


def relative(path: str, file: str) -> str:
    """How a link in `path` names `file`: `{filename}../pages/about.md`."""
    here, there = PurePosixPath(path).parent.parts, PurePosixPath(file).parts
    same = 0
    while same < min(len(here), len(there) - 1) and here[same] == there[same]:
        same += 1
    brace = "{filename}" if file.endswith(".md") else "{static}"
    return brace + "/".join([".."] * (len(here) - same) + list(there[same:]))


def _follow(project: Project, path: str, facts: Facts, target: str) -> Iterator[tuple[str, str, str]]:
    if target.startswith("#"):
        yield from _anchor(facts, target[1:], "this file")
        return
    brace = _BRACE.match(target)
    if not brace:
        if _is_whole(target):
            yield "link/own-address", "", _as_file(project, path, urlsplit(target).path)
        elif target.startswith(("\\\\", "~")):
            yield "link/local-address", "the link leads to a file on your own computer or network.", ""
        elif _MAIL.fullmatch(target):
            yield (
                "link/bad-scheme",
                "an e-mail address stands where a web address is looked for.",
                f"write mailto:{target}.",
            )
        elif target and not target.lower().startswith("www."):
            yield "link/plain-path", f'"{target}" is a path that nobody checks.', _as_file(project, path, target)
        return
    word, rest = brace[1], brace[3]
    if word not in ("filename", "static") or "\\" in rest or rest.startswith(" ") or not rest.strip():
        return
    name, _, anchor = rest.partition("#")
    name = unquote(name.partition("?")[0])
    file = resolve(path, name)
    if file is None:
        yield "link/outside", "", ""
        return
    is_document = file.endswith(".md")
    if file not in project.files:
        if file in project.lost:
            return
        yield from _missing(project, path, file, word, rest)
    elif (word == "static") == is_document or (word == "filename" and not is_document):
        right = relative(path, file) + (f"#{anchor}" if anchor else "")
        yield "link/wrong-brace", f"{{{word}}} is not for this kind of file.", f"write {right}."
    elif not is_document and not file.startswith(("content/images/", "content/extra/")):
        yield "link/wrong-brace", f"{file} is not published.", "link to a picture, or to a file in content/extra."
    elif is_document:
        there = project.documents[file]
        if file in project.lost or project.is_unread(there):
            return  # its own file tells what is wrong
        if not project.seen_on(there, project.first_seen(facts)):
            kind = "is scheduled for later" if there.shown_from else "is not published"
            yield "link/not-published", f"{file} {kind}, so readers would get a dead link.", ""
        elif anchor:
            yield from _anchor(there, anchor, file)


@lru_cache(maxsize=20_000)
def _host(target: str) -> str:
    """The host that an address names; empty where it names none. Many posts cite the same few hundred sources."""
    try:
        return (urlsplit(target).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _missing(project: Project, path: str, file: str, word: str, rest: str) -> Iterator[tuple[str, str, str]]:
    right = project.by_lower.get(file.lower())
    if right:
        yield "link/case", f"the file is named {right}.", f"write {relative(path, right)}."
        return
    pure = PurePosixPath(file)
    near = did_you_mean(pure.stem, [PurePosixPath(p).stem for p in project.documents])
    match = next((p for p in project.documents if PurePosixPath(p).stem == near), None)
    yield "link/missing", f"there is no file {file}.", f"did you mean {relative(path, match)}?" if match else ""


def _as_file(project: Project, path: str, target: str) -> str:
    """A fix for a plain path or an address: the link to the file that is probably meant."""
    plain, _, anchor = target.partition("#")
    pure = PurePosixPath(unquote(plain.partition("?")[0]))
    slug = pure.parent.name if pure.name in ("index.html", "index.htm") else pure.stem
    file = project.addresses.get(slug)
    if not file:
        file = next((p for p in project.files if p.startswith("content/") and PurePosixPath(p).name == pure.name), None)
    if not file:
        near = did_you_mean(slug, project.addresses)
        return f"did you mean {relative(path, project.addresses[near])}?" if near else ""
    return f"write {relative(path, file)}{'#' + anchor if anchor else ''}."


def _anchor(facts: Facts, anchor: str, where: str) -> Iterator[tuple[str, str, str]]:
    if unquote(anchor) in facts.anchors or anchor == "":
        return
    near = did_you_mean(anchor, facts.anchors)
    fix = f'did you mean "#{near}"?' if near else f"its ids are: {', '.join(facts.anchors) or 'none'}."
    yield "link/anchor", f'{where} has no heading with the id "{anchor}".', fix
