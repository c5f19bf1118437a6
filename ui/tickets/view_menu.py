"""The views that the staff share: a menu to open one, and to keep the list as one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton

from app.i18n import _
from app.model.changes import Changes
from app.model.staff_texts import SavedView
from app.workflows import views
from ui.pages import Context
from ui.text import one_line
from ui.theme import icons
from ui.tickets.source import ListQuery

_SHOWN = 40  # characters of a name


class ViewMenu(QPushButton):
    """A button with the views below it, and what can be done with the one that was opened last."""

    opened = Signal(object)
    """A :class:`SavedView` was chosen."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Views"))
        self._context = context
        self.views: tuple[SavedView, ...] = ()
        self.opened_last: SavedView | None = None
        """The view that the list was before its search was changed; what is changed is this one."""
        self._made: int | None = None
        self.query = ListQuery()
        """What the list shows, for whoever keeps it as a view."""
        self.columns: tuple[str, ...] = ()
        self.setProperty("role", "chip")
        self.setProperty("opens", "menu")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        context.theme.changed.connect(self._dress)
        context.jobs.changed.connect(self._on_changed)
        self._dress()
        self.look()

    @property
    def current(self) -> SavedView | None:
        """The view that the list shows now."""
        view = self.opened_last
        return view if view is not None and view.query == self.query.text.strip() else None

    def look(self) -> None:
        """Read which views there are."""
        session = self._context.session
        self._context.jobs.read(self, lambda: views.every(session), self._know)

    def _on_changed(self, changes: Changes) -> None:
        if changes.settings or changes.everything:
            self.look()

    def _know(self, found: tuple[SavedView, ...]) -> None:
        self.views = found
        by_id = {view.id: view for view in found}
        if self._made in by_id:
            self.opened_last = by_id[self._made]
            self._made = None
        self.opened_last = by_id.get(self.opened_last.id) if self.opened_last else None
        self._say()

    def show_query(self, query: ListQuery) -> None:
        """Say what the list shows; a list that is another than the view's is no view any more."""
        self.query = query
        if self.current is None and not query.text.strip():
            self.opened_last = None
        self._say()

    def leave(self) -> None:
        """Take the list to be no view, and none that was changed."""
        self.opened_last = None
        self._say()

    def _say(self) -> None:
        view = self.current
        name = one_line(view.name, _SHOWN) if view is not None else _("Views")
        self.setText(name.replace("&", "&&"))
        self.setAccessibleName(_("View: {name}").format(name=name))

    def of_query(self, text: str) -> SavedView | None:
        """Return the view that shows a query, if one does."""
        return next((view for view in self.views if view.query == text.strip() != ""), None)

    def open_view(self, view: SavedView) -> None:
        """Show the list that a view describes."""
        self.opened_last = view
        self.opened.emit(view)

    def _fill(self) -> None:
        self._menu.clear()
        current = self.current
        for view in self.views:
            action = self._menu.addAction(one_line(view.name, _SHOWN).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(current is not None and view.id == current.id)
            action.triggered.connect(lambda _checked=False, v=view: self.open_view(v))
        if not self.views:
            self._menu.addAction(_("No views yet")).setEnabled(False)
        self._menu.addSeparator()
        self._menu.addAction(_("Keep this list as a view…")).triggered.connect(self.ask_name)
        if self.opened_last is not None:
            name = one_line(self.opened_last.name, _SHOWN).replace("&", "&&")
            for text, run in (
                (_("Make “{name}” show this list"), self.renew),
                (_("Rename “{name}”…"), self.rename),
                (_("Remove “{name}”…"), self.remove),
            ):
                self._menu.addAction(text.format(name=name)).triggered.connect(run)

    def ask_name(self) -> None:
        """Ask how the view is to be called, and keep it."""
        from ui.tickets.view_dialogs import NameDialog  # noqa: PLC0415 - no list needs it

        dialog = NameDialog(self._context, self.window(), self.query, self.columns)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.kept.connect(self._show_kept)
        dialog.open()

    def _show_kept(self, view: int) -> None:
        """Be the view that was made, once it is read with the others."""
        self._made = view
        self._context.tell(_("The view was kept."))

    def renew(self) -> None:
        """Make the view that was opened last show what the list shows now."""
        if (view := self.opened_last) is None:
            return
        session, query, columns = self._context.session, self.query, self.columns
        self._context.jobs.write(
            self,
            lambda: views.change(
                session,
                view,
                name=view.name,
                query=query.text,
                sort=query.sort,
                descending=query.descending,
                columns=columns,
            ),
            lambda _changes: self._tell_renewed(view),
            failed=self._context.show_error,
        )

    def _tell_renewed(self, view: SavedView) -> None:
        name = one_line(view.name, _SHOWN)
        self._context.tell(_("“{name}” shows this list now.").format(name=name))

    def rename(self) -> None:
        """Ask another name of the view that was opened last."""
        if (view := self.opened_last) is None:
            return
        from ui.tickets.view_dialogs import RenameDialog  # noqa: PLC0415 - no list needs it

        dialog = RenameDialog(self._context, self.window(), view)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def remove(self) -> None:
        """Remove the view that was opened last, after a question."""
        if (view := self.opened_last) is None:
            return
        from ui import prompts  # noqa: PLC0415 - no list needs it

        question = _(
            "Remove the view “{name}”? Nobody in this store has it any more then. Its tickets stay."
        )
        if not prompts.confirm(
            self.window(),
            _("Remove this view"),
            question.format(name=one_line(view.name, _SHOWN)),
            _("Remove"),
        ):
            return
        session = self._context.session
        self._context.write(
            self, lambda: views.remove(session, view.id), _("The view was removed.")
        )

    def _dress(self) -> None:
        self.setIcon(icons.icon("menu", self._context.theme.palette.muted, 14))
