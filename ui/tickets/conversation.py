"""The messages of a ticket, one card below another, the latest in view from where it begins."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from app.i18n import _, ngettext
from app.model.conversation import MessageRow
from ui.attached.files import Files
from ui.theme.theme import Theme
from ui.tickets.message_card import MessageCard
from ui.widgets.ground import paint_ground
from ui.widgets.scroll_area import ScrollArea

AT_ONCE = 8
"""Messages shown when a ticket opens, the latest ones; the earlier ones come when asked for."""
_MORE = 30
_KEPT = 16
"""Cards kept, empty and hidden, for the tickets to come."""
_AT_REST = 100  # milliseconds after which those above the view come too
_SETTLED = 400  # milliseconds after which the conversation is laid out for certain
_CARD = 70  # pixels that a card without text has at least


class Conversation(ScrollArea):
    """Shows messages. It lays its cards out itself: once for each ticket, not once a change."""

    file_asked = Signal(object)
    """A file is to be looked at: its :class:`AttachmentRow`."""
    forward_asked = Signal(object)
    """The :class:`MessageRow` is to be sent on."""

    def __init__(self, theme: Theme, files: Files) -> None:
        super().__init__(_("Conversation"))
        self._theme = theme
        self._files = files
        self._messages: tuple[MessageRow, ...] = ()
        self._shown_from = 0
        self._cards: list[MessageCard] = []
        self._came_later: list[MessageCard] = []
        self._awaits_others = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column = QWidget()
        paint_ground(self._column)
        self.earlier = QPushButton(self._column)
        self.earlier.setProperty("role", "link")
        self.earlier.clicked.connect(self._show_earlier)
        self.setWidget(self._column)
        self._at_rest = QTimer(self)
        self._at_rest.setSingleShot(True)
        self._at_rest.setInterval(_AT_REST)
        self._at_rest.timeout.connect(self._show_the_rest)
        # Pictures come later than the text: until then the end of the conversation moves, and what
        # is shown goes along.
        self._at_end = QTimer(self)
        self._at_end.setSingleShot(True)
        self._at_end.setInterval(_SETTLED)
        self.verticalScrollBar().actionTriggered.connect(lambda _action: self._leave_end())
        theme.changed.connect(self._place_anew)

    def await_messages(self) -> None:
        """Others are shown at once: until then, what is here need not be laid out anew."""
        self._awaits_others = True

    def show_messages(self, messages: tuple[MessageRow, ...]) -> None:
        """Show messages from the end: those in view at once, what is above them at rest."""
        self._awaits_others = False
        self._messages = messages
        self._shown_from = max(0, len(messages) - AT_ONCE)
        for card in self._came_later:  # among the others the keyboard would find them last
            self._remove(card)
        self._came_later.clear()
        in_view = self._in_view(messages[self._shown_from :])
        self._fill(messages[len(messages) - in_view :])
        self._at_end.start()
        if in_view < len(messages):
            self.earlier.hide()
            self._at_rest.start()
        else:
            self._at_rest.stop()
            self._show_earlier_button()
        self._place_anew()

    def _in_view(self, messages: Sequence[MessageRow]) -> int:
        """Return about how many of the last messages fill the view; rather more than fewer."""
        metrics = self.fontMetrics()
        letters = max(1, self.viewport().width() * 5 // (4 * metrics.averageCharWidth()))
        free = self.viewport().height()
        for number, message in enumerate(reversed(messages), start=1):
            text = message.reply_text or message.text
            lines = text.count("\n", 0, 2_000) + min(len(text), 2_000) // letters
            free -= _CARD + lines * metrics.height()
            if free < 0:
                return number
        return len(messages)

    def _show_the_rest(self) -> None:
        self._at_rest.stop()
        self._fill(self._messages[self._shown_from :])
        self._show_earlier_button()
        self._place_anew()

    def _leave_end(self) -> None:
        """Somebody scrolls: go where they go, and have something there."""
        self._at_end.stop()
        if self._at_rest.isActive():
            bar = self.verticalScrollBar()
            from_end = bar.maximum() - bar.sliderPosition()
            self._show_the_rest()
            bar.setSliderPosition(bar.maximum() - from_end)

    def _fill(self, messages: Sequence[MessageRow]) -> None:
        """Show messages in the cards that are there; others are made only where none fits.

        What comes new comes last, and the cards keep their order, which is also the keyboard's.
        """
        free = list(self._cards)
        unused: list[MessageCard] = []
        for message in messages:
            place = next((n for n, card in enumerate(free) if card.fits(message)), len(free))
            unused += free[:place]
            if place < len(free):
                card = free[place]
                card.show_message(message)
            else:
                card = self._make_card(message)
                self._cards.append(card)
            card.show()
            free = free[place + 1 :]
        unused += free
        for number, card in enumerate(unused):
            if card.pictures or number >= _KEPT:
                self._remove(card)
            else:
                card.forget()

    def _make_card(self, message: MessageRow) -> MessageCard:
        card = MessageCard(self._theme, message, self._files)
        card.setParent(self._column)
        card.file_asked.connect(self.file_asked)
        card.forward_asked.connect(self.forward_asked)
        return card

    def _remove(self, card: MessageCard) -> None:
        self._cards.remove(card)
        card.hide()
        card.deleteLater()

    def cards(self) -> list[MessageCard]:
        """Return the cards of the messages that are shown, in their order."""
        return [card for card in self._cards if not card.isHidden()]

    def _show_earlier(self) -> None:
        first = max(0, self._shown_from - _MORE)
        for number, message in enumerate(self._messages[first : self._shown_from]):
            card = self._make_card(message)
            self._came_later.append(card)
            self._cards.insert(number, card)
            card.show()
        self._shown_from = first
        self._show_earlier_button()
        self._place()

    def _show_earlier_button(self) -> None:
        hidden = self._shown_from
        self.earlier.setVisible(hidden > 0)
        self.earlier.setText(
            ngettext(
                "Show {count} earlier message", "Show {count} earlier messages", hidden
            ).format(count=hidden)
        )

    # Places

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """A line: in the lowest window what one writes takes nearly all."""
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Put the cards in their places; who reads the end still does, however much one writes."""
        bar = self.verticalScrollBar()
        was_at_end = bar.value() == bar.maximum() and not self._at_end.isActive()
        super().resizeEvent(event)
        if self._awaits_others:
            return
        self._place()
        if was_at_end:
            bar.setValue(bar.maximum())

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Hear of a card that became higher or lower."""
        if watched is self._column and event.type() is QEvent.Type.LayoutRequest:
            self._place()
        return super().eventFilter(watched, event)  # type: ignore[arg-type] # an object of Qt's

    def _place_anew(self) -> None:
        """Put the cards in their places, each with what it shows now."""
        cards = self.cards()
        for card in cards:
            card.forget_sizes()
        self._place()
        for card in cards:
            card.arrange()

    def _place(self) -> None:
        """Put the cards in their places, and stay at the latest unless somebody left it."""
        shown, whole = self.cards(), self.maximumViewportSize()
        # The scroll bar's room is kept where there is none: no text is laid out for both widths,
        # and none moves from one ticket to the next.
        width = whole.width() - self.verticalScrollBar().sizeHint().width()
        heights = self._heights(shown, width)
        self._column.resize(width, max(self._sum(heights), whole.height()))
        self._put(shown, heights, width)
        QCoreApplication.removePostedEvents(self._column, QEvent.Type.LayoutRequest.value)
        bar = self.verticalScrollBar()
        if self._at_end.isActive():
            bar.setValue(min(bar.maximum(), self._beginning_of_latest(shown)))

    def _beginning_of_latest(self, shown: Sequence[MessageCard]) -> int:
        """Return how far down what came last begins: a long mail is read from there.

        A note of what was wrong with a mail came with it, at the same moment.
        """
        latest = len(shown) - 1
        while latest > 0 and shown[latest].is_about(shown[latest - 1]):
            latest -= 1
        return shown[latest].y() - self._gap if shown else 0

    def _heights(self, shown: list[MessageCard], width: int) -> list[int]:
        inner = width - 2 * self._theme.spacing.page
        return [card.heightForWidth(inner) for card in shown]

    def _sum(self, heights: list[int]) -> int:
        spacing = self._theme.spacing
        above = self.earlier.sizeHint().height() + self._gap if not self.earlier.isHidden() else 0
        between = self._gap * max(0, len(heights) - 1)
        return 2 * spacing.gap + above + sum(heights) + between

    @property
    def _gap(self) -> int:
        return self._theme.spacing.unit + 2

    def _put(self, shown: list[MessageCard], heights: list[int], width: int) -> None:
        left, top = self._theme.spacing.page, self._theme.spacing.gap
        if not self.earlier.isHidden():
            size = self.earlier.sizeHint()
            self.earlier.setGeometry(QRect(QPoint((width - size.width()) // 2, top), size))
            top += size.height() + self._gap
        for card, height in zip(shown, heights, strict=True):
            card.setGeometry(left, top, width - 2 * left, height)
            top += height + self._gap
