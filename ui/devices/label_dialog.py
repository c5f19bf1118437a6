"""Labels of one or more devices: looked at, printed, or kept as a PDF file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from app.documents.labels import LAYOUTS, Label, Sheet
from app.errors import KnownError
from app.i18n import N_, _, ngettext
from app.workflows import labels as workflow
from ui import prompts
from ui.devices.labels import draw_label, paint_on, write_pdf
from ui.pages import Context
from ui.theme.theme import Theme
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import labelled
from ui.widgets.number_field import NumberField
from ui.widgets.plain_label import PlainLabel

_SHEETS = {Sheet.SINGLE: N_("One label a page (62 × 29 mm)"), Sheet.A4: N_("A4 with 24 labels")}


class LabelDialog(FormDialog):
    """Shows the first label as it will be; printing and saving make the rest alike."""

    def __init__(self, context: Context, parent: QWidget, devices: Sequence[int]) -> None:
        super().__init__(context, _("Labels"), _("Print…"), parent)
        self._page = parent
        self.labels: tuple[Label, ...] = ()
        self.sample = _Sample(context.theme)
        self.told = PlainLabel(tone="muted", wrap=True)
        self.sheet = ChoiceButton(context.theme, _("Paper"))
        self.sheet.set_choices([(sheet, _(text)) for sheet, text in _SHEETS.items()])
        self.skip = NumberField(_("Places on the first sheet that are used up"))
        self.skip.setRange(0, LAYOUTS[Sheet.A4].on_page - 1)
        self._used = labelled(_("Places on the first sheet that are used up"), self.skip)
        self.save = QPushButton(_("Save as PDF…"))
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self.save_pdf)
        self.buttons.insertWidget(0, self.save)
        for widget in (self.sample, self.told, labelled(_("Paper"), self.sheet), self._used):
            self.form.addWidget(widget)
        self.form.addStretch(1)
        self.sheet.picked.connect(self._show_sheet)
        self._show_sheet()
        self._allow()
        session, wanted = context.session, tuple(devices)
        context.jobs.read(
            self,
            lambda: workflow.labels(session, wanted),
            lambda labels: self._show(labels, len(wanted)),
            failed=self.refused,
        )

    def _show(self, labels: tuple[Label, ...], wanted: int) -> None:
        self.labels = labels
        self.sample.show_label(labels[0] if labels else None)
        count = QLocale().toString(len(labels))
        text = ngettext("{count} label", "{count} labels", len(labels)).format(count=count)
        if without := wanted - len(labels):
            lacking = ngettext(
                "{count} device has no identifier that a label could lead back by.",
                "{count} devices have no identifier that a label could lead back by.",
                without,
            )
            text = f"{text}. {lacking.format(count=QLocale().toString(without))}"
        self.told.setText(text)
        self._allow()
        self.fit()

    def _allow(self) -> None:
        self.submit.setEnabled(bool(self.labels))
        self.save.setEnabled(bool(self.labels))

    def _show_sheet(self, *_sheet: object) -> None:
        self._used.setVisible(LAYOUTS[self.sheet.value].on_page > 1)
        self.fit()

    def _skipped(self) -> int:
        return self.skip.value() if LAYOUTS[self.sheet.value].on_page > 1 else 0

    def save_pdf(self) -> None:
        """Keep the labels as a PDF file, which takes a second a hundred: beside other work."""
        path = prompts.choose_save(self, _("Save labels"), _("labels.pdf"))
        if path is None:
            return
        try:
            with path.open("wb"):  # where it cannot be written another place is chosen here
                pass
        except OSError as error:
            self.refused(
                KnownError(
                    "not_written",
                    _("The file cannot be written: {reason}.").format(reason=error.strerror),
                    _("Nothing was kept. Choose another place."),
                )
            )
            return
        labels, layout, skipped = self.labels, LAYOUTS[self.sheet.value], self._skipped()
        context = self.context
        context.jobs.long(
            self._page,  # the dialog is not waited for
            _("Saving labels"),
            lambda progress: write_pdf(path, labels, layout, skipped, progress),
            lambda _done: context.tell(_("The labels were saved.")),
            writes=False,
            failed=context.show_error,
        )
        self.accept()

    def send(self) -> None:
        """Print the labels on a printer that the user chooses."""
        # Loaded here: it takes its time to find the printers.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(_("Labels"))
        dialog = QPrintDialog(printer, self)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        paint_on(printer, self.labels, LAYOUTS[self.sheet.value], self._skipped())
        self.accept()


class _Sample(QWidget):
    """The first label, as large as there is room; paper is white in every theme."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._label: Label | None = None
        self.setAccessibleName(_("The first label"))

    def show_label(self, label: Label | None) -> None:
        """Show another label."""
        self._label = label
        if label is not None:
            self.setAccessibleDescription(", ".join((label.title, *label.lines)))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As wide as a dialog, as high as the label's shape asks."""
        layout = LAYOUTS[Sheet.SINGLE]
        wide = self.fontMetrics().horizontalAdvance("0") * 46
        return QSize(wide, round(wide * layout.label_height / layout.label_width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As high as that; where the screen is small it is narrower, and the label with it."""
        return QSize(self.sizeHint().width() // 2, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw the label on white paper."""
        layout = LAYOUTS[Sheet.SINGLE]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mm = min(self.width() / layout.label_width, self.height() / layout.label_height)
        wide, high = layout.label_width * mm, layout.label_height * mm
        frame = QRectF((self.width() - wide) / 2, 0, wide, high).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(self._theme.palette.field_border), 1))
        painter.setBrush(QColor("white"))
        painter.drawRoundedRect(frame, 6, 6)
        if self._label is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            draw_label(painter, self._label, frame, mm)
