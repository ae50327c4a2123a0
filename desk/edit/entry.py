"""A post or page as Decap has it, and back. What was not changed stays in the file byte for byte as it was typed."""

from __future__ import annotations

from typing import Any, Final

from desk.commands.header_edit import set_value
from desk.edit.form import BODY, HEADERS, fields_of
from desk.model.front_matter import FENCE, read_front_matter
from desk.model.header import PROMPT
from desk.refusal import Refusal

WHOLE: Final = "whole"
"""Names what says that a header cannot be shown in fields, so that the body is the whole file."""
_SHAPES: Final[dict[str, type]] = {"tags": list, "changes": list, "evidence": dict}


def as_data(path: str, text: str) -> dict[str, Any]:
    """What Decap is given of the file at `path`: its fields by name, and its body, with line ends as LF."""
    plain = _plain(text)
    front, problems = read_front_matter(path, plain)
    if problems or not _fits(path, front.values):
        return {"title": path.rpartition("/")[2], BODY: plain, WHOLE: "true"}
    return {**{name: _without_prompts(value) for name, value in front.values.items()}, BODY: front.body}


def with_data(path: str, text: str, data: dict[str, Any]) -> str:
    """`text`, the file at `path`, with what `data`, from Decap, has otherwise. Raises Refusal where the header would
    not hold what was meant, and then nothing of it is to be kept."""
    body = data.get(BODY)
    if not isinstance(body, str):
        raise Refusal("What was typed did not come whole, so nothing of it was kept. Fix: load this page again.")
    body = _plain(body)
    mark, ends = ("\ufeff" if text.startswith("\ufeff") else ""), ("\r\n" if "\r\n" in text else "\n")
    if data.get(WHOLE):
        return text if body == _plain(text) else mark + body.replace("\n", ends)
    before = as_data(path, text)
    if before.get(WHOLE):
        raise Refusal(f"The header of {path} cannot be read any more. Fix: open it again.")
    new = text
    for name in fields_of(_kind(path)):
        if _same(before.get(name), data.get(name)):
            continue
        new = _with_field(path, new, name, before.get(name), _tidy(data.get(name)))
    if body != before[BODY]:
        head = _plain(new).split("\n")
        end = next(number for number, line in enumerate(head[1:], 1) if line.rstrip() == FENCE)
        new = mark + "\n".join([*head[: end + 1], body]).replace("\n", ends)
    after = as_data(path, new)
    wrong = [name for name in fields_of(_kind(path)) if not _same(after.get(name), _meant(before, data, name))]
    if wrong or after[BODY] != body or after.get("status") != before.get("status"):
        raise Refusal(f"{path}: {', '.join(wrong) or 'the text'} cannot be kept as you typed it, so nothing was.")
    return new


def _with_field(path: str, text: str, name: str, old: Any, new: Any) -> str:
    """`text` with one field changed: where it holds fields of its own, only those of them that differ."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return set_value(path, text, (name,), new)
    part = text
    for inner in dict.fromkeys([*old, *new]):
        if not _same(old.get(inner), new.get(inner)):
            part = set_value(path, part, (name, inner), new.get(inner))
    fits = _same(as_data(path, part).get(name), new)
    return part if fits else set_value(path, text, (name,), new)


def _fits(path: str, values: dict[str, Any]) -> bool:
    known = HEADERS[_kind(path)].model_fields
    return all(name in known and isinstance(value, _SHAPES.get(name, str)) for name, value in values.items())


def _kind(path: str) -> str:
    return path.split("/")[1]


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _meant(before: dict[str, Any], data: dict[str, Any], name: str) -> Any:
    return before.get(name) if _same(before.get(name), data.get(name)) else _tidy(data.get(name))


def _without_prompts(value: Any) -> Any:
    """As it is, but what still asks for a word is shown as empty: the field's own words say what is to be written."""
    if isinstance(value, dict):
        return {name: _without_prompts(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_without_prompts(each) for each in value if not _asks(each)]
    return "" if _asks(value) else value


def _asks(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(PROMPT)


def _tidy(value: Any) -> Any:
    """A changed value as it goes into a header: text in one line, and nothing that is empty."""
    if isinstance(value, dict):
        return {name: kept for name, each in value.items() if (kept := _tidy(each))}
    if isinstance(value, list):
        return [kept for each in value if (kept := _tidy(each))]
    return " ".join(str(value).split()) if value is not None else ""


def _same(one: Any, other: Any) -> bool:
    """Whether both say the same; nothing, an empty text and a list of nothing do."""
    if isinstance(one, dict) and isinstance(other, dict):
        return all(_same(one.get(name), other.get(name)) for name in {*one, *other})
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if not _tidy(one) and not _tidy(other):
        return True
    return bool(one == other)
