"""The writer's whole road, typed as CONTRIBUTING says it, word for word, by somebody whose git knows no name."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import shutil
import subprocess
import sys
import termios
import urllib.request
from pathlib import Path

from desk.bibliography.look_up import ELSEWHERE
from desk.model.published import PUBLISHED
from tests.build.project import post, project
from tests.build_site import ROOT
from tests.clones import give_python
from tests.content.registries import IN_PUBMED, answering
from tests.peers.programs import free_port
from tests.photographs import jpeg

GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
SLUG = "ketamine-and-sleep"
TABLE = f"\n\n| who | with | without |\n| --- | --- | --- |\n| slept [@{IN_PUBMED}] | 20 in 100 | 18 in 100 |\n"
BROKEN = post("somebodys", status="draft").replace('title: "What is somebodys?"', "title: Sleep: a story")


def typed() -> list[str]:
    """Every line that the guide has a writer type, in its order."""
    return re.findall(r"^ {4,8}((?:git|cd|\./site) .*|\./site)$", GUIDE, re.MULTILINE)


class Terminal:
    """Somebody at a terminal of their own, in a fresh home."""

    def __init__(self, home: Path, registries: str) -> None:
        self.place = home
        self.environ = {
            "HOME": str(home), "PATH": os.environ["PATH"], ELSEWHERE: registries, "GIT_CONFIG_NOSYSTEM": "1",
            "LANG": "C.UTF-8",
        }  # fmt: skip
        (home / ".gitconfig").write_text("[user]\n\tuseConfigOnly = true\n")

    def start(self, line: str) -> tuple[subprocess.Popen[bytes], int]:
        main, side = pty.openpty()

        def own() -> None:
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        run = subprocess.Popen(
            ["sh", "-c", line], cwd=self.place, env=self.environ, stdin=side, stdout=side, stderr=side, preexec_fn=own
        )
        os.close(side)
        return run, main

    def types(self, line: str, *answers: str, status: int = 0) -> str:
        """Type `line`, then each answer when there is something to answer. Returns what the screen shows."""
        if line.startswith("cd "):
            self.place = self.place / line[3:]
            return ""
        run, main = self.start(line)
        os.write(main, "".join(f"{answer}\n" for answer in answers).encode())
        said = bytearray()
        while True:
            try:
                data = os.read(main, 65536)
            except OSError:  # the other side is closed
                break
            if not data:
                break
            said += data
        os.close(main)
        text = said.decode("utf-8", "replace").replace("\r\n", "\n")
        assert run.wait() == status, f"{line}\n{text}"
        assert "Traceback" not in text
        return text

    def looks_at(self, line: str, address: str) -> str:
        """Leave `line` running, open the address, and stop it by Ctrl+C. Returns the page."""
        port = free_port()
        run, main = self.start(f"{line} --port {port}")
        shown = b""
        page = ""
        while run.poll() is None and not page:
            if b"Look at" not in shown:
                shown += os.read(main, 65536)
                continue
            with contextlib.suppress(OSError):  # it says so a moment before it listens
                page = urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=5).read().decode()
        os.write(main, b"\x03")
        with contextlib.suppress(OSError):
            while os.read(main, 65536):
                pass
        run.wait()
        os.close(main)
        return page

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.place, env=self.environ, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout


def repository(folder: Path, *, broken: bool) -> Path:
    """The project as others have it: a bare repository, with somebody's broken draft on its main branch or not."""
    work = project(folder / "work", {"old": post("old")})
    for name in ("site", "requirements.txt", ".gitignore", ".gitattributes"):
        shutil.copy(ROOT / name, work / name)
    if broken:
        (work / "content/posts/somebodys.md").write_text(BROKEN, "utf-8")
    bare = folder / "project.git"
    for words in (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "--all"),
        ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "commit", "--quiet", "-m", "site: begin"),
        ("clone", "--quiet", "--bare", ".", str(bare)),
    ):
        subprocess.run(["git", *words], cwd=work, check=True)
    return bare


def test_the_road_is_walked_as_it_is_written_beside_somebodys_broken_draft(tmp_path: Path) -> None:
    bare = repository(tmp_path, broken=True)
    home = tmp_path / "home"
    home.mkdir()
    lines = iter(typed())
    with answering() as registries:
        me = Terminal(home, registries)

        me.types(next(lines).replace("<the address of this repository>", str(bare)))
        me.types(next(lines))
        # What ./site would fetch the first time is given to it here: this test's own packages.
        give_python(me.place)
        shutil.copy(ROOT / "requirements.txt", me.place / ".venv/site.stamp")
        assert "0 errors" in me.types(next(lines))
        me.types(next(lines))

        assert f"content/posts/{SLUG}.md" in me.types(next(lines), "Ketamine and sleep", "Safety")
        draft = me.place / f"content/posts/{SLUG}.md"
        assert "status: draft" in draft.read_text("utf-8")
        words = f"Rest in a quiet room was tried [@{IN_PUBMED}].\n\nPICTURE{TABLE}"
        draft.write_text(post(SLUG, status="draft", category="Safety", body=words), "utf-8")

        said = me.types(next(lines).replace("10.1234/the.doi", IN_PUBMED), "rct", "24")
        assert "Cite it as [@quiet2021]" in said
        assert "[@quiet2021]" in draft.read_text("utf-8")

        (home / "IMG_0042.jpg").write_bytes(jpeg(6))
        said = me.types(next(lines), "A drip on its stand")
        pasted = re.findall(r"^ +(!\[.*)$", said, re.MULTILINE)[0]
        draft.write_text(draft.read_text("utf-8").replace("PICTURE", pasted), "utf-8")
        picture = f"content/images/{SLUG}-drip-on-its-stand.jpg"
        assert b"A phone" not in (me.place / picture).read_bytes()

        assert "Rest in a quiet room" in me.looks_at(next(lines), f"/{SLUG}/")

        assert "0 errors" in me.types(next(lines))
        sent = next(lines)
        said = me.types(sent, "A Nurse", "nurse@example.org")
        assert "Sent" in said
        assert f"of its own now: {SLUG}" in said
        files = sorted(["content/references.bib", f"content/posts/{SLUG}.md", picture])
        assert me.git("diff", "--name-only", "origin/main", f"origin/{SLUG}").split() == files

        assert "will be public" in me.types(next(lines))
        assert "2028-01-15" in me.types(next(lines))
        assert "Sent" in me.types(sent)
        assert next(lines, None) is None
        files = sorted([*files, PUBLISHED])
        assert me.git("diff", "--name-only", "origin/main", f"origin/{SLUG}").split() == files
        assert me.git("status", "--porcelain") == ""

        # A reviewer merges it. Then a correction of an old post, and a second post that changes nothing else.
        me.git("push", "--quiet", "origin", f"{SLUG}:main")
        me.git("switch", "--quiet", "main")
        me.git("pull", "--quiet")
        old = next(f for f in sorted((me.place / "content/posts").glob("*.md"))
                   if "status: published" in f.read_text("utf-8") and f != draft)  # fmt: skip
        text = old.read_text("utf-8").rstrip("\n") + "\n\nOne more plain line stands here.\n"
        old.write_text(text, "utf-8")
        me.git("commit", "--quiet", "--all", "--message", "By hand, on main")
        assert "Sent" in me.types(sent)
        assert me.git("diff", "--name-only", "origin/main", f"origin/{old.stem}").split() == [
            f"content/posts/{old.name}"
        ]

        me.git("switch", "--quiet", "main")
        me.types('./site new --title "What comes second?" --category Safety')
        second = me.place / "content/posts/what-comes-second.md"
        second.write_text(post("second", status="draft", category="Safety"), "utf-8")
        me.types("./site publish what-comes-second", status=0)
        assert "Sent" in me.types(sent)
        branch = me.git("branch", "--show-current").strip()
        assert me.git("diff", "--name-only", "origin/main", f"origin/{branch}").split() == [
            "content/posts/what-comes-second.md",
            PUBLISHED,
        ]
        me.types("./site build")
        assert (me.place / "output/what-comes-second/index.html").exists()
        assert not (me.place / f"output/{SLUG}").exists()


def test_who_may_not_push_is_told_of_a_fork(tmp_path: Path) -> None:
    bare = repository(tmp_path, broken=False)
    hook = bare / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'remote: Permission denied to nurse' >&2\nexit 1\n")
    hook.chmod(0o755)
    home = tmp_path / "home"
    home.mkdir()
    me = Terminal(home, "http://127.0.0.1:9")
    me.types(f"git clone --quiet {bare} plain-ketamine")
    me.types("cd plain-ketamine")
    about = me.place / "content/pages/about.md"
    about.write_text(about.read_text("utf-8").rstrip("\n") + "\n\nOne more plain line.\n", "utf-8")
    line = f"PYTHONDONTWRITEBYTECODE=1 {sys.executable} -m desk send"
    said = me.types(line, "A Nurse", "nurse@example.org", status=1)
    assert "Permission denied to nurse" in said
    assert "git remote add origin <the address of your fork>" in said
    assert "safe in the branch changes" in said


def test_among_a_mess_only_what_is_meant_is_sent(tmp_path: Path) -> None:
    bare = repository(tmp_path, broken=True)
    home = tmp_path / "home"
    home.mkdir()
    me = Terminal(home, "http://127.0.0.1:9")
    me.types(f"git clone --quiet {bare} plain-ketamine")
    me.types("cd plain-ketamine")
    me.git("checkout", "--quiet", "--detach")
    for name in ("posts/.DS_Store", "posts/.mine.md.swp", "posts/.~lock.mine.md#"):
        (me.place / "content" / name).write_bytes(b"\0")
    for slug in ("mine", "anothers"):
        (me.place / f"content/posts/{slug}.md").write_text(post(slug, status="draft"), "utf-8")
    line = f"PYTHONDONTWRITEBYTECODE=1 {sys.executable} -m desk send"
    said = me.types(line, "A Nurse", "nurse@example.org", "no", status=1)
    assert "content/posts/anothers.md" in said
    assert "Nothing was sent" in said
    said = me.types(f"{line} mine")
    assert "of its own now: mine" in said
    assert me.git("diff", "--name-only", "origin/main", "origin/mine").split() == ["content/posts/mine.md"]
    assert "Nothing of" in me.types(f"{line} nobodys", status=1)
