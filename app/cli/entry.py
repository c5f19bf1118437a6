"""Runs one command and turns whatever becomes of it into an exit code."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.output import note, print_error
from app.errors import KnownError
from app.i18n import _, set_language, system_language

if TYPE_CHECKING:
    from app.cli.invocation import OpenWindow

DONE = 0
KNOWN_ERROR = 1
BUG = 70
"""``EX_SOFTWARE`` of the BSD's list of exit codes."""
STOPPED = 130
"""As shells say it of a program stopped with Ctrl-C."""
READER_GONE = 141
"""As shells say it of a program whose reader closed the pipe."""


def main(argv: list[str] | None = None, *, open_window: OpenWindow) -> int:
    """Run a command and return its exit code; without one, ``open_window`` is called.

    0 done; 1 something the user can act on, told on stderr as ``error[code]: message``; 2 wrong
    usage; 70 a mistake in the program; 130 stopped by the user; 141 the reader of stdout left.
    """
    set_language(system_language())
    # Only now: a module of commands translates its help while it is read.
    from app.cli.invocation import Invocation  # noqa: PLC0415
    from app.cli.root import ReaderGone, root  # noqa: PLC0415

    _never_fail_on_characters()
    try:
        code = root.main(
            args=argv,
            prog_name="cne-helpdesk",
            standalone_mode=False,
            obj=Invocation(open_window),
        )
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        note(_("Stopped. What was finished before stays."))
        return STOPPED
    except KnownError as error:
        print_error(error)
        return KNOWN_ERROR
    except (ReaderGone, BrokenPipeError):
        _drop_output()
        return READER_GONE
    except Exception as error:  # whatever else escapes is a bug, told without its values
        _print_bug(error)
        return BUG
    return code if isinstance(code, int) else DONE


def _never_fail_on_characters() -> None:
    """Let characters that the terminal's encoding does not have become question marks.

    What stdin has that is no text comes in as Python keeps such bytes, and is told apart later.
    """
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _drop_output() -> None:
    """Keep the interpreter from failing once more when it flushes stdout at its end."""
    with suppress(OSError, ValueError):  # a stream without a descriptor needs none of this
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _print_bug(error: BaseException) -> None:
    """Say where the program went wrong; neither the message nor a line of source is shown.

    Both could hold a value of the people served.
    """
    import traceback  # noqa: PLC0415 - as a rule never

    note(
        _("This is a mistake in the program ({kind}). Please report it with these lines:").format(
            kind=type(error).__name__
        )
    )
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        parts = path.parts
        start = next((n for n, part in enumerate(parts) if part in {"app", "ui"}), len(parts) - 1)
        note(f"  {'/'.join(parts[start:])}:{frame.lineno} {frame.name}")
