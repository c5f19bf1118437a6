"""P-130 as frozen records: what the policy says, for everything that has to act on it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_ORDINARY = date(2001, 1, 1)
"""The day from which periods are compared: no leap day is near."""
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    nl: str
    en: str

    def __call__(self, language: str) -> str:
        """Return the text in ``language``: Dutch for ``nl``, else English."""
        return self.nl if language == "nl" else self.en


class ClockStart(StrEnum):
    """What starts a retention period."""

    TICKET_CLOSED = "ticket_closed"
    ACCOUNT_CLOSED = "account_closed"
    LAST_CONTACT = "last_contact"
    LOG_WRITTEN = "log_written"
    SESSION_ENDED = "session_ended"
    DEVICE_RETURNED = "device_returned"
    REQUEST_CLOSED = "request_closed"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    IMPORT_DONE = "import_done"
    FINANCIAL_YEAR_ENDED = "financial_year_ended"


class RetentionAction(StrEnum):
    """What happens when a retention period is over."""

    DELETE = "delete"
    ANONYMISE = "anonymise"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in calendar units, as ISO 8601 writes it (``P2Y``, ``P6M``, ``P4W``)."""

    months: int
    days: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read an ISO 8601 duration of years, months, weeks and days.

        Raises ``ValueError`` for anything else and for a duration of nothing.
        """
        match = _DURATION.fullmatch(text)
        if match is None:
            raise ValueError(f"not a duration of years, months, weeks and days: {text!r}")
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        period = cls(months=12 * years + months, days=7 * weeks + days)
        if period.months == period.days == 0:
            raise ValueError(f"a duration of nothing: {text!r}")
        return period

    @property
    def iso(self) -> str:
        """The period as ISO 8601 writes it, in months and days."""
        years, months = divmod(self.months, 12)
        parts = (f"{years}Y" * bool(years), f"{months}M" * bool(months))
        return "P" + "".join(parts) + f"{self.days}D" * bool(self.days)

    def shorter_than(self, other: Period) -> bool:
        """Whether this is over before ``other``, from a day in an ordinary year."""
        return self.after(_ORDINARY) < other.after(_ORDINARY)

    def after(self, start: date) -> date:
        """Return the day this long after ``start``; in a shorter month, its last day."""
        return add_months(start, self.months) + timedelta(days=self.days)

    def latest_start(self, end: date) -> date:
        """Return the last day from which this period is over by ``end``."""
        start = add_months(end - timedelta(days=self.days), -self.months)
        while self.after(start) > end:
            start -= timedelta(days=1)
        while self.after(start + timedelta(days=1)) <= end:
            start += timedelta(days=1)
        return start


def add_months(start: date, months: int) -> date:
    """Return the same day ``months`` later; in a shorter month, its last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class DocumentControl:
    """Which document this is."""

    number: str
    version: int
    dated_on: date
    effective_from: date
    author: str
    classification: str
    title: Text
    controller: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Where people reach us."""

    support: str
    privacy: str
    website: str


@dataclass(frozen=True, slots=True)
class Supervisor:
    """The authority that takes complaints."""

    name: str
    website: str
    post: str


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How soon a request must be handled."""

    working_days: int
    """Article 4 of the policy."""
    statutory_months: int
    """AVG, article 12(3)."""
    extension_months: int
    """AVG, article 12(3): on top of ``statutory_months``."""


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """Where the office departs from the national holidays."""

    work_on: frozenset[str]
    """National holidays, by Dutch name in lower case, on which the office works."""
    closed_on: frozenset[date]
    closed_yearly: frozenset[tuple[int, int]]
    """(month, day)."""


@dataclass(frozen=True, slots=True)
class Law:
    """A law the policy names, or one that took its place."""

    code: str
    name: Text
    replaced_by: str | None
    replaced_on: date | None


@dataclass(frozen=True, slots=True)
class Article:
    """One article; number 0 is the introduction."""

    number: int
    title: Text
    summary: Text


@dataclass(frozen=True, slots=True)
class Purpose:
    """A use that the policy allows."""

    code: str
    label: Text
    article: int
    numeral: str
    """``I`` to ``V`` for the purposes of article 2; empty for the others."""


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of data, and what it may be used for."""

    code: str
    label: Text
    description: Text
    article: int
    subject: bool
    """It is about the people served."""
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long a kind of data is kept, and what happens then."""

    code: str
    category: str
    starts: ClockStart
    period: Period
    action: RetentionAction
    label: Text
    ground: Text
    obligation: bool
    """A law demands that the data is kept this long: a reason to refuse an erasure."""
    limitation: bool
    """A claim may be brought for this long: to keep it shorter needs a ground of its own."""


@dataclass(frozen=True, slots=True)
class Information:
    """What article 15 of the AVG asks besides the data itself."""

    recipients: Text
    transfers: Text
    source: Text
    rights: Text
    complaint: Text
    automated_decisions: Text


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole policy; each dictionary keeps the order of the document and goes by code."""

    document: DocumentControl
    contact: Contact
    supervisor: Supervisor
    deadlines: Deadlines
    calendar: OfficeCalendar
    laws: dict[str, Law]
    articles: dict[int, Article]
    purposes: dict[str, Purpose]
    categories: dict[str, Category]
    retention: dict[str, RetentionRule]
    information: Information

    def retention_of(self, category: str) -> tuple[RetentionRule, ...]:
        """Return the retention rules of a category."""
        return tuple(rule for rule in self.retention.values() if rule.category == category)
