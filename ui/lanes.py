"""The lanes on which work is done, each with threads of its own."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from enum import Enum
from functools import partial

from ui.tasks import Task


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


class Queue:
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
        """Take work again."""
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
        """Wait until every thread has ended."""
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
