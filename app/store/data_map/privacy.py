"""The data map of holds, issued documents, imports and the audit trail."""

from __future__ import annotations

from app.i18n import N_
from app.store.data_map.types import Form, Path, Reference, RowFate, Table
from app.store.data_map.words import CASCADE, CLEAR, KEEP, fact, personal, plain

PRIVACY = (
    Table(
        "hold",
        N_("Holds"),
        "request",
        columns=(
            *plain("id", "number"),
            personal("ground", N_("Ground"), "request", blank=True, scanned=True),
            personal("query", N_("Search"), "request", blank=True, scanned=True),
            fact("until_on", N_("Until")),
            fact("review_on", N_("Looked at again")),
            fact("placed_at", N_("Placed")),
            fact("released_at", N_("Released")),
        ),
        references=(
            Reference("person_id", "person", CASCADE),
            Reference("ticket_id", "ticket", CASCADE),
            Reference("device_id", "device", CASCADE),
            Reference("organisation_id", "organisation", KEEP),
            Reference("placed_by_id", "staff", KEEP),
            Reference("released_by_id", "staff", KEEP),
        ),
        paths=(Path("person_id"), Path("ticket_id"), Path("device_id")),
        fate=RowFate.DELETE,
        order="number",
        when=("placed_at", "released_at"),
    ),
    Table(
        # What staff wrote of a rule of the policy; a reason may name somebody all the same.
        "retention_rule",
        columns=(
            *plain("id", "code", "version", "months", "days", "active", "at", "action", "starts"),
            personal("reason", "", "request", scanned=True),
            personal("ground", "", "request", scanned=True),
        ),
        references=(Reference("staff_id", "staff", KEEP),),
    ),
    Table(
        "issued_document",
        N_("Packages and reports made"),
        "request",
        columns=(
            *plain("id"),
            fact("kind", N_("Kind"), Form.DOCUMENT_KIND),
            fact("at", N_("Made")),
            fact("sha256", N_("SHA-256")),
            fact("counts", N_("Counts")),
            # Where staff keep it until it is handed over: theirs to know, and it may name someone.
            personal("path", "", "request", blank=True, scanned=True),
            *plain("removed_at"),
        ),
        references=(
            Reference("person_id", "person", CLEAR),
            Reference("request_id", "subject_request", CLEAR),
            Reference("staff_id", "staff", KEEP),
        ),
        paths=(Path("person_id"),),
        title=("kind", "at"),
        fate=RowFate.KEEP,
        ground="obligations",
        order="at",
        when=("at",),
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
