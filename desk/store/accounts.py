"""Owns accounts and their sync cursors. services.accounts and services.sync write them. Secrets are never here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from connectors.contract.snapshots import Cursor
from desk.domain.clock import Instant
from desk.domain.values import AccountId
from desk.domain.views import AccountState
from desk.store import counters
from desk.store.tables import accounts, cursors, orders
from desk.store.upsert import upsert

_COUNTER = "accounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One seller login at one channel."""

    id: AccountId
    kind: str
    name: str
    merchant: str
    settings: Mapping[str, str]
    state: AccountState
    writing: bool
    start_date: Instant | None
    identity: str
    findings: tuple[tuple[str, str], ...]
    capabilities: Mapping[str, Any]
    created_at: Instant
    last_good_sync: Instant | None
    trouble_code: str
    trouble_text: str
    trouble_since: Instant | None
    not_before: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunState:
    """Where an account's sync stands: the connector's cursor and, inside a run, how far it came."""

    cursor: Cursor
    run_started: Instant | None
    fetched: int
    total: int | None


NO_RUN = RunState(cursor=Cursor(), run_started=None, fetched=0, total=None)


def add_account(
    transaction: Connection,
    *,
    kind: str,
    name: str,
    merchant: str,
    settings: Mapping[str, str],
    writing: bool,
    start_date: Instant | None,
    now: Instant,
) -> AccountId:
    """Make an account; its name must be free. Its number is never one that another had before."""
    row = {
        "id": _next_number(transaction),
        "kind": kind,
        "name": name,
        "merchant": merchant,
        "settings": dict(settings),
        "state": AccountState.READY,
        "writing": writing,
        "start_date": start_date,
        "findings": [],
        "capabilities": {},
        "created_at": now,
    }
    made = transaction.execute(insert(accounts).values(row).returning(accounts.c.id)).scalar_one()
    return AccountId(made)


def _next_number(transaction: Connection) -> int:
    """What was kept of an account under its number, in a window or a file, must never be taken for another's."""
    highest = transaction.execute(select(func.max(accounts.c.id))).scalar_one_or_none() or 0
    number = max(counters.last(transaction, _COUNTER), int(highest)) + 1
    counters.note(transaction, _COUNTER, number)
    return number


# Built once, as each step of a run reads them: putting a statement together takes as long as the store's answer.
_ALL = select(accounts).order_by(accounts.c.id)
_ONE = select(accounts).where(accounts.c.id == bindparam("account"))


def load_accounts(transaction: Connection) -> list[Account]:
    return [_account(row) for row in transaction.execute(_ALL).mappings()]


def load_account(transaction: Connection, account: AccountId) -> Account | None:
    row = transaction.execute(_ONE, {"account": account}).mappings().one_or_none()
    return None if row is None else _account(row)


def _account(row: Mapping[Any, Any]) -> Account:
    values = dict(row)
    values["id"] = AccountId(values["id"])
    values["state"] = AccountState(values["state"])
    values["findings"] = tuple((str(name), str(value)) for name, value in values["findings"])
    return Account(**values)


def change_account(transaction: Connection, account: AccountId, **values: object) -> None:
    """Set columns of one account."""
    transaction.execute(update(accounts).where(accounts.c.id == account).values(**values))


def note_findings(transaction: Connection, account: AccountId, told: Mapping[str, str]) -> bool:
    """Put findings in the place of those of their names, an empty one in nobody's; whether anything is another now."""
    known = load_account(transaction, account)
    if known is None:
        return False
    found = {**dict(known.findings), **told}
    findings = tuple((name, value) for name, value in found.items() if value)
    if findings == known.findings:
        return False
    change_account(transaction, account, findings=[list(one) for one in findings])
    return True


NO_TROUBLE: dict[str, object] = {"trouble_code": "", "trouble_text": "", "trouble_since": None, "not_before": None}


def note_good_sync(transaction: Connection, account: AccountId, now: Instant) -> None:
    """A run came to its end, so the keys are right and the channel is there. A pause by the user stays."""
    change_account(transaction, account, last_good_sync=now, **NO_TROUBLE)
    transaction.execute(
        update(accounts)
        .where(accounts.c.id == account, accounts.c.state == AccountState.LOGIN_NEEDED)
        .values(state=AccountState.READY)
    )


def remove_account(transaction: Connection, account: AccountId) -> None:
    """Drop an account with everything that hangs on it. Nobody gets its number, though it was not counted once."""
    counters.note(transaction, _COUNTER, max(counters.last(transaction, _COUNTER), int(account)))
    transaction.execute(delete(accounts).where(accounts.c.id == account))


def count_orders(transaction: Connection) -> dict[AccountId, int]:
    found = transaction.execute(select(orders.c.account_id, func.count()).group_by(orders.c.account_id))
    return {AccountId(account): count for account, count in found}


def order_ids_of(transaction: Connection, account: AccountId) -> list[int]:
    return list(transaction.execute(select(orders.c.id).where(orders.c.account_id == account)).scalars())


def load_run(transaction: Connection, account: AccountId, stream: str) -> RunState:
    """The stream's cursor; an empty one where it never ran."""
    row = transaction.execute(
        select(cursors).where(cursors.c.account_id == account, cursors.c.stream == stream)
    ).one_or_none()
    return NO_RUN if row is None else _run(row)


def load_runs(transaction: Connection, stream: str) -> dict[AccountId, RunState]:
    """The stream's cursors of all accounts that ever ran it."""
    found = transaction.execute(select(cursors).where(cursors.c.stream == stream))
    return {AccountId(row.account_id): _run(row) for row in found}


def _run(row: Any) -> RunState:
    return RunState(cursor=Cursor(row.value), run_started=row.run_started, fetched=row.run_fetched, total=row.run_total)


def save_run(transaction: Connection, account: AccountId, stream: str, run: RunState, now: Instant) -> None:
    """Keep the cursor; call it in the transaction that stores the page it belongs to."""
    row = {
        "account_id": account,
        "stream": stream,
        "value": run.cursor.value,
        "run_started": run.run_started,
        "run_fetched": run.fetched,
        "run_total": run.total,
        "updated_at": now,
    }
    upsert(transaction, cursors, [row], ("account_id", "stream"))
