from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.intake.mail import read_paths
from app.intake.mail import sources as mail_sources
from tests.intake.mail.builders import mail
from tests.memory import at_most

FROM_LINE = b"From jan@example.nl Mon Jan  5 10:00:00 2026\n"


def subjects(path: Path) -> list[tuple[str, str]]:
    return [
        (Path(source.path).name, source.mail.subject if source.mail else source.error)
        for source in read_paths([path])
    ]


def test_a_mailbox_file_gives_each_mail_with_its_number(tmp_path: Path) -> None:
    box = tmp_path / "oud.mbox"
    one = b"Subject: een\n\nFrom hier af gewoon tekst\n>From jan was gequoot\n\n"
    box.write_bytes(FROM_LINE + one + FROM_LINE + b"Subject: twee\n\nb\n")
    first, second = read_paths([box])
    assert (first.path, second.path) == (f"{box}#1", f"{box}#2")
    assert first.mail is not None
    assert first.mail.text.strip() == "From hier af gewoon tekst\nFrom jan was gequoot"
    assert second.mail is not None
    assert second.mail.subject == "twee"


def test_a_mailbox_file_of_one_mail_and_one_without_a_from_line_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.box").write_bytes(FROM_LINE + b"Subject: een\n\nx")
    (tmp_path / "b.mbox").write_bytes(b"Subject: twee\n\nx")
    assert subjects(tmp_path) == [("a.box", "een"), ("b.mbox", "twee")]


def test_a_maildir_and_plain_folders_are_read_in_order(tmp_path: Path) -> None:
    for folder in ("in/cur", "in/new", "in/tmp", "los"):
        (tmp_path / folder).mkdir(parents=True)
    # Windows has no colons in names, and Maildirs there none of these suffixes.
    flagged = "1.host" if os.name == "nt" else "1.host:2,S"
    (tmp_path / "in/cur" / flagged).write_bytes(b"Subject: een\n\nx")
    (tmp_path / "in/new/2.host").write_bytes(b"Subject: twee\n\nx")
    (tmp_path / "in/tmp/3.host").write_bytes(b"Subject: half")
    (tmp_path / "in/dovecot-uidlist").write_bytes(b"3 V1")
    (tmp_path / "los/z.eml").write_bytes(b"Subject: drie\n\nx")
    assert subjects(tmp_path) == [(flagged, "een"), ("2.host", "twee"), ("z.eml", "drie")]


def test_a_mail_in_which_zero_bytes_stand_is_a_mail(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"Subject: Printer\0\n\nHallo\0 Jan")
    (source,) = read_paths([tmp_path])
    assert source.mail is not None
    assert (source.mail.subject, source.mail.text) == ("Printer", "Hallo Jan")


def test_what_is_no_mail_is_rejected_with_the_reason_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"from": "x", "subject": 1}')
    (tmp_path / "b.eml").write_bytes(b"")
    (tmp_path / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "d.txt").write_text("Lieve mensen,\n\nvan harte.\n")
    (tmp_path / "e.eml").write_bytes(mail("x"))
    assert subjects(tmp_path) == [
        ("a.json", "This is not a mail."),
        ("b.eml", "The file is empty."),
        ("c.png", "This is not a mail."),
        ("d.txt", "This is not a mail."),
        ("e.eml", "Printer"),
    ]
    assert subjects(tmp_path / "weg") == [("weg", "There is no such file.")]


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="modes do not stop root, nor bind on Windows"
)
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    closed = tmp_path / "dicht.eml"
    closed.write_bytes(mail("x"))
    closed.chmod(0)
    (source,) = read_paths([closed])
    assert source.mail is None
    assert source.error.startswith("The file could not be read")


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_folder_that_links_to_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail("x"))
    (tmp_path / "rond").symlink_to(tmp_path, target_is_directory=True)
    assert subjects(tmp_path) == [("a.eml", "Printer")]


def test_a_mail_that_is_too_large_is_left_out_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_sources, "MAX_MAIL_BYTES", 2 * 1024 * 1024)
    large = FROM_LINE + b"Subject: groot\n\n" + b"x" * (3 * 1024 * 1024) + b"\n\n"
    (tmp_path / "a.mbox").write_bytes(large + FROM_LINE + b"Subject: klein\n\nx")
    (tmp_path / "b.eml").write_bytes(b"Subject: groot\n\n" + b"x" * (3 * 1024 * 1024))
    found = [
        source.mail.subject if source.mail else source.error for source in read_paths([tmp_path])
    ]
    error = "The mail is larger than 2 MB and was left out."
    assert found == [error, "klein", error]


def test_memory_holds_one_mail_at_a_time(tmp_path: Path) -> None:
    box = tmp_path / "groot.mbox"
    with box.open("wb") as file:
        for _ in range(20):
            file.write(FROM_LINE + b"Subject: x\n\n" + b"x" * 1_000_000 + b"\n\n")
    with at_most(8):
        assert sum(1 for _source in read_paths([box])) == 20
