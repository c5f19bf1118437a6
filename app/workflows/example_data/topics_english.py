"""Example tickets of people who write English."""

from __future__ import annotations

from app.model.device import DeviceKind
from app.workflows.example_data.topic import FIELD, NETWORK, SERVICE, Topic

ENGLISH_TOPICS = (
    Topic(
        "Wachtwoord",
        SERVICE,
        ("account", "wachtwoord"),
        None,
        ("Locked out of my account", "Password expired while abroad"),
        (
            "I am locked out of my account after mistyping my password a few times.",
            "My password expired while I was travelling and I cannot change it from here.",
        ),
        ("Can we call you back on the number we have on file?",),
        ("Yes please, I am available until four.",),
        ("Your account has been released; please choose a new password when you sign in.",),
        ("Identity checked by calling back.",),
        weight=3,
    ),
    Topic(
        "Wifi",
        NETWORK,
        ("wifi", "netwerk"),
        DeviceKind.LAPTOP,
        ("Wireless keeps dropping", "Cannot join the guest network"),
        (
            "The wireless connection drops every few minutes, mostly in the afternoon.",
            "A visitor cannot join the guest network; the sign-in page never appears.",
        ),
        ("Does it happen in other rooms as well?",),
        ("Only in the meeting rooms, as far as I can tell.",),
        ("The access point has been updated and the connection is stable again.",),
        ("Same access point as last month.",),
        weight=3,
    ),
    Topic(
        "Laptop",
        FIELD,
        ("laptop",),
        DeviceKind.LAPTOP,
        ("Laptop will not wake up", "New laptop request"),
        (
            "My laptop does not wake up after I close the lid; I have to hold the power button.",
            "I start in a new role next month and will need a laptop with a larger screen.",
        ),
        ("Could you tell us the number on the sticker?",),
        ("I have added a photograph of it.",),
        ("The firmware has been updated; it wakes up normally now.",),
        ("Still under warranty.",),
        weight=2,
    ),
)
