"""What had to be guessed or left out while one mail was read."""

from __future__ import annotations


class Notes:
    """Warnings in the order they arose, each once."""

    def __init__(self) -> None:
        self._texts: dict[str, bool] = {}

    def add(self, text: str, *, lost: bool = False) -> None:
        """Note a warning, already in the user's language and without personal values.

        ``lost`` says that something of the mail is not kept, or not as it was sent.
        """
        self._texts.setdefault(text, lost)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every warning so far."""
        return tuple(self._texts)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Those that say what of the mail was lost."""
        return tuple(text for text, lost in self._texts.items() if lost)
