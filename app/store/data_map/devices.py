"""The data map of devices and licences."""

from __future__ import annotations

from app.i18n import N_
from app.store.data_map.types import Form, Indexed, Path, Reference, RowFate, Table
from app.store.data_map.words import CASCADE, CLEAR, KEEP, fact, personal, plain

DEVICES = (
    Table(
        "device",
        N_("Devices"),
        "device",
        columns=(
            *plain("id", "version", "updated_at"),
            fact("kind", N_("Kind"), Form.DEVICE_KIND),
            personal("name", N_("Name"), "device", blank=True, free_text=True),
            fact("manufacturer", N_("Make")),
            fact("model", N_("Model")),
            fact("state", N_("State"), Form.DEVICE_STATE),
            fact("ownership", N_("Ownership"), Form.OWNERSHIP),
            personal("location", N_("Location"), "device", blank=True, free_text=True),
            fact("purchased_on", N_("Purchased")),
            fact("warranty_until", N_("Warranty until")),
            personal("external_id", N_("Inventory agent's id"), "device", blank=True, telling=True),
            fact("created_at", N_("Recorded")),
        ),
        references=(
            Reference("owner_id", "person", CLEAR),
            Reference("organisation_id", "organisation", KEEP, N_("Organisation"), "name"),
        ),
        paths=(Path("owner_id"),),
        fate=RowFate.DELETE,
        # The company's own equipment outlives its user; without the user it is nobody's data.
        stays_when="device.ownership = 'managed'",
        ground="managed_equipment",
        title=("manufacturer", "model"),
        indexed_as=Indexed(
            "device_text",
            "SELECT id FROM device WHERE id IN ({ids})",
            "SELECT id FROM device WHERE id IN ({ids})",
        ),
        order="id",
    ),
    Table(
        "device_identifier",
        N_("Device identifiers"),
        "device",
        columns=(
            *plain("id", "valid", "matchable"),
            fact("kind", N_("Kind"), Form.IDENTIFIER_KIND),
            personal("canonical", N_("Identifier"), "device", telling=True),
            personal("as_given", N_("As given"), "device", telling=True),
            personal("search_form", "", "device", copy_of="canonical", telling=True),
        ),
        references=(Reference("device_id", "device", CASCADE, N_("Device"), "model", nested=True),),
        paths=(Path("device_id"),),
        title=("kind", "canonical"),
        fate=RowFate.KEEP,
        ground="managed_equipment",
        indexed_as=Indexed(
            "device_text",
            "SELECT device_id FROM device_identifier WHERE id IN ({ids})",
            "SELECT id FROM device_identifier WHERE device_id IN ({ids})",
        ),
        order="device_id, id",
    ),
    Table(
        "device_software",
        N_("Software on devices"),
        "device",
        columns=(
            *plain("id"),
            personal("name", N_("Program"), "device"),
            fact("version", N_("Version")),
            fact("publisher", N_("Publisher")),
        ),
        references=(Reference("device_id", "device", CASCADE, N_("Device"), "model", nested=True),),
        paths=(Path("device_id"),),
        title=("name", "version"),
        fate=RowFate.DELETE,
        order="device_id, id",
    ),
    Table(
        "device_custody",
        N_("Who had a device when"),
        "device",
        columns=(*plain("id"), fact("since", N_("From")), fact("until", N_("Until"))),
        references=(
            Reference("device_id", "device", CASCADE, N_("Device"), "model", in_image=True),
            Reference("person_id", "person", CASCADE),
        ),
        paths=(Path("person_id"),),
        title=("device", "since"),
        fate=RowFate.DELETE,
        order="since",
        when=("since", "until"),
    ),
    Table(
        "licence",
        columns=plain("id", "product", "vendor", "seats", "expires_on", "version"),
    ),
    Table(
        "licence_seat",
        N_("Licences"),
        "device",
        columns=(*plain("id"), fact("assigned_at", N_("Assigned"))),
        references=(
            Reference("licence_id", "licence", CASCADE, N_("Product"), "product"),
            Reference("device_id", "device", CASCADE),
            Reference("person_id", "person", CASCADE),
        ),
        paths=(Path("person_id"),),
        title=("licence",),
        fate=RowFate.DELETE,
        order="assigned_at",
        when=("assigned_at", ""),
    ),
    Table(
        "ticket_device",
        references=(
            Reference("ticket_id", "ticket", CASCADE),
            Reference("device_id", "device", CASCADE),
        ),
        key="",
    ),
)
