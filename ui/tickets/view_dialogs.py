"""Asks how a view is to be called: a list that is kept as one, or one that there is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.model.staff_texts import SavedView
from app.model.ticket_list import TicketSort
from app.workflows import views
from ui.pages import Context
from ui.tickets.source import ListQuery
from ui.widgets.fault import ask_for
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import field
from ui.widgets.plain_label import PlainLabel


class NameDialog(FormDialog):
    """Asks the name of a view."""

    kept = Signal(object)
    """The view was made: its id."""

    def __init__(
        self, context: Context, parent: QWidget, query: ListQuery, columns: tuple[str, ...]
    ) -> None:
        super().__init__(context, _("Keep this list as a view"), _("Keep view"), parent)
        self._query = query
        self._columns = columns
        box, self.name = field(_("Name"))
        self.name.setMaxLength(100)
        ask_for(self.name)
        self.at_fault["view_needs_name"] = self.name
        self.form.addWidget(box)
        self.form.addWidget(
            PlainLabel(
                _(
                    "Everybody who works with this store sees it. It keeps the search, the order"
                    " and the columns."
                ),
                tone="muted",
                wrap=True,
            )
        )
        self.form.addStretch(1)
        self.name.setFocus()

    def send(self) -> None:
        """Keep the view."""
        session, query, name = self.context.session, self._query, self.name.text()
        columns = self._columns
        sort: TicketSort = query.sort
        self.do(
            lambda: views.add(
                session, name, query.text, sort, descending=query.descending, columns=columns
            ),
            lambda made: self.kept.emit(made[0]),
        )


class RenameDialog(FormDialog):
    """Asks another name of a view, which stays what it is."""

    def __init__(self, context: Context, parent: QWidget, view: SavedView) -> None:
        super().__init__(context, _("Rename this view"), _("Rename"), parent)
        self._view = view
        box, self.name = field(_("Name"))
        self.name.setMaxLength(100)
        ask_for(self.name)
        self.at_fault["view_needs_name"] = self.name
        self.name.setText(view.name)
        self.name.selectAll()
        self.form.addWidget(box)
        self.form.addStretch(1)
        self.name.setFocus()

    def send(self) -> None:
        """Give it the name."""
        session, view, name = self.context.session, self._view, self.name.text()
        self.do(
            lambda: views.change(
                session,
                view,
                name=name,
                query=view.query,
                sort=view.sort,
                descending=view.descending,
                columns=view.columns,
            )
        )
