"""`./site serve`: a real process, real files, a real browser. Nothing sleeps: each step waits for what it is about."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WAIT
from tests.build.project import post, project
from tests.build_site import build
from tests.peers.programs import free_port

SAID = "One plain sentence stands here."
NAMED = "A name such as nobody1999 is no more than that."
UNKNOWN = "So it was said once [@nobody1999]."
LOST = "See [this page](../nowhere.md)."


@dataclass
class Served:
    """A running preview of the project at `root`."""

    root: Path
    port: int
    process: subprocess.Popen[str]
    invited: str = ""
    """What it said of where to look."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def file(self, name: str) -> Path:
        return self.root / name

    def change(self, name: str, old: str, new: str) -> None:
        """Save the file with the first `old` made `new`, as an editor does: the whole of it at once."""
        text = self.file(name).read_text("utf-8")
        assert old in text
        part = self.file(name).with_suffix(".part")
        part.write_text(text.replace(old, new, 1), "utf-8")
        part.replace(self.file(name))


def start(root: Path, *more: str, command: str = "serve") -> Served:
    """Start it, and wait until it says where to look."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "desk", command, "--port", str(port), *more],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    invited = process.stdout.readline()
    assert re.search(rf":{port}[ /]", invited)
    return Served(root, port, process, invited)


def ended(served: Served) -> str:
    """Stop it, and return all that it said since."""
    served.process.terminate()
    said, _ = served.process.communicate(timeout=60)
    return said


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A preview of two posts and a draft that cites a source that there is not."""
    long = "\n\n".join(f"Plain sentence number {i} stands here." for i in range(60))
    root = project(
        tmp_path_factory.mktemp("preview"),
        {
            "one": post("one", body=f"{SAID}\n\n{long}"),
            "two": post("two", date="2024-01-02"),
            "draft": post("draft", status="draft", body=f"{NAMED}\n\n{UNKNOWN}\n\n{LOST}\n\n{SAID}"),
        },
    )
    served = start(root)
    yield served
    said = ended(served)
    assert "Traceback" not in said


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(WAIT)
    yield page
    context.close()


def look(page: Page, served: Served, address: str) -> Page:
    """Open the page, and wait until the desk has said something of it."""
    page.goto(served.address + address)
    expect(page.locator("main h1").first).not_to_have_text("The pages are being made")
    expect(page.locator("desk-panel")).to_be_attached()
    return page


AS_SERVED = """async (end) => {
  const text = await (await fetch(location.href, { cache: "no-store" })).text();
  const main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
  return main.textContent.includes(end) && main.isEqualNode(document.querySelector("main"));
}"""
"""Whether the page that stands is the one that the server has, which has these words."""


def test_what_is_saved_is_seen_where_it_stands(page: Page, served: Served) -> None:
    look(page, served, "/one/")
    page.evaluate("window.stayed = true")
    page.get_by_text("Plain sentence number 40").scroll_into_view_if_needed()
    expect(page.get_by_text("Plain sentence number 40")).to_be_in_viewport()
    before = "Plain sentence number 40 stands here."
    for after in (
        "Marvellous sentence number 40 stands here.",
        "It got one before it.\n\nMarvellous sentence number 40 stands here, and *more*.",
        "## What is in between?\n\nMarvellous sentence number 40.\n\n- One point.\n- Two points.",
        "- Two points, and sentence number 40.\n- One point.",
        "Sentence number 40 is the last.",
    ):
        served.change("content/posts/one.md", before, after)
        before = after
        end = after.rpartition("\n")[2].removeprefix("- ").replace("*", "")
        expect(page.get_by_text(end)).to_be_in_viewport()
        page.wait_for_function(AS_SERVED, arg=end)
    assert page.evaluate("window.stayed") is True, "the page was loaded anew"


def test_lists_follow_a_moment_later(page: Page, served: Served) -> None:
    look(page, served, "/archives/")
    served.change("content/posts/two.md", 'title: "What is two?"', 'title: "What is two now?"')
    expect(page.get_by_role("link", name="What is two now?")).to_be_visible()


def test_a_draft_is_shown_with_its_faults_where_they_are(page: Page, served: Served) -> None:
    look(page, served, "/draft/")
    panel = page.locator("desk-panel")
    expect(panel.get_by_text("Draft", exact=True)).to_be_visible()
    expect(panel.get_by_text("citation/unknown").first).to_be_visible()
    expect(page.get_by_text("[@nobody1999]")).to_be_visible()
    link = panel.get_by_role("link", name=re.compile("^Line ")).first.get_attribute("href") or ""
    assert re.fullmatch(rf"vscode://file{re.escape(str(served.root))}/content/posts/draft\.md:\d+:\d+", link)
    marked = page.evaluate(
        "[...CSS.highlights.values()].flatMap((each) => [...each])"
        ".map((each) => [each.toString(), each.startContainer.parentElement.closest('p')?.innerText])"
    )
    assert ["nobody1999", UNKNOWN] in marked, "the word is marked where it is at fault, and not where it stands first"
    links = [where for what, where in marked if "this" in what]
    assert links == ["See this page."], "and never in what the template says: Only you can see this page"
    panel.locator("summary").click()
    expect(panel.get_by_text("citation/unknown").first).to_be_hidden()
    page.reload()
    expect(panel.locator("summary")).to_be_visible()
    expect(panel.get_by_text("citation/unknown").first).to_be_hidden()
    panel.locator("summary").click()


@pytest.mark.parametrize("slip", ["date: someday", "date: 2024-01-02\nstauts: x", "date: 2024-01-02\nnot yaml: : :"])
def test_a_slip_in_a_header_is_told_over_the_page_as_it_is_now(page: Page, served: Served, slip: str) -> None:
    look(page, served, "/two/")
    served.change("content/posts/two.md", "date: 2024-01-02", slip)
    panel, over = page.locator("desk-panel"), page.locator("desk-panel [role=alert]")
    expect(panel).to_contain_text("header cannot be read whole")
    expect(panel.locator("li").first).to_contain_text("header/")
    served.change("content/posts/two.md", SAID, "It was typed meanwhile.")
    expect(page.get_by_text("It was typed meanwhile.")).to_be_visible()
    expect(over).to_have_count(0)
    served.change("content/posts/two.md", "It was typed meanwhile.", SAID)
    served.change("content/posts/two.md", slip, "date: 2024-01-02")
    expect(panel).not_to_contain_text("header cannot be read whole")


def test_a_broken_template_is_told_on_every_page_until_it_is_mended(page: Page, served: Served) -> None:
    look(page, served, "/one/")
    file = "theme/templates/article.html"
    served.change(file, "{{ article.summary|unbroken }}", "{{ article.sumary }}")
    over = page.locator("desk-panel [role=alert]")
    expect(over).to_contain_text("sumary")
    expect(over).to_contain_text("last good page")
    link = over.get_by_role("link").first.get_attribute("href") or ""
    assert re.fullmatch(rf"vscode://file{re.escape(str(served.root))}/{re.escape(file)}:\d+:1", link)
    expect(page.locator("main article h1")).to_be_visible()
    page.reload()
    expect(over).to_contain_text("last good page")
    served.change(file, "{{ article.sumary }}", "{{ article.summary|unbroken }}")
    expect(over).to_have_count(0)


@pytest.mark.parametrize("spoilt", ["", "<!-- never closed", "<!doctype html><title>x</title><script>let a = 1;"])
def test_a_page_that_a_template_spoils_says_so_and_comes_back(page: Page, served: Served, spoilt: str) -> None:
    look(page, served, "/one/")
    file = served.file("theme/templates/article.html")
    good = file.read_text("utf-8")
    file.write_text(spoilt, "utf-8")
    expect(page.locator("main article h1")).to_have_count(0)
    expect(page.locator("desk-panel")).to_contain_text("of the page")
    file.write_text(good, "utf-8")
    expect(page.locator("main article h1")).to_be_visible()


def test_a_broken_plugin_is_told_and_the_press_starts_again(page: Page, served: Served) -> None:
    look(page, served, "/one/")
    served.change("plugins/neighbours.py", "RELATED = 3", "RELATED = 3 +")
    over = page.locator("desk-panel [role=alert]")
    expect(over).to_contain_text("neighbours.py")
    served.change("plugins/neighbours.py", "RELATED = 3 +", "RELATED = 3")
    expect(over).to_have_count(0)


def test_a_style_is_seen_without_a_reload(page: Page, served: Served) -> None:
    look(page, served, "/one/")
    page.evaluate("window.stayed = true")
    served.change("theme/static/css/tokens.css", "#f3eee4", "#f0eee4")
    expect(page.locator("html")).to_have_css("background-color", "rgb(240, 238, 228)")
    assert page.evaluate("window.stayed") is True


def test_a_new_post_comes_and_a_deleted_one_goes(page: Page, served: Served) -> None:
    look(page, served, "/fresh/")
    served.file("content/posts/fresh.md").write_text(post("fresh", status="draft"), "utf-8")
    expect(page.locator("main article h1")).to_have_text("What is fresh?")
    served.file("content/posts/fresh.md").unlink()
    expect(page.locator("main h1")).to_have_text("Nothing stands here")


def test_all_drafts_and_faults_stand_on_one_page(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/__desk/")
    expect(page.get_by_role("link", name="What is draft?")).to_be_visible()
    expect(page.get_by_text("citation/unknown").first).to_be_visible()
    served.change("content/posts/draft.md", UNKNOWN, "So it was said once [@zitek2018].")
    expect(page.get_by_text("citation/unknown")).to_have_count(0)
    served.change("content/posts/draft.md", "So it was said once [@zitek2018].", UNKNOWN)
    expect(page.get_by_text("citation/unknown").first).to_be_visible()


def test_the_preview_is_what_a_build_of_it_gives(page: Page, served: Served, tmp_path: Path) -> None:
    look(page, served, "/draft/")
    done = subprocess.run(
        [sys.executable, "-m", "desk", "build", "--preview", "--output", str(tmp_path / "preview")],
        cwd=served.root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shown = served.root / f".site/serve/{served.port}"
    names = {file.relative_to(shown).as_posix() for file in shown.rglob("*") if file.is_file()}
    assert names == {
        f.relative_to(tmp_path / "preview").as_posix() for f in (tmp_path / "preview").rglob("*") if f.is_file()
    }
    differ = [
        name for name in sorted(names) if (shown / name).read_bytes() != (tmp_path / "preview" / name).read_bytes()
    ]
    assert differ == []


def test_nothing_of_the_panel_is_in_the_site_that_is_published(served: Served, tmp_path: Path) -> None:
    served.change("content/posts/draft.md", UNKNOWN, SAID)
    assert build(served.root, tmp_path / "site").returncode == 0
    served.change("content/posts/draft.md", SAID, UNKNOWN)
    assert not [file for file in (tmp_path / "site").rglob("*") if file.is_file() and b"__desk" in file.read_bytes()]


@pytest.mark.parametrize(
    ("host", "status"),
    [("evil.example", 403), ("127.0.0.1.evil.example", 403), ("localhost", 200), ("192.168.1.7", 200), ("[::1]", 200)],
)
def test_a_name_that_others_can_give_this_computer_is_refused(served: Served, host: str, status: int) -> None:
    for path in ("/__desk/", "/__desk/panel.js"):
        asked = http.client.HTTPConnection("127.0.0.1", served.port)
        asked.request("GET", path, headers={"Host": f"{host}:{served.port}"})
        assert asked.getresponse().status == status
        asked.close()


def test_a_phone_is_told_what_to_type_and_is_answered(tmp_path: Path) -> None:
    served = start(project(tmp_path / "project", {"one": post("one")}), "--bind", "0.0.0.0")
    typed = re.search(r"On your phone: http://([\d.]+):(\d+)\.", served.invited)
    if typed:  # else this computer is in no network
        asked = http.client.HTTPConnection(typed[1], int(typed[2]))
        asked.request("GET", "/__desk/")
        assert asked.getresponse().status == 200
        asked.close()
    assert typed or not others()
    assert ended(served) == ""


def others() -> list[str]:
    """The addresses at which others of its network reach this computer, as the system tells them."""
    found = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=False)
    return [each for each in found.stdout.split() if "." in each]


def test_no_file_outside_the_preview_is_shown(served: Served) -> None:
    for path in ("/../../../pelicanconf.py", "/%2e%2e/%2e%2e/%2e%2e/pelicanconf.py", "/one/../../x"):
        asked = http.client.HTTPConnection("127.0.0.1", served.port)
        asked.request("GET", path)
        assert asked.getresponse().status == 404
        asked.close()


def group_of(pid: int) -> int:
    """The process group of the one child of `pid`."""
    found = subprocess.run(["ps", "-o", "pgid=", "--ppid", str(pid)], capture_output=True, text=True, check=True)
    return int(found.stdout.split()[0])


def gone(group: int) -> bool:
    """Whether no process of the group runs any more."""
    found = subprocess.run(["ps", "-e", "-o", "pgid=,stat="], capture_output=True, text=True, check=True)
    return not any(
        line.split()[0] == str(group) and not line.split()[1].startswith("Z") for line in found.stdout.splitlines()
    )


def until(true: Callable[[], bool], times: int = 2000) -> bool:
    """Whether it becomes true; each try is a process of its own, so nothing spins."""
    return any(true() for _ in range(times))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_nothing_is_left_running(tmp_path: Path, number: int) -> None:
    served = start(project(tmp_path / "project", {"one": post("one")}))
    group = group_of(served.process.pid)
    os.kill(served.process.pid, number)
    said, _ = served.process.communicate(timeout=60)
    assert said == ""
    assert until(lambda: gone(group))


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ("--port {port}", 1, "--port {next}"),
        ("--port {port} --bind 192.0.2.77", 1, "192.0.2.77 is no address of this computer"),
        ("--bind nobody.invalid", 1, "nobody.invalid is no address of this computer"),
        ("--bind=", 2, "rite an address after --bind"),
        ("--port 65536", 2, "is no port"),
    ],
)
def test_where_it_cannot_be_served_is_told_with_the_reason(served: Served, words: str, status: int, told: str) -> None:
    known = {"port": served.port, "next": served.port + 1}
    done = subprocess.run(
        [sys.executable, "-m", "desk", "serve", *words.format(**known).split()],
        cwd=served.root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == status
    assert told.format(**known) in done.stderr
