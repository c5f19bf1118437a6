"""What a spreadsheet does to an identifier that it takes for a number."""

from __future__ import annotations

import re

from app.i18n import _

_FORMULA = re.compile(r'= ?"(.*)"')
_DECIMAL_TAIL = re.compile(r"([0-9]{8,})[.,]0+")
_SCIENTIFIC = re.compile(
    r"([0-9])(?:[.,]([0-9]+))?E\+([0-9]{1,3})|([0-9])[.,]([0-9]+)E([0-9]{1,3})", re.IGNORECASE
)


def unwrap(text: str) -> tuple[str, tuple[str, ...]]:
    """Take off all that spreadsheets put around a value, as far as nothing was lost.

    Returns the value, and a warning for the reader when something was taken off.
    """
    unwrapped = text
    while (inner := _wrapped_in(unwrapped)) is not None:
        unwrapped = inner
    if unwrapped == text:
        return text, ()
    return unwrapped, (_("A spreadsheet's notation was taken off; check the value."),)


def _wrapped_in(text: str) -> str | None:
    """Return what a spreadsheet's notation is around; None where there is none."""
    if formula := _FORMULA.fullmatch(text):
        return formula[1].strip()
    if text[:1] in ("'", "\N{RIGHT SINGLE QUOTATION MARK}"):
        return text[1:].strip()
    if tail := _DECIMAL_TAIL.fullmatch(text):
        return tail[1]
    if scientific := _SCIENTIFIC.fullmatch(text):
        whole, fraction, power = scientific.group(1, 2, 3)
        if whole is None:
            whole, fraction, power = scientific.group(4, 5, 6)
        fraction = fraction or ""
        # Digits were lost unless the text spells out every one of a number this long.
        if int(power) == len(fraction) >= 13:
            return whole + fraction
    return None


def is_rounded(text: str) -> bool:
    """Say whether a value stands in scientific notation, so that its last digits are lost."""
    return _SCIENTIFIC.fullmatch(text) is not None


def rounded_problem() -> str:
    """Return what is wrong with a value that :func:`is_rounded`."""
    return _("A spreadsheet turned this number into a rounded one; its last digits are lost.")


def ends_as_rounded(digits: str) -> bool:
    """Say whether digits passed through a rounded notation, or the 15 digits of a double."""
    return (len(digits) >= 12 and digits.endswith("000000")) or (
        len(digits) >= 18 and not digits[15:].strip("0")
    )


def zeros_problem() -> str:
    """Return what is wrong with digits that :func:`ends_as_rounded`."""
    return _("Ends in zeros as a number rounded by a spreadsheet does.")
