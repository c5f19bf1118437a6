"""Fields for identifiers: each says what it recognised and whether it is right, while one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.model.identifiers import Identifier, IdentifierKind, identify, make_identifier
from ui.scanner import TAKES_SCANS
from ui.text import one_line
from ui.theme.theme import Theme
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.icon_button import icon_button
from ui.widgets.lone_key import is_alone
from ui.widgets.plain_label import PlainLabel

IDENTIFIER_LABELS = {
    IdentifierKind.IMEI: N_("IMEI"),
    IdentifierKind.IMEISV: N_("IMEISV"),
    IdentifierKind.MEID: N_("MEID"),
    IdentifierKind.MAC: N_("MAC address"),
    IdentifierKind.SERIAL: N_("Serial number"),
    IdentifierKind.ASSET_TAG: N_("Asset tag"),
}
_RECOGNISE = "recognise"


class _Line(QLineEdit):
    entered = Signal()
    """Enter was pressed behind a text."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Keep the Enter that ends a scan from the dialog, whose work is not to be done yet."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and is_alone(event)
        if enter and self.text().strip():
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class IdentifierField(QWidget):
    """One identifier: what it is and its value."""

    edited = Signal()
    entered = Signal()
    """It is filled in: the next one may be."""
    removed = Signal()

    def __init__(self, theme: Theme, identifier: Identifier | None = None) -> None:
        super().__init__()
        self.line = _Line()
        self.line.setProperty(TAKES_SCANS, True)
        self.line.entered.connect(self.entered)
        self.line.setAccessibleName(_("Identifier"))
        self.line.setPlaceholderText(_("IMEI, serial number, MAC address or asset tag"))
        self.line.setMaxLength(500)
        self.kind = ChoiceButton(theme, _("Kind of identifier"))
        self.kind.set_choices(
            [(_RECOGNISE, _("Recognise")), *((k, _(t)) for k, t in IDENTIFIER_LABELS.items())]
        )
        self.kind.keep_width()  # the fields below each other end below each other
        remove = icon_button(theme, "close", _("Remove this identifier"))
        remove.clicked.connect(self.removed)
        self.verdict = PlainLabel(role="small", tone="muted", wrap=True)
        self.verdict.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.spacing.unit)
        row.addWidget(self.line, 1)
        row.addWidget(self.kind)
        row.addWidget(remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(row)
        column.addWidget(self.verdict)
        if identifier is not None:
            self.line.setText(identifier.as_given)
            self.kind.set_value(identifier.kind)
        self.line.textChanged.connect(self._on_edited)
        self.kind.picked.connect(self._on_edited)
        self._judge()

    def identifier(self) -> Identifier | None:
        """Return what stands in the field; None when it is nothing that can be kept."""
        text = self.line.text().strip()
        kind = identify(text).kind if self.kind.value == _RECOGNISE else self.kind.value
        return make_identifier(kind, text) if text and kind is not None else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.line.text().strip()

    def _on_edited(self, *_value: object) -> None:
        self._judge()
        self.edited.emit()

    def _judge(self) -> None:
        """Say what the text was recognised as, and what is wrong with it."""
        self.verdict.setVisible(not self.is_empty)
        if self.is_empty:
            return
        found = self.identifier()
        if found is None:
            why = identify(self.line.text()).warnings
            text = " ".join(why) or _("Not recognised. Choose what it is, or remove it.")
            self._say(text, "danger")
            return
        label = _(IDENTIFIER_LABELS[found.kind])
        value = one_line(found.canonical, 80)
        parts = [_("{kind} {value}").format(kind=label, value=value), *found.warnings]
        tone = "danger" if not found.valid else "warning" if found.warnings else "success"
        self._say(" · ".join(parts), tone)

    def _say(self, text: str, tone: str) -> None:
        self.verdict.setText(text)
        self.verdict.set_tone(tone)


class IdentifierFields(QWidget):
    """Any number of identifiers; an empty field at the end waits for the next."""

    edited = Signal()

    def __init__(self, theme: Theme, identifiers: Sequence[Identifier] = ()) -> None:
        super().__init__()
        self._theme = theme
        self.fields: list[IdentifierField] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.spacing.unit)
        for identifier in identifiers:
            self._add(identifier)
        self._add()

    def fill(self, text: str) -> None:
        """Put a scanned or pasted identifier into the empty field, once."""
        if all(field.line.text().strip() != text for field in self.fields):
            self.fields[-1].line.setText(text)

    def identifiers(self) -> tuple[Identifier, ...]:
        """Return what was typed, as far as it can be kept."""
        return tuple(i for field in self.fields if (i := field.identifier()) is not None)

    def unreadable(self) -> IdentifierField | None:
        """Return the first field whose text is no identifier."""
        return next((f for f in self.fields if not f.is_empty and f.identifier() is None), None)

    def _add(self, identifier: Identifier | None = None) -> None:
        field = IdentifierField(self._theme, identifier)
        field.edited.connect(self._on_edited)
        field.entered.connect(self._go_on)
        field.removed.connect(lambda: self._remove(field))
        self.fields.append(field)
        self._column.addWidget(field)

    def _go_on(self) -> None:
        self.fields[-1].line.setFocus()

    def _on_edited(self) -> None:
        if not self.fields[-1].is_empty:
            self._add()
        self.edited.emit()

    def _remove(self, field: IdentifierField) -> None:
        if field is self.fields[-1]:
            field.line.clear()
            return
        self.fields.remove(field)
        field.hide()
        field.deleteLater()
        self.fields[-1].line.setFocus()
        self.edited.emit()
