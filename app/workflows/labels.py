"""Labels for devices: what stands on each, and where on the sheet."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.labels import Label, label_of
from app.store import device_rows
from app.workflows.session import Session


def labels(session: Session, device_ids: Sequence[int]) -> tuple[Label, ...]:
    """Return a label for each device that can have one, in the order asked.

    A device without an asset tag, serial number or other identifier gets none: a label has to
    lead back to its device.
    """
    made = []
    with session.store.read() as connection:
        rows = device_rows.rows(connection, device_ids)
        for device in device_ids:
            if device in rows:
                label = label_of(rows[device], device_rows.identifiers(connection, device))
                if label is not None:
                    made.append(label)
    return tuple(made)
