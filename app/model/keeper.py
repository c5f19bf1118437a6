"""What keeps rows from being destroyed: a hold by its number, or a person's restriction."""

from __future__ import annotations

RESTRICTED = "restricted"
"""Stands where else the number of a hold does: the data is restricted (AVG, article 18)."""


def order(keeper: str) -> tuple[bool, int]:
    """Return what keepers are sorted by: holds by number, the restriction last."""
    return (keeper == RESTRICTED, 0 if keeper == RESTRICTED else int(keeper))
