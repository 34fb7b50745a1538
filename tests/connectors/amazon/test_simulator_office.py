"""The rest of a seller's life at the simulated Amazon: roles by kind of personal data, a secret that ages, orders sent
once more, quotas of feeds and reports, what may befall them, and the same over a real socket.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from connectors.channels.amazon import simulator
from connectors.channels.amazon.simulator_model import SellerOptions
from connectors.channels.amazon.simulator_refunds import charged, left
from connectors.simulation.server import RunningSimulator
from connectors.simulation.wire import DeedRefused
from tests.connectors.amazon.simulator_account import EVERYTHING, GERMANY, Account
from tests.connectors.amazon.simulator_seller import (
    CANCEL,
    FEED_DOCUMENTS,
    FEEDS,
    REFUND,
    REPORTS,
    TRANSACTIONS,
    XML,
    SellerClient,
    cancel_message,
    envelope,
    refund_message,
)

pytestmark = pytest.mark.requests_by_hand
TIMEOUT = 5


# -- roles -----------------------------------------------------------------------------------------------------------


def shown(account: Account, *path: str) -> list[bool]:
    """For each merchant's order that was let go: whether it has the field."""
    found = []
    for order in account.listed(includedData=EVERYTHING):
        fulfillment = order["fulfillment"]
        if fulfillment["fulfilledBy"] != "MERCHANT" or fulfillment["fulfillmentStatus"] != "UNSHIPPED":
            continue
        held: Any = order
        for name in path:
            held = held.get(name, {})
        found.append(bool(held))
    assert found
    return found


@pytest.mark.parametrize(
    "kind,path",
    [
        ("name", ("buyer", "buyerName")),
        ("email", ("buyer", "buyerEmail")),
        ("phone", ("recipient", "deliveryAddress", "phone")),
        ("address", ("recipient", "deliveryAddress", "addressLine1")),
    ],
)
def test_each_kind_of_personal_data_is_granted_missing_or_partly(kind: str, path: tuple[str, ...]) -> None:
    account = Account(1)
    for _ in range(12):
        order = account.some()
        order.address["phone"], order.buyer_email = "+49 30 123", "abc@marketplace.amazon.example"
    account.later(minutes=3)
    assert all(shown(account, *path))
    account.do("set_roles", withheld=kind)
    assert not any(shown(account, *path))
    account.do("set_roles", withheld=f"{kind}:partly")
    if kind == "address":
        # The place is told, the person and the door are not.
        assert not any(shown(account, *path))
        assert all(shown(account, "recipient", "deliveryAddress", "city"))
    else:
        assert set(shown(account, *path)) == {True, False}
    others = {"name": ("buyer", "buyerEmail")}.get(kind, ("buyer", "buyerName"))
    assert all(shown(account, *others))


@pytest.mark.parametrize(
    "wrong", [{"withheld": "shoe size"}, {"compression": "zip"}, {"flat_charset": "x"}, {"feed_seconds": -1}]
)
def test_options_that_make_no_sense(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        SellerOptions(**wrong)


# -- the secret ------------------------------------------------------------------------------------------------------


def test_a_secret_ends_after_180_days() -> None:
    account = Account(1, secret_age_days=179)
    assert account.login().status == 200
    account.later(days=1, seconds=1)
    refused = account.login()
    assert (refused.status, refused.json["error"]) == (400, "invalid_client")
    made = account.do("rotate_secret")
    assert account.login().status == 200
    assert made["client_secret"] == account.simulator.login.client_secret
    account.do("age_secret", days=180)
    assert account.login().status == 400
    assert account.state(orders="0")["secret_ends"].startswith("2026-11-21")


# -- orders ----------------------------------------------------------------------------------------------------------


def test_an_order_is_sent_once_more_free_of_charge() -> None:
    client = SellerClient()
    first = client.shipped()
    made = client.do("replace_order", order=first.id)
    client.later(minutes=3)
    again = client.order(made["id"])
    assert again["associatedOrders"] == [{"orderId": first.id, "associationType": "REPLACEMENT_ORIGINAL_ID"}]
    assert again["fulfillment"]["fulfillmentStatus"] == "UNSHIPPED"
    assert again["proceeds"]["grandTotal"]["amount"] == "0.00"
    assert {item["orderItemId"] for item in again["orderItems"]}.isdisjoint(item.id for item in first.items)
    assert client.order(first.id)["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    with pytest.raises(DeedRefused):
        client.do("replace_order", order=made["id"])


def test_a_buyer_may_change_their_mind() -> None:
    client = SellerClient()
    order = client.some()
    client.do("request_cancel", order=order.id, reason="Zu spät")
    assert client.order(order.id)["orderItems"][0]["cancellation"]["cancellationRequest"]["cancelReason"] == "Zu spät"
    client.do("withdraw_cancel", order=order.id)
    assert "cancellation" not in client.order(order.id)["orderItems"][0]
    with pytest.raises(DeedRefused):
        client.do("withdraw_cancel", order=order.id)


def test_the_past_has_returns_within_what_was_charged() -> None:
    account = Account(400, seed=3)
    state = account.state()
    assert len(state["returns"]) > 5
    assert state["counts"]["refunds"] >= len(state["returns"])
    assert account.simulator.journal.since(0) == []
    for one in state["returns"]:
        assert one["status"] == "Completed"
        order = account.seller.orders[one["order"]]
        assert one["requested"] < one["arrived"] <= account.now.isoformat()
        for each in one["items"]:
            item = order.item(each["item"])
            assert item is not None
            assert 1 <= each["quantity"] <= order.fulfilled(item)
            assert all(0 <= minor <= charged(order, item)[name] for name, minor in left_of(account, order, item))


def left_of(account: Account, order: Any, item: Any) -> Any:
    return left(account.seller, order, item).items()


# -- quotas ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "method,path,burst,seconds",
    [
        ("POST", FEED_DOCUMENTS, 15, 2),
        ("POST", FEEDS, 15, 121),
        ("GET", f"{FEEDS}/1", 15, 0.5),
        ("DELETE", f"{FEEDS}/1", 15, 0.5),
        ("GET", FEEDS, 10, 46),
        ("GET", f"{FEED_DOCUMENTS}/1", 10, 46),
        ("POST", REPORTS, 15, 60),
        ("GET", f"{REPORTS}/1", 15, 0.5),
        ("GET", REPORTS, 10, 46),
        ("GET", "/reports/2021-06-30/documents/1", 15, 60),
        ("GET", TRANSACTIONS, 10, 2),
    ],
)
def test_each_operation_has_its_own_quota(method: str, path: str, burst: int, seconds: float) -> None:
    account = Account(1, quotas=True)
    statuses = [account.ask(method, path).status for _ in range(burst + 1)]
    assert [status == 429 for status in statuses] == [False] * burst + [True]
    account.later(seconds=seconds)
    assert account.ask(method, path).status != 429
    assert account.ask(method, path).error == (429, "QuotaExceeded")


def test_the_storage_has_no_quota_and_no_request_id() -> None:
    client = SellerClient(quotas=True)
    url = client.document()["url"]
    answers = [client.storage("PUT", url, b"x", content_type=XML) for _ in range(60)]
    assert {answer.status for answer in answers} == {200}
    assert "x-amzn-requestid" not in answers[0].headers


# -- what may befall them, over a real socket ------------------------------------------------------------------------


class Served:
    def __init__(self, running: RunningSimulator) -> None:
        self.running = running
        form = {"grant_type": "refresh_token", "client_id": running.account_settings["client_id"]}
        login = requests.post(
            running.account_settings["token_url"], data={**form, **running.credentials}, timeout=TIMEOUT
        )
        self.headers = {"x-amz-access-token": login.json()["access_token"], "user-agent": "Test/1.0"}

    def ask(self, method: str, path: str, **how: Any) -> requests.Response:
        return requests.request(method, self.running.url + path, headers=self.headers, timeout=TIMEOUT, **how)

    def sim(self, name: str, **body: Any) -> Any:
        url = f"{self.running.url}/_sim/{name}"
        return (requests.post(url, json=body, timeout=TIMEOUT) if body else requests.get(url, timeout=TIMEOUT)).json()

    def order(self) -> Any:
        return self.running.simulator.seller.orders[self.sim("do", deed="new_order")["id"]]

    def upload(self, content: bytes) -> str:
        made = self.ask("POST", FEED_DOCUMENTS, json={"contentType": XML}).json()
        put = requests.put(made["url"], data=content, headers={"content-type": XML}, timeout=TIMEOUT)
        assert put.status_code == 200, put.text
        return str(made["feedDocumentId"])

    def submit(self, kind: str, content: bytes) -> requests.Response:
        body = {"feedType": kind, "marketplaceIds": [GERMANY], "inputFeedDocumentId": self.upload(content)}
        return self.ask("POST", FEEDS, json=body)


@pytest.fixture
def served() -> Iterator[Served]:
    with simulator.start(1, 10, quotas=False, feed_seconds=0, compression="plain", past_returns=False) as running:
        yield Served(running)


def test_a_feed_over_a_socket(served: Served) -> None:
    order = served.order()
    message = cancel_message(order.id, {item.id: "NoInventory" for item in order.items})
    feed = served.submit(CANCEL, envelope("OrderAcknowledgement", [message])).json()["feedId"]
    told = served.ask("GET", f"{FEEDS}/{feed}").json()
    assert told["processingStatus"] == "DONE"
    url = served.ask("GET", f"{FEED_DOCUMENTS}/{told['resultFeedDocumentId']}").json()["url"]
    assert url.startswith(served.running.url)
    assert b"<MessagesSuccessful>1<" in requests.get(url, timeout=TIMEOUT).content
    assert served.sim("state?orders=0")["bugs"] == []


def test_a_feed_is_made_though_nobody_hears_of_it(served: Served) -> None:
    order = served.order()
    served.sim("do", deed="add_tracking", order=order.id, number="1")
    body = envelope("OrderAdjustment", [refund_message(order, order.items[0], {"Principal": "1.00"})])
    plan = {"profile": "deed_done_no_answer", "method": "POST", "path_contains": "/feeds"}
    document = served.upload(body)
    served.sim("faults", planned=[plan], patience=0.1)
    asked = {"feedType": REFUND, "marketplaceIds": [GERMANY], "inputFeedDocumentId": document}
    with pytest.raises(requests.RequestException):
        served.ask("POST", FEEDS, json=asked)
    (found,) = served.ask("GET", FEEDS, params={"feedTypes": REFUND}).json()["feeds"]
    assert found["processingStatus"] == "DONE"
    deeds = [one["deed"] for one in served.sim("journal")["entries"]]
    assert deeds[-2:] == ["feed_submitted", "refund_made"]


@pytest.mark.parametrize("kind", [CANCEL, REFUND])
def test_the_other_side_moves_first(served: Served, kind: str) -> None:
    order = served.order()
    message = cancel_message(order.id, {order.items[0].id: "NoInventory"})
    if kind == REFUND:
        served.sim("do", deed="add_tracking", order=order.id, number="1")
        message = refund_message(order, order.items[0], {"Principal": "1.00"})
    served.sim("faults", planned=[{"profile": "channel_moved"}])
    name = "OrderAdjustment" if kind == REFUND else "OrderAcknowledgement"
    served.submit(kind, envelope(name, [message]))
    served.sim("state?orders=0")
    journal = served.sim("journal")
    moved = [one for one in journal["entries"] if one["actor"] == "shop"][-1]
    assert moved["deed"] == ("refund_made" if kind == REFUND else "order_cancelled")
    refused = journal["refusals"][-1]
    assert refused["deed"] == ("refund_refused" if kind == REFUND else "cancel_refused")
    assert refused["remote_ids"]["order_id"] == order.id


def test_faults_of_the_storage_are_its_own(served: Served) -> None:
    made = served.ask("POST", FEED_DOCUMENTS, json={"contentType": XML}).json()
    served.sim("faults", planned=[{"profile": "throttle"}, {"profile": "server_html"}])
    answers = [requests.put(made["url"], data=b"x", headers={"content-type": XML}, timeout=TIMEOUT) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {200, 503}
    assert b"<Code>SlowDown</Code>" in b"".join(answer.content for answer in answers)


def test_a_list_of_feeds_may_turn_its_page_back(served: Served) -> None:
    for _ in range(3):
        served.submit(REFUND, b"x")
    token = served.ask("GET", FEEDS, params={"feedTypes": REFUND, "pageSize": 1}).json()["nextToken"]
    served.sim("faults", planned=[{"profile": "token_repeated"}])
    assert served.ask("GET", FEEDS, params={"nextToken": token}).json()["nextToken"] == token
    assert served.ask("GET", FEEDS, params={"nextToken": token}).json()["nextToken"] != token
