"""Short forms in which the entries of the data map are written."""

from __future__ import annotations

from app.store.data_map.types import Column, Form, OnTarget

CASCADE, CLEAR, KEEP = OnTarget.CASCADE, OnTarget.CLEAR, OnTarget.KEEP

_USES = {
    "account": ("record_use", "personalise", "authorisation", "service"),
    "communication": ("service", "record_use", "understand"),
    "device": ("managed_equipment", "licences", "administration", "security"),
    "request": ("obligations",),
    "staff": ("administration",),
}
"""The P-130 purposes that each category of personal data serves here."""

_FORMS = {
    "size": Form.SIZE,
    "number": Form.NUMBER,
    "purpose": Form.PURPOSE,
    "category": Form.CATEGORY,
    "counts": Form.COUNTS,
}


def plain(*names: str) -> tuple[Column, ...]:
    """Columns that say nothing about a person by themselves and are left out of packages."""
    return tuple(Column(name) for name in names)


def fact(name: str, label: str, form: Form | None = None) -> Column:
    """A column that is no identifying value but is shown to the person it concerns."""
    return Column(name, label, form=form or _form_of(name))


def _form_of(name: str) -> Form:
    """Return the form that a column's name tells of by this schema's habits."""
    if name.endswith("_at") or name in {"at", "since", "until"}:
        return Form.MOMENT
    if name.endswith("_on") or name == "warranty_until":
        return Form.DAY
    return _FORMS.get(name, Form.TEXT)


def personal(
    name: str,
    label: str,
    category: str,
    *,
    blank: bool = False,
    copy_of: str = "",
    free_text: bool = False,
    scanned: bool = False,
    scanned_when: str = "",
    whole: bool = False,
    telling: bool = False,
    form: Form = Form.TEXT,
) -> Column:
    """A column with personal data of a P-130 category, for that category's purposes."""
    return Column(
        name,
        label,
        personal=True,
        category=category,
        purposes=_USES[category],
        blank=blank,
        copy_of=copy_of,
        free_text=free_text or scanned,
        scanned=scanned,
        scanned_when=scanned_when,
        whole=whole,
        telling=telling,
        form=form,
    )
