"""Checking a package, plan or report: drop it or choose it, and read what came of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.errors import KnownError
from app.i18n import N_, _
from app.workflows import verification
from app.workflows.verification import Verification
from ui import prompts
from ui.pages import Context
from ui.tasks import Task
from ui.text import one_line
from ui.widgets.flow_layout import row_of
from ui.widgets.gate_card import labelled
from ui.widgets.icon_label import IconLabel
from ui.widgets.plain_label import PlainLabel

_KINDS = {
    "package": N_("Package with a person's data"),
    "purge-plan": N_("Plan of a purge"),
    "approved-purge-plan": N_("Approved plan of a purge"),
    "purge-report": N_("Report of a purge"),
    "erasure-report": N_("Report of an erasure"),
}
_SHOWN = 20  # problems named; a broken package may have thousands


class CheckView(QWidget):
    """A place to drop a file, and the verdict."""

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._task: Task | None = None
        self._path: Path | None = None
        theme = context.theme
        self.choose = QPushButton(_("Choose a file…"))
        self.choose.setProperty("role", "primary")
        self.choose_folder = QPushButton(_("Choose an unsealed package…"))
        self.back = QPushButton(_("Back to the packages"))
        self._mark = IconLabel(theme, "import", "muted", 40)
        self.verdict = PlainLabel(_("Drop a file here, or choose it"), role="heading", wrap=True)
        self.detail = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.secret = QLineEdit()
        self.secret.setAccessibleName(_("Passphrase of the package"))
        self.secret.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.unseal = QPushButton(_("Check it"))
        self.asking = QWidget()
        asking = QHBoxLayout(self.asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.addWidget(labelled(_("Passphrase of the package"), self.secret), 1)
        asking.addWidget(self.unseal, 0, Qt.AlignmentFlag.AlignBottom)
        self._lay_out()
        self.back.clicked.connect(self.closed)
        self.choose.clicked.connect(self._choose)
        self.choose_folder.clicked.connect(self._choose_folder)
        self.unseal.clicked.connect(self._again)
        self.secret.returnPressed.connect(self._again)
        self.begin()

    def _lay_out(self) -> None:
        theme, unit = self._context.theme, self._context.theme.spacing.unit
        card = QFrame()
        card.setProperty("card", "drop")
        texts = QVBoxLayout()
        texts.setSpacing(unit)
        for widget in (self.verdict, self.detail, self.asking):
            texts.addWidget(widget)
        texts.addWidget(row_of(self.choose, self.choose_folder, spacing=unit))
        inside = QHBoxLayout(card)
        page = theme.spacing.page
        inside.setContentsMargins(page, page, page, page)
        inside.setSpacing(theme.spacing.gap)
        inside.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(texts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(page, page, page, page)
        column.setSpacing(theme.spacing.gap)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("Check a package or report"), role="title", wrap=True), 1)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(card)
        column.addStretch(1)

    def begin(self) -> None:
        """Wait for a file."""
        self._path = None
        self._leave()
        self.secret.clear()
        self.asking.hide()
        self._say(
            "import",
            "muted",
            _("Drop a file here, or choose it"),
            _(
                "A package, a purge plan, or the report of a purge or erasure. Its digests and"
                " signature are checked; nothing is taken in and nothing is changed."
            ),
        )

    def take(self, path: Path, passphrase: str | None = None) -> None:
        """Check a file."""
        if path != self._path:
            self.secret.clear()
        self._path = path
        self.asking.hide()
        folder = self._context.session.folder
        self._say("clock", "muted", _("Checking {name}…").format(name=one_line(path.name, 80)), "")
        self._leave()
        self._task = self._context.jobs.long(
            self,
            _("Checking a file"),
            lambda progress: verification.verify(
                folder, path, passphrase=passphrase, progress=progress
            ),
            self._show,
            writes=False,
            failed=self._failed,
        )

    def _leave(self) -> None:
        """Let go of a check that is under way: the latest one counts."""
        if self._task is not None:
            self._task.make_void()
            self._task = None

    def take_focus(self) -> None:
        """Put the keyboard on what comes next."""
        (self.choose if self.asking.isHidden() else self.secret).setFocus()

    def _choose(self) -> None:
        if paths := prompts.choose_files(self, _("A file to check")):
            self.take(paths[0])

    def _choose_folder(self) -> None:
        if folder := prompts.choose_folder(self, _("An unsealed package to check"), Path.home()):
            self.take(folder)

    def _again(self) -> None:
        if self._path is not None and self.secret.text():
            self.take(self._path, self.secret.text().strip())

    def _show(self, found: Verification) -> None:
        self._task = None
        name = one_line(self._path.name, 80) if self._path else ""
        if not found.valid:
            problems = list(found.problems[:_SHOWN])
            if len(found.problems) > _SHOWN:
                problems.append(_("And {count} more.").format(count=len(found.problems) - _SHOWN))
            title = _("{name} is not as it was signed").format(name=name)
            advice = _("Do not rely on it. Ask for it again where it came from.")
            self._say("warning", "danger", title, "\n".join([*problems, "", advice]))
            return
        title = _("{name} is as it was signed").format(name=name)
        kind = _(_KINDS[found.kind]) if found.kind in _KINDS else found.kind
        signed = _("It was signed by this store.") if found.trusted else ""
        self._say("check", "success", title, "\n".join(filter(None, [kind, signed])))

    def _failed(self, error: Exception) -> None:
        self._task = None
        if not isinstance(error, KnownError):
            self._context.show_error(error)
            self.begin()
            return
        self._say("warning", "warning", error.message, error.hint)
        if error.code in {"passphrase_needed", "wrong_passphrase"}:
            self.asking.show()
            self.secret.selectAll()
            self.secret.setFocus()

    def _say(self, icon: str, tone: str, title: str, detail: str) -> None:
        self._mark.show_icon(icon, tone)
        self.verdict.setText(title)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
