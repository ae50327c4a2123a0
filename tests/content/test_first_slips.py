"""What a nurse typed on a first day: sisters of slips that were told with a wrong cause, or not at all. Each is told on
its line, with its own cause, and with no word of a program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desk.checks.code import GOOD, POST
from desk.checks.examine import CODES
from desk.model.published import PUBLISHED
from desk.model.site import SITE
from tests.build.project import post, project
from tests.clones import cloned, commit, git
from tests.content.test_harm import BIB, GOOD_HEADER, NEW, OLD, TERMS, Files, body, head, problems
from tests.forked_desk import desk

A = GOOD_HEADER + "Words.\n"
GROUPS = "[[rows]]\nname = 'One'\nvalues = [1, 2]\nsources = ['good2020']\n"
DATA = "content/data/a-trial.toml"
JARGON = re.compile(r"<\w+ \w+>|<scalar>|<block|mapping|a token|<token|escape|\(at line|scanning|parsing|\.0\.|loc\b")
"""Words of the programs that read a file."""
SLIPS: list[tuple[str, Files, str, str, int]] = [
    ("field not at the edge", head("status:", " status:"), "header/not-yaml", "do not begin below each other", 5),
    ("grade at the edge", head("  grade:", "grade:"), "header/not-yaml", "do not begin below each other", 12),
    ("two colons still", head("audience: people", "audience: people: and"), "header/not-yaml", "holds a colon", 9),
    ("apostrophe in single quotes", head("title: A new example of", "title: 'It's a new example of' a"),
     "header/not-yaml", "after the quotation mark", 2),
    ("box that two strokes close", body("/// note\nWords.\n//\n\n## More\n\nWords.\n"), "fence/unclosed-box",
     '"note"', 37),
    ("other day in words", head("reviewed: 2024-05-06", "reviewed: 6 May 2024"), "header/not-a-date", "6 May 2024", 13),
    ("brackets", head("title: A", "title: [New] A"), "header/not-yaml", 'begins with "["', 2),
    ("question mark", head("title: A", "title: ? A"), "header/not-yaml", 'begins with "?"', 2),
    ("backslash", head("title: A new example of a good post", 'title: "A new \\d example"'),
     "header/not-yaml", "a backslash", 2),
    ("star for a list", head("  - infusions", "  * infusions"), "header/not-yaml", 'begins with "*"', 8),
    ("wide colon", head("status: published", "status\uff1a published"), "header/not-yaml", "no colon", 5),
    ("three dots", head("status: p", "...\nstatus: p"), "header/not-yaml", "ends too early", 6),
    ("curly quotes", head("title: A new example of a good post", "title: \u201cA new example of a post\u201d"),
     "header/markup", "curly", 2),
    ("hash in a value", head("conflicts: None.", "conflicts: None. # 1 in all"), "header/left-out", '"# 1 in all"', 15),
    ("hash in a title", head("example of", "example #1 of"), "header/left-out", '"#1 of a good post"', 2),
    ("dashes that are none", {NEW: A.replace("\n---\n", "\n\u2014\n", 1)}, "header/not-closed", '"\u2014"', 16),
    ("four dashes", {NEW: A.replace("---", "----", 1)}, "header/no-header", '"----"', 1),
    ("empty line above", {NEW: "\n" + A}, "header/no-header", "empty line", 1),
    ("header closed too early", head("status: p", "---\nstatus: p"), "header/field-in-body", "looks like a field", 6),
    ("second header below", body("More.\n\n---\nstatus: draft\n---\n"), "header/field-in-body", "like a field", 40),
    ("change without its day", head("conflicts", "changes:\n  - what: a typo\nconflicts"),
     "header/missing-field", 'an entry of "changes" has no "date"', 16),
    ("post among the pages", {"content/pages/a-new-post.md": A}, "header/unknown-key", "header of a post", 4),
    ("key without its sign", body("Words [good2020].\n"), "unread/mark", "[good2020]", 37),
    ("sign in the key", body("Words [good@2020].\n"), "unread/mark", "[good@2020]", 37),
    ("wide sign", body("Words [\uff20good2020].\n"), "unread/mark", "good2020]", 37),
    ("space in a citation", body("Words [@ good2020].\n"), "unread/mark", '"[@"', 37),
    ("numbers as in a paper", body("Words [1].\n\nMore [2,3].\n"), "unread/mark", '"[1]"', 37),
    ("remark of Google Docs", body("Words[a].\n"), "unread/mark", '"[a]"', 37),
    ("contents list of another program", body("[TOC]\n\nWords.\n"), "unread/mark", '"[TOC]"', 37),
    ("box on one line", body("/// note Words are here. ///\n"), "unread/mark", '"///"', 37),
    ("cells of a spreadsheet", body("Drug\tDose\nA\t1\n"), "table/tabs", "tabs", 37),
    ("tab before an option", body("/// claim | Does it help?\n\tgrade: limited\n\nNobody knows [@good2020].\n///\n"),
     "box/option-place", "four spaces", 38),
    ("whole name of the data", {**body("/// chart | X\n    data: a-trial.toml\n///\n"), DATA: GROUPS},
     "chart/unknown", "without .toml", 38),
    ("rows left out", {DATA: "kind = 'groups'\n"}, "chart/missing-field", '"rows"', 1),
    ("address to nowhere", body("See [the agency](#).\n"), "link/no-target", "no address", 37),
    ("address in pointed brackets", body("See <https://www.example.org/a>.\n"), "link/bare", "hard to hear", 37),
    ("curly quotes round an address", body("See [it](\u201chttps://www.example.org/\u201d).\n"),
     "link/bad-address", "quotation marks", 37),
    ("token", body("See [it](http://www.example.org/?token=abc12).\n"), "link/of-one-person", '"token"', 37),
    ("signed address", body("See [it](https://b.example.org/a?X-Amz-Signature=ab&x=1).\n"),
     "link/of-one-person", '"X-Amz-Signature"', 37),
    ("visit", body("See [it](https://www.example.org/a;jsessionid=AB1?x=1).\n"), "link/of-one-person", "jsess", 37),
    ("share of a network", body("See [it now](\\\\server\\share\\a.pdf).\n"), "link/local-address", "your own", 37),
    ("file of a home", body("See [it now](~/a.pdf).\n"), "link/local-address", "your own", 37),
    ("picture of a mail", body("![A drip on its stand](cid:image001.png@01D)\n"), "image/plain-path", "your mail", 37),
    ("number of a patient", body("She came back (MRN 1234567).\n"), "residue/patient", "who a patient is", 37),
    ("birthday of a patient", body("A man, born 03/04/1971, came back.\n"), "residue/patient", "a patient is", 37),
    ("text of Windows", {"content/posts/a-new-post.md.txt": A}, "file/wrong-extension", "", 1),
    ("folder of drafts", {"content/drafts/a-new-post.md": A}, "file/wrong-folder", "content/drafts/", 1),
    ("copy of the sources", {"content/references (1).bib": str(GOOD[BIB])}, "file/copy", "a copy", 1),
    ("copy of Dropbox", {"content/posts/an-example (Ana's conflicted copy).md": A}, "file/copy", "a copy", 1),
    ("day in words", head("date: 2024-05-06", "date: May 6, 2024"), "header/not-a-date", "not a date", 4),
    ("day with long dashes", head("date: 2024-05-06", "date: 2024\u201305\u201306"),
     "header/not-a-date", "not a date", 4),
    ("day that is two", head("date: 2024-05-06", "date: 06/05/2024"),
     "header/not-a-date", "2024-06-05 or 2024-05-06", 4),
    ("year of a slip", head("date: 2024-05-06", "date: 2206-05-06"), "header/unlikely-year", "2206", 4),
    ("review to come", head("reviewed: 2024-05-06", "reviewed: 2027-05-06"), "header/future-day", "not come", 13),
    ("field of Hugo", head("summary:", "description:"), "header/unknown-key", '"description"', 3),
    ("field in capitals", head("title:", "Title:"), "header/unknown-key", '"Title"', 2),
    ("grade at the field", head("evidence:\n  grade: limited\n  reason: Two small trials.", "evidence: limited"),
     "header/wrong-type", "grade and reason", 10),
    ("picture by its path", head("conflicts", "image: C:\\Ana\\x.jpg\nalt: A drip on its stand\nconflicts"),
     "image/missing", "is a path", 15),
    ("document of Word", {NEW: b"PK\x03\x04" + bytes(200)}, "encoding/not-utf8", "Word", 1),
    ("document of Word by its name", {"content/posts/a-new-post.docx": b"PK\x03\x04"}, "file/wrong-extension",
     "another program", 1),
    ("web page", {NEW: "<!DOCTYPE html>\n<p>Words</p>\n"}, "encoding/not-utf8", "a web page", 1),
    ("sixteen bits", {NEW: A.encode("utf-16-le")}, "encoding/not-utf8", "UTF-16", 1),
    ("name with spaces", {"content/posts/A New Post.md": A}, "file/bad-name", "A New Post", 1),
    ("post among the pictures", {"content/images/a-new-post.md": A}, "file/wrong-folder", "no picture", 1),
    ("sign of a bullet", body("\u2705 One thing\n\u2705 Another\n"), "list/bad-mark", "run-on", 37),
    ("second bullet of Word", body("o One thing\no Another\n"), "list/bad-mark", "run-on", 37),
    ("columns of spaces", body("Drug     Dose\nThis     1\nThat     2\n"), "table/no-bars", "columns", 37),
    ("columns of a spreadsheet", body("Drug;Dose\nThis;1\n"), "table/no-bars", "columns", 37),
    ("table of the web", body("<table>\n<tr><td>A</td></tr>\n</table>\n"), "html/tag", "<table>", 37),
    ("heading and no more", body("## Harms\n\n## Else\n\nWords.\n"), "heading/no-text", "Harms", 37),
    ("bare DOI", body("See doi:10.1000/made-up.9 there.\n"), "citation/by-hand", "its number", 37),
    ("bare address of a DOI", body("See https://doi.org/10.1000/made-up.9 there.\n"), "link/bare", "hard to hear", 37),
    ("number of PubMed", body("It was so (PMID: 12345678).\n"), "citation/by-hand", "its number", 37),
    ("raised number", body("It was so.\u00b9\n"), "citation/by-hand", "its number", 37),
    ("key in two parts", body("Words [@good 2020].\n"), "citation/bad-form", "typed", 37),
    ("mail for a link", body("Write to [our desk](desk@example.org).\n"), "link/bad-scheme", "e-mail", 37),
    ("gap for a number", body("It had XX rows.\n"), "placeholder/left", '"XX"', 37),
    ("word cut in two", body("The medi-\ncine was there.\n"), "spelling/cut", "medi- cine", 37),
    ("name of a drug", body("Some take sumatryptan.\n"), "spelling/misspelt", "sumatryptan", 37),
    ("hard spaces", body("Words\u00a0that\u00a0all\u00a0hold\u00a0fast here.\n"), "encoding/odd-space", "phone", 37),
    ("versions side by side", body("<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> x\n"),
     "merge/marker", "two versions", 37),
    ("number of a citizen", body("It is 123-45-6789 here.\n"), "residue/patient", "who a patient is", 37),
    ("glossary out of line", {TERMS: "- term: aura\n meaning: x\n"}, "glossary/not-yaml", "from here on", 2),
]  # fmt: skip
RIGHT: list[tuple[str, Files]] = [
    ("brackets that are meant", body("They wrote \\[sic\\] there.\n")),
    ("tab behind a list's mark", body("-\tone\n-\ttwo\n")),
    ("hash in a word", head("example of", "example C#1 of")),
    ("hard space before a unit", body("It took 5\u00a0minutes or 6\u00a0at most.\n")),
    ("area", body("It has 5 m\u00b2 of it.\n")),
    ("hyphen before and", body("Some were short-\nand some were long.\n")),
    ("names in the plural", body("Some antidepressants were there.\n")),
    ("section within a section", body("## Harms\n\n### Soon\n\nWords.\n")),
    ("two spaces after a stop", body("Words.  More words.\nWords.  More.\n")),
    ("address with a number", body("See [the agency](https://www.example.org/?id=12&page=3).\n")),
    ("old address that leads on", {OLD: "old: an-example\n"}),
]
FIXES = {
    "text of Windows": "rename it to a-new-post.md.", "folder of drafts": "content/posts/a-new-post.md.",
    "key without its sign": "did you mean [@good2020]?", "rows left out": "[[rows]]",
    "box that two strokes close": 'write "///" on line 39 in place of "//".',
    "day in words": "write 2024-05-06.", "day with long dashes": "write 2024-05-06.", "year of a slip": "look at",
    "field of Hugo": '"summary"', "field in capitals": '"title"', "document of Word": "./site new",
    "document of Word by its name": "as plain text", "name with spaces": "rename it to a-new-post.md.",
    "post among the pictures": "content/posts/a-new-post.md", "bare DOI": "./site cite 10.1000/made-up.9,",
    "bare address of a DOI": "[@10.1000/made-up.9]", "number of PubMed": "./site cite 12345678",
    "key in two parts": "[@good2020]", "mail for a link": "mailto:desk@example.org", "table of the web": "| one |",
    "post among the pages": "content/posts/a-new-post.md.", "copy of Dropbox": "compare it",
}  # fmt: skip
ONCE = {
    "day in words", "other day in words", "box that two strokes close",
    "year of a slip", "review to come", "field of Hugo", "field in capitals", "document of Word",
    "web page", "sixteen bits", "picture by its path", "sign of a bullet", "table of the web", "heading and no more",
    "bare DOI", "gap for a number", "versions side by side",
}  # fmt: skip
"""Slips that bring nothing else with them, though more than one rule could speak of each."""


@pytest.mark.parametrize("slip", SLIPS, ids=[slip[0] for slip in SLIPS])
def test_a_slip_is_told_on_its_line_with_its_own_cause(slip: tuple[str, Files, str, str, int]) -> None:
    name, files, code, words, line = slip
    found = problems(files)
    told = [each for each in found if (each.code, each.line) == (code, line)]
    assert told, "\n".join(map(str, found))
    assert any(words in each.what for each in told), told
    assert any(FIXES.get(name, "") in each.fix for each in told), told
    for each in found:
        assert not JARGON.search(each.what), each.what
    if name in ONCE:
        assert len(found) == 1, found


@pytest.mark.parametrize("files", [files for _, files in RIGHT], ids=[name for name, _ in RIGHT])
def test_what_is_meant_is_not_told(files: Files) -> None:
    assert problems(files) == []


TERMS_TEXT = "- term: jerky eyes\n  meaning: Eyes that jerk.\n  also: [nystagmus]\n"
LEADS_THERE = {
    NEW: GOOD_HEADER + "See [the other post]({filename}an-example.md) for more. Some people get nystagmus.\n",
    TERMS: TERMS_TEXT,
}
WHOLE = str(GOOD[POST])
ALONE: list[tuple[str, Files, str]] = [
    ("title of another name", {POST: WHOLE.replace("title:", "Titel:", 1)}, "header/unknown-key"),
    ("quotation mark left open", {POST: WHOLE.replace("title: ", 'title: "', 1)}, "header/not-yaml"),
    ("two versions", {POST: "<<<<<<< HEAD\n" + WHOLE}, "merge/marker"),
    ("header without its first line", {POST: "\n" + WHOLE.removeprefix("---\n")}, "header/no-header"),
    ("sixteen bits", {POST: WHOLE.encode("utf-16")}, "encoding/not-utf8"),
    ("no word left", {POST: ""}, "header/empty-file"),
    ("a draft again", {POST: WHOLE.replace("status: published", "status: draft")}, "published/lost"),
    ("no status", {POST: WHOLE.replace("status: published\n", "")}, "published/lost"),
    ("no list of sources", {BIB: ""}, "citation/no-list"),
    ("list of sources in Latin letters", {BIB: str(GOOD[BIB]).encode() + b"% \xe9\n"}, "encoding/not-utf8"),
    ("the site's facts in Latin letters", {SITE: str(GOOD[SITE]).encode() + b"# \xe9\n"}, "encoding/not-utf8"),
    ("list of sources, two versions", {BIB: "<<<<<<< HEAD\n" + str(GOOD[BIB])}, "merge/marker"),
    ("glossary with a line astray", {TERMS: TERMS_TEXT.replace("  meaning", "     meaning")}, "glossary/not-yaml"),
    ("glossary with half a list", {TERMS: TERMS_TEXT.replace("  also: [", "  also: ")}, "glossary/bad-value"),
    ("glossary in Latin letters", {TERMS: TERMS_TEXT.encode() + b"# \xe9\n"}, "encoding/not-utf8"),
    ("glossary, two versions", {TERMS: "<<<<<<< HEAD\n" + TERMS_TEXT}, "merge/marker"),
    (
        "term without its meaning",
        {TERMS: TERMS_TEXT.replace("  meaning: Eyes that jerk.\n", "")},
        "glossary/missing-field",
    ),
    ("list of addresses in Latin letters", {PUBLISHED: str(GOOD[PUBLISHED]).encode() + b"\xe9\n"}, "encoding/not-utf8"),
    ("list of addresses, two versions", {PUBLISHED: "<<<<<<< HEAD\n" + str(GOOD[PUBLISHED])}, "merge/marker"),
    ("source without its bracket", {BIB: str(GOOD[BIB]).replace("},", ",", 1)}, "source/unreadable"),
]


@pytest.mark.parametrize(("files", "code"), [each[1:] for each in ALONE], ids=[each[0] for each in ALONE])
def test_a_slip_in_one_file_is_no_slip_of_those_that_lead_to_it(files: Files, code: str) -> None:
    without = (BIB,) if files == {BIB: ""} else ()
    assert [each.code for each in problems({**LEADS_THERE, **files}, without=without)] == [code]


def test_what_stands_there_and_cannot_be_read_is_not_said_to_be_gone() -> None:
    assert [each.code for each in problems(LEADS_THERE, odd=(POST,), without=(POST,))] == ["file/symlink"]
    assert [each.code for each in problems(LEADS_THERE, without=(POST,))] == ["published/lost"]


def test_a_draft_is_told_all_that_would_stop_it_once_it_is_published() -> None:
    silent = set()
    for code in CODES.values():
        # Each example has just that code: tests/content/test_codes.py.
        files = {path: data for path, data in code.example.files.items() if data is not None}
        text = files.get(POST)
        if code.severity == "error" and isinstance(text, str) and "status: published\n" in text:
            draft = {POST: text.replace("status: published\n", "status: draft\n", 1)}
            if code.name not in {each.code for each in problems({**files, **draft})}:
                silent.add(code.name)
    # What `new` asks for may well be left in a draft.
    assert silent == {"placeholder/unwritten"}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A project in git with two branches that both changed one post, and an origin."""
    made = cloned(project(tmp_path / "project", {"it": post("it", status="draft")}))
    file = made / "content/posts/it.md"
    text = file.read_text("utf-8")
    for branch in ("main", "theirs", "mine"):
        if branch != "main":
            git(made, "switch", "--quiet", "-c", branch, "main")
        file.write_text(f"{text}\nWords of {branch}.\n", "utf-8")
        commit(made, branch)
    git(tmp_path, "init", "--quiet", "--bare", "origin")
    git(made, "remote", "add", "origin", str(tmp_path / "origin"))
    return made


def refused(place: Path, *words: str) -> str:
    before = git(place, "status", "--porcelain"), git(place, "rev-parse", "HEAD")
    done = desk(place, *words)
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert "Fix: " in said
    assert (git(place, "status", "--porcelain"), git(place, "rev-parse", "HEAD")) == before
    return said


def test_halfway_through_a_merge_or_a_rebase_nothing_is_committed_and_both_ways_out_are_told(clone: Path) -> None:
    for doing in ("merge", "rebase"):
        git(clone, doing, "theirs", check=False)
        said = refused(clone, "send")
        assert f"in the middle of a {doing}" in said
        assert f"git {doing} --abort" in said
        assert "content/posts/it.md" in said
        git(clone, doing, "--abort")


def test_a_header_that_git_left_marks_in_is_told_by_the_check_not_by_its_yaml(clone: Path) -> None:
    file = clone / "content/posts/it.md"
    file.write_text(file.read_text("utf-8").replace("title:", "<<<<<<< HEAD\ntitle:", 1), "utf-8")
    assert "merge/marker" in refused(clone, "publish", "it")


def test_who_sends_is_told_what_stands_in_the_way(clone: Path, tmp_path: Path) -> None:
    file = clone / "content/posts/it.md"
    (clone / ".git/index.lock").touch()
    file.write_text(file.read_text("utf-8") + "\nMore.\n", "utf-8")
    assert "rm .git/index.lock" in desk(clone, "send").stderr
    (clone / ".git/index.lock").unlink()
    git(clone, "remote", "set-url", "origin", str(tmp_path / "nothing"))
    assert "git remote set-url origin" in desk(clone, "send").stderr
    git(clone, "remote", "set-url", "origin", str(tmp_path / "origin"))
    assert "Sent, as the branch mine." in desk(clone, "send").stdout
    (clone / ".gitignore").write_text("/output/\n/.site/\n__pycache__/\n*.tmp\n")
    git(clone, "switch", "--quiet", "--detach", "origin/mine")
    done = desk(clone, "send")
    assert ".gitignore was changed, and only what is in content/ is sent." in done.stdout
    assert git(clone, "branch", "--show-current") == ""


def test_what_a_reviewer_changed_in_the_branch_is_taken_in_or_the_lines_are_named(clone: Path, tmp_path: Path) -> None:
    file, other = clone / "content/posts/it.md", tmp_path / "reviewer"
    git(clone, "push", "--quiet", "origin", "mine", "main:trunk")
    git(tmp_path / "origin", "symbolic-ref", "HEAD", "refs/heads/trunk")
    git(tmp_path, "clone", "--quiet", "--branch", "mine", str(tmp_path / "origin"), "reviewer")

    def review(old: str, new: str) -> None:
        theirs = other / "content/posts/it.md"
        theirs.write_text(theirs.read_text("utf-8").replace(old, new), "utf-8")
        git(other, "-c", "user.name=R", "-c", "user.email=r@x.org", "commit", "--quiet", "--all", "--message", "review")
        git(other, "push", "--quiet")

    review("title: ", "title:  ")
    file.write_text(file.read_text("utf-8") + "\nMore.\n", "utf-8")
    assert "was taken in first" in (sent := desk(clone, "send")).stdout, sent.stderr
    assert "title:  " in file.read_text("utf-8")
    assert git(clone, "rev-list", "--count", "origin/mine..mine") == "0\n"
    git(other, "pull", "--quiet")
    review("More.", "Less.")
    file.write_text(file.read_text("utf-8").replace("More.", "Still more."), "utf-8")
    said = desk(clone, "send").stderr
    assert "same lines of content/posts/it.md" in said
    assert "rebase --continue" in said
    assert "Still more." in file.read_text("utf-8")
    assert not (clone / ".git/rebase-merge").exists()


def test_nobody_writes_on_the_branch_that_all_begin_from_whatever_it_is_called(clone: Path, tmp_path: Path) -> None:
    git(clone, "push", "--quiet", "origin", "theirs:it", "main:trunk")
    git(tmp_path / "origin", "symbolic-ref", "HEAD", "refs/heads/trunk")
    git(clone, "switch", "--quiet", "-c", "trunk", "main")
    git(clone, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    git(clone, "update-ref", "-d", "refs/remotes/origin/it")  # pushed since the last fetch
    (clone / "content/posts/it.md").write_text(post("it", status="draft", body="Mine [@short2018]."), "utf-8")
    assert "Sent, as the branch it-2." in desk(clone, "send").stdout


def test_a_new_branch_has_a_name_that_nobody_uses(clone: Path) -> None:
    git(clone, "push", "--quiet", "origin", "theirs:it", "main")
    git(clone, "switch", "--quiet", "main")
    (clone / "content/posts/it.md").write_text(post("it", status="draft", body="Mine [@short2018]."), "utf-8")
    assert "Sent, as the branch it-2." in desk(clone, "send").stdout


def test_a_folder_that_is_no_clone_is_told_so(tmp_path: Path) -> None:
    made = project(tmp_path / "project", {"it": post("it", status="draft")})
    for command in ("send", "diff"):
        assert "not cloned" in desk(made, command, environ={"GIT_CEILING_DIRECTORIES": str(tmp_path)}).stderr


@pytest.fixture
def sent(clone: Path, tmp_path: Path) -> Path:
    """A clone whose writer has sent one post, as the branch "mine"."""
    git(clone, "push", "--quiet", "origin", "main")
    git(tmp_path / "origin", "symbolic-ref", "HEAD", "refs/heads/main")
    git(clone, "remote", "set-head", "origin", "main")
    assert "Sent, as the branch mine." in desk(clone, "send").stdout
    return clone


def begin_another(clone: Path) -> None:
    (clone / "content/posts/another.md").write_text(post("another", status="draft"), "utf-8")


def test_a_second_post_in_a_branch_that_waits_for_review_is_told(sent: Path) -> None:
    assert "In the same branch" not in desk(sent, "send").stdout
    begin_another(sent)
    said = desk(sent, "send").stdout
    assert "In the same branch, and so reviewed with it: it.\n" in said
    assert "Sent, as the branch mine." in said


@pytest.mark.parametrize("by_hand", [False, True])
@pytest.mark.parametrize("how", ["--no-ff", "--ff-only", "--squash"])
def test_what_begins_when_a_branch_was_taken_in_has_a_branch_of_its_own(
    sent: Path, tmp_path: Path, how: str, by_hand: bool
) -> None:
    git(tmp_path, "clone", "--quiet", str(tmp_path / "origin"), "reviewer")
    reviewer = tmp_path / "reviewer"
    me = ("-c", "user.name=R", "-c", "user.email=r@x.org")
    git(reviewer, *me, "merge", "--quiet", how, "origin/mine", *([] if how == "--squash" else ["--no-edit"]))
    if how == "--squash":
        git(reviewer, *me, "commit", "--quiet", "--message", "posts: it")
    git(reviewer, "push", "--quiet")
    begin_another(sent)
    if by_hand:  # as publish and schedule do
        commit(sent, "posts: another")
    said = desk(sent, "send").stdout
    assert "What you sent as mine was taken in. This has a branch of its own: another." in said
    assert "In the same branch" not in said
    assert "Sent, as the branch another." in said
    assert git(sent, "diff", "--name-only", "origin/main...another").split() == ["content/posts/another.md"]
    assert git(sent, "rev-list", "--count", "origin/main..another") == "1\n"
