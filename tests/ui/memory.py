"""Sources that answer from memory, as the workflows answer from the store."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.errors import KnownError


@dataclass(frozen=True)
class Page:
    ids: tuple[int, ...]
    next: int | None


class Numbers:
    """Finds the numbers below ``count`` that a query divides, the highest first.

    A query below 1 is an error. What was asked is noted, with the thread that asked.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self.missing: set[int] = set()
        self.word = "row"
        self.asked_rows: list[tuple[int, ...]] = []
        self.asked_pages: list[tuple[object, object, int]] = []
        self.threads: set[threading.Thread] = set()
        self.go_on = threading.Event()
        self.go_on.set()

    def page(self, query: int, after: int | None, limit: int) -> Page:
        self.threads.add(threading.current_thread())
        self.asked_pages.append((query, after, limit))
        if query < 1:
            raise KnownError("query", "Not that one.")
        first = (self.count - 1 if after is None else after - 1) // query * query
        found = tuple(
            i for i in range(first, max(-1, first - limit * query), -query) if i not in self.missing
        )
        last = found[-1] if found else 0
        return Page(found, last if last > 0 and len(found) > 0 else None)

    def rows(self, ids: Sequence[int]) -> Mapping[int, str]:
        self.threads.add(threading.current_thread())
        self.asked_rows.append(tuple(ids))
        assert self.go_on.wait(5)
        return {i: f"{self.word} {i}" for i in ids if i not in self.missing}
