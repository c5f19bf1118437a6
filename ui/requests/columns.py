"""The columns of the list of requests, and how a request stands in words."""

from __future__ import annotations

from app.i18n import N_, _
from app.model.subject_request import KIND_LABELS, STATE_LABELS, URGENCY_LABELS, Urgency
from app.workflows.requests.standing import Standing
from ui.models.column import Cell, Column
from ui.text import day, one_line

URGENCY_TONES = {
    Urgency.CLOSED: "field_border",
    Urgency.PAUSED: "accent",
    Urgency.OVERDUE: "danger",
    Urgency.DUE: "danger",
    Urgency.SOON: "warning",
    Urgency.ON_TIME: "success",
}


def person_name(row: Standing) -> str:
    """Return whom a request is about."""
    return one_line(row.request.person) or (
        _("(erased)") if row.request.person_id is None else _("(no name)")
    )


def _number(row: Standing) -> Cell:
    return Cell(str(row.request.number))


def _kind(row: Standing) -> Cell:
    return Cell(_(KIND_LABELS[row.request.kind]))


def _person(row: Standing) -> Cell:
    return Cell(person_name(row), quiet=row.request.person_id is None)


def _state(row: Standing) -> Cell:
    return Cell(_(STATE_LABELS[row.request.state]), quiet=True)


def _urgency(row: Standing) -> Cell:
    return Cell(_(URGENCY_LABELS[row.urgency]))


def _due(row: Standing) -> Cell:
    return Cell(day(row.request.answer_by), "dot", URGENCY_TONES[row.urgency])


COLUMNS: tuple[Column[Standing], ...] = (
    Column("number", N_("Number"), _number, 5, rank=2),
    Column("kind", N_("Kind"), _kind, 15, rank=3),
    Column("person", N_("Person"), _person, 13, stretch=True),
    Column("urgency", N_("Clock"), _urgency, 11, rank=4),
    Column("due", N_("Answer by"), _due, 14, rank=1),
    Column("state", N_("Last step"), _state, 14, rank=5),
)
