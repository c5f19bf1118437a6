"""Any number of example tickets, in the order in which they were made."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta

from app.model.moments import office_day, start_of_day
from app.model.ticket import Channel, Direction, Priority, Status
from app.workflows.example_data.attachments import ATTACHMENTS
from app.workflows.example_data.names import STAFF
from app.workflows.example_data.records import (
    ExampleAttachment,
    ExampleDevice,
    ExampleMessage,
    ExamplePerson,
    ExampleTicket,
)
from app.workflows.example_data.sentences import Case, phrases

YEARS = 3
OPENING, WORKING_HOURS = 8 * 3600, int(9.5 * 3600)
SHORT_THREADS = (1, 1, 1, 1, 2, 2, 2, 3, 3, 4)
"""How many messages a ticket has, each as likely; two on average."""
LONG_THREADS = (1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8)

_SETTLED_DAYS = 15
"""A ticket without a word for so many working days is finished."""
_CHANNELS = (
    *(Channel.EMAIL,) * 9,
    *(Channel.WEB_FORM, Channel.TELEPHONE) * 3,
    *(Channel.TICKET_SYSTEM,) * 2,
    *(Channel.WEBSITE, Channel.COUNTER),
)
_PRIORITIES = (*(Priority.NORMAL,) * 7, Priority.LOW, Priority.LOW, Priority.HIGH)
_URGENT = (Priority.NORMAL, Priority.NORMAL, Priority.HIGH, Priority.HIGH, Priority.URGENT)
_DUE_DAYS = {Priority.LOW: 10, Priority.NORMAL: 5, Priority.HIGH: 2, Priority.URGENT: 1}
_GAPS = (0, 0, 0, 0, 1, 1, 1, 2, 3, 4)
"""Working days between one message and the next, each as likely."""
_GREETINGS = {
    "nl": ("Beste helpdesk,", "Goedemorgen,", "Hallo,", "Geachte heer/mevrouw,", "Hoi,"),
    "en": ("Hello,", "Good morning,", "Dear helpdesk,"),
}
_CLOSINGS = {
    "nl": ("Met vriendelijke groet,", "Groeten,", "Alvast bedankt,", "Mvg,"),
    "en": ("Kind regards,", "Thanks in advance,", "Best wishes,"),
}


def stream_tickets(
    seed: int,
    count: int,
    *,
    now: int,
    people: Sequence[ExamplePerson],
    devices: Sequence[ExampleDevice] = (),
    lengths: Sequence[int] = SHORT_THREADS,
    recency: float = 1.0,
) -> Iterator[ExampleTicket]:
    """Give ``count`` tickets of the last three years, oldest first, in constant memory.

    They stand within office hours of working days, evenly spread where ``recency`` is 1 and the
    more of them in the last months the greater it is. Some of those of the last
    weeks are unfinished; of the older ones nearly all are closed. ``lengths`` says how many
    messages a ticket has, each entry as likely as another.
    """
    writer = _Writer(seed, now, people, devices, lengths)
    chance = writer.random
    days = len(writer.begins)
    for number in range(count):
        place = (1 - (1 - (number + chance()) / count) ** recency) * days
        day = min(int(place), days - 1)
        yield writer.ticket(day, min(place - day, 0.999))


class _Writer:
    """Holds what is drawn from; drawing itself is kept to a few quick steps a ticket."""

    def __init__(
        self,
        seed: int,
        now: int,
        people: Sequence[ExamplePerson],
        devices: Sequence[ExampleDevice],
        lengths: Sequence[int],
    ) -> None:
        self.random = random.Random(f"tickets {seed}").random  # noqa: S311 - no secret
        self._now = now
        self._people = people
        self._lengths = lengths
        self._sentences = phrases(seed)
        self.begins = _working_days(now)
        self._devices_of: dict[int, list[int]] = {}
        self._devices_by_kind: dict[str, list[int]] = {}
        for place, device in enumerate(devices):
            if device.owner is not None:
                self._devices_of.setdefault(device.owner, []).append(place)
            self._devices_by_kind.setdefault(device.kind, []).append(place)
        self._devices = devices

    def ticket(self, day: int, fraction: float) -> ExampleTicket:
        """Make the ticket that begins on a working day at a fraction of its office hours."""
        chance = self.random
        requester = int(chance() * len(self._people))
        person = self._people[requester]
        left_at = person.account_closed_at
        if left_at is not None and left_at < self.begins[day][0] + WORKING_HOURS:
            requester = (requester + 1) % len(self._people)  # the next one is still there
            person = self._people[requester]
        cases = self._sentences[person.language].cases
        case = cases[int(chance() * len(cases))]
        topic = case.topic
        staff = STAFF[int(chance() * len(STAFF))]
        messages, last_day = self._conversation(case, person, staff, day, fraction)
        created_at, updated_at = messages[0].created_at, messages[-1].created_at
        settled = last_day < len(self.begins) - _SETTLED_DAYS
        status = self._status(messages[-1].direction, len(messages), settled)
        closed_at = None
        if status is Status.CLOSED:
            closed_at = updated_at = min(self._now, updated_at + 7 * 86_400)
        choices = _URGENT if topic.urgent else _PRIORITIES
        priority = choices[int(chance() * len(choices))]
        due_at = None
        if chance() < 0.6:
            due_at = created_at + _DUE_DAYS[priority] * 86_400
        return ExampleTicket(
            title=case.title,
            status=status,
            priority=priority,
            category=topic.category,
            queue=topic.queue,
            channel=_CHANNELS[int(chance() * len(_CHANNELS))],
            requester=requester,
            organisation=person.organisation,
            assignee="" if status is Status.NEW else staff,
            tags=topic.tags if chance() < 0.7 else topic.tags[:1],
            created_at=created_at,
            updated_at=updated_at,
            closed_at=closed_at,
            due_at=due_at,
            devices=self._affected(requester, case),
            messages=tuple(messages),
        )

    def _conversation(
        self, case: Case, person: ExamplePerson, staff: str, day: int, fraction: float
    ) -> tuple[list[ExampleMessage], int]:
        """Return the messages up to now, at least the first, and the working day of the last."""
        chance = self.random
        length = self._lengths[int(chance() * len(self._lengths))]
        moment = self._moment(day, fraction)
        messages = [self._message(Direction.IN, case.opening, person, "", moment)]
        while len(messages) < length:
            gap = _GAPS[int(chance() * len(_GAPS))]
            if day + gap >= len(self.begins):
                break
            day += gap
            fraction = chance() * 0.999 if gap else fraction + (0.999 - fraction) * chance() * 0.5
            moment = self._moment(day, fraction)
            if moment <= messages[-1].created_at:
                break
            direction, text = _turn(case, messages[-1].direction, len(messages), length)
            author = "" if direction is Direction.IN else staff
            messages.append(self._message(direction, text, person, author, moment))
        return messages, day

    def _moment(self, day: int, fraction: float) -> int:
        begin, length = self.begins[day]
        return begin + int(fraction * length)

    def _message(
        self, direction: Direction, text: str, person: ExamplePerson, staff: str, moment: int
    ) -> ExampleMessage:
        chance = self.random
        attachments: tuple[ExampleAttachment, ...] = ()
        if direction is Direction.OUT:
            hello = "Dear" if person.language == "en" else "Beste"
            close = "Kind regards," if person.language == "en" else "Met vriendelijke groet,"
            text = f"{hello} {person.display_name},\n\n{text}\n\n{close}\n{staff}\nCNE Helpdesk"
        elif direction is Direction.IN:
            details = self._sentences[person.language].details
            hellos, closes = _GREETINGS[person.language], _CLOSINGS[person.language]
            hello = hellos[int(chance() * len(hellos))]
            close = closes[int(chance() * len(closes))]
            detail = details[int(chance() * len(details))]
            text = f"{hello}\n\n{text} {detail}\n\n{close}\n{person.display_name}"
            if chance() < 0.06:
                attachments = (ATTACHMENTS[int(chance() * len(ATTACHMENTS))],)
        return ExampleMessage(direction, staff, moment, text, attachments)

    def _status(self, last: Direction, messages: int, settled: bool) -> Status:
        roll = self.random()
        if settled:
            if roll < 0.965:
                return Status.CLOSED
            return Status.RESOLVED if roll < 0.99 else Status.WAITING_THIRD_PARTY
        if last is Direction.IN:
            return Status.NEW if messages == 1 and roll < 0.7 else Status.OPEN
        if last is Direction.NOTE:
            return Status.WAITING_THIRD_PARTY if roll < 0.5 else Status.OPEN
        return Status.WAITING_PERSON if roll < 0.5 else Status.RESOLVED

    def _affected(self, requester: int, case: Case) -> tuple[int, ...]:
        """Return the requester's device of the topic's kind, or now and then another of it."""
        kind = case.topic.kind
        if kind is None or not self._devices:
            return ()
        for place in self._devices_of.get(requester, ()):
            if self._devices[place].kind is kind:
                return (place,)
        others = self._devices_by_kind.get(kind, ())
        if others and self.random() < 0.3:
            return (others[int(self.random() * len(others))],)
        return ()


def _turn(case: Case, last: Direction, written: int, length: int) -> tuple[Direction, str]:
    """Say who speaks next, and what; an answer follows its question."""
    if written == length - 1:
        return Direction.OUT, case.solution
    if last is Direction.IN and written % 3 == 0:
        return Direction.NOTE, case.notes[written % len(case.notes)]
    if last is Direction.OUT:
        return Direction.IN, case.answers[(written - 1) % len(case.answers)]
    return Direction.OUT, case.questions[written % len(case.questions)]


def _working_days(now: int) -> list[tuple[int, int]]:
    """Return the first moment and the seconds of each working day's office hours until now."""
    today = office_day(now)
    days = []
    for back in range(YEARS * 365, -1, -1):
        day = today - timedelta(days=back)
        begin = start_of_day(day) + OPENING
        length = min(WORKING_HOURS, now - begin)
        if day.weekday() < 5 and length > 0:
            days.append((begin, length))
    return days
