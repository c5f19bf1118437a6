"""The query language: what each term means, what is refused and where, and what is offered."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.moments import from_iso, start_of_day
from app.model.query_completion import complete
from app.model.query_days import FIRST_DAY
from app.model.ticket import UNFINISHED, Channel, Priority, Status, ticket_id
from app.model.ticket_query import (
    MAX_LENGTH,
    QueryError,
    due_window,
    format_query,
    parse,
)
from app.model.ticket_query_words import CHOICES, FIELD_NAMES, ME, NONE, Answered, Due, Field
from app.model.ticket_terms import NumberTerm, PeriodTerm, Term, TextTerm, TicketQuery, ValueTerm

NOW = from_iso("2026-11-23T08:15:00Z")


def one(text: str, *, typing: bool = False) -> Term:
    (term,) = parse(text, now=NOW, typing=typing).terms
    return term


def day(text: str) -> int:
    return start_of_day(date.fromisoformat(text))


def refused(text: str, *, typing: bool = False) -> QueryError:
    with pytest.raises(QueryError) as caught:
        parse(text, now=NOW, typing=typing)
    assert caught.value.code == "query"
    return caught.value


def marked(text: str) -> str:
    error = refused(text)
    return text[error.position : error.position + error.length]


def test_an_empty_query_has_no_terms() -> None:
    assert parse(" \t ", now=NOW) == TicketQuery(())


def test_the_example_of_the_manual_reads_as_meant() -> None:
    query = parse(
        'status:open assignee:me tag:vpn device:35 before:2026-01-01 "exact words" -not', now=NOW
    )
    assert query.terms == (
        ValueTerm(Field.STATUS, ("open",)),
        ValueTerm(Field.ASSIGNEE, (ME,)),
        ValueTerm(Field.TAG, ("vpn",)),
        ValueTerm(Field.DEVICE, ("35",)),
        PeriodTerm(Field.CREATED, None, day("2026-01-01")),
        TextTerm("exact words"),
        TextTerm("not", negated=True),
    )


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("vpn", TextTerm("vpn")),
        ("vpn*", TextTerm("vpn", prefix=True)),
        ('"exact wor"*', TextTerm("exact wor", prefix=True)),
        ('"  exact \n words "', TextTerm("exact words")),
        ('"zei ""nee"" toen"', TextTerm('zei "nee" toen')),
        ("„exacte woorden”", TextTerm("exacte woorden")),
        ("“exacte woorden”", TextTerm("exacte woorden")),
        ("(wi-fi),", TextTerm("wi-fi")),
        ('24"', TextTerm("24")),
        ("-'s", TextTerm("s", negated=True)),
        ("re\u0301sume\u0301", TextTerm("résumé")),
        ("status:OPEN", ValueTerm(Field.STATUS, ("open",))),
        ("Status:Nieuw,gesloten", ValueTerm(Field.STATUS, ("new", "closed"))),
        ("status:open,open", ValueTerm(Field.STATUS, ("open",))),
        ("status:waiting", ValueTerm(Field.STATUS, ("waiting_person", "waiting_third_party"))),
        ("status:wachten", ValueTerm(Field.STATUS, ("waiting_person", "waiting_third_party"))),
        ("status:waiting_person", ValueTerm(Field.STATUS, ("waiting_person",))),
        ('status:"waiting third party"', ValueTerm(Field.STATUS, ("waiting_third_party",))),
        ("-status:unfinished", ValueTerm(Field.STATUS, tuple(UNFINISHED), negated=True)),
        ("prioriteit:spoed", ValueTerm(Field.PRIORITY, ("urgent",))),
        ("kanaal:balie,e-mail", ValueTerm(Field.CHANNEL, ("counter", "email"))),
        ("queue:Werkplek", ValueTerm(Field.QUEUE, ("Werkplek",))),
        ('wachtrij:"Eerste lijn",net', ValueTerm(Field.QUEUE, ("Eerste lijn", "net"))),
        ('category:"a,b"', ValueTerm(Field.CATEGORY, ("a,b",))),
        ("category:none", ValueTerm(Field.CATEGORY, (NONE,))),
        ("toegewezen:niemand", ValueTerm(Field.ASSIGNEE, (NONE,))),
        ("toegewezen:mij", ValueTerm(Field.ASSIGNEE, (ME,))),
        ("from:a@example.nl", ValueTerm(Field.REQUESTER, ("a@example.nl",))),
        ("org:school", ValueTerm(Field.ORGANISATION, ("school",))),
        ("device:00:00:5E:00:53:01", ValueTerm(Field.DEVICE, ("00:00:5E:00:53:01",))),
        ("heeft:bijlage", ValueTerm(Field.HAS, ("attachment",))),
        ("is:merged", ValueTerm(Field.IS, ("merged",))),
        ("due:te-laat,today", ValueTerm(Field.DUE, ("overdue", "today"))),
        ("CNE-2026-000123", NumberTerm((ticket_id(2026, 123),))),
        ("cne-2026-000123,", NumberTerm((ticket_id(2026, 123),))),
        ('"CNE-2026-000123"', TextTerm("CNE-2026-000123")),
        ("nummer:7,CNE-2025-000001", NumberTerm((ticket_id(2026, 7), ticket_id(2025, 1)))),
        ("na:2026-01-31", PeriodTerm(Field.CREATED, day("2026-01-31"), None)),
        ("on:31-1-2026", PeriodTerm(Field.CREATED, day("2026-01-31"), day("2026-02-01"))),
        ("on:2026-02", PeriodTerm(Field.CREATED, day("2026-02-01"), day("2026-03-01"))),
        ("on:2026", PeriodTerm(Field.CREATED, day("2026-01-01"), day("2027-01-01"))),
        ("op:gisteren", PeriodTerm(Field.CREATED, day("2026-11-22"), day("2026-11-23"))),
        ("on:2026-12", PeriodTerm(Field.CREATED, day("2026-12-01"), day("2027-01-01"))),
        (
            "on:2026-01-02..2026-01-04",
            PeriodTerm(Field.CREATED, day("2026-01-02"), day("2026-01-05")),
        ),
        ("after:7d", PeriodTerm(Field.CREATED, day("2026-11-16"), None)),
        ("after:2w", PeriodTerm(Field.CREATED, day("2026-11-09"), None)),
        ("after:9m", PeriodTerm(Field.CREATED, day("2026-02-23"), None)),
        ("after:1j", PeriodTerm(Field.CREATED, day("2025-11-23"), None)),
        ("after:99999y", PeriodTerm(Field.CREATED, day("1980-01-01"), None)),
        ("after:99999w", PeriodTerm(Field.CREATED, day("1980-01-01"), None)),
        ("updated-before:today", PeriodTerm(Field.UPDATED, None, day("2026-11-23"))),
        ("gesloten-na:2025", PeriodTerm(Field.CLOSED, day("2025-01-01"), None)),
        ("due:tomorrow", PeriodTerm(Field.DUE, day("2026-11-24"), day("2026-11-25"))),
    ],
)
def test_a_term_reads_as_meant(text: str, meaning: Term) -> None:
    assert one(text) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "https://www.example.nl/a?b=c",
        "12:30",
        "std::vector",
        "C:\\temp",
        "ab:cd:ef:01:02:03",
        "mailto:a@example.nl",
        "fe80::1",
    ],
)
def test_a_word_with_a_colon_that_is_no_field_is_a_plain_word(text: str) -> None:
    assert one(text) == TextTerm(text)


def test_a_label_before_a_pasted_sentence_is_a_plain_word() -> None:
    assert parse("Foutmelding: kan niet", now=NOW).terms[0] == TextTerm("Foutmelding")


@pytest.mark.parametrize("sign", ["😀", "-😀", "👩🏽‍💻", "&", "---", "*", '"…"', '""', "„…”*"])
def test_signs_beside_anything_else_are_passed_over(sign: str) -> None:
    assert one(f"vpn {sign}") == one(f"{sign} vpn") == TextTerm("vpn")
    assert one(f"{sign} status:open") == ValueTerm(Field.STATUS, ("open",))


@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize(
    "signs", ["😀", "-😀", "👩🏽‍💻", "---", '"…"', "„…”*", '& !!! "..." -- 😀']
)
def test_signs_alone_are_refused_rather_than_that_they_find_all(signs: str, typing: bool) -> None:
    error = refused(f"  {signs}", typing=typing)
    assert (error.position, error.length) == (2, len(signs))
    assert "letter or digit" in error.message


@pytest.mark.parametrize("begun", ["'", "(", "+", "#", '"', '"(', "-(", "*", '""'])
def test_while_typing_a_sign_that_may_begin_a_word_is_not_refused_yet(begun: str) -> None:
    assert parse(begun, now=NOW, typing=True).terms == ()
    refused(begun)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("vpn status:opne", "opne"),
        ("status:open,opne,new", "opne"),
        ("foo:bar", "foo"),
        ("-stats:open", "stats"),
        ('vpn "open quote', '"'),
        ('tag:"open quote', '"'),
        ("vpn - laptop", "-"),
        ("vpn -", "-"),
        ("status: open", "status:"),
        ("tag:a,,b", "tag:a,"),
        ('tag:""', 'tag:""'),
        ("before:32-13-2026", "32-13-2026"),
        ("before:gauw", "gauw"),
        ("before:1950", "1950"),
        ("on:2026-02-30", "2026-02-30"),
        ("on:2026-02-03..2026-02-01", "2026-02-03..2026-02-01"),
        ("on:2026,2025", "2026,2025"),
        ("due:today,2026-01-01", "2026-01-01"),
        ("number:abc", "abc"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(text: str, place: str) -> None:
    assert marked(text) == place


def test_a_refusal_names_what_is_possible_and_what_was_meant() -> None:
    error = refused("status:opne")
    assert "Possible: new, open, waiting" in error.message
    assert "open?" in error.hint
    assert "quotation marks" in refused("foo:bar").hint
    assert "status" in refused("foo:bar").message


def test_a_refusal_never_repeats_what_was_typed() -> None:
    for text in ("status:jansen", "jansen:jansen", "before:jansen", "number:jansen", '"jansen'):
        error = refused(text)
        assert "jansen" not in f"{error} {error.message} {error.hint}".lower()


def test_a_query_that_is_too_long_is_refused() -> None:
    error = refused("a" * (MAX_LENGTH + 1))
    assert (error.position, error.length) == (MAX_LENGTH, 1)


def test_while_typing_the_last_bare_word_matches_by_prefix() -> None:
    assert parse("vpn lap", now=NOW, typing=True).terms == (
        TextTerm("vpn"),
        TextTerm("lap", prefix=True),
    )
    assert parse("vpn lap ", now=NOW, typing=True).terms[1] == TextTerm("lap")
    assert one('"exact wor', typing=True) == TextTerm("exact wor", prefix=True)
    assert one('"exact words"', typing=True) == TextTerm("exact words")


@pytest.mark.parametrize(
    "unfinished",
    ["-", "status:", "status:op", "-status:clo", "tag:", "before:", "before:2026-", 'tag:"'],
)
def test_while_typing_an_unfinished_last_term_is_left_out(unfinished: str) -> None:
    assert parse(f"vpn {unfinished}", now=NOW, typing=True).terms == (TextTerm("vpn"),)
    refused(f"vpn {unfinished}")
    if unfinished != 'tag:"':  # a later word would only be inside the quotation marks
        refused(f"{unfinished} vpn", typing=True)


def test_while_typing_the_finished_values_of_a_list_already_count() -> None:
    assert one("status:open,ne", typing=True) == ValueTerm(Field.STATUS, ("open",))
    assert one("tag:a,", typing=True) == ValueTerm(Field.TAG, ("a",))


def test_while_typing_a_value_that_can_no_longer_become_one_is_refused() -> None:
    assert refused("status:xyz", typing=True).position == len("status:")


def test_every_value_of_every_enumeration_can_be_asked_for() -> None:
    for field, values in (
        (Field.STATUS, Status),
        (Field.PRIORITY, Priority),
        (Field.CHANNEL, Channel),
        (Field.DUE, Due),
        (Field.ANSWERED, Answered),
    ):
        for value in values:
            assert one(f"{field.value}:{value.value}") == ValueTerm(field, (value.value,))


def test_no_spelling_stands_for_two_things() -> None:
    names = [spelling for name in FIELD_NAMES for spelling in set(name.all())]
    assert len(names) == len(set(names))
    for choices in CHOICES.values():
        words = [spelling for choice in choices for spelling in set(choice.all())]
        assert len(words) == len(set(words))


def test_due_windows_count_days_at_the_office() -> None:
    assert due_window(Due.OVERDUE, NOW) == (None, NOW)
    assert due_window(Due.TODAY, NOW) == (day("2026-11-23"), day("2026-11-24"))
    assert due_window(Due.WEEK, NOW) == (day("2026-11-23"), day("2026-11-30"))
    assert due_window(Due.NONE, NOW) == (None, None)


def test_no_day_before_the_first_is_reached_by_a_span() -> None:
    assert one(f"before:{FIRST_DAY.isoformat()}")


def test_half_a_character_of_a_broken_argument_never_reaches_the_store() -> None:
    assert one("tag:a\ud800b") == ValueTerm(Field.TAG, ("a\ufffdb",))


@pytest.mark.parametrize(
    "text",
    [
        '"zei ""nee"" toen"',
        '"19"" scherm"',
        'tag:"19"" scherm",b',
        'tag:"“x"',
        '"CNE-2026-000123"',
        "(status:open)",
        "-vpn* on:2026-02 -due:2026-01-01 due-before:today number:7,8 -assignee:me",
    ],
)
def test_a_query_that_needs_quotation_marks_is_written_so_that_it_reads_the_same(
    text: str,
) -> None:
    query = parse(text, now=NOW)
    assert query.terms
    assert parse(format_query(query), now=NOW) == query


PIECES = st.sampled_from(
    [
        *(f"{spelling}:" for name in FIELD_NAMES for spelling in name.all()),
        *(spelling for choices in CHOICES.values() for c in choices for spelling in c.all()),
        *("2026-01-31", "2026-02", "7d", "2026-01-01..2026-02-01", "CNE-2026-000123", "123"),
        *('"', "“", "”", "-", ",", "*", " ", ":", "foo:", "http://x", "\u0301", "\ud800"),
    ]
)
QUERIES = st.one_of(st.text(max_size=60), st.lists(PIECES | st.text(max_size=4)).map("".join))


@settings(deadline=None, max_examples=400, database=None)
@given(QUERIES, st.booleans())
def test_any_text_is_read_or_refused_at_a_place_in_it(text: str, typing: bool) -> None:
    try:
        query = parse(text, now=NOW, typing=typing)
        place = None
        format_query(query).encode()  # no lone surrogate is left
    except QueryError as error:
        place = (error.position, error.position + error.length)
    if place:
        assert 0 <= place[0] < place[1] <= len(text)


@settings(deadline=None, max_examples=400, database=None)
@given(QUERIES, st.booleans())
def test_a_written_query_reads_the_same(text: str, typing: bool) -> None:
    try:
        query = parse(text, now=NOW, typing=typing)
    except QueryError:
        return
    assert parse(format_query(query), now=NOW) == query


@settings(deadline=None, max_examples=200, database=None)
@given(QUERIES, st.integers(-5, 100))
def test_completion_takes_any_text_and_cursor(text: str, cursor: int) -> None:
    completion = complete(text, cursor)
    assert 0 <= completion.replace_from <= completion.replace_to <= len(text)


def completed(text: str, **known: list[str]) -> list[str]:
    """Every text that a completion at the mark ``|`` makes."""
    cursor = text.index("|")
    text = text.replace("|", "")
    offer = complete(text, cursor, known={Field(name): values for name, values in known.items()})
    return [text[: offer.replace_from] + c + text[offer.replace_to :] for c in offer.candidates]


def test_completion_offers_field_names_and_their_values() -> None:
    assert completed("vpn sta|") == ["vpn status:", "vpn state:"]
    assert completed("-pri|") == ["-priority:", "-prioriteit:"]
    assert completed("status:w|")[:1] == ["status:waiting"]
    assert completed("status:open,cl| vpn") == ["status:open,closed vpn"]
    assert completed("status:op|ne") == ["status:open", "status:opgelost"]
    assert "toegewezen:me" in completed("toegewezen:|")
    assert completed("na:to|") == ["na:today"]
    assert "status:" in completed("|")
    assert complete("", 0, language="nl").candidates[1] == "toegewezen:"


def test_completion_offers_known_values_with_the_quotation_marks_they_need() -> None:
    assert completed("queue:eer|", queue=["Eerste lijn", "net"]) == ['queue:"Eerste lijn"']
    assert completed('queue:"eerste l|', queue=["Eerste lijn"]) == ['queue:"Eerste lijn"']


@pytest.mark.parametrize("text", ['"exact wor|', "foo:b|", "xyzzy|", "-|"])
def test_completion_offers_nothing_where_nothing_fits(text: str) -> None:
    assert completed(text) == []
