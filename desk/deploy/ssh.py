"""A server by ssh and rsync. Each deploy is a folder of its own, and one rename shows it to readers.

    <folder>/current -> releases/000007-<commit>-<digest>     what the web server serves
    <folder>/releases/000007-<commit>-<digest>/               a whole site; files that did not change are hard links
    <folder>/releases/000007-<commit>-<digest>.files          what was sent for it
    <folder>/releases/.new-*, .old-*                          half of one: thrown away by the next deploy

All that is done there is done by one shell that holds the lock, so that whoever lost the connection cannot show
anything any more; when that shell ends, however it ends, the system lets go of the lock. Nothing there needs more than
sh, flock and rsync.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desk import COMMAND
from desk.deploy.delivery import Delivery, sender
from desk.deploy.targets import Ssh
from desk.refusal import Refusal

KEY: Final = "DEPLOY_SSH_KEY"
"""Names a file with the private key; without it, ssh's own settings and agent hold."""
KNOWN: Final = "DEPLOY_SSH_KNOWN_HOSTS"
"""Names a file with the keys of hosts, for a machine that has never been there."""
_BUSY, _LACKS, _NO_PLACE = 75, 69, 73
_RELEASE: Final = re.compile(r"(\d{6})-([0-9a-f]{7,40})-([0-9a-f]{12})")
_OPEN: Final = """\
umask 022
export LC_ALL=C
cd {folder} 2>/dev/null || {make}
for each in flock rsync; do command -v $each >/dev/null || {{ echo $each; exit 69; }}; done
{lock}
[ ! -e current ] || [ -L current ] || {{ echo "current is there, and no link of ours"; exit 73; }}
"""
_LOCK: Final = """\
mkdir -p releases && exec 9>>.lock || exit 73
flock -n 9 || {{ cat .lock; exit 75; }}
echo {who} >.lock
"""


@dataclass(frozen=True)
class Release:
    """One that stands there."""

    name: str

    @property
    def number(self) -> int:
        return int(self.name[:6])

    @property
    def commit(self) -> str:
        return self.name.split("-")[1]

    @property
    def digest(self) -> str:
        return self.name.split("-")[2]


class Server:
    """The server of `target`, while the block runs. `reading` takes no lock and changes nothing."""

    def __init__(self, target: Ssh, environ: Mapping[str, str], *, reading: bool = False) -> None:
        for program in ("ssh", "rsync"):
            if not shutil.which(program):
                raise Refusal(f"{program} is not installed here. Fix: on Debian or Ubuntu, sudo apt install {program}.")
        self.target = target
        self.reading = reading
        self._ssh = ["ssh", "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=15"]
        for name in (KEY, KNOWN):
            if (file := environ.get(name)) and not Path(file).is_file():
                raise Refusal(f"{name} names {file}, which is no file. Fix: give the path of one.")
        if key := environ.get(KEY):
            self._ssh += ["-i", key, "-o", "IdentitiesOnly=yes"]
        if known := environ.get(KNOWN):
            self._ssh += ["-o", f"UserKnownHostsFile={Path(known).absolute()}"]
        if target.port:
            self._ssh += ["-p", str(target.port)]

    def __enter__(self) -> Server:
        self._said = tempfile.TemporaryFile("w+b")
        self._shell = subprocess.Popen(
            [*self._ssh, self.target.host, "exec sh"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said
        )
        self._mark = f"done-{os.urandom(8).hex()}"
        try:
            self._open()
            self.releases, self.live = self._standing()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        try:
            if self._shell.stdin:
                self._shell.stdin.close()
            self._shell.wait(10)
        except (OSError, subprocess.TimeoutExpired):
            self._shell.kill()
            self._shell.wait()
        if self._shell.stdout:
            self._shell.stdout.close()
        self._said.close()

    def _open(self) -> None:
        folder = self.target.folder
        who = shlex.quote(sender())
        make = "cd /" if self.reading else f"{{ mkdir -p {folder} && cd {folder}; }} || exit 73"
        lock = "" if self.reading else _LOCK.format(who=who)
        status, said = self._tell(_OPEN.format(folder=folder, make=make, lock=lock), keeping=True)
        here = f"{self.target.host}:{folder}"
        if status == _BUSY:
            raise Refusal(
                f"Another deploy is running there ({said or 'its name is not known'}). Fix: wait for its end."
            )
        if status == _LACKS:
            raise Refusal(f"{said} is not installed there. Fix: on Debian or Ubuntu, sudo apt install {said} on it.")
        if status == _NO_PLACE:
            raise Refusal(
                f"{here} cannot be used: {said or 'no reason given'}. Fix: let {self.target.host} write there."
            )
        if status:
            raise self._lost(said)

    def _standing(self) -> tuple[list[Release], Release | None]:
        """The releases that stand there, the oldest first, and the one that readers have."""
        script = "ls -1 releases 2>/dev/null; printf '= '; readlink current || echo"
        _, said = self._tell(f'[ "$PWD" = {self.target.folder} ] || exit 0\n{script}')
        *names, last = said.split("\n") if said else [""]
        found = sorted((Release(name) for name in names if _RELEASE.fullmatch(name)), key=lambda each: each.number)
        shown = last.removeprefix("= ").strip().rpartition("/")[2]
        return found, next((each for each in found if each.name == shown), None)

    def _tell(self, script: str, *, keeping: bool = False) -> tuple[int, str]:
        """Have the shell there do `script`. Returns how it ended and what it said. `keeping` is for what must hold for
        all that follows: there, `exit` ends the shell."""
        # A script that was cut off by a lost connection is half a bracket, of which a shell does nothing.
        begin, end = ("{", "}") if keeping else ("(", ")")
        sent = f"{begin}\n{script}\n{end} </dev/null 2>&1\nprintf '\\n%s %s\\n' {self._mark} $?\n"
        assert self._shell.stdin
        assert self._shell.stdout
        lines: list[str] = []
        try:
            self._shell.stdin.write(sent.encode())
            self._shell.stdin.flush()
        except OSError:
            pass  # it is gone: what it said tells why
        for line in self._shell.stdout:
            text = line.decode("utf-8", "replace").rstrip("\n")
            if text.startswith(f"{self._mark} "):
                return int(text.split()[1]), "\n".join(lines).strip()
            lines.append(text)
        status = self._shell.wait()
        said = "\n".join(lines).strip()
        if keeping and status in (_BUSY, _LACKS, _NO_PLACE):
            return status, said
        raise self._lost(said)

    def _lost(self, said: str = "") -> Refusal:
        self._said.seek(0)
        return self._refusal(self._said.read().decode("utf-8", "replace") + said)

    def _refusal(self, said: str) -> Refusal:
        """What ssh or rsync said, in plain words."""
        if plain := self._plain(said):
            return Refusal(f"{plain} Readers have what they had.")
        last = "\n".join(f"    {line}" for line in said.strip().splitlines()[-5:]) or "    (nothing)"
        return Refusal(
            f"The connection to {self.target.host} ended. Readers have what they had. It said:\n{last}\nFix: try again."
        )

    def _plain(self, said: str) -> str:
        """What hinders and how to mend it, where the words are known."""
        host, key = self.target.host, f"{KEY} or your ssh agent"
        for pattern, plain in (
            (r"Permission denied \(|Too many authentication", f"{host} does not take the key. Fix: see that {key} "
             "has the one whose public half stands in ~/.ssh/authorized_keys there."),
            (r"Could not resolve hostname", f"There is no host {host}. Fix: correct it in deploy.toml."),
            (r"Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED",
             f"The key of {host} is not the one that is known here, or none is. Fix: if it is your server, "
             f"ssh {host} once by hand, or give {KNOWN}."),
            (r"Connection refused|timed out|No route to host|Network is unreachable",
             f"{host} does not answer. Fix: see that it runs and takes ssh (its port is `port` in deploy.toml)."),
            (r"No space left on device|Disk quota exceeded", f"The disk of {host} is full. Fix: free some of it, or "
             "keep fewer releases (`keep` in deploy.toml)."),
            (r"Read-only file system|Permission denied", f"{host} may not write in {self.target.folder}. Fix: let its "
             "user own that folder."),
            (r"command not found|rsync: not found", f"rsync is not installed on {host}. Fix: install it there."),
        ):  # fmt: skip
            if re.search(pattern, said):
                return plain
        return ""

    def _must(self, script: str) -> str:
        status, said = self._tell(script)
        if status:
            raise self._refusal(said)
        return said

    def changes(self, delivery: Delivery) -> list[str]:
        """The files whose bytes readers do not have yet."""
        if not self.live:
            return list(delivery.files)
        return self._rsync(delivery, f"releases/{self.live.name}", "--dry-run")

    def put(self, delivery: Delivery, sent: Sequence[str]) -> Release:
        """Put the site there and show it to readers. `sent` are the files that changed."""
        number = max((each.number for each in self.releases), default=0) + 1
        release = Release(f"{number:06}-{delivery.commit[:12]}-{delivery.digest[:12]}")
        new = f"releases/.new-{release.name}-{os.urandom(4).hex()}"
        link = [f"--link-dest=../{self.live.name}"] if self.live else []
        self.tidy()
        try:
            self._rsync(delivery, new, *link)
            listed = "".join(f"{name}\n" for name in delivery.files)
            self._must(f"cat >releases/{release.name}.files <<'END-OF-LIST'\n{listed}END-OF-LIST\n"
                       f"{self._lingering(delivery, new)}\nsync -f {new} 2>/dev/null || sync\n"
                       f"mv -T {new} releases/{release.name}")  # fmt: skip
            self.show(release)
            self.releases.append(release)
            self.tidy()
        except Refusal:
            self._tell(f"rm -rf {new} releases/{release.name}.files")
            raise
        return release

    def _lingering(self, delivery: Delivery, new: str) -> str:
        """Has files whose names change with their bytes stay for one release more: a page that a reader has open asks
        for them."""
        if not self.live:
            return ":"
        old = f"releases/{self.live.name}"
        _, listed = self._tell(f"cat {old}.files")
        names = [name for name in set(listed.splitlines()) - set(delivery.files) if delivery.is_immutable(name)]
        each = (f"mkdir -p {new}/{shlex.quote(str(Path(name).parent))}; "
                f"ln {old}/{shlex.quote(name)} {new}/{shlex.quote(name)}" for name in sorted(names))  # fmt: skip
        return "\n".join([*each, ":"])

    def show(self, release: Release) -> None:
        """Have readers get `release`, from one moment to the next."""
        self._must(f"[ -d releases/{release.name} ] && rm -f .current.new && "
                   f"ln -s releases/{release.name} .current.new && mv -T .current.new current")  # fmt: skip
        self.live = release

    def tidy(self) -> None:
        """Throw away halves, and what is over the number that is kept."""
        keep = {each.name for each in self.releases[-self.target.keep :]}
        keep |= {self.live.name} if self.live else set()
        old = [each.name for each in self.releases if each.name not in keep]
        lines = [f"mv releases/{name} releases/.old-{name} && rm -f releases/{name}.files" for name in old]
        lines += ["rm -rf releases/.new-* releases/.old-* .current.new"]
        lines += ['for each in releases/*.files; do [ -d "${each%.files}" ] || rm -f "$each"; done', ":"]
        self._tell("\n".join(lines))
        self.releases = [each for each in self.releases if each.name in keep]

    def before(self) -> Release | None:
        """The newest release that is older than the one that readers have."""
        older = [each for each in self.releases if self.live and each.number < self.live.number]
        return older[-1] if older else None

    def _rsync(self, delivery: Delivery, into: str, *words: str) -> list[str]:
        """Bring the site `into` a folder there. Returns the names of files whose bytes went over the line."""
        command = [
            "rsync", "--recursive", "--checksum", "--perms", "--chmod=D755,F644", "--compress",
            "--files-from=-", "--from0", "--out-format=%i %n", "--rsh", shlex.join(self._ssh), *words,
            f"{delivery.folder}/", f"{self.target.host}:{self.target.folder}/{into}/",
        ]  # fmt: skip
        given = "\0".join(delivery.files).encode()
        done = subprocess.run(command, input=given, capture_output=True, check=False)
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace")
            if "vanished" in said or "No such file" in said:
                raise Refusal(
                    f"output/ was changed while it was sent. Fix: {COMMAND} build --clean, then the same again."
                )
            if not self._plain(said) and "--dry-run" not in words:
                # The rsync there may end before its last words have come over the line. So the same is tried once more
                # by the shell, whose words are waited for.
                size = sum((delivery.folder / name).stat().st_size for name in delivery.files)
                room = f"{into}/.room"
                said += self._tell(f"mkdir -p {into} && head -c {size} /dev/zero >{room}; rm -f {room}")[1]
            raise self._refusal(said)
        lines = done.stdout.decode("utf-8", "replace").splitlines()
        return [line.partition(" ")[2] for line in lines if line.startswith("<f")]
