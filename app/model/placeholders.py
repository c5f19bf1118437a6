"""Texts that stand where a serial number or a maker should be, and name nothing.

Firmware leaves them (``To be filled by O.E.M.``), and people type them (``n.v.t.``). A device is
never matched on one: every machine of a batch carries the same.
"""

from __future__ import annotations

_NOTHING = """
    none null nil nan na nvt niet geen leeg empty blank unknown unk onbekend ongeldig invalid
    notapplicable notavailable notspecified notset notdefined notprovided notpresent unavailable
    undefined unspecified nietvantoepassing nietbekend nietopgegeven nietbeschikbaar tbd tba
    todo default defaultstring dummy placeholder
""".split()  # noqa: SIM905 - words, not a list of quotes
_LEFT_BY_FIRMWARE = """
    oem oemstring oemserial oemdefault empty0 system0 systemserialnumber systemmanufacturer
    systemproductname systemversion systemname systemsku systemassettag serial serialnumber
    serialno sernum0 sernum1 serienummer chassisserialnumber chassisserial chassisassettag
    chassismanufacturer chassisversion baseboardserialnumber boardserialnumber
    type2boardserialnumber type1productconfigid baseboardassettag assettag assettagnumber
    noassettag noassettaginformation noassetinformation atagnumber0 assettagnumber0 noserial
    noserialnumber productname mb1234567890 bss0123456789 bsn12345678901234567
    csn12345678901234567 ssn12345678901234567 0x00000000 eval emptyserial
    releasekeys testkeys devkeys
""".split()  # noqa: SIM905 - words, not a list of quotes
_WORDS = frozenset(_NOTHING + _LEFT_BY_FIRMWARE)
_PREFIXES = ("tobefilled", "tobesetby", "tobedefined", "fillbyoem", "filledbyoem", "nietingevuld")
_RUNS = (
    "0123456789abcdef",
    "123456789abcdef",
    "0123456789012345678901234567890123456789",
    "1234567890123456789012345678901234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "9876543210",
)


def is_placeholder(text: str, *, short_code: bool = False) -> bool:
    """Say whether ``text`` names nothing.

    That is: no letter or digit at all; a known text of the lists above, in any case and
    punctuation; one character three times or more and nothing else; a run from the start of the
    digits or the alphabet (``123456``, ``0123456789ABCDEF``); one character alone.

    ``short_code`` is for asset tags, where ``7``, ``111`` and ``12345`` are real: there one
    repeated character counts from five, a run from eight, and zeros always.
    """
    key = text if text.isalnum() else "".join(filter(str.isalnum, text))
    key = key.casefold()
    if not key or key in _WORDS or key.startswith(_PREFIXES):
        return True
    if len(set(key)) == 1 and (key[0] == "0" or len(key) >= (5 if short_code else 3)):
        return True
    if len(key) == 1:
        return not short_code
    return len(key) >= (8 if short_code else 6) and any(run.startswith(key) for run in _RUNS)
