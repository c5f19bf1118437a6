"""``purge``: a frozen plan, its approval, and execution of exactly that plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import note, print_json, print_table, print_text, progress
from app.cli.parameters import FILE, OUT, day, text
from app.cli.residue import note_copy_owed, print_residue
from app.documents.purge_report import along_told, copies_told, done_told, kept_told
from app.errors import KnownError
from app.i18n import _
from app.model.moments import parse_id
from app.model.ticket import parse_number
from app.policy import ClockStart, Period, RetentionAction
from app.workflows import destruction, retention
from app.workflows import purge as workflow
from app.workflows.purge import Exempt, Plan, preview
from app.workflows.retention import Change, policy_rules
from app.workflows.session import Session


@click.group(help=_("Plan, approve and run a retention purge."))
def purge() -> None:
    """Hold the commands about purges."""


def _period(
    _context: click.Context, _parameter: click.Parameter, given: str | None
) -> Period | None:
    try:
        return Period.parse(given) if given else None
    except ValueError:
        raise click.BadParameter(_("write it as P2Y, P6M or P4W")) from None


def _read_exempt(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[Exempt, ...]:
    return tuple(map(_exempt, given))


def _exempt(given: str) -> Exempt:
    what, _equals, reason = given.partition("=")
    table, _colon, which = what.partition(":")
    row = parse_number(which) if table == "ticket" else None
    row = parse_id(which) if row is None else row
    if row is None or not reason.strip():
        raise click.BadParameter(_("write it as TABLE:ID=REASON"))
    return Exempt(table, row, reason)


@purge.command(help=_("Work out what the retention rules have reached, and freeze it in a plan."))
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="R",
    help=_("Only this rule; may be given again. Else all: {rules}.").format(
        rules=", ".join(rule.code for rule in policy_rules())
    ),
)
@click.option("--as-of", type=day, metavar="DATE", help=_("As on this day; else today."))
@click.option(
    "--except",
    "exempt",
    multiple=True,
    metavar="TABLE:ID=REASON",
    callback=_read_exempt,
    help=_("Take a row out, as ticket:CNE-2024-000012=REASON; the reason names nobody."),
)
@click.option(
    "--meant",
    multiple=True,
    type=click.IntRange(min=1),
    metavar="PERSON",
    help=_("Black out the uncertain names that the plan proposes for this person's id."),
)
@click.option("--renew", type=FILE, metavar="OLD", help=_("Make this outdated plan anew."))
@click.option("--out", type=OUT, required=True, metavar="PLAN", help=_("The plan to write."))
@json_option
@invocation
def plan(
    run: Invocation,
    rules: tuple[str, ...],
    as_of: date | None,
    exempt: tuple[Exempt, ...],
    *,
    meant: tuple[int, ...],
    renew: Path | None,
    out: Path,
) -> None:
    """Plan a purge."""
    if out.exists():
        raise KnownError(
            "file_exists",
            _("There is a file with the plan's name already."),
            _("Nothing was planned: it may hold a plan that was approved. Choose another name."),
        )
    if renew and (rules or as_of or exempt or meant):
        raise click.UsageError(_("--renew takes rules, day and exceptions from the old plan."))
    with run.session() as session:
        if renew:
            made = workflow.renew(session, workflow.read(session, renew))
        else:
            made = workflow.plan(session, rules, as_of, exempt, meant)
        workflow.write(session, made, out)
        _print_plan(run, session, made, out)


@purge.command(help=_("Approve PLAN with a team lead's signature, written into its file."))
@click.argument("file", metavar="PLAN", type=FILE)
@click.option("--reason", type=text, default="", help=_("Why you approve a plan of your own."))
@click.option(
    "--rows",
    type=click.IntRange(min=0),
    metavar="N",
    help=_("How many rows you approve; refused when the plan holds another number."),
)
@json_option
@invocation
def approve(run: Invocation, file: Path, reason: str, rows: int | None) -> None:
    """Approve a plan."""
    with run.session() as session:
        approved = workflow.approve(session, file, reason, rows=rows)
        _print_plan(run, session, approved, file)


def _print_plan(run: Invocation, session: Session, found: Plan, file: Path) -> None:
    if run.json:
        print_json(
            {
                "plan": str(file),
                "digest": found.digest,
                "as_of": found.body["as_of"],
                "approved": found.approval is not None,
                "counts": found.counts,
                "groups": found.groups,
                "categories": found.by_category,
                "touched": found.body["touched"],
                "exempt": found.body["exempt"],
                "proposed": found.body["proposed"],
                "meant": found.body["meant"],
                "total": found.total,
            }
        )
        return
    print_table(
        (_("Rule"), _("Rows"), _("Kept"), _("Taken out")),
        [(code, *count.values()) for code, count in found.counts.items()],
    )
    touched = found.body["touched"]
    print_text(
        _(
            "To destroy: {destroy}, to make anonymous or blank: {anonymise}, of {people} people"
        ).format(**found.groups, people=touched["people"])
    )
    if found.total:
        note(along_told())
    if found.twice:
        note(_("Due by two rules, and gone once, by the first: {count}").format(count=found.twice))
    if found.body["proposed"]:
        print_table(
            (_("Person"), _("Name"), _("Black out"), _("Texts"), _("For example")),
            [
                (
                    one.person,
                    one.name,
                    _("yes") if one.meant else _("no"),
                    one.texts,
                    " | ".join(one.excerpts),
                )
                for one in preview.of(session, found).proposals
            ],
            last_whole=True,
        )
        note(_("Names that may mean these people stay, but for those given with --meant."))
    print_text(_("Plan {file}, digest {digest}").format(file=file, digest=found.digest))
    if not found.total:
        note(_("Nothing is due by these rules that may go: there is nothing to approve or run."))
    elif found.approval is None:
        note(_("Nothing was destroyed. A team lead approves the plan, then it can be run."))
    else:
        note(_("The plan is approved; nothing was destroyed yet. Now it can be run."))


@purge.command("run", help=_("Carry out exactly the approved PLAN and write the signed report."))
@click.argument("file", metavar="PLAN", type=FILE)
@click.option("--report", type=OUT, required=True, metavar="FILE", help=_("The report to write."))
@click.option("--pdf", type=OUT, metavar="FILE", help=_("The same report for people to read."))
@click.option(
    "--end-here",
    is_flag=True,
    help=_("Destroy nothing more of a plan that was begun; report what was destroyed."),
)
@json_option
@invocation
def run_(run: Invocation, file: Path, report: Path, pdf: Path | None, *, end_here: bool) -> None:
    """Run a plan."""
    with run.session() as session, progress() as count:
        body, _changes = workflow.run(session, file, report, count, pdf=pdf, end_here=end_here)
    note_copy_owed(body)
    if run.json:
        print_json(
            {
                "digest": body["plan"],
                "counts": body["rows"],
                "blacked_out": body["blacked_out"],
                "rules": body["rules"],
                "along": body["along"],
                "residue": body["residue"],
                "size": body["size"],
                "report": str(report),
            }
        )
        destruction.require_none_left(body["residue"])
        return
    print_table((_("Table"), _("Rows destroyed")), sorted(body["rows"].items()))
    print_text(done_told(body))
    if not body["whole"]:
        print_text(_("Planned, and not carried out: {not_done}").format(**body["groups"]))
    print_text(_("Report {file} on plan {digest}").format(file=report, digest=body["plan"]))
    for line in (*kept_told(body), *copies_told(body["backups_before"])):
        print_text(line)
    print_residue(body["residue"])
    destruction.require_none_left(body["residue"])


@purge.command("print", help=_("Write the signed REPORT as a PDF, with the report inside it."))
@click.argument("report", metavar="REPORT", type=FILE)
@click.option("--out", type=OUT, required=True, metavar="PDF", help=_("The PDF to write."))
@json_option
@invocation
def print_(run: Invocation, report: Path, out: Path) -> None:
    """Write a report as a PDF."""
    with run.session() as session:
        workflow.to_pdf(session, report, out)
    if run.json:
        print_json({"report": str(report), "pdf": str(out)})
    else:
        print_text(_("Report {file}").format(file=out))


@purge.command("rules", help=_("List the retention rules as they stand."))
@json_option
@invocation
def rules_(run: Invocation) -> None:
    """List rules."""
    with run.session() as session:
        _print_rules(run, session)


@purge.command("rule", help=_("Change the rule R, by a version that is kept; a team lead only."))
@click.argument("code", metavar="R", type=text)
@click.option("--period", metavar="P", help=_("How long, as P2Y, P6M or P4W."), callback=_period)
@click.option(
    "--action",
    type=click.Choice([one.value for one in RetentionAction]),
    help=_("What happens then, as far as the data allows it."),
)
@click.option(
    "--clock",
    type=click.Choice([one.value for one in ClockStart]),
    help=_("What starts the clock, where the data knows more than one."),
)
@click.option("--ground", type=text, help=_("Why it is so; empty for the policy's ground."))
@click.option("--stop/--start", default=None, help=_("Leave it out of purges, or take it up."))
@click.option("--reason", type=text, required=True, help=_("Why; kept with the rule."))
@json_option
@invocation
def rule(
    run: Invocation,
    code: str,
    *,
    period: Period | None,
    action: str | None,
    clock: str | None,
    ground: str | None,
    stop: bool | None,
    reason: str,
) -> None:
    """Change a rule."""
    wanted = Change(
        period=period,
        starts=ClockStart(clock) if clock else None,
        action=RetentionAction(action) if action else None,
        ground=ground,
        active=None if stop is None else not stop,
    )
    with run.session() as session:
        retention.change(session, code, reason, wanted)
        _print_rules(run, session)


def _print_rules(run: Invocation, session: Session) -> None:
    found = [
        {
            "rule": one.rule.code,
            "version": one.rule.version,
            "period": one.rule.period.iso,
            "active": one.rule.active,
            "clock": one.rule.starts.value,
            "action": one.rule.action.value,
            "possible_clocks": [clock.value for clock in one.rule.clocks],
            "possible_actions": [action.value for action in one.rule.actions],
            "category": one.rule.policy.category,
            "ground": one.rule.ground,
            "reason": one.rule.reason,
            "due": one.going if one.rule.active else 0,
            "kept": None if one.unsure else one.kept,  # a plan alone counts them
        }
        for one in retention.reached(session, retention.today())
    ]
    if run.json:
        print_json({"rules": found})
        return
    print_table(
        (
            _("Rule"),
            _("Version"),
            _("Counted from"),
            _("Period"),
            _("Action"),
            _("In force"),
            _("To purge"),
            _("Kept"),
        ),
        [
            (
                one["rule"],
                one["version"],
                one["clock"],
                one["period"],
                one["action"],
                _("yes") if one["active"] else _("no"),
                one["due"],
                "?" if one["kept"] is None else one["kept"],
            )
            for one in found
        ],
    )


COMMANDS = {"purge": purge}
