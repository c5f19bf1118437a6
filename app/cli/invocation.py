"""One run of the command line: which store, whose passphrase, which form of answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from app.errors import KnownError
from app.i18n import _
from app.settings import NEW_PASSPHRASE_VARIABLE, PASSPHRASE_VARIABLE, store_folder

if TYPE_CHECKING:  # loads the database engine and the cryptography, which --help can do without
    from app.workflows.session import Session

OpenWindow: TypeAlias = "Callable[[Path, Session | None, str | None], int]"
"""Opens the window on a store, one that is unlocked already, with a passphrase to tell."""

_LONGEST_LINE = 16_384  # bytes of a passphrase file that are read


class Invocation:
    """What the options before the command say, and what commands share."""

    def __init__(self, open_window: OpenWindow) -> None:
        self.open_window = open_window
        self.folder: Path | None = None
        self.passphrase_file: Path | None = None
        self.member: str | None = None
        self.json = False

    @property
    def store(self) -> Path:
        """The folder of the store: as given, else the environment's, else the usual one."""
        return store_folder(self.folder)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Unlock the store while the block lasts."""
        # Imported at first use: the engine and the cryptography cost more than the whole rest.
        from app.workflows import session as sessions  # noqa: PLC0415

        if self.passphrase_file is not None or PASSPHRASE_VARIABLE not in os.environ:
            sessions.members_of(self.store)  # no store: said before a passphrase is looked for
        session = sessions.unlock(self.store, self.passphrase, self.member)
        try:
            if session.cleanup_owed:
                _clean_up(session)
            yield session
        finally:
            session.close()

    @cached_property
    def passphrase(self) -> str:
        """The passphrase that unlocks the store; asked for at most once."""
        given = self._given()
        return ask(_("Passphrase")) if given is None else given

    def first_passphrase(self) -> str:
        """Return the passphrase for a new store: given like any other, but asked for twice."""
        given = self._given()
        return ask(_("New passphrase"), twice=True) if given is None else given

    def _given(self) -> str | None:
        if self.passphrase_file is not None:
            return read_passphrase(self.passphrase_file)
        return os.environ.get(PASSPHRASE_VARIABLE)


def _clean_up(session: Session) -> None:
    """Finish the clean-up after a destruction; a command goes on where it cannot be finished."""
    from app.model.page_search import renewal_told  # noqa: PLC0415 - as a rule never
    from app.workflows.session import finish_cleanup  # noqa: PLC0415 - as above

    click.echo(_("Finishing the clean-up after what was destroyed…"), err=True)
    try:
        renewed = finish_cleanup(session)
    except KnownError as error:
        click.echo(
            _("{problem} The clean-up is still to be done.").format(problem=error.message), err=True
        )
    else:
        if renewed and (not_renewed := renewal_told(renewed._asdict())):
            click.echo(not_renewed, err=True)


def new_passphrase() -> str:
    """Return a passphrase to set, from the environment or asked for twice."""
    given = os.environ.get(NEW_PASSPHRASE_VARIABLE)
    return ask(_("New passphrase"), twice=True) if given is None else given


def read_passphrase(file: Path) -> str:
    """Return the first line of a file. Raises ``KnownError("passphrase_file")``."""
    try:
        with file.open("rb") as opened:
            line = opened.readline(_LONGEST_LINE)
        return line.decode("utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise KnownError(
            "passphrase_file",
            _("The passphrase file cannot be read as text."),
            _("Nothing was done. Name a file whose first line is the passphrase, in UTF-8."),
        ) from None


def ask(prompt: str, *, twice: bool = False) -> str:
    """Ask for a passphrase without showing it. Raises ``KnownError("passphrase_needed")``.

    The question goes to stderr, so that stdout holds the answer alone.
    """
    if not sys.stdin.isatty():
        raise KnownError(
            "passphrase_needed",
            _("A passphrase is needed, and there is no terminal to ask for it."),
            _("Give it with --passphrase-file or in {name}; a new one in {new}.").format(
                name=PASSPHRASE_VARIABLE, new=NEW_PASSPHRASE_VARIABLE
            ),
        )
    answer: str = click.prompt(prompt, hide_input=True, confirmation_prompt=twice, err=True)
    return answer


invocation = click.make_pass_decorator(Invocation)
"""Hands the invocation to a command as its first argument."""


def _note_json(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        context.find_object(Invocation).json = True  # type: ignore[union-attr] # main made it


json_option = click.option(
    "--json",
    is_flag=True,
    expose_value=False,
    callback=_note_json,
    help=_("Print JSON to stdout and nothing else."),
)
