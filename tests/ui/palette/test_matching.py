"""A few letters find an action, the likeliest first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.palette.matching import best, score

TITLES = ("New ticket", "Next ticket", "Reply", "Lock", "Übersicht zeigen", "Go to devices")


def found(typed: str) -> list[str]:
    return list(best(typed, [(title, title, "") for title in TITLES], 10))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("new", "New ticket"),
        ("tick new", "New ticket"),
        ("nt", "New ticket"),
        ("EPLY", "Reply"),
        ("uber", "Übersicht zeigen"),
        ("gtd", "Go to devices"),
    ],
)
def test_the_likeliest_comes_first(typed: str, first: str) -> None:
    assert found(typed)[0] == first


def test_a_beginning_goes_before_an_inside() -> None:
    assert found("lo")[0] == "Lock"
    assert found("ne")[:2] == ["New ticket", "Next ticket"]


def test_keywords_find_what_the_title_does_not_say() -> None:
    assert score("close", "Lock", "close hide") is not None
    assert score("close", "Lock") is None


def test_nothing_typed_leaves_all_in_their_order() -> None:
    assert found("") == list(TITLES)


@given(st.text(max_size=20), st.text(max_size=40))
def test_any_text_at_all_is_answered(typed: str, title: str) -> None:
    assert score(typed, title) in (None, 0, 1, 2, 3, 4)
