"""Words of inventory files, in Dutch, English and German, brought to the model's own."""

from __future__ import annotations

import unicodedata

from app.model.device import DeviceKind, DeviceState
from app.model.plain_line import plain_line

LONGEST_TEXT = 300  # characters of a name, model or place

_KINDS = {
    DeviceKind.LAPTOP: """laptop notebook subnotebook macbook ultrabook chromebook portable
        convertible detachable mobileworkstation laptops notebooks""",
    DeviceKind.DESKTOP: """desktop pc computer workstation tower minitower minipc stickpc allinone
        imac macmini macpro macstudio thinclient lowprofiledesktop spacesaving pizzabox
        lunchbox vastepc desktops werkstation rechner arbeitsplatzrechner""",
    DeviceKind.SERVER: """server rackserver rackmountchassis mainserverchassis bladeserver blade
        bladeenclosure multisystemchassis servers""",
    DeviceKind.PHONE: """phone smartphone mobilephone telephone telefoon mobiel mobieletelefoon
        iphone gsm toestel handset ipphone deskphone mobile cellphone telefoons handy telefon
        mobiltelefon diensthandy""",
    DeviceKind.TABLET: "tablet ipad handheld tablets",
    DeviceKind.PRINTER: """printer mfp multifunctional multifunctionprinter scanner plotter
        copier drucker""",
    DeviceKind.MONITOR: """monitor display beeldscherm scherm screen monitoren beeldschermen
        bildschirm bildschirme""",
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
        reserve magazijn nieuw auflager lager verfugbar verfuegbar neu""",
    DeviceState.IN_USE: """inuse used active deployed assigned production ingebruik actief
        uitgegeven inproductie gebruikt ready imeinsatz inbetrieb inbenutzung inverwendung
        aktiv ausgegeben""",
    DeviceState.IN_REPAIR: """inrepair repair broken defective reparatie inreparatie defect stuk
        inreparatur reparatur defekt""",
    DeviceState.LOST: "lost missing kwijt verloren vermist zoek vermisst",
    DeviceState.STOLEN: "stolen gestolen gestohlen",
    DeviceState.RETIRED: """retired decommissioned disposed scrapped archived writtenoff afgevoerd
        afgeschreven uitgebruik uitdienst vervallen verwijderd ingeleverd
        ausgemustert ausrangiert entsorgt stillgelegt""",
}
_STATE_OF = {word: state for state, words in _STATES.items() for word in words.split()}


def plain(value: object) -> str:
    """Return a file's value as one line of plain text, empty when it holds no text."""
    return plain_line(value[: 4 * LONGEST_TEXT])[:LONGEST_TEXT] if isinstance(value, str) else ""


def key_of(text: str) -> str:
    """Return a word or heading without accents, case, spaces and punctuation."""
    folded = unicodedata.normalize("NFKD", plain_line(text[:LONGEST_TEXT])).casefold()
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
