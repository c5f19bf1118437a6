"""The last step: the purge report, checked, and its PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QPushButton, QWidget

from app.documents.purge_report import copies_told, done_told
from app.i18n import _, ngettext
from app.model import moments
from app.model.keeper import RESTRICTED, order
from app.model.page_search import left_out, proves, renewal_told, verdict
from app.policy import RetentionAction
from app.workflows.purge import Report, read_report, to_pdf
from ui import prompts
from ui.outside import open_written
from ui.pages import Context
from ui.retention.parts import Pane, titled
from ui.retention.wizard.frame import StepPage
from ui.retention.words import DONE_LABELS, category_label, rule_label
from ui.text import day, long_moment, one_line
from ui.widgets.facts import counts, pairs, section
from ui.widgets.plain_label import PlainLabel


class ReportStep(StepPage):
    """What was done, by which rules, by whom and what was left."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Check again"), _("Done"))
        self.pdf = QPushButton(_("Save as PDF…"))
        self.open_pdf = QPushButton(_("Open the PDF"))
        self.pane = Pane(context.theme, _("Purge report"), alone=True)
        self._file: Path | None = None
        self._pdf_file: Path | None = None
        self.column.addWidget(self.pane, 1)
        self.end(self.pdf, self.open_pdf)
        self.pdf.clicked.connect(self.save_pdf)
        self.open_pdf.clicked.connect(self._open)

    def show_report(self, report: Report, file: Path, pdf: Path | None) -> None:
        """Show a report whose signature was checked."""
        self._file, self._pdf_file = file, pdf
        self.pdf.setVisible(pdf is None)
        self.open_pdf.setVisible(pdf is not None)
        self.pane.show_parts(self._parts(report, file, pdf))

    def save_pdf(self) -> None:
        """Write the report's PDF where the user says."""
        file, session = self._file, self.context.session
        if file is None:
            return
        name = file.with_suffix(".pdf").name
        out = prompts.choose_save(self, _("Where to write the PDF"), name)
        if out is None:
            return
        where = out

        def done(report: Report) -> None:
            self.context.tell(_("The PDF is written."))
            self.show_report(report, file, where)

        def work() -> Report:
            to_pdf(session, file, where)
            return read_report(session, file)

        self.context.jobs.read(self, work, done, failed=self.context.show_error)

    def _open(self) -> None:
        if self._pdf_file is not None:
            open_written(self.context, self, self._pdf_file)

    def _parts(self, report: Report, file: Path, pdf: Path | None) -> Iterator[QWidget]:
        body, theme, number = report.body, self.context.theme, QLocale().toString
        total = body["groups"]["destroy"] + body["groups"]["anonymise"]
        head = ngettext(
            "Purge report: {rows} row of the plan", "Purge report: {rows} rows of the plan", total
        ).format(rows=number(total))
        whole = body["whole"]
        state = _("Carried out wholly.") if whole else _("Ended before all of it was done.")
        yield titled(head, state, "success" if whole else "warning")
        yield PlainLabel(
            _("Its signature is this store's, and nothing was changed since."),
            tone="success",
            wrap=True,
        )
        yield section(theme, _("What is left"), self._after(report))
        yield section(theme, _("By rule"), counts(_rules(report)))
        categories = [
            (category_label(code), number(rows)) for code, rows in body["categories"].items()
        ]
        yield section(theme, _("By category"), counts(categories))
        labels = {table: report.label_of(table) for table in (*body["rows"], *body["blacked_out"])}
        kinds = [(_(labels[table]), number(rows)) for table, rows in body["rows"].items()]
        kinds += [
            (_("{table}, blacked out").format(table=_(labels[table])), number(rows))
            for table, rows in body["blacked_out"].items()
        ]
        yield PlainLabel(done_told(body), wrap=True)
        yield section(
            theme,
            _("Destroyed by kind, with what went along"),
            counts(sorted(kinds)),
        )
        kept = list(_kept(report))
        if kept:
            yield section(theme, _("Kept"), counts(kept))
        yield section(theme, _("Who and when"), pairs(_who(report)))
        files = [
            (_("Report"), str(file)),
            (_("PDF"), str(pdf or "")),
            (_("SHA-256"), report.sha256),
            (_("Plan"), body["plan"]),
            (_("Audit trail"), f"{body['audit_entry']} {body['audit_digest']}"),
        ]
        yield section(theme, _("Files"), pairs(files))

    def _after(self, report: Report) -> QWidget:
        text, tone = _residue(report)
        return PlainLabel(text, tone=tone, wrap=True)


def _residue(report: Report) -> tuple[str, str]:
    searched, size, number = report.body["residue"], report.body["size"], QLocale().toString
    if not searched:
        return _("The pages were not searched."), "warning"
    lines = [
        _("{pages} of {total} pages were searched for {values} destroyed values.").format(
            pages=number(searched["pages"]),
            total=number(searched["pages_total"]),
            values=number(searched["values"]),
        )
    ]
    if others := left_out(searched):
        lines.append(others)
    lines.append(verdict(searched))
    if not searched["whole"]:
        lines.append(_("Not every page was searched."))
    if not report.body["log_cut"]:
        lines.append(_("The log could not be emptied: another program was reading the store."))
    if searched["found"]:
        tone = "danger"
    else:
        tone = "success" if proves(searched) and report.body["log_cut"] else "warning"
    if size and (not_renewed := renewal_told(size)):
        lines.append(not_renewed)
        tone = "warning" if tone == "success" else tone
    if size and size["pages_after"] < size["pages_before"]:
        lines.append(
            _("The store became smaller: {before} pages, now {after}").format(
                before=number(size["pages_before"]), after=number(size["pages_after"])
            )
        )
    lines += copies_told(report.body["backups_before"])
    if (report.body["backups_before"] or {}).get("left") and tone == "success":
        tone = "warning"
    return "\n".join(lines), tone


def _rules(report: Report) -> list[tuple[str, str]]:
    body, number = report.body, QLocale().toString
    return [
        (
            _("{rule} (version {version})").format(
                rule=rule_label(code), version=body["rule_versions"][code]
            )
            + _action(report, code),
            number(done["rows"]),
        )
        for code, done in body["rules"].items()
    ]


def _action(report: Report, code: str) -> str:
    """Return what the rule did, where it did not destroy its rows."""
    action = RetentionAction(report.body.get("rule_actions", {}).get(code, RetentionAction.DELETE))
    return "" if action is RetentionAction.DELETE else ": " + _(DONE_LABELS[action])


def _kept(report: Report) -> Iterator[tuple[str, str]]:
    body, number = report.body, QLocale().toString
    for keeper, kept in sorted(body["kept_by_holds"].items(), key=lambda one: order(one[0])):
        rows = sum(kept.values()) + body["held_since"].get(keeper, 0)
        if keeper == RESTRICTED:
            yield _("Because it is restricted"), number(rows)
        else:
            yield _("By hold {number}").format(number=keeper), number(rows)
    if not_done := body["groups"].get("not_done", 0):
        yield _("Planned, and not carried out"), number(not_done)
    if by_hand := body["groups"]["kept_by_hand"]:
        yield _("Taken out by hand"), number(by_hand)


def _who(report: Report) -> list[tuple[str, str]]:
    body = report.body
    approved = one_line(report.name_of(body["approved_by"]), 60)
    if body["own_plan"]:
        approved = _("{name}, who also made the plan: the store has one team lead").format(
            name=approved
        )
    return [
        (_("As on"), day(body["as_of"])),
        (_("Planned by"), one_line(report.name_of(body["made_by"]), 60)),
        (_("Approved by"), approved),
        (_("Approved on"), _moment(body["approved_at"])),
        (_("Run by"), one_line(report.name_of(body["run_by"]), 60)),
        (_("Run on"), _moment(body["run_at"])),
    ]


def _moment(text: str | None) -> str:
    return "" if text is None else long_moment(moments.from_iso(text))
