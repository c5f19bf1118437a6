"""What stands before a store that is locked, or not there yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.workflows import session as sessions
from ui.jobs import Jobs
from ui.theme.theme import Theme
from ui.unlock import Unlock

if TYPE_CHECKING:  # loaded when first shown
    from ui.first_run import FirstRun


def make_gate(folder: Path, jobs: Jobs, theme: Theme, *, last: int, told: str) -> Unlock | FirstRun:
    """Return what unlocks the store in a folder, or makes it where there is none.

    ``last`` is the member of staff who is offered first, and ``told`` a text for everybody to see.
    """
    if sessions.store_exists(folder):
        return Unlock(folder, jobs, theme, last=last, told=told)
    from ui.first_run import FirstRun  # noqa: PLC0415 - once in a store's life

    return FirstRun(folder, jobs, theme)
