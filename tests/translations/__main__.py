"""``python -m tests.translations --update`` renews the catalogue, ``--check`` judges it."""

from __future__ import annotations

import sys

from tests.translations import catalogue


def main(arguments: list[str]) -> int:
    """Do what the one option says; return the exit code."""
    if arguments == ["--update"]:
        print(f"{catalogue.update()} texts without Dutch")
        return 0
    if arguments == ["--check"]:
        found = list(catalogue.problems())
        print("\n".join(found) or "complete")
        return 1 if found else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
