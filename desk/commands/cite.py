"""`cite`: a pasted BibTeX, RIS or PubMed entry becomes a tidy entry of content/references.bib."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desk import COMMAND
from desk.bibliography.databases import Fetch, fetch
from desk.bibliography.entry import Entry, folded, key_of, render
from desk.bibliography.export import is_export, read_entries
from desk.bibliography.look_up import bases, papers_in, record, retraction
from desk.bibliography.tidy import tidy
from desk.change_set import ChangeSet
from desk.model.bibtex import read_bibliography, sources_of
from desk.model.problem import suggest
from desk.model.source import BIBLIOGRAPHY, DESIGNS, Source
from desk.refusal import Refusal


@dataclass(frozen=True)
class Cited:
    """A source that can be cited now: the key, the reference as readers will see it, and a remark or none.

    `written` are files in which its key took the place of its DOI.
    """

    key: str
    reference: str
    remark: str = ""
    written: tuple[str, ...] = ()


Ask = Callable[[str, str], str]
"""Gives the answer to a question, and to a suggestion beside it."""


def cite(
    root: Path, text: str, design: str = "", n: int | None = None, ask: Ask | None = None, get: Fetch = fetch
) -> list[Cited]:
    """Add what `text` holds, or names by DOI or PMID, to the bibliography of the project at `root`, at its end.

    What is there already is not added again, and its key is told. Where a text cites the DOI itself, `[@10.1000/x]`,
    the key takes its place. `design` and `n` are for every entry; without a design, `ask(question, suggestion)` is
    called for each, and for its number of people. `get` fetches what is only named. Raises Refusal, with nothing
    written, when an entry cannot be read or found, lacks what readers need, or when its design is not known and
    nobody can be asked.
    """
    if design and design not in DESIGNS:
        raise Refusal(f'"{design}" is not a kind of study. Fix: {suggest(design, DESIGNS)}')
    file = root / BIBLIOGRAPHY
    changes = ChangeSet(root)
    after = changes.data(file) or b""
    known = _read(changes.text(file))
    added: list[Cited] = []
    for entry, looked_up in _entries(text, known, get):
        if isinstance(entry, Source):
            added.append(Cited(entry.key, entry.reference, "It is there already.", _in_place_of_doi(changes, entry)))
            continue
        _must_be_whole(entry)
        if there := _there(entry, known):
            source, why = there
            remark = f"It is there already, with {why}."
            added.append(Cited(source.key, source.reference, remark, _in_place_of_doi(changes, source)))
            continue
        if same := next((s for s in known if s.shortjournal and _same(s.container, entry.fields.get("journal"))), None):
            entry.fields["shortjournal"] = same.shortjournal
        told = design or (entry.fields.get("design", "") if entry.fields.get("design") in DESIGNS else "")
        entry.fields["design"] = told or _asked_design(entry, ask)
        people = _asked_people(ask) if ask and not told and n is None else n
        if people:
            entry.fields["n"] = str(people)
        said = ""
        if looked_up:
            asked = Source("", 0, entry.kind, entry.fields["title"], doi=entry.fields.get("doi", ""),
                           pmid=entry.fields.get("pmid", ""))  # fmt: skip
            mark, said = retraction(asked, bases(), get)
            if mark and "retracted" not in entry.fields:
                entry.fields["retracted"] = mark
        key = key_of(entry, {source.key for source in known})
        after, source = _appended(after, render(key, entry), known)
        known.append(source)
        remark = " ".join(part for part in (_remark(source), said) if part)
        added.append(Cited(key, source.reference, remark, _in_place_of_doi(changes, source)))
    changes.write(file, after)
    changes.carry_out()
    return added


def _entries(text: str, known: list[Source], get: Fetch) -> Iterator[tuple[Entry | Source, bool]]:
    """Each entry that was pasted, tidied; or each that is only named, fetched (True), or as it is there already."""
    papers = [] if is_export(text) else papers_in(text)
    if not papers:
        yield from ((tidy(entry), False) for entry in read_entries(text))
        return
    for paper in papers:
        here = next((s for s in known if paper.number.casefold() == getattr(s, paper.kind, "").casefold() != ""), None)
        if here:
            yield here, False
        else:
            yield from ((tidy(entry), True) for entry in read_entries(record(paper, bases(), get)))


def _in_place_of_doi(changes: ChangeSet, source: Source) -> tuple[str, ...]:
    """Plan that the key stands where a post, a page or the glossary cites the DOI itself. Returns those files."""
    if not source.doi:
        return ()
    cited = re.compile(rf"(?<=[\[;\s])@{re.escape(source.doi)}(?=[\s;,\]])", re.I)
    folder = changes.root / "content"
    written = []
    for file in sorted([*folder.glob("posts/*.md"), *folder.glob("pages/*.md"), *folder.glob("glossary.yml")]):
        data = changes.data(file) or b""
        if source.doi.encode().lower() in data.lower() and (new := cited.sub(f"@{source.key}", changes.text(file))) != (
            changes.text(file)
        ):
            changes.write(file, new)
            written.append(file.relative_to(changes.root).as_posix())
    return tuple(written)


def told(cited: Iterable[Cited]) -> str:
    """What the writer sees: each reference as readers will, a remark where there is one, and what to paste."""

    def lines(one: Cited) -> Iterator[str]:
        yield one.reference
        yield one.remark
        yield f"Cite it as [@{one.key}]"
        yield f"Its key was written in place of its DOI in {', '.join(one.written)}." if one.written else ""

    return "\n\n".join("\n".join(line for line in lines(one) if line) for one in cited)


def terminal() -> Ask | None:
    """How to ask the person at the terminal, even while the entry is piped in; None where there is nobody."""
    try:
        place = Path("CONIN$" if os.name == "nt" else "/dev/tty").open(encoding="utf-8")  # noqa: SIM115
    except OSError:
        return None

    def ask(question: str, suggestion: str) -> str:
        print(f"{question}{f' [{suggestion}]' if suggestion else ''} ", end="", flush=True)
        line = place.readline()
        if not line:
            raise Refusal("Nobody answered, so nothing was added. Fix: add --design and --n.")
        return line.strip() or suggestion

    return ask


def _must_be_whole(entry: Entry) -> None:
    title = entry.fields.get("title", "")
    if not title:
        raise Refusal("The entry has no title. Fix: add a line title = {...}, (TI  - in RIS) to what you paste.")
    if entry.kind == "article" and not entry.fields.get("year"):
        raise Refusal(f'"{title}" has no year. Fix: add a line year = {{2024}}, (PY  - 2024 in RIS) to what you paste.')
    if not any(entry.fields.get(name) for name in ("doi", "pmid", "url")) and entry.kind in ("article", "misc"):
        raise Refusal(
            f'"{title}" has no DOI, PMID or address, so no reader could find it. '
            "Fix: add a line doi = {10...}, or url = {https://...}, to what you paste."
        )


def _there(entry: Entry, known: list[Source]) -> tuple[Source, str] | None:
    """The source that is this one and is there already, and how that is known."""
    fields = entry.fields
    for source in known:
        if fields.get("doi", "").casefold() == source.doi.casefold() != "":
            return source, f"the same DOI, {source.doi}"
        if fields.get("pmid") == source.pmid != "":
            return source, f"the same PMID, {source.pmid}"
        if _same(fields.get("title"), source.title) and fields.get("year", "") == source.year:
            return source, "the same title and year"
    return None


def _same(one: str | None, other: str | None) -> bool:
    """Whether two names are the same to a reader: case, accents, punctuation and a first "The" aside."""

    def letters(name: str | None) -> str:
        return re.sub(r"[\W_]+", "", re.sub(r"^the\s", "", folded(name or "").replace("&", "and")))

    return letters(one) == letters(other) != ""


def _asked_design(entry: Entry, ask: Ask | None) -> str:
    title = entry.fields["title"]
    if not ask:
        maybe = f" PubMed's own words suggest --design {entry.hint}." if entry.hint else ""
        raise Refusal(f'What kind of study is "{title}"? Fix: add --design and one of: {", ".join(DESIGNS)}.{maybe}')
    print(f"\n{title}")
    for design, (words, _) in DESIGNS.items():
        print(f"  {design:18}{words}")
    while True:
        answer = ask("What kind of study is it?", entry.hint).strip().casefold()
        found = [design for design in DESIGNS if design == answer] or [
            d for d in DESIGNS if answer and d.startswith(answer)
        ]
        if len(found) == 1:
            return found[0]
        print(f"Please type one of the words on the left: {suggest(answer, DESIGNS)}")


def _asked_people(ask: Ask) -> int | None:
    while True:
        answer = ask("How many people took part? (Enter if that does not apply)", "").strip().replace(",", "")
        if not answer or answer.isdecimal():
            return int(answer) if answer else None
        print("Please type a whole number in digits, or nothing.")


def _read(text: str) -> list[Source]:
    library = read_bibliography(text)
    for block in library.failed_blocks:
        raise Refusal(
            f"{BIBLIOGRAPHY}:{(block.start_line or 0) + 1}: this entry cannot be read, or its key is given twice, "
            f"so nothing was added. Fix: {COMMAND} check"
        )
    return list(sources_of(library))


def _appended(before: bytes, entry: str, known: list[Source]) -> tuple[bytes, Source]:
    """The file with `entry` at its end, every byte before it kept; and the entry as it will be read."""
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    blank = before[len(before.rstrip(b"\r\n")) :].count(b"\n")
    gap = newline * max(0, 2 - blank) if before.strip() else b""
    after = before + gap + entry.encode().replace(b"\n", newline)
    *rest, last = _read(after.decode("utf-8"))
    if rest != known:
        raise Refusal(f"The end of {BIBLIOGRAPHY} is not in order, so nothing was added. Fix: {COMMAND} check")
    return after, last


def _remark(source: Source) -> str:
    if source.retracted:
        return f"Careful: this source was retracted ({source.retracted}). Cite it only to say so."
    if source.title.isupper():
        return "Its title is in capitals. Write it in small letters in the file, all but acronyms and names."
    if source.form == "article" and not source.shortjournal:
        return "Add shortjournal = {...}, the journal's name as PubMed abbreviates it, if you know it."
    return ""
