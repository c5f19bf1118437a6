"""A technician at work on tickets: search, read, answer, bring to another status."""

from __future__ import annotations

import itertools

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.model.staff_texts import Draft, DraftKind
from app.model.ticket import Channel, Direction, Status
from app.model.ticket_edit import Edit
from app.workflows import destruction, people, tickets
from app.workflows.destruction import Destroyed
from app.workflows.session import Session
from tests.ui.parts import pick
from ui.main_window import MainWindow
from ui.text import one_line
from ui.theme.theme import Theme
from ui.theme.tokens import Scheme
from ui.tickets.message_card import MessageCard
from ui.tickets.page import TicketsPage
from ui.tickets.targets import Targets
from ui.widgets.plain_label import PlainLabel

CARDS = {Direction.IN: "plain", Direction.OUT: "out", Direction.NOTE: "note"}


def shown_titles(page: TicketsPage) -> list[str]:
    return [page.model.cell(row, 1).text for row in range(page.model.rowCount())]


def open_row(qtbot: QtBot, page: TicketsPage, row: int) -> int:
    """Go to a row with the keyboard and wait until its ticket is shown."""
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Home)
    for _ in range(row):
        qtbot.keyClick(page.view, Qt.Key.Key_Down)
    wanted = page.view.chosen_id
    assert wanted is not None
    qtbot.waitUntil(lambda: page.pane.ticket is not None and page.pane.ticket.row.id == wanted)
    return wanted


def test_a_search_narrows_the_list_with_every_key(qtbot: QtBot, page: TicketsPage) -> None:
    qtbot.keyClicks(page.field.line, "vpn")
    qtbot.waitUntil(lambda: ["VPN" in title for title in shown_titles(page)] == [True, True])
    qtbot.waitUntil(lambda: page.panel.count.text().startswith("2 "))
    qtbot.keyClick(page.field.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.model.rowCount() == 12)


def test_fields_of_the_query_language_work(qtbot: QtBot, page: TicketsPage) -> None:
    qtbot.keyClicks(page.field.line, "status:closed")
    qtbot.keyClick(page.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.model.cell(0, 3).text == "Closed"


def test_an_error_in_the_query_is_pointed_at_and_the_list_stays(
    qtbot: QtBot, page: TicketsPage
) -> None:
    qtbot.keyClicks(page.field.line, "vpn status:opne")
    qtbot.keyClick(page.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(page.field.complaint.isVisible)
    assert page.field.line.wrong == (11, 4)
    assert "open" in page.field.complaint.text()
    assert page.field.line.x_of(15) > page.field.line.x_of(11) > page.field.line.x_of(0)
    assert page.model.rowCount() > 0
    page.field.line.clear()
    qtbot.waitUntil(lambda: not page.field.complaint.isVisible())
    assert page.field.line.wrong is None


def test_an_emoji_alone_is_pointed_at_whole_and_does_not_find_every_ticket(
    qtbot: QtBot, page: TicketsPage
) -> None:
    line = page.field.line
    qtbot.keyClicks(line, "vpn")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    line.setText("😀")
    qtbot.waitUntil(page.field.complaint.isVisible)
    assert page.model.rowCount() == 2
    line.end(False)
    assert line.wrong == (0, line.cursorPosition())
    line.setText("😀 vpn")
    qtbot.waitUntil(lambda: not page.field.complaint.isVisible())
    assert page.model.rowCount() == 2


def test_nothing_found_says_what_to_do(qtbot: QtBot, page: TicketsPage) -> None:
    qtbot.keyClicks(page.field.line, "zebra")
    qtbot.waitUntil(page.empty.isVisible)
    labels = [label.text() for label in page.empty.findChildren(PlainLabel)]
    assert any("Esc" in text for text in labels)


def test_a_beginning_that_was_entered_as_a_word_is_told_how_to_be_looked_for(
    qtbot: QtBot, page: TicketsPage
) -> None:
    qtbot.keyClicks(page.field.line, "tekenprog")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    qtbot.keyClick(page.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(page.empty.isVisible)
    labels = [label.text() for label in page.empty.findChildren(PlainLabel)]
    assert any("tekenprog* finds those that begin so" in text for text in labels)
    page.show_query("tekenprog*")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)


def shown(page: TicketsPage) -> list[MessageCard]:
    return page.pane.conversation.cards()


def test_reading_shows_the_conversation_in_order(
    qtbot: QtBot, page: TicketsPage, session: Session
) -> None:
    ticket = tickets.get(session, open_row(qtbot, page, 2))
    assert page.pane.head.title.text() == ticket.row.title
    qtbot.waitUntil(lambda: len(shown(page)) == len(ticket.messages))
    cards = shown(page)
    assert [card.text.text() for card in cards] == [m.text for m in ticket.messages]
    (file,) = cards[-1].file_buttons
    assert file.text() == "schermafdruk.png  48 kB"


def test_reading_on_says_what_each_ticket_says_whatever_was_read_before(
    qtbot: QtBot, page: TicketsPage, session: Session
) -> None:
    kept = []
    for row in (0, 1, 2, 3, 2, 1, 0):
        before = shown(page)
        ticket = tickets.get(session, open_row(qtbot, page, row))
        qtbot.waitUntil(lambda all_=ticket.messages: len(shown(page)) == len(all_))  # type: ignore[misc] # bound now
        cards = shown(page)
        assert [card.message for card in cards] == list(ticket.messages)
        for card, message in zip(cards, ticket.messages, strict=True):
            assert card.text.text() == (message.reply_text.strip() or message.text.strip())
            assert message.author in card.accessibleName()
            assert card.property("card") == CARDS[message.direction]
        assert [len(c.file_buttons) for c in cards if c.message.attachments] == [
            len(m.attachments) for m in ticket.messages if m.attachments
        ]
        names = [one_line(tag, 40) for tag in ticket.tags]
        assert [mark.text() for mark in page.pane.head.marks.buttons][-len(names) or 99 :] == names
        kept += [card for card in cards if card in before]
    assert kept  # what fits is not made anew


def test_queue_category_and_tags_are_told_apart_by_a_drawing_and_by_what_is_said_of_them(
    qtbot: QtBot, page: TicketsPage, session: Session, theme: Theme
) -> None:
    number = open_row(qtbot, page, 0)
    edit = Edit(queue="Werkplek", category="Tablet", tags=("tablet",))
    seen = {number: tickets.get(session, number).row.version}
    page.work.edit(Targets(seen), edit)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.tags == ("tablet",))
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        theme.choose(scheme, theme.density)
        marks = page.pane.head.marks.buttons[:3]
        assert [m.accessibleName() for m in marks] == [
            "Queue: Werkplek",
            "Category: Tablet",
            "Tag: tablet",
        ]
        drawn = [m.icon().pixmap(m.iconSize()).toImage() for m in marks]
        assert all(a != b for a, b in itertools.combinations(drawn, 2))
        colours = {
            drawing.pixelColor(x, y).name()
            for drawing in drawn
            for x in range(drawing.width())
            for y in range(drawing.height())
            if drawing.pixelColor(x, y).alpha() == 255
        }
        assert theme.palette.muted in colours
    theme.choose()


def test_a_card_takes_no_message_of_another_kind_or_with_pictures(
    qtbot: QtBot, page: TicketsPage
) -> None:
    open_row(qtbot, page, 2)
    qtbot.waitUntil(lambda: len(shown(page)) > 1)
    first, *_between, last = shown(page)
    (file,) = last.message.attachments
    assert first.fits(first.message._replace(text="other"))
    assert first.fits(first.message._replace(attachments=(file,)))
    assert not first.fits(first.message._replace(direction=Direction.NOTE))
    assert not first.fits(first.message._replace(attachments=(file._replace(inline=True),)))


def test_what_is_no_longer_read_is_left_in_nothing_that_is_hidden(
    qtbot: QtBot, page: TicketsPage, session: Session
) -> None:
    longer = tickets.get(session, open_row(qtbot, page, 2))
    shorter = tickets.get(session, open_row(qtbot, page, 1))
    page.pane.show_ticket(shorter._replace(messages=shorter.messages[:1]))
    assert len(page.pane.findChildren(MessageCard)) > len(page.pane.conversation.cards())
    texts = [w.text() for w in page.pane.findChildren(QLabel)]
    texts += [w.text() for w in page.pane.findChildren(QPushButton)]
    texts += [w.accessibleName() for w in page.pane.findChildren(QWidget)]
    held = "\n".join(texts)
    for message in longer.messages:
        assert message.text not in held
        assert all(file.filename not in held for file in message.attachments)


def test_a_ticket_that_is_gone_leaves_nothing_in_the_page(
    qtbot: QtBot, page: TicketsPage, session: Session
) -> None:
    ticket = tickets.get(session, open_row(qtbot, page, 2))
    page.pane.composer.put(Draft(DraftKind.REPLY, "half written"))
    page.list.show_query(ticket.row.number)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    with session.store.write() as connection:
        destruction.destroy_rows(connection, {"ticket": [ticket.row.id]}, Destroyed())
    page.context.jobs.changed.emit(destruction.changes())
    qtbot.waitUntil(lambda: page.reader.wanted is None)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    qtbot.wait(50)
    assert ticket.row.id not in page.reader._writings
    texts = [w.text() for w in page.findChildren(QLabel)]
    assert ticket.row.title not in texts
    assert all(message.text not in texts for message in ticket.messages)


def test_a_reply_is_kept_and_shown_and_the_field_is_empty_again(
    qtbot: QtBot, page: TicketsPage, session: Session
) -> None:
    number = open_row(qtbot, page, 1)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.pane.composer.editor.hasFocus()
    qtbot.keyClicks(page.pane.composer.editor, "Het werkt weer.")
    qtbot.keyClick(
        page.pane.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    qtbot.waitUntil(lambda: page.pane.composer.text == "")
    last = tickets.get(session, number).messages[-1]
    assert (last.direction, last.text) == (Direction.OUT, "Het werkt weer.")
    qtbot.waitUntil(
        lambda: page.pane.findChildren(MessageCard)[-1].text.text() == "Het werkt weer."
    )


def test_a_note_is_for_staff(qtbot: QtBot, page: TicketsPage, session: Session) -> None:
    number = open_row(qtbot, page, 1)
    composer = page.pane.composer
    qtbot.mouseClick(composer.kinds.buttons[DraftKind.NOTE], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(composer.editor, "Morgen bellen")
    qtbot.mouseClick(composer.submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: composer.text == "")
    assert tickets.get(session, number).messages[-1].direction is Direction.NOTE


def test_what_is_half_written_stays_with_its_ticket(qtbot: QtBot, page: TicketsPage) -> None:
    open_row(qtbot, page, 0)
    qtbot.keyClicks(page.pane.composer.editor, "Half geschr")
    open_row(qtbot, page, 1)
    assert page.pane.composer.text == ""
    open_row(qtbot, page, 0)
    assert page.pane.composer.text == "Half geschr"


def test_a_status_is_changed_and_list_and_pane_say_so(
    qtbot: QtBot, page: TicketsPage, session: Session
) -> None:
    qtbot.keyClicks(page.field.line, "status:open")
    qtbot.keyClick(page.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: set(shown_titles(page)) != set() and page.model.rowCount() < 12)
    number = open_row(qtbot, page, 0)
    before = page.model.rowCount()
    pick(page.pane.head.status, "Resolved")
    qtbot.waitUntil(lambda: page.model.rowCount() == before - 1)
    assert tickets.get(session, number).row.status is Status.RESOLVED
    assert page.view.chosen_id not in {number, None}  # the next one has taken its place


def test_only_sensible_statuses_are_offered(qtbot: QtBot, page: TicketsPage) -> None:
    qtbot.keyClicks(page.field.line, "status:closed")
    qtbot.keyClick(page.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    open_row(qtbot, page, 0)
    menu = page.pane.head.status.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["Open", "Closed"]


def test_a_change_that_came_too_late_is_told_and_the_truth_is_shown(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session
) -> None:
    number = open_row(qtbot, page, 0)
    version = tickets.get(session, number).row.version
    tickets.set_status(session, number, Status.CLOSED, version)  # someone else, unseen
    pick(
        page.pane.head.priority,
        "Urgent" if page.pane.head.priority.value != "urgent" else "Low",
    )
    assert window.workspace is not None
    qtbot.waitUntil(window.workspace.messages.isVisible)
    qtbot.waitUntil(lambda: page.pane.head.status.value is Status.CLOSED)


def test_hostile_text_is_shown_as_characters(
    qtbot: QtBot, page: TicketsPage, session: Session
) -> None:
    html = "<img src='file:///etc/passwd'><b>bold</b> <a href='data:text/html,x'>link</a>"
    person, _changes = people.add(
        session, display_name="<i>Eve</i>\u202egnp.exe", email="eve@example.com"
    )
    number, changes = tickets.create(
        session,
        title=f"{html} {'x' * 900}\u202e",
        channel=Channel.EMAIL,
        requester_id=person,
        text=f"{html}\n{'A' * 10_000}\n{'😀' * 2_000}\nשלום",
    )
    page.context.jobs.changed.emit(changes)
    qtbot.waitUntil(lambda: page.model.id_at(0) == number)
    width = page.window().width()
    open_row(qtbot, page, 0)
    qtbot.wait(20)
    assert html in page.pane.head.title.text().replace("\u200b", "")
    assert "\u202e" not in page.pane.head.about.text()
    for card in page.pane.findChildren(MessageCard):
        assert card.width() <= page.pane.conversation.width()
        card.more.click()
    qtbot.wait(20)
    assert page.window().width() == width
    assert not page.window().grab().isNull()


def test_every_label_that_shows_data_is_a_plain_one(
    qtbot: QtBot, window: MainWindow, page: TicketsPage
) -> None:
    open_row(qtbot, page, 0)
    assert window.workspace is not None
    for name in ("devices", "tickets"):
        window.workspace.go(name)
    for label in window.findChildren(QLabel):
        assert isinstance(label, PlainLabel), label.text()
        assert label.textFormat() is Qt.TextFormat.PlainText


def test_the_number_of_a_ticket_is_whole_wherever_it_is_shown(
    qtbot: QtBot, window: MainWindow, page: TicketsPage
) -> None:
    window.resize(1900, 1000)
    view = page.view
    qtbot.waitUntil(lambda: not view.isColumnHidden(0))
    unit, lead = page.context.theme.spacing.unit, page.context.theme.spacing.page
    for row in range(page.model.rowCount()):
        text = view.fontMetrics().horizontalAdvance(page.model.cell(row, 0).text)
        assert text
        assert lead + text + unit < view.columnWidth(0)
