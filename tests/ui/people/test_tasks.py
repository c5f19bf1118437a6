"""A technician at work on people: found, changed, merged after a look at what that does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from app.model.changes import Changes
from app.model.person import AccountState
from app.workflows import organisations, people, person_data
from app.workflows.session import Session
from tests.ui.entering import go_to
from tests.ui.parts import pick, texts
from ui.devices.page import DevicesPage
from ui.main_window import MainWindow
from ui.people.dialogs import AddressDialog, PersonDialog, RenameDialog
from ui.people.merge_dialog import MergeDialog
from ui.people.organisations import OrganisationsPage
from ui.people.page import PeoplePage
from ui.tickets.page import TicketsPage
from ui.widgets.plain_label import PlainLabel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> PeoplePage:
    page = go_to(window, "people", PeoplePage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    return page


@pytest.fixture
def session(page: PeoplePage) -> Session:
    return page.context.session


def open_person(qtbot: QtBot, page: PeoplePage, fragment: str) -> int:
    page.field.line.clear()
    qtbot.keyClicks(page.field.line, fragment)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    wanted = page.model.id_at(0)
    assert wanted is not None
    page.view.choose_row(0)
    qtbot.waitUntil(lambda: page.overview is not None and page.overview.person.row.id == wanted)
    return wanted


def link(widget: QWidget, name: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.accessibleName() == name)


def test_no_heading_says_that_it_sorts_a_list_that_has_one_order(
    qtbot: QtBot, page: PeoplePage
) -> None:
    header = page.view.horizontalHeader()
    before = page.model.id_at(0)
    qtbot.mouseClick(header.viewport(), LEFT, pos=QPoint(60, header.height() // 2))
    assert header.sortIndicatorSection() == -1
    assert page.model.id_at(0) == before


def test_somebody_is_found_by_a_piece_of_the_address(qtbot: QtBot, page: PeoplePage) -> None:
    open_person(qtbot, page, "elamrani@")
    assert "Fatima El Amrani" in texts(page.pane)
    assert "f.elamrani@example.nl" in texts(page.pane)
    qtbot.waitUntil(lambda: page.panel.count.text() == "1 person")


def test_an_address_is_copied(qtbot: QtBot, page: PeoplePage) -> None:
    open_person(qtbot, page, "elamrani@")
    buttons = page.pane.findChildren(QToolButton)
    name = "Copy f.elamrani@example.nl"
    qtbot.mouseClick(next(b for b in buttons if b.accessibleName() == name), LEFT)
    assert QGuiApplication.clipboard().text() == "f.elamrani@example.nl"


def test_everything_is_counted_by_kind_and_each_count_leads_to_its_list(
    qtbot: QtBot, window: MainWindow, page: PeoplePage, session: Session
) -> None:
    person = open_person(qtbot, page, "elamrani@")
    kinds = {kind.label: kind.count for kind in person_data.overview(session, person).kinds}
    assert kinds["Tickets"] == 3
    assert kinds["Messages"] >= 3
    qtbot.mouseClick(link(page.pane, f"Messages: {kinds['Messages']}"), LEFT)
    qtbot.waitUntil(lambda: page.records is not None)
    assert page.records is not None
    assert page.records.records.table is not None
    assert page.records.records.table.rowCount() == kinds["Messages"]
    page.records.reject()
    qtbot.mouseClick(link(page.pane, "Tickets: 3"), LEFT)
    tickets_page = window.findChild(TicketsPage)
    assert tickets_page is not None
    qtbot.waitUntil(lambda: tickets_page.isVisible() and tickets_page.model.rowCount() == 3)


def test_a_device_of_a_person_opens(qtbot: QtBot, window: MainWindow, page: PeoplePage) -> None:
    open_person(qtbot, page, "elamrani@")
    qtbot.mouseClick(link(page.pane, "Fairphone 5"), LEFT)
    devices_page = window.findChild(DevicesPage)
    assert devices_page is not None
    qtbot.waitUntil(lambda: devices_page.device is not None)


def test_a_person_is_added_and_changed(qtbot: QtBot, page: PeoplePage, session: Session) -> None:
    qtbot.mouseClick(page.add, LEFT)
    dialog = page.dialog
    assert isinstance(dialog, PersonDialog)
    assert dialog.email is not None
    qtbot.keyClicks(dialog.name, "Sanne Bos")
    qtbot.keyClicks(dialog.email, "pieter@example.org")  # somebody else's
    qtbot.keyClick(dialog.email, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.messages.isVisible)
    dialog.email.setText("sanne.bos@example.nl")
    qtbot.keyClick(dialog.email, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.overview is not None)
    page.edit()
    dialog = page.dialog
    assert isinstance(dialog, PersonDialog)
    assert dialog.account is not None
    pick(dialog.language, "Dutch")
    pick(dialog.account, "Closed")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
    person = people.get(session, people.resolve(session, "sanne.bos@example.nl"))
    assert (person.language, person.row.account_state) == ("nl", AccountState.CLOSED)
    assert person.account_closed_at is not None


def test_a_person_looked_for_by_the_name_that_is_changed_stays(
    qtbot: QtBot, page: PeoplePage, session: Session
) -> None:
    """Else the next key would be about somebody else."""
    page.context.jobs.changed.emit(people.add(session, display_name="Fatima Bos")[1])
    qtbot.keyClicks(page.field.line, "fatima")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.view.choose_row(0)
    qtbot.waitUntil(lambda: page.overview is not None)
    wanted = page.item
    page.edit()
    dialog = page.dialog
    assert isinstance(dialog, PersonDialog)
    dialog.name.setText("Zohra Bos")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.waitUntil(lambda: "Zohra Bos" in texts(page.pane))
    assert page.item == wanted


def misnamed(qtbot: QtBot, page: PeoplePage, session: Session) -> int:
    """Put Sanne Bos of School on record and change her name, wrongly."""
    person, changes = people.add(session, display_name="Sanne Bos", organisation="School")
    page.context.jobs.changed.emit(changes)
    page.show_item(person)
    qtbot.waitUntil(lambda: page.overview is not None)
    page.edit()
    dialog = page.dialog
    assert isinstance(dialog, PersonDialog)
    dialog.name.clear()
    qtbot.keyClicks(dialog.name, "Sjoerd Vos")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.dialog is None)
    qtbot.waitUntil(lambda: page.undoing.can_undo)
    return person


def test_a_wrong_name_is_taken_back(
    qtbot: QtBot, window: MainWindow, page: PeoplePage, session: Session
) -> None:
    person = misnamed(qtbot, page, session)
    qtbot.waitUntil(lambda: "Ctrl+Z" in window.statusBar().currentMessage())
    page.context.actions.run("people.undo")
    qtbot.waitUntil(lambda: people.get(session, person).row.display_name == "Sanne Bos")
    assert people.get(session, person).row.organisation == "School"
    assert not page.undoing.can_undo


def test_what_somebody_else_made_of_a_person_since_is_not_taken_back(
    qtbot: QtBot, window: MainWindow, page: PeoplePage, session: Session
) -> None:
    person = misnamed(qtbot, page, session)
    now = people.get(session, person).row
    people.change(session, person, now.version, display_name="Susan Bos")
    page.context.actions.run("people.undo")
    assert window.workspace is not None
    qtbot.waitUntil(window.workspace.messages.isVisible)
    assert people.get(session, person).row.display_name == "Susan Bos"


def test_a_name_from_before_an_erasure_is_kept_nowhere(
    qtbot: QtBot, page: PeoplePage, session: Session
) -> None:
    misnamed(qtbot, page, session)
    page.context.jobs.changed.emit(Changes(destroyed=True))
    assert not page.undoing.can_undo


def test_a_name_from_before_a_correction_is_kept_nowhere(
    qtbot: QtBot, page: PeoplePage, session: Session
) -> None:
    person = misnamed(qtbot, page, session)
    page.context.jobs.changed.emit(Changes(people=frozenset({person})))
    assert not page.undoing.can_undo


def test_an_address_is_added_unless_it_is_somebody_elses(
    qtbot: QtBot, page: PeoplePage, session: Session
) -> None:
    person = open_person(qtbot, page, "elamrani@")
    page.add_address()
    dialog = page.dialog
    assert isinstance(dialog, AddressDialog)
    qtbot.keyClicks(dialog.address, "pieter@example.org")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(dialog.messages.isVisible)
    dialog.address.setText("fatima@example.com")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
    assert people.get(session, person).emails == ("f.elamrani@example.nl", "fatima@example.com")


def test_two_records_are_merged_after_a_look_at_what_moves(
    qtbot: QtBot, page: PeoplePage, session: Session
) -> None:
    double, changes = people.add(
        session, display_name="F. El Amrani", email="fatima@example.com", user_name="felamrani"
    )
    page.context.jobs.changed.emit(changes)
    kept = open_person(qtbot, page, "f.elamrani@")
    page.merge()
    dialog = page.dialog
    assert isinstance(dialog, MergeDialog)
    assert not dialog.submit.isEnabled()
    qtbot.keyClicks(dialog.other.line, "El Amrani")  # the record itself is not offered
    qtbot.waitUntil(lambda: dialog.other.found.count() == 1)
    assert "fatima@example.com" in dialog.other.found.item(0).text()
    qtbot.keyClick(dialog.other.line, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.submit.isEnabled)
    assert dialog.preview is not None
    assert [(k.label, k.count) for k in dialog.preview.moves] == [("E-mail addresses", 1)]
    assert dialog.preview.filled == ("User name",)
    # The other way round everything that Fatima has would move instead.
    qtbot.mouseClick(dialog.swap, LEFT)
    qtbot.waitUntil(dialog.submit.isEnabled)
    assert {k.label for k in dialog.preview.moves} >= {"Tickets", "Messages", "Devices"}
    qtbot.mouseClick(dialog.swap, LEFT)
    qtbot.waitUntil(dialog.submit.isEnabled)
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
    person = people.get(session, kept)
    assert set(person.emails) == {"f.elamrani@example.nl", "fatima@example.com"}
    assert person.row.user_name == "felamrani"
    with pytest.raises(KnownError):
        people.get(session, double)


def test_what_the_preview_counts_is_what_moves(session: Session) -> None:
    fatima = people.resolve(session, "f.elamrani@example.nl")
    pieter = people.resolve(session, "pieter@example.org")

    moves = person_data.merge_preview(session, fatima, pieter).moves
    theirs = {kind.table: kind.count for kind in moves}
    before = {kind.table: kind.count for kind in person_data.overview(session, pieter).kinds}
    people.merge(session, fatima, pieter)
    after = {kind.table: kind.count for kind in person_data.overview(session, pieter).kinds}
    for table in ("person_email", "ticket", "device", "device_custody"):
        assert after[table] == before[table] + theirs[table]


def test_who_is_kept_is_written_to_where_they_were_before(session: Session) -> None:
    older, _ = people.add(session, display_name="N. Berg", email="n.berg@example.com")
    kept, _ = people.add(session, display_name="Nora Berg", email="nora@example.org")
    people.add_email(session, older, "berg@example.net")
    people.merge(session, older, kept)
    person = people.get(session, kept)
    assert person.row.email == "nora@example.org"
    assert person.emails == ("nora@example.org", "n.berg@example.com", "berg@example.net")


def test_an_organisation_shows_its_people_and_is_renamed(
    qtbot: QtBot, window: MainWindow, page: PeoplePage, session: Session
) -> None:
    open_person(qtbot, page, "elamrani@")
    qtbot.mouseClick(link(page.pane, "Gemeente Westerkogge"), LEFT)
    other = window.findChild(OrganisationsPage)
    assert other is not None
    qtbot.waitUntil(lambda: other.organisation is not None)
    assert other.organisation is not None
    assert [row.display_name for row in other.organisation.people] == [
        "Fatima El Amrani",
        "Joost van Dalen",
    ]
    said = other.organisation.row.devices
    qtbot.mouseClick(link(other.pane, "Devices"), LEFT)
    qtbot.waitUntil(lambda: window.findChild(DevicesPage) is not None)
    listed = window.findChild(DevicesPage)
    assert listed is not None
    qtbot.waitUntil(lambda: listed.field.line.text() == 'organisation:"Gemeente Westerkogge"')
    qtbot.waitUntil(lambda: listed.model.rowCount() == said)
    go_to(window, "organisations", OrganisationsPage)
    qtbot.keyClicks(other.field.line, "westerk")
    qtbot.waitUntil(lambda: other.model.rowCount() == 1)
    other.rename()
    dialog = other.dialog
    assert isinstance(dialog, RenameDialog)
    dialog.name.setText("zorggroep  het BAKEN")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(dialog.messages.isVisible)
    dialog.name.setText("Gemeente Oosterkogge")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: other.dialog is None)
    assert organisations.count(session, "oosterk") == 1
    qtbot.waitUntil(lambda: "Gemeente Oosterkogge" in texts(other.pane))
    qtbot.waitUntil(lambda: other.model.rowCount() == 0)
    assert other.organisation is not None  # though it is not what was looked for any more


def test_hostile_text_in_every_field_breaks_nothing(
    qtbot: QtBot, page: PeoplePage, session: Session
) -> None:
    nasty = "<a href='file:///etc/passwd'>x</a>\u202e& " + "W" * 10_000 + " שלום 😀"
    address = "".join(nasty.split()) + "@x"
    person, changes = people.add(
        session, display_name=nasty, email=address, user_name=nasty, organisation=nasty
    )
    page.context.jobs.changed.emit(changes)
    width = page.window().width()
    page.show_item(person)
    qtbot.waitUntil(lambda: page.overview is not None)
    qtbot.wait(20)
    inner = page.pane.widget()
    assert inner is not None
    assert inner.width() <= page.pane.width()
    for label in inner.findChildren(PlainLabel):
        assert "\u202e" not in label.text()
    page.show_kind("person")
    qtbot.waitUntil(lambda: page.records is not None)
    assert page.records is not None
    page.records.reject()
    page.merge()
    assert isinstance(page.dialog, MergeDialog)
    page.dialog.other.line.setText("<b>")
    page.dialog.reject()
    for line in page.findChildren(QLineEdit):
        assert line.width() <= page.width()
    assert page.window().width() == width
