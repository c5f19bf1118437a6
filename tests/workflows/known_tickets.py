"""A random store of tickets, and what each query must find in it, worked out without it."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.model import moments
from app.model.identifiers import IdentifierKind, normalise_fragment, search_form
from app.model.mail import MailAttachment
from app.model.ticket import RANK_OF, UNFINISHED, Channel, LinkKind, Priority, Status
from app.model.ticket_list import TicketSort
from app.model.ticket_query import due_window
from app.model.ticket_query_words import ANSWERED_WITHIN, ME, NONE, Answered, Due, Field, Has
from app.model.ticket_terms import NumberTerm, PeriodTerm, Term, TextTerm
from app.workflows import devices, people, ticket_links, tickets
from app.workflows.session import Session
from tests.workflows.conftest import LEAD, TECHNICIAN
from tests.workflows.residue import identifier

NOW = moments.from_iso("2026-11-23T08:00:00")
DAY = 86_400
WORDS = ("vpn", "printer", "Café", "über", "kabel", "kabelgoot", "netwerk", "rood", "a1", "zoë")
TAGS = ("vpn", "spoed", "balie twee")
QUEUES = ("Eerste lijn", "Tweede lijn")
PEOPLE = (("Piet Jansen", "piet@example.nl"), ("Zoë Ander", "zoe@example.org"))


@dataclass
class Fact:
    """What is known of a ticket, kept apart from the store."""

    id: int = 0
    title: str = ""
    status: Status = Status.NEW
    priority: Priority = Priority.NORMAL
    channel: Channel = Channel.EMAIL
    queue: str = ""
    category: str = ""
    requester: tuple[str, str] | None = None
    organisation: str = ""
    assignee: str = ""
    tags: set[str] = field(default_factory=set)
    serials: list[str] = field(default_factory=list)
    created_at: int = 0
    updated_at: int = 0
    closed_at: int | None = None
    due_at: int | None = None
    answered_at: int | None = None
    documents: list[list[str]] = field(default_factory=list)
    """For each message: title, text, file names."""
    has: set[Has] = field(default_factory=set)
    merged: bool = False


def words_of(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in plain).split()


def holds_words(text: str, term: TextTerm) -> bool:
    have, wanted = words_of(text), words_of(term.text)
    prefix = term.prefix and len(wanted[-1]) >= 2
    for start in range(len(have) - len(wanted) + 1):
        window = have[start : start + len(wanted)]
        last = window[-1].startswith(wanted[-1]) if prefix else window[-1] == wanted[-1]
        if window[:-1] == wanted[:-1] and last:
            return True
    return False


def within(moment: int | None, since: int | None, until: int | None) -> bool:
    return (
        moment is not None
        and (since is None or moment >= since)
        and (until is None or moment < until)
    )


def same(value: str, other: str) -> bool:
    return " ".join(value.split()).casefold() == " ".join(other.split()).casefold()


def value_fits(fact: Fact, about: Field, value: str) -> bool:
    open_fields: dict[Field, Callable[[], bool]] = {
        Field.QUEUE: lambda: same(fact.queue, "" if value == NONE else value),
        Field.CATEGORY: lambda: same(fact.category, "" if value == NONE else value),
        Field.ASSIGNEE: lambda: same(fact.assignee, {NONE: "", ME: LEAD}.get(value, value)),
        Field.TAG: lambda: (
            not fact.tags if value == NONE else any(same(t, value) for t in fact.tags)
        ),
        Field.DEVICE: lambda: (
            not fact.serials
            if value == NONE
            else any(normalise_fragment(value) in search_form(s) for s in fact.serials)
        ),
        Field.REQUESTER: lambda: (
            fact.requester is None
            if value == NONE
            else fact.requester is not None
            and any(value.casefold() in part.casefold() for part in fact.requester)
        ),
        Field.ORGANISATION: lambda: (
            not fact.organisation
            if value == NONE
            else value.casefold() in fact.organisation.casefold() and bool(fact.organisation)
        ),
        Field.STATUS: lambda: fact.status.value == value,
        Field.PRIORITY: lambda: fact.priority.value == value,
        Field.CHANNEL: lambda: fact.channel.value == value,
        Field.ANSWERED: lambda: answer_fits(fact, Answered(value)),
        Field.HAS: lambda: Has(value) in fact.has,
        Field.IS: lambda: fact.merged,
        Field.DUE: lambda: due_fits(fact, Due(value)),
    }
    return open_fields[about]()


def due_fits(fact: Fact, due: Due) -> bool:
    if due is Due.NONE:
        return fact.due_at is None
    if due is Due.OVERDUE and fact.status not in UNFINISHED:
        return False
    return within(fact.due_at, *due_window(due, NOW))


def answer_fits(fact: Fact, answered: Answered) -> bool:
    if fact.answered_at is None:
        return answered is Answered.NONE
    taken = fact.answered_at - fact.created_at
    if answered is Answered.LATER:
        return taken > 3 * 86_400
    return answered is not Answered.NONE and taken <= ANSWERED_WITHIN[answered]


def fits(fact: Fact, terms: tuple[Term, ...]) -> bool:
    sought = [t for t in terms if isinstance(t, TextTerm) and not t.negated]
    if sought and not any(
        all(any(holds_words(part, term) for part in document) for term in sought)
        for document in fact.documents
    ):
        return False
    return all(term_fits(fact, term) != term.negated for term in terms if term not in sought)


def term_fits(fact: Fact, term: Term) -> bool:
    if isinstance(term, TextTerm):
        return any(holds_words(part, term) for document in fact.documents for part in document)
    if isinstance(term, NumberTerm):
        return fact.id in term.tickets
    if isinstance(term, PeriodTerm):
        moment = {
            Field.CREATED: fact.created_at,
            Field.UPDATED: fact.updated_at,
            Field.CLOSED: fact.closed_at,
            Field.DUE: fact.due_at,
        }[term.field]
        return within(moment, term.since, term.until)
    return any(value_fits(fact, term.field, value) for value in term.values)


def order(fact: Fact, sort: TicketSort) -> tuple[int, int]:
    value = {
        TicketSort.NEWEST: fact.id,
        TicketSort.UPDATED: fact.updated_at,
        TicketSort.DUE: 1 << 62 if fact.due_at is None else fact.due_at,
        TicketSort.PRIORITY: RANK_OF[fact.priority],
    }[sort]
    return value, fact.id


class World:
    """A random store, and the facts about it."""

    def __init__(self, session: Session, patch: pytest.MonkeyPatch, seed: int) -> None:
        self.session, self.random = session, random.Random(seed)  # noqa: S311 - a test's example
        self.at = NOW - 90 * DAY
        patch.setattr(moments, "now", lambda: self.at)
        self.people = {
            who: people.add(session, display_name=who[0], email=who[1], organisation=organisation)[
                0
            ]
            for who, organisation in zip(PEOPLE, ("Basisschool De Boom", ""), strict=True)
        }
        self.serials = ["PF3K1XQ7", "PF3K2XQ7", "SN00X990"]
        self.devices = [
            devices.create(session, identifiers=[identifier(IdentifierKind.SERIAL, serial)])[0]
            for serial in self.serials
        ]
        self.facts = [self.ticket() for _ in range(60)]
        for first, second in ((3, 4), (10, 11), (3, 10)):
            ticket_links.link(
                session, self.facts[first].id, self.facts[second].id, LinkKind.RELATED
            )
            self.facts[first].has.add(Has.LINK)
            self.facts[second].has.add(Has.LINK)
        self.at = NOW

    def some(self, values: tuple[Any, ...], count: int) -> list[Any]:
        return self.random.choices(values, k=count)

    def ticket(self) -> Fact:
        pick, session = self.random, self.session
        self.at += pick.randrange(1, DAY)
        who = pick.choice([None, *PEOPLE])
        fact = Fact(
            title=" ".join(self.some(WORDS, pick.randint(1, 4))),
            priority=pick.choice(list(Priority)),
            channel=pick.choice(list(Channel)),
            queue=pick.choice(["", *QUEUES]),
            category=pick.choice(["", "Netwerk"]),
            requester=who,
            organisation="Basisschool De Boom" if who == PEOPLE[0] else "",
            assignee=pick.choice(["", LEAD, TECHNICIAN]),
            tags=set(pick.sample(TAGS, pick.randint(0, 2))),
            created_at=self.at,
            due_at=pick.choice([None, NOW - DAY, NOW + 3600, NOW + 3 * DAY, NOW + 30 * DAY]),
        )
        text = " ".join(self.some(WORDS, 6))
        fact.id, _ = tickets.create(
            session,
            title=fact.title,
            channel=fact.channel,
            text=text,
            requester_id=self.people[who] if who else None,
            priority=fact.priority,
            queue=fact.queue,
            category=fact.category,
            assignee=fact.assignee,
            tags=sorted(fact.tags),
            due_at=fact.due_at,
        )
        fact.documents.append([fact.title, text, ""])
        if who is None:
            fact.has.add(Has.NOTE)
        if fact.tags:
            fact.has.add(Has.TAG)
        self.busy(fact)
        self.finish(fact)
        with session.store.read() as connection:
            (fact.updated_at,) = connection.execute(
                "SELECT updated_at FROM ticket WHERE id = ?", (fact.id,)
            ).fetchone()
        return fact

    def busy(self, fact: Fact) -> None:
        for _ in range(self.random.randint(0, 2)):
            self.at += self.random.choice([60, 3600, 5 * 3600, 2 * DAY])
            text = " ".join(self.some(WORDS, 5))
            name = self.random.choice(["", "kabel-lijst.pdf", "scan_vpn.png"])
            files = [MailAttachment(name, "image/png", b"x")] if name else []
            note = self.random.random() < 0.5
            (tickets.add_note if note else tickets.reply)(self.session, fact.id, text, files)
            if not note and fact.answered_at is None:
                fact.answered_at = self.at
            fact.documents.append([fact.title, text, name])
            fact.has |= {Has.NOTE} if note else set()
            fact.has |= {Has.ATTACHMENT} if name else set()
        if self.random.random() < 0.4:
            place = self.random.randrange(len(self.devices))
            ticket_links.link_device(self.session, fact.id, self.devices[place])
            fact.serials.append(self.serials[place])
            fact.has.add(Has.DEVICE)

    def finish(self, fact: Fact) -> None:
        fact.status = self.random.choice(list(Status))
        if fact.status is not Status.NEW:
            version = tickets.get(self.session, fact.id).row.version
            tickets.set_status(self.session, fact.id, fact.status, version)
        fact.closed_at = self.at if fact.status is Status.CLOSED else None

    def query(self) -> str:
        parts = [self.term() for _ in range(self.random.randint(0, 3))]
        return " ".join(parts)

    def term(self) -> str:
        pick = self.random
        number = pick.choice(self.facts).id % 10_000_000
        first, last = sorted(moments.office_day(NOW - pick.randrange(90) * DAY) for _ in "12")
        day, days = first.isoformat(), f"{first}..{last}"
        value: dict[str, Callable[[], str]] = {
            "text": lambda: pick.choice(WORDS),
            "prefix": lambda: pick.choice(["ka*", "kabel*", "v*", "net*", "ca*"]),
            "phrase": lambda: f'"{" ".join(self.some(WORDS, 2))}"',
            "status": lambda: (
                "status:"
                + pick.choice(["new", "open", "waiting,new", "finished", "open,unfinished"])
            ),
            "priority": lambda: (
                "priority:" + pick.choice(["low", "urgent,high", "normal", "low,high"])
            ),
            "channel": lambda: "channel:" + pick.choice(["email", "phone,website"]),
            "queue": lambda: (
                "queue:" + pick.choice(["none", '"eerste LIJN"', "nergens", '"eerste lijn",none'])
            ),
            "category": lambda: "category:" + pick.choice(["netwerk", "none", "none,netwerk"]),
            "assignee": lambda: (
                "assignee:"
                + pick.choice(["me", "none", f'"{TECHNICIAN}"', f'me,"{LEAD}"', "x", "me,none"])
            ),
            "requester": lambda: (
                "from:"
                + pick.choice(
                    ["none", "piet@example.nl", "ander", "example", "zo", "piet,jansen", "none,zo"]
                )
            ),
            "organisation": lambda: (
                "org:" + pick.choice(["boom", "boom,basis", "none", "nergens", "boom,none"])
            ),
            "tag": lambda: (
                "tag:" + pick.choice(["vpn", "none", '"balie twee",spoed', "VPN,vpn", "vpn,none"])
            ),
            "device": lambda: (
                "device:"
                + pick.choice(["pf3k", "none", "3k1,f3k1", "pf3k,k2xq", "sn-00x9", "none,3k1"])
            ),
            "number": lambda: f"number:{number}",
            "has": lambda: (
                "has:" + pick.choice(["attachment", "device,note", "tag", "link", "note"])
            ),
            "is": lambda: "is:merged",
            "answered": lambda: (
                "answered:" + pick.choice(["1h", "4h", "3d,none", "later", "1d", "none"])
            ),
            "due": lambda: "due:" + pick.choice(["overdue", "today", "week", "none", "today,none"]),
            "due days": lambda: pick.choice(["due-before:", "due-after:", "due:"]) + "2026-11-26",
            "days": lambda: (
                pick.choice(["before:", "after:", "on:", "updated:", "updated-after:"]) + day
            ),
            "closed": lambda: pick.choice(["closed-after:", "closed-before:"]) + day,
            "span": lambda: pick.choice(["on:", "updated:", "closed:", "due:"]) + days,
        }
        made = value[pick.choice(list(value))]()
        return ("-" if pick.random() < 0.25 else "") + made
