#!/usr/bin/env python3
"""Posts in this project's dialect, for measuring: `gen_ours.py PROJECT_DIR N` puts N of them into content/posts.

Each passes `desk check` and has about 980 words: the boxes its category asks for, a claim, three h2 and three h3, a
list of 5, a table of 5 x 3, 4 to 8 citations, words of the glossary, 2 links out, 1 to another post, 3 of 15 tags.
Same seed and N, same bytes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from desk.checks.judge import judge
from desk.checks.passage import Passage
from desk.model.published import PUBLISHED

CITED = ("rct", "systematic-review", "meta-analysis")
"""Kinds of study that posts cite."""
WHO = (
    "Some people", "Some readers", "A few people", "The clinics nearby", "Some clinics", "A nurse", "Your doctor",
    "The nurses",
    "Your family", "One team", "A good clinic", "One of the staff", "People at home", "Some of us", "Your partner",
)  # fmt: skip
ACTS = (
    ("choose", "chooses"), ("write down", "writes down"), ("ask about", "asks about"),
    ("plan", "plans"), ("talk about", "talks about"), ("look for", "looks for"), ("think about", "thinks about"),
    ("keep", "keeps"), ("want", "wants"), ("miss", "misses"), ("notice", "notices"),
)  # fmt: skip
WHAT = (
    "a dark room", "a quiet day", "a short walk", "a warm drink", "the next visit", "the ride home", "a long table",
    "the first pages", "a plan for the day", "the weather", "a plain map", "a simple meal", "the door",
    "the hour", "a note on the door", "the bill of a visit", "a page of the diary", "the name of each street",
    "an aura", "the next walk", "a notebook", "the back door", "a placebo", "a warm coat", "the long hallway",
    "a chair by the window", "a glass of water", "an hour of sleep",
)  # fmt: skip
WHEN = (
    "before the visit", "after lunch", "on a bad day", "in the morning", "when the light is low", "at the start",
    "on a day off", "while they wait", "on the way home", "when the bus is near", "once a month",
    "with a pen and paper", "for a short time", "with a plain list", "as a first step", "without any hurry",
)  # fmt: skip
MORE = (
    "That is fine.", "It need not take long.", "You can stop at any time.", "Nobody has to do it alone.",
    "This is not a test.", "Take your time with it.", "It is *your* choice.", "A short note is enough.",
    'Say "not today" if you like.', "There is **no wrong way** to do it.", "Bring someone along if you can.",
)  # fmt: skip
HEADS = (
    "What to ask first", "How a visit goes", "What people notice", "Who is in the room", "What comes after",
    "How to plan a day", "What it may cost", "Words you may hear", "How rest fits in", "When to call",
    "What to bring along", "How the day goes on", "What a diary is for", "Who can come along",
)  # fmt: skip
TOPICS = ("rest", "light", "sleep", "meals", "walks", "visits", "notes", "travel", "work", "friends", "noise", "plans")
SECTIONS = {
    "off-label": "/// off-label\nDoctors may use ketamine in ways that its label does not name [@ketalar_label].\n///",
    "emergency": "/// emergency\nCall 911 or go to the emergency room for:\n\n- a sudden headache, the worst of your "
    "life\n- chest pain, trouble breathing or fainting\n\nFor thoughts of suicide, call or text 988.\n///",
    "ask-your-clinician": "/// ask-your-clinician\n- What have I not tried yet?\n- Who watches me, and for how long?\n"
    "- How do I get home?\n///",
}


def sources_of(bib: str) -> list[str]:
    """Keys of trials and reviews of trials: enough for any grade used here."""
    entries = re.findall(r"^@\w+\{([\w:-]+),(.*?)^\}", bib, re.MULTILINE | re.DOTALL)
    return sorted(
        key
        for key, fields in entries
        if (found := re.search(r"design\s*=\s*\{([\w-]+)\}", fields)) and found[1] in CITED and "retract" not in fields
    )


@cache
def passes(words: str, kind: Literal["paragraph", "row"] = "paragraph", design: str = "") -> bool:
    """Whether the desk lets these words be, where a source of that `design` is cited at their end, or none: what it has
    learned of sentences changes, and the posts pass it still."""
    end = len(words) - 1
    cited = ((end, ("source",)),) if design else ()
    return not any(judge(Passage(0, words, kind, None, cited), {"source": design}))


class Writer:
    def __init__(self, seed: str) -> None:
        self.rng = random.Random(seed)

    def sentence(self) -> str:
        while not passes(made := self._sentence()):
            pass
        return made

    def row(self) -> str:
        while not passes(made := " | ".join(map(self.rng.choice, (WHAT, WHO, WHEN))), "row"):
            pass
        return f"| {made} |"

    def summary(self) -> str:
        while not passes(made := re.sub(r"[*\"]", "", self._summary())):
            pass
        return made

    def _summary(self) -> str:
        who, what, when, topic = map(self.rng.choice, (WHO, WHAT, WHEN, TOPICS))
        return f"{who} and {what}: {when}, and more of what {topic} can do."

    def _sentence(self) -> str:
        if self.rng.random() < 0.16:
            return self.rng.choice(MORE)
        who = self.rng.choice(WHO)
        plural = who.split()[0] in ("Some", "The", "People") or who == "A few people"
        act = self.rng.choice(ACTS)[0 if plural else 1]
        joined = f"{who} {act} {self.rng.choice(WHAT)} {self.rng.choice(WHEN)}"
        if self.rng.random() < 0.35:
            joined += f", or {self.rng.choice(WHAT)} {self.rng.choice(WHEN)}"
        return joined + "."

    def paragraph(self, sentences: int = 5) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def cited(self, keys: list[str], count: int = 1) -> str:
        words = self.sentence()
        # What begins with "this" would give its source to the sentence before it.
        while words in MORE or not all(passes(words, design=design) for design in CITED):
            words = self.sentence()
        return f"{words.rstrip('.')} [{'; '.join('@' + key for key in self.take(keys, count))}]."

    def take(self, keys: list[str], count: int) -> list[str]:
        return [keys.pop() for _ in range(min(count, len(keys)))]


def day_of(i: int, n: int) -> dt.date:
    """The day on which post `i` of `n` is published."""
    return dt.date(2023, 6, 2) + dt.timedelta(days=int(1200 * i / n))


def post(i: int, n: int, keys: list[str], slugs: list[str], taxonomy: tuple[list[str], list[str]], seed: int) -> str:
    w = Writer(f"{seed}-{i}")
    categories, tags = taxonomy
    category = categories[i % len(categories)]
    picked = w.rng.sample(keys, w.rng.randint(5, 8))
    first = picked[-1]
    heads = w.rng.sample(HEADS, 6)
    out = [
        "/// key-points",
        f"- {w.cited(picked)}",
        *(f"- {w.sentence()}" for _ in range(3)),
        "///",
        "",
        w.paragraph(4),
        "",
    ]
    for h in range(3):
        out += [f"## {heads[h]}", "", w.paragraph(3) + " " + w.cited(picked), ""]
        if h == 0:
            out += [f"See the [page of the trial](https://example.org/{w.rng.choice(TOPICS)}/{i}). " + w.paragraph(3)]
        elif h == 1:
            out += [f"- {w.sentence()}" for _ in range(5)]
        else:
            other = slugs[w.rng.randrange(n)]
            out += [f"We wrote of this in [an earlier post]({{filename}}{other}.md). " + w.paragraph(3)]
        out += ["", f"### {heads[h + 3]}", "", w.paragraph(), ""]
        if h == 0:
            out += ["| What | Who | When |", "| --- | --- | --- |"]
            out += [w.row() for _ in range(5)]
            out += ["", w.paragraph(3), ""]
        elif h == 1:
            link = f"[a second page](https://example.net/{w.rng.choice(TOPICS)}?q={i})"
            out += [f"Compare {link} with your notes. " + w.paragraph(3), ""]
        else:
            out += [w.paragraph(4), ""]
    out += [f"/// claim | Does {w.rng.choice(TOPICS)} matter on such a day?", "    grade: limited", ""]
    out += [f"Nobody can tell. {w.sentence()} {w.cited(picked)}", "///", ""]
    out += ["/// how-sure", f"{w.cited([first])} Our grade may change.", "///", ""]
    out += [text for name in ("off-label", "emergency", "ask-your-clinician") for text in (SECTIONS[name], "")]
    out += [w.paragraph(2)]
    title = f"What {w.rng.choice(TOPICS)} and {w.rng.choice(TOPICS)} have to do with day {i}"
    header = {
        "title": title,
        "summary": w.summary(),
        "date": day_of(i, n),
        "modified": dt.date(2026, 9, 20),
        "status": "published",
        "category": category,
    }  # fmt: skip
    lines = [f"{name}: {value}" if name != "summary" else f'summary: "{value}"' for name, value in header.items()]
    lines += ["tags:", *(f"  - {tag}" for tag in sorted(w.rng.sample(tags, 3)))]
    lines += ["audience: people with migraine", "evidence:", "  grade: limited"]
    lines += ["  reason: Only small studies stand here, and larger ones are still to come."]
    lines += ["reviewed: 2026-09-20", "review_due: 2027-09-20", "conflicts: None."]
    return "---\n" + "\n".join(lines) + "\n---\n\n" + "\n".join(out) + "\n"


def write(root: Path, n: int, seed: int = 7) -> list[Path]:
    """N posts into `root`, after what earlier runs wrote is gone. Returns their files, the oldest first."""
    facts = tomllib.loads((root / "content/site.toml").read_text("utf-8"))
    folder = root / "content/posts"
    for old in folder.glob("made-*.md"):
        old.unlink()
    keys = sources_of((root / "content/references.bib").read_text("utf-8"))
    slugs = [f"made-{i:05d}" for i in range(n)]
    files = []
    for i, slug in enumerate(slugs):
        files.append(folder / f"{slug}.md")
        files[-1].write_text(post(i, n, keys, slugs, (list(facts["categories"]), list(facts["tags"])), seed), "utf-8")
    known = root / PUBLISHED
    lines = [line for line in known.read_text("utf-8").splitlines() if not line.startswith("made-")]
    lines += [f"{slug} {day_of(i, n)}" for i, slug in enumerate(slugs)]
    known.write_text("\n".join(sorted(lines)) + "\n", "utf-8")
    return files


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("n", type=int)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    made = write(options.project.resolve(), options.n, options.seed)
    bodies = [file.read_text("utf-8").split("---\n", 2)[2] for file in made]
    print(f"{len(made)} posts, mean {sum(len(b.split()) for b in bodies) / max(1, len(made)):.0f} words")
