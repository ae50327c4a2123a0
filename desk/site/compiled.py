"""Templates as Jinja compiled them, kept from build to build: to compile them takes a third of a small one.

What is kept is named by all that it is made of: the template's name and text, and the code, whose filters Jinja applies
to what is constant while it compiles. So it saves time, and cannot change a page; nor does it matter where the project
stands, as long as what fails is told where it does.
"""

from __future__ import annotations

import datetime as dt

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from desk.model.snapshot import Snapshot
from desk.site.kept import Kept
from desk.site.unchanged import digest_of, key_of


class Compiled(BytecodeCache):
    """What is `kept` of templates, as they are compiled for the project of that snapshot."""

    def __init__(self, kept: Kept, snapshot: Snapshot) -> None:
        self._kept = kept.of("templates")
        code = {path: data for path, data in snapshot.files.items() if path.endswith(".py")}
        self._code = key_of(Snapshot(code), dt.date.min, preview=False)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The template's name within the theme."""
        return name

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """What is kept of a template, as the one that stands in `filename`."""
        bucket = super().get_bucket(environment, name, filename, source)
        if bucket.code and filename:
            bucket.code = bucket.code.replace(co_filename=filename)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, where there is something for it."""
        data = self._kept.find(self._source(bucket), "")
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in the bucket."""
        self._kept.keep(self._source(bucket), "", bucket.bytecode_to_string())

    def forget_the_rest(self) -> None:
        """Throw away what was not asked for."""
        self._kept.forget_unused()

    def _source(self, bucket: Bucket) -> str:
        words = f"{self._code}\0{bucket.key}\0{bucket.checksum}"
        return digest_of(words.encode())
