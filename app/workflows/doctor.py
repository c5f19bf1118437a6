"""Whether a store is sound, a check at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.errors import KnownError
from app.i18n import _
from app.model.page_search import renewal_told
from app.policy import PolicyError, load_policy
from app.store import checks, cleanup
from app.store.store import Store
from app.workflows.retention import due
from app.workflows.session import Session


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found."""

    name: str
    """``pages``, ``rows``, ``index``, ``audit``, ``settings``, ``cleanup``, ``retention`` or
    ``backup``."""
    ok: bool
    detail: str
    """In the user's language, without personal values."""


def examine(session: Session) -> tuple[Check, ...]:
    """Check everything and change nothing, but for a clean-up that is owed and is tried again."""
    store = session.store
    return (
        _check("pages", checks.pages, store),
        _check("rows", checks.rows, store),
        _check("index", checks.indexes, store),
        _check("audit", checks.audit_trail, store),
        _check("settings", _settings, store),
        _check("cleanup", _cleanup, store),
        _retention(session),
        Check("backup", True, _("none yet")),
    )


def unopened(error: KnownError) -> tuple[Check, ...]:
    """Return the one check there is when the database itself did not open."""
    return (Check("pages", False, error.message),)


def _check(name: str, examined: Callable[[Store], list[str]], store: Store) -> Check:
    try:
        problems = examined(store)
    except KnownError as error:  # a damaged page stops one check and not the others
        problems = [error.message]
    return Check(name, not problems, "; ".join(problems))


def _settings(store: Store) -> list[str]:
    problems = checks.counters(store)
    try:
        load_policy()
    except PolicyError:
        problems.append(_("the policy file of this program cannot be read"))
    return problems


def _cleanup(store: Store) -> list[str]:
    problems = []
    if not cleanup.settle(store):
        problems.append(
            _("what was destroyed is still in the log: another program is reading the store")
        )
    if cleanup.owes_copy(store) and (not_renewed := renewal_told(cleanup.renew(store)._asdict())):
        problems.append(not_renewed)
    return problems


def _retention(session: Session) -> Check:
    """Remind of what is due for purge; a store is no less sound for it."""
    try:
        found = due(session)
    except KnownError as error:  # a damaged page
        return Check("retention", False, error.message)
    some_kept = _("due for purge, less what a plan finds kept: {count} under {rule}")
    told = [
        (some_kept if code in found.unsure else _("due for purge: {count} under {rule}")).format(
            count=count, rule=code
        )
        for code, count in found.rows.items()
    ]
    told += [
        _("due and kept by a hold or a restriction: {count} under {rule}").format(
            count=count, rule=code
        )
        for code, count in found.kept.items()
    ]
    told += [
        _("hold {number} is to be looked at again").format(number=number)
        for number in found.reviews
    ]
    return Check("retention", True, "; ".join(told))
