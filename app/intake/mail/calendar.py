"""One line about an invitation, for a mail that says nothing else."""

from __future__ import annotations

import re

from app.i18n import _
from app.intake.mail.plain import clean_line

_READ_CHARS = 200_000
_PROPERTY = re.compile(
    r"(SUMMARY|DTSTART|DTEND|LOCATION)(?:;([^:\n]{0,200}))?:([^\n]{0,1000})$", re.M
)
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z)?)?")
_ESCAPE = re.compile(r"\\([\\;,nN])")
_ZONE = re.compile(r"TZID=\"?([^;\":]{1,60})")


def describe_event(text: str) -> str:
    """Return summary, time and place of the first event of an iCalendar text, or ``""``.

    Times are written as the invitation gives them, with the zone it names.
    """
    text = text[:_READ_CHARS].replace("\r\n", "\n")
    text = re.sub(r"\n[ \t]", "", text)
    start = text.find("BEGIN:VEVENT")
    if start < 0:
        return ""
    end = text.find("END:VEVENT", start)
    found: dict[str, tuple[str, str]] = {}
    for match in _PROPERTY.finditer(text, start, len(text) if end < 0 else end):
        found.setdefault(match[1], (match[2] or "", match[3]))
    pieces = []
    for name in ("SUMMARY", "DTSTART", "DTEND", "LOCATION"):
        parameters, value = found.get(name, ("", ""))
        if name.startswith("DT"):
            value = _moment(value, parameters)
        else:
            value = _ESCAPE.sub(lambda m: " " if m[1] in "nN" else m[1], value)
        if value := clean_line(value):
            pieces.append(f"\u2013 {value}" if name == "DTEND" else value)
    line = ", ".join(pieces).replace(", \u2013", " \u2013")
    return _("Invitation: {event}").format(event=line) if line else ""


def _moment(value: str, parameters: str) -> str:
    match = _MOMENT.match(value)
    if not match:
        return ""
    year, month, day, hour, minute, utc = match.groups()
    text = f"{year}-{month}-{day}"
    if hour:
        zone = " UTC" if utc else ""
        if named := _ZONE.search(parameters):
            zone = f" {named[1]}"
        text += f" {hour}:{minute}{zone}"
    return text
