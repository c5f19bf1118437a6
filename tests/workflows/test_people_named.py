"""Nobody loses their name by a change; who came without one stays as they are."""

from __future__ import annotations

import pytest

from app.errors import KnownError
from app.workflows import people
from app.workflows.session import Session


def test_a_name_is_changed_but_not_emptied(session: Session) -> None:
    person, _ = people.add(session, display_name="Kim Bos")
    for nothing in ("", "  "):
        with pytest.raises(KnownError, match="name_needed"):
            people.change(session, person, 1, display_name=nothing)
    assert people.get(session, person).row.display_name == "Kim Bos"


def test_somebody_without_a_name_is_changed_and_put_back(session: Session) -> None:
    person, _ = people.add(session, display_name="", email="kim@example.org")
    before = people.get(session, person)
    people.change(session, person, before.row.version, display_name="", language="nl")
    people.put_back(session, before)
    before = people.get(session, person)
    people.change(session, person, before.row.version, display_name="Kim Bos")
    people.put_back(session, before)
    assert people.get(session, person).row.display_name == ""
