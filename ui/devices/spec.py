"""How the devices page stands in the navigation."""

from __future__ import annotations

from app.i18n import N_
from ui.devices.page import DevicesPage
from ui.pages import PageSpec

DEVICES = PageSpec("devices", N_("Devices"), "device", DevicesPage)
