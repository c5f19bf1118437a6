"""What had to be guessed or left out while one mail was read."""

from __future__ import annotations


class Notes:
    """Warnings in the order they arose, each once."""

    def __init__(self) -> None:
        self._texts: dict[str, None] = {}

    def add(self, text: str) -> None:
        """Note a warning, already in the user's language and without personal values."""
        self._texts.setdefault(text)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every warning so far."""
        return tuple(self._texts)
