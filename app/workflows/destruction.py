"""The one place that destroys: erasures, purges and undone imports all pass through here.

It asks the holds again inside the transaction that destroys, in which its caller writes the audit
trail, and afterwards sees to it that nothing is left in the search index, in the write-ahead log
or in old copies of the store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes, Progress, no_progress
from app.model.keeper import RESTRICTED
from app.model.page_search import renewal_told
from app.store import cleanup, destroy, doom, holds, mentions, people, places, residue
from app.store.cleanup import Renewed
from app.store.data_map.labels import label_of
from app.store.doom import Doom
from app.store.residue import Residue
from app.store.residue_sample import Sample
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


@dataclass(slots=True)
class Destroyed:
    """What a destruction did, in counts alone."""

    rows: dict[str, int] = field(default_factory=dict)
    """Rows destroyed, by table."""
    blacked_out: dict[str, int] = field(default_factory=dict)
    """Rows of others in which the person was blacked out, by table."""
    held_since: dict[str, int] = field(default_factory=dict)
    """Rows of a plan that were kept by what was not there when it was made, by the keeper."""
    restricted_since: int = 0
    """Those of them that a restriction keeps and no hold."""
    log_cut: bool = True
    """False when a reader still held the write-ahead log back at the end."""
    sample: Sample = field(default_factory=Sample)
    """Values of what was destroyed, to be looked for in the pages."""
    residue: Residue | None = None
    """What a search of the pages found; None before it."""
    renewed: Renewed | None = None
    """How much smaller the store became; None before it was tried."""

    def counts(self) -> dict[str, dict[str, int]]:
        """Return what :meth:`include` takes, by kind of count."""
        return {"rows": self.rows, "blacked_out": self.blacked_out}

    def include(self, kind: str, counts: Mapping[str, int]) -> None:
        """Count rows in: ``rows`` destroyed or ``blacked_out``."""
        total = self.counts()[kind]
        for name, count in counts.items():
            total[name] = total.get(name, 0) + count


@contextmanager
def thorough(
    session: Session, result: Destroyed, expected: int = 0, progress: Progress = no_progress
) -> Iterator[None]:
    """Leave nothing behind of what is destroyed inside the block, also when it is cut short.

    ``expected`` is about how many index documents go in all, over every transaction: by it and by
    the size of the index the cheaper plan is chosen. Where ``progress`` raises ``Cancelled``, or
    somebody breaks the block off, a merge of the index stays owed: it goes on with the next
    destruction, with ``doctor`` or after the next unlock, whichever is first.
    """
    with session.store.read() as connection:
        merge = cleanup.merge_is_cheaper(connection, expected)
    if merge:
        with session.store.write() as connection:
            cleanup.owe(connection, merge=True)
    try:
        yield
    except KeyboardInterrupt:
        raise  # whoever breaks off does not wait for the merge
    except BaseException:
        cleanup.settle(session.store, progress)
        raise
    result.log_cut = clean_up(session, progress)


def clean_up(session: Session, progress: Progress = no_progress) -> bool:
    """Do what is owed after a destruction that stands, as :func:`app.store.cleanup.settle` does.

    Raises ``KnownError("cleanup_owed")`` where the disk has no room for it: of a full disk the
    store says that the last change was not made, which is the clean-up's, and not what destroyed.
    """
    try:
        return cleanup.settle(session.store, progress)
    except KnownError as error:
        if error.code != "disk_full":
            raise
    raise KnownError(
        "cleanup_owed",
        _("It was destroyed, but the disk is full: not all of it is out of the store's file yet."),
        _(
            "The change is kept. Make room, lock the store and unlock it: the rest is done then."
            " A report that is still to be written you get from the request or the purge."
        ),
    )


def carry_out(
    connection: Connection, doomed: Doom, result: Destroyed, asked_by: int | None = None
) -> None:
    """Destroy in the open transaction. Raises as :func:`require_free`, and destroys nothing then.

    Every destruction comes to this function; it is called inside :func:`thorough`. ``asked_by`` is
    the person whose own request it carries out.
    """
    require_free(connection, doomed, asked_by)
    affected = destroy.documents(connection, doomed)
    cleanup.owe_copy(connection)
    merged_later = cleanup.owe(connection, merge=False)
    if not merged_later and cleanup.merge_is_cheaper(connection, sum(map(len, affected.values()))):
        merged_later = cleanup.owe(connection, merge=True)
    counts = doomed.counts()
    result.sample.take(connection, doomed)
    unused = destroy.execute(connection, doomed, affected, merged_later=merged_later)
    places.forget_all(connection)
    result.include("rows", counts)
    result.include("rows", unused)


def require_free(connection: Connection, doomed: Doom, asked_by: int | None = None) -> None:
    """Refuse a doom that a hold or somebody's restriction stands in the way of.

    Raises ``KnownError``: ``held``, ``restricted``.
    """
    kept = holds.in_the_way(connection, doomed, today(), asked_by)
    if kept:
        labels = {name: label_of(name) for name in kept}
        said = {_(label): len(kept[name]) for name, label in labels.items()}
        counts = ", ".join(f"{label}: {count}" for label, count in sorted(said.items()))
        keepers = holds.keepers(connection, doomed, today(), asked_by)
        if keepers == (RESTRICTED,):
            raise KnownError(
                "restricted",
                _("Somebody had data restricted that this would destroy ({counts}).").format(
                    counts=counts
                ),
                _("Nothing was destroyed. It can go once the restriction is lifted."),
            )
        raise KnownError(
            "held",
            _("A hold keeps rows that this would destroy ({counts}).").format(counts=counts),
            _(
                "Nothing was destroyed. In the way: hold {numbers}. Release a hold when its ground"
                " is gone."
            ).format(numbers=", ".join(one for one in keepers if one != RESTRICTED)),
        )


def today() -> str:
    """Return the day by which holds are asked, at the office."""
    return moments.office_day(moments.now()).isoformat()


def search_pages(session: Session, result: Destroyed, progress: Progress = no_progress) -> None:
    """Let a fresh copy of the store take its place, and search its pages for what was destroyed.

    Outside any transaction. Where ``progress`` raises ``Cancelled`` each ends, and the report says
    so; the copy then stays owed (:func:`app.store.cleanup.renew`).
    """
    result.renewed = cleanup.renew(session.store, progress)
    if not (result.log_cut or result.renewed.left):
        result.log_cut = clean_up(session)  # no read holds it back any more
    key = session.unlocked.store_key
    result.residue = residue.search(session.store, key, result.sample, progress)


def after_counts(result: Destroyed) -> dict[str, Any]:
    """Return what a report says of the time after: None for pages that were not searched."""
    searched, renewed = result.residue, result.renewed
    return {
        "log_cut": result.log_cut,
        "residue": searched.as_counts() if searched else None,
        "size": renewed._asdict() if renewed else None,
    }


def require_whole(after: Mapping[str, Any]) -> None:
    """Raise ``KnownError``: as :func:`require_none_left`, or ``copy_owed`` where no copy was made.

    ``after`` is what a report says of the time after (:func:`after_counts`).
    """
    require_none_left(after["residue"])
    if after["size"] and (not_renewed := renewal_told(after["size"])):
        raise KnownError("copy_owed", not_renewed)


def require_none_left(found: Mapping[str, Any] | None) -> None:
    """Raise ``KnownError("residue_found")`` where the pages still hold what was destroyed.

    ``found`` is what a report says of its residue.
    """
    if found and found["found"]:
        raise KnownError(
            "residue_found",
            _("Something of what was destroyed is still in the store's pages."),
            _(
                "The rows are gone and the report says where. Close all programs that use the"
                " store, unlock it again and run 'cne-helpdesk doctor'."
            ),
        )


def erase_in(
    connection: Connection,
    erased: Iterable[int],
    result: Destroyed,
    meant: Mapping[int, Mapping[str, Sequence[int]]] | None = None,
    *,
    asked_by: int | None = None,
    namesakes: Collection[int] = (),
) -> None:
    """Erase people in the open transaction, mentions in other people's texts included.

    ``meant`` are, by person and table, the rows of which somebody said that an uncertain name in
    them means this person; ``asked_by`` is whoever asked for it. ``namesakes`` are messages in
    which the name is somebody else's and stays. Raises as :func:`require_free`,
    also where the one who is mentioned in a text is erased and a hold keeps the text; the caller's
    transaction then takes everything back.
    """
    people_ = tuple(erased)
    called = [row.display_name for row in people.rows(connection, people_).values()]
    values: dict[str, None] = {}
    names: list[tuple[Mapping[str, Sequence[int]], tuple[str, ...]]] = []
    for person in people_:
        if meant and person in meant:
            names.append((meant[person], mentions.uncertain_values(connection, person)))
        values.update(dict.fromkeys(mentions.telling_values(connection, person, people_)))
    carry_out(connection, _of_people(connection, people_), result, asked_by)
    certain = mentions.find_but(connection, tuple(values), namesakes, called)
    black_out(connection, certain, result, asked_by)
    for rows, uncertain in names:
        found = mentions.find_in(connection, rows, uncertain)
        black_out(connection, found, result, asked_by)


def black_out(
    connection: Connection, mentioned: mentions.Found, result: Destroyed, asked_by: int | None
) -> None:
    """Black out what was found in others' texts. Raises as :func:`require_free`."""
    require_free(connection, _of_texts(mentioned), asked_by)
    result.include("blacked_out", mentions.black_out(connection, mentioned))


def of_erasures(connection: Connection, erased: Sequence[int]) -> Doom:
    """Return what erasing people destroys, with the texts of others it blacks them out in."""
    values: dict[str, None] = {}
    for person in erased:
        values.update(dict.fromkeys(mentions.telling_values(connection, person, erased)))
    mentioned = mentions.find(connection, tuple(values))
    return doom.together((_of_people(connection, erased), _of_texts(mentioned)))


def _of_people(connection: Connection, erased: Iterable[int]) -> Doom:
    return doom.together(doom.of_person(connection, person) for person in erased)


def _of_texts(mentioned: mentions.Found) -> Doom:
    return Doom(blanked={name: {row for row, _texts in rows} for name, rows in mentioned.items()})


def destroy_rows(
    connection: Connection, rows: Mapping[str, Iterable[int]], result: Destroyed
) -> None:
    """Destroy rows and what goes with them in the open transaction."""
    carry_out(connection, doom.of_rows(connection, rows), result)


def changes() -> Changes:
    """Return what views must look at again after a destruction, and forget: all of it."""
    return Changes(everything=True, destroyed=True)
