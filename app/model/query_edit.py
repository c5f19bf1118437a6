"""Changes to the text of a query that a person made by pressing, not typing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.model import query_scanner as scanner
from app.model.query_scanner import Piece, RawTerm
from app.model.ticket_query import quote_value
from app.model.ticket_query_words import (
    FIELD_BY_NAME,
    FIELD_NAMES,
    NONE_WORDS,
    Field,
    fold,
    shown,
)


class QueryPart(NamedTuple):
    """One ``field:value`` of a query, and where it stands."""

    field: Field
    values: tuple[str, ...]
    """As they were typed, less quotation marks."""
    negated: bool
    text: str
    start: int
    end: int


def parts(text: str) -> tuple[QueryPart, ...]:
    """Return the terms about a field, in order; words are left out, and what cannot be read."""
    found = []
    for raw in scanner.scan(text):
        field = _field(raw)
        values = tuple(piece.text for piece in raw.pieces if piece.text.strip())
        if field is not None and values:
            part = text[raw.start : raw.end]
            found.append(QueryPart(field, values, raw.negated, part, raw.start, raw.end))
    return tuple(found)


def _field(raw: RawTerm) -> Field | None:
    name = FIELD_BY_NAME.get(fold(raw.name)) if raw.name else None
    return name.field if name else None


def without(text: str, start: int, end: int) -> str:
    """Return a query less what stands from ``start`` to ``end``."""
    return f"{text[:start].rstrip()} {text[end:].lstrip()}".strip()


def with_value(text: str, field: Field, values: Sequence[str], language: str) -> str:
    """Return a query in which a field has these values and no others.

    What the query says about the field already, unless with a minus sign, gives way; the new
    term stands in its place or at the end.
    """
    name = next(name for name in FIELD_NAMES if name.field is field)
    term = f"{shown(name, language)}:{','.join(quote_value(value) for value in values)}"
    old = [part for part in parts(text) if part.field is field and not part.negated]
    for part in reversed(old[1:]):
        text = without(text, part.start, part.end)
    if old:
        return f"{text[: old[0].start]}{term}{text[old[0].end :]}".strip()
    return f"{text.rstrip()} {term}".strip()


def asks_for(text: str, field: Field, name: str) -> bool:
    """Whether a query asks for a queue, category or tag, or for what is not of it."""
    return any(_naming(text, field, name))


def with_name(text: str, field: Field, old: str, new: str) -> str:
    """Return a query that asks for a queue, category or tag by its new name."""
    for piece in reversed(list(_naming(text, field, old))):
        text = f"{text[: piece.start]}{quote_value(new)}{text[piece.end :]}"
    return text


def _naming(text: str, field: Field, name: str) -> Iterator[Piece]:
    """Yield where a query has a name as a value of a field, in whatever capitals."""
    key = " ".join(unicodedata.normalize("NFC", name).split()).casefold()
    for raw in scanner.scan(text):
        for piece in raw.pieces if _field(raw) is field else ():
            value = " ".join(unicodedata.normalize("NFC", piece.text).split())
            if value.casefold() == key and fold(value) not in NONE_WORDS:
                yield piece
