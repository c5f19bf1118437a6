"""The one stylesheet, built from the tokens.

Widgets ask for a look by a dynamic property (``role``, ``tone``, ``card``) and never carry a
stylesheet of their own. Item views are left to their delegates: a rule for ``::item`` would send
every cell through the stylesheet engine.
"""

from __future__ import annotations

from pathlib import Path
from string import Template

from ui.theme import icons
from ui.theme.tokens import RADIUS, SMALL, Palette, Spacing

_MARK = 1.4  # pixels of a box to tick, for each point of the font
_RING = 0.31  # of the mark of what is chosen
_ICON = 16  # pixels, the most that a drawing on a button takes
_MARKS = Path(__file__).resolve().parents[2] / "resources" / "marks"
TEMPLATE = Template("""
QWidget { color: $text; }
QMainWindow, QDialog, #gate, #rail { background-color: $window; }
#page, #stack { background-color: $surface; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip { color: $text; background-color: $surface; border: 1px solid $border; padding: 4px; }

PlainLabel { background: transparent; }
PlainLabel[tone="muted"] { color: $muted; }
PlainLabel[tone="accent"] { color: $accent; }
PlainLabel[tone="danger"] { color: $danger; }
PlainLabel[tone="warning"] { color: $warning; }
PlainLabel[tone="success"] { color: $success; }
PlainLabel[role="title"] { font-size: ${title_pt}pt; font-weight: 600; }
PlainLabel[role="heading"] { font-weight: 600; }
PlainLabel[role="small"] { font-size: ${small_pt}pt; }
PlainLabel[role="code"] { font-size: ${title_pt}pt; }

QFrame[card] { border: 1px solid $border; border-radius: ${radius}px; }
QFrame[card="plain"] { background-color: $surface; color: $text; }
QFrame[card="drop"] { background-color: $surface; color: $text; border: 1px dashed $field_border; }
QFrame[card="out"] { background-color: $info_soft; color: $text; }
QFrame[card="note"] { background-color: $note_soft; color: $text; border-color: $note_soft; }
QFrame[card="sunken"] { background-color: $sunken; color: $text; }

QFrame[notice] { border: none; border-radius: ${radius}px; }
QFrame[notice="info"] { background-color: $info_soft; color: $text; }
QFrame[notice="success"] { background-color: $success_soft; color: $text; }
QFrame[notice="warning"] { background-color: $warning_soft; color: $text; }
QFrame[notice="danger"] { background-color: $danger_soft; color: $text; }

QLineEdit, QPlainTextEdit, QAbstractSpinBox {
    color: $text; background-color: $surface; border: 1px solid $field_border;
    border-radius: ${radius}px; padding: ${field}px ${field_side}px;
    selection-background-color: $accent; selection-color: $on_accent;
    placeholder-text-color: $muted;
}
QLineEdit:focus, QPlainTextEdit:focus, QAbstractSpinBox:focus { border: 2px solid $accent;
    padding: ${field_focus}px ${field_side_focus}px; }
QPlainTextEdit[internal="true"] { background-color: $note_soft; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border-color: $danger; }
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled {
    color: $muted; background-color: $window;
}
QLineEdit { padding: ${line}px ${field_side}px; }
QLineEdit:focus { padding: ${line_focus}px ${field_side_focus}px; }
QAbstractSpinBox { padding: ${line_focus}px 0 ${spin_focus}px 0; }
QAbstractSpinBox:focus { padding: ${spin_focus}px 0 ${spin_below}px 0; }
QAbstractSpinBox QLineEdit { border: none; padding: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; }
QFrame#calendar { background-color: $surface; border: 1px solid $border; }
QCalendarWidget QWidget { color: $text; background-color: $surface; }
QCalendarWidget QToolButton { border-color: transparent; padding: 4px ${cell_side}px; }
QCalendarWidget QToolButton:focus { border-color: $accent; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QAbstractItemView {
    selection-background-color: $accent; selection-color: $on_accent; outline: 0;
}
QCalendarWidget QAbstractItemView:disabled { color: $muted; }

QPushButton, QToolButton {
    color: $text; background-color: $surface; border: 1px solid $field_border;
    border-radius: ${radius}px; padding: ${field}px ${button_side}px;
}
QPushButton, QToolButton, QMenu { icon-size: ${icon}px; }
QPushButton, QToolButton { outline: none; }  /* the edge shows the keyboard */
QPushButton:hover, QToolButton:hover { background-color: $hover; }
QPushButton:pressed, QToolButton:pressed { background-color: $accent_soft; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent;
    padding: ${field_focus}px ${button_side_focus}px; }
QPushButton:disabled, QToolButton:disabled { color: $muted; border-color: $border; }
QPushButton[role="primary"] {
    color: $on_accent; background-color: $accent; border-color: $accent; font-weight: 600;
}
QPushButton[role="primary"]:hover { background-color: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled {
    color: $muted; background-color: $hover; border-color: $hover;
}
QPushButton[role="quiet"], QToolButton[role="quiet"] {
    background-color: transparent; border-color: transparent;
}
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover { background-color: $hover; }
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus { border-color: $accent; }
QPushButton[role="link"] {
    color: $accent; background-color: transparent; border-color: transparent; padding: 2px 0;
    text-align: left;  /* what gives way begins below what does not */
}
QPushButton[role="link"]:hover { background-color: $hover; }
QPushButton[role="link"]:focus { border: 1px solid $accent; padding: 2px 0; }
QPushButton[role="nav"] {
    background-color: transparent; border-color: transparent; text-align: left;
}
QPushButton[role="nav"][below] { padding: 2px ${button_side}px; }
QPushButton[role="nav"][below="named"] { padding-left: ${nav_named}px; }
QPushButton[role="nav"]:hover { background-color: $hover; }
QPushButton[role="nav"]:checked { background-color: $accent_soft; }
QPushButton[role="nav"][target="true"] { background-color: $accent_soft;
    border-color: $accent; }
QPushButton[role="nav"]:focus { border-color: $accent; }
QPushButton[role="chip"] {
    color: $muted; background-color: transparent; border: 1px solid $border; padding: 2px 8px;
    text-align: left;
}
QPushButton[role="chip"][opens="menu"], QPushButton[role="nav"][opens="menu"] {
    text-align: center;  /* at the left Qt would leave out the padding of a button with a menu */
}
QPushButton[role="chip"][on="true"] { color: $text; background-color: $accent_soft;
    border-color: $accent_soft; }
QPushButton[role="chip"]:hover { color: $text; background-color: $hover; }
QPushButton[role="chip"]:focus { border-color: $accent; }
QFileDialog QToolButton { padding: 3px; }
QToolButton[role="icon"] { background-color: transparent; border: 1px solid transparent;
    padding: 3px; }
QToolButton[role="icon"]:hover { background-color: $hover; }
QToolButton[role="icon"]:focus { border-color: $accent; padding: 3px; }
QPushButton::menu-indicator { width: 0; }

QTabBar { background-color: $window; }
QTabBar::tab {
    color: $muted; background-color: $window; border: none; border-right: 1px solid $border;
    border-bottom: 1px solid $border; padding: ${field}px ${button_side}px;
}
QTabBar::tab:hover { color: $text; background-color: $hover; }
QTabBar::tab:selected { color: $text; background-color: $surface;
    border-bottom-color: $surface; }
QTabBar:focus::tab:selected { color: $accent; }

QMenu { color: $text; background-color: $surface; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 10px; border-radius: 4px; }
QMenu::item:selected { background-color: $accent_soft; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 4px 6px; }

QTableView { color: $text; background-color: $surface; border: none; gridline-color: $border;
    selection-background-color: $accent_soft; selection-color: $text; outline: none; }
QListWidget { color: $text; background-color: $surface; border: 1px solid $field_border;
    border-radius: ${radius}px; padding: 4px; outline: none;
    selection-background-color: $accent_soft; selection-color: $text; }
QListWidget:focus { border: 2px solid $accent; padding: 3px; }
QListWidget::item { padding: ${field_focus}px ${cell_side}px; border-radius: 4px; }
QListWidget::item:selected { background-color: $accent_soft; color: $text; }
QHeaderView { background-color: $surface; border: none; }
QHeaderView::section {
    color: $muted; background-color: $surface; border: none;
    border-bottom: 1px solid $border; padding: ${field}px ${cell_side}px;
}
QHeaderView::section:first, QHeaderView::section:only-one { padding-left: ${page}px; }
QHeaderView::section:hover { color: $text; background-color: $hover; }

QScrollArea, QScrollArea > QWidget > QWidget#scrolled { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $field_border; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QStatusBar { color: $muted; background-color: $window; }
QStatusBar::item { border: none; }
QFrame#ring { background: transparent; border: 2px solid $accent; border-radius: ${radius}px; }
QFrame[line="true"] { background-color: $border; border: none; }
QProgressBar { background-color: $hover; border: none; border-radius: 3px; }
QProgressBar::chunk { background-color: $accent; border-radius: 3px; }
QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QListView::indicator, QTableView::indicator {
    width: ${mark}px; height: ${mark}px;
    border: 1px solid $field_border; border-radius: 4px; background-color: $surface; }
QCheckBox::indicator:checked, QListView::indicator:checked, QTableView::indicator:checked {
    border-color: $accent; background-color: $accent; image: url("$checked"); }
QCheckBox::indicator:focus { border: 2px solid $accent;
    width: ${mark_focus}px; height: ${mark_focus}px; }
QCheckBox::indicator:checked:focus { border: 2px solid $text; }
QCheckBox::indicator:disabled { border-color: $border; background-color: $hover; }
QCheckBox:focus { color: $accent; }
QCheckBox:disabled { color: $muted; }
QRadioButton::indicator { width: ${mark}px; height: ${mark}px; border: 1px solid $field_border;
    border-radius: ${mark_round}px; background-color: $surface; }
QRadioButton::indicator:checked { width: ${mark_core}px; height: ${mark_core}px;
    border: ${mark_ring}px solid $accent; }
QRadioButton::indicator:focus { border-color: $accent; }
QRadioButton:focus { color: $accent; }
QRadioButton:disabled { color: $muted; }
""")


def mark_size(point_size: float) -> int:
    """Return how large a box to tick is inside its edge, in pixels, beside a font of that size."""
    return 2 * max(7, round(point_size * _MARK / 2))  # even: its ring is equally wide all round


def build(palette: Palette, spacing: Spacing, point_size: float) -> str:
    """Return the stylesheet for a palette, a density and the size of the system's font."""
    drawing = _MARKS / f"checked-{'dark' if palette.dark else 'light'}.svg"
    mark = mark_size(point_size)
    ring = round((mark + 2) * _RING)
    sizes = {
        "checked": drawing.as_posix(),
        "mark": mark,
        "icon": icons.scaled(_ICON),
        "mark_focus": mark - 2,
        "mark_round": mark // 2 + 1,
        "mark_ring": ring,
        "mark_core": mark + 2 - 2 * ring,
        "radius": RADIUS,
        "field": spacing.field,
        "field_focus": spacing.field - 1,  # the border grows by one; the text must not move
        # A line has an edge of its own, one in a box one more: all are as high as a button.
        "line": spacing.field - 1,
        "line_focus": spacing.field - 2,
        "spin_focus": spacing.field - 3,
        "spin_below": spacing.field - 4,
        "field_side": spacing.unit + 2,
        "field_side_focus": spacing.unit + 1,
        "button_side": spacing.unit + 6,
        "button_side_focus": spacing.unit + 5,
        "nav_named": spacing.unit + 28,  # its drawing stands below the titles of the pages
        "cell_side": spacing.unit,
        "page": spacing.page,
        "title_pt": round(point_size * 1.45, 1),
        "small_pt": round(point_size * SMALL, 1),
    }
    return TEMPLATE.substitute({**palette._asdict(), **sizes})
