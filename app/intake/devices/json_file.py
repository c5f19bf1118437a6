"""Devices from JSON: which of the known shapes a document has, and its bounds."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from app.errors import KnownError
from app.i18n import _
from app.intake.devices import apple
from app.intake.devices.agent import is_agent_report, read_report
from app.intake.devices.columns import MOST_COLUMNS, choose
from app.intake.devices.payload import read_document, too_large, unknown_file
from app.intake.devices.record import RecordBuilder
from app.model.device import DeviceRecord, RejectedRow

# A high half without its low one, a low one without its high one, or what may be one because the
# backslash in front of it is itself escaped.
_MAYBE_HALF = re.compile(
    r"\\u[dD](?:[89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD])[c-fC-F]"
    r"|(?<=\\\\u[dD])[89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F])"
)
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)
_MOST_VALUES = 3_000_000  # Python takes about 100 bytes for each


def read_json(
    stream: BinaryIO, encoding: str, mapping: Mapping[str, str]
) -> Iterator[DeviceRecord | RejectedRow]:
    """Read the devices of a JSON document, in its order.

    ``mapping`` serves a list of flat objects, which are rows whose keys are the headings.
    Raises ``KnownError``: ``damaged_file``, ``device_file_too_large``, ``no_devices``,
    ``unknown_device_file`` and those of the headings.
    """
    document = _parse(read_document(stream).decode(encoding, errors="replace"))
    if isinstance(document, dict):
        yield from _of_object(document, mapping)
    elif isinstance(document, list):
        yield from _of_list(document, "", mapping)
    else:
        raise unknown_file()


def _parse(text: str) -> object:
    if text.count(",") + text.count("[") + text.count("{") > _MOST_VALUES:
        raise too_large()
    try:
        # Numbers stay texts: an IMEI must not pass through a float, and a ruined one must show.
        whole = _without_halves(text.lstrip("\ufeff"))
        document: object = json.loads(whole, parse_int=str, parse_float=str)
        return document
    except (ValueError, RecursionError) as error:
        raise KnownError(
            "damaged_file",
            _("The JSON is incomplete, damaged or nested too deep."),
            _("Nothing was imported. Fetch the file again."),
        ) from error


def _without_halves(text: str) -> str:
    """Replace halves of a character that stand alone, which nothing can store."""
    if not _MAYBE_HALF.search(text):
        return text
    whole = io.StringIO()
    end = 0
    for escape in _ESCAPE.finditer(text):
        if escape["half"]:
            whole.write(text[end : escape.start()])
            whole.write(r"\ufffd")
            end = escape.end()
    whole.write(text[end:])
    return whole.getvalue()


def _of_object(
    document: dict[str, Any], mapping: Mapping[str, str]
) -> Iterator[DeviceRecord | RejectedRow]:
    if is_agent_report(document):
        yield read_report(document, "1")
    elif apple.is_dep(document):
        yield from apple.read_dep(document)
    elif apple.is_other_dep_answer(document):
        raise KnownError(
            "no_devices",
            _("This answer of Apple's enrolment is about an account or profile."),
            _("Nothing was imported. Save the answer to a request for devices instead."),
        )
    elif apple.is_jamf(document):
        yield apple.read_jamf(document, "1")
    elif named := {key: value for key, value in document.items() if apple.is_jamf(value)}:
        for key, value in named.items():
            yield apple.read_jamf(value, key[:60])
    else:
        lists = {
            key: value
            for key, value in document.items()
            if isinstance(value, list) and any(isinstance(entry, dict) for entry in value)
        }
        if len(lists) != 1:
            raise unknown_file()
        ((key, value),) = lists.items()
        yield from _of_list(value, key[:60], mapping)


def _of_list(
    entries: list[Any], name: str, mapping: Mapping[str, str]
) -> Iterator[DeviceRecord | RejectedRow]:
    rows = [(f"{name}[{place}]", entry) for place, entry in enumerate(entries)]
    if any(is_agent_report(entry) for entry in entries):
        for row, entry in rows:
            yield read_report(entry, row) if is_agent_report(entry) else _no_device(row)
    elif any(apple.is_jamf(entry) for entry in entries):
        for row, entry in rows:
            yield apple.read_jamf(entry, row) if apple.is_jamf(entry) else _no_device(row)
    elif any(isinstance(entry, dict) for entry in entries):
        yield from _of_flat_rows(rows, mapping)
    else:
        raise unknown_file()


def _of_flat_rows(
    rows: list[tuple[str, Any]], mapping: Mapping[str, str]
) -> Iterator[DeviceRecord | RejectedRow]:
    headings: dict[str, None] = {}
    for _row, entry in rows:
        if isinstance(entry, dict) and len(headings) <= MOST_COLUMNS:
            headings.update(dict.fromkeys(entry))
    columns = choose(list(headings), mapping)
    names = list(headings)
    for row, entry in rows:
        if not isinstance(entry, dict):
            yield _no_device(row)
            continue
        builder = RecordBuilder(row)
        for column in columns:
            builder.add(column.field, entry.get(names[column.index]), column.heading)
        yield builder.build()


def _no_device(row: str) -> RejectedRow:
    return RejectedRow(row, _("Not a device."))
