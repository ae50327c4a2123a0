"""What Decap is told: the fields of the model, with the words of fields.toml, and each closed list as it is now."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from desk.model.header import OfTheSite, PageHeader, PostHeader
from desk.model.site import Site
from desk.model.source import Source

WORDS: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("fields.toml").read_text("utf-8"))
HEADERS: Final[dict[str, type[BaseModel]]] = {"posts": PostHeader, "pages": PageHeader}
"""Each folder of content/ that is written in, and the header of its files."""
BODY: Final = "body"
NOT_TYPED: Final = frozenset({"status"})
"""What no field is for: the commands change it, and see to all that hangs on it."""


def fields_of(kind: str) -> list[str]:
    """The names of the header's fields that are typed in, in the order of the form."""
    return [name for name in WORDS if name in HEADERS[kind].model_fields and name not in NOT_TYPED]


def config(site: Site, sources: Iterable[Source], pictures: Sequence[str], address: str) -> dict[str, Any]:
    """All that Decap is told. `pictures` are the names of files in content/images; `address` is where it asks."""
    listed = [{"value": source.key, "label": f"{source.key}: {source.title} ({source.year})"} for source in sources]
    choices: dict[str, Sequence[Any]] = {"better": listed, "no_better": listed, "image": list(pictures)}
    return {
        "backend": {"name": "proxy", "proxy_url": address, "branch": "yours"},
        "load_config_file": False,
        "publish_mode": "simple",
        "media_folder": "content/images",
        "public_folder": "/images",
        "show_preview_links": False,
        "collections": [_collection(kind, site, choices) for kind in HEADERS],
    }


def _collection(kind: str, site: Site, choices: Mapping[str, Any]) -> dict[str, Any]:
    model = HEADERS[kind]
    made = [_field(name, model.model_fields[name], WORDS[name], site, choices) for name in fields_of(kind)]
    fields = [field for field in made if field.get("options") != []]  # of an empty list nothing can be chosen
    fields.insert(2, {**_said(BODY, WORDS[BODY]), "widget": "code", "default_language": "markdown",
                      "output_code_only": True, "allow_language_selection": False})  # fmt: skip
    states = [{"label": label, "field": "state", "pattern": f"^{label}"} for label in ("draft", "scheduled")]
    return {
        "name": kind,
        "label": kind.capitalize(),
        "label_singular": kind.removesuffix("s").capitalize(),
        "folder": f"content/{kind}",
        "extension": "md",
        "format": "json",
        "create": False,
        "delete": False,
        "identifier_field": "title",
        "slug": "{{fields.title}}",
        "summary": "{{title}} · {{state}}",
        "sortable_fields": ["date", "title"] if kind == "posts" else ["title"],
        "view_filters": [*states, {"label": "with faults", "field": "state", "pattern": "error|warning"},
                         {"label": "not saved", "field": "state", "pattern": "not saved"}],
        "fields": fields,
    }  # fmt: skip


def _said(name: str, words: Mapping[str, Any]) -> dict[str, Any]:
    hint = {"hint": words["hint"]} if "hint" in words else {}
    return {"name": name, "label": words["label"], **hint}


def _field(name: str, told: Any, words: Mapping[str, Any], site: Site, choices: Mapping[str, Any]) -> dict[str, Any]:
    """Decap's widget for one field of the model, from its type and what must hold of it."""
    said = _said(name, words)
    many, kind, of = _form_of(told.annotation, list(told.metadata))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        inside = [_field(n, f, words[n], site, choices) for n, f in kind.model_fields.items()]
        return {**said, "widget": "list" if many else "object", "fields": inside}
    options = list(getattr(site, of)) if of else choices.get(name)
    if options is not None:
        return {**said, "widget": "select", "multiple": many, "options": options}
    if kind is dt.date:
        return {**said, "widget": "datetime", "format": "YYYY-MM-DD", "date_format": "YYYY-MM-DD", "time_format": False}
    if kind is bool:
        return {**said, "widget": "select", "multiple": False, "options": ["true", "false"]}
    return {**said, "widget": "text" if words.get("long") else "string"}


def _form_of(annotation: Any, metadata: list[Any]) -> tuple[bool, Any, str]:
    """Whether it is a list, of what type its values are, and the list of the site that they come from, or none."""
    many, of = False, ""
    while True:
        of = next((each.words for each in metadata if isinstance(each, OfTheSite)), of)
        origin, inner = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            annotation, metadata = inner[0], list(inner[1:])
        elif origin in (Union, UnionType):
            annotation, metadata = next(each for each in inner if each is not NoneType), []
        elif origin is list:
            many, annotation, metadata = True, inner[0], []
        else:
            return many, str if origin is Literal else annotation, of
