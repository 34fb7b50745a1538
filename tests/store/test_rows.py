from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import event

from connectors.contract.snapshots import OrderSnapshot, UnreadableRecord
from desk.domain.changes import Kind
from desk.domain.clock import Instant
from desk.domain.orders import Address, Buyer
from desk.domain.pushes import ConfirmShipment, PushState
from desk.domain.standing import Standing
from desk.domain.values import AccountId, Money, OrderId, PushKey, RemoteRef
from desk.domain.views import ChannelTile
from desk.services.ingest import content_hash, ingest
from desk.store import orders as order_store
from desk.store import repairs, views
from desk.store.engine import Store
from desk.store.newest import load_newest
from desk.store.orders import OrderRecord
from desk.store.outbox import queue_push
from desk.store.types import InstantType
from tests.support.orders import START, after, euros, line, many, order, paid, parcel, refunded
from tests.support.stores import add_account, fill

TILES = {"fake": ChannelTile(kind="fake", name="Fake", letters="FS", colour="violet")}


def put(store: Store, account: AccountId, *orders: OrderSnapshot) -> list[OrderId]:
    with store.write() as transaction:
        done = ingest(transaction, account, orders, (), START)
        assert done.unreadable == 0
        return sorted(OrderId(one) for one in done.changes.touches(Kind.ORDER))


def load(store: Store, order_id: OrderId) -> OrderSnapshot:
    with store.read() as connection:
        return order_store.load_records(connection, [order_id])[order_id].merged


FULL = order(
    "77",
    lines=(line("2", 3, 333, refunded=1), line("1", 1, needs_shipping=False, sku="", title="Gutschein ß")),
    buyer=Buyer(name="Ελένη Παππά", company="ΑΒ", email="E@Example.org", phone="1", vat_id="EL1", remote_id="9"),
    billing=Address(name="B", company="C", street="S 1", extra="c/o", postcode="1", town="T", region="R", country="GR"),
    payments=(paid(100), refunded(30, after(5)), replace(paid(7, remote_id="2"), at=None)),
    shipments=(parcel("0034", {"2": 2}, at=after(9)), parcel("77-1")),
    totals=replace(order().totals, discount=euros(250), fees=euros(-1)),
    buyer_note="Bitte klingeln 🛎",
    invoice_number="RE-1",
    is_test=True,
    open_in_channel="https://shop.example.org/1",
)


def test_an_order_is_read_back_exactly_as_it_was_written(store: Store) -> None:
    account = add_account(store)
    (made,) = put(store, account, FULL)
    assert load(store, made) == replace(FULL, raw=b"")


@pytest.mark.parametrize("currency", ["JPY", "KWD", "EUR"])
def test_amounts_keep_their_currency_and_every_minor_unit(store: Store, currency: str) -> None:
    account = add_account(store)
    amount = Money(9_007_199_254_740_993, currency)  # above what a float holds
    zero = Money(0, currency)
    totals = replace(FULL.totals, goods=amount, total=amount, shipping=zero, fees=zero, discount=zero, tax=-amount)
    lines = tuple(replace(one, unit_price=amount, total=amount, tax=zero) for one in FULL.lines)
    told = replace(FULL, totals=totals, lines=lines, payments=())
    (made,) = put(store, account, told)
    assert load(store, made).totals == totals
    assert load(store, made).lines == lines


def test_a_time_without_a_zone_is_never_stored() -> None:
    with pytest.raises(ValueError, match="never naive"):
        InstantType().process_bind_param(Instant(datetime(2026, 1, 1)), None)  # type: ignore[arg-type]  # noqa: DTZ001


def test_parts_the_channel_no_longer_names_are_gone_and_others_keep_their_rows(store: Store) -> None:
    account = add_account(store)
    (made,) = put(store, account, FULL)

    def rows(table: str) -> dict[str, int]:
        with store.read() as connection:
            return dict(connection.exec_driver_sql(f"select remote_id, id from {table}").all())

    before = {table: rows(table) for table in ("order_lines", "order_payments", "shipments")}
    less = replace(
        FULL,
        changed_at=after(60),
        lines=(replace(FULL.lines[1], quantity=5), line("3", 1)),
        payments=FULL.payments[:1],
        shipments=FULL.shipments[1:] if FULL.shipments else (),
    )
    put(store, account, less)
    assert load(store, made) == replace(less, raw=b"")
    assert rows("order_lines").keys() == {"1", "3"}
    assert rows("order_lines")["1"] == before["order_lines"]["1"], "what hangs on a line stays with it"
    assert rows("order_payments") == {"pay-1": before["order_payments"]["pay-1"]}
    assert rows("shipments") == {"parcel-77-1": before["shipments"]["parcel-77-1"]}


def test_one_remote_id_in_two_accounts_is_two_orders(store: Store) -> None:
    one, other = add_account(store, "One"), add_account(store, "Other")
    put(store, one, order("5", account=one))
    put(store, other, order("5", account=other, buyer_note="other"))
    with store.read() as connection:
        found = connection.exec_driver_sql("select account_id, buyer_note from orders order by id").all()
    assert found == [(one, ""), (other, "other")]


def test_the_hash_tells_every_field_but_the_payload() -> None:
    told = content_hash(FULL)
    assert content_hash(replace(FULL, raw=b"something else")) == told
    changes: dict[str, object] = {
        "number": "78",
        "changed_at": after(1),
        "lines": FULL.lines[::-1],
        "shipments": None,
        "billing": Address(),
        "paid_at": None,
        "buyer_note": "",
        "is_test": False,
    }
    for name, value in changes.items():
        assert content_hash(replace(FULL, **{name: value})) != told, name  # type: ignore[arg-type]


# --- No query per row -------------------------------------------------------------------------------------


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(store._engine, "before_cursor_execute", note)
    yield statements
    event.remove(store._engine, "before_cursor_execute", note)


@pytest.mark.parametrize("orders", [1, 10, 100])
def test_a_page_takes_the_same_few_statements_however_many_orders_it_holds(store: Store, orders: int) -> None:
    account = add_account(store)
    told = many(orders, account=account)
    with counted(store) as first:
        put(store, account, *told)
    changed = [replace(one, changed_at=after(10**6), buyer_note="changed", shipments=()) for one in told]
    with counted(store) as again:
        put(store, account, *changed)
    with counted(store) as unchanged:
        put(store, account, *changed)
    assert len(first) <= 20, first
    assert len(again) <= 30, again
    assert len(unchanged) <= 8, unchanged


@pytest.mark.parametrize("rows", [1, 50])
def test_a_list_takes_the_same_few_statements_however_long_it_is(store: Store, rows: int) -> None:
    fill(store, 60)
    with store.read() as connection, counted(store) as statements:
        ids = newest_ids(store, rows)
        found = views.load_rows(connection, ids, TILES)
        views.customers_of(connection, ids)
        views.order_numbers(connection, ids)
    assert [row.id for row in found] == ids
    assert len(ids) == rows
    assert len(statements) <= 12, statements


def test_unchanged_orders_write_nothing(store: Store) -> None:
    account = add_account(store)
    told = many(50, account=account)
    put(store, account, *told)
    reader = store.raw_connection()
    before = reader.execute("pragma data_version").fetchone()
    with store.write() as transaction, counted(store) as statements:
        done = ingest(transaction, account, told, (), after(99))
    assert (done.new, done.changed, bool(done.changes)) == (0, 0, False)
    assert [one for one in statements if one.lower().startswith(("insert", "update"))] == []
    assert reader.execute("pragma data_version").fetchone() == before, "not one page was written"
    reader.close()


# --- Lists ------------------------------------------------------------------------------------------------


def test_a_row_names_the_buyer_else_the_recipient_else_the_company(store: Store) -> None:
    account = add_account(store)
    home = Address(name="Rita Recipient", street="S", postcode="1", town="T")
    told = [
        order("1", buyer=Buyer(name="Bo Buyer"), recipient=home),
        order("2", buyer=Buyer(company="Firma"), recipient=home),
        order("3", buyer=Buyer(company="Firma"), recipient=Address(), billing=Address()),
        order("4", buyer=Buyer(), recipient=Address(), billing=Address()),
    ]
    put(store, account, *told)
    rows = load_newest(store, 9, TILES.__getitem__)
    assert {row.number: row.name for row in rows} == {"1": "Bo Buyer", "2": "Rita Recipient", "3": "Firma", "4": ""}


def newest_ids(store: Store, limit: int) -> list[OrderId]:
    return [row.id for row in load_newest(store, limit, TILES.__getitem__)]


def test_the_newest_rows_say_what_a_search_says_of_them(store: Store) -> None:
    """They are asked for in another way, and must not differ for it."""
    account = fill(store, 30)
    nobody = order("n", placed_at=after(10**7), buyer=Buyer(), recipient=Address(name="Rita Recipient"))
    put(store, account, nobody)
    fourth = newest_ids(store, 4)[3]
    content = ConfirmShipment(
        order=RemoteRef(account, "x"),
        carrier="dhl",
        carrier_name="DHL",
        number="0034",
        tracking_url="",
        lines=(),
        completes=True,
        shipped_at=START,
    )
    with store.write() as transaction:
        queue_push(
            transaction,
            key=PushKey("k"),
            account=account,
            order=fourth,
            push=content,
            state=PushState.FAILED,
            not_before=START,
            now=START,
            actor="",
        )
    newest = load_newest(store, 40, TILES.__getitem__)
    assert Standing.PUSH_FAILED in newest[3].standings
    with store.read() as connection:
        assert views.load_rows(connection, [row.id for row in newest], TILES) == newest
    assert newest[0].name == "Rita Recipient"


def test_rows_come_in_the_order_asked_for_and_unknown_ones_are_left_out(store: Store) -> None:
    fill(store, 9)
    with store.read() as connection:
        ids = newest_ids(store, 9)
        asked = [ids[4], OrderId(999_999), ids[0], ids[8]]
        assert [row.id for row in views.load_rows(connection, asked, TILES)] == [ids[4], ids[0], ids[8]]
        assert views.load_rows(connection, [], TILES) == []


def test_buyers_are_counted_over_the_whole_store_whatever_case_their_address_has(store: Store) -> None:
    account = add_account(store)
    told = [
        order(str(at), buyer=Buyer(name="Ada", email=mail), placed_at=after(at), totals=replace(FULL.totals))
        for at, mail in enumerate(["ada@example.org", "ADA@example.org ", "other@example.org"], start=1)
    ]
    ids = put(store, account, *told)
    with store.read() as connection:
        (ada,) = views.customers_of(connection, ids[:1])
        assert (ada.orders, ada.query, ada.town) == (2, "ada@example.org", "Köln")
        further = views.load_further(connection, ids[0], TILES)
        assert [row.id for row in further] == [ids[1]]
        figures = views.buyer_figures(connection, ids[0])
        assert (figures.orders, figures.revenue) == (2, (FULL.totals.total * 2,))


def test_guests_without_an_address_are_not_one_buyer(store: Store) -> None:
    account = add_account(store)
    ids = put(store, account, *[order(one, buyer=Buyer(name="Gast")) for one in ("1", "2")])
    with store.read() as connection:
        assert views.load_further(connection, ids[0], TILES) == []
        assert views.customers_of(connection, ids) == []
        assert views.buyer_figures(connection, ids[0]).orders == 1


@pytest.mark.parametrize(
    "text,found", [("1001", True), ("#1001", True), (" # 1001 ", True), ("0034 0434-16", True), ("100", False)]
)
def test_a_reference_is_a_number_or_a_parcels_number(store: Store, text: str, found: bool) -> None:
    account = add_account(store)
    ids = put(store, account, order("1001", shipments=(parcel("0034043416"),)))
    with store.read() as connection:
        assert views.find_by_reference(connection, text) == (ids if found else [])


# --- Repair list ------------------------------------------------------------------------------------------


def test_a_record_is_listed_once_with_its_newest_sample_and_how_often_it_came(store: Store) -> None:
    account = add_account(store)
    with store.write() as connection:
        for at, sample in ((0, b"old"), (60, b"new" * 1000)):
            bad = [UnreadableRecord(remote_id=one, reason=f"why {at}", sample=sample) for one in ("8", "9")]
            repairs.note_unreadable(connection, account, bad, after(at))
        first, second = repairs.load_repairs(connection, account)
        assert {first.remote_id, second.remote_id} == {"8", "9"}
        assert (first.sample, first.reason, first.times) == (b"new" * 1000, "why 60", 2)
        assert (first.first_seen, first.last_seen) == (START, after(60))
        repairs.note_readable(connection, account, ["9"])
        assert [one.remote_id for one in repairs.load_repairs(connection)] == ["8"]
        assert repairs.count_repairs(connection) == {account: 1}
        assert repairs.load_repairs(connection, AccountId(99)) == []


def test_a_record_of_the_store_is_found_by_nobody_elses_hash(store: Store) -> None:
    account, other = add_account(store), add_account(store, "Other")
    put(store, account, order("1", account=account))
    with store.read() as connection:
        assert order_store.known_hashes(connection, account, ["1", "2"]).keys() == {"1"}
        assert order_store.known_hashes(connection, other, ["1"]) == {}
        assert order_store.known_hashes(connection, account, []) == {}


def test_saving_nothing_is_nothing(store: Store) -> None:
    with store.write() as connection:
        assert order_store.save_records(connection, []) == {}
        none: dict[OrderId, OrderRecord] = order_store.load_records(connection, [])
        assert none == {}
