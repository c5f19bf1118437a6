"""Words and days of inventory files, in Dutch and English, brought to the model's own."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from app.i18n import _
from app.model.device import DeviceKind, DeviceState
from app.model.identifiers import clean_text

LONGEST_TEXT = 300  # characters of a name, model or place

_KINDS = {
    DeviceKind.LAPTOP: """laptop notebook subnotebook macbook ultrabook chromebook portable
        convertible detachable mobileworkstation laptops notebooks""",
    DeviceKind.DESKTOP: """desktop pc computer workstation tower minitower minipc stickpc allinone
        imac macmini macpro macstudio thinclient lowprofiledesktop spacesaving pizzabox
        lunchbox vastepc desktops werkstation""",
    DeviceKind.SERVER: """server rackserver rackmountchassis mainserverchassis bladeserver blade
        bladeenclosure multisystemchassis servers""",
    DeviceKind.PHONE: """phone smartphone mobilephone telephone telefoon mobiel mobieletelefoon
        iphone gsm toestel handset ipphone deskphone mobile cellphone telefoons""",
    DeviceKind.TABLET: "tablet ipad handheld tablets",
    DeviceKind.PRINTER: "printer mfp multifunctional multifunctionprinter scanner plotter copier",
    DeviceKind.MONITOR: "monitor display beeldscherm scherm screen monitoren beeldschermen",
    DeviceKind.NETWORK: """network networking networkequipment switch router firewall accesspoint
        ap wlc wirelesscontroller gateway modem netwerk netwerkapparatuur netwerkapparaat""",
    DeviceKind.PERIPHERAL: """peripheral dock docking dockingstation keyboard toetsenbord mouse muis
        headset webcam randapparatuur adapter beamer projector""",
    DeviceKind.OTHER: "other overig anders",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_KIND_OF_MODEL = (
    ("macbook", DeviceKind.LAPTOP),
    ("ipad", DeviceKind.TABLET),
    ("iphone", DeviceKind.PHONE),
    ("imac", DeviceKind.DESKTOP),
    ("mac mini", DeviceKind.DESKTOP),
    ("mac pro", DeviceKind.DESKTOP),
    ("mac studio", DeviceKind.DESKTOP),
)
_STATES = {
    DeviceState.IN_STOCK: """instock stock spare available new voorraad opvoorraad beschikbaar
        reserve magazijn nieuw""",
    DeviceState.IN_USE: """inuse used active deployed assigned production ingebruik actief
        uitgegeven inproductie gebruikt ready""",
    DeviceState.IN_REPAIR: "inrepair repair broken defective reparatie inreparatie defect stuk",
    DeviceState.LOST: "lost missing kwijt verloren vermist zoek",
    DeviceState.STOLEN: "stolen gestolen",
    DeviceState.RETIRED: """retired decommissioned disposed scrapped archived writtenoff afgevoerd
        afgeschreven uitgebruik uitdienst vervallen verwijderd ingeleverd""",
}
_STATE_OF = {word: state for state, words in _STATES.items() for word in words.split()}

_MONTHS = {
    month: number
    for number, months in enumerate(
        (
            "jan january januari",
            "feb february februari",
            "mar march mrt maart",
            "apr april",
            "may mei",
            "jun june juni",
            "jul july juli",
            "aug august augustus",
            "sep sept september",
            "oct october okt oktober",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for month in months.split()
}
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[t ].*)?|([0-9]{8})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?: [0-9:. apm]+)?")
_NAMED_DAY_FIRST = re.compile(r"([0-9]{1,2})[ -]([a-z]+)\.?[ -]([0-9]{4})(?: [0-9:. apm]+)?")
_NAMED_MONTH_FIRST = re.compile(r"([a-z]+)\.? ([0-9]{1,2}),? ([0-9]{4})(?: [0-9:. apm]+)?")
_SPREADSHEET_EPOCH = date(1899, 12, 30)  # day 0 of the spreadsheets' calendar
_FIRST_YEAR, _LAST_YEAR = 1980, 2100


def plain(value: object) -> str:
    """Return a file's value as one line of plain text, empty when it holds no text."""
    return clean_text(value[: 4 * LONGEST_TEXT])[:LONGEST_TEXT] if isinstance(value, str) else ""


def key_of(text: str) -> str:
    """Return a word or heading without accents, case, spaces and punctuation."""
    folded = unicodedata.normalize("NFKD", clean_text(text[:LONGEST_TEXT])).casefold()
    return "".join(char for char in folded if char.isalnum())


def kind_of(text: str) -> DeviceKind | None:
    """Read a word for a sort of device."""
    key = key_of(text)
    return _KIND_OF.get(key) or _KIND_OF.get(key.removesuffix("s"))


def kind_of_model(model: str) -> DeviceKind | None:
    """Tell the sort from a model's name, where the name itself says it."""
    lowered = model.lower()
    return next((kind for word, kind in _KIND_OF_MODEL if word in lowered), None)


def state_of(text: str) -> DeviceState | None:
    """Read a word for where a device is in its life."""
    return _STATE_OF.get(key_of(text))


def day_of(text: str) -> tuple[str | None, str]:
    """Read a day; return it as an ISO text or None, and a warning or an empty text.

    Day before month, as the Dutch write it. With slashes, where the other order is possible too,
    the warning says so; a month above twelve settles it.
    """
    text = clean_text(text).casefold()
    found, warning = None, ""
    if match := _YEAR_FIRST.fullmatch(text):
        packed = match[5]
        parts = (packed[:4], packed[4:6], packed[6:]) if packed else match.group(1, 3, 4)
        found = _day(int(parts[0]), int(parts[1]), int(parts[2]))
    elif match := _DAY_FIRST.fullmatch(text):
        found, warning = _day_first(int(match[1]), int(match[3]), match[4], match[2])
    elif match := _NAMED_DAY_FIRST.fullmatch(text):
        found = _day(int(match[3]), _MONTHS.get(match[2], 0), int(match[1]))
    elif match := _NAMED_MONTH_FIRST.fullmatch(text):
        found = _day(int(match[3]), _MONTHS.get(match[1], 0), int(match[2]))
    elif re.fullmatch(r"[2-7][0-9]{4}(?:[.,][0-9]+)?", text):
        found = _SPREADSHEET_EPOCH + timedelta(days=int(text[:5]))
        warning = _("A spreadsheet's day number, read as {day}.").format(day=found.isoformat())
    if found is None:
        return None, _("Not a date that can be read; left out.")
    return found.isoformat(), warning


def _day_first(first: int, second: int, year_text: str, separator: str) -> tuple[date | None, str]:
    year = int(year_text)
    if len(year_text) == 2:
        year += 1900 if year >= _FIRST_YEAR - 1900 else 2000
    if second > 12:
        return _day(year, first, second), _("Month before day; read so.")
    if separator == "/" and first <= 12 and first != second:
        return _day(year, second, first), _("Day and month may be the other way round.")
    return _day(year, second, first), ""


def _day(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
