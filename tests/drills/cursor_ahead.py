"""Desk whose cursor is kept before its page, in a transaction of its own. For the drill's twin."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TypeVar

from connectors.contract.snapshots import Page
from desk.app import main
from desk.services import sync
from desk.store import accounts
from desk.store.accounts import RunState

T = TypeVar("T")
keep = sync._Run._keep


def cursor_first(
    self: sync._Run, stream: sync._Stream[T], place: str, lot: Sequence[Page[T]], run: RunState
) -> RunState:
    now = self._desk.clock.now()
    if lot:
        ahead = RunState(cursor=lot[-1].cursor, run_started=run.run_started, fetched=run.fetched, total=run.total)
        with self._desk.store.write() as transaction:
            accounts.save_run(transaction, self._account.id, place, ahead, now)
    return keep(self, stream, place, lot, run)


if __name__ == "__main__":
    sync._Run._keep = cursor_first  # type: ignore[method-assign]
    sys.exit(main())
