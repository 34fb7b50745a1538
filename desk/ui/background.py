"""Owns all work off the main thread: what starts a thread for the window, and the only way back.

`run_in_background(lambda: shipments.confirm(...), parent=self).success(self._show).start()`. The function
works on plain values gathered before and returns plain values; a widget inside it is a bug.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from enum import StrEnum
from functools import cache
from typing import Any, Generic, ParamSpec, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desk.domain.changes import Changes
from desk.domain.errors import DeskError
from desk.ui.jobs import Job, JobKind, board
from desk.ui.turns import turns

log = logging.getLogger("ui")

P = ParamSpec("P")
T = TypeVar("T")


class Lane(StrEnum):
    """Where work runs. From the network, services bring their writes to `DATABASE` by themselves."""

    DATABASE = "database"  # one thread, all writes
    READING = "reading"  # a connection for each thread
    NETWORK = "network"  # several calls at once


class Unexpected(DeskError):
    """A mistake of ours that reached the seam: the agent gets a sentence, the log the rest."""

    code = "unexpected"


class Work:
    """What a long function gets: a way to tell how far it is, and the wish to stop. Safe on any thread."""

    def __init__(self, tell: Callable[[object], None]) -> None:
        self.stop = threading.Event()
        self._tell = tell

    def report(self, progress: object) -> None:
        """Hand a plain value to the operation's `progress` callback on the main thread."""
        self._tell(progress)


class _Word(StrEnum):
    """What a thread sends to the main thread about an operation."""

    ARRIVED = "arrived"
    FAILED = "failed"
    TOLD = "told"


class _Relay(QObject):
    """Brings words of other threads to the main thread.

    One for all operations, so that no QObject is ever let go on a thread that it does not live in. Each word has a turn
    of its own: what one of them changed is painted, and what was typed meanwhile is heard, before the next.
    """

    _sent = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        # Queued even for work that is finished already: a result must never arrive inside `start`.
        self._sent.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._waiting: deque[tuple[Operation[Any], _Word, object]] = deque()
        self._next = QTimer(self, interval=0)
        self._next.timeout.connect(self._hand_over)

    def send(self, operation: Operation[Any], word: _Word, value: object) -> None:
        self._sent.emit(operation, word, value)

    @Slot(object, object, object)
    def _take(self, operation: Operation[Any], word: _Word, value: object) -> None:
        self._waiting.append((operation, word, value))
        self._next.start()

    def _hand_over(self) -> None:
        operation, word, value = self._waiting.popleft()
        if not self._waiting:
            self._next.stop()
        turns().take()
        operation.hear(word, value)


class Operation(Generic[T]):
    """One piece of background work, described by chaining, begun by `start`, answered on the main thread.

    Once its parent is deleted, nothing is called back any more. What changed is still told to all views.
    """

    def __init__(self, fn: Callable[[Work], T], parent: QObject, lanes: Lanes) -> None:
        self._fn: Callable[[Work], T] | None = fn
        self._owner: QObject | None = parent
        self._lanes = lanes
        self._lane = Lane.DATABASE
        self._on_success: Callable[[T], object] | None = None
        self._on_failure: Callable[[DeskError], object] | None = None
        self._on_progress: Callable[[Any], object] | None = None
        self._on_end: Callable[[], object] | None = None
        self._interrupt: Callable[[], object] | None = None
        self._dropped = False
        self._job: Job | None = None
        self._future: Future[None] | None = None
        self.work = Work(lambda progress: self._send(_Word.TOLD, progress))

    def on(self, lane: Lane) -> Operation[T]:
        self._lane = lane
        return self

    def success(self, callback: Callable[[T], object]) -> Operation[T]:
        self._on_success = callback
        return self

    def failure(self, callback: Callable[[DeskError], object]) -> Operation[T]:
        """Take errors yourself; without this the message bar shows the error's sentence."""
        self._on_failure = callback
        return self

    def progress(self, callback: Callable[[Any], object]) -> Operation[T]:
        self._on_progress = callback
        return self

    def finished(self, callback: Callable[[], object]) -> Operation[T]:
        """Called last, after success, failure or a cancelled run: the place to switch a busy mark off."""
        self._on_end = callback
        return self

    def interrupt_by(self, interrupt: Callable[[], object]) -> Operation[T]:
        """What breaks off a running call when cancelled, such as a search's `interrupt`."""
        self._interrupt = interrupt
        return self

    def as_job(self, kind: JobKind) -> Operation[T]:
        """Show it among the jobs under way, where it can be watched and stopped."""
        self._job = Job(kind, self.ask_to_stop)
        return self

    def start(self) -> Operation[T]:
        self._lanes.submit(self)
        return self

    def cancel(self) -> None:
        """Stop as soon as may be and call neither success nor failure. Safe to call at any time."""
        self._dropped = True
        self.ask_to_stop()

    def ask_to_stop(self) -> None:
        """Let the function end where it can be ended; what it returns is delivered as usual."""
        self.work.stop.set()
        if self._future is not None and self._future.cancel():
            self._dropped = True
            self._send(_Word.ARRIVED, None)
        elif self._interrupt is not None and self.running:
            self._interrupt()

    @property
    def running(self) -> bool:
        return self._future is not None and not self._future.done()

    @property
    def lane(self) -> Lane:
        return self._lane

    @property
    def future(self) -> Future[None] | None:
        return self._future

    def taken_by(self, future: Future[None]) -> None:
        """The lanes say which future carries this operation."""
        self._future = future
        if self._job is not None:
            board().begin(self._job)

    def run(self) -> None:
        """On a lane's thread: the one broad catch of the seam (STYLE 5)."""
        fn = self._fn
        if fn is None:
            return
        try:
            result = fn(self.work)
        except DeskError as error:
            self._send(_Word.FAILED, error)
        except Exception as error:
            if not self._dropped:
                log.exception("background work ended by a mistake of ours")
            self._send(_Word.FAILED, _unexpected(error))
        else:
            self._send(_Word.ARRIVED, result)

    def hear(self, word: _Word, value: Any) -> None:
        """On the main thread: what the lane's thread sent."""
        if word is _Word.TOLD:
            if self._job is not None:
                board().tell(self._job, value)
            if self._wanted() and self._on_progress is not None:
                self._on_progress(value)
            return
        self._lanes.forget(self)
        self.leave_board()
        try:
            if word is _Word.ARRIVED:
                self._deliver(value)
            else:
                self._deliver_failure(value)
            if self._on_end is not None and self._owner_lives():
                self._on_end()
        finally:
            self._let_go()

    def leave_board(self) -> None:
        """It is no job any more; safe to call twice."""
        if self._job is not None:
            board().end(self._job)

    def _send(self, word: _Word, value: object) -> None:
        self._lanes.relay.send(self, word, value)

    def _owner_lives(self) -> bool:
        return self._owner is not None and shiboken6.isValid(self._owner)

    def _wanted(self) -> bool:
        return not self._dropped and self._owner_lives()

    def _deliver(self, result: T) -> None:
        changes = changes_of(result)
        if changes:
            hub().changed.emit(changes, self._owner if self._owner_lives() else None)
        if self._wanted() and self._on_success is not None:
            self._on_success(result)

    def _deliver_failure(self, error: DeskError) -> None:
        if not self._wanted():
            return
        if self._on_failure is not None:
            self._on_failure(error)
        else:
            hub().failed.emit(error)

    def _let_go(self) -> None:
        """Drop what holds widgets here, for the lane's thread may hold the operation a little longer."""
        self._fn = self._owner = self._interrupt = None
        self._on_success = self._on_failure = self._on_progress = self._on_end = None


def _unexpected(error: Exception) -> DeskError:
    return Unexpected("Something went wrong inside Desk. Try again; the log holds the details.", type(error).__name__)


def changes_of(result: object) -> Changes:
    """The Changes a result is or carries; an empty one otherwise."""
    found = result if isinstance(result, Changes) else getattr(result, "changes", None)
    return found if isinstance(found, Changes) else Changes()


class Hub(QObject):
    """Where views hear what changed and who caused it, and the message bar hears what failed unseen."""

    changed = Signal(object, object)  # Changes, the widget that caused it or None
    failed = Signal(object)  # DeskError


@cache
def hub() -> Hub:
    """The one hub of the process."""
    return Hub()


_SWITCH_SECONDS = 0.0005
_THREADS = {Lane.READING: 3, Lane.NETWORK: 4}


class _OneThread(ThreadPoolExecutor):
    """The writer. Work that it submits to itself runs at once, or it would wait for itself for ever."""

    def __init__(self, name: str) -> None:
        super().__init__(1, name, initializer=self._remember)
        self._thread = 0

    def _remember(self) -> None:
        self._thread = threading.get_ident()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        if threading.get_ident() != self._thread:
            return super().submit(fn, *args, **kwargs)
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - whoever asks for the result gets the error
            done.set_exception(error)
        return done


class Lanes:
    """The executors and the work that is under way on them."""

    def __init__(self) -> None:
        self._executors: dict[Lane, ThreadPoolExecutor] = {}
        self._under_way: set[Operation[Any]] = set()
        self._closed = False
        self.relay = _Relay()

    def open(self) -> None:
        """Take work (again); a process may open and shut several windows in turn, as tests do."""
        self._closed = False
        turns().open()
        # A thread that reckons in Python gives the interpreter back only so often, and the window waits for it.
        sys.setswitchinterval(_SWITCH_SECONDS)

    def submit(self, operation: Operation[Any]) -> None:
        if self._closed:
            return
        self._under_way.add(operation)
        operation.taken_by(self.executor(operation.lane).submit(operation.run))

    def forget(self, operation: Operation[Any]) -> None:
        self._under_way.discard(operation)

    def executor(self, lane: Lane) -> Executor:
        """A lane's executor; the window gives the database's to its Desk."""
        if lane not in self._executors:
            name = f"desk-{lane}"
            self._executors[lane] = (
                _OneThread(name) if lane is Lane.DATABASE else ThreadPoolExecutor(_THREADS[lane], name)
            )
        return self._executors[lane]

    @property
    def busy(self) -> int:
        """How many operations have not been delivered yet."""
        return len(self._under_way)

    def shut_down(self) -> None:
        """Cancel everything and wait for the threads to end. Results still on their way are dropped."""
        self._closed = True
        turns().shut_down()  # the main thread waits for what would rest
        for operation in tuple(self._under_way):
            operation.cancel()
        futures = [one.future for one in self._under_way if one.future is not None]
        wait_for(futures)
        # The database last: work on the other lanes may be waiting for it.
        for lane in (Lane.NETWORK, Lane.READING, Lane.DATABASE):
            executor = self._executors.pop(lane, None)
            if executor is not None:
                executor.shutdown(wait=True, cancel_futures=lane is not Lane.DATABASE)
        for operation in self._under_way:
            operation.leave_board()
        self._under_way.clear()


@cache
def lanes() -> Lanes:
    """The lanes of the process."""
    return Lanes()


def run_in_background(fn: Callable[[], T], *, parent: QObject) -> Operation[T]:
    """Describe work for the writer's thread; `.on(Lane.READING)`, `.on(Lane.NETWORK)` for what reads or calls."""
    return Operation(lambda _work: fn(), parent, lanes())


def run_long(fn: Callable[[Work], T], *, parent: QObject) -> Operation[T]:
    """As run_in_background, for a function that reports progress (`work.report`) and looks at `work.stop`."""
    return Operation(fn, parent, lanes())
