"""One process at a time works on an account: holds the right while a `with` block runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum

from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed
from desk.domain.values import AccountId
from desk.services.context import Desk
from desk.store import outbox as outbox_store
from desk.store.types import Transaction

LEASE = timedelta(seconds=60)
"""A process that has not renewed for so long is taken for dead."""


class Task(StrEnum):
    """What is done for an account by one process at a time."""

    SYNC = "sync"
    PUSH = "push"


def renew(desk: Desk, transaction: Transaction, account: AccountId, task: Task) -> bool:
    """Hold or prolong the lease inside a transaction; false while another process has it."""
    now = desk.clock.now()
    return outbox_store.take_lease(transaction, account, task, desk.owner, now, Instant(now + LEASE))


@contextmanager
def held(desk: Desk, account: AccountId, account_name: str, task: Task) -> Iterator[None]:
    """Raises NotAllowed while another process is at it. Each step of the work renews the lease in its transaction."""

    def take() -> bool:
        with desk.store.write() as transaction:
            return renew(desk, transaction, account, task)

    def drop() -> None:
        with desk.store.write() as transaction:
            outbox_store.drop_lease(transaction, account, task, desk.owner)

    if not desk.on_database(take):
        raise NotAllowed(
            f"Another Desk is at work on {account_name} right now. Wait until it has finished.",
            code="busy_elsewhere",
            account=account_name,
        )
    try:
        yield
    finally:
        desk.on_database(drop)
