"""Guards spelling: words that codespell knows to be misspelt, British spellings (readers are American), and names of
medicines and illnesses (names.txt) with a letter wrong, which no dictionary of common slips holds.

Words that are right all the same stand in spelling.txt, one a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from desk.checks.code import Code, in_body
from desk.checks.derived import derived
from desk.checks.subject import Post, Reporter
from desk.model.header import WORDS
from desk.model.problem import Problem

CODES = (
    Code(
        "spelling/misspelt", "the word is misspelt.",
        "correct it; a word that is right goes into desk/checks/spelling.txt.",
        in_body("The nurse will recieve you.\n"),
    ),
    Code(
        "spelling/british", "the word is spelt as in Britain; our readers are American.",
        "correct it; a word that is right goes into desk/checks/spelling.txt.", in_body("The colour fades.\n"),
    ),
    Code(
        "spelling/cut", "a hyphen at the end of the line cuts the word in two, and readers would see it with a gap.",
        "write the whole word on one line.", in_body("The medi-\ncine was given once.\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)
_WORD = re.compile(r"(?<!\w)[A-Za-z][A-Za-z'\u2019]+(?!\w)")
_BROKEN = re.compile(r"(?<![\w-])([A-Za-z]{2,})-\n[ ]{0,3}(?!(?:and|or|to|nor|but|than)\b)([a-z]{2,})")
_BEGINS = re.compile(r"(?:^|[.!?:]|\n[ \t]*\n|\n[ \t]*(?:[-*+#>|]|\d+\.)+)[\s\"'\u2018\u201c(*_#]*$")
_NAME_GOES_ON = re.compile(r"['\u2019s]*[ \n](?:(?:of|for|and|the|on|in|in the|of the|for the)[ \n])?[A-Z]")
NAMES = Path(__file__).with_name("names.txt")
_SHORTEST = 6
"""Letters of a word that can be a misspelt name: shorter ones are too near to other words."""
_FORMS = ("s", "es", "d", "ed", "'s")
"""What makes another form of a word, and not a slip of it."""
OWN_WORDS = Path(__file__).with_name("spelling.txt")
_CODESPELL = Path(str(getattr(find_spec("codespell_lib"), "origin", ""))).parent  # its code is not loaded for its data
_DICTIONARIES = [_CODESPELL / "data" / name for name in ("dictionary.txt", "dictionary_en-GB_to_en-US.txt")]


@lru_cache(maxsize=1)
def slips() -> frozenset[str]:
    """Every word that is misspelt or British."""
    return derived(__file__, [OWN_WORDS, *_DICTIONARIES], _slips)


def _slips() -> frozenset[str]:
    return frozenset().union(*dictionary())


@lru_cache(maxsize=1)
def dictionary() -> tuple[dict[str, str], dict[str, str]]:
    """Misspelt word -> how it is spelt, and British -> American, without the words that are ours. Only asked for where
    there is a slip, because to read it takes a while."""
    own = {line.strip().lower() for line in OWN_WORDS.read_text("utf-8").split("\n") if not line.startswith("#")}
    both = []
    for file in _DICTIONARIES:
        pairs = (line.split("->", 1) for line in file.read_text("utf-8").split("\n") if "->" in line)
        both.append({word.lower(): right for word, right in pairs if word.lower() not in own})
    return both[0], both[1]


def check_post(post: Post) -> Iterator[Problem]:
    prose = post.body.prose
    wrong = {word: found for word in set(_WORD.findall(prose)) if (found := _wrong(word))}
    if wrong:
        for match in _WORD.finditer(prose):
            if match[0] in wrong and not (wrong[match[0]][0] == "spelling/british" and _in_name(prose, *match.span())):
                yield post.body_problem(_report, match.start(), *wrong[match[0]])
    if "-\n" in prose:
        for match in _BROKEN.finditer(prose):
            fix = f'write "{match[1]}{match[2]}" or "{match[1]}-{match[2]}" on one line.'
            what = f'the word is cut in two: readers would see "{match[1]}- {match[2]}".'
            yield post.body_problem(_report, match.start(), "spelling/cut", what, fix)
    for field in WORDS:
        value = post.values.get(field)
        if not isinstance(value, str):
            continue
        for word in _WORD.findall(value):
            if found := _wrong(word):
                at = value.find(word)
                if found[0] == "spelling/british" and _in_name(value, at, at + len(word)):
                    continue
                yield post.problem(_report, post.in_field(field, word), *found)


def _in_name(text: str, start: int, end: int) -> bool:
    """Whether the word is part of a name, such as that of a hospital: a name is spelt as its owner spells it."""
    if not text[start].isupper():
        return False
    return not _BEGINS.search(text[max(0, start - 40) : start]) or bool(_NAME_GOES_ON.match(text, end))


@lru_cache(maxsize=100_000)
def _wrong(word: str) -> tuple[str, str, str] | None:
    """Code, what and fix where `word` is wrong. Short words in capitals are abbreviations."""
    plain = word.lower().replace("\u2019", "'").rstrip("'").removesuffix("'s")
    if word.isupper() and len(word) < 6:
        return None
    if plain in slips():
        misspelt, british = dictionary()
        if plain in misspelt:
            return ("spelling/misspelt", *_said(word, misspelt[plain], "misspelt"))
        return ("spelling/british", *_said(word, british[plain], "spelt as in Britain"))
    if len(plain) >= _SHORTEST and (name := _name_meant(plain)):
        return ("spelling/misspelt", *_said(word, name, "misspelt"))
    return None


def _name_meant(word: str) -> str:
    """The name that `word` misses by one letter: one too many, one too few, another one, or two that changed places."""
    names = _names()
    if word in names[""]:
        return ""
    near = {name for part in (word, *_with_one_less(word)) for name in names.get(part, ())}
    bare = next((word.removesuffix(form) for form in _FORMS if word.removesuffix(form) in names[""]), "")
    return "" if bare else next((name for name in sorted(near) if _is_one_off(word, name)), "")


@lru_cache(maxsize=1)
def _names() -> dict[str, set[str]]:
    """The names, by themselves and by each form of them that lacks one letter; all of them, and the words that are
    right all the same, under nothing."""
    found: dict[str, set[str]] = {"": set()}
    for line in NAMES.read_text("utf-8").split("\n"):
        if line and not line.startswith("#"):
            for part in (line, *_with_one_less(line)):
                found.setdefault(part, set()).add(line)
            found[""].add(line)
    found[""].update(OWN_WORDS.read_text("utf-8").lower().split("\n"))
    return found


def _with_one_less(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def _is_one_off(word: str, name: str) -> bool:
    if len(word) != len(name):
        return abs(len(word) - len(name)) == 1
    wrong = [at for at in range(len(word)) if word[at] != name[at]]
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and word[wrong[0]] == name[wrong[1]]
    return len(wrong) == 1 or (swapped and word[wrong[1]] == name[wrong[0]])


def _said(word: str, right: str, how: str) -> tuple[str, str]:
    choices = [choice.strip() for choice in right.split(",") if choice.strip()]
    if word[0].isupper():
        choices = [choice[0].upper() + choice[1:] for choice in choices]
    meant = " or ".join(f'"{choice}"' for choice in choices[:4])
    return f'"{word}" is {how}.', f"did you mean {meant}? A word that is right goes into desk/checks/spelling.txt."
