"""desk/checks/plain_statement.py"""

from __future__ import annotations

import itertools

import pytest

from desk.checks.passage import passages
from desk.checks.plain_statement import plain_statements
from desk.model.scanner import scan


def stated(text: str, design: str = "rct") -> list[str]:
    found = (each for passage in passages(scan(text, 1)) for each in plain_statements(passage, {"good2020": design}))
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
        "Ketamine is very safe.",
        "Esketamine has no side effects.",
        "The nasal spray has few side effects, and it is quick.",
        "The treatment is risk-free.",
        "Ketamine causes no lasting harm.",
        "Ketamine does not hurt the liver.",
        "It has never harmed anyone.",
        "The infusions are not at all dangerous.",
        "No patient has been injured here.",
        "Nobody has ever been harmed at our center.",
        "Your kidneys are never damaged by it.",
        "Relief lasts for months, and often for years.",
        "Ketamine is not addictive.",
        "The drug is old, and it is not addictive.",
        "Stop your triptan.",
        "Do not take your blood pressure pills.",
        "You should take ketamine.",
        "You can drive after two hours.",
        "Drive home after an hour.",
        "The FDA has approved ketamine for PTSD.",
        "Only 99 dollars this week.",
        "It changed my life.",
    ],
)
def test_other_roles_have_their_plainest_statements(text: str) -> None:
    assert len(stated(text)) == 1


def test_a_harm_called_small_is_carried_by_a_count_with_its_source() -> None:
    assert stated("Esketamine has few side effects in 12 of 400 people [@good2020].") == []
    assert stated("Esketamine has few side effects [@good2020].") == ["esketamine has few side"]
    assert stated("In a trial of 40 people, no one was harmed [@good2020].") == []


@pytest.mark.parametrize(
    "text",
    [
        "Ketamine is not safe for everyone.",
        "Ketamine is not harmless.",
        "The drip itself does not hurt.",
        "We do not know whether ketamine harms the liver.",
        "The label does not say that the bladder is never harmed.",
        "If the relief lasts less than a day, write that down.",
        "The study lasted for months.",
        "Take the list of your medicines with you.",
        "Take someone with you, and do not drive.",
        "Do not stop your pills without asking.",
        "Start with the key points.",
        "Ask whether the drug is safe for you.",
        "No trial says that ketamine is safe.",
        "The FDA has not approved ketamine for PTSD.",
        "Do not wait to call 911.",
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
