"""How a simulated eBay writes an order and its parcels as JSON: amounts as text, what age hides left out, what only
`getOrder` tells. Reads only.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from connectors.channels.ebay.simulator_model import (
    CancelRequest,
    EbayOrder,
    Fulfillment,
    Line,
    Market,
    Place,
    iso,
    plain_amount,
)

FULFILLMENT_API = "/sell/fulfillment/v1"
# Where eBay's own shipping abroad takes over.
HUB = Place(
    line1="Robert-Bosch-Str. 16", line2="", city="Rüsselsheim am Main", state="HE", postcode="65428", country="DE"
)
PICKUP_LOCATION = "hannover-laden"
Json = dict[str, Any]


def order_json(market: Market, order: EbayOrder, now: datetime, *, breakdown: bool, single: bool) -> Json:
    """`breakdown`: the taxes that eBay collects are in the totals. `single`: the answer of `getOrder`."""
    document: Json = {
        "orderId": order.id,
        "creationDate": iso(order.created),
        "lastModifiedDate": iso(order.modified),
        "orderFulfillmentStatus": order.fulfillment_state,
        "orderPaymentStatus": order.payment_state,
        "sellerId": market.options.seller,
        "buyer": _buyer(order, now, single=single),
        **({"buyerCheckoutNotes": order.notes} if order.notes else {}),
        "pricingSummary": _pricing(order, breakdown=breakdown),
        "cancelStatus": _cancel_status(order, single=single),
        "paymentSummary": _payments(order),
        "fulfillmentStartInstructions": [_instructions(order, now)],
        "fulfillmentHrefs": [fulfillment_url(market, order, each) for each in order.fulfillments],
        "lineItems": [_line(order, line, breakdown=breakdown) for line in order.lines],
        "salesRecordReference": order.sales_record,
        "totalFeeBasisAmount": _amount(order, order.total),
        "totalMarketplaceFee": _amount(order, order.total * 11 // 100),
    }
    if order.tax:
        document["ebayCollectAndRemitTax"] = True
    if order.fulfilled_by_ebay:
        document["program"] = {"fulfillmentProgram": {"fulfilledBy": "EBAY"}}
    return spoil(document, order)


def spoil(document: Json, order: EbayOrder) -> Json:
    for path, word in order.foreign_words.items():
        holder, _, name = path.rpartition(".")
        (document[holder] if holder else document)[name] = word
    for name, value in (order.spoilt or {}).items():
        if value is None:
            document.pop(name, None)
        else:
            document[name] = value
    return document


def fulfillment_json(parcel: Fulfillment) -> Json:
    items = [{"lineItemId": line, "quantity": quantity} for line, quantity in parcel.items.items()]
    told = {"shipmentTrackingNumber": parcel.number, "shippingCarrierCode": parcel.carrier} if parcel.number else {}
    return {"fulfillmentId": parcel.id, **told, "shippedDate": iso(parcel.shipped), "lineItems": items}


def fulfillment_url(market: Market, order: EbayOrder, parcel: Fulfillment) -> str:
    return f"{market.url}{FULFILLMENT_API}/order/{order.id}/shipping_fulfillment/{parcel.id}"


def _amount(order: EbayOrder, minor: int) -> Json:
    return {"value": plain_amount(minor, order.decimals), "currency": order.currency}


# -- people --------------------------------------------------------------------------------------------------------


def _buyer(order: EbayOrder, now: datetime, *, single: bool) -> Json:
    """The tax address stays; who it is goes with age."""
    billing = order.billing
    buyer: Json = {
        "username": order.username,
        "taxAddress": {"postalCode": billing.postcode, "countryCode": billing.country},
        "buyerRegistrationAddress": _contact(order, billing, now),
    }
    if single and order.tax_id:
        buyer["taxIdentifier"] = {
            "taxpayerId": order.tax_id,
            "taxIdentifierType": "VATIN",
            "issuingCountry": order.tax_country,
        }
    return buyer


def _contact(order: EbayOrder, place: Place, now: datetime) -> Json:
    contact: Json = {"contactAddress": _address(place, street=order.shows_person(now))}
    if order.shows_person(now):
        contact |= _filled(fullName=place.name, companyName=place.company)
        if place.phone:
            contact["primaryPhone"] = {"phoneNumber": place.phone}
    if order.shows_email(now) and order.email:
        contact["email"] = order.email
    return contact


def _address(place: Place, *, street: bool) -> Json:
    return _filled(
        addressLine1=place.line1 if street else "",
        addressLine2=place.line2 if street else "",
        city=place.city,
        stateOrProvince=place.state,
        postalCode=place.postcode,
        countryCode=place.country,
    )


def _filled(**fields: str) -> Json:
    return {name: value for name, value in fields.items() if value}


def _instructions(order: EbayOrder, now: datetime) -> Json:
    if order.pickup:
        return {
            "fulfillmentInstructionsType": "PREPARE_FOR_PICKUP",
            "pickupStep": {"merchantLocationKey": PICKUP_LOCATION},
        }
    told: Json = {"fulfillmentInstructionsType": "SHIP_TO"}
    step: Json = {"shippingServiceCode": order.service}
    if order.hub_reference:
        told["ebaySupportedFulfillment"] = True
        told["finalDestinationAddress"] = _address(order.recipient, street=order.shows_person(now))
        # The reference line is how the hub knows whose parcel it is; it is nobody's personal data.
        hub = _address(HUB, street=True) | {"addressLine2": f"Reference #{order.hub_reference}"}
        person = {"fullName": order.recipient.name} if order.shows_person(now) and order.recipient.name else {}
        step |= {"shipTo": {**person, "contactAddress": hub}, "shipToReferenceId": order.hub_reference}
    else:
        step["shipTo"] = _contact(order, order.recipient, now)
    return {**told, "shippingStep": step}


# -- money ---------------------------------------------------------------------------------------------------------


def _pricing(order: EbayOrder, *, breakdown: bool) -> Json:
    """The parts add up to the total, with the taxes that eBay collects or without them."""
    cost = sum(line.cost for line in order.lines)
    discount = sum(line.discounted for line in order.lines) - cost
    pricing: Json = {"priceSubtotal": _amount(order, cost)}
    if discount:
        pricing["priceDiscount"] = _amount(order, discount)
    free = sum(line.delivery_off for line in order.lines)
    pricing["deliveryCost"] = _amount(order, sum(line.delivery for line in order.lines) + free)
    if free:
        pricing["deliveryDiscount"] = _amount(order, -free)
    if breakdown and order.tax:
        pricing["tax"] = _amount(order, order.tax)
    if order.adjustment:
        pricing["adjustment"] = _amount(order, order.adjustment)
    pricing["total"] = _amount(order, order.total if breakdown else order.due_seller)
    return pricing


def _payments(order: EbayOrder) -> Json:
    payment: Json = {
        "paymentMethod": "EBAY",
        "paymentReferenceId": f"{order.sales_record}-{order.id.replace('-', '')}",
        "amount": _amount(order, order.due_seller),
        "paymentStatus": "PAID" if order.paid is not None else "PENDING",
    }
    if order.paid is not None:
        payment["paymentDate"] = iso(order.paid)
    refunds = [
        {
            "refundId": refund.id,
            "refundStatus": refund.status,
            "refundDate": iso(refund.at),
            "amount": _amount(order, refund.amount),
        }
        for refund in order.refunds
    ]
    return {"totalDueSeller": _amount(order, order.due_seller), "payments": [payment], "refunds": refunds}


def _cancel_status(order: EbayOrder, *, single: bool) -> Json:
    """The list has the place for the requests and leaves it empty."""
    requests = [_cancel_request(request) for request in order.cancel_requests] if single else []
    return {"cancelState": order.cancel_state, "cancelRequests": requests}


def _cancel_request(request: CancelRequest) -> Json:
    return {
        "cancelRequestId": request.id,
        "cancelInitiator": request.initiator,
        "cancelReason": request.reason,
        "cancelRequestState": request.state,
        "cancelRequestedDate": iso(request.requested),
    }


# -- lines ---------------------------------------------------------------------------------------------------------


def _line(order: EbayOrder, line: Line, *, breakdown: bool) -> Json:
    discount = line.discounted - line.cost
    told: Json = {
        "lineItemId": line.id,
        "legacyItemId": line.item_id,
        "title": line.title,
        "sku": line.sku,
        "quantity": line.quantity,
        "soldFormat": "FIXED_PRICE",
        "listingMarketplaceId": order.marketplace,
        "purchaseMarketplaceId": order.marketplace,
        "lineItemCost": _amount(order, line.cost),
        "total": _amount(order, line.net_total + (line.tax if breakdown else 0)),
        "deliveryCost": _delivery(order, line),
        "taxes": [],
        "appliedPromotions": [],
        "refunds": _line_refunds(order, line),
        "lineItemFulfillmentStatus": order.line_state(line),
        "lineItemFulfillmentInstructions": {"shipByDate": iso(line.ship_by)},
        "itemLocation": {"location": line.location, "countryCode": line.location_country},
    }
    if line.variation_id:
        told["legacyVariationId"] = line.variation_id
        told["variationAspects"] = [{"name": name, "value": value} for name, value in line.aspects]
    if discount:
        told["discountedLineItemCost"] = _amount(order, line.discounted)
        promotion = {"promotionId": line.promotion, "description": "Rabattaktion"}
        told["appliedPromotions"] = [{**promotion, "discountAmount": _amount(order, discount)}]
    if line.tax and line.tax_reference is not None:
        name, value = line.tax_reference
        told["ebayCollectAndRemitTaxes"] = [
            {"taxType": "VAT", "amount": _amount(order, line.tax), "ebayReference": {"name": name, "value": value}}
        ]
    return told


def _delivery(order: EbayOrder, line: Line) -> Json:
    told = {"shippingCost": _amount(order, line.delivery + line.delivery_off)}
    return told | ({"discountAmount": _amount(order, -line.delivery_off)} if line.delivery_off else {})


def _line_refunds(order: EbayOrder, line: Line) -> list[Json]:
    return [
        {"refundId": refund.id, "refundDate": iso(refund.at), "amount": _amount(order, refund.lines[line.id])}
        for refund in order.standing_refunds
        if refund.lines.get(line.id)
    ]
