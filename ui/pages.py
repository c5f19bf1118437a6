"""What a page of the window is, and what it is given to work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.workflows.session import Session
from ui.jobs import Jobs
from ui.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a page may use; it knows no other page and no window."""

    session: Session
    jobs: Jobs
    theme: Theme
    show_error: Callable[[Exception], None]
    """Tell what went wrong, above the page."""
    tell: Callable[[str], None]
    """Say in the status bar what was done."""
    go: Callable[[str, int | None], None]
    """Go to a page by its id, and there to a row by its id."""
    find: Callable[[str, str], None]
    """Go to a page by its id, and show there what a text typed into its field finds."""


class Page(QWidget):
    """The base of every page."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self.context = context

    def take_focus(self) -> None:
        """Put the keyboard where work on this page begins."""

    def show_item(self, item: int) -> None:
        """Show one of the page's rows by its id."""

    @property
    def item(self) -> int | None:
        """The id of the row that is shown, to come back to."""
        return None

    def search(self) -> None:
        """Put the keyboard into the page's search field."""

    def show_query(self, text: str) -> None:
        """Show what a text finds, as if it were typed into the page's search field."""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page before it is made: pages are made when they are first shown."""

    id: str
    title: str
    """An English source text, translated where it is shown."""
    icon: str
    make: Callable[[Context], Page]
