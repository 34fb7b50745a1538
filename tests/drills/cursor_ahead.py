"""Desk whose cursor is kept before its page, in a transaction of its own. For the drill's twin."""

from __future__ import annotations

import sys

from connectors.contract.protocols import Fetched
from connectors.contract.snapshots import Page
from desk.app import main
from desk.services import sync
from desk.store import accounts
from desk.store.accounts import RunState

keep = sync._Run._keep


def cursor_first(self: sync._Run, page: Page[Fetched], run: RunState) -> RunState:
    now = self._desk.clock.now()
    ahead = RunState(cursor=page.cursor, run_started=run.run_started, fetched=run.fetched, total=run.total)
    with self._desk.store.write() as transaction:
        accounts.save_run(transaction, self._account.id, sync.ORDERS, ahead, now)
    return keep(self, page, run)


if __name__ == "__main__":
    sync._Run._keep = cursor_first  # type: ignore[method-assign]
    sys.exit(main())
