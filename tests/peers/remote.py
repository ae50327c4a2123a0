"""Places to deploy to, on this machine: a real sshd with a key of its own, and moto's server for buckets."""

from __future__ import annotations

import contextlib
import getpass
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.peers.programs import found, free_port, listening

SSHD = """
Port {port}
ListenAddress 127.0.0.1
HostKey {state}/host
PidFile {state}/pid
AuthorizedKeysFile {state}/key.pub
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
MaxStartups 100
"""


@dataclass(frozen=True)
class Remote:
    """A server at `port`, and the environment that has the key to it."""

    port: int
    environ: dict[str, str]
    host: str = f"{getpass.getuser()}@127.0.0.1"


@contextlib.contextmanager
def ssh_server(state: Path) -> Iterator[Remote]:
    """A real sshd that lets in who runs the tests, by a key made for it; `state` is an empty folder."""
    port, program = free_port(), found("sshd")
    if not program:
        raise RuntimeError("There is no sshd. Fix: run `make test`, which installs openssh-server, or do it yourself.")
    for name in ("host", "key"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", str(state / name)]
        subprocess.run(command, check=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where it shuts away the part of itself that has no rights
    (state / "known").write_text(f"[127.0.0.1]:{port} {(state / 'host.pub').read_text()}")
    conf = state / "conf"
    conf.write_text(SSHD.format(port=port, state=state))
    with listening([program, "-D", "-e", "-f", str(conf)], port, state):
        yield Remote(port, {"DEPLOY_SSH_KEY": str(state / "key"), "DEPLOY_SSH_KNOWN_HOSTS": str(state / "known")})


@contextlib.contextmanager
def bucket_server(state: Path) -> Iterator[str]:
    """moto's server; `state` is an empty folder. Yields its address."""
    port = free_port()
    # It asks for no rights until it is told to.
    environ = {**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": "1000000000"}
    with listening([sys.executable, "-m", "moto.server", "-p", str(port)], port, state, environ):
        yield f"http://127.0.0.1:{port}"
