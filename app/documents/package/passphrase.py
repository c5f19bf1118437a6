"""Passphrases for sealed packages: words that can be read out over the telephone."""

from __future__ import annotations

import secrets
from functools import cache
from importlib.resources import files

WORDS = 6
"""Each word is one of 2,048, which is 11 bits: 66 together."""


def new_passphrase() -> str:
    """Return six random Dutch words with hyphens between, ``walnoot-trui-…``.

    The words are 4 to 9 letters long, none differs from another by a single slip of the keyboard
    or shares its sound. Nothing keeps the passphrase: show it once.
    """
    return "-".join(secrets.choice(word_list()) for _ in range(WORDS))


@cache
def word_list() -> tuple[str, ...]:
    """Return the words that passphrases are made of."""
    return tuple((files("resources") / "passphrase-words.txt").read_text("ascii").split())
