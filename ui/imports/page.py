"""The import page: choose files, look at what they will do, import them, take imports back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.errors import Cancelled, KnownError
from app.i18n import _, ngettext
from app.model.changes import Changes
from app.workflows import import_files, imports
from app.workflows.import_files import Heading, ImportKind, Outcome
from app.workflows.imports import Undone
from ui import prompts
from ui.imports.drop_place import DropPlace
from ui.imports.past import PastImports
from ui.imports.preview import Preview
from ui.pages import Context, Page
from ui.tasks import Slot, Task
from ui.widgets.current_stack import CurrentStack
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_label import PlainLabel


class ImportsPage(Page):
    """First the place to drop files and the imports of before, then a look at the files."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = context.theme
        self._past_slot = Slot()
        self._headings_slot = Slot()
        self._looking: Task | None = None
        self._task: Task | None = None  # an import, or one that is taken back
        self._paths: list[Path] = []
        self._is_fresh = False
        self.setAcceptDrops(True)
        self.messages = MessageBar(theme)
        self.drop = DropPlace(theme)
        self.past = PastImports(theme)
        self.preview = Preview(theme)
        self._start = QWidget()
        start = QVBoxLayout(self._start)
        start.setContentsMargins(0, 0, 0, 0)
        start.setSpacing(theme.spacing.gap)
        start.addWidget(self.drop)
        start.addWidget(self.past, 1)
        self._stack = CurrentStack()
        self._stack.addWidget(self._start)
        self._stack.addWidget(self.preview)
        column = QVBoxLayout(self)
        page = theme.spacing.page
        column.setContentsMargins(page, page, page, page)
        column.setSpacing(theme.spacing.gap)
        column.addWidget(PlainLabel(_("Import"), role="title"))
        column.addWidget(self.messages)
        column.addWidget(self._stack, 1)
        self.drop.files.clicked.connect(self.choose_files)
        self.drop.folder.clicked.connect(self.choose_folder)
        self.past.undo_asked.connect(self.ask_undo)
        self.preview.back.clicked.connect(self.leave)
        self.preview.go.clicked.connect(self.import_now)
        self.preview.changed.connect(self._look)
        self.preview.kind_picked.connect(self._look_at_columns)
        context.jobs.changed.connect(self._on_changed)
        self._list_past()

    def take_focus(self) -> None:
        """Put the keyboard on what comes next."""
        waiting = self._stack.currentWidget() is self.preview
        (self.preview.next_step if waiting else self.drop.files).setFocus()

    # Choosing files

    def choose_files(self) -> None:
        """Let the user choose files to look at."""
        if self._may_begin() and (paths := prompts.choose_files(self, _("Files to import"))):
            self.take(paths)

    def choose_folder(self) -> None:
        """Let the user choose a folder of mail to look at."""
        if not self._may_begin():
            return
        if folder := prompts.choose_folder(self, _("A folder of mail to import"), Path.home()):
            self.take([folder])

    def _may_begin(self) -> bool:
        """Say why no files can be looked at while others are imported or taken back."""
        if self._task is not None:
            self.context.tell(
                _("Other files can be looked at once this is done. You can stop it below.")
            )
        return self._task is None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's own name
        """Welcome files, and nothing else, while nothing is under way."""
        if self._task is None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's own name
        """Look at the files that were dropped."""
        urls = event.mimeData().urls()
        if paths := [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]:
            event.acceptProposedAction()
            self.take(paths)

    def take(self, paths: Sequence[Path]) -> None:
        """Look at files, and no more at others: what they hold, and what each row would do."""
        if not self._may_begin():
            return
        self.messages.hide()
        self._paths = list(paths)
        self._is_fresh = True
        self.preview.begin([path.name for path in self._paths], import_files.kind_of(self._paths))
        self._stack.setCurrentWidget(self.preview)
        self._look_at_columns()

    def leave(self) -> None:
        """Go back to the beginning; what is under way is stopped."""
        self._headings_slot.clear()
        self._give_look_up()
        if self._task is not None:
            self._task.stop()
            self._task = None
        self._paths = []
        self.messages.hide()
        self._stack.setCurrentWidget(self._start)
        if self.isVisible():  # an import may be taken back while somebody types on another page
            self.drop.files.setFocus()

    @property
    def _is_busy(self) -> bool:
        """Whether files are looked at, imported or taken back."""
        return self._looking is not None or self._task is not None

    def _has_moved_on(self, task: Task) -> bool:
        """Whether an import was stopped and other files were chosen since, or another is undone."""
        return self._task is not task and (self._is_busy or bool(self._paths))

    # Looking

    def _give_look_up(self) -> None:
        if self._looking is not None:
            self._looking.make_void()
            self._looking = None

    def _look_at_columns(self, said: dict[str, str] | None = None) -> None:
        """Show the columns and try the files out; ``said`` is what stays said of the columns."""
        self._give_look_up()
        paths = tuple(self._paths)
        if self.preview.kind is ImportKind.MAIL:
            self.preview.mapping.show_headings(())
            self.preview.show_mapping(visible=False)
            self._look()
            return

        def show(headings: tuple[Heading, ...]) -> None:
            if tuple(self._paths) == paths:
                self.preview.mapping.show_headings(headings, said)
                self.preview.show_mapping(visible=bool(headings))
                self._look()

        self.context.jobs.read(
            self,
            lambda: import_files.headings(paths),
            show,
            failed=self._failed,
            slot=self._headings_slot,
        )

    def _look(self) -> None:
        """Try the import out and show what each row would do; nothing is kept."""
        self._give_look_up()  # the latest counts
        session, kind, paths = self.context.session, self.preview.kind, tuple(self._paths)
        column_map = self.preview.mapping.column_map
        self.preview.show_waiting()
        self._looking = self.context.jobs.long(
            self,
            _("Looking at the files"),
            lambda progress: import_files.preview(session, kind, paths, column_map, progress),
            self._show_preview,
            writes=True,  # it is tried out in a transaction that is taken back
            keeps_nothing=True,
            failed=self._failed,
        )

    def _show_preview(self, outcome: Outcome) -> None:
        self._looking = None
        if self._paths:
            self.preview.show_outcome(outcome)
            self._go_to_next_step()

    def _go_to_next_step(self) -> None:
        """Let Enter import what was looked at first, for who still waits for it here.

        Who chose a column since goes on there, and who is elsewhere by now, in the palette for
        instance, would import by what they type.
        """
        fresh, self._is_fresh = self._is_fresh, False
        if not (fresh and self.isVisible()):
            return
        here = QApplication.focusWidget()
        at_columns = here is not None and self.preview.mapping.isAncestorOf(here)
        if here is None or (self.preview.isAncestorOf(here) and not at_columns):
            self.take_focus()

    def _failed(self, error: Exception) -> None:
        self._looking = self._task = None
        self.leave()
        self._tell_of_failure(error)

    def _tell_of_failure(self, error: Exception) -> None:
        self.context.show_error(error)
        # Files that were done before it was stopped or failed are in the store.
        self.context.jobs.changed.emit(Changes(everything=True))

    # Importing

    def import_now(self) -> None:
        """Import the files that were looked at."""
        if self._is_busy or not self._paths:
            return
        session, kind, paths = self.context.session, self.preview.kind, tuple(self._paths)
        column_map, looked_at = self.preview.mapping.column_map, self.preview.outcome
        self.preview.show_running()
        self._task = task = self.context.jobs.long(
            self,
            _("Import"),
            lambda progress: import_files.run(
                session, kind, paths, column_map, progress, looked_at=looked_at
            ),
            lambda result: self._on_imported(task, result),
            writes=True,
            failed=lambda error: self._not_done(task, error),
        )

    def _not_done(self, task: Task, error: Exception) -> None:
        if self._has_moved_on(task):
            self._tell_of_failure(error)
            return
        at_hand = self._task is task
        if not (at_hand and isinstance(error, KnownError) and error.code == "files_changed"):
            self._failed(error)
            return
        self._task = None
        self.messages.tell("warning", error.message, error.hint)
        self._look_at_columns(self.preview.mapping.column_map)

    def _on_imported(self, task: Task, result: tuple[Outcome, Changes]) -> None:
        outcome, _changes = result
        landed = ngettext("{count} row was imported.", "{count} rows were imported.", outcome.lands)
        text = landed.format(count=QLocale().toString(outcome.lands))
        if self._has_moved_on(task):  # it was all but done when it was stopped
            self.context.tell(text)
            return
        self._task = None
        self._paths = []
        self._stack.setCurrentWidget(self.preview)
        self._show_result(outcome, text)

    def _show_result(self, outcome: Outcome, text: str) -> None:
        rejected, taken = outcome.count("rejected"), bool(outcome.batches)
        hint = ""
        if rejected:
            refused = ngettext("{count} was rejected.", "{count} were rejected.", rejected)
            hint = " ".join(
                (
                    refused.format(count=QLocale().toString(rejected)),
                    _("They stand first in the list below."),
                )
            )
        self.preview.show_done(outcome)
        self.messages.tell(
            "warning" if rejected else "success",
            text,
            hint,
            button=_("Take back…"),
            action=(lambda: self.ask_undo(outcome.batches)) if taken else None,
            stays=True,  # the page behind the question would jump
        )

    # Taking back

    def ask_undo(self, files: tuple[int, ...]) -> None:
        """Ask, then take files of an import back."""
        if self._is_busy:
            return
        agreed = prompts.confirm(
            self,
            _("Take this import back?"),
            _(
                "What it made is removed and what it changed becomes as it was. What somebody has"
                " worked on since stays as it is."
            ),
            _("Take back"),
        )
        if agreed:
            self._undo(files)

    def _undo(self, batches: tuple[int, ...]) -> None:
        session = self.context.session
        self.messages.hide()
        self.preview.show_running()
        self._task = task = self.context.jobs.long(
            self,
            _("Taking an import back"),
            lambda progress: imports.undo(session, *batches, progress=progress),
            lambda result: self._on_undone(task, result),
            writes=True,
            failed=lambda error: self._not_undone(task, error),
        )

    def _not_undone(self, task: Task, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._not_done(task, error)
            return
        if not self._has_moved_on(task):
            self._task = None
            self.leave()
        self.context.tell(_("Stopped. Nothing was taken back."))

    def _on_undone(self, task: Task, result: tuple[Undone, Changes]) -> None:
        undone, _changes = result
        text = _("Taken back: {removed} removed, {restored} as they were.").format(
            removed=QLocale().toString(undone.removed), restored=QLocale().toString(undone.restored)
        )
        if self._has_moved_on(task):  # it was all but done when it was stopped
            self.context.tell(text)
            return
        self._task = None
        self.leave()
        kept = ngettext(
            "{count} was worked on since and stays.",
            "{count} were worked on since and stay.",
            undone.kept,
        )
        hints = [kept.format(count=undone.kept)] if undone.kept else []
        if undone.restricted:
            stays = _("Left because the data is restricted: {count}")
            hints.append(stays.format(count=undone.restricted))
        if self.context.session.cleanup_owed:
            hints.append(_("The search index is put in order after the next unlock."))
        self.messages.tell("success", text, " ".join(hints))

    def _on_changed(self, changes: Changes) -> None:
        if changes.everything:
            self._list_past()

    def _list_past(self) -> None:
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: imports.listed(session),
            lambda files: self.past.show_imports(imports.together(files)),
            failed=self.context.show_error,
            slot=self._past_slot,
        )
