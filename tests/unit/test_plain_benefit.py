"""desk/checks/plain_benefit.py"""

from __future__ import annotations

import itertools

import pytest

from desk.checks.passage import passages
from desk.checks.plain_benefit import plain_benefits
from desk.model.body import scan


def stated(text: str, design: str = "rct") -> list[str]:
    found = (each for passage in passages(scan(text, 1)) for each in plain_benefits(passage, {"good2020": design}))
    return [" ".join(each.words) for each in found]


def test_the_plainest_statements_are_found_in_every_form() -> None:
    drugs = ("Ketamine", "Esketamine", "An infusion", "The nasal spray", "Low-dose ketamine", "One dose")
    verbs = ("eases", "helps", "stops", "prevents", "treats", "works for", "can ease", "often helps", "helps with")
    ills = ("migraine", "chronic pain", "your depression", "PTSD", "many attacks")
    every = [f"{drug} {verb} {ill}." for drug, verb, ill in itertools.product(drugs, verbs, ills)]
    assert [text for text in every if not stated(text)] == []


def test_a_source_carries_it_where_its_kind_can() -> None:
    assert stated("Ketamine eases pain [@good2020].") == []
    assert stated("Ketamine eases pain [@good2020].", "survey") == ["ketamine eases pain"]
    assert stated("Ketamine eases pain [@nobody].") == [], "what is not known has a problem of its own"


@pytest.mark.parametrize(
    "text",
    [
        "Nobody knows if ketamine eases migraine.",
        "No trial showed that ketamine eases migraine.",
        "Does ketamine ease migraine?",
        "Ketamine does not ease migraine.",
        'Clinics say: "ketamine eases migraine".',
        "Ketamine is used to treat pain in the emergency room.",
        "Ketamine help lines are open.",
        "The treatment ends at noon, and pain is written down.",
    ],
)
def test_what_is_denied_doubted_asked_or_another_thing_is_let_be(text: str) -> None:
    assert stated(text) == []
