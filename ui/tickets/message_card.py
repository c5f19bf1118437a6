"""One message of a conversation: who, when, what they wrote, and the files that came with it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from app.i18n import _
from app.model.conversation import AttachmentRow, MessageRow
from app.model.ticket import Direction
from ui.attached.files import Files
from ui.text import file_name, long_moment, many_lines, one_line, size, without_gaps
from ui.theme import icons
from ui.theme.theme import Theme
from ui.tickets.message_head import MessageHead
from ui.widgets.flow_box import FlowBox
from ui.widgets.giving_button import GivingButton
from ui.widgets.paragraph import Paragraph
from ui.widgets.self_laid import SelfLaid
from ui.widgets.vertical_layout import VerticalLayout

_SHOWN = 4_000
"""Characters shown before one asks for more; the window stays quick whatever was sent."""
_MOST = 60_000
"""Characters shown at all; what is longer is read from the store by other means."""
_PICTURE = QSize(420, 280)
_NARROWEST = 40  # pixels of a picture
_PICTURES = 6
"""Pictures shown in one message; further ones are opened one at a time."""
_CARDS = {Direction.IN: "plain", Direction.OUT: "out", Direction.NOTE: "note"}


class Picture(QLabel):
    """A picture that a mail shows in its text; it has no text of its own."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Picture: {name}").format(name=name))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._image = QImage()
        self.hide()

    def show_image(self, image: QImage | None) -> None:
        """Show it, once it is read; what is no picture stays a file in the list below."""
        if image is not None:
            self._image = image
            self._fit()
            self.show()

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own name
        """As high as the picture is where it is no wider than ``width``."""
        if self._image.isNull():
            return 0
        high, wide = self._image.height(), self._image.width()
        return max(1, round(high * _width_in(wide, width) / wide))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Never be wider than the card."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._image.isNull():
            return
        width = _width_in(self._image.width(), self.width())
        drawn = QPixmap.fromImage(self._image)
        if width < self._image.width():
            smooth = Qt.TransformationMode.SmoothTransformation
            ratio = Qt.AspectRatioMode.IgnoreAspectRatio
            drawn = drawn.scaled(width, self.heightForWidth(width), ratio, smooth)
        self.setPixmap(drawn)


def _width_in(picture: int, room: int) -> int:
    return min(picture, max(room, _NARROWEST))


class MessageCard(SelfLaid):
    """Shows a message as plain text; quoted mail below it is folded away."""

    file_asked = Signal(object)
    """A file is to be looked at: its :class:`AttachmentRow`."""
    forward_asked = Signal(object)
    """The :class:`MessageRow` is to be sent on."""

    def __init__(self, theme: Theme, message: MessageRow, files: Files) -> None:
        column = VerticalLayout()
        super().__init__(column)
        self._theme = theme
        self._files = files
        self.message = message
        self.setProperty("card", _CARDS[message.direction])
        self.head = MessageHead(theme, message.direction, self)
        self.head.forward_asked.connect(lambda: self.forward_asked.emit(self.message))
        self.text = Paragraph(parent=self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        column.add(self.head)
        column.add(self.text)
        self.more = QPushButton(self)
        self.more.setProperty("role", "link")
        self.more.clicked.connect(self._turn)
        column.add(self.more, narrow=True)
        self.pictures: list[Picture] = []
        for file in self._pictures_of(message):
            picture = Picture(file_name(file.filename, 60), self)
            files.picture(picture, file, _PICTURE, picture.show_image)
            self.pictures.append(picture)
            column.add(picture)
        self._files_box = FlowBox()
        self._files_box.setParent(self)
        column.add(self._files_box)
        self._buttons: list[QPushButton] = []
        self._say()

    def _pictures_of(self, message: MessageRow) -> list[AttachmentRow]:
        files = message.attachments
        return [f for f in files if f.inline and self._files.may_be_picture(f)][:_PICTURES]

    def fits(self, message: MessageRow) -> bool:
        """Whether it could show another message: one of its kind, neither having pictures."""
        alike = message.direction is self.message.direction
        return alike and not self.pictures and not self._pictures_of(message)

    def is_about(self, before: MessageCard) -> bool:
        """Whether it is a note that was made as the message before it came in."""
        is_note = self.message.direction is Direction.NOTE
        return is_note and self.message.created_at == before.message.created_at

    def show_message(self, message: MessageRow) -> None:
        """Show another message that :meth:`fits`; that is much quicker than another card."""
        self.message = message
        self._say()

    def forget(self) -> None:
        """Be hidden and keep nothing of the message, until another one is to be shown."""
        if not self.isHidden():
            self.hide()
            kind = self.message.direction
            self.show_message(MessageRow(0, kind, None, "", "", 0, "", "", None, ()))

    def _say(self) -> None:
        message = self.message
        self._whole = without_gaps(many_lines(message.text)).strip()[:_MOST]
        self._new = without_gaps(many_lines(message.reply_text)).strip()[:_MOST] or self._whole
        author = one_line(message.author) or one_line(message.author_address) or _("Unknown")
        address, moment = one_line(message.author_address), long_moment(message.created_at)
        name = _("{author}, {moment}").format(author=author, moment=moment)
        if message.direction is Direction.NOTE:  # which only the card's colour tells else
            name = f"{_('Internal note')}: {name}"
        self.setAccessibleName(name)
        address = address if address != author else ""
        if message.sent_to:
            address = _("Forwarded to {address}").format(address=one_line(message.sent_to))
        self.setAccessibleDescription(address)
        self.head.say(author, address, moment, sent_on=bool(message.sent_to))
        self._is_whole = False
        self._show()
        self._show_files()

    @property
    def file_buttons(self) -> list[QPushButton]:
        """Those of the message's files, in their order."""
        return self._buttons[: len(self.message.attachments)]

    def _show_files(self) -> None:
        files = self.message.attachments
        self._files_box.setVisible(bool(files))
        while len(self._buttons) < len(files):
            self._buttons.append(self._make_file_button(len(self._buttons)))
        for file, button in zip(files, self._buttons, strict=False):
            button.setText(_say(file).replace("&", "&&"))
            button.setAccessibleName(_("File: {name}").format(name=_say(file)))
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(files))
            if place >= len(files):
                button.setText("")
                button.setAccessibleName("")

    def _make_file_button(self, place: int) -> QPushButton:
        button = GivingButton(elide=Qt.TextElideMode.ElideMiddle)
        button.setProperty("role", "chip")
        button.setIcon(icons.icon("attach", self._theme.palette.muted, 14))
        button.clicked.connect(lambda: self.file_asked.emit(self.message.attachments[place]))
        self._files_box.add(button)
        return button

    def _show(self) -> None:
        start = self._new if len(self._new) <= _SHOWN else f"{self._new[:_SHOWN].rstrip()}…"
        self.text.setText((self._whole if self._is_whole else start) or _("(no text)"))
        self.more.setVisible(start != self._whole)
        if self._is_whole:
            self.more.setText(_("Show less"))
        elif len(self._new) > _SHOWN:
            self.more.setText(_("Show everything"))
        else:
            self.more.setText(_("Show quoted text"))

    def _turn(self) -> None:
        self._is_whole = not self._is_whole
        self._show()


def _say(file: AttachmentRow) -> str:
    return f"{file_name(file.filename, 60)}  {size(file.size)}"
