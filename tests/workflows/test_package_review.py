"""Decisions on what is blacked out hold for a value everywhere, or for one place alone."""

from __future__ import annotations

from app.workflows.package_review import Fate, Review
from app.workflows.redaction import Finding, Why


def finding(number: int, text: str, why: Why = Why.PERSON) -> Finding:
    return Finding(f"f{number}", "message", number // 2, "text", "", text, 0, "", "", why)


def test_a_value_is_one_line_however_it_is_spelt() -> None:
    texts = ["Pieter van Dongen", "PIETER VAN\nDONGEN", "Pie\u200bter van Dongen", "06-12345678"]
    review = Review([finding(n, text) for n, text in enumerate(texts)])
    assert [len(group.places) for group in review.groups] == [3, 1]


def test_one_value_that_was_found_in_two_ways_is_one_decision() -> None:
    review = Review([finding(0, "Anna Bos", Why.HEADER), finding(1, "Anna Bos", Why.PERSON)])
    [group] = review.groups
    assert group.reason == (
        "Name in a quoted header or beside an e-mail address · Name of another person on record"
    )
    review.let_stand(group.places, stands=True)
    assert review.keep == {"f0", "f1"}


def test_a_name_of_staff_is_a_line_of_its_own() -> None:
    review = Review([finding(0, "Bram", Why.STAFF), finding(1, "Bram", Why.PERSON)])
    assert [len(group.places) for group in review.groups] == [1, 1]


def test_what_is_decided_of_one_place_leaves_the_others() -> None:
    review = Review([finding(0, "Bram"), finding(1, "Bram"), finding(2, "Anna")])
    bram, anna = review.groups
    assert review.fate(bram) is Fate.BLACK
    review.let_stand([bram.places[0]], stands=True)
    assert review.fate(bram) is Fate.PARTLY
    assert review.keep == {"f0"}
    review.let_stand(bram.places, stands=True)
    assert review.fate(bram) is Fate.STANDS
    assert review.fate(anna) is Fate.BLACK
    review.let_stand(bram.places, stands=False)
    assert review.keep == frozenset()


def test_decisions_of_before_hold_and_those_of_what_is_gone_do_not() -> None:
    review = Review([finding(0, "Bram")], keep={"f0", "f9"})
    assert review.keep == {"f0"}


def test_it_knows_what_else_stands_in_a_text() -> None:
    review = Review([finding(0, "Bram"), finding(1, "Anna"), finding(2, "Bram")])
    assert [one.id for one in review.beside(review.groups[0].places[0])] == ["f0", "f1"]


def test_the_line_of_words_is_theirs_or_else_one_that_has_them() -> None:
    review = Review([finding(0, "Pieter Bos"), finding(2, "Pieter")])
    assert review.line_of("pieter") == 1
    assert review.line_of("BOS") == 0
    assert review.line_of("Bosman") is None
