"""Packed beforehand: beside each text of a clean site its brotli and gzip forms, for servers that send them as they
are. None is older than its text, and none is there that is no smaller. What packing gives depends on nothing but bytes.

Only a clean build packs, because only that is sent: to pack a page with all effort takes longer than all the rest of
what is done for it.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

import brotli

from desk.model.problem import many
from desk.site.kept import Kept
from desk.site.new_site import NewSite

LIMIT: Final = 14_336
"""What reaches a reader in the first round trip, near enough: ten packets (RFC 6928), less what the headers take."""
_TEXT: Final = (".html", ".css", ".js", ".json", ".md", ".txt", ".xml", ".webmanifest", ".svg", ".wasm")


_LARGE: Final = 1 << 18
"""Bytes from which a text is packed with less effort: with all of it the index of a thousand posts takes twelve
seconds, and each edit changes it. No page is that large."""
_NAMED: Final = 2
"""Heavy pages that are told each with its weight."""
_LISTED: Final = 12
"""Further ones that are named."""


def _brotli(data: bytes) -> bytes:
    return bytes(brotli.compress(data, quality=11 if len(data) < _LARGE else 5))


def _gzip(data: bytes) -> bytes:
    # Written out: what Python puts into the head of it (a time, a system) differs between its versions.
    packer = zlib.compressobj(9 if len(data) < _LARGE else 6, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(data) + packer.flush()
    return b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + body + struct.pack("<LL", zlib.crc32(data), len(data) & 0xFFFFFFFF)


_FORMS: Final[Mapping[str, Callable[[bytes], bytes]]] = {".br": _brotli, ".gz": _gzip}
"""Ending -> what makes it."""


def pack(site: NewSite) -> list[str]:
    """Put the packed forms of those files of `site` that are text beside them. Returns what was put there.

    A packed file that somebody put there is left as it is.
    """
    texts = [name for name in sorted(site.digests) if name.endswith(_TEXT)]
    wanted = {name: [form for form in _FORMS if f"{name}{form}" not in site.digests] for name in texts}

    def one(name: str) -> list[tuple[str, bytes]]:
        data = (site.folder / name).read_bytes()
        made = [(f"{name}{form}", _FORMS[form](data)) for form in wanted[name]]
        return [(form, small) for form, small in made if len(small) < len(data)]

    put = []
    # Both let go of Python while they work, so threads are enough to use every core.
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for made in pool.map(one, wanted):
            for form, small in made:
                site.put(form, small)
                put.append(form)
    return put


def readable(site: NewSite) -> None:
    """Let a server read every file, whatever the umask of whoever builds. What is as it was in an earlier site it can
    read already."""
    fresh = [name for name in site.digests if not site.taken(name)]
    for mode, several in ((0o755, site.folders), (0o644, fresh)):
        for name in several:
            os.chmod(f"{site.folder}/{name}", mode)  # noqa: PTH101 (ten thousand Paths take longer than their files)


def heavy(site: NewSite, pages: Mapping[str, str], kept: Kept | None = None) -> list[str]:
    """Which of `pages` (place in the `site` -> source) are more than readers get at once: a warning for each of the
    heaviest, and a line for the others."""
    digests = {name: site.digests[name] for name in pages}
    what, weigh = f"brotli {brotli.__version__}", partial(_weights, site.folder)
    sizes = (kept or Kept(None)).of("weight").get_together(digests, what, weigh)
    heaviest = sorted((size, pages[name]) for name, size in sizes.items() if size > LIMIT)[::-1]
    said = [
        f"{path}:1:1: warning page/heavy: its page weighs {size:,} bytes as it is sent; {LIMIT:,} come in one go. Fix: "
        "shorten it, or make two posts of it."
        for size, path in heaviest[:_NAMED]
    ]
    more = [path.rpartition("/")[2] for _, path in heaviest[_NAMED:]]
    names = ", ".join([*more[:_LISTED], *(["..."] if more[_LISTED:] else [])])
    return [*said, f"So do {many(len(more), 'page')} more, less heavy: {names}"] if more else said


def _weights(site: Path, pages: Sequence[str]) -> list[int]:
    """What `_weight` says of each of `pages`."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:  # as in `pack`
        return list(pool.map(partial(_weight, site), pages))


def _weight(site: Path, page: str) -> int:
    """The bytes of `page` as it is sent; where it is not heavy, which takes little to know, about them."""
    packed = site / f"{page}.br"
    if packed.exists():  # as in a clean site: to pack it once more takes as long as it took
        return packed.stat().st_size
    data = (site / page).read_bytes()
    for effort in (1, 9):  # most pages fit already where next to nothing is done
        quick = len(brotli.compress(data, quality=effort, lgwin=16))
        if quick <= LIMIT:
            return quick
    return len(_brotli(data))
