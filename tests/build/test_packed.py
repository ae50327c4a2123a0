"""What is packed beside each text, and that any server can read it."""

from __future__ import annotations

import gzip
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import brotli

from desk.finish.kept import Kept
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


def test_packing_again_from_what_is_kept_gives_the_same_and_nothing_old(tmp_path: Path) -> None:
    site, kept = tmp_path / "site", Kept(tmp_path / "kept")
    found = []
    for words in (b"many words " * 99, b"other words " * 99, b"many words " * 99):
        shutil.rmtree(site, ignore_errors=True)
        new = NewSite(site)
        new.put("a.html", words)
        new.put("b.txt", b"x")
        written = pack(new, kept)
        assert written == ["a.html.br", "a.html.gz"], "what packing makes no smaller is not there"
        found.append([(site / name).read_bytes() for name in written])
        assert brotli.decompress(found[-1][0]) == gzip.decompress(found[-1][1]) == words
    assert found[0] == found[2]
    assert len(list((tmp_path / "kept/packed").iterdir())) == 4


def test_a_heavy_page_is_named_with_its_weight(tmp_path: Path) -> None:
    for name, size in (("a", LIMIT), ("b", LIMIT + 1)):
        (tmp_path / f"{name}.html.br").write_bytes(b"x" * size)
    said = heavy(tmp_path, {"a.html": "content/posts/a.md", "b.html": "content/posts/b.md"})
    assert [line.partition(":")[0] for line in said] == ["content/posts/b.md"]
    assert "14,337 bytes" in said[0]


def test_a_server_can_read_a_site_that_was_built_by_somebody_careful(tmp_path: Path) -> None:
    here = project(tmp_path / "project", {"one": post("one")})
    command = ["sh", "-c", 'umask 077; exec "$0" -m desk build', sys.executable]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    modes = {stat.S_IMODE(place.stat().st_mode) for place in (here / "output").rglob("*") if place.is_file()}
    folders = {stat.S_IMODE(p.stat().st_mode) for p in (here / "output", *(here / "output").rglob("*")) if p.is_dir()}
    assert (modes, folders) == ({0o644}, {0o755})
