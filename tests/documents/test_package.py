"""A package holds all that it was given, in every form, in the person's language."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import math
import re
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pypdf
import pytest
import pyzipper

from app.documents.package import new_passphrase, overview
from app.documents.package.passphrase import word_list
from app.errors import KnownError
from app.model.package import PackageField, PackageFile, PackageRecord, PackageSection
from tests.documents.people import (
    PASSPHRASE,
    account,
    file,
    message,
    section,
    sections,
    ticket,
    write,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><a href="javascript:alert(1)">klik</a>',
    "{{ 7 * 7 }}{% raw %}",
    "=HYPERLINK(1)",
    "@SUM(1)",
    "+31 6 12345678",
    "\t=1+1",
    "\r=1+1",
    "\u202egnp.exe\u2066",
    "on\u200bzicht\u200dbaar\ufeff",
    "nul\x00 en esc\x1b[31m",
    "half \ud800 teken",
    "😀 Zoë ﷽ 漢字",
    "a" * 1_000_000,
]


def data(folder: Path) -> Any:
    return json.loads((folder / "data.json").read_text("utf-8"))


def rows(folder: Path, table: str, delimiter: str = ";") -> list[list[str]]:
    text = (folder / "csv" / f"{table}.csv").read_bytes().decode("utf-8-sig")
    csv.field_size_limit(10_000_000)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_each_record_is_in_every_form(tmp_path: Path) -> None:
    result = write(tmp_path / "p", sections(files=(file(),)))
    assert result.counts == {"account": 1, "communication": 3}
    assert result.files == 2
    html = (tmp_path / "p" / "index.html").read_text("utf-8")
    for text in ("Anke de Vries", "CNE-2026-000123", "Het werkt niet.", "verslag.pdf", "1,5 KiB"):
        assert text in html
    sections_ = data(tmp_path / "p")["sections"]
    assert [s["title"] for s in sections_] == ["Account", "Tickets", "Verzoeken"]
    [one] = sections_[1]["records"]
    assert [m["fields"][1]["value"] for m in one["records"]] == [
        "Het werkt niet.",
        "Het werkt weer.",
    ]
    table = rows(tmp_path / "p", "messages")
    assert table[0] == ["nummer", "hoort bij nummer", "Tijdstip", "Tekst", "Intern", "Bijlagen"]
    assert [(row[0], row[1], row[3]) for row in table[1:]] == [
        ("3", "2", "Het werkt niet."),
        ("4", "2", "Het werkt weer."),
    ]
    for attachment in [m["files"][0] for m in one["records"]]:
        assert (tmp_path / "p" / attachment["path"]).read_bytes() == b"%PDF-1.7 verslag"
        assert attachment["path"] in html.replace("%20", " ")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_data_file_fits_its_schema(tmp_path: Path, language: str) -> None:
    write(tmp_path / "p", sections(HOSTILE, (file(),)), language=language)
    schema = json.loads((tmp_path / "p" / "data.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(data(tmp_path / "p"))


def test_a_file_of_no_records_fits_the_schema_and_says_so(tmp_path: Path) -> None:
    write(tmp_path / "p", [section("Tickets", list)])
    schema = json.loads((tmp_path / "p" / "data.schema.json").read_text("utf-8"))
    jsonschema.validate(data(tmp_path / "p"), schema)
    assert "bewaren wij niets" in (tmp_path / "p" / "index.html").read_text("utf-8")


def test_what_hangs_elsewhere_is_not_said_to_be_kept_nowhere(tmp_path: Path) -> None:
    parts = [*sections(), PackageSection("Berichten", list, "messages")]
    parts.append(PackageSection("Licenties", list, "licence_seat"))
    write(tmp_path / "p", parts)
    html = (tmp_path / "p" / "index.html").read_text("utf-8")
    printed = "".join(
        page.extract_text() for page in pypdf.PdfReader(tmp_path / "p" / "overview.pdf").pages
    )
    for text in (html.partition('id="data"')[2], printed.rpartition("Verzoeken")[2]):
        messages, _heading, licences = text.partition("Licenties")
        assert "Deze staan hierboven" in messages.rpartition("Berichten")[2]
        assert "bewaren wij niets" in licences
        assert "Deze staan hierboven" not in licences
    assert '>Licenties</a> <span class="size">0</span>' in html  # the contents say so too


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", ["Uw gegevens bij", "Uw rechten", "2 jaar na sluiting", "07-12-2026", "nee"]),
        ("en", ["Your data at", "Your rights", "2 years after the ticket", "07/12/2026", "no"]),
    ],
)
def test_it_speaks_the_person_s_language(
    tmp_path: Path, language: str, expected: list[str]
) -> None:
    write(tmp_path / "p", language=language)
    html = (tmp_path / "p" / "index.html").read_text("utf-8")
    assert f'<html lang="{language}">' in html
    for text in expected:
        assert text in html
    assert expected[0] in (tmp_path / "p" / "README.txt").read_text("utf-8")


def test_an_unknown_language_is_taken_as_dutch(tmp_path: Path) -> None:
    write(tmp_path / "p", language="")
    assert '<html lang="nl">' in (tmp_path / "p" / "index.html").read_text("utf-8")


def test_it_says_what_article_15_asks(tmp_path: Path) -> None:
    write(tmp_path / "p")
    html = (tmp_path / "p" / "index.html").read_text("utf-8")
    for text in (
        "Accountgegevens",
        "De gevraagde dienst verlenen",
        "6 maanden na sluiting van het account",
        "Wie de gegevens krijgt",
        "Waar de gegevens vandaan komen",
        "Autoriteit Persoonsgegevens",
        "Besluiten door een computer",
        "P-130, versie 1 van 19-05-2022",
        "administratie@cne.nl",
    ):
        assert text in html
    information = data(tmp_path / "p")["information"]
    assert [c["code"] for c in information["categories"]] == ["account", "communication"]


def test_the_page_runs_nothing_and_fetches_nothing(tmp_path: Path) -> None:
    write(tmp_path / "p", sections(HOSTILE, title=HOSTILE[1]))
    html = (tmp_path / "p" / "index.html").read_text("utf-8")
    tags = {tag.lower() for tag in re.findall(r"<\s*/?\s*([a-zA-Z][a-zA-Z0-9]*)", html)}
    assert not tags & {"script", "img", "iframe", "object", "embed", "link", "base", "form", "svg"}
    assert "http:" not in html
    assert "https:" not in html
    assert "url(" not in html
    assert not re.search(r"<[^>]*\s(on\w+|src|srcset|style)\s*=", html)
    assert {link[0] for link in re.findall(r'href="([^"]*)"', html)} <= {"#", "f"}
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style
    digest = hashlib.sha256(style[1].encode()).digest()
    policy = re.search(r"style-src 'sha256-([^']+)'", html)
    assert policy
    assert policy[1].encode() == base64.b64encode(digest)
    assert "default-src 'none'" in html


def test_hostile_texts_come_through_unharmed_and_harmless(tmp_path: Path) -> None:
    write(tmp_path / "p", sections(HOSTILE))
    [one] = data(tmp_path / "p")["sections"][1]["records"]
    kept = [m["fields"][1]["value"] for m in one["records"]]
    assert kept == [text.replace("\ud800", "\ufffd") for text in HOSTILE]
    html = (tmp_path / "p" / "index.html").read_text("utf-8")
    assert "a" * 1_000_000 in html
    assert "{{ 7 * 7 }}" in html
    assert "\x00" not in html
    assert "\x1b" not in html


@pytest.mark.parametrize(("language", "delimiter"), [("nl", ";"), ("en", ",")])
def test_no_cell_begins_as_a_formula(tmp_path: Path, language: str, delimiter: str) -> None:
    write(tmp_path / "p", sections(HOSTILE, title="=cmd|' /C calc'!A0"), language=language)
    raw = (tmp_path / "p" / "csv" / "messages.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    for table in ("messages", "tickets"):
        for row in rows(tmp_path / "p", table, delimiter):
            assert not [cell for cell in row if cell.startswith(tuple("=+-@\t\r\n"))]
    texts = [row[3] for row in rows(tmp_path / "p", "messages", delimiter)[1:]]
    assert "'=HYPERLINK(1)" in texts
    assert "'+31 6 12345678" in texts


def test_a_sealed_package_opens_with_its_passphrase_and_shows_nothing_before(
    tmp_path: Path,
) -> None:
    target = tmp_path / "p.zip"
    result = write(target, sections(files=(file("Ontslag Jansen.pdf"),)), passphrase=PASSPHRASE)
    raw = target.read_bytes()
    assert result.sha256 == hashlib.sha256(raw).hexdigest()
    assert target.stat().st_mode & 0o777 == 0o600
    for secret in (b"Anke", b"example.nl", b"Jansen", b"verslag", PASSPHRASE.encode()):
        assert secret not in raw
    with pyzipper.AESZipFile(target) as opened:
        opened.setpassword(PASSPHRASE.encode())
        assert opened.testzip() is None
        assert {i.wz_aes_strength for i in opened.infolist()} == {3}  # AES-256
        assert {i.wz_aes_version for i in opened.infolist()} == {2}  # AE-2
        assert opened.read("files/00001.pdf") == b"%PDF-1.7 verslag"
        assert b"Anke de Vries" in opened.read("index.html")
        assert b"Ontslag Jansen.pdf" in opened.read("index.html")
        assert not [i for i in opened.infolist() if i.CRC]
    with pyzipper.AESZipFile(target) as opened:
        opened.setpassword(b"een-ander-woord")
        with pytest.raises(RuntimeError, match="password"):
            opened.read("index.html")


def test_only_the_owner_may_read_an_unsealed_package(tmp_path: Path) -> None:
    result = write(tmp_path / "p")
    manifest = (tmp_path / "p" / "manifest.json").read_bytes()
    assert result.sha256 == hashlib.sha256(manifest).hexdigest()
    for path in (tmp_path / "p", *(tmp_path / "p").rglob("*")):
        assert path.stat().st_mode & 0o077 == 0


def test_the_same_records_at_the_same_moment_give_the_same_package(tmp_path: Path) -> None:
    assert write(tmp_path / "a").sha256 == write(tmp_path / "b").sha256


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_what_is_there_is_not_replaced(tmp_path: Path, passphrase: str | None) -> None:
    target = tmp_path / "p"
    target.mkdir()
    with pytest.raises(KnownError, match="file_exists"):
        write(target, passphrase=passphrase)
    assert list(tmp_path.iterdir()) == [target]


def different_fields() -> list[PackageSection]:
    other = PackageRecord("people", "account", "x", (PackageField("name", "Naam", "x"),))
    return [section("Account", lambda: [account(), other])]


def unknown_category() -> list[PackageSection]:
    return [section("X", lambda: [PackageRecord("people", "gossip", "x", ())])]


def odd_table() -> list[PackageSection]:
    return [section("X", lambda: [PackageRecord("../people", "account", "x", ())])]


@pytest.mark.parametrize("parts", [different_fields, unknown_category, odd_table])
def test_sections_that_break_their_contract_are_a_defect(
    tmp_path: Path, parts: Callable[[], list[PackageSection]]
) -> None:
    with pytest.raises(ValueError, match=r"."):
        write(tmp_path / "p", parts())
    assert list(tmp_path.iterdir()) == []


def test_records_that_change_between_passes_are_a_defect(tmp_path: Path) -> None:
    calls: list[int] = []

    def growing() -> Iterator[PackageRecord]:
        calls.append(1)
        yield from (account() for _ in calls)

    with pytest.raises(RuntimeError, match="changed while"):
        write(tmp_path / "p", [section("Account", growing)])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_memory_does_not_grow_with_what_is_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str | None
) -> None:
    monkeypatch.setattr(overview, "PAGES", 15)  # a volume is held: 65 pages are more than four
    held: list[list[int]] = []
    written: list[int] = []

    def sample() -> None:
        if tracemalloc.is_tracing():  # bytes
            held[-1].append(tracemalloc.get_traced_memory()[0])
        else:  # objects: to follow the library of the PDF byte for byte takes a minute
            held[-1].append(sys.getallocatedblocks())
        written.append(sum(path.stat().st_size for path in tmp_path.rglob("*.*")))

    def parts(messages: int, megabytes: int) -> list[PackageSection]:
        def texts() -> Iterator[PackageRecord]:
            for number in range(messages):
                yield message(number, f"tekst {number} " * 130)
                sample()

        def chunks() -> Iterator[bytes]:
            held.append([])
            for _ in range(16 * megabytes):
                yield b"x" * 65536
                sample()

        def records() -> Iterator[PackageRecord]:
            if len(held) == 6:  # what is left is the PDF
                tracemalloc.stop()
            held.append([])
            yield ticket(children=texts())
            big = PackageFile("groot.bin", "application/octet-stream", megabytes << 20, chunks)
            yield ticket(children=[message(0, files=(big,))])

        return [section("Tickets", records)]

    write(tmp_path / "first", parts(1, 1), passphrase=passphrase)  # loads what is loaded once
    held.clear()
    written.clear()
    tracemalloc.start()
    try:
        write(tmp_path / "p", parts(200, 20), passphrase=passphrase)
    finally:
        tracemalloc.stop()
    *forms, pdf = [samples for samples in held if samples]
    assert len(forms) == 6  # JSON, two tables, the attachments' pass, the attachment, HTML
    for samples in forms:  # each half holds 150 KB of text, or 10 MB of the attachment
        half = len(samples) // 2
        assert max(samples[half:]) < max(samples[:half]) + 75_000
    half = len(pdf) // 2
    assert max(pdf[half:]) < max(pdf[:half]) + 5_000
    assert len(set(written[-len(pdf) :])) >= 4  # each volume is out before the next begins


def test_a_passphrase_is_six_of_2048_words() -> None:
    words = word_list()
    assert len(words) == len(set(words)) == 2048
    assert math.log2(len(words)) * 6 >= 66
    assert all(re.fullmatch(r"[a-z]{4,9}", word) for word in words)
    made = {new_passphrase() for _ in range(50)}
    assert len(made) == 50
    assert all(set(one.split("-")) <= set(words) and one.count("-") == 5 for one in made)


def test_no_two_words_differ_by_one_slip() -> None:
    words = set(word_list())
    for word in words:
        shorter = {word[:i] + word[i + 1 :] for i in range(len(word))}
        swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
        assert not (shorter | swapped) - {word} & words, word
    masked = [word[:i] + "*" + word[i + 1 :] for word in words for i in range(len(word))]
    assert len(masked) == len(set(masked))
