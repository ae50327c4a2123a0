"""How fast nginx hands out the site: beside a plain file in the same run, and while deploys go on (`make bench`)."""

from __future__ import annotations

import os
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

from desk.deploy.delivery import Delivery
from desk.deploy.ssh import Server
from desk.deploy.targets import Ssh
from desk.hosting.policy import policies, stated_in
from desk.hosting.table import table
from desk.site.site_folder import files_in
from tests.build_site import ROOT
from tests.pages import SITE_URL, Page
from tests.peers.nginx import serving as plain_nginx
from tests.peers.remote import ssh_server
from tests.peers.servers import serving as hosted


def asked(connection: HTTPConnection, address: str, size: int) -> float:
    """Seconds until the whole answer, of `size` bytes, was there."""
    began = time.perf_counter()
    connection.request("GET", address, headers={"Accept-Encoding": "br"})
    assert len(connection.getresponse().read()) == size
    return time.perf_counter() - began


def percentile(seconds: list[float], part: int) -> float:
    """The `part`-th of a hundred, in microseconds."""
    return statistics.quantiles(seconds, n=100)[part - 1] * 1e6


def beside_a_plain_file(site: Path, post: Page, times: int = 2000) -> None:
    """Print how many times as long nginx takes for the post, by all that `./site hosting nginx` says, as for a plain
    file of as many bytes with none of it. The two take turns, each on a connection that is kept."""
    size = (post.file.parent / "index.html.br").stat().st_size
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bare, states = folder / "bare", [folder / name for name in ("ours", "plain")]
        for place in (bare, *states):
            place.mkdir()
        shutil.copy(post.file.parent / "index.html.br", bare / "page.bin")
        ours = stack.enter_context(hosted("nginx", site, states[0], table(policies(stated_in(site)), [], SITE_URL)))
        plain = stack.enter_context(plain_nginx(bare, states[1]))
        pair = [(HTTPConnection("127.0.0.1", ours), post.address), (HTTPConnection("127.0.0.1", plain), "/page.bin")]
        took: list[list[float]] = [[], []]
        for _ in range(times):
            for each, (connection, address) in zip(took, pair, strict=True):
                each.append(asked(connection, address, size))
    print(f"\nnginx: {post.address} with every header, and a plain file of its {size} bytes, {times} of each:")
    for name, value in (("median", statistics.median), ("p99", lambda each: percentile(each, 99) / 1e6)):
        mine, peer = value(took[0]), value(took[1])
        print(f"  {name}: {mine / peer:.2f} times as long ({mine * 1e6:.0f} and {peer * 1e6:.0f} \u00b5s)")


def while_deploys_run(site: Path, post: Page, deploys: int = 4) -> None:
    """Print the median and the 99th percentile of the post while the site is sent by ssh to the folder that nginx
    serves, again and again, and of as long a quiet time before. Each deploy changes every page and none of the post's
    bytes. Server, sender and reader share this machine's cores, so a server of its own has less to bear."""
    size = (post.file.parent / "index.html.br").stat().st_size
    skip = post.file.parent
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for name in ("sshd", "nginx"):
            (folder / name).mkdir()
        remote = stack.enter_context(ssh_server(folder / "sshd"))
        to = Ssh(kind="ssh", host=remote.host, folder=str(folder / "srv"), port=remote.port, keep=2)
        headers = table(policies(stated_in(site)), [], SITE_URL)
        two = []
        for number in range(2):
            copy = folder / f"site {number}"
            shutil.copytree(site, copy)
            for name in files_in(copy):
                file = copy / name
                if name.endswith((".html", ".md")) and file.parent != copy / skip.relative_to(site):
                    file.write_bytes(file.read_bytes() + b"<!-- %d -->" % number)
            two.append(
                Delivery(copy, files_in(copy), str(number) * 64, str(number) * 40, headers, SITE_URL, post.address)
            )
        with Server(to, remote.environ) as server:
            server.put(two[1], [])
        port = stack.enter_context(hosted("nginx", folder / "srv/current", folder / "nginx", headers))
        connection = HTTPConnection("127.0.0.1", port)

        def until(over: Callable[[], bool]) -> list[float]:
            took = []
            while not over():
                took.append(asked(connection, post.address, size))
            return took

        busy: list[float] = []
        seconds = 0.0
        for number in range(deploys):
            (folder / "note").write_bytes(pickle.dumps((to, two[number % 2])))
            command = [sys.executable, "-m", "tests.peers.deploy_once", str(folder / "note")]
            began = time.perf_counter()
            sending = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **remote.environ})
            busy += until(lambda sending=sending: sending.poll() is not None)  # type: ignore[misc]
            seconds += time.perf_counter() - began
            assert sending.returncode == 0, "the deploy failed"
        ends = time.perf_counter() + seconds
        quiet = until(lambda: time.perf_counter() > ends)
    many = len(two[0].files)
    print(f"\n{post.address} while {deploys} deploys of {many} files run ({seconds:.1f} s), and for as long without:")
    for part in (50, 99):
        during, without = percentile(busy, part), percentile(quiet, part)
        print(f"  p{part}: {during / without:.2f} times as long ({during:.0f} and {without:.0f} \u00b5s)")
    print(f"  {len(busy)} and {len(quiet)} answers, none failed, none of another length")
