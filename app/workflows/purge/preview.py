"""What a plan comes to: counts by group, rule and category, and the rows behind each count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.i18n import N_
from app.model.id_rows import IdRows
from app.model.keeper import RESTRICTED
from app.model.subject_request import KIND_LABELS, RequestKind
from app.model.ticket import format_number
from app.model.ticket_list import IdPage, Key
from app.policy import RetentionAction
from app.store import holds, mentions, people, planned_rows
from app.store.planned_rows import PlannedRow
from app.store.rows import batches
from app.workflows.purge.frozen import Plan
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

__all__ = ["PlannedRow"]

EXCERPTS = 3
"""Texts shown of one person whom a name may mean."""


class Group(StrEnum):
    """What becomes of a row."""

    DESTROY = "destroy"
    ANONYMISE = "anonymise"
    BLANK = "blank"
    """They stay their person's, without texts."""
    HELD = "held"
    """A hold keeps it."""
    RESTRICTED = "restricted"
    """Its person had their data restricted."""
    EXEMPT = "exempt"
    """Taken out by hand."""


GROUP_LABELS = {
    Group.DESTROY: N_("Will be destroyed"),
    Group.ANONYMISE: N_("Will be made anonymous"),
    Group.BLANK: N_("Will lose their texts"),
    Group.HELD: N_("Kept by a hold"),
    Group.RESTRICTED: N_("Kept: restricted"),
    Group.EXEMPT: N_("Taken out by hand"),
}
TABLE_LABELS = {
    "ticket": N_("Ticket"),
    "person": N_("Person"),
    "device_custody": N_("Whose a device was"),
    "subject_request": N_("Request"),
    "consent": N_("Consent"),
    "import_row": N_("Data to undo an import"),
    "device": N_("Device"),
    "message": N_("Message"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One count of a plan: the rows of a rule that share what becomes of them and why."""

    group: Group
    rule: str
    category: str
    table: str
    rows: int
    hold: int = 0
    """The number of the hold that keeps them; 0 in the other groups."""
    why: str = ""
    """The hold's ground, or why they were taken out; empty where the group says it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody who goes, and texts that stay in which a name may mean them."""

    person: int
    name: str
    texts: int
    excerpts: tuple[str, ...]
    """A few of them, around the name."""
    meant: bool
    """Somebody said that the name means this person: it is blacked out."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a plan comes to."""

    plan: Plan
    lines: tuple[Line, ...]
    """Empty counts are left out."""
    proposals: tuple[Proposal, ...]

    @property
    def kept(self) -> int:
        """How many rows stay, by a hold, a restriction or by hand."""
        groups = self.plan.groups
        return groups["kept_by_hold"] + groups["kept_by_restriction"] + groups["kept_by_hand"]

    def of(self, group: Group) -> tuple[Line, ...]:
        """Return the counts of a group."""
        return tuple(line for line in self.lines if line.group is group)


def of(session: Session, plan: Plan) -> Preview:
    """Return what a plan comes to."""
    with session.store.read() as connection:
        grounds = {hold.number: hold.ground for hold in holds.listed(connection)}
        proposals = tuple(_proposals(connection, plan))
    order = list(Group)
    lines = sorted(_lines(plan, grounds), key=lambda line: order.index(line.group))
    return Preview(plan, tuple(lines), proposals)


_GROUPS = {
    RetentionAction.DELETE: Group.DESTROY,
    RetentionAction.ANONYMISE: Group.ANONYMISE,
    RetentionAction.BLANK: Group.BLANK,
}


def _lines(plan: Plan, grounds: dict[int, str]) -> Iterator[Line]:
    reasons = {(one["table"], one["id"]): one["reason"] for one in plan.body["exempt"]}
    for rule in plan.body["rules"]:
        code, category, table = rule["code"], rule["category"], rule["table"]
        group = _GROUPS[RetentionAction(rule["action"])]
        if rule["rows"]:
            yield Line(group, code, category, table, len(rule["rows"]))
        for keeper, kept in rule["kept_by"].items():
            if keeper == RESTRICTED:
                yield Line(Group.RESTRICTED, code, category, table, len(kept))
                continue
            number = int(keeper)
            ground = grounds.get(number, "")
            yield Line(Group.HELD, code, category, table, len(kept), number, ground)
        if rule["exempt"]:
            why = "; ".join(dict.fromkeys(reasons[table, row] for row in rule["exempt"]))
            yield Line(Group.EXEMPT, code, category, table, len(rule["exempt"]), why=why)


def _proposals(connection: Connection, plan: Plan) -> Iterator[Proposal]:
    proposed = {one["person"]: one["rows"] for one in plan.body["proposed"]}
    names = people.rows(connection, tuple(proposed))
    for person, rows in proposed.items():
        if person not in names:
            continue  # gone since the plan was made
        excerpts = mentions.excerpts(
            connection, rows, mentions.uncertain_values(connection, person), EXCERPTS
        )
        yield Proposal(
            person=person,
            name=names[person].display_name or names[person].email,
            texts=sum(map(len, rows.values())),
            excerpts=tuple(excerpts),
            meant=person in plan.body["meant"],
        )


# The rows behind a count


def ids(plan: Plan, line: Line) -> Sequence[int]:
    """Return the ids of the rows behind a count."""
    rule = next(rule for rule in plan.body["rules"] if rule["code"] == line.rule)
    match line.group:
        case Group.HELD:
            return list(rule["kept_by"][str(line.hold)])
        case Group.RESTRICTED:
            return list(rule["kept_by"][RESTRICTED])
        case Group.EXEMPT:
            return list(rule["exempt"])
    return IdRows(rule["rows"]).ids


def page(
    session: Session, plan: Plan, line: Line, find: str, *, after: Key | None, limit: int
) -> IdPage:
    """Return a page of the rows behind a count; ``find`` is a piece of what they are or whose."""
    wanted = ids(plan, line)
    begin = 0 if after is None else int(after.value)
    piece = find.strip().casefold()
    if not piece:
        found = wanted[begin : begin + limit]
        end = begin + len(found)
        return IdPage(tuple(found), Key(end, 0) if end < len(wanted) else None)
    matching: list[int] = []
    with session.store.read() as connection:
        for batch in batches(wanted[begin:]):
            shown = planned_rows.rows(connection, line.table, batch)
            for place, row in enumerate(batch, begin + 1):
                if row in shown and piece in _searched(shown[row]):
                    matching.append(row)
                    if len(matching) == limit:
                        return IdPage(tuple(matching), Key(place, 0))
            begin += len(batch)
    return IdPage(tuple(matching), None)


def _searched(row: PlannedRow) -> str:
    return f"{label(row)} {row.what} {row.whose}".casefold()


def label(row: PlannedRow) -> str:
    """Return a row's number as people say it; empty where it has none."""
    return format_number(row.row) if row.table == "ticket" else ""


def what(row: PlannedRow) -> str:
    """Return an English source text of what a row is where the store knows a code of it alone."""
    if row.table == "subject_request":
        return KIND_LABELS[RequestKind(row.what)]
    if row.table == "import_row":
        return TABLE_LABELS.get(row.what, N_("Data to undo an import"))
    return ""


def rows(session: Session, line: Line, wanted: Sequence[int]) -> dict[int, PlannedRow]:
    """Return what a look shows of rows behind a count."""
    with session.store.read() as connection:
        return planned_rows.rows(connection, line.table, wanted)
