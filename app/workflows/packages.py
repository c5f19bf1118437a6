"""The packages that were made: the register, where they still lie, and removing them there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.register_queries import KEPT
from app.model.ticket_list import IdPage, Key
from app.store import audit, packages
from app.store.packages import PackageRow
from app.workflows.session import Session

__all__ = ["KEPT", "PackageRow"]


def page(session: Session, find: str = "", *, after: Key | None = None, limit: int = 200) -> IdPage:
    """Return the next ids of packages, the newest first, that a text finds.

    Each of its words must stand in the name of the person or of who made it, in the digest, or be
    the number of the request; ``is:here`` finds those that still lie on this workstation.
    """
    words, kept = _words(find)
    last = None if after is None else after.id
    with session.store.read() as connection:
        ids = packages.page(connection, words, kept=kept, after=last, limit=limit + 1)
    more = len(ids) > limit
    shown = tuple(ids[:limit])
    return IdPage(shown, Key(shown[-1], shown[-1]) if more else None)


def rows(session: Session, ids: Sequence[int]) -> dict[int, PackageRow]:
    """Return the register's rows of these ids."""
    with session.store.read() as connection:
        return packages.rows(connection, ids)


def get(session: Session, package: int) -> PackageRow:
    """Return a package of the register. Raises ``KnownError("not_found")``."""
    with session.store.read() as connection:
        return packages.get(connection, package)


def count(session: Session, find: str = "") -> int:
    """Return how many packages ``page`` gives in all."""
    words, kept = _words(find)
    with session.store.read() as connection:
        return packages.count(connection, words, kept=kept)


def _words(find: str) -> tuple[list[str], bool]:
    words = find.split()
    return [word for word in words if word != KEPT], KEPT in words


def remove(session: Session, package: int) -> tuple[bool, Changes]:
    """Remove a package from this workstation, once it was handed over.

    Returns False where it was not there any more: moved, or removed by hand; then the register
    only forgets where it was. What lies there now and is something else is never touched.
    Raises ``KnownError``: ``not_found``, ``other_file``, ``not_removed``.
    """
    from app.documents.package import remove_package  # noqa: PLC0415 - to count them needs no paper

    row = get(session, package)
    path = Path(row.path)
    was_there = bool(row.path) and (path.exists() or path.is_symlink())
    if was_there:
        if not _is_it(path, row.sha256):
            raise KnownError(
                "other_file",
                _("What lies there now is not the package that was made."),
                _("Nothing was removed. Look at it, and remove it by hand if it may go."),
            )
        remove_package(path)
    with session.store.write() as connection:
        packages.forget_path(connection, package, moments.now() if was_there else None)
        audit.append(
            connection,
            session.member,
            "package_removed" if was_there else "package_gone",
            table="issued_document",
            row=package,
        )
    return was_there, Changes(packages=frozenset({package}))


def lying_here(session: Session, person_id: int) -> tuple[Path, ...]:
    """Return where packages of a person still lie on this workstation.

    To be asked before they are erased: afterwards nothing here tells of them any more.
    """
    with session.store.read() as connection:
        paths = packages.paths_of(connection, person_id)
    return tuple(path for path in map(Path, paths) if path.exists())


def _is_it(path: Path, sha256: str) -> bool:
    from app.documents.package.removal import is_package  # noqa: PLC0415 - as above

    try:
        return is_package(path, sha256)
    except OSError:
        return False
