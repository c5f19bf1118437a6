"""An export that fails or is stopped, wherever that happens, leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import Cancelled, KnownError
from app.model.package import PackageFile, PackageRecord
from tests.documents.people import PASSPHRASE, file, message, section, sections, ticket, write

SEALED_OR_NOT = pytest.mark.parametrize("passphrase", [None, PASSPHRASE])


def steps_of(target: Path, passphrase: str | None) -> int:
    calls: list[int] = []
    write(
        target,
        sections(files=(file(),)),
        passphrase=passphrase,
        progress=lambda done, total: calls.append(done),
    )
    return len(calls)


@SEALED_OR_NOT
def test_stopped_at_any_step_it_leaves_nothing(tmp_path: Path, passphrase: str | None) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    steps = steps_of(whole / "p", passphrase)
    assert steps > 20
    empty = tmp_path / "empty"
    empty.mkdir()
    for stop in range(1, steps + 1):
        seen = 0

        def progress(_done: int, _total: int | None) -> None:
            nonlocal seen
            seen += 1
            if seen == stop:  # noqa: B023 - called within this turn of the loop only
                raise Cancelled

        with pytest.raises(Cancelled):
            write(empty / "p", sections(files=(file(),)), passphrase=passphrase, progress=progress)
        assert list(empty.iterdir()) == []


@SEALED_OR_NOT
def test_progress_ends_at_its_total(tmp_path: Path, passphrase: str | None) -> None:
    seen: list[tuple[int, int | None]] = []
    chunks = [b"x" * 50_000] * 40
    said = (2_000_000, 0, 5_000_000)  # what is said of a size may be wrong
    files = tuple(
        PackageFile("a.bin", "application/x-a", size, lambda: iter(chunks)) for size in said
    )
    parts = sections(files=files)
    write(tmp_path / "p", parts, passphrase=passphrase, progress=lambda *step: seen.append(step))
    done, total = seen[-1]
    assert done == total
    assert total is not None
    assert total > 2 * 5_000_000 // 65536  # large attachments take most of the way
    assert [d for d, _t in seen] == sorted(d for d, _t in seen)


@SEALED_OR_NOT
def test_an_attachment_that_cannot_be_read_leaves_nothing(
    tmp_path: Path, passphrase: str | None
) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x" * 100_000
        raise LookupError("a damaged page")

    bad = PackageFile("a.bin", "application/octet-stream", 200_000, broken)
    with pytest.raises(LookupError):
        write(tmp_path / "p", sections(files=(bad,)), passphrase=passphrase)
    assert list(tmp_path.iterdir()) == []


@SEALED_OR_NOT
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, passphrase: str | None) -> None:
    with pytest.raises(KnownError) as caught:
        write(tmp_path / "no such folder" / "p", passphrase=passphrase)
    assert caught.value.code == "write_failed"


@pytest.mark.parametrize(
    ("passphrase", "call"),
    [(None, "fsync"), (None, "rename"), (PASSPHRASE, "fsync"), (PASSPHRASE, "replace")],
)
def test_a_disk_that_refuses_at_the_end_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str | None, call: str
) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(KnownError) as caught:
        write(tmp_path / "p", passphrase=passphrase)
    assert caught.value.code == "disk_full"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
@SEALED_OR_NOT
def test_a_full_disk_at_any_size_leaves_nothing(tmp_path: Path, passphrase: str | None) -> None:
    program = textwrap.dedent(
        """
        import os, resource, signal, sys
        from pathlib import Path
        from app.errors import KnownError
        from tests.documents.people import file, sections, write
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        passphrase = sys.argv[2] or None
        parts = sections(files=(file(content=os.urandom(30_000)),))
        for limit in [0, 1, 500, 900, 1000, 2000, 4000, 8000, 20_000, 29_999]:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            try:
                write(Path(sys.argv[1]) / "p", parts, passphrase=passphrase)
            except KnownError as error:
                assert error.code == "disk_full", error
            else:
                raise AssertionError(limit)
            assert os.listdir(sys.argv[1]) == [], limit
        """
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-W", "error", "-c", program, str(tmp_path), passphrase or ""],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_killed_midway_no_plaintext_of_a_sealed_package_is_on_disk(tmp_path: Path) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("the kill needs fork")
    program = textwrap.dedent(
        """
        import os, signal, sys
        from pathlib import Path
        from app.model.package import PackageFile
        from tests.documents.people import PASSPHRASE, sections, write
        def content():
            for _ in range(40):
                yield b"GEHEIM-INHOUD " * 5000
            os.kill(os.getpid(), signal.SIGKILL)
        bad = PackageFile("GEHEIM-NAAM.pdf", "application/pdf", 1, content)
        write(Path(sys.argv[1]) / "p.zip", sections(["GEHEIM-TEKST " * 9000], (bad,)),
              passphrase=PASSPHRASE)
        """
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert left, "the kill came too late to show anything"
    for path in left:
        assert b"GEHEIM" not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
    assert not (tmp_path / "p.zip").exists()


def test_records_read_lazily_are_not_held(tmp_path: Path) -> None:
    alive = most = 0

    def children() -> Iterator[PackageRecord]:
        nonlocal alive, most
        for number in range(50):
            alive += 1
            most = max(most, alive)
            yield message(number)
            alive -= 1

    write(tmp_path / "p", [section("Tickets", lambda: [ticket(children=children())])])
    assert most == 1
