"""The query language of tickets: ``status:open assignee:me "exact words" -not``.

Terms stand side by side and all of them must hold; a comma between the values of one field
means any of these; a minus sign before a term means not. The window and the command line share
this one reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import TypeAlias, TypeVar

from app.errors import KnownError
from app.i18n import _, current_language
from app.model import query_scanner as scanner
from app.model.moments import office_day, start_of_day
from app.model.query_days import read_days, write_days
from app.model.query_scanner import Piece, RawTerm
from app.model.ticket import format_number, parse_number, ticket_id
from app.model.ticket_query_words import (
    CHOICE_BY_WORD,
    CHOICES,
    FIELD_BY_NAME,
    FIELD_NAMES,
    NONE_WORDS,
    SPECIAL_ASSIGNEES,
    TIME_FIELDS,
    Due,
    Edge,
    Field,
    FieldName,
    fold,
    shown,
)
from app.model.ticket_terms import NumberTerm, PeriodTerm, Term, TextTerm, TicketQuery, ValueTerm

MAX_LENGTH = 2_000
"""Characters of a query."""

Span: TypeAlias = tuple[int, int]
"""Where a term stands in the text, from the first character to the one after the last."""

_T = TypeVar("_T")
_SEQUENCE = re.compile(r"\d{1,7}", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")
_PERIOD_NAMES = {(name.field, name.edge): name.english for name in FIELD_NAMES}


class QueryError(KnownError):
    """A query that cannot be read; ``position`` and ``length`` say where in its text.

    The message never repeats what was typed, which may be somebody's name.
    """

    def __init__(self, message: str, hint: str, place: Span) -> None:
        super().__init__("query", message, hint)
        self.position = place[0]
        self.length = place[1] - place[0]


def parse(text: str, *, now: int, typing: bool = False) -> TicketQuery:
    """Read a query at the moment ``now``, which words such as ``today`` count from.

    With ``typing`` the text is still being typed at its end: a last bare word matches by
    prefix, and a last term that is not finished yet (``status:``, ``status:op``, ``tag:a,``, an
    open quote, a lone minus sign or bracket) is left out or closed instead of refused.

    Signs and emoji, of which the search index keeps nothing, are passed over beside anything else.

    Raises ``QueryError``, and nothing else, for any text that is no query.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(
            _("This query is too long."),
            _("A query may have at most {count} characters.").format(count=MAX_LENGTH),
            (MAX_LENGTH, len(text)),
        )
    # A broken argument of the command line may hold lone surrogates, which no database takes.
    text = _SURROGATE.sub("\ufffd", text)
    reader = _Reader(text, now, typing)
    terms = tuple(t for raw in scanner.scan(text) if (t := reader.term(raw)))
    if reader.passed_over and not terms:
        raise _no_words(reader.passed_over)
    return TicketQuery(terms)


def format_query(query: TicketQuery) -> str:
    """Write a query so that :func:`parse` reads the same terms."""
    return " ".join(("-" if term.negated else "") + _format_term(term) for term in query.terms)


def due_window(due: Due, now: int) -> tuple[int | None, int | None]:
    """Return from when until just before when a ticket of this ``due`` falls due.

    Both are None for ``Due.NONE``; ``Due.OVERDUE`` asks besides that the ticket is unfinished.
    """
    if due is Due.NONE:
        return None, None
    if due is Due.OVERDUE:
        return None, now
    today = office_day(now)
    days = 1 if due is Due.TODAY else 7
    return start_of_day(today), start_of_day(today + timedelta(days=days))


class _Reader:
    """Gives scanned terms their meaning."""

    def __init__(self, text: str, now: int, typing: bool) -> None:
        self._text = text
        self._now = now
        self._typing = typing
        self.passed_over: list[RawTerm] = []
        """The terms that hold no letter or digit, and are not being typed."""

    @cached_property
    def _today(self) -> date:
        return office_day(self._now)  # few queries ask; finding the zone takes its time

    def term(self, raw: RawTerm) -> Term | None:
        """Return the meaning of a term; None where it is unfinished or passed over."""
        being_typed = self._typing and raw.end == len(self._text)
        if raw.name is not None:
            return self._field_term(raw, being_typed)
        piece = raw.pieces[0]
        if piece.quoted and not piece.closed and not being_typed:
            raise _unclosed(piece)
        if raw.negated and piece.start == piece.end and not piece.quoted:
            if being_typed:
                return None
            raise QueryError(
                _("Nothing follows this minus sign."),
                _("Write it against the word that must not be there: -word."),
                (raw.start, raw.end),
            )
        if not piece.quoted and (number := parse_number(_trim(piece.text))):
            return NumberTerm((number,), raw.negated)
        words = _trim(piece.text)
        if not any(character.isalnum() for character in words):
            if not (being_typed and _may_become_words(piece)):
                self.passed_over.append(raw)
            return None
        prefix = piece.starred or (being_typed and not (piece.quoted and piece.closed))
        return TextTerm(words, prefix, raw.negated)

    def _field_term(self, raw: RawTerm, being_typed: bool) -> Term | None:
        name = FIELD_BY_NAME.get(fold(raw.name or ""))
        if name is None:
            raise _unknown_field(raw)
        pieces = list(raw.pieces)
        last = pieces[-1]
        if being_typed and self._is_unfinished(name, last):
            pieces.pop()
            if not pieces:
                return None
        for piece in pieces:
            if piece.quoted and not piece.closed and not being_typed:
                raise _unclosed(piece)
            if not _spaced(piece.text):
                raise _empty_value(name, raw, piece)
        if name.field is Field.NUMBER:
            return NumberTerm(_unique(self._number(p) for p in pieces), raw.negated)
        if name.field in TIME_FIELDS and not _are_choices(name, pieces):
            since, until = self._period(name, pieces)
            return PeriodTerm(name.field, since, until, raw.negated)
        if name.field in CHOICES:
            values = _unique(value for p in pieces for value in _choice(name, p))
        else:
            values = _unique(_open_value(name.field, p) for p in pieces)
        return ValueTerm(name.field, values, raw.negated)

    def _is_unfinished(self, name: FieldName, piece: Piece) -> bool:
        word = fold(_spaced(piece.text))
        if not word:
            return True
        if name.field is Field.NUMBER:
            return self._read_number(piece) is None
        choices = CHOICE_BY_WORD.get(name.field, {})
        if word in choices:
            return False
        if name.field in TIME_FIELDS:
            return read_days(word, self._today) is None
        return any(known.startswith(word) for known in choices)

    def _read_number(self, piece: Piece) -> int | None:
        text = piece.text.strip()
        if _SEQUENCE.fullmatch(text):
            return ticket_id(self._today.year, int(text))
        return parse_number(text)

    def _number(self, piece: Piece) -> int:
        number = self._read_number(piece)
        if number is None:
            raise QueryError(
                _("This is no ticket number."),
                _("Write it whole, as CNE-2026-000123, or this year's without its beginning: 123."),
                (piece.start, piece.end),
            )
        return number

    def _period(self, name: FieldName, pieces: list[Piece]) -> tuple[int | None, int | None]:
        place = (pieces[0].start, pieces[-1].end)
        days = read_days(_spaced(pieces[0].text), self._today) if len(pieces) == 1 else None
        if days is None:
            message = _("This is no day.")
            if len(pieces) > 1:
                message = _("Only one day or range fits here.")
            hint = _("Write a day as 2026-01-31, today, yesterday or 7d (days ago).")
            if name.field is Field.DUE and name.edge is Edge.ON:
                hint += " " + _("Also possible: {values}.").format(values=_possible(Field.DUE))
            raise QueryError(message, hint, place)
        begin = start_of_day(days[0])
        if name.edge is Edge.BEFORE:
            return None, begin
        if name.edge is Edge.AFTER:
            return begin, None
        return begin, start_of_day(days[1] + timedelta(days=1))


def _may_become_words(piece: Piece) -> bool:
    """Whether a piece without any may still, when more is typed: ``(``, ``+``, but no emoji."""
    begun = _spaced(piece.text)
    if not begun:
        return True
    is_whole = piece.quoted and piece.closed
    return not is_whole and len(begun) == 1 and unicodedata.category(begun) != "So"


def _trim(text: str) -> str:
    """Return words without the punctuation around them, single-spaced and in NFC."""
    words = _spaced(text)
    start, end = 0, len(words)
    while start < end and not words[start].isalnum():
        start += 1
    while end > start and unicodedata.category(words[end - 1])[0] not in "LNM":
        end -= 1
    return words[start:end]


def _spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _unique(values: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))


def _are_choices(name: FieldName, pieces: list[Piece]) -> bool:
    if name.field is not Field.DUE or name.edge is not Edge.ON:
        return False
    words = [fold(_spaced(piece.text)) for piece in pieces]
    return any(word in CHOICE_BY_WORD[Field.DUE] for word in words)


def _choice(name: FieldName, piece: Piece) -> tuple[str, ...]:
    word = fold(_spaced(piece.text))
    choice = CHOICE_BY_WORD[name.field].get(word)
    if choice is not None:
        return choice.values
    hint = _did_you_mean(word, CHOICE_BY_WORD[name.field])
    message = _("Unknown value of {field}. Possible: {values}.").format(
        field=shown(name, current_language()), values=_possible(name.field)
    )
    raise QueryError(message, hint, (piece.start, piece.end))


def _open_value(about: Field, piece: Piece) -> str:
    value = _spaced(piece.text)
    word = fold(value)
    if about is Field.ASSIGNEE and word in SPECIAL_ASSIGNEES:
        return SPECIAL_ASSIGNEES[word]
    return NONE_WORDS.get(word, value)


def _possible(about: Field) -> str:
    return ", ".join(shown(choice, current_language()) for choice in CHOICES[about])


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    import difflib  # noqa: PLC0415 - for a word that is wrong alone

    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.7)
    return _("Did you mean {word}?").format(word=near[0]) if near else ""


def _no_words(terms: list[RawTerm]) -> QueryError:
    return QueryError(
        _("There is no letter or digit here to search for."),
        _("Signs and emoji are not searched for. Write a word too."),
        (terms[0].start, terms[-1].end),
    )


def _unclosed(piece: Piece) -> QueryError:
    return QueryError(
        _("This quotation mark has no second one."),
        _("Put another at the end of the exact words, or leave this one out."),
        (piece.start, piece.start + 1),
    )


def _empty_value(name: FieldName, raw: RawTerm, piece: Piece) -> QueryError:
    return QueryError(
        _("A value is missing for {field}.").format(field=shown(name, current_language())),
        _("Write it straight after the colon or comma, in quotation marks if it has spaces."),
        (raw.start, max(piece.end, raw.start + 1)),
    )


def _unknown_field(raw: RawTerm) -> QueryError:
    names = ", ".join(dict.fromkeys(shown(name, current_language()) for name in FIELD_NAMES))
    hint = _("To search for these very words, put them in quotation marks.")
    near = _did_you_mean(fold(raw.name or ""), FIELD_BY_NAME)
    return QueryError(
        _("Unknown field. Possible: {names}.").format(names=names),
        f"{near} {hint}".strip(),
        (raw.name_start, raw.name_start + len(raw.name or "")),
    )


def _format_term(term: Term) -> str:
    if isinstance(term, TextTerm):
        star = "*" if term.prefix else ""
        return (term.text if _is_plain(term.text) else _quote(term.text)) + star
    if isinstance(term, NumberTerm):
        return "number:" + ",".join(format_number(ticket) for ticket in term.tickets)
    if isinstance(term, ValueTerm):
        return f"{term.field.value}:" + ",".join(quote_value(value) for value in term.values)
    return _format_period(term)


def _format_period(term: PeriodTerm) -> str:
    if term.since is None and term.until is None:
        raise ValueError("a period without a beginning and an end")
    if term.since is None:
        edge, days = Edge.BEFORE, office_day(term.until or 0).isoformat()
    elif term.until is None:
        edge, days = Edge.AFTER, office_day(term.since).isoformat()
    else:
        last = office_day(term.until) - timedelta(days=1)
        edge, days = Edge.ON, write_days(office_day(term.since), last)
    return f"{_PERIOD_NAMES[term.field, edge]}:{days}"


def _is_plain(text: str) -> bool:
    raw = scanner.scan(text)
    return (
        len(raw) == 1
        and raw[0].name is None
        and not raw[0].pieces[0].quoted
        and parse_number(text) is None
    )


def quote_value(value: str) -> str:
    """Return a field's value as a query needs it, in quotation marks where it must be."""
    plain = value and not scanner.needs_quotes(value)
    return value if plain else _quote(value)


def of_queue(queue: str) -> str:
    """Return the query of what is unfinished in a queue."""
    return f"queue:{quote_value(queue)} status:unfinished"


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
