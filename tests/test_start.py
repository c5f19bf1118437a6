"""What a start does not load: a command and the first list wait for nothing they do not use."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.model.staff import Role
from app.model.ticket import Channel
from app.workflows import members, tickets
from app.workflows.session import create_store
from tests.bench.secret import LEAD, PASSPHRASE
from tests.bench.stores import CHEAP

_NEVER = (
    "holidays",
    "keyring",
    "jinja2",
    "fpdf",
    "nh3",
    "defusedxml",
    "charset_normalizer",
    "segno",
    "pyzipper",
    "stdnum",
    "sqlite3",
    "tomllib",
    "importlib.metadata",
    "app.policy",
    "app.intake",
    "app.documents",
    "app.store.data_map",
    "app.workflows.requests",
    "app.workflows.purge",
    "app.workflows.people",
    "app.workflows.devices",
    "app.workflows.destruction",
)
_NO_LIST = (
    "PySide6",
    "appdirs",
    "zoneinfo",
    "socket",
    "difflib",
    "secrets",
    "dataclasses",  # each takes as long to make as five named tuples, at every start
    "app.model.conversation",
    "app.model.device",
    "app.model.identifiers",
    "app.model.mail",
    "app.model.person",
    "app.model.ticket_query",
    "app.model.ticket_query_words",
    "app.store.audit",
    "app.store.left_staff",
    "app.store.messages",
    "app.store.people",
    "app.store.request_records",
    "app.store.ticket_compiler",
    "app.store.ticket_ordered",
    "app.store.tickets",
    "app.workflows.restriction",
    "app.workflows.tickets",
)
"""What the list of all tickets, as a command prints it, does not load besides."""
_NO_WINDOW = (
    "argparse",
    "click",
    "dataclasses",
    "html",
    "importlib.resources",
    "logging",
    "shibokensupport.signature.errorhandler",
    "shibokensupport.signature.layout",
    "shibokensupport.signature.lib.enum_sig",
    "shibokensupport.signature.lib.pyi_generator",
    "shibokensupport.signature.parser",
    "app.cli.invocation",
    "app.cli.output",
    "app.cli.root",
    "app.model.conversation",
    "app.model.identifiers",
    "app.model.mail",
    "app.model.package",
    "app.model.person",
    "app.model.query_completion",
    "app.model.subject_request",
    "app.store.messages",
    "app.store.request_records",
    "app.store.ticket_ordered",
    "app.store.tickets",
    "app.workflows.bulk_edit",
    "app.workflows.canned",
    "app.workflows.drafts",
    "app.workflows.filing",
    "app.workflows.restriction",
    "app.workflows.tickets",
    "ui.attached",
    "ui.guide",
    "ui.palette",
    "ui.first_run",
    "ui.errors",
    "ui.prompts",
    "ui.devices.page",
    "ui.imports.page",
    "ui.people.page",
    "ui.people.organisations",
    "ui.requests.page",
    "ui.settings.page",
    "ui.start.page",
    "ui.tickets.bulk_bar",
    "ui.tickets.composer",
    "ui.tickets.dialogs",
    "ui.tickets.new_ticket",
    "ui.tickets.reading_pane",
    "ui.tickets.view_dialogs",
    "ui.tickets.word_field",
    "ui.widgets.form_dialog",
    "ui.widgets.suggestions",
)
"""What the first list in the window does not load besides."""
_NOT_MADE = {
    "QAccessible",
    "QCalendarWidget",
    "QFileDialog",
    "QMessageBox",
    "QStyle",
    "QWizard",
}
"""Classes of Qt of which its binding makes none before the first list: it makes each with all its
names, 600 of them for the styles, when a module imports it or an object of its kind is met."""
_COMMAND = """
import json, sys
from ui.__main__ import main
code = main(["--store", sys.argv[1], "tickets", "list", "--json"])
print(json.dumps(sorted(sys.modules)))
sys.exit(code)
"""
_RUBBISH = """
import atexit, gc, json, sys
from ui.__main__ import main
looks = []
gc.callbacks.append(lambda phase, _about: looks.append(phase))
atexit.register(lambda: print(json.dumps([len(looks), len(gc.get_objects())])))  # after all others
sys.exit(main(["--store", sys.argv[1], "tickets", "list", "--json"]))
"""
_COUNTS = """
import json, sys
from tests.bench.secret import PASSPHRASE
from app.workflows.session import unlock
from pathlib import Path
from ui.application import PAGES
session = unlock(Path(sys.argv[1]), PASSPHRASE)
assert [query.count(session) for spec in PAGES for query in spec.queries]
print(json.dumps(sorted(sys.modules)))
session.close()
"""
_WINDOW = """
import json, linecache, sys
from ui.binding import load_qt
load_qt()
from shiboken6 import Shiboken
import ui.navigation, ui.tickets.readers
from tests.bench import window_start
ui.navigation._COUNT_AFTER = 60_000  # what the counts load comes after the first list
ui.tickets.readers._PAINTED = 60_000  # and so does what the first ticket needs
def made(kind):
    return {kind.__name__}.union(*map(made, kind.__subclasses__()))
def heaps():
    import ctypes, os
    read, write = os.pipe()
    os.dup2(write, 2)
    ctypes.CDLL(None).malloc_stats()
    return [os.read(read, 65_536).count(b"Arena ")]
window_start.painted = lambda: print(json.dumps(sorted(%s)))
window_start.main("list", sys.argv[1])
"""
_ELSEWHERE = """
import json, sys, threading
from pathlib import Path
elsewhere = []
class Watch:
    def find_spec(name, _path=None, _target=None):
        of_qt = name.partition(".")[0] in {"PySide6", "shiboken6", "ui"}
        if of_qt and threading.current_thread() is not threading.main_thread():
            elsewhere.append(name)
sys.meta_path.insert(0, Watch)
from tests.bench import window_drive, window_start
def act():
    window_drive.unlock(window_drive.main_window())
    window_drive.wait_until(lambda: "ui.tickets.dialogs" in sys.modules)
    print(json.dumps(elsewhere))
window_start.ours(sys.argv[1], act)
"""
_WRONG = """
import json, sys
from ui.binding import load_qt
load_qt()
from PySide6.QtCore import QObject, QTimer
assert "shibokensupport.signature.errorhandler" not in sys.modules
said = []
for wrong in (lambda: QTimer.singleShot("a", "b"), lambda: QObject(5), lambda: QObject(colour=1)):
    try:
        wrong()
    except (TypeError, AttributeError) as error:
        said.append(str(error))
print(json.dumps(said))
"""
_LOADED, _READ, _MADE = "sys.modules", "linecache.cache", "made(Shiboken.Object)"
_HEAPS = "heaps()"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    session, _code = create_store(folder, LEAD, PASSPHRASE, kdf=CHEAP)
    members.add(session, "Bea", Role.TECHNICIAN, f"{PASSPHRASE} twee")  # the gate asks who it is
    tickets.create(session, title="Scherm blijft zwart", channel=Channel.TELEPHONE)
    session.close()
    return folder


def loaded(script: str, store: Path) -> list[Any]:
    """Run a script on a store in a fresh interpreter and return what it printed at last."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", script, str(store)],
        cwd=Path(__file__).resolve().parents[1],
        env={
            **os.environ,
            "CNE_HELPDESK_PASSPHRASE": PASSPHRASE,
            "LANG": "en_GB.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def among(names: tuple[str, ...], modules: list[str]) -> list[str]:
    return [m for m in modules if any(m == name or m.startswith(f"{name}.") for name in names)]


def test_listing_tickets_loads_no_window_policy_or_paper(store: Path) -> None:
    modules = loaded(_COMMAND, store)
    assert "app.workflows.ticket_lists" in modules
    assert among((*_NEVER, *_NO_LIST), modules) == []


def test_listing_tickets_loads_little_beside_what_any_such_command_needs(store: Path) -> None:
    modules = loaded(_COMMAND, store)
    own = [m for m in modules if m.partition(".")[0] in {"app", "ui"}]
    assert len(own) <= 58


def test_listing_tickets_ends_without_a_look_for_rubbish(store: Path) -> None:
    looks, left_to_look_through = loaded(_RUBBISH, store)
    assert looks == 0
    assert left_to_look_through < 100


def test_the_first_list_in_the_window_loads_nothing_that_comes_after_it(store: Path) -> None:
    modules = loaded(_WINDOW % _LOADED, store)
    assert "ui.tickets.page" in modules
    assert among((*_NEVER, *_NO_WINDOW), modules) == []


def test_counting_for_the_navigation_loads_no_paper(store: Path) -> None:
    modules = loaded(_COUNTS, store)
    assert among(("app.documents", "app.intake", "jinja2", "fpdf", "pyzipper"), modules) == []


def test_the_window_starts_without_reading_the_sources_of_the_program(store: Path) -> None:
    read = loaded(_WINDOW % _READ, store)
    assert [path for path in read if path.endswith("main_window.py")] == []


def test_the_first_list_in_the_window_makes_no_class_of_qt_that_it_does_not_show(
    store: Path,
) -> None:
    made = loaded(_WINDOW % _MADE, store)
    assert "QTableView" in made
    assert _NOT_MADE.intersection(made) == set()


def test_no_class_of_qt_is_made_on_a_worker(store: Path) -> None:
    assert loaded(_ELSEWHERE, store) == []


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="its heaps are one for each thread")
def test_the_threads_of_the_window_take_memory_from_one_heap(store: Path) -> None:
    assert loaded(_WINDOW % _HEAPS, store) == [1]


def test_what_tells_the_errors_of_wrong_calls_of_qt_is_loaded_when_there_is_one(
    store: Path,
) -> None:
    start, made, named = loaded(_WRONG, store)
    assert "QTimer.singleShot(msec: int" in start
    assert "QObject.__init__(parent: " in made
    assert "'colour' is not a Qt property" in named
