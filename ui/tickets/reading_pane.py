"""The ticket that is being read: what it is, its conversation, and the field to answer in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.model.conversation import AttachmentRow, MessageRow, Ticket
from app.model.staff_texts import Draft, DraftKind
from ui.attached.files import Files
from ui.attached.preview import Preview
from ui.pages import Context
from ui.text import long_moment, many_lines, one_line
from ui.tickets.composer import Composer
from ui.tickets.conversation import Conversation
from ui.tickets.reading_head import ReadingHead
from ui.tickets.timeline import Timeline
from ui.tickets.writing_field import local_files
from ui.widgets.ground import paint_ground

_LOW = 44  # lines: in a lower window the head and the field to write in give way
_LOWEST = 30  # lines: in a lower one, the field is there while one writes


class ReadingPane(QWidget):
    """Shows one ticket. It asks for nothing and changes nothing: its page does."""

    def __init__(self, context: Context, files: Files) -> None:
        super().__init__()
        paint_ground(self)
        self.setAcceptDrops(True)
        theme = context.theme
        self._context = context
        self._theme = theme
        self._files = files
        self._me = context.session.member.name
        self._least: QSize | None = None
        self.ticket: Ticket | None = None
        self.head = ReadingHead(context)
        self.head.setParent(self)
        self.composer = Composer(context)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addWidget(_line())
        self._column.addWidget(self._make_conversation(), 1)
        self._column.addWidget(_line())
        self._column.addWidget(self.composer)

    def _make_conversation(self) -> QWidget:
        self.conversation = Conversation(self._theme, self._files)
        self.conversation.file_asked.connect(self._preview)
        self.conversation.forward_asked.connect(self._forward)
        self.timeline = Timeline(self._theme)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.conversation)
        self.middle.addWidget(self.timeline)
        return self.middle

    def show_ticket(self, ticket: Ticket) -> None:
        """Show a ticket, from its latest message; what did not change stays where it is."""
        before, self.ticket = self.ticket, ticket
        row = ticket.row
        others = before is None or before.row.id != row.id or before.messages != ticket.messages
        if others:
            self.conversation.await_messages()
        self.head.show_ticket(ticket)
        self._least = None
        self._column.activate()  # else the conversation would be laid out again in what is left
        self.head.arrange()
        name = one_line(row.requester, 80) or one_line(ticket.requester_email, 80)
        self.composer.be_about(row.id)
        self.composer.canned.values = {"name": name, "number": row.number, "me": self._me}
        if before is not None and before.row.id != row.id:
            self.middle.setCurrentWidget(self.conversation)
        if self.middle.currentWidget() is self.timeline:
            self.timeline.show_history(ticket)
        if others:
            self.conversation.show_messages(ticket.messages)

    def toggle_history(self) -> None:
        """Show what was changed, or the conversation again."""
        shown = self.middle.currentWidget() is self.timeline
        if self.ticket is not None and not shown:
            self.timeline.show_history(self.ticket)
        self.middle.setCurrentWidget(self.conversation if shown else self.timeline)

    def take_focus(self, reason: Qt.FocusReason) -> None:
        """Put the keyboard where what is shown scrolls by the arrows."""
        if (shown := self.middle.currentWidget()) is not None:
            shown.setFocus(reason)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As high as its parts are at the width it has, and a little of the conversation.

        What is higher than the window scrolls with the page. Qt asks for the parts in one row each.
        """
        if self._least is None:  # the parts around it ask ten times for each that changed
            least, middle = super().minimumSizeHint(), self.middle
            whole = self._column.totalHeightForWidth(self.width())
            needed = whole - middle.sizeHint().height() + middle.minimumSizeHint().height()
            self._least = QSize(least.width(), max(least.height(), needed))
        return self._least

    def event(self, event: QEvent) -> bool:
        """Take in that a part became higher or lower, came or went."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._least = None
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Tell what is around it what it needs at another width; write in less in a low window."""
        super().resizeEvent(event)
        lines = self.window().height() / self.fontMetrics().height()
        self.composer.be_low(lines < _LOW, lowest=lines < _LOWEST)
        self.head.be_low(lines < _LOW)
        self._least = None
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    # Files that are dropped beside the field are meant for it too

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's own name
        """Welcome files while a ticket is shown."""
        if self.ticket is not None and local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's own name
        """Attach them to what is being written, and go on writing."""
        event.acceptProposedAction()
        self.composer.write(self.composer.kind)
        self.composer.attach_paths(local_files(event.mimeData()))

    # Sending on

    def forward_last(self) -> None:
        """Begin to send the latest message on."""
        if self.ticket is not None and self.ticket.messages:
            self._forward(self.ticket.messages[-1])

    def _forward(self, message: MessageRow) -> None:
        writing = self.composer.writing
        if writing.text.strip() or writing.files:
            self.composer.write(DraftKind.FORWARD)  # what is half written is not thrown away
            return
        author = one_line(message.author, 100) or one_line(message.author_address, 100)
        head = _("---- Message of {author}, {moment} ----").format(
            author=author, moment=long_moment(message.created_at)
        )
        text = f"\n\n{head}\n\n{many_lines(message.text).strip()}"
        self.composer.put(Draft(DraftKind.FORWARD, text, writing.recipient))
        self.composer.write(DraftKind.FORWARD)
        if files := message.attachments:
            self.composer.attach_read(lambda: self._files.whole(files), only=DraftKind.FORWARD)

    def _preview(self, file: AttachmentRow) -> None:
        dialog = Preview(self._theme, self._files, file, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "true")
    line.setFixedHeight(1)
    return line
