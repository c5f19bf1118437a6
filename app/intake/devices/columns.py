"""Which column of a table holds what: guessed from its heading, or as the user says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app.errors import KnownError
from app.i18n import _
from app.intake.devices.values import key_of
from app.model.plain_line import plain_line

MOST_COLUMNS = 1000


class Field(StrEnum):
    """What a column can hold; these are the FIELD names of ``--map COLUMN=FIELD``."""

    SERIAL = "serial"
    IMEI = "imei"
    IMEISV = "imeisv"
    MEID = "meid"
    MAC = "mac"
    ASSET_TAG = "asset_tag"
    NAME = "name"
    MANUFACTURER = "manufacturer"
    MODEL = "model"
    KIND = "kind"
    TYPE = "type"  # a sort of device or a model: each row's own value tells which
    STATE = "state"
    OWNER = "owner"
    ORGANISATION = "organisation"
    LOCATION = "location"
    PURCHASED_ON = "purchased_on"
    WARRANTY_UNTIL = "warranty_until"
    IGNORE = "ignore"


IDENTIFYING = frozenset(
    {Field.SERIAL, Field.IMEI, Field.IMEISV, Field.MEID, Field.MAC, Field.ASSET_TAG}
)

# In order of preference: of two columns that fill one field, the earlier heading is read first.
_HEADINGS = {
    Field.SERIAL: """serial serialnumber serialno serialnr serienummer serienr sn snr servicetag
        chassisserial chassisserialnumber deviceserial deviceserialnumber devicesn
        hardwareserial hardwareserialnumber serienummerapparaat toestelserienummer fabrieksnummer
        serialnum srnr seriennummer seriennr gerateseriennummer geraeteseriennummer""",
    Field.IMEI: "imei imeinumber imeinummer imeino imeinr imeicode imeimeid",
    Field.IMEISV: "imeisv imeisoftwareversion",
    Field.MEID: "meid meidnumber meidnummer",
    Field.MAC: """mac macaddress macadres macaddr macid physicaladdress fysiekadres hardwareaddress
        hardwareadres hwaddr macadresse physischeadresse physikalischeadresse hardwareadresse""",
    Field.ASSET_TAG: """assettag assetnumber assetnummer assetno assetnr assetid assetcode
        assetlabel inventarisnummer inventarisnr inventariscode inventarisid inventaris
        inventorynumber inventoryno inventorytag activanummer activumnummer objectnummer
        propertytag labelnummer stickernummer inventarnummer inventarnr anlagennummer anlagennr
        tag barcode streepjescode asset""",
    Field.NAME: """devicename hostname computername pcname systemname machinename netbiosname
        apparaatnaam toestelnaam computernaam pcnaam systeemnaam machinenaam
        geratename geraetename rechnername fqdn host
        assetname displayname name naam""",
    Field.MANUFACTURER: """manufacturer make brand vendor merk fabrikant producent maker
        devicemanufacturer hersteller fabrikat marke""",
    Field.MODEL: """modelname model modelnaam devicemodel modelnummer modelnumber productname
        product typenummer modeltype merkenmodel merkmodel makeandmodel makemodel
        modelidentifier modellname modell modellbezeichnung modellnummer typenbezeichnung
        typbezeichnung produktname produkt""",
    Field.KIND: """kind devicetype devicekind assettype category categorie soort apparaattype
        apparaatsoort toesteltype hardwaretype assetcategory devicefamily formfactor chassistype
        productcategorie geratetyp geraetetyp gerateart geraeteart kategorie geratekategorie
        geraetekategorie""",
    Field.TYPE: """type toestel omschrijving description typ gerat geraet bezeichnung
        beschreibung""",
    Field.STATE: """state status staat toestand assetstatus devicestatus levensfase lifecyclestate
        zustand geratestatus geraetestatus""",
    Field.OWNER: """owneremail useremail gebruikeremail emailgebruiker emaileigenaar
        userprincipalname upn primaryuserupn primaryuseremailaddress email emailaddress emailadres
        username gebruikersnaam loginname login owner eigenaar user gebruiker ingebruikdoor
        gebruiktdoor
        ingebruikbij assignedto assigneduser assignee toegewezenaan toegekendaan uitgegevenaan
        primaryuser usedby medewerker employee houder holder custodian
        benutzeremail emailadresse emailbenutzer benutzername anmeldename benutzer nutzer anwender
        besitzer eigentumer eigentuemer inhaber zugewiesenan zugeordnetzu ausgegebenan verwendetvon
        genutztvon mitarbeiter""",
    Field.ORGANISATION: """organisation organization organisatie bedrijf company department
        afdeling departement afdelingorganisatie klant customer client propertyof businessunit
        team organisationseinheit abteilung firma unternehmen kunde mandant""",
    Field.LOCATION: """location locatie vestiging site building gebouw room kamer ruimte office
        kantoor standplaats werkplek plaats rackstr standort gebaude gebaeude raum zimmer buro
        buero niederlassung filiale arbeitsplatz ort""",
    Field.PURCHASED_ON: """purchasedate purchasedon datepurchased purchased aankoopdatum
        aanschafdatum datumaankoop datumaanschaf aangeschaftop gekochtop boughton podate orderdate
        besteldatum invoicedate factuurdatum deliverydate leverdatum kaufdatum anschaffungsdatum
        einkaufsdatum gekauftam beschafftam angeschafftam bestelldatum rechnungsdatum
        lieferdatum""",
    Field.WARRANTY_UNTIL: """warrantyuntil warrantyexpires warrantyend warrantyenddate
        warrantyexpiration warrantyexpirationdate warrantyexpiry warrantyexpirydate warrantyto
        endofwarranty warranty garantietot garantietotenmet garantietm
        einddatumgarantie eindegarantie
        garantieeinddatum garantieeinde garantieverloopt garantiedatum garantiebis garantieende
        garantieenddatum garantieablauf garantielauftab gewahrleistungbis gewaehrleistungbis
        gewahrleistungsende gewaehrleistungsende garantie""",
}
_TYPE_RANK = 50  # after every heading that can only be a model
_GUESS = {
    heading: (field, rank + (_TYPE_RANK if field is Field.TYPE else 0))
    for field, headings in _HEADINGS.items()
    for rank, heading in enumerate(headings.split())
}
_WORST_RANK = 100
_DEVICE_NAMES = 16  # this many of the headings for a name can only be a device's
_MAC_WORDS = frozenset(
    """mac address adres adresse addr wifi wi fi wlan lan ethernet eth bluetooth bt wired wireless
    bedraad draadloos drahtlos primary primair secondary secundair nic network netwerk device
    apparaat van het
    """.split()  # noqa: SIM905 - words, not a list of quotes
)
_LOOKS_LIKE_DATA = re.compile(r"@|[0-9]{4}")
_LONGEST_HEADING = 60
_MOST_LISTED = 40


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is read."""

    index: int
    heading: str
    field: Field
    rank: int
    """The lower is preferred where two columns fill one field."""


@lru_cache(maxsize=4096)
def guess(heading: str) -> tuple[Field, int] | None:  # noqa: PLR0911 - a ladder of guesses
    """Return what a heading stands for and how well, or None."""
    if len(heading) > 4 * _LONGEST_HEADING:
        return None
    key = key_of(heading)
    if found := _GUESS.get(key):
        return found
    if heading.strip().lower().endswith("_str"):
        # a database's readable twin of a column that holds another table's key
        found = _GUESS.get(key.removesuffix("str"))
        return (found[0], -1) if found else None
    if found := _GUESS.get(re.sub(r"[1-9]$", "", key)):
        return found
    words = set(re.sub(r"[^a-z]+", " ", plain_line(heading).lower()).split())
    if "mac" in words and words <= _MAC_WORDS:
        return Field.MAC, _WORST_RANK
    if re.fullmatch(r"(wifi|wlan|lan|ethernet|bluetooth)mac(address|adres)?[0-9]?", key):
        return Field.MAC, _WORST_RANK
    if words & {"imei"} and words <= {"imei", "slot", "sim", "nummer", "number", "nr"}:
        return Field.IMEI, _WORST_RANK
    return None


def names_of(headings: Sequence[str]) -> list[str]:
    """Return what a mapping calls each column: its heading, and of the second that has it "(2)".

    A number is passed over where another column has that very heading.
    """
    given, numbers = set(headings), dict[str, int]()
    names = []
    for heading in headings:
        number = numbers.get(heading, 0) + 1
        name = heading
        while number > 1 and (name := f"{heading} ({number})") in given:
            number += 1
        numbers[heading] = number  # whose next is looked for from here: all may have one heading
        names.append(name)
    return names


def score(cells: Sequence[str], mapping: Mapping[str, str]) -> int:
    """Say how much a row looks like the headings of a list of devices; 0 not at all."""
    wanted = {key_of(column) for column in mapping}
    points = 0
    seen = set()
    heads = cells[:MOST_COLUMNS]
    for cell, name in zip(heads, names_of(heads) if wanted else heads, strict=True):
        found = guess(cell)
        if found and found[0] not in seen:
            seen.add(found[0])
            points += 3 if found[0] in IDENTIFYING else 1
        if wanted and key_of(name) in wanted:
            points += 5
    return points


def choose(headings: Sequence[str], mapping: Mapping[str, str]) -> tuple[Column, ...]:
    """Return the columns to read, in the order in which to read them.

    Raises ``KnownError``: ``too_many_columns``; ``unknown_field`` and ``unknown_column`` for a
    mapping that names what is not there; ``no_device_columns`` when nothing tells one device
    from another.
    """
    if len(headings) > MOST_COLUMNS:
        raise KnownError(
            "too_many_columns",
            _("The file has {count} columns.").format(count=len(headings)),
            _(
                "Nothing was imported. At most {limit} columns are read; remove those that say "
                "nothing of devices."
            ).format(limit=MOST_COLUMNS),
        )
    names = names_of(headings)
    mapped = _mapped(names, mapping)
    fields = set(mapped.values())
    columns = []
    for index, heading in enumerate(headings):
        shown = plain_line(names[index])[:_LONGEST_HEADING]
        if index in mapped:
            columns.append(Column(index, shown, mapped[index], -2))
        elif (found := guess(heading)) and found[0] not in fields:
            columns.append(Column(index, shown, *found))
    columns = [column for column in columns if column.field is not Field.IGNORE]
    if not any(_tells_devices_apart(column) for column in columns):
        raise KnownError(
            "no_device_columns",
            _("No column holds a serial number, IMEI, MAC, asset tag or device name."),
            _(
                "Nothing was imported. If it is a list of devices, say what a column holds: above "
                "the rows in the window, with --map on the command line. Columns found: {columns}."
            ).format(columns=_listed(names)),
        )
    return tuple(sorted(columns, key=_order))


def _order(column: Column) -> tuple[bool, int, int]:
    """Identifiers as they stand in the file, then the others by preference."""
    identifying = column.field in IDENTIFYING
    return not identifying, 0 if identifying else column.rank, column.index


def _tells_devices_apart(column: Column) -> bool:
    if column.field is Field.NAME:
        return column.rank < _DEVICE_NAMES
    return column.field in IDENTIFYING


def _mapped(names: Sequence[str], mapping: Mapping[str, str]) -> dict[int, Field]:
    mapped = {}
    for name, field in mapping.items():
        exact = [index for index, known in enumerate(names) if known == name]
        matches = exact or [
            index for index, known in enumerate(names) if key_of(known) == key_of(name)
        ]
        if not matches or not key_of(name):
            raise KnownError(
                "unknown_column",
                _("The file has no column “{name}”.").format(
                    name=plain_line(name)[:_LONGEST_HEADING]
                ),
                _("Nothing was imported. Columns found: {columns}.").format(columns=_listed(names)),
            )
        for index in matches:
            mapped[index] = parse_field(field)
    return mapped


def parse_field(name: str) -> Field:
    """Read a FIELD of ``--map``; raises ``KnownError`` (``unknown_field``)."""
    for field in Field:
        if key_of(field) == key_of(name):
            return field
    if found := _GUESS.get(key_of(name)):
        return found[0]
    raise KnownError(
        "unknown_field",
        _("There is no field “{name}”.").format(name=plain_line(name)[:_LONGEST_HEADING]),
        _("Nothing was imported. Fields: {fields}.").format(fields=", ".join(Field)),
    )


def _listed(headings: Sequence[str]) -> str:
    """Name columns; by their place alone where the row may be a person's data and no headings."""
    shown = [plain_line(heading[: 2 * _LONGEST_HEADING]) for heading in headings[:_MOST_LISTED]]
    data = any(len(name) > _LONGEST_HEADING or _LOOKS_LIKE_DATA.search(name) for name in shown)
    names = [
        _("column {place}").format(place=place) if data or not name else name
        for place, name in enumerate(shown, start=1)
    ]
    return ", ".join(names) + (", …" if len(headings) > len(names) else "")
