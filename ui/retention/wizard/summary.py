"""What a frozen plan comes to, on one look."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget

from app.i18n import _, ngettext
from app.workflows.purge.known import STATE_LABELS
from app.workflows.purge.preview import GROUP_LABELS, Group
from app.workflows.purge.wizard import Opened
from ui.retention.parts import titled
from ui.retention.words import rule_label
from ui.text import day, one_line
from ui.theme.theme import Theme
from ui.widgets.facts import counts, pairs, section


def summary(theme: Theme, opened: Opened) -> Iterator[QWidget]:
    """Give, part by part, what a plan would do, who made it, and by which digest it is known."""
    plan, number = opened.plan, QLocale().toString
    head = ngettext(
        "{rows} row goes or becomes anonymous", "{rows} rows go or become anonymous", plan.total
    ).format(rows=number(plan.total))
    yield titled(head, _(STATE_LABELS[opened.state]))
    for group in Group:
        lines = opened.preview.of(group)
        if lines:
            texts = [
                (
                    rule_label(line.rule)
                    + (" · " + _("hold {number}").format(number=line.hold) if line.hold else ""),
                    number(line.rows),
                )
                for line in lines
            ]
            yield section(theme, _(GROUP_LABELS[group]), counts(texts))
    touched = plan.body["touched"]
    yield pairs(
        [
            (_("People touched"), number(touched["people"])),
            (_("Tickets touched"), number(touched["tickets"])),
            (_("Names to black out"), number(len(plan.body["meant"]))),
            (_("As on"), day(plan.body["as_of"])),
            (_("Planned by"), one_line(opened.made_by, 60)),
            (_("Approved by"), one_line(opened.approved_by, 60)),
            (_("Plan"), str(opened.file)),
            (_("Digest"), plan.digest),
        ]
    )
