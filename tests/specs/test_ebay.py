"""The rules for eBay can fail, each of them."""

from typing import Any

import pytest

from connectors.simulation.wire import WireAnswer
from tests.specs.channels import available
from tests.specs.ebay import EbayRules
from tests.specs.ebay_facts import facts, shape
from tests.specs.ebay_order import order_schema
from tests.specs.ebay_trading import known_calls
from tests.specs.judge import MISSING
from tests.specs.samples import answer, changed, request
from tests.specs.strict import check

pytestmark = pytest.mark.skipif(not available(), reason=MISSING)
RULES = EbayRules()
BEARER = {"authorization": "Bearer ***"}
LIST = "/sell/fulfillment/v1/order"
ONE = f"{LIST}/01-03955-36441"
PARCELS = f"{ONE}/shipping_fulfillment"
WINDOW = "filter=lastmodifieddate:%5B2026-11-20T00:00:00.000Z..%5D"
QUERY = f"{WINDOW}&limit=200&offset=0&fieldGroups=TAX_BREAKDOWN"
PARCEL = {
    "lineItems": [{"lineItemId": "10012345678901", "quantity": 1}],
    "shippedDate": "2026-11-22T09:00:00.000Z",
    "shippingCarrierCode": "DHL",
    "trackingNumber": "00340434161094042557",
}
EUR = {"value": "39.98", "currency": "EUR"}
ORDER: dict[str, Any] = {
    "orderId": "01-03955-36441",
    "creationDate": "2026-11-20T09:00:00.000Z",
    "lastModifiedDate": "2026-11-20T09:00:00.000Z",
    "orderFulfillmentStatus": "NOT_STARTED",
    "orderPaymentStatus": "PAID",
    "buyer": {"username": "grünwald"},
    "pricingSummary": {"priceSubtotal": EUR, "deliveryCost": EUR, "total": EUR},
    "cancelStatus": {"cancelState": "NONE_REQUESTED"},
    "paymentSummary": {"payments": [{"paymentMethod": "EBAY", "paymentStatus": "PAID", "amount": EUR}]},
    "fulfillmentStartInstructions": [
        {
            "fulfillmentInstructionsType": "SHIP_TO",
            "shippingStep": {
                "shippingServiceCode": "DE_DHLPaket",
                "shipTo": {"fullName": "Grünwald", "contactAddress": {"city": "Grünwald", "countryCode": "DE"}},
            },
        }
    ],
    "lineItems": [
        {
            "lineItemId": "10012345678901",
            "legacyItemId": "110012345678",
            "title": "Becher",
            "quantity": 2,
            "lineItemCost": EUR,
            "total": EUR,
        }
    ],
}
PAGE = {"href": "https://x/", "total": 1, "limit": 200, "offset": 0, "orders": [ORDER]}
HEADERS = {
    "x-ebay-api-call-name": "GetOrders",
    "x-ebay-api-siteid": "77",
    "x-ebay-api-compatibility-level": "1451",
    "x-ebay-api-iaf-token": "***",
    "content-type": "text/xml",
}
PLACE = {"Location": "https://x/1"}
SPACE = 'xmlns="urn:ebay:apis:eBLBaseComponents"'
FORM = {"content-type": "application/x-www-form-urlencoded", "authorization": "Basic ***"}


# -- REST --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "method,path,query,body",
    [
        ("GET", LIST, QUERY, None),
        ("GET", LIST, "orderIds=01-03955-36441,02-1-1&fieldGroups=TAX_BREAKDOWN", None),
        ("GET", ONE, "fieldGroups=TAX_BREAKDOWN", None),
        ("GET", PARCELS, "", None),
        ("POST", PARCELS, "", PARCEL),
        ("GET", "/commerce/identity/v1/user/", "", None),
    ],
)
def test_right_requests(method: str, path: str, query: str, body: Any) -> None:
    assert RULES.request(request(method, path, query, headers=BEARER, body=body)) == []


@pytest.mark.parametrize(
    "method,path,query,body,word",
    [
        ("GET", LIST, f"{QUERY}&sort=-x", None, "sort is unknown"),
        ("GET", LIST, QUERY.replace("limit=200", "limit=201"), None, "limit"),
        ("GET", LIST, QUERY.replace("lastmodifieddate", "lastModifiedDate"), None, "filter"),
        ("GET", LIST, QUERY.replace(".000Z", "Z"), None, "filter"),
        ("GET", LIST, QUERY.replace("%5B", "["), None, "percent-encoded"),
        ("GET", LIST, QUERY.replace("&fieldGroups=TAX_BREAKDOWN", ""), None, "fieldGroups is missing"),
        ("GET", LIST, f"{QUERY}&orderIds=1-1-1", None, "excludes"),
        ("PUT", PARCELS, "", PARCEL, "no call"),
        ("GET", "/sell/fulfillment/v2/order", "", None, "no call"),
        ("POST", PARCELS, "", {**PARCEL, "carrier": "DHL"}, "carrier"),
        ("POST", PARCELS, "", changed(PARCEL, "lineItems.0.quantity", "1"), "quantity"),
        ("POST", PARCELS, "", changed(PARCEL, "lineItems.0.quantity", ...), "quantity"),
        ("POST", PARCELS, "", changed(PARCEL, "trackingNumber", ...), "only together"),
        ("POST", PARCELS, "", changed(PARCEL, "trackingNumber", "0034-1"), "alphanumeric"),
        ("POST", PARCELS, "", changed(PARCEL, "shippedDate", "2026-11-22"), "shippedDate"),
        ("POST", "/post-order/v2/cancellation/5/approve", "", None, "IAF"),
    ],
)
def test_wrong_requests(method: str, path: str, query: str, body: Any, word: str) -> None:
    assert word in " ".join(RULES.request(request(method, path, query, headers=BEARER, body=body)))


def test_who_signs_in_how() -> None:
    assert RULES.request(request("GET", PARCELS)) == ["headers: authorization is not Bearer"]
    assert RULES.request(request("GET", PARCELS, headers={"authorization": "IAF ***"})) != []
    mint = "grant_type=refresh_token&refresh_token=r"
    token = "/identity/v1/oauth2/token"
    assert RULES.request(request("POST", token, headers=FORM, body=mint.encode())) == []
    assert RULES.request(request("POST", token, headers=FORM, body=f"{mint}&client_id=x".encode())) != []
    assert RULES.request(request("POST", token, headers=FORM, body=b"grant_type=refresh_token")) != []
    unsigned = {name: value for name, value in FORM.items() if name != "authorization"}
    assert RULES.request(request("POST", token, headers=unsigned, body=mint.encode())) != []


def wrong_page(document: Any, status: int = 200, foreign: frozenset[str] = frozenset()) -> list[str]:
    return RULES.answer(request("GET", LIST, QUERY, headers=BEARER), answer(document, status), foreign)


@pytest.mark.parametrize(
    "path,value",
    [
        ("total", "1"),
        ("limit", ...),
        ("page", 1),
        ("orders.0.orderId", ...),
        ("orders.0.legacyOrderId", "1"),
        ("orders.0.orderFulfillmentStatus", "SENT"),
        ("orders.0.lastModifiedDate", "2026-11-20T09:00:00Z"),
        ("orders.0.buyer.email", "x"),
        ("orders.0.pricingSummary.total.value", 39.98),
        ("orders.0.pricingSummary.total.currency", ...),
        ("orders.0.pricingSummary.shipping", EUR),
        ("orders.0.cancelStatus.cancelRequests", [{}]),
        ("orders.0.fulfillmentStartInstructions.0.shippingStep.shipTo.contactAddress.street", "x"),
        ("orders.0.lineItems.0.quantity", "2"),
        ("orders.0.lineItems.0.legacyItemId", ...),
        ("orders.0.lineItems.0.price", EUR),
    ],
)
def test_a_wrong_page_is_found(path: str, value: Any) -> None:
    assert wrong_page(PAGE) == []
    found = wrong_page(changed(PAGE, path, value))
    assert len(found) == 1, found
    assert "Gr" not in found[0]


def test_only_foreign_records_may_be_anything() -> None:
    spoilt = changed(PAGE, "orders.0.orderPaymentStatus", "MAYBE")
    assert wrong_page(spoilt, foreign=frozenset({ORDER["orderId"]})) == []
    assert wrong_page(spoilt, foreign=frozenset({"01-03955-36442"})) != []


def test_only_get_order_tells_of_cancel_requests() -> None:
    asked = {
        "cancelRequestId": "5",
        "cancelInitiator": "BUYER",
        "cancelReason": "ORDER_MISTAKE",
        "cancelRequestState": "REQUESTED",
        "cancelRequestedDate": "2026-11-20T09:00:00.000Z",
    }
    told = changed(ORDER, "cancelStatus.cancelRequests", [asked])
    one = request("GET", ONE, "fieldGroups=TAX_BREAKDOWN", headers=BEARER)
    assert RULES.answer(one, answer(told), frozenset()) == []
    assert wrong_page({**PAGE, "orders": [told]}) != []


def test_parcels_have_their_form() -> None:
    asked = request("GET", PARCELS, headers=BEARER)
    parcel = {"fulfillmentId": "999", "shippedDate": "2026-11-20T09:00:00.000Z", "lineItems": PARCEL["lineItems"]}
    assert RULES.answer(asked, answer({"total": 1, "fulfillments": [parcel]}), frozenset()) == []
    assert RULES.answer(asked, answer({"total": 1, "fulfillments": [{**parcel, "carrier": "x"}]}), frozenset()) != []
    made = request("POST", PARCELS, headers=BEARER, body=PARCEL)
    assert RULES.answer(made, answer(None, 201, headers=PLACE), frozenset()) == []
    assert RULES.answer(made, answer(None, 201), frozenset()) != []
    assert RULES.answer(made, answer({}, 201, headers=PLACE), frozenset()) != []
    assert RULES.answer(made, answer(None, 200, headers=PLACE), frozenset()) != []


def test_refusals_have_the_numbers_of_the_facts() -> None:
    def refused(number: Any, status: int = 400) -> list[str]:
        error = {"errorId": number, "domain": "API_FULFILLMENT", "category": "REQUEST", "message": "x"}
        return wrong_page({"errors": [error]}, status)

    assert refused(30850) == []
    assert refused(1001, 401) == []
    assert refused(2001, 429) == []
    assert refused(32210) == ["the facts know no error 32210 with 400 for getOrders"]
    assert refused(30850, 409) == ["the facts know no 409 for getOrders"]
    assert refused("30850") != []
    assert wrong_page({"message": "x"}, 400) != []


def test_the_facts_bind_what_is_inside_too() -> None:
    assert set(order_schema(single=True)["properties"]) == set(facts()["schemas"]["Order"])
    right = check(
        shape({"a": "int", "b": "str?", "c": ["X", "Y"], "d": [{"e": "num"}], "one_of": [{"f": "bool"}, "g"]})
    )
    assert right({"a": 1, "c": "X", "d": [{"e": 1.5}], "f": True}) is None
    for wrong in ({"a": 1, "d": []}, {"a": 1, "c": "Z", "d": []}, {"a": 1, "c": "X", "d": [{}]}):
        assert right(wrong) is not None
    assert right({"a": 1, "c": "X", "d": [], "h": 1}) is not None


# -- signed calls, Post-Order and messages -----------------------------------------------------------------------------

IAF = {"authorization": "IAF ***", "x-ebay-c-marketplace-id": "EBAY_DE"}
PARAMETERS = '("content-digest" "x-ebay-signature-key" "@method" "@path" "@authority");created=1663459378'
SIGNATURE = {
    "x-ebay-signature-key": "eyJ",
    "content-digest": "sha-256=:eA==:",
    "signature-input": f"sig1={PARAMETERS}",
    "signature": "sig1=:eA==:",
}
UNDIGESTED = {
    **{name: value for name, value in SIGNATURE.items() if name != "content-digest"},
    "signature-input": SIGNATURE["signature-input"].replace('"content-digest" ', ""),
}
POST_ORDER = "/post-order/v2"
SEND = "/commerce/message/v1/send_message"
CANCEL = {"legacyOrderId": "01-03955-36441", "cancelReason": "ORDER_UNPAID", "buyerPaid": False}
REFUND = {"reasonForRefund": "BUYER_RETURN", "refundItems": [{"lineItemId": "1", "refundAmount": EUR}]}
WHOLE = {"reasonForRefund": "OTHER_ADJUSTMENT", "comment": "x", "orderLevelRefundAmount": EUR}
NUMBERED = {"value": 39.98, "currency": "EUR"}
GIVEN_BACK = {
    "refundDetail": {
        "itemizedRefundDetail": [{"refundAmount": NUMBERED, "refundFeeType": "PURCHASE_PRICE"}],
        "totalAmount": NUMBERED,
    },
    "comments": {"content": "x"},
}


@pytest.mark.parametrize(
    "method,path,query,headers,body",
    [
        ("POST", f"{ONE}/issue_refund", "", BEARER | SIGNATURE, REFUND),
        ("POST", f"{ONE}/issue_refund", "", BEARER | SIGNATURE, WHOLE),
        ("POST", f"{POST_ORDER}/cancellation", "", IAF | SIGNATURE, CANCEL),
        ("POST", f"{POST_ORDER}/cancellation/5/approve", "", IAF | UNDIGESTED, None),
        ("POST", f"{POST_ORDER}/cancellation/5/reject", "", IAF, {"trackingNumber": "1"}),
        ("GET", f"{POST_ORDER}/cancellation/search", "role=SELLER&legacy_order_id=1", IAF, None),
        ("GET", f"{POST_ORDER}/return/search", "return_state=ALL_OPEN&sort=-FILING_DATE&limit=200", IAF, None),
        ("POST", f"{POST_ORDER}/return/5/decide", "", IAF | SIGNATURE, {"decision": "APPROVE"}),
        ("POST", f"{POST_ORDER}/return/5/issue_refund", "", IAF | SIGNATURE, GIVEN_BACK),
        ("POST", f"{POST_ORDER}/inquiry/5/issue_refund", "", IAF | SIGNATURE, {"comments": {"content": "x"}}),
        ("GET", "/commerce/message/v1/conversation", "conversation_type=FROM_MEMBERS&limit=50", BEARER, None),
        ("GET", "/commerce/message/v1/conversation/5", "conversation_type=FROM_EBAY", BEARER, None),
        ("POST", f"{POST_ORDER}/inquiry/5/issue_refund", "", IAF | UNDIGESTED, None),
        ("POST", SEND, "", BEARER, {"conversationId": "1", "messageText": "x"}),
        ("POST", "/developer/key_management/v1/signing_key", "", BEARER, {"signingKeyCipher": "ED25519"}),
    ],
)
def test_what_a_client_may_do(method: str, path: str, query: str, headers: dict[str, str], body: Any) -> None:
    assert RULES.request(request(method, path, query, headers=headers, body=body)) == []


@pytest.mark.parametrize(
    "path,headers,body,word",
    [
        (f"{ONE}/issue_refund", BEARER, REFUND, "signature is missing"),
        (f"{ONE}/issue_refund", BEARER | UNDIGESTED, REFUND, "content-digest is missing"),
        (f"{POST_ORDER}/cancellation/5/approve", IAF | SIGNATURE, None, "digest of no body"),
        (f"{POST_ORDER}/cancellation/5/approve", IAF | UNDIGESTED, {}, "none belongs here"),
        (f"{POST_ORDER}/cancellation", BEARER | SIGNATURE, CANCEL, "IAF"),
        (f"{POST_ORDER}/cancellation", IAF | SIGNATURE, {**CANCEL, "cancelReason": "ANGER"}, "cancelReason"),
        (f"{POST_ORDER}/return/5/decide", IAF | SIGNATURE, {"decision": "KEEP"}, "decision"),
        (f"{POST_ORDER}/return/5/issue_refund", IAF | SIGNATURE, {"comments": {"content": "x"}}, "refundDetail"),
        (f"{POST_ORDER}/cancellation/5/confirm", IAF, None, "no call"),
        (f"{POST_ORDER}/return/5/cancel", IAF, {}, "no call"),
        (f"{POST_ORDER}/return/draft", IAF, {}, "no call"),
        (f"{POST_ORDER}/inquiry/5/close", IAF, {}, "no call"),
        (f"{POST_ORDER}/casemanagement/5/issue_refund", IAF | SIGNATURE, {}, "no call"),
        (
            "/commerce/message/v1/send_message",
            BEARER,
            {"conversationId": "1", "messageText": "x" * 2001},
            "messageText",
        ),
    ],
)
def test_what_a_client_may_not_do(path: str, headers: dict[str, str], body: Any, word: str) -> None:
    assert word in " ".join(RULES.request(request("POST", path, headers=headers, body=body)))


@pytest.mark.parametrize(
    "path,query,word",
    [
        (f"{POST_ORDER}/return/search", "return_state=OPEN", "return_state"),
        (f"{POST_ORDER}/return/search", "limit=201", "limit"),
        (f"{POST_ORDER}/return/search", "modified_since=2026-11-20T00:00:00.000Z", "is unknown"),
        (f"{POST_ORDER}/return/search", "creation_date_range_from=2026-11-20", "creation_date_range_from"),
        (f"{POST_ORDER}/inquiry/search", "inquiry_status=NEW", "inquiry_status"),
        ("/commerce/message/v1/conversation", "limit=51&conversation_type=FROM_MEMBERS", "limit"),
        ("/commerce/message/v1/conversation", "limit=50", "conversation_type is missing"),
        ("/commerce/message/v1/conversation/5", "conversation_type=ALL", "conversation_type"),
    ],
)
def test_what_a_client_may_not_ask(path: str, query: str, word: str) -> None:
    headers = IAF if path.startswith(POST_ORDER) else BEARER
    assert word in " ".join(RULES.request(request("GET", path, query, headers=headers)))


def test_parameters_of_a_signature_have_their_order() -> None:
    turned = SIGNATURE["signature-input"].replace('"@method" "@path"', '"@path" "@method"')
    asked = request(
        "POST", f"{ONE}/issue_refund", headers=BEARER | SIGNATURE | {"signature-input": turned}, body=REFUND
    )
    assert RULES.request(asked) == ["headers: signature-input is of another form"]
    hidden = request("POST", f"{ONE}/issue_refund", headers=BEARER | dict.fromkeys(SIGNATURE, "***"), body=REFUND)
    assert RULES.request(hidden) == []


def test_answers_of_post_order_have_their_form() -> None:
    created = request("POST", f"{POST_ORDER}/cancellation", headers=IAF | SIGNATURE, body=CANCEL)
    assert RULES.answer(created, answer({"cancelId": "5"}), frozenset()) == []
    assert RULES.answer(created, answer({"cancelId": 5}), frozenset()) != []
    assert RULES.answer(created, answer({"id": "5"}), frozenset()) != []
    approved = request("POST", f"{POST_ORDER}/cancellation/5/approve", headers=IAF | UNDIGESTED)
    assert RULES.answer(approved, answer(None, 204), frozenset()) == []
    error = {
        "errorId": 1,
        "domain": "x",
        "severity": "ERROR",
        "category": "REQUEST",
        "message": "x",
        "httpStatusCode": 409,
    }
    told = {"errorMessage": {"error": [error]}}
    assert RULES.answer(approved, answer(told, 409), frozenset()) == []
    assert RULES.answer(approved, answer({"errorMessage": {"error": []}}, 409), frozenset()) != []
    found = request("GET", f"{POST_ORDER}/return/search", headers=IAF)
    paging = {"limit": 25, "offset": 0, "totalEntries": 1, "totalPages": 1}
    page = {"members": [{"returnId": "5"}], "total": 1, "paginationOutput": paging}
    assert RULES.answer(found, answer(page), frozenset()) != []
    assert RULES.answer(found, answer(page), frozenset({"5"})) == []
    assert RULES.answer(found, answer(None, 204), frozenset()) == []


def test_the_sellers_page_is_asked_with_the_names_of_the_sheet() -> None:
    usual = "client_id=a&redirect_uri=r&response_type=code&scope=s&state=x"
    assert RULES.request(request("GET", "/oauth2/authorize", usual)) == []
    assert RULES.request(request("GET", "/oauth2/authorize", usual.replace("&scope=s", ""))) != []
    assert RULES.request(request("GET", "/oauth2/authorize", f"{usual}&code_challenge=x")) != []


# -- Trading -----------------------------------------------------------------------------------------------------------


def trading(call: str, inside: str, **headers: str | None) -> Any:
    body = f'<?xml version="1.0" encoding="utf-8"?><{call}Request {SPACE}>{inside}</{call}Request>'
    sent = {**HEADERS, "x-ebay-api-call-name": call, **{name.replace("_", "-"): to for name, to in headers.items()}}
    kept = {name: value for name, value in sent.items() if value is not None}
    return request("POST", "/ws/api.dll", headers=kept, body=body.encode())


PAGING = "<Pagination><EntriesPerPage>100</EntriesPerPage><PageNumber>1</PageNumber></Pagination>"
UNPAID = f"<OrderRole>Seller</OrderRole><OrderStatus>Active</OrderStatus>{PAGING}<DetailLevel>ReturnAll</DetailLevel>"


def test_trading_requests() -> None:
    assert set(known_calls()) == {"GetOrders", "SendInvoice", "GeteBayDetails", "GeteBayOfficialTime", "GetUser"}
    assert RULES.request(trading("GetOrders", UNPAID)) == []
    assert RULES.request(trading("GeteBayDetails", "<DetailName>ShippingCarrierDetails</DetailName>")) == []
    assert RULES.request(trading("SendInvoice", "<ItemID>1</ItemID><TransactionID>2</TransactionID>")) == []
    assert RULES.request(trading("GetOrders", f"{UNPAID}<Colour/>")) == ["body: Colour is unknown here"]
    assert RULES.request(trading("GetOrders", "<Pagination><Size>1</Size></Pagination>")) != []
    assert RULES.request(trading("GetOrders", UNPAID, x_ebay_api_iaf_token=None)) != []
    assert RULES.request(trading("GetOrders", UNPAID, x_ebay_api_compatibility_level="837")) != []
    assert RULES.request(trading("GetOrders", UNPAID, authorization="Bearer ***")) != []
    assert RULES.request(trading("GetItem", "")) != []
    assert RULES.request(trading("GetOrders", "<OrderRole>")) == ["body: is no XML"]


HEAD = "<Timestamp>2026-11-20T13:00:00.000Z</Timestamp><Ack>Success</Ack><Version>1477</Version><Build>B</Build>"
TRADED = (
    "<OrderArray><Order><OrderID>1-2</OrderID><CheckoutStatus/><CreatedTime/><TransactionArray/>"
    '<Total currencyID="EUR">1.0</Total></Order></OrderArray>'
)
FAULT = "<Errors><ShortMessage>x</ShortMessage><ErrorCode>37</ErrorCode></Errors>"


@pytest.mark.parametrize(
    "inside,fault",
    [
        (f"{HEAD}{TRADED}", None),
        (HEAD, None),
        (HEAD.replace("Success", "Failure") + FAULT, None),
        (HEAD.replace("Success", "Failure"), "Errors stand"),
        (HEAD.replace("Success", "Fine"), "Ack"),
        (HEAD.replace("<Build>B</Build>", ""), "Build is missing"),
        (HEAD.replace(".000Z", ""), "Timestamp"),
        (f"{HEAD}{TRADED}".replace("<OrderID>1-2</OrderID>", ""), "OrderID is missing"),
        (f"{HEAD}{TRADED}".replace(' currencyID="EUR"', ""), "currencyID"),
        (f"{HEAD}{TRADED}".replace("<CreatedTime/>", "<CreatedTime/><Made/>"), "Made is unknown"),
        ("<Timestamp>", "is no XML"),
    ],
)
def test_trading_answers(inside: str, fault: str | None) -> None:
    body = f'<?xml version="1.0" encoding="UTF-8"?><GetOrdersResponse {SPACE}>{inside}</GetOrdersResponse>'
    told = WireAnswer(200, body.encode(), (), "text/xml;charset=utf-8")
    found = RULES.answer(trading("GetOrders", UNPAID), told, frozenset())
    assert (fault is None and found == []) or (fault is not None and fault in " ".join(found)), found
    assert RULES.answer(trading("GetOrders", UNPAID), WireAnswer(500, body.encode(), (), "text/xml"), frozenset()) != []
