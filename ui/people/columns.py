"""The columns of the lists of people and organisations."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from app.i18n import N_, _
from app.model import moments
from app.model.person import ACCOUNT_LABELS, AccountState, OrganisationRow, PersonRow
from ui.models.column import Cell, Column
from ui.text import one_line, short_moment


def person_name(row: PersonRow) -> str:
    """Return what to call a person: the name, else the address, else the user name."""
    return one_line(row.display_name or row.email or row.user_name) or _("(no name)")


def _name(row: PersonRow) -> Cell:
    return Cell(person_name(row))


def _email(row: PersonRow) -> Cell:
    return Cell(one_line(row.email) or "–", quiet=not row.email)


def _organisation(row: PersonRow) -> Cell:
    return Cell(one_line(row.organisation) or "–", quiet=not row.organisation)


def _account(row: PersonRow) -> Cell:
    tone = "success" if row.account_state is AccountState.ACTIVE else "field_border"
    return Cell(_(ACCOUNT_LABELS[row.account_state]), "dot", tone)


def _contact(row: PersonRow) -> Cell:
    if row.last_contact_at is None:
        return Cell("–", quiet=True)
    return Cell(short_moment(row.last_contact_at, moments.now()), quiet=True)


def _people(row: OrganisationRow) -> Cell:
    return Cell(QLocale().toString(row.people))


def _devices(row: OrganisationRow) -> Cell:
    return Cell(QLocale().toString(row.devices))


PEOPLE: tuple[Column[PersonRow], ...] = (
    Column("name", N_("Name"), _name, 20, stretch=True),
    Column("email", N_("E-mail address"), _email, 26, rank=1),
    Column("organisation", N_("Organisation"), _organisation, 20, rank=3),
    Column("account", N_("Account"), _account, 11, rank=4),
    Column("contact", N_("Last contact"), _contact, 12, rank=2),
)

ORGANISATIONS: tuple[Column[OrganisationRow], ...] = (
    Column("name", N_("Name"), lambda row: Cell(one_line(row.name)), 24, stretch=True),
    Column("people", N_("People"), _people, 9, rank=2, number=True),
    Column("devices", N_("Devices"), _devices, 9, rank=1, number=True),
)
