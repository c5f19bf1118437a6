"""Work away from the window's thread: lanes, latest-wins slots, progress and cancelling.

There is no Qt here. A :class:`Runner` does work on threads of its own and hands every outcome to
``deliver``, which carries it to the thread that owns the window; nothing else crosses over.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Any, NamedTuple

from app.errors import Cancelled
from app.model.changes import Progress
from ui.right_of_way import RightOfWay

Deliver = Callable[[Callable[[], None]], None]
"""Runs a callable later on the window's thread; may be called from any thread."""

REPORT_EVERY = 0.1
"""Seconds between two progress reports to the window; more would only cost it frames."""
_ESTIMATE_AFTER = 1.0  # seconds of work before a guess at the rest is worth showing


class Lane(Enum):
    """Where work is done; the value is the number of threads."""

    WRITE = ("write", 1)
    """One after the other: two writes never meet."""
    READ = ("read", 3)
    """Short questions for a page: a slow one does not hold up the next key press."""
    LONG = ("long", 2)
    """Long work that leaves others their turn to write: an export, the batches of a purge."""

    @property
    def threads(self) -> int:
        """How many pieces of work may run at once."""
        return self.value[1]


class Slot:
    """A place for one answer: whatever is asked here later makes the earlier answer void."""

    def __init__(self) -> None:
        self._latest: Task | None = None

    def take(self, task: Task) -> None:
        """Make ``task`` the one whose answer counts."""
        self.clear()
        self._latest = task

    def clear(self) -> None:
        """Make whatever was asked last void."""
        if self._latest is not None:
            self._latest.make_void()
            self._latest = None


class ProgressReport(NamedTuple):
    """How far a piece of work is."""

    done: int
    total: int | None
    seconds_left: float | None
    """None while nobody can tell."""


class Task:
    """One piece of work on its way; its holder may cancel it, at any moment, from any thread."""

    def __init__(
        self,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        *,
        title: str = "",
    ) -> None:
        self.title = title
        """What the user is told is going on; empty for work too short to mention."""
        self.writes = False
        """Whether it changes the store although it is not on the writing lane."""
        self.holds_up_changes = False
        """Whether no change to the store is made before this work is over."""
        self.keeps_nothing = False
        """Whether all it does is taken back, so that nobody need wait for its end."""
        self.has_begun = False
        """Whether it is being done, or was; before, it waits its turn."""
        self.report = ProgressReport(0, None, None)
        self._work = work
        self._done = done
        self._failed = failed
        self._cancelled = False
        self._void = False
        self._started_at = 0.0
        self._reported_at = 0.0

    def cancel(self) -> None:
        """Stop the work at its next report of progress; what ends before that still counts."""
        self._cancelled = True

    def stop(self) -> bool:
        """Stop the work; False where it had not begun, so that no answer comes.

        One that waits its turn would say much later that it was stopped.
        """
        begun = self.has_begun  # another thread may begin it now
        (self.cancel if begun else self.make_void)()
        return begun

    @property
    def is_refused(self) -> bool:
        """Whether it will never be begun."""
        return self._cancelled and not self.has_begun

    @property
    def is_void(self) -> bool:
        """Whether nothing of it is delivered any more."""
        return self._void

    def make_void(self) -> None:
        """Stop the work, and deliver nothing of it even if it ended already."""
        self._void = self._cancelled = True


class _Queue:
    """The threads of one lane, started when first needed.

    Of those that wait the one that worked last is woken first: it has in memory what the next
    question is likely to ask for, and the others need no memory of their own for it.
    """

    def __init__(self, lane: Lane, run: Callable[[Task], None]) -> None:
        self._lane = lane
        self._run = run
        self._waiting: deque[Task] = deque()
        self._running: set[Task] = set()
        self._threads: list[threading.Thread] = []
        self._held = False
        self._closed = False
        lock = threading.Lock()
        self._changed = threading.Condition(lock)
        self._new_condition = partial(threading.Condition, lock)
        self._idle: list[threading.Condition] = []  # of each thread that waits, the last one last

    def add(self, task: Task) -> bool:
        """Let a task wait for its turn; False where it is refused."""
        with self._changed:
            if self._closed or self._held:
                task.make_void()
                return False
            self._waiting.append(task)
            if self._idle:
                self._idle.pop().notify()
            elif len(self._threads) < self._lane.threads:
                name = f"cne-{self._lane.value[0]}-{len(self._threads) + 1}"
                thread = threading.Thread(target=self._serve, name=name)
                self._threads.append(thread)
                thread.start()
            return True

    def _serve(self) -> None:
        woken = self._new_condition()
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._idle.append(woken)
                    woken.wait()
                if not self._waiting:
                    return
                task = self._waiting.popleft()
                self._running.add(task)
            self._run(task)
            with self._changed:
                self._running.discard(task)
                self._changed.notify_all()
            # An idle thread must not hold on to what it worked with, a store's key perhaps.
            del task

    @property
    def busy(self) -> bool:
        """Whether any work waits or runs."""
        with self._changed:
            return bool(self._waiting or self._running)

    @property
    def writing(self) -> bool:
        """Whether any of the work that waits or runs changes the store."""
        with self._changed:
            return any(task.writes for task in (*self._waiting, *self._running))

    def drop_trials(self) -> None:
        """Stop what would keep nothing, whether it waits or runs."""
        with self._changed:
            for task in (*self._waiting, *self._running):
                if task.keeps_nothing:
                    task.make_void()

    def hold(self) -> None:
        """Drop what waits, stop what runs, and return when nothing does; refuse new work."""
        with self._changed:
            self._held = True
            self._drop()
            self._changed.wait_for(lambda: not self._running)

    def go_on(self) -> None:
        with self._changed:
            self._held = False

    def close(self) -> None:
        """Let the threads end; ``join`` waits for them."""
        with self._changed:
            self._closed = True
            self._drop()
            while self._idle:
                self._idle.pop().notify()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _drop(self) -> None:
        """Give up everything but a short write: the user believes that one done."""
        tasks = (*self._waiting, *self._running)
        for task in tasks:
            if self._lane is Lane.READ:
                task.make_void()
            elif self._lane is Lane.LONG or task.title:
                task.cancel()


class Runner:
    """Does work on its lanes and delivers each outcome, once, to the window's thread.

    ``observe`` is called there with each titled task as it starts, progresses and ends (True),
    or once it cannot start any more (True);
    ``unhandled`` with the error of a task that gave no ``failed`` of its own. A task stopped by
    :meth:`Task.cancel` fails with ``Cancelled``, which only its own ``failed`` hears of.
    """

    def __init__(
        self,
        deliver: Deliver,
        *,
        observe: Callable[[Task, bool], None],
        unhandled: Callable[[Exception], None],
        now: Callable[[], float] = time.monotonic,
        way: RightOfWay | None = None,
    ) -> None:
        """``way`` is what long work asks whether the window goes first; None lets it go on."""
        self._way = way or RightOfWay()
        self._deliver = deliver
        self._observe = observe
        self._unhandled = unhandled
        self._now = now
        self._queues = {
            lane: _Queue(lane, self._answer if lane is Lane.READ else self._run) for lane in Lane
        }

    def submit(self, task: Task, lane: Lane, slot: Slot | None = None) -> Task:
        """Do ``task`` on ``lane``; with a slot, whatever was asked there before is void."""
        if slot is not None:
            slot.take(task)
        if lane is Lane.READ:
            self._way.begin_read()
        if not self._queues[lane].add(task) and lane is Lane.READ:
            self._way.end_read()
        return task

    def alone(self, task: Task) -> Task:
        """Do ``task`` when the writes before it are done and all other work has stopped.

        Reads, trials and long work are cancelled; those asked for while it runs are void.
        """
        self._queues[Lane.WRITE].drop_trials()
        work = task._work

        def undisturbed(progress: Progress) -> Any:
            others = (self._queues[Lane.READ], self._queues[Lane.LONG])
            for queue in others:
                queue.hold()
            try:
                return work(progress)
            finally:
                for queue in others:
                    queue.go_on()

        task._work = undisturbed
        return self.submit(task, Lane.WRITE)

    @property
    def is_writing(self) -> bool:
        """Whether a change to the store waits or runs."""
        return self._queues[Lane.WRITE].busy or self._queues[Lane.LONG].writing

    @property
    def is_reading(self) -> bool:
        """Whether a question waits or is answered."""
        return self._queues[Lane.READ].busy

    @property
    def is_busy(self) -> bool:
        """Whether any work waits or runs."""
        return any(queue.busy for queue in self._queues.values())

    def close(self) -> None:
        """Finish the short writes, cancel the rest, and wait until every thread has ended."""
        for queue in self._queues.values():
            queue.close()
        for queue in self._queues.values():
            queue.join()

    def _answer(self, task: Task) -> None:
        try:
            self._run(task)
        finally:
            self._way.end_read()

    def _run(self, task: Task) -> None:
        if task._cancelled:
            if task.title:
                self._deliver(partial(self._fail, task, Cancelled()))
                self._deliver(lambda: self._observe(task, True))
            return
        task.has_begun = True
        task._started_at = task._reported_at = self._now()
        if task.title:
            self._deliver(lambda: self._observe(task, False))
        try:
            result = task._work(lambda done, total: self._progress(task, done, total))
        except Exception as error:
            self._deliver(partial(self._fail, task, error))
        else:
            self._deliver(partial(self._succeed, task, result))
        if task.title:
            self._deliver(lambda: self._observe(task, True))

    def _progress(self, task: Task, done: int, total: int | None) -> None:
        if task.title and not task._cancelled:
            self._way.stand_back()
        if task._cancelled:
            raise Cancelled
        now = self._now()
        if not task.title or now - task._reported_at < REPORT_EVERY:
            return
        task._reported_at = now
        left = _seconds_left(now - task._started_at, done, total)
        self._deliver(partial(self._show, task, ProgressReport(done, total, left)))

    def _show(self, task: Task, report: ProgressReport) -> None:
        task.report = report
        self._observe(task, False)

    @staticmethod
    def _succeed(task: Task, result: Any) -> None:
        if not task._void and task._done is not None:
            task._done(result)

    def _fail(self, task: Task, error: Exception) -> None:
        if task._void:
            return
        if task._failed is not None:
            task._failed(error)
        elif not isinstance(error, Cancelled):
            self._unhandled(error)


def _seconds_left(elapsed: float, done: int, total: int | None) -> float | None:
    if not total or done <= 0 or elapsed < _ESTIMATE_AFTER:
        return None
    return elapsed * max(0, total - done) / done


class Inbox:
    """Deliveries that wait for the window's thread; ``wake`` asks it to call ``empty``."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._waiting: deque[Callable[[], None]] = deque()
        self._closed = False

    def put(self, delivery: Callable[[], None]) -> None:
        """Take a delivery in, from any thread."""
        if not self._closed:
            self._waiting.append(delivery)
            self._wake()

    def empty(self) -> None:
        """Do all that was delivered so far; one that fails does not hold up the others."""
        for _ in range(len(self._waiting)):
            if not self._waiting:
                return  # a delivery that turned the event loop emptied the box meanwhile
            delivery = self._waiting.popleft()
            try:
                delivery()
            except Exception:  # shown as the bug it is, in the usual way
                sys.excepthook(*sys.exc_info())

    def close(self) -> None:
        """Throw away what waits and what still comes."""
        self._closed = True
        self._waiting.clear()
