"""Back and forward lead where one was, and nowhere twice."""

from __future__ import annotations

from ui.history import History, Place

LIST = Place("tickets", {"item": None, "query": ""})
ONE = Place("tickets", {"item": 1, "query": ""})
FOUND = Place("tickets", {"item": 1, "query": "vpn"})
DEVICE = Place("devices", {"item": 7})


def test_back_and_forward_are_each_other_s_undoing() -> None:
    history = History()
    for place in (LIST, ONE, FOUND):
        history.leave(place)
    assert history.back(DEVICE) == FOUND
    assert history.back(FOUND) == ONE
    assert history.forward(ONE) == FOUND
    assert history.forward(FOUND) == DEVICE
    assert history.forward(DEVICE) is None


def test_going_on_from_the_middle_forgets_what_was_ahead() -> None:
    history = History()
    history.leave(LIST)
    history.leave(ONE)
    history.back(FOUND)
    history.leave(ONE)
    assert not history.can_go_forward


def test_scrolling_makes_no_other_place() -> None:
    scrolled = Place("tickets", {"item": 1, "query": "", "scroll": 400})
    assert scrolled.is_same_as(ONE)
    history = History()
    history.leave(ONE)
    assert history.back(scrolled) is None


def test_the_oldest_places_are_forgotten() -> None:
    history = History()
    for item in range(300):
        history.leave(Place("tickets", {"item": item + 1}))
    here, steps = DEVICE, 0
    while (place := history.back(here)) is not None:
        here, steps = place, steps + 1
    assert steps == 100
