"""desk/bibliography/databases.py"""

from __future__ import annotations

import pytest

from desk.bibliography.answers import Record
from desk.bibliography.databases import Findings, verdict
from desk.model.source import Source


def findings(silent: str = "", **retracted: bool) -> Findings:
    """What the databases of that name said; those in `silent` gave no answer."""
    found = Findings(Source("k", 1, "article", "T", year="2000"))
    found.records = {name: Record(retracted=gone) for name, gone in retracted.items()}
    found.silent = dict.fromkeys(silent.split(), "it did not answer in time")
    return found


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (findings(Crossref=True, PubMed=True), "retracted (said by Crossref, PubMed)"),
        (findings(Crossref=True, OpenAlex=False), "retracted (said by Crossref; OpenAlex does not know of it)"),
        (findings("PubMed", Crossref=True), "retracted (said by Crossref)"),
        (findings(Crossref=False, PubMed=False), "Crossref and PubMed do not know of a retraction"),
        (
            findings("PubMed", Crossref=False),
            "Crossref alone answered, and one is not enough: PubMed: it did not answer in time",
        ),
        (findings("Crossref"), "could not be asked: Crossref: it did not answer in time"),
    ],
)
def test_a_source_is_never_called_clean_and_never_on_one_word(found: Findings, said: str) -> None:
    assert verdict(found) == said
    assert "clean" not in said
