"""Pictures of devices, people, organisations, imports and the overview, with their dialogs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.model import moments
from app.workflows import devices
from ui.devices.device_dialog import DeviceDialog
from ui.devices.hand_over_dialog import HandOverDialog
from ui.devices.label_dialog import LabelDialog
from ui.devices.page import DevicesPage
from ui.imports.page import ImportsPage
from ui.main_window import MainWindow
from ui.people.merge_dialog import MergeDialog
from ui.people.organisations import OrganisationsPage
from ui.people.page import PeoplePage
from ui.start.page import StartPage

Settle = Callable[[Callable[[], bool]], None]
INVENTORY = """Serienummer;Merk;Model;IMEI;Eigenaar;Kast
C02ZX1ABCD;Apple;MacBook Air;;joost.vandalen@example.nl;B2
;Nokia;105;;;
PF3K0XQ7;Lenovo;ThinkPad T14 Gen 3;;;B2
SN-1;Nokia
R58N30ABCDE;Samsung;Galaxy S20;356938035643809;;A1
"""


def pictures(window: MainWindow, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    """Yield the pages by name, ready to be photographed."""
    assert window.workspace is not None
    workspace = window.workspace
    yield from _devices(window, settle)
    workspace.go("people")
    people = workspace.page("people")
    assert isinstance(people, PeoplePage)
    settle(lambda: people.model.rowCount() > 0)
    people.view.choose_row(1)
    settle(lambda: people.overview is not None)
    yield "person", window
    people.merge()
    merge = people.dialog
    assert isinstance(merge, MergeDialog)
    merge.other.line.insert("joost")
    merge.other.line.textEdited.emit("joost")
    settle(merge.other.found.isVisible)
    merge.other.line.entered.emit()
    settle(lambda: merge.preview is not None)
    yield "person-merge", merge
    merge.reject()
    workspace.go("organisations")
    organisations = workspace.page("organisations")
    assert isinstance(organisations, OrganisationsPage)
    settle(lambda: organisations.model.rowCount() > 0)
    organisations.view.choose_row(0)
    settle(lambda: organisations.organisation is not None)
    yield "organisation", window
    yield from _imports(window, settle)
    workspace.go("start")
    start = workspace.page("start")
    assert isinstance(start, StartPage)
    settle(lambda: start.ages.can_open)
    yield "overview", window


def _devices(window: MainWindow, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    assert window.workspace is not None
    window.workspace.go("devices")
    session = window.workspace.context.session
    page = window.workspace.page("devices")
    assert isinstance(page, DevicesPage)
    device = devices.page(session, "PF3K1").ids[0]
    until = moments.office_day(moments.now()) + timedelta(days=27)
    version = devices.get(session, device).row.version
    devices.change(session, device, version, warranty_until=until.isoformat())
    devices.assign_licence(session, "Tekenpakket", vendor="Voorbeeld", seats=5, device_id=device)
    page.show_item(device)
    settle(lambda: page.device is not None and bool(page.device.licences))
    yield "device-whole", window
    page.hand_over()
    hand_over = page.dialog
    assert isinstance(hand_over, HandOverDialog)
    picker = hand_over.person
    picker.line.insert("an")
    picker.line.textEdited.emit("an")
    settle(picker.found.isVisible)
    yield "device-hand-over", hand_over
    hand_over.reject()
    yield from _new_device(page, settle)
    page.make_labels()
    labels = page.dialog
    assert isinstance(labels, LabelDialog)
    settle(labels.save.isEnabled)
    yield "device-label", labels
    labels.reject()


def _new_device(page: DevicesPage, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    page.new_device("356938035643801")
    dialog = page.dialog
    assert isinstance(dialog, DeviceDialog)
    settle(lambda: True)
    yield "device-new", dialog
    dialog.reject()


def _imports(window: MainWindow, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    assert window.workspace is not None
    window.workspace.go("imports")
    page = window.workspace.page("imports")
    assert isinstance(page, ImportsPage)
    settle(lambda: True)
    yield "import", window
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inventaris.csv"
        path.write_text(INVENTORY, encoding="utf-8")
        page.take([path])
        settle(lambda: bool(page.preview.outcome.rows))
        yield "import-preview", window
        page.import_now()
        settle(page.messages.isVisible)
        yield "import-done", window
        page.leave()
        settle(lambda: page.past.table.rowCount() > 0)
        yield "import-earlier", window
