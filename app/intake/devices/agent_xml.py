"""The XML that agents of the same family sent before their JSON, brought to the JSON's shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from app.errors import KnownError
from app.i18n import _
from app.intake.devices.agent import is_agent_report, read_report
from app.intake.devices.payload import read_document, too_large, unknown_file
from app.model.device import DeviceRecord, RejectedRow

_DEEPEST = 32
_MOST_ELEMENTS = 1_000_000
_MOST_ATTRIBUTES = 200_000  # all of an element are in memory at once, and agents write few
_ATTRIBUTE = re.compile(rb"=[\s\0]*[\"']")


def read_xml(stream: BinaryIO) -> Iterator[DeviceRecord | RejectedRow]:
    """Read an agent's XML: one device, or each of a network inventory.

    Raises ``KnownError``: ``unsafe_xml`` for a document type or entities, which no agent sends;
    ``damaged_file``, ``device_file_too_large``, ``unknown_device_file``.
    """
    report = _parse(stream)
    content = report.get("content")
    if not isinstance(content, dict):
        raise unknown_file()
    devices = content.get("device")
    if devices is None:
        if not is_agent_report(report):
            raise unknown_file()
        yield read_report(report, "1")
        return
    for place, device in enumerate(devices if isinstance(devices, list) else [devices], start=1):
        info = device.get("info") if isinstance(device, dict) else None
        if not isinstance(info, dict):
            yield RejectedRow(str(place), _("Nothing about the device itself."))
            continue
        components = device.get("components")
        parts = components.get("component") if isinstance(components, dict) else None
        inner = {"network_device": info, "network_components": parts}
        yield read_report({"content": inner}, str(place))


def _parse(stream: BinaryIO) -> dict[str, Any]:
    """Return what stands in REQUEST, names in lower case; one that repeats becomes a list."""
    # only an import of XML needs it
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415 - the exception alone

    from defusedxml import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415

    attributes = _ATTRIBUTE.finditer(read_document(stream))
    if next(islice(attributes, _MOST_ATTRIBUTES, None), None):
        raise too_large()
    stream.seek(0)
    stack: list[dict[str, Any]] = [{}]
    count = 0
    try:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                count += 1
                if count > _MOST_ELEMENTS or len(stack) > _DEEPEST:
                    raise too_large()
                if len(stack) == 1 and element.tag != "REQUEST":
                    raise unknown_file()
                stack.append({})
                continue
            children = stack.pop()
            _put(stack[-1], element.tag.lower(), children or (element.text or "").strip())
            element.clear()
    except DefusedXmlException as error:
        raise KnownError(
            "unsafe_xml",
            _("The XML declares a document type or entities, which no inventory agent does."),
            _("Nothing was imported. Do not trust this file."),
        ) from error
    except (ParseError, LookupError, ValueError) as error:
        raise KnownError(
            "damaged_file",
            _("The XML is incomplete or damaged."),
            _("Nothing was imported. Fetch the file again."),
        ) from error
    request = stack[0].get("request")
    return request if isinstance(request, dict) else {}


def _put(parent: dict[str, Any], name: str, value: object) -> None:
    if name not in parent:
        parent[name] = value
    elif isinstance(parent[name], list):
        parent[name].append(value)
    else:
        parent[name] = [parent[name], value]
