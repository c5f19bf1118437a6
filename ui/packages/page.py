"""The packages page: the register, the wizard that makes one, and the place to check one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout

from app.i18n import _
from app.workflows.package_order import Order
from ui.packages.check import CheckView
from ui.packages.register import Register
from ui.packages.wizard import Wizard
from ui.pages import Context, Page
from ui.widgets.current_stack import CurrentStack


class PackagesPage(Page):
    """One of the three is shown. Its item is a person: the one a package is being made of."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setAcceptDrops(True)
        self.register = Register(context)
        self.wizard = Wizard(context)
        self.checking = CheckView(context)
        self._was_asking = False
        self._stack = CurrentStack()
        for widget in (self.register, self.wizard, self.checking):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.register.add.clicked.connect(self._on_new)
        self.register.verify.clicked.connect(self._on_check)
        self.register.check_asked.connect(lambda path: self.check(Path(path)))
        self.register.asked.connect(self.asked)
        self.register.moved.connect(self.moved)
        self.wizard.closed.connect(self.show_register)
        self.checking.closed.connect(self._leave_check)

    # What is done

    def new_package(self) -> None:
        """Make a package of somebody who is still to be chosen."""
        self._begin(None)

    def begin(self, about: Mapping[str, int]) -> None:
        """Make a package of a ``person``, in answer to a ``request`` where one is named."""
        self._begin(Order(about["person"]), about.get("request"))

    def check(self, path: Path | None = None) -> None:
        """Check a file, or wait for one; a package that is being asked for is come back to."""
        self._was_asking |= self._stack.currentWidget() is self.wizard
        self._stack.setCurrentWidget(self.checking)
        if path is None:
            self.checking.begin()
        else:
            self.checking.take(path)
        self.checking.take_focus()

    def show_register(self) -> None:
        """Show the packages that were made."""
        self._was_asking = False
        self._stack.setCurrentWidget(self.register)
        self.register.take_focus()

    def _leave_check(self) -> None:
        if not self._was_asking:
            self.show_register()
            return
        self._was_asking = False
        self._stack.setCurrentWidget(self.wizard)
        self.wizard.take_focus()

    def _begin(self, order: Order | None, request: int | None = None) -> None:
        self._was_asking = False
        self._stack.setCurrentWidget(self.wizard)
        if self.wizard.must_stay:
            self.context.tell(_("Another package comes first."))
        else:
            self.wizard.begin(order, request)
        self.wizard.take_focus()

    def _on_new(self) -> None:
        self.new_package()

    def _on_check(self) -> None:
        self.check()

    # Dropping files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's own name
        """Welcome a file or folder to check, unless a package is being made."""
        urls = event.mimeData().urls()
        if not self.wizard.must_stay and len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's own name
        """Check what was dropped."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()
            self.check(Path(urls[0].toLocalFile()))

    # The page as the window knows it

    def show_item(self, item: int) -> None:
        """Begin a package of a person; one that is being made of them goes on."""
        if self.item != item:
            self._begin(Order(item))
        self._stack.setCurrentWidget(self.wizard)

    @property
    def item(self) -> int | None:
        """The person a package is being made of."""
        if self._stack.currentWidget() is not self.wizard:
            return None
        person = self.wizard.whose.person.person
        order = self.wizard.order
        if order is not None:
            return order.person_id
        return None if person is None else person.id

    def take_focus(self) -> None:
        """Put the keyboard on what comes next."""
        if self._stack.currentWidget() is self.wizard:
            self.wizard.take_focus()
        elif self._stack.currentWidget() is self.checking:
            self.checking.take_focus()
        else:
            self.register.take_focus()

    def come_back(self) -> None:
        """Put the keyboard on the register's rows, or on what comes next."""
        if self._stack.currentWidget() is self.register:
            self.register.come_back()
        else:
            self.take_focus()

    def search(self) -> None:
        """Put the keyboard into the register's field."""
        if not self.wizard.must_stay:
            self._stack.setCurrentWidget(self.register)
            self.register.search()

    def show_query(self, text: str) -> None:
        """Show what a text finds in the register."""
        self._stack.setCurrentWidget(self.register)
        self.register.show_query(text)

    def remember(self) -> dict[str, Any]:
        """Return where the user is: in the register, or what was said of a package so far."""
        kept = self.register.remember()
        kept["package"] = kept.pop("item")
        if self._stack.currentWidget() is self.wizard:
            kept["order"] = self.wizard.remember()
            kept["item"] = self.item
        return kept

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Show the page as it was."""
        self.register.restore({"item": kept.get("package"), "query": kept.get("query")})
        order = kept.get("order")
        if isinstance(order, dict) and not self.wizard.must_stay:
            self._stack.setCurrentWidget(self.wizard)
            if self.item != order["person"]:
                self.wizard.restore(order)
        elif not self.wizard.must_stay:
            self._stack.setCurrentWidget(self.register)
