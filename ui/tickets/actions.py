"""What can be done on the tickets page, with its keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.i18n import N_
from app.model.staff_texts import DraftKind
from app.model.ticket import Status
from app.model.ticket_edit import Edit
from ui.actions import Action, Actions
from ui.pages import Context

if TYPE_CHECKING:  # the page adds these to itself
    from ui.tickets.page import TicketsPage

_MENU = (
    ("reply", "note", "forward"),
    ("resolve", "close", "reopen"),
    ("status", "priority", "assign", "assign_me", "queue", "category", "tags"),
    ("title", "requester", "due"),
    ("merge", "split", "link", "devices", "history"),
    ("subject_request",),
    ("open_tab",),
)


def add_to(actions: Actions, page: TicketsPage) -> None:
    """Make the page's actions known."""

    def reading() -> bool:
        return page.ticket is not None

    def any_target() -> bool:
        return bool(page.targets())

    def one() -> bool:
        return page.ticket is not None and page.targets().one is not None

    def write(kind: DraftKind) -> None:
        page.pane.composer.write(kind)

    def forward() -> None:
        page.pane.forward_last()

    def canned() -> None:
        page.pane.composer.offer_canned()

    def history() -> None:
        page.pane.toggle_history()

    def in_tab() -> bool:
        return not page.at_list

    def any_tab() -> bool:
        return bool(page.tabs.tickets)

    def at_list() -> bool:
        return page.at_list

    def any_view() -> bool:
        return page.list.views.opened_last is not None

    def asked_by_somebody() -> bool:
        return page.ticket is not None and page.ticket.row.requester_id is not None

    reply, note = (partial(write, kind) for kind in (DraftKind.REPLY, DraftKind.NOTE))
    table = (
        ("reply", N_("Reply"), reply, ("R",), "reply", reading),
        ("note", N_("Internal note"), note, ("N",), "note", reading),
        (
            "forward",
            N_("Forward this message"),
            forward,
            ("F",),
            "forward",
            reading,
        ),
        (
            "canned",
            N_("Canned replies"),
            canned,
            ("Ctrl+Shift+R",),
            "copy",
            reading,
        ),
        ("status", N_("Status"), page.questions.status, ("S",), "", any_target),
        ("priority", N_("Priority"), page.questions.priority, ("P",), "", any_target),
        ("assign", N_("Assign"), page.questions.assignee, ("A",), "user-assign", any_target),
        ("assign_me", N_("Assign to me"), page.assign_to_me, ("M",), "user-assign", any_target),
        ("queue", N_("Queue"), page.questions.queue, ("Q",), "queue", any_target),
        ("category", N_("Category"), page.questions.category, ("G",), "category", any_target),
        ("tags", N_("Tags"), page.questions.tags, ("T",), "tag", any_target),
        ("title", N_("Title"), page.questions.title, ("I",), "", one),
        ("requester", N_("Requester"), page.questions.requester, ("U",), "person", one),
        ("due", N_("Due"), page.questions.due, ("D",), "clock", any_target),
        (
            "resolve",
            N_("Resolve"),
            lambda: page.finish(Status.RESOLVED),
            ("E",),
            "check",
            any_target,
        ),
        ("close", N_("Close ticket"), lambda: page.finish(Status.CLOSED), ("C",), "", any_target),
        (
            "reopen",
            N_("Reopen"),
            lambda: page.edit(Edit(status=Status.OPEN)),
            ("O",),
            "refresh",
            any_target,
        ),
        ("undo", N_("Undo"), page.work.undo, ("Ctrl+Z",), "undo", lambda: page.work.can_undo),
        (
            "merge",
            N_("Merge into another ticket"),
            lambda: page.questions.other_ticket(merge=True),
            ("Shift+M",),
            "merge",
            reading,
        ),
        ("split", N_("Split this ticket"), page.questions.split, ("Shift+S",), "split", reading),
        (
            "link",
            N_("Link with another ticket"),
            lambda: page.questions.other_ticket(merge=False),
            ("L",),
            "link",
            reading,
        ),
        (
            "devices",
            N_("Devices of the ticket"),
            page.questions.devices,
            ("V",),
            "device",
            reading,
        ),
        (
            "history",
            N_("History of changes"),
            history,
            ("H",),
            "history",
            reading,
        ),
        (
            "subject_request",
            N_("Request of this person about their data"),
            page.begin_request,
            (),
            "request",
            asked_by_somebody,
        ),
        ("next", N_("Next ticket"), lambda: page.list.step(1), ("J",), "", at_list),
        ("previous", N_("Previous ticket"), lambda: page.list.step(-1), ("K",), "", at_list),
        ("open_tab", N_("Open in a tab"), page.open_in_tab, ("W",), "ticket", any_target),
        ("next_tab", N_("Next tab"), partial(page.tabs.step, 1), ("Ctrl+Tab",), "", any_tab),
        (
            "previous_tab",
            N_("Previous tab"),
            partial(page.tabs.step, -1),
            ("Ctrl+Shift+Tab",),
            "",
            any_tab,
        ),
        ("close_tab", N_("Close tab"), page.readers.close_this, ("Ctrl+W",), "close", in_tab),
        (
            "view",
            N_("Keep this list as a view"),
            page.list.views.ask_name,
            (),
            "",
            _always,
        ),
        ("view_renew", N_("Make the view show this list"), page.list.views.renew, (), "", any_view),
        ("view_rename", N_("Rename this view"), page.list.views.rename, (), "", any_view),
        ("view_remove", N_("Remove this view"), page.list.views.remove, (), "", any_view),
    )
    for name, title, run, keys, icon, enabled in table:
        actions.add(
            Action(f"tickets.{name}", title, run, keys, page="tickets", icon=icon, enabled=enabled)
        )


def _always() -> bool:
    return True


def menu(context: Context, parent: QWidget) -> QMenu:
    """Return a menu of what can be done with the tickets at hand; it goes when it is closed."""
    made = QMenu(parent)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for number, group in enumerate(_MENU):
        if number:
            made.addSeparator()
        for name in group:
            made.addAction(context.actions.menu_action(f"tickets.{name}", made, context.theme))
    return made
