"""Reviewing what a package blacks out: by value, and place by place where it matters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.documents.package.folded import words_of
from app.workflows.redaction import Finding, Why


class Fate(StrEnum):
    """What becomes of a value in the places where it stands."""

    BLACK = "black"
    PARTLY = "partly"
    STANDS = "stands"


@dataclass(frozen=True, slots=True)
class Group:
    """One value with every place it stands in; of staff by itself, since a role takes its place."""

    text: str
    """As it stands in the first place."""
    places: tuple[Finding, ...]

    @property
    def reason(self) -> str:
        """Why it is proposed, in the user's language: every way in which it was found."""
        return " · ".join(dict.fromkeys(finding.reason for finding in self.places))


class Review:
    """The findings of a package and what was decided of each: blacked out unless it stands."""

    def __init__(self, findings: Sequence[Finding], keep: Collection[str] = ()) -> None:
        found: dict[tuple[bool, str], list[Finding]] = {}
        for finding in findings:
            value = " ".join(words_of(finding.text)) or finding.text
            found.setdefault((finding.why is Why.STAFF, value), []).append(finding)
        self.groups = tuple(Group(places[0].text, tuple(places)) for places in found.values())
        known = {finding.id for finding in findings}
        self._keep = {finding for finding in keep if finding in known}
        self._at: dict[tuple[str, int, str], list[Finding]] = {}
        for finding in findings:
            self._at.setdefault((finding.table, finding.row, finding.column), []).append(finding)

    @property
    def keep(self) -> frozenset[str]:
        """The ids of the findings that stay."""
        return frozenset(self._keep)

    def stands(self, finding: Finding) -> bool:
        """Whether a finding stays as it is."""
        return finding.id in self._keep

    def line_of(self, phrase: str) -> int | None:
        """Return the line whose value is a phrase, or else has its words; None for no such."""
        words = words_of(phrase)
        values = [words_of(group.text) for group in self.groups]
        if words in values:
            return values.index(words)
        return next((line for line, value in enumerate(values) if set(words) <= set(value)), None)

    def fate(self, group: Group) -> Fate:
        """Return what becomes of a value."""
        standing = sum(finding.id in self._keep for finding in group.places)
        if not standing:
            return Fate.BLACK
        return Fate.STANDS if standing == len(group.places) else Fate.PARTLY

    def let_stand(self, findings: Collection[Finding], *, stands: bool) -> None:
        """Decide on findings."""
        ids = {finding.id for finding in findings}
        if stands:
            self._keep |= ids
        else:
            self._keep -= ids

    def beside(self, finding: Finding) -> Sequence[Finding]:
        """Return every finding in the same text, this one included."""
        return self._at[finding.table, finding.row, finding.column]
