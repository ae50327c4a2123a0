"""desk/bibliography/: what databases and publishers export, in the shapes in which they do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desk.commands.cite import Cited, cite, told
from desk.commands.pasted import decoded, pasted
from desk.model.bibtex import read_sources
from desk.model.source import BIBLIOGRAPHY
from desk.refusal import Refusal

THERE = """A remark with odd bytes:  \t\u00e9.

@article{zitek2018,
  author = {Zitek, Tony},
  title = {A Comparison of Headache Treatment},
  journal = {Annals of Emergency Medicine},
  shortjournal = {Ann Emerg Med},
  year = {2018},
  doi = {10.1016/j.annemergmed.2017.08.063},
  pmid = {28967441},
  design = {rct},
  n = {54}
}
"""
ZOTERO = r"""
@article{etchison_low-dose_2018,
	title = {Low-dose {Ketamine} {Does} {Not} {Improve} {Migraine} in the {ED}: {A} {Randomized} {Trial}},
	volume = {19},
	issn = {1936-900X, 1936-9018},
	url = {https://escholarship.org/uc/item/2pm6c1bj},
	doi = {10.5811/westjem.2018.8.37875},
	abstract = {Introduction: 50\% of {people}, and an @ sign},
	number = {6},
	urldate = {2026-11-20},
	journal = {Western Journal of Emergency Medicine},
	author = {Etchison, Ashley and Bos, Lia},
	month = nov,
	year = {2018},
	note = {PMID: 30429927
PMCID: PMC6225944},
	keywords = {a, b},
	pages = {952--960},
	file = {Full Text:/home/me/a;b.pdf:application/pdf},
}
"""
BETTER = """@article{etchisonLowdose2018,
  title = {Low-Dose {{Ketamine Does Not Improve Migraine}}},
  author = {Etchison, Ashley and {van der Berg}, Lia and {{World Health Organization}}},
  date = {2018-11-05}, journaltitle = {Western Journal of Emergency Medicine}, shortjournal = {West. J. Emerg. Med.},
  volume = {19}, number = {6}, eprint = {30429927}, eprinttype = {pubmed}, pages = {952--60}, langid = {english},
  doi = {10.5811/westjem.2018.8.37875}
}
"""
CROSSREF = (
    " @article{Etchison_2018, title={Low-dose Ketamine Does Not Improve Migraine}, volume={19}, ISSN={1936-900X}, "
    "url={http://dx.doi.org/10.5811/westjem.2018.8.37875}, DOI={10.5811/westjem.2018.8.37875}, number={6}, "
    "journal={Western Journal of Emergency Medicine}, publisher={Western Journal}, "
    "author={Etchison, Ashley and Bos, Lia}, year={2018}, month=nov, pages={952\u2013960} }"
)
WILEY = """@article{https://doi.org/10.5811/westjem.2018.8.37875,
author = {Etchison, Ashley R. and Bos, Lia},
title = {Low-dose Ketamine Does Not Improve Migraine},
journal = {Western Journal of Emergency Medicine},
volume = {19},
number = {6},
pages = {952-960},
doi = {https://doi.org/10.5811/westjem.2018.8.37875},
url = {https://onlinelibrary.wiley.com/doi/abs/10.5811/westjem.2018.8.37875},
eprint = {https://onlinelibrary.wiley.com/doi/pdf/10.5811/westjem.2018.8.37875},
year = {2018}
}"""
TAYLOR = """@article{,
author = {Ashley R. Etchison and Lia Bos},
title = {Low-dose Ketamine Does Not Improve Migraine.},
journal = {Western Journal of Emergency Medicine}, volume = {19}, number = {6}, pages = {952--960}, year = {2018},
publisher = {Taylor \\& Francis}, doi = {10.5811/westjem.2018.8.37875}, note ={PMID: 30429927}
}"""
ELSEVIER = """@article{ETCHISON2018952,
title = {LOW-DOSE KETAMINE DOES NOT IMPROVE MIGRAINE},
journal = {Western Journal of Emergency Medicine}, volume = {19}, number = {6}, pages = {952-960}, year = {2018},
issn = {0196-0644}, doi = {https://doi.org/10.5811/westjem.2018.8.37875},
url = {https://www.sciencedirect.com/science/article/pii/S0196064417317079},
author = {ETCHISON, ASHLEY R. and BOS, LIA},
abstract = {Study objective}
}"""
SEMICOLONS = """@article{x, author = {Etchison, Ashley R.; Bos, Lia},
title = {Low-dose Ketamine Does Not Improve Migraine},
journal = {Western Journal of Emergency Medicine}, year = 2018, volume = 19, number = 6, pages = "952-960",
DOI = {doi:10.5811/westjem.2018.8.37875}}"""
COMMAS = SEMICOLONS.replace("Etchison, Ashley R.; Bos, Lia", "Etchison AR, Bos L")
RIS = """TY  - JOUR
T1  - Low-dose Ketamine Does Not Improve Migraine
AU  - Etchison, Ashley R.
AU  - Bos, Lia
JO  - Western Journal of Emergency Medicine
JA  - West J Emerg Med
VL  - 19
IS  - 6
SP  - 952
EP  - 960
PY  - 2018/11/05/
DO  - https://doi.org/10.5811/westjem.2018.8.37875
UR  - https://westjem.com/x
AB  - It costs $5 and $10,
and goes on here.
KW  - migraine
ER  -
"""
NBIB = """
PMID- 30429927
OWN - NLM
DP  - 2018 Nov
TI  - Low-dose Ketamine Does Not Improve
      Migraine.
PG  - 952-60
LID - 10.5811/westjem.2018.8.37875 [doi]
AB  - INTRODUCTION: words.
FAU - Etchison, Ashley R
AU  - Etchison AR
FAU - Bos, Lia
AU  - Bos L
PT  - Journal Article
PT  - Randomized Controlled Trial
TA  - West J Emerg Med
JT  - The western journal of emergency medicine
VI  - 19
IP  - 6
AID - 10.5811/westjem.2018.8.37875 [doi]
SO  - West J Emerg Med. 2018 Nov;19(6):952-960.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    file = tmp_path / BIBLIOGRAPHY
    file.parent.mkdir()
    file.write_bytes(THERE.encode())
    return tmp_path


def added(root: Path, text: str, **options: object) -> tuple[Cited, str]:
    """The one entry that `text` became, and its BibTeX."""
    (one,) = cite(root, text, **({"design": "rct"} | options))  # type: ignore[arg-type]
    whole = (root / BIBLIOGRAPHY).read_bytes().decode()
    assert whole.startswith(THERE)
    return one, whole[len(THERE) :]


def test_a_zotero_export_becomes_a_tidy_entry_after_all_that_was_there(root: Path) -> None:
    one, text = added(root, ZOTERO, n=34)
    assert one.key == "etchison2018"
    assert one.remark.startswith("Add shortjournal")
    assert text == (
        "\n@article{etchison2018,\n"
        "  author = {Etchison, Ashley and Bos, Lia},\n"
        "  title = {Low-dose Ketamine Does Not Improve Migraine in the {ED}: A Randomized Trial},\n"
        "  journal = {Western Journal of Emergency Medicine},\n"
        "  year = {2018},\n  volume = {19},\n  number = {6},\n  pages = {952--960},\n"
        "  doi = {10.5811/westjem.2018.8.37875},\n  pmid = {30429927},\n  design = {rct},\n  n = {34}\n}\n"
    )


@pytest.mark.parametrize(
    "text", [BETTER, CROSSREF, WILEY, TAYLOR, ELSEVIER, SEMICOLONS, COMMAS, RIS, NBIB,
     WILEY.replace("@article{", "@article{\n  "), "@Article {" + WILEY.partition(",")[2]],
    ids=["Better BibTeX", "Crossref", "Wiley", "Taylor", "Elsevier", "semicolons", "commas", "RIS", "PubMed",
         "key below", "no key"],
)  # fmt: skip
def test_every_export_of_one_paper_becomes_the_same_source(root: Path, text: str) -> None:
    one, written = added(root, text)
    source = read_sources((root / BIBLIOGRAPHY).read_text("utf-8"))[one.key]
    assert one.key == "etchison2018"
    assert source.title.casefold() == "low-dose ketamine does not improve migraine"
    assert source.byline.startswith("Etchison A")
    assert source.published.endswith("2018;19(6):952-960")
    assert source.doi == "10.5811/westjem.2018.8.37875"
    for junk in ("abstract", "month", "issn", "keywords", "note", "eprint", "https://", "publisher", "langid"):
        assert junk not in written


def test_people_and_institutions_are_told_apart(root: Path) -> None:
    _, text = added(root, BETTER)
    assert "author = {Etchison, Ashley and van der Berg, Lia and {World Health Organization}}" in text


def test_pubmed_gives_the_short_name_of_the_journal_and_hints_at_the_design(root: Path) -> None:
    with pytest.raises(Refusal, match="PubMed's own words suggest --design rct"):
        cite(root, NBIB)
    _, text = added(root, NBIB)
    assert "shortjournal = {West J Emerg Med}" in text


@pytest.mark.parametrize("journal", ["Annals of Emergency Medicine", "The annals of emergency medicine"])
def test_the_short_name_of_a_journal_that_is_known_is_used_again(root: Path, journal: str) -> None:
    _, text = added(root, WILEY.replace("Western Journal of Emergency Medicine", journal))
    assert "shortjournal = {Ann Emerg Med}" in text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (WILEY.replace("10.5811/westjem.2018.8.37875", "10.1016/J.ANNEMERGMED.2017.08.063"), "the same DOI"),
        (NBIB.replace("30429927", "28967441"), "the same PMID"),
        (RIS.replace("Low-dose Ketamine Does Not Improve Migraine", "A comparison of headache treatment."), "the same"),
    ],
)  # fmt: skip
def test_what_is_there_already_is_named_by_its_key_and_not_added(root: Path, text: str, why: str) -> None:
    (one,) = cite(root, text, "rct")
    assert one.key == "zitek2018"
    assert why in one.remark
    assert (root / BIBLIOGRAPHY).read_bytes() == THERE.encode()


def test_a_second_paper_of_a_year_gets_a_letter(root: Path) -> None:
    other = WILEY.replace("Etchison, Ashley R.", "Zitek, T.")
    assert [one.key for one in cite(root, other, "rct")] == ["zitek2018b"]
    again = other.replace("37875", "37876").replace("Low-dose", "High-dose")
    assert [one.key for one in cite(root, again, "rct")] == ["zitek2018c"]


@pytest.mark.parametrize(
    ("author", "key"),
    [
        ("M{\\\"u}ller, J{\\\"u}rgen", "muller2018"),
        ("van der Berg, Lia", "vanderberg2018"),
        ("{World Health Organization}", "who2018"),
        ("U.S. Food and Drug Administration", "usfda2018"),
        ("O'Connell, Neil", "oconnell2018"),
        ("\u00d8rsted, Hans", "orsted2018"),
        ("Zarate, Jr., Carlos A.", "zarate2018"),
    ],
)  # fmt: skip
def test_a_key_is_the_first_author_and_the_year(root: Path, author: str, key: str) -> None:
    assert added(root, WILEY.replace("Etchison, Ashley R. and Bos, Lia", author))[0].key == key


def test_several_entries_are_added_together_or_not_at_all(root: Path) -> None:
    other = WILEY.replace("37875", "37876").replace("Low-dose", "High-dose")
    with pytest.raises(Refusal, match="no year"):
        cite(root, WILEY + "\n" + other + "\n@article{a, title = {T}, doi = {10.1234/x}}", "rct")
    assert (root / BIBLIOGRAPHY).read_bytes() == THERE.encode()
    # One that is there already, or is given twice, stops none of the others.
    keys = [one.key for one in cite(root, WILEY + "\n" + other + "\n" + WILEY, "rct")]
    assert keys == ["etchison2018", "etchison2018b", "etchison2018"]
    assert (root / BIBLIOGRAPHY).read_text("utf-8").count("@article") == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing in it"),
        ("https://www.example.org/a-paper", "no DOI or PMID in this address"),
        ("<!doctype html><p>Sign in", "a web page"),
        ('[{"title": "x"}]', "CSL-JSON"),
        ("%0 Journal Article\n%T Words\n", "EndNote"),
        ("Etchison AR. Low-dose ketamine. West J Emerg Med. 2018.", "no BibTeX"),
        ("@article{a, title = {Open", "cannot be read"),
        ("@comment{nothing}", "no whole entry"),
        ("@article{a, title = {T}}\n@article x", "no year"),
        ("@article{a, author = {A, B}, year = {2020}, doi = {10.1234/x}}", "no title"),
        ("@article{a, title = {T}, doi = {10.1234/x}}", "no year"),
        ("@article{a, title = {T}, year = {2020}}", "no DOI"),
        ("TY  - JOUR\nER  - \n", "no title"),
        ("PMID- 1\n", "no title"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line_with_a_fix(root: Path, text: str, said: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        cite(root, text, "rct")
    assert "Fix: " in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_writer_sees_the_reference_and_what_to_paste(root: Path) -> None:
    assert told(cite(root, NBIB, "rct")).split("\n") == [
        "Etchison AR, Bos L. Low-dose Ketamine Does Not Improve Migraine. West J Emerg Med. 2018;19(6):952-960. "
        "doi:10.5811/westjem.2018.8.37875",
        "Cite it as [@etchison2018]",
    ]


def test_an_unknown_design_is_refused_with_the_nearest(root: Path) -> None:
    with pytest.raises(Refusal, match='did you mean "rct"'):
        cite(root, WILEY, "rtc")


def answers(*words: str) -> Callable[[str, str], str]:
    """A person who answers in this order, and takes the suggestion where the answer is empty."""
    left = iter(words)
    return lambda question, suggestion: next(left) or suggestion


def test_a_person_is_asked_for_the_design_and_the_number_of_people(root: Path) -> None:
    cite(root, NBIB, ask=answers("trial?", "", "some", "1,285"))
    source = read_sources((root / BIBLIOGRAPHY).read_text("utf-8"))["etchison2018"]
    assert (source.design, source.people) == ("rct", 1285)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        (
            "@misc{yuan_2022, title = {Real-world study}, url = {https://www.medrxiv.org/content/10.1101/2022.11.20.22v1},"
            " doi = {10.1101/2022.11.20.22}, publisher = {medRxiv}, author = {Yuan, H.}, month = nov, year = {2022},"
            " note = {Pages: 3}}",
            "Yuan H. Real-world study. medRxiv. Preprint posted online November 2022. doi:10.1101/2022.11.20.22",
        ),
        (
            "@online{who, author = {{World Health Organization}}, title = {Migraine}, date = {2024-03-06},"
            " url = {https://www.who.int/a_b}, urldate = {2026-11-20}, organization = {WHO newsroom}}",
            "World Health Organization. Migraine. WHO newsroom. March 6, 2024. Accessed November 20, 2026. "
            "https://www.who.int/a_b",
        ),
        (
            "TY  - CHAP\nTI  - Ketamine\nAU  - Riordan, N.\nT2  - Headache Medicine\nA2  - Etzel, R.\nPB  - Springer\n"
            "PY  - 2012\nSP  - 15\nEP  - 34\nET  - 3\nER  - ",
            "Riordan N. Ketamine. In: Etzel R, ed. Headache Medicine. 3rd ed. Springer; 2012:15-34.",
        ),
        (
            "@phdthesis{d, author={Doe, Jane}, title = {Ketamine at Home}, school = {University of Leeds}, year=2021}",
            "Doe J. Ketamine at Home. Dissertation. University of Leeds; 2021.",
        ),
        (
            "TY  - RPRT\nTI  - Atlas of Headache\nAU  - World Health Organization\nPB  - WHO Press\nPY  - 2011\nER  - ",
            "World Health Organization. Atlas of Headache. WHO Press; 2011.",
        ),
        (
            "@article{q, title = {Is <i>N</i>-methyl &amp; $\\alpha$ {50\\%} better?}, author = {Lee, A and others},"
            " journal = {Head \\& Face Medicine}, year = {2022}, number = {Suppl_1}, volume = {18}, doi = {10.1234/q}}",
            "Lee A, et al. Is N-methyl & \u03b1 50% better? Head & Face Medicine. 2022;18(suppl 1). doi:10.1234/q",
        ),
    ],
    ids=["preprint", "web page", "chapter", "thesis", "report", "odd title"],
)  # fmt: skip
def test_every_kind_of_source_is_read_back_as_its_reference(root: Path, text: str, reference: str) -> None:
    assert added(root, text, design="review")[0].reference == reference


def test_a_retracted_paper_is_marked_and_said_so(root: Path) -> None:
    one, text = added(root, NBIB + "PT  - Retracted Publication\n")
    assert "retracted = {PubMed says so}" in text
    assert one.remark.startswith("Careful: this source was retracted")


def test_lines_end_as_they_do_in_the_file(root: Path) -> None:
    before = THERE.replace("\n", "\r\n").rstrip().encode()
    (root / BIBLIOGRAPHY).write_bytes(before)
    cite(root, WILEY, "rct")
    after = (root / BIBLIOGRAPHY).read_bytes()
    assert after.startswith(before + b"\r\n\r\n@article{etchison2018,\r\n")
    assert after.count(b"\n") == after.count(b"\r\n")


def test_a_file_that_cannot_be_read_is_left_alone(root: Path) -> None:
    (root / BIBLIOGRAPHY).write_bytes(b"@article{open,\n title = {T\n")
    with pytest.raises(Refusal, match=r"references\.bib:1: .*nothing was added"):
        cite(root, WILEY, "rct")
    assert (root / BIBLIOGRAPHY).read_bytes() == b"@article{open,\n title = {T\n"


def test_old_encodings_are_read(tmp_path: Path) -> None:
    for coding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert decoded("M\u00fcller \u2013 1".encode(coding)) == "M\u00fcller \u2013 1"
    with pytest.raises(Refusal, match=r"none\.ris cannot be opened"):
        pasted(str(tmp_path / "none.ris"))
