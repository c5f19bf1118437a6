"""Extracts the program's texts, and compares the Dutch catalogue with them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "resources" / "translations" / "nl" / "LC_MESSAGES" / "cne-helpdesk.po"
MO = PO.with_suffix(".mo")
_Text: TypeAlias = str | tuple[str, ...] | list[str] | None
_KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "ngettext": (1, 2)}
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_PLACEHOLDER = re.compile(r"\{\w*\}")


def extracted() -> Catalog:
    """Return every text that the program marks for translation."""
    catalogue = Catalog(project="CNE Helpdesk", locale="nl", fuzzy=False)
    for folder in ("app", "ui"):
        found = extract_from_dir(
            ROOT / folder, [("**.py", "python")], keywords=_KEYWORDS, strip_comment_tags=True
        )
        for name, _line, message, _comments, context in found:
            catalogue.add(message, locations=[(f"{folder}/{name}", 0)], context=context)
    return catalogue


def kept() -> Catalog:
    """Return the Dutch catalogue as it is in the tree."""
    if not PO.exists():
        return Catalog(locale="nl", fuzzy=False)
    with PO.open("rb") as file:
        return read_po(file, locale="nl")


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue in the form that gettext reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def problems() -> Iterator[str]:
    """Yield what is wrong with the Dutch catalogue; nothing when it is complete and compiled."""
    catalogue, source = kept(), extracted()
    for message in source:
        if not message.id:
            continue
        translation = catalogue.get(message.id)
        if translation is None or not all(_texts(translation.string)):
            yield f"not translated: {message.id!r}"
        elif translation.fuzzy:
            yield f"not certain: {message.id!r}"
        elif _placeholders(message.id) != _placeholders(translation.string):
            yield f"other placeholders than its source: {message.id!r}"
    for message in catalogue:
        if message.id and source.get(message.id) is None:
            yield f"no longer used: {message.id!r}"
    if not MO.exists() or MO.read_bytes() != compiled(catalogue):
        yield f"{MO.name} is not what {PO.name} compiles to"


def _texts(value: _Text) -> list[str]:
    """Return every form of a text; one empty form where there is no text yet."""
    if value is None or isinstance(value, str):
        return [value or ""]
    return [form or "" for form in value] or [""]


def _placeholders(value: _Text) -> set[str]:
    return {found for text in _texts(value) for found in _PLACEHOLDER.findall(text)}


def update() -> int:
    """Bring the catalogue's list of texts up to date and compile it; return how many lack Dutch."""
    catalogue, source = kept(), extracted()
    renewed = Catalog(
        locale="nl",
        fuzzy=False,
        header_comment="# The texts of CNE Helpdesk in Dutch.",
        project="CNE Helpdesk",
        version="1",
        copyright_holder="CNE ICT Professionals",
        last_translator="CNE ICT Professionals",
        language_team="nl",
        creation_date=_EPOCH,  # what changes at each run would hide what changed in the texts
        revision_date=_EPOCH,
    )
    for message in source:
        if not message.id:
            continue
        known = catalogue.get(message.id)
        renewed.add(
            message.id,
            known.string if known else None,
            locations=[(file, line) for file, line in dict.fromkeys(message.locations)],
        )
    write(renewed)
    return sum(bool(m.id) and not all(_texts(m.string)) for m in renewed)


def write(catalogue: Catalog) -> None:
    """Write the catalogue and its compiled form."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, sort_output=True, omit_header=False)
    PO.write_bytes(buffer.getvalue())
    with PO.open("rb") as file:
        MO.write_bytes(compiled(read_po(file, locale="nl")))
