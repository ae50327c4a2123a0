"""Packed beforehand: beside each text of a finished site its brotli and gzip forms, for servers that send them as they
are. None is older than its text, and none is there that is no smaller. What packing gives depends on nothing but bytes.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

import brotli

from desk.finish.kept import Kept

LIMIT: Final = 14_336
"""What reaches a reader in the first round trip, near enough: ten packets (RFC 6928), less what the headers take."""
_TEXT: Final = (".html", ".css", ".js", ".json", ".md", ".txt", ".xml", ".webmanifest", ".svg", ".wasm")


_LARGE: Final = 1 << 18
"""Bytes from which a text is packed with less effort: with all of it the index of a thousand posts takes twelve
seconds, and each edit changes it. No page is that large."""


def _brotli(data: bytes) -> bytes:
    return bytes(brotli.compress(data, quality=11 if len(data) < _LARGE else 5))


def _gzip(data: bytes) -> bytes:
    # Written out: what Python puts into the head of it (a time, a system) differs between its versions.
    packer = zlib.compressobj(9 if len(data) < _LARGE else 6, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(data) + packer.flush()
    return b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + body + struct.pack("<LL", zlib.crc32(data), len(data) & 0xFFFFFFFF)


_FORMS: Final[Mapping[str, tuple[str, Callable[[bytes], bytes]]]] = {
    ".br": (f"brotli {brotli.__version__} by size", _brotli),
    ".gz": (f"zlib {zlib.ZLIB_RUNTIME_VERSION} by size", _gzip),
}
"""Ending -> what it depends on besides the text, and what makes it."""


def pack(site: Path, names: list[str], kept: Kept | None = None) -> list[str]:
    """Write the packed forms of those files `names` of `site` that are text. Returns what was written.

    A packed file that somebody put there is left as it is. `kept` is what earlier builds packed.
    """
    kept = (kept or Kept(None)).of("packed")
    there = set(names)
    texts = [name for name in names if name.endswith(_TEXT)]

    def one(name: str) -> tuple[str, list[str]]:
        data = (site / name).read_bytes()
        source, written = hashlib.blake2b(data, digest_size=16).hexdigest(), []
        for ending, (what, make) in _FORMS.items():
            form = f"{name}{ending}"
            if form not in there and len(small := kept.get(source, what, partial(make, data))) < len(data):
                (site / form).write_bytes(small)
                written.append(form)
        return source, written

    # Both let go of Python while they work, so threads are enough to use every core.
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        done = list(pool.map(one, texts))
    kept.forget_all_but({source for source, _ in done})
    return sorted(form for _, written in done for form in written)


def readable(site: Path) -> None:
    """Let a server read every file, whatever the umask of whoever builds."""
    site.chmod(0o755)
    for base, folders, names in os.walk(site):
        for name in folders:
            Path(base, name).chmod(0o755)
        for name in names:
            Path(base, name).chmod(0o644)


def heavy(site: Path, pages: Mapping[str, str]) -> list[str]:
    """A warning for each of `pages` (place in the `site` -> source) that is more than readers get at once."""
    sizes = {name: (site / f"{name}.br").stat().st_size for name in pages if (site / f"{name}.br").exists()}
    return [
        f"{pages[name]}:1:1: warning page/heavy: its page weighs {size:,} bytes as it is sent; {LIMIT:,} come in one "
        "go. Fix: shorten it, or make two posts of it."
        for name, size in sizes.items()
        if size > LIMIT
    ]
