"""The buyer's and the seller's side of the simulated eBay, its state, and the faults that lie in what it holds."""

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests

from connectors.channels.ebay import simulator
from connectors.channels.ebay.simulator_deeds import BAD_KINDS, DEEDS
from connectors.channels.ebay.simulator_model import MarketOptions, iso
from connectors.simulation.faults import PROFILES
from connectors.simulation.server import RunningSimulator
from connectors.simulation.starting import own_options
from connectors.simulation.wire import DeedRefused
from tests.connectors.ebay.simulator_market import KEYS, NOW, ORDERS, SCOPE, Market, encoded, mint, signature

pytestmark = pytest.mark.requests_by_hand


def changed(market: Market, **back: float) -> list[str]:
    start = iso(market.now - timedelta(**(back or {"seconds": 1})))
    return [order["orderId"] for order in market.listed(filter=f"lastmodifieddate:[{start}..]", limit=200)]


def test_a_new_order_arrives_paid_or_not() -> None:
    market = Market(3)
    made = market.do("new_order")
    assert changed(market) == [made["id"]]
    assert market.get(f"{ORDERS}/{made['id']}").json["orderPaymentStatus"] == "PAID"
    waiting = market.do("new_order", paid=False)
    assert changed(market) == [made["id"]]
    assert market.seen(waiting["id"])["listed"] is False
    with pytest.raises(DeedRefused, match="Nobody has paid"):
        market.do("add_tracking", order=waiting["id"], number="A1")
    market.later(minutes=1)
    market.do("pay", order=waiting["id"])
    assert changed(market) == [waiting["id"]]
    with pytest.raises(DeedRefused, match="paid or called off already"):
        market.do("pay", order=waiting["id"])
    assert market.deeds() == ["order_created", "order_created", "order_paid"]


def test_new_orders_all_differ() -> None:
    market = Market(2)
    ids = [market.do("new_order")["id"] for _ in range(60)]
    assert len(set(ids)) == 60
    lines = [line["id"] for order in market.state()["orders"] for line in order["lines"]]
    assert len(set(lines)) == len(lines)


def test_a_cancelled_order_is_refunded_by_ebay() -> None:
    market = Market(0)
    order = market.bought()
    market.do("refund", order=order.id, amount=100)
    market.do("cancel", order=order.id, reason="OUT_OF_STOCK_OR_CANNOT_FULFILL")
    told = market.get(f"{ORDERS}/{order.id}").json
    assert told["cancelStatus"]["cancelState"] == "CANCELED"
    assert told["orderPaymentStatus"] == "FULLY_REFUNDED"
    assert len(told["paymentSummary"]["refunds"]) == 2
    assert [line["cancelled"] for line in market.seen(order.id)["lines"]] == [1]
    with pytest.raises(DeedRefused, match="called off already"):
        market.do("cancel", order=order.id)
    with pytest.raises(DeedRefused, match="is called off"):
        market.do("add_tracking", order=order.id, number="A1")


def test_a_buyer_asks_to_cancel_and_is_answered() -> None:
    market = Market(0)
    order = market.bought()
    market.do("request_cancel", order=order.id)
    assert market.seen(order.id)["cancel_state"] == "IN_PROGRESS"
    with pytest.raises(DeedRefused, match="cannot be called off by its buyer"):
        market.do("request_cancel", order=order.id)
    market.do("reject_cancel", order=order.id)
    assert market.seen(order.id)["cancel_state"] == "NONE_REQUESTED"
    with pytest.raises(DeedRefused, match="Nobody asks"):
        market.do("reject_cancel", order=order.id)
    market.do("request_cancel", order=order.id)
    market.do("cancel", order=order.id)
    states = [asked["state"] for asked in market.seen(order.id)["cancel_requests"]]
    assert states == ["REJECTED", "COMPLETED"]


def test_the_sellers_people_enter_a_parcel() -> None:
    market = Market(0)
    order = market.bought((2,))
    market.later(minutes=5)
    market.do("add_tracking", order=order.id, number="01234567890123", carrier="dpd", items={order.lines[0].id: 1})
    (parcel,) = market.parcels(order)
    assert (parcel["shippingCarrierCode"], parcel["lineItems"][0]["quantity"]) == ("DPD", 1)
    (seen,) = market.seen(order.id)["trackings"]
    assert (seen["number"], seen["by"], seen["items"]) == ("01234567890123", "shop", {order.lines[0].id: 1})
    assert changed(market) == [order.id]
    for wrong in ({"items": {"1": 1}}, {"items": {order.lines[0].id: 9}}, {"carrier": "Bote"}):
        with pytest.raises(DeedRefused):
            market.do("add_tracking", order=order.id, number="X", **wrong)


def test_refunds_in_part_of_a_line_and_whole() -> None:
    market = Market(0)
    order = market.bought((1, 1))
    first, second = order.lines
    market.do("refund", order=order.id, amount=100, reason="OTHER_ADJUSTMENT")
    market.do("refund", order=order.id, line=first.id)
    told = market.get(f"{ORDERS}/{order.id}").json
    assert told["orderPaymentStatus"] == "PARTIALLY_REFUNDED"
    assert [len(line["refunds"]) for line in told["lineItems"]] == [1, 0]
    assert [line["refunded"] for line in market.seen(order.id)["lines"]] == [1, 0]
    market.do("refund", order=order.id)
    seen = market.seen(order.id)
    assert seen["payment_status"] == "FULLY_REFUNDED"
    assert sum(refund["amount"] for refund in seen["refunds"]) == seen["due_seller"]
    assert seen["lines"][1]["refunded_amount"] == second.net_total - 100
    with pytest.raises(DeedRefused, match="0 minor units left"):
        market.do("refund", order=order.id)


def test_a_refund_may_wait_or_fail() -> None:
    market = Market(0)
    order = market.bought()
    market.do("refund", order=order.id, amount=100, status="PENDING")
    market.do("refund", order=order.id, status="FAILED")
    told = market.get(f"{ORDERS}/{order.id}").json
    assert [refund["refundStatus"] for refund in told["paymentSummary"]["refunds"]] == ["PENDING", "FAILED"]
    assert told["orderPaymentStatus"] == "PARTIALLY_REFUNDED"
    with pytest.raises(DeedRefused, match="A refund is one of"):
        market.do("refund", order=order.id, status="LOST")


def test_many_are_touched_at_once() -> None:
    market = Market(30)
    assert len(market.do("touch", count=25)["touched"]) == 25
    listed = [order["id"] for order in market.state()["orders"] if order["modified"] == iso(NOW) and order["listed"]]
    assert sorted(changed(market)) == sorted(listed)


@pytest.mark.parametrize("kind", sorted(BAD_KINDS))
def test_a_bad_record_is_among_good_ones(kind: str) -> None:
    market = Market(5)
    made = market.do("bad_record", kind=kind)
    records = market.every()
    bad = [each for each in records if all(each.get(name) == value for name, value in BAD_KINDS[kind].items())]
    assert len(bad) == 1
    counts = market.state(orders="0")["counts"]
    assert counts["orders"] - counts["readable"] == 1
    assert market.simulator.app.channel.foreign_records() == [made["id"]]  # type: ignore[attr-defined]
    market.do("mend_record", order=made["id"])
    assert market.state(orders="0")["counts"]["readable"] == counts["orders"]
    assert market.seen(made["id"])["readable"]


def test_an_unknown_code_is_told_until_it_is_mended() -> None:
    market = Market(0)
    order = market.bought()
    market.do("foreign_word", order=order.id, field="cancelStatus.cancelState", word="AWAITING_SELLER")
    assert market.get(f"{ORDERS}/{order.id}").json["cancelStatus"]["cancelState"] == "AWAITING_SELLER"
    assert market.seen(order.id)["cancel_state"] == "AWAITING_SELLER"
    market.do("mend_record", order=order.id)
    assert market.get(f"{ORDERS}/{order.id}").json["cancelStatus"]["cancelState"] == "NONE_REQUESTED"


def test_a_deed_may_lie_in_the_past() -> None:
    market = Market(0)
    made = market.do("new_order", at="2026-11-19T12:50:00Z")
    assert market.get(f"{ORDERS}/{made['id']}").json["creationDate"] == "2026-11-19T12:50:00.000Z"


def test_nonsense_is_refused_in_sentences() -> None:
    market = Market(0)
    order = market.bought()
    with pytest.raises(DeedRefused, match=r"There is no deed explode\. Known: add_tracking"):
        market.do("explode")
    with pytest.raises(DeedRefused, match="The deed cancel needs order"):
        market.do("cancel")
    with pytest.raises(DeedRefused, match="There is no order 1"):
        market.do("cancel", order="1")
    with pytest.raises(DeedRefused, match="A reason is one of"):
        market.do("cancel", order=order.id, reason="because")
    with pytest.raises(DeedRefused, match="A bad record is one of"):
        market.do("bad_record", kind="worse")
    assert len(DEEDS) >= 12


def test_options_are_checked() -> None:
    with pytest.raises(ValueError, match="no option colour"):
        simulator.start(1, 1, colour="red")
    assert own_options(MarketOptions, {"newest_first": "yes", "trading_limit": "7"}, "An eBay").trading_limit == 7


# -- state ------------------------------------------------------------------------------------------------------------


def test_the_state_has_what_a_comparator_needs() -> None:
    market = Market(200)
    state = market.state()
    assert state["counts"]["orders"] == sum(order["listed"] for order in state["orders"])
    assert state["counts"]["unpaid"] == sum(order["unpaid"] for order in state["orders"]) > 0
    needed = {
        *("id", "number", "readable", "listed", "status", "created", "modified", "names", "emails", "trackings"),
        *("lines", "total", "currency", "handling"),
    }
    for order in state["orders"]:
        assert needed <= set(order)
        assert order["handling"] in ("OURS", "CHANNEL")
        for line in order["lines"]:
            assert {"id", "sku", "name", "quantity", "total", "refunded", "cancelled"} <= set(line)
        for tracking in order["trackings"]:
            assert {"number", "carrier", "items", "by"} <= set(tracking)
        assert order["listed"] or order["unpaid"] or order["created"] < "2024-11-21"
    assert "orders" not in market.state(orders="0")
    young = [order for order in state["orders"] if order["emails"]]
    assert all(order["created"] > iso(NOW - timedelta(days=14)) for order in young)
    assert len(young) > 5


def test_the_same_seed_gives_the_same_account() -> None:
    assert Market(50, seed=9).state() == Market(50, seed=9).state()
    assert Market(50, seed=9).state() != Market(50, seed=8).state()


# -- faults that are the channel's own --------------------------------------------------------------------------------


@pytest.fixture
def running() -> Iterator[RunningSimulator]:
    with simulator.start(4, 60, now=iso(NOW)) as served:
        requests.post(f"{served.url}/_sim/clock", json={"now": iso(NOW)}, timeout=5)
        yield served


@pytest.fixture
def signed(running: RunningSimulator) -> dict[str, str]:
    return {"Authorization": f"Bearer {mint(running)}"}


WINDOW = "creationdate:[2024-11-25T00:00:00.000Z..]"


def get(running: RunningSimulator, signed: dict[str, str], **params: Any) -> requests.Response:
    query = encoded({"filter": WINDOW, "limit": 10, **params})
    return requests.get(f"{running.url}{ORDERS}?{query}", headers=signed, timeout=5)


def plan(running: RunningSimulator, profile: str, **more: Any) -> None:
    requests.post(f"{running.url}/_sim/faults", json={"planned": [{"profile": profile, **more}]}, timeout=5)


def hits(running: RunningSimulator) -> dict[str, int]:
    told: dict[str, int] = requests.get(f"{running.url}/_sim/faults", timeout=5).json()["hits"]
    return told


def journal(running: RunningSimulator) -> list[tuple[str, str]]:
    entries = requests.get(f"{running.url}/_sim/journal", timeout=5).json()["entries"]
    return [(entry["actor"], entry["deed"]) for entry in entries]


def ids(answer: requests.Response) -> list[str]:
    return [order["orderId"] for order in answer.json()["orders"]]


def test_an_order_moves_between_pages_and_shifts_them(running: RunningSimulator, signed: dict[str, str]) -> None:
    window = "lastmodifieddate:[2024-11-25T00:00:00.000Z..2026-11-20T12:58:00.000Z]"
    first = get(running, signed, filter=window)
    plan(running, "page_shift")
    second = get(running, signed, filter=window, offset=10)
    assert journal(running) == [("shop", "order_touched")]
    assert second.json()["total"] == first.json()["total"] - 1
    assert hits(running) == {"page_shift": 1}


def test_a_late_record_lies_before_what_was_read(running: RunningSimulator, signed: dict[str, str]) -> None:
    before = set(ids(get(running, signed, limit=200)))
    plan(running, "late_record")
    answer = get(running, signed, limit=200)
    (late,) = set(ids(answer)) - before
    assert journal(running) == [("shop", "order_created")]
    (seen,) = requests.get(f"{running.url}/_sim/state?order={late}", timeout=5).json()["orders"]
    assert seen["modified"] < iso(NOW - timedelta(minutes=9))


def test_the_same_page_comes_again(running: RunningSimulator, signed: dict[str, str]) -> None:
    plan(running, "token_repeated")
    first = get(running, signed)
    assert hits(running) == {}
    assert ids(get(running, signed, offset=10)) == ids(first)
    assert ids(get(running, signed, offset=10)) != ids(first)


def test_unknown_codes_and_foreign_records(running: RunningSimulator, signed: dict[str, str]) -> None:
    plan(running, "unknown_enum")
    get(running, signed, limit=200)
    plan(running, "foreign_record")
    get(running, signed, limit=200)
    assert journal(running) == [("shop", "word_changed"), ("shop", "order_created"), ("shop", "record_spoilt")]
    counts = requests.get(f"{running.url}/_sim/state?orders=0", timeout=5).json()["counts"]
    assert counts["orders"] - counts["readable"] == 1


def test_a_missing_field_is_one_that_nobody_needs(running: RunningSimulator, signed: dict[str, str]) -> None:
    whole = get(running, signed).json()["orders"]
    plan(running, "missing_field")
    spoilt = get(running, signed).json()["orders"]
    missing = [set(before) - set(after) for before, after in zip(whole, spoilt, strict=True)]
    assert sorted(map(len, missing))[-2:] == [0, 1]


def ship(running: RunningSimulator, signed: dict[str, str], order: dict[str, Any]) -> requests.Response:
    items = [{"lineItemId": line["lineItemId"], "quantity": line["quantity"]} for line in order["lineItems"]]
    return requests.post(
        f"{running.url}{ORDERS}/{order['orderId']}/shipping_fulfillment",
        json={"lineItems": items, "trackingNumber": "A1", "shippingCarrierCode": "DHL"},
        headers=signed,
        timeout=1,
    )


def new_order(running: RunningSimulator, signed: dict[str, str]) -> dict[str, Any]:
    made = requests.post(
        f"{running.url}/_sim/do", json={"deed": "new_order", "country": "DE", "hub": False}, timeout=5
    ).json()
    order: dict[str, Any] = requests.get(f"{running.url}{ORDERS}/{made['id']}", headers=signed, timeout=5).json()
    return order


def test_the_channel_moves_before_a_parcel_is_told(running: RunningSimulator, signed: dict[str, str]) -> None:
    order = new_order(running, signed)
    plan(running, "channel_moved")
    assert ship(running, signed, order).status_code == 409
    assert journal(running)[-1] == ("shop", "order_cancelled")


def test_a_parcel_is_told_and_nobody_answers(running: RunningSimulator, signed: dict[str, str]) -> None:
    order = new_order(running, signed)
    # Tokens and Trading's calls are posted too and do nothing, so the plan waits for the parcel.
    plan(running, "deed_done_reset")
    assert mint(running)
    with pytest.raises(requests.ConnectionError):
        ship(running, signed, order)
    assert journal(running)[-1] == ("client", "parcel_added")
    assert ship(running, signed, order).status_code == 201
    assert journal(running).count(("client", "parcel_added")) == 2


def asked(running: RunningSimulator, path: str, document: dict[str, Any]) -> requests.Response:
    """A signed call to Post-Order or REST, as a client of a served account makes it."""
    settings, secrets = running.account_settings, running.credentials
    application = requests.post(
        f"{settings['token_url']}/identity/v1/oauth2/token",
        auth=(settings["app_id"], secrets["cert_id"]),
        data={"grant_type": "client_credentials", "scope": SCOPE},
        timeout=5,
    ).json()["access_token"]
    bearer = {"Authorization": f"Bearer {application}"}
    key = requests.post(f"{running.url}{KEYS}", json={"signingKeyCipher": "ED25519"}, headers=bearer, timeout=5).json()
    body = json.dumps(document).encode()
    created = int(_seconds(requests.get(f"{running.url}/_sim/clock", timeout=5).json()["now"]))
    signed = signature(key, "POST", path, body, created, running.url.partition("://")[2])
    scheme = "IAF" if path.startswith("/post-order") else "Bearer"
    headers = {
        "Authorization": f"{scheme} {mint(running)}",
        "Content-Type": "application/json",
        "X-EBAY-C-MARKETPLACE-ID": "EBAY_DE",
        **signed,
    }
    return requests.post(f"{running.url}{path}", data=body, headers=headers, timeout=5)


def test_money_goes_back_and_nobody_answers(running: RunningSimulator, signed: dict[str, str]) -> None:
    order = new_order(running, signed)
    currency = order["pricingSummary"]["total"]["currency"]
    wanted = {"reasonForRefund": "OTHER_ADJUSTMENT", "orderLevelRefundAmount": {"value": "1.00", "currency": currency}}
    path = f"{ORDERS}/{order['orderId']}/issue_refund"
    plan(running, "deed_done_reset")
    with pytest.raises(requests.ConnectionError):
        asked(running, path, wanted)
    assert journal(running)[-1] == ("client", "refund_booked")
    assert asked(running, path, wanted).json()["errors"][0]["errorId"] == 34922


def test_the_channel_moves_before_it_is_called_off(running: RunningSimulator, signed: dict[str, str]) -> None:
    order = new_order(running, signed)
    wanted = {"legacyOrderId": order["orderId"], "cancelReason": "BUYER_ASKED_CANCEL", "buyerPaid": True}
    plan(running, "channel_moved")
    assert asked(running, "/post-order/v2/cancellation", wanted).status_code == 409
    assert journal(running)[-1] == ("shop", "order_cancelled")


def test_a_token_seems_to_have_run_out(running: RunningSimulator, signed: dict[str, str]) -> None:
    plan(running, "token_expired")
    answer = get(running, signed)
    assert (answer.status_code, answer.json()["errors"][0]["errorId"]) == (401, 1001)
    assert get(running, signed).status_code == 401
    fresh = {"Authorization": f"Bearer {mint(running)}"}
    assert get(running, fresh).status_code == 200
    plan(running, "token_expired")
    headers = {"X-EBAY-API-CALL-NAME": "GetUser", "Content-Type": "text/xml"}
    told = requests.post(f"{running.url}/ws/api.dll", headers=headers, timeout=5)
    assert (told.status_code, b"21917053" in told.content) == (200, True)


def test_a_skewed_clock_is_ebays_own(running: RunningSimulator, signed: dict[str, str]) -> None:
    order = new_order(running, signed)
    plan(running, "clock_skew")
    answer = ship(running, signed, order)
    (seen,) = requests.get(f"{running.url}/_sim/state?order={order['orderId']}", timeout=5).json()["orders"]
    now = requests.get(f"{running.url}/_sim/clock", timeout=5).json()["now"]
    assert answer.status_code == 201
    assert abs(_seconds(seen["modified"]) - _seconds(now)) > 80


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def test_every_answer_has_a_date(running: RunningSimulator, signed: dict[str, str]) -> None:
    assert get(running, signed).headers["Date"].startswith("Fri, 20 Nov 2026 13:0")
    assert "Date" in requests.get(f"{running.url}{ORDERS}", timeout=5).headers


def test_every_profile_can_hit_and_none_breaks_the_simulator() -> None:
    with simulator.start(11, 40, now=iso(NOW)) as served:
        requests.post(f"{served.url}/_sim/clock", json={"now": iso(NOW)}, timeout=5)
        signed = {"Authorization": f"Bearer {mint(served)}"}
        faults = {"profiles": "all:0.05", "patience": 0.02}
        requests.post(f"{served.url}/_sim/faults", json=faults, timeout=5)
        for turn in range(160):
            try:
                if get(served, signed, limit=1).status_code == 401:
                    signed = {"Authorization": f"Bearer {mint(served)}"}
                answer = get(served, signed, offset=10 * (turn % 3), limit=3 + turn % 5)
                order = answer.json()["orders"][0]
                if isinstance(order["lineItems"], list):
                    ship(served, signed, order)
            except (requests.RequestException, ValueError, KeyError):
                continue
        assert set(hits(served)) == set(PROFILES)
        assert requests.get(f"{served.url}/_sim/state?orders=0", timeout=5).json()["bugs"] == []


@pytest.mark.alone
def test_seven_hundred_orders_are_there_at_once() -> None:
    begun = time.perf_counter()
    with simulator.start(3, 700):
        assert time.perf_counter() - begun < 2
