"""What was typed into a half-written text after it was changed elsewhere, put into what it is now.

A destruction blacks a draft out in the store while somebody may be writing in it: only what they
added since is put in, never what stood there before.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from app.model.staff_texts import Draft


def with_typed(stored: Draft, before: Draft, now: Draft) -> Draft:
    """Return what is stored by now, with all that was added between ``before`` and ``now``."""
    if stored == before:
        return now
    return Draft(
        now.kind if now.kind is not before.kind else stored.kind,
        _with_added(stored.text, before.text, now.text),
        _with_added(stored.recipient, before.recipient, now.recipient),
        (*stored.files, *(file for file in now.files if file not in before.files)),
    )


def _with_added(stored: str, before: str, now: str) -> str:
    """Return a text with each piece that was added to another form of it, where that stood."""
    start = _common_start(before, now)
    longest = min(len(before), len(now)) - start
    end = _common_end(before, now, longest)
    old, new = before[start : len(before) - end], now[start : len(now) - end]
    # Piece by piece: between two that were added stands what may be blacked out by now.
    pieces = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, at, _to, first, last in reversed(pieces):
        if kind in {"insert", "replace"}:
            place = _place(stored, before, start + at)
            stored = stored[:place] + new[first:last] + stored[place:]
    return stored


def _place(stored: str, before: str, at: int) -> int:
    """Return where in a text stands what stood at a place of another form of it."""
    same = _common_start(before, stored)
    end = _common_end(before, stored, min(len(before), len(stored)) - same)
    if at <= same and at < len(before):
        return at
    return len(stored) - min(end, len(before) - at)  # behind what is another now, at the earliest


def _common_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _common_end(one: str, other: str, longest: int) -> int:
    return min(_common_start(one[::-1], other[::-1]), longest)
