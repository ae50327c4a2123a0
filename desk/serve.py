"""The preview: the site as readers get it, plus drafts and scheduled posts, made anew at each change.

It is built into a folder of its own (.site/preview), so nothing in it can ever be published. When a build fails the
last good preview stays, and the terminal says what to mend.
"""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
from pathlib import Path

from livereload import Server

from desk import COMMAND
from desk.refusal import Refusal

HOST = "127.0.0.1"
WATCHED = ("content", "theme", "plugins", "desk", "pelicanconf.py")


def serve(root: Path, port: int) -> None:
    """Build the preview of the project at `root`, serve it, and go on until stopped."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise Refusal(
                f"Port {port} is taken, perhaps by another preview. "
                f"Fix: stop that one, or run {COMMAND} serve --port {port + 1}."
            ) from None
    preview = root / ".site/preview"

    def rebuild() -> None:
        # A process of its own: each build reads the project anew, and a crash cannot take the server with it.
        subprocess.run([sys.executable, "-m", "desk", "build", "--preview", "--output", str(preview)], cwd=root)

    rebuild()
    if not preview.exists():
        raise Refusal("There is no preview to show yet. Fix: mend what is said above, then run {COMMAND} serve again.")
    logging.getLogger("livereload").setLevel(logging.WARNING)
    server = Server()
    for name in WATCHED:
        server.watch(str(root / name), rebuild, delay=0.2)
    print(f"Look at http://{HOST}:{port} (it shows drafts too). Stop with Ctrl+C.", flush=True)
    server.serve(root=str(preview), port=port, host=HOST)
