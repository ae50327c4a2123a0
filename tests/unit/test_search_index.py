"""desk/finish/search_index.py"""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import replace

import pytest

from desk.finish.search_index import MOST, START, Page, Part, Pieces, files, whole

GRADES = {"strong": "Well established", "limited": "Possible; early evidence"}


def test_a_beginning_is_whole_sentences_or_as_many_words_as_there_is_room_for() -> None:
    assert Part.of("a", "A", ["Short. So short."]).start == "Short. So short."
    assert Part.of("a", "A", ["cannot be\nwoken", "has chest pain", "Call now."]).start == (
        "cannot be woken; has chest pain; Call now."
    )
    one = "This is a first sentence that says enough by itself."
    assert Part.of("a", "A", [one, "word " * 40]).start == one
    long = Part.of("a", "A", ["word " * 60]).start
    assert len(long) <= START
    assert long.endswith("word\u2026")


def test_the_index_holds_no_word_that_heading_and_beginning_show_nor_one_twice() -> None:
    first = "Some people had pain, enough to fill the beginning of this part with words."
    rest = "Pains and trials and a trial at 40 mg hurt the bladder again, later on. " * 3
    part = Part.of("a", "Bladder harm", [first, rest])
    assert {"bladder", "harm", "some", "pain", "pains", "trials", "the", "40"}.isdisjoint(part.words)
    assert {"trial", "hurt", "again", "later"} <= part.words


def post(number: int, more: str = "") -> Page:
    first = f"People asked about day {number} and wrote of what they saw, which fills this beginning to its end."
    parts = [
        Part.of("", f"Day {number}", [first]),
        Part.of("rest", "What is rest?", [first, f"Noise and light{number}{more}."]),
    ]
    return Page(f"day-{number}", f"Day {number}", "post", "Migraine", "limited", parts, {"rest": "strong"})


def test_every_word_of_the_one_file_is_where_it_was_in_pieces_too() -> None:
    pages = [post(number) for number in range(900)]
    one, (many, cut, parts) = whole(pages), Pieces.of(pages, list(GRADES)).files()
    words, firsts = many["words"].split(), list(itertools.accumulate(map(int, many["ranges"].split(","))))
    assert len(firsts) > 2
    told = [line for number in range(len(firsts)) for line in json.loads(cut[f"words-{number}.json"])]
    assert firsts == [0, *itertools.accumulate(len(json.loads(cut[f"words-{n}.json"])) for n in range(len(firsts) - 1))]
    lists = {word: line.split(";") for word, line in zip(words, told, strict=True)}
    assert {word: body for word, (_, _, body) in lists.items() if body} == dict(
        zip(one["words"].split(), one["places"].split(";"), strict=True)
    )
    places = [
        [list(itertools.accumulate(map(int, each.split(",")))) for each in lists[w][:2] if each]
        for w in ("rest", "899")
    ]
    assert places == [[list(range(1, 1800, 2))], [[1798], [1798, 1799]]]
    assert many["marks"] == ".0" * 900
    assert json.loads(parts["page-7.json"])[2] == [section[1:4] for section in one["sections"] if section[0] == 7]


@pytest.mark.parametrize("count", [0, 1, MOST, MOST + 1])
def test_the_build_chooses_by_the_number_of_posts(count: int) -> None:
    made = files(
        [post(number) for number in range(count)], synonyms={"nap": "Rest", "addicted": "addiction"}, grades=GRADES
    )
    told = json.loads(made["search/index.json"])
    assert told["synonyms"] == ({"nap": "Rest"} if count else {}), "our word for it is on no page"
    assert len(told["pages"]) == count
    assert len(made) == (1 if count <= MOST else 1 + count + 1)


def test_pieces_that_are_numbered_otherwise_are_never_mixed() -> None:
    def made(first: Page) -> set[str]:
        return set(files([first, *(post(n) for n in range(1, MOST + 1))], synonyms={}, grades=GRADES))

    def of(kind: str, names: set[str]) -> set[str]:
        return {name for name in names if f"/{kind}-" in name}

    page = post(0)
    before = made(page)
    assert made(post(0)) == before
    words, parts = of("words", before), of("page", before)
    assert len(words) + len(parts) + 1 == len(before)
    said = made(post(0, " later"))
    assert of("page", said) == parts
    assert not of("words", said) & words
    for other in (replace(page, slug="other"), replace(page, parts=[*page.parts, Part.of("d", "More")])):
        assert not of("page", made(other)) & parts


def test_a_page_that_changed_is_changed_in_pieces_as_if_all_were_made_anew() -> None:
    chance = random.Random(11)
    said = [
        "pain",
        "trial",
        "ketamine",
        "dose",
        "rest",
        "light",
        "noise",
        "an",
        "and",
        "sleep",
        "40",
        "walk",
        "visit",
        "clinic",
    ]

    def some() -> Page:
        texts = [" ".join(chance.choices(said, k=chance.randint(0, 30))) for _ in range(3)]
        parts = [
            Part.of(name, " ".join(chance.choices(said, k=3)), [text]) for name, text in zip("abc", texts, strict=True)
        ]
        return Page("one", said[chance.randrange(5)], "post", "Migraine", "limited", parts, {"b": "strong"})

    pages = [some() for _ in range(6)]
    pieces = Pieces.of(pages, list(GRADES))
    for _ in range(60):
        at, new = chance.randrange(6), some()
        assert pieces.change(at, pages[at], new, list(GRADES))
        pages[at] = new
        assert pieces.files() == Pieces.of(pages, list(GRADES)).files()
    longer = Page("one", "One", "post", "", "", [*pages[0].parts, Part.of("d", "More")], {})
    assert not pieces.change(0, pages[0], longer, list(GRADES)), "each number after it is another"
