"""What is known of files before and after they are looked at: how much they hold, what changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.errors import KnownError
from app.workflows import chosen_files, devices, import_files
from app.workflows.import_files import ImportKind
from app.workflows.session import Session

MAIL = "From: Sanne Bos <sanne.bos@example.nl>\nSubject: Scherm\nMessage-ID: <{}@example.nl>\n\nx\n"


def table(path: Path, rows: int) -> Path:
    lines = "".join(f"SERIE{number:06d},Lenovo\n" for number in range(rows))
    path.write_text("serial,manufacturer\n" + lines, encoding="utf-8")
    return path


def mailbox(path: Path, mails: int) -> Path:
    begin = "From sanne@example.nl Mon Nov 23 09:00:00 2026\n"
    path.write_text("\n".join(begin + MAIL.format(number) for number in range(mails)))
    return path


def test_how_long_a_look_takes_is_told_from_about_how_many_rows_there_are(
    session: Session, tmp_path: Path
) -> None:
    tables = [table(tmp_path / "a.csv", 250), table(tmp_path / "b.csv", 3)]
    folder = tmp_path / "mails"
    (folder / "deeper").mkdir(parents=True)
    mailbox(folder / "box", 20)
    (folder / "deeper" / "1.eml").write_text(MAIL.format("one"))
    for kind, paths, rows in (
        (ImportKind.DEVICES, tables, 253),
        (ImportKind.MAIL, [folder], 21),
    ):
        said: list[tuple[int, int | None]] = []
        outcome = import_files.preview(
            session, kind, paths, {}, lambda *told, said=said: said.append(told)
        )
        assert len(outcome.rows) == rows
        assert {total for _done, total in said} == {rows}
        assert max(done for done, _total in said) <= rows


def test_a_large_file_is_judged_by_its_beginning(tmp_path: Path) -> None:
    path = table(tmp_path / "groot.csv", 150_000)
    assert chosen_files.expected_lines(path) == pytest.approx(150_000, rel=0.01)
    assert chosen_files.expected_lines(tmp_path / "weg.csv") == 1


def test_nothing_lands_of_files_that_are_others_than_those_that_were_looked_at(
    session: Session, tmp_path: Path
) -> None:
    path = table(tmp_path / "lijst.csv", 3)
    seen = import_files.preview(session, ImportKind.DEVICES, [path], {})
    table(path, 5)
    with pytest.raises(KnownError, match="files_changed"):
        import_files.run(session, ImportKind.DEVICES, [path], {}, looked_at=seen)
    assert devices.count(session) == 0
    seen = import_files.preview(session, ImportKind.DEVICES, [path], {})
    done, _changes = import_files.run(session, ImportKind.DEVICES, [path], {}, looked_at=seen)
    assert done.lands == devices.count(session) == 5


def test_a_file_that_came_went_or_was_written_anew_is_a_change(tmp_path: Path) -> None:
    box = mailbox(tmp_path / "box", 2)
    (tmp_path / "sub").mkdir()
    states = [chosen_files.state_of([tmp_path])]
    (tmp_path / "sub" / "new.eml").write_text(MAIL.format("new"))
    states.append(chosen_files.state_of([tmp_path]))
    os.utime(box, (1, 1))
    states.append(chosen_files.state_of([tmp_path]))
    box.unlink()
    states.append(chosen_files.state_of([tmp_path]))
    assert len(set(states)) == len(states)
    assert chosen_files.state_of([tmp_path]) == states[-1]
