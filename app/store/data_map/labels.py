"""What the tables hold, in words for people."""

from __future__ import annotations

from app.i18n import N_
from app.store.data_map import DATA_MAP

_UNNAMED = {
    "canned_reply": N_("Canned replies"),
    "category": N_("Categories"),
    "queue": N_("Queues"),
    "saved_view": N_("Saved views"),
    "attachment_chunk": N_("Contents of attachments"),
    "disclosure_notice": N_("Notices to recipients"),
    "draft_file_chunk": N_("Contents of files of drafts"),
    "import_batch": N_("Imports"),
    "organisation": N_("Organisations"),
    "import_row": N_("Data to undo an import"),
    "request_challenge": N_("Codes of requests"),
    "request_finding": N_("Proposals of requests"),
    "request_pause": N_("Pauses of requests"),
    "tag": N_("Tags"),
    "ticket_change": N_("Changes of tickets"),
    "ticket_device": N_("Devices of tickets"),
    "ticket_link": N_("Links of tickets"),
    "ticket_tag": N_("Tags of tickets"),
}
"""What goes along and has no name of its own in a package."""


def label_of(table: str) -> str:
    """Return an English source text of what a table holds, as a package calls it if it does."""
    return DATA_MAP[table].label or _UNNAMED.get(table) or table.replace("_", " ")
