"""What the retention rules have reached, worked out and frozen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.id_rows import IdRows
from app.model.keeper import order
from app.store import audit, doom, holds, mentions, people, purges, retention
from app.store.data_map import SUBJECT
from app.store.doom import Doom
from app.store.sorting_words import SortingWords
from app.workflows import destruction
from app.workflows.keeping import held
from app.workflows.purge.frozen import Plan
from app.workflows.retention import Rule, named, rules_in
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_WORDS = r"[^\s,;:!?()\"'<>]+"
"""Words of a reason and of a name, without what stands around them."""


@dataclass(frozen=True, slots=True)
class Exempt:
    """A row that is taken out of a plan by hand."""

    table: str
    row: int
    reason: str
    """Kept in the plan's file, outside the store: it names nobody."""


def plan(
    session: Session,
    codes: Iterable[str] = (),
    as_of: date | None = None,
    exempt: Sequence[Exempt] = (),
    meant: Sequence[int] = (),
) -> Plan:
    """Work out a plan and freeze it: :func:`draft` and :func:`freeze` in one."""
    return freeze(session, draft(session, codes, as_of, exempt, meant))


def draft(
    session: Session,
    codes: Iterable[str] = (),
    as_of: date | None = None,
    exempt: Sequence[Exempt] = (),
    meant: Sequence[int] = (),
    *,
    replaces: str = "",
) -> Plan:
    """Work out what the rules have reached on a day, today unless another is given.

    Without ``codes`` every rule that is not stopped. Names that may mean somebody who goes, single
    ones and those that others have too, are proposed with the rows they stand in; for the people
    in ``meant`` they are blacked out. ``replaces`` is the digest of the plan that is made anew by
    it. Changes nothing, and nobody can approve it before it is
    frozen. Raises ``KnownError``: ``unknown_rule``, ``rule_stopped``, ``as_of_later``,
    ``reason_needed``, ``reason_names``, ``not_due`` for an exempt row that no rule has reached or a
    person of whom nothing is proposed.
    """
    today = moments.office_day(moments.now())
    day = as_of or today
    if day > today:
        raise KnownError(
            "as_of_later",
            _("A purge cannot be planned as of a day to come."),
            _("Nothing was planned. What is not due yet must not be destroyed."),
        )
    if not all(one.reason.strip() for one in exempt):
        raise KnownError(
            "reason_needed",
            _("Taking a row out of a plan needs a reason."),
            _("Nothing was planned. Say why, without naming anybody."),
        )
    with session.store.read() as connection:
        chosen = _chosen(connection, tuple(codes))
        planned = _each_row_once([_planned(connection, rule, day, exempt) for rule in chosen])
        touched = _touched(connection, planned)
        proposed = _proposed(connection, planned)
        _require_nameless(connection, exempt)
    for person in set(meant) - {one["person"] for one in proposed}:
        raise _not_due(SUBJECT, person)
    _require_used(exempt, planned)
    body: dict[str, Any] = {
        "store": session.vault.store_id,
        "made_at": moments.to_iso(moments.now()),
        "made_by": session.member.id,
        "as_of": day.isoformat(),
        "rules": planned,
        "touched": touched,
        "proposed": proposed,
        "meant": sorted(set(meant)),
        "exempt": [
            {"table": one.table, "id": one.row, "reason": one.reason.strip()} for one in exempt
        ],
        "replaces": replaces,
    }
    return Plan(body)


def freeze(session: Session, made: Plan) -> Plan:
    """Freeze a draft as it is: its digest stands in the audit trail from now on.

    The plan that it replaces leaves the list of those that wait, unless it was begun.
    """
    replaced = made.body["replaces"]
    with session.store.write() as connection:
        if replaced and not audit.mentions(connection, "purge_begun", replaced):
            purges.forget(connection, replaced)
        audit.append(
            connection,
            session.member,
            "purge_planned",
            detail={
                "digest": made.digest,
                "rows": made.total,
                "exempt": len(made.body["exempt"]),
            },
        )
    return made


def renew(session: Session, old: Plan) -> Plan:
    """Make an outdated plan anew and freeze it: :func:`redraft` and :func:`freeze` in one."""
    return freeze(session, redraft(session, old))


def redraft(session: Session, old: Plan) -> Plan:
    """Draft an outdated plan anew: its rules, its day, and those of its exempt rows still due."""
    codes = [rule["code"] for rule in old.body["rules"]]
    as_of = date.fromisoformat(old.body["as_of"])
    exempt = exempt_of(old)
    with session.store.read() as connection:
        active = [rule for rule in rules_in(connection) if rule.code in codes and rule.active]
        reaches = [rule.reach(as_of) for rule in active]

        def is_due(table: str, row: int) -> bool:
            due = (
                retention.current(connection, one, [row]) for one in reaches if one.table == table
            )
            return any(found.get(row) is not None for found in due)

        meant = [
            person
            for person in old.body["meant"]
            if is_due(SUBJECT, person) and mentions.uncertain(connection, person)
        ]
        still = [one for one in exempt if is_due(one.table, one.row)]
    codes = [rule.code for rule in active]
    return draft(session, codes, as_of, still, meant, replaces=old.digest)


def exempt_of(plan: Plan) -> tuple[Exempt, ...]:
    """Return the rows that were taken out of a plan by hand, with why."""
    return tuple(Exempt(one["table"], one["id"], one["reason"]) for one in plan.body["exempt"])


def _chosen(connection: Connection, codes: Sequence[str]) -> tuple[Rule, ...]:
    known = rules_in(connection)
    if not codes:
        return tuple(rule for rule in known if rule.active)
    chosen = tuple(named(known, code) for code in dict.fromkeys(codes))
    if not all(rule.active for rule in chosen):
        raise KnownError(
            "rule_stopped",
            _("This retention rule was stopped by a team lead."),
            _("Nothing was planned. Leave the rule out, or start it again."),
        )
    return chosen


def _table(rule: Rule) -> str:
    return retention.SCOPES[rule.code].table


def _planned(
    connection: Connection, rule: Rule, day: date, exempt: Iterable[Exempt]
) -> dict[str, Any]:
    reach, table = rule.reach(day), _table(rule)
    found = retention.reached(connection, reach)
    wanted = {one.row for one in exempt if one.table == table}
    excepted = wanted & set(found.ids) if wanted else set()
    if excepted:
        found = IdRows(pair for pair in found if pair[0] not in excepted)
    holders = held(connection, reach, found.ids)
    kept = {row for rows in holders.values() for row in rows}
    return {
        "code": rule.code,
        "version": rule.version,
        "category": rule.policy.category,
        "period": [rule.period.months, rule.period.days],
        "starts": reach.starts.value,
        "before": reach.before,
        "action": reach.action.value,
        "table": table,
        "rows": IdRows(pair for pair in found if pair[0] not in kept) if kept else found,
        "kept": sorted(kept),
        "kept_by": {keeper: holders[keeper] for keeper in sorted(holders, key=order)},
        "exempt": sorted(excepted),
    }


def _each_row_once(planned: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave a row that several rules have reached to the first of them, and count it there."""
    for place, rule in enumerate(planned):
        due, claimed = rule["rows"], set[int]()
        for earlier in planned[:place]:
            if earlier["table"] == rule["table"]:
                claimed.update(earlier["rows"].ids)
        if claimed:
            rule["rows"] = IdRows(pair for pair in due if pair[0] not in claimed)
        rule["also"] = len(due) - len(rule["rows"])
    return planned


def _touched(connection: Connection, planned: list[dict[str, Any]]) -> dict[str, int]:
    """Return how many people and tickets the plan is about."""
    people: set[int] = set()
    tickets = 0
    for rule in planned:
        ids = rule["rows"].ids
        tickets += len(ids) if rule["table"] == "ticket" else 0
        people |= retention.people_of(connection, rule["table"], ids)
    return {"people": len(people), "tickets": tickets}


def _require_used(exempt: Iterable[Exempt], planned: list[dict[str, Any]]) -> None:
    """Refuse an exempt row that no rule reached: a number typed wrong must not go unnoticed."""
    taken_out = {(rule["table"], row) for rule in planned for row in rule["exempt"]}
    for one in exempt:
        if (one.table, one.row) not in taken_out:
            raise _not_due(one.table, one.row)


def _require_nameless(connection: Connection, exempt: Iterable[Exempt]) -> None:
    """Refuse a reason that names somebody whom its row is about: the plan leaves the store."""
    for one in exempt:
        words = f" {' '.join(re.findall(_WORDS, one.reason.casefold()))} "
        persons = retention.people_of(connection, one.table, [one.row])
        for person in people.rows(connection, tuple(persons)).values():
            name = re.findall(_WORDS, person.display_name.casefold())
            said = {" ".join(name), *name[-1:], person.email.casefold()} - {""}
            if any(f" {text} " in words for text in said):
                raise KnownError(
                    "reason_names",
                    _("The reason names the person whom the row is about."),
                    _(
                        "Nothing was planned. Say why, without naming anybody: the plan's file"
                        " leaves the store."
                    ),
                )


def _not_due(table: str, row: int) -> KnownError:
    return KnownError(
        "not_due",
        _("No rule of this plan has reached {table} {row}.").format(table=table, row=row),
        _("Nothing was planned. Check what is taken out, or leave it out."),
    )


def _proposed(connection: Connection, planned: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return in which rows that stay somebody who goes may be named, by ids alone.

    A text that a hold or a restriction keeps stays as it is: it is not proposed.
    """
    found = []
    today, sorting = destruction.today(), None
    for rule in planned:
        for person, _version in rule["rows"] if rule["table"] == SUBJECT else ():
            sorting = sorting or SortingWords(connection)
            rows = mentions.uncertain(connection, person, sorting)
            gone = doom.of_person(connection, person).destroyed if rows else {}
            kept = holds.in_the_way(connection, Doom(blanked=rows), today)
            stay = {
                name: sorted(ids - gone.get(name, set()) - kept.get(name, set()))
                for name, ids in rows.items()
            }
            if any(stay.values()):
                found.append({"person": person, "rows": stay})
    return found
