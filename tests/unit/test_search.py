"""desk/finish/search.py"""

from __future__ import annotations

from desk.finish.search import START, Part


def test_a_beginning_is_whole_sentences_or_as_many_words_as_there_is_room_for() -> None:
    assert Part("a", "A", ["Short. So short."]).start == "Short. So short."
    one = "This is a first sentence that says enough by itself."
    assert Part("a", "A", [one, "word " * 40]).start == one
    long = Part("a", "A", ["word " * 60]).start
    assert len(long) <= START
    assert long.endswith("word\u2026")


def test_the_index_holds_no_word_that_heading_and_beginning_show_nor_one_twice() -> None:
    first = "Some people had pain, enough to fill the beginning of this part with words."
    rest = "Pains and trials and a trial at 40 mg hurt the bladder again, later on. " * 3
    part = Part("a", "Bladder harm", [first, rest])
    assert {"bladder", "harm", "some", "pain", "pains", "trials", "the", "40"}.isdisjoint(part.words)
    assert {"trial", "hurt", "again", "later"} <= part.words
