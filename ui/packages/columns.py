"""The columns of the register of packages, and how a package stands in words."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from app.i18n import N_, _
from app.workflows.packages import PackageRow
from ui.models.column import Cell, Column
from ui.text import long_moment, one_line


def person_name(row: PackageRow) -> str:
    """Return whose package it is."""
    return one_line(row.person) or (_("(erased)") if row.person_id is None else _("(no name)"))


def where(row: PackageRow) -> str:
    """Say whether a package still lies on this workstation."""
    if row.path:
        return _("On this workstation")
    return _("Removed") if row.removed_at is not None else _("Not here")


def _made(row: PackageRow) -> Cell:
    return Cell(long_moment(row.at))


def _person(row: PackageRow) -> Cell:
    return Cell(person_name(row), quiet=row.person_id is None)


def _request(row: PackageRow) -> Cell:
    return Cell("" if row.request_number is None else str(row.request_number))


def _by(row: PackageRow) -> Cell:
    return Cell(one_line(row.staff), quiet=True)


def _records(row: PackageRow) -> Cell:
    return Cell(QLocale().toString(sum(row.counts.values())))


def _where(row: PackageRow) -> Cell:
    return Cell(where(row), "dot", "warning" if row.path else "field_border", quiet=not row.path)


COLUMNS: tuple[Column[PackageRow], ...] = (
    Column("made", N_("Made"), _made, 17, rank=2),
    Column("person", N_("Person"), _person, 12, stretch=True),
    Column("where", N_("Where it lies"), _where, 19, rank=1),
    Column("request", N_("Request"), _request, 8, rank=3),
    Column("records", N_("Records"), _records, 8, rank=5),
    Column("by", N_("By"), _by, 12, rank=4),
)
