"""A random walk of edits. A build that takes what it can from the last one gives the very bytes of a build that takes
nothing.

    python -m tests.build.walk 300 --seed 1 --at-once 1

makes 300 edits of a small project, and builds it both ways after each. More `--at-once`, in steps of that many edits of
a few kinds, are cheaper and come by as many kinds. It runs in a process of its own, which forks for each build.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import io
import os
import pickle
import random
import re
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import pelican  # noqa: F401 (what each build of the walk would load by itself)

import desk.steps
from desk.build import build
from desk.check import mend_files
from desk.checks.image import png
from desk.edition import read
from desk.finish import search
from desk.handouts.place import PLACE as HANDOUTS
from desk.handouts.sheet import documents, sheets
from desk.refusal import Refusal
from desk.site import pages
from desk.site.kept import Kept
from desk.site.render import render
from desk.site.site_folder import files_in
from tests.build.project import CATEGORIES, TAGS, post, unbuilt
from tests.forked_desk import load

OWN = ("plugins", "pelicanconf", "publishconf")
"""Modules of the project that is built."""
search.MOST = 4  # so that its index comes in one file and in pieces
STYLE = (
    '@import "fonts.css";\n@import "tokens.css";\nbody { color: var(--ink); }\n@media print { a { color: #000; } }\n'
)
TERM = "- term: {}\n  meaning: A word that is made up, the number {}.\n"
WORDS = ["A short walk", "A warm meal", "A quiet room", "A long day", "A note of it", "A plain list", "A cup of tea."]
Said = tuple[str, str]


class Walker:
    """The project that is edited, and what the next build of it is."""

    def __init__(self, place: Path, seed: int) -> None:
        self.rng = random.Random(seed)
        self.root = unbuilt(
            place / "project", {f"first-{i}": post(f"first-{i}", date=f"2024-02-0{i}") for i in (1, 2, 3)}
        )
        for sheet in ("site", "front"):  # pages of the real size would only take longer
            self.write(f"theme/static/css/{sheet}.css", STYLE)
        shutil.rmtree(self.root / "content/data", ignore_errors=True)
        cited = re.search(r"(?ms)^@\w+\{zitek2018,.*?^\}", self.read("content/references.bib"))
        assert cited
        self.write("content/references.bib", f"{cited[0]}\n")
        self.write("content/glossary.yml", TERM.format("trial", 0))
        self.write("content/redirects.yml", "{}\n")
        self.change("content/site.toml", r"(?m)^\[series\]$", '[series]\n"In order" = "They follow each other."')
        self.day = dt.date(2026, 11, 29)
        self.preview = False
        self.number = 0

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(exist_ok=True)
        (self.root / path).write_text(text, "utf-8")

    def read(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def change(self, path: str, pattern: str, new: str) -> None:
        self.write(path, re.sub(pattern, lambda _: new, self.read(path), count=1))

    def posts(self) -> list[str]:
        return sorted(file.stem for file in (self.root / "content/posts").glob("*.md"))

    def some_post(self) -> str:
        return f"content/posts/{self.rng.choice(self.posts())}.md"

    def published(self) -> list[str]:
        return [slug for slug in self.posts() if "status: published" in self.read(f"content/posts/{slug}.md")]

    # The kinds of edit: each has its way with the project.

    def text(self) -> None:
        path = self.some_post()
        self.write(path, f"{self.read(path)}\n{self.rng.choice(WORDS)}.\n")

    def shorter(self) -> None:
        slug = self.rng.choice(self.published())
        self.write(f"content/posts/{slug}.md", post(slug, date=f"2024-05-{self.number % 28 + 1:02}"))

    def comma(self) -> None:
        self.change(
            self.some_post(), r"One plain sentence", self.rng.choice(("A plain sentence", "One plain sentence,"))
        )

    def citation(self) -> None:
        path = self.some_post()
        self.write(path, self.read(path) + "\nThis was in one trial [@zitek2018].\n")

    def heading(self) -> None:
        path = self.some_post()
        self.write(path, self.read(path) + f"\n## More of it, part {self.number}\n\nA note.\n")

    def claim(self) -> None:
        path, grade = self.some_post(), self.rng.choice(("limited", "very limited"))
        box = (
            f"/// claim | Was it so in part {self.number}?\n    grade: {grade}\n\nNobody knows yet [@zitek2018].\n///\n"
        )
        self.write(path, f"{self.read(path)}\n{box}")

    def header(self) -> None:
        self.change(self.some_post(), r"title: .*", f'title: "What is part {self.number}?"')

    def tag(self) -> None:
        self.change(self.some_post(), r"tags:\n(  - .*\n)+", f"tags:\n  - {self.rng.choice(TAGS)}\n")

    def topic(self) -> None:
        self.change(self.some_post(), r"category: .*", f"category: {self.rng.choice(CATEGORIES)}")

    def in_series(self) -> None:
        path = self.some_post()
        if "\nseries:" not in self.read(path):
            self.change(path, r"audience:", "series: In order\naudience:")

    def date(self) -> None:
        self.change(self.some_post(), r"date: .*", f"date: 2024-0{self.rng.randint(1, 9)}-1{self.rng.randint(0, 9)}")

    def draft(self) -> None:
        slug = f"hidden-{self.number}"
        words = f"Wombats number {self.number} whisper underground of the rain that nobody has felt since spring."
        self.write(f"content/posts/{slug}.md", post(slug, status="draft", date="2025-03-01", body=words))

    def goes_out(self) -> None:
        hidden = sorted(set(self.posts()) - set(self.published()))
        if hidden:
            self.change(f"content/posts/{self.rng.choice(hidden)}.md", "status: draft", "status: published")

    def new(self) -> None:
        slug = f"made-{self.number}"
        self.write(
            f"content/posts/{slug}.md",
            post(slug, date=f"2025-01-{self.number % 28 + 1:02}", body=self.rng.choice(WORDS) + "."),
        )

    def deleted(self) -> None:
        if len(self.published()) > 2:
            slug = self.rng.choice(self.published())
            (self.root / f"content/posts/{slug}.md").unlink()
            for image in self.images(slug):
                image.unlink()
            self.tell(slug, "{gone: It was wrong in a number.}")

    def renamed(self) -> None:
        slug, new = self.rng.choice(self.published()), f"moved-{self.number}"
        text = self.read(f"content/posts/{slug}.md").replace(f"/images/{slug}-", f"/images/{new}-")
        (self.root / f"content/posts/{slug}.md").unlink()
        self.write(f"content/posts/{new}.md", text)
        for image in self.images(slug):
            image.rename(image.with_name(image.name.replace(slug, new, 1)))
        self.tell(slug, new)

    def images(self, slug: str) -> list[Path]:
        return sorted((self.root / "content/images").glob(f"{slug}-drip.*"))

    def tell(self, slug: str, became: str) -> None:
        """What became of an address; what led there leads on."""
        lines = self.read("content/redirects.yml").replace("{}\n", "")
        lines = re.sub(rf"(?m): {slug}$", f": {became}", lines)
        self.write("content/redirects.yml", f"{lines}{slug}: {became}\n")

    def source(self) -> None:
        title = "A comparison of headache treatment"
        self.change("content/references.bib", rf"(?<=title = )\{{{title}(, \d+)?", f"{{{title}, {self.number}")

    def term(self) -> None:
        terms = self.read("content/glossary.yml")
        more = TERM.format(f"made-up{self.number}", self.number)
        self.write("content/glossary.yml", re.sub(r"number \d+", f"number {self.number}", terms, count=1) + more)

    def words_of_the_site(self) -> None:
        self.change(
            "content/site.toml", r"(?m)^lead = .*$", f'lead = "What studies found, for the time number {self.number}."'
        )

    def template(self) -> None:
        path = self.rng.choice(("partials/footer.html", "article.html", "index.html", "macros/post_list.html"))
        path = f"theme/templates/{path}"
        self.write(
            path, self.read(path) + f"{{# {self.number} #}}" + f"<!-- {self.number} -->" * path.endswith("footer.html")
        )

    def style(self) -> None:
        path = f"theme/static/css/{self.rng.choice(('site', 'front'))}.css"
        self.write(path, STYLE + f".x{self.number} {{ margin: {self.number}rem; }}\n")

    def setting(self) -> None:
        self.change(
            "pelicanconf.py",
            r"DEFAULT_PAGINATION = \d+",
            f"DEFAULT_PAGINATION = {self.rng.choice((10, 10))}  # {self.number}",
        )
        self.change("publishconf.py", r"FEED_MAX_ITEMS = \d+", f"FEED_MAX_ITEMS = {self.rng.randint(1, 20)}")

    def plugin(self) -> None:
        self.change("plugins/neighbours.py", r"RELATED = \d", f"RELATED = {self.rng.randint(1, 3)}")

    def picture(self) -> None:
        slug = self.rng.choice(self.posts())
        (self.root / f"content/images/{slug}-drip.png").write_bytes(png(self.rng.randint(20, 30), 20))
        shown = f"![A drip on its stand]({{static}}../images/{slug}-drip.png)"
        path = f"content/posts/{slug}.md"
        if shown not in self.read(path):
            self.write(path, f"{self.read(path)}\n{shown}\n")

    def script(self) -> None:
        """One of those in the page, after the page, or in the worker."""
        path = f"theme/static/js/{self.rng.choice(('comfort', 'share', 'search', 'sw'))}.js"
        self.write(path, f"{self.read(path)}\nconst later{self.number} = {self.number};\n")

    def address(self) -> None:
        places = ("https://plainketamine.example", "https://plainketamine.example/below", "https://other.example")
        self.change("content/site.toml", r'(?m)^address = "https.*$', f'address = "{self.rng.choice(places)}"')

    def offline(self) -> None:
        self.change(
            "content/site.toml", r"(?m)^offline = .*$", f"offline = {self.rng.choice(('true', 'false', 'false'))}"
        )

    def remembered(self) -> None:
        """What the check notes of addresses that readers were given."""
        self.in_project(lambda: "\n".join(mend_files(self.root, ["content/published.txt"], self.day)))

    def paper(self) -> None:
        """Handouts of some documents are laid out, and kept."""
        self.in_project(self.laid_out)

    def laid_out(self) -> str:
        kept, edition = Kept(self.root / HANDOUTS), read(self.root, self.day)
        for document in documents(edition):
            for sheet in sheets(edition, document) if self.rng.random() < 0.5 else ():
                kept.keep(sheet.digest, sheet.laid_out_by, f"{self.number}\nA sheet, of this walk.".encode())
        return ""

    def in_project(self, work: Callable[[], str]) -> None:
        refused = in_process(self.root, work)[1]
        assert not refused, refused

    def brought(self) -> None:
        self.write("content/extra/brought.txt", f"As it is, {self.number}.\n")

    def next_day(self) -> None:
        self.day += dt.timedelta(days=self.rng.choice((1, 400)))

    def previewed(self) -> None:
        self.preview = True

    def nothing(self) -> None:
        pass

    def refused(self) -> None:
        """A slip, a build that stops at it, and the slip is mended. Of a draft it would be a warning."""
        path = f"content/posts/{self.rng.choice(self.published())}.md"
        before = self.read(path)
        self.write(path, before.replace("category: ", "category: Un"))
        stood = tree(self.folder())
        assert self.build()[1], f"the slip in {path} was let through"
        assert tree(self.folder()) == stood, "a refused build touched the site"
        self.write(path, f"{before}\nThat was mended.\n")

    def damaged(self) -> None:
        """Files of what is kept are cut, altered, taken away."""
        kept = [file for file in sorted((self.root / ".site/made").rglob("*")) if file.is_file()]
        for file in self.rng.sample(kept, min(len(kept), 12)):
            data = file.read_bytes()
            at = self.rng.randrange(len(data) or 1)
            file.unlink()  # other projects may share it
            if self.rng.random() < 0.7:
                file.write_bytes(self.rng.choice((data[:at], data[:at] + b"?" + data[at + 1 :])))

    def touched(self) -> None:
        """Files of the site that stands are altered, or what is noted of them is."""
        manifest = self.root / f".site/{self.folder().name}/manifest.json"
        pages = sorted(self.folder().rglob("*.html*"))
        if self.rng.random() < 0.5:
            for file in self.rng.sample(pages, min(len(pages), 2)):
                file.write_bytes(self.rng.choice((b"touched", file.read_bytes() + b"\n")))
        elif manifest.exists():
            text = manifest.read_text("utf-8")
            spots = [at.start() for at in re.finditer(r'[0-9a-f]{32}|"page"|"xml"', text)]
            at = self.rng.choice(spots) + 1
            manifest.write_text(text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :], "utf-8")

    def build(self) -> Said:
        """A build as a writer runs it: what it said, or why it stopped."""
        return in_process(self.root, lambda: build(self.root, self.folder(), self.day, preview=self.preview))

    def folder(self) -> Path:
        return self.root / ("looked-at" if self.preview else "output")

    def anew(self, place: Path) -> Said:
        """The same project, built into a folder that is not there yet, by nothing that is kept.

        Packing is pure and is left out here; the compiling of templates is pure, and done once for each text: what it
        gives is kept apart, where nothing is damaged.
        """
        shutil.rmtree(place, ignore_errors=True)
        apart = Kept(self.root.with_name("apart"))

        def work() -> str:
            desk.steps.pack = lambda site: []
            pages.render = lambda *given, **more: render(*given, **{**more, "earlier": apart})
            return build(self.root, place / "site", self.day, preview=self.preview, clean=True)

        return in_process(self.root, work)


Kind = Callable[[Walker], None]
WORDS_ALONE: tuple[Kind, ...] = (
    Walker.text, Walker.text, Walker.comma, Walker.draft, Walker.picture, Walker.brought, Walker.refused,
    Walker.damaged, Walker.nothing,
)  # fmt: skip
"""Edits after which the lists and what stands around the words are as they were."""
KINDS: tuple[Kind, ...] = (
    Walker.citation, Walker.heading, Walker.claim, Walker.header, Walker.tag, Walker.topic, Walker.in_series,
    Walker.date, Walker.goes_out, Walker.new, Walker.deleted, Walker.renamed, Walker.shorter, Walker.source,
    Walker.term, Walker.words_of_the_site, Walker.template, Walker.style, Walker.setting, Walker.plugin, Walker.script,
    Walker.address, Walker.offline, Walker.remembered, Walker.paper, Walker.next_day, Walker.previewed, Walker.touched,
)  # fmt: skip
FEW = 8
"""Edits of every kind after which it is built, where many are compared at once."""
DEAR = (Walker.refused, Walker.remembered, Walker.paper)
"""Each of these builds or reads the project once more; of many edits at once, they are one."""


def in_process(root: Path, work: Callable[[], str]) -> Said:
    """What `work` returns and why it was refused, in a process of its own in the folder `root`, which has loaded no
    plugin yet, as each build has."""
    hear, speak = os.pipe()
    child = os.fork()
    if not child:
        said, refused = "", ""
        try:
            os.chdir(root)
            sys.path.insert(0, str(root))
            for name in [each for each in sys.modules if each.partition(".")[0] in OWN]:
                del sys.modules[name]
            with contextlib.redirect_stderr(io.StringIO()):
                said = work()
        except Refusal as refusal:
            refused = str(refusal)
        except BaseException:
            refused = f"CRASH {traceback.format_exc()}"
        with os.fdopen(speak, "wb") as out:
            pickle.dump((said, refused), out)
        os._exit(0)
    os.close(speak)
    with os.fdopen(hear, "rb") as found:
        told: Said = pickle.load(found)
    os.waitpid(child, 0)
    return told


def tree(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in files_in(folder)}


def walk(place: Path, edits: int, seed: int, at_once: int) -> str:
    """Walk in the folder `place`. Returns what was walked; raises AssertionError at the first difference."""
    walker = Walker(place, seed)
    first = walker.build()[1]
    assert not first, first
    order: list[Kind] = []
    steps: list[str] = []
    while walker.number < edits:
        # Words alone every other time: else nothing would ever be taken whole from the last site.
        kinds = list(WORDS_ALONE)
        if len(steps) % 2:
            order = order or walker.rng.sample(KINDS, len(KINDS))
            kinds = [order.pop() for _ in range(min(len(order), -(-at_once // 5)))]
        walker.preview = False
        wanted = min(edits - walker.number, walker.rng.randint(-(-at_once // 2), at_once))
        walker.rng.shuffle(kinds)
        several = kinds[:wanted]
        several += walker.rng.choices([each for each in kinds if each not in DEAR] or kinds, k=wanted - len(several))
        walker.rng.shuffle(several)
        steps.append(" ".join(kind.__name__ for kind in several))
        where = f"seed {seed}, --at-once {at_once}, step {len(steps)}: {steps[-1]}"
        for number, kind in enumerate(several):
            walker.number += 1
            kind(walker)
            # Of two builds of words alone the second begins with the files of the site before the first. Where much
            # changes at once no page stands, and what stands too long stands until the end.
            if (number == len(several) // 2) if len(steps) % 2 else (number % FEW == FEW - 1):
                between = walker.build()[1]
                assert not between, f"{where}\n{between}"
        said, said_anew = walker.build(), walker.anew(place / "anew")
        assert not said[1], f"{where}\n{said[1]}"
        assert not said_anew[1], f"{where}\n{said_anew[1]}"
        made, made_anew = tree(walker.folder()), tree(place / "anew/site")
        differ = [name for name in sorted({*made, *made_anew}) if made.get(name) != made_anew.get(name)]
        assert not differ, f"{where}\nthese differ from a clean build's: {differ}"
    return f"{walker.number} edits, {len(steps)} builds, each equal to a clean one (seed {seed})"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("edits", type=int)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--at-once", type=int, default=1)
    given = parser.parse_args()
    load()
    with tempfile.TemporaryDirectory() as folder:
        try:
            print(walk(Path(folder), given.edits, given.seed, given.at_once))
        except AssertionError as wrong:
            sys.exit(str(wrong))
