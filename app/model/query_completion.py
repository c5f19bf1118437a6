"""What the window offers while a query is typed: field names, and values of fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from app.model import query_scanner as scanner
from app.model.ticket_query import quote_value
from app.model.ticket_query_words import (
    CHOICES,
    FIELD_BY_NAME,
    FIELD_NAMES,
    ME,
    NONE,
    Field,
    fold,
    shown,
)

MAX_CANDIDATES = 20

_NEVER: Mapping[Field, Iterable[str]] = {}
_DAYS = {"nl": ("vandaag", "gisteren", "7d", "4w"), "en": ("today", "yesterday", "7d", "4w")}
_DAY_FIELDS = frozenset({Field.CREATED, Field.UPDATED, Field.CLOSED})


class Completion(NamedTuple):
    """Texts that may replace ``text[replace_from:replace_to]``, the likeliest first."""

    replace_from: int
    replace_to: int
    candidates: tuple[str, ...]


def complete(
    text: str,
    cursor: int,
    *,
    known: Mapping[Field, Iterable[str]] = _NEVER,
    language: str = "en",
) -> Completion:
    """Offer what may stand at ``cursor``, in ``language`` (``nl`` or ``en``).

    ``known`` names values of open fields, such as the tags and queues in use. Field names come
    with their colon, values with the quotation marks they need. Without anything to offer there
    are no candidates; no text is refused.
    """
    cursor = max(0, min(cursor, len(text)))
    raw = scanner.scan(text[:cursor])
    last = raw[-1] if raw and raw[-1].end == cursor else None
    if last is None:
        return Completion(cursor, cursor, _names("", language))
    end = _value_end(text, cursor)
    piece = last.pieces[-1]
    if last.name is not None:
        name = FIELD_BY_NAME.get(fold(last.name))
        values = _values(name.field, piece.text, known, language) if name else ()
        return Completion(piece.start, end, values)
    if piece.quoted or not piece.text:
        return Completion(cursor, cursor, ())
    return Completion(last.name_start, end, _names(piece.text, language))


def _value_end(text: str, cursor: int) -> int:
    end = cursor
    while end < len(text) and text[end] not in ",:" and not text[end].isspace():
        end += 1
    return end


def _names(typed: str, language: str) -> tuple[str, ...]:
    """Return field names that begin with what was typed, those of ``language`` first."""
    begin = fold(typed)
    own = [shown(name, language) for name in FIELD_NAMES]
    other = [spelling for name in FIELD_NAMES for spelling in name.all()] if begin else []
    fitting = (f"{name}:" for name in (*own, *other) if name.startswith(begin))
    return tuple(dict.fromkeys(fitting))[:MAX_CANDIDATES]


def _values(
    about: Field, typed: str, known: Mapping[Field, Iterable[str]], language: str
) -> tuple[str, ...]:
    begin = fold(typed)
    own = [shown(choice, language) for choice in CHOICES.get(about, ())]
    other = [word for choice in CHOICES.get(about, ()) for word in choice.all()] if begin else []
    if about is Field.ASSIGNEE:
        own = [ME, NONE]
    elif about in _DAY_FIELDS:
        own = list(_DAYS["nl" if language == "nl" else "en"])
    values = (*own, *other, *known.get(about, ()))
    fitting = (quote_value(value) for value in values if fold(value).startswith(begin))
    return tuple(dict.fromkeys(fitting))[:MAX_CANDIDATES]
