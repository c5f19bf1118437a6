"""Mailboxes in From, To and their kin: RFC 5322 as people break it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.intake.mail.headers import decode_words
from app.intake.mail.limits import MAX_ADDRESSES
from app.intake.mail.plain import clean_line
from app.model.mail import MailAddress

_BARE = re.compile(
    r"[^\s<>()\[\]\",;:\\@]{1,64}@(?:[^\s<>()\[\]\",;:\\@]{1,250}|\[[^\s\[\]]{1,60}\])"
)
_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,250}")
_MAILTO = re.compile(r"\[mailto:[^\]]*\]|mailto:", re.IGNORECASE)


def parse_addresses(values: list[str]) -> tuple[MailAddress, ...]:
    """Return the mailboxes that some header values name, members of groups among them."""
    found: list[MailAddress] = []
    for value in values:
        for item in _split(value):
            found.extend(_read(item))
            if len(found) >= MAX_ADDRESSES:
                return tuple(found[:MAX_ADDRESSES])
    return tuple(found)


def _split(value: str) -> Iterator[str]:
    """Split at commas and semicolons outside quotes, comments and angle brackets.

    The name of a group goes with its colon.
    """
    start = 0
    quoted = angle = False
    comment = 0
    position = 0
    while position < len(value):
        letter = value[position]
        if letter == "\\" and (quoted or comment):
            position += 1
        elif letter == '"' and not comment:
            quoted = not quoted
        elif quoted:
            pass
        elif letter == "(":
            comment += 1
        elif letter == ")":
            comment = max(0, comment - 1)
        elif comment:
            pass
        elif letter == "<":
            angle = True
        elif letter == ">":
            angle = False
        elif letter in ",;" and not angle:
            yield value[start:position]
            start = position + 1
        elif letter == ":" and not angle and "@" not in value[start:position]:
            # A group's name tells nothing of a person. An address never holds this colon.
            start = position + 1
        position += 1
    rest = value[start:]
    if quoted or angle or comment:
        # Something was never closed: everything behind it would be one name.
        yield from re.split(r"[,;]", rest)
    else:
        yield rest


def _read(item: str) -> list[MailAddress]:
    item = item.strip()
    if not item:
        return []
    opening = item.rfind("<")
    if opening >= 0:
        address = _address(item[opening + 1 :].partition(">")[0])
        name = _name(item[:opening])
        if not address:
            inside = _BARE.findall(item)
            address = inside[-1] if inside else ""
        return [MailAddress(name if name != address else "", address)] if name or address else []
    without, comments = _take_comments(item)
    bare = [_address(text) for text in _BARE.findall(without)]
    if len(bare) == 1:
        rest = without.replace(bare[0], " ").replace("[mailto:]", " ")
        return [MailAddress(_name(rest) or _name(comments), bare[0])]
    if bare:
        return [MailAddress("", address) for address in bare]
    if match := _ADDRESS.search(without.replace('"', "")):
        return [MailAddress(_name(comments), clean_line(match[0]))]
    name = _name(without) or _name(comments)
    return [MailAddress(name, "")] if name else []


def _address(text: str) -> str:
    text = clean_line(_MAILTO.sub("", text))
    # A source route (RFC 822) stands before the last colon.
    if text.startswith("@") and ":" in text:
        text = text.rpartition(":")[2]
    text = decode_words(text) if "=?" in text else text
    local, at, domain = text.strip(" \"'.").rpartition("@")
    if not at or not local or not domain or " " in domain:
        return ""
    return clean_line(f"{local.strip()}@{domain.strip()}")


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
