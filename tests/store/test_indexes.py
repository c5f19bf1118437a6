"""Indexes hold no more than they must, and what is found by them is what stands in the rows."""

from __future__ import annotations

import pytest

from app.model.device_list import DeviceSort
from app.model.identifiers import IdentifierKind, make_identifier
from app.store import device_pages, search_index
from app.store import people as people_rows
from app.workflows import devices, people
from app.workflows.session import Session
from tests.conftest import Clock


def test_no_index_holds_the_number_of_its_rows_twice(session: Session) -> None:
    """The engine ends each entry with it; a page more is a page more to read and decrypt."""
    with session.store.read() as connection:
        found = connection.execute(
            "SELECT index_.name, held.name FROM sqlite_master AS index_"
            " JOIN pragma_index_info(index_.name) AS held"
            " WHERE index_.type = 'index' AND index_.sql IS NOT NULL"
        ).fetchall()
    columns: dict[str, list[str]] = {}
    for index, column in found:
        columns.setdefault(index, []).append(column)
    assert len(columns) > 50
    # An index has to have some column: those of some rows by their number alone may.
    assert [name for name, held in columns.items() if "id" in held and len(held) > 1] == []


@pytest.fixture(params=["few", "many", "most"])
def found_are(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the store believe that every text finds few, or that each finds many, or most."""
    if request.param != "few":
        monkeypatch.setattr(search_index, "_MANY", 0)
    if request.param == "many":
        monkeypatch.setattr(search_index, "_AMONG", 0)


ADDRESSES = (
    "anouk.baaij@kompas.example.nl",
    "janouk.baaij@kompas.example.nl",
    "anouk.baaij@kompas.example.nl.example.com",
    "baaij.anouk@kompas.example.nl",
    "kompas.example@anouk.baaij.example.nl",
)


@pytest.mark.parametrize(
    ("find", "holding"),
    [
        ("anouk.baaij@kompas.example.nl", (0, 1, 2)),
        ("Anouk.Baaij@Kompas.Example.NL", (0, 1, 2)),
        ("janouk.baaij@kompas.example.nl", (1,)),
        ("anouk.baaij@kompas.example.nl.ex", (2,)),
        ("anouk.baaij@kompas.example.org", ()),
        ("aaij@kompas", (0, 1, 2)),
        ("anouk@kompas", (3,)),
        ('anouk.baaij"@kompas.example.nl', ()),
        ("KOMPAS.example", (0, 1, 2, 3, 4, 5)),
        ("OF B", (1, 3, 5)),
        ("example.nl example", (0, 1, 2, 3, 4)),
        ("@kompas.example.nl", (0, 1, 2, 3)),
        ("zoë@kompas", (5,)),
    ],
)
@pytest.mark.usefixtures("found_are")
def test_an_address_finds_all_who_have_one_that_holds_it_and_nobody_else(
    session: Session, find: str, holding: tuple[int, ...]
) -> None:
    made = [
        people.add(
            session, display_name=f"P{place} of {'Bo' if place % 2 else 'Ab'}", email=address
        )[0]
        for place, address in enumerate((*ADDRESSES, "zoë@kompas.example.org"))
    ]
    found, after = people.page(session, find, limit=2)
    while after:
        ids, after = people.page(session, find, after=after, limit=2)
        found += ids
    assert list(found) == [made[place] for place in holding]
    assert people.count(session, find) == len(holding)


@pytest.mark.parametrize(
    ("find", "holding"),
    [
        ("j", (0, 1, 2, 3, 4)),
        ("ja", (0, 1, 3)),
        ("JA", (0, 1, 3)),
        ("já", (4,)),
        ("JÁ", ()),
        ("%", (5,)),
        ("_b", ()),
        ("x", ()),
    ],
)
@pytest.mark.usefixtures("found_are")
def test_one_or_two_letters_find_all_whose_name_or_user_name_begins_so(
    session: Session, find: str, holding: tuple[int, ...]
) -> None:
    names = ("Jan", "jAnna", "Joost", "Piet", "Jánoš", "%ja", "Kaja")
    users = {"Piet": "JAAP", "Jan": "jan"}
    made = [
        people.add(session, display_name=name, user_name=users.get(name, ""))[0] for name in names
    ]
    wanted = [made[place] for place in sorted(holding, key=lambda place: names[place].lower())]
    found, after = people.page(session, find, limit=2)
    while after:
        ids, after = people.page(session, find, after=after, limit=2)
        found += ids
    assert list(found) == wanted
    assert people.count(session, find) == len(holding)


@pytest.mark.parametrize(
    "find", ["352099001761481", "35-209900-176148-1", "IMEI: 352099001761481", "35209900176148"]
)
def test_a_whole_number_finds_its_device_in_an_identifier_and_in_a_name(
    session: Session, find: str
) -> None:
    imei = make_identifier(IdentifierKind.IMEI, "352099001761481")
    other = make_identifier(IdentifierKind.IMEI, "490154203237518")
    assert imei is not None
    assert other is not None
    wanted, _ = devices.create(session, name="Telefoon", identifiers=(imei,))
    named, _ = devices.create(session, name=f"los: {find}")
    devices.create(session, name="Telefoon", identifiers=(other,))
    # The same threes of digits, in another order.
    devices.create(session, name="481761001099352 148176100990352")
    assert sorted(devices.page(session, find).ids) == sorted((wanted, named))
    assert devices.count(session, find) == 2


@pytest.mark.usefixtures("found_are")
@pytest.mark.parametrize("find", ["Nokia", "Nokia XR21", "XR21", "nokia state:in_use", "Jansen"])
def test_a_word_that_many_devices_have_finds_them_all_the_last_changed_first(
    session: Session, clock: Clock, find: str
) -> None:
    owner, _ = people.add(session, display_name="Els Jansen")
    made = []
    for place in range(7):
        clock.advance(seconds=1)
        device, _ = devices.create(
            session,
            name=f"{place}",
            manufacturer="Nokia",
            model="XR21",
            owner_id=owner if place % 2 or "Jansen" not in find else None,
        )
        devices.create(session, name=f"ander {place}", manufacturer="Fairphone")
        if place % 2 or "Jansen" not in find:
            made.append(device)
    found, after = devices.page(session, find, limit=2)
    while after:
        ids, after = devices.page(session, find, after=after, limit=2)
        found += ids
    assert list(found) == made[::-1]
    assert devices.count(session, find) == len(made)


def test_what_many_have_is_listed_without_sorting_them_all(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(5):
        people.add(session, display_name=f"P{place}", email=f"p{place}@kompas.example.nl")
        devices.create(session, name=f"D{place}", manufacturer="Nokia")

    def sorts() -> list[bool]:
        with session.store.read() as connection:
            asked = (
                people_rows.paged(connection, "@kompas", behind=False, limit=2),
                device_pages.paged(
                    connection,
                    "nokia",
                    behind=False,
                    limit=2,
                    sort=DeviceSort.UPDATED,
                    descending=True,
                ),
            )
            plans = [connection.execute(f"EXPLAIN QUERY PLAN {q}", v).fetchall() for q, v in asked]
        return [any("FOR ORDER BY" in row[3] for row in plan) for plan in plans]

    monkeypatch.setattr(search_index, "_MANY", 4)
    assert sorts() == [False, False]
    monkeypatch.setattr(search_index, "_MANY", 5)
    assert sorts() == [True, True]
