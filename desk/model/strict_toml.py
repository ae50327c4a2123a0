"""A TOML file that a person writes, read into a typed model: unknown fields, wrong types and missing fields are all
told at once, each with its line.
"""

from __future__ import annotations

import re
import tomllib
from typing import Annotated, Any, Final, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from desk.model.problem import Problem, did_you_mean

_PLAIN: Final = {
    "string_type": ("words are needed", "put the value between double quotation marks."),
    "bool_type": ("it is neither yes nor no", "write true or false."),
    "int_type": ("a whole number is needed", "write digits alone, without quotation marks."),
    "float_type": ("a number is needed", "write digits alone, without quotation marks, such as 43.5."),
    "date_type": ("it is not a day", "write year-month-day without quotation marks, such as 2027-01-15."),
    "list_type": ("a list is needed", 'write ["one", "two"].'),
    "dict_type": ("a table is needed", 'write its fields under a line such as [tags], each as name = "words".'),
    "string_pattern_mismatch": ("it has the wrong form", "compare it with the file as it came with the project."),
}
CODES: Final = ("not-toml", "unknown-field", "missing-field", "bad-value")
"""What reading can find, in any family."""


class Strict(BaseModel):
    """A table of such a file."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


def words(value: str) -> str:
    """`value`, where it is words for readers."""
    if not value.strip():
        raise PydanticCustomError("slip", "no words stand here")
    if "<" in value or ">" in value:
        raise PydanticCustomError("slip", "a < or > stands in it; write it in words")
    return value


Words = Annotated[str, AfterValidator(words)]
Read = TypeVar("Read", bound=Strict)


def read_toml(path: str, text: str, family: str, model: type[Read]) -> tuple[Read | None, list[Problem]]:
    """`text`, the file at `path`, as a `model`, and every problem, with codes of `family`;
    None where it cannot be used.

    Never raises. What a model finds in the whole of a table says where by `at` in the error's context.
    """
    lines = text.split("\n")

    def problem(line: int, code: str, what: str, fix: str) -> Problem:
        source = lines[line - 1] if 0 < line <= len(lines) else ""
        column = len(source) - len(source.lstrip()) + 1
        return Problem(path, line, column, f"{family}/{code}", what, fix, source=source)

    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found[1]) if found else len(lines)
        what = re.sub(r"\s*\(at .*", "", str(error)).rstrip(".").lower()
        fix = 'write name = "words", with double quotation marks round the words.'
        return None, [problem(line, "not-toml", f"the file cannot be read here ({what}).", fix)]
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        found_problems = []
        for detail in error.errors():
            at = tuple(part for part in detail["loc"] if part != "[key]")
            named = [str(part) for part in at if not isinstance(part, int)]
            name = named[-1] if named else ""
            at = (*at, *detail.get("ctx", {}).get("at", ()))
            line = line_of(lines, at)
            if detail["type"] == "missing":
                line = line_of(lines, at[:-1])
                many = _is_tables(model, at)
                fix = f"add a line [[{name}]], and below it its fields." if many else f'add a line: {name} = "..."'
                entry = problem(line, "missing-field", f'"{".".join(named)}" is missing.', fix)
            elif detail["type"] == "extra_forbidden":
                known = _names_at(model, at[:-1])
                near = did_you_mean(name, known)
                fix = f'did you mean "{near}"?' if near else f"use one of: {', '.join(known)}."
                entry = problem(line, "unknown-field", f'there is no field "{name}" here.', fix)
            else:
                told = detail.get("ctx", {}).get("fix", "correct the value.")
                what, fix = _PLAIN.get(detail["type"], ("", told))
                what = what or detail["msg"][0].lower() + detail["msg"][1:]
                entry = problem(line, "bad-value", f"{name}: {what.rstrip('.')}.".removeprefix(": "), fix)
            found_problems.append(entry)
        return None, sorted(set(found_problems))


def _is_tables(model: Any, at: tuple[Any, ...]) -> bool:
    """Whether what belongs at `at` is a list of tables."""
    for part in at[:-1]:
        model = _model_in({(f.alias or n): f.annotation for n, f in model.model_fields.items()}.get(str(part))) or model
    known = {(field.alias or name): field.annotation for name, field in model.model_fields.items()}
    annotation = known.get(str(at[-1])) if at else None
    return "list" in str(annotation) and _model_in(annotation) is not None


def _names_at(model: Any, at: tuple[Any, ...]) -> list[str]:
    """The fields of the table at `at`."""
    for part in at:
        known = {(field.alias or name): field.annotation for name, field in model.model_fields.items()}
        model = _model_in(known.get(str(part))) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> Any:
    """The model that `annotation` is of, or holds in a list or a mapping."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _model_in(each))), None)


def line_of(lines: list[str], at: tuple[Any, ...]) -> int:
    """The line on which the value at `at` stands, as near as its table and key can be found; at least 1."""
    best, wanted = 1, tuple(str(part) for part in at)
    table: tuple[str, ...] = ()
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if head := re.fullmatch(r"(\[\[?)\s*(.+?)\s*\]\]?(?:\s*#.*)?", bare):
            table = tuple(_keys(head[2]))
            if head[1] == "[[":
                seen[table] = seen.get(table, -1) + 1
                table = (*table, str(seen[table]))
            if table == wanted[: len(table)]:
                best = number
            continue
        key = re.match(r"(\"[^\"]*\"|[\w-]+)\s*=", bare)
        if key and (*table, *_keys(key[1])) == wanted[: len(table) + 1]:
            return number
    return best


def _keys(text: str) -> list[str]:
    return [part.strip('"') for part in re.findall(r'"[^"]*"|[\w-]+', text)]
