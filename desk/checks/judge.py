"""Judges sentences by what they do (benefit, safety, advice, ...) and asks of each what must carry it.

A finding stands unless one of the sources that its sentence cites is of a design that can carry it. A citation carries
its own sentence, and the one before or after where that plainly continues. A denial, a doubt or a question excuses only
what it governs: the same clause, this very claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Final

from desk.checks.passage import Passage
from desk.checks.rule import Match, Rule, Sentence, rules

TRIALS: Final = frozenset({"rct", "meta-analysis", "systematic-review"})
SHOWS: Final = TRIALS | {"guideline"}
"""Designs that can show a benefit, or what caused what."""
UNCONTROLLED: Final = frozenset({"open-trial", "cohort", "chart-review", "survey", "case-series", "case-report"})
CLINICAL: Final = SHOWS | UNCONTROLLED
LAW: Final = frozenset({"regulatory", "official-page"})
"""What says what the law allows."""
COUNTS_HARM: Final = SHOWS | {"regulatory", "cohort", "survey", "surveillance", "review"}
"""Designs that measure harm. What only looked for a benefit does not."""
NONE: Final[frozenset[str]] = frozenset()
BARE: Final = "bare"
"""The rule of last resort: a sentence about a treatment, in no careful word and without a source."""

_NUMBER: Final = re.compile(
    r"\d|\b(?:half|third|quarter) of\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half"
    r"|none) (?:\w+ ){0,2}(?:in|of|out of|people|patients|hours?|minutes?|days?)\b"
)
_ABSENCE: Final = re.compile(
    r"\b(?:no|not|none|nobody|never|without|did not|were not|was not)\b[^.;]{0,60}"
    r"\b(?:report|reported|counts?|counted|number|numbers|measured?|recorded|list(?:ed)?|given|seen|asked)\b"
)
_OF: Final = re.compile(
    r"\b(\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten)(?:\s+[a-z]\w*){0,2}?\s+(?:in|of"
    r"|out of)\s+(?:every\s+|the\s+|about\s+|all\s+)?(\d[\d,]*)\b"
)
_OF_ONE: Final = re.compile(
    rf"{_OF.pattern}[^.;]{{0,40}}?\b(?:against|and|versus|instead of|rather than|with|without)\s(?:\w+\s){{0,3}}?"
    r"\d[\d,]*\b"
)
"""Two counts of one total: "2 people in 10,000 against 3"."""
_AFTER_TIME: Final = re.compile(
    r"\b(?:at|after)\s((?:\d+|one|two|three|four|six|eight|twelve)\s(?:hour|day|week|month))"
)
_COUNT: Final = re.compile(
    r"\b(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten)\s+(?:\w+\s+){0,3}(?:people|patients|adults"
    r"|veterans|trials|studies|papers|men|women|of them|completers"
    r"|clinics|doctors|reports|volunteers|children|teenagers)\b"
)
_ALIKE: Final = 1.25
"""Two groups of nearly the same size can be compared by their counts."""
_PRONOUNS: Final = frozenset({"it", "this", "they", "these", "that", "them"})
_PAST: Final = re.compile(r"\w+ed|kept|held|stayed")
_QUOTED: Final = re.compile(r"\"([^\"\n]{1,70})\"|(?<!\w)'([^'\n]{1,60})'(?!\w)")
_LONGEST_QUOTED: Final = 6
"""Words between quotation marks that can still be under discussion; more is speech."""
_CONTINUES: Final = re.compile(
    r"\W*(?:it|they|this|that|these|those|their|its|nobody|no one|both|there|he|she|his|her|neither|all of them"
    r"|some of them|of (?:these"
    r"|those|them|the)|the (?:same|trial|study|review|report|label|survey|other|others|rest|gain|drop|difference"
    r"|average"
    r"|authors|researchers|people|group|effect|paper|reports|charts|guideline|number|numbers|figures?|placebo|gap|fall)"
    r"|in (?:that|this|both|it|the other)|on placebo|with placebo|by then|half of them|here)\b",
    re.IGNORECASE,
)
_LURE: Final = re.compile(
    r"\b(?:what if|why (?:wait|not|suffer|settle|put|keep|live)|imagine|ready to|tired of|looking for|how much longer"
    r"|who (?:would|wouldn't|does|doesn't)|isn't it time|is it time|ever (?:wish|wonder)|for good|forever|at last"
    r"|finally"
    r"|could (?:one|a single|this|ketamine|it|an infusion)\b.*\b(?:you|your)|wouldn't|want to|wish you|had enough"
    r"|sick of"
    r"|why should|don't you|can you afford|isn't|aren't|dream)\b"
)


@dataclass(frozen=True)
class Finding:
    """What a sentence does that must be carried. `at` is an offset into the passage's text."""

    sentence: int
    role: str
    rule: str
    at: int
    words: str
    keys: tuple[str, ...] = ()
    carried_by: frozenset[str] = NONE

    def stands(self, designs: Mapping[str, str]) -> bool:
        """Whether none of the sources that it cites can carry it. One that is not known has a problem of its own."""
        if self.carried_by and any(key not in designs for key in self.keys):
            return False
        return not any(designs.get(key) in self.carried_by for key in self.keys)


def judge(passage: Passage, designs: Mapping[str, str], answered: bool = False) -> Iterator[Finding]:
    """What `passage` says that nothing carries; `designs` gives what kind of study each source was, by key.

    `answered`: the passage is a heading or title, and its section answers what it asks.
    """
    said: set[tuple[int, str]] = set()
    for finding in findings(passage, answered):
        if (finding.sentence, finding.role) not in said and finding.stands(designs):
            said.add((finding.sentence, finding.role))
            yield finding


def findings(passage: Passage, answered: bool = False) -> Iterator[Finding]:
    """What in `passage` must be carried, each with the sources that might, and the designs that can."""
    known = rules()
    context = Context(passage)
    for number, (start, end) in enumerate(passage.sentences):
        sentence = known.read(passage.text[start:end])
        keys = context.keys(number) if passage.cited else ()
        said: set[str] = set()
        tried: set[str] = set()
        for rule, pattern in known.worth_trying(sentence):
            if rule.role in said:
                continue
            for match in sentence.matches(pattern):
                carried_by = _carriers(rule, sentence, match, context, number, answered)
                if carried_by is not None:
                    tried.add(rule.role)
                    if not (carried_by and keys):
                        said.add(rule.role)  # whatever the sources, this stands
                    at = start + sentence.tokens[match.first][1]
                    yield Finding(number, rule.role, rule.name, at, sentence.shown(match), keys, carried_by)
                    break
        if not tried and (found := _bare(sentence, context, number)) is not None:
            words = sentence.shown(Match(0, len(sentence.words), 0))
            yield Finding(number, "benefit", BARE, start, words, keys, found)


class Context:
    """What stands around a sentence: its passage, and the sources that carry it."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage

    @cached_property
    def text(self) -> str:
        return " ".join(self.passage.text.lower().split())

    def keys(self, number: int) -> tuple[str, ...]:
        """The sources cited for sentence `number`: in it, or next to it where one plainly continues the other."""
        if own := self._own(number):
            return own
        spans = self.passage.sentences
        if number and self._continues(number) and (before := self._own(number - 1)):
            return before
        if number + 1 < len(spans) and self._continues(number + 1):
            return self._own(number + 1)
        return ()

    def _own(self, number: int) -> tuple[str, ...]:
        start, end = self.passage.sentences[number]
        at = self.passage.at
        return tuple(key for where, keys in self.passage.cited for key in keys if start <= where - at < end)

    def _continues(self, number: int) -> bool:
        start, end = self.passage.sentences[number]
        return bool(_CONTINUES.match(self.passage.text[start:end]))

    def denied_next(self, number: int) -> bool:
        """Whether the next sentence denies what this one says that people say."""
        after = self.passage.sentences[number + 1 : number + 2]
        return any(rules().read(self.passage.text[start:end]).has("negative") for start, end in after)

    def compared_said(self) -> bool:
        """Whether the passage says that nobody was compared."""
        sentence = rules().read(self.passage.text)
        return sentence.has("compare_said")


def _carriers(
    rule: Rule, sentence: Sentence, match: Match, context: Context, number: int, answered: bool
) -> frozenset[str] | None:
    """The designs that can carry the match; None when it needs no carrying."""
    if _between_marks(sentence, match) and rule.name != "testimonial":
        return None
    clause = sentence.clauses[match.key]
    if rule.near and not any(sentence.within(name, clause) for name in rule.near):
        return None
    if any(i <= match.key < after for i, after in sentence.occurs.get("trap", ())):
        return None
    if sentence.has("seller") and sentence.has("mistaken"):
        return None
    if sentence.has("hearsay") and context.denied_next(number):
        return None
    if sentence.asked and rule.ask:
        lure = _LURE.search(sentence.text) or (context.passage.kind == "heading" and not answered)
        return NONE if lure else None
    if rule.deny and denied(sentence, match):
        return None
    return _NEEDS[rule.role](rule, sentence, match, context, number)


def _benefit(rule: Rule, sentence: Sentence, match: Match, context: Context, number: int) -> frozenset[str] | None:
    shows = SHOWS
    if (
        any(match.first - 2 <= i < match.after for i in sentence.within("bad", sentence.clauses[match.key]))
        and rule.name in _NOUNS
    ):
        return None
    if sentence.has("esk") or sentence.has("anesthetic_use"):
        shows = shows | {"regulatory"}
    reported = rule.name == "lasts" and bool(_PAST.fullmatch(sentence.words[match.key]))
    if rule.neutral or reported or sentence.within("rated", sentence.clauses[match.key]):
        if sentence.has("hedge_end"):
            return None
        if context.compared_said():
            return shows | UNCONTROLLED
    return shows


_RID: Final = frozenset({"no", "without", "zero", "none", "few", "nor"})
_CAREFUL: Final = (
    "negative",
    "open",
    "compare_said",
    "closed",
    "bad",
    "mistaken",
    "hedge_end",
    "harmverb",
    "claims",
    "site",
    "neutral_fact",
    "rid",
)
_CAREFUL_WHOLE: Final = ("compare_said", "mistaken", "hedge_end", "site", "neutral_fact", "claims")
_CONDITIONS: Final = frozenset({"until", "if", "when", "once", "before", "after", "unless", "since", "because", "as"})
_PLACES: Final = frozenset({"for", "in", "with", "by", "at", "on", "of", "from", "without", "during"})
_VERB: Final = 5
"""Words after its subject, or the beginning of its clause, among which a sentence's verb stands."""
_TALKS: Final = frozenset({"but", "yet", "still", "though", "although", "however"})
"""After these, a sentence says what it means."""
_SHOWN: Final = SHOWS | {
    "regulatory",
    "animal-study",
    "lab-study",
    "advertising-study",
    "surveillance",
    "review",
    "registration",
}


def _bare(sentence: Sentence, context: Context, number: int) -> frozenset[str] | None:
    """What can carry a sentence that says something of a treatment or an illness in no careful word; None: it may "
    "stand."""
    whole = sentence.text.rstrip().endswith((".", "!")) and len(sentence.words) > 4
    if context.passage.kind in ("title", "heading", "row") or sentence.asked or not whole:
        return None
    if any(sentence.has(name) for name in _CAREFUL_WHOLE) or _NUMBER.search(sentence.text):
        return None
    keys = context.keys(number)
    if keys:
        if any(sentence.has(name) for name in _CAREFUL):
            return None
        about = any(sentence.has(name) for name in ("symptom", "person", "treatment"))
        return _SHOWN | {"press-release", "official-page"} if about else None
    if context.passage.kind != "paragraph" or not sentence.has("treatment"):
        return None
    return NONE if any(_bold(sentence, clause) for clause in sorted(set(sentence.clauses))) else None


def _bold(sentence: Sentence, clause: int) -> bool:
    """Whether the clause says something of a treatment, or of "it" where the sentence named one, in no careful word."""
    start = sentence.begins.get(clause)
    if start is None or sentence.words[start] in _CONDITIONS:
        return False
    meant = sentence.words[start] in _PRONOUNS and not _TALKS.isdisjoint(sentence.words[:start])
    fronted = sentence.words[start] in _PLACES
    felt = (
        not fronted
        and sentence.has("treatment")
        and any(start <= i <= start + 2 for i in sentence.within("symptom", clause))
    )
    own = [i for i, after in sentence.occurs.get("subject", ()) if sentence.clauses[i] == clause
           and (i <= start + 2 or sentence.words[after : after + 1] != ["s"])]  # fmt: skip
    if not meant and not felt and not own:
        return False
    if any(sentence.within(name, clause) for name in _CAREFUL):
        return False
    after = max([*own[:1], start])
    return not any(i <= after + _VERB for i in sentence.within("neutral", clause))


def _safety(rule: Rule, sentence: Sentence, match: Match, context: Context, number: int) -> frozenset[str] | None:
    if rule.name == "light":
        # What is said of a harm in no grave word, without a count or a source.
        plain = context.passage.kind != "paragraph" or len(sentence.words) < 5 or bool(context.keys(number))
        grave = sentence.has("grave") or sentence.has("closed") or sentence.has("site") or sentence.has("hedge_end")
        denied_mild = sentence.has("mild") and "not" in sentence.words
        return None if plain or grave or denied_mild or _NUMBER.search(sentence.text) else NONE
    if sentence.has("no_count") or sentence.has("hedge_end"):
        return None
    if rule.name == "without" and sum(word in _RID for word in sentence.words[match.first : match.after]) > 1:
        return None
    if rule.name == "without" and governed_by_not(sentence, Match(match.first, match.after, match.first)):
        return None
    if _NUMBER.search(sentence.text) or _ABSENCE.search(sentence.text):
        return COUNTS_HARM | {"case-report"} if "one person" in sentence.text else COUNTS_HARM
    return NONE


def _advice(rule: Rule, sentence: Sentence, match: Match, context: Context, number: int) -> frozenset[str] | None:
    clause = sentence.clauses[match.key]
    if rule.name == "dose":
        named = sentence.within("reported", clause) or sentence.has("study_word")
        return None if named and context.keys(number) and not sentence.within("dose_praise", clause) else NONE
    if rule.name == "ask-for":
        return NONE
    if rule.name == "do":
        verb = sentence.words[match.key]
        if verb == "repeat" and sentence.words[match.key + 1].endswith("s"):
            return None
        later = sentence.words[match.key + 1 :]
        own = (word for word, own in zip(later, sentence.clauses[match.key + 1 :], strict=True) if own == clause)
        if verb.endswith(("ing", "ed", "s")) or any(word in _FINITE for word in takewhile(_main, own)):
            return None
    near = range(match.key + 1, match.key + 5)
    if any(i in near and sentence.words[i - 1] not in _JOINS for i in sentence.within("carried", clause)):
        return None
    if any(i < match.key for i in sentence.within("closed", clause)):
        return None
    if rule.name == "worthy":
        return None if denied(sentence, match) or sentence.words[match.first] in _PRONOUNS else NONE
    if any(word in _NOT for word in sentence.words[max(match.key - 5, match.first - 3, 0) : match.key]):
        return None
    return NONE


def _vague(rule: Rule, sentence: Sentence, match: Match, context: Context, number: int) -> frozenset[str] | None:
    if rule.name == "authority" and any(word in _OPENS for word in _around(sentence, match)):
        return None
    if rule.name == "weight" and any(word in _OPENS for word in sentence.words[max(match.first - 2, 0) : match.first]):
        return None
    harm_only = sentence.has("harm") and not sentence.has("mild") and not sentence.has("relief")
    if rule.name in ("authority", "said") and harm_only and context.keys(number):
        return None
    if rule.name in ("said", "did") and (context.keys(number) or sentence.has("dry") or denied(sentence, match)):
        return None
    if rule.name == "crowd" and not {"not", "never"}.isdisjoint(sentence.words[match.first : match.after]):
        return None
    if rule.name == "crowd" and match.first and sentence.words[match.first - 1] == "how":
        return None
    if rule.name != "most" and any(word in _NOTHING for word in sentence.words[match.first : match.after + 2]):
        return None
    if _OF.search(sentence.text) or _COUNT.search(sentence.text):
        return None
    if context.keys(number):
        before = sentence.words[match.first - 1] if match.first else ""
        if sentence.has("named_study") or (rule.name == "authority" and before in _DEFINITE):
            return None
    return NONE


def _around(sentence: Sentence, match: Match) -> list[str]:
    """The words of a match and the two before it, in its clause."""
    return sentence.words[max(match.first - 2, 0) : match.after]


def _relative(rule: Rule, sentence: Sentence, match: Match, context: Context, number: int) -> frozenset[str] | None:
    if len({found[1] for found in _AFTER_TIME.finditer(sentence.text)}) > 1:
        return NONE  # counted at two times
    totals = sorted(int(found[2].replace(",", "")) for found in _OF.finditer(context.text))
    if any(0 < more <= _ALIKE * less for less, more in pairwise(totals)) or _OF_ONE.search(context.text):
        return None
    return NONE


def _cause(rule: Rule, sentence: Sentence, match: Match, context: Context, number: int) -> frozenset[str] | None:
    if not context.keys(number) and not (
        sentence.has("treatment") and (sentence.has("symptom") or sentence.has("relief"))
    ):
        return None
    return SHOWS | {"animal-study", "lab-study", "regulatory"}


def _approval(rule: Rule, sentence: Sentence, match: Match, context: Context, number: int) -> frozenset[str] | None:
    """Only what agrees with the closed table in rules/approval.toml: this drug, for a use in its row and no other."""
    clause = sentence.clauses[match.key]
    if rule.name == "reach":
        return LAW
    if rule.name != "approved":
        return NONE
    if sentence.has("mistaken"):
        return None
    if sentence.within("other_drug", clause) and not (sentence.within("ket", clause) or sentence.within("esk", clause)):
        return None
    for row in rules().approved:
        if not sentence.within(row.drug, clause) and not (row.anywhere and sentence.has(row.drug)):
            continue
        if any(not _after_not(sentence, i) for name in row.never for i in sentence.within(name, clause)):
            return NONE
        if any(sentence.within(name, clause) for name in row.use):
            return None if not row.only or sentence.has(row.only) else NONE
        named = any(sentence.words[i] not in _PRONOUNS for i in sentence.within(row.drug, clause))
        return NONE if row.must_say and (named or sentence.has("agency")) else None
    return None


def _after_not(sentence: Sentence, token: int) -> bool:
    return any(word in ("not", "never", "nor", "neither") for word in sentence.words[max(token - 4, 0) : token])


def _voice(rule: Rule, sentence: Sentence, match: Match, context: Context, number: int) -> frozenset[str] | None:
    if rule.name == "urgency" and sentence.has("help_now"):
        return None
    if rule.name == "blame" and sentence.has("not_blame"):
        return None
    if rule.name == "price-figure" and (sentence.has("money_source") or context.keys(number)):
        return None
    return NONE


_NEEDS: Final = {
    "benefit": _benefit, "safety": _safety, "advice": _advice, "vague": _vague, "relative": _relative,
    "cause": _cause, "approval": _approval, "voice": _voice,
}  # fmt: skip
ROLES: Final = tuple(_NEEDS)


def _between_marks(sentence: Sentence, match: Match) -> bool:
    """Whether the match stands in a few words between quotation marks: words under discussion."""
    if '"' not in sentence.text and "'" not in sentence.text:
        return False
    at = sentence.tokens[match.key][1]
    return any(
        quoted.start() <= at < quoted.end()
        for quoted in _QUOTED.finditer(sentence.text)
        if len(quoted[0].split()) <= _LONGEST_QUOTED
    )


_DEFINITE: Final = frozenset({"the", "this", "that", "one", "a", "an", "each", "both", "another", "two", "three"})
_BEFORE_NO: Final = frozenset({
    "there", "is", "are", "was", "were", "be", "been", "found", "find", "finds", "see", "saw", "seen", "know",
    "have", "has", "had", "show", "shows", "showed", "shown", "offers", "brings", "gives", "got", "make",
    "makes", "made", "with", "of",
})  # fmt: skip
_OPENS: Final = frozenset({
    "than", "what", "how", "far", "which", "whether", "if", "when", "until", "why", "where", "could", "may",
    "might", "would", "can", "should", "to", "or", "from",
})  # fmt: skip
"""In or before "studies show", these make it no finding: "more than studies show", "a trial could show"."""
_NOUNS: Final = frozenset({"lasts", "quick", "relief", "fades", "lower"})
"""Rules that a harm would also fit: "psychiatric effects that lasted"."""
_FINITE: Final = frozenset({
    "is", "are", "was", "were", "has", "have", "had", "does", "did",
})  # fmt: skip
_NOT: Final = frozenset({"not", "never", "no", "nobody", "cannot", "t", "without", "neither", "nor", "none"})
_JOINS: Final = frozenset({"and", "or", "then"})


def _main(word: str) -> bool:
    """Whether a word still belongs to what is ordered, and not to a condition or a relative clause after it."""
    return word not in ("if", "when", "where", "that", "which", "who", "until", "before", "after", "as", "once")


_NOTHING: Final = frozenset({"no", "none", "nothing", "nobody", "neither"})
"""Right after a verb, these deny it: "it shows no gain"."""
_RELATIVE: Final = frozenset({"who", "which", "whose"})
_NEAR: Final = 4


def denied(sentence: Sentence, match: Match) -> bool:
    """Whether a denial or a doubt governs the match: in its clause, before its key word, and of this claim."""
    clause, key = sentence.clauses[match.key], match.key
    if any(sentence.clauses[i] == clause and i >= key for i, _ in sentence.occurs.get("hedge_end", ())):
        return True
    traps = sentence.occurs.get("no_negative", ())
    if any(i < key and not _inside(i, traps) for i in sentence.within("open", clause)):
        return True
    if any(i < key for i in sentence.within("seller", clause)) and any(
        i < key for i in sentence.within("claims", clause)
    ):
        return True
    if any(word in _NOTHING for word in sentence.words[key + 1 : key + 3]):
        return True
    return governed_by_not(sentence, match)


def _inside(token: int, spots: Sequence[tuple[int, int]]) -> bool:
    return any(first <= token < after for first, after in spots)


def governed_by_not(sentence: Sentence, match: Match) -> bool:
    clause, key = sentence.clauses[match.key], match.key
    traps = sentence.occurs.get("no_negative", ())
    for i, after in sentence.occurs.get("negative", ()):
        if sentence.clauses[i] != clause or i >= key or _inside(i, traps):
            continue
        between = sentence.words[after:key]
        if any(after <= j < key for j, _ in sentence.occurs.get("embed", ())):
            return True
        if any(word in _RELATIVE for word in between):
            continue
        if len(between) <= _NEAR or i == sentence.begins.get(clause):
            return True
        if sentence.words[i - 1] in _BEFORE_NO and sentence.words[i] == "no" and i < match.first:
            return True
    return False
