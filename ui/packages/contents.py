"""The second step: what is in the package, counted by category, with a look inside."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from app.i18n import _, ngettext
from app.workflows import package_order, person_data
from app.workflows.package_order import Contents, KindCount, Order
from app.workflows.person_data import Records
from ui.packages.step import ListedStep
from ui.pages import Context
from ui.tasks import Slot
from ui.text import size
from ui.widgets.plain_label import PlainLabel
from ui.widgets.records_view import RecordsView
from ui.widgets.small_table import Row, SmallTable

_LOOK = 200
"""Records of a kind that are shown; the package holds them all."""


class ContentsStep(ListedStep):
    """Kinds of records on the left, the last records of one on the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("What is in it"),
            _("Choose a kind to look inside. Other people's data is still shown here."),
        )
        theme = context.theme
        self._order: Order | None = None
        self._contents: Contents | None = None
        self._slot, self._look_slot = Slot(), Slot()
        self.kinds = SmallTable(
            theme,
            _("Kinds of records"),
            [_("Category"), _("Kind"), _("Records")],
            stretch=1,
            numbers=(2,),
        )
        self.shown = PlainLabel(tone="muted", wrap=True)
        self.records = RecordsView(theme)
        self.lay_out(self.kinds, self.shown, self.records, grows=self.records)
        self.kinds.chosen.connect(self._look)

    @property
    def counted(self) -> Contents | None:
        """What is in it; None while it is being counted."""
        return self._contents

    @property
    def can_go_on(self) -> bool:
        """It is counted."""
        return self._contents is not None

    def enter(self, order: Order) -> None:
        """Count what is in it."""
        self._order = order
        self._contents = None
        self.kinds.show_rows(())
        self.records.clear()
        self.shown.setText("")
        self.total.setText(_("Counting…"))
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: package_order.contents(session, order),
            self._show,
            failed=self.context.show_error,
            slot=self._slot,
        )

    def leave(self) -> None:
        """Let go of a count that is under way."""
        self._slot.clear()
        self._look_slot.clear()

    def take_focus(self) -> None:
        """Put the keyboard on the kinds."""
        self.kinds.setFocus()

    def _show(self, contents: Contents) -> None:
        self._contents = contents
        count = QLocale().toString
        records = ngettext("{count} record", "{count} records", contents.records).format(
            count=count(contents.records)
        )
        if contents.files:
            files = ngettext("{count} attachment", "{count} attachments", contents.files).format(
                count=count(contents.files)
            )
            records = f"{records} · {files}, {size(contents.size)}"
        if contents.mentions:
            named = ngettext(
                "named in {count} text of others",
                "named in {count} texts of others",
                contents.mentions,
            ).format(count=count(contents.mentions))
            records = f"{records} · {named}"
        self.total.setText(records)
        above = ""
        rows = []
        for kind in contents.kinds:
            category = kind.category if kind.category != above else ""
            above = kind.category
            rows.append(Row(kind.table, kind, (category, kind.label, count(kind.count))))
        self.kinds.show_rows(rows)
        if rows:
            self.kinds.choose(rows[0].key)
        self.changed.emit()

    def _look(self, kind: KindCount | None) -> None:
        if kind is None or self._order is None:
            return
        session, order = self.context.session, self._order

        def show(records: Records) -> None:
            self.records.show_records(records)
            if kind.count > len(records.rows):
                text = _("{kind}: the last {count} of {total}").format(
                    kind=kind.label,
                    count=QLocale().toString(len(records.rows)),
                    total=QLocale().toString(kind.count),
                )
            else:
                text = kind.label
            self.shown.setText(text)

        self.context.jobs.read(
            self,
            lambda: person_data.records(session, order.person_id, kind.table, _LOOK, order.days),
            show,
            failed=self.context.show_error,
            slot=self._look_slot,
        )
