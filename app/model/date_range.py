"""A stretch of calendar days at the office, open at either end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.errors import KnownError
from app.i18n import _
from app.model.moments import start_of_day

_EARLIEST, _LATEST = -(2**62), 2**62  # moments that nothing lies beyond
_FIRST_DAY, _LAST_DAY = "", "9999-12-31"


@dataclass(frozen=True, slots=True)
class DateRange:
    """From a day to a day, both included; None: as far as there is anything."""

    first: date | None = None
    last: date | None = None

    @property
    def is_everything(self) -> bool:
        """Whether it leaves nothing out."""
        return self.first is None and self.last is None

    def require_order(self) -> None:
        """Raise ``KnownError("bad_range")`` where it ends before it begins."""
        if self.first is not None and self.last is not None and self.last < self.first:
            raise KnownError(
                "bad_range",
                _("The period ends before it begins."),
                _("Nothing was done. Give the earlier day first."),
            )

    def bounds(self) -> dict[str, int | str]:
        """Return what a query compares with: moments up to the one after it, and ISO days."""
        last = self.last
        return {
            "begin": _EARLIEST if self.first is None else start_of_day(self.first),
            "end": _LATEST if last is None else start_of_day(last + timedelta(days=1)),
            "first_day": _FIRST_DAY if self.first is None else self.first.isoformat(),
            "last_day": _LAST_DAY if last is None else last.isoformat(),
        }


EVERYTHING = DateRange()
