"""The printed recovery code: 120 random bits in eight groups that each find a typing mistake.

A group is three random characters and a check character, all of Crockford's base 32. The check
is a sum over the field of 32 elements (polynomial x^5 + x^2 + 1) with a different weight for
each place and an offset for the group's own place, so that any one wrong character, any two
characters changing places within a group and any two groups changing places are found.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from app.errors import KnownError
from app.i18n import _

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 8
_WEIGHTS = (2, 4, 8)
_OFFSET_WEIGHT = 16
RANDOM_CHARACTERS = GROUPS * len(_WEIGHTS)
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Return a new code as it is printed, ``XXXX-XXXX-…``."""
    import secrets  # noqa: PLC0415 - no start makes a code

    return print_code([secrets.randbelow(len(ALPHABET)) for _place in range(RANDOM_CHARACTERS)])


def print_code(values: Sequence[int]) -> str:
    """Return the printed form of 24 random values from 0 to 31, with their checks."""
    groups = []
    for place in range(GROUPS):
        group = [*values[place * 3 : place * 3 + 3]]
        group.append(_check_value(group, place))
        groups.append("".join(ALPHABET[value] for value in group))
    return "-".join(groups)


def read_code(typed: str) -> bytes:
    """Return the code that someone typed as the key derivation takes it: 32 ASCII characters.

    Case, spaces and dashes do not matter, O reads as 0 and I and L as 1.

    Raises KnownError ``recovery_code_mistyped``, which says where to look.
    """
    folded = unicodedata.normalize("NFKC", typed).upper().translate(_READ_AS)
    text = "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Pd")
    expected = GROUPS * (len(_WEIGHTS) + 1)
    if len(text) != expected:
        raise _mistyped(
            _("A recovery code has {expected} letters and digits; this one has {count}.").format(
                expected=expected, count=len(text)
            )
        )
    for place in range(GROUPS):
        group = text[place * 4 : place * 4 + 4]
        values = [ALPHABET.find(character) for character in group]
        if -1 in values or _check_value(values[:3], place) != values[3]:
            raise _mistyped(
                _("There is a typing mistake in group {group} of the recovery code.").format(
                    group=place + 1
                )
            )
    return text.encode("ascii")


def _mistyped(message: str) -> KnownError:
    return KnownError(
        "recovery_code_mistyped",
        message,
        _("Nothing was changed. Compare it with the printed code and type it again."),
    )


def _check_value(values: list[int], place: int) -> int:
    check = _multiply(_OFFSET_WEIGHT, place)
    for weight, value in zip(_WEIGHTS, values, strict=True):
        check ^= _multiply(weight, value)
    return check


def _multiply(left: int, right: int) -> int:
    """Multiply two elements of the field of 32 elements."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 0b100000:
            left ^= 0b100101
        right >>= 1
    return product
