"""What columns a file has is said before it is read, whatever the file holds."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from app.intake.devices import Field
from app.intake.devices.columns import names_of
from app.intake.devices.headings import read_headings


def test_headings_come_with_their_guess_and_first_values(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text("Lijst van mei\n\nSerienummer;Kast;Merk\nABC1;B2;HP\n;;\nABC2;;Dell\n")
    found = {heading.name: heading for heading in read_headings(path)}
    assert [(name, one.field) for name, one in found.items()] == [
        ("Serienummer", Field.SERIAL),
        ("Kast", None),
        ("Merk", Field.MANUFACTURER),
    ]
    assert found["Serienummer"].examples == ("ABC1", "ABC2")
    assert found["Kast"].examples == ("B2",)


@given(st.lists(st.sampled_from(["A", "A (2)", "A (3)", "A (2) (2)", "B", "", " (2)"]), max_size=9))
def test_each_column_has_a_name_of_its_own_that_begins_with_its_heading(
    headings: list[str],
) -> None:
    names = names_of(headings)
    assert len(set(names)) == len(headings)
    for place, (heading, name) in enumerate(zip(headings, names, strict=True)):
        assert name.startswith(heading)
        assert name == heading or heading in headings[:place]


def test_a_thousand_columns_with_one_heading_are_named_at_once() -> None:
    """A row of them is asked for its names with each row that may be the headings."""
    looked = 0

    class Counted(str):
        __slots__ = ()

        def __format__(self, spec: str) -> str:
            nonlocal looked
            looked += 1
            return super().__format__(spec)

    assert names_of([Counted("A")] * 1_000)[-1] == "A (1000)"
    assert looked < 2_000


def test_reports_and_missing_files_have_no_columns(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text('{"deviceid": "x"}')
    assert read_headings(report) == ()
    assert read_headings(tmp_path / "none.csv") == ()


@settings(deadline=None, max_examples=100, database=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8")))
def test_any_bytes_are_looked_at_without_harm(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        path.write_bytes(content)
        for heading in read_headings(path):
            assert heading.name.strip()
            assert len(heading.examples) <= 3
