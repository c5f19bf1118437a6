"""The policy file says what P-130 says, in both languages, and refuses to contradict itself."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.policy import (
    Period,
    PolicyError,
    RetentionAction,
    load_policy,
    parse_policy,
    policy_on,
    version_on,
)
from app.policy.register import ClockStart, add_months

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31))


@pytest.fixture
def source() -> str:
    return (files("resources") / "p130.toml").read_text("utf-8")


def test_document_control_is_the_document_s_own() -> None:
    document = load_policy().document
    assert (document.number, document.version, document.dated_on) == (
        "P-130",
        1,
        date(2022, 5, 19),
    )
    assert (document.author, document.classification) == ("P. van Nijen", "I) Vertrouwelijk")


def test_it_is_read_once() -> None:
    assert load_policy() is load_policy()


def test_what_applied_on_a_day_is_the_version_begun_last(source: str) -> None:
    later = source.replace("version = 1\n", "version = 2\n", 1)
    later = later.replace("effective_from = 2022-05-19", "effective_from = 2027-01-01")
    versions = [parse_policy(text) for text in (later, source)]
    for day, version in (
        (date(2020, 1, 1), 1),
        (date(2026, 12, 31), 1),
        (date(2027, 1, 1), 2),
        (date(2030, 1, 1), 2),
    ):
        assert version_on(versions, day).document.version == version
    with pytest.raises(PolicyError, match="two versions"):
        version_on([*versions, parse_policy(source)], date(2026, 1, 1))


def test_a_version_is_found_by_the_day_it_applied() -> None:
    assert policy_on(date(2026, 11, 23)) is load_policy()


def test_the_purposes_of_article_2_are_numbered_i_to_v() -> None:
    numbered = [p for p in load_policy().purposes.values() if p.numeral]
    assert [p.numeral for p in numbered] == ["I", "II", "III", "IV", "V"]
    assert {p.article for p in numbered} == {2}


def test_the_categories_are_the_closed_list() -> None:
    assert list(load_policy().categories) == [
        "account",
        "communication",
        "device",
        "log",
        "cookie",
        "request",
        "staff",
        "none",
    ]


def test_device_data_serves_the_four_uses_of_article_1_and_no_other() -> None:
    assert set(load_policy().categories["device"].purposes) == {
        "managed_equipment",
        "licences",
        "administration",
        "security",
    }


def test_each_kind_of_data_about_the_people_served_has_a_period() -> None:
    policy = load_policy()
    for category in policy.categories.values():
        assert bool(policy.retention_of(category.code)) == category.subject, category.code


def test_the_deadlines_are_ten_working_days_and_a_month_extendable_by_two() -> None:
    deadlines = load_policy().deadlines
    assert (deadlines.working_days, deadlines.statutory_months, deadlines.extension_months) == (
        10,
        1,
        2,
    )


def test_the_replaced_laws_name_their_successor_and_since_when() -> None:
    laws = load_policy().laws
    replaced = [law for law in laws.values() if law.replaced_by]
    assert {law.code for law in replaced} == {"wbp", "95/46"}
    assert {(law.replaced_by, law.replaced_on) for law in replaced} == {("avg", date(2018, 5, 25))}


def test_closed_tickets_go_after_two_years_and_tax_administration_stays_seven() -> None:
    rules = load_policy().retention
    tickets = rules["closed_tickets"]
    assert (tickets.starts, tickets.action) == (ClockStart.TICKET_CLOSED, RetentionAction.DELETE)
    assert tickets.period.after(date(2024, 2, 29)) == date(2026, 2, 28)
    assert [rule.code for rule in rules.values() if rule.obligation] == ["tax_administration"]


def test_what_shows_that_a_right_was_respected_lasts_as_long_as_a_claim() -> None:
    found = [rule for rule in load_policy().retention.values() if rule.limitation]
    assert [rule.code for rule in found] == ["request_records", "withdrawn_consents"]
    assert {rule.period.iso for rule in found} == {"P5Y"}


@pytest.mark.parametrize(
    ("shorter", "longer"), [("P23M", "P2Y"), ("P30D", "P1M"), ("P11M", "P365D"), ("P6D", "P1W")]
)
def test_periods_are_compared_by_how_long_they_last(shorter: str, longer: str) -> None:
    assert Period.parse(shorter).shorter_than(Period.parse(longer))
    assert not Period.parse(longer).shorter_than(Period.parse(shorter))
    assert not Period.parse("P12M").shorter_than(Period.parse("P1Y"))


def test_texts_come_in_both_languages() -> None:
    label = load_policy().categories["account"].label
    assert label("nl") == "Accountgegevens"
    assert label("en") == "Account details"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('category = "log"\nstarts', 'category = "gossip"\nstarts', "category of log_data|log"),
        ('starts = "log_written"', 'starts = "full_moon"', "full_moon"),
        ('period = "P6M"\naction = "delete"\nlabel.nl = "Log', 'period = "P0M"\naction = ', "P0M"),
        ('code = "understand"', 'code = "improve"', "twice: improve"),
        ('label.en = "Security"', 'label.en = ""', "empty text"),
        ('replaced_by = "avg"', 'replaced_by = "gdpr"', "unknown wbp"),
        ("format = 1", "format = 2", "unknown format"),
        ('number = "P-130"\n', "", "number"),
        ('privacy = "administratie@cne.nl"', 'privacy = "a@cne.nl"\nfax = "1"', "fax"),
        ('purposes = ["obligations", "administration"]', "purposes = []", "no purpose: request"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(
    source: str, old: str, new: str, complaint: str
) -> None:
    assert old in source
    if new.endswith("action = "):
        new += '"delete"\nlabel.nl = "Log'
    with pytest.raises(PolicyError, match=complaint):
        parse_policy(source.replace(old, new))


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [("P2Y", 24, 0), ("P6M", 6, 0), ("P1Y6M", 18, 0), ("P4W", 0, 28), ("P1M2W3D", 1, 17)],
)
def test_periods_are_read(text: str, months: int, days: int) -> None:
    assert Period.parse(text) == Period(months=months, days=days)


@pytest.mark.parametrize("text", ["", "P", "P0D", "2Y", "P-1Y", "PT5H", "P1D1Y", "P1Y ", "P1,5Y"])
def test_other_texts_are_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        Period.parse(text)


def test_a_month_later_in_a_shorter_month_is_its_last_day() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2023, 11, 30), 3) == date(2024, 2, 29)
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert add_months(date(2026, 1, 15), -1) == date(2025, 12, 15)


@settings(deadline=None, max_examples=300, database=None)
@given(DAYS, st.integers(0, 100), st.integers(0, 60))
def test_the_latest_start_is_over_and_the_day_after_is_not(
    end: date, months: int, days: int
) -> None:
    period = Period(months=months, days=days)
    start = period.latest_start(end)
    assert period.after(start) <= end < period.after(start + timedelta(days=1))
