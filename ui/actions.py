"""Everything one can do in the window, said once: keys, menus, the palette and the sheet read it.

How a page takes part::

    # In spec.py: what can be done from anywhere, before the page was ever shown. ``show`` goes to
    # the page, making it when needed, and returns it.
    def _actions(context: Context, show: Callable[[], Page]) -> Sequence[Action]:
        def new() -> None:
            page = show()
            assert isinstance(page, TicketsPage)
            page.new_ticket()

        return [Action("tickets.new", N_("New ticket"), new, ("Ctrl+N",), icon="plus")]

    TICKETS = PageSpec("tickets", N_("Tickets"), "ticket", TicketsPage, actions=_actions)

    # In the page's __init__: what works on the page alone, while it is shown.
    context.actions.add(
        Action(
            "tickets.reply",
            N_("Reply"),
            self._reply,
            ("R",),
            page="tickets",
            icon="reply",
            enabled=lambda: self.pane.ticket is not None,
        )
    )

A single key ("R", "Shift+R", "?") is heard only while no text field has the keyboard, because a
text field takes such keys for itself. The same key may mean something else on each page; what a
page says goes before what the window says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.i18n import _
from ui.theme import icons
from ui.theme.theme import Theme


def _always() -> bool:
    return True


class Action(NamedTuple):
    """Something one can do."""

    id: str
    """The page's id, a point and a word, such as ``tickets.reply``."""
    title: str
    """An English source text, marked with ``N_`` and translated where it is shown."""
    run: Callable[[], None]
    keys: tuple[str, ...] = ()
    """In Qt's portable notation: ``Ctrl+K``, ``R``, ``Shift+R``, ``F1``; the first is shown."""
    page: str = ""
    """The id of the page it works on; empty for the whole window."""
    icon: str = ""
    enabled: Callable[[], bool] = _always
    """Asked each time before it is offered or run."""
    keywords: str = ""
    """Other words one may look for it by; an English source text, or empty."""
    in_palette: bool = True
    """Whether the palette offers it; what only moves the keyboard is on the sheet alone."""

    @property
    def shown_key(self) -> str:
        """Its first key as this workstation writes it, or an empty text."""
        return native_key(self.keys[0]) if self.keys else ""


def native_key(key: str) -> str:
    """Return a key combination as this workstation writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def is_apart() -> bool:
    """Whether Ctrl is held, which opens what is chosen in a place of its own."""
    held = QGuiApplication.keyboardModifiers()
    return bool(held & Qt.KeyboardModifier.ControlModifier)


class Actions(QObject):
    """The actions of one window; their keys are heard while ``owner`` is shown."""

    changed = Signal()
    """Actions came or went, or another page is at work."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._actions: dict[str, Action] = {}
        self._by_key: dict[str, list[Action]] = {}
        self._shortcuts: dict[str, QShortcut] = {}
        self._page = ""

    def add(self, action: Action) -> None:
        """Make an action known; one of the same id is replaced."""
        self._forget(action.id)
        self._actions[action.id] = action
        for key in action.keys:
            self._by_key.setdefault(_name(key), []).append(action)
            self._hear(_name(key))
        self.changed.emit()

    def remove(self, action_id: str) -> None:
        """Forget an action; one that is not there is no error."""
        if self._forget(action_id):
            self.changed.emit()

    def _forget(self, action_id: str) -> bool:
        action = self._actions.pop(action_id, None)
        if action is None:
            return False
        for key in map(_name, action.keys):
            self._by_key[key].remove(action)
            self._switch(key)
        return True

    def __iter__(self) -> Iterator[Action]:
        return iter(tuple(self._actions.values()))

    def get(self, action_id: str) -> Action | None:
        """Return an action by its id."""
        return self._actions.get(action_id)

    def run(self, action_id: str) -> bool:
        """Do an action if it can be done now; say whether it was."""
        action = self._actions.get(action_id)
        if action is None or not self.is_here(action) or not action.enabled():
            return False
        action.run()
        return True

    def press(self, key: str) -> bool:
        """Do what a key means here; say whether it means anything."""
        action = self._meaning(_name(key))
        if action is None or not action.enabled():
            return False
        action.run()
        return True

    def set_page(self, page: str) -> None:
        """Say which page is at work."""
        self._page = page
        for name in self._shortcuts:
            self._switch(name)
        self.changed.emit()

    def is_here(self, action: Action) -> bool:
        """Whether an action belongs to the window or to the page at work."""
        return action.page in ("", self._page)

    def available(self) -> list[Action]:
        """Return what can be done now, the page's own actions first."""
        here = [action for action in self if self.is_here(action) and action.enabled()]
        return sorted(here, key=lambda action: action.page == "")

    def menu_action(self, action_id: str, parent: QWidget, theme: Theme) -> QAction:
        """Return an action for a menu or a button: its text, drawing and key, working."""
        action = self._actions[action_id]
        made = QAction(_(action.title).replace("&", "&&"), parent)
        if action.icon:
            made.setIcon(icons.icon(action.icon, theme.palette.muted))
        if action.keys:
            # Shown only: the key itself is heard by the registry, once.
            made.setText(f"{made.text()}\t{action.shown_key}")
        made.setEnabled(self.is_here(action) and action.enabled())
        made.triggered.connect(lambda _checked=False: self.run(action_id))
        return made

    # Keys

    def _hear(self, name: str) -> None:
        if name not in self._shortcuts:
            shortcut = QShortcut(self._owner)
            shortcut.setKeys([QKeySequence(each) for each in _spellings(name)])
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda: self.press(name))
            self._shortcuts[name] = shortcut
        self._switch(name)

    def _meaning(self, name: str) -> Action | None:
        meant = [action for action in self._by_key.get(name, ()) if self.is_here(action)]
        return min(meant, key=lambda action: action.page == "", default=None)

    def _switch(self, name: str) -> None:
        """Leave a key that means nothing here to whatever has the keyboard."""
        self._shortcuts[name].setEnabled(self._meaning(name) is not None)


@cache
def _name(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def _spellings(name: str) -> list[str]:
    # A sign such as "?" takes Shift on some keyboards and not on others.
    return [name, f"Shift+{name}"] if len(name) == 1 and not name.isalnum() else [name]
