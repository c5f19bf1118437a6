"""What is done with an identifier, wherever it came from: a scanner, the clipboard, a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from app.i18n import _
from app.model.ticket import parse_number

if TYPE_CHECKING:  # the workspace makes it
    from ui.workspace import Workspace

_LONGEST_PASTED = 200  # characters: an identifier with its label is shorter


class Identifiers:
    """Takes identifiers, and goes where each leads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def take(self, text: str) -> None:
        """Do what a scanned code means here: a ticket's number, the page's own, else a device.

        In the palette one looks for something to go to: it is never the page's own.
        """
        at_work = None if self._workspace.close_palette() else self._workspace.page_at_work
        if (ticket := parse_number(text)) is not None and self._workspace.has_page("tickets"):
            self._workspace.go("tickets", ticket)
        elif at_work is None or not at_work.take_identifier(text):
            self.go_device(text)

    def go_device(self, text: str) -> None:
        """Go to the device that an identifier means, or to where it can be made."""
        self._workspace.go("devices")
        self._workspace.page("devices").take_identifier(text)

    def paste(self) -> None:
        """Take what is on the clipboard, when that is an identifier."""
        from app.model.identifiers import identify  # noqa: PLC0415 - when first asked for

        text = QGuiApplication.clipboard().text()[:_LONGEST_PASTED].strip()
        found = identify(text)
        if found.kind is None:
            why = " ".join(found.warnings)  # of a number that a spreadsheet ruined, for instance
            self._workspace.said.emit(why or _("There is no identifier on the clipboard."))
        else:
            self.take(text)
