"""Whoever goes on with a request sees how far it is, and what else can be done meanwhile."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from app.model.subject_request import Ground, RequestKind
from app.workflows import people, requests
from app.workflows.requests import letters
from app.workflows.session import Session
from tests.ui.parts import texts
from tests.ui.requests.acting import button, has, press, take_in
from ui.main_window import MainWindow
from ui.requests.page import RequestsPage
from ui.widgets.plain_label import PlainLabel

pytestmark = pytest.mark.usefixtures("saved")


def names(page: RequestsPage) -> list[str]:
    """What a screen reader says of the labels."""
    labels = page.pane.findChildren(PlainLabel)
    return [label.accessibleName() for label in labels if label.accessibleName()]


def test_the_steps_keep_their_numbers_and_the_done_ones_are_ticked(
    qtbot: QtBot, page: RequestsPage
) -> None:
    take_in(qtbot, page, RequestKind.ACCESS)
    qtbot.waitUntil(lambda: "Step 1 of 7: Check who is asking" in texts(page.pane))
    steps = [text for text in texts(page.pane) if text[:2] in {f"{n}." for n in range(1, 10)}]
    assert steps[-1] == "7. Close the request"
    assert names(page) == []
    press(qtbot, page, "I checked it in person")
    qtbot.waitUntil(lambda: "Step 2 of 7: Find all records of the person" in texts(page.pane))
    assert names(page) == ["1. Check who is asking: done"]
    again = [text for text in texts(page.pane) if text[:2] in {f"{n}." for n in range(1, 10)}]
    assert again == steps


def test_an_answer_that_comes_before_the_identity_was_checked_starts_the_clock_again(
    qtbot: QtBot, page: RequestsPage, session: Session
) -> None:
    number = take_in(qtbot, page, RequestKind.ACCESS)
    press(qtbot, page, "Stop the clock: I asked what they mean")
    press(qtbot, page, "The answer came")
    qtbot.waitUntil(lambda: has(page, "Stop the clock: I asked what they mean"))
    assert not requests.get(session, number).paused_on


def test_many_proposals_get_the_same_answer_at_once(
    qtbot: QtBot, page: RequestsPage, session: Session
) -> None:
    for number in range(3):
        people.add(session, display_name="Fatima El Amrani", email=f"fatima{number}@example.org")
    take_in(qtbot, page, RequestKind.ACCESS, "f.elamrani")
    press(qtbot, page, "I checked it in person")
    press(qtbot, page, "Look for more records")
    press(qtbot, page, "The rest is not theirs")
    press(qtbot, page, "These are all: go on")
    qtbot.waitUntil(lambda: "Step 3 of 7: Look at what would be done" in texts(page.pane))


def test_once_all_is_done_only_the_end_and_another_decision_are_offered(
    qtbot: QtBot, page: RequestsPage, session: Session
) -> None:
    number = take_in(qtbot, page, RequestKind.ACCESS)
    press(qtbot, page, "Refuse: identity not shown")
    qtbot.waitUntil(lambda: "Step 2 of 3: Write the closing letter" in texts(page.pane))
    kind = letters.closing_kind(requests.get(session, number))
    assert requests.get(session, number).grounds == (Ground.IDENTITY,)
    page.context.jobs.write(
        page, lambda: letters.file(session, number, letters.draft(session, number, kind))
    )
    qtbot.waitUntil(lambda: "All is done" in texts(page.pane))
    for text in ("Ask what they mean…", "Extend the time…", "Acknowledge receipt…"):
        assert not has(page, text)
    assert button(page.pane, "Decide again…").isEnabled()


def test_what_went_wrong_on_one_page_is_not_said_on_the_next(
    qtbot: QtBot, page: RequestsPage
) -> None:
    page.context.show_error(KnownError("wrong", "Something went wrong.", "Nothing was done."))
    window = page.window()
    assert isinstance(window, MainWindow)
    assert window.workspace is not None
    messages = window.workspace.messages
    qtbot.waitUntil(messages.isVisible)
    window.workspace.go("people")
    qtbot.waitUntil(lambda: not messages.isVisible())
