"""``data.json``: the whole package for another program, written as it goes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from app.documents.package.information import Information
from app.documents.package.texts import encodable, plain_value
from app.documents.package.walk import Attachment, Closed, Opened, Tally, Walk
from app.model.date_range import DateRange
from app.model.moments import to_iso
from app.model.package import PackageSubject

FORMAT = "cne-helpdesk/subject-data/1"


def data_file(
    subject: PackageSubject, information: Information, walk: Walk, tally: Tally, made_at: int
) -> Iterator[str]:
    """Yield the text of the data file, counting each record into ``tally`` on the way."""
    language = information.texts.language
    yield f'{{"format":{_json(FORMAT)},"made_at":{_json(to_iso(made_at))}'
    yield f',\n"language":{_json(language)},"subject":{_json(_subject(subject))}'
    if not subject.days.is_everything:
        yield f',"period":{_json(_period(subject.days))}'
    yield f',\n"policy":{_json(information.document())},\n"sections":['
    for index, (section, steps) in enumerate(walk):
        yield "," * bool(index) + f'\n{{"title":{_json(section.title)},"records":['
        first = True
        for step in steps:
            match step:
                case Closed():
                    yield "]}"
                    first = False
                case Opened():
                    tally.add(step)
                    yield "\n" if first else ",\n"
                    yield _record(step, information)
                    first = True
        yield "]}"
    # Last, for only now is it known which categories the records have.
    yield f'],\n"information":{_json(information.as_data(tally.categories))}}}\n'


def _subject(subject: PackageSubject) -> dict[str, object]:
    return {"name": subject.name, "emails": list(subject.emails)}


def _period(days: DateRange) -> dict[str, str | None]:
    return {
        "first": None if days.first is None else days.first.isoformat(),
        "last": None if days.last is None else days.last.isoformat(),
    }


def _record(step: Opened, information: Information) -> str:
    """Return a record up to where the records under it begin."""
    record = step.record
    fields = [
        {"name": f.name, "label": f.label, "kind": f.kind, "value": plain_value(f)}
        for f in record.fields
    ]
    files = [_file(attachment, information) for attachment in step.attachments]
    return (
        f'{{"table":{_json(record.table)},"category":{_json(record.category)}'
        f',"title":{_json(record.title)},"fields":{_json(fields)},"files":{_json(files)}'
        ',"records":['
    )


def _file(attachment: Attachment, information: Information) -> dict[str, object]:
    file = attachment.file
    about: dict[str, object] = {
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
    }
    if file.withheld is None:
        return {"path": attachment.path, **about}
    ground = information.texts(f"ground.{file.withheld}")
    return {**about, "withheld": {"code": file.withheld, "ground": ground}}


def _json(value: object) -> str:
    return encodable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
