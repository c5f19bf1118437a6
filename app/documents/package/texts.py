"""What a package says by itself, and how it writes values, in the person's language."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from app.model.date_range import DateRange
from app.model.moments import office_zone, to_iso
from app.model.package import FieldKind, PackageField
from app.policy import Period, RetentionRule

_LINE_BREAK = re.compile(r"\r\n?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_KIB = 1024


class Texts:
    """The texts and formats of one language, ``nl`` or ``en``."""

    def __init__(self, language: str) -> None:
        self.language = language if language in ("nl", "en") else "nl"

    def __call__(self, name: str, /, **values: object) -> str:
        """Return the text called ``name`` with its placeholders filled in."""
        return _table()[name][self.language].format(**values)

    def day(self, value: date) -> str:
        """Write a calendar day."""
        return value.strftime(self("format.day"))

    def days(self, value: DateRange) -> str:
        """Write a stretch of days; nothing for all of them."""
        first = "" if value.first is None else self.day(value.first)
        last = "" if value.last is None else self.day(value.last)
        if first and last:
            return self("days_between", first=first, last=last)
        if first:
            return self("days_from", first=first)
        return self("days_until", last=last) if last else ""

    def moment(self, value: int) -> str:
        """Write a moment in the office's time."""
        return datetime.fromtimestamp(value, office_zone()).strftime(self("format.moment"))

    def size(self, value: int) -> str:
        """Write a number of bytes in the unit that fits."""
        amount, units = float(value), ["B", "KiB", "MiB", "GiB"]
        while amount >= _KIB and len(units) > 1:
            amount /= _KIB
            units.pop(0)
        text = f"{amount:.0f}" if units[0] == "B" else f"{amount:.1f}"
        return f"{text.replace('.', ',') if self.language == 'nl' else text} {units[0]}"

    def period(self, value: Period) -> str:
        """Write a length of time, ``2 years`` or ``6 months``."""
        years, months = divmod(value.months, 12)
        weeks, days = divmod(value.days, 7)
        if days:  # 30 days are not four weeks and two days
            weeks, days = 0, value.days
        parts = (("year", years), ("month", months), ("week", weeks), ("day", days))
        return " ".join(
            f"{n} {self(f'unit.{unit}' if n == 1 else f'unit.{unit}s')}" for unit, n in parts if n
        )

    def retention(self, rule: RetentionRule) -> str:
        """Write how long a kind of data is kept."""
        kept = f"{self.period(rule.period)} {self(f'starts.{rule.starts}')}"
        return f"{rule.label(self.language)}: {kept}"

    def value(self, field: PackageField) -> str:
        """Write a value for people; nothing at all for one that is absent."""
        match field.kind, field.value:
            case _, None:
                return ""
            case FieldKind.MOMENT, int(moment):
                return self.moment(moment)
            case FieldKind.SIZE, int(size):
                return self.size(size)
            case FieldKind.FLAG, flag:
                return self("yes" if flag else "no")
            case FieldKind.DAY, str(day):
                return self.day(date.fromisoformat(day)) if day else ""
            case _, value:
                return printable(str(value))


def plain_value(field: PackageField) -> str | int | bool | None:
    """Return a value as the data file keeps it: moments in ISO 8601, flags true or false."""
    match field.kind, field.value:
        case FieldKind.MOMENT, int(moment):
            return to_iso(moment)
        case FieldKind.FLAG, int(flag):
            return bool(flag)
        case _, str(text):
            return encodable(text)
        case _, value:
            return value


def encodable(text: str) -> str:
    """Return ``text`` with lone surrogates, which UTF-8 has no form for, as U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def printable(text: str) -> str:
    """Return ``text`` with plain line ends, and control characters made visible as U+FFFD."""
    return _CONTROL.sub("\ufffd", _LINE_BREAK.sub("\n", text))


@cache
def _table() -> dict[str, dict[str, str]]:
    path = files("resources") / "templates" / "package" / "texts.toml"
    return tomllib.loads(path.read_text("utf-8"))
