"""Reads the policy file into its records and refuses one that contradicts itself.

The file ships with the program, so anything wrong with it is a defect, shown as a ``PolicyError``
that no user can act on.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, TypeVar

from app.model import moments
from app.policy.register import (
    Article,
    Category,
    ClockStart,
    Contact,
    Deadlines,
    DocumentControl,
    Information,
    Law,
    OfficeCalendar,
    Period,
    Policy,
    Purpose,
    RetentionAction,
    RetentionRule,
    Supervisor,
    Text,
)

_FORMAT = 1
_VERSION = re.compile(r"p130(-\d+)?\.toml")

Table = Mapping[str, Any]


class PolicyError(Exception):
    """The policy file contradicts itself or lacks something."""


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


_C = TypeVar("_C", bound=_Coded)


def load_policy() -> Policy:
    """Return the policy in force today; the files are read once."""
    return policy_on(moments.office_day(moments.now()))


def policy_on(day: date) -> Policy:
    """Return the version of the policy that applied on a day.

    Of a day before the first version's own, the first is the nearest there is.
    """
    return version_on(versions(), day)


def version_on(versions: Iterable[Policy], day: date) -> Policy:
    """Return which of these versions applied on a day, by their dates of effect.

    Raises ``PolicyError`` where two begin on the same day.
    """
    by_day: dict[date, Policy] = {}
    for policy in versions:
        if by_day.setdefault(policy.document.effective_from, policy) is not policy:
            raise PolicyError(f"two versions from {policy.document.effective_from}")
    begun = [start for start in by_day if start <= day]
    return by_day[max(begun) if begun else min(by_day)]


@cache
def versions() -> tuple[Policy, ...]:
    """Return every version that ships with the program, oldest first.

    They are ``p130.toml``, ``p130-2.toml`` and so on, read once.
    """
    names = (entry for entry in files("resources").iterdir() if _VERSION.fullmatch(entry.name))
    found = [parse_policy(entry.read_text("utf-8")) for entry in names]
    return tuple(sorted(found, key=lambda policy: policy.document.effective_from))


def parse_policy(text: str) -> Policy:
    """Read a policy file's text.

    Raises ``PolicyError`` where it contradicts itself or lacks something.
    """
    try:
        table = tomllib.loads(text)
        policy = _policy(table)
    except KeyError as error:
        raise PolicyError(f"missing: {error}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise PolicyError(str(error)) from error
    _check(policy)
    return policy


def _policy(table: Table) -> Policy:
    if table["format"] != _FORMAT:
        raise PolicyError(f"unknown format: {table['format']}")
    document = table["document"]
    return Policy(
        document=DocumentControl(**{**document, "title": _text(document["title"])}),
        contact=Contact(**table["contact"]),
        supervisor=Supervisor(**table["supervisor"]),
        deadlines=Deadlines(**table["deadlines"]),
        calendar=_calendar(table["working_days"]),
        laws=_by_code(map(_law, table["laws"])),
        articles={article.number: article for article in map(_article, table["articles"])},
        purposes=_by_code(map(_purpose, table["purposes"])),
        categories=_by_code(map(_category, table["categories"])),
        retention=_by_code(map(_rule, table["retention"])),
        information=Information(**{k: _text(v) for k, v in table["information"].items()}),
    )


def _by_code(items: Iterable[_C]) -> dict[str, _C]:
    found: dict[str, _C] = {}
    for item in items:
        if item.code in found:
            raise PolicyError(f"twice: {item.code}")
        found[item.code] = item
    return found


def _text(table: Table) -> Text:
    text = Text(**table)
    if not (text.nl.strip() and text.en.strip()):
        raise PolicyError(f"an empty text: {text}")
    return text


def _calendar(table: Table) -> OfficeCalendar:
    yearly = (date.fromisoformat(f"2000-{day}") for day in table["closed_yearly"])
    return OfficeCalendar(
        work_on=frozenset(name.casefold() for name in table["work_on"]),
        closed_on=frozenset(table["closed_on"]),
        closed_yearly=frozenset((day.month, day.day) for day in yearly),
    )


def _law(table: Table) -> Law:
    return Law(
        code=table["code"],
        name=_text(table["name"]),
        replaced_by=table.get("replaced_by"),
        replaced_on=table.get("replaced_on"),
    )


def _article(table: Table) -> Article:
    return Article(table["number"], _text(table["title"]), _text(table["summary"]))


def _purpose(table: Table) -> Purpose:
    return Purpose(
        code=table["code"],
        label=_text(table["label"]),
        article=table["article"],
        numeral=table.get("numeral", ""),
    )


def _category(table: Table) -> Category:
    return Category(
        code=table["code"],
        label=_text(table["label"]),
        description=_text(table["description"]),
        article=table["article"],
        subject=table["subject"],
        purposes=tuple(table["purposes"]),
    )


def _rule(table: Table) -> RetentionRule:
    return RetentionRule(
        code=table["code"],
        category=table["category"],
        starts=ClockStart(table["starts"]),
        period=Period.parse(table["period"]),
        action=RetentionAction(table["action"]),
        label=_text(table["label"]),
        ground=_text(table["ground"]),
        obligation=table.get("obligation", False),
        limitation=table.get("limitation", False),
    )


def _check(policy: Policy) -> None:
    for category in policy.categories.values():
        _known(category.purposes, policy.purposes, f"purpose of {category.code}")
        _known([category.article], policy.articles, f"article of {category.code}")
        if category.subject and not policy.retention_of(category.code):
            raise PolicyError(f"no retention period: {category.code}")
        if category.subject and not category.purposes:
            raise PolicyError(f"no purpose: {category.code}")
    for purpose in policy.purposes.values():
        _known([purpose.article], policy.articles, f"article of {purpose.code}")
    for rule in policy.retention.values():
        _known([rule.category], policy.categories, f"category of {rule.code}")
    for law in policy.laws.values():
        if (law.replaced_by is None) != (law.replaced_on is None):
            raise PolicyError(f"replaced by what, and when: {law.code}")
        _known([law.replaced_by] if law.replaced_by else [], policy.laws, law.code)


def _known(codes: Iterable[object], among: Iterable[object], what: str) -> None:
    if unknown := set(codes) - set(among):
        raise PolicyError(f"unknown {what}: {sorted(map(str, unknown))}")
