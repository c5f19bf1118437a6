"""What a page of the window is, and what it is given to work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.model.changes import Changes
from app.workflows.session import Session
from ui.actions import Action, Actions
from ui.jobs import Jobs
from ui.loading import Ahead
from ui.preferences import Preferences
from ui.theme.theme import Theme


class Context(NamedTuple):
    """Everything a page may use; it knows no other page and no window."""

    session: Session
    jobs: Jobs
    theme: Theme
    show_error: Callable[[Exception], None]
    """Tell what went wrong, above the page."""
    tell: Callable[[str], None]
    """Say in the status bar what was done."""
    go: Callable[[str, int | None], None]
    """Go to a page by its id, and there to a row by its id; with Ctrl held the row is shown apart,
    as :meth:`Page.show_apart` does."""
    arrive: Callable[[str, int], None]
    """Go there as work ends that was asked for before: keys that are held by then mean nothing."""
    go_apart: Callable[[str, int], None]
    """Go to a page by its id, and show a row by its id in a place of its own there."""
    find: Callable[[str, str], None]
    """Go to a page by its id, and show there what a text typed into its field finds."""
    begin: Callable[[str, Mapping[str, int]], None]
    """Go to a page by its id, and begin its work there about rows of others, by what they are
    (``person``, ``request``, ``ticket``): the page's :meth:`Page.begin`."""
    go_device: Callable[[str], None]
    """Go to the device that has an identifier, typed or scanned in any notation, or offer to
    make it: the devices page's :meth:`Page.take_identifier`."""
    preferences: Preferences
    """What the user chose on this workstation; change it and call ``use_preferences``."""
    use_preferences: Callable[[], None]
    """Keep the preferences and use them at once."""
    actions: Actions
    """What one can do; :mod:`ui.actions` shows how a page adds to it."""

    def write(self, owner: QObject, work: Callable[[], Changes], said: str) -> None:
        """Change the store for a part of a page, and tell that it was done or why it was not."""
        self.jobs.write(owner, work, lambda _changes: self.tell(said), failed=self.show_error)


class Page(QWidget):
    """The base of every page."""

    asked = Signal(str)
    """The page shows what another query finds, typed or chosen."""
    moved = Signal()
    """Another row or query is shown because the user asked for it; one can come back from it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self.context = context

    def take_focus(self) -> None:
        """Put the keyboard where work on this page begins."""

    def come_back(self) -> None:
        """Put the keyboard there as Escape does, so that one sees where it went."""
        self.take_focus()

    def show_item(self, item: int) -> None:
        """Show one of the page's rows by its id."""

    def show_apart(self, item: int) -> None:
        """Show a row in a place of its own beside the others, where the page has such."""
        self.show_item(item)

    @property
    def item(self) -> int | None:
        """The id of the row that is shown, to come back to."""
        return None

    def search(self) -> None:
        """Put the keyboard into the page's search field."""

    def remember(self) -> dict[str, Any]:
        """Return where the user is on this page, in values that JSON knows.

        ``item`` is the row and ``query`` the text of the search field; a page adds what else it
        takes to come back to the same view, such as ``scroll``.
        """
        return {"item": self.item}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Show the page as ``remember`` described it; what is absent stays as it is.

        It does not emit ``moved``.
        """
        if isinstance(item := kept.get("item"), int):
            self.show_item(item)

    def half_filled(self) -> dict[str, Any]:
        """Return what is being filled in over the page, in values that JSON knows.

        After a lock it is added to what ``restore`` gets, and for no other way back.
        """
        return {}

    def keyboard(self) -> dict[str, int]:
        """Return where the keyboard is in what is half written, by numbers and no words.

        After a lock it is added to what ``restore`` gets, and for no other way back.
        """
        return {}

    def take_identifier(self, text: str) -> bool:
        """Do what a scanned identifier means on this page; False leaves it to the devices page."""
        return False

    def put_away(self) -> None:
        """Keep what is half written, by a job that writes: the store closes right after it."""

    def take_rows(self, query: str) -> None:
        """Make what was dragged from the page's list belong to a query of the navigation."""

    def show_query(self, text: str) -> None:
        """Show what a text finds, as if it were typed into the page's search field."""

    def show_all(self) -> None:
        """Show the whole list, as pressing the page's name does for who is there already."""

    def begin(self, about: Mapping[str, int]) -> None:
        """Begin what one does on this page, about rows that another page showed."""


class NavQuery(NamedTuple):
    """A query in the navigation, with how many rows it has."""

    title: str
    """An English source text; a name somebody gave where ``is_name``."""
    query: str
    count: Callable[[Session], int]
    """Called off the window's thread."""
    counts: Callable[[Changes], bool]
    """Whether a change may have changed the count."""
    is_name: bool = False
    icon: str = ""
    presses: bool = False
    """Whether what it counts waits for nobody: a narrow navigation shows it at the page's icon."""
    takes_rows: bool = False
    """Whether rows of the page's list can be dragged onto it: :meth:`Page.take_rows`."""


class NavNames(NamedTuple):
    """Further entries, which the staff named themselves."""

    read: Callable[[Session], Sequence[NavQuery]]
    """Called off the window's thread."""
    changed: Callable[[Changes], bool]
    """Whether a change may have changed them."""


class PageSpec(NamedTuple):
    """A page before it is made: pages are made when they are first shown."""

    id: str
    title: str
    """An English source text, translated where it is shown."""
    icon: str
    make: Callable[[Context], Page]
    actions: Callable[[Context, Callable[[], Page]], Sequence[Action]] | None = None
    """What can be done on the page from anywhere; the second argument goes there first."""
    queries: tuple[NavQuery, ...] = ()
    """Entries below the page in the navigation."""
    names: NavNames | None = None
    """More entries below those."""
    ahead: Ahead | None = None
    """Loads what the page is made of while the store is still locked."""
    apart: bool = False
    """It stands at the foot of the navigation: not for daily work."""
