"""A random walk of edits. After each, a build that takes what it can from the last one gives the very bytes of a build
that takes nothing. `make fuzz` walks further: STEPS=5000.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import pickle
import random
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pelican  # noqa: F401 (what each build of the walk would load by itself)

from desk.build import build
from desk.check import mend_files
from desk.checks.image import png
from desk.edition import read
from desk.finish.kept import Kept
from desk.handouts.kept import PLACE as HANDOUTS
from desk.handouts.sheet import documents, sheets
from desk.refusal import Refusal
from desk.site_folder import files_in
from tests.build.project import CATEGORIES, TAGS, post, project

OWN = ("plugins", "pelicanconf", "publishconf")
"""Modules of the project that is built."""
STEPS = int(os.environ.get("STEPS", "4"))
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
        self.root = project(
            place / "project", {f"first-{i}": post(f"first-{i}", date=f"2024-02-0{i}") for i in (1, 2, 3)}
        )
        for sheet in ("site", "front"):  # a page of the real size takes a tenth of a second to pack
            self.write(f"theme/static/css/{sheet}.css", STYLE)
        shutil.rmtree(self.root / "content/data", ignore_errors=True)
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
            self.tell(slug, "{gone: It was wrong in a number.}")

    def renamed(self) -> None:
        slug = self.rng.choice(self.published())
        (self.root / f"content/posts/{slug}.md").rename(self.root / f"content/posts/moved-{self.number}.md")
        self.tell(slug, f"moved-{self.number}")

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
        assert not in_process(self.root, work)[1]

    def brought(self) -> None:
        self.write("content/extra/brought.txt", f"As it is, {self.number}.\n")

    def next_day(self) -> None:
        self.day += dt.timedelta(days=self.rng.choice((1, 400)))

    def previewed(self) -> None:
        self.preview = True

    def nothing(self) -> None:
        pass

    def refused(self) -> None:
        """A slip, a build that stops at it, and the slip is mended."""
        path = self.some_post()
        before = self.read(path)
        self.write(path, before.replace("category: ", "category: Un"))
        stood = tree(self.root / "output")
        assert self.build()[1], "the slip was let through"
        assert tree(self.root / "output") == stood
        self.write(path, f"{before}\nThat was mended.\n")

    def damaged(self) -> None:
        """Files of what is kept are cut, altered, taken away; so is a page of the site."""
        kept = [file for file in sorted((self.root / ".site").rglob("*")) if file.is_file() and file.name != "lock"]
        kept = [file for file in kept if file.parent.name in ("made", *PARTS) or file.name == "manifest.json"]
        for file in self.rng.sample(kept, min(len(kept), 12)):
            data = file.read_bytes()
            at = self.rng.randrange(len(data) or 1)
            if file.name == "manifest.json":
                part = self.rng.choice(('"digests": ["', '\\"frames\\": \\"', '\\"page\\", '))
                file.write_text(data.decode().replace(part, f"{part}1", 1), "utf-8")
            elif self.rng.random() < 0.3:
                file.unlink()
            else:
                file.unlink()  # other projects may share it
                file.write_bytes(self.rng.choice((data[:at], data[:at] + b"?" + data[at + 1 :])))
        pages = sorted((self.root / "output").rglob("*.html*"))
        for file in self.rng.sample(pages, min(len(pages), 2)):
            file.write_bytes(self.rng.choice((b"touched", file.read_bytes() + b"\n")))

    def build(self) -> Said:
        """A build as a writer runs it: what it said, or why it stopped."""
        return in_process(self.root, lambda: build(self.root, self.folder(), self.day, preview=self.preview))

    def folder(self) -> Path:
        return self.root / ("looked-at" if self.preview else "output")

    def anew(self, place: Path) -> Said:
        """The same project, built into a folder that is not there yet, by nothing that is kept."""
        shutil.rmtree(place, ignore_errors=True)
        return in_process(
            self.root, lambda: build(self.root, place / "site", self.day, preview=self.preview, clean=True)
        )


PARTS = ("examined", "judged", "packed", "pictures", "share", "twin", "claims", "search")
KINDS: tuple[Callable[[Walker], None], ...] = (
    Walker.text, Walker.text, Walker.comma, Walker.citation, Walker.heading, Walker.claim, Walker.header, Walker.tag,
    Walker.topic, Walker.in_series, Walker.date, Walker.draft, Walker.goes_out, Walker.new, Walker.deleted,
    Walker.renamed,
    Walker.source, Walker.term, Walker.words_of_the_site, Walker.template, Walker.style, Walker.setting, Walker.plugin,
    Walker.picture, Walker.brought, Walker.script, Walker.address, Walker.offline, Walker.remembered, Walker.paper,
    Walker.next_day, Walker.previewed, Walker.nothing, Walker.refused, Walker.damaged,
)  # fmt: skip


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
        except BaseException as error:
            refused = f"CRASH {error!r}"
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


def test_after_any_edit_a_build_is_what_a_clean_build_would_be(tmp_path: Path) -> None:
    walker = Walker(tmp_path, seed=int(os.environ.get("SEED", "11")))
    assert not walker.build()[1]
    # However short the walk, it comes by what is laid anew, made anew, shown anew and damaged; then every kind comes
    # once before any comes twice.
    order: list[Callable[[Walker], None]] = [Walker.damaged, Walker.header, Walker.picture, Walker.comma]
    walked: list[str] = []
    for number in range(1, STEPS + 1):
        order = order or walker.rng.sample(KINDS, len(KINDS))
        kind = order.pop()
        walker.number, walker.preview = number, False
        kind(walker)
        walked.append(kind.__name__)
        _, stopped = walker.build()
        _, stopped_anew = walker.anew(tmp_path / "anew")
        assert (stopped, stopped_anew) == ("", ""), walked
        assert tree(walker.folder()) == tree(tmp_path / "anew/site"), walked
