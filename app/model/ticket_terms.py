"""What a ticket query asks, term by term; :mod:`app.model.ticket_query` reads it from text."""

# No annotations of the future here: a named tuple compiles each of them that is a text.

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:  # a list of all tickets asks by no field
    from app.model.ticket_query_words import Field


class TextTerm(NamedTuple):
    """Words that follow each other somewhere in the ticket's title or messages.

    ``text`` begins and ends with a letter or digit (or its accents); its white space is single
    spaces, and punctuation may stand inside. Where ``prefix`` is true the last word may go on.
    """

    text: str
    prefix: bool = False
    negated: bool = False


class ValueTerm(NamedTuple):
    """A field that has any of these values.

    The values of ``status``, ``priority``, ``channel``, ``answered``, ``has``, ``is`` and ``due``
    are those of their enumerations; those of the other fields are as typed, in NFC and
    single-spaced, and are to be compared without regard to case. ``NONE`` asks for tickets
    without one, and ``ME``, of an assignee, is whoever asks.
    """

    field: "Field"
    values: tuple[str, ...]
    negated: bool = False


class NumberTerm(NamedTuple):
    """Any of these tickets, by id."""

    tickets: tuple[int, ...]
    negated: bool = False


class PeriodTerm(NamedTuple):
    """A field of time from ``since`` until just before ``until``; None leaves a side open.

    Both are moments at which a day begins at the office.
    """

    field: "Field"
    since: int | None
    until: int | None
    negated: bool = False


Term: TypeAlias = TextTerm | ValueTerm | NumberTerm | PeriodTerm


class TicketQuery(NamedTuple):
    """Terms that must all hold; without terms, every ticket fits."""

    terms: tuple[Term, ...] = ()
