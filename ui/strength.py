"""A rough hint at how hard a passphrase is to guess; the vault has the last word."""

from __future__ import annotations

from enum import Enum

_SHORTEST = 10
_GOOD = 16
_STRONG = 22
_WORDS = 5


class Strength(Enum):
    """What to tell whoever is choosing a passphrase."""

    SHORT = "short"
    WEAK = "weak"
    GOOD = "good"
    STRONG = "strong"


def strength(passphrase: str) -> Strength:
    """Judge by length and variety: repeated characters and digits alone count little."""
    if len(passphrase) < _SHORTEST:
        return Strength.SHORT
    weight = float(min(len(passphrase), 3 * len(set(passphrase))))
    if passphrase.isdecimal():
        weight /= 2
    if weight >= _STRONG or len(set(passphrase.casefold().split())) >= _WORDS:
        return Strength.STRONG
    return Strength.GOOD if weight >= _GOOD else Strength.WEAK
