"""What records of others say of a person: proposed for the package, and chosen.

A mention is personal data of whoever is named, so its passage belongs in what they receive; the
rest of the record does not. What can mean nobody else goes along unless it is left out. What may
mean them is left out unless it is taken in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.i18n import N_, _
from app.model.date_range import EVERYTHING, DateRange
from app.store import findings, passages, requests
from app.store.data_map import DATA_MAP
from app.store.passages import Passage
from app.store.rows import not_found
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

TABLE = "mention"
"""What the records are called in a package."""
LABEL = N_("Named in records of others")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reviewer decided otherwise than it was proposed."""

    taken: frozenset[str] = field(default_factory=frozenset)
    """Ids of passages that mean the person."""
    left: frozenset[str] = field(default_factory=frozenset)
    """Ids of passages that do not, or that the person may not have."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage as it is proposed."""

    passage: Passage
    proposed: bool
    """It goes along unless somebody says otherwise."""

    @property
    def place(self) -> str:
        """What the text is, in the user's language."""
        table = DATA_MAP[self.passage.table]
        label = next(c.label for c in table.columns if c.name == self.passage.column)
        return f"{_(table.label)}: {_(label)}"

    def is_in(self, choice: Choice) -> bool:
        """Whether it goes along."""
        taken = self.proposed or self.passage.id in choice.taken
        return taken and self.passage.id not in choice.left


class Mentions:
    """The mentions of one person, looked for once and read anew each time.

    Only the ids of their rows stay in memory.
    """

    def __init__(
        self,
        connection: Connection,
        person: int,
        *,
        days: DateRange = EVERYTHING,
        request_number: int | None = None,
        choice: Choice = Choice(),
    ) -> None:
        """Take what was said of them in finding the person of a request, where there is one."""
        self._search = passages.Search(connection, person, days)
        self._rows: passages.Rows | None = None
        self._chosen: passages.Rows | None = None
        self._choice = choice
        self._answers: dict[int, bool] = {}
        if request_number is not None:
            request = requests.get(connection, request_number)
            self._answers = findings.answered_messages(connection, request.id)

    def __iter__(self) -> Iterator[Mention]:
        if self._rows is None:
            self._rows = self._search.rows()
        yield from self._in(self._rows)

    def chosen(self) -> Iterator[Passage]:
        """Yield the passages that go along."""
        if self._chosen is None:
            chosen: passages.Rows = {}
            rows = self._rows or self._search.rows()
            for mention in self._in(rows):
                if mention.is_in(self._choice):
                    table, row = mention.passage.table, mention.passage.row
                    chosen.setdefault(table, {})[row] = rows[table][row]
            self._chosen = chosen
        for mention in self._in(self._chosen):
            if mention.is_in(self._choice):
                yield mention.passage

    def _in(self, rows: passages.Rows) -> Iterator[Mention]:
        for passage in self._search.passages(rows):
            proposed = passage.certain
            if passage.table == "message":
                proposed = self._answers.get(passage.row, proposed)
            yield Mention(passage, proposed)

    def require_known(self) -> None:
        """Refuse ids of no passage: nobody is to think that it was left out.

        Raises ``KnownError("not_found")``.
        """
        wanted = self._choice.taken | self._choice.left
        if wanted and not wanted <= {mention.passage.id for mention in self}:
            raise not_found(_("Passage"))


def listed(
    session: Session,
    person_id: int,
    *,
    days: DateRange = EVERYTHING,
    request_number: int | None = None,
) -> tuple[Mention, ...]:
    """Return the passages of others that name a person, with what is proposed of each."""
    with session.store.read() as connection:
        return tuple(Mentions(connection, person_id, days=days, request_number=request_number))
