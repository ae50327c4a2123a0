"""Templates as Jinja compiled them, and what they ask for by name, kept from build to build: to compile them takes a
third of a small one.

What is kept is named by all that it is made of: the template's name and text, and the code, whose filters Jinja applies
to what is constant while it compiles. So it saves time, and cannot change a page; nor does it matter where the project
stands, as long as what fails is told where it does.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence

from jinja2 import BytecodeCache, Environment, meta
from jinja2.bccache import Bucket

from desk.model.digest import digest_of
from desk.model.snapshot import Snapshot
from desk.site.kept import Kept
from desk.site.unchanged import key_of

Names = Mapping[str, Sequence[str] | None]
"""For each template what it, and all that it includes, can ask for by name; None where that cannot be said."""
_ROUNDABOUT = "paginator"
"""By this word a page of a list could come to all the others."""


class Compiled(BytecodeCache):
    """What is `kept` of templates, as they are compiled for the project of that snapshot."""

    def __init__(self, kept: Kept, snapshot: Snapshot) -> None:
        self._kept = kept.of("templates")
        self._code = _code_of(snapshot)

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


def names_asked(kept: Kept, snapshot: Snapshot, environment: Environment) -> Names:
    """What each template of `snapshot` can ask for by name in `environment`, or what is `kept` of that."""
    texts = snapshot.under("theme/templates")
    source = digest_of(repr((_code_of(snapshot), sorted(texts.items()))).encode())
    kept = kept.of("template-names")
    found: Names = json.loads(kept.get(source, "", lambda: json.dumps(_names_asked(environment, list(texts))).encode()))
    kept.forget_unused()
    return found


def _names_asked(environment: Environment, templates: Sequence[str]) -> Names:
    own: dict[str, tuple[set[str], list[str | None]]] = {}
    for name in templates:
        assert environment.loader is not None
        text = environment.loader.get_source(environment, name)[0]
        tree = environment.parse(text)
        included: list[str | None] = [None] if _ROUNDABOUT in text else list(meta.find_referenced_templates(tree))
        own[name] = meta.find_undeclared_variables(tree), included

    def whole(name: str) -> list[str] | None:
        reached, waiting = {name}, [name]
        while waiting:
            for each in own[waiting.pop()][1]:
                if each not in own:  # it is named while the page is made
                    return None
                if each not in reached:
                    reached.add(each)
                    waiting.append(each)
        return sorted(set().union(*(own[each][0] for each in reached)))

    return {name: whole(name) for name in templates}


def _code_of(snapshot: Snapshot) -> str:
    code = {path: data for path, data in snapshot.files.items() if path.endswith(".py")}
    return key_of(Snapshot(code), dt.date.min, preview=False)
