"""Records as JSON objects, the same in every command.

A text that is absent is ``""``, a list ``[]``, and everything else ``null``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.cli.output import moment
from app.model.ticket import format_number

if TYPE_CHECKING:  # a command that prints one kind of record loads none of the others
    from app.model.conversation import AttachmentRow, MessageRow, Ticket
    from app.model.device import Device, DeviceRow
    from app.model.identifiers import Identifier
    from app.model.person import Person, PersonRow
    from app.model.staff import Member
    from app.model.ticket import TicketRow
    from app.store.request_records import Consent, Disclosure, Mark
    from app.workflows.requests.standing import Standing

Record = dict[str, Any]


def ticket_row(row: TicketRow) -> Record:
    """Return what a list shows of a ticket."""
    return {
        "number": row.number,
        "title": row.title,
        "status": row.status.value,
        "priority": row.priority.value,
        "channel": row.channel.value,
        "queue": row.queue,
        "category": row.category,
        "requester": row.requester,
        "requester_id": row.requester_id,
        "organisation": row.organisation,
        "assignee": row.assignee,
        "created_at": moment(row.created_at),
        "updated_at": moment(row.updated_at),
        "due_at": moment(row.due_at),
    }


def ticket(whole: Ticket) -> Record:
    """Return a ticket, whole; of attachments what they are and not their bytes."""
    merged = whole.merged_into
    return {
        **ticket_row(whole.row),
        "requester_email": whole.requester_email,
        "closed_at": moment(whole.closed_at),
        "tags": list(whole.tags),
        "merged_into": "" if merged is None else format_number(merged),
        "restricted": whole.restricted,
        "messages": [_message(message) for message in whole.messages],
        "devices": [device.id for device in whole.devices],
        "links": [
            {
                "ticket": format_number(link.id),
                "kind": link.kind.value,
                "title": link.title,
                "status": link.status.value,
            }
            for link in whole.links
        ],
        "changes": [
            {
                "at": moment(change.at),
                "staff": change.staff,
                "field": change.field,
                "old": change.old,
                "new": change.new,
            }
            for change in whole.changes
        ],
    }


def _message(message: MessageRow) -> Record:
    return {
        "direction": message.direction.value,
        "author": message.author,
        "author_id": message.author_id,
        "author_address": message.author_address,
        "created_at": moment(message.created_at),
        "text": message.text,
        "reply_text": message.reply_text,
        "attachments": [_attachment(attachment) for attachment in message.attachments],
    }


def _attachment(attachment: AttachmentRow) -> Record:
    return {
        "filename": attachment.filename,
        "media_type": attachment.media_type,
        "size": attachment.size,
        "sha256": attachment.sha256,
    }


def device_row(row: DeviceRow) -> Record:
    """Return what a list shows of a device."""
    return {
        "id": row.id,
        "kind": row.kind.value,
        "name": row.name,
        "manufacturer": row.manufacturer,
        "model": row.model,
        "state": row.state.value,
        "serial": row.serial,
        "asset_tag": row.asset_tag,
        "owner": row.owner,
        "owner_id": row.owner_id,
        "organisation": row.organisation,
        "location": row.location,
        "warranty_until": row.warranty_until,
        "updated_at": moment(row.updated_at),
    }


def device(whole: Device) -> Record:
    """Return a device, whole."""
    return {
        **device_row(whole.row),
        "purchased_on": whole.purchased_on,
        "restricted": whole.restricted,
        "created_at": moment(whole.created_at),
        "identifiers": [_identifier(identifier) for identifier in whole.identifiers],
        "software": [
            {"name": program.name, "version": program.version, "publisher": program.publisher}
            for program in whole.software
        ],
        "licences": [
            {
                "product": seat.product,
                "vendor": seat.vendor,
                "seats": seat.seats,
                "expires_on": seat.expires_on,
            }
            for seat in whole.licences
        ],
        "custody": [
            {
                "person": custody.person,
                "person_id": custody.person_id,
                "since": moment(custody.since),
                "until": moment(custody.until),
            }
            for custody in whole.custody
        ],
        "tickets": [format_number(ticket_id) for ticket_id in whole.ticket_ids],
    }


def _identifier(identifier: Identifier) -> Record:
    return {
        "kind": identifier.kind.value,
        "canonical": identifier.canonical,
        "as_given": identifier.as_given,
        "valid": identifier.valid,
        "matchable": identifier.matchable,
        "warnings": list(identifier.warnings),
    }


def person_row(row: PersonRow) -> Record:
    """Return what a list shows of a person."""
    return {
        "id": row.id,
        "display_name": row.display_name,
        "user_name": row.user_name,
        "email": row.email,
        "organisation": row.organisation,
        "account_state": row.account_state.value,
        "last_contact_at": moment(row.last_contact_at),
    }


def person(whole: Person) -> Record:
    """Return a person, whole."""
    return {
        **person_row(whole.row),
        "emails": list(whole.emails),
        "language": whole.language,
        "account_closed_at": moment(whole.account_closed_at),
        "created_at": moment(whole.created_at),
        "updated_at": moment(whole.updated_at),
    }


def request(found: Standing) -> Record:
    """Return a request with its two deadlines, what it still needs and who must act."""
    whole = found.request
    return {
        "number": whole.number,
        "kind": whole.kind.value,
        "person": whole.person,
        "person_id": whole.person_id,
        "state": whole.state.value,
        "received": whole.received_on,
        "due": whole.due_on,
        "due_statutory": whole.due_statutory_on,
        "identity_method": whole.identity_method,
        "decision": whole.decision.value if whole.decision else "",
        "closed_at": moment(whole.closed_at),
        "paused_on": whole.paused_on,
        "urgency": found.urgency.value,
        "missing": [one.value for one in found.missing],
        "actor": found.actor.value,
    }


def mark(one: Mark) -> Record:
    """Return a restriction or an objection of a person."""
    return {
        "kind": one.kind,
        "purpose": one.purpose,
        "since": moment(one.since),
        "request": one.request,
    }


def consent(one: Consent) -> Record:
    """Return what a person agreed to; without a recipient to a use of our own."""
    return {
        "id": one.id,
        "purpose": one.purpose,
        "recipient": one.recipient,
        "given_at": moment(one.given_at),
        "withdrawn_at": moment(one.withdrawn_at),
    }


def disclosure(one: Disclosure) -> Record:
    """Return what was passed on to whom."""
    return {
        "id": one.id,
        "recipient": one.recipient,
        "category": one.category,
        "at": moment(one.at),
    }


def member(whole: Member) -> Record:
    """Return a member of staff."""
    return {"id": whole.id, "name": whole.name, "role": whole.role.value}
