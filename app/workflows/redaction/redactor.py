"""Writes a person's texts without what is other people's."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import blake2b

from app.store.data_map.types import Table
from app.workflows.redaction.finder import Finder
from app.workflows.redaction.words import Span

_REMEMBERED = 20_000  # texts: what memory may take


def reviewed(table: Table) -> dict[str, str]:
    """Return the columns of a table, by label, in which a package blacks others out."""
    return {c.name: c.label for c in table.columns if c.label and c.free_text and not c.whole}


def finding_id(table: str, row: int, column: str, text: str, span: Span) -> str:
    """Return what tells this place in this text from every other."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{table}.{column}.{row}.{span.start}-{span.end}.{digest}"


class Redactor:
    """Blacks out what a finder finds, save what a reviewer lets stand."""

    def __init__(self, finder: Finder, keep: Collection[str] = ()) -> None:
        """Take the ids of the findings that stand."""
        self._finder = finder
        self._keep = frozenset(keep)
        self._known: dict[tuple[str, int, str], tuple[Span, ...]] = {}

    def redacted(
        self, table: str, row: int, column: str, text: str, ticket: int | None = None
    ) -> str:
        """Return a text of the package with what is others' blacked out.

        ``ticket`` is as for ``Finder.spans``.
        """
        key = (table, row, column)
        spans = self._known.get(key)
        if spans is None:
            spans = tuple(
                span
                for span in self._finder.spans(text, ticket)
                if not self._keep or finding_id(table, row, column, text, span) not in self._keep
            )
            if len(self._known) < _REMEMBERED:
                self._known[key] = spans
        if not spans:
            return text
        pieces, done = [], 0
        for span in spans:
            pieces += [text[done : span.start], span.replacement]
            done = span.end
        return "".join([*pieces, text[done:]])
