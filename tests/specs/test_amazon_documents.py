"""The rules for what Amazon's storage holds can fail, each of them."""

from typing import Any

import pytest

from connectors.simulation.wire import WireAnswer
from tests.specs.amazon import AmazonRules
from tests.specs.amazon_documents import BUCKET
from tests.specs.channels import available
from tests.specs.judge import MISSING
from tests.specs.samples import request

pytestmark = pytest.mark.skipif(not available(), reason=MISSING)
RULES = AmazonRules()
XML = {"content-type": "text/xml; charset=UTF-8"}
SIGNED = "X-Amz-Algorithm=a&X-Amz-Date=d&X-Amz-Expires=300&X-Amz-Signature=s"
ADDRESS = f"{BUCKET}amzn1.tortuga.4.eu.x"
REFUND = (
    "<AmazonEnvelope><Header><DocumentVersion>1.01</DocumentVersion><MerchantIdentifier>A1</MerchantIdentifier>"
    "</Header><MessageType>OrderAdjustment</MessageType><Message><MessageID>1</MessageID><OrderAdjustment>"
    "<AmazonOrderID>250-1234567-8901234</AmazonOrderID><ActionType>Refund</ActionType><AdjustedItem>"
    "<AmazonOrderItemCode>20276543210987</AmazonOrderItemCode>"
    "<MerchantAdjustmentItemID>R-000123-1</MerchantAdjustmentItemID><AdjustmentReason>CustomerReturn</AdjustmentReason>"
    '<ItemPriceAdjustments><Component><Type>Principal</Type><Amount currency="EUR">10.00</Amount></Component>'
    "</ItemPriceAdjustments></AdjustedItem></OrderAdjustment></Message></AmazonEnvelope>"
)
CANCEL = (
    "<AmazonEnvelope><Header><DocumentVersion>1.01</DocumentVersion><MerchantIdentifier>A1</MerchantIdentifier>"
    "</Header><MessageType>OrderAcknowledgement</MessageType><Message><MessageID>1</MessageID><OrderAcknowledgement>"
    "<AmazonOrderID>250-1234567-8901234</AmazonOrderID><StatusCode>Failure</StatusCode><Item>"
    "<AmazonOrderItemCode>20276543210987</AmazonOrderItemCode><CancelReason>NoInventory</CancelReason></Item>"
    "</OrderAcknowledgement></Message></AmazonEnvelope>"
)
REPORT = (
    "<AmazonEnvelope><Header><DocumentVersion>1.02</DocumentVersion><MerchantIdentifier>A1</MerchantIdentifier>"
    "</Header><MessageType>ProcessingReport</MessageType><Message><MessageID>1</MessageID><ProcessingReport>"
    "<DocumentTransactionID>5</DocumentTransactionID><StatusCode>Complete</StatusCode><ProcessingSummary>"
    "<MessagesProcessed>1</MessagesProcessed><MessagesSuccessful>1</MessagesSuccessful>"
    "<MessagesWithError>0</MessagesWithError><MessagesWithWarning>0</MessagesWithWarning></ProcessingSummary>"
    "</ProcessingReport></Message></AmazonEnvelope>"
)


def upload(body: str, query: str = SIGNED, **headers: str) -> list[str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return RULES.request(request("PUT", ADDRESS, query, headers={**XML, **named}, body=body.encode()))


def download(body: str, kind: str = "text/xml", status: int = 200, method: str = "GET") -> list[str]:
    asked = request(method, ADDRESS, SIGNED)
    return RULES.answer(asked, WireAnswer(status, body.encode(), (), kind), frozenset())


def test_what_is_right() -> None:
    assert upload(REFUND) == []
    assert upload(CANCEL) == []
    assert RULES.request(request("GET", ADDRESS, SIGNED)) == []
    assert download(REPORT) == []
    assert download("", method="PUT") == []
    assert download("Order ID\tx", "text/plain; charset=UTF-8") == []
    assert download("<Error><Code>AccessDenied</Code><Message>x</Message></Error>", status=403) == []


@pytest.mark.parametrize(
    "body,old,new,word",
    [
        (REFUND, "CustomerReturn", "Mood", "AdjustmentReason is none"),
        (REFUND, ' currency="EUR"', "", "without its currency"),
        (REFUND, ">10.00<", ">10,00<", "Amount is not of the form"),
        (REFUND, ">Principal<", ">Goodwill<", "Type is not of the form"),
        (REFUND, "250-1234567", "250-12", "AmazonOrderID is not of the form"),
        (REFUND, "<ActionType>Refund</ActionType>", "", "OrderAdjustment without ActionType"),
        (REFUND, "</AdjustedItem>", "<Quantity>2</Quantity></AdjustedItem>", "AdjustedItem with Quantity"),
        (REFUND, "<MessageType>OrderAdjustment<", "<MessageType>OrderAcknowledgement<", "MessageType is not"),
        (REFUND, "<MessageID>1<", "<MessageID>0<", "MessageID is not of the form"),
        (REFUND, ">A1<", "><", "MerchantIdentifier is not of the form"),
        (REFUND, "AmazonEnvelope", "Envelope", "is no AmazonEnvelope"),
        (REFUND, "</AmazonEnvelope>", "", "is no XML"),
        (CANCEL, "NoInventory", "NoFun", "CancelReason is none"),
        (CANCEL, "Failure", "Success", "StatusCode is not of the form"),
        (CANCEL, "<CancelReason>NoInventory</CancelReason>", "", "Item without CancelReason"),
        (CANCEL, "OrderAcknowledgement", "OrderFulfillment", "OrderFulfillment without FulfillmentDate"),
        (CANCEL, "OrderAcknowledgement", "Product", "without what belongs in it"),
    ],
)
def test_a_wrong_feed_is_found(body: str, old: str, new: str, word: str) -> None:
    assert old in body
    found = " ".join(upload(body.replace(old, new)))
    assert word in found
    assert "250-" not in found


@pytest.mark.parametrize(
    "headers,query,word",
    [
        ({"x_amz_access_token": "***"}, SIGNED, "x-amz-access-token"),
        ({"authorization": "***"}, SIGNED, "authorization"),
        ({"content_type": ""}, SIGNED, "without its content-type"),
        ({}, SIGNED.replace("X-Amz-Signature=s", ""), "X-Amz-Signature is missing"),
    ],
)
def test_a_wrong_upload_is_found(headers: dict[str, str], query: str, word: str) -> None:
    assert word in " ".join(upload(REFUND, query, **headers))


@pytest.mark.parametrize(
    "given",
    [
        {"body": REPORT.replace("<MessagesWithWarning>0</MessagesWithWarning>", "")},
        {"body": REPORT.replace("<StatusCode>", "<Status>x</Status><StatusCode>")},
        {"body": "<AmazonEnvelope><Message><return_details/></Message></AmazonEnvelope>"},
        {"body": "{}"},
        {"body": "x", "method": "PUT"},
        {"body": REPORT, "status": 206},
        {"body": "<Fault/>", "status": 403},
        {"body": "Forbidden", "status": 403},
    ],
)
def test_a_wrong_download_is_found(given: dict[str, Any]) -> None:
    assert download(**given) != []


def test_nothing_else_is_asked_of_the_storage() -> None:
    assert RULES.request(request("DELETE", ADDRESS, SIGNED)) != []
    assert RULES.request(request("GET", ADDRESS, SIGNED, body=b"x")) != []
