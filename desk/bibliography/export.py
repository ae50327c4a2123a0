"""What databases and publishers export: BibTeX, RIS and PubMed (.nbib), each entry as it was given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Final

from desk.bibliography.entry import Entry
from desk.model.bibtex import read_bibliography
from desk.refusal import Refusal

_RIS_KINDS: Final = {
    "JOUR": "article", "EJOUR": "article", "JFULL": "article", "MGZN": "article", "NEWS": "article", "ABST": "article",
    "INPR": "article", "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "CHAP": "incollection",
    "ECHAP": "incollection", "CONF": "inproceedings", "CPAPER": "inproceedings", "RPRT": "techreport",
    "GOVDOC": "techreport", "STAND": "techreport", "THES": "phdthesis",
}  # fmt: skip
_RIS_FIELDS: Final = {
    "title": ("TI", "T1", "CT", "BT"), "volume": ("VL",), "number": ("IS",), "publisher": ("PB",), "edition": ("ET",),
    "doi": ("DO",), "url": ("UR", "L2"), "urldate": ("Y2",), "shortjournal": ("J2", "JA", "J1"), "pmid": ("AN", "C7"),
    "year": ("PY", "Y1", "DA"), "date": ("DA", "PY", "Y1"),
}  # fmt: skip
_PUBMED_DESIGNS: Final = (
    ("practice guideline", "guideline"), ("guideline", "guideline"), ("consensus development", "guideline"),
    ("meta-analysis", "meta-analysis"), ("systematic review", "systematic-review"),
    ("randomized controlled trial", "rct"), ("observational study", "cohort"), ("case reports", "case-report"),
    ("review", "review"),
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


def is_export(text: str) -> bool:
    """Whether `text` is an entry, in a form that can be read or in another, and not the name of a paper."""
    return bool(_FORM.search(text) or _OTHER_FORM.match(text))


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
    library = read_bibliography(text)
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

    fields = {name: first(*tags) for name, tags in _RIS_FIELDS.items()}
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
