"""What a package is to be, step by step, before it is made: the wizard without its window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.documents.package.sinks import refuse_existing
from app.errors import KnownError
from app.i18n import _, current_language
from app.model import moments
from app.model.changes import Changes, Progress, no_progress
from app.model.date_range import EVERYTHING, DateRange
from app.model.package import Withheld
from app.model.person import Person
from app.model.staff import Role
from app.model.subject_request import RequestKind, RequestState, SubjectRequest
from app.policy import load_policy
from app.store import people, requests, subject_data
from app.store.subject_data import FileRow
from app.workflows import package_mentions, redaction
from app.workflows.export import ExportResult, export
from app.workflows.package_mentions import Choice, Mention, Mentions
from app.workflows.redaction import Finding
from app.workflows.session import Session

_SUFFIX = ".zip"


class Step(StrEnum):
    """The steps, in their order."""

    WHOSE = "whose"
    CONTENTS = "contents"
    MENTIONS = "mentions"
    OTHERS = "others"
    FILES = "files"
    DELIVERY = "delivery"
    MAKING = "making"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Order:
    """All that was said of a package so far."""

    person_id: int
    request_number: int | None = None
    days: DateRange = field(default_factory=DateRange)
    keep: frozenset[str] = frozenset()
    """Ids of findings that stay."""
    also: tuple[str, ...] = ()
    """Words to black out that were not found."""
    withheld: Mapping[int, Withheld] = field(default_factory=dict)
    """Attachments that are not given, by id, and why."""
    choice: Choice = field(default_factory=Choice)
    """What was decided of passages of others."""
    unsealed: bool = False

    def kept(self) -> dict[str, Any]:
        """Return it in values that JSON knows."""
        days = self.days
        return {
            "person": self.person_id,
            "request": self.request_number,
            "first": None if days.first is None else days.first.isoformat(),
            "last": None if days.last is None else days.last.isoformat(),
            "keep": sorted(self.keep),
            "also": list(self.also),
            "withheld": {str(file): why.value for file, why in self.withheld.items()},
            "taken": sorted(self.choice.taken),
            "left": sorted(self.choice.left),
            "unsealed": self.unsealed,
        }


def restored(kept: Mapping[str, Any]) -> Order:
    """Return the order that ``Order.kept`` gave."""
    first, last = kept["first"], kept["last"]
    return Order(
        int(kept["person"]),
        None if kept["request"] is None else int(kept["request"]),
        DateRange(first and date.fromisoformat(first), last and date.fromisoformat(last)),
        frozenset(kept["keep"]),
        tuple(kept["also"]),
        {int(file): Withheld(why) for file, why in kept.get("withheld", {}).items()},
        Choice(frozenset(kept.get("taken", ())), frozenset(kept.get("left", ()))),
        bool(kept["unsealed"]),
    )


@dataclass(frozen=True, slots=True)
class Whose:
    """The person of a package, and the requests that it may answer."""

    person: Person
    language: str
    """``nl`` or ``en``: what the package is written in."""
    requests: tuple[SubjectRequest, ...]
    """Open ones for access or portability, the identity checked; one that waits for its package
    first."""


def whose(session: Session, person_id: int) -> Whose:
    """Return what the first step shows. Raises ``KnownError("not_found")``."""
    with session.store.read() as connection:
        person = people.get(connection, person_id)
        fitting = [
            request
            for request in requests.listed(connection, open_only=True)
            if request.person_id == person_id
            and request.kind in {RequestKind.ACCESS, RequestKind.PORT}
            and (request.identity_method or request.identity_override)
        ]
    fitting.sort(key=lambda request: request.state is not RequestState.DECIDED)
    return Whose(person, "en" if person.language == "en" else "nl", tuple(fitting))


@dataclass(frozen=True, slots=True)
class KindCount:
    """Records of one kind."""

    table: str
    label: str
    """In the user's language."""
    category: str
    """Of the policy, in the user's language."""
    count: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a package will hold."""

    kinds: tuple[KindCount, ...]
    """By category of the policy; kinds without any are left out."""
    files: int
    size: int
    """Bytes of these files."""
    mentions: int = 0
    """Passages of others that name the person, proposed or not."""

    @property
    def records(self) -> int:
        """How many records there are in all."""
        return sum(kind.count for kind in self.kinds)


def contents(session: Session, order: Order) -> Contents:
    """Count what a package will hold."""
    categories = load_policy().categories
    places = list(categories)
    kinds, files, size = [], 0, 0
    with session.store.read() as connection:
        for table in subject_data.exported_tables():
            count = subject_data.count_of(connection, order.person_id, table, order.days)
            if not count:
                continue
            kinds.append((places.index(table.category), table, count))
            if table.content is not None and table.content_given:
                files += count
                size += subject_data.size_of(connection, order.person_id, table, order.days)
        mentions = sum(1 for _found in Mentions(connection, order.person_id, days=order.days))
    kinds.sort(key=lambda kind: kind[0])
    return Contents(
        tuple(
            KindCount(
                table.name,
                _(table.label),
                categories[table.category].label(current_language()),
                count,
            )
            for _place, table, count in kinds
        ),
        files,
        size,
        mentions,
    )


def files(session: Session, person_id: int, days: DateRange = EVERYTHING) -> tuple[FileRow, ...]:
    """Return the attachments that a package would hold, in its order."""
    with session.store.read() as connection:
        return tuple(subject_data.files_of(connection, person_id, days))


def mentions(session: Session, order: Order) -> tuple[Mention, ...]:
    """Return the passages of others that name the person, with what is proposed of each."""
    return package_mentions.listed(
        session, order.person_id, days=order.days, request_number=order.request_number
    )


def findings(session: Session, order: Order, progress: Progress = no_progress) -> list[Finding]:
    """Return what the package would black out; as :func:`app.workflows.redaction.findings`."""
    return redaction.findings(
        session,
        order.person_id,
        days=order.days,
        also=order.also,
        request_number=order.request_number,
        choice=order.choice,
        progress=progress,
    )


def may_unseal(session: Session) -> bool:
    """Whether the user may have a package unsealed: only a lead may."""
    return session.member.role is Role.LEAD


def file_name(order: Order) -> str:
    """Return what to call the package: by its request or the day, and never by the person."""
    what = order.request_number or moments.office_day(moments.now()).isoformat()
    name = _("package-{number}").format(number=what)
    return named(name, sealed=not order.unsealed)


def named(path: str, *, sealed: bool) -> str:
    """Return where a package goes once it is sealed, a ZIP, or is not, a folder."""
    bare = path.removesuffix(_SUFFIX)
    return bare + _SUFFIX if sealed else bare


def require_target(text: str) -> Path:
    """Return where a package is to go, as somebody typed it.

    Raises ``KnownError``: ``no_folder`` for a folder that is not there, ``file_exists``.
    """
    target = Path(text.strip()).expanduser()
    if not text.strip() or not target.is_absolute() or not target.parent.is_dir():
        raise KnownError(
            "no_folder",
            _("There is no such folder to write the package to."),
            _("Choose another place."),
        )
    refuse_existing(target)
    return target


def make(
    session: Session, order: Order, target: Path, progress: Progress = no_progress
) -> tuple[ExportResult, Changes]:
    """Make the package; as :func:`app.workflows.export.export`."""
    return export(
        session,
        order.person_id,
        target,
        request_number=order.request_number,
        days=order.days,
        keep=order.keep,
        also=order.also,
        withheld=order.withheld,
        choice=order.choice,
        unsealed=order.unsealed,
        progress=progress,
    )


def changed(order: Order, *, days: DateRange, request_number: int | None) -> Order:
    """Return the order for another period or request.

    What was decided of findings goes on for those that are there still.
    """
    days.require_order()
    return replace(order, days=days, request_number=request_number)
