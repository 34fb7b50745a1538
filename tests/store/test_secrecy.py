from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from connectors.contract.snapshots import OrderSnapshot
from desk.domain.changes import Kind
from desk.domain.values import AccountId, OrderId
from desk.services.ingest import ingest
from desk.store import accounts as account_store
from desk.store import orders as order_store
from desk.store.engine import FILE_NAME, Store
from tests.support.orders import START, order
from tests.support.stores import add_account

NAME, TOWN, MAIL = "Würzelbrunn", "Nebelhorstingen", "kaspar.wuerzelbrunn@example.org"
NEEDLES = [one.encode() for one in (NAME, "wurzelbrunn", "WÜRZELBRUNN", TOWN, MAIL, "kaspar", "SKU-11", "paylo4d")]


def secret_order(account: AccountId) -> OrderSnapshot:
    base = order("4711", account=account)
    return replace(
        base,
        buyer=replace(base.buyer, name=f"Kaspar {NAME}", email=MAIL),
        recipient=replace(base.recipient, name=f"Kaspar {NAME}", town=TOWN),
        raw=b'{"paylo4d": "' + NAME.upper().encode() + b'"}',
    )


def shown(data: bytes) -> set[bytes]:
    return {needle for needle in NEEDLES if needle in data}


def test_neither_file_nor_log_nor_backup_shows_a_buyer_and_a_plain_export_does(store: Store, folder: Path) -> None:
    account = add_account(store)
    with store.write() as transaction:
        ingest(transaction, account, [secret_order(account)], (), START)
    connection = store.raw_connection()
    backup = folder / "backup.db"
    connection.execute(f"attach database '{backup}' as backup key \"x'{'2e' * 32}'\"")
    connection.execute("select sqlcipher_export('backup')").fetchall()
    connection.execute("detach database backup")
    plain = folder / "plain.db"
    connection.execute(f"attach database '{plain}' as plain key ''")
    connection.execute("select sqlcipher_export('plain')").fetchall()
    connection.execute("detach database plain")
    connection.close()

    log = folder / f"{FILE_NAME}-wal"
    assert log.stat().st_size > 50_000, "what was written last lies in the log"
    for file in (folder / FILE_NAME, log, backup):
        assert shown(file.read_bytes()) == set(), file.name
    # The same search finds everything in the export, its raw payload unpacked: so it could have failed above.
    with closing(sqlite3.connect(plain)) as exported:
        (packed,) = exported.execute("select payload from raw_payloads").fetchone()
        assert len(exported.execute("select * from orders").fetchall()) == 1
    found = shown(plain.read_bytes()) | shown(zlib.decompress(packed))
    assert found == set(NEEDLES)


def test_deleted_orders_leave_no_plain_text_behind_either(store: Store, folder: Path) -> None:
    account = add_account(store)
    with store.write() as transaction:
        ingest(transaction, account, [secret_order(account)], (), START)
        account_store.remove_account(transaction, account)
    store.close()
    assert shown((folder / FILE_NAME).read_bytes()) == set()


def test_raw_payloads_are_kept_compressed_beside_their_order(store: Store) -> None:
    account = add_account(store)
    raw = b'{"id": 1001, "padding": "' + b"x" * 5000 + b'"}'
    with store.write() as transaction:
        done = ingest(transaction, account, [order("1001", account=account, raw=raw)], (), START)
        (order_id,) = done.changes.touches(Kind.ORDER)
        assert order_store.load_raw(transaction, OrderId(order_id)) == raw
        size = transaction.exec_driver_sql("select length(payload) from raw_payloads").scalar_one()
        assert size < 200
        assert order_store.load_raw(transaction, OrderId(999)) == b""
