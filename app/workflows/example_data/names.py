"""Invented names of people, staff, organisations, places and programs."""

from __future__ import annotations

_FIRST_NAMES = (
    "Aafke Abel Aisha Anouk Bart Bas Bente Bram Carlijn Cem Daan Dewi Dilara Eelco Elif Emma "
    "Esra Femke Fleur Floris Gijs Guusje Hanna Hidde Ilse Imane Iris Jasmijn Jelle Jesse Jorrit "
    "Joyce Karim Kees Koen Lars Lieke Lotte Luuk Maartje Maud Mees Milan Mirte Mohamed Naomi "
    "Niels Nina Noor Okan Olivier Pien Pim Quinten Rachid Renske Rik Roos Ruben Sanne Sem "
    "Sjoerd Sofie Stijn Tessa Thijs Tobias Tygo Veerle Vera Wessel Willemijn Wouter Xander Yara "
    "Youssef Zoë Zeynep"
)
FIRST_NAMES = tuple(_FIRST_NAMES.split())
_LAST_NAMES = (
    "Aalders,Amrani,Baaij,van den Berg,de Boer,Bosma,Brouwer,Bulut,van Dam,Demir,"
    "van Dijk,Dijkstra,Doornbos,Eikelboom,El Idrissi,Franken,van Gelder,Groeneveld,"
    "de Haan,Haverkamp,Hendriks,van der Heide,Hoekstra,Huisman,Jacobs,Kaya,Koster,"
    "Kramer,Kuipers,van Leeuwen,Lindeboom,van der Linden,Maas,Meijerink,van der Meulen,"
    "Molenaar,Mulder,Nijland,Noordhoek,Oosterhuis,Ouwehand,Peters,Pinas,Postma,Prins,"
    "Quispel,Ramdin,de Ridder,Rietveld,Roelofs,Sahin,Schaap,Scholten,Sluiter,Smeets,"
    "Spaans,Steenbergen,Tahiri,Terpstra,Tuinman,Uittenbogaard,Veenstra,Verhoeven,"
    "Vermeer,Visscher,de Vries,Vroom,van der Wal,Wiersma,Wijnands,de Wit,Wolters,"
    "Yildiz,Zandstra,van Zanten,Zijlstra,Zonneveld"
)
LAST_NAMES = tuple(_LAST_NAMES.split(","))
STAFF = (
    "Marit Oldenhof",
    "Joost Verweij",
    "Samira Ait Ali",
    "Teun Hoogland",
    "Linde Kromhout",
    "Farid Bensaid",
)

ORGANISATIONS = (
    ("Basisschool De Linde", "linde.school.example.nl", "Houten"),
    ("Scholengroep Het Kompas", "kompas.school.example.nl", "Zwolle"),
    ("Lyceum Oeverzicht", "oeverzicht.school.example.nl", "Kampen"),
    ("Woonzorg Avondrood", "avondrood.zorg.example.nl", "Deventer"),
    ("Zorgcentrum De Wilgenhof", "wilgenhof.zorg.example.nl", "Zeist"),
    ("Thuiszorg Rivierenland", "rivierenland.zorg.example.nl", "Tiel"),
    ("Gemeente Overdijk", "overdijk.example.nl", "Overdijk"),
    ("Gemeente Nieuw-Veenwijk", "veenwijk.example.nl", "Nieuw-Veenwijk"),
    ("Bibliotheek Waterkant", "waterkant.example.org", "Sneek"),
    ("Stichting Buurthuis Zuid", "buurthuiszuid.example.org", "Almelo"),
    ("Bakkerij Kruimel", "kruimel.example.com", "Leerdam"),
    ("Fietsenwinkel Spaak & Co", "spaak.example.com", "Ede"),
    ("Drukkerij Letterbak", "letterbak.example.com", "Gouda"),
    ("Bouwbedrijf Stelling", "stelling.example.com", "Emmen"),
    ("Notariskantoor Zegel", "zegel.example.com", "Assen"),
    ("Tuincentrum Groenrijk-Oost", "groenoost.example.com", "Winterswijk"),
)

PLACES = (
    *(f"in lokaal {number}" for number in (3, 7, 12, 14, 21, 103, 115, 208)),
    "bij de receptie",
    "bij de administratie",
    "in de teamkamer",
    "in de vergaderzaal",
    "op de eerste verdieping",
    "op de begane grond",
    "in het magazijn",
    "in de bibliotheek",
)
LOCATIONS = ("Receptie", "Administratie", "Teamkamer", "Magazijn", "Lokaal 12", "Serverruimte")
PROGRAMS = (
    "het rooster",
    "de urenregistratie",
    "Outlook",
    "Teams",
    "het boekhoudpakket",
    "het leerlingvolgsysteem",
    "de kassa",
    "de agenda",
    "het intranet",
)
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag")

_COMPOUND_BEGINNINGS = (
    "accu adres agenda archief back-up balie beeldscherm beheer bestands browser bureau camera "
    "certificaat cloud code computer conferentie database deur docking domein draad factuur "
    "firewall foto gang gast gebruikers glasvezel groeps headset internet kantoor kassa keuken "
    "klant kopieer laad lamp laptop les licentie login luidspreker mail map microfoon modem "
    "monitor muis netwerk noodstroom oplaad opslag patch pas personeels pin poort post printer "
    "project radio receptie rooster router salaris scan scherm server sim sms software spam "
    "stroom systeem tablet team telefoon thuis toegangs toetsenbord toner update veiligheids "
    "verbindings vergader voorraad wachtwoord web werkplek wifi zaal"
)
COMPOUND_BEGINNINGS = tuple(_COMPOUND_BEGINNINGS.split())
_COMPOUND_ENDINGS = (
    "kabel instelling storing melding aansluiting koppeling sleutel lijst kaart stekker poort "
    "adapter map pagina afspraak aanvraag controle test handleiding vervanging verlenging "
    "levering houder knop code toegang groep functie beperking planning regel omgeving module "
    "verwijzing wijziging herinnering foutcode sticker doos bestelling"
)
COMPOUND_ENDINGS = tuple(_COMPOUND_ENDINGS.split())
"""Beginnings and endings give some thousands of Dutch words, as Dutch makes them itself."""

DETAILS = (
    "De {woord} {plek} is al eens vervangen.",
    "Volgens mijn collega ligt het aan de {woord}.",
    "Het is begonnen na de {woord} van {dag}.",
    "Ik heb de {woord} al gecontroleerd, maar dat maakt geen verschil.",
    "Er staat iets over de {woord} en de {woord2} in de melding.",
    "We hebben {dag} een nieuwe {woord} gekregen.",
    "Misschien heeft het met de {woord} te maken.",
    "Zonder {woord} kunnen we {plek} niet verder werken.",
    "De vorige keer hielp het om de {woord} opnieuw in te stellen.",
    "Het gaat om de {woord} {plek}.",
    "Ook {app} en de {woord} doen het niet goed.",
    "Als het helpt kan ik de {woord} {dag} meenemen.",
    "Het probleem doet zich vooral 's ochtends voor, als de {woord} actief is.",
    "Er is nog een {woord} over van vorig jaar.",
    "Zouden jullie meteen naar de {woord} kunnen kijken?",
    "Graag voor {dag}, want dan hebben we de {woord} nodig.",
)
ENGLISH_DETAILS = (
    "It started last week and it is getting worse.",
    "A colleague in the same room has no trouble at all.",
    "I have restarted everything twice, without any difference.",
    "It would be great if this could be solved before the weekend.",
    "Please let me know if you need anything else from me.",
)
