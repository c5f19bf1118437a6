"""The palette, as somebody uses it who never touches the mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.model.ticket_list import TicketSort
from app.workflows import devices, people, tickets, views
from tests.ui.example_store import LEAD
from ui.main_window import MainWindow
from ui.palette.entry import Kind
from ui.palette.palette import Palette
from ui.shortcut_sheet import ShortcutSheet
from ui.tickets.page import TicketsPage
from ui.widgets.plain_label import PlainLabel
from ui.workspace import Workspace

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def workspace(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


@pytest.fixture
def palette(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> Palette:
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    assert workspace.palette_over.isVisible()
    assert workspace.palette_over.line.hasFocus()
    return workspace.palette_over


def titles(palette: Palette, kind: Kind | None = None) -> list[str]:
    entries = [palette.lines.entry(row) for row in range(palette.lines.rowCount())]
    return [e.title for e in entries if e is not None and kind in (None, e.kind)]


def test_before_anything_is_typed_it_offers_what_can_be_done(palette: Palette) -> None:
    assert "Lock" in titles(palette)
    assert "Devices" in titles(palette)


def test_an_action_is_done_and_the_palette_is_gone(
    qtbot: QtBot, palette: Palette, workspace: Workspace
) -> None:
    qtbot.keyClicks(palette.line, "devic")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert not palette.isVisible()
    place = workspace.place
    assert place is not None
    assert place.page == "devices"


def test_a_ticket_is_found_by_its_number_and_opened(
    qtbot: QtBot, palette: Palette, workspace: Workspace
) -> None:
    session = workspace.context.session
    wanted = tickets.page(session, "vpn").ids[0]
    number = tickets.rows(session, [wanted])[wanted].number
    qtbot.keyClicks(palette.line, number)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)  # at once: it waits for this text's answer
    qtbot.waitUntil(lambda: not palette.isVisible())
    place = workspace.place
    assert place is not None
    assert (place.page, place.kept["item"]) == ("tickets", wanted)


def test_the_bare_digits_of_a_number_do_too(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.line, "3")
    qtbot.waitUntil(lambda: any(titles(palette, Kind.TICKET)))


def test_words_find_tickets_as_they_are_typed(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.line, "vp")
    qtbot.waitUntil(lambda: any("VPN" in title for title in titles(palette, Kind.TICKET)))


def test_half_a_query_finds_nothing_and_hurts_nobody(
    qtbot: QtBot, palette: Palette, workspace: Workspace
) -> None:
    qtbot.keyClicks(palette.line, 'status:xx "')
    qtbot.waitUntil(palette.nothing.isVisible)
    assert not workspace.messages.isVisible()


def test_a_fragment_finds_a_device_and_letters_find_a_person(
    qtbot: QtBot, palette: Palette, workspace: Workspace
) -> None:
    session = workspace.context.session
    assert devices.count(session, "pf3k1")
    qtbot.keyClicks(palette.line, "pf3k1")
    qtbot.waitUntil(lambda: len(titles(palette, Kind.DEVICE)) == 1)
    palette.line.clear()
    assert people.count(session, "fatima")
    if workspace.registry.get("go.people") is not None:
        qtbot.keyClicks(palette.line, "fati")
        qtbot.waitUntil(lambda: titles(palette, Kind.PERSON) == ["Fatima El Amrani"])


def test_somebody_stands_above_the_devices_they_have(
    qtbot: QtBot, workspace: Workspace, palette: Palette
) -> None:
    session = workspace.context.session
    owner = people.page(session, "").ids[0]
    name = people.rows(session, [owner])[owner].display_name
    devices.create(session, name="Tablet", owner_id=owner)
    qtbot.keyClicks(palette.line, name)
    qtbot.waitUntil(lambda: {"Tablet", name} <= set(titles(palette)))
    assert titles(palette).index(name) < titles(palette).index("Tablet")


def test_the_last_text_wins(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.line, "vpn")
    palette.line.setText("licentie")
    qtbot.waitUntil(lambda: any("Licentie" in title for title in titles(palette, Kind.TICKET)))
    qtbot.wait(50)
    assert not any("VPN" in title for title in titles(palette, Kind.TICKET))


def test_escape_gives_the_keyboard_back(qtbot: QtBot, window: MainWindow, palette: Palette) -> None:
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    focus = window.focusWidget()
    assert focus is not None
    assert focus.isVisible()


def test_a_press_beside_it_closes_it(qtbot: QtBot, palette: Palette) -> None:
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not palette.isVisible()


def test_the_bar_below_the_pages_is_dimmed_with_them_and_lit_again(
    qtbot: QtBot, window: MainWindow, palette: Palette
) -> None:
    def light() -> float:
        """How light the bar is, whatever is written on it."""
        bar = window.grab(window.statusBar().geometry()).toImage()
        whole = range(0, bar.width(), 5)
        return sum(bar.pixelColor(x, bar.height() // 2).lightness() for x in whole) / len(whole)

    dimmed = light()
    qtbot.mouseClick(window.statusBar().childAt(200, 8), Qt.MouseButton.LeftButton)
    assert not palette.isVisible()
    assert light() > dimmed + 40


def test_a_view_of_the_staff_is_opened_by_its_name(
    qtbot: QtBot, palette: Palette, workspace: Workspace
) -> None:
    session = workspace.context.session
    _view, changes = views.add(
        session, "Haast", "priority:urgent", TicketSort.PRIORITY, descending=False
    )
    workspace.context.jobs.changed.emit(changes)
    qtbot.keyClicks(palette.line, "haas")
    qtbot.waitUntil(lambda: titles(palette, Kind.VIEW) == ["Haast"])
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    page = workspace.page("tickets")
    assert isinstance(page, TicketsPage)
    qtbot.waitUntil(lambda: page.list.views.text() == "Haast")
    assert page.model.query.text == "priority:urgent"
    assert page.model.query.sort is TicketSort.PRIORITY


def test_the_lists_of_the_navigation_and_the_queues_are_found_too(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, palette: Palette
) -> None:
    qtbot.keyClicks(palette.line, "my wo")
    assert titles(palette, Kind.ACTION)[0] == "My work"
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    page = workspace.page("tickets")
    assert isinstance(page, TicketsPage)
    assert page.field.line.text() == "assignee:me status:unfinished"
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    session = workspace.context.session
    one = tickets.page(session, "").ids[0]
    tickets.change(session, one, tickets.get(session, one).row.version, queue="Tweede lijn")
    qtbot.keyClicks(palette.line, "twee")
    qtbot.waitUntil(lambda: titles(palette, Kind.VIEW) == ["Tweede lijn"])
    assert titles(palette, Kind.ACTION) == []
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    wanted = 'queue:"Tweede lijn" status:unfinished'
    qtbot.waitUntil(lambda: page.field.line.text() == wanted)


def test_what_is_typed_there_is_no_shortcut(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.line, "?/ab")
    assert palette.line.text() == "?/ab"
    assert palette.isVisible()


def test_the_sheet_lists_every_key_of_the_registry(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(ShortcutSheet)
    assert sheet is not None
    qtbot.waitUntil(sheet.isVisible)
    said = {label.text() for label in sheet.findChildren(PlainLabel)}
    for action in workspace.registry:
        if action.keys:
            assert action.title in said
    assert any("Ctrl+K" in text for text in said)
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(ShortcutSheet) is None)


def test_back_and_forward_cross_pages_rows_and_queries(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    first, second = tickets.page(workspace.context.session, "").ids[:2]
    workspace.go("tickets", first)
    workspace.go("tickets", second)
    workspace.go_and_find("tickets", "vpn")
    qtbot.keyClick(window, Qt.Key.Key_2, CONTROL)
    seen = []

    def note() -> None:
        place = workspace.place
        assert place is not None
        seen.append((place.page, place.kept.get("item"), place.kept.get("query", "")))

    for _step in range(3):
        qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        note()
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    note()
    assert seen == [
        ("tickets", second, "vpn"),
        ("tickets", second, ""),
        ("tickets", first, ""),
        ("tickets", second, ""),
    ]


def test_the_mouse_s_own_buttons_go_back_and_forward(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    workspace.go("devices")
    middle = window.rect().center()
    QTest.mouseClick(
        window.windowHandle(), Qt.MouseButton.BackButton, Qt.KeyboardModifier.NoModifier, middle
    )
    assert workspace.place is not None
    assert workspace.place.page == "tickets"
    QTest.mouseClick(
        window.windowHandle(), Qt.MouseButton.ForwardButton, Qt.KeyboardModifier.NoModifier, middle
    )
    assert workspace.place.page == "devices"


def test_the_navigation_counts_and_leads_to_what_it_counts(
    qtbot: QtBot, workspace: Workspace
) -> None:
    session = workspace.context.session
    buttons = {button.text(): button for button in workspace.navigation.query_buttons}
    query = "assignee:none status:unfinished"
    nobody = tickets.count(session, query)
    assert nobody
    qtbot.waitUntil(lambda: buttons["Unassigned"].accessibleName() == f"Unassigned {nobody}")
    qtbot.mouseClick(buttons["Unassigned"], Qt.MouseButton.LeftButton)
    assert workspace.place is not None
    assert workspace.place.kept["query"] == query
    assert buttons["Unassigned"].is_here
    row = tickets.page(session, query).ids[0]
    version = tickets.rows(session, [row])[row].version
    workspace.context.jobs.write(workspace, lambda: tickets.assign(session, row, LEAD, version))
    qtbot.waitUntil(lambda: buttons["Unassigned"].accessibleName() == f"Unassigned {nobody - 1}")
