"""One message of a conversation: who, when, what they wrote, and the files that came with it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from app.i18n import _
from app.model.ticket import Direction, MessageRow
from ui.text import long_moment, many_lines, one_line, size
from ui.theme.theme import Theme
from ui.widgets.icon_label import IconLabel
from ui.widgets.plain_label import ElidedLabel, PlainLabel

_SHOWN = 4_000
"""Characters shown before one asks for more; the window stays quick whatever was sent."""
_CARDS = {Direction.IN: "plain", Direction.OUT: "out", Direction.NOTE: "note"}
_ICONS = {
    Direction.IN: ("person", "muted"),
    Direction.OUT: ("reply", "info"),
    Direction.NOTE: ("note", "warning"),
}


class MessageCard(QFrame):
    """Shows a message as plain text; quoted mail below it is folded away."""

    def __init__(self, theme: Theme, message: MessageRow) -> None:
        super().__init__()
        self._message = message
        self._whole = many_lines(message.text).strip()
        self._new = many_lines(message.reply_text).strip() or self._whole
        self.setProperty("card", _CARDS[message.direction])
        author = one_line(message.author) or one_line(message.author_address) or _("Unknown")
        self.setAccessibleName(
            _("{author}, {moment}").format(author=author, moment=long_moment(message.created_at))
        )
        self.text = PlainLabel(wrap=True, selectable=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        column.addLayout(self._make_head(theme, author))
        column.addWidget(self.text)
        self.more = QPushButton()
        self.more.setProperty("role", "link")
        self.more.clicked.connect(self._show_all)
        row = QHBoxLayout()
        row.addWidget(self.more)
        row.addStretch(1)
        column.addLayout(row)
        for file in message.attachments:
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(IconLabel(theme, "attach", "muted", 16))
            name = PlainLabel(one_line(file.filename, 80))
            line.addWidget(name)
            line.addWidget(PlainLabel(size(file.size), tone="muted"))
            line.addStretch(1)
            column.addLayout(line)
        self._show_start()

    def _make_head(self, theme: Theme, author: str) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        icon, tone = _ICONS[self._message.direction]
        head.addWidget(IconLabel(theme, icon, tone, 16))
        head.addWidget(PlainLabel(one_line(author, 60), role="heading"))
        if self._message.direction is Direction.NOTE:
            head.addWidget(PlainLabel(_("Internal note"), tone="warning", role="small"))
        address = one_line(self._message.author_address)
        head.addWidget(ElidedLabel(address if address != author else "", tone="muted"), 1)
        head.addWidget(PlainLabel(long_moment(self._message.created_at), tone="muted"))
        return head

    def _show_start(self) -> None:
        start = self._new
        if len(start) > _SHOWN:
            start = f"{start[:_SHOWN].rstrip()}…"
        self.text.setText(start or _("(no text)"))
        hidden = start != self._whole
        self.more.setVisible(hidden)
        self.more.setText(
            _("Show everything") if len(self._new) > _SHOWN else _("Show quoted text")
        )

    def _show_all(self) -> None:
        self.text.setText(self._whole)
        self.more.hide()
