"""Cuts the text of a query into raw terms; it refuses nothing and knows no field's meaning."""

from __future__ import annotations

import re
from typing import NamedTuple

from app.model.ticket_query_words import FIELD_BY_NAME, fold

_CLOSING = {'"': '"', "“": '”“"', "„": '”“"', "”": '”"'}
"""The quotation marks that open exact words, and for each those that close them."""

_NAME = re.compile(r"([^\W\d_][^\W\d_-]+(?:[-_][^\W\d_]+)*):")
_MAC = re.compile(r"[0-9a-f]{2}(?::[0-9a-f]{2})+", re.IGNORECASE)
_ADDRESSES = frozenset({"mailto", "tel", "sip", "urn", "data", "javascript"})
"""Names before a colon that begin an address, not a field."""


class Piece(NamedTuple):
    """A bare word or a quoted text, and where it stands, quotation marks included."""

    text: str
    start: int
    end: int
    quoted: bool = False
    closed: bool = True
    starred: bool = False
    """An asterisk ended it; a bare word's ``text`` is without it."""


class RawTerm(NamedTuple):
    """One term as it stands: ``pieces`` are the field's values, or the one word or text."""

    start: int
    end: int
    negated: bool
    name: str | None
    """None for a term that is no ``field:value``."""
    name_start: int
    pieces: tuple[Piece, ...]


def scan(text: str) -> list[RawTerm]:
    """Return the raw terms of a text, in order; every text has some reading."""
    terms = []
    at = _skip_space(text, 0)
    while at < len(text):
        term = _scan_term(text, at)
        terms.append(term)
        at = _skip_space(text, term.end)
    return terms


def needs_quotes(value: str) -> bool:
    """Say whether a field's value would be read differently without quotation marks."""
    return value[0] in _CLOSING or any(c.isspace() or c == "," for c in value)


def _scan_term(text: str, start: int) -> RawTerm:
    negated = text[start] == "-"
    at = start + negated
    if at < len(text) and text[at] in _CLOSING:
        piece = _scan_quoted(text, at, star=True)
        return RawTerm(start, piece.end, negated, None, at, (piece,))
    end = _word_end(text, at)
    name = _field_name(text[at:end])
    if name is None:
        word = text[at:end]
        starred = word.endswith("*")
        piece = Piece(word.rstrip("*"), at, end, starred=starred)
        return RawTerm(start, end, negated, None, at, (piece,))
    pieces = _scan_values(text, at + len(name) + 1)
    return RawTerm(start, pieces[-1].end, negated, name, at, pieces)


def _field_name(word: str) -> str | None:
    """Return the name before the colon of a word that is meant as ``field:value``."""
    match = _NAME.match(word)
    if match is None:
        return None
    name, value = match[1], word[match.end() :]
    if fold(name) in FIELD_BY_NAME:
        return None if value.startswith("//") else name
    is_prose = not value or value[0] in "/:\\" or _MAC.fullmatch(word) or fold(name) in _ADDRESSES
    return None if is_prose else name


def _scan_values(text: str, at: int) -> tuple[Piece, ...]:
    pieces = []
    while True:
        if at < len(text) and text[at] in _CLOSING:
            piece = _scan_quoted(text, at, star=False)
        else:
            end = at
            while end < len(text) and text[end] != "," and not text[end].isspace():
                end += 1
            piece = Piece(text[at:end], at, end)
        pieces.append(piece)
        at = piece.end
        if at >= len(text) or text[at] != ",":
            return tuple(pieces)
        at += 1


def _scan_quoted(text: str, start: int, *, star: bool) -> Piece:
    closing = _CLOSING[text[start]]
    doubling = text[start] == '"'  # "" inside "…" is one quotation mark that belongs to the text
    content: list[str] = []
    at = start + 1
    while at < len(text):
        if text[at] not in closing:
            content.append(text[at])
            at += 1
        elif doubling and text[at + 1 : at + 2] == '"':
            content.append('"')
            at += 2
        else:
            starred = star and text[at + 1 : at + 2] == "*"
            return Piece("".join(content), start, at + 1 + starred, quoted=True, starred=starred)
    return Piece("".join(content), start, at, quoted=True, closed=False)


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return at


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
