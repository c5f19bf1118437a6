"""``python -m tests.bench [--tickets N]...``: measure, and print the table."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from tests.bench import run, stores, table, window

SIZES = (10_000, 1_000_000)


def main() -> None:
    """Measure each size and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--tickets", type=int, action="append", help="a size of store; may be given twice"
    )
    parser.add_argument("--json", type=Path, help="also write every figure to this file")
    parser.add_argument("--stores", type=Path, help="keep the built stores here for the next run")
    parser.add_argument(
        "--only", action="append", choices=run.PARTS, help="measure this part; may be given twice"
    )
    parser.add_argument(
        "--window", action="store_true", help="measure the window, and nothing else"
    )
    options = parser.parse_args()
    try:
        _measure(options)
    except stores.UnfitStoreError as error:
        parser.exit(1, f"{error}\n")


def _measure(options: argparse.Namespace) -> None:
    sizes = sorted(options.tickets or SIZES)
    with tempfile.TemporaryDirectory(prefix="cne-helpdesk-bench-") as scratch:
        parent = options.stores or Path(scratch)
        parent.mkdir(parents=True, exist_ok=True)
        if options.window:
            lines = window.measure(parent, sizes)
            print(window.as_text(lines))
            if options.json:
                options.json.write_text(window.as_json(lines) + "\n")
            return
        reports = []
        for tickets in sizes:
            stores.say(f"{tickets:,} tickets")
            reports.append(
                run.measure(parent, Path(scratch), tickets, options.only or list(run.PARTS))
            )
    print(table.as_text(reports))
    if options.json:
        options.json.write_text(json.dumps(table.as_json(reports), indent=1) + "\n")


if __name__ == "__main__":
    main()
