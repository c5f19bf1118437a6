"""Draws labels: on the screen, on paper and in a PDF file, all by the same hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from app.documents.labels import Label, Layout, pages, qr_modules
from app.model.changes import Progress, no_progress
from ui.text import one_line

_MARGIN = 2.5  # mm around a label
_TITLE, _LINE, _SMALLEST = 3.6, 2.7, 1.8  # mm of letters; a long line has smaller ones
_QUIET = 4  # modules around a QR code, as its standard asks
_DPI = 600
_MM_AN_INCH = 25.4
_POINTS_A_MM = 72 / _MM_AN_INCH


def draw_label(painter: QPainter, label: Label, frame: QRectF, mm: float) -> None:
    """Draw a label into a frame; ``mm`` is the length of a millimetre in the frame's units."""
    inner = frame.adjusted(_MARGIN * mm, _MARGIN * mm, -_MARGIN * mm, -_MARGIN * mm)
    side = min(inner.height(), inner.width() * 0.45)
    _draw_code(painter, label.code, QRectF(inner.left(), inner.top(), side, side))
    text = QRectF(inner.left() + side + mm, inner.top(), inner.width() - side - mm, inner.height())
    painter.setPen(QColor("black"))
    top = text.top()
    for number, line in enumerate((label.title, *label.lines)):
        font = QFont(painter.font().family())
        font.setBold(number == 0)
        font.setPixelSize(max(1, round((_LINE if number else _TITLE) * mm)))
        if number != 1:
            _fit(font, one_line(line), text.width(), painter, max(1, round(_SMALLEST * mm)))
        painter.setFont(font)
        metrics = QFontMetricsF(font, painter.device())
        height = metrics.height() * (2 if number == 1 else 1)
        spot = QRectF(text.left(), top, text.width(), height)
        if spot.bottom() > text.bottom() + mm:
            break
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        if number == 1:  # make and model may take a second line
            wrapped = flags | Qt.TextFlag.TextWordWrap
            painter.drawText(spot, int(wrapped), one_line(line, 60))
            used = metrics.boundingRect(spot, int(wrapped), one_line(line, 60)).height()
            top += min(used, height)
        else:
            shown = metrics.elidedText(one_line(line), Qt.TextElideMode.ElideMiddle, text.width())
            painter.drawText(spot, int(flags), shown)
            top += metrics.height()


def _fit(font: QFont, line: str, width: float, painter: QPainter, smallest: int) -> None:
    """Make the letters smaller until a line fits: an identifier that is cut says nothing."""
    while font.pixelSize() > smallest:
        if QFontMetricsF(font, painter.device()).horizontalAdvance(line) <= width:
            return
        font.setPixelSize(font.pixelSize() - max(1, font.pixelSize() // 20))


def _draw_code(painter: QPainter, code: str, frame: QRectF) -> None:
    modules = qr_modules(code)
    # Whole device pixels: a scanner reads straight edges best.
    square = max(1.0, frame.width() // (len(modules) + 2 * _QUIET))
    painter.fillRect(frame, QColor("white"))
    left, top = frame.left() + _QUIET * square, frame.top() + _QUIET * square
    for row, line in enumerate(modules):
        for column, dark in enumerate(line):
            if dark:
                spot = QRectF(left + column * square, top + row * square, square, square)
                painter.fillRect(spot, QColor("black"))


def write_pdf(
    path: Path,
    labels: Sequence[Label],
    layout: Layout,
    skip: int = 0,
    progress: Progress = no_progress,
) -> None:
    """Write labels to a PDF file, on any thread; one that ``progress`` stops leaves no file.

    Raises ``OSError`` when it cannot be written.
    """
    with path.open("wb"):  # the writer itself only says that it failed, not why
        pass
    writer = QPdfWriter(str(path))
    writer.setResolution(_DPI)
    writer.setCreator("")
    try:
        _paint(writer, labels, layout, skip, progress)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def paint_on(device: QPagedPaintDevice, labels: Sequence[Label], layout: Layout, skip: int) -> None:
    """Print labels on a printer that was chosen."""
    _paint(device, labels, layout, skip)


def _paint(
    device: QPagedPaintDevice,
    labels: Sequence[Label],
    layout: Layout,
    skip: int,
    progress: Progress = no_progress,
) -> None:
    size = QSizeF(layout.page_width, layout.page_height)
    portrait = layout.page_height >= layout.page_width
    page = QPageSize(
        size if portrait else size.transposed(),
        QPageSize.Unit.Millimeter,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    turned = QPageLayout.Orientation
    device.setPageLayout(
        QPageLayout(page, turned.Portrait if portrait else turned.Landscape, QMarginsF(0, 0, 0, 0))
    )
    painter = QPainter(device)
    mm = device.logicalDpiX() / _MM_AN_INCH
    done = 0
    try:
        for number, placed in enumerate(pages(labels, layout, skip)):
            if number:
                device.newPage()
            for place, label in placed:
                progress(done, len(labels))
                left, top = layout.place(place)
                width, height = layout.label_width, layout.label_height
                frame = QRectF(left * mm, top * mm, width * mm, height * mm)
                draw_label(painter, label, frame, mm)
                done += 1
    finally:
        painter.end()
