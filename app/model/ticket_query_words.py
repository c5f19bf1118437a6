"""The words of the ticket query language: its fields, and the values of its closed ones.

Every word is known in English and in Dutch, whatever language the program shows.
"""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import NamedTuple

from app.model.ticket import UNFINISHED, Channel, Priority, Status

NONE = "none"
"""The value of an open field that asks for tickets without one."""
ME = "me"
"""The value of ``assignee`` that stands for whoever asks."""


class Field(StrEnum):
    """What a term of a query is about."""

    STATUS = "status"
    PRIORITY = "priority"
    CHANNEL = "channel"
    QUEUE = "queue"
    CATEGORY = "category"
    ASSIGNEE = "assignee"
    REQUESTER = "requester"
    ORGANISATION = "organisation"
    TAG = "tag"
    DEVICE = "device"
    NUMBER = "number"
    CREATED = "created"
    UPDATED = "updated"
    CLOSED = "closed"
    DUE = "due"
    ANSWERED = "answered"
    HAS = "has"
    IS = "is"


class Has(StrEnum):
    """What a ticket can have."""

    ATTACHMENT = "attachment"
    DEVICE = "device"
    TAG = "tag"
    NOTE = "note"
    LINK = "link"


class Is(StrEnum):
    """What a ticket can be, beside its status."""

    MERGED = "merged"


class Due(StrEnum):
    """When a ticket falls due."""

    OVERDUE = "overdue"
    """Past its due moment and unfinished."""
    TODAY = "today"
    WEEK = "week"
    """Today or in the six days after it."""
    NONE = NONE


class Answered(StrEnum):
    """How soon after it was made a ticket was first answered."""

    HOUR = "1h"
    HOURS = "4h"
    DAY = "1d"
    DAYS = "3d"
    LATER = "later"
    """After three days."""
    NONE = NONE
    """Not yet."""


ANSWERED_WITHIN = {
    Answered.HOUR: 3_600,
    Answered.HOURS: 4 * 3_600,
    Answered.DAY: 24 * 3_600,
    Answered.DAYS: 72 * 3_600,
}
"""Seconds; what was answered within the shorter time was within the longer ones too."""


class Edge(Enum):
    """Which side of a day a field of time asks for."""

    BEFORE = "before"
    AFTER = "after"
    ON = "on"


class FieldName(NamedTuple):
    """A name by which a query calls a field."""

    field: Field
    english: str
    dutch: str
    also: tuple[str, ...] = ()
    edge: Edge = Edge.ON
    """Of use for fields of time alone."""

    def all(self) -> tuple[str, ...]:
        """Return every spelling, the first ones first."""
        return (self.english, self.dutch, *self.also)


class Choice(NamedTuple):
    """A value of a closed field; one word may stand for several values."""

    values: tuple[str, ...]
    english: str
    dutch: str
    also: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        """Return every spelling, the values' own among them."""
        own = self.values if len(self.values) == 1 else ()
        return (self.english, self.dutch, *self.also, *own)


FIELD_NAMES = (
    FieldName(Field.STATUS, "status", "status", ("state",)),
    FieldName(Field.ASSIGNEE, "assignee", "toegewezen", ("assigned", "behandelaar")),
    FieldName(Field.REQUESTER, "requester", "aanvrager", ("from", "van", "melder")),
    FieldName(Field.TAG, "tag", "label"),
    FieldName(Field.DEVICE, "device", "apparaat"),
    FieldName(Field.QUEUE, "queue", "wachtrij"),
    FieldName(Field.CATEGORY, "category", "categorie"),
    FieldName(Field.PRIORITY, "priority", "prioriteit"),
    FieldName(Field.CHANNEL, "channel", "kanaal"),
    FieldName(Field.ORGANISATION, "organisation", "organisatie", ("org", "organization")),
    FieldName(Field.NUMBER, "number", "nummer"),
    FieldName(Field.ANSWERED, "answered", "beantwoord"),
    FieldName(Field.HAS, "has", "heeft", ("met",)),
    FieldName(Field.IS, "is", "is"),
    FieldName(Field.DUE, "due", "vervalt", ("deadline", "due-on", "vervalt-op")),
    FieldName(Field.DUE, "due-before", "vervalt-voor", (), Edge.BEFORE),
    FieldName(Field.DUE, "due-after", "vervalt-na", (), Edge.AFTER),
    FieldName(Field.CREATED, "before", "voor", ("created-before", "gemaakt-voor"), Edge.BEFORE),
    FieldName(
        Field.CREATED,
        "after",
        "na",
        ("since", "sinds", "vanaf", "created-after", "gemaakt-na"),
        Edge.AFTER,
    ),
    FieldName(Field.CREATED, "on", "op", ("created", "gemaakt", "created-on")),
    FieldName(Field.UPDATED, "updated-before", "gewijzigd-voor", (), Edge.BEFORE),
    FieldName(Field.UPDATED, "updated-after", "gewijzigd-na", ("updated-since",), Edge.AFTER),
    FieldName(Field.UPDATED, "updated", "gewijzigd", ("updated-on", "gewijzigd-op")),
    FieldName(Field.CLOSED, "closed-before", "gesloten-voor", (), Edge.BEFORE),
    FieldName(Field.CLOSED, "closed-after", "gesloten-na", ("closed-since",), Edge.AFTER),
    FieldName(Field.CLOSED, "closed", "gesloten", ("closed-on", "gesloten-op")),
)

_WAITING = (Status.WAITING_PERSON.value, Status.WAITING_THIRD_PARTY.value)
_FINISHED = (Status.RESOLVED.value, Status.CLOSED.value)

CHOICES: dict[Field, tuple[Choice, ...]] = {
    Field.STATUS: (
        Choice((Status.NEW.value,), "new", "nieuw"),
        Choice((Status.OPEN.value,), "open", "open"),
        Choice(_WAITING, "waiting", "wachten", ("wacht", "wachtend")),
        Choice(_WAITING[:1], "waiting-person", "wacht-op-persoon"),
        Choice(_WAITING[1:], "waiting-third-party", "wacht-op-derde"),
        Choice(_FINISHED[:1], "resolved", "opgelost", ("solved",)),
        Choice(_FINISHED[1:], "closed", "gesloten"),
        Choice(tuple(s.value for s in UNFINISHED), "unfinished", "lopend", ("onafgehandeld",)),
        Choice(_FINISHED, "finished", "afgehandeld"),
    ),
    Field.PRIORITY: (
        Choice((Priority.LOW.value,), "low", "laag"),
        Choice((Priority.NORMAL.value,), "normal", "normaal"),
        Choice((Priority.HIGH.value,), "high", "hoog"),
        Choice((Priority.URGENT.value,), "urgent", "dringend", ("spoed",)),
    ),
    Field.CHANNEL: (
        Choice((Channel.WEBSITE.value,), "website", "website"),
        Choice((Channel.WEB_FORM.value,), "web-form", "webformulier", ("form", "formulier")),
        Choice((Channel.TICKET_SYSTEM.value,), "ticket-system", "ticketsysteem"),
        Choice((Channel.EMAIL.value,), "email", "e-mail", ("mail",)),
        Choice((Channel.TELEPHONE.value,), "telephone", "telefoon", ("phone",)),
        Choice((Channel.COUNTER.value,), "counter", "balie"),
    ),
    Field.ANSWERED: (
        Choice((Answered.HOUR.value,), "1h", "1u"),
        Choice((Answered.HOURS.value,), "4h", "4u"),
        Choice((Answered.DAY.value,), "1d", "1d", ("24h", "24u")),
        Choice((Answered.DAYS.value,), "3d", "3d", ("72h", "72u")),
        Choice((Answered.LATER.value,), "later", "later"),
        Choice((Answered.NONE.value,), "none", "geen", ("nog-niet", "not-yet")),
    ),
    Field.HAS: (
        Choice((Has.ATTACHMENT.value,), "attachment", "bijlage"),
        Choice((Has.DEVICE.value,), "device", "apparaat"),
        Choice((Has.TAG.value,), "tag", "label"),
        Choice((Has.NOTE.value,), "note", "notitie"),
        Choice((Has.LINK.value,), "link", "koppeling"),
    ),
    Field.IS: (Choice((Is.MERGED.value,), "merged", "samengevoegd"),),
    Field.DUE: (
        Choice((Due.OVERDUE.value,), "overdue", "te-laat", ("verlopen",)),
        Choice((Due.TODAY.value,), "today", "vandaag"),
        Choice((Due.WEEK.value,), "week", "week"),
        Choice((Due.NONE.value,), "none", "geen"),
    ),
}
"""The fields whose values are listed; every other field takes any value."""

SPECIAL_ASSIGNEES = {ME: ME, "mij": ME, "ik": ME, "mezelf": ME}
NONE_WORDS = {NONE: NONE, "geen": NONE, "niemand": NONE, "nobody": NONE}

TIME_FIELDS = frozenset({Field.CREATED, Field.UPDATED, Field.CLOSED, Field.DUE})


def fold(word: str) -> str:
    """Return the form in which two spellings of one name or closed value are equal."""
    return word.casefold().replace("_", "-").replace(" ", "-")


FIELD_BY_NAME = {fold(spelling): name for name in FIELD_NAMES for spelling in name.all()}
CHOICE_BY_WORD = {
    field: {fold(spelling): choice for choice in choices for spelling in choice.all()}
    for field, choices in CHOICES.items()
}


def shown(word: FieldName | Choice, language: str) -> str:
    """Return the spelling of a name or value to offer in ``language``."""
    return word.dutch if language == "nl" else word.english
