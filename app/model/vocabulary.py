"""The words that sort tickets: queues, categories and tags."""

from __future__ import annotations

from typing import Literal, NamedTuple

Vocabulary = Literal["queue", "category", "tag"]


class Word(NamedTuple):
    """A queue, category or tag as it was read."""

    id: int
    name: str


class FoundWords(NamedTuple):
    """The words whose name holds a text, by name."""

    words: tuple[Word, ...]
    """The first ones."""
    total: int


class Foreseen(NamedTuple):
    """What another name for a word, or its going, comes to."""

    tickets: int
    """That have it."""
    views: int
    """That ask for it."""
    into: Word | None = None
    """The word that has the other name already: the two become one."""


class Tidied(NamedTuple):
    """What became of a word that was renamed, merged or removed."""

    tickets: int = 0
    """That have another one now, or none."""
    kept: int = 0
    """That keep it, so that it stays too: those of people whose data is only kept."""
    views: int = 0
    """That ask by another name now."""
