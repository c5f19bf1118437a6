"""The retention page: purges, rules and holds, and the wizard in their place while one plans."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import (
    QButtonGroup,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import N_, _, ngettext
from app.model.changes import Changes
from app.workflows import retention
from app.workflows.purge import Known, known
from app.workflows.retention import Due
from ui import prompts
from ui.pages import Context, Page
from ui.retention.holds import HoldsPanel
from ui.retention.parts import Panel, primary
from ui.retention.plans import PlansPanel
from ui.retention.rules import RulesPanel
from ui.retention.wizard.wizard import PurgeWizard
from ui.tasks import Slot
from ui.widgets.current_stack import CurrentStack
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain_label import PlainLabel
from ui.widgets.tab_stop import stop_at_chosen

_TABS = {"purges": N_("Purges"), "rules": N_("Rules"), "holds": N_("Holds")}


class RetentionPage(Page):
    """Three lists, one at a time, or the wizard."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = context.theme
        self._slot = Slot()
        self.plans = PlansPanel(context)
        self.rules = RulesPanel(context)
        self.holds = HoldsPanel(context)
        self._panels: dict[str, Panel] = {
            "purges": self.plans,
            "rules": self.rules,
            "holds": self.holds,
        }
        self.wizard = PurgeWizard(context)
        self.due = PlainLabel(tone="muted", wrap=True)
        self.plan = primary(_("Plan a purge…"))
        self.open = QPushButton(_("Open a plan…"))
        self.place = QPushButton(_("Place a hold…"))
        self.tabs: dict[str, QPushButton] = {}
        self._lists = CurrentStack()
        for panel in self._panels.values():
            self._lists.addWidget(panel)
        self._stack = CurrentStack()
        self._stack.addWidget(self._make_overview())
        self._stack.addWidget(self.wizard)
        column = QVBoxLayout(self)
        page = theme.spacing.page
        column.setContentsMargins(page, page, page, page)
        column.addWidget(self._stack)
        self.plan.clicked.connect(self.plan_purge)
        self.open.clicked.connect(self.open_plan)
        self.place.clicked.connect(self.place_hold)
        self.plans.open_asked.connect(self._open_known)
        self.wizard.left.connect(self._leave_wizard)
        context.jobs.changed.connect(self._on_changed)
        self.show_tab("purges")
        self._look()

    def _make_overview(self) -> QWidget:
        spacing = self.context.theme.spacing
        overview = QWidget()
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.gap)
        head = QVBoxLayout()
        head.setSpacing(spacing.unit)
        head.addWidget(PlainLabel(_("Retention"), role="title"))
        head.addWidget(self.due)
        column.addLayout(head)
        tools = QWidget()
        row = FlowLayout(tools, spacing=spacing.unit)
        group = QButtonGroup(self)
        for tab, text in _TABS.items():
            button = QPushButton(_(text))
            button.setProperty("role", "nav")
            button.setCheckable(True)
            button.clicked.connect(partial(self.show_tab, tab))
            group.addButton(button)
            row.addWidget(button)
            self.tabs[tab] = button
        stop_at_chosen(*self.tabs.values())
        for button in (self.plan, self.open, self.place):
            row.addWidget(button)
        column.addWidget(tools)
        column.addWidget(self._lists, 1)
        return overview

    # The page as the window knows it

    def take_focus(self) -> None:
        """Put the keyboard where work begins."""
        if self._in_wizard:
            self.wizard.take_focus()
        else:
            self.plan.setFocus()

    @property
    def _in_wizard(self) -> bool:
        return self._stack.currentWidget() is self.wizard

    @property
    def tab(self) -> str:
        """The list that is shown."""
        return next(tab for tab, panel in self._panels.items() if self._shows(panel))

    def _shows(self, panel: QWidget) -> bool:
        return self._lists.currentWidget() is panel

    def remember(self) -> dict[str, Any]:
        """Return the list, and the plan that the wizard shows: where it lies, and its digest.

        What is begun has destroyed something, and a place then keeps numbers alone.
        """
        opened = self.wizard.opened if self._in_wizard else None
        return {
            "item": None,
            "tab": self.tab,
            "plan": str(opened.file) if opened else "",
            "digest": int(opened.plan.digest, 16) if opened else None,
        }

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Show the list again, and the plan at the step that is next."""
        if (tab := kept.get("tab")) in self._panels:
            self.show_tab(str(tab))
        plan = kept.get("plan")
        if isinstance(plan, str) and plan:
            self._enter_wizard()
            self.wizard.open_file(Path(plan))
        elif isinstance(digest := kept.get("digest"), int):
            self._open_known_by(digest)

    def _open_known_by(self, digest: int) -> None:
        """Go on with the plan of a digest, if the store knows where it lies."""
        session = self.context.session

        def show(found: tuple[Known, ...]) -> None:
            for one in found:
                if int(one.digest, 16) == digest and not self._in_wizard:
                    self._open_known(one)

        self.context.jobs.read(self, lambda: known.listed(session), show)

    def show_query(self, text: str) -> None:
        """Show one of the lists by its id; the start page asks for it."""
        if text in self._panels:
            self._leave_wizard()
            self.show_tab(text)

    # The lists

    def show_tab(self, tab: str, _checked: bool = False) -> None:
        """Show one of the lists."""
        self.tabs[tab].setChecked(True)
        self._lists.setCurrentWidget(self._panels[tab])
        self.place.setVisible(tab == "holds")
        self.open.setVisible(tab == "purges")

    def _look(self) -> None:
        session = self.context.session
        for panel in self._panels.values():
            panel.look()
        self.context.jobs.read(
            self,
            lambda: retention.due(session),
            self._show_due,
            failed=self.context.show_error,
            slot=self._slot,
        )

    def _show_due(self, due: Due) -> None:
        rows = sum(due.rows.values())
        texts = []
        if rows:
            text = ngettext(
                "{count} row is due for purge today.", "{count} rows are due for purge today.", rows
            )
            texts.append(text.format(count=QLocale().toString(rows)))
        else:
            texts.append(_("Nothing is due for purge today."))
        if kept := sum(due.kept.values()):
            text = ngettext(
                "{count} more is due and kept by a hold or a restriction.",
                "{count} more are due and kept by a hold or a restriction.",
                kept,
            )
            texts.append(text.format(count=QLocale().toString(kept)))
        if due.unsure:
            texts.append(_("How many of them a hold or a restriction keeps, a plan counts."))
        if reviews := len(due.reviews):
            text = ngettext(
                "{count} hold is to be looked at again.",
                "{count} holds are to be looked at again.",
                reviews,
            )
            texts.append(text.format(count=reviews))
        self.due.setText(" ".join(texts))

    def _on_changed(self, changes: Changes) -> None:
        if changes.everything or changes.holds or changes.settings:
            self._look()

    def place_hold(self) -> None:
        """Open the dialog that places a hold."""
        self._leave_wizard()
        self.show_tab("holds")
        self.holds.place()

    # The wizard

    def plan_purge(self) -> None:
        """Begin a plan."""
        self._enter_wizard()
        self.wizard.begin()

    def open_plan(self) -> None:
        """Let the user choose a plan's file to go on with."""
        if chosen := prompts.choose_files(self, _("A purge plan")):
            self._enter_wizard()
            self.wizard.open_file(chosen[0])

    def _open_known(self, one: Known) -> None:
        self._enter_wizard()
        self.wizard.open(one)

    def _enter_wizard(self) -> None:
        self._stack.setCurrentWidget(self.wizard)

    def _leave_wizard(self) -> None:
        self._stack.setCurrentIndex(0)
        if self.isVisible():
            self.plan.setFocus()
