"""Text that was typed, scanned or exported anywhere, as plain characters on one line."""

from __future__ import annotations

import unicodedata


def plain_line(raw: str) -> str:
    """Bring a text into plain characters on one line, trimmed, with single spaces.

    Full-width forms and other scripts' digits become ASCII ones, every dash a hyphen, every
    space a space; zero-width and control characters and broken surrogates go.
    """
    if raw.isascii() and raw.isprintable():
        return " ".join(raw.split())
    return " ".join("".join(map(_plain, unicodedata.normalize("NFKC", raw))).split())


def _plain(char: str) -> str:
    if char.isascii() and char.isprintable():
        return char
    category = unicodedata.category(char)
    if category in ("Cf", "Cs", "Cn", "Co"):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Pd" or char == "\N{MINUS SIGN}":
        return "-"
    return " " if category[0] in "ZC" else char
