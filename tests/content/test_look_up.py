"""`cite` with what a writer has of a paper: a DOI, a PMID, an address, a copied citation; and a long paste."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from desk.bibliography.look_up import ELSEWHERE, Paper, papers_in
from desk.commands.cite import cite, told
from desk.model.source import BIBLIOGRAPHY
from desk.refusal import Refusal
from tests.build_site import ROOT
from tests.content.registries import IN_CROSSREF, IN_PUBMED, PMID, answering


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content/posts").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("10.1001/jama.2020.1", ["10.1001/jama.2020.1"]),
        ("doi:10.1001/jama.2020.1.", ["10.1001/jama.2020.1"]),
        ("https://doi.org/10.1016/S0140-6736(97)11096-0", ["10.1016/S0140-6736(97)11096-0"]),
        ("(see 10.1016/S0140-6736(97)11096-0)", ["10.1016/S0140-6736(97)11096-0"]),
        ("https://www.nejm.org/doi/full/10.1056/NEJMoa1?query=x", ["10.1056/NEJMoa1"]),
        ("https://onlinelibrary.wiley.com/doi/10.1111/head.14/abstract", ["10.1111/head.14"]),
        ("https://doi.org/10.1016%2Fj.x.2017.08.063", ["10.1016/j.x.2017.08.063"]),
        ("[@10.1000/x.1; @10.1000/y.2]", ["10.1000/x.1", "10.1000/y.2"]),
        ("28967441", ["PMID 28967441"]),
        ("https://pubmed.ncbi.nlm.nih.gov/28967441/?from=x", ["PMID 28967441"]),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC6225944/", ["PMC6225944"]),
        ("Zitek T. A title. Ann. 2018;71(3):369-377.\ndoi: 10.1016/j.x. PMID: 28967441", ["10.1016/j.x"]),
        ("10.1000/one\n28967441\n10.1000/one", ["10.1000/one", "PMID 28967441"]),
        ("Zitek T. A title. 2018.", []),
    ],
)
def test_what_names_a_paper_is_found(text: str, papers: list[str]) -> None:
    assert [str(paper) for paper in papers_in(text)] == papers
    assert all(isinstance(paper, Paper) for paper in papers_in(text))


@pytest.mark.parametrize(
    "text",
    [IN_PUBMED, PMID, f"https://pubmed.ncbi.nlm.nih.gov/{PMID}/", f"Quiet A. A trial. https://doi.org/{IN_PUBMED}"],
)
def test_a_paper_that_is_only_named_is_fetched(root: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    with answering() as place:
        monkeypatch.setenv(ELSEWHERE, place)
        (one,) = cite(root, text, "rct", 24)
    assert one.key == "quiet2021"
    assert "J Made Up Tests" in (root / BIBLIOGRAPHY).read_text("utf-8")
    assert "PubMed and Crossref do not know of a retraction" in one.remark or (
        "Crossref and PubMed do not know of a retraction" in one.remark
    )


def test_what_pubmed_does_not_have_comes_from_crossref(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering() as place:
        monkeypatch.setenv(ELSEWHERE, place)
        (one,) = cite(root, IN_CROSSREF, "cohort", 10)
    assert one.key == "elsewhere2022"
    assert "Crossref alone answered, and one is not enough" in one.remark


def test_an_error_is_never_read_as_not_retracted(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(crossref_down=True) as place:
        monkeypatch.setenv(ELSEWHERE, place)
        (one,) = cite(root, IN_PUBMED, "rct", 24)
    assert "do not know" not in one.remark
    assert "PubMed alone answered, and one is not enough" in one.remark


def test_a_retraction_is_written_into_the_entry(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(retracted=True) as place:
        monkeypatch.setenv(ELSEWHERE, place)
        (one,) = cite(root, IN_PUBMED, "rct", 24)
    assert "this source was retracted" in one.remark
    assert "retracted = {Crossref says so}" in (root / BIBLIOGRAPHY).read_text("utf-8")


def test_with_no_network_it_is_said_plainly_and_nothing_is_added(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ELSEWHERE, "http://127.0.0.1:9")
    with pytest.raises(Refusal, match="there seems to be no network"):
        cite(root, IN_PUBMED, "rct")
    assert not (root / BIBLIOGRAPHY).exists()


def test_the_key_takes_the_place_of_a_doi_in_the_text(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    post = root / "content/posts/one.md"
    post.write_text(f"Rest helped [@{IN_PUBMED}]. More [@other; @{IN_PUBMED.upper()}, p. 3]. Not {IN_PUBMED} here.\n")
    with answering() as place:
        monkeypatch.setenv(ELSEWHERE, place)
        said = told(cite(root, IN_PUBMED, "rct", 24))
    assert post.read_text() == f"Rest helped [@quiet2021]. More [@other; @quiet2021, p. 3]. Not {IN_PUBMED} here.\n"
    assert "in place of its DOI in content/posts/one.md" in said


def test_a_paste_with_a_line_longer_than_a_terminal_holds_is_whole() -> None:
    long = "word " * 3000
    entry = (
        f"TY  - JOUR\nAU  - Brown, Ann\nTI  - A made-up trial\nJO  - Tests\nPY  - 2020\nDO  - 10.1000/y\nAB  - {long}"
    )
    entry += "\nER  - \n"
    main, side = pty.openpty()
    typed = "from desk.commands.pasted import pasted; import sys; sys.stderr.write(pasted('-'))"
    command = [sys.executable, "-c", typed]
    run = subprocess.Popen(command, stdin=side, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert run.stdout
    run.stdout.readline()  # it asks, and now reads
    os.close(side)
    rest = entry.encode() + b"X\x7f\x04"
    while rest:
        rest = rest[os.write(main, rest[:1000]) :]
        os.set_blocking(main, False)
        with contextlib.suppress(BlockingIOError):
            os.read(main, 100_000)  # what it echoes
        os.set_blocking(main, True)
    _, said = run.communicate()
    os.close(main)
    assert said.decode() == entry
