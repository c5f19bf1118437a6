"""Files of devices: whatever inventory system wrote them, device records come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from app.intake.devices.agent_xml import read_xml
from app.intake.devices.columns import Field, parse_field
from app.intake.devices.csv_file import read_csv
from app.intake.devices.json_file import read_json
from app.intake.devices.payload import Shape, open_payload, shape_of
from app.model.device import DeviceRecord, RejectedRow

__all__ = ["Field", "parse_field", "read_device_file"]


def read_device_file(
    path: Path, *, column_map: Mapping[str, str] | None = None
) -> Iterator[DeviceRecord | RejectedRow]:
    """Read the devices of a file, one at a time, in its order.

    The format shows by the content and never by the name: CSV of any dialect; inventory-agent
    JSON and legacy XML, also compressed; Apple DEP and Jamf JSON; a list of flat JSON objects.

    ``column_map`` says what columns of a table hold, heading to field name (:class:`Field`); it
    overrules guessing, and has no meaning for a report whose fields are fixed.

    A row that cannot be read comes out as a ``RejectedRow`` and reading goes on. A record's
    ``warnings`` include those of its identifiers, each with its column in front.

    Raises ``KnownError`` at the first step of the iteration, before any record: for the file
    ``unreadable_file``, ``empty_device_file``, ``damaged_file``, ``device_file_too_large``,
    ``unsafe_xml``, ``unknown_device_file``, ``no_devices``; for its columns
    ``no_device_columns``, ``no_headings``, ``unknown_column``, ``unknown_field``,
    ``too_many_columns``. None of them, nor a rejected row's reason, quotes a value of the file.
    """
    mapping = dict(column_map or {})
    for field in mapping.values():
        parse_field(field)
    with open_payload(path) as stream:
        shape, encoding = shape_of(stream)
        if shape is Shape.JSON:
            yield from read_json(stream, encoding, mapping)
        elif shape is Shape.XML:
            yield from read_xml(stream)
        else:
            yield from read_csv(stream, encoding, mapping)
