"""The data map: for every column of every table, whose data it is and what becomes of it.

Packages, erasure, purges, backups, the register and the statistics all walk this map; none of
them keeps a list of its own. A column that is in the schema and not here fails a test.
"""

from __future__ import annotations

from app.i18n import N_
from app.store.data_map_types import Column, DataMap, OnTarget, Path, Reference, RowFate, Table

_CASCADE, _CLEAR, _KEEP = OnTarget.CASCADE, OnTarget.CLEAR, OnTarget.KEEP

SUBJECT = "person"
"""The table whose rows are the people served; every path ends there."""

_USES = {
    "account": ("record_use", "personalise", "authorisation", "service"),
    "communication": ("service", "record_use", "understand"),
    "device": ("managed_equipment", "licences", "administration", "security"),
    "request": ("obligations",),
    "staff": ("administration",),
}


def _plain(*names: str) -> tuple[Column, ...]:
    """Columns that say nothing about a person by themselves and are left out of packages."""
    return tuple(Column(name) for name in names)


def _fact(name: str, label: str) -> Column:
    """A column that is no identifying value but is shown to the person it concerns."""
    return Column(name, label)


def _personal(
    name: str, label: str, category: str, *, blank: bool = False, copy_of: str = ""
) -> Column:
    return Column(name, label, True, category, _USES[category], blank, copy_of)


_SETTINGS = (
    Table("setting", columns=_plain("key", "value"), key=""),
    Table(
        "staff",
        columns=(*_plain("id", "role", "active"), _personal("name", "", "staff")),
    ),
    Table("queue", columns=_plain("id", "name")),
    Table("category", columns=_plain("id", "name")),
    Table("tag", columns=_plain("id", "name")),
    Table("organisation", columns=_plain("id", "name", "name_key", "version")),
)

_PEOPLE = (
    Table(
        "person",
        N_("Account"),
        columns=(
            *_plain("id", "version"),
            _personal("display_name", N_("Name"), "account"),
            _personal("user_name", N_("User name"), "account"),
            _personal("language", N_("Language"), "account"),
            _fact("account_state", N_("Account")),
            _fact("account_closed_at", N_("Account closed")),
            _fact("last_contact_at", N_("Last contact")),
            _fact("created_at", N_("Recorded")),
            _fact("updated_at", N_("Changed")),
        ),
        references=(
            Reference("organisation_id", "organisation", _KEEP, N_("Organisation"), "name"),
        ),
        fate=RowFate.DELETE,
        indexed_as=("person_text", "id"),
    ),
    Table(
        "person_email",
        N_("E-mail addresses"),
        columns=(
            *_plain("id"),
            _personal("address", N_("E-mail address"), "account"),
            _personal("address_key", "", "account", copy_of="address"),
        ),
        references=(Reference("person_id", "person", _CASCADE),),
        paths=(Path("person_id"),),
        fate=RowFate.DELETE,
        indexed_as=("person_text", "person_id"),
    ),
)

_TICKETS = (
    Table(
        "ticket",
        N_("Tickets"),
        columns=(
            _fact("id", N_("Number")),
            _personal("title", N_("Title"), "communication", blank=True),
            _fact("status", N_("Status")),
            _fact("priority", N_("Priority")),
            _fact("channel", N_("Channel")),
            _fact("created_at", N_("Created")),
            _fact("updated_at", N_("Changed")),
            _fact("due_at", N_("Due")),
            _fact("first_response_at", N_("First response")),
            _fact("closed_at", N_("Closed")),
            *_plain("version"),
        ),
        references=(
            Reference("requester_id", "person", _CLEAR),
            Reference("organisation_id", "organisation", _KEEP, N_("Organisation"), "name"),
            Reference("queue_id", "queue", _KEEP, N_("Queue"), "name"),
            Reference("category_id", "category", _KEEP, N_("Category"), "name"),
            Reference("assignee_id", "staff", _KEEP),
            Reference("merged_into_id", "ticket", _CLEAR),
        ),
        paths=(Path("requester_id"),),
        fate=RowFate.DELETE,
        stays_when=(
            "EXISTS (SELECT 1 FROM message AS m WHERE m.ticket_id = ticket.id"
            " AND m.author_id IS NOT NULL AND m.author_id <> :person)"
        ),
        ground="service",
        indexed_as=(
            "message_text",
            "(SELECT m.id FROM message AS m WHERE m.ticket_id = ticket.id)",
        ),
        order="id",
    ),
    Table(
        "ticket_tag",
        references=(
            Reference("tag_id", "tag", _KEEP),
            Reference("ticket_id", "ticket", _CASCADE),
        ),
        key="",
    ),
    Table(
        "ticket_link",
        columns=_plain("id", "kind"),
        references=(
            Reference("ticket_id", "ticket", _CASCADE),
            Reference("other_id", "ticket", _CASCADE),
        ),
    ),
    Table(
        "ticket_change",
        N_("History of tickets"),
        columns=(
            *_plain("id"),
            _fact("at", N_("At")),
            _fact("field", N_("Field")),
            _fact("old_value", N_("From")),
            _fact("new_value", N_("To")),
        ),
        references=(
            Reference("ticket_id", "ticket", _CASCADE, N_("Ticket"), "id"),
            Reference("staff_id", "staff", _KEEP),
        ),
        paths=(Path("ticket_id"),),
        fate=RowFate.KEEP,
        ground="administration",
        order="ticket_id, id",
    ),
    Table(
        "message",
        N_("Messages"),
        columns=(
            *_plain("id"),
            _fact("direction", N_("Direction")),
            _fact("created_at", N_("Sent")),
            _personal("text", N_("Text"), "communication"),
            _personal("reply_text", "", "communication", copy_of="text"),
            _personal("html", "", "communication", copy_of="text"),
            _personal("mail_id", N_("Message-ID"), "communication"),
        ),
        references=(
            Reference("ticket_id", "ticket", _CASCADE, N_("Ticket"), "id"),
            Reference("author_id", "person", _CLEAR),
            Reference("staff_id", "staff", _KEEP),
        ),
        # What staff write in a ticket is the correspondence of the person who asked.
        paths=(Path("author_id"), Path("ticket_id", "author_id IS NULL")),
        fate=RowFate.DELETE,
        indexed_as=("message_text", "id"),
        order="ticket_id, created_at, id",
    ),
    Table(
        "message_party",
        N_("Addressed in messages"),
        columns=(
            *_plain("id"),
            _fact("role", N_("As")),
            _personal("name", N_("Name"), "communication"),
            _personal("address", N_("E-mail address"), "communication"),
            _personal("address_key", "", "communication", copy_of="address"),
        ),
        references=(
            Reference("message_id", "message", _CASCADE),
            Reference("person_id", "person", _CASCADE),
        ),
        paths=(Path("person_id"),),
        fate=RowFate.DELETE,
        order="message_id, id",
    ),
    Table(
        "attachment",
        N_("Attachments"),
        columns=(
            *_plain("id", "inline"),
            _personal("filename", N_("File name"), "communication"),
            _fact("media_type", N_("Media type")),
            _fact("size", N_("Size")),
            _personal("sha256", N_("SHA-256"), "communication"),
            _personal("content_id", "", "communication"),
        ),
        references=(Reference("message_id", "message", _CASCADE),),
        paths=(Path("message_id"),),
        fate=RowFate.DELETE,
        indexed_as=("message_text", "message_id"),
        order="message_id, id",
    ),
    Table(
        "attachment_chunk",
        columns=(*_plain("place"), _personal("data", "", "communication")),
        references=(Reference("attachment_id", "attachment", _CASCADE),),
        paths=(Path("attachment_id"),),
        fate=RowFate.DELETE,
        key="",
        order="attachment_id, place",
    ),
)

_DEVICES = (
    Table(
        "device",
        N_("Devices"),
        columns=(
            *_plain("id", "version", "updated_at"),
            _fact("kind", N_("Kind")),
            _personal("name", N_("Name"), "device", blank=True),
            _fact("manufacturer", N_("Make")),
            _fact("model", N_("Model")),
            _fact("state", N_("State")),
            _fact("ownership", N_("Ownership")),
            _personal("location", N_("Location"), "device", blank=True),
            _fact("purchased_on", N_("Purchased")),
            _fact("warranty_until", N_("Warranty until")),
            _personal("external_id", N_("Inventory agent's id"), "device", blank=True),
            _fact("created_at", N_("Recorded")),
        ),
        references=(
            Reference("owner_id", "person", _CLEAR),
            Reference("organisation_id", "organisation", _KEEP, N_("Organisation"), "name"),
        ),
        paths=(Path("owner_id"),),
        fate=RowFate.DELETE,
        # The company's own equipment outlives its user; without the user it is nobody's data.
        stays_when="device.ownership = 'managed'",
        ground="managed_equipment",
        indexed_as=("device_text", "id"),
        order="id",
    ),
    Table(
        "device_identifier",
        N_("Device identifiers"),
        columns=(
            *_plain("id", "valid", "matchable"),
            _fact("kind", N_("Kind")),
            _personal("canonical", N_("Identifier"), "device"),
            _personal("as_given", N_("As given"), "device"),
            _personal("search_form", "", "device", copy_of="canonical"),
        ),
        references=(Reference("device_id", "device", _CASCADE, N_("Device"), "model"),),
        paths=(Path("device_id"),),
        fate=RowFate.KEEP,
        ground="managed_equipment",
        indexed_as=("device_text", "device_id"),
        order="device_id, id",
    ),
    Table(
        "device_software",
        N_("Software on devices"),
        columns=(
            *_plain("id"),
            _personal("name", N_("Program"), "device"),
            _fact("version", N_("Version")),
            _fact("publisher", N_("Publisher")),
        ),
        references=(Reference("device_id", "device", _CASCADE, N_("Device"), "model"),),
        paths=(Path("device_id"),),
        fate=RowFate.DELETE,
        order="device_id, id",
    ),
    Table(
        "device_custody",
        N_("Who had a device when"),
        columns=(*_plain("id"), _fact("since", N_("From")), _fact("until", N_("Until"))),
        references=(
            Reference("device_id", "device", _CASCADE, N_("Device"), "model"),
            Reference("person_id", "person", _CASCADE),
        ),
        paths=(Path("person_id"),),
        fate=RowFate.DELETE,
        order="since",
    ),
    Table(
        "licence",
        columns=_plain("id", "product", "vendor", "seats", "expires_on", "version"),
    ),
    Table(
        "licence_seat",
        N_("Licences"),
        columns=(*_plain("id"), _fact("assigned_at", N_("Assigned"))),
        references=(
            Reference("licence_id", "licence", _CASCADE, N_("Product"), "product"),
            Reference("device_id", "device", _CASCADE),
            Reference("person_id", "person", _CASCADE),
        ),
        paths=(Path("person_id"),),
        fate=RowFate.DELETE,
        order="assigned_at",
    ),
    Table(
        "ticket_device",
        references=(
            Reference("ticket_id", "ticket", _CASCADE),
            Reference("device_id", "device", _CASCADE),
        ),
        key="",
    ),
)

_PRIVACY = (
    Table(
        "subject_request",
        N_("Your requests"),
        columns=(
            *_plain("id", "version", "state"),
            _fact("number", N_("Number")),
            _fact("kind", N_("Kind")),
            _fact("received_on", N_("Received")),
            _fact("due_on", N_("Due")),
            _fact("due_statutory_on", N_("Due by law")),
            _fact("identity_method", N_("Identity checked by")),
            _fact("identity_at", N_("Identity checked")),
            _fact("decision", N_("Decision")),
            _fact("decided_at", N_("Decided")),
            _fact("closed_at", N_("Closed")),
        ),
        references=(
            Reference("person_id", "person", _CLEAR),
            Reference("identity_staff_id", "staff", _KEEP),
            Reference("decision_staff_id", "staff", _KEEP),
            Reference("made_by_id", "staff", _KEEP),
        ),
        paths=(Path("person_id"),),
        fate=RowFate.KEEP,
        ground="obligations",
        order="number",
    ),
    Table(
        "hold",
        N_("Holds"),
        columns=(
            *_plain("id", "number"),
            _personal("ground", N_("Ground"), "request", blank=True),
            _fact("until_on", N_("Until")),
            _fact("placed_at", N_("Placed")),
            _fact("released_at", N_("Released")),
        ),
        references=(
            Reference("person_id", "person", _CASCADE),
            Reference("ticket_id", "ticket", _CASCADE),
            Reference("device_id", "device", _CASCADE),
            Reference("placed_by_id", "staff", _KEEP),
            Reference("released_by_id", "staff", _KEEP),
        ),
        paths=(Path("person_id"), Path("ticket_id"), Path("device_id")),
        fate=RowFate.DELETE,
        order="number",
    ),
    Table(
        "issued_document",
        N_("Documents made for you"),
        columns=(
            *_plain("id"),
            _fact("kind", N_("Kind")),
            _fact("at", N_("Made")),
            _fact("sha256", N_("SHA-256")),
            _fact("counts", N_("Counts")),
        ),
        references=(
            Reference("person_id", "person", _CLEAR),
            Reference("request_id", "subject_request", _KEEP),
            Reference("staff_id", "staff", _KEEP),
        ),
        paths=(Path("person_id"),),
        fate=RowFate.KEEP,
        ground="obligations",
        order="at",
    ),
    Table(
        "import_batch",
        columns=_plain("id", "kind", "at", "created", "updated", "rejected", "undone_at"),
        references=(Reference("staff_id", "staff", _KEEP),),
    ),
    Table(
        # Its rows go with the row they tell how to undo: destruction asks ``UNDO_OF``.
        "import_row",
        columns=(
            *_plain("id", "table_name", "row_id", "version"),
            _personal("before_image", "", "device"),
        ),
        references=(Reference("batch_id", "import_batch", _CASCADE),),
    ),
    Table(
        "audit",
        columns=(
            *_plain(
                "seq",
                "at",
                "staff_id",
                "action",
                "subject_table",
                "subject_id",
                "detail",
                "previous",
                "digest",
            ),
            _personal("staff_name", "", "staff"),
        ),
        key="seq",
    ),
)

DATA_MAP = DataMap((*_SETTINGS, *_PEOPLE, *_TICKETS, *_DEVICES, *_PRIVACY))

UNDO_OF = ("import_row", "table_name", "row_id")
"""The table that keeps how rows of any table were before an import, and the two columns that say
which row: what is destroyed takes its entries there along."""

FILES = ("helpdesk.db.before-*",)
"""Patterns of files in the store's folder that hold copies of its rows beside the database: a
destruction removes them. ``helpdesk.db-wal`` is cut by its checkpoint."""
