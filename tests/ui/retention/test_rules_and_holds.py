"""Rules and holds are looked at by everybody; a lead changes and releases them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.policy import Period, load_policy
from app.workflows import holds, retention
from tests.ui.example_store import PASSPHRASE
from tests.ui.retention.conftest import LEFT, TECHNICIAN_PASSPHRASE, Office, offers, press
from ui.retention.hold_dialog import HoldDialog
from ui.retention.page import RetentionPage
from ui.retention.rule_dialog import RuleDialog
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.plain_label import PlainLabel
from ui.widgets.reason_dialog import ReasonDialog

RULE = "closed_tickets"


def says(widget: QWidget, text: str) -> bool:
    return any(text in label.text() for label in widget.findChildren(PlainLabel))


def pick(chooser: ChoiceButton, value: object) -> None:
    chooser.menu().aboutToShow.emit()
    next(a for a in chooser.menu().actions() if a.data() == value).trigger()


def show_rule(qtbot: QtBot, page: RetentionPage, code: str) -> None:
    qtbot.mouseClick(page.tabs["rules"], LEFT)
    page.rules.table.choose(code)
    qtbot.waitUntil(page.rules.pane.isVisible)


def rule(page: RetentionPage, code: str = RULE) -> retention.Rule:
    return next(one for one in retention.rules(page.context.session) if one.code == code)


def is_active(page: RetentionPage, active: bool) -> bool:
    return rule(page).active is active


def test_every_rule_of_the_policy_is_shown_with_its_ground(qtbot: QtBot, office: Office) -> None:
    page = office.enter(TECHNICIAN_PASSPHRASE)
    policy = load_policy().retention
    assert page.rules.table.rowCount() == len(policy)
    for code, one in policy.items():
        show_rule(qtbot, page, code)
        qtbot.waitUntil(partial(says, page.rules.pane, one.ground.en))
    qtbot.waitUntil(lambda: says(page.rules.pane, "This store keeps no such data"))


def test_a_lead_changes_a_period_with_a_reason_and_the_version_is_shown(
    qtbot: QtBot, office: Office
) -> None:
    page = office.enter(PASSPHRASE)
    show_rule(qtbot, page, RULE)
    press(qtbot, page.rules.pane, "Change this rule…")
    dialog = page.rules.dialog
    assert isinstance(dialog, RuleDialog)
    qtbot.waitUntil(dialog.isVisible)
    assert (dialog.number.value(), dialog.unit.value) == (2, "years")
    assert not dialog.submit.isEnabled()
    dialog.number.selectAll()
    qtbot.keyClicks(dialog.number, "30")
    pick(dialog.unit, "months")
    assert dialog.warning.isVisible()
    assert not dialog.submit.isEnabled()  # without a reason
    qtbot.keyClicks(dialog.reason, "an agreement with the works council")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.rules.dialog is None)
    assert (rule(page).period, rule(page).version) == (Period(30, 0), 1)
    qtbot.waitUntil(lambda: says(page.rules.pane, "Version 1: 2 years, 6 months"))
    qtbot.waitUntil(lambda: says(page.rules.pane, "an agreement with the works council"))
    qtbot.waitUntil(lambda: says(page.rules.pane, "Kept longer than the policy says"))
    assert says(page.rules.pane, "The policy, for 2 years: ")


def test_a_lead_stops_a_rule_and_starts_it_again(qtbot: QtBot, office: Office) -> None:
    page = office.enter(PASSPHRASE)
    show_rule(qtbot, page, RULE)
    for text, action, active in (
        ("Stop this rule…", "Stop", False),
        ("Start this rule…", "", True),
    ):
        qtbot.waitUntil(partial(offers, page.rules.pane, text))
        press(qtbot, page.rules.pane, text)
        dialog = page.rules.dialog
        assert isinstance(dialog, ReasonDialog)
        qtbot.waitUntil(dialog.isVisible)
        assert not dialog.submit.isEnabled()
        assert action in dialog.submit.text()
        qtbot.keyClicks(dialog.reason, "a merger is under way")
        qtbot.mouseClick(dialog.submit, LEFT)
        qtbot.waitUntil(partial(is_active, page, active))


def test_a_technician_changes_no_rule_and_releases_no_hold(qtbot: QtBot, office: Office) -> None:
    office.work(lambda session: holds.add(session, "ticket", office.old.tickets[0], "dispute"))
    page = office.enter(TECHNICIAN_PASSPHRASE)
    show_rule(qtbot, page, RULE)
    assert not offers(page.rules.pane, "Change this rule…")
    qtbot.waitUntil(lambda: says(page.rules.pane, "A team lead can change this rule."))
    qtbot.mouseClick(page.tabs["holds"], LEFT)
    qtbot.waitUntil(lambda: page.holds.table.rowCount() == 1)
    page.holds.table.selectRow(0)
    assert not offers(page.holds.pane, "Release…")
    qtbot.waitUntil(lambda: says(page.holds.pane, "A team lead can release this hold."))


def open_hold_dialog(qtbot: QtBot, page: RetentionPage) -> HoldDialog:
    qtbot.mouseClick(page.tabs["holds"], LEFT)
    qtbot.mouseClick(page.place, LEFT)
    dialog = page.holds.dialog
    assert isinstance(dialog, HoldDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_a_hold_is_placed_on_a_ticket_with_its_days_and_released(
    qtbot: QtBot, office: Office
) -> None:
    page = office.enter(PASSPHRASE)
    dialog = open_hold_dialog(qtbot, page)
    qtbot.keyClicks(dialog.which, "CNE-2023-000099")
    qtbot.waitUntil(lambda: "Nothing is named so" in dialog.found.text())
    qtbot.keyClicks(dialog.ground, "dispute over an invoice")
    assert not dialog.submit.isEnabled()
    dialog.which.clear()
    qtbot.keyClicks(dialog.which, "cne-2023-000001")
    qtbot.waitUntil(lambda: "Printer geeft strepen" in dialog.found.text())
    qtbot.keyClicks(dialog.until, "soon")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(dialog.messages.isVisible)
    dialog.until.clear()
    qtbot.keyClicks(dialog.until, "31-12-2030")
    qtbot.keyClicks(dialog.review, "1-6-2029")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.holds.table.rowCount() == 1)
    (hold,) = holds.listed(page.context.session)
    assert (hold.row, hold.until_on, hold.review_on) == (
        office.old.tickets[0],
        "2030-12-31",
        "2029-06-01",
    )
    page.holds.table.selectRow(0)
    qtbot.waitUntil(lambda: says(page.holds.pane, "dispute over an invoice"))
    press(qtbot, page.holds.pane, "Release…")
    qtbot.waitUntil(lambda: says(page.holds.pane, "Released: it keeps nothing any more."))
    assert not offers(page.holds.pane, "Release…")


def test_a_hold_is_placed_on_a_person_and_on_a_search(qtbot: QtBot, office: Office) -> None:
    page = office.enter(TECHNICIAN_PASSPHRASE)  # keeping is no lead's privilege
    dialog = open_hold_dialog(qtbot, page)
    pick(dialog.kind, "person")
    qtbot.keyClicks(dialog.person.line, "persoon a")
    qtbot.waitUntil(lambda: dialog.person.found.count() == 1)
    dialog.person.found.itemClicked.emit(dialog.person.found.item(0))
    qtbot.keyClicks(dialog.ground, "claim")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.holds.table.rowCount() == 1)
    dialog = open_hold_dialog(qtbot, page)
    pick(dialog.kind, "search")
    qtbot.keyClicks(dialog.which, "status:nonsense")
    qtbot.waitUntil(lambda: dialog.found.property("tone") == "danger")
    dialog.which.clear()
    qtbot.keyClicks(dialog.which, "wachtwoord")
    qtbot.waitUntil(lambda: "2 tickets now" in dialog.found.text())
    qtbot.keyClicks(dialog.ground, "recall by the maker")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.holds.table.rowCount() == 2)
    on = [(one.hold.table, one.label) for one in holds.described(page.context.session)]
    assert on == [("search", "wachtwoord"), ("person", "Oud Persoon a")]


def test_a_hold_on_an_organisation_or_device_is_found_by_its_name(
    qtbot: QtBot, office: Office
) -> None:
    from app.workflows import organisations, people  # noqa: PLC0415 - only here

    office.work(
        lambda session: people.add(
            session, display_name="Els", email="els@example.org", organisation="Zorggroep Het Baken"
        )
    )
    page = office.enter(PASSPHRASE)
    dialog = open_hold_dialog(qtbot, page)
    pick(dialog.kind, "organisation")
    qtbot.keyClicks(dialog.which, "zorggroep het baken")
    qtbot.waitUntil(lambda: dialog.found.text() == "Zorggroep Het Baken")
    pick(dialog.kind, "device")
    assert dialog.meant is None
    dialog.which.clear()
    qtbot.keyClicks(dialog.which, "laptop 12")
    qtbot.waitUntil(lambda: dialog.found.text() == "Laptop 12")
    qtbot.keyClicks(dialog.ground, "claim")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.holds.table.rowCount() == 1)
    assert organisations.count(page.context.session) == 1


def test_the_start_page_reminds_of_what_is_due_and_leads_to_it(
    qtbot: QtBot, office: Office
) -> None:
    from ui.start.page import StartPage  # noqa: PLC0415 - only here

    today = retention.today()
    office.work(
        lambda session: holds.add(session, "ticket", office.old.tickets[0], "dispute", review=today)
    )
    office.enter(TECHNICIAN_PASSPHRASE)
    assert office.window is not None
    workspace = office.window.workspace
    assert workspace is not None
    workspace.go("start")
    page = workspace.page("start")
    assert isinstance(page, StartPage)
    qtbot.waitUntil(lambda: page.tiles["purge"].number.text() == "15")
    qtbot.waitUntil(lambda: says(page.purge, "is to be looked at again"))
    qtbot.waitUntil(lambda: offers(page.purge, "Hold 1"))
    press(qtbot, page.purge, "Hold 1")
    qtbot.waitUntil(lambda: workspace.place is not None and workspace.place.page == "retention")
    shown = workspace.page("retention")
    assert isinstance(shown, RetentionPage)
    assert shown.tab == "holds"
    workspace.go("start")
    qtbot.mouseClick(page.tiles["purge"], LEFT)
    assert shown.tab == "purges"
