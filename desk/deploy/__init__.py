"""Deploy: the site in output/ goes to readers, whole or not at all, and somebody looks whether it came.

targets.py reads deploy.toml, delivery.py refuses what is not fit for readers, ssh.py, s3.py and pages.py are the kinds
of places, look.py looks at the live address afterwards. README.md says how to use each and what it costs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from desk import COMMAND
from desk.commands.diff import as_text, since
from desk.deploy import pages
from desk.deploy.delivery import Delivery, delivery
from desk.deploy.look import look
from desk.deploy.s3 import Bucket
from desk.deploy.ssh import Server
from desk.deploy.targets import S3, Pages, Ssh, target
from desk.history import git
from desk.model.problem import many
from desk.refusal import Refusal

_MOST_NAMED = 12


def deploy(
    root: Path, name: str, day: dt.date, environ: Mapping[str, str], *,
    dry_run: bool = False, rollback: bool = False, unlock: bool = False, backwards: bool = False,
) -> str:  # fmt: skip
    """Send the site in output/ to the target `name`. Returns what was done, for a person.

    Raises Refusal with the reason, and then readers have what they had, unless it says otherwise. `backwards` is
    for what was built of an older commit than the one that readers have.
    """
    to = target(root, name)
    if isinstance(to, Pages):
        from desk.check import site_of

        return pages.what_to_do(site_of(root).repository)
    if rollback:
        if isinstance(to, S3):
            raise Refusal(
                "A bucket keeps no older site. Fix: git revert what was wrong (or git switch --detach an older "
                f"commit), {COMMAND} build --clean, then {COMMAND} deploy {name}"
            )
        return roll_back(to, environ)
    ready = delivery(root, day)
    if dry_run:
        with _opened(to, environ, reading=True) as place:
            live = _commit(place)
            sent = place.changes(ready)
            gone = place.gone(ready) if isinstance(place, Bucket) else []
        return "\n".join([_for_readers(root, day, live, ready), _counted(sent, gone), "Nothing was sent."])
    with _opened(to, environ, unlock=unlock) as place:
        if not backwards and (newer := _is_newer(root, _commit(place), ready.commit)):
            raise Refusal(newer)
        return send(place, ready)


def send(place: Server | Bucket, ready: Delivery) -> str:
    """Send `ready` to a place that is open, look at it, and go back where that shows what readers should not have."""
    address = place.target.address or ready.address
    if isinstance(place, Bucket):
        sent, gone = place.put(ready)
        done = (
            f"Sent {many(sent, 'file')}, deleted {gone}." if sent or gone else "Nothing had changed; nothing was sent."
        )
        seen = look(ready, address)
        if seen.wrong:
            raise Refusal(
                "\n".join(
                    [done, *seen.wrong, "Readers may meet this now. Fix: mend what the host says, then try again."]
                )
            )
        return "\n".join([done, *seen.notes, f"Looked at {address}: all is well."])
    before = place.live
    changed = place.changes(ready)
    if before and before.digest == ready.digest[:12] and not changed:
        place.tidy()
        done = "Nothing had changed; nothing was sent."
    else:
        release = place.put(ready, changed)
        done = f"Sent {many(len(changed), 'file')} as {release.name}; readers have it now."
    seen = look(ready, address)
    if not seen.wrong:
        return "\n".join([done, *seen.notes, f"Looked at {address}: all is well."])
    said = "\n".join(seen.wrong)
    if before is None or before == place.live:
        raise Refusal(f"{done}\n{said}\nThere is no older site to go back to. Fix: mend that, then the same again.")
    place.show(before)
    raise Refusal(f"{said}\nSo readers have {before.name} again, as before. Fix: mend that, then the same again.")


def roll_back(to: Ssh, environ: Mapping[str, str]) -> str:
    """Have readers get the release before the one that they have."""
    with Server(to, environ) as place:
        now, before = place.live, place.before()
        if not now or not before:
            raise Refusal("There is no older release there. Nothing was changed.")
        place.show(before)
        return f"Readers have {before.name} again. {now.name} is kept; the next deploy sends what is in output/."


def _opened(
    to: Ssh | S3, environ: Mapping[str, str], *, reading: bool = False, unlock: bool = False
) -> Server | Bucket:
    if isinstance(to, S3):
        return Bucket(to, environ, reading=reading, unlock=unlock)
    return Server(to, environ, reading=reading)


def _commit(place: Server | Bucket) -> str:
    if isinstance(place, Bucket):
        return place.live
    return place.live.commit if place.live else ""


def _is_newer(root: Path, live: str, ours: str) -> str:
    """Why what readers have is newer than the commit `ours`; nothing where it is not, or where nobody can tell."""
    if not live or git(root, "cat-file", "-e", f"{live}^{{commit}}").returncode:
        return ""
    if git(root, "merge-base", "--is-ancestor", live, ours).returncode:
        return (
            f"Readers have the commit {live[:12]}, which is not part of what you built: they would lose it. Nothing "
            f"was sent. Fix: git pull, {COMMAND} build --clean, then the same again; if going back is meant, add "
            "--backwards."
        )
    return ""


def _for_readers(root: Path, day: dt.date, live: str, ready: Delivery) -> str:
    if not live:
        return "Readers have nothing there yet, as far as can be told: they would get all of the site."
    if git(root, "cat-file", "-e", f"{live}^{{commit}}").returncode:
        return f"Readers have the commit {live[:12]}, which this clone does not know. Fix: git fetch --unshallow"
    return as_text(since(root, day, git(root, "rev-parse", live).stdout.strip()))


def _counted(sent: Sequence[str], gone: Sequence[str]) -> str:
    if not sent and not gone:
        return "No file would be sent."
    named = "\n".join(f"  {name}" for name in sent[:_MOST_NAMED])
    more = f"\n  and {len(sent) - _MOST_NAMED} more" if len(sent) > _MOST_NAMED else ""
    return f"{many(len(sent), 'file')} would be sent, {len(gone)} deleted:\n{named}{more}"
