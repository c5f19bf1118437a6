"""Whether anything of what was destroyed is still in a page: of the database or of its log.

While it is destroyed, some values of each personal column on the data map are put by, in memory
alone. Afterwards those that tell something are chosen, every page of the file and every frame of
the log is decrypted, free pages and stale frames among them, and searched for them. The engine is
not asked: it shows live rows only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.errors import Cancelled
from app.model.changes import Progress, no_progress
from app.model.page_search import verdict_code
from app.store.data_map import DATA_MAP
from app.store.pace import Allowance
from app.store.residue_choice import Chosen, choose
from app.store.residue_finder import Finder
from app.store.residue_pages import Tally, contents
from app.store.residue_sample import Sample
from app.store.store import Store

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

SECONDS = 600.0
"""After so long the search ends and says how far it came."""


@dataclass(slots=True)
class Residue(Tally):
    """What a search of the pages found, in counts alone."""

    values: int = 0
    """Values looked for: those that stand nowhere else by right."""
    shared: int = 0
    """Values that were not looked for because rows which are there have them too."""
    found: dict[str, int] = field(default_factory=dict)
    """Values that were found, by the table and column they were of."""

    @property
    def whole(self) -> bool:
        """Whether every page was searched."""
        return 0 < self.total <= self.pages and not self.unreadable

    def as_counts(self) -> dict[str, Any]:
        """Return what a report says."""
        counts = {
            "values": self.values,
            "shared": self.shared,
            "pages": self.pages,
            "pages_total": self.total,
            "pages_unreadable": self.unreadable,
            "whole": self.whole,
            "found": self.found,
        }
        return {**counts, "verdict": verdict_code(counts)}


def search(
    store: Store,
    key: bytes,
    sample: Sample,
    progress: Progress = no_progress,
    seconds: float = SECONDS,
) -> Residue:
    """Look for the values in every page; outside any transaction, after the clean-up.

    ``key`` is the store's raw key. ``progress`` counts pages, and may wait; where it raises
    ``Cancelled`` or the time is over, the answer says that not every page was searched.
    """
    chosen, result, hits = Chosen(), Residue(), set[bytes]()
    allowed = Allowance(seconds, progress)
    try:
        choose(store, sample, chosen, progress)
        finder = Finder(chosen.needles)
        with store.page_file() as file:
            for content in contents(file, store.log_path, key, result):
                hits.update(finder.find(content))
                allowed.report(result.pages, result.total)
                if allowed.is_over:
                    break
    except Cancelled:
        pass  # what was destroyed stays destroyed: the search alone is cut short
    needles = chosen.needles
    result.values, result.shared = len(needles), chosen.shared
    if hits:
        with store.read() as connection:
            left = _not_by_right(connection, {needle: needles[needle] for needle in hits})
        result.values -= len(hits) - len(left)
        result.shared += len(hits) - len(left)
        for needle in left:
            where = needles[needle]
            result.found[where] = result.found.get(where, 0) + 1
    return result


def _not_by_right(connection: Connection, hits: Mapping[bytes, str]) -> set[bytes]:
    """Return those that no row which is there, nor the schema, holds too.

    Every row of a store may be read for it, but no more than once for all of them: first those of
    the tables that they are of, where most that others have too stand.
    """
    own = {column.partition(".")[0] for column in hits.values()}
    (schema,) = connection.execute("SELECT group_concat(sql) FROM sqlite_master").fetchone()
    left = {needle for needle in hits if not _holds([schema], needle)}
    for table in sorted(DATA_MAP.tables, key=lambda table: table.name not in own):
        columns = [f"CAST({column.name} AS BLOB)" for column in table.columns]
        lower = [f"CAST(lower({column.name}) AS BLOB)" for column in table.columns]
        key, after = table.key or "rowid", -1
        while left and columns:
            conditions, values = [], []
            for needle in left:
                forms = (*columns, *lower) if needle == needle.lower() else columns
                conditions.append(f"({' OR '.join(f'instr({form}, ?)' for form in forms)})")
                values += [needle] * len(forms)
            row = connection.execute(
                f"SELECT {key}, {', '.join(columns)} FROM {table.name}"
                f" WHERE {key} > ? AND ({' OR '.join(conditions)}) ORDER BY {key} LIMIT 1",
                (after, *values),
            ).fetchone()
            if row is None:
                break
            after, *texts = row
            left = {needle for needle in left if not _holds(texts, needle)}
    return left


def _holds(values: Iterable[str | bytes | None], needle: bytes) -> bool:
    """Whether one of these values holds it, as it stands or in lower case."""
    for value in values:
        content = value.encode() if isinstance(value, str) else value or b""
        if needle in content or needle in content.lower():
            return True
    return False
