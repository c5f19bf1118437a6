"""The third step: what is other people's, proposed for blacking out, beside its text."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.errors import Cancelled
from app.i18n import _, ngettext
from app.workflows import package_order, redaction
from app.workflows.package_order import Order
from app.workflows.package_review import Fate, Group, Review
from app.workflows.redaction import Finding
from ui.packages.findings_model import FindingsModel
from ui.packages.marked_text import MarkedText, Part
from ui.packages.step import ListedStep
from ui.pages import Context
from ui.tasks import Slot, Task
from ui.theme.theme import Theme
from ui.widgets.check_box import CheckBox
from ui.widgets.flow_layout import row_of
from ui.widgets.giving_header import GivingHeader
from ui.widgets.plain_cells import PlainCells
from ui.widgets.plain_label import PlainLabel

_SIZED, _VALUE, _REASON = (0, 1, 3), 1, 2
"""Columns as wide as what is in them, and the one that takes the room they leave."""
_WIDEST = 24
"""Characters of the column with the values; the reason beside it gives way."""
_SPARE = 28  # pixels that a column has beside what is in it, while there is room for reasons
_LEAST = 12
"""Characters of a reason that say something; without room for them it is beside the text alone."""
_LONGEST = 200  # characters of words that are typed


class _Lines(QTableView):
    toggled = Signal()
    resized = Signal()

    def __init__(self, model: FindingsModel, theme: Theme) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(_("Found of other people"))
        self.setItemDelegate(PlainCells(self, theme))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + theme.spacing.row)
        header = GivingHeader(self)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_REASON, QHeaderView.ResizeMode.Stretch)  # the reason gives way

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let Space decide on the chosen value."""
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Tell that there is more or less room for the columns."""
        super().resizeEvent(event)
        self.resized.emit()


class OthersStep(ListedStep):
    """Values on the left, the text with the value in it on the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("Other people's data"),
            _(
                "What is marked goes out as █████, in every form of the package; staff appear by"
                " their role. Let stand what the person may know."
            ),
        )
        theme = context.theme
        self._order: Order | None = None
        self._looked: tuple[object, ...] | None = None
        self._task: Task | None = None
        self._slot = Slot()
        self._place = 0
        self._widths: dict[int, int] = {}
        self.model = FindingsModel()
        self.lines = _Lines(self.model, theme)
        self.where = PlainLabel(wrap=True)
        self.text = MarkedText(theme)
        self.all = CheckBox(_("Black out wherever it stands"))
        self.here = CheckBox(_("Black out here"))
        self.back = QPushButton(_("Previous place"))
        self.forth = QPushButton(_("Next place"))
        self.add = QPushButton(_("Black out what is selected"))
        self.add.setEnabled(False)
        self.words = QLineEdit()
        self.words.setMaxLength(_LONGEST)
        self.words.setPlaceholderText(_("Other words to black out, then Enter"))
        self.words.setAccessibleName(_("Other words to black out, then Enter"))
        self._added = ""
        choices = row_of(self.all, self.here, spacing=theme.spacing.gap)
        buttons = row_of(self.back, self.forth, self.add)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.spacing.unit)
        column.addWidget(self.lines, 1)
        column.addWidget(self.words)
        self.lay_out(listed, self.where, self.text, choices, buttons, grows=self.text)
        self.model.modelReset.connect(self._take_sizes)
        self.lines.resized.connect(self._fit)
        self.lines.selectionModel().currentRowChanged.connect(self._on_chosen)
        self.lines.toggled.connect(self._toggle)
        self.lines.doubleClicked.connect(lambda _index: self._toggle())
        self.all.clicked.connect(self._decide_all)
        self.here.clicked.connect(self._decide_here)
        self.back.clicked.connect(lambda: self._go(-1))
        self.forth.clicked.connect(lambda: self._go(1))
        self.add.clicked.connect(lambda: self._add(self.text.selected()))
        self.words.returnPressed.connect(lambda: self._add(self.words.text().strip()))
        self.text.selectionChanged.connect(lambda: self.add.setEnabled(bool(self.text.selected())))

    @property
    def can_go_on(self) -> bool:
        """All texts were looked through."""
        return self._task is None and self._order is not None

    def enter(self, order: Order) -> None:
        """Look through the texts, unless that was done for the same ones already."""
        self._order = order
        if self._looked != _looked_at(order):
            self._look(order)
        else:
            self.model.show_review(self.model.review)
            self._begin()

    def leave(self) -> None:
        """Stop looking."""
        if self._task is not None:
            self._task.make_void()
            self._task = None
            self._looked = None

    def answered(self, order: Order) -> Order:
        """Return the order with what was decided."""
        also = order.also if self._order is None else self._order.also
        return replace(order, keep=self.model.review.keep, also=also)

    def take_focus(self) -> None:
        """Put the keyboard on the list."""
        self.lines.setFocus()

    def _look(self, order: Order) -> None:
        self.leave()
        self.model.show_review(Review(()))
        self._show_place()
        self.total.setText(_("Looking through the texts…"))
        session = self.context.session
        self._task = self.context.jobs.long(
            self,
            _("Looking for other people's data"),
            lambda progress: Review(
                package_order.findings(session, order, progress),
                order.keep,
            ),
            lambda review: self._show(order, review),
            writes=False,
            failed=self._failed,
        )
        self.changed.emit()

    def _show(self, order: Order, review: Review) -> None:
        self._task = None
        self._looked = _looked_at(order)
        self.model.show_review(review)
        self._begin()
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self._order = None
        self.total.setText(
            _("Stopped. Go back and on again to look anew.")
            if isinstance(error, Cancelled)
            else _("It could not be looked through.")
        )
        self.context.show_error(error)
        self.changed.emit()

    def _begin(self) -> None:
        self._say_total()
        added, self._added = self._added, ""
        row = self.model.review.line_of(added) if added else 0
        if row is None:
            self.context.tell(
                _("No text of the package has these words: {words}").format(words=added)
            )
        if self.model.rowCount():
            self.lines.selectRow(row or 0)
        self._show_place()

    def _take_sizes(self) -> None:
        header = self.lines.horizontalHeader()
        header.setSectionResizeMode(_VALUE, QHeaderView.ResizeMode.Interactive)
        self.lines.resizeColumnsToContents()
        most = self.fontMetrics().averageCharWidth() * _WIDEST
        for place in _SIZED:
            self._widths[place] = min(self.lines.columnWidth(place) + _SPARE, most)
        self._fit()

    def _fit(self) -> None:
        """Show the reason where it has room; where it has none, the value takes what is left."""
        least = self.fontMetrics().averageCharWidth() * _LEAST
        room = self.lines.viewport().width() - sum(self._widths.values())
        is_short, mode = room < least, QHeaderView.ResizeMode
        self.lines.setColumnHidden(_REASON, is_short)
        header = self.lines.horizontalHeader()
        header.setSectionResizeMode(_VALUE, mode.Stretch if is_short else mode.Interactive)
        for place, width in self._widths.items():
            if not (is_short and place == _VALUE):
                self.lines.setColumnWidth(place, width - _SPARE if is_short else width)

    def _say_total(self) -> None:
        review = self.model.review
        places = sum(len(group.places) for group in review.groups)
        if not places:
            self.total.setText(_("Nothing about other people was found."))
            return
        text = ngettext(
            "{count} place is blacked out",
            "{count} places are blacked out",
            places - len(review.keep),
        )
        shown = text.format(count=QLocale().toString(places - len(review.keep)))
        if review.keep:
            stands = ngettext("{count} stands", "{count} stand", len(review.keep))
            shown = f"{shown} · {stands.format(count=QLocale().toString(len(review.keep)))}"
        self.total.setText(shown)

    # The chosen value and its places

    @property
    def _row(self) -> int:
        return self.lines.currentIndex().row()

    @property
    def group(self) -> Group | None:
        """The value that is chosen."""
        return self.model.group(self._row)

    @property
    def finding(self) -> Finding | None:
        """The place that is looked at."""
        group = self.group
        return None if group is None else group.places[self._place]

    def _on_chosen(self) -> None:
        self._place = 0
        self._show_place()

    def _go(self, step: int) -> None:
        if (group := self.group) is not None:
            self._place = (self._place + step) % len(group.places)
            self._show_place()

    def _show_place(self) -> None:
        group, finding, review = self.group, self.finding, self.model.review
        for widget in (self.all, self.here, self.back, self.forth, self.text, self.where):
            widget.setEnabled(group is not None)
        if group is None or finding is None:
            self.where.setText("")
            self.text.clear_text()
            return
        many = len(group.places) > 1
        for widget in (self.here, self.back, self.forth):
            widget.setVisible(many)
        fate = review.fate(group)
        self.all.setTristate(fate is Fate.PARTLY)
        self.all.setCheckState(
            {
                Fate.BLACK: Qt.CheckState.Checked,
                Fate.PARTLY: Qt.CheckState.PartiallyChecked,
                Fate.STANDS: Qt.CheckState.Unchecked,
            }[fate]
        )
        self.here.setChecked(not review.stands(finding))
        place = finding.place
        if many:
            place = _("{place} ({number} of {count})").format(
                place=place,
                number=QLocale().toString(self._place + 1),
                count=QLocale().toString(len(group.places)),
            )
        self.where.setText(f"{finding.reason} · {place}")
        parts = [
            Part(
                one.start,
                one.start + len(one.text),
                review.stands(one),
                one.id == finding.id,
            )
            for one in review.beside(finding)
        ]
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: redaction.text_of(session, finding),
            lambda text: self.text.show_text(text, parts),
            failed=self.context.show_error,
            slot=self._slot,
        )

    # Deciding

    def _toggle(self) -> None:
        if (group := self.group) is not None:
            black = self.model.review.fate(group) is Fate.BLACK
            self._decide(group, stands=black)

    def _decide_all(self) -> None:
        if (group := self.group) is not None:
            self._decide(group, stands=self.model.review.fate(group) is Fate.BLACK)

    def _decide(self, group: Group, *, stands: bool) -> None:
        self.model.review.let_stand(group.places, stands=stands)
        self._decided()

    def _decide_here(self) -> None:
        if (finding := self.finding) is not None:
            self.model.review.let_stand([finding], stands=not self.here.isChecked())
            self._decided()

    def _decided(self) -> None:
        self.model.decided(self._row)
        self._say_total()
        self._show_place()
        self.changed.emit()

    def _add(self, words: str) -> None:
        if not words or self._order is None or self._task is not None:
            return
        order = self.answered(self._order)
        if words.casefold() not in {word.casefold() for word in order.also}:
            order = replace(order, also=(*order.also, words))
        self._order = order
        self._added = words
        self.words.clear()
        self._look(order)


def _looked_at(order: Order) -> tuple[object, ...]:
    return order.person_id, order.days, order.request_number, order.choice, order.also
