"""What records of others say of the person: each passage read, and given or left out."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from app.i18n import _, ngettext
from app.model import moments
from app.workflows import package_order
from app.workflows.package_mentions import Choice, Mention
from app.workflows.package_order import Order
from ui.packages.step import ListedStep
from ui.pages import Context
from ui.tasks import Slot
from ui.text import day, many_lines, one_line
from ui.widgets.check_box import CheckBox
from ui.widgets.plain_label import PlainLabel
from ui.widgets.small_table import Row, SmallTable


class MentionsStep(ListedStep):
    """Passages on the left, the chosen one in full on the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("Named by others"),
            _(
                "These texts belong to others and name the person. What they say of the person is"
                " the person's data: the passage goes along, with the others in it blacked out"
                " next. Leave out what means somebody else."
            ),
        )
        theme = context.theme
        self._mentions: tuple[Mention, ...] | None = None
        self._choice = Choice()
        self._slot = Slot()
        self.list = _Passages(
            theme,
            _("Texts of others"),
            [_("Goes along"), _("Text"), _("Made")],
            stretch=1,
        )
        self.why = PlainLabel(tone="muted", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("The passage"))
        self.given = CheckBox(_("It means the person: give this passage"))
        self.lay_out(self.list, self.why, self.text, self.given, grows=self.text)
        self.list.chosen.connect(self._look)
        self.list.toggled.connect(self._toggle)
        self.list.opened.connect(lambda _row: self._toggle())
        self.given.clicked.connect(self._toggle)

    @property
    def can_go_on(self) -> bool:
        """They are listed."""
        return self._mentions is not None

    def enter(self, order: Order) -> None:
        """List them."""
        self._mentions, self._choice = None, order.choice
        self._clear()
        self.total.setText(_("Looking through the texts…"))
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: package_order.mentions(session, order),
            self._show,
            failed=self.context.show_error,
            slot=self._slot,
        )

    def leave(self) -> None:
        """Let go of what was read."""
        self._slot.clear()
        self._clear()

    def answered(self, order: Order) -> Order:
        """Return the order with what was decided of what is listed."""
        if self._mentions is None:
            return order
        listed = {mention.passage.id for mention in self._mentions}
        choice = Choice(self._choice.taken & listed, self._choice.left & listed)
        return replace(order, choice=choice)

    def passed_over(self, order: Order) -> Order:
        """Return the order where nobody names the person."""
        return replace(order, choice=Choice())

    def take_focus(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus()

    def _clear(self) -> None:
        self.list.show_rows(())
        self._look(None)

    def _show(self, mentions: tuple[Mention, ...]) -> None:
        self._mentions = mentions
        self._fill()
        if mentions:
            self.list.choose(mentions[0].passage.id)
        self.changed.emit()

    def _fill(self) -> None:
        mentions = self._mentions or ()
        given = [mention.is_in(self._choice) for mention in mentions]
        self.list.show_rows(
            [
                Row(
                    mention.passage.id,
                    mention,
                    (
                        _("Yes") if is_given else _("No"),
                        one_line(mention.passage.text, 200),
                        _day(mention),
                    ),
                    "success" if is_given else "warning",
                )
                for mention, is_given in zip(mentions, given, strict=True)
            ]
        )
        count = QLocale().toString
        shown = ngettext(
            "{count} passage is given", "{count} passages are given", sum(given)
        ).format(count=count(sum(given)))
        if not all(given):
            out = ngettext("{count} is left out", "{count} are left out", given.count(False))
            shown = f"{shown} · {out.format(count=count(given.count(False)))}"
        self.total.setText(shown)

    def _look(self, mention: Mention | None) -> None:
        self.given.setEnabled(mention is not None)
        if mention is None:
            self.why.setText("")
            self.text.setPlainText("")
            self.given.setChecked(False)
            return
        why = (
            _("Nobody else on record is called so.")
            if mention.passage.certain
            else _("Others may be called so too: it may mean somebody else.")
        )
        self.why.setText(f"{mention.place} · {why}")
        self.text.setPlainText(many_lines(mention.passage.text))
        self.given.setChecked(mention.is_in(self._choice))

    def _toggle(self) -> None:
        row = self.list.chosen_row()
        if row is None or not isinstance(row.value, Mention):
            return
        mention, one = row.value, {row.value.passage.id}
        taken, left = self._choice.taken - one, self._choice.left - one
        if mention.is_in(self._choice):
            left |= one
        elif not mention.proposed:
            taken |= one
        self._choice = Choice(taken, left)
        self._fill()
        self.changed.emit()


class _Passages(SmallTable):
    toggled = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let Space decide on the chosen passage."""
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit()
        else:
            super().keyPressEvent(event)


def _day(mention: Mention) -> str:
    at = mention.passage.at
    return "" if at is None else day(moments.office_day(at).isoformat())
