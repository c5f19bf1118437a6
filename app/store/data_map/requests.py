"""The data map of subject requests and what belongs to them."""

from __future__ import annotations

from app.i18n import N_
from app.store.data_map.types import Form, Path, Reference, RowFate, Table
from app.store.data_map.words import CASCADE, CLEAR, KEEP, fact, personal, plain

REQUESTS = (
    Table(
        "subject_request",
        N_("Requests about data"),
        "request",
        columns=(
            *plain("id", "version", "state", "identity_override", "approved_own"),
            fact("number", N_("Number")),
            fact("kind", N_("Kind"), Form.REQUEST_KIND),
            fact("received_on", N_("Received")),
            fact("due_on", N_("Due")),
            fact("due_statutory_on", N_("Due by law")),
            fact("paused_on", N_("Paused since")),
            *plain("pause_reason"),
            fact("extended_on", N_("Extended")),
            *plain("extension_reason"),
            fact("identity_method", N_("Identity checked by"), Form.IDENTITY_METHOD),
            fact("identity_at", N_("Identity checked")),
            personal(
                "identity_reason",
                N_("Why the identity was not checked"),
                "request",
                blank=True,
                scanned=True,
            ),
            fact("decision", N_("Decision"), Form.DECISION),
            *plain("grounds"),
            fact("decided_at", N_("Decided")),
            fact("approved_at", N_("Approved")),
            # Stays after the erasure it explains; a mention of the person in it is blacked out.
            personal("approval_reason", N_("Why it was approved"), "request", scanned=True),
            fact("carried_out_at", N_("Carried out")),
            fact("closed_at", N_("Closed")),
        ),
        references=(
            Reference("person_id", "person", CLEAR),
            Reference("identity_staff_id", "staff", KEEP),
            Reference("decision_staff_id", "staff", KEEP),
            Reference("approved_by_id", "staff", KEEP),
            Reference("made_by_id", "staff", KEEP),
        ),
        paths=(Path("person_id"),),
        fate=RowFate.KEEP,
        ground="obligations",
        order="number",
        title=("number", "kind"),
        when=("received_on", "closed_at"),
    ),
    Table(
        # That the clock stood still shows that the request was handled in time.
        "request_pause",
        columns=plain("id", "reason", "from_on", "until_on"),
        references=(Reference("request_id", "subject_request", CASCADE),),
    ),
    Table(
        "request_challenge",
        columns=plain("id", "salt", "code_hash", "made_at", "expires_at", "attempts"),
        references=(Reference("request_id", "subject_request", CASCADE),),
        paths=(Path("request_id"),),
        fate=RowFate.DELETE,
    ),
    Table(
        # Not in a package: what was proposed and rejected is another person's.
        "request_finding",
        columns=(
            *plain("id", "kind", "reason", "accepted", "at"),
            personal("address", "", "account", telling=True),
        ),
        references=(
            Reference("request_id", "subject_request", CASCADE),
            Reference("other_id", "person", CASCADE),
            Reference("device_id", "device", CASCADE),
            Reference("message_id", "message", CASCADE),
            Reference("staff_id", "staff", KEEP),
        ),
        paths=(Path("request_id"), Path("other_id")),
        fate=RowFate.DELETE,
    ),
    Table(
        "request_letter",
        N_("Letters about requests"),
        "request",
        columns=(
            *plain("id", "kind", "language"),
            fact("at", N_("Made")),
            personal("subject", N_("Subject"), "request", scanned=True, whole=True),
            personal("text", N_("Text"), "request", scanned=True, whole=True),
        ),
        references=(
            Reference("request_id", "subject_request", CASCADE),
            Reference("staff_id", "staff", KEEP),
        ),
        paths=(Path("request_id"),),
        fate=RowFate.DELETE,
        order="at, id",
        title=("at", "subject"),
        when=("at",),
    ),
    Table(
        "person_mark",
        N_("Restrictions and objections"),
        "request",
        columns=(
            *plain("id"),
            fact("kind", N_("Kind"), Form.MARK_KIND),
            fact("purpose", N_("Purpose")),
            fact("since", N_("Since")),
        ),
        references=(
            Reference("person_id", "person", CASCADE),
            Reference("request_id", "subject_request", CLEAR),
        ),
        paths=(Path("person_id"),),
        title=("kind", "since"),
        fate=RowFate.DELETE,
        order="since",
        when=("since", ""),
    ),
    Table(
        "consent",
        N_("Consents"),
        "account",
        columns=(
            *plain("id"),
            personal("recipient", N_("Recipient"), "account", scanned=True, whole=True),
            fact("purpose", N_("Purpose")),
            fact("given_at", N_("Given")),
            fact("withdrawn_at", N_("Withdrawn")),
        ),
        references=(Reference("person_id", "person", CASCADE),),
        paths=(Path("person_id"),),
        title=("purpose", "recipient"),
        fate=RowFate.DELETE,
        order="given_at",
        when=("given_at", "withdrawn_at"),
    ),
    Table(
        "disclosure",
        N_("Data given to others"),
        "account",
        columns=(
            *plain("id"),
            personal("recipient", N_("Recipient"), "account", scanned=True, whole=True),
            fact("category", N_("Category")),
            fact("at", N_("Given")),
        ),
        references=(
            Reference("person_id", "person", CASCADE),
            Reference("consent_id", "consent", CLEAR),
            Reference("staff_id", "staff", KEEP),
        ),
        paths=(Path("person_id"),),
        title=("at", "recipient"),
        fate=RowFate.DELETE,
        order="at",
        when=("at",),
    ),
    Table(
        "disclosure_notice",
        columns=plain("id", "at"),
        references=(
            Reference("disclosure_id", "disclosure", CASCADE),
            Reference("request_id", "subject_request", CASCADE),
            Reference("staff_id", "staff", KEEP),
        ),
    ),
)
