"""Stores for tests: cheap to unlock, and made once in a run however many tests begin with one."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from app import i18n
from app.model import moments
from app.vault import KdfParameters

CHEAP = KdfParameters(memory_kib=8, passes=1, lanes=1)
"""What a passphrase costs to try in tests; the vault's own tests also try the real cost."""

_RUNNING = moments.now, time
_Made = tuple[Callable[[Path], None], str, int | None]


class StoreCopies:
    """Copies of locked stores, each of which is made when it is first asked for.

    A test that needs two stores makes the second itself: copies have the same keys.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[_Made, Path] = {}

    def copy(self, make: Callable[[Path], None], folder: Path) -> None:
        """Put what ``make`` makes in a folder and locks, into ``folder``, which is not there yet.

        It is made anew for another language and for each moment at which a clock stands still,
        because both can be seen in a store.
        """
        wanted = make, i18n.current_language(), _standing_still()
        if wanted not in self._made:
            original = self._folder / str(len(self._made))
            make(original)
            self._made[wanted] = original
        shutil.copytree(self._made[wanted], folder)


def _standing_still() -> int | None:
    """Return the moment at which a test holds the program's clock; None where it runs."""
    return None if (moments.now, vars(moments)["time"]) == _RUNNING else moments.now()
