"""`cite`: a pasted BibTeX, RIS or PubMed entry becomes a tidy entry of content/references.bib."""

from __future__ import annotations

import html
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from bibtexparser import middlewares
from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares.names import parse_single_name_into_parts

from desk import COMMAND
from desk.change_set import ChangeSet
from desk.commands.look_up import bases, papers_in, record, retraction
from desk.commands.sources import Fetch, fetch
from desk.model.problem import suggest
from desk.model.source import (
    BIBLIOGRAPHY,
    DESIGNS,
    PREPRINT_SERVERS,
    Source,
    full_range,
    is_group,
    issue_number,
    plain_text,
    sources_of,
)
from desk.refusal import Refusal

ORDER: Final = (
    "author", "editor", "title", "booktitle", "journal", "shortjournal", "organization", "howpublished", "edition",
    "publisher", "institution", "school", "type", "year", "date", "volume", "number", "pages", "doi", "pmid", "url",
    "urldate", "retracted", "design", "n",
)  # fmt: skip
"""The fields that are kept, in the order of the file."""

_EXACT: Final = frozenset({"doi", "url", "pages", "pmid", "year", "date", "urldate"})
"""Fields that are no prose: nothing in them is escaped or protected."""

_RIS_KINDS: Final = {
    "JOUR": "article", "EJOUR": "article", "JFULL": "article", "MGZN": "article", "NEWS": "article", "ABST": "article",
    "INPR": "article", "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "CHAP": "incollection",
    "ECHAP": "incollection", "CONF": "inproceedings", "CPAPER": "inproceedings", "RPRT": "techreport",
    "GOVDOC": "techreport", "STAND": "techreport", "THES": "phdthesis",
}  # fmt: skip
_RIS_FIELDS: Final = {
    "author": ("AU", "A1"), "editor": ("A2", "ED", "A3"), "title": ("TI", "T1", "CT", "BT"), "volume": ("VL",),
    "number": ("IS",), "publisher": ("PB",), "edition": ("ET",), "doi": ("DO",), "url": ("UR", "L2"),
    "urldate": ("Y2",), "shortjournal": ("J2", "JA", "J1"), "pmid": ("AN", "C7"), "year": ("PY", "Y1", "DA"),
    "date": ("DA", "PY", "Y1"),
}  # fmt: skip
_KINDS: Final = {
    "electronic": "misc", "online": "misc", "webpage": "misc", "www": "misc", "report": "techreport",
    "thesis": "phdthesis", "conference": "inproceedings", "unpublished": "misc", "inbook": "incollection",
    "software": "misc", "dataset": "misc",
}  # fmt: skip
_PUBMED_DESIGNS: Final = (
    ("practice guideline", "guideline"), ("guideline", "guideline"), ("consensus development", "guideline"),
    ("meta-analysis", "meta-analysis"), ("systematic review", "systematic-review"),
    ("randomized controlled trial", "rct"), ("observational study", "cohort"), ("case reports", "case-report"),
    ("review", "review"),
)  # fmt: skip


_WHERE_SERVERS_ARE: Final = (
    "journal", "eprinttype", "archiveprefix", "publisher", "howpublished", "organization", "repository",
)  # fmt: skip
_ONE_NAME: Final = re.compile(
    r"Food and Drug Admin|Disease Control and Prev|Health and (?:Care Exc|Human Serv)|Abuse and Mental|Drugs and Health"
)
"""Institutions with "and" in their name, which exports forget to put in braces, so that BibTeX sees two authors."""

_HEAD: Final = re.compile(
    r"^(\s*@(?!comment|string|preamble)[a-z]+)\s*\{\s*[^=\n{}\"]*?(?:,|(?=\n|$)|(?=\s*[a-z]+\s*=))", re.M | re.I
)
_FORM: Final = re.compile(r"^\s*(?:@[A-Za-z]+\s*[{(]|TY\s{0,2}-|PMID\s*-)", re.M)
"""How an entry begins in the forms that can be read."""
_OTHER_FORM: Final = re.compile(r"\s*(?:<|\{|%[A-Z0-9] |\[\s*[{\"])")
"""How a web page, CSL-JSON and EndNote's own form begin."""
_TAG: Final = re.compile(
    r"</?(?:(?:mml|jats):\w+|i|b|u|em|strong|su[bp]|inf|scp?|span|italic|bold|p|br)(?:\s[^<>]*)?/?>", re.I
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass
class Entry:
    """One entry on its way in: `kind` as in BibTeX, fields as plain text, people one by one.

    `hint` is the design that PubMed's own words suggest, else empty. `latex`: the text is LaTeX, as BibTeX's is.
    """

    kind: str
    fields: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    hint: str = ""
    latex: bool = False


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
    papers = [] if _FORM.search(text) or _OTHER_FORM.match(text) else papers_in(text)
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


def pasted(given: str) -> str:
    """What is in the file `given`, or `given` itself where it names a paper, or what is pasted or piped in for "-"."""
    if given != "-":
        try:
            return decoded(Path(given).read_bytes())
        except OSError as error:
            if papers_in(given):
                return given
            if re.match(r"(?:https?:|www\.|doi\.org|@|\[@)", given, re.I):
                raise Refusal(
                    f"{given} names no paper by its DOI, PMID or PMC number. Fix: give one of these; or {COMMAND} cite "
                    "alone, and paste the entry: BibTeX, RIS or PubMed."
                ) from None
            raise Refusal(f"{given} cannot be opened ({error.strerror}). Fix: check its name and folder.") from None
    if sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        print(
            f"Paste a DOI, a PMID, an address, or a BibTeX, RIS or PubMed entry, then press Enter and {end}:",
            flush=True,
        )
        return decoded(_typed())
    return decoded(sys.stdin.buffer.read())


def _typed() -> bytes:
    """What is typed or pasted at the terminal, up to Ctrl-D.

    A terminal that gives whole lines cuts each after 4,095 characters, and an abstract is longer; so it gives what
    there is, and Backspace is minded here.
    """
    if sys.platform == "win32":
        return sys.stdin.buffer.read()
    import termios

    place = sys.stdin.fileno()
    before = termios.tcgetattr(place)
    now = termios.tcgetattr(place)
    now[3] &= ~termios.ICANON
    end, back = before[6][termios.VEOF], before[6][termios.VERASE]
    got = bytearray()
    try:
        termios.tcsetattr(place, termios.TCSADRAIN, now)
        while data := os.read(place, 65536):
            part, ended, _ = data.partition(end)
            for byte in part:
                if bytes([byte]) in (back, b"\x08"):
                    del got[-1:]
                else:
                    got.append(byte)
            if ended:
                break
    finally:
        termios.tcsetattr(place, termios.TCSADRAIN, before)
    return bytes(got)


def terminal() -> Callable[[str, str], str] | None:
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


def decoded(data: bytes) -> str:
    """The text of a file that a database saved: UTF-8, UTF-16 with its mark, or else Windows' own."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_entries(text: str) -> list[Entry]:
    """Every entry of a BibTeX, RIS or PubMed (.nbib) text. Raises Refusal, saying what else it seems to be."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").strip("\ufeff \n\t")
    if re.search(r"^\s*@[A-Za-z]+\s*[{(]", text, re.M):
        return list(_from_bibtex(text))
    if re.search(r"^\s*TY\s{0,2}-", text, re.M):
        return [_from_ris(record) for record in _records(text, "TY")]
    if re.search(r"^\s*PMID\s*-", text, re.M):
        return [_from_pubmed(record) for record in _records(text, "PMID")]
    raise Refusal(_what_it_is(text))


def _what_it_is(text: str) -> str:
    fix = "Fix: where you found it, choose Cite or Export, then BibTeX, RIS or PubMed (.nbib), and paste all of that."
    if not text:
        return f"There is nothing in it. {fix}"
    if re.match(r"https?://\S+$", text, re.I):
        return f"There is no DOI or PMID in this address. {fix}"
    if text.lstrip()[:1] == "<":
        return f"This is a web page, not an entry. {fix}"
    if text.lstrip()[:1] in "[{":
        return f"This is CSL-JSON, which cannot be read here. {fix}"
    if re.search(r"^%[A-Z0-9] ", text, re.M):
        return f"This is EndNote's own format, which cannot be read here. {fix}"
    return f"This is no BibTeX, RIS or PubMed entry. {fix}"


# --- BibTeX


def _from_bibtex(text: str) -> Iterator[Entry]:
    # A key may be missing or an address (Wiley): neither matters, since ours is made anew.
    pasted_keys = (f"pasted{number}" for number in count())
    text, heads = _HEAD.subn(lambda found: f"{found[1]}{{{next(pasted_keys)},", text)
    text = _ONE_NAME.sub(lambda found: str(found[0]).replace(" and ", " {and} "), text)
    library = parse_string(text, append_middleware=[middlewares.SeparateCoAuthors()])
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        raise Refusal(
            f"The BibTeX entry at line {line} cannot be read. "
            "Fix: see that every { has its } and that a comma ends each field, or paste the RIS export instead."
        )
    if not library.entries or len(library.entries) < heads:
        raise Refusal("There is no whole entry in it. Fix: paste all of it, from the @ to the last }.")
    for parsed in library.entries:
        fields = {name.lower().replace("-", ""): value.value for name, value in parsed.fields_dict.items()}
        people = {name: value for name in ("author", "editor") if isinstance(value := fields.pop(name, []), list)}
        raw = {name: str(value).strip() for name, value in fields.items()}
        entry = Entry(parsed.entry_type.lower(), raw, latex=True)
        entry.authors = [one for name in people.get("author", []) for one in _separate(str(name))]
        entry.editors = [one for name in people.get("editor", []) for one in _separate(str(name))]
        yield entry


def _separate(name: str) -> list[str]:
    """One BibTeX author, or all of those that a publisher wrote with semicolons, or with commas as PubMed does."""
    if name.startswith("{"):
        return [name]
    if ";" in name:
        return [part.strip() for part in name.split(";") if part.strip()]
    parts = [part.strip() for part in name.split(",")]
    if len(parts) > 1 and all(re.fullmatch(r"[^\d,]{2,}\s[A-Z]{1,3}", part) for part in parts):
        return [re.sub(r"\s([A-Z]{1,3})$", r", \1", part) for part in parts]
    return [name]


# --- RIS and PubMed


def _records(text: str, first: str) -> Iterator[dict[str, list[str]]]:
    """Each record as {tag: values}; a line without a tag goes on with the value above it."""
    record: dict[str, list[str]] = {}
    last = ""
    for line in text.split("\n"):
        found = re.match(r"\s{0,2}([A-Z][A-Z0-9]{1,3})\s{0,3}-(?:\s(.*)|$)", line)
        if found:
            last, value = found[1], (found[2] or "").strip()
            if last == first and record:
                yield record
                record = {}
            if last == "ER":
                last = ""
            elif value:
                record.setdefault(last, []).append(value)
            else:
                record.setdefault(last, [])
        elif last and line.strip() and record.get(last):
            record[last][-1] += " " + line.strip()
    if record:
        yield record


def _from_ris(record: dict[str, list[str]]) -> Entry:
    kind = _RIS_KINDS.get((record.get("TY") or [""])[0].upper(), "misc")

    def first(*tags: str) -> str:
        return next((record[tag][0] for tag in tags if record.get(tag)), "")

    fields = {name: first(*tags) for name, tags in _RIS_FIELDS.items() if name not in ("author", "editor")}
    if not (pmid := re.search(r"\d{5,8}", fields["pmid"])) or "pubmed" not in str(record).lower():
        fields["pmid"] = ""
    else:
        fields["pmid"] = pmid[0]
    container = first("T2", "JF", "JO", "JA", "J2", "BT")
    if kind in ("incollection", "inproceedings"):
        fields["booktitle"] = container
    elif kind == "article":
        fields["journal"] = container
    elif kind == "misc":
        fields["organization"] = container or fields.pop("publisher", "")
    if kind == "techreport":
        fields["number"] = first("M1", "SN", "IS")
    if kind == "phdthesis":
        fields["type"] = first("M3")
    start, end = first("SP"), first("EP")
    fields["pages"] = f"{start}--{end}" if start and end and end != start and "-" not in start else start
    entry = Entry(kind, {name: value for name, value in fields.items() if value})
    entry.authors = [_ris_name(one) for tag in ("AU", "A1") for one in record.get(tag, [])]
    editors = record.get("ED", []) or (record.get("A2", []) if kind != "article" else [])
    entry.editors = [_ris_name(one) for one in editors]
    return entry


def _ris_name(name: str) -> str:
    """`Zarate, Carlos A., Jr.` is how RIS gives a suffix; BibTeX puts it in the middle."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if len(parts) == 3:
        return f"{parts[0]}, {parts[2]}, {parts[1]}"
    return ", ".join(parts) if len(parts) < 3 else f"{{{name}}}"


def _from_pubmed(record: dict[str, list[str]]) -> Entry:
    def first(tag: str) -> str:
        return (record.get(tag) or [""])[0]

    ids = " ".join([*record.get("LID", []), *record.get("AID", [])])
    doi = re.search(r"(10\.\d{4,9}/\S+) \[doi\]", ids)
    number = re.search(r"(\S+) \[pii\]", first("LID")) if not first("PG") else None
    kinds = [kind.lower() for kind in record.get("PT", [])]
    entry = Entry(
        "article",
        {
            "title": first("TI"), "journal": first("JT") or first("TA"), "shortjournal": first("TA"),
            "date": first("DP") or first("DEP"), "volume": first("VI"), "number": first("IP"),
            "pages": first("PG") or (number[1] if number and re.match(r"[eE]?\d", number[1]) else ""),
            "doi": doi[1] if doi else "", "pmid": first("PMID"),
            "retracted": "PubMed says so" if "retracted publication" in kinds or record.get("RIN") else "",
        },
    )  # fmt: skip
    entry.authors = [
        *(_pubmed_name(one) for one in record.get("FAU", []) or record.get("AU", [])),
        *(f"{{{one}}}" for one in record.get("CN", [])),
    ]
    entry.hint = next((design for words, design in _PUBMED_DESIGNS if any(words in kind for kind in kinds)), "")
    return entry


def _pubmed_name(name: str) -> str:
    """`Zarate, Carlos A Jr` and `Zarate CA Jr` -> `Zarate, Jr, Carlos A` and `Zarate, Jr, CA`."""
    suffix = re.search(r"\s+(Jr|Sr|2nd|3rd|4th|II|III|IV)\.?$", name)
    name = name[: suffix.start()] if suffix else name
    if "," not in name:
        name = re.sub(r"\s([A-Z]{1,3})$", r", \1", name)
    family, comma, given = name.partition(",")
    return f"{family}, {suffix[1]},{given}" if suffix and comma else name


# --- Tidying


def tidy(entry: Entry) -> Entry:
    """The entry with the fields of ORDER alone, as plain text: no noise, one way of writing each thing."""
    raw = {name: value for name, value in entry.fields.items() if value and value.lower() not in ("{}", "none", "n/a")}
    prose = {name: _clean(value, entry.latex) for name, value in raw.items()}
    kind = _KINDS.get(entry.kind, entry.kind)
    extra = " ".join(raw.get(name, "") for name in ("note", "annote", "annotation", "extra"))
    fields: dict[str, str] = {name: prose.get(name, "") for name in ORDER}
    fields["title"] = _title(prose.get("title", ""), prose.get("subtitle", ""))
    fields["journal"] = prose.get("journal") or prose.get("journaltitle") or prose.get("fjournal", "")
    fields["number"] = prose.get("number") or prose.get("issue", "")
    fields["pages"] = _pages(raw.get("pages") or raw.get("eid") or raw.get("elocationid") or raw.get("articleno", ""))
    fields["doi"] = _doi(raw)
    fields["pmid"] = _pmid(raw, extra)
    fields["url"] = _url(raw, bool(fields["doi"] or fields["pmid"]))
    fields["urldate"] = _day(raw.get("urldate", "")) if fields["url"] else ""
    date = _day(raw.get("date") or " ".join(raw.get(name, "") for name in ("year", "month", "day")))
    fields["year"] = date[:4] or _day(raw.get("year", ""))[:4]
    fields["date"] = date if len(date) > 4 and date[:4] == fields["year"] else ""
    # Zotero's and the servers' own ways of saying "preprint".
    places = (prose.get(name, "") for name in _WHERE_SERVERS_ARE)
    server = next((place for place in places if "-".join(place.casefold().split()) in PREPRINT_SERVERS), "")
    if server and kind in ("article", "misc", "techreport"):
        kind, fields["journal"] = "article", server
        for name in ("publisher", "howpublished", "institution", "type", "number", "volume", "pages", "organization"):
            fields[name] = ""
    elif kind == "article" or (fields["journal"] and kind == "misc"):
        kind = "article"
        for name in ("publisher", "howpublished", "institution", "organization", "type"):
            fields[name] = ""
        fields["number"] = issue_number(fields["number"])
        if fields["volume"] or fields["pages"]:
            fields["date"] = ""
    elif kind == "misc":
        fields["organization"] = fields["organization"] or fields["howpublished"] or fields["publisher"]
        fields["howpublished"] = fields["publisher"] = ""
        if fields["organization"].casefold() in ("", fields["url"].casefold()) or "\\url" in fields["organization"]:
            fields["organization"] = ""
    else:
        fields["date"] = ""
    if fields["title"].casefold().startswith(("retracted:", "retracted article:", "withdrawn:")):
        fields["retracted"] = fields["retracted"] or "its title says so"
    authors, editors = (_people(people, entry.latex) for people in (entry.authors, entry.editors))
    kept = {name: value for name in ORDER if (value := fields[name].strip())}
    return Entry(kind, kept, authors, editors if kind != "article" else [], entry.hint)


def _clean(text: str, latex: bool) -> str:
    """Prose without LaTeX, HTML, MathML or spaces too many."""
    text = _TAG.sub("", html.unescape(html.unescape(text)))
    text = plain_text(text) if latex else " ".join(text.replace("{", "").replace("}", "").split())
    return unicodedata.normalize("NFC", text).replace("\u200b", "").strip()


def _title(title: str, subtitle: str) -> str:
    title = re.sub(r"(?<=[^.])\.$", "", title.strip())
    if subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title}: {subtitle}"
    return title


def _pages(text: str) -> str:
    text = re.sub(r"^(?:pp?|pages?)\b\.?\s*", "", text.strip("{} "), flags=re.I)
    return full_range(text).replace("-", "--") if re.search(r"\d", text) else ""


def _doi(raw: dict[str, str]) -> str:
    """The DOI without what stands before it, wherever the export has put it."""
    for name in ("doi", "url", "eprint", "note", "annotation", "annote"):
        value = unquote(re.sub(r"\\(.)", r"\1", raw.get(name, "")).replace("{", "").replace("}", ""))
        pattern = r"10\.\d{4,9}/[^\s\"]+"
        if name == "url":
            pattern = r"(?<=doi\.org/)" + pattern
        elif name != "doi":
            pattern = r"(?:(?<=doi\.org/)|(?<=doi:)|(?<=doi: ))" + pattern
        if found := re.search(pattern, value, re.I):
            return re.split(r"[?#](?:\w+=)", found[0])[0].rstrip(".,;")
    return ""


def _pmid(raw: dict[str, str], extra: str) -> str:
    if found := re.search(r"\d{1,8}", raw.get("pmid", "")):
        return found[0]
    if raw.get("eprinttype", "").casefold() == "pubmed" and raw.get("eprint", "").isdecimal():
        return raw["eprint"]
    found = re.search(r"\bPMID:?\s*(\d{1,8})\b", extra, re.I)
    found = found or re.search(r"pubmed(?:\.ncbi\.nlm\.nih\.gov|/)/?(\d{1,8})\b", raw.get("url", ""))
    return found[1] if found else ""


def _url(raw: dict[str, str], has_id: bool) -> str:
    """The address, unless a DOI or PMID leads there too."""
    found = re.search(
        r"https?://[^\s{}|]+", re.sub(r"\\([_&%#$~{}])", r"\1", raw.get("url") or raw.get("howpublished", ""))
    )
    address = found[0] if found else ""
    # PubMed Central has the whole paper, free; any other page is where the DOI leads.
    return "" if has_id and not re.search(r"pmc\.ncbi|/pmc/", address) else address


def _day(text: str) -> str:
    """`2018 Nov 5` and `2018/11/05/` -> `2018-11-05`, `nov 2018` -> `2018-11`; what is no date -> empty."""
    text = text.replace("{", " ").replace("}", " ")
    year = re.search(r"(?<!\d)(1[6-9]\d\d|20\d\d)(?!\d{3})", text)
    if not year:
        return ""
    compact = re.search(r"(?<!\d)\d{4}(\d\d)(\d\d)(?!\d)", text)
    numbers = compact.groups() if compact else tuple(re.findall(r"(?<!\d)\d{1,2}(?!\d)", text[year.end() :]))
    words = re.findall(r"[a-z]{3}", text.casefold())
    named = next((_MONTHS.index(word) + 1 for word in words if word in _MONTHS), 0)
    month, rest = (named, numbers) if named else (int(numbers[0]) if numbers else 0, numbers[1:])
    if not 1 <= month <= 12:
        return year[0]
    day = f"-{int(rest[0]):02}" if rest and 1 <= int(rest[0]) <= 31 else ""
    return f"{year[0]}-{month:02}{day}"


def _people(names: Iterable[str], latex: bool) -> list[str]:
    """Each person as `Family, Given` or `Family, Jr, Given`, each institution in braces."""
    tidied = []
    for raw in names:
        name = raw.strip().strip(",;")
        if re.fullmatch(r"\{?\s*(?:others|et al\.?)\s*\}?", name, re.I):
            tidied.append("others")
            continue
        if not is_group(name) and "," not in name:
            name = re.sub(r"\s([A-Z]{1,3})$", r", \1", name)  # PubMed's way: "Etchison AR"
        if is_group(name):
            tidied.append(f"{{{_clean(name, latex)}}}")
            continue
        parts = parse_single_name_into_parts(name, strict=False)
        family, suffix, given = (
            _clean(" ".join(some), latex) for some in ([*parts.von, *parts.last], parts.jr, parts.first)
        )
        # An export in capitals: no family name is written so.
        if len(family) > 3 and family.isupper():
            family, given = family.title(), given.title() if len(given) > 3 else given
        tidied.append(", ".join(part for part in (family, suffix, given) if part) if given else f"{{{family}}}")
    return [name for name in tidied if name != "{}"]


# --- What is asked, refused and written


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
    folded = [
        re.sub(r"[\W_]+", "", re.sub(r"^the\s", "", _folded(text or "").replace("&", "and"))) for text in (one, other)
    ]
    return folded[0] == folded[1] != ""


def _folded(text: str) -> str:
    for letter, plain in (("ø", "o"), ("ł", "l"), ("đ", "d"), ("æ", "ae"), ("œ", "oe"), ("þ", "th"), ("ð", "d")):
        text = text.casefold().replace(letter, plain)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _asked_design(entry: Entry, ask: Callable[[str, str], str] | None) -> str:
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


def _asked_people(ask: Callable[[str, str], str]) -> int | None:
    while True:
        answer = ask("How many people took part? (Enter if that does not apply)", "").strip().replace(",", "")
        if not answer or answer.isdecimal():
            return int(answer) if answer else None
        print("Please type a whole number in digits, or nothing.")


def key_of(entry: Entry, taken: set[str]) -> str:
    """firstauthorYEAR in small letters; b, c ... after it when that is taken."""
    first = next((name for name in [*entry.authors, *entry.editors] if name != "others"), "")
    if first.startswith("{"):
        words = re.findall(r"[^\W\d_][\w.]*", first.partition("(")[0])
        capitals = "".join(c for word in words for c in word if c.isupper())
        first = capitals if len(capitals) > 2 else words[0] if words else ""
    name = re.sub(r"[^a-z]", "", _folded(first.partition(",")[0]))
    if not name:
        small = {"a", "an", "the", "of", "on", "in", "for", "and", "to"}
        words = re.findall(r"[a-z]+", _folded(entry.fields["title"]))
        name = next((word for word in words if word not in small), "source")
    key = name + entry.fields.get("year", "")
    lowered = {one.lower() for one in taken}
    endings: list[str] = ["", *"bcdefghijklmnopqrstuvwxyz", *(f"_{number}" for number in range(27, 1000))]
    if f"{key}a" in lowered:
        endings.remove("")
    return next(key + ending for ending in endings if key + ending not in lowered)


def render(key: str, entry: Entry) -> str:
    """The entry as BibTeX, in the manner of the file: two spaces, braces, no comma at the end."""
    people = {
        "author": " and ".join(map(_escaped_name, entry.authors)),
        "editor": " and ".join(map(_escaped_name, entry.editors)),
    }
    values = {
        **{name: value if name in _EXACT else _escaped(value, name) for name, value in entry.fields.items()},
        **people,
    }
    lines = [f"  {name} = {{{value}}}" for name in ORDER if (value := values.get(name))]
    return f"@{entry.kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _escaped(text: str, name: str = "") -> str:
    """Plain text as BibTeX: & % $ # _ escaped, and in titles acronyms and names within a word kept by braces."""
    text = text.replace("\\", "").replace("{", "").replace("}", "")
    if name in ("title", "booktitle") and not text.isupper():
        text = re.sub(r"[^\W_][\w'\u2019.]*", _kept, text)
    text = re.sub(r"([&%$#_])", r"\\\1", text)
    return text.replace("~", "\\textasciitilde{}").replace("^", "\\textasciicircum{}")


def _kept(found: re.Match[str]) -> str:
    word = str(found[0])
    return f"{{{word}}}" if re.search(r".[A-Z]", word) else word


def _escaped_name(name: str) -> str:
    return f"{{{_escaped(name[1:-1])}}}" if name.startswith("{") else _escaped(name)


def _read(text: str) -> list[Source]:
    library: Library = parse_string(text, append_middleware=[middlewares.SeparateCoAuthors()])
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
