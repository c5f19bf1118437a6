"""What tickets become when they are dragged onto a list, and which lists take none."""

from __future__ import annotations

import pytest

from app.model.ticket import Channel, Priority, Status
from app.model.ticket_edit import Edit
from app.workflows import tickets
from app.workflows.filing import edit_into
from app.workflows.session import Session


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("queue:Netwerk", Edit(queue="Netwerk")),
        ('wachtrij:"Eerste lijn" status:unfinished', Edit(queue="Eerste lijn")),
        ("queue:none", Edit(queue="")),
        ("assignee:none status:open", Edit(assignee="", status=Status.OPEN)),
        (
            "priority:high tag:vpn tag:thuis",
            Edit(priority=Priority.HIGH, add_tags=("vpn", "thuis")),
        ),
        ("category:Hardware", Edit(category="Hardware")),
    ],
)
def test_tickets_get_what_the_list_asks_for(session: Session, query: str, expected: Edit) -> None:
    assert edit_into(session, query) == expected


def test_my_own_list_makes_them_mine(session: Session) -> None:
    assert edit_into(session, "assignee:me") == Edit(assignee=session.member.name)


def test_another_spelling_of_a_name_makes_no_second_one(session: Session) -> None:
    tickets.create(session, title="Storing", channel=Channel.TELEPHONE, queue="Netwerk")
    assert edit_into(session, "queue:NETWERK") == Edit(queue="Netwerk")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "status:unfinished",
        "due:overdue",
        "vpn queue:Netwerk",
        "-queue:Netwerk",
        "queue:Netwerk,Werkplek",
        "tag:none",
        "requester:noor@example.com",
        "number:12",
        "priority:",
    ],
)
def test_a_list_that_nothing_can_be_made_to_belong_to_takes_none(
    session: Session, query: str
) -> None:
    assert edit_into(session, query) is None
