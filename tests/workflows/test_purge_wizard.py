"""What is looked at is what is frozen, and a plan is opened at the step that is next."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import Cancelled, KnownError
from app.model.subject_request import Decision, Ground, RequestKind
from app.model.ticket import Status, format_number
from app.store import audit
from app.workflows import holds, people, purge, requests, retention, tickets
from app.workflows.purge import Approver, Exempt, Stage, State, known, preview, wizard
from app.workflows.purge.preview import Group
from app.workflows.purge.wizard import Step, Wish
from app.workflows.requests import third_parties
from app.workflows.session import Session, unlock
from tests.conftest import Clock
from tests.store.raw import data_rows
from tests.ui.retention.old_store import Old, fill_old
from tests.workflows.conftest import LEAD_PASSPHRASE, TECHNICIAN_PASSPHRASE


def no_stage(_stage: Stage) -> None:
    """Tell nobody."""


def no_progress(_done: int, _total: int | None) -> None:
    """Report to nobody."""


@pytest.fixture
def old(session: Session) -> Old:
    return fill_old(session)


def audited(session: Session, action: str) -> int:
    with session.store.read() as connection:
        return sum(entry.action == action for entry in audit.entries(connection))


def test_looking_changes_nothing_and_what_was_seen_is_frozen(
    session: Session, old: Old, tmp_path: Path
) -> None:
    with session.store.read() as connection:
        before = data_rows(connection)
    seen = wizard.look(session, Wish())
    with session.store.read() as connection:
        assert data_rows(connection) == before
    tickets.add_note(session, old.tickets[0], "meanwhile")  # after the look
    opened, changes = wizard.freeze(session, seen.plan, (old.closed,), tmp_path / "plan")
    assert changes.holds
    assert {**opened.plan.body, "meant": []} == seen.plan.body
    assert opened.plan.meant.keys() == {old.closed}
    assert opened.outdated is not None  # it is told at once, and not when it is run
    assert format_number(old.tickets[0]) in opened.outdated.message


def test_a_draft_that_was_not_frozen_cannot_be_opened(
    session: Session, old: Old, tmp_path: Path
) -> None:
    assert old.tickets
    seen = wizard.look(session, Wish())
    frozen, _ = wizard.freeze(session, seen.plan, (), tmp_path / "plan")
    text = (tmp_path / "plan").read_text().replace(frozen.plan.body["made_at"], "2020-01-01")
    (tmp_path / "plan").write_text(text)
    with pytest.raises(KnownError):
        wizard.opened(session, tmp_path / "plan")


def test_a_preview_counts_three_groups_and_says_why_rows_stay(session: Session, old: Old) -> None:
    number, _ = holds.add(session, "ticket", old.tickets[0], "dispute over an invoice")
    exempt = (Exempt("ticket", old.tickets[1], "asked by the auditor"),)
    seen = wizard.look(session, Wish(exempt=exempt))
    (gone,) = (line for line in seen.of(Group.DESTROY) if line.rule == "closed_tickets")
    (held,) = seen.of(Group.HELD)
    (taken_out,) = seen.of(Group.EXEMPT)
    (anonymous,) = seen.of(Group.ANONYMISE)
    assert (gone.rows, gone.category, gone.table) == (10, "communication", "ticket")
    assert (held.rows, held.hold, held.why) == (1, number, "dispute over an invoice")
    assert (taken_out.rows, taken_out.why) == (1, "asked by the auditor")
    assert (anonymous.rule, anonymous.rows) == ("device_owners", 1)
    assert seen.kept == 2
    assert [line.group for line in seen.lines] == sorted(
        (line.group for line in seen.lines), key=list(Group).index
    )
    assert preview.ids(seen.plan, held) == [old.tickets[0]]
    assert preview.ids(seen.plan, taken_out) == [old.tickets[1]]
    assert wizard.wish_of(seen.plan).exempt == exempt


def test_the_rows_behind_a_count_come_in_pages_and_are_found_by_any_piece(
    session: Session, old: Old
) -> None:
    seen = wizard.look(session, Wish(("closed_tickets",)))
    (line,) = seen.lines

    def pages(find: str, limit: int) -> list[int]:
        found: list[int] = []
        after = None
        while True:
            page = preview.page(session, seen.plan, line, find, after=after, limit=limit)
            found += page.ids
            if page.next is None:
                return found
            after = page.next

    assert pages("", 5) == old.tickets
    assert pages("WACHTWOORD", 1) == [old.tickets[1], old.tickets[7]]
    assert pages(format_number(old.tickets[4]), 5) == [old.tickets[4]]
    assert pages("persoon b", 2) == old.tickets[1::3]
    assert pages("nobody", 5) == []
    row = preview.rows(session, line, old.tickets[:1])[old.tickets[0]]
    assert (row.whose, row.opens) == ("Oud Persoon a", ("ticket", old.tickets[0]))


@pytest.mark.parametrize("rule", [rule.code for rule in retention.policy_rules()])
def test_each_rule_can_be_looked_at_row_by_row(session: Session, clock: Clock, rule: str) -> None:
    old = fill_old(session)
    clock.set("2019-01-09T08:00:00")
    person, _ = people.add(session, display_name="Els Vroeger", email="els@example.nl")
    given, _ = third_parties.consent(session, person, recipient="Leverancier", purpose="service")
    third_parties.withdraw(session, given)
    request, _ = requests.new(session, RequestKind.ACCESS, person)
    requests.decide(session, request.number, Decision.REFUSED, [Ground.IDENTITY])
    requests.close(session, request.number)
    with session.store.write() as connection:
        connection.execute(
            "INSERT INTO import_batch (id, kind, at) VALUES (1, 'devices', 1500000000)"
        )
        connection.execute(
            "INSERT INTO import_row (id, batch_id, table_name, row_id, version, before_image)"
            " VALUES (1, 1, 'device', 1, 1, '{}')"
        )
    clock.set("2026-11-23T08:00:00")
    seen = wizard.look(session, Wish((rule,)))
    assert seen.lines, old
    for line in seen.lines:
        shown = preview.rows(session, line, preview.ids(seen.plan, line))
        assert len(shown) == line.rows
        assert all(row.since for row in shown.values())


def test_a_withdrawn_consent_goes_after_its_years_and_a_standing_one_stays(
    session: Session, clock: Clock, tmp_path: Path
) -> None:
    clock.set("2019-01-09T08:00:00")
    person, _ = people.add(session, display_name="Els Vroeger", email="els@example.nl")
    gone, _ = third_parties.consent(session, person, recipient="Leverancier", purpose="service")
    stays, _ = third_parties.consent(session, person, recipient="Verhuurder", purpose="service")
    third_parties.withdraw(session, gone)
    clock.set("2023-11-23T08:00:00")
    assert wizard.look(session, Wish(("withdrawn_consents",))).plan.total == 0
    clock.set("2026-11-23T08:00:00")
    seen = wizard.look(session, Wish(("withdrawn_consents",)))
    file = tmp_path / "plan"
    wizard.freeze(session, seen.plan, (), file)
    purge.approve(session, file, "alone")
    purge.run(session, file, tmp_path / "report")
    assert [one.id for one in third_parties.consents(session, person)] == [stays]


def test_an_uncertain_name_is_shown_in_its_surroundings(session: Session, old: Old) -> None:
    seen = wizard.look(session, Wish(("closed_accounts",)))
    (one,) = seen.proposals
    assert (one.person, one.name, one.texts, one.meant) == (old.closed, "Jan Jansen", 1, False)
    assert one.excerpts == ("Jan Jansen belde: zijn kastje gaat niet open.",)


def test_a_held_text_is_not_proposed(session: Session, old: Old) -> None:
    holds.add(session, "ticket", old.recent, "dispute")
    assert wizard.look(session, Wish(("closed_accounts",))).proposals == ()


def test_a_plan_is_opened_at_the_step_that_is_next(
    session: Session, old: Old, tmp_path: Path, technician: Callable[[], Session]
) -> None:
    file = tmp_path / "plan"
    seen = wizard.look(session, Wish(("closed_tickets",)))
    opened, _ = wizard.freeze(session, seen.plan, (), file)
    assert (opened.step, opened.state, opened.may) == (
        Step.APPROVAL,
        State.PLANNED,
        Approver.ALONE,
    )
    unapproved = file.read_bytes()
    bram = technician()
    assert wizard.opened(bram, file).may is Approver.LEAD
    bram.close()
    lead = unlock(session.folder, LEAD_PASSPHRASE)
    opened, _ = wizard.approve(lead, file, 12, LEAD_PASSPHRASE, "alone")
    assert (opened.step, opened.state, opened.approved_by) == (
        Step.RUN,
        State.APPROVED,
        opened.made_by,
    )
    copy = tmp_path / "copy"
    copy.write_bytes(unapproved)
    assert wizard.opened(lead, copy).step is Step.APPROVAL

    def stop(_done: int, _total: int | None) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        wizard.carry_out(
            lead, wizard.opened(lead, file), tmp_path / "report.json", stop, told=no_stage
        )
    assert wizard.opened(lead, file).state is State.BEGUN
    stages: list[Stage] = []
    report, changes = wizard.carry_out(
        lead,
        wizard.opened(lead, file),
        tmp_path / "report.json",
        no_progress,
        told=stages.append,
    )
    assert changes.everything
    assert stages == list(Stage)
    assert report.body["rows"]["ticket"] == len(old.tickets)
    assert report.name_of(report.body["run_by"]) == lead.member.name
    assert report.body["staff"] == {str(lead.member.id): {"name": lead.member.name, "role": "lead"}}
    assert (tmp_path / "report.pdf").exists()
    (one,) = known.listed(lead)
    assert (one.state, one.plan, one.report, one.pdf) == (
        State.FINISHED,
        file,
        tmp_path / "report.json",
        tmp_path / "report.pdf",
    )
    assert wizard.opened(lead, file).step is Step.REPORT
    known.forget(lead, one.digest)
    assert known.listed(lead) == ()
    assert audited(lead, "purge_finished") == 1
    lead.close()


def test_a_plan_is_not_run_twice_at_once(session: Session, old: Old, tmp_path: Path) -> None:
    file = tmp_path / "plan"
    wizard.freeze(session, wizard.look(session, Wish(("closed_tickets",))).plan, (), file)
    purge.approve(session, file, "alone")
    opened = wizard.opened(session, file)
    waits, may_go = threading.Event(), threading.Event()

    def wait(_done: int, _total: int | None) -> None:
        waits.set()
        assert may_go.wait(10)

    first = threading.Thread(
        target=lambda: wizard.carry_out(session, opened, tmp_path / "a", wait, told=no_stage)
    )
    first.start()
    assert waits.wait(10)
    with pytest.raises(KnownError, match="already_running"):
        wizard.carry_out(session, opened, tmp_path / "b", no_progress, told=no_stage)
    assert not (tmp_path / "b").exists()
    may_go.set()
    first.join(30)
    assert tickets.rows(session, old.tickets) == {}


def test_a_technicians_approval_and_run_are_refused_below_the_window(
    session: Session, old: Old, tmp_path: Path, technician: Callable[[], Session]
) -> None:
    file = tmp_path / "plan"
    wizard.freeze(session, wizard.look(session, Wish()).plan, (), file)
    bram = technician()
    with pytest.raises(KnownError, match="lead_needed"):
        wizard.approve(bram, file, 1, TECHNICIAN_PASSPHRASE, "")
    with pytest.raises(KnownError, match="lead_needed"):
        wizard.carry_out(
            bram, wizard.opened(bram, file), tmp_path / "report", no_progress, told=no_stage
        )
    assert len(tickets.rows(bram, old.tickets)) == len(old.tickets)
    bram.close()


def test_a_reopened_ticket_is_left_out_of_the_plan_made_anew(
    session: Session, old: Old, tmp_path: Path
) -> None:
    file = tmp_path / "plan"
    exempt = (Exempt("ticket", old.tickets[1], "asked by the auditor"),)
    wish = Wish(("closed_tickets",), exempt=exempt)
    wizard.freeze(session, wizard.look(session, wish).plan, (), file)
    version = tickets.get(session, old.tickets[0]).row.version
    tickets.set_status(session, old.tickets[0], Status.OPEN, version)
    opened = wizard.opened(session, file)
    assert opened.outdated is not None
    assert wizard.is_outdated(opened.outdated)
    anew = wizard.look_anew(session, opened.plan)
    assert [row for row, _version in anew.plan.body["rules"][0]["rows"]] == old.tickets[2:]
    assert wizard.wish_of(anew.plan).exempt == exempt
