"""What the lanes promise, without Qt: the test's own thread plays the window's."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from app.errors import Cancelled, KnownError
from app.model.changes import Progress
from ui.lanes import Lane
from ui.runner import Inbox, Runner
from ui.tasks import Slot, Task


class Window:
    """Plays the window's thread: deliveries are done when the test asks for them."""

    def __init__(self) -> None:
        self.deliveries: queue.Queue[Callable[[], None]] = queue.Queue()
        self.seen: list[tuple[str, int, int | None, float | None, bool]] = []
        self.unhandled: list[Exception] = []
        self.time = 0.0
        self.runner = Runner(
            self.deliveries.put,
            observe=self._observe,
            unhandled=self.unhandled.append,
            now=lambda: self.time,
        )

    def _observe(self, task: Task, ended: bool) -> None:
        report = task.report
        self.seen.append((task.title, report.done, report.total, report.seconds_left, ended))

    def until(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + 5
        while not condition():
            assert time.monotonic() < deadline, "waited too long"
            try:
                self.deliveries.get(timeout=0.01)()
            except queue.Empty:
                continue


@pytest.fixture
def window() -> Iterator[Window]:
    window = Window()
    yield window
    window.runner.close()


def quick(value: object, done: Callable[[object], None]) -> Task:
    return Task(lambda _progress: value, done, None)


class Gate:
    """Work that waits in its lane until the test lets it go on."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.leave = threading.Event()

    def work(self, _progress: Progress) -> str:
        self.entered.set()
        assert self.leave.wait(5)
        return "gate"


def test_an_answer_comes_back_on_the_window_thread(window: Window) -> None:
    where: list[tuple[object, threading.Thread]] = []
    work_thread: list[threading.Thread] = []

    def work(_progress: Progress) -> int:
        work_thread.append(threading.current_thread())
        return 7

    task = Task(work, lambda value: where.append((value, threading.current_thread())), None)
    window.runner.submit(task, Lane.READ)
    window.until(lambda: where)
    assert where == [(7, threading.current_thread())]
    assert work_thread[0] is not threading.current_thread()


def test_writes_happen_one_after_the_other_in_order(window: Window) -> None:
    order: list[int] = []
    at_work = [0]
    most = [0]
    answers: list[object] = []

    def write(number: int) -> Callable[[Progress], int]:
        def work(_progress: Progress) -> int:
            at_work[0] += 1
            most[0] = max(most[0], at_work[0])
            time.sleep(0.001)
            order.append(number)
            at_work[0] -= 1
            return number

        return work

    for number in range(20):
        window.runner.submit(Task(write(number), answers.append, None), Lane.WRITE)
    window.until(lambda: len(answers) == 20)
    assert order == answers == list(range(20))
    assert most == [1]


def test_only_the_latest_question_of_a_slot_is_answered(window: Window) -> None:
    answers: list[object] = []
    slot = Slot()
    gate = Gate()
    window.runner.submit(Task(gate.work, answers.append, None), Lane.READ, slot)
    assert gate.entered.wait(5)
    for number in range(50):
        window.runner.submit(quick(number, answers.append), Lane.READ, slot)
    window.until(lambda: 49 in answers)
    gate.leave.set()
    window.runner.close()
    while not window.deliveries.empty():
        window.deliveries.get()()
    assert answers == [49]


def test_an_answer_that_waits_for_the_window_is_void_once_a_newer_one_was_asked(
    window: Window,
) -> None:
    answers: list[object] = []
    slot = Slot()
    window.runner.submit(quick("old", answers.append), Lane.READ, slot)
    delivery = window.deliveries.get(timeout=5)
    window.runner.submit(quick("new", answers.append), Lane.READ, slot)
    delivery()
    window.until(lambda: answers)
    assert answers == ["new"]


def test_a_slow_read_does_not_hold_up_the_next(window: Window) -> None:
    answers: list[object] = []
    gate = Gate()
    window.runner.submit(Task(gate.work, answers.append, None), Lane.READ)
    assert gate.entered.wait(5)
    window.runner.submit(quick("quick", answers.append), Lane.READ)
    window.until(lambda: answers)
    assert answers == ["quick"]
    gate.leave.set()


def test_errors_go_to_the_one_who_asked_or_to_the_window(window: Window) -> None:
    heard: list[Exception] = []

    def fail(_progress: Progress) -> None:
        raise KnownError("broken", "It broke.")

    window.runner.submit(Task(fail, None, heard.append), Lane.READ)
    window.until(lambda: heard)
    assert window.unhandled == []
    window.runner.submit(Task(fail, None, None), Lane.READ)
    window.until(lambda: window.unhandled)
    assert len(heard) == 1


def test_long_work_reports_how_far_it_is_and_what_is_left(window: Window) -> None:
    answers: list[object] = []

    def work(progress: Progress) -> str:
        for done in range(11):
            progress(done, 10)
            window.time += 0.5
        return "done"

    window.runner.submit(Task(work, answers.append, None, title="Import"), Lane.LONG)
    window.until(lambda: window.seen and window.seen[-1][4])
    assert answers == ["done"]
    halfway = next(seen for seen in window.seen if seen[1] == 5)
    assert halfway == ("Import", 5, 10, 2.5, False)
    assert window.seen[0] == ("Import", 0, None, None, False)


def test_what_is_left_is_told_by_what_the_work_did_itself(window: Window) -> None:
    def work(progress: Progress) -> None:
        progress(80, 100)  # done before by work that was stopped
        window.time += 4.0
        progress(84, 100)

    window.runner.submit(Task(work, None, None, title="Purge"), Lane.LONG)
    window.until(lambda: any(ended for *_rest, ended in window.seen))
    assert ("Purge", 84, 100, 16.0, False) in window.seen


def test_progress_is_reported_no_oftener_than_the_window_can_show(window: Window) -> None:
    def work(progress: Progress) -> None:
        for done in range(10_000):
            progress(done, 10_000)
            window.time += 0.0001

    window.runner.submit(Task(work, None, None, title="Import"), Lane.LONG)
    window.until(lambda: window.seen and window.seen[-1][4])
    assert len(window.seen) < 15


def test_cancelled_work_stops_and_only_its_owner_hears(window: Window) -> None:
    gate = Gate()
    heard: list[Exception] = []
    answers: list[object] = []

    def work(progress: Progress) -> None:
        gate.work(progress)
        progress(1, 2)
        raise AssertionError("it went on")

    task = Task(work, answers.append, heard.append, title="Import")
    window.runner.submit(task, Lane.LONG)
    assert gate.entered.wait(5)
    task.cancel()
    gate.leave.set()
    window.until(lambda: heard)
    assert isinstance(heard[0], Cancelled)
    assert answers == []
    assert window.unhandled == []


def test_work_that_is_stopped_while_it_waits_its_turn_tells_its_owner_then(window: Window) -> None:
    gate = Gate()
    heard: list[Exception] = []
    answers: list[object] = []
    window.runner.submit(Task(gate.work, answers.append, None), Lane.WRITE)
    task = Task(lambda _progress: 1 / 0, answers.append, heard.append, title="Import")
    window.runner.submit(task, Lane.WRITE)
    task.cancel()
    gate.leave.set()
    window.until(lambda: window.seen)
    assert [type(error) for error in heard] == [Cancelled]
    assert window.seen == [("Import", 0, None, None, True)]
    assert answers == ["gate"]


def test_work_that_ended_before_it_saw_the_cancelling_still_counts(window: Window) -> None:
    gate = Gate()
    answers: list[object] = []
    task = Task(gate.work, answers.append, None, title="Import")
    window.runner.submit(task, Lane.WRITE)
    assert gate.entered.wait(5)
    task.cancel()
    gate.leave.set()
    window.until(lambda: answers)


def test_closing_finishes_short_writes_and_leaves_no_thread(window: Window) -> None:
    written: list[int] = []
    gate = Gate()
    window.runner.submit(Task(gate.work, None, None), Lane.WRITE)
    assert gate.entered.wait(5)
    for number in range(5):
        write = Task(lambda _progress, n=number: written.append(n), None, None)  # type: ignore[misc] # mypy infers no lambda with a default
        window.runner.submit(write, Lane.WRITE)
    window.runner.submit(
        Task(lambda _progress: written.append(99), None, None, title="Import"), Lane.WRITE
    )
    gate.leave.set()
    window.runner.close()
    assert written == [0, 1, 2, 3, 4]
    assert not [t for t in threading.enumerate() if t.name.startswith("cne-")]


def test_work_alone_waits_for_writes_and_stops_the_rest(window: Window) -> None:
    log: list[str] = []
    done: list[object] = []
    reading = threading.Event()

    def endless(progress: Progress) -> None:
        reading.set()
        while True:
            progress(0, None)
            time.sleep(0.001)

    def close_store(_progress: Progress) -> None:
        log.append("closed")
        late = quick("late", done.append)
        window.runner.submit(late, Lane.READ)

    window.runner.submit(Task(endless, None, None, title="Export"), Lane.LONG)
    assert reading.wait(5)
    window.runner.submit(Task(lambda _p: log.append("write"), None, None), Lane.WRITE)
    window.runner.alone(Task(close_store, done.append, None))
    window.until(lambda: done)
    assert log == ["write", "closed"]
    assert done == [None]
    window.runner.submit(quick("after", done.append), Lane.READ)
    window.until(lambda: len(done) == 2)
    assert done[1] == "after"


def test_work_alone_does_not_wait_for_what_keeps_nothing(window: Window) -> None:
    done: list[object] = []
    begun = threading.Event()

    def endless(progress: Progress) -> None:
        begun.set()
        while True:
            progress(0, None)
            time.sleep(0.001)

    trials = [Task(endless, done.append, done.append, title="Trial") for _each in range(2)]
    for trial in trials:
        trial.keeps_nothing = True
        window.runner.submit(trial, Lane.WRITE)
    window.runner.submit(quick("kept", done.append), Lane.WRITE)
    assert begun.wait(5)
    window.runner.alone(quick("closed", done.append))
    window.until(lambda: "closed" in done)
    assert done == ["kept", "closed"]


def test_a_delivery_that_fails_does_not_hold_up_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []
    monkeypatch.setattr("sys.excepthook", lambda *error: shown.append(error[0]))
    inbox = Inbox(lambda: None)
    done: list[int] = []
    empty: dict[int, None] = {}
    inbox.put(lambda: empty[1])
    inbox.put(lambda: done.append(1))
    inbox.empty()
    assert shown == [KeyError]
    assert done == [1]
    inbox.close()
    inbox.put(lambda: done.append(2))
    inbox.empty()
    assert done == [1]
