"""The rules for WooCommerce can fail, each of them."""

import json
from typing import Any

import pytest

from tests.connectors.woocommerce.simulator_shop import ORDERS, Shop
from tests.specs.channels import available
from tests.specs.judge import MISSING
from tests.specs.samples import answer, changed, request
from tests.specs.woocommerce import WooCommerceRules

pytestmark = [pytest.mark.skipif(not available(), reason=MISSING), pytest.mark.requests_by_hand]
RULES = WooCommerceRules()
BASIC = {"authorization": "Basic ***"}
LIST = "modified_after=2026-11-20T09:55:00&dates_are_gmt=true&status=any&orderby=modified&order=asc&per_page=100&dp=4"
ENTRY = {"tracking_number": "1", "date_shipped": "2026-11-20", "custom_tracking_provider": "X"}
FULFILLED = {
    "status": "fulfilled",
    "is_fulfilled": True,
    "meta_data": [
        {"key": "_items", "value": [{"item_id": 4, "qty": 2}]},
        {"key": "_tracking_number", "value": "0034"},
    ],
}


@pytest.fixture(scope="module")
def page() -> list[dict[str, Any]]:
    return Shop(12).listed(per_page=12)


def wrong_request(method: str, path: str, query: str = "", body: Any = None, **more: Any) -> list[str]:
    more = {"headers": BASIC, **more}
    return RULES.request(request(method, path, query, body=body, **more))


@pytest.mark.parametrize(
    "method,path,query,body",
    [
        ("GET", "/wp-json/", "_fields=name,url", None),
        ("GET", ORDERS, LIST, None),
        ("GET", "/shop/", f"rest_route=/wc/v3/orders&{LIST}", None),
        ("GET", f"{ORDERS}/7", "dp=4", None),
        ("PUT", f"{ORDERS}/7", "", {"status": "completed", "meta_data": [{"key": "_oms_push_id", "value": {}}]}),
        ("POST", f"{ORDERS}/7/notes", "", {"note": "x", "customer_note": True}),
        ("POST", f"{ORDERS}/7/fulfillments", "notify_customer=true", FULFILLED),
        ("POST", "/wp-json/wc-ast/v3/orders/7/shipment-trackings", "", {**ENTRY, "custom_tracking_link": ""}),
    ],
)
def test_right_requests(method: str, path: str, query: str, body: Any) -> None:
    assert wrong_request(method, path, query, body) == []


@pytest.mark.parametrize(
    "method,path,query,body,word",
    [
        ("GET", ORDERS, f"{LIST}&since=1", None, "since is unknown"),
        ("GET", ORDERS, LIST.replace("per_page=100", "per_page=101"), None, "per_page"),
        ("GET", ORDERS, LIST.replace("09:55:00", "09:55:00Z"), None, "modified_after"),
        ("GET", ORDERS, LIST.replace("&dates_are_gmt=true", ""), None, "own time"),
        ("GET", f"{ORDERS}/7", "", {"a": 1}, "none belongs here"),
        ("GET", "/wp-json/wc/v2/orders", "", None, "no call"),
        ("PATCH", f"{ORDERS}/7", "", {"status": "completed"}, "does not make"),
        ("PUT", f"{ORDERS}/7", "", {"status": "completed", "line_items": []}, "line_items"),
        ("PUT", f"{ORDERS}/7", "", {"status": 5}, "status"),
        ("PUT", f"{ORDERS}/7", "", {}, "body"),
        ("POST", f"{ORDERS}/7/notes", "", {"customer_note": True}, "note"),
        ("POST", f"{ORDERS}/7/fulfillments", "", changed(FULFILLED, "meta_data.0.value.0.qty", "2"), "meta_data"),
        ("POST", "/wp-json/wc-ast/v3/orders/7/shipment-trackings", "", ENTRY, "body"),
        ("GET", "/shop/feed", "", None, "no address"),
    ],
)
def test_wrong_requests(method: str, path: str, query: str, body: Any, word: str) -> None:
    assert word in " ".join(wrong_request(method, path, query, body))


def test_who_signs_in_how() -> None:
    away = {"host": "shop.example"}
    assert wrong_request("GET", ORDERS, headers={}) == ["is not signed in as the sheet says"]
    assert wrong_request("GET", ORDERS, headers={**BASIC, **away}, secure=False) != []
    assert wrong_request("GET", ORDERS, headers={**BASIC, "host": "127.0.0.1:8080"}, secure=False) == []
    signed = "oauth_consumer_key=a&oauth_timestamp=1&oauth_nonce=b&oauth_signature=c"
    assert wrong_request("GET", ORDERS, signed, headers=away, secure=False) == []


def wrong_answer(document: Any, path: str = ORDERS, query: str = "", status: int = 200, **more: Any) -> list[str]:
    foreign = frozenset(more.pop("foreign", ()))
    return RULES.answer(request("GET", path, query), answer(document, status, **more), foreign)


@pytest.mark.parametrize(
    "path,value",
    [
        ("0.id", "17"),
        ("1.total", 17.0),
        ("0.date_modified_gmt", None),
        ("0.date_modified_gmt", "2026-11-20T12:00:00Z"),
        ("0.total_due", "1.00"),
        ("2.line_items.0", {}),
        ("0.billing", None),
        ("0.number", ...),
        ("0.line_items.0.taxes", [{"id": 1, "total": "1.00"}]),
    ],
)
def test_a_wrong_order_is_found(page: list[dict[str, Any]], path: str, value: Any) -> None:
    assert wrong_answer(page) == []
    found = wrong_answer(changed(page, path, value))
    assert len(found) == 1
    assert found[0].startswith(f"[{path.partition('.')[0]}].")


def test_only_foreign_records_may_be_anything(page: list[dict[str, Any]]) -> None:
    spoilt = changed(page, "3.total", 17.0)
    assert wrong_answer(spoilt, foreign=[str(page[3]["id"])]) == []
    assert len(wrong_answer(spoilt, foreign=[str(page[4]["id"])])) == 1
    assert wrong_answer(changed(page, "3.id", ...), foreign=["9"]) == []
    assert len(wrong_answer(changed(page, "3.id", ...))) == 1


def test_asked_for_by_fields_the_rest_may_be_missing(page: list[dict[str, Any]]) -> None:
    cut = [{"id": order["id"], "status": order["status"]} for order in page]
    assert wrong_answer(cut, query="_fields=id,status") == []
    assert wrong_answer(cut) != []
    assert wrong_answer(changed(cut, "0.status", 5), query="_fields=id,status") != []


def test_refusals_have_their_form() -> None:
    refusal = {"code": "rest_no_route", "message": "x", "data": {"status": 404}}
    assert wrong_answer(refusal, status=404) == []
    assert wrong_answer({**refusal, "reason": "x"}, status=404) != []
    assert wrong_answer([], status=201) != []
    assert wrong_answer(b"<html>", content_type="text/html") == ["is text/html, not JSON"]
    assert wrong_answer(b"[{", status=200) == ["is no JSON"]


def test_no_value_is_told(page: list[dict[str, Any]]) -> None:
    told = json.dumps(wrong_answer(changed(page, "0.date_modified_gmt", "Grünwald")))
    assert "date_modified_gmt" in told
    assert "Gr" not in told
