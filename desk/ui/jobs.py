"""Owns the register of work under way that may take long: what it is, how far it is, how to stop it.

`Operation.as_job` enters work here and takes it out again; `desk.ui.job_room` shows what is here. Main thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How far a job is. A `total` of None is not known; `as_percent` where single counts tell nobody anything.

    `rest` are seconds, None where only the pace tells; `pause` is how long a channel makes it wait. `about` is what
    it is about, such as an account.
    """

    done: int = 0
    total: int | None = None
    rest: float | None = None
    pause: float = 0.0
    as_percent: bool = False
    about: str = ""


def as_share(told: float) -> Share:
    """Of work that tells from 0 to 1 how far it is."""
    return Share(done=round(told * 100), total=100, as_percent=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """What people are told of a job, in the window's language at the time of asking.

    `how_far` reads what the work reports. `stopped` says what was done before somebody stopped it; without it the
    job's own place tells that. `is_lost`: it would have to be begun anew after Desk was left.
    """

    words: Callable[[Share], str]
    how_far: Callable[[Any], Share] | None = None
    stopped: Callable[[Share], str] | None = None
    is_lost: bool = False


class Job:
    """One piece of work under way."""

    def __init__(self, kind: JobKind, stop: Callable[[], object]) -> None:
        self.kind, self.share, self.stopping = kind, Share(), False
        self._stop = stop

    @property
    def words(self) -> str:
        return self.kind.words(self.share)

    def stop(self) -> None:
        """Let it end where it can; asked once."""
        if not self.stopping:
            self.stopping = True
            self._stop()
            board().told.emit(self)


class Board(QObject):
    """The jobs under way, the oldest first."""

    began = Signal(object)  # Job
    told = Signal(object)  # Job: it is farther, or asked to stop
    ended = Signal(object)  # Job

    def __init__(self) -> None:
        super().__init__()
        self._jobs: list[Job] = []

    @property
    def jobs(self) -> tuple[Job, ...]:
        return tuple(self._jobs)

    def begin(self, job: Job) -> None:
        self._jobs.append(job)
        self.began.emit(job)

    def tell(self, job: Job, progress: object) -> None:
        """The work has reported; what its kind cannot read leaves it as it was."""
        if job.kind.how_far is not None and job in self._jobs:
            job.share = job.kind.how_far(progress)
            self.told.emit(job)

    def end(self, job: Job) -> None:
        """Safe to call twice."""
        if job in self._jobs:
            self._jobs.remove(job)
            self.ended.emit(job)


@cache
def board() -> Board:
    """The one register of the process."""
    return Board()
