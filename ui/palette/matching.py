"""How a few typed letters find an action."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def fold(text: str) -> str:
    """Return a text as it is compared: small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def score(typed: str, title: str, keywords: str = "") -> int | None:
    """Say how well a title fits what was typed: 0 is best, None not at all.

    Every typed word must begin a word of the title, stand inside it, or begin a keyword; or the
    letters are the first letters of the title's words (``gd``: Go to Devices).
    """
    wanted = fold(typed).split()
    folded = fold(title)
    words = folded.split()
    others = fold(keywords).split()
    if not wanted:
        return 0
    if folded.startswith(" ".join(wanted)):
        return 0
    worst = 1
    for word in wanted:
        if any(own.startswith(word) for own in words):
            continue
        if word in folded:
            worst = max(worst, 2)
        elif any(own.startswith(word) for own in others):
            worst = max(worst, 3)
        else:
            initials = "".join(own[0] for own in words)
            return 4 if "".join(wanted) in initials and len("".join(wanted)) > 1 else None
    return worst


def best(typed: str, candidates: Iterable[tuple[T, str, str]], limit: int) -> Sequence[T]:
    """Return what fits best of (thing, title, keywords), at most ``limit``, ties as they came."""
    scored = [
        (found, number, thing)
        for number, (thing, title, keywords) in enumerate(candidates)
        if (found := score(typed, title, keywords)) is not None
    ]
    scored.sort(key=lambda each: each[:2])
    return [thing for _score, _number, thing in scored[:limit]]
