"""Words by class, as data (`rules/lexicon.toml`), and one sentence read with them: its words, its clauses, and where
each class occurs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from desk.checks.derived import derived

FOLDER: Final = Path(__file__).with_name("rules")
_TOKEN: Final = re.compile(r"[^\W_]+(?:[-.,:\u0300-\u036f][^\W_]+)*|[$%#;:,()?!\u2014]|--")
"""Words of any script, a mark within them included; numbers; and the marks that say something."""
_CURLY: Final = str.maketrans("\u2018\u2019\u201c\u201d\u2013", "''\"\"-")
_HARD: Final = frozenset({";", ":", "--", "\u2014", "but", "because", "although", "though", "whereas", "while", "yet"})
"""A clause ends before each of these; ..."""
_SOFT: Final = frozenset(
    {"and", "or", "so", "which", "who", "since", "as", "if", "when", "then", "nor", "even", "unless"}
)
"""... and at a comma, before these."""
WHEN: Final = frozenset(
    {"if", "when", "although", "though", "while", "because", "since", "unless", "until", "after", "before", "without",
     "unlike", "despite", "once", "where", "given", "compared", "instead", "in", "for", "with", "by", "at", "on", "as",
     "even", "whether"}
)  # fmt: skip
"""A sentence that begins so has its main clause after the first comma."""
_SKIPPED: Final = frozenset(
    {"and", "so", "then", "just", "simply", "also", "please", "or", "instead", "first", "next", "(", ")", ",", "but",
     "to",
     "perhaps", "maybe", "always", "better", "rather", "afterwards", "today", "now"}
)  # fmt: skip
"""Before an order these may stand."""
_PARTS: Final = _HARD | {","}
_NOT_FIRST: Final = _SKIPPED | _HARD
_MOST_WORDS: Final = 50_000
"""Words, and sentences a tenth as many, that are remembered as read."""


@dataclass(frozen=True)
class Approved:
    """A row of the table of what is approved for what; each but `anywhere` names classes of words."""

    drug: str
    use: tuple[str, ...]
    never: tuple[str, ...]
    only: str = ""
    """With a use, a word of this class must say for whom."""
    anywhere: bool = False
    """The drug may be named in another clause."""


Longer = dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]
"""The second word of an entry -> the words after it, and the classes that it is in."""


class Lexicon:
    """Words by class; looked up by their first word, so that a sentence is read once for all classes."""

    def __init__(self, classes: Mapping[str, Mapping[str, str]]) -> None:
        self.single: dict[str, tuple[str, ...]] = {}
        self.longer: dict[str, Longer] = {}
        every: dict[tuple[str, ...], set[str]] = {}
        for name, kinds in classes.items():
            for kind, text in kinds.items():
                for entry in text.split():
                    head, *rest = entry.split("_")
                    for form in _FORMS[kind](head, bool(rest)):
                        every.setdefault((form, *rest), set()).add(f"{{{name}}}")
                    if rest and kind == "nouns":
                        every.setdefault((head, *rest[:-1], f"{rest[-1]}s"), set()).add(f"{{{name}}}")
        for (first, *rest), found in every.items():
            names = tuple(sorted(found))
            if not rest:
                self.single[first] = names
            else:
                self.longer.setdefault(first, {}).setdefault(rest[0], []).append((tuple(rest[1:]), names))
        self.words = _Words(self)


class _Words(dict[str, tuple[tuple[str, ...], Longer | None]]):
    """Word -> the classes that it is in by itself, and the longer entries that begin with it; each looked up once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __missing__(self, word: str) -> tuple[tuple[str, ...], Longer | None]:
        single = self.lexicon.single
        # A compound that no class has is read by its last part: "state-sanctioned".
        known = word if word in single or "-" not in word else word.rpartition("-")[2]
        found = (single.get(known, ()), self.lexicon.longer.get(word))
        if len(self) < _MOST_WORDS:
            self[word] = found
        return found


def _verb(base: str, _: bool) -> list[str]:
    if re.search(r"[sxz]$|[cs]h$|o$", base):
        third = f"{base}es"
    elif re.search(r"[^aeiou]y$", base):
        third = f"{base[:-1]}ies"
    else:
        third = f"{base}s"
    if base.endswith("ie"):
        return [base, third, f"{base}d", f"{base[:-2]}ying"]
    if base.endswith("e") and not base.endswith("ee"):
        return [base, third, f"{base}d", f"{base[:-1]}ing"]
    past = f"{base[:-1]}ied" if third.endswith("ies") else f"{base}ed"
    forms = [base, third, past, f"{base}ing"]
    if re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", base):
        forms += [f"{base}{base[-1]}ed", f"{base}{base[-1]}ing"]
    return forms + _IRREGULAR.get(base, [])


def _noun(base: str, more: bool) -> list[str]:
    if more:
        return [base]
    if re.search(r"[^aeiou]y$", base):
        return [base, f"{base[:-1]}ies"]
    return [base, f"{base}es" if re.search(r"[sxz]$|[cs]h$", base) else f"{base}s"]


_IRREGULAR: Final = {
    "go": ["went", "gone"], "get": ["got", "gotten"], "give": ["gave", "given"], "take": ["took", "taken"], "knock": [],
    "come": ["came"], "hold": ["held"], "keep": ["kept"], "bring": ["brought"], "wear": ["wore", "worn"],
    "break": ["broke", "broken"], "fall": ["fell", "fallen"], "find": ["found"], "make": ["made"], "let": ["letting"],
    "begin": ["began", "beginning"], "swap": [], "quit": ["quitting"], "see": ["saw", "seen"], "feel": ["felt"],
    "sleep": ["slept"], "do": ["did", "done"], "leave": ["left"], "choose": ["chose", "chosen"], "build": ["built"],
    "say": ["said"], "think": ["thought"], "drive": ["drove", "driven"], "know": ["knew", "known"], "wake": ["woke"],
    "shut": ["shutting"], "set": ["setting"], "fight": ["fought"], "sell": ["sold"], "overcome": ["overcame"],
    "undo": ["undid", "undone"], "shrink": ["shrank", "shrunk"], "control": ["controlled", "controlling"],
    "spread": [], "win": ["won"], "mean": ["meant"], "put": ["putting"], "recur": ["recurred"],
    "sink": ["sank", "sunk"],
    "abet": [], "commit": ["committed"], "permit": ["permitted"], "remit": ["remitted", "remitting"],
    "hit": ["hitting"], "outdo": ["outdid"], "tell": ["told"],
    "lose": ["lost"], "buy": ["bought"], "sit": ["sat"], "stick": ["stuck"],
}  # fmt: skip
_FORMS: Final[Mapping[str, Callable[[str, bool], list[str]]]] = {
    "verbs": _verb, "nouns": _noun, "words": lambda word, _: [word],
}  # fmt: skip


class Sentence:
    """One sentence as words, the clauses they stand in, and where each class occurs."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        low = text.lower()
        self.text = (low if len(low) == len(text) else text).translate(_CURLY)
        self.words: list[str] = _TOKEN.findall(self.text)
        self.lexicon = lexicon
        words, known = self.words, lexicon.words
        self.spots: list[tuple[int, int, tuple[str, ...]]] = []
        """Where classes occur, in order: the first word, the one after the last, and the classes."""
        for i, word in enumerate(words):
            classes, longer = known[word]
            if classes:
                self.spots.append((i, i + 1, classes))
            if longer and i + 1 < len(words):
                for rest, names in longer.get(words[i + 1], ()):
                    end = i + 2 + len(rest)
                    if not rest or tuple(words[i + 2 : end]) == rest:
                        self.spots.append((i, end, names))
        self.classes: set[str] = set()
        for _, _, names in self.spots:
            self.classes.update(names)

    @cached_property
    def occurs(self) -> dict[str, list[tuple[int, int]]]:
        """Class -> the first word of each place where it occurs, and the one after its last."""
        occurs: dict[str, list[tuple[int, int]]] = {}
        for first, after, names in self.spots:
            for name in names:
                occurs.setdefault(name, []).append((first, after))
        return occurs

    @cached_property
    def tokens(self) -> list[tuple[str, int, int]]:
        """Each word with its place."""
        return [(found[0], found.start(), found.end()) for found in _TOKEN.finditer(self.text)]

    @cached_property
    def asked(self) -> bool:
        """Whether it is a question."""
        return self.text.rstrip().rstrip("\"')*").endswith("?")

    @cached_property
    def clauses(self) -> list[int]:
        """The number of the clause of each token."""
        words = self.words
        clause = 0
        if _PARTS.isdisjoint(words):
            return [clause] * len(words)
        found: list[int] = []
        fronted = bool(words) and words[0] in WHEN
        for i, word in enumerate(words):
            if word in _PARTS:
                following = words[i + 1] if i + 1 < len(words) else ""
                if word != ",":
                    clause += bool(i and not (word == "because" and following == "of"))
                elif fronted or following in _SOFT:
                    fronted = False
                    clause += 1
            found.append(clause)
        return found

    @cached_property
    def begins(self) -> dict[int, int]:
        """Clause -> its first token that is neither a mark nor a word such as "and"."""
        found: dict[int, int] = {}
        seen = -1
        for i, clause in enumerate(self.clauses):
            if clause != seen and self.words[i] not in _NOT_FIRST:
                found[clause] = i
                seen = clause
                if clause == self.clauses[-1]:
                    break
        return found

    def shown(self, first: int, after: int) -> str:
        """The words from `first` to before `after`, as a message shows them."""
        return self.text[self.tokens[first][1] : self.tokens[after - 1][2]]

    def has(self, name: str) -> bool:
        """Whether anything of class `name` stands in it."""
        return f"{{{name}}}" in self.classes

    def within(self, name: str, clause: int) -> list[int]:
        """The first tokens of what of class `name` stands in the clause."""
        return [i for i, _ in self.occurs.get(f"{{{name}}}", ()) if self.clauses[i] == clause]

    def outside(self, trap: str, name: str) -> list[int]:
        """The first tokens of what is of class `name`, and does not begin in something of class `trap`: "not" denies,
        but for "not only"."""
        traps = self.occurs.get(f"{{{trap}}}", ())
        found = self.occurs.get(f"{{{name}}}", ())
        return [i for i, _ in found if not any(first <= i < after for first, after in traps)]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The words of `rules/lexicon.toml`."""
    return derived(__file__, [FOLDER / "lexicon.toml"], _lexicon)


def _lexicon() -> Lexicon:
    return Lexicon(tomllib.loads((FOLDER / "lexicon.toml").read_text("utf-8")))


@lru_cache(maxsize=1)
def approved() -> tuple[Approved, ...]:
    """The table of what is approved for what, in `rules/approval.toml`."""
    rows = tomllib.loads((FOLDER / "approval.toml").read_text("utf-8"))["approved"]
    return tuple(Approved(**{**row, "use": tuple(row["use"]), "never": tuple(row["never"])}) for row in rows)


@lru_cache(maxsize=_MOST_WORDS // 10)
def read(text: str) -> Sentence:
    """`text` as one sentence, by the words of `rules/lexicon.toml`."""
    return Sentence(text, lexicon())
