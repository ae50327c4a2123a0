"""What `--fix` does: slips that a machine can mend without guessing what was meant. Pure; twice is once."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from desk.checks import encoding, image, merge_marker
from desk.checks.subject import Text
from desk.model.front_matter import FENCE, read_front_matter
from desk.model.header import PageHeader, PostHeader, meant_days
from desk.model.problem import did_you_mean
from desk.model.scanner import scan
from desk.pictures import drawing, photograph
from desk.pictures.container import KINDS, Unreadable, kind_of, parts, without_notes

_SECURE = re.compile(r"\bhttp://((?:dx\.)?doi\.org/|pubmed\.ncbi\.nlm\.nih\.gov/|(?:www\.)?ncbi\.nlm\.nih\.gov/)")
_FIELD = re.compile(r"([A-Za-z_]+)([ \t]*):(?=[ \t]|$)(.*)")
_TEXTS = {".md", ".bib", ".yml"}
_DAYS = ("date", "modified", "reviewed", "review_due")
CLOSE = 0.8
"""How alike a mistyped field must be to the one that is meant."""


def mend(path: str, data: bytes) -> tuple[bytes, list[str]]:
    """The file with its mechanical slips mended, and what was done in plain words. What is unclear stays as it is."""
    if image.is_picture(path):
        return _picture(path, data)
    if PurePosixPath(path).suffix not in _TEXTS or not path.startswith("content/"):
        return data, []
    text, _ = encoding.decode(path, data)
    if text is None or list(merge_marker.check(text)):
        return data, []
    said: list[str] = []
    new = text.raw
    new = _change(new, new.replace("\r\n", "\n").replace("\r", "\n"), "wrote plain line ends", said)
    new = _change(new, new.removeprefix("\ufeff"), "took out the byte order mark", said)
    new = _change(new, encoding.without_invisible(new), "took out invisible characters", said)
    new = _change(new, encoding.with_plain_spaces(new), "wrote plain spaces in place of hard ones", said)
    new = _change(new, _without_spaces(new), "took out spaces at the ends of lines", said)
    if new.strip():
        new = _change(new, new.rstrip("\n") + "\n", "ended the file with one line break", said)
    new = _change(new, _SECURE.sub(r"https://\1", new), "wrote https for doi.org and PubMed", said)
    if str(PurePosixPath(path).parent) in ("content/posts", "content/pages") and path.endswith(".md"):
        new = _header(path, new, said)
        spaced = new
        while (more := _lists(path, spaced)) != spaced:  # a list set free may show the next
            spaced = more
        new = _change(new, spaced, "put a blank line before a list", said)
    return new.encode("utf-8", "surrogatepass"), said


def _picture(path: str, data: bytes) -> tuple[bytes, list[str]]:
    """A photograph without what tells of it; a drawing without what its program added. One that would still not do
    stays as it is, for a person to see."""
    kind = kind_of(data)
    if not data or kind != KINDS.get(PurePosixPath(path).suffix.lower()):
        return data, []
    before = {problem.code for problem in image.check_file(path, data)}
    try:
        if kind == "SVG":
            new = drawing.drawn(data).file.encode() + b"\n" if "image/script" in before else data
            said = "drew it in the reader's own ink, without what a program added."
        else:
            told = list(dict.fromkeys(part.told for part in parts(data) if part.told))
            new = (without_notes(data) or photograph.drawn_anew(data)) if told else data
            place = " and the place where it was taken" if "image/place" in before else ""
            said = f"took out {', '.join(told)}{place}."
    except Unreadable:
        return data, []
    after = {problem.code for problem in image.check_file(path, new)}
    return (new, [said]) if new != data and after < before else (data, [])


def _change(old: str, new: str, what: str, said: list[str]) -> str:
    if new != old:
        said.append(f"{what}.")
    return new


def _without_spaces(text: str) -> str:
    """Two spaces before a following line are Markdown's line break, and stay two; all others go."""
    lines = text.split("\n")
    following = [*lines[1:], ""]
    return "\n".join(
        line.rstrip(" \t") + ("  " if line.rstrip(" \t") and line.endswith("  ") and after.strip() else "")
        for line, after in zip(lines, following, strict=True)
    )


def _header(path: str, text: str, said: list[str]) -> str:
    """Fields' names: one close name, small letters, no space before the colon; spaces in place of tabs."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return text
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        return text
    model = PageHeader if PurePosixPath(path).parent.name == "pages" else PostHeader
    known = list(model.model_fields)
    have = {found[1] for line in lines[1:end] if (found := _FIELD.fullmatch(line))}
    for row in range(1, end):
        line = lines[row]
        if "\t" in line:
            line = re.sub(r":\t+", ": ", line).expandtabs(2)
            said.append(f"line {row + 1}: wrote spaces in place of a tab.")
        if found := _FIELD.fullmatch(line):
            name = found[1]
            right = name if name in known else _meant(name, known)
            if right and (right == name or right not in have):
                if right != name:
                    said.append(f'line {row + 1}: wrote "{right}" in place of "{name}".')
                    have.add(right)
                elif found[2]:
                    said.append(f"line {row + 1}: took out the space before the colon.")
                line = f"{right}:{found[3]}"
                if right in _DAYS and len(meant := meant_days(found[3].strip(" \"'"))) == 1 and meant[0] not in line:
                    said.append(f'line {row + 1}: wrote {meant[0]} in place of "{found[3].strip()}".')
                    line = f"{right}: {meant[0]}"
        lines[row] = line.rstrip(" ")
    return "\n".join(lines)


def _meant(name: str, known: list[str]) -> str | None:
    if name.lower() in known:
        return name.lower()
    import difflib

    near = difflib.get_close_matches(name.lower(), known, n=2, cutoff=CLOSE)
    return near[0] if len(near) == 1 and did_you_mean(name, known) == near[0] else None


def _lists(path: str, text: str) -> str:
    """A blank line before each list that the build would print as one run-on line."""
    front, problems = read_front_matter(path, text)
    if problems:
        return text
    whole = Text(path, text)
    body = scan(front.body, front.body_line)
    rows = []
    last = -2
    for item in body.items:
        row = body.mark(item.at).line
        plain = whole.line(row).lstrip(" ")
        if item.swallowed and row != last + 1 and not plain.startswith(">") and whole.line(row - 1).strip():
            rows.append(row)
        last = row if item.swallowed else last
    lines = list(whole.lines)
    for row in reversed(rows):
        lines[row - 2 : row - 1] = [lines[row - 2].rstrip(), ""]
    return "\n".join(lines)
