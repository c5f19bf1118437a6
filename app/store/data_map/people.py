"""The data map of people, and of what has no person: settings, staff and vocabularies."""

from __future__ import annotations

from app.i18n import N_
from app.store.data_map.types import Form, Indexed, Path, Reference, RowFate, Table
from app.store.data_map.words import CASCADE, KEEP, fact, personal, plain

SETTINGS = (
    Table(
        # Among them where each member of staff left the window, which goes with each destruction.
        "setting",
        columns=(*plain("key"), personal("value", "", "staff")),
        key="",
    ),
    Table(
        "staff",
        columns=(*plain("id", "role", "active"), personal("name", "", "staff")),
    ),
    *(
        # Nobody's; staff may have called one after somebody all the same.
        Table(
            name,
            columns=(*plain("id"), personal("name", "", "communication", scanned=True)),
            distinct="name",
            sorting=True,
            goes_unused=name == "tag",
        )
        for name in ("queue", "category", "tag")
    ),
    Table(
        # No person, but one may have but one person and be called after them.
        "organisation",
        columns=(
            *plain("id", "version"),
            personal("name", "", "account", scanned=True),
            personal("name_key", "", "account", copy_of="name", scanned=True),
        ),
        distinct="name_key",
        sorting=True,
        goes_unused=True,
        needed_when=(  # an import that is undone puts a device back in it
            "organisation.id IN (SELECT coalesce(json_extract(before_image,"
            " '$.columns.organisation_id'), 0) FROM import_row"
            " WHERE table_name = 'device' AND before_image IS NOT NULL)"
        ),
    ),
)

PEOPLE = (
    Table(
        "person",
        N_("Account"),
        "account",
        columns=(
            *plain("id", "version"),
            personal("display_name", N_("Name"), "account"),
            personal("user_name", N_("User name"), "account", telling=True),
            personal("language", N_("Language"), "account", form=Form.LANGUAGE),
            fact("account_state", N_("Account"), Form.ACCOUNT_STATE),
            fact("account_closed_at", N_("Account closed")),
            fact("last_contact_at", N_("Last contact")),
            fact("created_at", N_("Recorded")),
            fact("updated_at", N_("Changed")),
        ),
        references=(
            Reference("organisation_id", "organisation", KEEP, N_("Organisation"), "name"),
        ),
        title=("display_name",),
        fate=RowFate.DELETE,
        indexed_as=Indexed(
            "person_text",
            "SELECT id FROM person WHERE id IN ({ids})",
            "SELECT id FROM person WHERE id IN ({ids})",
        ),
    ),
    Table(
        "person_email",
        N_("E-mail addresses"),
        "account",
        columns=(
            *plain("id"),
            personal("address", N_("E-mail address"), "account", telling=True),
            personal("address_key", "", "account", copy_of="address", telling=True),
        ),
        references=(Reference("person_id", "person", CASCADE),),
        paths=(Path("person_id"),),
        title=("address",),
        fate=RowFate.DELETE,
        indexed_as=Indexed(
            "person_text",
            "SELECT person_id FROM person_email WHERE id IN ({ids})",
            "SELECT id FROM person_email WHERE person_id IN ({ids})",
        ),
    ),
)
