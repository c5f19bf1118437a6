"""Mailboxes in From, To and their kin: RFC 5322 as people break it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.intake.mail.headers import decode_words, take_comments
from app.intake.mail.limits import MAX_ADDRESSES
from app.intake.mail.plain import clean_line
from app.model.mail import MailAddress

_BARE = re.compile(
    r"[^\s<>()\[\]\",;:\\@]{1,64}@(?:[^\s<>()\[\]\",;:\\@]{1,250}|\[[^\s\[\]]{1,60}\])"
)
# A quoted string, an escaped letter, or one letter that structures the field.
_MARK = re.compile(r"\"(?:[^\"\\]|\\.)*\"|\\.|[()<>,;:]", re.S)
_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,250}")
_MAILTO = re.compile(r"mailto:", re.IGNORECASE)
_BRACKETED_MAILTO = re.compile(r"\[mailto:([^\[\]\s]{1,320})\]", re.IGNORECASE)


def parse_addresses(values: list[str]) -> tuple[MailAddress, ...]:
    """Return the mailboxes that some header values name, members of groups among them."""
    found: list[MailAddress] = []
    for value in values:
        for item in _split(_BRACKETED_MAILTO.sub(r"<\1>", value)):
            found.extend(_read(item))
            if len(found) >= MAX_ADDRESSES:
                return tuple(found[:MAX_ADDRESSES])
    return tuple(found)


def _split(value: str) -> Iterator[str]:
    """Split at commas and semicolons outside quotes, comments and angle brackets.

    The name of a group goes with its colon: it tells nothing of a person.
    """
    start = comment = 0
    angle = False
    for match in _MARK.finditer(value):
        mark = match[0]
        if mark == "(":
            comment += 1
        elif mark == ")":
            comment = max(0, comment - 1)
        elif comment or len(mark) > 1:
            continue
        elif mark in "<>":
            angle = mark == "<"
        elif mark in ",;" and not angle:
            yield value[start : match.start()]
            start = match.end()
        elif mark == ":" and not angle and "@" not in value[start : match.start()]:
            start = match.end()
    if angle or comment:
        # Something was never closed: everything behind it would be one name.
        yield from re.split(r"[,;]", value[start:])
    else:
        yield value[start:]


def _read(item: str) -> list[MailAddress]:
    item = clean_line(item)
    if not item:
        return []
    opening = item.rfind("<")
    if opening >= 0:
        address = _address(item[opening + 1 :].partition(">")[0])
        name = _name(take_comments(item[:opening])) or _name(item[:opening])
        if not address:
            inside = _BARE.findall(item)
            address = inside[-1] if inside else ""
        return [MailAddress(name if name != address else "", address)] if name or address else []
    without, comments = _take_comments(item)
    bare = [_address(text) for text in _BARE.findall(without)]
    if len(bare) == 1:
        rest = without.replace(bare[0], " ")
        return [MailAddress(_name(rest) or _name(comments), bare[0])]
    if bare:
        return [MailAddress("", address) for address in bare]
    if match := _ADDRESS.search(without.replace('"', "")):
        return [MailAddress(_name(comments), clean_line(match[0]))]
    name = _name(without) or _name(comments)
    return [MailAddress(name, "")] if name else []


def _address(text: str) -> str:
    text = take_comments(clean_line(decode_words(_MAILTO.sub("", text))))
    # A source route (RFC 822) stands before the last colon.
    if text.startswith("@") and ":" in text:
        text = text.rpartition(":")[2]
    local, at, domain = text.strip(" \"'.").rpartition("@")
    if not at or not local or not domain:
        return ""
    # White space within is against every standard since 1982; without it the address is meant.
    return f"{local.strip()}@{domain}".replace(" ", "")


def _take_comments(item: str) -> tuple[str, str]:
    """Return ``item`` without its comments, and the last comment."""
    if "(" not in item:
        return item, ""
    outside: list[str] = []
    comment: list[str] = []
    depth = 0
    for letter in item:
        if letter == "(":
            depth += 1
            if depth == 1:
                comment.clear()
                continue
        elif letter == ")" and depth:
            depth -= 1
            if depth == 0:
                continue
        (comment if depth else outside).append(letter)
    return "".join(outside), "".join(comment)


def _name(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    text = text.replace('\\"', '"').replace("\\\\", "\\")
    return clean_line(decode_words(text)).strip("\"' ").replace('"', "")
