"""The theme in force: it follows the system or the user's choice, and says when it changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import icons
from ui.theme.stylesheet import build
from ui.theme.tokens import DARK, LIGHT, SPACING, Density, Palette, Scheme, Spacing


class Theme(QObject):
    """Dresses the windows, and knows the colours for those who paint themselves."""

    changed = Signal()
    """Colours or sizes are others now; what was painted by hand is to be painted again."""
    _cut = Signal(str)

    def __init__(
        self,
        app: QApplication,
        scheme: Scheme = Scheme.SYSTEM,
        density: Density = Density.COMFORTABLE,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        self._density = density
        self._palette = LIGHT
        self._dressed: tuple[Palette, Density, float] | None = None
        self._sheet = ""
        app.styleHints().colorSchemeChanged.connect(self._dress)
        self._dress()

    @property
    def scheme(self) -> Scheme:
        """What the user chose."""
        return self._scheme

    @property
    def density(self) -> Density:
        """What the user chose."""
        return self._density

    @property
    def palette(self) -> Palette:
        """The colours in force."""
        return self._palette

    @property
    def spacing(self) -> Spacing:
        """The distances in force."""
        return SPACING[self._density]

    def dress(self, window: QWidget) -> None:
        """Give a window and all that is ever put into it the look in force, now and later.

        The stylesheet is the window's and not the application's: each part of a page would be
        dressed anew whenever it is put into another, several times until the page is made.
        """
        window.setStyleSheet(self._sheet)
        self._cut.connect(window.setStyleSheet)

    def choose(self, scheme: Scheme | None = None, density: Density | None = None) -> None:
        """Take over the user's choice; None leaves that one as it is."""
        self._scheme = scheme or self._scheme
        self._density = density or self._density
        self._dress()

    def _is_dark(self) -> bool:
        if self._scheme is Scheme.SYSTEM:
            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._scheme is Scheme.DARK

    def _dress(self) -> None:
        font = self._app.font()
        point_size = font.pointSizeF() if font.pointSizeF() > 0 else 10.0
        self._palette = DARK if self._is_dark() else LIGHT
        wanted = (self._palette, self._density, point_size)
        if wanted == self._dressed:
            return
        self._dressed = wanted
        icons.grow_with(point_size)
        self._app.setPalette(_qt_palette(self.palette))
        self._sheet = build(self.palette, self.spacing, point_size)
        self._cut.emit(self._sheet)
        self.changed.emit()


def _qt_palette(palette: Palette) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: palette.window,
        role.WindowText: palette.text,
        role.Base: palette.surface,
        role.AlternateBase: palette.sunken,
        role.Text: palette.text,
        role.PlaceholderText: palette.muted,
        role.Button: palette.surface,
        role.ButtonText: palette.text,
        role.BrightText: palette.danger,
        role.Highlight: palette.accent_soft,
        role.HighlightedText: palette.text,
        role.Accent: palette.accent,
        role.Link: palette.accent,
        role.LinkVisited: palette.violet,
        role.ToolTipBase: palette.surface,
        role.ToolTipText: palette.text,
        role.Light: palette.hover,
        role.Midlight: palette.hover,
        role.Mid: palette.border,
        role.Dark: palette.field_border,
        role.Shadow: palette.border,
    }
    qt = QPalette()
    for which, colour in colours.items():
        qt.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        qt.setColor(QPalette.ColorGroup.Disabled, which, QColor(palette.muted))
    return qt
