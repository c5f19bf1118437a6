"""Text from outside, made fit to be shown: what it says, and no tricks."""

from __future__ import annotations

import re
import time
from datetime import datetime
from unicodedata import bidirectional

from app.i18n import N_, _, ngettext

LINE_LIMIT = 300
"""Characters of a text shown on one line; no screen shows more, and Qt would lay them all out."""

# Controls, and the marks that turn the order of what follows: a file name could hide its
# ending behind one. Marks that merely join or hint (ZWJ, LRM, RLM) stay.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_ENDING = 20  # characters at the end of a file's name that are always shown
_GAP = re.compile("\n(?:(?:[^\\S\n]|[\u00ad\u200b-\u200d])*\n){3,}")
_BREAKS = re.compile(r"[\t\n\r\v\f\u2028\u2029 ]+")


def one_line(text: str, limit: int = LINE_LIMIT) -> str:
    """Return ``text`` on one line, at most ``limit`` characters, without control characters."""
    # Most are so already: what can be printed has neither controls nor breaks nor such marks.
    if len(text) <= limit and text.isprintable() and "  " not in text and text == text.strip():
        return text
    head = text[: limit * 2]  # enough to tell that something is left out
    line = _UNSAFE.sub("", _BREAKS.sub(" ", head)).strip()
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def isolated(text: str) -> str:
    """Return ``text`` so that what stands beside it on its line keeps its direction.

    A name in Hebrew or Arabic would else turn the whole line around.
    """
    is_turned = not text.isascii() and any(bidirectional(char) in ("R", "AL") for char in text)
    return f"\u2068{text}\u2069" if is_turned else text


def file_name(name: str, limit: int) -> str:
    """Return a file's name on one line of at most ``limit`` characters, which keeps its ending.

    The ending says what a file is: of a long name the middle is left out.
    """
    line = one_line(name, len(name))
    return line if len(line) <= limit else f"{line[: limit - _ENDING - 1]}…{line[-_ENDING:]}"


def many_lines(text: str) -> str:
    """Return ``text`` with its lines and without control characters."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSAFE.sub("", unified.replace("\u2028", "\n").replace("\u2029", "\n"))


def without_gaps(text: str) -> str:
    """Return lines with no more than two in a row that show nothing.

    Mails made by programs have hundreds: what follows them would be out of sight.
    """
    return _GAP.sub("\n\n\n", text)


def qt_place(text: str, place: int) -> int:
    """Return where Qt has a place of a text: it counts in units of UTF-16, two for an emoji."""
    before = text[:place]
    return len(before) + sum(char > "\uffff" for char in before)


def place_of(text: str, qt_place: int) -> int:
    """Return the place of a text that Qt has at ``qt_place``."""
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * qt_place]
    return len(units.decode("utf-16-le", "replace"))


def in_two_lines(code: str) -> str:
    """Return a code of groups with as many of them on either line, so that none stands alone."""
    groups = code.split("-")
    half = len(groups) // 2
    return f"{'-'.join(groups[:half])}-\n{'-'.join(groups[half:])}"


# The standard library's names come from the C locale, not from the language chosen here.
MONTHS = (
    N_("Jan"),
    N_("Feb"),
    N_("Mar"),
    N_("Apr"),
    N_("May"),
    N_("Jun"),
    N_("Jul"),
    N_("Aug"),
    N_("Sep"),
    N_("Oct"),
    N_("Nov"),
    N_("Dec"),
)


def short_moment(moment: int, now: int) -> str:
    """Say when something was, as short as a list wants it: the time today, else the day."""
    # The plain C call: a list asks this for every row it shows.
    then, today = time.localtime(moment), time.localtime(now)
    if then[:3] == today[:3]:
        return f"{then.tm_hour:02}:{then.tm_min:02}"
    if then.tm_year == today.tm_year:
        return f"{then.tm_mday} {_(MONTHS[then.tm_mon - 1])}"
    return f"{then.tm_mday} {_(MONTHS[then.tm_mon - 1])} {then.tm_year}"


def long_moment(moment: int) -> str:
    """Say when something was, with its day and time on this workstation."""
    then = time.localtime(moment)  # a card says it for every message
    date = f"{then.tm_mday} {_(MONTHS[then.tm_mon - 1])} {then.tm_year}"
    return f"{date} {then.tm_hour:02}:{then.tm_min:02}"


def day(iso_day: str) -> str:
    """Say a calendar day, ``2026-11-23``, the way people read it; empty stays empty."""
    if not iso_day:
        return ""
    date = datetime.fromisoformat(iso_day)
    return f"{date.day} {_(MONTHS[date.month - 1])} {date.year}"


def size(count: int) -> str:
    """Say a number of bytes, in steps of 1,000 as file managers do."""
    if count < 1_000:
        return ngettext("{count} byte", "{count} bytes", count).format(count=count)
    steps = min(3, (len(str(count)) - 1) // 3)
    value = count / 1_000**steps
    return f"{value:.{1 if value < 10 else 0}f} {('bytes', 'kB', 'MB', 'GB')[steps]}"
