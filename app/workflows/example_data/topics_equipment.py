"""Example tickets about equipment and connections, in Dutch."""

from __future__ import annotations

from app.model.device import DeviceKind
from app.workflows.example_data.topic import FIELD, NETWORK, SERVICE, Topic

EQUIPMENT_TOPICS = (
    Topic(
        "Printer",
        FIELD,
        ("printer",),
        DeviceKind.PRINTER,
        ("Printer {plek} print niet", "Strepen op afdrukken {plek}", "Papierstoring {plek}"),
        (
            "De printer {plek} geeft sinds {dag} alleen lege vellen. Uit- en aanzetten helpt niet.",
            "Er zitten zwarte strepen op alles wat we {plek} afdrukken.",
            "Het apparaat {plek} meldt steeds een papierstoring, maar er zit niets vast.",
        ),
        (
            "Welke melding staat er op het schermpje van de printer?",
            "Lukt afdrukken vanaf een andere computer wel?",
        ),
        (
            "Er staat alleen dat de lade leeg is, maar dat klopt niet.",
            "Bij mijn collega gebeurt precies hetzelfde.",
        ),
        (
            "We hebben de drum vervangen en een testpagina afgedrukt; die is schoon.",
            "De wachtrij liep vast. Die is geleegd en het stuurprogramma is bijgewerkt.",
        ),
        ("Drum was op, nieuwe uit voorraad gepakt.", "Leverancier komt {dag} langs met onderdeel."),
        weight=6,
    ),
    Topic(
        "Wifi",
        NETWORK,
        ("wifi", "netwerk"),
        DeviceKind.NETWORK,
        ("Wifi valt weg {plek}", "Geen draadloos netwerk {plek}", "Wifi erg traag sinds {dag}"),
        (
            "De wifi valt {plek} om de paar minuten weg. Met de kabel heb ik nergens last van.",
            "Sinds {dag} kan niemand {plek} nog met het draadloze netwerk verbinden.",
            "Het draadloze netwerk is zo traag dat {app} niet meer wil laden.",
        ),
        (
            "Hebben meer mensen er last van, of alleen u?",
            "Ziet u het netwerk nog wel in de lijst staan als het misgaat?",
        ),
        (
            "Iedereen op deze gang heeft het, ook de telefoons.",
            "Het netwerk staat er wel, maar verbinden lukt niet.",
        ),
        (
            "Het accesspoint {plek} was vastgelopen. Het is herstart en bijgewerkt.",
            "We hebben het kanaal gewijzigd; de storing van het buurpand is daarmee weg.",
        ),
        ("Accesspoint reageert niet op ping, spanning via switchpoort uit en aan gezet.",),
        weight=6,
    ),
    Topic(
        "Mobiel",
        SERVICE,
        ("telefoon", "verlies"),
        DeviceKind.PHONE,
        ("Telefoon kwijt", "Telefoon gestolen", "Werktelefoon laten liggen in de trein"),
        (
            "Ik ben {dag} mijn werktelefoon kwijtgeraakt. Kan hij op afstand worden geblokkeerd?",
            "Mijn tas is {dag} gestolen, met daarin de telefoon van het werk.",
            "Mijn werktelefoon ligt nog in de trein, denk ik. Graag blokkeren voor de zekerheid.",
        ),
        (
            "Stond er een toegangscode op, en heeft u al aangifte gedaan?",
            "Weet u nog waar u het toestel het laatst heeft gebruikt?",
        ),
        (
            "Ja, zes cijfers. Aangifte is gedaan, zie de bijlage.",
            "Rond half negen, op het station.",
        ),
        (
            "Het toestel is geblokkeerd en gewist. Een vervangend toestel ligt voor u klaar.",
            "De telefoon is terecht en weer vrijgegeven. Wijzigt u voor de zekerheid uw code.",
        ),
        ("Gewist via beheer, simkaart geblokkeerd. Beoordelen of dit een datalek is.",),
        urgent=True,
    ),
    Topic(
        "Laptop",
        FIELD,
        ("laptop", "traag"),
        DeviceKind.LAPTOP,
        ("Laptop erg traag", "Laptop start niet meer", "Accu laadt niet op"),
        (
            "Mijn laptop is sinds {dag} heel traag. Opstarten duurt een kwartier.",
            "Na de update van {dag} komt er alleen nog een zwart scherm.",
            "De accu blijft op 4 procent staan, ook als de lader erin zit.",
        ),
        (
            "Hoeveel ruimte is er nog vrij op de schijf?",
            "Gaat er een lampje branden als u de lader aansluit?",
        ),
        ("Nog maar 2 GB, zie ik nu.", "Nee, er brandt niets, ook niet met een andere lader."),
        (
            "De schijf zat vol met oude updates. Er is weer 80 GB vrij en hij start vlot.",
            "De accu is vervangen onder garantie.",
        ),
        ("Nog in garantie, melding bij leverancier gedaan.", "Leenlaptop meegegeven."),
        weight=7,
    ),
    Topic(
        "Audiovisueel",
        FIELD,
        ("beamer", "les"),
        DeviceKind.PERIPHERAL,
        ("Beamer geeft geen beeld {plek}", "Beamer {plek} is wazig", "HDMI-kabel kapot {plek}"),
        (
            "De beamer {plek} gaat wel aan maar geeft geen beeld.",
            "Het beeld van de beamer {plek} is geel en wazig.",
            "De kabel van de beamer {plek} is stuk; er zit een knik bij de stekker.",
        ),
        ("Welke ingang staat er op de beamer gekozen?", "Hoe lang moet de kabel zijn?"),
        ("Hij staat op HDMI 1.", "Ongeveer vijf meter."),
        (
            "De lamp was op en is vervangen.",
            "Er ligt een nieuwe kabel, langs de wand vastgezet.",
        ),
        ("Lamp had 4.100 uur gedraaid.",),
        weight=3,
    ),
    Topic(
        "Audiovisueel",
        FIELD,
        ("digibord", "les"),
        DeviceKind.MONITOR,
        ("Digibord reageert niet {plek}", "Digibord {plek} staat scheef uitgelijnd"),
        (
            "Het digibord {plek} reageert niet meer op de pen. Ik heb zo les.",
            "De pen schrijft {plek} een handbreed naast de plek waar ik hem neerzet.",
        ),
        ("Is de USB-kabel van het bord aangesloten?", "Heeft u het bord al opnieuw uitgelijnd?"),
        ("Die zat los, maar vastmaken helpt niet.", "Dat menu kan ik niet vinden."),
        (
            "De driver is opnieuw geïnstalleerd en het bord is uitgelijnd.",
            "De kabel is vervangen; het bord reageert weer.",
        ),
        ("Bord is acht jaar oud, meenemen in de vervanging.",),
        weight=3,
        urgent=True,
    ),
    Topic(
        "Netwerk",
        NETWORK,
        ("kabel", "netwerk"),
        DeviceKind.NETWORK,
        ("Netwerkaansluiting dood {plek}", "Extra aansluiting {plek}", "Internet ligt eruit"),
        (
            "De aansluiting {plek} doet niets meer sinds de verhuizing van {dag}.",
            "Voor een extra bureau {plek} hebben we nog een netwerkaansluiting nodig.",
            "Het hele gebouw heeft sinds {dag} geen internet, de telefoons doen het ook niet.",
        ),
        ("Welk nummer staat er op het stopcontact?", "Branden er lampjes op de switch?"),
        ("Nummer 2.14.", "Er brandt er één, en die is oranje."),
        (
            "De poort is weer ingeschakeld en getest.",
            "De storing zat bij de provider en is verholpen.",
        ),
        (
            "Provider gebeld, verwacht herstel binnen vier uur.",
            "Patch gewijzigd van 2.14 naar 2.16.",
        ),
        weight=4,
        urgent=True,
    ),
    Topic(
        "Telefonie",
        NETWORK,
        ("telefonie",),
        DeviceKind.PHONE,
        ("Vaste telefoon {plek} is stil", "Doorschakelen lukt niet", "Voicemail wijzigen"),
        (
            "De vaste telefoon {plek} geeft geen kiestoon.",
            "Ik wil mijn nummer doorschakelen naar mijn mobiel, maar krijg een foutmelding.",
            "De voicemail noemt nog de naam van mijn voorganger.",
        ),
        ("Wat staat er op het schermpje?", "Naar welk nummer wilt u doorschakelen?"),
        ("Er staat: geen registratie.", "Naar mijn eigen werktelefoon."),
        (
            "Het toestel is opnieuw aangemeld bij de centrale.",
            "De doorschakeling staat aan en is getest.",
        ),
        ("Toestel had een oud adres van de centrale.",),
    ),
    Topic(
        "Werkplek",
        FIELD,
        ("scherm", "werkplek"),
        DeviceKind.MONITOR,
        ("Tweede scherm blijft zwart", "Scherm flikkert {plek}", "Dockingstation doet niets"),
        (
            "Mijn tweede scherm blijft zwart, ook met een andere kabel.",
            "Het scherm {plek} flikkert zo erg dat werken niet gaat.",
            "Het dockingstation laadt de laptop wel op, maar geeft geen beeld.",
        ),
        ("Is het scherm te zien bij de beeldscherminstellingen?", "Welk type is het?"),
        ("Nee, daar staat er maar één.", 'Een 24" van een paar jaar oud.'),
        (
            "De software van het dockingstation is bijgewerkt; beide schermen werken.",
            "Het scherm is omgeruild voor een ander uit voorraad.",
        ),
        ("Bekend probleem na de laatste update.",),
        weight=4,
    ),
    Topic(
        "Tablet",
        FIELD,
        ("tablet", "les"),
        DeviceKind.TABLET,
        ("Tablets niet opgeladen {plek}", "Barst in tablet", "App ontbreekt op tablets"),
        (
            "De kar met tablets {plek} heeft vannacht niet geladen.",
            "Er is een tablet gevallen; er zit een barst in het glas.",
            "Op zes van de tablets {plek} staat {app} niet.",
        ),
        ("Brandt het lampje van de kar?", "Wat is het nummer op de sticker van de tablet?"),
        ("Nee, alles is uit.", "Dat is de laatste in de rij, de sticker is eraf."),
        (
            "De tijdklok van de kar stond verkeerd; vannacht laadt hij weer.",
            "{app} is alsnog naar alle tablets gestuurd.",
        ),
        ("Glas vervangen is duurder dan een nieuwe, offerte gevraagd.",),
        weight=3,
    ),
    Topic(
        "Server",
        NETWORK,
        ("server", "back-up"),
        DeviceKind.SERVER,
        ("{app} onbereikbaar", "Back-up mislukt", "Server traag sinds {dag}"),
        (
            "Niemand kan {app} meer openen; de pagina blijft wit.",
            "De back-up van {dag} is niet gelukt, zie het verslag in de bijlage.",
            "Het opslaan van bestanden duurt sinds {dag} minutenlang.",
        ),
        ("Sinds hoe laat precies?", "Krijgt u een foutnummer te zien?"),
        ("Vanaf ongeveer kwart over acht.", "Er staat 503."),
        (
            "De dienst is herstart en {app} werkt weer. De oorzaak was een volle schijf.",
            "De back-up is alsnog gemaakt en gecontroleerd.",
        ),
        ("Logbestanden opgeruimd, bewaking aangescherpt.",),
        urgent=True,
    ),
)
