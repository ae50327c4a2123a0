"""Deploys to a real sshd and to moto's S3 server, with a real nginx and a reader who asks again and again."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import http.client
import http.server
import json
import os
import pickle
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from desk.deploy import roll_back, send
from desk.deploy.delivery import Delivery
from desk.deploy.s3 import LIST, LOCK, Bucket
from desk.deploy.ssh import Server
from desk.deploy.targets import S3, Ssh
from desk.hosting.table import table
from desk.refusal import Refusal
from desk.site.site_folder import files_in
from tests.build_site import ROOT
from tests.peers.nginx import before
from tests.peers.reader import Reader
from tests.peers.remote import Remote, bucket_server, ssh_server
from tests.peers.servers import serving

KILLS = int(os.environ.get("KILLS", "4"))
"""How many deploys are cut off, of each kind; `make drill` asks for more."""
MANY = 300 if "KILLS" in os.environ else 60
"""Pages of a site that a deploy is cut off in; a bucket takes a fifth."""
POLICY = "default-src 'none'; frame-ancestors 'none'"
PAGE = '<!doctype html><html lang="en"><title>{0}</title><p>{0}</p>'
AWS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}


def site(folder: Path, word: str, more: int = 0) -> Delivery:
    """A small site of the edition `word`: its front page, the page `a`, what lists them, and a style of that name."""
    texts = {
        "404.html": PAGE.format("Nothing is here."),
        "b/index.html": PAGE.format("The page b, which is always the same."),
        "a/index.html": PAGE.format(f"The page a, {word}"),
        "a/index.md": f"The page a, {word}\n",
        "index.html": PAGE.format(f"The front page, {word}"),
        "feeds/atom.xml": f"<feed>{word}</feed>",
        "sitemap.xml": f"<urlset>{word}</urlset>",
        "fonts/text.0123.woff2": "always the same",
        f"images/a.{hashlib.sha256(word.encode()).hexdigest()[:8]}.svg": f"<svg>{word}</svg>",
        **{f"more/{i}/index.html": PAGE.format(f"{i}, {word}" + "x" * 2_000) for i in range(more)},
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    digest = hashlib.sha256(repr(sorted(texts.items())).encode()).hexdigest()
    headers = table({"": POLICY}, [], "https://plain.example.org")
    return Delivery(
        folder, files_in(folder), digest, "c0ffee" * 6 + "c0ff", headers, "https://plain.example.org", "/a/"
    )


@pytest.fixture
def old(tmp_path: Path) -> Delivery:
    return site(tmp_path / "old", "old")


@pytest.fixture
def new(tmp_path: Path) -> Delivery:
    return site(tmp_path / "new", "new")


CHANGED = {"a/index.html", "a/index.md", "index.html", "feeds/atom.xml", "sitemap.xml"}


def trees(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in files_in(folder)}


def refused(place: Any, *words: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        place(*words)
    return str(refusal.value)


# A server by ssh.


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    with ssh_server(tmp_path_factory.mktemp("sshd")) as found:
        yield found


@dataclasses.dataclass(frozen=True)
class Srv:
    """A folder on the server, and the live site as nginx serves it."""

    folder: Path
    target: Ssh
    environ: dict[str, str]

    def deploy(self, ready: Delivery) -> str:
        with Server(self.target, self.environ) as place:
            return send(place, ready)

    @property
    def live(self) -> dict[str, bytes]:
        return trees((self.folder / "current").resolve())


@pytest.fixture
def srv(remote: Remote, tmp_path: Path, old: Delivery) -> Iterator[Srv]:
    folder, state = tmp_path / "srv/site", tmp_path / "nginx"
    state.mkdir()
    with serving("nginx", folder / "current", state, old.table) as port:
        to = Ssh(kind="ssh", host=remote.host, folder=str(folder), port=remote.port, keep=2,
                 address=f"http://127.0.0.1:{port}")  # fmt: skip
        yield Srv(folder, to, remote.environ)


def test_a_server_gets_what_changed_shows_it_by_one_rename_and_can_go_back(
    srv: Srv, old: Delivery, new: Delivery, tmp_path: Path
) -> None:
    assert f"Sent {len(old.files)} files" in srv.deploy(old)
    assert srv.live == trees(old.folder)
    first = (srv.folder / "current").resolve()
    assert "nothing was sent" in srv.deploy(old)
    assert (srv.folder / "current").resolve() == first
    half = srv.folder / "releases/.new-half"
    half.mkdir()
    (half / "index.html").write_text("half")
    image = set(new.files) - set(old.files)
    with Server(srv.target, srv.environ, reading=True) as place:
        assert set(place.changes(new)) == CHANGED | image
    assert f"Sent {len(CHANGED | image)} files" in srv.deploy(new)
    assert not half.exists()
    kept = set(old.files) - set(new.files)
    assert {name: data for name, data in srv.live.items() if name not in kept} == trees(new.folder)
    assert kept <= set(srv.live), "a page that is open may still ask for its pictures"
    assert (srv.folder / "current/b/index.html").samefile(first / "b/index.html"), "what is the same takes no room"
    (srv.folder / "current/b/index.html").unlink()
    assert "Sent 1 file" in srv.deploy(new), "what somebody took away there is mended"
    roll_back(srv.target, srv.environ)
    roll_back_again = refused(roll_back, srv.target, srv.environ)
    assert "no older release" in roll_back_again
    assert b"The front page, new" in srv.live["index.html"]
    third = site(tmp_path / "third", "third")
    srv.deploy(third)
    assert not kept & set(srv.live)
    assert len([each for each in (srv.folder / "releases").iterdir() if each.is_dir()]) == srv.target.keep


def test_a_site_that_the_host_spoils_is_taken_back(srv: Srv, old: Delivery, new: Delivery) -> None:
    srv.deploy(old)
    strict = dataclasses.replace(new, table=table({"": "default-src 'self'"}, [], "https://plain.example.org"))
    said = refused(srv.deploy, strict)
    assert "states a policy that is not this site's" in said
    assert srv.live == trees(old.folder)


def test_what_a_server_does_not_allow_is_said_in_plain_words(
    srv: Srv, old: Delivery, new: Delivery, tmp_path: Path
) -> None:
    srv.deploy(old)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "other")], check=True)
    nobody = srv.target.model_copy(update={"host": "nobody-is-here.invalid"})
    silent = srv.target.model_copy(update={"port": 9})
    (tmp_path / "none").touch()
    for to, words, expected in (
        (srv.target, {"DEPLOY_SSH_KEY": str(tmp_path / "other")}, "does not take the key"),
        (srv.target, {"DEPLOY_SSH_KEY": str(tmp_path / "lost")}, "which is no file"),
        (srv.target, {"DEPLOY_SSH_KNOWN_HOSTS": str(tmp_path / "none")}, "is not the one that is known here"),
        (nobody, {}, "There is no host"),
        (silent, {}, "does not answer"),
    ):
        said = refused(Server(to, {**srv.environ, **words}).__enter__) if "lost" not in str(words) else refused(
            Server, to, {**srv.environ, **words}
        )  # fmt: skip
        assert expected in said
    with Server(srv.target, srv.environ):
        assert "Another deploy is running there" in refused(Server(srv.target, srv.environ).__enter__)
        assert "No such file" not in refused(srv.deploy, new)
    assert srv.live == trees(old.folder)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with room for little more than one small site."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=320k", "tmpfs", str(disk)]
    subprocess.run(mount if os.geteuid() == 0 else ["sudo", "-n", *mount], check=True, capture_output=True)
    try:
        yield disk
    finally:
        subprocess.run(
            ["umount", "--lazy", str(disk)] if os.geteuid() == 0 else ["sudo", "-n", "umount", "--lazy", str(disk)],
            check=True,
        )


@pytest.mark.parametrize("last_words", ["heard", "lost"])
def test_a_full_disk_there_leaves_readers_what_they_had(
    remote: Remote, small_disk: Path, old: Delivery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last_words: str
) -> None:
    if last_words == "lost":  # the rsync there may end before they have come over the line
        silent = tmp_path / "bin" / "rsync"
        silent.parent.mkdir()
        silent.write_text(f'#!/bin/sh\nexec {shutil.which("rsync")} "$@" 2>/dev/null\n')
        silent.chmod(0o755)
        monkeypatch.setenv("PATH", f"{silent.parent}:{os.environ['PATH']}")
    folder = small_disk / "site"
    to = Ssh(kind="ssh", host=remote.host, folder=str(folder), port=remote.port)
    with Server(to, remote.environ) as place:
        place.put(old, [])
    large = site(tmp_path / "large", "large", more=200)
    with Server(to, remote.environ) as place:
        assert f"The disk of {remote.host} is full" in refused(place.put, large, [])
    assert trees(folder / "current") == trees(old.folder)
    assert [each.name for each in (folder / "releases").iterdir() if each.name.startswith(".")] == []


def good_of(*several: Delivery) -> dict[str, set[bytes]]:
    """What each name that all of them have may hold."""
    names = set.intersection(*(set(each.files) for each in several))
    return {name: {(each.folder / name).read_bytes() for each in several} for name in names if "html" not in name} | {
        name.removesuffix("index.html"): {(each.folder / name).read_bytes() for each in several}
        for name in names
        if name.endswith("index.html")
    }


def begun(to: Ssh | S3, ready: Delivery, note: Path, environ: dict[str, str]) -> subprocess.Popen[bytes]:
    note.write_bytes(pickle.dumps((to, ready)))
    return subprocess.Popen(
        [sys.executable, "-m", "tests.peers.deploy_once", str(note)], cwd=ROOT, env={**os.environ, **environ},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip


def going_on(running: subprocess.Popen[bytes]) -> bool:
    """Whether it still runs, a moment later."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        running.wait(0.005)
        return False
    return True


def test_a_deploy_by_ssh_that_is_killed_at_any_moment_is_never_noticed(srv: Srv, tmp_path: Path) -> None:
    two = [site(tmp_path / word, word, more=MANY) for word in ("one", "two")]
    srv.deploy(two[0])
    chance = random.Random(20261129)
    releases = srv.folder / "releases"
    with Reader(srv.target.address, good_of(*two)) as reader:
        for number in range(KILLS):
            before = set(releases.iterdir())
            running = begun(srv.target, two[(number + 1) % 2], tmp_path / "note", srv.environ)
            moment = chance.choice([0, 1, chance.randrange(2, MANY), MANY + 1])

            def reached(before: set[Path] = before, moment: int = moment) -> bool:
                made = [each for each in releases.iterdir() if each not in before and each.is_dir()]
                whole = any(not each.name.startswith(".") for each in made)
                return whole or (0 < moment <= MANY and any(len(files_in(each)) >= moment for each in made))

            while moment and going_on(running) and not reached():
                pass
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.communicate()
            shown = {name: data for name, data in srv.live.items() if not name.startswith("images/")}
            assert shown in [{n: d for n, d in trees(each.folder).items() if "images/" not in n} for each in two]
        assert "all is well" in srv.deploy(two[KILLS % 2])
    assert not reader.wrong, reader.wrong[:5]
    assert reader.answers > KILLS
    assert [each.name for each in releases.iterdir() if each.name.startswith(".")] == []


# A bucket.


@pytest.fixture(scope="module")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with bucket_server(tmp_path_factory.mktemp("moto")) as address:
        yield address


@pytest.fixture
def bucket(moto: str, request: pytest.FixtureRequest) -> S3:
    name = f"b-{hashlib.sha256(request.node.name.encode()).hexdigest()[:12]}"
    client(moto).create_bucket(Bucket=name)
    anyone = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [anyone]})
    client(moto).put_bucket_policy(Bucket=name, Policy=policy)
    return S3(kind="s3", bucket=name, endpoint=moto)


def client(address: str) -> Any:
    return boto3.client("s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="testing",
                        aws_secret_access_key="testing")  # fmt: skip


def put(to: S3, ready: Delivery, **words: Any) -> tuple[int, int]:
    with Bucket(to, AWS, **words) as place:
        return place.put(ready)


def there(to: S3) -> dict[str, bytes]:
    s3 = client(to.endpoint)
    names = [each["Key"] for each in s3.list_objects_v2(Bucket=to.bucket).get("Contents", [])]
    return {name: s3.get_object(Bucket=to.bucket, Key=name)["Body"].read() for name in names if name[0] != "."}


def test_a_bucket_gets_what_changed_with_its_headers_and_loses_what_is_gone(
    bucket: S3, old: Delivery, new: Delivery, tmp_path: Path
) -> None:
    assert put(bucket, old) == (len(old.files), 0)
    assert there(bucket) == trees(old.folder)
    assert put(bucket, old) == (0, 0)
    s3 = client(bucket.endpoint)
    for name in old.files:
        head, wanted = s3.head_object(Bucket=bucket.bucket, Key=name), old.table.headers(name)
        assert (head["ContentType"], head["CacheControl"]) == (wanted["Content-Type"], wanted["Cache-Control"]), name
    with Bucket(bucket, AWS, reading=True) as place:
        assert set(place.changes(new)) == CHANGED | (set(new.files) - set(old.files))
    kept = set(old.files) - set(new.files)
    assert put(bucket, new) == (len(CHANGED) + 1, 0)
    assert set(there(bucket)) == set(new.files) | kept, "a page that is open may still ask for its pictures"
    s3.put_object(Bucket=bucket.bucket, Key="b/index.html", Body=b"somebody's")
    s3.delete_object(Bucket=bucket.bucket, Key="a/index.md")
    third = site(tmp_path / "third", "third")
    assert put(bucket, third)[1] == len(kept)
    assert {name: data for name, data in there(bucket).items() if name in third.files} == trees(third.folder)
    assert s3.list_objects_v2(Bucket=bucket.bucket, Prefix=LOCK)["KeyCount"] == 0


def test_a_bucket_is_read_in_an_order_that_never_mixes(bucket: S3, old: Delivery) -> None:
    put(bucket, old)
    s3 = client(bucket.endpoint)
    known = s3.get_object(Bucket=bucket.bucket, Key=LIST)["LastModified"]
    times = {name: s3.head_object(Bucket=bucket.bucket, Key=name)["LastModified"] for name in old.files}
    steps = [[n for n in old.files if n.startswith(("fonts/", "images/"))], [n for n in old.files if "index." in n],
             ["feeds/atom.xml", "sitemap.xml"]]  # fmt: skip
    assert max(times[n] for n in steps[0]) <= min(times[n] for n in steps[1])
    assert max(times[n] for n in steps[1]) <= min(times[n] for n in steps[2])
    assert max(times.values()) <= known


def test_a_bucket_is_looked_at_as_readers_meet_it(bucket: S3, old: Delivery, new: Delivery, tmp_path: Path) -> None:
    def sent(ready: Delivery, address: str) -> str:
        with Bucket(bucket.model_copy(update={"address": address}), AWS) as place:
            return send(place, ready)

    with before(f"{bucket.endpoint}/{bucket.bucket}", tmp_path) as port:
        front = f"http://127.0.0.1:{port}"
        said = sent(old, front)
        assert f"Sent {len(old.files)} files, deleted 0." in said
        assert f"Looked at {front}: all is well." in said
        assert "The host does not say Referrer-Policy" in said, "a bucket keeps the kind and the caching alone"
        assert "not say Content-Type" not in said
        said = sent(old, front)
        assert "nothing was sent" in said
        # A page that is not there, on a host that answers with the front page.
        said = refused(sent, new, f"{bucket.endpoint}/{bucket.bucket}")
        assert "/ is not what was sent" in said or "/ comes as" in said
        assert "Readers may meet this now" in said
    assert "answers nothing" in refused(sent, new, front)


def test_what_a_bucket_does_not_allow_is_said_in_plain_words(bucket: S3, old: Delivery, new: Delivery) -> None:
    s3 = client(bucket.endpoint)
    s3.put_object(Bucket=bucket.bucket, Key="notes.txt", Body=b"somebody's")
    assert "holds files that no deploy put there, such as notes.txt" in refused(put, bucket, old)
    s3.delete_object(Bucket=bucket.bucket, Key="notes.txt")
    put(bucket, old)
    with Bucket(bucket, AWS):
        assert "Another deploy is running" in refused(put, bucket, new)
        assert put(bucket, new, unlock=True)[0] == len(CHANGED) + 1
    assert "There is no bucket" in refused(put, bucket.model_copy(update={"bucket": "no-such-bucket"}), new)
    assert "does not answer" in refused(put, bucket.model_copy(update={"endpoint": "http://127.0.0.1:9"}), new)
    assert "export AWS_ACCESS_KEY_ID and AWS_SECRET" in refused(Bucket, bucket, {})
    auth = f"{bucket.endpoint}/moto-api/reset-auth"
    urllib.request.urlopen(urllib.request.Request(auth, b"0", {"Content-Type": "text/plain"})).close()
    try:
        assert "The host knows no such key" in refused(put, bucket, old)
    finally:
        urllib.request.urlopen(urllib.request.Request(auth, b"1000000000", {"Content-Type": "text/plain"})).close()
    with late_clock() as address:
        assert "clock of this computer is wrong" in refused(put, bucket.model_copy(update={"endpoint": address}), old)
    assert {name: there(bucket)[name] for name in new.files} == trees(new.folder)


@contextlib.contextmanager
def late_clock() -> Iterator[str]:
    """A host whose clock is a day ahead, so that it refuses what is signed now in the words of S3. moto looks at no
    clock."""

    class Host(http.server.BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            assert re.fullmatch(r"\d{8}T\d{6}Z", self.headers["X-Amz-Date"])
            body = (b"<?xml version='1.0'?><Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the "
                    b"request time and the current time is too large.</Message></Error>")  # fmt: skip
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(403)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_deploy_to_a_bucket_that_is_killed_at_any_moment_is_finished_by_the_next(bucket: S3, tmp_path: Path) -> None:
    two = [site(tmp_path / word, word, more=MANY // 5) for word in ("one", "two")]
    put(bucket, two[0])
    chance = random.Random(20261129)
    good = {name or "index.html": bodies for name, bodies in good_of(*two).items()}
    good = {f"{name}index.html" if name.endswith("/") else name: bodies for name, bodies in good.items()}
    s3 = client(bucket.endpoint)
    with Reader(f"{bucket.endpoint}/{bucket.bucket}", good) as reader:
        for number in range(KILLS):
            wanted = two[(number + 1) % 2]
            running = begun(bucket, wanted, tmp_path / "note", AWS)
            at = f"more/{chance.randrange(MANY // 5)}/index.html" if number % 3 else chance.choice(["", "sitemap.xml"])
            while at and going_on(running):
                body = s3.get_object(Bucket=bucket.bucket, Key=at)["Body"].read()
                if body == (wanted.folder / at).read_bytes():
                    break
            os.killpg(running.pid, signal.SIGKILL) if running.poll() is None else None
            running.communicate()
        last = two[KILLS % 2]
        put(bucket, last, unlock=True)
        assert put(bucket, last) == (0, 0)
    assert not reader.wrong, reader.wrong[:5]
    assert reader.answers > KILLS
    assert {name: data for name, data in there(bucket).items() if name in last.files} == trees(last.folder)
