"""An entry as databases export it, made tidy: plain text, no noise, one way of writing each thing."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote

from bibtexparser.middlewares.names import parse_single_name_into_parts

from desk.bibliography.entry import ORDER, Entry
from desk.model.bibtex import full_range, is_group, issue_number, plain_text
from desk.model.source import MONTHS, is_preprint_server

_KINDS: Final = {
    "electronic": "misc", "online": "misc", "webpage": "misc", "www": "misc", "report": "techreport",
    "thesis": "phdthesis", "conference": "inproceedings", "unpublished": "misc", "inbook": "incollection",
    "software": "misc", "dataset": "misc",
}  # fmt: skip
_WHERE_SERVERS_ARE: Final = (
    "journal", "eprinttype", "archiveprefix", "publisher", "howpublished", "organization", "repository",
)  # fmt: skip
_TAG: Final = re.compile(
    r"</?(?:(?:mml|jats):\w+|i|b|u|em|strong|su[bp]|inf|scp?|span|italic|bold|p|br)(?:\s[^<>]*)?/?>", re.I
)
_MONTHS: Final = tuple(name[:3].casefold() for name in MONTHS)


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
    server = next((place for place in places if is_preprint_server(place)), "")
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
