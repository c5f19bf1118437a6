"""Device identifiers: recognised, checked and brought into one canonical form."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from app.i18n import _
from app.model import spreadsheet_notation as spreadsheet
from app.model.placeholders import is_placeholder
from app.model.plain_line import plain_line


class IdentifierKind(StrEnum):
    """What an identifier is."""

    IMEI = "imei"
    IMEISV = "imeisv"
    MEID = "meid"
    MAC = "mac"
    SERIAL = "serial"
    ASSET_TAG = "asset_tag"


class Identifier(NamedTuple):
    """One identifier of a device, as given and in canonical form."""

    kind: IdentifierKind
    canonical: str
    """IMEI: 15 digits; IMEISV: 16 digits; MEID: 14 upper-case hex; MAC: lower-case hex pairs
    with colons; serial and asset tag: trimmed, single spaces, upper case."""
    as_given: str
    valid: bool = True
    """The check digit and form are right."""
    matchable: bool = True
    """It may identify a device: valid, no placeholder, no number ruined by a spreadsheet, and,
    for a MAC, neither multicast nor locally administered."""
    warnings: tuple[str, ...] = ()


class Identification(NamedTuple):
    """What a value turned out to be; ``kind`` is None when it is no device's identifier."""

    value: str
    """As given."""
    kind: IdentifierKind | None
    valid: bool = False
    canonical: str = ""
    matchable: bool = False
    warnings: tuple[str, ...] = ()


_LONGEST = 128  # characters; no identifier is longer, and work on hostile text stays bounded
_LABELS = {
    IdentifierKind.IMEI: (
        r"imei(?: ?/? ?(?:sv|meid))?(?:[ -]?(?:nummer|number|code|no|nr)\b\.?)? ?[1-4]?"
    ),
    IdentifierKind.MEID: r"meid",
    IdentifierKind.MAC: (
        r"(?:(?:wi-?fi|wlan|lan|ethernet|bluetooth)[ -]?)?mac(?:[ -]?ad?dre?s*)?"
        r"|(?:wi-?fi|bluetooth)[ -]?ad?dre?s*"
    ),
    IdentifierKind.ASSET_TAG: (
        r"(?:asset[ -]?(?:tag|number|no|nr)|inventaris(?:nummer|nr)|inventory (?:number|no))\b\.?"
    ),
    IdentifierKind.SERIAL: r"s/n|sn|serial(?:[ -]?(?:number|no|nr)\.?)?|serienummer|serienr\.?",
}
_LABELLED = re.compile(
    "(?:"
    + "|".join(f"(?P<{kind}>{label})" for kind, label in _LABELS.items())
    + ")(?: ?(?P<mark>[:=#]) ?| )(?P<rest>.+)",
    re.IGNORECASE,
)
_IMEI_SEPARATORS = str.maketrans("", "", " -/._")
_MEID_SEPARATORS = str.maketrans("", "", " -")
_SEPARATORS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"[0-9]+")
_HEX = re.compile(r"[0-9A-F]+")
_HEX_GROUPS = re.compile(r"[0-9a-f]+(?:([:. -])[0-9a-f]+(?:\1[0-9a-f]+)*)?")
_SERIAL = re.compile(r"(?=.*[0-9])\w(?:[ ./_+#-]?\w){3,63}")
_NEARLY_MAC = re.compile(r"\w{1,3}(?::\w{1,3}){4,8}")
_NO_SERIAL = re.compile(
    r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}|[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}"  # an IP, a date
    r"|[0-9]{1,2}([-/.])[0-9]{1,2}\2[0-9]{4}"
)
_SIM_CARD = re.compile(r"89[0-9]{17,18}")

_SHARED_MACS = frozenset(
    # what drivers of virtual adapters give to every machine alike
    """
    00:05:9a:3c:78:00 00:05:9a:3c:7a:00 00:09:0f:aa:00:01 00:09:0f:fe:00:01 00:50:56:c0:00:01
    00:50:56:c0:00:08 00:53:45:00:00:00 20:41:53:59:4e:ff 50:50:54:50:30:30 02:00:4c:4f:4f:50
    02:00:00:00:00:00
    """.split()  # noqa: SIM905 - a column of addresses reads better than a list of quotes
)


def identify(value: str) -> Identification:
    """Say what a value is, on its form alone. Never raises.

    - A label in front (``IMEI: …``, ``S/N …``) decides the kind.
    - 15 digits are an IMEI, valid when the Luhn digit is right; a wrong one is reported and
      never corrected. 16 digits are an IMEISV, which has no check digit.
    - 14 digits are an IMEI as networks give it: type allocation code and serial number, from
      which the missing check digit follows. Valid, completed to 15 digits, and said so; unless
      they read as an IMEI that lost its leading zero as well, which is then not valid.
      14 digits from ``99`` are a MEID.
    - 14 hexadecimal digits from ``A0`` up are a MEID, with a check digit when 15; so are 18
      decimal digits that fit a MEID's two parts, with a check digit when 19.
    - A MAC, EUI-48 or EUI-64, in any usual notation. 12 or 16 hexadecimal digits without
      separators are taken for one when they hold a letter, with a warning that they may be a
      serial number.
    - Anything else that looks like a code and holds a digit is a serial number, which nothing
      can check. Placeholders, prose and numbers that a spreadsheet ruined are nothing.
    """
    text = plain_line(value[: 4 * _LONGEST])
    if not text or len(value) > 4 * _LONGEST or len(text) > _LONGEST:
        return Identification(value, None)
    text, warnings = spreadsheet.unwrap(text)
    if labelled := _without_label(text):
        return _identification(value, make_identifier(labelled[0], value))
    if spreadsheet.is_rounded(text):
        return Identification(value, None, warnings=(*warnings, spreadsheet.rounded_problem()))
    if is_placeholder(text) and _mac(text, value, warnings, bare=False) is None:
        return Identification(value, None, warnings=(*warnings, _placeholder()))
    found = (
        _mac(text, value, warnings, bare=False)
        or _imei(text, value, warnings)
        or _meid(text, value, warnings, strict=True)
        or _bare_mac(text, value, warnings)
    )
    if found is None and _NEARLY_MAC.fullmatch(text):
        found = _unusable(IdentifierKind.MAC, text, value, warnings, _no_mac())
    elif found is None and _SIM_CARD.fullmatch(text.translate(_IMEI_SEPARATORS)):
        warnings = (*warnings, _("The form of a SIM card's number, not a device's."))
    elif found is None and _SERIAL.fullmatch(text) and not _NO_SERIAL.fullmatch(text):
        found = _code(IdentifierKind.SERIAL, text, value, warnings)
    return _identification(value, found, warnings)


def make_identifier(kind: IdentifierKind, raw: str) -> Identifier | None:
    """Make the identifier that a place for ``kind`` holds; None when it holds none. Never raises.

    What does not have the kind's form is kept, not valid and never matched, with a warning that
    says why. A place for an IMEI or MEID may hold an IMEI, IMEISV or MEID, and the result says
    which. A placeholder is nothing there and in a place for a MAC (``n.v.t.``); a serial number
    or asset tag that is a placeholder is kept, as it stands on the device, and never matched.
    """
    text, warnings = spreadsheet.unwrap(plain_line(raw[: 4 * _LONGEST]))
    while (labelled := _without_label(text)) and labelled[0] is kind:
        text, more = spreadsheet.unwrap(labelled[1])
        warnings = warnings or more
    if not any(map(str.isalnum, text)):
        return None
    if len(raw) > 4 * _LONGEST or len(text) > _LONGEST:
        return _unusable(kind, text[:_LONGEST], raw, warnings, _("Too long for an identifier."))
    if kind in (IdentifierKind.SERIAL, IdentifierKind.ASSET_TAG):
        return _code(kind, text, raw, warnings)
    found: Identifier | None
    if kind is IdentifierKind.MAC:
        found = _mac(text, raw, warnings, bare=True)
        problem = _no_mac()
    elif kind is IdentifierKind.MEID:
        found = _meid(text, raw, warnings, strict=False) or _imei(text, raw, warnings)
        problem = _("Not the form of an MEID.")
    else:
        found = _imei(text, raw, warnings) or _meid(text, raw, warnings, strict=True)
        problem = _("Not the form of an IMEI.")
    if found is None and is_placeholder(text):
        return None
    if found is None and spreadsheet.is_rounded(text):
        problem = spreadsheet.rounded_problem()
    return found or _unusable(kind, text, raw, warnings, problem)


def former_canonical(identifier: Identifier) -> str | None:
    """Return another canonical form that a store may have of a serial number; None without one.

    A label with no mark behind it (``S/N PF3K1XQ7``) was once read as a part of the number.
    """
    if identifier.kind is not IdentifierKind.SERIAL or identifier.as_given == identifier.canonical:
        return None
    text = spreadsheet.unwrap(plain_line(identifier.as_given[: 4 * _LONGEST]))[0]
    while (found := _LABELLED.fullmatch(text)) and found[IdentifierKind.SERIAL] and found["mark"]:
        text = spreadsheet.unwrap(found["rest"])[0]
    labelled = _without_label(text)
    return _upper(text) if labelled and labelled[0] is IdentifierKind.SERIAL else None


def search_form(canonical: str) -> str:
    """Return what the index of fragments holds: lower-case letters and digits alone."""
    return _SEPARATORS.sub("", canonical.lower())


def normalise_fragment(text: str) -> str:
    """Bring what somebody typed into the form that :func:`search_form` gives.

    A whole MAC with dropped zeros and a decimal MEID in its groups become what their canonical
    form becomes; any other text, a part of an identifier in any notation, only loses its
    separators, label and a spreadsheet's wrapping.
    """
    cleaned = spreadsheet.unwrap(plain_line(text[: 4 * _LONGEST])[:_LONGEST])[0]
    while labelled := _without_label(cleaned):
        cleaned = spreadsheet.unwrap(labelled[1])[0]
    whole = _mac(cleaned, text, (), bare=False)
    if whole is None and 16 < len(cleaned.translate(_MEID_SEPARATORS)) < len(cleaned):
        whole = _meid(cleaned, text, (), strict=True)
    return search_form(whole.canonical if whole and whole.valid else cleaned)


def behind_label(text: str) -> str:
    """Return what stands behind an identifier's label, whatever its form; empty without a label."""
    labelled = _LABELLED.fullmatch(plain_line(text[: 4 * _LONGEST])[:_LONGEST])
    return labelled["rest"] if labelled else ""


def _without_label(text: str) -> tuple[IdentifierKind, str] | None:
    """Return the kind that a label in front names and what stands behind it; None without one.

    With nothing but a space between them, what is behind must have the form of the kind: ``Mac 12``
    may be a name.
    """
    labelled = _LABELLED.fullmatch(text)
    if labelled is None:
        return None
    kind, rest = next(kind for kind in _LABELS if labelled[kind.value]), labelled["rest"]
    return (kind, rest) if labelled["mark"] or _has_form(kind, rest) else None


def _has_form(kind: IdentifierKind, text: str) -> bool:
    """Whether a text, right or wrong, is one of a kind that has a label."""
    if kind is IdentifierKind.MAC:
        return _mac(text, text, (), bare=True) is not None
    if kind in (IdentifierKind.SERIAL, IdentifierKind.ASSET_TAG):
        return " " not in text and _SERIAL.fullmatch(text) is not None
    found = _imei(text, text, ()) or _meid(text, text, (), strict=kind is IdentifierKind.IMEI)
    return found is not None


def _identification(
    value: str, found: Identifier | None, warnings: tuple[str, ...] = ()
) -> Identification:
    if found is None:
        return Identification(value, None, warnings=warnings)
    return Identification(
        value, found.kind, found.valid, found.canonical, found.matchable, found.warnings
    )


def _no_mac() -> str:
    return _("Not the form of a MAC address.")


def _placeholder() -> str:
    return _("A placeholder that names no device.")


def _unusable(
    kind: IdentifierKind, text: str, raw: str, warnings: tuple[str, ...], problem: str
) -> Identifier:
    return Identifier(
        kind, _upper(text), raw, valid=False, matchable=False, warnings=(*warnings, problem)
    )


def _upper(text: str) -> str:
    # Upper case can leave characters that the normal form spells otherwise, and back.
    return plain_line(plain_line(text.upper()).upper())


def _code(kind: IdentifierKind, text: str, raw: str, warnings: tuple[str, ...]) -> Identifier:
    if is_placeholder(text, short_code=kind is IdentifierKind.ASSET_TAG):
        return _unusable(kind, text, raw, warnings, _placeholder())
    if spreadsheet.is_rounded(text):
        return _unusable(kind, text, raw, warnings, spreadsheet.rounded_problem())
    if _DIGITS.fullmatch(text) and spreadsheet.ends_as_rounded(text):
        problem = spreadsheet.zeros_problem()
        return Identifier(kind, text, raw, matchable=False, warnings=(*warnings, problem))
    return Identifier(kind, _upper(text), raw, warnings=warnings)


def _imei(  # noqa: PLR0911 - one return for each thing that 14 to 16 digits can be
    text: str, raw: str, warnings: tuple[str, ...]
) -> Identifier | None:
    # python-stdnum costs 40 ms to import, and a window that only lists devices needs none of it.
    from stdnum import luhn  # noqa: PLC0415

    digits = text.translate(_IMEI_SEPARATORS)
    if not _DIGITS.fullmatch(digits) or len(digits) not in (14, 15, 16):
        return None
    kind = IdentifierKind.IMEISV if len(digits) == 16 else IdentifierKind.IMEI
    if len(digits) == 14 and digits.startswith("99"):
        return None
    if len(set(digits)) == 1 or digits.startswith("00000000"):
        return _unusable(kind, digits, raw, warnings, _placeholder())
    if spreadsheet.ends_as_rounded(digits):
        problem = spreadsheet.zeros_problem()
        return _unusable(kind, digits, raw, warnings, problem)
    if len(digits) == 14:
        if digits[0] == "1" and luhn.is_valid("0" + digits):
            problem = _("14 digits: either the check digit or a leading zero is missing.")
            return _unusable(kind, digits, raw, warnings, problem)
        completed = _("Given without its check digit, which was worked out.")
        whole = digits + luhn.calc_check_digit(digits)
        return Identifier(kind, whole, raw, warnings=(*warnings, completed))
    if len(digits) == 15 and not luhn.is_valid(digits):
        problem = _("The check digit is wrong: {given} where {expected} is expected.").format(
            given=digits[-1], expected=luhn.calc_check_digit(digits[:-1])
        )
        return _unusable(kind, digits, raw, warnings, problem)
    return Identifier(kind, digits, raw, warnings=warnings)


def _meid(  # noqa: PLR0911 - one return for each thing the form can be
    text: str, raw: str, warnings: tuple[str, ...], *, strict: bool
) -> Identifier | None:
    """Read a MEID; ``strict`` asks that its region code is one of a MEID (99, A0 and up)."""
    from stdnum import exceptions, meid  # noqa: PLC0415 - as above

    compact = text.upper().translate(_MEID_SEPARATORS)
    if len(compact) not in (14, 15, 18, 19) or not _HEX.fullmatch(compact):
        return None
    if len(compact) > 15 and not _DIGITS.fullmatch(compact):
        return None
    if len(compact) == 15 and _DIGITS.fullmatch(compact) and strict:
        return None  # an IMEI, whatever its first digits
    canonical = meid.compact(compact)
    if len(canonical) != 14:
        return None  # decimal parts too large
    region = int(canonical[:2], 16)
    if region != 0x99 and region < 0xA0 and (strict or _DIGITS.fullmatch(canonical)):
        return None if strict else _imei(canonical, raw, warnings)
    try:
        meid.validate(compact)
    except exceptions.ValidationError:
        problem = _("The check digit is wrong.")
        return _unusable(IdentifierKind.MEID, canonical, raw, warnings, problem)
    return Identifier(IdentifierKind.MEID, canonical, raw, warnings=warnings)


def _mac(text: str, raw: str, warnings: tuple[str, ...], *, bare: bool) -> Identifier | None:
    """Read a MAC; ``bare`` allows one without separators."""
    lowered = text.lower()
    match = _HEX_GROUPS.fullmatch(lowered)
    if match is None:
        return None
    separator = match[1] or ""
    groups = lowered.split(separator) if separator else [lowered]
    lengths = [len(group) for group in groups]
    if len(groups) in (6, 8) and max(lengths) <= 2 and (separator in ":-" or min(lengths) == 2):
        digits = "".join(group.zfill(2) for group in groups)
    elif (lengths in ([4, 4, 4], [4, 4, 4, 4], [6, 6], [6, 10], [8, 8]) and separator != " ") or (
        bare and lengths in ([12], [16])
    ):
        digits = "".join(groups)
    else:
        return None
    if separator in ("-", " ", ".") and _DIGITS.fullmatch(digits) and len(digits) == 16:
        # With points it is how a MAC is written, and phones that are sold have no number from 00.
        points = separator == "." and lengths == [4, 4, 4, 4]
        if not (points and digits.startswith("00")) or digits.startswith("00000000"):
            return None  # an IMEISV in groups
    canonical = ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))
    problem = _mac_problem(canonical)
    return Identifier(
        IdentifierKind.MAC,
        canonical,
        raw,
        matchable=not problem,
        warnings=(*warnings, problem) if problem else warnings,
    )


def _mac_problem(canonical: str) -> str:
    from stdnum import mac  # noqa: PLC0415 - as above

    if not canonical.strip("0:") or not canonical.strip("f:"):
        return _placeholder()
    if canonical in _SHARED_MACS:
        return _("An address that a driver gives to every machine alike.")
    if mac.is_multicast(canonical):
        return _("A multicast address, which no adapter has for its own.")
    if mac.is_locally_administered(canonical):
        return _("Locally administered: made up by software, not the adapter's own.")
    return ""


def _bare_mac(text: str, raw: str, warnings: tuple[str, ...]) -> Identifier | None:
    if _DIGITS.fullmatch(text) or "-" in text:
        return None
    doubt = _("Without separators it may also be a serial number.")
    return _mac(text, raw, (*warnings, doubt), bare=True)
