"""The imports of before, each of which can be taken back whole or file by file."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.i18n import N_, _, ngettext
from app.workflows.import_files import ImportKind
from app.workflows.imports import Import
from ui.imports.words import KIND_LABELS
from ui.text import long_moment, one_line
from ui.theme.theme import Theme
from ui.widgets.plain_label import PlainLabel
from ui.widgets.small_table import Row, SmallTable

_COLUMNS = (
    N_("When"),
    N_("What"),
    N_("By"),
    N_("New"),
    N_("Changed"),
    N_("Rejected"),
    N_("Taken back"),
)
_WHAT, _BY, _NUMBERS = 1, 2, (3, 4, 5)


class PastImports(QWidget):
    """A table of imports: each is taken back as a whole, or file by file."""

    undo_asked = Signal(object)
    """The ids of the files to take back, the last first."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._found: tuple[Import, ...] = ()
        self._opened: set[tuple[int, str, str]] = set()
        self.table = SmallTable(
            theme,
            _("Earlier imports"),
            [_(title) for title in _COLUMNS],
            stretch=_WHAT,
            spare=(_BY,),
            numbers=_NUMBERS,
        )
        self.undo = QPushButton(_("Take back…"))
        self.undo.setEnabled(False)
        self.undo.clicked.connect(self._ask)
        self.each = QPushButton(_("Show its files"))
        self.each.clicked.connect(self._open_or_close)
        self.none = PlainLabel(_("Nothing was imported yet."), tone="muted")
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("Earlier imports"), role="heading"), 1)
        head.addWidget(self.each)
        head.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.spacing.unit)
        column.addLayout(head)
        column.addWidget(self.none, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.table, 50)
        self.table.chosen.connect(lambda _line: self._on_selected())
        self.table.opened.connect(lambda _line: self._open_or_close())
        self.show_imports(())

    def show_imports(self, found: tuple[Import, ...]) -> None:
        """Show these imports, the newest first, and the files of those that were opened."""
        self._found = found
        self.none.setVisible(not found)
        self.table.setVisible(bool(found))
        self.undo.setVisible(bool(found))
        lines: list[Import] = []
        for one in found:
            lines.append(one)
            if one.key in self._opened and len(one.files) > 1:
                # What tells in which order they came is gone for those that were undone.
                files = [Import((file,)) for file in reversed(one.files)]
                lines += [file for file in files if file.open]
                lines += [file for file in files if not file.open]
        rows, inside = [], 0
        for line in lines:
            of = self._whole(line)
            inside = inside + 1 if line is not of else 0
            rows.append(Row(_ids(line), line, _texts(line, of, inside)))
        self.table.show_rows(rows)

    def chosen(self) -> Import | None:
        """Return the chosen import, or the chosen file of one."""
        row = self.table.chosen_row()
        return row.value if row is not None and isinstance(row.value, Import) else None

    def _whole(self, line: Import) -> Import:
        """Return the import that a line is, or is a file of."""
        return next(one for one in self._found if one.key == line.key)

    def _on_selected(self) -> None:
        line = self.chosen()
        several = line is not None and len(self._whole(line).files) > 1
        self.undo.setEnabled(line is not None and bool(line.open))
        self.each.setVisible(any(len(one.files) > 1 for one in self._found))
        self.each.setEnabled(several)
        opened = line is not None and line.key in self._opened
        self.each.setText(_("Hide its files") if opened else _("Show its files"))

    def _open_or_close(self) -> None:
        line = self.chosen()
        if line is None or len(self._whole(line).files) < 2:
            return
        self._opened ^= {line.key}
        self.show_imports(self._found)
        self.table.choose(_ids(self._whole(line)))

    def _ask(self) -> None:
        if (line := self.chosen()) is not None and line.open:
            self.undo_asked.emit(line.open)


def _ids(line: Import) -> frozenset[int]:
    """Return what a line is known by while others come and go."""
    return frozenset(file.id for file in line.files)


def _texts(line: Import, whole: Import, inside: int) -> tuple[str, ...]:
    """Return the cells of an import, or of the file of it that is the ``inside``-th."""
    count, files = QLocale().toString, len(whole.files)
    what = _(KIND_LABELS[ImportKind(line.files[0].kind)])
    if inside:
        what = _("File {number} of {count}").format(number=inside, count=files)
    elif files > 1:
        several = ngettext("{count} file", "{count} files", files).format(count=count(files))
        what = f"{what} · {several}"
    undone = "" if line.undone_at is None else long_moment(line.undone_at)
    if not undone and len(line.open) < len(line.landed):
        undone = _("{count} of {total} files").format(
            count=len(line.landed) - len(line.open), total=len(line.landed)
        )
    return (
        "" if inside else long_moment(line.files[0].at),
        what,
        "" if inside else one_line(line.files[0].staff, 80),
        count(line.created),
        count(line.updated),
        count(line.rejected),
        undone,
    )
