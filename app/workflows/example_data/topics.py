"""What example tickets are about, in Dutch; ``{plek}``, ``{app}`` and ``{dag}`` are filled in."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.device import DeviceKind


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of trouble and what people say about it."""

    category: str
    queue: str
    tags: tuple[str, ...]
    kind: DeviceKind | None
    titles: tuple[str, ...]
    openings: tuple[str, ...]
    questions: tuple[str, ...]
    answers: tuple[str, ...]
    solutions: tuple[str, ...]
    notes: tuple[str, ...]
    weight: int = 2
    """How often it comes up."""
    urgent: bool = False


SERVICE, NETWORK, FIELD, PRIVACY = "Servicedesk", "Netwerk", "Werkplek", "Privacy"

TOPICS = (
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
        "VPN",
        NETWORK,
        ("vpn", "thuiswerken"),
        DeviceKind.LAPTOP,
        ("VPN verbindt niet vanuit huis", "Thuiswerken lukt niet", "VPN verbreekt steeds"),
        (
            "Vanuit huis krijg ik geen VPN-verbinding meer. Hij blijft hangen op 'verbinden'.",
            "Sinds {dag} kan ik thuis niet meer bij de netwerkschijf en bij {app}.",
            "De VPN verbreekt elke tien minuten, ik moet dan telkens opnieuw inloggen.",
        ),
        (
            "Kunt u een schermafbeelding van de foutmelding sturen?",
            "Werkt het wel via de hotspot van uw telefoon?",
        ),
        (
            "Via mijn telefoon werkt het wel, dus het lijkt aan mijn modem te liggen.",
            "Zie de bijlage, dit verschijnt er na een minuut.",
        ),
        (
            "Uw certificaat was verlopen. Er staat een nieuw op de laptop, probeert u het nog eens.",
            "De VPN-client is bijgewerkt; de verbinding blijft nu een uur lang goed.",
        ),
        ("Certificaat verlopen, vernieuwd via beheer. Ook de andere laptops nalopen.",),
        weight=6,
    ),
    Topic(
        "Wachtwoord",
        SERVICE,
        ("account", "wachtwoord"),
        None,
        ("Wachtwoord vergeten", "Account geblokkeerd", "Kan niet meer inloggen op {app}"),
        (
            "Na mijn vakantie weet ik mijn wachtwoord niet meer. Kan het worden hersteld?",
            "Mijn account is geblokkeerd na een paar mislukte pogingen.",
            "Inloggen op {app} lukt sinds {dag} niet meer, op de computer zelf wel.",
        ),
        (
            "Voor de zekerheid bellen wij u terug op het nummer dat bij ons bekend is. Schikt dat?",
            "Heeft u onlangs uw wachtwoord gewijzigd op een ander apparaat?",
        ),
        ("Dat is goed, ik ben tot vier uur bereikbaar.", "Ja, {dag}, op mijn telefoon."),
        (
            "Het account is vrijgegeven en u heeft telefonisch een tijdelijk wachtwoord gekregen.",
            "Het oude wachtwoord stond nog op uw telefoon; nu dat is aangepast blijft het goed.",
        ),
        ("Identiteit gecontroleerd door terug te bellen.",),
        weight=9,
    ),
    Topic(
        "E-mail",
        SERVICE,
        ("outlook",),
        DeviceKind.LAPTOP,
        ("Outlook start niet op", "Mail komt niet aan", "Gedeelde postbus niet zichtbaar"),
        (
            "Outlook blijft hangen op 'profiel laden' en sluit dan af.",
            "Een klant zegt mij {dag} gemaild te hebben, maar ik zie niets, ook niet bij ongewenst.",
            "De gedeelde postbus van de administratie is sinds {dag} uit mijn Outlook verdwenen.",
        ),
        (
            "Werkt de mail in de browser wel?",
            "Van welk adres en rond welke tijd is het bericht verzonden?",
        ),
        ("In de browser werkt alles gewoon.", "Het is van {dag}, ergens in de ochtend."),
        (
            "Het profiel is opnieuw gemaakt en Outlook start weer.",
            "Het bericht stond in quarantaine; het is vrijgegeven en de afzender is vertrouwd.",
        ),
        ("Quarantaine nagekeken, onterecht tegengehouden.",),
        weight=7,
    ),
    Topic(
        "Teams",
        SERVICE,
        ("teams", "vergaderen"),
        DeviceKind.LAPTOP,
        ("Geen geluid in Teams", "Camera werkt niet in Teams", "Teams meldt steeds af"),
        (
            "In vergaderingen hoort niemand mij. In andere programma's doet de microfoon het wel.",
            "Mijn camera geeft in Teams alleen een zwart beeld.",
            "Teams meldt mij elke ochtend af en vraagt dan twee keer om mijn wachtwoord.",
        ),
        (
            "Welke headset gebruikt u, en staat die bij Instellingen ook gekozen?",
            "Zit het schuifje voor de camera open?",
        ),
        ("Met de headset van mijn collega werkt het ook niet.", "Ja, dat heb ik al geprobeerd."),
        (
            "De toegang tot de microfoon stond uit in Windows. Die is weer aangezet.",
            "Het cachegeheugen van Teams is geleegd; daarna bleef het aangemeld.",
        ),
        ("Zelfde klacht als vorige week, mogelijk de laatste update.",),
        weight=4,
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
            "Mijn werktelefoon ligt waarschijnlijk nog in de trein. Graag blokkeren voor de zekerheid.",
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
        "Account",
        SERVICE,
        ("nieuwe-medewerker", "account"),
        DeviceKind.LAPTOP,
        ("Nieuwe medewerker per {dag}", "Account voor stagiair", "Collega uit dienst"),
        (
            "Per {dag} begint er een nieuwe collega. Graag een account, een laptop en {app}.",
            "Wij krijgen een stagiair voor een half jaar. Kan er een account worden gemaakt?",
            "Een collega gaat {dag} uit dienst. Graag het account sluiten en de laptop innemen.",
        ),
        (
            "Welke rechten heeft de nieuwe collega nodig, en wie is de leidinggevende?",
            "Op welke datum moet het account weer dicht?",
        ),
        ("Dezelfde rechten als de rest van het team.", "Aan het eind van het schooljaar."),
        (
            "Het account staat klaar en de laptop kan {dag} worden opgehaald.",
            "Het account is gesloten en de laptop is ingenomen en gewist.",
        ),
        ("Laptop uit voorraad gereserveerd.", "Wachten op akkoord van de leidinggevende."),
        weight=5,
    ),
    Topic(
        "Licentie",
        SERVICE,
        ("licentie", "software"),
        DeviceKind.LAPTOP,
        ("Licentie voor {app}", "{app} meldt: licentie verlopen", "Verzoek om {app}"),
        (
            "Bij het openen van {app} krijg ik de melding dat de licentie is verlopen.",
            "Voor mijn werk heb ik {app} nodig. Kan dat op mijn laptop worden gezet?",
            "Wij hebben {plek} twee plaatsen extra nodig voor {app}.",
        ),
        ("Is uw leidinggevende akkoord met de kosten?", "Gebruikt u het elke dag of af en toe?"),
        ("Ja, het akkoord zit in de bijlage.", "Ongeveer een keer per week."),
        (
            "De licentie is toegekend. Na opnieuw aanmelden werkt {app} weer.",
            "{app} is klaargezet in de bedrijfsportal; u kunt het daar zelf installeren.",
        ),
        ("Nog drie plaatsen vrij. Volgende maand bijbestellen.",),
        weight=4,
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
        "Account",
        SERVICE,
        ("2fa", "beveiliging"),
        DeviceKind.PHONE,
        ("Code van de app werkt niet", "Nieuwe telefoon, 2FA overzetten", "Geen sms-code"),
        (
            "De code uit de app wordt sinds {dag} niet meer geaccepteerd.",
            "Ik heb een nieuwe telefoon en kan nu nergens meer inloggen, want de app is leeg.",
            "Bij het inloggen op {app} krijg ik geen sms met de code.",
        ),
        (
            "Staat de tijd van uw telefoon op automatisch?",
            "Heeft u de herstelcodes nog die u destijds heeft bewaard?",
        ),
        ("Nee, die stond vier minuten achter!", "Die heb ik niet meer."),
        (
            "De tweede stap is opnieuw ingesteld. Bewaart u de herstelcodes op een veilige plek.",
            "De klok van de telefoon liep achter; met automatische tijd werkt de code weer.",
        ),
        ("Identiteit vastgesteld aan de balie.",),
        weight=4,
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
        "Beveiliging",
        SERVICE,
        ("phishing", "beveiliging"),
        None,
        ("Verdachte mail ontvangen", "Op een link geklikt", "Vreemde factuur in de mail"),
        (
            "Ik kreeg {dag} een mail over een pakketje dat ik niet heb besteld. Is dit echt?",
            "Ik heb op een link geklikt en mijn wachtwoord ingevuld. Pas daarna vertrouwde ik het niet.",
            "Er kwam een factuur binnen van een bedrijf dat wij niet kennen. Zie de bijlage.",
        ),
        (
            "Heeft u iets geopend of ingevuld?",
            "Wilt u het bericht als bijlage doorsturen en verder niets aanklikken?",
        ),
        ("Nee, ik heb het meteen laten staan.", "Bij deze, als bijlage."),
        (
            "Het was inderdaad nep. De afzender is geblokkeerd; dank voor het melden.",
            "Uw wachtwoord is gewijzigd en alle sessies zijn afgemeld. Er is niets misbruikt.",
        ),
        ("Aanmeldingen nagekeken: geen vreemde landen. Geen datalek.",),
        weight=4,
        urgent=True,
    ),
    Topic(
        "Bestanden",
        SERVICE,
        ("bestanden", "rechten"),
        None,
        ("Map verdwenen van de schijf", "Geen toegang tot map", "Bestand terugzetten"),
        (
            "De map van ons team is sinds {dag} weg van de netwerkschijf.",
            "Ik kan niet bij de map van de directie, terwijl ik daar sinds {dag} wel bij hoor.",
            "Ik heb per ongeluk een bestand overschreven. Kan de versie van {dag} terug?",
        ),
        ("Hoe heet de map precies?", "Wie is de eigenaar van de map?"),
        ("Planning, in de map van het team.", "Dat is mijn leidinggevende."),
        (
            "De map was in een andere map gesleept en staat weer op haar plaats.",
            "De versie van {dag} is teruggezet, naast de huidige.",
        ),
        ("Rechten via groep geregeld, niet op naam.",),
        weight=4,
    ),
    Topic(
        "Privacy",
        PRIVACY,
        ("avg",),
        None,
        ("AVG-verzoek: inzage", "Verzoek om verwijdering van gegevens", "Vraag over bewaartermijn"),
        (
            "Graag ontvang ik een overzicht van de gegevens die u van mij bewaart.",
            "Ik werk hier niet meer. Wilt u mijn account en mijn gegevens verwijderen?",
            "Hoe lang bewaart u meldingen waar mijn naam in staat?",
        ),
        (
            "Om zeker te weten dat u het bent, vragen wij u langs te komen of ons terug te bellen.",
            "Wilt u alleen uw account verwijderd hebben, of ook uw oude meldingen?",
        ),
        ("Ik kom {dag} langs.", "Alles graag, voor zover dat mag."),
        (
            "Uw verzoek is in behandeling; u hoort binnen tien werkdagen van ons.",
            "Het overzicht is aan u overhandigd. Klopt er iets niet, dan horen wij het graag.",
        ),
        ("Verzoek vastgelegd, termijn loopt vanaf vandaag.",),
        weight=1,
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
            "Het scherm {plek} flikkert zo erg dat ik er hoofdpijn van krijg.",
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
