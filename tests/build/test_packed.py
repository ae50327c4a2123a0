"""What is packed beside each text, and that any server can read it."""

from __future__ import annotations

import gzip
import random
import stat
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import brotli

from desk.site.kept import Kept
from desk.site.new_site import NewSite
from desk.site.packed import LIMIT, heavy, pack
from desk.site.site_folder import files_in
from tests.build.project import post, project
from tests.build.verified_site import small_site


def test_each_text_is_there_packed_whole_and_smaller() -> None:
    site = small_site()
    packed = [name for name in files_in(site.built) if name.endswith((".br", ".gz"))]
    for name in packed:
        small, text = (site.built / name).read_bytes(), (site.built / name[:-3]).read_bytes()
        assert (brotli.decompress if name.endswith(".br") else gzip.decompress)(small) == text
        assert len(small) < len(text), name
    assert set(files_in(site.built)) - set(packed) == set(files_in(site.folder))
    assert {"seen/index.html.br", "seen/index.html.gz", "feeds/atom.xml.br", "seen/index.md.br"} <= set(packed)


def test_what_packing_makes_no_smaller_is_not_there_and_what_somebody_put_there_stays(tmp_path: Path) -> None:
    new, words = NewSite(tmp_path / "site"), b"many words " * 99
    for name, data in (("a.html", words), ("b.txt", b"x"), ("c.css", words), ("c.css.gz", b"mine")):
        new.put(name, data)
    assert pack(new) == ["a.html.br", "a.html.gz", "c.css.br"]
    found = {name: (new.folder / name).read_bytes() for name in sorted(new.digests)}
    assert brotli.decompress(found["a.html.br"]) == gzip.decompress(found["a.html.gz"]) == words
    assert (found["c.css.gz"], sorted(found)) == (b"mine", files_in(new.folder))


def test_a_heavy_page_is_named_with_its_weight_whoever_packed_it(tmp_path: Path) -> None:
    noise = random.Random(7)
    new, kept = NewSite(tmp_path / "site"), Kept(tmp_path / "kept")
    for name, size in (("a", LIMIT - 99), ("b", LIMIT + 99)):
        new.put(f"{name}.html", noise.randbytes(size))
    pages = {"a.html": "content/posts/a.md", "b.html": "content/posts/b.md"}
    said = heavy(new, pages, kept)
    assert [line.partition(":")[0] for line in said] == ["content/posts/b.md"]
    sent = len(brotli.compress((new.folder / "b.html").read_bytes()))
    assert f"weighs {sent:,} bytes" in said[0]
    assert heavy(new, pages, kept) == said == heavy(new, pages)
    for name in "cdef":
        new.put(f"{name}.html", noise.randbytes(LIMIT + 500 - ord(name)))
        pages[f"{name}.html"] = f"content/posts/{name}.md"
    assert [line.partition(" ")[0] for line in heavy(new, pages, kept)] == [
        "content/posts/c.md:1:1:", "content/posts/d.md:1:1:", "So",
    ]  # fmt: skip
    assert "3 pages more, less heavy: e.md, f.md, b.md" in heavy(new, pages, kept)[-1]


def test_a_page_that_stands_packed_weighs_what_is_sent_of_it(tmp_path: Path) -> None:
    new, page = NewSite(tmp_path / "site", clean=True), {"a.html": "content/posts/a.md"}
    new.put("a.html", b64encode(random.Random(7).randbytes(LIMIT * 2)))
    said = heavy(new, page)
    assert pack(new) == ["a.html.br", "a.html.gz"]
    assert heavy(new, page) == said
    (new.folder / "a.html.br").write_bytes(b"x" * 54_321)
    assert "weighs 54,321 bytes" in heavy(new, page)[0]


def test_a_server_can_read_a_site_that_was_built_by_somebody_careful(tmp_path: Path) -> None:
    here = project(tmp_path / "project", {"one": post("one")})
    command = ["sh", "-c", 'umask 077; exec "$0" -m desk build', sys.executable]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    modes = {stat.S_IMODE(place.stat().st_mode) for place in (here / "output").rglob("*") if place.is_file()}
    folders = {stat.S_IMODE(p.stat().st_mode) for p in (here / "output", *(here / "output").rglob("*")) if p.is_dir()}
    assert (modes, folders) == ({0o644}, {0o755})
