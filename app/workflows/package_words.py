"""Values of a person's rows in words for people: what a code means, and what form a value has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.i18n import N_, translator
from app.model.device import KIND_LABELS, STATE_LABELS
from app.model.identifiers import IdentifierKind
from app.model.package import FieldKind
from app.model.person import ACCOUNT_LABELS
from app.model.staff_texts import DRAFT_LABELS
from app.model.subject_request import DECISION_LABELS, IDENTITY_LABELS
from app.model.subject_request import KIND_LABELS as REQUEST_LABELS
from app.model.ticket import (
    CHANNEL_LABELS,
    DIRECTION_LABELS,
    PRIORITY_LABELS,
    RANKS,
    STATUS_LABELS,
    format_number,
)
from app.policy import load_policy
from app.store.data_map.types import Form

FIELD_KINDS = {
    Form.MOMENT: FieldKind.MOMENT,
    Form.DAY: FieldKind.DAY,
    Form.NUMBER: FieldKind.NUMBER,
    Form.SIZE: FieldKind.SIZE,
}
VALUE_LABELS: Mapping[Form, Mapping[Any, str]] = {
    Form.STATUS: STATUS_LABELS,
    Form.PRIORITY: {rank: PRIORITY_LABELS[priority] for rank, priority in RANKS.items()},
    Form.CHANNEL: CHANNEL_LABELS,
    Form.DIRECTION: DIRECTION_LABELS,
    Form.DRAFT_KIND: DRAFT_LABELS,
    Form.ACCOUNT_STATE: ACCOUNT_LABELS,
    Form.DEVICE_KIND: KIND_LABELS,
    Form.DEVICE_STATE: STATE_LABELS,
    Form.REQUEST_KIND: REQUEST_LABELS,
    Form.DECISION: DECISION_LABELS,
    Form.IDENTITY_METHOD: IDENTITY_LABELS,
    Form.OWNERSHIP: {"managed": N_("Managed by the company"), "private": N_("The person's own")},
    Form.IDENTIFIER_KIND: {
        IdentifierKind.IMEI: "IMEI",
        IdentifierKind.IMEISV: "IMEISV",
        IdentifierKind.MEID: "MEID",
        IdentifierKind.MAC: N_("MAC address"),
        IdentifierKind.SERIAL: N_("Serial number"),
        IdentifierKind.ASSET_TAG: N_("Asset tag"),
    },
    Form.PARTY_ROLE: {"to": N_("Recipient"), "cc": N_("In copy"), "reply_to": N_("Reply address")},
    Form.LANGUAGE: {"nl": N_("Dutch"), "en": N_("English")},
    Form.MARK_KIND: {"restricted": N_("Restriction"), "objected": N_("Objection")},
    Form.DOCUMENT_KIND: {
        "package": N_("Package with your data"),
        "purge_report": N_("Report of a purge"),
        "erasure_report": N_("Report of an erasure"),
    },
}


def in_words(form: Form, value: Any, language: str) -> str | int | None:
    """Return a value as people say it in a language; what is no code stays as it is."""
    if value is None or value == "":
        return None
    if form is Form.TICKET:
        return format_number(value)
    if form is Form.PURPOSE:
        purpose = load_policy().purposes.get(value)
        return value if purpose is None else purpose.label(language)
    if form is Form.CATEGORY:
        return _category(value, language)
    if form is Form.COUNTS:
        counts: dict[str, int] = json.loads(value)
        return " · ".join(f"{_category(code, language)}: {n}" for code, n in counts.items())
    label = VALUE_LABELS.get(form, {}).get(value)
    return value if label is None else translator(language)(label)


def _category(code: str, language: str) -> str:
    category = load_policy().categories.get(code)
    return code if category is None else category.label(language)
