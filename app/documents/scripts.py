"""Scripts that are written from right to left, or whose letters join, as a page has to show them.

A PDF shows characters from left to right, each by itself. So letters of Arabic take the form that
their neighbours ask for, and each line is put into the order in which it is seen.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_ISOLATED, _INITIAL, _MEDIAL, _FINAL = "<isolated>", "<initial>", "<medial>", "<final>"
_FORMS = (range(0xFB50, 0xFDFC), range(0xFE80, 0xFEFD))
"""Where Unicode keeps the letters of Arabic by their form."""
_TATWEEL = "\u0640"  # a line that only joins
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
"""What opens from the left closes from the right."""
_RIGHT_TO_LEFT = {"R", "AL", "AN"}


def is_turned(text: str) -> bool:
    """Whether something in a text is written from right to left."""
    return not text.isascii() and any(
        unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text
    )


def joined(text: str) -> str:
    """Return a text with each letter of Arabic in the form that its neighbours ask for."""
    forms = _forms()
    if not any(char in forms for char in text):
        return text
    letters = [place for place, char in enumerate(text) if not unicodedata.combining(char)]
    shown = list(text)
    for number, place in enumerate(letters):
        if text[place] not in forms:
            continue
        before = text[letters[number - 1]] if number else ""
        after = text[letters[number + 1]] if number + 1 < len(letters) else ""
        from_before = _joins_onward(before) and _joins_back(text[place])
        to_after = _joins_onward(text[place]) and _joins_back(after)
        form = {
            (False, False): _ISOLATED,
            (False, True): _INITIAL,
            (True, True): _MEDIAL,
            (True, False): _FINAL,
        }[from_before, to_after]
        shown[place] = forms[text[place]].get(form, text[place])
    return "".join(shown)


def in_view(line: str) -> str:
    """Return a line in the order in which it is seen from the left."""
    if not is_turned(line):
        return line
    from fpdf.bidi import BidiParagraph  # noqa: PLC0415 - loaded with the rest of it at first use

    return "".join(
        char.character.translate(_MIRRORED) if char.embedding_level % 2 else char.character
        for char in BidiParagraph(text=line).get_reordered_characters()
    )


def _joins_onward(char: str) -> bool:
    return char == _TATWEEL or _INITIAL in _forms().get(char, {})


def _joins_back(char: str) -> bool:
    return char == _TATWEEL or _FINAL in _forms().get(char, {})


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Return, for each letter, the character of each of its forms."""
    found: dict[str, dict[str, str]] = {}
    for block in _FORMS:
        for code in block:
            form, *letters = unicodedata.decomposition(chr(code)).split() or [""]
            if form in {_ISOLATED, _INITIAL, _MEDIAL, _FINAL} and len(letters) == 1:
                found.setdefault(chr(int(letters[0], 16)), {})[form] = chr(code)
    return found
