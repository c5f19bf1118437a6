"""Whatever is changed in a package or a signed document, the check finds it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.documents.signing import sign_document
from app.documents.verify import verify_file
from app.errors import KnownError
from tests.documents.people import KEY, PASSPHRASE, PUBLIC, file, sections, write

ROOT = Path(__file__).resolve().parents[2]
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
OTHER_PUBLIC = OTHER.public_key().public_bytes_raw()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "p", sections(files=(file("Ontslag Jansen.pdf"),)))
    return tmp_path / "p"


def pack(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(folder).as_posix())
    return target


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_a_package_as_written_is_valid(tmp_path: Path, passphrase: str | None) -> None:
    write(tmp_path / "p", sections(files=(file(),)), passphrase=passphrase)
    found = verify_file(tmp_path / "p", passphrase=passphrase, trusted=[PUBLIC])
    assert (found.kind, found.valid, found.problems) == ("package", True, ())
    assert (found.public_key, found.trusted) == (PUBLIC, True)


def test_a_folder_packed_by_hand_is_valid(tmp_path: Path, folder: Path) -> None:
    assert verify_file(pack(folder, tmp_path / "p.zip"), trusted=[PUBLIC]).valid


def test_without_keys_to_trust_it_does_not_say_who_signed(folder: Path) -> None:
    found = verify_file(folder)
    assert found.valid
    assert found.trusted is None


def test_a_signature_by_another_key_is_a_problem(folder: Path) -> None:
    found = verify_file(folder, trusted=[OTHER_PUBLIC])
    assert not found.valid
    assert found.trusted is False
    assert len(found.problems) == 1


def test_a_package_without_a_signature_says_so(tmp_path: Path) -> None:
    write(tmp_path / "p", key=None)
    found = verify_file(tmp_path / "p", trusted=[PUBLIC])
    assert (found.valid, found.problems) == (False, ("The package is not signed.",))
    assert "manifest.sig" not in (tmp_path / "p" / "README.txt").read_text("utf-8")


def test_each_changed_byte_of_each_file_is_found(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        whole = path.read_bytes()
        step = max(1, len(whole) // 40)
        for place in {*range(0, len(whole), step), len(whole) - 1}:
            changed = bytearray(whole)
            changed[place] ^= 0x01
            path.write_bytes(changed)
            assert not verify_file(folder).valid, (path.name, place)
        path.write_bytes(whole + b"\n")
        assert not verify_file(folder).valid, path.name
        path.write_bytes(whole[:-1])
        assert not verify_file(folder).valid, path.name
        path.write_bytes(whole)
    assert verify_file(folder).valid


def test_a_missing_file_is_found_by_number_not_by_name(folder: Path) -> None:
    next(folder.glob("files/00001*")).unlink()
    assert verify_file(folder).problems == ("Missing: files/00001",)


def test_a_file_too_many_is_found(folder: Path) -> None:
    (folder / "extra.txt").write_text("x")
    assert verify_file(folder).problems == ("Not in the list of files: extra.txt",)


def test_a_link_is_not_followed(tmp_path: Path, folder: Path) -> None:
    (folder / "index.html").rename(tmp_path / "index.html")
    (folder / "index.html").symlink_to(tmp_path / "index.html")
    (folder / "more").symlink_to(tmp_path)
    assert verify_file(folder).problems == (
        "Not in the list of files: more",
        "Changed or damaged: index.html",
    )


def test_a_file_that_stands_twice_in_a_zip_is_found(tmp_path: Path, folder: Path) -> None:
    target = pack(folder, tmp_path / "p.zip")
    with (
        zipfile.ZipFile(target, "a") as packed,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        packed.writestr("data.json", b"{}")
    assert verify_file(target).problems == ("Stands in the package twice: data.json",)


def test_a_small_file_that_unpacks_to_a_large_one_is_left_at_once(
    tmp_path: Path, folder: Path
) -> None:
    with (folder / "README.txt").open("wb") as out:
        out.truncate(4 << 30)  # holes only: reading it whole would take seconds
    assert verify_file(folder).problems == ("Changed or damaged: README.txt",)


def test_a_signature_made_anew_by_a_stranger_is_found(folder: Path) -> None:
    from app.documents.signing import public_key_pem  # noqa: PLC0415 - this test alone forges

    manifest = (folder / "manifest.json").read_bytes()
    (folder / "manifest.sig").write_bytes(OTHER.sign(manifest))
    assert not verify_file(folder).valid  # the public key in the package is another
    (folder / "public-key.pem").write_bytes(public_key_pem(OTHER_PUBLIC))
    assert not verify_file(folder).valid  # and the manifest names its digest
    assert not verify_file(folder, trusted=[PUBLIC]).valid


def test_a_sealed_package_needs_its_passphrase(tmp_path: Path) -> None:
    write(tmp_path / "p.zip", passphrase=PASSPHRASE)
    for given, code in ((None, "passphrase_needed"), ("x", "wrong_passphrase")):
        with pytest.raises(KnownError) as caught:
            verify_file(tmp_path / "p.zip", passphrase=given)
        assert caught.value.code == code


def test_a_damaged_sealed_package_is_never_valid(tmp_path: Path) -> None:
    target = tmp_path / "p.zip"
    write(target, passphrase=PASSPHRASE)
    whole = target.read_bytes()
    codes = {"damaged_package", "wrong_passphrase", "unknown_file"}
    contents = whole.index(b"data.json") + 100
    for place in range(contents, contents + 600, 7):  # within what data.json was encrypted to
        changed = bytearray(whole)
        changed[place] ^= 0x10
        target.write_bytes(changed)
        assert not verify_file(target, passphrase=PASSPHRASE).valid, place
    for size in range(0, len(whole), 211):
        target.write_bytes(whole[:size])
        with pytest.raises(KnownError) as caught:
            verify_file(target, passphrase=PASSPHRASE)
        assert caught.value.code in codes


def worth_a_flip(package: Path) -> list[int]:
    """Return places all over what a package is put together with, and some in each content.

    What was encrypted is the same noise throughout, and each look at it takes a slow key.
    """
    contents: set[int] = set()
    some: list[int] = []
    with zipfile.ZipFile(package) as packed:
        for member in packed.infolist():
            start = member.header_offset + 30 + len(member.orig_filename.encode())
            end = start + member.compress_size
            contents.update(range(start, end))
            some += [start, (start + end) // 2, end - 1]
    around = [place for place in range(package.stat().st_size) if place not in contents]
    return some + around[::6]


@pytest.mark.long
def test_any_other_flip_in_a_sealed_package_is_no_crash(tmp_path: Path) -> None:
    target = tmp_path / "p.zip"
    write(target, passphrase=PASSPHRASE)
    whole = target.read_bytes()
    for place in worth_a_flip(target):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        target.write_bytes(changed)
        with suppress(KnownError):
            verify_file(target, passphrase=PASSPHRASE)


@pytest.mark.parametrize("kind", ["purge-plan", "purge-report"])
def test_signed_documents_are_checked(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "document.json"
    raw = sign_document(f"cne-helpdesk/{kind}/1", {"counts": {"log": 3}}, KEY)
    path.write_bytes(raw)
    found = verify_file(path, trusted=[PUBLIC])
    assert (found.kind, found.valid, found.trusted) == (kind, True, True)
    assert not verify_file(path, trusted=[OTHER_PUBLIC]).valid
    path.write_bytes(raw.replace(b'"log":3', b'"log":4'))
    found = verify_file(path)
    assert not found.valid
    assert "changed after signing" in found.problems[0]


def nothing(path: Path) -> None:
    """There is no file."""


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (nothing, "not_found"),
        (lambda path: path.write_bytes(b""), "unknown_file"),
        (lambda path: path.write_bytes(b"%PDF-1.7"), "unknown_file"),
        (lambda path: path.write_bytes(b"PK\x03\x04 nothing more"), "damaged_package"),
        (lambda path: path.mkdir(), "unknown_file"),
        (lambda path: zipfile.ZipFile(path, "w").close(), "unknown_file"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, make: Callable[[Path], object], code: str) -> None:
    make(tmp_path / "x")
    with pytest.raises(KnownError) as caught:
        verify_file(tmp_path / "x")
    assert caught.value.code == code


def test_the_documented_commands_check_a_package(folder: Path) -> None:
    if not all(map(shutil.which, ("openssl", "sha256sum", "sed", "sh"))):
        pytest.skip("openssl, sha256sum and sed are not all installed")
    text = (ROOT / "docs" / "package-format.md").read_text("utf-8")
    commands = re.search(r"```sh\n(openssl.*?)```", text, re.DOTALL)
    assert commands

    def check() -> int:
        return subprocess.run(  # noqa: S603 - our own document's commands
            ["sh", "-ec", commands[1]],  # noqa: S607 - wherever the system has it
            cwd=folder,
            capture_output=True,
            check=False,
        ).returncode

    assert check() == 0
    for name in ("data.json", "manifest.json"):
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole.replace(b"2026", b"2027", 1))
        assert check() != 0, name
        (folder / name).write_bytes(whole)


def test_7_zip_opens_a_sealed_package(tmp_path: Path) -> None:
    program = shutil.which("7zz") or shutil.which("7z") or shutil.which("7za")
    if program is None:
        pytest.skip("7-Zip is not installed")
    write(tmp_path / "p.zip", sections(files=(file(),)), passphrase=PASSPHRASE)

    def extract(passphrase: str) -> int:
        return subprocess.run(  # noqa: S603 - found above
            [program, "x", f"-p{passphrase}", f"-o{tmp_path / 'out'}", "-y", tmp_path / "p.zip"],
            capture_output=True,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        ).returncode

    assert extract("een-ander-woord") != 0
    shutil.rmtree(tmp_path / "out", ignore_errors=True)
    assert extract(PASSPHRASE) == 0
    assert verify_file(tmp_path / "out", trusted=[PUBLIC]).valid
