"""plugins/redirects.py"""

from __future__ import annotations

import pytest

from desk.model.redirect import Redirect
from desk.model.strict_yaml import Mark

HERE = Mark(1, 1)


@pytest.mark.parametrize(
    ("old", "file"),
    [("old", "old/index.html"), ("blog/2019/old", "blog/2019/old/index.html"), ("old.html", "old.html")],
)
def test_an_old_address_is_answered_by_a_file(old: str, file: str) -> None:
    assert Redirect(old, "new", "", HERE, HERE).file == file


@pytest.mark.parametrize(("new", "address"), [("new", "/new/"), ("new#harms", "/new/#harms")])
def test_it_leads_to_a_clean_address(new: str, address: str) -> None:
    assert Redirect("old", new, "", HERE, HERE).target == address
