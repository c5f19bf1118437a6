"""Properties of one ticket or many changed as one, and that undone.

Whatever stands in the way of one ticket leaves the others alone: it is counted and stays as it
is. All of it is one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from app.i18n import _
from app.model import moments
from app.model.changes import Changes, Progress, no_progress
from app.model.ticket import RANK_OF, Status
from app.model.ticket_edit import Edit
from app.model.vocabulary import Vocabulary
from app.store import left_staff, named, people, restrictions, ticket_record, tickets
from app.store.rows import not_found
from app.workflows import tickets as tickets_workflow
from app.workflows.restriction import require_unrestricted
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


class Before(NamedTuple):
    """How a ticket was, and the version that the edit made of it."""

    version: int
    values: Mapping[str, Any]
    tags: tuple[str, ...]
    base: int
    """The version that the edit was made of."""


class Outcome(NamedTuple):
    """What became of an edit or of its undoing."""

    changed: tuple[int, ...] = ()
    unfit: tuple[int, ...] = ()
    """Their status does not allow the one asked for, or they were merged."""
    changed_meanwhile: tuple[int, ...] = ()
    """Somebody else changed them, or they are gone: theirs was kept."""
    before: Mapping[int, Before] = MappingProxyType({})
    """For :func:`undo`; of no meaning to anyone else."""
    restricted: tuple[int, ...] = ()
    """Of people whose data is only kept."""


def edit(
    session: Session,
    versions: Mapping[int, int | None],
    what: Edit,
    progress: Progress = no_progress,
) -> tuple[Outcome, Changes]:
    """Change tickets, each at the version its reader saw; None takes it as it is now.

    Stopped by its progress, it changes none. Raises ``KnownError("not_found")`` for an assignee
    who is no member of staff or a requester who is not on record, and ``title_needed`` or
    ``restricted`` for a title or a requester that a ticket cannot have.
    """
    changed: list[int] = []
    unfit: list[int] = []
    late: list[int] = []
    restricted: list[int] = []
    before: dict[int, Before] = {}
    whose: set[int | None] = set()  # the people whose tickets are others now
    alike: dict[Any, Any] = {}  # what many tickets were before is kept once
    at = moments.now()
    with session.store.write() as connection:
        what = _in_known_words(connection, what)
        wanted = _columns(connection, what)
        kept = restrictions.among(connection, "ticket", versions)
        for number, (ticket, seen) in enumerate(versions.items()):
            progress(number, len(versions))
            found = tickets.status_of(connection, ticket)
            if found is None or (seen is not None and seen != found[1]):
                late.append(ticket)
                continue
            status, version = found
            if ticket in kept:
                restricted.append(ticket)
                continue
            if what.status not in {None, status} and not tickets_workflow.may_become(
                connection, ticket, status, what.status
            ):
                unfit.append(ticket)
                continue
            values = wanted | _status_columns(status, what.status, at)
            values = left_staff.without_them(connection, ticket, values)
            old_tags = ticket_record.tags(connection, ticket)
            now = tickets.image(connection, ticket, tuple(values)) if values else {}
            values = {name: value for name, value in values.items() if value != now[name]}
            new_tags = _tags(old_tags, what)
            if not values and new_tags == old_tags:
                continue
            was = {name: now[name] for name in values}
            _apply(session, connection, ticket, version, values, tags=new_tags)
            whose |= {image["requester_id"] for image in (was, values) if "requester_id" in image}
            was = alike.setdefault(tuple(was.items()), was)
            old_tags = alike.setdefault(old_tags, old_tags)
            before[ticket] = Before(version + 1, was, old_tags, base=version)
            changed.append(ticket)
    outcome = Outcome(tuple(changed), tuple(unfit), tuple(late), before, tuple(restricted))
    return outcome, _changes(changed, whose)


def edit_found(
    session: Session,
    query: str,
    what: Edit,
    progress: Progress = no_progress,
    *,
    typing: bool = False,
    versions: Mapping[int, int | None] | None = None,
    left_out: Collection[int] = (),
) -> tuple[Outcome, Changes]:
    """Change all tickets that fit a query but those ``left_out``, as :func:`edit` does.

    ``versions`` are those that a reader saw. Raises ``QueryError`` too.
    """
    found = tickets_workflow.every_id(session, query, typing=typing, progress=progress)
    seen = versions or {}
    wanted = {ticket: seen.get(ticket) for ticket in found if ticket not in left_out}
    return edit(session, wanted, what, progress)


def undo(
    session: Session, outcome: Outcome, progress: Progress = no_progress
) -> tuple[Outcome, Changes]:
    """Make tickets what they were before an edit; those changed again since stay as they are."""
    changed: list[int] = []
    late: list[int] = []
    restricted: list[int] = []
    whose: set[int | None] = set()
    with session.store.write() as connection:
        kept = restrictions.among(connection, "ticket", outcome.before)
        for number, (ticket, was) in enumerate(outcome.before.items()):
            progress(number, len(outcome.before))
            found = tickets.status_of(connection, ticket)
            if found is None or found[1] != was.version:
                late.append(ticket)
                continue
            if ticket in kept:
                restricted.append(ticket)
                continue
            if (person := was.values.get("requester_id")) is not None:  # it becomes theirs again
                if not people.rows(connection, [person]):
                    late.append(ticket)  # they were erased since
                    continue
                if restrictions.is_restricted(connection, person):
                    restricted.append(ticket)
                    continue
            if "requester_id" in was.values:
                now = tickets.image(connection, ticket, ("requester_id",))
                whose |= {person, now["requester_id"]}
            values = left_staff.without_them(connection, ticket, was.values)
            values = _with_known_organisation(connection, ticket, values)
            values = {**values, **_removed_words(connection, values)}
            _apply(session, connection, ticket, was.version, values, tags=was.tags)
            changed.append(ticket)
    outcome = Outcome(tuple(changed), (), tuple(late), restricted=tuple(restricted))
    return outcome, _changes(changed, whose)


def _with_known_organisation(
    connection: Connection, ticket: int, values: dict[str, Any]
) -> dict[str, Any]:
    """Return what a ticket was, in the organisation of its requester where its own is gone."""
    organisation = values.get("organisation_id")
    if organisation is None or named.has_organisation(connection, organisation):
        return values
    person = (tickets.image(connection, ticket, ("requester_id",)) | values)["requester_id"]
    now = None if person is None else people.organisation_of(connection, person)
    return values | {"organisation_id": now}


def _removed_words(connection: Connection, values: Mapping[str, Any]) -> dict[str, None]:
    """Return the queue and category that a ticket was in and that are there no more, as none."""
    words: tuple[tuple[str, Vocabulary], ...] = (("queue_id", "queue"), ("category_id", "category"))
    return {
        column: None
        for column, table in words
        if values.get(column) is not None and not named.has_word(connection, table, values[column])
    }


def _changes(changed: Iterable[int], whose: Iterable[int | None]) -> Changes:
    """Return what views must look at again: tickets, and who has or had them."""
    ids = frozenset(person for person in whose if person is not None)
    return Changes(tickets=frozenset(changed), people=ids)


def after_undo(earlier: Outcome, undone: Outcome, result: Outcome) -> Outcome:
    """Return an earlier edit as it can be undone next, now that a later one was.

    Where the two followed each other the ticket is again what the earlier one made of it.
    """
    before = dict(earlier.before)
    for ticket in result.changed:
        was, later = before.get(ticket), undone.before[ticket]
        if was is not None and was.version == later.base:
            before[ticket] = was._replace(version=later.version + 1)
    return earlier._replace(before=before)


def _in_known_words(connection: Connection, what: Edit) -> Edit:
    """Return an edit with its tags as they are written already."""

    def known(tags: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(named.known_word(connection, "tag", tag) for tag in tags)

    return what._replace(
        tags=None if what.tags is None else known(what.tags),
        add_tags=known(what.add_tags),
        remove_tags=known(what.remove_tags),
    )


def _columns(connection: Connection, what: Edit) -> dict[str, Any]:
    """Return what an edit writes into every ticket; its status and tags are each ticket's own."""
    values: dict[str, Any] = {}
    if what.priority is not None:
        values["priority"] = RANK_OF[what.priority]
    if what.queue is not None:
        values["queue_id"] = named.word_id(connection, "queue", what.queue) if what.queue else None
    if what.category is not None:
        values["category_id"] = (
            named.word_id(connection, "category", what.category) if what.category else None
        )
    if what.assignee is not None:
        values["assignee_id"] = named.staff_id(connection, what.assignee) if what.assignee else None
        if what.assignee and values["assignee_id"] is None:
            raise not_found(_("Member of staff"))
    if what.title is not None:
        values["title"] = tickets_workflow.clean_title(what.title)
    if what.requester is not None:
        person = what.requester or None
        require_unrestricted(connection, "person", person)
        values["requester_id"] = person
        values["organisation_id"] = people.organisation_of(connection, person) if person else None
    if what.due_at is not None:
        values["due_at"] = what.due_at or None
    return values


def _status_columns(old: Status, new: Status | None, at: int) -> dict[str, Any]:
    """Return what a status that is asked for writes into a ticket that has the ``old`` one."""
    if new is None or new is old:
        return {}
    values: dict[str, Any] = {"status": new.value}
    if new is Status.CLOSED:
        values["closed_at"] = at
    elif old is Status.CLOSED:
        values["closed_at"] = None
    return values


def _tags(old: tuple[str, ...], what: Edit) -> tuple[str, ...]:
    """Return the tags that a ticket has after an edit, sorted."""
    wanted = old if what.tags is None else what.tags
    tidy = (" ".join(tag.split()) for tag in (*wanted, *what.add_tags))
    removed = {" ".join(tag.split()) for tag in what.remove_tags}
    return tuple(sorted({tag for tag in tidy if tag} - removed))


def _apply(
    session: Session,
    connection: Connection,
    ticket: int,
    version: int,
    values: Mapping[str, Any],
    *,
    tags: tuple[str, ...],
) -> None:
    """Write one ticket's new values and tags; its version goes up by one."""
    at, staff_id = moments.now(), session.staff_id
    tickets.change(connection, ticket, version, values, at=at, staff_id=staff_id)
    before = ticket_record.tags(connection, ticket)
    if tags != before:
        ids = [named.word_id(connection, "tag", tag) for tag in tags]
        tickets.set_tags(connection, ticket, ids)
        old, new = ", ".join(before), ", ".join(tags)
        tickets.note_change(connection, ticket, "tags", old, new, at=at, staff_id=staff_id)
