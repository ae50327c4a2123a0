"""`send`: what a writer did goes to the reviewers. A name, a branch, a commit, a push, and where to ask for review."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Final

from desk import COMMAND
from desk.checks.file_name import is_aside
from desk.commands.publish import needed_by
from desk.commands.question import answer_to
from desk.history import (
    NO_GIT,
    NO_IDENTITY,
    changed_files,
    commit,
    first_branch,
    git,
    has_git,
    is_common,
    knows_who,
    must_be_at_rest,
)
from desk.refusal import Refusal


def send(root: Path, message: str = "", ask: Callable[[str], str] | None = None, name: str = "") -> str:
    """Commit what was changed under content/, on a branch of its own, and push it. Returns what to do next.

    With `name`, only that post or page and what it needs. `ask(question)` is called for a name where git has none, and
    where several posts were changed, of which some may be another's. Raises Refusal, with all that git says, where a
    step fails; the steps before it stay done, and a second `send` goes on from there.
    """
    if not has_git(root):
        raise Refusal(NO_GIT)
    remote = git(root, "remote", "get-url", "--push", "origin")
    if remote.returncode:
        raise Refusal("There is nowhere to send it (git knows no origin). Fix: git remote add origin <its address>.")
    must_be_at_rest(root)
    identify(root, ask)
    # What editors leave in content/ is not sent.
    meant = _meant(root, sorted(each for each in changed_files(root, "content") if not is_aside(each)), ask, name)
    said = []
    if not meant and _ahead(root) == "0":
        elsewhere = git(root, "status", "--porcelain", "--untracked-files=no").stdout.split("\n")[0][3:]
        return "There is nothing new to send." + (
            f" {elsewhere} was changed, and only what is in content/ is sent. A commit of your own takes in the rest."
            if elsewhere and not elsewhere.startswith("content/") else ""
        )  # fmt: skip
    done = _taken_in(root)
    if moved := on_own_branch(root, meant, done):
        said.append(moved)
    branch = _branch(root)
    if meant:
        said.append(commit(root, message or message_of(meant), [root / name for name in meant]))
    if done:
        _begin_there(root, done)
    pushed = git(root, "push", "--set-upstream", "origin", branch)
    if pushed.returncode and _AHEAD.search(pushed.stderr):
        said.append(_take_in(root, branch, said))
        pushed = git(root, "push", "--set-upstream", "origin", branch)
    if pushed.returncode:
        raise Refusal("\n".join([*said, _not_pushed(remote.stdout.strip(), branch, pushed.stderr)]))
    if beside := _beside(root, meant):
        said.append(f"In the same branch, and so reviewed with it: {', '.join(beside)}.")
    where = _review_address(remote.stdout.strip(), branch) or _told(pushed.stderr)
    last = (
        f"Sent. Ask for a review here: {where}" if where else f"Sent, as the branch {branch}. Ask for a review there."
    )
    return "\n".join([*said, last])


_AHEAD: Final = re.compile(r"rejected.*(?:fetch first|non-fast-forward)")
"""What git says where somebody, such as a reviewer, has changed the same branch since."""


def _take_in(root: Path, branch: str, said: list[str]) -> str:
    """Put the writer's commits after those that the branch has got elsewhere. Where both changed the same lines, a
    person must choose: nothing is changed, and Refusal says how."""
    pulled = git(root, "-c", "core.editor=true", "pull", "--quiet", "--rebase", "--autostash", "origin", branch)
    if not pulled.returncode:
        return "What others had changed in this branch was taken in first."
    both = git(root, "diff", "--name-only", "--diff-filter=U").stdout.split()
    git(root, "rebase", "--abort")
    if not both:
        raise Refusal("\n".join([*said, _not_pushed("", branch, pulled.stderr)]))
    raise Refusal("\n".join([
        *said,
        f"It was not sent: somebody changed the same lines of {', '.join(both[:3])} in the branch {branch}. Your work "
        "is safe. Fix: fetch theirs, keep in each place what is right, and send again:",
        f"    git pull --rebase origin {branch}",
        f"    (now mend {', '.join(both[:3])}: {COMMAND} check shows where)",
        "    git add content",
        "    git -c core.editor=true rebase --continue",
        f"    {COMMAND} send",
    ]))  # fmt: skip


def _taken_in(root: Path) -> str:
    """What was last sent of this branch, where all of it is in the branch that everybody begins from by now, however it
    was merged; else nothing."""
    first, sent = first_branch(root), f"refs/remotes/origin/{_branch(root)}"
    if not first or is_common(root, _branch(root)) or git(root, "rev-parse", "--verify", "--quiet", sent).returncode:
        return ""
    git(root, "fetch", "--quiet", "origin", first.removeprefix("origin/"))
    merged = git(root, "merge-tree", "--write-tree", first, sent).stdout.strip()
    return sent if merged and merged == git(root, "rev-parse", f"{first}^{{tree}}").stdout.strip() else ""


def _begin_there(root: Path, done: str) -> None:
    """Have the branch hold what was not in `done`, after what everybody has; where that cannot be, nothing changes."""
    if git(root, "merge-base", "--is-ancestor", done, first_branch(root)).returncode:
        moved = git(root, "rebase", "--quiet", "--autostash", "--onto", first_branch(root), done)
        if moved.returncode:
            git(root, "rebase", "--abort")


def _beside(root: Path, meant: list[str]) -> list[str]:
    """Names of the posts and pages that the branch holds beside those that are `meant`."""
    if not meant or not (first := first_branch(root)):
        return []
    held = git(root, "diff", "--name-only", f"{first}...HEAD", "--", "content/posts", "content/pages").stdout.split(
        "\n"
    )
    return [PurePosixPath(each).stem for each in held if each and each not in meant]


def on_own_branch(root: Path, changed: list[str], done: str = "") -> str:
    """Leave the branch that nobody writes on, or whose work is `done`, for one named after the files `changed`, with
    all that is not committed, and with what was committed there by hand. Returns what was done, in words; nothing where
    the writer is on a branch of their own."""
    branch = _branch(root)
    if done:
        return f"What you sent as {branch} was taken in. This has a branch of its own: {_new_branch(root, changed)}."
    if branch and not is_common(root, branch):
        return ""
    by_hand = _ahead(root) not in ("", "0")
    moved = f"Your work has a branch of its own now: {_new_branch(root, changed)}."
    # Or the next work that begins there would take it along.
    if branch and by_hand and not git(root, "branch", "--force", branch, f"{branch}@{{upstream}}").returncode:
        moved += f" What you had committed on {branch} is in it, and {branch} is as everybody has it."
    return moved


def _ahead(root: Path) -> str:
    """How many commits nobody else has."""
    return git(root, "rev-list", "--count", "HEAD", "--not", "--remotes=origin").stdout.strip()


def _branch(root: Path) -> str:
    return git(root, "symbolic-ref", "--quiet", "--short", "HEAD").stdout.strip()


def identify(root: Path, ask: Callable[[str], str] | None) -> None:
    """Have git know who commits, by asking where it does not. Raises Refusal where nobody can be asked."""
    if knows_who(root):
        return
    if not ask:
        raise Refusal(NO_IDENTITY)
    for name, question in (
        ("user.name", "Your name, as it stands beside your changes?"),
        ("user.email", "Your e-mail?"),
    ):
        if not git(root, "config", name).stdout.strip():
            git(root, "config", name, ask(question))


def _meant(root: Path, changed: list[str], ask: Callable[[str], str] | None, name: str) -> list[str]:
    """Those of the changed files that are to be sent."""
    posts = [each for each in changed if each.startswith(("content/posts/", "content/pages/"))]
    if name:
        slug = PurePosixPath(name).stem
        own = [each for each in posts if PurePosixPath(each).stem == slug]
        files = [root / each for each in own if (root / each).is_file()]
        needed = {
            file.relative_to(root).as_posix() for each in files for file in needed_by(root, each.read_text("utf-8"))
        }
        if not own and _ahead(root) == "0":
            raise Refusal(f'Nothing of "{slug}" was changed. Fix: {COMMAND} status lists what there is.')
        return [each for each in changed if each in own or each in needed]
    if ask and len(posts) > 1:
        listed = "\n".join(f"  {each}" for each in changed)
        if ask(f"These were changed:\n{listed}\nSend all of them? (yes or no)").strip().lower() not in ("y", "yes"):
            first = PurePosixPath(posts[0]).stem
            raise Refusal(f"Nothing was sent. Fix: name the one to be sent, such as {COMMAND} send {first}")
    return changed


def _new_branch(root: Path, changed: list[str]) -> str:
    """Make a branch named after what was changed, or committed by hand and not sent, and go there with all of it."""
    unsent = git(root, "log", "--name-only", "--format=", "HEAD", "--not", "--remotes=origin").stdout.split("\n")
    posts = [PurePosixPath(name).stem for name in [*changed, *unsent] if name.startswith("content/posts/")]
    name = base = posts[0] if posts else "changes"
    number = 2
    # What was pushed since the last fetch is known only there; without a network the push will tell.
    there = git(root, "ls-remote", "--heads", "origin", f"{base}*").stdout
    known = git(root, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes/origin").stdout
    taken = {re.sub(r".*?refs/(?:heads|remotes/origin)/", "", ref) for ref in (there + known).splitlines()}
    while name in taken:  # another's branch has another's work
        name, number = f"{base}-{number}", number + 1
    made = git(root, "switch", "--quiet", "-c", name)
    if made.returncode:
        raise Refusal(f"git made no branch, and says why: {made.stderr.strip()} Fix: mend that, then {COMMAND} send.")
    return name


def message_of(changed: list[str]) -> str:
    """The one line of a commit of the files `changed`."""
    posts = [PurePosixPath(name).stem for name in changed if name.startswith("content/posts/")]
    return f"posts: {', '.join(posts[:2])}" if posts else f"content: {PurePosixPath(changed[0]).name}"


def _not_pushed(remote: str, branch: str, said: str) -> str:
    answer = "\n".join(f"    {line}" for line in said.strip().splitlines() if not line.startswith("hint:"))
    head = f"It was not sent; your work is safe in the branch {branch}. git says why:\n{answer}\n"
    if re.search(r"denied|403|permission|not allowed|protected|read.only", said, re.I):
        web = _web(remote) or "the project's page"
        return head + (
            f"Fix: who may not write there sends from a copy of their own. Press Fork on {web}, then\n"
            f"    git remote rename origin upstream\n    git remote add origin <the address of your fork>\n"
            f"    {COMMAND} send"
        )
    if re.search(r"resolve host|resolve hostname|timed out|unreachable|connection refused", said, re.I):
        return head + f"Fix: there seems to be no network. When there is, {COMMAND} send."
    if re.search(r"does not appear to be a git repository|repository .*not found", said, re.I):
        return head + (
            f"Fix: nothing is at {remote}. Ask for the right address, then\n"
            f"    git remote set-url origin <that address>\n    {COMMAND} send"
        )
    if re.search(r"rejected|fetch first|non-fast-forward", said, re.I):
        return head + f"Fix: git pull --rebase origin {branch}, then {COMMAND} send."
    return head + f"Fix: mend what it says, then {COMMAND} send."


def _web(remote: str) -> str:
    """The page of the project, from the address that git uses: https, or git@host:owner/name."""
    found = re.fullmatch(r"(?:https?://(?:[^@/]*@)?|ssh://git@|git@)([\w.-]+)[:/](.+?)(?:\.git)?/?", remote)
    return f"https://{found[1]}/{found[2]}" if found else ""


def _review_address(remote: str, branch: str) -> str:
    web = _web(remote)
    if "gitlab" in web:
        return f"{web}/-/merge_requests/new?merge_request%5Bsource_branch%5D={branch}"
    return f"{web}/compare/{branch}?expand=1" if "github" in web else ""


def _told(said: str) -> str:
    """The address that the host printed, if it did."""
    found = re.search(r"https?://\S+", said)
    return found[0] if found else ""


def asked(question: str) -> str:
    """An answer from the terminal, which may not be empty."""
    while not (answer := answer_to(question)):
        pass
    return answer


def somebody() -> Callable[[str], str] | None:
    """How to ask the person at the terminal; None where there is nobody."""
    return asked if sys.stdin.isatty() else None
