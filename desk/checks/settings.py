"""Guards pelicanconf.py and publishconf.py: a setting whose name is mistyped is ignored by Pelican without a word."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

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
    Code(
        "settings/wrong-type", "the setting takes another kind of value, so the build would fail or read it wrongly.",
        "look at how it is written in pelicanconf.py as it came.",
        in_file("pelicanconf.py", 'PLUGINS = "plugins.feeds"\n', 'PLUGINS = "plugins.feeds"'),
    ),
    Code(
        "settings/wrong-value", "with this value, readers would get what is not meant for them, or nothing.",
        "write the one that is needed.",
        in_file("pelicanconf.py", 'STATIC_PATHS = ["posts"]\n', 'STATIC_PATHS = ["posts"]'),
    ),
)  # fmt: skip
_report = Reporter(CODES)

OURS: Final = frozenset(
    {
        "ROOT", "EDITION", "HANDOUTS", "PREVIEW",
        # Pelican's own, which its list of defaults leaves out.
        "TIMEZONE", "SITESUBTITLE", "FEED_DOMAIN", "DEBUG", "DEFAULT_DATE", "EXTRA_TEMPLATES_PATHS", "DEFAULT_METADATA",
        "SUMMARY_MAX_PARAGRAPHS", "AUTORELOAD_IGNORE_CACHE",
    }
)  # fmt: skip
"""Names of our own, and those that Pelican reads without listing them."""
_KINDS: Final[dict[type, str]] = {
    str: "text", bool: "True or False", int: "a number", list: "a list in square brackets", dict: "a list in braces",
}  # fmt: skip
_TYPES: Final[dict[str, type]] = {
    "PLUGINS": list, "DEFAULT_PAGINATION": int, "AUTHOR": str, "TIMEZONE": str, "PREVIEW": bool,
    "SITESUBTITLE": str, "FEED_ALL_RSS": str,
}  # fmt: skip
"""Of our own settings, and where Pelican's default is of another type than what is set."""
_MUST: Final[dict[str, tuple[object, ...]]] = {
    "STATIC_PATHS": ([],), "THEME_STATIC_PATHS": ([],), "ARTICLE_PATHS": (["posts"],),
    "PAGE_PATHS": (["pages"],), "PREVIEW": (False,), "DRAFT_SAVE_AS": ("",), "DRAFT_PAGE_SAVE_AS": ("",),
    "DRAFT_LANG_SAVE_AS": ("",), "DRAFT_PAGE_LANG_SAVE_AS": ("",), "OUTPUT_SOURCES": (False,),
    "DELETE_OUTPUT_DIRECTORY": (False,), "LOAD_CONTENT_CACHE": (False,), "CACHE_CONTENT": (False,),
}  # fmt: skip
"""Settings on which it depends that nothing but what is meant is published -> all that they may be."""
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
    yield from _values(text, tree)
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


def _values(text: Text, tree: ast.Module) -> Iterator[Problem]:
    """What is typed out, and is of the wrong type or must not be."""
    from pelican.settings import DEFAULT_CONFIG

    for name in _changed(tree):
        if name.id in _MUST:
            what, fix = f"{name.id} is changed here.", f"delete this; above, write {name.id} = {_MUST[name.id][0]!r}."
            yield text.problem(_report, (name.lineno, name.col_offset + 1), "settings/wrong-value", what, fix)
    for name, given in _pairs(tree):
        kind = _kind(given)
        if not kind:
            continue
        default = DEFAULT_CONFIG.get(name.id)
        wanted = _TYPES.get(name.id) or (type(default) if default is not None else None)
        value = _literal(given)
        spot = (name.lineno, name.col_offset + 1)
        if wanted in _KINDS and kind not in (wanted, type(None)):
            what = f"{name.id} takes {_KINDS[wanted]}, and this is {_KINDS.get(kind, 'another kind of value')}."
            yield text.problem(_report, spot, "settings/wrong-type", what)
        elif name.id in _MUST and value not in _MUST[name.id]:
            what, fix = f"{name.id} must not be {value!r}.", f"write {name.id} = {_MUST[name.id][0]!r}."
            yield text.problem(_report, spot, "settings/wrong-value", what, fix)
        elif name.id == "TIMEZONE" and not _is_zone(str(value)):
            near = did_you_mean(str(value), available_timezones())
            fix = f'did you mean "{near}"?' if near else "write one such as America/New_York."
            yield text.problem(_report, spot, "settings/wrong-value", f'"{value}" is no time zone.', fix)


def _changed(tree: ast.Module) -> Iterator[ast.Name]:
    """Names that something is added to or taken from after they were set."""
    for node in ast.walk(tree):
        changed: list[ast.expr] = []
        if isinstance(node, ast.AugAssign):
            changed = [node.target]
        elif isinstance(node, ast.Delete):
            changed = node.targets
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            changed = [node.func.value]
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            changed = [node.value]
        yield from (name for name in changed if isinstance(name, ast.Name))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _pairs(tree: ast.Module) -> Iterator[tuple[ast.Name, ast.expr]]:
    """Each name that is set at the file's own level, with what it is set to."""
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and node.value and isinstance(node.target, ast.Name):
            yield node.target, node.value
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target, node.value
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                for one, its in zip(target.elts, node.value.elts, strict=False):
                    if isinstance(one, ast.Name):
                        yield one, its


def _kind(node: ast.expr | None) -> type | None:
    """The type of what is typed out; None where only running it would tell."""
    if isinstance(node, ast.Constant):
        return type(node.value)
    for kinds, made in (((ast.List, ast.Tuple, ast.ListComp), list), ((ast.Dict, ast.DictComp), dict)):
        if isinstance(node, kinds):
            return made
    return str if isinstance(node, ast.JoinedStr) else None


def _literal(node: ast.expr | None) -> object:
    """The value that is typed out, or nothing where it must be run."""
    try:
        return ast.literal_eval(node) if node else None
    except ValueError:
        return None


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
