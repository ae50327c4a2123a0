"""`./site deploy`, typed: what it refuses before anything is sent, and what a dry run tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desk.deploy.targets import Ssh, target
from desk.refusal import Refusal
from tests.build.project import post, project
from tests.build_site import ROOT
from tests.clones import cloned, commit, git
from tests.forked_desk import desk
from tests.peers.remote import ssh_server


def deploys(folder: Path, *words: str, environ: dict[str, str] | None = None) -> tuple[int, str]:
    done = desk(folder, "deploy", *words, environ=environ)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def real(folder: Path) -> None:
    """Give the site an address that readers can reach, and an owner who has confirmed all."""
    facts = folder / "content/site.toml"
    text = facts.read_text("utf-8").replace("plainketamine.example", "plainketamine.org")
    text = re.sub(r'(?m)^(\[owner\.\w+\]\nstatement = )".*"$', r'\1"We say so."\nconfirmed = 2026-01-02', text)
    facts.write_text(text, "utf-8")


def test_nothing_is_sent_that_is_not_fit_for_readers(tmp_path: Path) -> None:
    made = cloned(project(tmp_path / "project", {"one": post("one")}))
    status, said = deploys(made, "server")
    assert (status, "deploy.toml names no place to send the site to" in said) == (1, True)
    assert deploys(made, "pages")[0] == 0
    (made / "content/posts/one.md").write_text(post("one", body="See [this](no-such-post.md)."))
    (tmp_path / "sshd").mkdir()
    with ssh_server(tmp_path / "sshd") as remote:
        folder = tmp_path / "srv"
        (made / "deploy.toml").write_text(
            f'[server]\nkind = "ssh"\nhost = "{remote.host}"\nfolder = "{folder}"\nport = {remote.port}\n'
        )
        status, said = deploys(made, "server", "--dry-run", environ=remote.environ)
        assert status == 1
        for expected in ("content/posts/one.md, deploy.toml. Fix: commit", " error link/", "is an example, which no",
                         "output/ is not what a clean build of this commit makes today"):  # fmt: skip
            assert expected in said, said
        git(made, "checkout", "--quiet", "content")
        real(made)
        commit(made)
        built = desk(made, "build", "--clean")
        assert built.returncode == 0, built.stderr
        status, said = deploys(made, "server", "--dry-run", environ=remote.environ)
        assert status == 0, said
        assert "they would get all of the site" in said
        assert not folder.exists(), "a dry run changes nothing"
        status, said = deploys(made, "server", environ=remote.environ)
        # plainketamine.org is not here: what was sent stands, and that nobody could look at it is said.
        assert status == 1
        assert (folder / "current/one/index.html").read_bytes() == (made / "output/one/index.html").read_bytes()
        assert "https://plainketamine.org/ answers nothing" in said
        sent = git(made, "rev-parse", "HEAD").strip()
        git(made, "commit", "--quiet", "--amend", "--no-verify", "--message", "The same, by another hand")
        status, said = deploys(made, "server", environ=remote.environ)
        assert status == 1
        assert f"Readers have the commit {sent[:12]}, which is not part of what you built" in said
        assert "--backwards" in said
        said = deploys(made, "server", "--backwards", environ=remote.environ)[1]
        assert "not part of what you built" not in said
        assert "nothing was sent" in said
        text = (made / "content/posts/one.md").read_text().replace("One plain sentence", "Another 20 words")
        (made / "content/posts/one.md").write_text(text)
        commit(made)
        assert desk(made, "build", "--clean").returncode == 0
        status, said = deploys(made, "server", "--dry-run", environ=remote.environ)
        assert status == 0, said
        assert "What is one? (/one/)" in said, "what changes for readers, in words"
        assert "  one/index.html\n" in said


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
