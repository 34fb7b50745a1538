"""Owns the pictures of running work: its place in the status bar, the drawer, one job being stopped, none left."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from desk.domain.views import SyncProgress
from desk.ui.job_kinds import backing_up, fetching, making_index
from desk.ui.jobs import Job, JobKind, board
from desk.ui.picture_stage import Stage

State = Iterator[tuple[str, QWidget]]


def scene(on: Stage) -> State:
    """Three jobs of different ages, entered as whoever runs them would."""
    room = on.window.jobs
    room.show_after_ms = 0
    told = SyncProgress(
        account=on.account.id,
        account_name=on.account.name,
        fetched=1240,
        total=3100,
        changed=1240,
        unreadable=0,
        rest_seconds=36,
        changed_ids=frozenset(),
    )
    jobs = [_enter(fetching(lambda: on.account.name), told)]
    on.clock.advance(24)
    on.settle()
    yield "jobs-one", on.window
    jobs += [_enter(making_index(), 0.62), _enter(backing_up(), 0.08)]
    on.settle()
    jobs[1].stop()
    room.open()
    on.settle()
    yield "jobs", on.window
    on.window.resize(950, 700)
    on.settle()
    yield "jobs-small-950", on.window
    on.window.resize(1440, 900)
    for job in jobs:
        board().end(job)
    on.settle()
    yield "jobs-none", on.window
    room.close()
    on.window.toasts.clear()


def _enter(kind: JobKind, told: object) -> Job:
    job = Job(kind, lambda: None)
    board().begin(job)
    board().tell(job, told)
    return job
