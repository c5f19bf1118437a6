"""A list of devices in any order is read by an index, and gives what plain sorting would."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from app.model.device import DeviceKind, DeviceRow, DeviceState
from app.model.device_list import DeviceSort
from app.store import device_pages, search_index
from app.workflows import devices, people
from app.workflows.session import Session
from tests.conftest import Clock

FINDS = (
    "",
    "kind:laptop",
    "kind:phone kind:tablet",
    "state:in_repair",
    "kind:laptop state:in_stock",
    "warranty:400",
    "kind:phone warranty:400",
    "Nokia",
    "nokia kind:phone",
    "nokia kind:phone state:in_repair state:in_stock",
    "nokia state:in_use kind:laptop kind:phone",
    "no",
    "no kind:phone",
    "no state:in_use",
)
KEYS: dict[DeviceSort, Callable[[DeviceRow], Any]] = {
    DeviceSort.UPDATED: lambda row: row.updated_at,
    DeviceSort.NAME: lambda row: (row.name or f"{row.manufacturer} {row.model}").lower(),
    DeviceSort.KIND: lambda row: row.kind.value,
    DeviceSort.STATE: lambda row: row.state.value,
    DeviceSort.OWNER: lambda row: row.owner.lower(),
    DeviceSort.WARRANTY: lambda row: row.warranty_until or "9999-12-31",
}


@pytest.fixture(params=["few", "many"])
def filled(
    request: pytest.FixtureRequest, session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Session:
    """Some devices, of which the store believes that few, or that many, are of a kind."""
    if request.param == "many":
        monkeypatch.setattr(search_index, "_MANY", 0)
        monkeypatch.setattr(device_pages, "_FEW", 0)
        monkeypatch.setattr(device_pages, "_PART", device_pages._SAMPLE)
    owners = [
        people.add(session, display_name=name, user_name=f"u{place}")[0]
        for place, name in enumerate(("Zoë", "anna", "Bob", "Anna", ""))
    ]
    makes = itertools.cycle([("Nokia", "7"), ("nokia", "3"), ("Dell", "Lat"), ("Apple", "Air")])
    kinds = itertools.cycle([DeviceKind.LAPTOP, DeviceKind.PHONE, DeviceKind.TABLET])
    ends = itertools.cycle(["2026-12-01", "", "2030-01-01", "2027-02-01", "2020-01-01"])
    for number in range(42):
        manufacturer, model = next(makes)
        device, _ = devices.create(
            session,
            kind=next(kinds),
            name=("", "", "Balie", "balie", "noord")[number % 5],
            manufacturer=manufacturer,
            model=model,
            owner_id=[None, *owners, None][number % 7],
            warranty_until=next(ends),
        )
        if number % 7 == 3:
            version = devices.get(session, device).row.version
            devices.set_state(session, device, DeviceState.IN_REPAIR, version)
        if number % 3 == 0:
            clock.advance(seconds=60)
    return session


@pytest.mark.parametrize("find", FINDS)
def test_every_order_gives_what_sorting_all_would(filled: Session, find: str) -> None:
    listed = devices.page(filled, find, limit=100).ids
    assert listed
    assert len(listed) == devices.count(filled, find)
    rows = devices.rows(filled, listed)
    for sort, descending in itertools.product(DeviceSort, (False, True)):
        expected = sorted(listed, key=lambda one: (KEYS[sort](rows[one]), one), reverse=descending)
        found: list[int] = []
        after = None
        while True:
            page = devices.page(
                filled, find, sort=sort, descending=descending, after=after, limit=4
            )
            found += page.ids
            after = page.next
            if after is None:
                break
        assert found == expected, (sort, descending)


def plan(session: Session, find: str, sort: DeviceSort, *, behind: bool) -> list[str]:
    """Return how the engine goes about a list."""
    with session.store.read() as connection:
        asked = device_pages.paged(
            connection, find, behind=behind, limit=9, sort=sort, descending=True
        )
        key = ("", 1) if behind else ()
        return [
            row[3]
            for row in connection.execute(f"EXPLAIN QUERY PLAN {asked[0]}", (*key, *asked[1]))
        ]


@pytest.mark.parametrize("find", ["", "kind:laptop"])
def test_no_order_is_made_by_sorting_all(
    session: Session, monkeypatch: pytest.MonkeyPatch, find: str
) -> None:
    monkeypatch.setattr(device_pages, "_FEW", -1)
    for sort in set(DeviceSort) - {DeviceSort.OWNER}:
        assert not any("FOR ORDER BY" in step for step in plan(session, find, sort, behind=False))
    for behind in (False, True):
        steps = plan(session, find, DeviceSort.OWNER, behind=behind)
        for index in ("device_nobody", "person_name"):
            assert any(f"INDEX {index}" in step for step in steps), steps
        assert "USE TEMP B-TREE FOR LAST TERM OF ORDER BY" in steps  # what people of one name have


def test_whichever_few_devices_are_sorted_their_statement_is_the_same(filled: Session) -> None:
    """What a connection keeps ready of each statement would otherwise grow with every change."""

    def asked() -> tuple[str, tuple[Any, ...]]:
        with filled.store.read() as connection:
            return device_pages.paged(
                connection,
                "kind:laptop",
                behind=True,
                limit=9,
                sort=DeviceSort.NAME,
                descending=False,
            )

    before = asked()
    added, _ = devices.create(filled, kind=DeviceKind.LAPTOP, name="Zuid")
    assert added in devices.page(filled, "kind:laptop", limit=100).ids
    assert asked()[0] == before[0]
