"""Owns the form of what eBay's other calls are sent and answer: keys, refunds, Post-Order and messages. Fields of
contract_facts.json, and what may be missing or stands inside from the channel sheet (3, 5, 6, 8).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from tests.specs.ebay_facts import UTC, facts, shape
from tests.specs.ebay_order import REFUND_STATES, enum, some
from tests.specs.strict import BOOLEAN, FILLED, NUMBER, TEXT, WHOLE, Check, check, listing, record

Schema = dict[str, Any]
# The facts name these, and the sheet's own examples go without them. Dots lead inside.
OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "issueRefund": ("comment", "refundItems.[].lineItemId", "refundItems.[].legacyReference"),
    "cancellation.create": ("buyerPaidDate",),
    "cancellation.reject": ("shipmentDate", "trackingNumber"),
    "return.decide": ("comments", "partialRefundAmount"),
    "return.mark_as_received": ("comments",),
    "return.add_shipping_label": ("comments", "carrierEnum", "trackingNumber"),
    "return.escalate": ("comments",),
    "inquiry.provide_shipment_info": ("sellerComments", "shippingDate", "trackingNumber"),
    "inquiry.issue_refund": ("comments",),
    "sendMessage": ("messageMedia", "reference"),
}
# The sheet's example has them, the facts do not.
BESIDE_THE_FACTS: Mapping[str, dict[str, Schema]] = {
    "return.issue_refund": {"comments": record({"content": TEXT})},
}
# What the facts leave open: a status other than 200.
SUCCESSES: Mapping[str, frozenset[int]] = {
    "createSigningKey": frozenset({200, 201}),
    "cancellation.create": frozenset({200, 201}),
    "cancellation.approve": frozenset({200, 204}),
    "cancellation.reject": frozenset({200, 204}),
    "return.search": frozenset({200, 204, 404}),
    **dict.fromkeys(
        (
            "return.decide",
            "return.mark_as_received",
            "return.issue_refund",
            "return.send_message",
            "return.file_submit",
            "return.add_shipping_label",
            "return.escalate",
            "inquiry.provide_shipment_info",
            "inquiry.issue_refund",
        ),
        frozenset({200, 204}),
    ),
}
CANCEL_STATES = [
    *("APPROVAL_PENDING", "CLOSED", "CONFIRM_REFUND_PENDING", "INITIAL", "OTHER"),
    *("REFUND_FAILED_RETRY", "REFUND_INITIATED", "REFUND_PENDING"),
]
CANCEL_STATUSES = [
    *("CANCEL_CLOSED_FOR_COMMITMENT", "CANCEL_CLOSED_NO_REFUND", "CANCEL_CLOSED_UNKNOWN_REFUND"),
    *("CANCEL_CLOSED_WITH_REFUND", "CANCEL_PENDING", "CANCEL_REJECTED", "CANCEL_REQUESTED"),
]
MONEY = record({"value": NUMBER, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}})
WHEN = record({"value": UTC})
SAID = record({"content": TEXT})


def request_schema(name: str) -> Schema | None:
    told = facts()["operations"].get(name, {}).get("request")
    if not told:
        return None
    made = shape(told)
    made["properties"] = made["properties"] | BESIDE_THE_FACTS.get(name, {})
    for path in OPTIONAL.get(name, ()):
        _loosen(made, path.split("."))
    return made


def _loosen(schema: Schema, path: list[str]) -> None:
    for step in path[:-1]:
        schema = schema["items"] if step == "[]" else schema["properties"][step]
    schema["required"] = [each for each in schema["required"] if each != path[-1]]


# -- answers -------------------------------------------------------------------------------------------------------


def _signing_key(*, secret: bool) -> Schema:
    texts = dict.fromkeys(facts()["operations"]["createSigningKey"]["response"], FILLED)
    if not secret:
        texts.pop("privateKey")
    return record({**texts, "creationTime": WHOLE, "expirationTime": WHOLE})


def _page_of(**members: Schema) -> Schema:
    paging = record({"limit": WHOLE, "offset": WHOLE, "totalEntries": WHOLE, "totalPages": WHOLE})
    return record(
        {**{name: listing(inside) for name, inside in members.items()}, "total": WHOLE, "paginationOutput": paging}
    )


def _cancellation() -> Schema:
    return some(
        {
            "cancelId": FILLED,
            "cancelReason": enum("CancelReason"),
            "cancelRequestDate": WHEN,
            "cancelState": {"enum": CANCEL_STATES},
            "cancelStatus": {"enum": CANCEL_STATUSES},
            "legacyOrderId": FILLED,
            "marketplaceId": FILLED,
            "paymentStatus": FILLED,
            "requestorType": {"enum": ["BUYER", "SELLER", "SYSTEM"]},
            "lineItems": listing(record({"itemId": FILLED, "transactionId": FILLED})),
            "buyerLoginName": FILLED,
            "sellerLoginName": FILLED,
            "lastModifiedDate": WHEN,
        },
        requestRefundAmount=MONEY,
        sellerResponseDueDate=WHEN,
        cancelCloseDate=WHEN,
        shipmentDate=WHEN,
    )


def _eligibility() -> Schema:
    item = record({"eligible": BOOLEAN, "itemId": FILLED, "transactionId": FILLED})
    return some(
        {"eligible": BOOLEAN, "legacyOrderId": FILLED, "itemEligibilityResult": listing(item, minItems=1)},
        eligibleCancelReason=listing(enum("CancelReason")),
        failureReason=listing(FILLED),
    )


def _return_summary() -> Schema:
    item = record({"itemId": FILLED, "transactionId": FILLED, "returnQuantity": {"type": "integer", "minimum": 1}})
    created = some(
        {
            "item": item,
            "reason": enum("ReturnReason"),
            "reasonType": enum("ReturnReasonType"),
            "creationDate": WHEN,
        },
        comments=SAID,
    )
    return some(
        {
            "returnId": FILLED,
            "orderId": FILLED,
            "state": enum("ReturnState"),
            "status": FILLED,
            "currentType": {"enum": ["MONEY_BACK", "REPLACEMENT", "EXCHANGE"]},
            "buyerLoginName": FILLED,
            "sellerLoginName": FILLED,
            "creationInfo": created,
            "sellerTotalRefund": some({"estimatedRefundAmount": MONEY}, actualRefundAmount=MONEY),
            "sellerAvailableOptions": listing(some({"actionType": FILLED}, actionURL=FILLED)),
        },
        sellerResponseDue=some({"activityDue": FILLED}, respondByDate=WHEN),
        escalationInfo=record({"caseId": FILLED}),
    )


def _return_detail() -> Schema:
    said = some({"activity": FILLED, "author": FILLED, "creationDate": WHEN}, comments=SAID)
    parcel = record({"trackingNumber": FILLED, "carrierUsed": FILLED, "shippedBy": FILLED})
    return some(
        {"responseHistory": listing(said), "files": listing(_file())},
        returnShipmentInfo=record({"shipmentTracking": parcel}),
        returnMerchandiseAuthorization=FILLED,
        closeInfo=record({"returnCloseReason": FILLED, "closeDate": WHEN}),
    )


def _file() -> Schema:
    return record(
        {
            "fileId": FILLED,
            "fileName": FILLED,
            "filePurpose": enum("FilePurpose"),
            "fileStatus": FILLED,
            "submitter": FILLED,
            "creationDate": WHEN,
        }
    )


def _inquiry_summary() -> Schema:
    return some(
        {
            "inquiryId": FILLED,
            "itemId": FILLED,
            "transactionId": FILLED,
            "buyer": FILLED,
            "seller": FILLED,
            "claimAmount": MONEY,
            "creationDate": WHEN,
            "lastModifiedDate": WHEN,
            "inquiryStatusEnum": enum("InquiryStatusFilter"),
        },
        respondByDate=WHEN,
    )


def _inquiry() -> Schema:
    said = some({"action": FILLED, "actor": FILLED, "date": WHEN}, description=TEXT)
    parcel = some({"carrier": FILLED, "trackingNumber": FILLED})
    return some(
        {
            "inquiryId": FILLED,
            "itemId": FILLED,
            "transactionId": FILLED,
            "status": enum("InquiryStatusFilter"),
            "state": FILLED,
            "initiator": FILLED,
            "claimAmount": MONEY,
            "inquiryQuantity": WHOLE,
            "inquiryDetails": some(
                {"creationDate": WHEN}, escalationDate=WHEN, refundAmounts=record({"totalAmount": MONEY})
            ),
            "inquiryHistoryDetails": some({"history": listing(said)}, shipmentTrackingDetails=parcel),
        },
        sellerMakeItRightByDate=WHEN,
    )


def _message(*, sent: bool) -> Schema:
    """Who sends learns the names under other ones (sheet 8)."""
    told = facts()["operations"]["getConversation"]["message"]
    made = shape(told)
    made["required"] = [name for name in made["required"] if name != "messageMedia"]
    made["properties"]["messageMedia"] = listing(
        record({"mediaName": FILLED, "mediaType": {"enum": ["IMAGE", "PDF", "DOC", "TXT"]}, "mediaUrl": FILLED})
    )
    if sent:
        for name in ("senderUsername", "recipientUsername"):
            spelt = name.replace("name", "Name")
            made["properties"][spelt] = made["properties"].pop(name)
            made["required"] = [spelt if each == name else each for each in made["required"]]
        made["properties"]["conversationId"] = FILLED
    return made


def _conversation() -> Schema:
    return some(
        {
            "conversationId": FILLED,
            "conversationTitle": TEXT,
            "conversationType": {"enum": ["FROM_MEMBERS", "FROM_EBAY"]},
            "conversationStatus": FILLED,
            "createdDate": UTC,
            "unreadCount": WHOLE,
            "latestMessage": _message(sent=False),
        },
        referenceType={"enum": ["LISTING"]},
        referenceId=FILLED,
    )


def _conversations(name: str, inside: Schema) -> Schema:
    return some(
        {name: listing(inside), "total": WHOLE, "limit": WHOLE, "offset": WHOLE}, href=FILLED, next=FILLED, prev=FILLED
    )


_ANSWERS: Mapping[str, Callable[[], Schema]] = {
    "issueRefund": lambda: record({"refundId": FILLED, "refundStatus": REFUND_STATES}),
    "createSigningKey": lambda: _signing_key(secret=True),
    "getSigningKey": lambda: _signing_key(secret=False),
    "getSigningKeys": lambda: record({"signingKeys": listing(_signing_key(secret=False))}),
    "cancellation.search": lambda: _page_of(cancellations=_cancellation()),
    "cancellation.get": lambda: record({"cancelDetail": _cancellation()}),
    "cancellation.check_eligibility": _eligibility,
    "cancellation.create": lambda: record({"cancelId": FILLED}),
    "return.search": lambda: _page_of(members=_return_summary()),
    "return.get": lambda: some({}, summary=_return_summary(), detail=_return_detail()),
    "return.file_upload": lambda: record({"fileId": FILLED}),
    "return.files": lambda: record({"files": listing(_file())}),
    "return.issue_refund": lambda: record({"refundStatus": {"enum": ["PENDING", "SUCCESS", "FAILED"]}}),
    "return.tracking": lambda: record(
        {
            "carrierUsed": FILLED,
            "trackingNumber": FILLED,
            "trackingStatus": {"enum": ["CREATED", "IN_TRANSIT", "DELIVERED", "CANCELLED", "UNKNOWN"]},
        }
    ),
    "inquiry.search": lambda: _page_of(members=_inquiry_summary()),
    "inquiry.get": _inquiry,
    "inquiry.issue_refund": lambda: record({"refundStatus": {"enum": ["PENDING", "SUCCESS", "FAILED"]}}),
    "getConversations": lambda: _conversations("conversations", _conversation()),
    "getConversation": lambda: _conversations("messages", _message(sent=False)),
    "sendMessage": lambda: _message(sent=True),
}


@cache
def answer_check(name: str) -> Check | None:
    """None for a call that the tables here leave to the facts alone."""
    return check(_ANSWERS[name]()) if name in _ANSWERS else None


def error_check() -> Check:
    """Post-Order's refusals have a shape of their own."""
    error = some(
        {
            "errorId": WHOLE,
            "domain": FILLED,
            "severity": {"enum": ["ERROR", "WARNING"]},
            "category": FILLED,
            "message": FILLED,
            "httpStatusCode": WHOLE,
        },
        parameter=listing(record({"name": FILLED, "value": TEXT})),
        longMessage=TEXT,
    )
    return check(record({"errorMessage": record({"error": listing(error, minItems=1)})}))
