"""What staff do with tickets. Every function may be called from any thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.conversation import Ticket
from app.model.person import whole_address
from app.model.ticket import RANK_OF, TRANSITIONS, Channel, Direction, Priority, Status
from app.model.ticket_list import IdPage, Key, TicketSort
from app.store import left_staff, messages, named, people, ticket_record, tickets
from app.store.messages import NewMessage
from app.store.rows import not_found
from app.store.tickets import NewTicket
from app.workflows.restriction import require_unrestricted
from app.workflows.session import Session
from app.workflows.ticket_lists import count, every_id, meant, page, rows, vocabulary

if TYPE_CHECKING:  # no list needs it
    from sqlite3 import Connection

    from app.model.mail import MailAddress, MailAttachment

__all__ = [
    "IdPage",
    "Key",
    "TicketSort",
    "count",
    "every_id",
    "meant",
    "page",
    "rows",
    "vocabulary",
]


def get(session: Session, ticket_id: int) -> Ticket:
    """Return a ticket, whole. Raises ``KnownError("not_found")``."""
    with session.store.read() as connection:
        return ticket_record.get(connection, ticket_id)


def attachment(session: Session, attachment_id: int) -> Iterator[bytes]:
    """Yield an attachment's bytes in pieces."""
    with session.store.read() as connection:
        yield from messages.attachment_bytes(connection, attachment_id)


def create(
    session: Session,
    *,
    title: str,
    channel: Channel,
    text: str = "",
    requester_id: int | None = None,
    priority: Priority = Priority.NORMAL,
    queue: str = "",
    category: str = "",
    assignee: str = "",
    tags: Sequence[str] = (),
    due_at: int | None = None,
    attachments: Sequence[MailAttachment] = (),
) -> tuple[int, Changes]:
    """Make a ticket; its first message is what the requester asks, or a note without one."""
    title = clean_title(title)
    at = moments.now()
    with session.store.write() as connection:
        organisation = None
        if requester_id is not None:
            require_unrestricted(connection, "person", requester_id)
            organisation = people.organisation_of(connection, requester_id)
            people.touch(connection, requester_id, at)
        ticket = tickets.add(
            connection,
            NewTicket(
                title,
                channel,
                at,
                requester_id=requester_id,
                organisation_id=organisation,
                assignee_id=_staff_named(session, assignee) if assignee else None,
                queue_id=named.word_id(connection, "queue", queue) if queue else None,
                category_id=named.word_id(connection, "category", category) if category else None,
                priority=priority,
                due_at=due_at,
            ),
            first=NewMessage(
                Direction.NOTE if requester_id is None else Direction.IN,
                at,
                text,
                author_id=requester_id,
                staff_id=session.staff_id if requester_id is None else None,
                attachments=tuple(attachments),
            ),
            tags=list(dict.fromkeys(named.word_id(connection, "tag", tag) for tag in tags)),
        )
    return ticket, Changes(
        tickets=frozenset({ticket}),
        people=frozenset({requester_id} if requester_id is not None else ()),
    )


def clean_title(title: str) -> str:
    """Return a title in the form it is kept in. Raises ``KnownError("title_needed")``."""
    title = " ".join(title.split())[: tickets.TITLE_LENGTH]
    if not title:
        raise KnownError(
            "title_needed",
            _("A ticket needs a title."),
            _("Nothing was changed. Say in a few words what it is about."),
        )
    return title


def may_become(connection: Connection, ticket_id: int, now: Status, status: Status) -> bool:
    """Whether a status may follow that of a ticket: one that was merged stays closed."""
    return status in TRANSITIONS[now] and tickets.final_of(connection, ticket_id) == ticket_id


def set_status(session: Session, ticket_id: int, status: Status, version: int) -> Changes:
    """Bring a ticket to a status that may follow its own.

    Raises ``KnownError``: ``transition`` for one that may not, ``changed_meanwhile``,
    ``restricted``.
    """
    at = moments.now()
    with session.store.write() as connection:
        require_unrestricted(connection, "ticket", ticket_id)
        found = tickets.status_of(connection, ticket_id)
        if found is None:
            raise not_found(_("Ticket"))
        if found[0] is status:
            return Changes()
        if not may_become(connection, ticket_id, found[0], status):
            raise KnownError(
                "transition",
                _("A ticket cannot go from this status to that one."),
                _("Nothing was changed. Reopen it first."),
            )
        values: dict[str, object] = {"status": status.value}
        if status is Status.CLOSED:
            values["closed_at"] = at
        elif found[0] is Status.CLOSED:
            values["closed_at"] = None
        values = left_staff.without_them(connection, ticket_id, values)
        tickets.change(connection, ticket_id, version, values, at=at, staff_id=session.staff_id)
    return Changes(tickets=frozenset({ticket_id}))


def change(
    session: Session,
    ticket_id: int,
    version: int,
    *,
    title: str | None = None,
    priority: Priority | None = None,
    queue: str | None = None,
    category: str | None = None,
    assignee: str | None = None,
    due_at: int | None = None,
    clear_due: bool = False,
) -> Changes:
    """Change properties of a ticket; None leaves one as it is and an empty text clears it.

    Raises ``KnownError``: ``changed_meanwhile``, ``restricted``.
    """
    with session.store.write() as connection:
        require_unrestricted(connection, "ticket", ticket_id)
        values: dict[str, object] = {}
        if title is not None:
            values["title"] = clean_title(title)
        if priority is not None:
            values["priority"] = RANK_OF[priority]
        if queue is not None:
            values["queue_id"] = named.word_id(connection, "queue", queue) if queue else None
        if category is not None:
            values["category_id"] = (
                named.word_id(connection, "category", category) if category else None
            )
        if assignee is not None:
            values["assignee_id"] = _staff_named(session, assignee) if assignee else None
        if due_at is not None or clear_due:
            values["due_at"] = due_at
        if not values:
            return Changes()
        tickets.change(
            connection,
            ticket_id,
            version,
            values,
            at=moments.now(),
            staff_id=session.staff_id,
        )
    return Changes(tickets=frozenset({ticket_id}))


def _staff_named(session: Session, name: str) -> int:
    with session.store.read() as connection:
        found = named.staff_id(connection, name)
    if found is None:
        raise not_found(_("Member of staff"))
    return found


def assign(session: Session, ticket_id: int, assignee: str, version: int) -> Changes:
    """Give a ticket to a member of staff; an empty name to nobody."""
    return change(session, ticket_id, version, assignee=assignee)


def set_tags(session: Session, ticket_id: int, tags: Sequence[str]) -> Changes:
    """Make a ticket's tags these and no others. Raises ``KnownError("restricted")``."""
    with session.store.write() as connection:
        require_unrestricted(connection, "ticket", ticket_id)
        wanted = [named.word_id(connection, "tag", tag) for tag in tags if tag.strip()]
        tickets.set_tags(connection, ticket_id, wanted)
        tickets.touch(connection, ticket_id, moments.now())
    return Changes(tickets=frozenset({ticket_id}))


def reply(
    session: Session, ticket_id: int, text: str, attachments: Sequence[MailAttachment] = ()
) -> Changes:
    """Keep a reply to the requester and note the first response.

    What is written in a ticket that was merged comes to the one it went to: the only ticket that
    the changes name. The same holds for notes and what is sent on.
    """
    return _add(session, ticket_id, Direction.OUT, text, attachments)


def add_note(
    session: Session, ticket_id: int, text: str, attachments: Sequence[MailAttachment] = ()
) -> Changes:
    """Keep a note that only staff read."""
    return _add(session, ticket_id, Direction.NOTE, text, attachments)


def forward(
    session: Session,
    ticket_id: int,
    address: str,
    text: str,
    attachments: Sequence[MailAttachment] = (),
) -> Changes:
    """Keep what is sent on to somebody else; it is no answer to the requester.

    Raises ``KnownError``: ``address_needed`` for what is no e-mail address, ``restricted``.
    """
    from app.model.mail import MailAddress  # noqa: PLC0415 - see above

    to = (MailAddress("", whole_address(address)),)
    return _add(session, ticket_id, Direction.OUT, text, attachments, to=to)


def _add(
    session: Session,
    ticket_id: int,
    direction: Direction,
    text: str,
    attachments: Sequence[MailAttachment],
    *,
    to: tuple[MailAddress, ...] = (),
) -> Changes:
    if not text.strip() and not attachments:
        raise KnownError(
            "text_needed",
            _("There is no text to keep."),
            _("Nothing was added. Write something first."),
        )
    at = moments.now()
    with session.store.write() as connection:
        final = tickets.final_of(connection, ticket_id)
        if final is None:
            raise not_found(_("Ticket"))
        ticket_id = final  # what was merged is only a signpost: nobody would see it there
        if direction is Direction.NOTE or to:  # an answer to the person stays possible
            require_unrestricted(connection, "ticket", ticket_id)
        messages.add(
            connection,
            ticket_id,
            NewMessage(
                direction,
                at,
                text,
                staff_id=session.staff_id,
                to=to,
                attachments=tuple(attachments),
            ),
        )
        if direction is Direction.OUT and not to:
            tickets.note_first_response(connection, ticket_id, at)
        tickets.touch(connection, ticket_id, at)
    return Changes(tickets=frozenset({ticket_id}))
