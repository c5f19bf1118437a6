"""What an invitation says, for a mail that says nothing else."""

from __future__ import annotations

import re

from app.i18n import _
from app.intake.mail.plain import clean_line, clean_text

_READ_CHARS = 200_000
_PROPERTY = re.compile(
    r"^(SUMMARY|DTSTART|DTEND|LOCATION|DESCRIPTION)"
    r"(?:;((?:\"[^\"\n]{0,2000}\"|[^\":\n]){0,500}))?:([^\n]{0,20000})",
    re.M,
)
_METHOD = re.compile(r"^METHOD:(\w{1,20})", re.M)
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z)?)?")
_ESCAPE = re.compile(r"\\([\\;,nN])")
_ZONE = re.compile(r"TZID=\"?([^;\":]{1,60})")


def describe_event(text: str) -> str:
    """Return summary, time and place of the first event of an iCalendar text, or ``""``.

    Below that line stands what its sender wrote about it. Times are written as the invitation
    gives them, with the zone it names.
    """
    text = text[:_READ_CHARS].replace("\r\n", "\n")
    text = re.sub(r"\n[ \t]", "", text)
    start = text.find("BEGIN:VEVENT")
    if start < 0:
        return ""
    # What else begins in an event, its reminders, comes after what is said of the event itself.
    ends = (text.find("END:VEVENT", start), text.find("\nBEGIN:", start))
    end = min((place for place in ends if place >= 0), default=len(text))
    found: dict[str, tuple[str, str]] = {}
    for match in _PROPERTY.finditer(text, start, end):
        found.setdefault(match[1], (match[2] or "", match[3]))
    pieces = []
    for name in ("SUMMARY", "DTSTART", "DTEND", "LOCATION"):
        parameters, value = found.get(name, ("", ""))
        value = _moment(value, parameters) if name.startswith("DT") else _unescaped(value)
        if value := clean_line(value):
            pieces.append(f"\u2013 {value}" if name == "DTEND" else value)
    line = ", ".join(pieces).replace(", \u2013", " \u2013")
    method = _METHOD.search(text, 0, start)
    said = clean_text(_unescaped(found.get("DESCRIPTION", ("", ""))[1])).strip()
    line = _headline(method[1].upper() if method else "").format(event=line) if line else ""
    return "\n\n".join(filter(None, (line, said)))


def _headline(method: str) -> str:
    if method == "CANCEL":
        return _("Cancelled: {event}")
    if method == "REPLY":
        return _("Answer to an invitation: {event}")
    return _("Invitation: {event}")


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


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
