"""`./site edit`: a post is written in a real browser, with Decap itself, and ends as commits of a real git."""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from desk.commands.picture import LARGEST
from desk.edit.bundle import bundle
from tests.browser.conftest import WAIT
from tests.browser.test_preview import Served, ended, start
from tests.build.project import post, project
from tests.build_site import ROOT
from tests.clones import cloned, git
from tests.photographs import jpeg

BIBTEX = """@article{x, title={A made-up trial of plain words}, author={Doe, Jane}, journal={Plain Words}, year={2021},
volume={1}, pages={1--2}, doi={10.1000/plain}}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The editor upon a project in git, on the branch that nobody writes on, whose git knows no writer."""
    posts = {"one": post("one"), "draft": post("draft", status="draft")}
    root = cloned(project(tmp_path_factory.mktemp("edit"), posts))
    git(root, "config", "--remove-section", "user")
    git(root, "config", "user.useConfigOnly", "true")
    decap = bundle(ROOT)
    shutil.copytree(decap, root / ".site/edit" / decap.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
            patch.delenv(name, raising=False)
        served = start(root, command="edit")
    yield served
    assert "Traceback" not in ended(served)


def test_a_post_is_written_shown_cited_saved_and_published(browser: Browser, served: Served, tmp_path: Path) -> None:
    file = served.file("content/posts/draft.md")
    before = file.read_text("utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(WAIT)
    elsewhere: list[str] = []
    page.on("request", lambda asked: elsewhere.append(asked.url))
    page.goto(f"{served.address}/__desk/edit/")
    decap = page.frame_locator("#decap")
    state, told = page.locator("#state"), page.locator("#words")

    decap.get_by_text("What is draft? · draft").click()
    beside = decap.frame_locator("#preview-pane").frame_locator("iframe")
    expect(beside.locator("main h1")).to_have_text("What is draft?")
    expect(decap.get_by_role("textbox", name="Title")).to_have_value("What is draft?")
    assert file.read_text("utf-8") == before

    # Write: it is shown beside the text, and what the desk says of it leads back to its line.
    decap.get_by_text("One plain sentence stands here.").click()
    page.keyboard.press("End")
    page.keyboard.type(" It was said once [@nobody1999].")
    expect(beside.get_by_text("It was said once")).to_be_visible()
    expect(state).to_contain_text("not saved yet")
    fault = beside.locator("desk-panel li", has_text="citation/unknown")
    fault.get_by_role("link", name="Line").click()
    expect(decap.locator(".CodeMirror-focused")).to_be_visible()
    page.keyboard.press("End")
    for _ in range(len(" [@nobody1999].")):
        page.keyboard.press("Backspace")
    expect(fault).to_have_count(0)

    # Cite: a new source goes into the list, and its key to where the cursor is.
    page.get_by_role("button", name="Cite a source").click()
    page.get_by_label("Its DOI, its PMID").fill(BIBTEX)
    page.get_by_label("Kind of study").select_option("rct")
    page.get_by_role("button", name="Add and cite it").click()
    expect(told).to_contain_text("doe2021: ")
    page.keyboard.type(".")
    expect(beside.get_by_text("A made-up trial of plain words")).to_be_attached()

    # A picture: as it comes from a phone, with its place in it.
    phone = tmp_path / "IMG_0042.jpg"
    phone.write_bytes(jpeg())
    page.get_by_role("button", name="Add a picture").click()
    page.get_by_label("The picture, as it came").set_input_files(phone)
    page.get_by_label("What does it show?").fill("A red square on a wall")
    page.get_by_role("button", name="Add it").click()
    expect(told).to_contain_text("the place where it was taken")
    expect(beside.get_by_role("img", name="A red square on a wall")).to_be_attached()

    # A field of the header.
    decap.get_by_role("textbox", name="Written for").fill("people who test an editor")
    expect(beside.get_by_text("people who test an editor")).to_be_visible()

    # Save: git asks who writes, once.
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Your name").fill("A Nurse")
    page.get_by_label("Your e-mail").fill("nurse@example.org")
    page.get_by_role("button", name="Go on").click()
    expect(told).to_contain_text("git knows no place to send it")
    expect(state).to_contain_text("Your branch: draft.")
    assert git(served.root, "log", "--format=%an %s", "main..draft") == "A Nurse posts: draft\n"
    saved = git(served.root, "show", "--name-only", "--format=", "draft").split()
    assert saved == ["content/images/draft-red-square-on-wall.jpg", "content/posts/draft.md", "content/references.bib"]
    expected = before.replace(
        "One plain sentence stands here.",
        "One plain sentence stands here. It was said once [@doe2021].\n\n"
        "![A red square on a wall]({static}../images/draft-red-square-on-wall.jpg)\n",
    ).replace("people who test this site", "people who test an editor")
    assert file.read_text("utf-8").split() == expected.split()

    # Publish: by the command of that name, with all that it sees to.
    page.get_by_role("button", name="Publish", exact=True).click()
    page.locator("dialog").get_by_role("button", name="Publish").click()
    expect(told).to_contain_text("draft will be public once your branch is merged")
    assert git(served.root, "log", "-1", "--format=%an %s") == "A Nurse posts: publish draft\n"
    assert "status: published" in file.read_text("utf-8")
    assert "draft " in served.file("content/published.txt").read_text("utf-8")
    assert git(served.root, "status", "--porcelain") == ""

    # The list says so, and a post that is only opened and left is not touched.
    page.get_by_role("button", name="All posts").click()
    expect(decap.get_by_text("What is draft? · published")).to_be_visible()
    other = served.file("content/posts/one.md").read_bytes()
    decap.get_by_text("What is one?").click()
    expect(beside.locator("main h1")).to_have_text("What is one?")
    expect(state).to_have_text("Saved. Your branch: draft.")
    assert served.file("content/posts/one.md").read_bytes() == other
    assert [url for url in elsewhere if not url.startswith((served.address, "data:", "blob:", "about:"))] == []
    context.close()


def test_the_page_loaded_again_and_the_desk_started_again_go_on(browser: Browser, served: Served) -> None:
    file = served.file("content/posts/one.md")
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{served.address}/__desk/edit/")
    decap, state, told = page.frame_locator("#decap"), page.locator("#state"), page.locator("#words")

    def typed(words: str) -> None:
        decap.locator(".CodeMirror-code").click()
        page.keyboard.press("Control+End")
        page.keyboard.type(words)

    decap.get_by_text("What is one?").click()
    typed(" Before.")
    expect(state).to_contain_text("not saved yet")
    page.reload()
    expect(decap.get_by_role("textbox", name="Title")).to_have_value("What is one?")
    ended(served)
    typed(" While nobody listened.")
    expect(state).to_have_text("Not kept.")
    expect(told).to_contain_text("start it again")
    served.process = subprocess.Popen(
        served.process.args, cwd=served.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert served.process.stdout is not None
    assert str(served.port) in served.process.stdout.readline()
    decap.locator(".CodeMirror-code").click()
    page.keyboard.press("Control+s")
    expect(state).to_contain_text("Saved.")
    assert "Before. While nobody listened." in file.read_text("utf-8")

    # Changed elsewhere: it is said, and nothing is written over.
    before = file.read_text("utf-8") + "\nBy another program.\n"
    file.write_text(before, "utf-8")
    typed(" And on.")
    expect(told).to_contain_text("changed elsewhere")
    expect(state).to_have_text("Not kept.")
    assert file.read_text("utf-8") == before
    page.get_by_role("button", name="All posts").click()
    expect(decap.get_by_text("What is one? · published")).to_be_visible()
    expect(state).to_contain_text("not saved yet")
    expect(told).to_be_hidden()
    context.close()


def test_a_picture_too_large_is_refused_before_it_is_sent(browser: Browser, served: Served, tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    with large.open("wb") as opened:
        opened.truncate(LARGEST + 1)
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto(f"{served.address}/__desk/edit/#/collections/posts/entries/one")
    page.get_by_role("button", name="Add a picture").click()
    page.get_by_label("The picture, as it came").set_input_files(large)
    page.get_by_label("What does it show?").fill("A red square on a wall")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator(".refused")).to_have_text("large.jpg is larger than 70 MB. Fix: save it smaller first.")
    context.close()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": None}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"X-Desk-Tab": None}, 403),
        ({"Host": "evil.example:{port}", "Origin": "http://evil.example:{port}"}, 403),
    ],
)
@pytest.mark.parametrize("path", ["ask", "config", "publish"])
def test_only_the_editor_s_own_page_is_answered(
    served: Served, path: str, headers: dict[str, str | None], status: int
) -> None:
    own: dict[str, str | None] = {
        "Host": "127.0.0.1:{port}", "Origin": "http://127.0.0.1:{port}", "X-Desk-Tab": "t", **headers,
    }  # fmt: skip
    sent = {name: value.replace("{port}", str(served.port)) for name, value in own.items() if value}
    body = json.dumps({"action": "state", "params": {"path": "content/posts/none.md" if path == "publish" else ""}})
    with closing(http.client.HTTPConnection("127.0.0.1", served.port)) as asked:
        asked.request("POST", f"/__desk/edit/{path}", body, sent)
        answer = asked.getresponse()
        told = answer.read()
    # What is answered at all is answered in words: there is no such post to publish.
    assert answer.status == (422 if status == 200 and path == "publish" else status), told
    assert status == 403 or json.loads(told)


def test_no_page_from_elsewhere_may_hold_the_editor_and_nothing_else_is_served(served: Served) -> None:
    for path, status in [
        ("", 200),
        ("page.js", 200),
        ("../serve.py", 404),
        ("rooms.py", 404),
        ("%2e%2e/entry.py", 404),
    ]:
        with closing(http.client.HTTPConnection("127.0.0.1", served.port)) as asked:
            asked.request("GET", f"/__desk/edit/{path}")
            answer = asked.getresponse()
            answer.read()
        assert answer.status == status, path
        if status == 200:
            policy = answer.headers["Content-Security-Policy"]
            assert "frame-ancestors 'self'" in policy
            assert "default-src 'none'" in policy
