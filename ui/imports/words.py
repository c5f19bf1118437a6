"""The words of the import page: actions, fields of a table, kinds of files."""

from __future__ import annotations

from app.i18n import N_
from app.workflows.import_files import Field, ImportKind

KIND_LABELS = {ImportKind.MAIL: N_("Mail"), ImportKind.DEVICES: N_("Devices")}

ACTIONS: dict[str, tuple[str, str]] = {
    "create": (N_("New device"), "success"),
    "update": (N_("Update"), "accent"),
    "unchanged": (N_("Unchanged"), "field_border"),
    "ticket": (N_("New ticket"), "success"),
    "reply": (N_("Reply on a ticket"), "accent"),
    "skipped": (N_("Skipped"), "field_border"),
    "rejected": (N_("Rejected"), "danger"),
}
"""What each action is called, and the colour of its mark."""

FIELD_LABELS: dict[Field, str] = {
    Field.SERIAL: N_("Serial number"),
    Field.IMEI: N_("IMEI"),
    Field.IMEISV: N_("IMEISV"),
    Field.MEID: N_("MEID"),
    Field.MAC: N_("MAC address"),
    Field.ASSET_TAG: N_("Asset tag"),
    Field.NAME: N_("Name"),
    Field.MANUFACTURER: N_("Make"),
    Field.MODEL: N_("Model"),
    Field.KIND: N_("Kind"),
    Field.TYPE: N_("Kind or model"),
    Field.STATE: N_("State"),
    Field.OWNER: N_("Owner"),
    Field.ORGANISATION: N_("Organisation"),
    Field.LOCATION: N_("Location"),
    Field.PURCHASED_ON: N_("Bought on"),
    Field.WARRANTY_UNTIL: N_("Warranty until"),
    Field.IGNORE: N_("Not imported"),
}
