"""One at a time works on an account: holds the right to it while a `with` block runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from uuid import uuid4

from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed
from desk.domain.values import AccountId
from desk.services.context import Desk
from desk.store import outbox as outbox_store
from desk.store.types import Transaction
from desk.system.processes import is_gone

LEASE = timedelta(seconds=60)
"""A holder that has not renewed for so long is taken for dead; while pushing longer, with long network time-outs. One
that is certainly gone (same machine, no such process) holds nobody back."""
LONGEST = timedelta(hours=1)
"""A lease that would last for longer was taken before the computer's clock was set back, and binds nobody."""


_LEAST_REST = 30.0
"""Seconds before the channel is asked about what a process was sending that is gone: what it sent last may still be
on its way, or being carried out."""


class Task(StrEnum):
    """What is done for an account by one process at a time."""

    SYNC = "sync"
    PUSH = "push"


def renew(desk: Desk, transaction: Transaction, account: AccountId, task: Task, holder: str) -> bool:
    """Hold or prolong the lease inside a transaction; false while somebody else has it."""
    now = desk.clock.now()
    before = outbox_store.load_lease(transaction, account, task)
    if before is not None and before.owner != holder and now < before.expires_at <= now + LONGEST:
        if not is_gone(before.owner):
            return False
        if task is Task.PUSH:
            settled = Instant(min(before.expires_at, now + timedelta(seconds=max(_LEAST_REST, 2 * desk.timeout))))
            outbox_store.let_settle(transaction, account, before.owner, settled)
    lease = outbox_store.Lease(holder, Instant(now + _length(desk, task)))
    outbox_store.keep_lease(transaction, account, task, lease)
    return True


def _length(desk: Desk, task: Task) -> timedelta:
    # One push is several calls, each of which may be tried again up to its time-out; whoever takes over sooner might
    # look at the channel while the first one's call is still under way there. Only of a process that is certainly
    # gone is it known that no further call follows.
    return min(max(LEASE, timedelta(seconds=10 * desk.timeout)), LONGEST) if task is Task.PUSH else LEASE


def busy(account_name: str) -> NotAllowed:
    """What is told while somebody else holds the lease."""
    return NotAllowed(
        f"Another Desk is at work on {account_name} right now. Wait until it has finished.",
        code="busy_elsewhere",
        account=account_name,
    )


@contextmanager
def held(desk: Desk, account: AccountId, account_name: str, task: Task) -> Iterator[str]:
    """Gives the holder's name, new each time: two threads of one Desk keep each other out like two Desks, and what an
    earlier holder left unfinished is seen to be another's.

    Raises NotAllowed while somebody else is at it. Each step of the work renews the lease in its own transaction.
    """
    holder = f"{desk.owner}/{uuid4().hex[:12]}"

    def take() -> bool:
        with desk.store.write() as transaction:
            return renew(desk, transaction, account, task, holder)

    def drop() -> None:
        with desk.store.write() as transaction:
            outbox_store.drop_lease(transaction, account, task, holder)

    if not desk.on_database(take):
        raise busy(account_name)
    try:
        yield holder
    finally:
        desk.on_database(drop)
