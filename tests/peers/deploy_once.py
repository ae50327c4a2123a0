"""One deploy in a process of its own, which a test can kill: python -m tests.peers.deploy_once <file>

The file holds what it is to send and where to, as a pickle.
"""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

from desk.deploy.s3 import Bucket
from desk.deploy.ssh import Server
from desk.deploy.targets import S3


def main() -> None:
    to, ready = pickle.loads(Path(sys.argv[1]).read_bytes())
    if isinstance(to, S3):
        with Bucket(to, os.environ, unlock=True) as bucket:
            bucket.put(ready)
    else:
        with Server(to, os.environ) as server:
            server.put(ready, server.changes(ready))


if __name__ == "__main__":
    main()
