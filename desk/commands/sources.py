"""`sources`: where each source is cited and what it lacks; with `--online`, what three databases say of it today."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from desk.bibliography.answers import MARKED_TITLE
from desk.bibliography.databases import BASES, NOT_THERE, Fetch, Findings, ask_all, fetch, verdict
from desk.commands.part import part
from desk.model.bibtex import plain_text, read_sources
from desk.model.citation import cited_in
from desk.model.glossary import GLOSSARY
from desk.model.post import documents_in
from desk.model.source import BIBLIOGRAPHY, Source


def listing(root: Path) -> str:
    """Every source of the project at `root` by its use, and what is wanting or marked, as text."""
    return "\n".join(_listed(list(read_sources((root / BIBLIOGRAPHY).read_text("utf-8")).values()), citations(root)))


def citations(root: Path) -> dict[str, dict[str, int]]:
    """Key -> {file: how often it is cited there}, over all posts, pages and the glossary."""
    found: dict[str, dict[str, int]] = {}
    for file in [*documents_in(root), root / GLOSSARY]:
        if file.exists():
            for key in cited_in(file.read_text("utf-8")):
                uses = found.setdefault(key, {})
                uses[file.name] = uses.get(file.name, 0) + 1
    return found


def _listed(sources: list[Source], cited: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    used = [source for source in sources if source.key in cited]

    def uses(source: Source) -> str:
        where = [f"{name}{f' ({times} times)' if times > 1 else ''}" for name, times in cited[source.key].items()]
        return f"{source.key}: {', '.join(where)}"

    lacking = [source.key for source in sources if not (source.doi or source.pmid or source.url)]
    keys = {source.key for source in sources}
    yield from part("Cited", [uses(source) for source in used])
    yield from part(
        "Not cited", [", ".join(s.key for s in sources if s.key not in cited)] if len(used) < len(sources) else []
    )
    yield from part(
        "Cited, but not in the list", [f"{key}: {', '.join(cited[key])}" for key in sorted(set(cited) - keys)]
    )
    yield from part("Without a DOI, PMID or address", [", ".join(lacking)] if lacking else [])
    for mark in ("retracted", "superseded"):
        rows = [f"{s.key}: {getattr(s, mark)}{_still_cited(s, cited)}" for s in sources if getattr(s, mark)]
        yield from part(f"Marked {mark}", rows)
    yield f"{len(sources)} sources, {len(used)} of them cited."


def _still_cited(source: Source, cited: Mapping[str, Mapping[str, int]]) -> str:
    return f" (still cited in {', '.join(cited[source.key])})" if source.key in cited else ""


def differences(found: Findings) -> list[str]:
    """Where the databases and our entry disagree, and what else they tell, each in plain words."""
    source, told = found.source, []
    if source.doi and found.silent.get("Crossref") == NOT_THERE and not source.doi.startswith("10.5281/"):
        told.append("Crossref does not have this DOI: look whether it is typed right")
    for name, record in found.records.items():
        if record.title and not _same_title(source.title, record.title):
            told.append(f'title: {name} has "{record.title}"')
        if record.years and source.year and source.year not in record.years:
            told.append(f"year: {name} has {' or '.join(record.years)}, we have {source.year}")
        if record.doi and source.doi and record.doi.casefold() != source.doi.casefold():
            told.append(f"{name} has another DOI: {record.doi}")
        told += [f"{name}: {note}" for note in record.notes]
    return told


def _same_title(ours: str, theirs: str) -> bool:
    """Whether two titles are one: case, accents, punctuation, a mark of retraction and a missing subtitle aside."""
    one, other = (_letters(text) for text in (ours, MARKED_TITLE.sub("", theirs)))
    return one == other or (min(len(one), len(other)) > 20 and (one.startswith(other) or other.startswith(one)))


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKD", plain_text(text).casefold())
    return re.sub(r"[\W_]+", "", "".join(c for c in folded if not unicodedata.combining(c)))


def online(root: Path, bases: Mapping[str, str] = BASES, get: Fetch = fetch) -> tuple[str, int]:
    """The report on every source of the project at `root`, and the exit status.

    0: nothing to do. 1: a source that is not marked so has been retracted. 2: no database could be asked.
    """
    sources = list(read_sources((root / BIBLIOGRAPHY).read_text("utf-8")).values())
    cited = citations(root)
    findings = ask_all(sources, bases, get)
    if findings and not any(found.records for found in findings):
        why = "; ".join(dict.fromkeys(f"{name}: {why}" for found in findings for name, why in found.silent.items()))
        return f"No database could be asked, so nothing is known. ({why}) Fix: look at your network, then try again.", 2
    lines: list[str] = []
    news = [found for found in findings if found.retracted and not found.source.retracted]
    for found in sorted(findings, key=lambda one: not one.retracted):
        lines.append(f"{found.source.key}: {verdict(found)}")
        lines += [f"  {difference}" for difference in differences(found)]
        if found in news:
            lines.append(f"  Fix: add retracted = {{...}} to it, with the notice{_still_cited(found.source, cited)}.")
    without = [source.key for source in sources if not (source.doi or source.pmid)]
    if without:
        lines.append(f"\nNot asked about, having neither DOI nor PMID: {', '.join(without)}")
    asked_well = sum(found.retracted or len(found.records) > 1 for found in findings)
    lines.append(
        f"\n{len(findings)} sources asked about, {asked_well} with an answer to go by, "
        f"{sum(found.retracted for found in findings)} retracted ({len(news)} of them not marked so)."
    )
    return "\n".join(lines), 1 if news else 0
