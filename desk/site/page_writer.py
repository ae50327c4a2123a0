"""Pelican's writer, but for pages that stand already: of what Pelican would make, only what shows something that
changed is made.

What a template can ask for by name is read out of the template itself and of all that it includes. A page is known by
its template, by what each of those names holds for it, and by what is the same for every page (`given` below). A post
is held as what Pelican was told of it (desk/site/pages.py) and as whom it names (plugins/neighbours.py); what cannot be
said of a value in full leaves its page to be made each time.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import IO, Any, Final

from jinja2 import Environment
from pelican.contents import Content
from pelican.paginator import Page
from pelican.urlwrappers import URLWrapper
from pelican.utils import sanitised_join
from pelican.writers import Writer

from desk.model.digest import digest_of
from desk.site.compiled import Names
from desk.site.render import KnownPages

_NEIGHBOURS: Final = ("newer", "older", "series", "related_posts")


class Unsayable(Exception):
    """Of a value it cannot be said in full what it holds."""


class Description:
    """Says what values hold, in few words, where `told` is what Pelican is told of each document."""

    def __init__(self, told: Mapping[str, str]) -> None:
        self._told = told
        self._said: dict[int, tuple[object, str]] = {}

    def of(self, value: object) -> str:
        """What tells `value` from any other that a page could show otherwise. Raises Unsayable."""
        if value is None or isinstance(value, (str, bytes, int, float, dt.date)):
            return f"{type(value).__name__} {value!r}"
        if id(value) not in self._said:  # with the value itself, so that no other takes its number
            self._said[id(value)] = value, digest_of(self._parts(value).encode("utf-8", "backslashreplace"))
        return self._said[id(value)][1]

    def _parts(self, value: object) -> str:
        kind = type(value).__name__
        parts: list[object]
        if isinstance(value, Content):
            source = getattr(value, "source_file", "")
            if source not in self._told:
                raise Unsayable(kind)
            parts = [self._told[source], *(getattr(value, name, None) for name in _NEIGHBOURS)]
        elif isinstance(value, URLWrapper):
            parts = [value.name, value.slug]
        elif isinstance(value, Page):
            # Its paginator knows the posts of all pages, and no template may ask for that (desk/site/compiled.py).
            parts = [value.full_name, value.base_url, value.number, value.object_list, value.paginator.num_pages]
        elif isinstance(value, Mapping):
            parts = [part for pair in value.items() for part in pair]
        elif isinstance(value, (list, tuple)):
            parts = list(value)
        elif is_dataclass(value):
            parts = [getattr(value, each.name) for each in fields(value)]
        else:
            raise Unsayable(kind)
        return "\0".join([kind, *map(self.of, parts)])


class _Asked:
    """A template, which makes a page only where it does not stand."""

    def __init__(self, template: Any, writer: PageWriter) -> None:
        self._template = template
        self._writer = writer

    def render(self, context: Mapping[str, Any]) -> str:
        """The page; nothing where it stands."""
        stands = self._writer.stands(self._template, context)
        return "" if stands else str(self._template.render(context))


class PageWriter(Writer):  # type: ignore[misc] # Pelican has no types
    """Writes what does not stand. The settings hold `KNOWN_PAGES`, and as `NAMES_ASKED` what gives Names for an
    environment of Jinja's."""

    def __init__(self, output_path: str, settings: Mapping[str, Any]) -> None:
        super().__init__(output_path, settings=settings)
        self._known: KnownPages = settings["KNOWN_PAGES"]
        self._names_of: Callable[[Environment], Names] = cache(settings["NAMES_ASKED"])
        self._describe = Description(self._known.told)
        self._leave_out = False

    def write_file(
        self,
        name: str,
        template: Any,
        context: Mapping[str, Any],
        relative_urls: bool = False,
        paginated: Any = None,
        template_name: str | None = None,
        override_output: bool = False,
        url: str | None = None,
        **more: Any,
    ) -> None:
        """Pelican's own, with a template that is asked first. A page that stands, and is none of several, costs it no
        more: most are of this kind, and Pelican would make a folder for each."""
        if template_name is None and not relative_urls and not override_output and name:
            file = sanitised_join(self.output_path, name)
            if file not in self._written_files and self.stands(template, {**context, "output_file": name, **more}):
                self._leave_out = False
                self._written_files.add(file)
                return
        super().write_file(
            name,
            _Asked(template, self),
            context,
            relative_urls,
            paginated,
            template_name,
            override_output,
            url,
            **more,
        )

    def stands(self, template: Any, context: Mapping[str, Any]) -> bool:
        """Whether the page of `context` stands, and is not to be made."""
        file = context["output_file"]
        names = self._names_of(template.environment).get(template.name)
        self._leave_out = False
        if names is None:
            return False
        try:
            held = [(name, self._describe.of(context[name])) for name in names if name in context]
        except Unsayable:
            return False
        page = digest_of(repr((self._known.given, template.name, held)).encode("utf-8", "backslashreplace"))
        self._known.now[file] = page
        if self._known.before.get(file) == page:
            self._known.left.append(file)
            self._leave_out = True
        return self._leave_out

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> IO[str]:
        if self._leave_out and filename not in self._written_files:
            self._leave_out = False
            self._written_files.add(filename)
            return open(os.devnull, "w", encoding=encoding)  # noqa: PTH123
        opened: IO[str] = super()._open_w(filename, encoding, override)
        return opened
