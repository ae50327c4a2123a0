"""One commit for what one command did, so that the history of a post reads like its life."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from desk.refusal import Refusal

NO_GIT: Final = (
    "This folder is not kept in git: it was downloaded or copied, not cloned. Fix: git clone <the address of the "
    "project>, and put your files into the new folder."
)
NO_IDENTITY: Final = """\
git does not know who you are, and a commit needs a name. Fix: type these two lines with your own, then try again.
    git config --global user.name "Your Name"
    git config --global user.email you@example.org"""
_LONGEST_ANSWER: Final = 40
COMMON: Final = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
"""What everybody has, by the names that it may have here, the surest first."""


def git(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run git in `root` and keep what it says. Raises Refusal where there is no git."""
    try:
        return subprocess.run(
            ["git", *words], cwd=root, capture_output=True, text=True, encoding="utf-8", errors="replace"
        )
    except FileNotFoundError:
        raise Refusal("git is not installed. Fix: install it, then try again.") from None


def has_git(root: Path) -> bool:
    """Whether the project at `root` is kept in git, and git is there."""
    try:
        return git(root, "rev-parse", "--is-inside-work-tree").returncode == 0
    except Refusal:
        return False


def knows_who(root: Path) -> bool:
    """Whether git knows who writes and who commits."""
    return not any(git(root, "var", f"GIT_{who}_IDENT").returncode for who in ("AUTHOR", "COMMITTER"))


def changed_files(root: Path, *names: str) -> dict[str, str]:
    """The files of the project, by their paths from its folder, that differ from the last commit, and how, in git's two
    letters; of `names` alone, files or folders, where any is given."""
    words = ("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", *names)
    above = git(root, "rev-parse", "--show-prefix").stdout.strip()  # where the project is not the whole repository
    return {line[3:].removeprefix(above): line[:2] for line in git(root, *words).stdout.split("\0") if line}


def first_branch(root: Path) -> str:
    """The branch of origin that everybody begins from, such as "origin/main"; empty where git does not know."""
    return git(root, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD").stdout.strip()


def is_common(root: Path, branch: str) -> bool:
    """Whether `branch` is the one that everybody begins from and nobody writes on, whatever the project calls it."""
    return branch in {name.removeprefix("origin/") for name in (*COMMON, first_branch(root))}


_HALFWAY: Final = (
    ("rebase-merge", "rebase"), ("rebase-apply", "rebase"), ("MERGE_HEAD", "merge"),
    ("CHERRY_PICK_HEAD", "cherry-pick"), ("REVERT_HEAD", "revert"),
)  # fmt: skip
"""What git leaves in its folder while it waits for a person."""


def must_be_at_rest(root: Path) -> None:
    """Raise Refusal where git was stopped halfway through something, with the way on and the way back."""
    for name, doing in _HALFWAY:
        where = git(root, "rev-parse", "--git-path", name).stdout.strip()
        if where and (root / where).exists():
            open_files = git(root, "diff", "--name-only", "--diff-filter=U").stdout.split()
            mend = (
                f"in {', '.join(open_files[:3])} keep what is right and delete git's marks, then " if open_files else ""
            )
            on = "git commit --no-edit" if doing == "merge" else f"git -c core.editor=true {doing} --continue"
            raise Refusal(
                f"git is in the middle of a {doing}, so nothing was done. Fix: {mend}\n"
                f"    git add content\n    {on}\nor go back to before it:\n    git {doing} --abort"
            )


def commit(root: Path, message: str, paths: Iterable[Path]) -> str:
    """Commit `paths` alone, whatever else is changed or staged. Returns what was committed, for a person.

    Raises Refusal, with what git says and its cure, where git makes no commit; what was staged before is so still.
    """
    if not has_git(root):
        return "There is no git here, so nothing was committed."
    names = sorted({path.relative_to(root).as_posix() for path in paths})
    states = changed_files(root, *names)
    new = [name for name, state in states.items() if state == "??"]
    names = sorted(states)
    if not names:
        return "There was nothing to commit."
    must_be_at_rest(root)
    if git(root, "symbolic-ref", "--quiet", "HEAD").returncode:
        raise Refusal(
            'You are on no branch (git calls it a "detached HEAD"), where commits are easily lost. '
            "Fix: git switch -c my-post, then the same again."
        )
    if not knows_who(root):
        raise Refusal(NO_IDENTITY)
    before = git(root, "rev-parse", "--verify", "--quiet", "HEAD").stdout
    try:
        if new:
            _must(git(root, "add", "--intent-to-add", "--", *new))
        _must(git(root, "commit", "--quiet", "--only", "-m", message, "--", *names))
    except BaseException:
        if git(root, "rev-parse", "--verify", "--quiet", "HEAD").stdout == before:
            if new:
                git(root, "rm", "--cached", "--quiet", "--ignore-unmatch", "--", *new)
            raise
    return "\n".join([f'Committed as "{message}":', *(f"  {name}" for name in names)])


def _must(done: subprocess.CompletedProcess[str]) -> None:
    """Raise Refusal with all that git, or the check before a commit, has said."""
    if not done.returncode:
        return
    said = [line.rstrip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    if any("index.lock" in line for line in said):
        raise Refusal(
            "git is at work here already, or was stopped in the middle, so nothing was committed. "
            "Fix: wait a moment, then the same again; if that does not help: rm .git/index.lock"
        )
    answer = "\n".join(f"    {line}" for line in said[:_LONGEST_ANSWER]) or "    (it gives no reason)"
    raise Refusal(f"git made no commit, and says why:\n{answer}\nFix: mend what it says, then the same again.")
