"""A purge report as a PDF for people; the signed report itself travels inside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.documents.letters.compose import long_day
from app.documents.pdf import FONT, finish, open_pdf
from app.i18n import N_, _, current_language, ngettext
from app.model.keeper import RESTRICTED, order
from app.model.moments import office_zone
from app.model.page_search import left_out, renewal_told, verdict
from app.model.staff import ROLE_LABELS, Role
from app.policy import RetentionAction, load_policy

if TYPE_CHECKING:
    from fpdf import FPDF

ATTACHED = "purge-report.json"
_MARGIN = 20  # millimetres
_LINE = 5.2
_POINTS = 9.5


def to_pdf(body: dict[str, Any], signed: bytes, labels: Mapping[str, str]) -> bytes:
    """Return a PDF of what a report says, with ``signed``, the report as it was signed, attached.

    ``labels`` says what each table holds, in the reader's language. The same report gives the same
    bytes in the same language. What is to be verified is the signed report.
    """
    controller = load_policy().document.controller
    pdf = open_pdf(
        title=_("Purge report"),
        author=controller,
        language=current_language(),
        made_at=datetime.fromisoformat(body["run_at"]),
        margin=_MARGIN,
        breaks=True,
    )
    pdf.add_page()
    _write(pdf, controller, bold=True)
    _write(pdf, _("Purge report"), bold=True)
    for heading, lines in _sections(body, signed, labels):
        pdf.ln(_LINE)
        _write(pdf, heading, bold=True)
        for line in lines:
            _write(pdf, line)
    pdf.embed_file(basename=ATTACHED, bytes=signed, mime_type="application/json")
    return finish(pdf)


def _sections(
    body: dict[str, Any], signed: bytes, labels: Mapping[str, str]
) -> Iterator[tuple[str, list[str]]]:
    """Give each heading with its lines."""
    yield _("Who and when"), list(_who(body))
    yield _("Rules"), list(_rules(body))
    if not body["whole"]:
        yield (
            _("Not wholly carried out"),
            [_("The plan was ended before all of it was done. The counts below are what was.")],
        )
    groups = body["groups"]
    yield (
        _("What became of it"),
        [
            done_told(body),
            _(
                "Kept by a hold: {kept_by_hold}, because it is restricted: {kept_by_restriction}"
            ).format(**groups),
            _("Taken out by hand: {kept_by_hand}").format(**groups),
            *(
                [_("Planned, and not carried out: {not_done}").format(**groups)]
                if groups.get("not_done")  # a report of before it was counted has none
                else []
            ),
            _("The plan touched: people {people}, tickets {tickets}").format(**body["touched"]),
        ],
    )
    yield _("Destroyed by kind, with what went along"), _by_table(body["rows"], labels)
    blacked_out = _by_table(body["blacked_out"], labels)
    if blacked_out:
        yield _("Blacked out in other people's texts"), blacked_out
    yield _("What is left"), list(_after(body))
    yield (
        _("How to check this report"),
        [
            _("The signed report is attached as {name}. Save it and run:").format(name=ATTACHED),
            f"cne-helpdesk verify {ATTACHED}",
            f"SHA-256: {hashlib.sha256(signed).hexdigest()}",
        ],
    )


def along(groups: Mapping[str, int], rows: Mapping[str, int]) -> int:
    """Return how many rows went that no plan named: they belonged to one that it did.

    ``groups`` are a report's, ``rows`` those destroyed by table, which count both.
    """
    return max(0, sum(rows.values()) - groups["destroy"])


def along_told() -> str:
    """Say why a report counts more rows destroyed than the plan names."""
    return _(
        "A plan counts the rows that are due. What belongs to them goes along, such as a ticket's"
        " messages and files; the report counts it apart."
    )


def done_told(body: Mapping[str, Any]) -> str:
    """Say of a report how many rows of the plan were done, and how many others went with them."""
    groups, rules = body["groups"], body["rules"].values()
    done = _(
        "Of the plan's {planned} rows destroyed: {destroy}, made anonymous or blank: {anonymise}."
    )
    more = _("What belonged to them went along: {along} rows.")
    planned = sum(rule.get("planned", rule["rows"]) for rule in rules)
    return " ".join(
        (
            done.format(planned=planned, **groups),
            more.format(along=along(groups, body["rows"])),
        )
    )


def _by_table(counts: Mapping[str, int], labels: Mapping[str, str]) -> list[str]:
    return sorted(f"{labels[table]}: {count}" for table, count in counts.items())


def _who(body: dict[str, Any]) -> Iterator[str]:
    yield _("Plan: {digest}").format(digest=body["plan"])
    yield _("As of: {day}").format(
        day=long_day(date.fromisoformat(body["as_of"]), current_language())
    )
    yield _("Planned by {staff}").format(staff=_member(body, body["made_by"]))
    yield _("Approved by {staff}, {moment}").format(
        staff=_member(body, body["approved_by"]), moment=_when(body["approved_at"])
    )
    if body["own_plan"]:
        yield _("Planner and approver are the same: the store has one team lead.")
    yield _("Run by {staff}, {moment}").format(
        staff=_member(body, body["run_by"]), moment=_when(body["run_at"])
    )
    yield _("Audit trail: entry {number}, {digest}").format(
        number=body["audit_entry"], digest=body["audit_digest"]
    )


def _member(body: dict[str, Any], staff: int) -> str:
    """Return a member of staff by name, role and number; a report of before has the number alone.

    The audit trail has the number too, so that the name can be checked against it.
    """
    said = body.get("staff", {}).get(str(staff))
    if said is None:
        return _("staff member {number}").format(number=staff)
    return _("{name} ({role}, staff member {number})").format(
        name=said["name"], role=_(ROLE_LABELS[Role(said["role"])]), number=staff
    )


def _when(moment: str) -> str:
    """Return a moment as people at the office write it."""
    at = datetime.fromisoformat(moment).astimezone(office_zone())
    return f"{long_day(at.date(), current_language())}, {at:%H:%M}"


_DONE = {
    RetentionAction.DELETE: N_("destroyed"),
    RetentionAction.ANONYMISE: N_("made anonymous"),
    RetentionAction.BLANK: N_("fields blanked"),
}


def _rules(body: dict[str, Any]) -> Iterator[str]:
    policy = load_policy()
    for code, counts in body["rules"].items():
        label = policy.retention[code].label(current_language())
        version = body["rule_versions"][code]
        done = _(_DONE[RetentionAction(body.get("rule_actions", {}).get(code, "delete"))])
        yield _("{rule} (version {version}): {rows} {done}").format(
            rule=label, version=version, rows=counts["rows"], done=done
        )


def _after(body: dict[str, Any]) -> Iterator[str]:
    searched, size = body["residue"], body["size"]
    if searched:
        yield _("Pages searched: {pages} of {total}, for {values} destroyed values").format(
            pages=searched["pages"], total=searched["pages_total"], values=searched["values"]
        )
        if others := left_out(searched):
            yield others
        yield verdict(searched)
        if not searched["whole"]:
            yield _("Not every page was searched.")
    if not body["log_cut"]:
        yield _("The log could not be emptied: another program was reading the store.")
    if size and (not_renewed := renewal_told(size)):
        yield not_renewed
    if size and size["pages_after"] < size["pages_before"]:
        yield _("The store became smaller: {before} pages, now {after}").format(
            before=size["pages_before"], after=size["pages_after"]
        )
    numbers = ", ".join(map(str, body["holds"])) or _("none")
    yield _("Holds in force: {numbers}").format(numbers=numbers)
    yield from kept_told(body)
    yield from copies_told(body["backups_before"])


def kept_told(body: Mapping[str, Any]) -> Iterator[str]:
    """Say what the holds and the restrictions of people kept, before the run and during it."""
    for number, kept in sorted(body["kept_by_holds"].items(), key=lambda one: order(one[0])):
        planned = sum(kept.values())
        if number == RESTRICTED:
            rows = planned + body["held_since"].get(number, 0)
            yield ngettext(
                "Restrictions of people kept {count} row.",
                "Restrictions of people kept {count} rows.",
                rows,
            ).format(count=rows)
            continue
        if planned:
            yield ngettext(
                "Hold {number} kept {count} row out of the plan.",
                "Hold {number} kept {count} rows out of the plan.",
                planned,
            ).format(number=number, count=planned)
        if since := body["held_since"].get(number, 0):
            yield ngettext(
                "Hold {number}, placed after the plan was made, kept {count} row.",
                "Hold {number}, placed after the plan was made, kept {count} rows.",
                since,
            ).format(number=number, count=since)


def copies_told(backups: Mapping[str, Any] | None) -> Iterator[str]:
    """Say which copies of the store predate a purge; None is a report that did not look."""
    if backups is None:
        yield _("Backups that predate it: none known")
        return
    if removed := backups["removed"]:
        yield _("Older copies that the program had made, removed: {names}").format(
            names=", ".join(removed)
        )
    if left := backups["left"]:
        yield ngettext(
            "A copy beside the store predates it: it was written on {days}. Destroy it too.",
            "{count} copies beside the store predate it, written on {days}. Destroy them too.",
            len(left),
        ).format(count=len(left), days=", ".join(day[:10] for day in left))
    else:
        yield _(
            "Backups that predate it: none lies beside the store. Of copies elsewhere the program"
            " knows nothing."
        )


def _write(pdf: FPDF, text: str, *, bold: bool = False) -> None:
    from fpdf.enums import XPos, YPos  # noqa: PLC0415 - loaded with the engine above

    pdf.set_font(FONT, "B" if bold else "", _POINTS)
    pdf.multi_cell(0, _LINE, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
