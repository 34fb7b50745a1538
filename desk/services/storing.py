"""Owns storing fetched records all at once, or each by itself where one of them cannot be stored."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from connectors.contract.reasons import NOT_STORED
from connectors.contract.snapshots import UnreadableRecord
from desk.domain.changes import Changes
from desk.domain.errors import StoreDamaged, StoreUnavailable
from desk.domain.values import AccountId, RemoteRef
from desk.services.ingested import Ingested
from desk.store.engine import savepoint
from desk.store.types import Transaction

_log = logging.getLogger("sync")


class Fetched(Protocol):
    """A record of a channel."""

    @property
    def ref(self) -> RemoteRef: ...


T = TypeVar("T", bound=Fetched)


_NOTHING = Ingested(new=0, changed=0, unreadable=0, changes=Changes())


def store_all(
    transaction: Transaction,
    account: AccountId,
    items: Sequence[T],
    store: Callable[[Sequence[T]], Ingested],
    what: str = "",
) -> tuple[Ingested, list[UnreadableRecord]]:
    """What storing them changed, and those that could not be stored: of these nothing is. `what` names their kind.

    Raises what is no fault of the records: the disk is full, the store locked or broken.
    """
    try:
        return _tried(transaction, items, store), []
    except (StoreUnavailable, StoreDamaged):
        raise
    except Exception:  # noqa: BLE001 - the sync loop around one record (STYLE 5)
        return _one_by_one(transaction, account, items, store, what)


def _tried(transaction: Transaction, items: Sequence[T], store: Callable[[Sequence[T]], Ingested]) -> Ingested:
    with savepoint(transaction):
        return store(items)


def _one_by_one(
    transaction: Transaction,
    account: AccountId,
    items: Sequence[T],
    store: Callable[[Sequence[T]], Ingested],
    what: str,
) -> tuple[Ingested, list[UnreadableRecord]]:
    total = _NOTHING
    bad: list[UnreadableRecord] = []
    for item in items:
        try:
            one = _tried(transaction, [item], store)
        except (StoreUnavailable, StoreDamaged):
            raise
        except Exception as error:  # noqa: BLE001 - the sync loop around one record (STYLE 5)
            _log.warning("%s not stored: account %s, %s", what or "record", account, type(error).__name__)
            name = f"{what} {item.ref.id}".strip()
            bad.append(UnreadableRecord(remote_id=name, reason=NOT_STORED, sample=getattr(item, "raw", b"")))
            continue
        total = Ingested(
            new=total.new + one.new,
            changed=total.changed + one.changed,
            unreadable=0,
            changes=total.changes + one.changes,
        )
    return total, bad
