"""What a list asks of its source, away from the window's thread, and what it is told."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from ui.models.source import Source

R = TypeVar("R")


class Answer(NamedTuple, Generic[R]):
    """A page of ids, and the rows among them that were asked for as well."""

    ids: tuple[int, ...]
    next: Any | None
    """Where the next page begins; None where there is none."""
    rows: Mapping[int, R]


def first(source: Source[R], query: Any, limit: int, room: int) -> Answer[R]:
    """Return the first ids that a query finds, with the rows that there is ``room`` for."""
    page = source.page(query, None, limit)
    return Answer(tuple(page.ids), page.next, source.rows(page.ids[:room]))


def further(source: Source[R], query: Any, after: Any, limit: int) -> Answer[R]:
    """Return the ids of the page that begins ``after`` another, without their rows."""
    page = source.page(query, after, limit)
    return Answer(tuple(page.ids), page.next, {})


def again(
    source: Source[R],
    query: Any,
    limit: int,
    *,
    near: slice,
    known: Container[int],
    stale: Container[int] | None,
) -> Answer[R]:
    """Return all ids that are loaded anew, with those rows ``near`` the view that are needed.

    That is the ones that are not ``known`` or are ``stale``; None says that every one is.
    """
    page = source.page(query, None, limit)
    needed = [i for i in page.ids[near] if stale is None or i in stale or i not in known]
    return Answer(tuple(page.ids), page.next, source.rows(needed))
