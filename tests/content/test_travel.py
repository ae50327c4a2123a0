"""A post travels new, draft, schedule, publish, move, retire by the commands alone, and its history reads well."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from desk.model.header import PROMPT
from tests.build.project import post
from tests.build.project import project as small_project
from tests.build_site import built
from tests.clones import cloned, git
from tests.forked_desk import desk

POST = "ketamine-infusions-for-migraine"


class Writer:
    """Someone in a clone of the project, who types commands."""

    def __init__(self, project: Path) -> None:
        self.project = project

    def types(self, *words: str, status: int = 0) -> str:
        done = desk(self.project, *words)
        said = done.stdout + done.stderr
        assert done.returncode == status, said
        assert "Traceback" not in said
        return said

    def git(self, *words: str) -> str:
        return git(self.project, *words)

    def site(self, name: str) -> Path:
        return built(self.project, self.project / name)


@pytest.fixture
def writer(tmp_path: Path) -> Writer:
    return Writer(cloned(small_project(tmp_path / "project", {POST: post(POST)})))


HEADER = {
    "": "side effects",
    "audience: ": "people who sleep badly",
    "grade: ": "very limited",
    "reviewed: ": "2026-01-01",
    "review_due: ": str(dt.date.today() + dt.timedelta(days=365)),
    "conflicts: ": "None.",
}


def finish(draft: Path) -> None:
    """Replace every prompt with words of the writer's own."""
    words = "Small studies of ketamine and sleep are few, and none followed people for long [@short2018]."
    text = draft.read_text("utf-8")
    text = re.sub(rf"(?m)^summary: .*{PROMPT}.*$", f'summary: "{words[:-14]}."', text)
    text = re.sub(rf"(?m)^  reason: .*{PROMPT}.*$", "  reason: Small studies only.", text)
    for name, said in HEADER.items():
        text = re.sub(rf'(?m)^( *(?:- )?){name}"{PROMPT}.*"$', rf"\g<1>{name}{said}", text)
    text = re.sub(rf"(?m)^    grade: {PROMPT}.*$", "    grade: very limited", text)
    text = re.sub(rf"(?m)^(/// claim \| ){PROMPT}.*$", r"\1Does ketamine help people sleep?", text)
    draft.write_text(re.sub(rf"(?m)^(- )?{PROMPT}.*$", rf"\1{words}", text), "utf-8")


def test_a_post_travels_from_draft_to_its_end(writer: Writer) -> None:
    said = writer.types("new", "--title", "Does ketamine change how people sleep?", "--category", "Safety")
    draft = writer.project / "content/posts/does-ketamine-change-how-people-sleep.md"
    assert draft.relative_to(writer.project).as_posix() in said
    assert "does-ketamine" in writer.types("status")
    assert not list(writer.site("output").rglob("*does-ketamine-change*"))
    # What nobody said is asked for, and the draft can be looked at all the same.
    asked = [line.partition(":")[0].strip(" -") for line in draft.read_text().split("---")[1].splitlines()
             if PROMPT in line]  # fmt: skip
    assert asked == ["summary", '"Write here', "audience", "grade", "reason", "reviewed", "review_due", "conflicts"]
    writer.types("build", "--preview", "--output", "preview")
    assert (writer.project / "preview" / draft.stem / "index.html").exists()
    shutil.rmtree(writer.project / "preview")

    refused = writer.types("publish", draft.stem, status=1)
    assert "placeholder/unwritten" in refused
    assert "status: draft" in draft.read_text()

    finish(draft)
    said = writer.types("schedule", draft.stem, "2028-05-06")
    assert "2028-05-06" in said
    assert "date: 2028-05-06" in draft.read_text()
    assert not list(writer.site("output").rglob("*does-ketamine-change*"))
    assert "2028-05-06" in writer.types("status")

    writer.types("publish", draft.stem)
    assert (writer.site("output") / draft.stem / "index.html").exists()

    about = writer.project / "content/pages/about.md"
    about.write_text(about.read_text() + f"\nRead [about sleep]({{filename}}../posts/{draft.name}#what-was-found).\n")
    writer.git("commit", "--quiet", "--all", "--message", "pages: name the post on sleep")
    writer.types("move", draft.stem, "ketamine-and-sleep")
    assert "../posts/ketamine-and-sleep.md#what-was-found" in about.read_text()
    site = writer.site("output")
    assert "/ketamine-and-sleep/" in (site / draft.stem / "index.html").read_text()
    assert (site / "ketamine-and-sleep/index.html").exists()

    refused = writer.types("retire", "ketamine-and-sleep", "--reason", "The main study was withdrawn.", status=1)
    assert "about.md" in refused
    about.write_text(about.read_text().rpartition("\nRead [about sleep]")[0])
    writer.git("commit", "--quiet", "--all", "--message", "pages: name the post on sleep no more")
    asked = writer.types("retire", "ketamine-and-sleep", "--reason", "The main study was withdrawn.", status=1)
    assert "Readers see it now" in asked
    writer.types("retire", "ketamine-and-sleep", "--reason", "The main study was withdrawn.", "--yes")
    site = writer.site("output")
    assert "The main study was withdrawn." in (site / "ketamine-and-sleep/index.html").read_text()
    assert "The main study was withdrawn." in (site / draft.stem / "index.html").read_text()
    for listed in ("index.html", "archives/index.html", "feeds/atom.xml", "feeds/feed.json", "sitemap.xml"):
        assert "and-sleep" not in (site / listed).read_text()

    assert writer.git("status", "--porcelain") == ""
    assert writer.git("log", "--format=%s", "--reverse").splitlines() == [
        "site: begin",
        f"posts: schedule {draft.stem} for 2028-05-06",
        f"posts: publish {draft.stem}",
        "pages: name the post on sleep",
        f"posts: move {draft.stem} to ketamine-and-sleep",
        "pages: name the post on sleep no more",
        "posts: retire ketamine-and-sleep",
    ]


def test_a_name_that_is_nearly_right_is_suggested(writer: Writer) -> None:
    assert "ketamine-infusions-for-migraine" in writer.types("publish", "ketamine-infusion-for-migraine", status=1)


def test_a_post_cannot_take_a_name_that_is_taken(writer: Writer) -> None:
    said = writer.types("move", "ketamine-infusions-for-migraine", "about", status=1)
    assert "content/pages/about.md is there already" in said


def test_a_post_cannot_take_a_name_that_the_site_keeps(writer: Writer) -> None:
    assert "cannot be an address" in writer.types("move", "ketamine-infusions-for-migraine", "tags", status=1)


def test_moving_back_leaves_no_circle(writer: Writer) -> None:
    writer.types("move", "ketamine-infusions-for-migraine", "infusions")
    writer.types("move", "infusions", "ketamine-infusions-for-migraine")
    assert (writer.project / "content/redirects.yml").read_text() == "infusions: ketamine-infusions-for-migraine\n"
    writer.site("output")


def test_what_else_is_staged_stays_out_of_the_commit(writer: Writer) -> None:
    other = writer.project / "content/pages/about.md"
    other.write_text(other.read_text() + "\nA line of my own.\n")
    writer.git("add", "content/pages/about.md")
    writer.types("move", "ketamine-infusions-for-migraine", "infusions")
    assert "about.md" not in writer.git("show", "--stat", "--format=", "HEAD")
    assert "M  content/pages/about.md" in writer.git("status", "--porcelain")


def test_nobody_to_ask_is_said(writer: Writer) -> None:
    assert "./site new --title" in writer.types("new", status=1)


def test_an_unknown_topic_is_answered_with_the_list(writer: Writer) -> None:
    said = writer.types("new", "--title", "A title that will do", "--category", "Migrane", status=1)
    assert 'did you mean "Migraine"?' in said


def test_a_long_title_gives_an_address_of_whole_words(writer: Writer) -> None:
    writer.types("new", "--title", "What do people say who were given ketamine for years on end in clinics?",
                 "--category", "Safety")  # fmt: skip
    made = "what-do-people-say-who-were-given-ketamine-for-years-on-end"
    assert (writer.project / f"content/posts/{made}.md").exists()


def test_in_a_clean_clone_there_is_nothing_to_fix(writer: Writer) -> None:
    writer.types("check", "--fix")
    assert writer.git("status", "--porcelain") == ""


def in_order(place: Path, *, start: bool = False) -> tuple[Writer, Path]:
    """Someone whose site puts the post in order within its topic, and may begin with it; and that site's facts."""
    made = small_project(place / "ordered", {POST: post(POST), "other": post("other")})
    facts = made / "content/site.toml"
    order = rf'\g<0>order = [\n    "other",\n    "{POST}", # at last\n]\n'
    text = re.sub(r"(?m)^\[categories\.Migraine\]\n", order, facts.read_text("utf-8"))
    facts.write_text(f'start = "{POST}"\n{text}' if start else text, "utf-8")
    writer = Writer(cloned(made))
    return writer, writer.project / "content/site.toml"


def test_a_site_that_names_a_post_knows_its_new_name(tmp_path: Path) -> None:
    writer, facts = in_order(tmp_path, start=True)
    writer.types("move", POST, "infusions")
    assert "0 errors" in writer.types("check")
    assert facts.read_text("utf-8").count('"infusions"') == 2


@pytest.mark.parametrize("order", ['["{}"]', '["other", "{}"]', "['{}', \"other\"]"])
def test_a_topic_no_longer_orders_a_post_that_is_withdrawn(tmp_path: Path, order: str) -> None:
    writer, facts = in_order(tmp_path)
    text = re.sub(r"(?m)^order = \[[^\]]*\]", f"order = {order.format(POST)}", facts.read_text("utf-8"))
    facts.write_text(text, "utf-8")
    writer.git("commit", "--quiet", "--all", "--message", "site: another order")
    writer.types("retire", POST, "--reason", "It was wrong.", "--yes")
    assert "0 errors" in writer.types("check")
    assert POST not in facts.read_text("utf-8")


def test_a_line_of_its_own_goes_with_a_post_that_is_withdrawn(tmp_path: Path) -> None:
    writer, facts = in_order(tmp_path)
    writer.types("retire", POST, "--reason", "It was wrong.", "--yes")
    assert "0 errors" in writer.types("check")
    assert 'order = [\n    "other",\n]\n' in facts.read_text("utf-8")


def test_the_post_that_the_front_page_begins_with_is_not_withdrawn(tmp_path: Path) -> None:
    writer, _ = in_order(tmp_path, start=True)
    said = writer.types("retire", POST, "--reason", "It was wrong.", "--yes", status=1)
    assert f"These link to {POST}: content/site.toml." in said
