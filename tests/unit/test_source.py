"""desk/model/source.py"""

from __future__ import annotations

import pytest

from desk.model.source import Source, ama_name, full_range, is_group, issue_number, plain_text, read_sources, stopped

ENTRY = """@article{a2020,
  author = {M{\\"u}ller, Anna B. and {Food and Drug Administration} and others},
  title = {{K}etamine \\& pain},
  journal = {J Pain}, year = {2020}, volume = {1}, number = {2}, pages = {3--9},
  doi = {10.1/x}, url = {https://doi.org/10.1/x}, design = {rct}, n = {1285},
}
"""


def test_an_entry_becomes_plain_text_in_ama_style() -> None:
    source = read_sources("A remark.\n\n" + ENTRY)["a2020"]
    assert source.title == "Ketamine & pain"
    assert source.byline == "Müller AB, Food and Drug Administration, et al"
    assert source.published == "J Pain. 2020;1(2):3-9"
    assert source.weight == "randomized trial, 1,285 people"
    assert source.links == [("doi", "https://doi.org/10.1/x")]
    assert source.line == 3
    assert source.reference == (
        "M\u00fcller AB, Food and Drug Administration, et al. Ketamine & pain. J Pain. 2020;1(2):3-9. doi:10.1/x"
    )


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


def test_a_key_that_is_given_twice_is_refused_at_its_line() -> None:
    with pytest.raises(ValueError, match="line 8:"):
        read_sources(ENTRY + "\n" + ENTRY)


def test_dashes_and_quotes_are_real_in_words_and_stay_as_typed_in_addresses() -> None:
    entry = "@misc{a, title = {One---two, 1990--2021 ``so''~there}, url = {https://a.example/x--y~z\\_1%20}}"
    source = read_sources(entry)["a"]
    assert source.title == "One\u2014two, 1990\u20132021 \u201cso\u201d there"
    assert source.url == "https://a.example/x--y~z_1%20"


def test_a_bare_percent_sign_hides_nothing() -> None:
    assert plain_text(r"{\'E}t\'e, 50% of 3 & 4\%") == "\u00c9t\u00e9, 50% of 3 & 4%"


@pytest.mark.parametrize(
    ("name", "ama"),
    [
        ("Etchison, Ashley R.", "Etchison AR"),
        ("Ashley R. Etchison", "Etchison AR"),
        ("Etchison, AR", "Etchison AR"),
        ("Visser-Meily, Jean-Paul", "Visser-Meily JP"),
        ("Zarate, Jr., Carlos A.", "Zarate CA Jr"),
        ("van Hilten, Jacobus J.", "van Hilten JJ"),
        ("{Maassen van den Brink}, Antoinette", "Maassen van den Brink A"),
        ("{{World Health Organization}}", "World Health Organization"),
        ("World Health Organization", "World Health Organization"),
        ("University Health Network, Toronto", "University Health Network, Toronto"),
        ("{GBD 2016 Headache Collaborators}", "GBD 2016 Headache Collaborators"),
        ("Janssen", "Janssen"),
        ("others", "others"),
    ],
)
def test_people_get_initials_and_institutions_keep_their_name(name: str, ama: str) -> None:
    assert ama_name(name) == ama


@pytest.mark.parametrize("name", ["Group, Ann", "Ann Lee", "Lee, Ann", "de la Torre, Elena"])
def test_a_person_is_no_institution(name: str) -> None:
    assert not is_group(name)


@pytest.mark.parametrize(
    ("typed", "whole"),
    [("642--7", "642-647"), ("952--960", "952-960"), ("S7--9", "S7-S9"), ("369--377.e1", "369-377.e1"),
     ("e067194", "e067194"),
     ("1200\u20132", "1200-1202"), ("393--", "393"), ("12--18, 22", "12-18, 22"), ("", "")],
)  # fmt: skip
def test_page_ranges_are_written_in_full(typed: str, whole: str) -> None:
    assert full_range(typed) == whole


@pytest.mark.parametrize(
    ("typed", "ama"),
    [("6", "6"), ("S1", "suppl 1"), ("Suppl_1", "suppl 1"), ("3 Supplement 1", "3 suppl 1"), ("1--2", "1-2")],
)  # fmt: skip
def test_supplements_are_written_as_ama_writes_them(typed: str, ama: str) -> None:
    assert issue_number(typed) == ama


@pytest.mark.parametrize(
    ("text", "ended"),
    [("", ""), ("A", "A."), ("A?", "A?"), ("A.", "A."), ("A (b)", "A (b)."), ("\u201cA\u201d", "\u201cA.\u201d"),
     ("\u201cA?\u201d", "\u201cA?\u201d")],
)  # fmt: skip
def test_a_sentence_ends_once(text: str, ended: str) -> None:
    assert stopped(text) == ended


@pytest.mark.parametrize(
    ("fields", "form"),
    [
        ({}, "web"),
        ({"kind": "article"}, "article"),
        ({"kind": "article", "container": "medRxiv"}, "preprint"),
        ({"container": "Research Square"}, "preprint"),
        ({"url": "https://clinicaltrials.gov/study/NCT05306899"}, "registration"),
        ({"kind": "article", "url": "https://clinicaltrials.gov/study/NCT05306899"}, "article"),
        ({"number": "ISRCTN12345678"}, "registration"),
        ({"medium": "Package insert"}, "label"),
        ({"kind": "InBook"}, "chapter"),
        ({"kind": "TechReport"}, "report"),
    ],
)
def test_what_a_source_is_follows_from_its_entry(fields: dict[str, str], form: str) -> None:
    assert Source("k", 1, title="T", **({"kind": "misc"} | fields)).form == form  # type: ignore[arg-type]


def test_a_retracted_source_says_so_where_readers_see_it() -> None:
    assert (
        Source("k", 1, "article", "T", year="2010", pages="1", retracted="2012").published == "2010:1. Retracted: 2012"
    )
    assert Source("k", 1, "article", "T", year="2010", pages="1", retracted="yes").published == "2010:1. Retracted"


def test_a_doi_with_odd_characters_makes_a_whole_address() -> None:
    doi = "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2"
    ((_, address),) = Source("k", 1, "article", "T", doi=doi).links
    assert address == "https://doi.org/10.1002/(SICI)1097-0258(19980815)17:15%3C1661::AID-SIM968%3E3.0.CO;2-2"


def test_the_short_name_of_a_journal_comes_before_the_long() -> None:
    source = read_sources(ENTRY.replace("volume", "shortjournal = {J. Pain Res.}, volume"))["a2020"]
    assert source.published == "J Pain Res. 2020;1(2):3-9"
    assert source.container == "J Pain"
