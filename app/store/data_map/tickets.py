"""The data map of tickets and their messages."""

from __future__ import annotations

from app.i18n import N_
from app.store.data_map.types import Form, Indexed, Path, Reference, RowFate, Table
from app.store.data_map.words import CASCADE, CLEAR, KEEP, fact, personal, plain

TICKETS = (
    Table(
        "ticket",
        N_("Tickets"),
        "communication",
        columns=(
            fact("id", N_("Number"), Form.TICKET),
            personal("title", N_("Title"), "communication", blank=True, free_text=True),
            fact("status", N_("Status"), Form.STATUS),
            fact("priority", N_("Priority"), Form.PRIORITY),
            fact("channel", N_("Channel"), Form.CHANNEL),
            fact("created_at", N_("Created")),
            fact("updated_at", N_("Changed")),
            fact("due_at", N_("Due")),
            fact("first_response_at", N_("First response")),
            fact("closed_at", N_("Closed")),
            *plain("version", "merged", "answered"),
            *plain("has_note", "has_tag", "has_device", "has_attachment", "has_link"),
        ),
        references=(
            Reference("requester_id", "person", CLEAR),
            # An organisation may have one person, or bear their name: what stays of a ticket
            # without its requester says no more whose matter it was.
            Reference(
                "organisation_id", "organisation", KEEP, N_("Organisation"), "name", narrows=True
            ),
            Reference("queue_id", "queue", KEEP, N_("Queue"), "name"),
            Reference("category_id", "category", KEEP, N_("Category"), "name"),
            Reference("assignee_id", "staff", KEEP),
            Reference("merged_into_id", "ticket", CLEAR),
        ),
        paths=(Path("requester_id"),),
        fate=RowFate.DELETE,
        stays_when=(
            "EXISTS (SELECT 1 FROM message AS m WHERE m.ticket_id = ticket.id"
            " AND m.author_id IS NOT NULL AND m.author_id <> :person)"
        ),
        ground="service",
        indexed_as=Indexed(
            "message_text",
            "SELECT id FROM message WHERE ticket_id IN ({ids})",
            "SELECT DISTINCT ticket_id FROM message WHERE id IN ({ids})",
        ),
        order="id",
        title=("id", "title"),
        when=("created_at",),
    ),
    Table(
        "ticket_tag",
        references=(
            Reference("tag_id", "tag", KEEP),
            Reference("ticket_id", "ticket", CASCADE),
        ),
        key="",
    ),
    Table(
        "ticket_link",
        columns=plain("id", "kind"),
        references=(
            Reference("ticket_id", "ticket", CASCADE),
            Reference("other_id", "ticket", CASCADE),
        ),
    ),
    Table(
        # Staff's administration of a ticket. It holds tags, which are words of staff, and into
        # which ticket it was merged.
        "ticket_change",
        columns=(
            *plain("id", "at", "field"),
            *(
                personal(name, "", "communication", scanned=True, scanned_when="field = 'tags'")
                for name in ("old_value", "new_value")
            ),
        ),
        references=(
            Reference("ticket_id", "ticket", CASCADE, with_texts=True),
            Reference("staff_id", "staff", KEEP),
        ),
        sorting=True,
    ),
    Table(
        "message",
        N_("Messages"),
        "communication",
        columns=(
            *plain("id"),
            fact("direction", N_("Direction"), Form.DIRECTION),
            fact("created_at", N_("Sent")),
            personal("text", N_("Text"), "communication", free_text=True),
            personal("reply_text", "", "communication", copy_of="text", free_text=True),
            # A mail's HTML may say more than its plain text, which is what is indexed.
            personal("html", "", "communication", copy_of="text", scanned=True),
            personal("mail_id", N_("Message-ID"), "communication", telling=True),
        ),
        references=(
            Reference("ticket_id", "ticket", CASCADE, N_("Ticket"), "id", Form.TICKET, nested=True),
            Reference("author_id", "person", CLEAR),
            Reference("staff_id", "staff", KEEP),
        ),
        # What staff write in a ticket is the correspondence of the person who asked.
        paths=(Path("author_id"), Path("ticket_id", "author_id IS NULL")),
        fate=RowFate.DELETE,
        indexed_as=Indexed(
            "message_text",
            "SELECT id FROM message WHERE id IN ({ids})",
            "SELECT id FROM message WHERE id IN ({ids})",
        ),
        order="ticket_id, created_at, id",
        title=("direction", "created_at"),
        when=("created_at",),
    ),
    Table(
        "message_party",
        N_("Addressed in messages"),
        "communication",
        columns=(
            *plain("id"),
            fact("role", N_("As"), Form.PARTY_ROLE),
            personal("name", N_("Name"), "communication"),
            personal("address", N_("E-mail address"), "communication", telling=True),
            personal("address_key", "", "communication", copy_of="address", telling=True),
        ),
        references=(
            Reference("message_id", "message", CASCADE),
            Reference("person_id", "person", CASCADE),
        ),
        paths=(Path("person_id"),),
        fate=RowFate.DELETE,
        order="message_id, id",
        dated_by="message_id",
    ),
    Table(
        "attachment",
        N_("Attachments"),
        "communication",
        columns=(
            *plain("id", "inline"),
            personal("filename", N_("File name"), "communication", free_text=True),
            fact("media_type", N_("Media type")),
            fact("size", N_("Size")),
            personal("sha256", N_("SHA-256"), "communication", telling=True),
            personal("content_id", "", "communication", telling=True),
        ),
        references=(Reference("message_id", "message", CASCADE, nested=True),),
        paths=(Path("message_id"),),
        fate=RowFate.DELETE,
        indexed_as=Indexed(
            "message_text",
            "SELECT message_id FROM attachment WHERE id IN ({ids})",
            "SELECT id FROM attachment WHERE message_id IN ({ids})",
        ),
        order="message_id, id",
        title=("filename",),
        dated_by="message_id",
        content=("attachment_chunk", "data"),
    ),
    Table(
        "attachment_chunk",
        columns=(*plain("place"), personal("data", "", "communication", telling=True)),
        references=(Reference("attachment_id", "attachment", CASCADE),),
        paths=(Path("attachment_id"),),
        fate=RowFate.DELETE,
        key="",
        order="attachment_id, place",
    ),
    Table(
        # Written in the requester's matter and not sent: theirs, and gone with the ticket.
        "draft",
        N_("Drafts"),
        "communication",
        columns=(
            *plain("id"),
            fact("kind", N_("Kind"), Form.DRAFT_KIND),
            personal("text", N_("Text"), "communication", scanned=True),
            personal("recipient", N_("Recipient"), "communication", scanned=True),
            fact("updated_at", N_("Changed")),
        ),
        references=(
            Reference("ticket_id", "ticket", CASCADE, N_("Ticket"), "id", Form.TICKET, nested=True),
            Reference("staff_id", "staff", KEEP),
        ),
        paths=(Path("ticket_id"),),
        fate=RowFate.DELETE,
        order="ticket_id, id",
        when=("updated_at",),
    ),
    Table(
        # Sent to nobody: a package names such a file, and holds no copy of it.
        "draft_file",
        N_("Files of drafts"),
        "communication",
        columns=(
            *plain("id"),
            personal("filename", N_("File name"), "communication", scanned=True),
            fact("media_type", N_("Media type")),
            fact("size", N_("Size")),
            personal("sha256", N_("SHA-256"), "communication", telling=True),
        ),
        references=(Reference("draft_id", "draft", CASCADE, nested=True),),
        paths=(Path("draft_id"),),
        fate=RowFate.DELETE,
        order="draft_id, id",
        title=("filename",),
        dated_by="draft_id",
        content=("draft_file_chunk", "data"),
        content_given=False,
    ),
    Table(
        "draft_file_chunk",
        columns=(*plain("place"), personal("data", "", "communication", telling=True)),
        references=(Reference("draft_file_id", "draft_file", CASCADE),),
        paths=(Path("draft_file_id"),),
        fate=RowFate.DELETE,
        key="",
        order="draft_file_id, place",
    ),
    Table(
        # Staff's own settings; a query or a reply may name somebody all the same.
        "saved_view",
        columns=(
            *plain("id", "sort", "descending", "columns", "updated_at", "version"),
            personal("name", "", "communication", scanned=True),
            personal("query", "", "communication", scanned=True),
        ),
        sorting=True,
    ),
    Table(
        "canned_reply",
        columns=(
            *plain("id", "updated_at", "version"),
            personal("name", "", "communication", scanned=True),
            personal("text", "", "communication", scanned=True),
        ),
        sorting=True,
    ),
)
