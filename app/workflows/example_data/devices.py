"""Made-up devices whose identifiers are valid and belong to nothing real.

IMEIs lie below test allocation codes, MAC addresses in the 256 that RFC 7042 keeps for
documentation (so only that many devices have one), and serial numbers are invented.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from app.model.device import DeviceKind, DeviceState, Software
from app.model.moments import office_day
from app.workflows.example_data.names import LOCATIONS
from app.workflows.example_data.records import ExampleDevice, ExamplePerson

PHONE_TAC = "35209900"
TABLET_TAC = "00499901"
MACS = 256

_MODELS: dict[DeviceKind, tuple[tuple[str, str], ...]] = {
    DeviceKind.LAPTOP: (
        ("Lenovo", "ThinkPad L14"),
        ("HP", "ProBook 450"),
        ("Dell", "Latitude 5440"),
        ("Apple", "MacBook Air"),
    ),
    DeviceKind.PHONE: (("Samsung", "Galaxy A54"), ("Apple", "iPhone 13"), ("Nokia", "XR21")),
    DeviceKind.DESKTOP: (("HP", "EliteDesk 800"), ("Dell", "OptiPlex 7010")),
    DeviceKind.TABLET: (("Apple", "iPad 9"), ("Samsung", "Galaxy Tab A8")),
    DeviceKind.PRINTER: (("Brother", "HL-L5210DN"), ("Ricoh", "IM C3000"), ("HP", "M404dn")),
    DeviceKind.MONITOR: (("Iiyama", "XUB2493"), ("Dell", "P2422H"), ("Prowise", "Touch 75")),
    DeviceKind.NETWORK: (("Ubiquiti", "U6 Pro"), ("Aruba", "2930F")),
    DeviceKind.SERVER: (("Dell", "PowerEdge R350"),),
    DeviceKind.PERIPHERAL: (("Epson", "EB-L200F"), ("Logitech", "Rally Bar")),
}
_KINDS = (
    *(DeviceKind.LAPTOP,) * 9,
    *(DeviceKind.PHONE,) * 5,
    *(DeviceKind.TABLET, DeviceKind.MONITOR) * 2,
    *(DeviceKind.DESKTOP, DeviceKind.PRINTER, DeviceKind.NETWORK, DeviceKind.PERIPHERAL),
    DeviceKind.SERVER,
)
_PERSONAL = frozenset({DeviceKind.LAPTOP, DeviceKind.PHONE, DeviceKind.TABLET, DeviceKind.DESKTOP})
_CABLED = frozenset({DeviceKind.LAPTOP, DeviceKind.DESKTOP, DeviceKind.PRINTER})
_NETWORKED = _CABLED | {DeviceKind.NETWORK, DeviceKind.SERVER}
_STATES = (
    *(DeviceState.IN_USE,) * 16,
    *(DeviceState.IN_STOCK, DeviceState.RETIRED) * 2,
    *(DeviceState.IN_REPAIR, DeviceState.LOST, DeviceState.STOLEN),
)
_SOFTWARE = (
    Software("LibreOffice", "24.8.4", "The Document Foundation"),
    Software("Mozilla Firefox", "133.0", "Mozilla"),
    Software("7-Zip", "24.09", "Igor Pavlov"),
    Software("Microsoft Teams", "24335.208", "Microsoft"),
    Software("VLC media player", "3.0.21", "VideoLAN"),
    Software("KeePassXC", "2.7.9", "KeePassXC Team"),
    Software("Greenshot", "1.2.10", "Greenshot"),
)
_WARRANTY = 3 * 365
"""Days."""
_ENDING = 20
"""Of so many devices the warranty of one ends within weeks, so that there is something to see."""
_SERIAL_LETTERS = "23456789BCDFGHJKLMNPQRSTVWXYZ"
_SERIALS = len(_SERIAL_LETTERS) ** 6
_SCATTER = 387_420_489  # a power of 3, so that it shares no factor with a power of 29


def devices(
    seed: int, count: int, people: tuple[ExamplePerson, ...], now: int
) -> tuple[ExampleDevice, ...]:
    """Return devices, most of them with one of ``people`` as owner."""
    chance = random.Random(f"devices {seed}")  # noqa: S311 - example data is no secret
    today = office_day(now)
    return tuple(_device(chance, number, people, today) for number in range(count))


def imei(number: int, tac: str = PHONE_TAC) -> str:
    """Return the ``number``-th IMEI below a type allocation code, check digit included."""
    body = f"{tac}{number % 1_000_000:06d}"
    total = 0
    for place, digit in enumerate(body):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return f"{body}{-total % 10}"


def serial(number: int) -> str:
    """Return an invented serial number; another number gives another."""
    left = (number * _SCATTER + 101) % _SERIALS
    letters = []
    for _place in range(6):
        left, place = divmod(left, len(_SERIAL_LETTERS))
        letters.append(_SERIAL_LETTERS[place])
    return "EX" + "".join(letters)


def _device(
    chance: random.Random, number: int, people: tuple[ExamplePerson, ...], today: date
) -> ExampleDevice:
    kind = chance.choice(_KINDS)
    manufacturer, model = chance.choice(_MODELS[kind])
    days = chance.randrange(20, 2_000)
    if number % _ENDING == 0:
        days = _WARRANTY - 3 - number % 50
    bought = today - timedelta(days=days)
    state = chance.choice(_STATES)
    has_owner = kind in _PERSONAL and state not in {DeviceState.IN_STOCK, DeviceState.RETIRED}
    owner = chance.randrange(len(people)) if has_owner else None
    organisation = people[chance.randrange(len(people)) if owner is None else owner].organisation
    numbers = {DeviceKind.PHONE: PHONE_TAC, DeviceKind.TABLET: TABLET_TAC}
    mac = (f"00:00:5e:00:53:{number:02x}",) if kind in _NETWORKED and number < MACS else ()
    computer = kind in {DeviceKind.LAPTOP, DeviceKind.DESKTOP}
    return ExampleDevice(
        kind=kind,
        name=f"{kind.value[:3].upper()}-{number + 1:05d}",
        manufacturer=manufacturer,
        model=model,
        state=state,
        serial=serial(number),
        asset_tag=f"CNE-A{number + 1:06d}",
        imei=(imei(number, numbers[kind]),) if kind in numbers else (),
        mac=mac,
        owner=owner,
        organisation=organisation,
        location=chance.choice(LOCATIONS),
        purchased_on=bought.isoformat(),
        warranty_until=(bought + timedelta(days=_WARRANTY)).isoformat(),
        software=tuple(chance.sample(_SOFTWARE, chance.randrange(2, 6))) if computer else (),
    )
