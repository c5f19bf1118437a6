"""Where each member of staff left the window: kept in the store, and found by them alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.store import places
from app.workflows.session import Session

FORM = 1
"""Of what the pages remember: one of another version of the program is not understood."""


def keep(session: Session, place: Mapping[str, Any]) -> None:
    """Keep where whoever is at work is, in values that JSON knows, instead of what was before.

    Nothing else of the store changes by it, and no view has to ask anew.
    """
    text = json.dumps({"form": FORM, **place})
    with session.store.write() as connection:
        places.keep(connection, session.staff_id, text)


def find(session: Session) -> dict[str, Any] | None:
    """Return where whoever unlocked was; None if nowhere, or after a destruction since."""
    with session.store.read() as connection:
        text = places.find(connection, session.staff_id)
    place: dict[str, Any] = {} if text is None else json.loads(text)
    return place if place.pop("form", None) == FORM else None
