"""desk/model/bibtex.py"""

from __future__ import annotations

import pytest

from desk.model.bibtex import ama_name, full_range, is_group, issue_number, plain_text, read_sources

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


def test_the_short_name_of_a_journal_comes_before_the_long() -> None:
    source = read_sources(ENTRY.replace("volume", "shortjournal = {J. Pain Res.}, volume"))["a2020"]
    assert source.published == "J Pain Res. 2020;1(2):3-9"
    assert source.container == "J Pain"
