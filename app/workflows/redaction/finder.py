"""Finds other people in a person's texts: by the store's own records and by form.

A value that is the person's own is never found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from app.documents.package.folded import Folded, Word, fold, words_of
from app.documents.package.patterns import Pattern, matches
from app.i18n import translator
from app.model.conversation import BLACKED_OUT
from app.model.identifiers import search_form
from app.model.person import is_single_name
from app.model.staff import ROLE_LABELS, Role
from app.policy import load_policy
from app.store import others, people
from app.workflows.redaction.words import Span, Why

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_SHORTEST_USER_NAME = 5
_SHORTEST_IDENTIFIER = 6
_LONGEST_NAME = 6  # words
_JOINT = re.compile(r"[\s,._'\u2019-]{1,4}")  # between two words of one name
_REMEMBERED = 20_000  # words: what memory may take
_TICKETS = 50  # of others, whose people are remembered
_NAMESAKES = 20  # names in one text that begin with the same word
_LONGEST_TOKEN = 64
_TOKENS = (  # none can fail halfway, so that a long word costs no more than its length
    re.compile(r"[^\W_]+"),
    re.compile(r"[^\W_]+(?:[._-][^\W_]+)*"),
    re.compile(r"[^\W_]+(?:[:./-][^\W_]+)*"),
    re.compile(r"(?<!\w)\d(?:[ ./-]?\d){13,16}(?!\w)"),
)
_OURSELVES = frozenset({"helpdesk", "servicedesk", "support", "ict"})


Names = dict[str, list[tuple[tuple[str, ...], Why, str]]]
"""By first word: the words of a name, why it is another's, and what stands in its place."""


@dataclass(frozen=True, slots=True)
class _Known:
    """Names that are looked for, whole and by their parts."""

    names: Names = field(default_factory=dict)
    """Of two words or more, in small letters."""
    parts: dict[str, tuple[Why, str]] = field(default_factory=dict)
    """Single words of names as they may be spelt: why each is another's, what takes its place."""


class Finder:
    """Finds others in the texts of one person.

    Used within one read transaction. Its memory grows with the people the person wrote with, not
    with the texts.
    """

    def __init__(
        self,
        connection: Connection,
        person: int,
        language: str,
        also: Collection[str] = (),
    ) -> None:
        self._connection = connection
        self._person = person
        self._also: dict[str, list[tuple[str, ...]]] = {}
        for phrase in also:
            if words := words_of(phrase):
                self._also.setdefault(words[0], []).append(words)
        policy = load_policy()
        own = people.known_values(connection, person)
        self._own = frozenset(value.casefold() for value in own)
        self._own_words = frozenset(word for value in own for word in words_of(value))
        self._ours = frozenset({policy.contact.support, policy.contact.privacy})
        self._our_words = _OURSELVES | frozenset(words_of(policy.document.controller))
        self._answers: dict[str, bool] = {}
        """What the store said, by the question: a letter for its kind, and what it is about."""
        self._known = _Known()
        """Those around the person, wherever a text of theirs stands."""
        self._around: dict[int, _Known] = {}
        """Those in tickets of others, by ticket."""
        for name in others.correspondents(connection, person):
            self._learn(self._known, name, Why.PERSON, BLACKED_OUT, parts=False)
        for name in others.in_the_same_tickets(connection, person):
            self._learn(self._known, name, Why.PERSON, BLACKED_OUT, parts=True)
        translate = translator(language or "nl")
        for name, role in others.staff(connection):
            label = f"[{translate(ROLE_LABELS[Role(role)])}]"
            self._learn(self._known, name, Why.STAFF, label, parts=True)

    def spans(self, text: str, ticket: int | None = None) -> list[Span]:
        """Return the parts of ``text`` that are others', in their order and apart.

        ``ticket`` is one that is not the person's, of which the text is: people in it may be
        called by a single name.
        """
        folded = fold(text)
        known = [self._known] if ticket is None else [self._known, self._people_in(ticket)]
        words = list(folded.words())
        found = list(self._by_form(folded))
        found += self._by_record(folded, words, known, _quoted_names(folded, found))
        found += self._by_hand(folded, words)
        placed = [
            Span(*folded.place(span.start, span.end), span.why, span.replacement) for span in found
        ]
        return _made_one_where_they_meet(placed)

    def _people_in(self, ticket: int) -> _Known:
        known = self._around.get(ticket)
        if known is None:
            if len(self._around) >= _TICKETS:
                self._around.clear()
            known = self._around[ticket] = _Known()
            for name in others.in_ticket(self._connection, self._person, ticket):
                self._learn(known, name, Why.PERSON, BLACKED_OUT, parts=True)
        return known

    def _learn(self, into: _Known, name: str, why: Why, replacement: str, *, parts: bool) -> None:
        """Look for a name from now on, unless it is the person's or our own.

        With ``parts`` for each of its words alone too, which is for people close to the text.
        """
        words = words_of(name)[:_LONGEST_NAME]
        if not words or set(words) <= self._own_words or "@" in name:
            return
        if set(words) <= self._our_words:
            return
        if len(words) > 1:
            for turn in range(len(words)):  # "Jansen, Piet" as well as "Piet Jansen"
                turned = words[turn:] + words[:turn]
                into.names.setdefault(turned[0], []).append((turned, why, replacement))
        if parts:
            for word in fold(name).words():
                if self._may_name_alone(word):
                    for spelling in (word.text, word.text.capitalize(), word.text.upper()):
                        into.parts[spelling] = (why, replacement)

    def _may_name_alone(self, word: Word) -> bool:
        """Whether a word of another's name is one by which they may be called."""
        plain = word.text.casefold()
        return (
            is_single_name(plain)
            and plain.isalpha()
            and plain not in self._own_words
            and plain not in self._our_words
        )

    def _by_form(self, folded: Folded) -> Iterator[Span]:
        """Yield what has the form of an address, a number or a header, and is not the person's."""
        for match in matches(folded.text):
            value = folded.text[match.start : match.end]
            if match.pattern is Pattern.HEADER:
                words = set(words_of(value))
                mine = words <= self._own_words or words <= self._our_words
            elif match.pattern is Pattern.MAIL:
                plain = value.casefold().replace("%40", "@")
                mine = plain in self._own or plain in self._ours
            else:
                mine = self._own_device(value)
            if not mine:
                yield Span(match.start, match.end, Why(match.pattern.value))

    def _by_record(
        self, folded: Folded, words: list[Word], known: Sequence[_Known], quoted: Names
    ) -> Iterator[Span]:
        """Yield names and codes that the store has of others, or that headers in the text give."""
        here: set[str] = set()  # words of full names found in this text, which then stand alone too
        for place, word in enumerate(words):
            for one in known:
                if part := one.parts.get(word.text):
                    yield Span(word.start, word.end, *part)
            plain = word.text.casefold()
            named = chain(*(one.names.get(plain, ()) for one in known), quoted.get(plain, ()))
            for name, why, replacement in named:
                end = _end_of_row(folded.text, words, place, len(name))
                if end and tuple(w.text.casefold() for w in words[place : end + 1]) == name:
                    yield Span(word.start, words[end].end, why, replacement)
            if self._begins_a_name(folded.spelt(word)) and (
                end := self._full_name(folded, words, place)
            ):
                here.update(w.text for w in words[place : end + 1] if self._may_name_alone(w))
                yield Span(word.start, words[end].end, Why.PERSON)
        for word in words:
            if word.text in here and word.text[0].isupper():
                yield Span(word.start, word.end, Why.PERSON)
        yield from self._codes(folded)

    def _by_hand(self, folded: Folded, words: list[Word]) -> Iterator[Span]:
        """Yield the words that somebody said are to go as well."""
        if not self._also:
            return
        plain = [word.text.casefold() for word in words]
        for place, word in enumerate(plain):
            for phrase in self._also.get(word, ()):
                end = place + len(phrase)
                if tuple(plain[place:end]) == phrase:
                    yield Span(words[place].start, words[end - 1].end, Why.REVIEWER)

    def _begins_a_name(self, *words: str) -> bool:
        """Whether the name of somebody on record begins with these words."""
        return self._recall(
            f"n {words}",
            lambda: others.begins_a_name(self._connection, _spellings(" ".join(words))),
        )

    def _full_name(self, folded: Folded, words: list[Word], place: int) -> int | None:
        """Return the last word of the longest name of another that begins here."""
        second = _end_of_row(folded.text, words, place, 2)
        if second is None or not self._begins_a_name(*map(folded.spelt, words[place : second + 1])):
            return None
        for count in range(_LONGEST_NAME, 1, -1):
            end = _end_of_row(folded.text, words, place, count)
            if end is None or self._own_words.issuperset(
                word.text.casefold() for word in words[place : end + 1]
            ):
                continue
            whole = Word("", words[place].start, words[end].end)
            if self._named(" ".join(folded.spelt(whole).replace("_", " ").split())):
                return end
        return None

    def _named(self, name: str) -> bool:
        """Whether somebody else on record is called so."""
        return self._recall(
            f"f {name}",
            lambda: others.is_named(self._connection, self._person, _spellings(name)),
        )

    def _codes(self, folded: Folded) -> Iterator[Span]:
        """Yield user names of others and identifiers of their devices."""
        for start, end in _tokens(folded.text):
            value = folded.text[start:end]
            if value.casefold() not in self._own and self._user_name(value):
                yield Span(start, end, Why.USER_NAME)
            if not value.isalpha() and self._device_of_other(value):
                yield Span(start, end, Why.DEVICE)

    def _user_name(self, value: str) -> bool:
        return self._recall(
            f"u {value}",
            lambda: others.has_user_name(
                self._connection, self._person, (value, value.lower(), value.upper())
            ),
        )

    def _own_device(self, value: str) -> bool:
        form = search_form(value)
        return len(form) >= _SHORTEST_IDENTIFIER and self._recall(
            f"o {form}",
            lambda: others.device_is_of(self._connection, self._person, form) is True,
        )

    def _device_of_other(self, value: str) -> bool:
        form = search_form(value)
        return len(form) >= _SHORTEST_IDENTIFIER and self._recall(
            f"d {form}",
            lambda: others.device_is_of(self._connection, self._person, form) is False,
        )

    def _recall(self, key: str, look: Callable[[], bool]) -> bool:
        """Answer a question from memory, or by a look into the store: words come often."""
        known = self._answers.get(key)
        if known is None:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            known = self._answers[key] = look()
        return known


def _quoted_names(folded: Folded, spans: list[Span]) -> Names:
    """Return the full names that headers in a text give: the text below calls them so too."""
    found: Names = {}
    for span in spans:
        words = words_of(folded.text[span.start : span.end])
        if span.why is Why.HEADER and 1 < len(words) <= _LONGEST_NAME:
            known = found.setdefault(words[0], [])
            if len(known) < _NAMESAKES and (words, Why.HEADER, BLACKED_OUT) not in known:
                known.append((words, Why.HEADER, BLACKED_OUT))
    return found


def _made_one_where_they_meet(spans: list[Span]) -> list[Span]:
    """Return spans in order, with those that overlap made one."""
    made: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        last = made[-1] if made else None
        if last is None or span.start >= last.end:
            made.append(span)
        elif span.end > last.end:  # what says why covers the whole: a role would say too little
            made[-1] = Span(last.start, span.end, last.why)
        elif (span.start, span.end, span.why) == (last.start, last.end, Why.STAFF):
            made[-1] = span  # whatever else found it, it is a member of staff
    return made


def _end_of_row(text: str, words: list[Word], place: int, count: int) -> int | None:
    """Return the place of the last of ``count`` words that stand close together."""
    end = place + count - 1
    if end >= len(words):
        return None
    near = words[place : end + 1]
    joined = all(_JOINT.fullmatch(text, a.end, b.start) for a, b in pairwise(near))
    return end if joined else None


def _spellings(name: str) -> tuple[str, ...]:
    """Return how a name may be on record, whatever capitals it has here."""
    first, *rest = name.split() or [""]
    lower = [word.lower() for word in rest]
    usual = [first.capitalize(), *lower[:-1], *(word.capitalize() for word in lower[-1:])]
    spellings = (name, name.lower(), name.title(), " ".join(usual))
    return tuple({*spellings, " ".join([first.capitalize(), *lower])})


def _tokens(text: str) -> set[tuple[int, int]]:
    """Return where something may be a user name or an identifier, alone or within a longer one."""
    return {
        match.span()
        for form in _TOKENS
        for match in form.finditer(text)
        if _SHORTEST_USER_NAME <= match.end() - match.start() <= _LONGEST_TOKEN
    }
