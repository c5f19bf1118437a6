"""The second step: what goes, what stays and why, down to each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.documents.purge_report import along_told
from app.i18n import _, ngettext
from app.workflows.purge import Exempt, Plan, wizard
from app.workflows.purge.preview import GROUP_LABELS, Group, Line, Preview, Proposal
from app.workflows.purge.wizard import Wish
from ui.pages import Context
from ui.retention.wizard.frame import StepPage
from ui.retention.wizard.rows_panel import RowsPanel
from ui.retention.words import category_label, rule_label
from ui.widgets.flow_layout import row_of
from ui.widgets.form_dialog import FormDialog
from ui.widgets.high_enough import HighEnough, LowEnough
from ui.widgets.plain_label import PlainLabel
from ui.widgets.reason_dialog import ReasonDialog
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.small_table import Row, SmallTable
from ui.widgets.splitter import Splitter

_TONES = {
    Group.DESTROY: "danger",
    Group.ANONYMISE: "warning",
    Group.BLANK: "warning",
    Group.HELD: "success",
    Group.RESTRICTED: "success",
    Group.EXEMPT: "success",
}
_NAMES = "names"
"""The row of the counts that stands for uncertain names."""


class LookStep(StepPage):
    """The counts above, the rows of the chosen count below."""

    wanted = Signal(object)
    """Another :class:`Wish`: rows were taken out, or put back."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Back"), _("Freeze and save the plan…"))
        self.preview: Preview | None = None
        self.frozen = False
        """Whether the plan is only looked at, before it is approved or carried out."""
        self.wish = Wish()
        self.dialog: FormDialog | None = None
        self.rows: RowsPanel | None = None
        self.names: NamesPanel | None = None
        theme = context.theme
        self.summary = PlainLabel(role="heading", wrap=True)
        self.counts = SmallTable(
            theme,
            _("What becomes of what"),
            [_("What becomes of it"), _("Rule"), _("Category"), _("Rows"), _("Why")],
            stretch=1,
            spare=(2,),
            numbers=(3,),
            least=16,
        )
        self._below = QWidget()
        self._below_column = QVBoxLayout(self._below)
        self._below_column.setContentsMargins(0, 0, 0, 0)
        split = Splitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.counts)
        split.addWidget(self._below)
        split.setSizes([270, 250])
        inner = LowEnough()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.spacing.gap)
        column.addWidget(self.summary)
        column.addWidget(split, 1)
        area = ScrollArea(_("Look at what goes"))
        area.setWidgetResizable(True)
        area.setFrameShape(ScrollArea.Shape.NoFrame)
        area.setWidget(inner)
        self.column.addWidget(area, 1)
        self.end()
        self.counts.chosen.connect(self._show_chosen)

    def show_preview(self, found: Preview, *, frozen: bool = False) -> None:
        """Show what a draft comes to, or a ``frozen`` plan, in which nothing is changed."""
        self.preview = found
        self.frozen = frozen
        self.wish = wizard.wish_of(found.plan)
        self._say()
        rows = [
            Row((line.group, line.rule, line.hold), line, _texts(line), tone=_TONES[line.group])
            for line in found.lines
        ]
        if found.proposals:
            rows.append(Row(_NAMES, _NAMES, self._names_texts(), tone="accent"))
        self._clear()
        self.counts.show_rows(rows)
        if self.counts.chosen_row() is None and rows:
            self.counts.selectRow(0)
        self.onward.setVisible(not frozen)
        self.onward.setEnabled(found.plan.total > 0)

    def take_focus(self) -> None:
        """Put the keyboard on the counts."""
        self.counts.setFocus()

    def _say(self) -> None:
        if self.preview is None:
            return
        plan, number = self.preview.plan, QLocale().toString
        touched = plan.body["touched"]
        if not plan.total:
            self.summary.setText(_("Nothing is due by these rules that may go."))
            return
        groups = plan.groups
        becomes = _(
            "Destroy: {destroy}. Make anonymous or blank: {anonymise}. Keep: {kept}."
        ).format(
            destroy=number(groups["destroy"]),
            anonymise=number(groups["anonymise"]),
            kept=number(self.preview.kept),
        )
        people, tickets = touched["people"], touched["tickets"]
        touches = _("It touches {people} and {tickets}.").format(
            people=ngettext("{count} person", "{count} people", people).format(
                count=number(people)
            ),
            tickets=ngettext("{count} ticket", "{count} tickets", tickets).format(
                count=number(tickets)
            ),
        )
        twice = ngettext(
            "{count} row is due by two rules: it goes once, by the first.",
            "{count} rows are due by two rules: each goes once, by the first.",
            plan.twice,
        ).format(count=number(plan.twice))
        also = [twice] if plan.twice else []
        self.summary.setText(" ".join([becomes, touches, *also, along_told()]))

    def _names_texts(self) -> tuple[str, ...]:
        proposals = self.preview.proposals if self.preview else ()
        meant = sum(one.person in self.wish.meant for one in proposals)
        why = _("{meant} of them are to be blacked out in texts that stay").format(meant=meant)
        return _("Names that may mean somebody who goes"), "", "", str(len(proposals)), why

    # The rows below

    def _clear(self) -> None:
        for panel in (self.rows, self.names):
            if panel is not None:
                panel.hide()
                panel.deleteLater()
        self.rows = self.names = None

    def _show_chosen(self, chosen: Line | str | None) -> None:
        self._clear()
        if self.preview is None or chosen is None:
            return
        if isinstance(chosen, Line):
            # In a turn of its own: a list takes its time to be made.
            QTimer.singleShot(0, self, partial(self._show_rows, self.preview.plan, chosen))
        else:
            self.names = NamesPanel(
                self.context, self.preview.proposals, self.wish.meant, frozen=self.frozen
            )
            self.names.answered.connect(self._answer)
            self._below_column.addWidget(self.names)

    def _show_rows(self, plan: Plan, line: Line) -> None:
        row = self.counts.chosen_row()
        if self.preview is None or self.preview.plan is not plan or row is None:
            return
        if row.value != line:
            return  # another count was chosen meanwhile
        self._clear()
        self.rows = RowsPanel(self.context, plan, line, frozen=self.frozen)
        self.rows.take_out.connect(self._ask_reason)
        self.rows.put_back.connect(self._put_back)
        self._below_column.addWidget(self.rows)

    def _ask_reason(self, chosen: tuple[str, Sequence[int]]) -> None:
        table, ids = chosen

        def given(reason: str) -> None:
            more = tuple(Exempt(table, row, reason) for row in ids)
            self.wanted.emit(replace(self.wish, exempt=(*self.wish.exempt, *more)))

        self.dialog = ReasonDialog(
            self.context,
            self,
            title=_("Take out of the plan"),
            question=ngettext(
                "Why does this row stay? The reason stands in the plan's file, outside the store:"
                " name nobody.",
                "Why do these {count} rows stay? The reason stands in the plan's file, outside the"
                " store: name nobody.",
                len(ids),
            ).format(count=len(ids)),
            action=_("Take out"),
            given=given,
        )
        self.dialog.finished.connect(self._on_closed)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.open()

    def _on_closed(self, _result: int) -> None:
        self.dialog = None

    def _put_back(self, chosen: tuple[str, Sequence[int]]) -> None:
        table, ids = chosen[0], frozenset(chosen[1])
        left = tuple(one for one in self.wish.exempt if not (one.table == table and one.row in ids))
        self.wanted.emit(replace(self.wish, exempt=left))

    def _answer(self, person: int, meant: bool) -> None:
        others = tuple(one for one in self.wish.meant if one != person)
        self.wish = replace(self.wish, meant=(*others, person) if meant else others)
        if self.names is not None:
            self.names.show_answers(self.wish.meant)


def _texts(line: Line) -> tuple[str, ...]:
    why = line.why
    if line.group is Group.HELD:
        why = _("Hold {number}: {ground}").format(number=line.hold, ground=line.why)
    elif line.group is Group.RESTRICTED:
        why = _("The person had their data restricted.")
    return (
        _(GROUP_LABELS[line.group]),
        rule_label(line.rule),
        category_label(line.category),
        QLocale().toString(line.rows),
        why,
    )


class NamesPanel(HighEnough):
    """People who go, and texts that stay in which a name may mean them: a person judges."""

    answered = Signal(object, bool)
    """(person, whether the name means them)."""

    def __init__(
        self,
        context: Context,
        proposals: Sequence[Proposal],
        meant: Sequence[int],
        *,
        frozen: bool,
    ) -> None:
        super().__init__()
        self._proposals = proposals
        text = _(
            "A single name, or one that others have too, is not touched unseen. Where it means the"
            " person who goes, it is blacked out in these texts."
        )
        self.table = SmallTable(
            context.theme,
            _("Uncertain names"),
            [_("Black out"), _("Person"), _("Texts"), _("For example")],
            stretch=3,
            numbers=(2,),
        )
        self.yes = QPushButton(_("It means this person"))
        self.no = QPushButton(_("It means somebody else"))
        for button in (self.yes, self.no):
            button.setVisible(not frozen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, context.theme.spacing.unit, 0, 0)
        column.setSpacing(context.theme.spacing.unit)
        column.addWidget(PlainLabel(text, tone="muted", wrap=True))
        column.addWidget(row_of(self.yes, self.no))
        column.addWidget(self.table, 1)
        self.table.chosen.connect(self._allow)
        self.yes.clicked.connect(lambda: self._answer(meant=True))
        self.no.clicked.connect(lambda: self._answer(meant=False))
        self.show_answers(meant)
        self.table.selectRow(0)

    def show_answers(self, meant: Sequence[int]) -> None:
        """Show for whom the name is to be blacked out."""
        self.table.show_rows(
            [
                Row(
                    one.person,
                    one.person,
                    (
                        _("yes") if one.person in meant else _("no"),
                        one.name,
                        str(one.texts),
                        "   ".join(one.excerpts),
                    ),
                    tone="danger" if one.person in meant else "field_border",
                )
                for one in self._proposals
            ]
        )

    def _allow(self, chosen: int | None) -> None:
        self.yes.setEnabled(chosen is not None)
        self.no.setEnabled(chosen is not None)

    def _answer(self, *, meant: bool) -> None:
        if (row := self.table.chosen_row()) is not None:
            self.answered.emit(row.value, meant)
