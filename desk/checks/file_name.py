"""Guards the names and places of files under content/: what would be published by accident, lost, or overwritten."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from desk.checks.code import BODY, GOOD, HEADER, Code, in_file, linked
from desk.checks.subject import Project, Reporter, Text
from desk.model.problem import Problem, did_you_mean

_A = HEADER.replace("An example", "One more example") + BODY
CODES = (
    Code(
        "file/wrong-folder", "nothing is published from here.",
        "posts go straight into content/posts, pages into content/pages, pictures into content/images, "
        "files for the site's root into content/extra.",
        in_file("content/Sleeep/a-post.md", _A, "content/Sleeep/a-post.md"),
    ),
    Code(
        "file/wrong-extension", "the file's name does not end in .md, so it is not published.", "name it so.",
        in_file("content/posts/a-post.MD", _A, "content/posts/a-post.MD"),
    ),
    Code(
        "file/copy", "the file looks like a copy that the computer made.",
        "delete it, or give it a name that says what it is.",
        in_file("content/posts/an-example (copy).md", _A, "content/posts/an-example (copy).md"), always=True,
    ),
    Code(
        "file/leftover", "an editor, git or the computer left this file here.", "delete it.",
        in_file("content/posts/an-example.md.orig", "x\n", "content/posts/an-example.md.orig"), always=True,
    ),
    Code(
        "file/hidden", "the file's name begins with a dot, so you may not see it.",
        "rename it without the dot, or delete it.",
        in_file("content/posts/.a-post.md", _A, "content/posts/.a-post.md"), always=True,
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
        "file/no-content", "there is no content/posts folder here.", "run the command in the project's folder.",
        in_file("", "", "(an empty folder)"), always=True,
    ),
)  # fmt: skip
_report = Reporter(CODES)

TEXTS = {".md", ".markdown", ".mdown", ".mkd", ".txt", ".rst", ".html", ".htm", ".docx", ".doc", ".odt", ".rtf", ".pdf"}
_ROOT_FILES = {"site.toml", "references.bib", "glossary.yml", "redirects.yml"}
_COPY = re.compile(r".*(?:\(\w*\s*\d*\)|[ _-]copy(?:[ _-]?\d+)?|^copy[ _-]of.*| \d+)$", re.IGNORECASE)
_LEFTOVER = re.compile(
    r".*(?:~|\.(?:orig|rej|bak|backup|swp|swo|tmp|temp|old|save|part|crdownload))|#.*#|~\$.*|\.~lock.*|\.#.*"
    r"|thumbs\.db|desktop\.ini|\.ds_store|.*conflicted copy.*",
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


def is_copy(path: str) -> bool:
    """Whether the name is one that a computer gives a copy."""
    return bool(_COPY.fullmatch(PurePosixPath(path).stem))


def is_judged(path: str) -> bool:
    """Whether the name has a problem of this family, so that no more need be said of it."""
    name = PurePosixPath(path).name
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
        yield problem(entry.path, entry.trouble)
    everything = sorted({*project.files, *(entry.path for entry in project.odd)})
    inside = [path for path in everything if path.startswith("content/")]
    if not any(path.startswith(("content/posts/", "content/pages/")) for path in inside):
        yield problem("content", "no-content")
    for path in inside:
        if path in project.files:
            yield from _name(project, path)
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
        parts = PurePosixPath(path).parts
        if parts[1] == "extra" and len(parts) > 2 and parts[2].casefold() in addresses:
            yield problem(path, "address-clash", f"{addresses[parts[2].casefold()]} has the address /{parts[2]}/.")


def _name(project: Project, path: str) -> Iterator[Problem]:
    pure = PurePosixPath(path)
    folder, name, stem, suffix = pure.parts[1:-1], pure.name, pure.stem, pure.suffix

    def problem(code: str, what: str = "", fix: str = "") -> Problem:
        return _report(path, (1, 1), f"file/{code}", what, fix)

    if any(_SECRET_NAME.fullmatch(part) for part in (*folder, name)):
        yield problem("secret")
    elif any(_LEFTOVER.fullmatch(part) for part in (*folder, name)):
        yield problem("leftover")
    elif name != ".gitkeep" and any(part.startswith(".") for part in (*folder, name)):
        yield problem("hidden")
    elif name == ".gitkeep" or folder[:1] == ("extra",):
        return
    elif suffix.lower() in TEXTS | {".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"} and is_copy(path):
        yield problem("copy")
    elif not folder:
        if name not in _ROOT_FILES:
            near = did_you_mean(name, _ROOT_FILES)
            yield problem("wrong-folder", fix=f'did you mean "{near}"?' if near and suffix.lower() != ".md" else "")
    elif folder[0] in ("posts", "pages"):
        if len(folder) > 1:
            yield problem("wrong-folder", fix=f"move the file to content/{folder[0]}/{name}.")
        elif suffix.lower() not in TEXTS:
            yield problem("wrong-folder", "a file that is not a post stands here; it is not published.")
        elif suffix != ".md":
            yield problem("wrong-extension", fix=f"rename it to {stem}.md.")
    elif folder[0] == "images":
        if suffix.lower() in TEXTS:
            yield problem("wrong-folder", "a text stands among the pictures.")
    else:
        near = did_you_mean(folder[0], ("posts", "pages", "images", "extra"))
        fix = f"move the file to content/{near}/{name}." if near else ""
        yield problem("wrong-folder", f"nothing is published from content/{folder[0]}/.", fix)
