"""Canned replies: a menu to put one in, and dialogs to make, change and remove them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QPushButton, QWidget

from app.i18n import _, ngettext
from app.model.changes import Changes
from app.model.staff_texts import CannedReply, fill_placeholders, unknown_placeholders
from app.workflows import canned
from ui import prompts
from ui.pages import Context
from ui.text import one_line
from ui.theme import icons
from ui.widgets.fault import ask_for
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import field, labelled
from ui.widgets.plain_label import PlainLabel

_SHOWN = 50  # characters of a name
_LINES = 8


class CannedMenu(QPushButton):
    """A button with the canned replies below it."""

    picked = Signal(str)
    """The text of one, its placeholders filled."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Canned replies"))
        self.setAccessibleName(_("Canned replies"))
        self._context = context
        self.replies: tuple[CannedReply, ...] = ()
        self.values: Mapping[str, str] = {}
        """What the placeholders stand for in the ticket that is being read."""
        self.setProperty("role", "nav")
        self.setProperty("opens", "menu")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        context.theme.changed.connect(self._dress)
        context.jobs.changed.connect(self._on_changed)
        self._dress()
        self._look()

    def be_drawing(self, drawing: bool) -> None:
        """Show the drawing alone, where there is little room."""
        self.setText("" if drawing else _("Canned replies"))
        self.setToolTip(_("Canned replies") if drawing else "")

    def _look(self) -> None:
        session = self._context.session
        self._context.jobs.read(self, lambda: canned.every(session), self._know)

    def _know(self, replies: tuple[CannedReply, ...]) -> None:
        self.replies = replies

    def _on_changed(self, changes: Changes) -> None:
        if changes.settings or changes.everything:
            self._look()

    def _fill(self) -> None:
        menu = self._menu
        menu.clear()
        for reply in self.replies:
            action = menu.addAction(_menu_text(reply.name))
            action.triggered.connect(lambda _checked=False, r=reply: self.pick(r))
        if not self.replies:
            menu.addAction(_("No canned replies yet")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(_("New canned reply…")).triggered.connect(lambda: self.ask(None))
        if self.replies:
            change = menu.addMenu(_("Change or remove"))
            for reply in self.replies:
                change.addAction(_menu_text(reply.name)).triggered.connect(
                    lambda _checked=False, r=reply: self.ask(r)
                )

    def offer(self) -> None:
        """Open the menu; what is picked goes where the keyboard was."""
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def pick(self, reply: CannedReply) -> None:
        """Put a reply in."""
        self.picked.emit(fill_placeholders(reply.text, self.values))

    def ask(self, reply: CannedReply | None) -> None:
        """Ask for a new reply, or for what is to become of one."""
        dialog = CannedDialog(self._context, self.window(), reply)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _dress(self) -> None:
        self.setIcon(icons.icon("copy", self._context.theme.palette.muted, 16))


def _menu_text(name: str) -> str:
    return one_line(name, _SHOWN).replace("&", "&&")


class CannedDialog(FormDialog):
    """The name and text of a canned reply."""

    def __init__(self, context: Context, parent: QWidget, reply: CannedReply | None) -> None:
        super().__init__(
            context,
            _("Change canned reply") if reply else _("New canned reply"),
            _("Save"),
            parent,
        )
        self._reply = reply
        box, self.name = field(_("Name"))
        self.name.setMaxLength(100)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Text"))
        ask_for(self.name, self.text)
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * _LINES + 24)
        self.form.addWidget(box)
        self.form.addWidget(labelled(_("Text"), self.text))
        hint = _(
            "{name} becomes the requester's name, {number} the ticket's number and {me} your own"
            " name. Everybody who works with this store sees the reply."
        )
        self.form.addWidget(PlainLabel(hint, tone="muted", wrap=True))
        self.unknown = PlainLabel(tone="warning", wrap=True)
        self.form.addWidget(self.unknown)
        self.text.textChanged.connect(self._tell_unknown)
        self._tell_unknown()
        if reply is not None:
            self.name.setText(reply.name)
            self.text.setPlainText(reply.text)
            self.remove = QPushButton(_("Remove"))
            self.remove.setAutoDefault(False)
            self.remove.clicked.connect(self._remove)
            self.buttons.insertWidget(0, self.remove)
        self.name.setFocus()

    def _tell_unknown(self) -> None:
        """Tell what stays as it is, though it looks like a placeholder."""
        unknown = unknown_placeholders(self.text.toPlainText())
        said = ngettext(
            "Nothing is filled in for {names}: it stays in the reply as it is.",
            "Nothing is filled in for {names}: they stay in the reply as they are.",
            len(unknown),
        )
        self.unknown.setText(said.format(names=one_line(", ".join(unknown), 120)))
        self.unknown.setVisible(bool(unknown))

    def send(self) -> None:
        """Keep it."""
        session, reply = self.context.session, self._reply
        name, text = self.name.text(), self.text.toPlainText()

        def work() -> Changes:
            if reply is None:
                return canned.add(session, name, text)[1]
            return canned.change(session, reply.id, reply.version, name, text)

        self.at_fault["canned_incomplete"] = self.text if name.strip() else self.name
        self.set_busy(True)
        self.context.jobs.write(self, work, lambda _changes: self.accept(), failed=self.refused)

    def _remove(self) -> None:
        session, reply = self.context.session, self._reply
        if reply is not None and prompts.confirm(
            self,
            _("Remove this canned reply"),
            _("Remove “{name}”? Nobody in this store has it any more then.").format(
                name=one_line(reply.name, _SHOWN)
            ),
            _("Remove"),
        ):
            self.context.jobs.write(
                self,
                lambda: canned.remove(session, reply.id),
                lambda _changes: self.accept(),
                failed=self.refused,
            )
