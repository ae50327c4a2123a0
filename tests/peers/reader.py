"""A reader who asks for pages again and again while a site is built or sent."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import threading
from collections.abc import Mapping

BREATH = 0 if "KILLS" in os.environ else 0.002
"""Seconds between two questions, so that most of the time goes to what is tested; in a drill there are none."""


class Reader:
    """Asks below `address` while the block runs, and keeps every answer that is not one of the `good` ones.

    `good`: each name, from there, with what it may hold.
    """

    def __init__(self, address: str, good: Mapping[str, set[bytes]]) -> None:
        self.address, self.good = address, good
        self.wrong: list[str] = []
        self.answers = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read)

    def _read(self) -> None:
        host, _, path = self.address.removeprefix("http://").partition("/")
        order, names = random.Random(1), sorted(self.good)
        with contextlib.closing(http.client.HTTPConnection(host)) as connection:
            while not self._over.wait(BREATH):
                name = order.choice(names)
                connection.request("GET", f"{'/' * bool(path)}{path}/{name}")
                answer = connection.getresponse()
                body = answer.read()
                self.answers += 1
                if answer.status != 200 or body not in self.good[name]:
                    self.wrong.append(f"{name}: {answer.status}, {len(body)} bytes")

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()
