"""deploy.toml: where `./site deploy` sends a site to, and what it says of a slip there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desk.deploy.targets import Ssh, target
from desk.refusal import Refusal
from tests.build_site import ROOT

SSH = '[server]\nkind = "ssh"\nhost = "h"\n'
SLIPS = [
    (f'{SSH}folder = "/srv/x"\nkeeps = 3\n', "server", 'deploy.toml:5:1: error deploy/unknown-field: there is no field '
     '"keeps" here. Fix: did you mean "keep"?'),
    (f'{SSH}folder = "srv; rm"\n', "server", "deploy.toml:4:1: error deploy/bad-value"),
    ('[server]\nkind = "ftp"\n', "server", "[server] is of no kind"),
    ('[server]\nkind = "ssh"\n', "sever", 'did you mean "server"?'),
    ("[server\n", "server", "cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "said"), SLIPS)
def test_a_slip_in_the_list_of_targets_is_told_with_its_line(tmp_path: Path, text: str, name: str, said: str) -> None:
    (tmp_path / "deploy.toml").write_text(text)
    with pytest.raises(Refusal) as refusal:
        target(tmp_path, name)
    assert said in str(refusal.value)


def test_the_targets_that_the_readme_shows_can_be_used(tmp_path: Path) -> None:
    readme = (ROOT / "desk/deploy/README.md").read_text("utf-8")
    blocks = re.findall(r"(?m)(?:^    .*\n)+", readme)
    (tmp_path / "deploy.toml").write_text(re.sub(r"(?m)^    ", "", "".join(b for b in blocks if "kind =" in b)))
    assert isinstance(target(tmp_path, "server"), Ssh)
    assert target(tmp_path, "bucket").kind == "s3"
    assert target(tmp_path, "pages").kind == "pages"
