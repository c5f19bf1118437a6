"""The cards of a conversation: one below another, the latest in view, those above it at rest."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from pytestqt.qtbot import QtBot

from app.model.conversation import MessageRow
from app.model.ticket import Direction
from ui.text import long_moment
from ui.tickets.conversation import AT_ONCE, Conversation
from ui.tickets.message_card import MessageCard
from ui.tickets.page import TicketsPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def messages(count: int, lines: int = 2, first: int = 1) -> tuple[MessageRow, ...]:
    return tuple(
        MessageRow(
            number,
            Direction.OUT if number % 2 else Direction.IN,
            None,
            f"Collega {number}",
            "collega@example.com",
            1_700_000_000 + number * 3600,
            "\n".join([f"regel van {number}"] * lines),
            "",
            None,
            (),
        )
        for number in range(first, first + count)
    )


@pytest.fixture
def conversation(qtbot: QtBot, page: TicketsPage) -> Conversation:
    """A conversation of its own, 500 wide and 400 high."""
    shown = Conversation(page.context.theme, page.files)
    qtbot.addWidget(shown)
    shown.resize(500, 400)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def numbers(conversation: Conversation) -> list[int]:
    return [card.message.id for card in conversation.cards()]


def places(conversation: Conversation) -> list[QRect]:
    return [card.geometry() for card in conversation.cards()]


def is_at_end(conversation: Conversation) -> bool:
    bar = conversation.verticalScrollBar()
    return bar.value() == bar.maximum()


def begins_in_view(card: MessageCard) -> bool:
    return card.visibleRegion().boundingRect().top() == 0 and not card.visibleRegion().isEmpty()


def seen(card: MessageCard, conversation: Conversation) -> bool:
    at = card.mapTo(conversation.viewport(), QPoint(0, card.height() - 1))
    return conversation.viewport().rect().contains(at)


def test_cards_that_others_follow_at_once_are_not_laid_out_anew(
    conversation: Conversation,
) -> None:
    conversation.show_messages(messages(2))
    before = places(conversation)
    conversation.await_messages()
    conversation.resize(400, 300)
    assert places(conversation) == before
    conversation.show_messages(messages(2))
    assert [place.width() for place in places(conversation)] == [before[0].width() - 100] * 2


def test_those_in_view_come_at_once_and_the_rest_above_them_without_a_move(
    qtbot: QtBot, conversation: Conversation
) -> None:
    conversation.show_messages(messages(7, lines=4))
    at_once = numbers(conversation)
    assert at_once == list(range(8 - len(at_once), 8))
    assert 2 <= len(at_once) < 7
    assert sum(place.height() for place in places(conversation)) >= 400  # no gap to be filled
    (last,) = [card for card in conversation.cards() if card.message.id == 7]
    assert seen(last, conversation)
    before = conversation.grab().toImage()
    qtbot.waitUntil(lambda: numbers(conversation) == list(range(1, 8)))
    after = conversation.grab().toImage()
    inner = QRect(0, 0, conversation.viewport().width() - 20, 400)  # but for the scroll bar
    assert before.copy(inner) == after.copy(inner)
    assert is_at_end(conversation)


def test_cards_stand_below_each_other_as_wide_as_there_is_room_for(
    qtbot: QtBot, conversation: Conversation
) -> None:
    for width in (500, 320, 700):
        conversation.resize(width, 400)
        for count, lines in ((1, 1), (2, 1), (7, 3), (3, 30), (5, 1)):
            conversation.show_messages(messages(count, lines))
            qtbot.waitUntil(lambda count=count: len(conversation.cards()) == count)  # type: ignore[misc] # bound now
            found = places(conversation)
            for above, below in itertools.pairwise(found):
                assert below.top() > above.bottom()
            assert len({(place.left(), place.width()) for place in found}) == 1
            assert found[-1].right() < conversation.viewport().width()
            for card in conversation.cards():
                text = card.text
                assert text.height() >= text.heightForWidth(text.width())
                assert card.rect().contains(text.geometry())
            column = conversation.widget()
            assert column is not None
            assert found[-1].bottom() < column.height()
            assert is_at_end(conversation) or begins_in_view(conversation.cards()[-1])


def test_the_next_ticket_has_its_place_before_anything_is_painted(
    conversation: Conversation,
) -> None:
    one = messages(1)[0]
    longer = one._replace(author="Iemand met een langere naam", text=f"{one.text}\nen\nmeer")
    alike = longer._replace(author="Bo van Es")
    for message in (one, longer, alike, longer):
        conversation.show_messages((message,))
        (card,) = conversation.cards()
        assert card.height() == card.heightForWidth(card.width())
        assert card.text.height() >= card.text.heightForWidth(card.text.width())


def test_a_head_without_room_gives_way_from_the_address_on_and_says_all_in_its_tooltip(
    conversation: Conversation,
) -> None:
    (message,) = messages(1)
    conversation.resize(900, 400)
    conversation.show_messages((message,))
    (card,) = conversation.cards()
    conversation.grab()
    assert card.head.toolTip() == ""
    wide = card.head.grab(card.head.rect().adjusted(card.head.width() - 150, 0, 0, 0)).toImage()

    longer = message._replace(author="<b>Iemand</b> " + "met een lange naam " * 9)
    conversation.show_messages((longer,))
    conversation.grab()
    assert "&lt;b&gt;Iemand" in card.head.toolTip()
    assert "collega@example.com" in card.head.toolTip()  # found no room at all
    end = card.head.grab(card.head.rect().adjusted(card.head.width() - 150, 0, 0, 0)).toImage()
    assert wide == end  # when it was is always whole

    conversation.resize(230, 400)
    pictures = []
    for author in ("Noor Visser", "Bram Visser"):
        note = longer._replace(direction=Direction.NOTE, author=author, author_address="")
        conversation.show_messages((note,))
        (narrow,) = conversation.cards()
        pictures.append(narrow.head.grab().toImage())
        assert "Internal note" in narrow.head.toolTip()
        assert long_moment(note.created_at) in narrow.head.toolTip()
    assert pictures[0] != pictures[1]  # who wrote it keeps some of the room
    conversation.resize(900, 400)

    conversation.show_messages((message,))
    conversation.grab()
    assert card.head.toolTip() == ""


def test_a_mail_longer_than_the_view_is_read_from_where_it_begins(
    qtbot: QtBot, conversation: Conversation
) -> None:
    conversation.show_messages(messages(3, lines=40))
    qtbot.waitUntil(lambda: numbers(conversation) == [1, 2, 3])
    latest = conversation.cards()[-1]
    assert latest.height() > conversation.viewport().height()
    assert begins_in_view(latest)
    assert latest.mapTo(conversation.viewport(), QPoint(0, 0)).y() < 20


def test_a_note_about_a_mail_does_not_hide_where_the_mail_begins(
    qtbot: QtBot, conversation: Conversation
) -> None:
    mail = messages(1, lines=40)[0]
    note = mail._replace(id=2, direction=Direction.NOTE, text="About the mail before this note")
    conversation.show_messages((mail, note))
    qtbot.waitUntil(lambda: numbers(conversation) == [1, 2])
    assert begins_in_view(conversation.cards()[0])
    later = note._replace(created_at=mail.created_at + 60)
    conversation.show_messages((mail, later))
    assert is_at_end(conversation)


def test_lines_with_nothing_on_them_do_not_push_the_text_out_of_sight(
    conversation: Conversation,
) -> None:
    (message,) = messages(1)
    for gap in ("\n" * 400, "\n \u200b\n" * 200, "\n\u00a0\t" * 300 + "\n"):
        conversation.show_messages((message._replace(text=f"Hallo{gap}Groet", reply_text=""),))
        (card,) = conversation.cards()
        assert card.height() < 200
        assert card.text.text().startswith("Hallo\n")
        assert card.text.text().endswith("\nGroet")


def test_whoever_scrolls_at_once_finds_what_is_above(
    qtbot: QtBot, conversation: Conversation
) -> None:
    conversation.show_messages(messages(7, lines=6))
    assert len(conversation.cards()) < 7
    conversation.setFocus()
    qtbot.keyClick(conversation, Qt.Key.Key_PageUp)
    assert numbers(conversation) == list(range(1, 8))
    assert not is_at_end(conversation)
    where = conversation.verticalScrollBar().value()
    qtbot.wait(150)
    assert conversation.verticalScrollBar().value() == where


def test_a_ticket_that_is_left_before_rest_leaves_no_card_to_the_next(
    qtbot: QtBot, conversation: Conversation
) -> None:
    conversation.show_messages(messages(7, lines=6))
    conversation.show_messages(messages(1, first=90))
    qtbot.wait(150)
    assert numbers(conversation) == [90]
    held = [card.text.text() for card in conversation.findChildren(MessageCard)]
    assert [text for text in held if "regel van" in text] == ["regel van 90\nregel van 90"]


def test_earlier_messages_come_when_asked_for_and_take_their_place(
    qtbot: QtBot, conversation: Conversation
) -> None:
    conversation.show_messages(messages(AT_ONCE + 4))
    qtbot.waitUntil(conversation.earlier.isVisible)
    assert "4" in conversation.earlier.text()
    assert conversation.earlier.geometry().bottom() < places(conversation)[0].top()
    conversation.earlier.click()
    assert numbers(conversation) == list(range(1, AT_ONCE + 5))
    found = places(conversation)
    assert [place.top() for place in found] == sorted(place.top() for place in found)
    assert conversation.earlier.isHidden()


def test_a_card_that_grows_moves_those_below_it(qtbot: QtBot, conversation: Conversation) -> None:
    long = messages(1, lines=3)[0]._replace(reply_text="kort")
    conversation.show_messages((long, *messages(1, first=2)))
    first, second = conversation.cards()
    high, top = first.height(), second.y()
    first.more.click()
    qtbot.waitUntil(lambda: first.height() > high)
    qtbot.waitUntil(lambda: second.y() > top)
    assert second.y() > first.geometry().bottom()
