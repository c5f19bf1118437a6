"""The world of a demonstration: staff, people, devices and tickets that belong together."""

from __future__ import annotations

from app.workflows.example_data.devices import devices
from app.workflows.example_data.names import STAFF
from app.workflows.example_data.people import organisations, people
from app.workflows.example_data.records import ExampleWorld
from app.workflows.example_data.sentences import TOPICS
from app.workflows.example_data.stream import LONG_THREADS, stream_tickets
from app.workflows.example_data.topic import QUEUES

RECENCY = 2.5
"""About a fifth of the tickets are of the last three weeks, the others of three years."""


def example_world(seed: int, *, now: int, tickets: int = 200) -> ExampleWorld:
    """Return a whole world with ``tickets`` tickets of the three years until ``now``."""
    served = people(seed, max(40, tickets // 4), now)
    equipment = devices(seed, max(60, tickets // 3), served, now)
    return ExampleWorld(
        staff=STAFF,
        queues=QUEUES,
        categories=tuple(sorted({topic.category for topic in TOPICS})),
        organisations=organisations(),
        people=served,
        devices=equipment,
        tickets=tuple(
            stream_tickets(
                seed,
                tickets,
                now=now,
                people=served,
                devices=equipment,
                lengths=LONG_THREADS,
                recency=RECENCY,
            )
        ),
    )
