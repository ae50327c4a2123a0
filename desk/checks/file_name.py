"""Guards the names and places of files under content/: what would be published by accident, lost, or overwritten."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

from desk.checks.code import BODY, GOOD, HEADER, Code, in_file, linked
from desk.checks.encoding import AS_TEXT, other_kind
from desk.checks.image import is_picture
from desk.checks.subject import Project, Reporter, Text
from desk.model.problem import Problem, did_you_mean
from desk.model.site import RESERVED_ADDRESSES
from desk.pictures.container import KINDS

_A = HEADER.replace("An example", "One more example") + BODY
CODES = (
    Code(
        "file/wrong-folder", "nothing is published from here.",
        "move it to content/posts, pages, images or extra.",
        in_file("content/Sleeep/a-post.md", _A, "content/Sleeep/a-post.md"),
    ),
    Code(
        "file/wrong-extension", "the file's name does not end in .md, so it is not published.", "name it so.",
        in_file("content/posts/a-post.MD", _A, "content/posts/a-post.MD"),
    ),
    Code(
        "file/copy", "the file looks like a copy that the computer made.",
        "compare it with the first one; then delete it, or give it a name that says what it is.",
        in_file("content/posts/an-example (copy).md", _A, "content/posts/an-example (copy).md"),
    ),
    Code(
        "file/leftover", "an editor, git or the computer left this file here; it is not published.", "delete it.",
        in_file("content/posts/an-example.md.orig", "x\n", "content/posts/an-example.md.orig"), severity="warning",
    ),
    Code(
        "file/lock", "an editor has the file open, or left this behind when it ended; it is not published.",
        "save and close it in your editor; where none has it open, delete this file.",
        in_file("content/posts/.~lock.an-example.md#", "x\n", "content/posts/.~lock.an-example.md#"),
        severity="warning",
    ),
    Code(
        "file/hidden", "a name here begins with a dot, so you may not see the file; it is not published.",
        "rename it without the dot, or delete it.",
        in_file("content/posts/.a-post.md", _A, "content/posts/.a-post.md"), severity="warning",
    ),
    Code(
        "file/secret", "this looks like a password or key, and content/ is published.",
        "take it out of the project, and make a new one: git remembers this one.",
        in_file("content/extra/.env", "TOKEN=1\n", "content/extra/.env"), always=True,
    ),
    Code(
        "file/symlink", "a link to another place stands here; what it points at would be published.",
        "delete it and copy the file itself.", linked("content/images/etc"), always=True,
    ),
    Code(
        "file/unreadable", "the file cannot be read.", "see that it is a plain file and that you may read it.",
        in_file("content/extra/pipe", "", "content/extra/pipe (not a plain file)"), always=True,
    ),
    Code(
        "file/case-clash", "two names differ only in large and small letters; many computers see one file.",
        "rename one of them.",
        in_file("content/extra/Key.txt", "x\n", "content/extra/Key.txt and content/extra/key.txt"), always=True,
    ),
    Code(
        "file/address-clash", "two files would be published at the same address.", "rename one of them.",
        in_file("content/pages/an-example.md", str(GOOD["content/pages/a-page.md"]).replace("A page", "One page"),
                "content/posts/an-example.md and content/pages/an-example.md"), always=True,
    ),
    Code(
        "file/not-portable", "the name cannot be used on every computer, so some could not fetch the project.",
        "rename it: at most 100 small letters, digits and hyphens.",
        in_file("content/extra/aux.txt", "x\n", "content/extra/aux.txt"), always=True,
    ),
    Code(
        "file/replaces", "the site makes a file of this address itself, and this one would take its place.",
        "delete it, or change the template that makes it.",
        in_file("content/extra/robots.txt", "x\n", "content/extra/robots.txt"), always=True,
    ),
    Code(
        "file/unplanned", "everything in content/extra is published as it is, and no site needs such a file there.",
        "write a page in content/pages in its place; a picture goes into content/images.",
        in_file("content/extra/notes.docx", "x\n", "content/extra/notes.docx"), always=True,
    ),
    Code(
        "file/empty", "the file has nothing in it, but it would be published.", "fill it, or delete it.",
        in_file("content/extra/ads.txt", "", "content/extra/ads.txt (no text)"), always=True,
    ),
    Code(
        "file/no-posts", "no post is left, though others were here: all of the site would be gone.",
        "get the posts back: git restore content/posts.",
        in_file("content/redirects.yml", "old: a-page\n", "(redirects and sources, and no post)"), always=True,
    ),
    Code(
        "file/no-content", "there is no content/posts folder here.", "run the command in the project's folder.",
        in_file("", "", "(an empty folder)"), always=True,
    ),
)  # fmt: skip
_report = Reporter(CODES)

TEXTS = {".md", ".markdown", ".mdown", ".mkd", ".txt", ".rst", ".html", ".htm", ".docx", ".doc", ".odt", ".rtf", ".pdf"}
LOCK = re.compile(
    r"\.~lock\..*|\.#.*|~\$.*|#.*#|4913|\..*\.sw[a-z]|\..*\.kate-swp|\.goutputstream-.*|.*\.sb-\w+-\w+|.*~wrl\d+\.tmp",
    re.IGNORECASE,
)
"""Names that an editor gives a file for as long as it has another one open."""
_OTHER_PROGRAMS = {".docx", ".doc", ".odt", ".rtf", ".pdf", ".html", ".htm", ".pages", ".gdoc", ".zip", ".xlsx"}
LONGEST_NAME: Final = 100
PICTURES: Final = {*KINDS, ".gif"}
_PUBLISHED_AS_THEY_ARE = PICTURES | {".ico", ".txt", ".xml", ".html", ".json", ".pdf", ".webmanifest"}
_ASKED_FOR_BY_HOSTS = {"CNAME", "_headers", "_redirects"}
MADE_BY_THE_SITE: Final = RESERVED_ADDRESSES | {
    "sitemap.xml",
    "robots.txt",
    "site.webmanifest",
    "sw.js",
    "speculation.json",
    "llms.txt",
    "claims.json",
    "claims.schema.json",
    "index.html",
    "404.html",
    "offline.html",
}
"""First parts of addresses of what the site makes."""
_PORTABLE = re.compile(r"""[^\0-\x1f\x7f<>:"/\\|?*]*[^\0-\x1f\x7f<>:"/\\|?*. ]""")
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])[ ]*(?:\..*)?", re.IGNORECASE
)
_NOT_ASIDE = {".gitkeep", ".well-known"}
"""Names with a dot that have their use: git keeps an empty folder by one, hosts and mail look into the other."""
_WORD_OF_OWNER = {"html", "head", "meta", "title", "body", "p"}
"""What a page may hold with which a search engine is told who owns the site."""
_LONGEST_WORD_OF_OWNER = 1_000
_ROOT_FILES = {"site.toml", "references.bib", "glossary.yml", "redirects.yml", "published.txt"}
_COPY = re.compile(
    r".*(?:\(\w*\s*\d*\)|[ _-]copy(?:[ _-]?\d+)?|^copy[ _-]of.*| \d+)$|.*conflicted copy.*|.*\.sync-conflict-.*",
    re.IGNORECASE,
)
_LEFTOVER = re.compile(
    r".*(?:~|\.(?:orig|rej|bak|backup|swp|swo|tmp|temp|old|save|part|crdownload))"
    r"|thumbs\.db|desktop\.ini|\.ds_store|\._.*|\.directory|icon\r|.*\.tmp\.\w+",
    re.IGNORECASE,
)
_SECRET_NAME = re.compile(
    r"\.env(?:\..*)?|.*\.env|.*\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg)|id_(?:rsa|dsa|ecdsa|ed25519).*"
    r"|\.netrc|\.npmrc|\.pypirc|\.htpasswd|\.pgpass|\.git-credentials|credentials(?:\..*)?|secrets?\.(?:ya?ml|json|toml|txt)",
    re.IGNORECASE,
)
_SECRET_BEGINS = (
    "PRIVATE KEY", "AKIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "xox", "sk_live_", "AIza",
)  # fmt: skip
_SECRET_TEXT = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b"
    r"|\bgithub_pat_\w{40,}|\bxox[abpr]-[\w-]{20,}|\bsk_live_\w{20,}|\bAIza[\w-]{35}\b"
)


@lru_cache(maxsize=50_000)  # it is asked of each file by each check of names
def _parts(path: str) -> tuple[tuple[str, ...], str, str, str]:
    """The folders of a path below its first, its name, and that without its suffix and the suffix alone."""
    pure = PurePosixPath(path)
    return pure.parts[1:-1], pure.name, pure.stem, pure.suffix


def is_copy(path: str) -> bool:
    """Whether the name is one that a computer gives a copy."""
    return bool(_COPY.fullmatch(_parts(path)[2]))


def is_aside(path: str) -> bool:
    """Whether no one wrote it for the site: a hidden file, an editor's, git's or the computer's own. It is never
    published, `send` leaves it where it is, and what it holds is nobody's slip."""
    if not path.startswith("content/"):
        return False
    folders, name, _, _ = _parts(path)
    return bool(LOCK.fullmatch(name) or _SECRET_NAME.fullmatch(name)) or any(
        (part.startswith(".") and part not in _NOT_ASIDE) or _LEFTOVER.fullmatch(part) for part in (*folders, name)
    )


def is_judged(path: str) -> bool:
    """Whether the name has a problem of this family, so that no more need be said of it."""
    name = _parts(path)[1]
    return is_copy(path) or name.startswith(".") or bool(_LEFTOVER.fullmatch(name) or _SECRET_NAME.fullmatch(name))


def check(text: Text) -> Iterator[Problem]:
    """Keys and passwords in the text itself."""
    if not any(begin in text.text for begin in _SECRET_BEGINS):
        return  # the search below is slow
    for match in _SECRET_TEXT.finditer(text.text):
        yield text.problem(_report, text.spot(match.start()), "file/secret")


def check_project(project: Project) -> Iterator[Problem]:
    def problem(path: str, name: str, what: str = "", fix: str = "") -> Problem:
        return _report(path, (1, 1), f"file/{name}", what, fix)

    for entry in project.odd:
        lock = bool(LOCK.fullmatch(PurePosixPath(entry.path).name))
        yield problem(entry.path, "lock" if lock else entry.trouble)
    everything = sorted({*project.files, *(entry.path for entry in project.odd)})
    inside = [path for path in everything if path.startswith("content/")]
    if not any(path.startswith(("content/posts/", "content/pages/")) for path in inside):
        yield problem("content", "no-content")
    elif not any(facts.kind == "post" for facts in project.documents.values()) and (
        project.redirects or project.library.sources
    ):
        yield problem("content/posts", "no-posts")
    lower: dict[str, str] = {}
    for path in inside:
        same = unicodedata.normalize("NFC", path).casefold()
        if same in lower:
            what = f"this name and {lower[same]} differ only in large and small letters or in how an accent is stored."
            yield problem(path, "case-clash", what)
        else:
            lower[same] = path
    addresses: dict[str, str] = {}
    for path, facts in sorted(project.documents.items()):
        other = addresses.setdefault(facts.slug.casefold(), path)
        if other != path and other.casefold() != path.casefold():
            yield problem(path, "address-clash", f"{other} has the same address, /{facts.slug}/.")
    for path in inside:
        _, folder, *below = path.split("/")
        if folder == "extra" and below and below[0].casefold() in addresses:
            yield problem(path, "address-clash", f"{addresses[below[0].casefold()]} has the address /{below[0]}/.")


def check_file(path: str, data: bytes) -> Iterator[Problem]:
    """What is wrong with the name and the place of the file at `path`."""
    if not path.startswith("content/"):
        return
    folder, name, stem, suffix = _parts(path)

    def problem(code: str, what: str = "", fix: str = "") -> Problem:
        return _report(path, (1, 1), f"file/{code}", what, fix)

    if LOCK.fullmatch(name):
        yield problem("lock")
    elif any(_SECRET_NAME.fullmatch(part) for part in (*folder, name)):
        yield problem("secret")
    elif any(_LEFTOVER.fullmatch(part) for part in (*folder, name)):
        yield problem("leftover")
    elif not all(_is_portable(part) for part in (*folder, name)):
        yield problem("not-portable", f'"{name[:40]}" cannot be a name on every computer.')
    elif is_aside(path):
        yield problem("hidden")
    elif name == ".gitkeep":
        return
    elif folder[:1] == ("extra",):
        if code := _extra(folder, name, data):
            yield problem(code)
    elif (suffix.lower() in TEXTS | PICTURES or not folder) and is_copy(path):
        yield problem("copy")
    elif not folder:
        if name not in _ROOT_FILES:
            near = did_you_mean(name, _ROOT_FILES)
            yield problem("wrong-folder", fix=_to_posts(name) or (f'did you mean "{near}"?' if near else ""))
    elif folder[0] in ("posts", "pages"):
        if len(folder) > 1:
            yield problem("wrong-folder", fix=f"move the file to content/{folder[0]}/{name}.")
        elif suffix != ".md" and not _may_be_post(path, data):
            code = "wrong-extension" if suffix.lower() in TEXTS else "wrong-folder"
            yield problem(code, "a document of another program stands here; it is not published.", AS_TEXT)
        elif suffix.lower() not in TEXTS:
            yield problem("wrong-folder", "a file that is not a post stands here; it is not published.",
                          f"if it is one, rename it to {stem}.md; else move it out of content/.")  # fmt: skip
        elif suffix != ".md":
            yield problem("wrong-extension", fix=f"rename it to {stem.removesuffix('.md')}.md.")
    elif folder[0] == "data":
        if len(folder) > 1 or suffix != ".toml":
            yield problem("wrong-folder", "only the data of charts stand here, each in a .toml file of this folder.",
                          _to_posts(name) or "rename it, or move it out of content/.")  # fmt: skip
    elif folder[0] == "images":
        if not is_picture(path):
            yield problem("wrong-folder", "this is no picture, but all of content/images is published.",
                          _to_posts(name) or "delete it, or take it out of content/.")  # fmt: skip
    else:
        homes = ("posts", "pages") if suffix.lower() in TEXTS else ("posts", "pages", "images", "data", "extra")
        near = did_you_mean(folder[0], homes) or ("posts" if homes[2:] == () else "")
        fix = f"move the file to content/{near}/{name}." if near else ""
        yield problem("wrong-folder", f"nothing is published from content/{folder[0]}/.", fix)


def _to_posts(name: str) -> str:
    """Where a post belongs that stands among other things."""
    return f"move the file to content/posts/{name}." if name.endswith(".md") else ""


def _may_be_post(path: str, data: bytes) -> bool:
    """Whether a file without our ending may hold a post all the same: a text, and no other program's document."""
    return PurePosixPath(path).suffix.lower() not in _OTHER_PROGRAMS and b"\0" not in data and not other_kind(data)


def _is_portable(name: str) -> bool:
    """Whether Windows, macOS and Linux can all hold a file of this name."""
    return len(name) <= LONGEST_NAME and bool(_PORTABLE.fullmatch(name)) and not _DEVICE.fullmatch(name)


def _extra(folder: tuple[str, ...], name: str, data: bytes) -> str:
    """What is wrong with a file of content/extra, which is published as it is, at its own path."""
    first = (*folder, name)[1].lower()
    if first in MADE_BY_THE_SITE:
        return "replaces"
    kind = PurePosixPath(name).suffix.lower()
    if kind not in _PUBLISHED_AS_THEY_ARE and not (len(folder) == 1 and name in _ASKED_FOR_BY_HOSTS):
        return "unplanned"
    if kind == ".html" and not _is_word_of_owner(data):
        return "unplanned"
    return "empty" if not data and kind not in (*PICTURES, ".ico") else ""


def _is_word_of_owner(data: bytes) -> bool:
    """Whether a page says who owns the site and nothing else."""
    from lxml import html  # loaded late: few projects have one

    if not data.strip() or len(data) > _LONGEST_WORD_OF_OWNER or b"<!--" in data:
        return False
    page = html.document_fromstring(data)
    named = {"name", "content", "http-equiv", "charset", "lang"}
    return all(
        each.tag in _WORD_OF_OWNER and set(each.attrib) <= named and each.get("http-equiv", "").lower() != "refresh"
        for each in page.iter()
    )
