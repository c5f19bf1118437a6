"""The attachments: each looked at, and given or withheld with a reason."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QPushButton

from app.i18n import _, ngettext
from app.model.package import WITHHELD_LABELS, Withheld
from app.model.ticket import format_number
from app.store.subject_data import FileRow
from app.workflows import package_order
from app.workflows.package_order import Order
from ui.attached.files import Files
from ui.attached.view import FileView
from ui.packages.step import ListedStep
from ui.pages import Context
from ui.tasks import Slot
from ui.text import size
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.flow_layout import row_of
from ui.widgets.giving_button import GivingButton
from ui.widgets.plain_label import ElidedLabel, PlainLabel
from ui.widgets.small_table import Row, SmallTable

_CHOICE = 12  # digits that what becomes of a file keeps, however little room there is


class FilesStep(ListedStep):
    """Attachments on the left, what is in the chosen one on the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("Attachments"),
            _(
                "Nobody's data is looked for in attachments. Look at them, and withhold what the"
                " person may not have: the package names it, with the reason."
            ),
        )
        theme = context.theme
        self._order: Order | None = None
        self._rows: tuple[FileRow, ...] | None = None
        self._withheld: dict[int, Withheld] = {}
        self._slot = Slot()
        self._files = Files(context, self)
        self.list = SmallTable(
            theme,
            _("Attachments"),
            [_("Goes along"), _("File name"), _("Size"), _("Ticket")],
            stretch=1,
            spare=(3, 2),
            numbers=(2,),
        )
        self.name = ElidedLabel(role="heading", elide=Qt.TextElideMode.ElideMiddle)
        self.facts = PlainLabel(tone="muted")
        self.view = FileView(theme, self._files)
        self.view.setMinimumSize(120, 80)  # a picture gives way, the buttons below do not
        self.choice = ChoiceButton(theme, _("What becomes of it"))
        self.choice.set_choices(
            [
                (None, _("Give it")),
                *((ground, _(text)) for ground, text in WITHHELD_LABELS.items()),
            ]
        )
        self.choice.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * _CHOICE)
        self.save = QPushButton(_("Save as…"))
        self.open = GivingButton(_("Open with another program…"))
        buttons = row_of(self.choice, self.save, self.open)
        self.lay_out(self.list, self.name, self.facts, self.view, buttons, grows=self.view)
        self.list.chosen.connect(self._look)
        self.choice.picked.connect(self._decide)
        self.save.clicked.connect(self._save)
        self.open.clicked.connect(self._open)

    @property
    def can_go_on(self) -> bool:
        """They are listed."""
        return self._rows is not None

    def enter(self, order: Order) -> None:
        """List them."""
        self._order, self._rows = order, None
        self._withheld = dict(order.withheld)
        self.list.show_rows(())
        self._look(None)
        self.total.setText(_("Counting…"))
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: package_order.files(session, order.person_id, order.days),
            self._show,
            failed=self.context.show_error,
            slot=self._slot,
        )

    def leave(self) -> None:
        """Let go of what was read."""
        self._slot.clear()
        self.list.show_rows(())
        self._look(None)

    def answered(self, order: Order) -> Order:
        """Return the order with what is withheld of what is listed."""
        if self._rows is None:
            return order
        listed = {row.file.id for row in self._rows}
        return replace(order, withheld={k: v for k, v in self._withheld.items() if k in listed})

    def passed_over(self, order: Order) -> Order:
        """Return the order where there is none."""
        return replace(order, withheld={})

    def take_focus(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus()

    def _show(self, rows: tuple[FileRow, ...]) -> None:
        self._rows = rows
        self._fill()
        if rows:
            self.list.choose(rows[0].file.id)
        self.changed.emit()

    def _fill(self) -> None:
        rows = self._rows or ()
        self.list.show_rows(
            [
                Row(
                    row.file.id,
                    row,
                    (
                        _("No") if row.file.id in self._withheld else _("Yes"),
                        row.file.filename,
                        size(row.file.size),
                        format_number(row.ticket),
                    ),
                    "warning" if row.file.id in self._withheld else "success",
                )
                for row in rows
            ]
        )
        locale = QLocale()
        withheld = sum(row.file.id in self._withheld for row in rows)
        given = ngettext(
            "{count} attachment is given", "{count} attachments are given", len(rows) - withheld
        ).format(count=locale.toString(len(rows) - withheld))
        if withheld:
            held = ngettext("{count} is withheld", "{count} are withheld", withheld)
            given = f"{given} · {held.format(count=locale.toString(withheld))}"
        self.total.setText(given)

    @property
    def _chosen(self) -> FileRow | None:
        row = self.list.chosen_row()
        return row.value if row is not None and isinstance(row.value, FileRow) else None

    def _look(self, row: FileRow | None) -> None:
        for button in (self.choice, self.save, self.open):
            button.setEnabled(row is not None)
        self.name.setText("" if row is None else row.file.filename)
        self.facts.setText(
            "" if row is None else f"{format_number(row.ticket)} · {size(row.file.size)}"
        )
        self.view.show_file(None if row is None else row.file)
        self.choice.set_value(None if row is None else self._withheld.get(row.file.id))

    def _decide(self, ground: Withheld | None) -> None:
        if (row := self._chosen) is None:
            return
        if ground is None:
            self._withheld.pop(row.file.id, None)
        else:
            self._withheld[row.file.id] = ground
        self._fill()
        self.changed.emit()

    def _save(self) -> None:
        if (row := self._chosen) is not None:
            self._files.save(row.file)

    def _open(self) -> None:
        if (row := self._chosen) is not None:
            self._files.open(row.file)
