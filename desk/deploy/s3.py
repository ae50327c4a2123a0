"""A bucket, at Amazon or at whoever speaks as S3 does.

A bucket has no rename, so the order is what keeps readers from a mixed answer: files whose names change with their
bytes first, then pages, then what lists them, and what is gone last; and of the first kind, what the site before this
one had stays for one deploy more. `.deploy/site.json` in the bucket says what was sent; it names a file before that is
touched, so that the next deploy knows what one that was killed may have left. `.deploy/lock` is written on the
condition that it is not there: the bucket itself lets only one of two do that.

By boto3 and not by rclone, which design and issue named first: rclone sends with one set of headers a call, in an order
of its own, has no conditional put, and is in no registry that a lock with hashes could pin.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import hashlib
import json
import threading
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath
from typing import Any, Final

from desk import COMMAND
from desk.deploy.delivery import Delivery, sender
from desk.deploy.targets import S3
from desk.refusal import Refusal

KEYS: Final = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
"""Where the key is; AWS_SESSION_TOKEN too, where it is lent."""
LIST: Final = ".deploy/site.json"
LOCK: Final = ".deploy/lock"
LEASE: Final = 15 * 60
"""Seconds after which a lock that nobody renewed is a dead one's."""
_RENEWED_AFTER: Final = 60
_AT_ONCE: Final = 8
_LAST: Final = ("sitemap.xml", "robots.txt", "llms.txt", "llms-full.txt", "claims.json")
_NOT_FOR_A_BUCKET: Final = ("_headers", "_redirects")
_PACKED: Final = (".br", ".gz")
_KEPT: Final = ("Content-Type", "Cache-Control")
"""What a bucket keeps of a file's headers; all others are for what stands before it (`./site hosting s3`)."""


class Bucket:
    """The bucket of `target`, while the block runs. `reading` takes no lock and changes nothing."""

    def __init__(self, target: S3, environ: Mapping[str, str], *, reading: bool = False, unlock: bool = False) -> None:
        try:
            import boto3
            from botocore.config import Config
        except ImportError:
            raise Refusal(
                f"What speaks to buckets is not installed. Fix: {COMMAND} set-up desk/deploy/requirements.txt"
            ) from None
        if missing := [name for name in KEYS if not environ.get(name)]:
            raise Refusal(f"The key is not in the environment. Fix: export {' and '.join(missing)}, then try again.")
        self.target, self.reading, self.unlock = target, reading, unlock
        # Sums that only some hosts know are not asked for: each file has its own (Content-MD5), which all know.
        config = Config(
            connect_timeout=15, read_timeout=60, retries={"max_attempts": 4, "mode": "standard"},
            request_checksum_calculation="when_required", response_checksum_validation="when_required",
            max_pool_connections=_AT_ONCE,
        )  # fmt: skip
        self._s3: Any = boto3.client(
            "s3", region_name=target.region, endpoint_url=target.endpoint or None, config=config,
            aws_access_key_id=environ[KEYS[0]], aws_secret_access_key=environ[KEYS[1]],
            aws_session_token=environ.get("AWS_SESSION_TOKEN"),
        )  # fmt: skip
        self._lock_tag = ""
        self._renewal = threading.Lock()
        self._renewed = 0.0

    def __enter__(self) -> Bucket:
        if not self.reading:
            self._take()
        try:
            self._read()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        if self._lock_tag:
            self._lock_tag = ""
            with contextlib.suppress(Refusal):  # it ends by itself
                self._do("delete_object", Key=LOCK)

    def _do(self, what: str, **words: Any) -> Any:
        """One request. Raises Refusal in plain words, and _Unmet where a condition of it was not met."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return getattr(self._s3, what)(Bucket=self.target.bucket, **words)
        except ClientError as error:
            raise self._refusal(error.response) from None
        except BotoCoreError as error:
            where = self.target.endpoint or "Amazon S3"
            raise Refusal(f"{where} does not answer ({error}). Fix: check the network and deploy.toml.") from None

    def _refusal(self, response: Mapping[str, Any]) -> Refusal:
        code = str(response.get("Error", {}).get("Code", ""))
        status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if code in ("PreconditionFailed", "ConditionalRequestConflict") or status in (409, 412):
            return _Unmet(code)
        if code in ("NoSuchKey", "404"):
            return _Missing(code)
        bucket = self.target.bucket
        plain = {
            "InvalidAccessKeyId": f"The host knows no such key. Fix: give the right {KEYS[0]}.",
            "SignatureDoesNotMatch": f"The secret is not that of the key. Fix: give the right {KEYS[1]}.",
            "AccessDenied": f"The key may not do that in {bucket}. Fix: let it list, read, write and delete there.",
            "NoSuchBucket": f"There is no bucket {bucket}. Fix: make it, or correct deploy.toml.",
            "RequestTimeTooSkewed": "The clock of this computer is wrong, so the host takes nothing from it. "
            "Fix: set it by the network (timedatectl set-ntp true).",
            "ExpiredToken": "The key was lent, and its time is over. Fix: get a new one.",
            "SlowDown": "The host asks for a pause. Fix: try again in some minutes.",
        }.get(code, f"The host says {code or status}: {response.get('Error', {}).get('Message', '')}. Fix: mend that.")
        return Refusal(f"{plain} Run the same again to finish what was begun.")

    def _take(self) -> None:
        try:
            self._lock(IfNoneMatch="*")
            return
        except _Unmet:
            pass
        try:
            held = self._do("get_object", Key=LOCK)
        except _Missing:
            raise Refusal("Another deploy has just ended. Fix: try again.") from None
        # By the host's own clock, so that ours does not matter.
        now = _date(held["ResponseMetadata"]["HTTPHeaders"].get("date", "")) or held["LastModified"]
        age = (now - held["LastModified"]).total_seconds()
        if age <= LEASE and not self.unlock:
            by = _json(held["Body"].read()).get("who", "somebody")
            raise Refusal(
                f"Another deploy is running ({by}, last heard of {int(age // 60)} minutes ago). Fix: wait for its end; "
                f"or, if you know that it was killed, add --unlock."
            )
        try:
            self._lock(IfMatch=held["ETag"])
        except (_Unmet, _Missing):
            raise Refusal("Another deploy began at this moment. Fix: wait for its end.") from None

    def _lock(self, **condition: str) -> None:
        """Write our name into the lock. Raises what `_do` does."""
        who = json.dumps({"who": sender()}).encode()
        self._lock_tag = self._do("put_object", Key=LOCK, Body=who, **condition)["ETag"]

    def _renew(self) -> None:
        """Say that this deploy still runs, or stop where the lock is another's now."""
        with self._renewal:
            if time.monotonic() - self._renewed < _RENEWED_AFTER:
                return
            try:
                self._lock(IfMatch=self._lock_tag)
            except (_Unmet, _Missing):
                self._lock_tag = ""
                raise Refusal("Another deploy has taken over. Nothing more was sent.") from None
            self._renewed = time.monotonic()

    def _read(self) -> None:
        """What was sent, and what is there."""
        try:
            self._known: dict[str, Any] = _json(self._do("get_object", Key=LIST)["Body"].read())
        except _Missing:
            self._known = {}
        self._there: dict[str, str] = {}
        words: dict[str, Any] = {}
        while True:
            page = self._do("list_objects_v2", **words)
            self._there |= {each["Key"]: each["ETag"] for each in page.get("Contents", [])}
            if not page.get("IsTruncated"):
                break
            words = {"ContinuationToken": page["NextContinuationToken"]}
        strange = [name for name in self._there if not name.startswith(".deploy/")]
        if not self._known and strange:
            raise Refusal(
                f"The bucket {self.target.bucket} holds files that no deploy put there, such as {strange[0]}. "
                "Fix: empty it, or name another."
            )

    @property
    def live(self) -> str:
        """The commit that readers have, as far as one whole one was sent."""
        return str(self._known.get("commit", ""))

    def changes(self, delivery: Delivery) -> list[str]:
        """The files that have to be sent: their bytes, or what is said with them, are not there."""
        return [name for name in _wanted(delivery) if not self._has(delivery, name)]

    def gone(self, delivery: Delivery) -> list[str]:
        """What is to be deleted: ours, not of this site, and not of the one before it where pages may still ask."""
        ours, wanted = self._known.get("files", {}), set(_wanted(delivery))
        late = set(self._known.get("late", []))
        return sorted(
            name for name in ours
            if name in self._there and name not in wanted and (name in late or not delivery.is_immutable(name))
        )  # fmt: skip

    def _has(self, delivery: Delivery, name: str) -> bool:
        sum_, tag = self._known.get("files", {}).get(name, ["", ""])
        return bool(tag) and self._there.get(name) == tag and sum_ == self._sum(delivery, name)

    def _sum(self, delivery: Delivery, name: str) -> str:
        body, headers = self._object(delivery, name)
        return hashlib.sha256(json.dumps(headers, sort_keys=True).encode() + b"\0" + body).hexdigest()

    def _object(self, delivery: Delivery, name: str) -> tuple[bytes, dict[str, str]]:
        """The bytes of an object, and what is kept with them."""
        headers = {key: delivery.table.headers(name)[key] for key in _KEPT}
        packed = delivery.folder / f"{name}.gz"
        if self.target.gzip and f"{name}.gz" in self._files(delivery):
            return packed.read_bytes(), {**headers, "Content-Encoding": "gzip"}
        return (delivery.folder / name).read_bytes(), headers

    def _files(self, delivery: Delivery) -> frozenset[str]:
        if getattr(self, "_set_of", None) != delivery.digest:
            self._set, self._set_of = frozenset(delivery.files), delivery.digest
        return self._set

    def put(self, delivery: Delivery) -> tuple[int, int]:
        """Send what is to be sent, delete what is gone. Returns how many of both."""
        sent, gone = self.changes(delivery), self.gone(delivery)
        known: dict[str, list[str]] = dict(self._known.get("files", {}))
        if not sent and self.live == delivery.commit:
            return 0, 0  # what stays for the sake of open pages goes with the next site
        wanted = set(_wanted(delivery))
        late = sorted(name for name in known if name in self._there and name not in wanted and name not in gone)
        if sent or gone:
            # Said before it is done: what is killed halfway is sent again, and nothing is left behind.
            self._keep("", {**known, **{name: ["", ""] for name in sent}}, self._known.get("late", []))
        for step in _steps(delivery, sent):
            with ThreadPoolExecutor(_AT_ONCE) as several:
                for name, value in several.map(lambda each: self._send(delivery, each), step):
                    known[name] = value
        for at in range(0, len(gone), 1_000):
            self._renew()
            keys = [{"Key": name} for name in gone[at : at + 1_000]]
            said = self._do("delete_objects", Delete={"Objects": keys, "Quiet": True}).get("Errors", [])
            if said:
                raise Refusal(f"{said[0]['Key']} could not be deleted ({said[0].get('Code')}). Fix: try again.")
        self._keep(delivery.commit, {name: known[name] for name in known if name not in gone}, late)
        return len(sent), len(gone)

    def _send(self, delivery: Delivery, name: str) -> tuple[str, list[str]]:
        self._renew()
        body, headers = self._object(delivery, name)
        sum_ = hashlib.md5(body, usedforsecurity=False)
        words = {key.replace("-", ""): value for key, value in headers.items()}
        tag = self._do("put_object", Key=name, Body=body, ContentMD5=base64.b64encode(sum_.digest()).decode(), **words)[
            "ETag"
        ]
        return name, [self._sum(delivery, name), tag]

    def _keep(self, commit: str, files: Mapping[str, list[str]], late: Iterable[str]) -> None:
        self._renew()
        text = json.dumps({"commit": commit, "files": files, "late": sorted(late)}, sort_keys=True)
        self._do("put_object", Key=LIST, Body=text.encode(), ContentType="application/json", CacheControl="no-store")


class _Unmet(Refusal):
    """A condition of a request was not met."""


class _Missing(Refusal):
    """There is no such object."""


def _wanted(delivery: Delivery) -> list[str]:
    """What of a site a bucket needs."""
    files = set(delivery.files)
    return [
        name for name in delivery.files
        if name not in _NOT_FOR_A_BUCKET
        and not (PurePosixPath(name).suffix in _PACKED and name.rpartition(".")[0] in files)
    ]  # fmt: skip


def _steps(delivery: Delivery, names: Iterable[str]) -> list[list[str]]:
    """`names` in the order in which they may be seen by readers: what pages ask for, pages, what lists pages."""
    steps: list[list[str]] = [[], [], [], []]
    for name in names:
        if delivery.is_immutable(name):
            steps[0].append(name)
        elif name.startswith("feeds/") or name in _LAST:
            steps[3].append(name)
        else:
            steps[2 if PurePosixPath(name).suffix in (".html", ".md") else 1].append(name)
    return steps


def _json(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _date(text: str) -> dt.datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None
