"""``demo``: a throw-away store with example data."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import note, print_json, print_text
from app.i18n import _
from app.workflows import demo as workflow


@click.command(
    help=_("Make a throw-away store of made-up people, devices and tickets, and open the window.")
)
@click.option(
    "--tickets", type=click.IntRange(10, 1_000_000), default=200, show_default=True, metavar="N"
)
@click.option("--headless", is_flag=True, help=_("Run the main job instead and say what it did."))
@json_option
@invocation
def demo(run: Invocation, tickets: int, headless: bool) -> int | None:
    """Show the program on example data; nothing of it stays."""
    with tempfile.TemporaryDirectory(prefix="cne-helpdesk-demo-") as made:
        folder = Path(made)
        session, passphrase = workflow.make_demo(folder / "store", tickets)
        try:
            if not headless:
                note(_("Passphrase of the example data: {text}").format(text=passphrase))
                return run.open_window(session.folder, session, passphrase)
            summary = workflow.run_headless(session, folder, note if run.json else print_text)
        finally:
            session.close()
    if run.json:
        print_json(summary)
    return None


COMMANDS = {"demo": demo}
