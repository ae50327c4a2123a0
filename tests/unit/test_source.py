"""desk/model/source.py"""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.model.source import Source, read_sources

ENTRY = """@article{a2020,
  author = {M{\\"u}ller, Anna B. and {Food and Drug Administration} and others},
  title = {{K}etamine \\& pain},
  journal = {J Pain}, year = {2020}, volume = {1}, number = {2}, pages = {3--9},
  doi = {10.1/x}, url = {https://doi.org/10.1/x}, design = {rct}, n = {1285},
}
"""


def sources(folder: Path, text: str) -> dict[str, Source]:
    """The sources of a file with that text."""
    file = folder / "references.bib"
    file.write_text(text, "utf-8")
    return read_sources(file)


def test_an_entry_becomes_plain_text_in_ama_style(tmp_path: Path) -> None:
    source = sources(tmp_path, "A remark.\n\n" + ENTRY)["a2020"]
    assert source.title == "Ketamine & pain"
    assert source.byline == "Müller AB, Food and Drug Administration, et al"
    assert source.published == "J Pain. 2020;1(2):3-9"
    assert source.weight == "randomized trial, 1,285 people"
    assert source.links == [("doi", "https://doi.org/10.1/x")]
    assert source.line == 3


@pytest.mark.parametrize(("authors", "byline"), [(0, ""), (1, "A"), (6, "A, B, C, D, E, F"), (7, "A, B, C, et al")])
def test_more_than_six_authors_become_three(authors: int, byline: str) -> None:
    assert Source("k", 1, "article", "T", tuple("ABCDEFG"[:authors])).byline == byline


@pytest.mark.parametrize(
    ("fields", "links"),
    [
        ({}, []),
        ({"doi": "10.1/x", "pmid": "5"}, ["https://doi.org/10.1/x", "https://pubmed.ncbi.nlm.nih.gov/5/"]),
        ({"doi": "10.1/x", "url": "https://a.example"}, ["https://doi.org/10.1/x", "https://a.example"]),
        ({"url": "https://pubmed.ncbi.nlm.nih.gov/5/"}, ["https://pubmed.ncbi.nlm.nih.gov/5/"]),
    ],
)
def test_a_source_can_be_read_at_its_best_address_first(fields: dict[str, str], links: list[str]) -> None:
    assert [address for _, address in Source("k", 1, "article", "T", **fields).links] == links  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("people", "weight"), [(None, "case report"), (1, "case report, 1 person"), (2, "case report, 2 people")]
)
def test_people_are_counted_in_words(people: int | None, weight: str) -> None:
    assert Source("k", 1, "article", "T", design="case-report", people=people).weight == weight


def test_a_key_that_is_given_twice_is_refused_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"references\.bib:8:"):
        sources(tmp_path, ENTRY + "\n" + ENTRY)
