"""Decap's bundle: fetched once from npm's registry as desk/edit/package-lock.json pins it, and kept in .site/edit/."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import shutil
import sys
import tarfile
import urllib.request
from pathlib import Path
from typing import Final

from desk import COMMAND
from desk.lock import held
from desk.refusal import Refusal, disk_refused

LOCK: Final = Path(__file__).with_name("package-lock.json")
PACKAGE: Final = "decap-cms"
KEPT: Final = re.compile(r"package/dist/((?:\d+\.)?decap-cms\.js(?:\.LICENSE\.txt)?)")
"""The bundle, and the parts that it loads when it needs them; not its second copy, nor its maps."""
TIMEOUT: Final = 60


def bundle(root: Path) -> Path:
    """The folder of Decap's files, fetched where they are not there yet. Raises Refusal where they cannot be had."""
    told = json.loads(LOCK.read_text("utf-8"))["packages"][f"node_modules/{PACKAGE}"]
    folder = root / f".site/edit/{PACKAGE}-{told['version']}"
    if folder.is_dir():
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with held(folder.parent / "lock"):
            if not folder.is_dir():
                print(f"Fetching the editor, Decap {told['version']} (16 MB, only once).", file=sys.stderr, flush=True)
                _unpack(_fetched(told["resolved"], told["integrity"]), folder)
    except OSError as error:
        raise Refusal(disk_refused(error, folder)) from None
    return folder


def _fetched(address: str, integrity: str) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:
            data: bytes = answer.read()
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise Refusal(
            f"The editor could not be fetched from {address}: {reason}. Fix: check the network, then try again. "
            f"Without it, any editor of text and {COMMAND} serve do the same."
        ) from None
    kind, _, digest = integrity.partition("-")
    if base64.b64encode(hashlib.new(kind, data).digest()).decode() != digest:
        raise Refusal(
            f"What {address} gave is not what {LOCK.name} pins, so it was thrown away. "
            "Fix: try again from another network; if it stays so, tell whoever keeps this project."
        )
    return data


def _unpack(data: bytes, folder: Path) -> None:
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    with tarfile.open(fileobj=io.BytesIO(data)) as packed:
        for member in packed:
            kept = KEPT.fullmatch(member.name)
            inside = packed.extractfile(member) if kept and member.isfile() else None
            if kept and inside:
                (part / kept[1]).write_bytes(inside.read())
    part.rename(folder)
