"""desk/site/unchanged.py: nothing that a build depends on can change without its key."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from desk.model.snapshot import Entry, Snapshot
from desk.site.unchanged import key_of

DAY = dt.date(2026, 11, 28)
FILES = {
    "content/posts/a.md": b"one",
    "content/references.bib": b"two",
    "content/images/a.png": b"three",
    "theme/templates/base.html": b"four",
    "theme/static/css/site.css": b"five",
    "plugins/feeds.py": b"six",
    "pelicanconf.py": b"seven",
}
NAMES = st.sampled_from([*FILES, "content/posts/b.md", "content/posts/a.m", "x"])
FILES = dict(sorted(FILES.items()))
KEY = key_of(Snapshot(FILES), DAY, preview=False)


@given(st.dictionaries(NAMES, st.one_of(st.binary(max_size=6), st.sampled_from(list(FILES.values())))))
def test_any_other_files_have_another_key(files: dict[str, bytes]) -> None:
    other = dict(sorted({**FILES, **files}.items()))
    assert (key_of(Snapshot(other), DAY, preview=False) == KEY) == (other == FILES)


@given(NAMES)
def test_a_file_less_has_another_key(name: str) -> None:
    fewer = {path: data for path, data in FILES.items() if path != name}
    assert (key_of(Snapshot(fewer), DAY, preview=False) == KEY) == (fewer == FILES)


def test_another_day_a_preview_and_a_file_that_cannot_be_read_have_another_key() -> None:
    others = {
        key_of(Snapshot(FILES), DAY + dt.timedelta(1), preview=False),
        key_of(Snapshot(FILES), DAY, preview=True),
        key_of(Snapshot(FILES, (Entry("content/posts/b.md", "symlink"),)), DAY, preview=False),
    }
    assert len(others | {KEY}) == 4
