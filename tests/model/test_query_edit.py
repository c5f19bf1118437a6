"""A query changed by a press says what it said, and the one thing besides."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.model.query_edit import parts, with_value, without
from app.model.ticket_query import parse
from app.model.ticket_query_words import Field
from app.model.ticket_terms import ValueTerm

NOW = 1_700_000_000
FIELDS = st.sampled_from([Field.QUEUE, Field.TAG, Field.ASSIGNEE, Field.CATEGORY])
NAMES = st.text("abc é-_,:\"'“”", min_size=1, max_size=12).filter(lambda t: t.strip(" \"'“”-_,:"))
QUERIES = st.lists(
    st.sampled_from(
        ["vpn", '"exact words"', "status:open", "-tag:x", "tag:a,b", 'queue:"tweede lijn"', "na:7d"]
    ),
    max_size=5,
).map(" ".join)


@given(QUERIES, FIELDS, NAMES)
def test_the_field_has_the_value_and_all_else_stays(text: str, field: Field, name: str) -> None:
    before = list(parse(text, now=NOW).terms)
    after = parse(with_value(text, field, [name], "nl"), now=NOW).terms
    mine = [t for t in after if isinstance(t, ValueTerm) and t.field is field and not t.negated]
    (term,) = mine
    assert len(term.values) == 1
    others = [t for t in after if t is not term]
    assert others == [
        t for t in before if not (isinstance(t, ValueTerm) and t.field is field and not t.negated)
    ]


@given(QUERIES)
def test_taking_every_part_out_leaves_the_words(text: str) -> None:
    words = [t for t in parse(text, now=NOW).terms if hasattr(t, "text")]
    while found := parts(text):
        text = without(text, found[-1].start, found[-1].end)
    assert list(parse(text, now=NOW).terms) == words


@given(st.text(max_size=80))
def test_no_text_is_refused(text: str) -> None:
    for part in parts(text):
        assert text[part.start : part.end] == part.text


def test_values_that_were_typed_are_given_as_they_are() -> None:
    (status, tag) = parts('status:open,nieuw vpn -tag:"twee woorden"')
    assert (status.values, status.negated) == (("open", "nieuw"), False)
    assert (tag.values, tag.negated) == (("twee woorden",), True)
