"""Guards citations: each key is a source of content/references.bib, each is typed so that it becomes a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk import COMMAND
from desk.checks import encoding, merge_marker
from desk.checks.code import Code, Example, in_body
from desk.checks.subject import Post, Project, Reporter
from desk.model.body import Citation
from desk.model.library import Library
from desk.model.problem import Problem, did_you_mean
from desk.model.source import BIBLIOGRAPHY

CODES = (
    Code(
        "citation/unknown", "no source has this key.", "correct it, or add the source to content/references.bib.",
        in_body("Words [@goood2020].\n"),
    ),
    Code(
        "citation/no-list", "the list of all sources is gone, so no citation can be understood.",
        f"bring it back: git restore {BIBLIOGRAPHY}.",
        Example(f"(no file {BIBLIOGRAPHY})", {BIBLIOGRAPHY: None}), always=True,
    ),
    Code(
        "citation/bad-form", "this looks like a citation, but readers would see it as typed.",
        "write [@key], or [@key; @other], or [@key, p. 3].", in_body("Words [@good2020 ].\n"),
    ),
    Code(
        "citation/doi", "this is a DOI, and a source is cited by its key.",
        f"run {COMMAND} cite with the DOI: it adds the source and writes its key here.",
        in_body("Words [@10.1000/made-up.1].\n"),
    ),
    Code(
        "citation/repeated", "this source is cited twice in one place.", "keep it once.",
        in_body("Words [@good2020; @good2020].\n"),
    ),
    Code(
        "citation/in-heading", "a citation stands in a heading; its number would be part of the heading's address.",
        "cite the source in the text below.", in_body("## Trials [@good2020]\n\nWords.\n"),
    ),
    Code(
        "citation/after-stop", "the citation stands after the full stop, so it seems to belong to the next sentence.",
        "put it before the full stop.", in_body("Words. [@good2020]\n"), severity="warning",
    ),
    Code(
        "citation/by-hand", "a source is named by its authors and year, and readers cannot follow that.",
        f"cite it by its key; {COMMAND} cite adds it if it is not there yet.",
        in_body("Words (Good et al., 2020).\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)
_DOI = re.compile(r"@(10\.\d{4,9}/[^\s;,\]]+)")
_AFTER_STOP = re.compile(r"[a-z)\d][.!?][\"']?[ ]*$")
_BY_HAND = re.compile(
    r"\((?:see |cf\. )?(?P<first>[^\W\d_][\w'\u2019-]+)(?P<others>,? et al\.?| (?:and|&) [^\W\d_][\w'\u2019-]+)?,? "
    r"(?P<year>(?:19|20)\d\d)[a-z]?\)|\b(?P<more>et al)\b"
)
"""(Good and Other, 2020), or Good et al., as papers cite."""
_BY_NUMBER = re.compile(
    r"(?<![\w@/])(?:doi:?[ ]*)?(?P<doi>10\.\d{4,9}/[^\s\])>,;]+)|\bPMID:?[ ]*(?P<pmid>\d{5,9})\b"
    r"|(?<=[a-z)][.,;:!?])[\u00b9\u00b2\u00b3\u2070-\u2079]+|(?<=[.,;:!?)])\^\d{1,3}\^?", re.IGNORECASE
)  # fmt: skip
_MAY_NUMBER = ("10.", "pmid", "^", *"\u00b9\u00b2\u00b3\u2070\u2071\u2072\u2073\u2074\u2075\u2076\u2077\u2078\u2079")
"""Quick to look for; what has none of them, the pattern above cannot find anything in."""
_NEXT = re.compile(r"\]\s*(?:$|[A-Z\"])")


def check_post(post: Post) -> Iterator[Problem]:
    headings = {post.at(heading.at)[0] for heading in post.body.headings}
    for citation in post.body.citations:
        spot = post.at(citation.at)
        if doi := _DOI.search(citation.text):
            fix = f"run {COMMAND} cite {doi[1]}: it adds the source and writes its key here."
            yield post.problem(_report, spot, "citation/doi", "", fix)
            continue
        if not citation.well_formed:
            keys = "; ".join(f"@{key}" for key in _meant(citation, post.library))
            yield post.problem(_report, spot, "citation/bad-form", "", f"write [{keys}].")
            continue
        for key, at in citation.keys if post.library.sources else ():
            if key not in post.library.sources and key not in post.library.written:
                near = did_you_mean(key, post.library.sources)
                fix = f"did you mean [@{near}]?" if near else f"correct it, or add the source to {BIBLIOGRAPHY}."
                yield post.body_problem(_report, at, "citation/unknown", f"no source has the key {key}.", fix)
        if len({key for key, _ in citation.keys}) < len(citation.keys):
            yield post.problem(_report, spot, "citation/repeated")
        if spot[0] in headings:
            yield post.problem(_report, spot, "citation/in-heading")
        elif _AFTER_STOP.search(post.body.text, max(0, citation.at - 6), citation.at) and _NEXT.match(
            post.body.text[citation.at + len(citation.text) + 1 :][:4].split("\n")[0]
        ):
            yield post.problem(_report, spot, "citation/after-stop")
    yield from _named_by_number(post)
    for found in _BY_HAND.finditer(post.body.prose):
        meant = _sources_by(found["first"], found["year"], post.library)
        if meant or found["others"] or found["more"]:
            fix = f"write [@{meant[0]}]." if len(meant) == 1 else ""
            yield post.body_problem(_report, found.start(), "citation/by-hand", "", fix)


def cite_instead(doi: str) -> str:
    """What to do where a source is named by its DOI or by the address of that."""
    return f"write [@{doi}] in its place, then {COMMAND} cite {doi}, which puts the source's key there."


def _meant(citation: Citation, library: Library) -> list[str]:
    """The keys that a citation of a bad form means: a key of ours that was typed in parts, or each as it stands."""
    whole = re.sub(r"[^\w:-]", "", citation.text)
    return [whole] if whole in library.sources else [key for key, _ in citation.keys]


def _named_by_number(post: Post) -> Iterator[Problem]:
    """Sources that are named by their DOI or PMID, or by a small raised number, as papers do."""
    prose = post.body.prose
    low = prose.lower()
    for found in _BY_NUMBER.finditer(prose) if any(sign in low for sign in _MAY_NUMBER) else ():
        doi = found["doi"].rstrip(".") if found["doi"] else ""
        known = next((key for key, source in post.library.sources.items() if doi and source.doi == doi.lower()), "")
        fix = f"write [@{known}]." if known else (
            cite_instead(doi) if doi
            else f"{COMMAND} cite {found['pmid']} adds it, and says what to write here." if found["pmid"]
            else "cite the source by its key, [@key]."
        )  # fmt: skip
        what = "a source is named by its number, and readers cannot follow that."
        yield post.body_problem(_report, found.start(), "citation/by-hand", what, fix)


def _sources_by(family: str | None, year: str | None, library: Library) -> list[str]:
    """The keys of the sources of that year whose first author has that family name."""
    return [
        key
        for key, source in library.sources.items()
        if source.year == year and source.authors[:1] and source.authors[0].rpartition(" ")[0] == family
    ]


def check_project(project: Project) -> Iterator[Problem]:
    if project.library.sources or project.library.written:
        return
    text, _ = encoding.decode(BIBLIOGRAPHY, project.files.get(BIBLIOGRAPHY, b""))
    if text is None or any(merge_marker.check(text)):
        return  # it is there, and said to be no text: whoever brought the old one back would lose what they added
    if any(facts.cites for facts in project.documents.values()):
        yield _report(BIBLIOGRAPHY, (1, 1), "citation/no-list")
