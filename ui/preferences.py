"""What the window remembers on this workstation: looks and sizes, never anyone's data."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.errors import KnownError
from app.files import make_folder, write_atomically
from app.i18n import LANGUAGES
from ui.theme.tokens import Density, Scheme

FILE = "window.json"
IDLE_MINUTES = (1, 2, 5, 10, 15, 30, 60)
"""What the user may choose from."""


class Preferences:
    """The user's choices, at first as on the first day."""

    def __init__(self) -> None:
        self.language = ""
        """``nl`` or ``en``; empty follows the system."""
        self.scheme = Scheme.SYSTEM
        self.density = Density.COMFORTABLE
        self.geometry = ""
        """The window's, in Qt's own notation in base 64."""
        self.idle_minutes = 5
        """Without a key or the mouse for so long, the window locks."""
        self.remembered = False
        """The keyring of this workstation can open the store."""
        self.member_id = 0
        """Who unlocked here last, by the id of their key slot; 0 for nobody yet."""
        self.lists: dict[str, dict[str, Any]] = {}
        """How the columns of each page's list are arranged, by the page's id."""


def load(folder: Path) -> Preferences:
    """Read the preferences; what is absent or makes no sense is as on the first day."""
    try:
        kept: Any = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Preferences()
    if not isinstance(kept, dict):
        return Preferences()
    preferences = Preferences()
    if kept.get("language") in LANGUAGES:
        preferences.language = kept["language"]
    with suppress(ValueError):
        preferences.scheme = Scheme(str(kept.get("scheme")))
    with suppress(ValueError):
        preferences.density = Density(str(kept.get("density")))
    if isinstance(kept.get("geometry"), str) and kept["geometry"].isascii():
        preferences.geometry = kept["geometry"]
    if kept.get("idle_minutes") in IDLE_MINUTES:
        preferences.idle_minutes = int(kept["idle_minutes"])
    preferences.remembered = kept.get("remembered") is True
    if isinstance(kept.get("member_id"), int):
        preferences.member_id = int(kept["member_id"])
    if isinstance(lists := kept.get("lists"), dict):
        preferences.lists = {str(k): v for k, v in lists.items() if isinstance(v, dict)}
    return preferences


def save(folder: Path, preferences: Preferences) -> None:
    """Keep the preferences; where that is not possible they last until the window closes."""
    with suppress(KnownError):  # not worth a message: nothing of the user's work is lost
        make_folder(folder)
        text = json.dumps(vars(preferences), indent=2)
        write_atomically(folder / FILE, text.encode("utf-8"))
