"""How large a file may be that goes with what is written."""

from __future__ import annotations

from app.errors import KnownError
from app.i18n import _
from ui.text import size

MAX_FILE = 25 * 1000 * 1000
"""Bytes of one file; mail rarely carries more."""


def require_small(count: int) -> None:
    """Refuse a file of so many bytes. Raises ``KnownError("file_unfit")``."""
    if count > MAX_FILE:
        raise KnownError(
            "file_unfit",
            _("A file is larger than {size}.").format(size=size(MAX_FILE)),
            _("Nothing was attached. Share that file another way, or make it smaller."),
        )
