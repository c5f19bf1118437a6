"""What staff write or set up for themselves: drafts, canned replies and saved views."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from app.i18n import N_
from app.model.ticket_list import TicketSort

if TYPE_CHECKING:  # a list needs no mail
    from app.model.mail import MailAttachment

PLACEHOLDERS = ("name", "number", "me")
"""What may stand in braces in a canned reply: the requester, the ticket, who answers."""
_PLACEHOLDER = re.compile(rf"\{{({'|'.join(PLACEHOLDERS)})\}}")
_ANY_PLACEHOLDER = re.compile(r"\{([^\W\d]\w{0,30})\}")


class DraftKind(StrEnum):
    """What is being written in a ticket."""

    REPLY = "reply"
    NOTE = "note"
    FORWARD = "forward"


DRAFT_LABELS = {
    DraftKind.REPLY: N_("Reply"),
    DraftKind.NOTE: N_("Internal note"),
    DraftKind.FORWARD: N_("To be forwarded"),
}


class Draft(NamedTuple):
    """What a member of staff is still writing in a ticket."""

    kind: DraftKind = DraftKind.REPLY
    text: str = ""
    recipient: str = ""
    """The address that a forward is to go to, as far as it is written."""
    files: tuple[MailAttachment, ...] = ()
    """What is to go with it."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing worth keeping."""
        return not (self.text.strip() or self.recipient.strip() or self.files)


class CannedReply(NamedTuple):
    """A reply written beforehand."""

    id: int
    name: str
    text: str
    version: int


class SavedView(NamedTuple):
    """A list that the staff of a store share under a name."""

    id: int
    name: str
    query: str
    sort: TicketSort
    descending: bool
    columns: tuple[str, ...]
    """Ids of the columns in their order; empty leaves them as each has set them."""
    version: int


def unknown_placeholders(text: str) -> tuple[str, ...]:
    """Return what looks like a placeholder and is none, each once, with its braces."""
    found = (match[0] for match in _ANY_PLACEHOLDER.finditer(text) if match[1] not in PLACEHOLDERS)
    return tuple(dict.fromkeys(found))


def fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    """Put values in the place of ``{name}``, ``{number}`` and ``{me}``; other braces stay.

    A value is put in as it is: braces in it are not looked at again.
    """
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)
