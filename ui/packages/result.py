"""The last steps: the package being made, and what came of it, the passphrase shown once."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QVBoxLayout

from app.i18n import _, ngettext
from app.workflows.export import ExportResult
from ui import clipboard
from ui.outside import open_folder
from ui.packages.register import ask_and_remove
from ui.packages.step import StepView
from ui.pages import Context
from ui.task_display import time_left
from ui.tasks import Task
from ui.widgets.facts import pairs
from ui.widgets.flow_layout import row_of
from ui.widgets.plain_label import PlainLabel

_STEPS = 1_000


class MakingStep(StepView):
    """How far it is."""

    stop_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("The package is being made"),
            _("You may work on elsewhere meanwhile. Stopped halfway, nothing of it is left."),
        )
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(_("Making the package"))
        self.left = PlainLabel(tone="muted")
        self.stop = QPushButton(_("Stop"))
        self.column.addWidget(self.bar)
        self.column.addWidget(self.left)
        self.column.addWidget(row_of(self.stop))
        self.column.addStretch(1)
        self.stop.clicked.connect(self.stop_asked)

    def begin(self) -> None:
        """Show that it has begun."""
        self.bar.setRange(0, 0)
        self.left.setText("")
        self.stop.setEnabled(True)

    def show_progress(self, task: Task) -> None:
        """Show how far a task is."""
        report = task.report
        shown = [time_left(report.seconds_left)]
        if report.total:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(min(_STEPS, report.done * _STEPS // report.total))
            percent = min(100, report.done * 100 // report.total)
            shown.insert(0, _("{percent} % is done").format(percent=QLocale().toString(percent)))
        self.left.setText(" · ".join(filter(None, shown)))

    def take_focus(self) -> None:
        """Put the keyboard on the way out."""
        self.stop.setFocus()


class ResultStep(StepView):
    """Where the package is, and the passphrase."""

    removed = Signal()
    """The package was taken away again: there is nothing left to show."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("The package is made"),
            _("Hand it over, then remove it here. Until then it stands under Packages."),
        )
        self._made: ExportResult | None = None
        self.passphrase = PlainLabel(role="code", wrap=True, selectable=True)
        self.copy = QPushButton(_("Copy for half a minute"))
        self._secret = QFrame()
        self._secret.setProperty("card", "note")
        secret = QVBoxLayout(self._secret)
        page = context.theme.spacing.page
        secret.setContentsMargins(page, page, page, page)
        secret.setSpacing(context.theme.spacing.unit)
        secret.addWidget(PlainLabel(_("Passphrase"), role="heading"))
        secret.addWidget(self.passphrase)
        secret.addWidget(
            PlainLabel(
                _(
                    "It is shown this once and kept nowhere, and nothing else opens the package."
                    " Note it before you go on. Give it to the person by another way"
                    " than the package itself, by telephone for instance."
                ),
                wrap=True,
            )
        )
        secret.addWidget(row_of(self.copy))
        self._facts = QVBoxLayout()
        self.unsigned = PlainLabel(
            _("It is not signed: only a team lead's slot holds the signing key."),
            tone="warning",
            wrap=True,
        )
        self.folder = QPushButton(_("Open the folder"))
        self.remove = QPushButton(_("Remove now…"))
        self.column.addWidget(self._secret)
        # Above the facts: a place with a long name must not push them out of sight.
        self.column.addWidget(row_of(self.folder, self.remove))
        self.column.addLayout(self._facts)
        self.column.addWidget(self.unsigned)
        self.column.addStretch(1)
        self.copy.clicked.connect(self._copy)
        self.folder.clicked.connect(self._open_folder)
        self.remove.clicked.connect(self._remove)

    @property
    def shows_passphrase(self) -> bool:
        """Whether leaving loses a passphrase."""
        return self._made is not None and bool(self._made.passphrase)

    def show_result(self, made: ExportResult) -> None:
        """Show what was made."""
        self._made = made
        self.passphrase.setText(made.passphrase)
        self._secret.setVisible(bool(made.passphrase))
        self.unsigned.setVisible(self.context.session.signing_key is None)
        self._clear_facts()
        records = sum(made.counts.values())
        held = ngettext("{count} record", "{count} records", records).format(
            count=QLocale().toString(records)
        )
        files = ngettext("{count} attachment", "{count} attachments", made.files).format(
            count=QLocale().toString(made.files)
        )
        if made.withheld:
            withheld = ngettext("{count} is withheld", "{count} are withheld", made.withheld)
            files = f"{files} · {withheld.format(count=QLocale().toString(made.withheld))}"
        self._facts.addWidget(
            pairs(
                [
                    (_("Where it lies"), str(made.file)),
                    (_("What is in it"), f"{held} · {files}"),
                    (_("SHA-256"), made.sha256),
                ]
            )
        )

    def leave(self) -> None:
        """Forget the passphrase."""
        self._made = None
        self.passphrase.setText("")
        self._clear_facts()

    def take_focus(self) -> None:
        """Put the keyboard where the passphrase can be copied."""
        self.copy.setFocus()

    def _clear_facts(self) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()

    def _copy(self) -> None:
        if self._made is not None:
            clipboard.copy_for_a_while(self._made.passphrase, self.copy, self.context.tell)

    def _open_folder(self) -> None:
        if self._made is not None:
            open_folder(self.context, self, self._made.file.absolute().parent)

    def _remove(self) -> None:
        if self._made is not None:
            ask_and_remove(self, self.context, self._made.id, self.removed.emit)
