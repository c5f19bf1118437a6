"""Makers' names: when two spellings mean the same make."""

from __future__ import annotations

import re

_COMPANY_FORMS = frozenset(
    """
    inc incorporated corp corporation co company ltd limited llc gmbh ag bv nv sa srl kk computer
    computers electronics technology technologies international group global
    """.split()  # noqa: SIM905 - words side by side read better than a column of quotes
)
_ALIASES = {
    "hewlett packard": "hp",
    "hewlett packard enterprise": "hpe",
    "lg": "lg",
    "micro star": "msi",
    "asustek": "asus",
    "dell emc": "dell",
}
_NO_WORD = re.compile(r"[^\w]+")


def make_key(make: str) -> str:
    """Return the form in which two spellings of one make are equal; empty when unknown."""
    words = _NO_WORD.sub(" ", make.casefold().replace(".", "")).split()
    kept = [word for word in words if word not in _COMPANY_FORMS] or words
    name = " ".join(kept)
    return _ALIASES.get(name, name)
