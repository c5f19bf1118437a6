"""A system whose program for opening files notes what it was asked to open."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ui import prompts


def opener(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: int = 0
) -> Callable[[], list[Path]]:
    """Put it there, ending with a code; what is returned says what was opened so far."""
    if not sys.platform.startswith("linux"):
        opened: list[Path] = []

        def note(path: Path) -> bool:
            opened.append(path)
            return code == 0

        monkeypatch.setattr(prompts, "open_file", note)
        return lambda: opened
    folder = tmp_path / "bin"
    folder.mkdir()
    noted, program = folder / "opened", folder / "xdg-open"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> "{noted}"\nexit {code}\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    return lambda: [Path(p) for p in noted.read_text().splitlines()] if noted.exists() else []
