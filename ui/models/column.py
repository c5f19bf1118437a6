"""What the columns of a table are, and what a cell of them shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

R = TypeVar("R")


class Cell(NamedTuple):
    """What one cell shows: plain text, a mark beside it by icon name, and their tone."""

    text: str
    icon: str = ""
    """The name of a drawing; ``dot`` is a filled circle."""
    tone: str = ""
    """The palette's name of the mark's colour; empty for the text's own."""
    quiet: bool = False
    """The text steps back behind its neighbours."""


class Column(NamedTuple, Generic[R]):
    """One column: its header, what it shows of a row, and how it may be sorted."""

    id: str
    title: str
    """An English source text, translated where it is shown."""
    cell: Callable[[R], Cell]
    width: int
    """In digits; the stretched column takes what the others leave."""
    stretch: bool = False
    rank: int = 0
    """Where room is short the column with the highest rank goes first; 0 always stays."""
    sort: Any | None = None
    """What a query is to sort by when this header is pressed; None: it cannot."""
    extra: bool = False
    """Shown only to whoever chose it; it has a rank."""
    falls: bool = False
    """Pressed for the first time, its heading puts the latest or largest first."""
    number: bool = False
    """It holds numbers, which end below each other."""
