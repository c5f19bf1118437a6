"""Runs one command and turns whatever becomes of it into an exit code."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _, set_language, system_language
from app.settings import store_folder

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
    _never_fail_on_characters()
    arguments = sys.argv[1:] if argv is None else argv
    try:
        if _names_a_store_alone(arguments):
            code = open_window(store_folder(*map(Path, arguments[1:])), None, None)
        else:
            code = _run(argv, open_window)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _note(_("Stopped. What was finished before stays."))
        return STOPPED
    except KnownError as error:
        from app.cli.output import print_error  # noqa: PLC0415 - reads commands, as below

        print_error(error)
        return KNOWN_ERROR
    except BrokenPipeError:
        _drop_output()
        return READER_GONE
    except Exception as error:  # whatever else escapes is a bug, told without its values
        _print_bug(error)
        return BUG
    return code


def _names_a_store_alone(arguments: list[str]) -> bool:
    """Whether nothing is asked but the window, which then need not wait for what reads commands."""
    return not arguments or (len(arguments) == 2 and arguments[0] == "--store")


def _run(argv: list[str] | None, open_window: OpenWindow) -> int:
    """Read the arguments and run the command that they name."""
    import click  # noqa: PLC0415 - what reads commands takes a twentieth of the window's start

    # Only now: a module of commands translates its help while it is read.
    from app.cli.invocation import Invocation  # noqa: PLC0415
    from app.cli.root import ReaderGone, root  # noqa: PLC0415

    try:
        code = root.main(
            args=argv,
            prog_name="cne-helpdesk",
            standalone_mode=False,
            obj=Invocation(open_window),
        )
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except ReaderGone:
        raise BrokenPipeError from None
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


def _note(text: str) -> None:
    from app.cli.output import note  # noqa: PLC0415 - reads commands, as above

    note(text)


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

    _note(
        _("This is a mistake in the program ({kind}). Please report it with these lines:").format(
            kind=type(error).__name__
        )
    )
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        parts = path.parts
        start = next((n for n, part in enumerate(parts) if part in {"app", "ui"}), len(parts) - 1)
        _note(f"  {'/'.join(parts[start:])}:{frame.lineno} {frame.name}")
