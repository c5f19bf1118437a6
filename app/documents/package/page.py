"""``index.html``: the package for a reader, without scripts or anything from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import quote

from app.documents.package.information import Information
from app.documents.package.names import shown_name
from app.documents.package.texts import encodable, printable
from app.documents.package.walk import Closed, Opened, Step, Tally, Walk
from app.model.package import PackageSection, PackageSubject

_LONG = 90  # characters from which a value gets the full width
_DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class _Value:
    label: str
    text: str
    long: bool


@dataclass(frozen=True, slots=True)
class _Link:
    href: str
    name: str
    size: str
    not_given: str
    """Why there is nothing behind it; empty where there is."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A record as the page shows it."""

    heading: int
    title: str
    values: list[_Value]
    links: list[_Link]


@dataclass(frozen=True, slots=True)
class _Chapter:
    title: str
    nothing: str
    """What it says where it has no records."""
    steps: Iterator[_Shown | None]
    """None ends the record opened last."""


def page(
    subject: PackageSubject, information: Information, walk: Walk, tally: Tally, made_at: int
) -> Iterator[str]:
    """Yield the text of the page in pieces; ``tally`` holds what an earlier pass counted."""
    # Imported at first use: only a document needs it.
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415
    from markupsafe import Markup  # noqa: PLC0415

    folder = files("resources") / "templates" / "package"
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((folder / "index.html.j2").read_text("utf-8"))
    style = (folder / "page.css").read_text("utf-8")
    for piece in template.generate(
        t=information.texts,
        # Our own style sheet, and the only text that is not escaped.
        style=Markup(style),  # noqa: S704
        style_digest=base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode(),
        name=printable(subject.name),
        emails=[printable(email) for email in subject.emails],
        made_on=information.texts.moment(made_at),
        period=information.texts.days(subject.days),
        withheld=information.withheld(tally.withheld),
        controller=information.policy.document.controller,
        categories=information.categories(tally.categories),
        contents=[
            (printable(section.title), tally.tables[section.table]) for section in walk.sections
        ],
        chapters=_chapters(walk, information, tally),
        paragraphs=information.paragraphs(),
        policy_lines=information.policy_lines(),
    ):
        yield encodable(piece)


def _chapters(walk: Walk, information: Information, tally: Tally) -> Iterator[_Chapter]:
    for section, steps in walk:
        yield _chapter(section, steps, information, tally)


def _chapter(
    section: PackageSection, steps: Iterator[Step], information: Information, tally: Tally
) -> _Chapter:
    return _Chapter(
        printable(section.title),
        information.nothing_in(section, tally.tables),
        (None if isinstance(step, Closed) else _shown(step, information) for step in steps),
    )


def _shown(step: Opened, information: Information) -> _Shown:
    texts = information.texts
    values = []
    for field in step.record.fields:
        if text := texts.value(field):
            values.append(_Value(printable(field.label), text, len(text) > _LONG or "\n" in text))
    links = [
        _Link(
            quote(a.path),
            shown_name(a.file.name),
            texts.size(a.file.size),
            information.not_given(a.file),
        )
        for a in step.attachments
    ]
    heading = min(step.depth + 2, _DEEPEST_HEADING)
    return _Shown(heading, printable(step.record.title), values, links)
