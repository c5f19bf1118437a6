"""The measurements themselves work: ours and bare SQL give the same on a small store."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bench import run, table


def test_ours_and_bare_sql_agree_on_every_list_filter_and_search(tmp_path: Path) -> None:
    stores, scratch = tmp_path / "stores", tmp_path / "scratch"
    stores.mkdir()
    scratch.mkdir()
    report = run.measure(
        stores, scratch, 1_200, ["lists", "filters", "searches", "writes"], repeats=2
    )
    assert len(report.figures) > 50
    text = table.as_text([report])
    assert "1,200 tickets" in text
    assert str(tmp_path) not in text + json.dumps(table.as_json([report]))
