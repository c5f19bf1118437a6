"""What can be done from anywhere in the open window, with its keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.i18n import N_
from ui.actions import Action
from ui.lock.by_key import LOCK_KEY
from ui.pages import Page, PageSpec

if TYPE_CHECKING:  # the workspace adds these to itself
    from ui.workspace import Workspace


def add_window_actions(workspace: Workspace, specs: Sequence[PageSpec]) -> None:
    """Add what can be done from anywhere: what is the window's own, and what the pages offer."""
    for action in _of_window(workspace):
        workspace.registry.add(action)
    number = 0
    for spec in specs:
        number += not spec.apart
        for action in _of_page(workspace, spec, "Ctrl+," if spec.apart else f"Ctrl+{number}"):
            workspace.registry.add(action)


def _of_page(workspace: Workspace, spec: PageSpec, key: str) -> tuple[Action, ...]:
    """Return what goes to a page, and what can be done on it from elsewhere."""

    def go() -> None:
        workspace.go_home(spec.id)

    def show() -> Page:
        workspace.go(spec.id)
        return workspace.page(spec.id)

    lists = (
        Action(
            f"find.{spec.id}.{number}",
            query.title,
            partial(workspace.go_and_find, spec.id, query.query),
            icon=query.icon or spec.icon,
        )
        for number, query in enumerate(spec.queries)
    )
    offered = () if spec.actions is None else spec.actions(workspace.context, show)
    return Action(f"go.{spec.id}", spec.title, go, (key,), icon=spec.icon), *lists, *offered


def _of_window(workspace: Workspace) -> tuple[Action, ...]:
    """Return what belongs to the window itself."""
    return (
        Action(
            "window.palette",
            N_("Find or do anything"),
            workspace.open_palette,
            ("Ctrl+K",),
            icon="search",
            in_palette=False,
        ),
        Action(
            "window.search",
            N_("Search on this page"),
            workspace.search,
            ("Ctrl+F", "/"),
            icon="search",
        ),
        Action(
            "window.back",
            N_("Back"),
            workspace.travels.go_back,
            ("Alt+Left",),
            icon="chevron-left",
            enabled=lambda: workspace.travels.can_go_back,
        ),
        Action(
            "window.forward",
            N_("Forward"),
            workspace.travels.go_forward,
            ("Alt+Right",),
            icon="chevron-right",
            enabled=lambda: workspace.travels.can_go_forward,
        ),
        Action(
            "window.keys",
            N_("Show all keys"),
            workspace.show_keys,
            ("F1", "?"),
            icon="keyboard",
            keywords=N_("help shortcuts keyboard"),
        ),
        Action(
            "window.policy",
            N_("Read the privacy policy"),
            lambda: _show_policy(workspace),
            icon="report",
            keywords=N_("P-130 articles retention periods rights"),
        ),
        Action(
            "window.guide",
            N_("First steps"),
            workspace.show_guide,
            icon="help",
            keywords=N_("help tour begin"),
        ),
        Action(
            "window.paste",
            N_("Open the device on the clipboard"),
            workspace.identifiers.paste,
            ("Ctrl+V",),
            icon="scan",
            keywords=N_("paste identifier IMEI serial MAC"),
        ),
        Action(
            "window.lock",
            N_("Lock"),
            workspace.lock_asked.emit,
            (LOCK_KEY,),
            icon="lock",
            keywords=N_("close hide away"),
        ),
    )


def _show_policy(workspace: Workspace) -> None:
    """Show what the privacy policy says now."""
    from app.policy import load_policy  # noqa: PLC0415 - read when first asked for
    from ui.policy_dialog import PolicyDialog  # noqa: PLC0415 - loaded when first shown

    dialog = PolicyDialog(workspace.context, workspace, load_policy())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
