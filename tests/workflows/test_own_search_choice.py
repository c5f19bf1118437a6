"""The program looks for destroyed values that tell something, also where texts are repeated."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

import pytest

from app.model.mail import MailAttachment
from app.model.staff_texts import Draft
from app.model.ticket import Channel
from app.store import cleanup, engine, fts5, residue
from app.store.residue import Residue
from app.store.residue_choice import MOST, Chosen, choose
from app.store.residue_sample import KEPT, PER_COLUMN, Sample
from app.workflows import destruction, drafts, people, tickets
from app.workflows.destruction import Destroyed
from app.workflows.session import Session
from tests.workflows.conftest import planted

STANDARD = (
    "Goedemorgen,\n\nDe printer op de tweede verdieping trekt scheve vellen en de melding blijft"
    " staan nadat het papier opnieuw is ingelegd. Kunnen jullie even komen kijken?"
)
TWINS = 50


def ticket(session: Session, text: str, title: str = "Printer trekt scheve vellen") -> int:
    number, _ = tickets.create(session, title=title, channel=Channel.COUNTER, text=text)
    return number


def destroy(session: Session, numbers: Iterable[int]) -> Destroyed:
    result = Destroyed()
    with destruction.thorough(session, result), session.store.write() as connection:
        destruction.destroy_rows(connection, {"ticket": set(numbers)}, result)
    return result


def search(session: Session, result: Destroyed) -> Residue:
    return residue.search(session.store, session.unlocked.store_key, result.sample)


def mostly_repeated(session: Session) -> list[int]:
    """Make tickets whose texts others have too, but for whom each of them is from."""
    for _turn in range(3):
        ticket(session, STANDARD + "\n\nMet vriendelijke groet,\nde receptie")
    signed = f"{STANDARD}\n\nMet vriendelijke groet,\n"
    return [ticket(session, signed + planted()) for _turn in range(TWINS)]


def test_where_most_is_repeated_it_looks_for_as_many_values_as_it_may(session: Session) -> None:
    result = destroy(session, mostly_repeated(session)[5:])
    found = search(session, result)
    assert found.values == MOST
    assert found.shared > 0  # the title is everybody's
    assert found.found == {}
    assert found.as_counts()["verdict"] == "none_found"


@pytest.mark.parametrize("safeguard", ["secure_delete", "index", "log"])
def test_where_most_is_repeated_a_safeguard_that_is_off_is_found_out(
    session: Session, safeguard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = mostly_repeated(session)
    with session.store.maintenance() as connection:
        engine.checkpoint(connection)
        if safeguard == "secure_delete":
            connection.execute("PRAGMA secure_delete = OFF")
        elif safeguard == "index":
            monkeypatch.setattr(cleanup, "FEWEST", 10_000)
            fts5.set_index_secure_delete(connection, on=False)
        else:
            monkeypatch.setattr(cleanup, "settle", lambda *_given: False)
    found = search(session, destroy(session, numbers[5:]))
    assert sum(found.found.values()) > 0
    assert found.as_counts()["verdict"] == "found"


def test_where_all_is_repeated_it_says_that_nothing_is_proved(session: Session) -> None:
    made = [ticket(session, STANDARD) for _turn in range(10)]
    found = search(session, destroy(session, made[5:]))
    assert (found.values, found.found) == (0, {})
    assert found.shared > 0
    assert found.as_counts()["verdict"] == "nothing_proved"


def test_a_file_that_others_have_too_is_not_looked_for(session: Session) -> None:
    logo, own = secrets.token_bytes(30_000), secrets.token_bytes(30_000)
    made = [ticket(session, STANDARD) for _turn in range(3)]
    for number in made:
        tickets.add_note(session, number, STANDARD, [MailAttachment("a.png", "image/png", logo)])
    tickets.add_note(session, made[2], STANDARD, [MailAttachment("a.png", "image/png", own)])
    going = MailAttachment("b.png", "image/png", secrets.token_bytes(30_000))
    drafts.save(session, made[0], Draft(files=(going,)))
    tickets.add_note(session, made[2], STANDARD, [going])
    chosen = Chosen()
    choose(session.store, destroy(session, made[1:]).sample, chosen)
    of_files = [needle for needle, place in chosen.needles.items() if place.endswith("chunk.data")]
    assert of_files
    assert all(needle in own for needle in of_files)


def test_what_differs_by_nature_and_long_texts_come_first(session: Session) -> None:
    titles = [f"{planted()} {planted()}" for _turn in range(2 * MOST)]
    made = [ticket(session, f"{STANDARD} {planted()}", title) for title in titles]
    chosen = Chosen()
    choose(session.store, destroy(session, made).sample, chosen)
    assert next(iter(chosen.needles.values())) == "message.text"
    assert set(chosen.needles.values()) == {"message.text", "ticket.title"}


def test_a_name_is_looked_for_in_the_letters_of_its_index_too(session: Session) -> None:
    name = f"Hanna {planted().title()} Öz"
    person, _ = people.add(session, display_name=name)
    result, chosen = Destroyed(), Chosen()
    with session.store.write() as connection:
        destruction.erase_in(connection, (person,), result)
    choose(session.store, result.sample, chosen)
    in_index = name.encode().lower()  # as the engine does: letters beyond ASCII stay
    assert {name.encode(), in_index} <= set(chosen.needles)
    assert b"Hanna" not in in_index


@pytest.mark.long
def test_what_is_put_by_takes_no_more_memory_the_more_is_destroyed(session: Session) -> None:
    numbers = [
        ticket(session, " ".join(planted() for _turn in range(500))) for _number in range(100)
    ]
    sample, result = Sample(), Destroyed()
    result.sample = sample
    for number in numbers:  # each as a batch of its own
        with session.store.write() as connection:
            destruction.destroy_rows(connection, {"ticket": {number}}, result)
    taken = dict(sample.places())
    assert len(taken["message", "text"]) == PER_COLUMN < len(numbers)
    assert all(len(one.value) <= KEPT for column in taken.values() for one in column)
    assert all(len(column) <= PER_COLUMN for column in taken.values())
