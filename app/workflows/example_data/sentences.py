"""Sentences made once, so that a million tickets can be put together from them quickly."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, product

from app.workflows.example_data.names import (
    COMPOUND_BEGINNINGS,
    COMPOUND_ENDINGS,
    DETAILS,
    ENGLISH_DETAILS,
    PLACES,
    PROGRAMS,
    WEEKDAYS,
)
from app.workflows.example_data.topic import Topic
from app.workflows.example_data.topics_english import ENGLISH_TOPICS
from app.workflows.example_data.topics_equipment import EQUIPMENT_TOPICS
from app.workflows.example_data.topics_software import SOFTWARE_TOPICS

DUTCH_TOPICS = (*EQUIPMENT_TOPICS, *SOFTWARE_TOPICS)
TOPICS = (*DUTCH_TOPICS, *ENGLISH_TOPICS)

_DETAIL_SENTENCES = 12_000
_VARIANTS = 24
"""How often each topic is filled in with other places, programs and days, times its weight."""


@dataclass(frozen=True, slots=True)
class Case:
    """One way in which a topic comes up; its texts speak of the same place, program and day."""

    topic: Topic
    title: str
    opening: str
    questions: tuple[str, ...]
    answers: tuple[str, ...]
    """The answer to each question, at the same place."""
    solution: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """What the tickets in one language are put together from."""

    cases: tuple[Case, ...]
    """Each topic as often as it comes up."""
    details: tuple[str, ...]
    """Sentences that may follow any opening or answer."""


def vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    """Return some thousands of Dutch words and their running weights after Zipf's law."""
    words = [first + last for first, last in product(COMPOUND_BEGINNINGS, COMPOUND_ENDINGS)]
    chance.shuffle(words)
    return words, list(accumulate(1 / (rank + 3) for rank in range(len(words))))


def phrases(seed: int) -> dict[str, Phrases]:
    """Return what Dutch (``nl``) and English (``en``) tickets are put together from."""
    chance = random.Random(f"sentences {seed}")  # noqa: S311 - example data is no secret
    words, weights = vocabulary(chance)
    first = chance.choices(words, cum_weights=weights, k=_DETAIL_SENTENCES)
    second = chance.choices(words, cum_weights=weights, k=_DETAIL_SENTENCES)
    details = tuple(
        _capital(_fill(chance.choice(DETAILS), {"woord": one, "woord2": two, **_slots(chance)}))
        for one, two in zip(first, second, strict=True)
    )
    return {
        "nl": Phrases(_cases(chance, DUTCH_TOPICS), details),
        "en": Phrases(_cases(chance, ENGLISH_TOPICS), ENGLISH_DETAILS),
    }


def _cases(chance: random.Random, topics: Sequence[Topic]) -> tuple[Case, ...]:
    return tuple(
        _case(chance, topic, number)
        for topic in topics
        for number in range(topic.weight * _VARIANTS)
    )


def _case(chance: random.Random, topic: Topic, number: int) -> Case:
    """Fill in a topic; its titles and openings belong together, its questions and answers too."""
    slots = _slots(chance)
    exchange = list(zip(topic.questions, topic.answers, strict=True))
    chance.shuffle(exchange)
    kind = number % len(topic.titles)
    return Case(
        topic,
        _capital(_fill(topic.titles[kind], slots)),
        _capital(_fill(topic.openings[kind], slots)),
        tuple(_capital(_fill(question, slots)) for question, _answer in exchange),
        tuple(_capital(_fill(answer, slots)) for _question, answer in exchange),
        _capital(_fill(topic.solutions[kind % len(topic.solutions)], slots)),
        tuple(_capital(_fill(note, slots)) for note in topic.notes),
    )


def _slots(chance: random.Random) -> dict[str, str]:
    return {
        "plek": chance.choice(PLACES),
        "app": chance.choice(PROGRAMS),
        "dag": chance.choice(WEEKDAYS),
    }


def _fill(text: str, slots: dict[str, str]) -> str:
    return text.format(**slots) if "{" in text else text


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
