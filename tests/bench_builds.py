"""How long a build takes beside other generators, in one run: `python -m tests.bench builds`.

Each row is one command in a process of its own: seconds by the clock, seconds of the processor, memory of its largest
process. Compare within one run only.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import corpus
from tests.browser.chromium import launch
from tests.build_site import project_copy
from tests.peers.generators import PEERS, Peer, posts_of

OURS = "ours"
ENVIRON = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
"""As `./site` has it, and as each generator that is Python is used at home: images of containers often forbid it."""


@dataclass(frozen=True)
class Cost:
    """What one command took."""

    seconds: float
    processor: float
    megabytes: float


def cost_of(command: Sequence[str], folder: Path) -> Cost:
    """Run `command` in `folder`, which must work, and measure it with all that it starts."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, env=ENVIRON)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)} failed:\n{said.read().decode()[-2000:]}")
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def edited(file: Path, mark: str) -> None:
    """Add a sentence, or a remark, at the end of `file`."""
    file.write_text(file.read_text("utf-8").rstrip("\n") + f"\n{mark}\n", "utf-8")


def rows(peer: Peer, slug: str) -> dict[str, Cost]:
    """Each kind of build of `peer`, one after the other in the same folder."""
    found = {"cold": cost_of(peer.command, peer.folder), "nothing changed": cost_of(peer.command, peer.folder)}
    edited(peer.post(slug), "\nOne more plain sentence stands here.")
    found["one post edited"] = cost_of(peer.command, peer.folder)
    if peer.template:
        edited(peer.template, "<!-- edited -->")
        found["a template edited"] = cost_of(peer.command, peer.folder)
    return found


def ours(folder: Path, count: int) -> Peer:
    """This project with `count` made-up posts."""
    root = project_copy(folder)
    corpus.write(root, count)
    command = [sys.executable, "-m", "desk", "build"]
    return Peer(OURS, root, command, root / "content/posts", root / "theme/templates/partials/footer.html")


SEEN = """(words) => {
  window.seen = new Promise((done) => new MutationObserver(() => {
    if (document.body.textContent.includes(words)) done(Date.now());
  }).observe(document.body, { childList: true, subtree: true, characterData: true }));
  return null;
}"""
"""When words come to stand in a page, by its own clock: whoever asks it from outside asks ten times a second."""


def save_to_page(root: Path, slug: str, times: int = 5) -> float:
    """Seconds from a save to the words in a browser that has the page open, under `serve`: the median of `times`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "desk", "serve", "--port", "8765"], cwd=root, stdout=subprocess.PIPE, text=True,
        env=ENVIRON,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        process.stdout.readline()
        file = root / f"content/posts/{slug}.md"
        with sync_playwright() as playwright, launch(playwright, whole=True) as browser:
            page = browser.new_page()
            page.set_default_timeout(600_000)
            page.goto(f"http://127.0.0.1:8765/{slug}/")
            page.locator("main article h1").wait_for()
            took = []
            for i in range(times):
                words = f"The step number {i} of the bench stands here."
                page.evaluate(SEEN, words)
                began = time.time()
                edited(file, f"\n{words}")
                took.append(page.evaluate("window.seen") / 1000 - began)
        return sorted(took)[times // 2]
    finally:
        process.terminate()
        process.wait()


def builds(counts: Sequence[int], say: Callable[[str], None] = print) -> None:
    """Measure at each of `counts` posts, and print a table for each."""
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            place = Path(folder, str(count))
            own = ours(place / OURS, count)
            slug = f"made-{count // 2:05}"
            posts = posts_of(own.posts)
            peers = [own, *(make(place / make.__name__, posts) for make in PEERS)]
            say(f"\n{count} posts: seconds, of the processor, MB of the largest process; and how many times ours")
            base: dict[str, Cost] = {}
            for peer in peers:
                for what, cost in rows(peer, slug).items():
                    base.setdefault(what, cost)
                    spent = f"{cost.seconds:>8.2f}{cost.processor:>8.2f}{cost.megabytes:>7.0f}"
                    say(f"  {peer.name:<9}{what:<19}{spent}{cost.seconds / base[what].seconds:>7.2f}")
            sent = cost_of([*own.command, "--clean"], own.folder)
            say(f"  {OURS:<9}{'cold, and packed':<19}{sent.seconds:>8.2f}{sent.processor:>8.2f}{sent.megabytes:>7.0f}")
            say(f"  {OURS:<9}{'save to page':<19}{save_to_page(own.folder, slug):>8.2f}")
