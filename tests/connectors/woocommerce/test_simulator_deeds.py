"""The buyer's and the owner's side of the simulated shop, and the faults that lie in what it holds."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from requests_oauthlib import OAuth1

from connectors.channels.woocommerce import simulator
from connectors.channels.woocommerce.simulator_deeds import BAD_KINDS, DEEDS
from connectors.simulation.faults import PROFILES
from connectors.simulation.server import RunningSimulator
from connectors.simulation.wire import DeedRefused
from tests.connectors.woocommerce.simulator_shop import ORDERS, Shop

pytestmark = pytest.mark.requests_by_hand


def changed_since(shop: Shop, seconds: int = 1) -> list[int]:
    after = shop.now.timestamp() - seconds
    since = shop.now.fromtimestamp(after, shop.now.tzinfo).strftime("%Y-%m-%dT%H:%M:%S")
    return shop.ids(modified_after=since, dates_are_gmt="true", status="any", per_page=100)


def test_a_new_order_arrives() -> None:
    shop = Shop()
    made = shop.do("new_order", billing={"first_name": "Özgür", "last_name": "Weiß"})
    order = shop.get(f"{ORDERS}/{made['id']}").json
    assert (order["billing"]["first_name"], order["status"]) == ("Özgür", "processing")
    assert order["number"] == made["number"]
    assert changed_since(shop) == [made["id"]]
    assert shop.deeds() == ["order_created"]


def test_new_orders_all_differ_and_look_like_the_worlds() -> None:
    shop = Shop()
    made = [shop.do("new_order")["number"] for _ in range(20)]
    assert len(set(made)) == 20
    assert all(order["line_items"] for order in shop.listed(per_page=100))


def test_orders_are_found_by_id_and_number() -> None:
    shop = Shop()
    order = shop.order_with("processing", "bacs", paid=None)
    shop.do("set_status", order=order.number, status="on-hold")
    shop.do("pay", order=str(order.id))
    assert order.status == "processing"
    with pytest.raises(DeedRefused, match="paid already"):
        shop.do("pay", order=order.id)
    with pytest.raises(DeedRefused, match="no order nope"):
        shop.do("cancel", order="nope")


@pytest.mark.parametrize("deed", ["cancel", "trash", "delete", "change_address", "hide_buyer", "touch"])
def test_deeds_show_in_what_the_api_says(deed: str) -> None:
    shop = Shop()
    order = shop.order_with("processing")
    arguments: dict[str, Any] = {"orders": [order.id]} if deed == "touch" else {"order": order.id}
    if deed == "change_address":
        arguments["shipping"] = {"city": "Görlitz", "postcode": "02826"}
    before = order.total
    shop.do(deed, **arguments)
    answer = shop.get(f"{ORDERS}/{order.id}")
    seen = answer.json
    if deed == "delete":
        assert answer.status == 404
        return
    assert seen["date_modified_gmt"] == "2026-11-20T13:00:00"
    assert order.total == before
    expected = {"cancel": "cancelled", "trash": "trash"}.get(deed, "processing")
    assert seen["status"] == expected
    if deed == "change_address":
        assert seen["shipping"]["city"] == "Görlitz"
    if deed == "hide_buyer":
        assert seen["billing"]["last_name"] == "[deleted]"
        assert not set(seen["billing"]["phone"]) & set("123456789")
        assert seen["billing"]["email"] == "deleted@site.invalid"
        shop.do(deed, order=order.id, how="empty")
        assert set(shop.get(f"{ORDERS}/{order.id}").json["billing"].values()) == {""}


def test_the_trash_gives_back() -> None:
    shop = Shop()
    order = shop.order_with("on-hold")
    shop.do("trash", order=order.id)
    shop.do("restore", order=order.id)
    assert order.status == "on-hold"
    with pytest.raises(DeedRefused, match="not in the trash"):
        shop.do("restore", order=order.id)


def test_refunds_by_the_owner() -> None:
    shop = Shop()
    order = shop.order_with("completed", "bacs", currency="EUR", decimals=2)
    shop.do("refund", order=order.id, amount=100, reason="Kulanz")
    assert shop.get(f"{ORDERS}/{order.id}").json["refunds"][0]["total"] == "-1.00"
    shop.do("refund", order=order.id)
    assert (order.status, order.refunded) == ("refunded", order.total)
    with pytest.raises(DeedRefused, match="left to refund"):
        shop.do("refund", order=order.id)


def test_a_line_is_refunded() -> None:
    shop = Shop()
    order = shop.order_with("completed", "bacs")
    line = order.lines[0]
    shop.do("refund", order=order.id, lines={line.id: 1})
    (booked,) = shop.get(f"{ORDERS}/{order.id}/refunds").json
    assert booked["line_items"][0]["quantity"] == -1


@pytest.mark.parametrize("way", ["none", "fulfillments", "shipment-tracking", "ast"])
def test_the_owner_enters_a_parcel(way: str) -> None:
    shop = Shop(tracking=way)
    order = shop.order_with("processing")
    shop.do("add_tracking", order=order.id, number="76543210987", carrier="gls")
    (seen,) = shop.state(order=str(order.id))["orders"]
    assert "76543210987" in [each["number"] for each in seen["trackings"]]
    assert changed_since(shop) == [order.id]


def test_notes_by_the_owner() -> None:
    shop = Shop()
    order = shop.order_with("processing")
    made = shop.do("add_note", order=order.id, text="Kundin angerufen")
    shop.do("edit_note", order=order.id, note_id=made["note_id"], text="Kunde angerufen")
    assert shop.get(f"{ORDERS}/{order.id}/notes").json[0]["note"] == "Kunde angerufen"
    shop.do("edit_customer_note", order=order.id, text="Bitte klingeln")
    assert shop.get(f"{ORDERS}/{order.id}").json["customer_note"] == "Bitte klingeln"


@pytest.mark.parametrize("kind", sorted(BAD_KINDS))
def test_a_bad_record_is_among_good_ones(kind: str) -> None:
    shop = Shop(5)
    made = shop.do("bad_record", kind=kind)
    records = shop.listed(per_page=100)
    assert len(records) == 6
    spoilt = BAD_KINDS[kind]
    bad = [record for record in records if all(record.get(name, None) == value for name, value in spoilt.items())]
    assert len(bad) == 1
    state = shop.state()
    assert state["counts"]["readable"] == 5
    shop.do("mend_record", order=made["id"])
    assert shop.state()["counts"]["readable"] == 6


def test_many_are_touched_in_one_second() -> None:
    shop = Shop(30)
    assert len(shop.do("touch", count=25)["touched"]) == 25
    assert len(changed_since(shop)) == 25


def test_a_deed_may_lie_in_the_past() -> None:
    shop = Shop()
    made = shop.do("new_order", at="2026-11-20T12:50:00Z")
    assert shop.get(f"{ORDERS}/{made['id']}").json["date_modified_gmt"] == "2026-11-20T12:50:00"


def test_unknown_deeds_and_missing_arguments_are_sentences() -> None:
    shop = Shop()
    with pytest.raises(DeedRefused, match=r"There is no deed explode\. Known: add_note"):
        shop.do("explode")
    with pytest.raises(DeedRefused, match="The deed set_status needs status"):
        shop.do("set_status", order=shop.ids()[0])
    assert len(DEEDS) >= 15


# -- state ------------------------------------------------------------------------------------------------------------


def test_the_state_counts_and_names_what_the_shop_holds() -> None:
    shop = Shop(40)
    state = shop.state()
    assert state["counts"]["orders"] == len(state["orders"]) == 40
    assert sum(state["counts"]["by_status"].values()) == 40
    for seen in state["orders"]:
        told = shop.get(f"{ORDERS}/{seen['id']}").json
        assert seen["number"] == told["number"]
        assert seen["billing"] == told["billing"]
        assert f"{seen['total'] / 10 ** seen['decimals']:.2f}" == told["total"]
        assert seen["meta"] == {meta["key"]: meta["value"] for meta in told["meta_data"]}
        assert [line["id"] for line in seen["lines"]] == [str(line["id"]) for line in told["line_items"]]
        assert len(seen["refunds"]) == len(told["refunds"])
    assert "orders" not in shop.state(orders="0")


# -- faults that are the channel's own --------------------------------------------------------------------------------


@pytest.fixture
def running() -> Iterator[RunningSimulator]:
    with simulator.start(3, 30) as served:
        yield served


def get(running: RunningSimulator, **params: Any) -> requests.Response:
    keys = running.credentials
    signed = OAuth1(keys["consumer_key"], client_secret=keys["consumer_secret"], signature_type="query")
    wanted = {"orderby": "modified", "order": "asc", "per_page": 10, **params}
    return requests.get(f"{running.url}{ORDERS}", params=wanted, auth=signed, timeout=5)


def plan(running: RunningSimulator, profile: str) -> None:
    requests.post(f"{running.url}/_sim/faults", json={"planned": [{"profile": profile}]}, timeout=5)


def hit(running: RunningSimulator) -> dict[str, int]:
    hits: dict[str, int] = requests.get(f"{running.url}/_sim/faults", timeout=5).json()["hits"]
    return hits


def journal(running: RunningSimulator) -> list[tuple[str, str]]:
    entries = requests.get(f"{running.url}/_sim/journal", timeout=5).json()["entries"]
    return [(entry["actor"], entry["deed"]) for entry in entries]


def test_a_record_arrives_between_pages(running: RunningSimulator) -> None:
    first = [order["id"] for order in get(running, page=1).json()]
    plan(running, "page_shift")
    rest = [order["id"] for page in (2, 3) for order in get(running, page=page).json()]
    assert journal(running) == [("shop", "order_touched")]
    assert hit(running) == {"page_shift": 1}
    assert len(set(first + rest)) in (29, 30)


def test_a_late_record_has_an_old_date(running: RunningSimulator) -> None:
    plan(running, "late_record")
    answer = get(running, per_page=100)
    newest = answer.json()[-1]
    assert len(answer.json()) == 31
    assert journal(running) == [("shop", "order_created")]
    told = requests.get(f"{running.url}/_sim/clock", timeout=5).json()["now"]
    assert newest["date_modified_gmt"] < told


def test_the_same_page_comes_again(running: RunningSimulator) -> None:
    plan(running, "token_repeated")
    first = get(running, page=1).json()
    assert hit(running) == {}
    assert get(running, page=2).json() == first
    assert get(running, page=2).json() != first
    assert hit(running) == {"token_repeated": 1}


def test_a_status_of_some_plugin(running: RunningSimulator) -> None:
    plan(running, "unknown_enum")
    statuses = {order["status"] for order in get(running, per_page=100).json()}
    assert statuses & {"wartet-auf-lager", "teil-versendet", "dropship-angefragt"}


def test_a_foreign_record(running: RunningSimulator) -> None:
    plan(running, "foreign_record")
    assert len(get(running, per_page=100).json()) == 31
    counts = requests.get(f"{running.url}/_sim/state?orders=0", timeout=5).json()["counts"]
    assert counts["orders"] - counts["readable"] == 1


def test_a_missing_field_is_one_that_nobody_needs(running: RunningSimulator) -> None:
    whole = get(running).json()
    plan(running, "missing_field")
    spoilt = get(running).json()
    missing = [set(before) - set(after) for before, after in zip(whole, spoilt, strict=True)]
    assert sorted(map(len, missing))[-2:] == [0, 1]
    assert get(running).json() == whole


def test_the_channel_moves_before_a_write(running: RunningSimulator) -> None:
    order = get(running, status="processing,completed").json()[0]["id"]
    plan(running, "channel_moved")
    keys = running.credentials
    signed = OAuth1(keys["consumer_key"], client_secret=keys["consumer_secret"], signature_type="query")
    requests.put(f"{running.url}{ORDERS}/{order}", json={"customer_note": "x"}, auth=signed, timeout=5)
    assert journal(running)[0] == ("shop", "status_set")
    assert get(running, include=order).json()[0]["status"] == "cancelled"


def test_a_revoked_key(running: RunningSimulator) -> None:
    plan(running, "token_expired")
    assert get(running).json()["message"] == "Consumer key is invalid."
    assert get(running).status_code == 200


def test_the_shop_tells_the_drill_what_no_log_may_hold(running: RunningSimulator) -> None:
    told = requests.get(f"{running.url}/_sim/state?secrets=1", timeout=5).json()
    assert sorted(told["secrets"]) == sorted(running.credentials.values())


def test_a_skewed_clock_is_the_shops_own(running: RunningSimulator) -> None:
    order = get(running).json()[0]["id"]
    before = requests.get(f"{running.url}/_sim/clock", timeout=5).json()["now"]
    plan(running, "clock_skew")
    keys = running.credentials
    signed = OAuth1(keys["consumer_key"], client_secret=keys["consumer_secret"], signature_type="query")
    told = requests.put(f"{running.url}{ORDERS}/{order}", json={"customer_note": "x"}, auth=signed, timeout=5).json()
    assert told["date_modified_gmt"] > before[:19]


def test_a_run_under_all_faults_never_breaks_the_simulator() -> None:
    with simulator.start(11, 30, faults="all:0.05") as served:
        requests.post(f"{served.url}/_sim/faults", json={"patience": 0.05}, timeout=5)
        seen = 0
        for turn in range(150):
            try:
                seen += get(served, page=turn % 3 + 1, offset=turn % 7).status_code == 200
            except requests.RequestException:
                continue
        assert seen > 30
        assert len(hit(served)) >= 10
        assert set(hit(served)) <= set(PROFILES)
        assert requests.get(f"{served.url}/_sim/state?orders=0", timeout=5).json()["bugs"] == []
