"""Queues, categories and tags get another name, become one, or go, and leave no name behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.subject_request import Decision, RequestKind
from app.model.ticket import Channel
from app.model.ticket_edit import Edit
from app.model.ticket_list import TicketSort
from app.model.vocabulary import Vocabulary, Word
from app.store import cleanup
from app.store.store import DATABASE
from app.workflows import (
    bulk_edit,
    holds,
    people,
    places,
    requests,
    ticket_lists,
    tickets,
    views,
    vocabularies,
)
from app.workflows.requests import carrying_out
from app.workflows.session import Session, finish_cleanup, unlock
from tests.forensics.page_reader import find_values
from tests.workflows.conftest import TECHNICIAN, TECHNICIAN_PASSPHRASE, planted

TABLES: tuple[Vocabulary, ...] = ("queue", "category", "tag")


def made(
    session: Session, *tags: str, queue: str = "", category: str = "", person: int | None = None
) -> int:
    """Make a ticket."""
    return tickets.create(
        session,
        title="Printer",
        channel=Channel.COUNTER,
        text="hapert",
        tags=tags,
        queue=queue,
        category=category,
        requester_id=person,
    )[0]


def sorted_by(session: Session, table: Vocabulary, name: str) -> int:
    """Make a ticket that one word sorts."""
    if table == "tag":
        return made(session, name)
    return made(session, queue=name) if table == "queue" else made(session, category=name)


def word(session: Session, table: Vocabulary, name: str) -> Word:
    found = vocabularies.find(session, table, name).words
    return next(each for each in found if each.name == name)


def names(session: Session, table: Vocabulary) -> list[str]:
    return [each.name for each in vocabularies.find(session, table).words]


def column(session: Session, sql: str) -> list[object]:
    with session.store.read() as connection:
        return [row[0] for row in connection.execute(sql)]


def everything(session: Session) -> str:
    """Return every row of every table."""
    sql = "SELECT 'SELECT * FROM ' || name FROM sqlite_schema WHERE type = 'table'"
    selects = [str(select) for select in column(session, sql)]
    with session.store.read() as connection:
        return str([connection.execute(select).fetchall() for select in selects])


def view(session: Session, query: str) -> None:
    views.add(session, f"View {len(query)}", query, TicketSort.NEWEST, descending=True)


def history(session: Session, ticket: int) -> list[tuple[str, str, str]]:
    return [(one.field, one.old, one.new) for one in tickets.get(session, ticket).changes]


def test_words_are_found_by_a_part_of_their_name_with_how_many_tickets_have_them(
    session: Session,
) -> None:
    for queue, tag in (("Wifi Oost", "vpn"), ("Werkplek", "vpn"), ("Wifi Oost", "Été")):
        made(session, tag, queue=queue)
    found = vocabularies.find(session, "queue", "wIFI")
    assert ([each.name for each in found.words], found.total) == (["Wifi Oost"], 1)
    assert [each.name for each in vocabularies.find(session, "tag", "éTÉ").words] == ["Été"]
    assert vocabularies.find(session, "queue", limit=1).total == 2
    vpn = word(session, "tag", "vpn")
    assert vocabularies.counts(session, "tag", [vpn.id]) == {vpn.id: 2}
    wifi = word(session, "queue", "Wifi Oost")
    assert vocabularies.counts(session, "queue", [wifi.id]) == {wifi.id: 2}


@pytest.mark.parametrize("table", TABLES)
def test_another_name_leaves_nothing_of_the_old_one(session: Session, table: Vocabulary) -> None:
    ticket = made(session, "Sanne-Bos", "vpn", queue="Sanne-Bos", category="Sanne-Bos")
    bulk_edit.edit(session, {ticket: None}, Edit(tags=("vpn",), queue="", category=""))
    other = made(session, "Sanne-Bos", queue="Sanne-Bos", category="Sanne-Bos")
    view(session, f'-{table}:vpn,"sanne-BOS" Sanne')
    holds.add_search(session, f"{table}:sanne-bos", "a dispute")
    places.keep(session, {"page": "tickets", "kept": {"query": f"{table}:Sanne-Bos"}})
    version = tickets.get(session, other).row.version

    tidied, changes = vocabularies.rename(
        session, table, word(session, table, "Sanne-Bos"), "  Nieuwe  naam "
    )

    assert tidied == (0, 0, 1)
    assert changes.everything
    assert changes.destroyed
    assert "Nieuwe naam" in names(session, table)
    assert ticket_lists.count(session, f'{table}:"nieuwe naam"') == 1
    assert column(session, "SELECT query FROM saved_view") == [f'-{table}:vpn,"Nieuwe naam" Sanne']
    assert column(session, "SELECT query FROM hold") == [f'{table}:"Nieuwe naam"']
    assert places.find(session) is None
    assert tickets.get(session, other).row.version == version  # nobody's change meets another
    for left in TABLES:  # those of the same name were not meant
        if left != table:
            vocabularies.rename(session, left, word(session, left, "Sanne-Bos"), "Weg")
    assert "Sanne-Bos" not in everything(session)
    fields = {"queue": "queue_id", "category": "category_id", "tag": "tags"}
    was = {field: old for field, old, _new in history(session, ticket)}
    assert was[fields[table]] == ("Nieuwe naam, vpn" if table == "tag" else "Nieuwe naam")


def test_a_name_that_is_there_in_other_capitals_makes_one_of_the_two(session: Session) -> None:
    moved, there = made(session, queue="Werkplk"), made(session, queue="Werkplek")
    view(session, "queue:werkplk")
    wrong, right = word(session, "queue", "Werkplk"), word(session, "queue", "Werkplek")
    before = tickets.get(session, moved).row

    foreseen = vocabularies.foresee(session, "queue", wrong, "WERKPLEK")
    assert (foreseen.tickets, foreseen.views, foreseen.into) == (1, 1, right)
    tidied, _ = vocabularies.rename(session, "queue", wrong, "WERKPLEK", into=foreseen.into)

    assert tidied == (1, 0, 1)
    assert names(session, "queue") == ["Werkplek"]
    after = tickets.get(session, moved).row
    assert (after.queue, after.version) == ("Werkplek", before.version + 1)
    assert tickets.get(session, there).row.queue == "Werkplek"
    ((field, old, new),) = history(session, moved)
    assert (field, new) == ("queue_id", "Werkplek")
    assert old == "one that was removed"
    assert column(session, "SELECT query FROM saved_view") == ["queue:Werkplek"]
    assert "Werkplk" not in everything(session)


def test_its_own_name_in_other_capitals_is_but_another_name(session: Session) -> None:
    made(session, "vpn")
    vpn = word(session, "tag", "vpn")
    assert vocabularies.foresee(session, "tag", vpn, "VPN").into is None
    vocabularies.rename(session, "tag", vpn, "VPN")
    assert names(session, "tag") == ["VPN"]


def test_two_tags_become_one_on_tickets_that_have_either_or_both(session: Session) -> None:
    one, both, other = made(session, "vnp", "a"), made(session, "vnp", "vpn"), made(session, "vpn")
    bulk_edit.edit(session, {other: None}, Edit(add_tags=("vnp", "z")))
    wrong, right = word(session, "tag", "vnp"), word(session, "tag", "vpn")
    vocabularies.rename(session, "tag", wrong, "vpn", into=right)
    assert [tickets.get(session, each).tags for each in (one, both, other)] == [
        ("a", "vpn"),
        ("vpn",),
        ("vpn", "z"),
    ]
    assert history(session, other) == [("tags", "vpn", "vpn, z"), ("tags", "", "")]
    assert "vnp" not in everything(session)


@pytest.mark.parametrize("table", TABLES[:2])
def test_tickets_of_a_queue_or_category_that_goes_have_none(
    session: Session, table: Vocabulary
) -> None:
    stays, gone = (sorted_by(session, table, name) for name in ("Werkplek", "Vergissing"))
    view(session, f"{table}:vergissing")
    mistake = word(session, table, "Vergissing")
    assert vocabularies.foresee(session, table, mistake) == (1, 1, None)
    assert vocabularies.remove(session, table, mistake)[0] == (1, 0, 0)
    assert getattr(tickets.get(session, gone).row, table) == ""
    assert getattr(tickets.get(session, stays).row, table) == "Werkplek"
    assert history(session, gone) == [(f"{table}_id", "one that was removed", "")]
    assert names(session, table) == ["Werkplek"]
    # The next new one is no heir of it in anybody's history.
    sorted_by(session, table, "Nieuw")
    assert history(session, gone) == [(f"{table}_id", "one that was removed", "")]


def test_a_tag_that_goes_is_left_out_of_every_history(session: Session) -> None:
    ticket, other = made(session, "a", "Sanne"), made(session)
    bulk_edit.edit(session, {other: None}, Edit(add_tags=("Sanne",)))
    bulk_edit.edit(session, {other: None}, Edit(tags=("a", "Sannekes")))
    vocabularies.remove(session, "tag", word(session, "tag", "Sanne"))
    assert tickets.get(session, ticket).tags == ("a",)
    assert history(session, ticket) == [("tags", "", "")]
    assert history(session, other) == [("tags", "", ""), ("tags", "", "Sannekes, a")]
    assert "Sanne" not in everything(session).replace("Sannekes", "")


def test_many_tickets_go_in_pieces_and_stopped_none_has_changed(session: Session) -> None:
    for _ in range(3):
        made(session, queue="Oud")
    old = word(session, "queue", "Oud")

    def stop(done: int, _total: int | None) -> None:
        if done:
            raise RuntimeError("stopped")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.store.vocabularies.BATCH", 2)
        with pytest.raises(RuntimeError):
            vocabularies.remove(session, "queue", old, stop)
        assert ticket_lists.count(session, "queue:oud") == 3
        assert vocabularies.remove(session, "queue", old)[0].tickets == 3


def test_what_is_only_kept_keeps_its_word(session: Session) -> None:
    person, _ = people.add(session, display_name="Jan Jansen", email="jan@example.nl")
    kept, free = made(session, "oud", person=person), made(session, "oud")
    number = requests.new(session, RequestKind.RESTRICT, person)[0].number
    requests.verify_identity(session, number, "in_person")
    requests.decide(session, number, Decision.GRANTED)
    carrying_out.restrict(session, number)
    assert vocabularies.remove(session, "tag", word(session, "tag", "oud"))[0] == (1, 1, 0)
    assert tickets.get(session, kept).tags == ("oud",)
    assert tickets.get(session, free).tags == ()
    assert names(session, "tag") == ["oud"]


def test_a_word_by_which_a_hold_finds_tickets_does_not_go(session: Session) -> None:
    made(session, queue="Zaak 12")
    made(session, queue="Werkplek")
    number, _ = holds.add_search(session, 'queue:"zaak 12"', "a dispute")
    case = word(session, "queue", "Zaak 12")
    for ask in (
        lambda: vocabularies.foresee(session, "queue", case),
        lambda: vocabularies.foresee(session, "queue", case, "werkplek"),
        lambda: vocabularies.remove(session, "queue", case),
    ):
        with pytest.raises(KnownError, match="word_held"):
            ask()
    holds.release(session, number)
    vocabularies.remove(session, "queue", case)
    assert names(session, "queue") == ["Werkplek"]


def test_what_was_asked_about_something_else_is_not_done(session: Session) -> None:
    made(session, queue="Werkplk")
    wrong = word(session, "queue", "Werkplk")
    assert vocabularies.foresee(session, "queue", wrong, "Werkplek").into is None
    made(session, queue="Werkplek")  # by somebody else, before the answer
    with pytest.raises(KnownError, match="changed_meanwhile"):
        vocabularies.rename(session, "queue", wrong, "Werkplek")
    vocabularies.rename(session, "queue", wrong, "Elders")
    with pytest.raises(KnownError, match="changed_meanwhile"):
        vocabularies.remove(session, "queue", wrong)


def test_a_name_is_needed_and_a_tag_has_no_comma(session: Session) -> None:
    made(session, "vpn")
    vpn = word(session, "tag", "vpn")
    with pytest.raises(KnownError, match="name_needed"):
        vocabularies.rename(session, "tag", vpn, "  ")
    with pytest.raises(KnownError, match="tag_with_comma"):
        vocabularies.rename(session, "tag", vpn, "vpn, thuis")


def test_it_is_a_leads_work_and_the_audit_trail_tells_of_it_without_a_name(
    session: Session, tmp_path: Path
) -> None:
    made(session, "Sanne", queue="Sanne")
    tag, queue = word(session, "tag", "Sanne"), word(session, "queue", "Sanne")
    vocabularies.rename(session, "tag", tag, "vpn")
    vocabularies.remove(session, "queue", queue)
    sql = "SELECT action || ' ' || subject_table || ' ' || detail FROM audit ORDER BY seq"
    assert column(session, sql)[-2:] == [
        'word_renamed tag {"kept":0,"tickets":0,"views":0}',
        'word_removed queue {"kept":0,"tickets":1,"views":0}',
    ]
    session.close()
    technician = unlock(tmp_path / "store", TECHNICIAN_PASSPHRASE, TECHNICIAN)
    for act in (
        lambda: vocabularies.foresee(technician, "tag", tag),
        lambda: vocabularies.rename(technician, "tag", tag, "x"),
        lambda: vocabularies.remove(technician, "tag", tag),
    ):
        with pytest.raises(KnownError, match="lead_needed"):
            act()
    technician.close()


def test_an_edit_of_before_is_undone_without_the_queue_that_went(session: Session) -> None:
    ticket = made(session, queue="Oud")
    outcome, _ = bulk_edit.edit(session, {ticket: None}, Edit(queue="Nieuw"))
    vocabularies.remove(session, "queue", word(session, "queue", "Oud"))
    assert bulk_edit.undo(session, outcome)[0].changed == (ticket,)
    assert tickets.get(session, ticket).row.queue == ""


def test_no_page_of_the_store_has_a_name_that_went(session: Session) -> None:
    tag, queue, category = planted(), planted(), planted()
    gone = [tag, queue, category]
    for _ in range(3):
        ticket = made(session, tag, queue=queue, category=category)
        bulk_edit.edit(session, {ticket: None}, Edit(add_tags=("vpn",)))
    view(session, f"tag:{tag} queue:{queue} category:{category}")
    made(session, queue="Werkplek")
    vocabularies.rename(session, "tag", word(session, "tag", tag), "ander")
    right = word(session, "queue", "Werkplek")
    vocabularies.rename(session, "queue", word(session, "queue", queue), "werkplek", into=right)
    views.remove(session, views.every(session)[0].id)  # as the question says
    vocabularies.remove(session, "category", word(session, "category", category))
    assert cleanup.owes_copy(session.store)  # an index may keep what was moved within it
    finish_cleanup(session)  # as after the next unlock
    database = session.folder / DATABASE
    assert find_values(database, session.unlocked.store_key, gone) == {}


def test_what_is_renamed_stands_where_the_clean_up_after_it_meets_a_full_disk(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is told of a failure would keep the old name, and could bring it back."""
    sorted_by(session, "tag", "vpm")

    def full(*_given: object) -> bool:
        raise KnownError("disk_full", "The disk is full; the last change was not made.", "")

    monkeypatch.setattr(cleanup, "settle", full)
    _tidied, changes = vocabularies.rename(session, "tag", word(session, "tag", "vpm"), "vpn")
    assert changes.destroyed
    assert session.cleanup_owed
    assert [each.name for each in vocabularies.find(session, "tag").words] == ["vpn"]
