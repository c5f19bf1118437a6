"""Where a table of ids gets its rows: from any thread but the window's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

R_co = TypeVar("R_co", covariant=True)


class IdsPage(Protocol):
    """One page of ids and the key that the next one begins after (None: there is no more)."""

    @property
    def ids(self) -> Sequence[int]:
        """The ids, in the order of the list."""

    @property
    def next(self) -> Any | None:
        """Where the next page begins."""


class Source(Protocol[R_co]):
    """Where a table gets its rows; called from any thread but the window's."""

    def page(self, query: Any, after: Any | None, limit: int) -> IdsPage:
        """Return the ids that ``query`` finds, after a key."""

    def rows(self, ids: Sequence[int]) -> Mapping[int, R_co]:
        """Return the rows of the ids that still exist."""
