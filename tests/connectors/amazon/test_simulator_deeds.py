"""The other side of the simulated Amazon: the deeds of `/_sim/do`, the state, the faults, over a real socket; asked
with the client library that everybody uses, which knows nothing of the simulator.
"""

import contextlib
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import requests
import sp_api.auth.access_token_client as token_client
from sp_api.api import Feeds, FinancesV20240619, OrdersV0, OrdersV20260101, Reports, Sellers
from sp_api.auth import AccessTokenClient
from sp_api.auth.exceptions import AuthorizationError
from sp_api.base import exceptions
from sp_api.base.credential_provider import FromCodeCredentialProvider

from connectors.channels.amazon import simulator
from connectors.simulation.server import RunningSimulator
from connectors.simulation.world import DEFAULT_NOW
from tests.connectors.amazon.simulator_account import BEGINNING, EVERYTHING, GERMANY, ORDERS, Account
from tests.connectors.amazon.simulator_seller import envelope

pytestmark = pytest.mark.requests_by_hand
TIMEOUT = 5


@pytest.fixture
def running() -> Iterator[RunningSimulator]:
    token_client.cache.clear()
    with simulator.start(1, 30, page_cap=10, quotas=False) as served:
        yield served


class Buyer:
    """The library on one simulator."""

    def __init__(self, running: RunningSimulator) -> None:
        host = running.url.removeprefix("http://")

        class Loopback(AccessTokenClient):  # type: ignore[misc]
            scheme = "http://"

            def __init__(self, *given: Any, **named: Any) -> None:
                super().__init__(*given, **named)
                self.host = host

        given = running.account_settings
        common = {
            "marketplace": SimpleNamespace(endpoint=running.url, marketplace_id=GERMANY, region="eu-west-1"),
            "credentials": {
                "lwa_app_id": given["client_id"],
                "lwa_client_secret": running.credentials["client_secret"],
                "refresh_token": running.credentials["refresh_token"],
            },
            "credential_providers": (FromCodeCredentialProvider,),
            "auth_token_client_class": Loopback,
            "timeout": TIMEOUT,
        }
        kinds = (OrdersV20260101, OrdersV0, Sellers, Reports, Feeds, FinancesV20240619)
        self.apis = [kind(**common) for kind in kinds]
        self.orders, self.shipments, self.sellers, self.reports, self.feeds, self.finances = self.apis

    def close(self) -> None:
        for api in self.apis:
            api._transport.close()
            api._auth._transport.close()


@pytest.fixture
def buyer(running: RunningSimulator) -> Iterator[Buyer]:
    made = Buyer(running)
    yield made
    made.close()


def sim(running: RunningSimulator, name: str, **body: Any) -> Any:
    url = f"{running.url}/_sim/{name}"
    answer = requests.post(url, json=body, timeout=TIMEOUT) if body else requests.get(url, timeout=TIMEOUT)
    return answer.json()


def plan(running: RunningSimulator, profile: str, **more: Any) -> None:
    sim(running, "faults", planned=[{"profile": profile, **more}], patience=0.2)


def confirmation(order: dict[str, Any], **changed: Any) -> dict[str, Any]:
    items = [{"orderItemId": item["orderItemId"], "quantity": item["quantityOrdered"]} for item in order["orderItems"]]
    detail = {
        "packageReferenceId": "1",
        "carrierCode": "DPD",
        "trackingNumber": "01234567890123",
        "shipDate": order["createdTime"],
        "orderItems": items,
        **changed,
    }
    return {"marketplaceId": order["salesChannel"]["marketplaceId"], "packageDetail": detail}


# -- the client library ----------------------------------------------------------------------------------------------


def test_the_library_reads_and_ships(running: RunningSimulator, buyer: Buyer) -> None:
    participations = buyer.sellers.get_marketplace_participation().payload
    assert [each["marketplace"]["id"] for each in participations] == [GERMANY]
    filters = {"lastUpdatedAfter": BEGINNING, "marketplaceIds": [GERMANY], "includedData": EVERYTHING.split(",")}
    first = buyer.orders.search_orders(**filters)
    token = first.pagination["nextToken"]
    second = buyer.orders.search_orders(**filters, paginationToken=token)
    assert len(first.payload["orders"]) == len(second.payload["orders"]) == 10
    made = sim(running, "do", deed="new_order")
    order = buyer.orders.get_order(made["id"], includedData=["FULFILLMENT"]).payload["order"]
    buyer.shipments.confirm_shipment(made["id"], **confirmation(order))
    shown = buyer.orders.get_order(made["id"], includedData=["FULFILLMENT", "PACKAGES"]).payload["order"]
    assert shown["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    with pytest.raises(exceptions.SellingApiBadRequestException) as refused:
        buyer.shipments.confirm_shipment(made["id"], **confirmation(order, shipDate="today"))
    assert refused.value.amzn_code == "InvalidInput"
    assert sim(running, "state?orders=0")["bugs"] == []


def test_the_library_meets_errors(running: RunningSimulator, buyer: Buyer) -> None:
    buyer.sellers.get_marketplace_participation()
    sim(running, "do", deed="expire_tokens")
    with pytest.raises(exceptions.SellingApiForbiddenException) as expired:
        buyer.sellers.get_marketplace_participation()
    assert expired.value.amzn_code == "Unauthorized"
    token_client.cache.clear()
    plan(running, "throttle")
    with pytest.raises(exceptions.SellingApiRequestThrottledException) as throttled:
        buyer.sellers.get_marketplace_participation()
    assert throttled.value.amzn_code == "QuotaExceeded"
    token_client.cache.clear()
    sim(running, "do", deed="revoke")
    with pytest.raises(AuthorizationError) as revoked:
        buyer.sellers.get_marketplace_participation()
    assert revoked.value.error_code == "invalid_grant"


def test_the_library_reports_and_feeds(running: RunningSimulator, buyer: Buyer) -> None:
    new = sim(running, "do", deed="new_order")["id"]
    sim(running, "do", deed="add_tracking", order=new, number="1")
    rma = sim(running, "do", deed="open_return", order=new)["rma"]
    sim(running, "do", deed="refund", order=new, amount=100)
    kind = "GET_XML_RETURNS_DATA_BY_RETURN_DATE"
    start = (datetime.fromisoformat(sim(running, "clock")["now"]) - timedelta(days=20)).isoformat()
    report = buyer.reports.create_report(reportType=kind, dataStartTime=start, marketplaceIds=[GERMANY]).payload
    body = envelope("OrderAdjustment", ["<OrderAdjustment><AmazonOrderID>1</AmazonOrderID></OrderAdjustment>"])
    made = buyer.feeds.create_feed_document(io.BytesIO(body), content_type="text/xml; charset=UTF-8").payload
    buyer.feeds.create_feed("POST_PAYMENT_ADJUSTMENT_DATA", made["feedDocumentId"], marketplaceIds=[GERMANY])
    sim(running, "clock", advance=600)
    shown = buyer.reports.get_report(report["reportId"]).payload
    assert shown["processingStatus"] == "DONE"
    document = buyer.reports.get_report_document(shown["reportDocumentId"], download=True).payload
    assert rma in document["document"]
    (feed,) = buyer.feeds.get_feeds(feedTypes=["POST_PAYMENT_ADJUSTMENT_DATA"], pageSize=10).payload["feeds"]
    assert feed["processingStatus"] == "DONE"
    told = buyer.feeds.get_feed_document(feed["resultFeedDocumentId"])
    assert "<MessagesWithError>1<" in told
    named = {"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": new}
    sim(running, "clock", advance=2400)
    assert "transactions" in buyer.finances.list_transactions(**named).payload
    assert sim(running, "state?orders=0")["bugs"] == []


def test_an_error_without_a_list_looks_like_success_to_the_library(running: RunningSimulator, buyer: Buyer) -> None:
    # The trap of the channel sheet, which a connector must not fall into.
    sim(running, "do", deed="forbid")
    assert buyer.sellers.get_marketplace_participation().payload == {"message": "Forbidden"}


# -- faults ----------------------------------------------------------------------------------------------------------


class Caller:
    """Plain HTTP with a token."""

    def __init__(self, running: RunningSimulator) -> None:
        self.running = running
        self.token = self.login()

    def login(self) -> str:
        form = {"grant_type": "refresh_token", "client_id": self.running.account_settings["client_id"]}
        url = self.running.account_settings["token_url"]
        answer = requests.post(url, data={**form, **self.running.credentials}, timeout=TIMEOUT)
        return str(answer.json()["access_token"])

    def ask(self, path: str = ORDERS, method: str = "GET", **how: Any) -> requests.Response:
        headers = {"x-amz-access-token": self.token, "user-agent": "Test/1.0"}
        if method == "GET" and path == ORDERS:
            how.setdefault("params", {"lastUpdatedAfter": BEGINNING, "includedData": EVERYTHING})
        return requests.request(method, self.running.url + path, headers=headers, timeout=TIMEOUT, **how)


@pytest.fixture
def caller(running: RunningSimulator) -> Caller:
    return Caller(running)


def test_throttled_with_and_without_advice(running: RunningSimulator, caller: Caller) -> None:
    plan(running, "throttle", count=8)
    answers = [caller.ask() for _ in range(8)]
    assert {answer.status_code for answer in answers} == {429}
    assert {answer.json()["errors"][0]["code"] for answer in answers} == {"QuotaExceeded"}
    assert {"Retry-After" in answer.headers for answer in answers} == {True, False}


def test_server_faults_never_have_an_errors_list(running: RunningSimulator, caller: Caller) -> None:
    plan(running, "server_html", count=40)
    answers = [caller.ask() for _ in range(40)]
    bodies = {answer.text for answer in answers}
    assert {answer.status_code for answer in answers} == {403, 500, 502, 503}
    assert '{"message":"Forbidden"}' in bodies
    assert "" in bodies
    assert any(body.startswith("<!DOCTYPE") for body in bodies)
    assert not any('"errors"' in body for body in bodies)


def test_maintenance(running: RunningSimulator, caller: Caller) -> None:
    plan(running, "maintenance")
    answer = caller.ask()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "600")


def test_an_expired_token_stays_expired(running: RunningSimulator, caller: Caller) -> None:
    plan(running, "token_expired")
    for _ in range(2):
        answer = caller.ask()
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["code"] == "Unauthorized"
    caller.token = caller.login()
    assert caller.ask().status_code == 200


def test_the_same_page_token_again(running: RunningSimulator, caller: Caller) -> None:
    params = {"lastUpdatedAfter": BEGINNING}
    token = caller.ask(params=params).json()["pagination"]["nextToken"]
    plan(running, "token_repeated")
    repeated = caller.ask(params={**params, "paginationToken": token}).json()
    assert repeated["pagination"]["nextToken"] == token
    assert caller.ask(params={**params, "paginationToken": token}).json()["pagination"]["nextToken"] != token


@pytest.fixture
def still(tmp_path: Path) -> Iterator[RunningSimulator]:
    """Its time stands: a busy computer must not let a second pass between two questions."""
    file = tmp_path / "clock.json"
    file.write_text(json.dumps({"real": 0, "drill": DEFAULT_NOW.timestamp() + 600, "rate": 0}))
    with simulator.start(1, 30, page_cap=10, quotas=False, clock_file=str(file)) as served:
        yield served


def test_a_late_record_is_not_in_the_list_that_reaches_past_it(still: RunningSimulator) -> None:
    running, caller = still, Caller(still)
    params = {"lastUpdatedAfter": BEGINNING, "maxResultsPerPage": "100"}
    known = {order["id"] for order in sim(running, "state")["orders"]}
    plan(running, "late_record")
    bound = caller.ask(params=params).json()["lastUpdatedBefore"]
    (late,) = [order for order in sim(running, "state")["orders"] if order["id"] not in known]
    assert late["modified"] < bound
    window = {"lastUpdatedAfter": late["modified"]}
    assert late["id"] not in [order["orderId"] for order in caller.ask(params=window).json()["orders"]]
    sim(running, "clock", advance=3)
    assert late["id"] in [order["orderId"] for order in caller.ask(params=window).json()["orders"]]


def test_records_that_no_model_knows(running: RunningSimulator, caller: Caller) -> None:
    plan(running, "foreign_record")
    plan(running, "unknown_enum")
    caller.ask()
    caller.ask()
    state = sim(running, "state")
    (unreadable,) = [order for order in state["orders"] if not order["readable"]]
    (unknown,) = [order for order in state["orders"] if "unknown_enum" in order["planted"]]
    assert unknown["status"] in simulator.UNKNOWN_STATUSES
    shown = caller.ask(f"{ORDERS}/{unknown['id']}", params={"includedData": "FULFILLMENT"}).json()["order"]
    assert shown["fulfillment"]["fulfillmentStatus"] == unknown["status"]
    assert state["counts"]["readable"] == state["counts"]["orders"] - 1
    assert set(running.simulator.app.channel.foreign_records()) == {unreadable["id"], unknown["id"]}
    sim(running, "do", deed="mend_record", order=unreadable["id"])
    assert sim(running, "state?orders=0")["counts"]["readable"] == state["counts"]["orders"]


def test_a_missing_field_is_one_that_may_be_missing(running: RunningSimulator, caller: Caller) -> None:
    whole = caller.ask().json()["orders"]
    plan(running, "missing_field", count=12)
    changed = 0
    for _ in range(12):
        spoilt = caller.ask().json()["orders"]
        assert [order["orderId"] for order in spoilt] == [order["orderId"] for order in whole]
        changed += sum(len(json.dumps(one)) < len(json.dumps(other)) for one, other in zip(spoilt, whole, strict=True))
    assert changed == 12


def test_the_channel_moves_first(running: RunningSimulator, caller: Caller) -> None:
    made = sim(running, "do", deed="new_order")
    order = caller.ask(f"{ORDERS}/{made['id']}").json()["order"]
    plan(running, "channel_moved")
    path = f"/orders/v0/orders/{made['id']}/shipmentConfirmation"
    refused = caller.ask(path, "POST", json=confirmation(order))
    assert refused.status_code == 400
    journal = sim(running, "journal")
    assert journal["entries"][-1]["deed"] == "order_cancelled"
    assert journal["entries"][-1]["actor"] == "shop"
    assert journal["refusals"][-1]["status"] == 400


@pytest.mark.parametrize("profile", ["deed_done_no_answer", "deed_done_reset", "cut_body", "empty_200"])
def test_a_deed_is_done_whatever_comes_back(running: RunningSimulator, caller: Caller, profile: str) -> None:
    made = sim(running, "do", deed="new_order")
    order = caller.ask(f"{ORDERS}/{made['id']}").json()["order"]
    path = f"/orders/v0/orders/{made['id']}/shipmentConfirmation"
    plan(running, profile, method="POST", path_contains="shipmentConfirmation")
    with contextlib.suppress(requests.RequestException):
        caller.ask(path, "POST", json=confirmation(order))
    assert sim(running, "faults")["hits"] == {profile: 1}
    parcels = [each["deed"] for each in sim(running, "journal")["entries"] if each["deed"].startswith("parcel")]
    # An empty answer to a write says nothing about whether it was done.
    assert parcels in ([["parcel_added"]] if profile != "empty_200" else [[], ["parcel_added"]])


def test_every_profile_can_hit(running: RunningSimulator, caller: Caller) -> None:
    from connectors.simulation.faults import PROFILES

    token = caller.ask().json()["pagination"]["nextToken"]
    for profile in PROFILES:
        made = sim(running, "do", deed="new_order")
        order = caller.ask(f"{ORDERS}/{made['id']}").json()["order"]
        plan(running, profile)
        calls: list[dict[str, Any]] = [
            {},
            {"params": {"lastUpdatedAfter": BEGINNING, "includedData": EVERYTHING, "paginationToken": token}},
            {"path": f"/orders/v0/orders/{made['id']}/shipmentConfirmation", "method": "POST"},
        ]
        calls[2]["json"] = confirmation(order)
        for call in calls:
            with contextlib.suppress(requests.RequestException):
                caller.ask(**call)
        caller.token = caller.login()
        sim(running, "faults", clear=True)
    assert sim(running, "faults")["hits"] == dict.fromkeys(PROFILES, 1)
    assert sim(running, "state?orders=0")["bugs"] == []


def test_login_is_spared_what_is_not_its_own(running: RunningSimulator, caller: Caller) -> None:
    for profile in ("throttle", "token_expired", "deed_done_no_answer", "deed_done_reset", "channel_moved"):
        plan(running, profile)
    assert caller.login()
    plan(running, "server_html", path_contains="o2/token")
    # Pages are no JSON, and the gateway's own words hold no token.
    with pytest.raises((requests.exceptions.JSONDecodeError, KeyError)):
        caller.login()


# -- deeds and state -------------------------------------------------------------------------------------------------


def test_deeds_that_make_no_sense_are_refused(running: RunningSimulator) -> None:
    shipped = next(order for order in sim(running, "state")["orders"] if order["status"] == "SHIPPED")
    new = sim(running, "do", deed="new_order")["id"]
    for wrong in (
        {"deed": "sing"},
        {"deed": "cancel"},
        {"deed": "cancel", "order": "1"},
        {"deed": "cancel", "order": shipped["id"]},
        {"deed": "cancel", "order": new, "items": {"1": 1}},
        {"deed": "cancel", "order": new, "by": "THE WEATHER"},
        {"deed": "release", "order": new},
        {"deed": "request_cancel", "order": shipped["id"]},
        {"deed": "change_address", "order": shipped["id"], "address": {"city": "Ulm"}},
        {"deed": "change_address", "order": new, "address": {"town": "Ulm"}},
        {"deed": "add_tracking", "order": shipped["id"], "number": "1"},
        {"deed": "refund", "order": new},
        {"deed": "deliver", "order": new},
        {"deed": "ship_by_amazon", "order": new},
        {"deed": "set_status", "order": new, "status": "SHIPPED"},
        {"deed": "new_order", "status": "SHIPPED"},
        {"deed": "new_order", "fulfilled_by": "NOBODY"},
        {"deed": "bad_record", "kind": "smudged"},
        {"deed": "set_roles", "denied": "some"},
        {"deed": "touch"},
    ):
        answer = requests.post(f"{running.url}/_sim/do", json=wrong, timeout=TIMEOUT)
        assert answer.status_code == 400, wrong
        assert answer.json()["error"]
    assert sim(running, "state?orders=0")["bugs"] == []


def test_the_state_says_what_the_list_shows() -> None:
    account = Account(150, seed=9)
    account.some("PENDING")
    account.some(fulfilled_by="AMAZON")
    account.later(minutes=3)
    state = account.state()
    told = {order["id"]: order for order in state["orders"]}
    listed = account.listed(includedData=EVERYTHING)
    assert state["counts"]["orders"] == len(listed) == len(told) == 152
    for order in listed:
        known = told[order["orderId"]]
        assert known["status"] == order["fulfillment"]["fulfillmentStatus"]
        assert (known["created"], known["modified"]) == (order["createdTime"], order["lastUpdatedTime"])
        buyer, recipient = order.get("buyer", {}), order.get("recipient", {}).get("deliveryAddress", {})
        assert known["emails"] == [buyer["buyerEmail"]] if "buyerEmail" in buyer else known["emails"] == []
        shown = {buyer.get("buyerName"), recipient.get("name")} - {None}
        assert set(known["names"]) == shown
        numbers = [package["trackingNumber"] for package in order.get("packages", [])]
        assert [each["number"] for each in known["trackings"]] == numbers
        assert [line["id"] for line in known["lines"]] == [item["orderItemId"] for item in order["orderItems"]]
    handlings = {(order["fulfilled_by"], order["handling"]) for order in told.values()}
    assert handlings == {("AMAZON", "CHANNEL"), ("MERCHANT", "OURS"), ("MERCHANT", "NOT_YET")}
    assert set(account.state(orders="0")) == {"kind", "marketplaces", "counts", "quotas", "secret_ends"}


def test_the_buyer_asks_and_amazon_cancels() -> None:
    account = Account(2)
    order = account.some()
    account.do("request_cancel", order=order.id, reason="Zu spät")
    asked = [item["cancellation"]["cancellationRequest"] for item in account.order(order.id)["orderItems"]]
    assert asked == [{"requester": "BUYER", "cancelReason": "Zu spät"}] * len(order.items)
    account.do("cancel", order=order.id, by="AMAZON", reason="Fraud")
    shown = account.order(order.id)
    assert shown["fulfillment"]["fulfillmentStatus"] == "CANCELLED"
    done = shown["orderItems"][0]["cancellation"]["cancellationExecution"]
    assert done == {"cancelledBy": "AMAZON", "cancelReason": "Fraud"}
    assert [deed for deed, _ in account.journal()] == ["order_created", "cancel_requested", "order_cancelled"]


def test_the_address_changes_until_something_has_left() -> None:
    account = Account(2)
    order = account.some("PENDING")
    account.do("change_address", order=order.id, address={"addressLine1": "Neue Straße 1"})
    account.do("release", order=order.id)
    assert account.order(order.id)["recipient"]["deliveryAddress"]["addressLine1"] == "Neue Straße 1"


def test_the_time_of_a_change_never_goes_back() -> None:
    account = Account(2)
    order = account.some()
    account.later(seconds=90)  # as by a clock that was ahead for one request
    account.do("touch", orders=[order.id])
    account.later(seconds=-90)
    ahead = account.order(order.id)["lastUpdatedTime"]
    account.do("request_cancel", order=order.id)
    assert account.order(order.id)["lastUpdatedTime"] > ahead


def test_the_same_seed_makes_the_same_account() -> None:
    first, second = Account(60, seed=3), Account(60, seed=3)
    assert first.listed(includedData=EVERYTHING) == second.listed(includedData=EVERYTHING)
    assert first.some().id == second.some().id
    assert first.simulator.credentials == second.simulator.credentials


def test_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "connectors.simulation", "amazon", "--orders", "20", "--option", "page_cap=5"]
    root = Path(__file__).parents[3]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as child:
        assert child.stdout is not None
        line = json.loads(child.stdout.readline())
        assert line["kind"] == "amazon"
        assert set(line["credentials"]) == {"client_secret", "refresh_token"}
        assert set(line["account_settings"]) == {"base_url", "token_url", "region", "marketplaces", "client_id"}
        assert line["account_settings"]["token_url"] == line["url"] + "/auth/o2/token"
        assert httpx.get(f"{line['url']}/_sim/state?orders=0").json()["kind"] == "amazon"
        assert child.stdin is not None
        child.stdin.close()
        assert child.wait(timeout=60) == 0
