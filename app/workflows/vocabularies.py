"""Renaming, merging and removing queues, categories and tags: a team lead's work.

Nothing is left of a name that goes, in the history of tickets neither: a tag may be called after
somebody. So none of it can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes, Progress, no_progress
from app.model.vocabulary import Foreseen, FoundWords, Tidied, Vocabulary, Word
from app.store import audit, cleanup, places, vocabularies
from app.store.rows import changed_meanwhile
from app.workflows.destruction import clean_up
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

SHOWN = 100
"""Words that a list shows; the others are found by typing."""


def find(session: Session, table: Vocabulary, text: str = "", limit: int = SHOWN) -> FoundWords:
    """Return the queues, categories or tags whose name holds a text, by name."""
    with session.store.read() as connection:
        return vocabularies.find(connection, table, text, limit)


def counts(session: Session, table: Vocabulary, words: Iterable[int]) -> dict[int, int]:
    """Return how many tickets have each of these words, by its id."""
    with session.store.read() as connection:
        return {word: vocabularies.count(connection, table, word) for word in words}


def foresee(session: Session, table: Vocabulary, word: Word, name: str | None = None) -> Foreseen:
    """Return what another name for a word comes to; without a name, what its removal does.

    Raises ``KnownError`` as :func:`rename` and :func:`remove` do.
    """
    session.require_lead()
    with session.store.read() as connection:
        into = None if name is None else _other(connection, table, word, _tidy(table, name))
        if name is None or into is not None:
            _require_free(connection, table, word)
        return Foreseen(
            vocabularies.count(connection, table, word.id),
            vocabularies.views_asking(connection, table, word.name),
            into,
        )


def rename(
    session: Session,
    table: Vocabulary,
    word: Word,
    name: str,
    *,
    into: Word | None = None,
    progress: Progress = no_progress,
) -> tuple[Tidied, Changes]:
    """Give a word, as it was read, another name; ``into`` is the word that was found to have it.

    Then its tickets move there and it goes. Raises ``KnownError``: ``lead_needed``,
    ``name_needed``, ``tag_with_comma``, ``changed_meanwhile``, and where the two become one
    ``word_held``.
    """
    session.require_lead()
    name = _tidy(table, name)
    if name == word.name:
        return Tidied(), Changes()
    with session.store.write() as connection:
        if _other(connection, table, word, name) != into:
            raise changed_meanwhile()
        if into is not None:
            tidied = _leave(session, connection, table, word, into=into, progress=progress)
        else:
            vocabularies.rename(connection, table, word.id, name)
            tidied = Tidied(views=_say_anew(connection, table, word, name, progress))
            detail = tidied._asdict()
            audit.append(
                connection, session.member, "word_renamed", table=table, row=word.id, detail=detail
            )
    return _done(session, tidied)


def remove(
    session: Session, table: Vocabulary, word: Word, progress: Progress = no_progress
) -> tuple[Tidied, Changes]:
    """Remove a word, as it was read: its tickets are left without it.

    Raises ``KnownError``: ``lead_needed``, ``changed_meanwhile``, ``word_held``.
    """
    session.require_lead()
    with session.store.write() as connection:
        _require_there(connection, table, word)
        tidied = _leave(session, connection, table, word, into=None, progress=progress)
    return _done(session, tidied)


def _leave(
    session: Session,
    connection: Connection,
    table: Vocabulary,
    word: Word,
    *,
    into: Word | None,
    progress: Progress,
) -> Tidied:
    """Take all tickets out of a word, then the word away."""
    _require_free(connection, table, word)
    total = vocabularies.count(connection, table, word.id)
    done = moved = 0
    at, target = moments.now(), None if into is None else into.id
    for ids in vocabularies.tickets(connection, table, word.id):
        progress(done, total)
        done += len(ids)
        moved += vocabularies.move(
            connection, table, word.id, target, ids, at=at, staff_id=session.staff_id
        )
    tidied = Tidied(moved, kept=done - moved)
    if not tidied.kept:
        name = None if into is None else into.name
        tidied = tidied._replace(views=_say_anew(connection, table, word, name, progress))
        vocabularies.remove(connection, table, word.id)
    action = "word_removed" if into is None else "word_merged"
    detail = tidied._asdict()
    audit.append(connection, session.member, action, table=table, row=word.id, detail=detail)
    return tidied


def _say_anew(
    connection: Connection, table: Vocabulary, word: Word, name: str | None, progress: Progress
) -> int:
    """Let nothing name a word by its old name; return how many views have the new one."""
    if table == "tag":
        total = vocabularies.latest_change(connection)
        for done in vocabularies.forget_tag(connection, word.name, name):
            progress(min(done, total), total)
    places.forget_all(connection)  # somebody may have been looking at its tickets
    cleanup.owe(connection, merge=False)
    cleanup.owe_copy(connection)
    if name is None:
        return 0  # what asks for it finds nothing from now on, as its owner is told
    return vocabularies.rename_in_queries(connection, table, word.name, name, moments.now())


def _done(session: Session, tidied: Tidied) -> tuple[Tidied, Changes]:
    try:
        clean_up(session)
    except KnownError as error:
        if error.code != "cleanup_owed":
            raise
        session.cleanup_owed = True  # it stands: what is kept of before must be forgotten
    return tidied, Changes(everything=True, destroyed=True)


def _tidy(table: Vocabulary, name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise KnownError(
            "name_needed", _("A name is needed."), _("Nothing was changed. Type the new name.")
        )
    if table == "tag" and "," in name:
        raise KnownError(
            "tag_with_comma",
            _("A tag has no comma: one stands between two tags."),
            _("Nothing was changed. Write the name without it."),
        )
    return name


def _other(connection: Connection, table: Vocabulary, word: Word, name: str) -> Word | None:
    """Return the other word that has a name already."""
    _require_there(connection, table, word)
    return vocabularies.same(connection, table, name, than=word.id)


def _require_there(connection: Connection, table: Vocabulary, word: Word) -> None:
    if not vocabularies.is_there(connection, table, word):
        raise changed_meanwhile()


def _require_free(connection: Connection, table: Vocabulary, word: Word) -> None:
    """Refuse to let a word go by which a hold finds what it keeps."""
    today = moments.office_day(moments.now()).isoformat()
    if vocabularies.is_held(connection, table, word.name, today):
        raise KnownError(
            "word_held",
            _("A legal hold finds what it keeps by this name."),
            _("Nothing was changed. Release the hold first, or only give it another name."),
        )
