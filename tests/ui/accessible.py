"""What must hold of a window for whoever cannot see it well, or uses no mouse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QHeaderView,
    QLabel,
    QScrollArea,
    QScrollBar,
    QSizePolicy,
    QSplitterHandle,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.pages import Page
from ui.widgets.check_box import CheckBox
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.giving_button import GivingButton
from ui.widgets.giving_header import GivingHeader
from ui.widgets.plain_label import ElidedLabel, PlainLabel

_CELL_SIDE = 6  # pixels, where there is least of them
_MOST = 300  # presses of Tab
_GIVE_WAY = (ElidedLabel, GivingButton, ChoiceButton)
"""What ends in an ellipsis where there is no room."""


def visible(widget: QWidget) -> Iterator[QWidget]:
    for child in widget.findChildren(QWidget):
        if child.isVisible():
            yield child


def said(widget: QWidget) -> str:
    """What a screen reader calls a widget, as Qt tells it."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def describe(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return f"{type(widget).__name__} {text!r} in {type(widget.parentWidget()).__name__}"


def nameless(root: QWidget) -> list[str]:
    return [
        describe(widget)
        for widget in visible(root)
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not isinstance(widget, QScrollBar | QSplitterHandle)
        and widget.objectName() != "qt_scrollarea_viewport"
        and widget.focusProxy() is None  # a part of what has the keyboard, and the name
        and not said(widget).strip()
    ]


_ACTS = {
    QAccessible.Role.Button,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.CheckBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.Graphic,
    QAccessible.Role.List,
    QAccessible.Role.PageTab,
    QAccessible.Role.ProgressBar,
    QAccessible.Role.RadioButton,
    QAccessible.Role.SpinBox,
    QAccessible.Role.Table,
}
"""What a screen reader stops at, and has to call something."""
_MARKUP = re.compile(r"</?[a-z]+[ >]|&[a-z]+;|&&")


def told(root: QWidget) -> Iterator[QAccessibleInterface]:
    """Walk what is shown, in the order in which it is told; of a table, none of its cells."""

    def below(part: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
        if part.state().invisible:
            return
        yield part
        if part.role() is not QAccessible.Role.Table:
            for place in range(part.childCount()):
                yield from below(part.child(place))

    yield from below(QAccessible.queryAccessibleInterface(root))


def badly_told(root: QWidget) -> list[str]:
    """What a screen reader would say wrongly, twice, or not at all."""
    return [
        f"{part.role().name} {part.text(QAccessible.Text.Name)!r}: {failing}"
        for part in told(root)
        for failing in _failings(part)
    ]


def _failings(part: QAccessibleInterface) -> Iterator[str]:
    name, more = part.text(QAccessible.Text.Name), part.text(QAccessible.Text.Description)
    role, widget = part.role(), part.object()
    if role in _ACTS and not re.search(r"[^\W\d_]", name):
        yield "is called nothing that says what it is"
    if _MARKUP.search(name) or _MARKUP.search(more):
        yield f"is told with its markup: {more!r}"
    if name and more != name and more.startswith(name):
        yield f"says its name twice: {more!r}"
    if role is not QAccessible.Role.RadioButton and _is_one_of_several(widget):
        yield "is one of several, and no radio button"
    if isinstance(widget, QTableView):
        yield from _without_title(widget)


def _is_one_of_several(widget: QObject | None) -> bool:
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive()


def _without_title(view: QTableView) -> Iterator[str]:
    """Yield what the cells of a row say where that is no more than what is seen in them."""
    model = view.model()
    for column in range(model.columnCount() if model.rowCount() else 0):
        title = model.headerData(column, Qt.Orientation.Horizontal)
        said = str(model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole))
        if not said.startswith(f"{title}: "):
            yield f"does not tell the column {title!r} in {said!r}"


def is_reached_by_arrows(widget: QWidget) -> bool:
    """Of a group in which one is chosen, Tab reaches that one and the arrows the others."""
    if not isinstance(widget, QAbstractButton) or widget.isChecked():
        return False
    return _is_one_of_several(widget) and bool(widget.group().checkedButton())


def not_reached(window: QWidget, root: QWidget) -> list[str]:
    """What Tab does not come to in a window, of all below ``root`` that takes the keyboard."""
    wanted = {
        widget
        for widget in visible(root)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isEnabled()
        and not isinstance(widget, QScrollArea | QSplitterHandle)
        and widget.focusProxy() is None
        and not is_reached_by_arrows(widget)
    }
    start = QApplication.focusWidget()
    reached = set()
    for _step in range(_MOST):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
        window.focusNextChild()
        if QApplication.focusWidget() is start:
            return [describe(widget) for widget in wanted - reached]
    return ["Tab never comes round"]


def is_drawing(widget: QWidget) -> bool:
    """Whether a button shows its drawing alone; its text is for screen readers."""
    drawn = Qt.ToolButtonStyle.ToolButtonIconOnly
    return (
        isinstance(widget, QToolButton)
        and widget.toolButtonStyle() is drawn
        and not widget.icon().isNull()
    )


def cut(root: QWidget) -> list[str]:
    """Buttons and labels with less room than their text wants; what ends in … may have less."""
    found = []
    for widget in visible(root):
        if isinstance(widget, _GIVE_WAY) or not isinstance(widget, QAbstractButton | PlainLabel):
            continue
        if not widget.text() or is_drawing(widget):
            continue
        wanted = widget.sizeHint()
        if isinstance(widget, CheckBox) or (isinstance(widget, QLabel) and widget.wordWrap()):
            wanted = QSize(0, widget.heightForWidth(widget.width()))
        if widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored:
            wanted.setWidth(0)
        if widget.width() < wanted.width() or widget.height() < wanted.height() - 1:
            found.append(f"{describe(widget)}: {widget.size()} of {wanted}")
    return found


def is_whole(window: QWidget) -> bool:
    """Whether no text is cut, once all has its place: what is still read comes in later."""
    assert cut(window) == []
    return True


def scrolls_sideways(root: QWidget) -> list[str]:
    """What does not fit beside each other and has to be scrolled to."""
    return [
        f"{describe(area)} by {bar.maximum()}"
        for area in (root, *visible(root))
        if isinstance(area, QAbstractScrollArea)
        and area.isVisible()
        and (bar := area.horizontalScrollBar()).isVisible()
        and bar.maximum()
    ]


def scrolls_as_a_whole(page: Page) -> bool:
    """Whether a page is higher than its window, so that its buttons are below what is seen."""
    around = [a for a in page.window().findChildren(QScrollArea) if a.isAncestorOf(page)]
    assert around
    return any(area.verticalScrollBar().maximum() > 0 for area in around)


def fits_its_window(qtbot: QtBot, page: Page) -> None:
    """Wait until a page is laid out, and fits."""
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy)
    qtbot.wait(1)  # how it looked before is no proof
    qtbot.waitUntil(lambda: not scrolls_as_a_whole(page))


def cut_titles(root: QWidget) -> list[str]:
    """Titles of columns with less room than they need, but those that end in … and have a tip."""
    return [
        f"{describe(header)} {header.model().headerData(section, header.orientation())!r}"
        for header in visible(root)
        if isinstance(header, QHeaderView) and not isinstance(header, GivingHeader)
        for section in range(header.count())
        if header.orientation() is Qt.Orientation.Horizontal
        and not header.isSectionHidden(section)
        and _title_width(header, section) > header.sectionSize(section)
    ]


def _title_width(header: QHeaderView, section: int) -> int:
    title = str(header.model().headerData(section, header.orientation()))
    return header.fontMetrics().horizontalAdvance(title) + 2 * _CELL_SIDE


def out_of_sight(root: QWidget) -> list[str]:
    """Texts of which a part lies beyond what is around them, where nothing scrolls to it."""
    return [
        f"{describe(widget)}: {where}"
        for widget in visible(root)
        if isinstance(widget, QAbstractButton | PlainLabel)
        and widget.text()
        and (where := _hidden_by(widget, root))
    ]


def _hidden_by(widget: QWidget, root: QWidget) -> str:
    """Return what hides a part of a widget; what is scrolled up or down to is not hidden."""
    rect, inner = widget.rect(), widget
    while inner is not root and (outer := inner.parentWidget()) is not None:
        rect = rect.translated(inner.pos())
        whole = outer.rect()
        area = outer.parentWidget()
        if isinstance(area, QScrollArea) and area.viewport() is outer:
            whole.setTop(min(whole.top(), rect.top()))
            whole.setBottom(max(whole.bottom(), rect.bottom()))
            if not whole.contains(rect):
                return f"{rect} in {outer.rect()} of {describe(area)}"
            rect = rect.intersected(outer.rect())
            if rect.isEmpty():
                return ""
        elif not whole.contains(rect):
            return f"{rect} in {whole} of {describe(outer)}"
        inner = outer
    return ""


def all_that_is_cut(root: QWidget) -> list[str]:
    """Whatever of a window or dialog cannot be read."""
    return [*cut(root), *cut_titles(root), *out_of_sight(root), *scrolls_sideways(root)]
