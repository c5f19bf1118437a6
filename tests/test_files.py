"""Writing a file leaves the old one whole, whatever fails."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import KnownError
from app.files import make_folder, write_atomically

OLD = b"what was there"
POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and limits")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "keyslots.json"
    path.write_bytes(OLD)
    return path


def fails_with(number: int) -> Callable[..., None]:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_the_new_content_takes_the_place_of_the_old(target: Path) -> None:
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"
    assert list(target.parent.iterdir()) == [target]


def test_a_file_is_made_where_there_was_none(tmp_path: Path) -> None:
    write_atomically(tmp_path / "new", b"")
    assert (tmp_path / "new").read_bytes() == b""


def test_a_long_name_still_fits_the_file_system(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 125)
    write_atomically(path, b"x")
    assert path.read_bytes() == b"x"


@POSIX_ONLY
def test_only_the_owner_may_read_it_whatever_the_umask(target: Path) -> None:
    target.chmod(0o644)
    previous = os.umask(0)
    try:
        write_atomically(target, b"new")
    finally:
        os.umask(previous)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@POSIX_ONLY
def test_another_mode_can_be_asked_for(target: Path) -> None:
    write_atomically(target, b"new", mode=0o644)
    assert stat.S_IMODE(target.stat().st_mode) == 0o644


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EROFS, "read_only"),
        (errno.EACCES, "read_only"),
        (errno.EIO, "write_failed"),
    ],
)
@pytest.mark.parametrize(
    "call", ["os.fsync", "os.replace", "tempfile.mkstemp", "pathlib.Path.chmod"]
)
def test_a_failing_call_keeps_the_old_file_and_leaves_no_other(
    target: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, code: str
) -> None:
    monkeypatch.setattr(call, fails_with(number))
    with pytest.raises(KnownError) as caught:
        write_atomically(target, b"new")
    assert caught.value.code == code
    assert caught.value.hint
    assert target.read_bytes() == OLD
    assert list(target.parent.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        write_atomically(tmp_path / "absent" / "file", b"new")
    assert caught.value.code == "write_failed"


@POSIX_ONLY
@pytest.mark.parametrize(("number", "told"), [(errno.EIO, True), (errno.EINVAL, False)])
def test_a_folder_that_cannot_be_synchronised(
    target: Path, monkeypatch: pytest.MonkeyPatch, number: int, told: bool
) -> None:
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    if told:
        with pytest.raises(KnownError) as caught:
            write_atomically(target, b"new")
        assert caught.value.code == "not_durable"
    else:
        write_atomically(target, b"new")
    assert target.read_bytes() == b"new"


@POSIX_ONLY
def test_the_content_is_on_the_disk_before_its_name_and_then_the_folder(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real_fsync, real_replace = os.fsync, os.replace

    def fsync(descriptor: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        real_fsync(descriptor)

    def replace(source: Path, destination: Path) -> None:
        assert source.parent == destination.parent
        steps.append("replace")
        real_replace(source, destination)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    write_atomically(target, b"new")
    assert steps == ["file", "replace", "folder"]


@POSIX_ONLY
def test_a_write_that_really_runs_out_of_room_keeps_the_old_file(target: Path) -> None:
    script = """
import resource, signal, sys
from pathlib import Path
from app.errors import KnownError
from app.files import write_atomically
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write_atomically(Path(sys.argv[1]), b"n" * 100_000)
except KnownError as error:
    print(error.code)
"""
    done = subprocess.run(  # noqa: S603 - our own script, to limit only that process
        [sys.executable, "-c", script, str(target)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[1],
    )
    assert done.stdout.strip() == "disk_full"
    assert target.read_bytes() == OLD
    assert list(target.parent.iterdir()) == [target]


@POSIX_ONLY
@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write in a read-only folder"
)
def test_a_folder_that_really_is_read_only_is_told(target: Path) -> None:
    target.parent.chmod(0o500)
    try:
        with pytest.raises(KnownError) as caught:
            write_atomically(target, b"new")
    finally:
        target.parent.chmod(0o700)
    assert caught.value.code == "read_only"
    assert target.read_bytes() == OLD


def test_an_interruption_leaves_no_temporary_file(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(target, b"new")
    assert target.read_bytes() == OLD
    assert list(target.parent.iterdir()) == [target]


@POSIX_ONLY
def test_a_new_folder_is_the_owners_alone(tmp_path: Path) -> None:
    make_folder(tmp_path / "new" / "store")
    make_folder(tmp_path / "new" / "store")
    assert stat.S_IMODE((tmp_path / "new" / "store").stat().st_mode) == 0o700


def test_a_file_in_the_way_of_a_folder_is_told(target: Path) -> None:
    with pytest.raises(KnownError) as caught:
        make_folder(target / "store")
    assert caught.value.code == "write_failed"
    assert "another folder" in caught.value.hint
    assert target.read_bytes() == OLD
