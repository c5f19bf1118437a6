"""Example tickets about accounts, programs, files and privacy, in Dutch."""

from __future__ import annotations

from app.model.device import DeviceKind
from app.workflows.example_data.topic import NETWORK, PRIVACY, SERVICE, Topic

SOFTWARE_TOPICS = (
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
            "Uw certificaat was verlopen. Er staat een nieuw op de laptop; probeert u het eens.",
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
            "Een klant heeft mij {dag} gemaild, maar ik zie niets, ook niet bij ongewenst.",
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
        "Beveiliging",
        SERVICE,
        ("phishing", "beveiliging"),
        None,
        ("Verdachte mail ontvangen", "Op een link geklikt", "Vreemde factuur in de mail"),
        (
            "Ik kreeg {dag} een mail over een pakketje dat ik niet heb besteld. Is dit echt?",
            "Ik heb op een link geklikt en mijn wachtwoord ingevuld. Daarna ging ik twijfelen.",
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
)
