"""What points at a person by its form alone: addresses, numbers and names in mail headers.

Each function takes time in proportion to the text, whatever is in it, and yields places in the
text that it was given (a folded one: plain spaces, digits and letters).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Pattern(StrEnum):
    """What a text has the form of."""

    MAIL = "mail"
    PHONE = "phone"
    IBAN = "iban"
    CITIZEN_NUMBER = "citizen_number"
    ADDRESS = "address"
    HEADER = "header"


@dataclass(frozen=True, slots=True)
class Match:
    """A place in a text and what stands there."""

    start: int
    end: int
    pattern: Pattern


_LONGEST_LOCAL = 64
_AT = re.compile(r"@|%40", re.IGNORECASE)
_LOCAL = re.compile(r"[\w.+!#$'*^`{|}~-]+\Z")  # not what parts an address in a link: ? = & /
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}")
_DASH = r"\-\u2010\u2011\u2012\u2013\u2014\u2212"
_GAP = rf"[ .()/{_DASH}]"
_DUTCH_PHONE = re.compile(rf"(?<!\w)\(?0[1-9](?:{_GAP}{{0,3}}\d){{8}}(?!\w)")
_WORLD_PHONE = re.compile(rf"(?<!\w)(?:\+|00)[1-9](?:{_GAP}{{0,3}}\d){{7,14}}(?!\w)")
_DAY = re.compile(rf"\d{{2}}[.{_DASH}/]\d{{2}}[.{_DASH}/]\d{{4}}")
_IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]){11,30}")
_SHORTEST_IBAN = 15
_CITIZEN = re.compile(
    r"(?<!\w)(?:\d{9}|\d{4}\.\d{2}\.\d{3}|\d{3}[ .]\d{3}[ .]\d{3}|\d{3}-\d{3}-\d{3})(?!\w)"
)
_POSTCODE = re.compile(r"(?<!\w)[1-9]\d{3} ?(?P<letters>[A-Z]{2})(?!\w)")
_STREET_BEFORE = re.compile(
    r"(?<!\w)[A-Z][\w.'-]{2,40}(?: [\w.'-]{1,40}){0,3}"
    r" \d{1,5} ?[A-Za-z]{0,3}(?:[/-]\d{1,4})?[ ,\n]{1,3}\Z"
)
# Sizes and moments that have the form of a postcode.
_NO_POSTCODE = frozenset("GB MB TB KB HZ PX MS AM PM EU NL KM MM CM MA PC".split())  # noqa: SIM905 - a list of words
_NAME = (  # a word with a capital, then such words and what stands between them in names
    r"(?:[^\W\d_a-z][\w.'\u2019-]{0,40})"
    r"(?: (?:[^\W\d_a-z][\w.'\u2019-]{0,40}|van|von|de|der|den|ten|ter|te|het|el|al|bin|la|le))"
    r"{0,6}"
)
_HEADER = re.compile(
    r"^[>| \t]{0,20}\*?(?:van|aan|from|to|b?cc|reply-to|antwoord aan|afzender|sender)\*?[ \t]?:"
    r"[ \t\"'*]{0,4}(?P<names>[^\n]{1,2000})",
    re.IGNORECASE | re.MULTILINE,
)
_CHUNK = re.compile(r"[^<>;,\"]+")
_WROTE = re.compile(r"\b(?:schreef|wrote)\b")
_NAME_AFTER = re.compile(rf" (?P<name>{_NAME})")
_NAME_BEFORE = re.compile(
    rf"(?<!\w)(?P<name>{_NAME})[\"' ]{{0,3}}(?:[<(\[][^<>\n]{{3,100}}[>)\]])?\s?\Z"
)
_BEFORE_MAIL = re.compile(rf"(?<!\w)(?P<name>{_NAME})[\"']?\s{{0,3}}[<(\[]\s{{0,3}}(?:mailto:)?\Z")
_LONGEST_BEFORE = 160


def matches(text: str) -> Iterator[Match]:
    """Yield every place in ``text`` that has a telling form; places may overlap."""
    for finder in _FINDERS:
        yield from finder(text)


def _mails(text: str) -> Iterator[Match]:
    for at in _AT.finditer(text):
        before = _LOCAL.search(text[max(0, at.start() - _LONGEST_LOCAL) : at.start()])
        after = _DOMAIN.match(text, at.end())
        if before and after:
            start = at.start() - len(before[0])
            yield Match(start, after.end(), Pattern.MAIL)
            yield from _name_before(text, start, _BEFORE_MAIL)


def _phones(text: str) -> Iterator[Match]:
    for form in (_DUTCH_PHONE, _WORLD_PHONE):
        for match in form.finditer(text):
            if not _DAY.match(match[0].lstrip("(")):
                yield Match(match.start(), match.end(), Pattern.PHONE)


def _ibans(text: str) -> Iterator[Match]:
    for match in _IBAN.finditer(text):
        for end in range(match.end(), match.start() + _SHORTEST_IBAN - 1, -1):
            whole = end == len(text) or not text[end].isalnum()
            if whole and is_iban(text[match.start() : end]):
                yield Match(match.start(), end, Pattern.IBAN)
                break


def is_iban(text: str) -> bool:
    """Whether a text is an international account number: its check digits are right."""
    compact = "".join(text.split()).upper()
    if len(compact) < _SHORTEST_IBAN or not compact.isalnum() or not compact.isascii():
        return False
    number = "".join(str(int(char, 36)) for char in compact[4:] + compact[:4])
    return int(number) % 97 == 1


def _citizen_numbers(text: str) -> Iterator[Match]:
    for match in _CITIZEN.finditer(text):
        if is_citizen_number("".join(filter(str.isdigit, match[0]))):
            yield Match(match.start(), match.end(), Pattern.CITIZEN_NUMBER)


def is_citizen_number(digits: str) -> bool:
    """Whether nine digits pass the eleven test of the Dutch citizen service number (BSN)."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return total % 11 == 0 and any(digit != "0" for digit in digits)


def _addresses(text: str) -> Iterator[Match]:
    for match in _POSTCODE.finditer(text):
        if match["letters"] not in _NO_POSTCODE:
            lead = max(0, match.start() - _LONGEST_BEFORE)
            street = _STREET_BEFORE.search(text[lead : match.start()])
            start = lead + street.start() if street else match.start()
            yield Match(start, match.end(), Pattern.ADDRESS)


def _header_names(text: str) -> Iterator[Match]:
    for header in _HEADER.finditer(text):
        start = header.start("names")
        for chunk in _CHUNK.finditer(header["names"]):
            name = chunk[0].strip(" \t'*[]()")
            if "@" not in name and any(map(str.isalpha, name)):
                place = start + chunk.start() + chunk[0].index(name)
                yield Match(place, place + len(name), Pattern.HEADER)
    for wrote in _WROTE.finditer(text):
        if name_after := _NAME_AFTER.match(text, wrote.end()):
            yield Match(name_after.start("name"), name_after.end("name"), Pattern.HEADER)
        yield from _name_before(text, wrote.start(), _NAME_BEFORE)


def _name_before(text: str, end: int, form: re.Pattern[str]) -> Iterator[Match]:
    """Yield the name that ``form`` finds right before ``end``, however long the text is."""
    start = max(0, end - _LONGEST_BEFORE)
    if name := form.search(text[start:end]):
        yield Match(start + name.start("name"), start + name.end("name"), Pattern.HEADER)


_FINDERS: tuple[Callable[[str], Iterator[Match]], ...] = (
    _mails,
    _phones,
    _ibans,
    _citizen_numbers,
    _addresses,
    _header_names,
)
