"""Rules of what may be said, as data: `rules/lexicon.toml` has words by class, every other file the rules of one role.

A rule finds what a sentence does by the order of classes in one clause: `{treatment} ..5 {eases}* ..5 {symptom}`.
In a pattern, `{a|b}` is a word of class a or b (or the word itself, where no class is so named), `x/y` one of two,
`..4` a gap of at most four words, `^` the beginning of a clause, and `*` marks the word that a denial must govern.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).with_name("rules")
LEXICON: Final = "lexicon"
_TOKEN: Final = re.compile(r"[a-z0-9]+(?:[-.,:][a-z0-9]+)*|[$%#;:,()?!\u2014]|--")
_CURLY: Final = str.maketrans("\u2018\u2019\u201c\u201d\u2013", "''\"\"-")
_HARD: Final = frozenset({";", ":", "--", "\u2014", "but", "because", "although", "though", "whereas", "while", "yet"})
"""A clause ends before each of these; ..."""
_SOFT: Final = frozenset(
    {"and", "or", "so", "which", "who", "since", "as", "if", "when", "then", "nor", "even", "unless"}
)
"""... and at a comma, before these."""
_FRONTED: Final = frozenset(
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


@dataclass(frozen=True)
class Element:
    """One step of a pattern: a word of `classes`, at most `gap` words after the step before."""

    classes: tuple[str, ...]
    gap: int
    optional: bool
    starts: bool
    tight: bool = False
    """No comma in the gap."""


@dataclass(frozen=True)
class Pattern:
    elements: tuple[Element, ...]
    key: int
    """Which element a denial must govern."""

    @cached_property
    def required(self) -> tuple[tuple[str, ...], ...]:
        return tuple(element.classes for element in self.elements if not element.optional)


@dataclass(frozen=True, eq=False)
class Rule:
    """`deny` and `ask` say whether a denial or a question excuses it; `neutral`, that it reports what was measured.
    `stop` and `let` (in the file: `pass`) are sentences that it must stop and must let pass: its tests."""

    role: str
    name: str
    patterns: tuple[Pattern, ...]
    deny: bool
    ask: bool
    neutral: bool
    near: tuple[str, ...]
    stop: tuple[str, ...]
    let: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """Tokens from `first` to before `after`; `key` is the one that a denial must govern."""

    first: int
    after: int
    key: int


class Lexicon:
    """Words by class; looked up by their first word or first two, so that a sentence is read once for all classes."""

    def __init__(self, classes: Mapping[str, Mapping[str, str]]) -> None:
        self.names = set(classes)
        self.single: dict[str, tuple[str, ...]] = {}
        self.longer: dict[tuple[str, str], list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        every: dict[tuple[str, ...], set[str]] = {}
        for name, kinds in classes.items():
            for kind, text in kinds.items():
                for entry in text.split():
                    head, *rest = entry.split("_")
                    for form in _FORMS[kind](head, bool(rest)):
                        every.setdefault((form, *rest), set()).add(name)
                    if rest and kind == "nouns":
                        every.setdefault((head, *rest[:-1], f"{rest[-1]}s"), set()).add(name)
        self.every = every
        for words, found in every.items():
            self._add(words, found)

    def _add(self, words: tuple[str, ...], found: set[str]) -> None:
        if len(words) == 1:
            self.single[words[0]] = (*self.single.get(words[0], ()), *sorted(found))
        else:
            self.longer.setdefault((words[0], words[1]), []).append((words[2:], tuple(sorted(found))))

    def literal(self, words: Sequence[str]) -> str:
        """A class of its own for plain words in a pattern."""
        name = "/".join(words)
        if name not in self.names:
            self.names.add(name)
            for word in words:
                first, *rest = word.split("_")
                self._add((first, *rest), {name})
        return name


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
        self.occurs: dict[str, list[tuple[int, int]]] = {}
        words, occurs, single, longer = self.words, self.occurs, lexicon.single, lexicon.longer
        for i, word in enumerate(words):
            if word in single:
                for name in single[word]:
                    occurs.setdefault(name, []).append((i, i + 1))
            for rest, names in longer.get((word, words[i + 1] if i + 1 < len(words) else ""), ()):
                end = i + 2 + len(rest)
                if not rest or tuple(words[i + 2 : end]) == rest:
                    for name in names:
                        occurs.setdefault(name, []).append((i, end))

    @cached_property
    def tokens(self) -> list[tuple[str, int, int]]:
        """Each word with its place."""
        return [(found[0], found.start(), found.end()) for found in _TOKEN.finditer(self.text)]

    @cached_property
    def asked(self) -> bool:
        return self.text.rstrip().rstrip("\"')*").endswith("?")

    @cached_property
    def clauses(self) -> list[int]:
        """The number of the clause of each token."""
        found: list[int] = []
        clause = 0
        fronted = bool(self.words) and self.words[0] in _FRONTED
        for i, word in enumerate(self.words):
            if word in _HARD and i and not (word == "because" and self.words[i + 1 : i + 2] == ["of"]):
                clause += 1
            elif word == ",":
                following = self.words[i + 1] if i + 1 < len(self.words) else ""
                if fronted or following in _SOFT:
                    fronted = False
                    clause += 1
            found.append(clause)
        return found

    @cached_property
    def begins(self) -> dict[int, int]:
        """Clause -> its first token that is neither a mark nor a word such as "and"."""
        found: dict[int, int] = {}
        for i, (word, clause) in enumerate(zip(self.words, self.clauses, strict=True)):
            if clause not in found and word not in _SKIPPED and word not in _HARD:
                found[clause] = i
        return found

    def of(self, classes: tuple[str, ...]) -> list[tuple[int, int]]:
        if len(classes) == 1:
            return self.occurs.get(classes[0], [])
        return sorted({spot for name in classes for spot in self.occurs.get(name, ())})

    def has(self, name: str) -> bool:
        return name in self.occurs

    def within(self, name: str, clause: int) -> list[int]:
        """The first tokens of what of class `name` stands in the clause."""
        return [i for i, _ in self.occurs.get(name, ()) if self.clauses[i] == clause]

    def matches(self, pattern: Pattern) -> Iterator[Match]:
        first = pattern.elements[0]
        for i, after in self.of(first.classes):
            if first.starts and self.begins.get(self.clauses[i]) != i:
                continue
            yield from self._rest(pattern, 1, i, after, i if pattern.key == 0 else -1)

    def _rest(self, pattern: Pattern, step: int, first: int, after: int, key: int) -> Iterator[Match]:
        if step == len(pattern.elements):
            yield Match(first, after, key)
            return
        element = pattern.elements[step]
        clause = self.clauses[first]
        for i, end in self.of(element.classes):
            if after <= i <= after + element.gap and self.clauses[i] == clause:
                if element.tight and "," in self.words[after:i]:
                    continue
                yield from self._rest(pattern, step + 1, first, end, i if pattern.key == step else key)
        if element.optional:
            yield from self._rest(pattern, step + 1, first, after, key)

    def shown(self, match: Match) -> str:
        """The words of a match, as a message shows them."""
        words = self.text[self.tokens[match.first][1] : self.tokens[match.after - 1][2]].split()
        return " ".join(words if len(words) < 10 else [*words[:4], "...", *words[-4:]])


class Rules:
    """The lexicon and every rule; read once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.lexicon = Lexicon(tomllib.loads((folder / f"{LEXICON}.toml").read_text("utf-8")))
        self.all: list[Rule] = []
        for file in sorted(folder.glob("*.toml")):
            if file.stem != LEXICON:
                for number, each in enumerate(tomllib.loads(file.read_text("utf-8"))["rule"]):
                    self.all.append(
                        Rule(
                            file.stem, each.get("name", str(number)), tuple(map(self._pattern, each["find"])),
                            each.get("deny", True), each.get("ask", True), each.get("neutral", False),
                            tuple(each["near"].split("|")) if "near" in each else (),
                            tuple(each["stop"]), tuple(each["pass"]),
                        )
                    )  # fmt: skip
        self.by_class: dict[str, list[tuple[int, Rule, Pattern]]] = {}
        every = ((rule, pattern) for rule in self.all for pattern in rule.patterns)
        for place, (rule, pattern) in enumerate(every):
            for name in pattern.elements[pattern.key].classes:
                self.by_class.setdefault(name, []).append((place, rule, pattern))

    def _pattern(self, text: str) -> Pattern:
        elements: list[Element] = []
        gap, starts, tight, key = 0, False, False, -1
        for part in text.split():
            if part == "^":
                starts = True
                continue
            if part.startswith(("..", "~")):
                gap, tight = int(part.strip(".~")), part.startswith("~")
                continue
            if part.rstrip("?").endswith("*"):
                key = len(elements)
            bare = part.replace("*", "").removesuffix("?")
            if bare.startswith("{"):
                names = bare[1:-1].split("|")
                known = [name for name in names if name in self.lexicon.names]
                words = [name for name in names if name not in known]
                classes = (*known, *([self.lexicon.literal(words)] if words else []))
            else:
                classes = (self.lexicon.literal(bare.split("/")),)
            elements.append(Element(classes, gap, part.endswith("?"), starts, tight))
            gap, starts, tight = 0, False, False
        return Pattern(tuple(elements), key if key >= 0 else len(elements) - 1)

    def read(self, text: str) -> Sentence:
        return Sentence(text, self.lexicon)

    def worth_trying(self, sentence: Sentence) -> list[tuple[Rule, Pattern]]:
        """The patterns all of whose classes occur in the sentence, each with its rule, in the order of their files."""
        occurs, by_class = sentence.occurs, self.by_class
        near: dict[int, tuple[Rule, Pattern]] = {}
        for name in occurs:
            for place, rule, pattern in by_class.get(name, ()):
                for classes in pattern.required:
                    if classes[0] not in occurs and not any(other in occurs for other in classes[1:]):
                        break
                else:
                    near[place] = rule, pattern
        return [near[place] for place in sorted(near)]


@lru_cache(maxsize=1)
def rules() -> Rules:
    return Rules()
