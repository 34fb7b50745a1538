"""Owns what one eBay order may look like over REST: the fields that contract_facts.json names, and inside them and
always there what the channel sheet (4) tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.specs.ebay_facts import UTC, facts
from tests.specs.strict import BOOLEAN, FILLED, listing, record

Schema = dict[str, Any]
REFUND_STATES: Schema = {"enum": ["PENDING", "REFUNDED", "FAILED"]}
ALWAYS = frozenset(
    {
        "orderId",
        "creationDate",
        "lastModifiedDate",
        "orderFulfillmentStatus",
        "orderPaymentStatus",
        "buyer",
        "pricingSummary",
        "cancelStatus",
        "paymentSummary",
        "fulfillmentStartInstructions",
        "lineItems",
    }
)


@cache
def order_schema(*, single: bool) -> Schema:
    """`single`: the answer of getOrder, which alone tells of cancel requests and tax numbers."""
    amount = amount_schema()
    pricing = dict.fromkeys(facts()["schemas"]["PricingSummary"], amount)
    inside = {
        "orderId": FILLED,
        "creationDate": UTC,
        "lastModifiedDate": UTC,
        "orderFulfillmentStatus": enum("orderFulfillmentStatus"),
        "orderPaymentStatus": enum("orderPaymentStatus"),
        "sellerId": FILLED,
        "buyerCheckoutNotes": FILLED,
        "salesRecordReference": FILLED,
        "buyer": _buyer(single=single),
        "pricingSummary": _of("PricingSummary", pricing, frozenset({"priceSubtotal", "deliveryCost", "total"})),
        "cancelStatus": some({"cancelState": enum("cancelState")}, cancelRequests=_cancel_requests(single=single)),
        "paymentSummary": _payments(),
        "fulfillmentStartInstructions": listing(_instruction(), minItems=1),
        "fulfillmentHrefs": listing({"type": "string", "pattern": r"^https?://.+/shipping_fulfillment/[^/]+$"}),
        "lineItems": listing(_line(), minItems=1),
        "totalFeeBasisAmount": amount,
        "totalMarketplaceFee": amount,
        "ebayCollectAndRemitTax": BOOLEAN,
        "program": some({}, fulfillmentProgram=record({"fulfilledBy": FILLED})),
    }
    return _of("Order", inside, ALWAYS)


def some(always: Mapping[str, Any], **sometimes: Any) -> Schema:
    return record({**always, **sometimes}, optional=set(sometimes))


def enum(name: str) -> Schema:
    return {"enum": facts()["enums"][name]}


def amount_schema() -> Schema:
    """REST's money: the value is a text."""
    amount = _texts("Amount", "value", "currency")
    amount["properties"] = {
        **amount["properties"],
        "value": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
    }
    return amount


def _of(name: str, inside: Mapping[str, Any], always: frozenset[str]) -> Schema:
    """The fields that the facts name; `inside` says what stands in them, and only in them."""
    names = facts()["schemas"][name]
    if unknown := (set(inside) | always) - set(names):
        raise LookupError(f"contract_facts.json knows no {name}.{', '.join(sorted(unknown))}")
    return record({each: inside.get(each, {}) for each in names}, optional=set(names) - always)


def _texts(name: str, *always: str) -> Schema:
    return _of(name, dict.fromkeys(facts()["schemas"][name], FILLED), frozenset(always))


# -- people ----------------------------------------------------------------------------------------------------------


def _buyer(*, single: bool) -> Schema:
    tax_number = {"taxIdentifier": {"type": "object"}} if single else {}
    return some(
        {"username": FILLED},
        taxAddress=_texts("Address", "countryCode"),
        buyerRegistrationAddress=_ship_to(),
        **tax_number,
    )


def _ship_to() -> Schema:
    inside = {
        "fullName": FILLED,
        "companyName": FILLED,
        "email": FILLED,
        "contactAddress": _texts("Address", "countryCode"),
        "primaryPhone": record({"phoneNumber": FILLED}),
    }
    return _of("ShipTo", inside, frozenset({"contactAddress"}))


def _instruction() -> Schema:
    step = _of(
        "ShippingStep",
        {
            "shippingCarrierCode": FILLED,
            "shippingServiceCode": FILLED,
            "shipTo": _ship_to(),
            "shipToReferenceId": FILLED,
        },
        frozenset({"shippingServiceCode", "shipTo"}),
    )
    return some(
        {"fulfillmentInstructionsType": {"enum": ["SHIP_TO", "PREPARE_FOR_PICKUP", "DIGITAL", "SELLER_DEFINED"]}},
        ebaySupportedFulfillment=BOOLEAN,
        finalDestinationAddress=_texts("Address", "countryCode"),
        shippingStep=step,
        pickupStep={"type": "object"},
    )


# -- money and requests ----------------------------------------------------------------------------------------------


def _cancel_requests(*, single: bool) -> Schema:
    if not single:
        return {"type": "array", "maxItems": 0}
    return listing(
        record(
            {
                "cancelRequestId": FILLED,
                "cancelInitiator": FILLED,
                "cancelReason": enum("CancelReason"),
                "cancelRequestState": FILLED,
                "cancelRequestedDate": UTC,
            }
        )
    )


def _payments() -> Schema:
    amount = amount_schema()
    refund = _of(
        "OrderRefund",
        {"refundId": FILLED, "refundStatus": REFUND_STATES, "refundDate": UTC, "amount": amount},
        frozenset({"refundId", "amount"}),
    )
    payment = some(
        {"paymentMethod": FILLED, "paymentStatus": {"enum": ["PAID", "PENDING", "FAILED"]}, "amount": amount},
        paymentDate=UTC,
        paymentReferenceId=FILLED,
    )
    return some({"payments": listing(payment)}, totalDueSeller=amount, refunds=listing(refund))


def _line() -> Schema:
    amount = amount_schema()
    inside = {
        "lineItemId": FILLED,
        "legacyItemId": FILLED,
        "legacyVariationId": FILLED,
        "sku": FILLED,
        "title": FILLED,
        "quantity": {"type": "integer", "minimum": 1},
        "lineItemCost": amount,
        "discountedLineItemCost": amount,
        "total": amount,
        "deliveryCost": some({"shippingCost": amount}, discountAmount=amount),
        "taxes": listing(some({"amount": amount}, taxType=FILLED)),
        "ebayCollectAndRemitTaxes": listing(
            some({"taxType": FILLED, "amount": amount}, ebayReference=record({"name": FILLED, "value": FILLED}))
        ),
        "appliedPromotions": listing({"type": "object"}),
        "refunds": listing(some({"refundId": FILLED, "amount": amount}, refundDate=UTC)),
        "lineItemFulfillmentStatus": enum("orderFulfillmentStatus"),
        "lineItemFulfillmentInstructions": some({"shipByDate": UTC}),
        "variationAspects": listing(record({"name": FILLED, "value": FILLED})),
    }
    always = frozenset({"lineItemId", "legacyItemId", "title", "quantity", "lineItemCost", "total"})
    return _of("LineItem", inside, always)
