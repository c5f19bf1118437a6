"""What the tickets page needs for the first ticket and the first change, loaded behind its list."""

from __future__ import annotations

from ui.loading import Ahead


def _load_beside() -> None:
    from app.workflows import (  # noqa: F401, PLC0415 - for it to be there
        bulk_edit,
        canned,
        drafts,
        ticket_links,
        tickets,
    )


def _load_files() -> None:
    import ui.attached.files  # noqa: F401, PLC0415 - as above


def _load_composer() -> None:
    import ui.tickets.composer  # noqa: F401, PLC0415 - as above


def _load_pane() -> None:
    from ui.tickets import dialogs, reading_pane  # noqa: F401, PLC0415 - as above


REST = Ahead(_load_beside, (_load_files, _load_composer, _load_pane))
