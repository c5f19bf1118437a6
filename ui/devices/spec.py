"""How the devices page stands in the navigation, and what can be done on it from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.i18n import N_
from ui.actions import Action
from ui.pages import Context, Page, PageSpec


def _make(context: Context) -> Page:
    from ui.devices.page import DevicesPage  # noqa: PLC0415 - loaded when first shown

    return DevicesPage(context)


def _actions(_context: Context, show: Callable[[], Page]) -> Sequence[Action]:
    def new() -> None:
        from ui.devices.page import DevicesPage  # noqa: PLC0415

        page = show()
        assert isinstance(page, DevicesPage)  # noqa: S101 - the spec below makes no other page
        page.new_device()

    return [Action("devices.new", N_("New device"), new, ("Ctrl+Shift+N",), icon="plus")]


DEVICES = PageSpec("devices", N_("Devices"), "device", _make, actions=_actions)
