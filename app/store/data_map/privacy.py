"""The data map of requests, holds, imports and the audit trail."""

from __future__ import annotations

from app.i18n import N_
from app.store.data_map.types import Form, Path, Reference, RowFate, Table
from app.store.data_map.words import CASCADE, CLEAR, KEEP, fact, personal, plain

PRIVACY = (
    Table(
        "subject_request",
        N_("Your requests"),
        "request",
        columns=(
            *plain("id", "version", "state"),
            fact("number", N_("Number")),
            fact("kind", N_("Kind"), Form.REQUEST_KIND),
            fact("received_on", N_("Received")),
            fact("due_on", N_("Due")),
            fact("due_statutory_on", N_("Due by law")),
            fact("identity_method", N_("Identity checked by")),
            fact("identity_at", N_("Identity checked")),
            fact("decision", N_("Decision")),
            fact("decided_at", N_("Decided")),
            fact("closed_at", N_("Closed")),
        ),
        references=(
            Reference("person_id", "person", CLEAR),
            Reference("identity_staff_id", "staff", KEEP),
            Reference("decision_staff_id", "staff", KEEP),
            Reference("made_by_id", "staff", KEEP),
        ),
        paths=(Path("person_id"),),
        fate=RowFate.KEEP,
        ground="obligations",
        order="number",
        title=("number", "kind"),
    ),
    Table(
        "hold",
        N_("Holds"),
        "request",
        columns=(
            *plain("id", "number"),
            personal("ground", N_("Ground"), "request", blank=True, scanned=True),
            fact("until_on", N_("Until")),
            fact("placed_at", N_("Placed")),
            fact("released_at", N_("Released")),
        ),
        references=(
            Reference("person_id", "person", CASCADE),
            Reference("ticket_id", "ticket", CASCADE),
            Reference("device_id", "device", CASCADE),
            Reference("placed_by_id", "staff", KEEP),
            Reference("released_by_id", "staff", KEEP),
        ),
        paths=(Path("person_id"), Path("ticket_id"), Path("device_id")),
        fate=RowFate.DELETE,
        order="number",
    ),
    Table(
        "issued_document",
        N_("Documents made for you"),
        "request",
        columns=(
            *plain("id"),
            fact("kind", N_("Kind")),
            fact("at", N_("Made")),
            fact("sha256", N_("SHA-256")),
            fact("counts", N_("Counts")),
        ),
        references=(
            Reference("person_id", "person", CLEAR),
            Reference("request_id", "subject_request", CLEAR),
            Reference("staff_id", "staff", KEEP),
        ),
        paths=(Path("person_id"),),
        fate=RowFate.KEEP,
        ground="obligations",
        order="at",
    ),
    Table(
        "import_batch",
        columns=plain("id", "kind", "at", "created", "updated", "rejected", "undone_at"),
        references=(Reference("staff_id", "staff", KEEP),),
    ),
    Table(
        # Its rows go with the row they tell how to undo: destruction asks ``UNDO_OF``.
        "import_row",
        columns=(
            *plain("id", "table_name", "row_id", "version"),
            personal("before_image", "", "device", scanned=True),
        ),
        references=(Reference("batch_id", "import_batch", CASCADE),),
    ),
    Table(
        "audit",
        columns=(
            *plain(
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
            personal("staff_name", "", "staff"),
        ),
        key="seq",
    ),
)
