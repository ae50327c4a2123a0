"""Guards pelicanconf.py and publishconf.py: a setting whose name is mistyped is ignored by Pelican without a word."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from desk.checks.code import Code, in_file
from desk.checks.subject import Reporter, Text
from desk.model.problem import Problem, did_you_mean

FILES: Final = ("pelicanconf.py", "publishconf.py")
CODES = (
    Code(
        "settings/unknown", "Pelican has no such setting, so it would be ignored.", "correct its name.",
        in_file("publishconf.py", 'SITURL = "https://plainketamine.example"\nSITEURL = "https://plainketamine.example"\n',
                "SITURL = ..."),
    ),
    Code(
        "settings/not-python", "the file is not Python that can be read.", "look at this line and the one above.",
        in_file("publishconf.py", 'SITEURL = "https://plainketamine.example\n', 'SITEURL = "https://...'),
    ),
    Code(
        "settings/twice", "the setting is given twice; the first is ignored.", "keep one.",
        in_file("pelicanconf.py", 'SITENAME = "One"\nSITENAME = "Two"\n', "SITENAME = ... (twice)"),
    ),
)  # fmt: skip
_report = Reporter(CODES)

OURS: Final = frozenset(
    {
        "ROOT", "EDITION", "PREVIEW", "BUILD_DAY",
        # Pelican's own, which its list of defaults leaves out.
        "TIMEZONE", "SITESUBTITLE", "FEED_DOMAIN", "DEBUG", "DEFAULT_DATE", "EXTRA_TEMPLATES_PATHS", "DEFAULT_METADATA",
        "SUMMARY_MAX_PARAGRAPHS", "AUTORELOAD_IGNORE_CACHE",
    }
)  # fmt: skip
"""Names of our own, and those that Pelican reads without listing them."""
_STEMS: Final = frozenset(
    {
        "ARTICLE", "PAGE", "DRAFT", "DRAFT_PAGE", "AUTHOR", "AUTHORS", "CATEGORY", "CATEGORIES", "TAG", "TAGS",
        "ARCHIVES", "INDEX", "ARTICLE_LANG", "PAGE_LANG", "DRAFT_LANG", "DRAFT_PAGE_LANG", "YEAR_ARCHIVE",
        "MONTH_ARCHIVE", "DAY_ARCHIVE",
    }
)  # fmt: skip


def check(text: Text) -> Iterator[Problem]:
    """What is wrong with one settings file."""
    try:
        tree = ast.parse(text.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        column = getattr(error, "offset", None) or 1
        reason = getattr(error, "msg", None) or "it holds a character that Python cannot read"
        what = f"the file is not Python that can be read ({reason})."
        yield text.problem(_report, (line, max(1, column)), "settings/not-python", what)
        return
    found: dict[str, ast.Name] = {}
    pages: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            continue
        for name in _assigned(node):
            spot = (name.lineno, name.col_offset + 1)
            if name.id in found:
                yield text.problem(_report, spot, "settings/twice", f"{name.id} is given on line "
                                   f"{found[name.id].lineno} already.")  # fmt: skip
            found[name.id] = name
        if isinstance(node, ast.Assign) and "DIRECT_TEMPLATES" in [name.id for name in _assigned(node)]:
            pages += [str(c.value) for c in ast.walk(node) if isinstance(c, ast.Constant)]
    known = _known() | {name.upper() for name in pages}
    made = _STEMS | {name.upper() for name in pages}
    for name_, node_ in found.items():
        if name_ in known or not _looks_like_a_setting(name_, known):
            continue
        stem = re.sub(r"_(?:SAVE_AS|URL)$", "", name_)
        if stem != name_ and stem in made:
            continue
        near = did_you_mean(name_, known | {f"{stem}_{end}" for stem in made for end in ("SAVE_AS", "URL")})
        fix = f'did you mean "{near}"?' if near else "a name of our own goes into OURS in desk/checks/settings.py."
        what = f"Pelican has no setting {name_}, so it would be ignored."
        yield text.problem(_report, (node_.lineno, node_.col_offset + 1), "settings/unknown", what, fix)


def _assigned(node: ast.stmt) -> Iterator[ast.Name]:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = list(node.targets)
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign)):
        targets = [node.target]
    while targets:
        target = targets.pop(0)
        if isinstance(target, ast.Name):
            yield target
        elif isinstance(target, (ast.Tuple, ast.List)):
            targets += target.elts


def _looks_like_a_setting(name: str, known: frozenset[str] | set[str]) -> bool:
    return name.isupper() or (name.upper() in known and not name.islower())


def _known() -> frozenset[str]:
    # Loaded late: it takes half a second, and a warm run does not need it.
    from pelican.settings import DEFAULT_CONFIG

    feeds = {
        f"{kind}FEED_{which}{form}{end}"
        for kind in ("", "CATEGORY_", "AUTHOR_", "TAG_", "TRANSLATION_")
        for which in ("ALL_", "")
        for form in ("ATOM", "RSS")
        for end in ("", "_URL")
    }
    return frozenset(DEFAULT_CONFIG) | OURS | feeds
