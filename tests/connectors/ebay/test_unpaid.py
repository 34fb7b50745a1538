"""Purchases that nobody has paid yet: read by Trading, and one with the order they become."""

from __future__ import annotations

import dataclasses
import json
import logging
from datetime import timedelta
from typing import Any

import pytest
import requests

from connectors.channels.ebay.trading import OrdersPage, TradingClient
from connectors.channels.ebay.unpaid import Known, Unpaid
from connectors.channels.ebay.unpaid_mapping import UnpaidMapping, read_entry
from connectors.contract.errors import Unavailable, Unreadable
from connectors.contract.protocols import Fetched
from connectors.contract.snapshots import Cursor, OrderSnapshot, RemovedSnapshot, UnreadableRecord
from desk.domain.clock import Instant
from desk.domain.orders import OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.values import Money, RemoteRef
from tests.connectors.ebay.account import EbayAccount, ebay_account, through_json
from tests.connectors.ebay.desk_side import ACCOUNT, access


class Reader:
    """What a reader knows after following pages, each cursor through JSON as in the store."""

    def __init__(self, account: EbayAccount) -> None:
        self.account = account
        self.cursor = Cursor()
        self.known: dict[str, Fetched] = {}
        self.bad: list[UnreadableRecord] = []

    def page(self) -> tuple[list[Fetched], bool]:
        found = self.account.connector.fetch_orders(through_json(self.cursor))
        assert found.done or found.cursor != self.cursor, "the reader would take it for a loop"
        self.cursor = found.cursor
        self.bad += found.unreadable
        self.known |= {one.ref.id: one for one in found.items}
        return list(found.items), found.done

    def run(self) -> dict[str, OrderSnapshot]:
        items: dict[str, OrderSnapshot] = {}
        for _ in range(200):
            found, done = self.page()
            items |= {one.ref.id: one for one in found if isinstance(one, OrderSnapshot)}
            if done:
                return items
        raise AssertionError("the run never ends")

    def next_run(self) -> dict[str, OrderSnapshot]:
        self.account.later(minutes=17)
        return self.run()


def bought(account: EbayAccount) -> dict[str, Any]:
    """A purchase of one article that waits for its money, as eBay has it: under an id that it will not keep."""
    for _ in range(12):
        made = account.do("new_order", paid=False)
        found: dict[str, Any] = account.state(order=made["id"])["orders"][0]
        if found["trading_id"] != found["id"]:
            return found
    raise AssertionError("the world sells no single articles")


def changed(account: EbayAccount) -> Reader:
    """A reader who has read everything there was."""
    reader = Reader(account)
    reader.run()
    return reader


def test_a_purchase_that_nobody_paid_comes_with_what_was_bought_and_by_whom() -> None:
    with ebay_account(4) as account:
        reader, there = changed(account), bought(account)
        one = reader.next_run()[there["trading_id"]]
        alone = account.connector.fetch_order(one.ref)
    assert (one.order, one.payment, one.shipping) == (OrderFacet.OPEN, PaymentFacet.UNPAID, ShippingFacet.UNSHIPPED)
    assert one.totals.total == Money(there["due_seller"], there["currency"])
    totals = one.totals
    assert totals.goods + totals.shipping + totals.fees - totals.discount == totals.total
    assert [(line.remote_id, line.sku, line.title, line.quantity, line.listing) for line in one.lines] == [
        (line["transaction_id"], line["sku"], line["name"], line["quantity"], line["item_id"])
        for line in there["lines"]
    ]
    assert (one.buyer.remote_id, one.recipient.street, one.paid_at) == (there["username"], "", None)
    assert (one.channel_status, one.replaces, one.payments) == ("Active", (), ())
    assert one.placed_at <= one.changed_at
    assert json.loads(one.raw)["OrderID"] == there["trading_id"]
    assert alone == one


@pytest.mark.parametrize("own_transaction_ids", [False, True])
def test_what_is_paid_later_is_one_with_the_order_it_becomes(own_transaction_ids: bool) -> None:
    with ebay_account(4, own_transaction_ids=own_transaction_ids) as account:
        reader, there = changed(account), bought(account)
        reader.next_run()
        account.do("pay", order=there["id"])
        paid = reader.next_run()[there["id"]]
        assert paid.payment is PaymentFacet.PAID
        assert paid.replaces == (there["trading_id"],)
        assert there["trading_id"] not in Known.read(reader.cursor.value["unpaid"]).open


def test_purchases_that_are_paid_together_become_one_order() -> None:
    with ebay_account(4) as account:
        reader, one = changed(account), bought(account)
        market = account.running.simulator.market
        other = bought(account)
        held, first = market.orders[other["id"]], market.orders[one["id"]]
        held.username, held.currency = first.username, first.currency
        reader.next_run()
        account.do("pay", order=one["id"], together=[other["id"]])
        paid = reader.next_run()[one["id"]]
    assert set(paid.replaces) == {one["trading_id"], other["trading_id"]}


def test_what_is_called_off_unpaid_is_cancelled() -> None:
    with ebay_account(4) as account:
        reader, there = changed(account), bought(account)
        reader.next_run()
        account.do("cancel", order=there["id"])
        account.later(minutes=3)
        alone = account.connector.fetch_order(RemoteRef(ACCOUNT, there["trading_id"]))
        gone = reader.next_run()[there["trading_id"]]
        assert (gone.order, gone.payment, gone.channel_status) == (
            OrderFacet.CANCELLED,
            PaymentFacet.UNPAID,
            "Cancelled",
        )
        assert alone == gone
        assert there["trading_id"] not in reader.next_run()


def test_an_unpaid_purchase_that_neither_api_has_is_told_as_gone() -> None:
    with ebay_account(2) as account:
        found = account.connector.fetch_order(RemoteRef(ACCOUNT, "110490001470-99"))
    assert isinstance(found, RemovedSnapshot)


def test_trading_is_asked_every_quarter_of_an_hour_and_not_with_each_run() -> None:
    with ebay_account(4) as account:
        reader = changed(account)
        asked = [path for path in account.seen if path == "/ws/api.dll"]
        account.later(minutes=5)
        reader.run()
        account.later(minutes=9)
        reader.run()
        assert [path for path in account.seen if path == "/ws/api.dll"] == asked
        account.later(minutes=1)
        reader.run()
        assert len([path for path in account.seen if path == "/ws/api.dll"]) == len(asked) + 1


def test_a_partial_failure_is_no_whole_answer() -> None:
    with ebay_account(4) as account:
        reader = changed(account)
        made = {bought(account)["trading_id"] for _ in range(3)}
        account.later(minutes=16)
        account.do("trading_trouble", calls=1)
        before = reader.cursor
        first = set(reader.run()) & made
        assert first < made
        assert Known.read(reader.cursor.value["unpaid"]).asked_at == Known.read(before.value["unpaid"]).asked_at
        assert made <= set(reader.run()) | first


def test_a_web_page_in_place_of_xml_passes_and_stops_no_paid_order() -> None:
    with ebay_account(4) as account:
        reader, there = changed(account), bought(account)
        fresh = account.do("new_order", paid=True)["id"]
        account.later(minutes=16)
        account.faults({"profile": "server_html", "path_contains": "/ws/api.dll", "count": 40})
        found = reader.run()
        assert fresh in found
        assert there["trading_id"] not in found
        account.later(minutes=50)
        with pytest.raises(Unavailable):
            reader.run()
        account.faults()
        assert there["trading_id"] in reader.run()


def test_who_dies_before_trading_was_asked_asks_it_next() -> None:
    with ebay_account(4) as account:
        reader, there = changed(account), bought(account)
        account.later(minutes=16)
        done = False
        while not done:
            _, done = reader.page()
            if not done and "then" in reader.cursor.value:
                account.again()
                break
        assert not done
        assert there["trading_id"] in reader.run()


def test_purchases_from_before_the_first_day_stay_out() -> None:
    with ebay_account(4) as account:
        there = bought(account)
        account.later(minutes=5)
        account.again(start_date=Instant(account.now - timedelta(minutes=2)))
        assert there["trading_id"] not in Reader(account).run()


def test_a_cursor_that_nobody_wrote_begins_anew() -> None:
    with ebay_account(4) as account:
        there = bought(account)
        account.later(minutes=5)
        for strange in ({"unpaid": 7}, {"unpaid": {"open": {"1": 2}}}, {"unpaid": {"asked": "gestern"}}):
            reader = Reader(account)
            reader.cursor = Cursor(dict(strange))
            assert there["trading_id"] in reader.run()


# --- odd entries -------------------------------------------------------------------------------------------


def entry(**changes: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "OrderID": "110490001470-10000004928",
        "OrderStatus": "Active",
        "CheckoutStatus": {"Status": "Incomplete", "LastModifiedTime": "2026-11-20T09:00:00.000Z"},
        "CreatedTime": "2026-11-20T08:00:00.000Z",
        "Subtotal": {"_currencyID": "EUR", "value": "20.00"},
        "Total": {"_currencyID": "EUR", "value": "24.90"},
        "BuyerUserID": "kauf-gern",
        "TransactionArray": {
            "Transaction": {
                "Item": {"ItemID": "110490001470", "Title": "Säge", "SKU": "WZ-1"},
                "QuantityPurchased": "2",
                "TransactionID": "10000004928",
                "TransactionPrice": {"_currencyID": "EUR", "value": "10.0"},
            }
        },
    }
    return {name: value for name, value in {**plain, **changes}.items() if value is not None}


def mapped(**changes: Any) -> OrderSnapshot:
    return UnpaidMapping(ACCOUNT, "EBAY_DE", sandbox=False).read(read_entry(entry(**changes)))


def test_a_single_transaction_is_read_like_several() -> None:
    one = mapped()
    assert [(line.sku, line.total) for line in one.lines] == [("WZ-1", Money(2000, "EUR"))]
    assert (one.totals.goods, one.totals.shipping) == (Money(2000, "EUR"), Money(490, "EUR"))
    rebate = mapped(Total={"_currencyID": "EUR", "value": "18.00"}, Subtotal=None)
    assert (rebate.totals.goods, rebate.totals.discount) == (Money(2000, "EUR"), Money(200, "EUR"))


def test_a_variation_tells_its_own_article() -> None:
    transaction = entry()["TransactionArray"]["Transaction"]
    varied = {**transaction, "Variation": {"SKU": "WZ-1-XL", "VariationTitle": "Säge [XL]"}}
    (line,) = mapped(TransactionArray={"Transaction": [varied]}).lines
    assert (line.sku, line.title) == ("WZ-1-XL", "Säge [XL]")


@pytest.mark.parametrize(
    "changes",
    [
        {"OrderID": None},
        {"CreatedTime": "gestern"},
        {"Total": {"_currencyID": "EUR", "value": "n/a"}},
        {"Total": None},
        {"TransactionArray": None},
        {"TransactionArray": {"Transaction": [{}]}},
    ],
)
def test_what_makes_no_sense_is_unreadable(changes: dict[str, Any]) -> None:
    with pytest.raises(Unreadable) as caught:
        mapped(**changes)
    assert caught.value.detail


class OneAnswer(TradingClient):
    """Trading that lists what it is told, and nothing else."""

    def __init__(self, *entries: dict[str, Any]) -> None:
        self.entries = entries

    def orders(self, start: Instant, end: Instant, page: int, *, every: bool) -> OrdersPage:
        return OrdersPage(entries=self.entries, more=False, total=len(self.entries), partial=False, now=end)


def test_an_invoice_for_several_purchases_takes_their_place() -> None:
    def single(number: str, status: str) -> dict[str, Any]:
        transaction = {**entry()["TransactionArray"]["Transaction"], "TransactionID": number}
        return entry(
            OrderID=f"110490001470-{number}", OrderStatus=status, TransactionArray={"Transaction": [transaction]}
        )

    def poll(*entries: dict[str, Any]) -> list[OrderSnapshot]:
        mapping = UnpaidMapping(ACCOUNT, "EBAY_DE", sandbox=False)
        found = access()
        known.read_to = Instant(found.clock.now() - timedelta(hours=1))  # one window
        return Unpaid(OneAnswer(*entries), mapping, found).poll(known).items

    known = Known()
    assert len(poll(single("1", "Active"), single("2", "Active"))) == 2
    lines = [single(number, "")["TransactionArray"]["Transaction"][0] for number in ("1", "2")]
    invoice = entry(OrderID="2600000000012", TransactionArray={"Transaction": lines})
    (one,) = poll(single("1", "Inactive"), single("2", "Inactive"), invoice)
    assert (one.ref.id, one.order, len(one.lines)) == ("2600000000012", OrderFacet.OPEN, 2)
    assert set(one.replaces) == {"110490001470-1", "110490001470-2"}
    assert set(known.open) == {"2600000000012"}


def test_who_has_checked_out_waits_no_longer() -> None:
    done = {"Status": "Complete", "LastModifiedTime": "2026-11-20T09:00:00.000Z"}
    assert read_entry(entry()).waits_for_money
    assert not read_entry(entry(CheckoutStatus=done)).waits_for_money
    assert not read_entry(entry(PaidTime="2026-11-20T09:00:00.000Z")).waits_for_money
    assert not read_entry(entry(OrderStatus="Cancelled")).waits_for_money


# --- what never shows --------------------------------------------------------------------------------------


def test_no_secret_and_no_buyer_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with ebay_account(4) as account:
        reader, there = changed(account), bought(account)
        assert there["trading_id"] in reader.next_run()
        secrets = requests.get(f"{account.running.url}/_sim/state?secrets=1", timeout=5).json()["secrets"]
    ours = [one for one in caplog.records if not one.name.startswith(("urllib3", "uvicorn", "asyncio"))]
    told = "\n".join(one.getMessage() for one in ours)
    assert "/ws/api.dll" in told
    assert [one for one in (*secrets, there["username"]) if one in told] == []


def test_what_the_cursor_holds_comes_back_as_it_was() -> None:
    with ebay_account(4) as account:
        reader = changed(account)
        bought(account)
        reader.next_run()
        value = reader.cursor.value["unpaid"]
        assert Known.read(json.loads(json.dumps(value))).written() == value
        assert dataclasses.asdict(Known.read(value))["open"]
